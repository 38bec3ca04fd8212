"""What a spreadsheet's XML says that the reader does not pass on: error cells, uncalculated
formulas, defined names, how far valued cells reach. Streams; keeps only that."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from drafter.model import address, position
from drafter.workbook.limits import Limits


class RefusedError(Exception):
    """The file is not opened any further. The message is the reason, and says what to do."""


@dataclass(slots=True)
class Scan:
    """One XML part as scanned: root element, and what stood in it."""

    root: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    uncached: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sheets: list[tuple[str, str, str]] = field(default_factory=list)
    relations: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


class Scanner:
    """Fed one XML part in chunks. Raises RefusedError for a DOCTYPE or a cell out of bounds."""

    def __init__(self, part: str, limits: Limits) -> None:
        self.scan = Scan()
        self._part, self._limits = part, limits
        self._row = self._column = 0
        self._cell = self._kind = self._formula = self._value = ""
        self._has_formula = False
        self._text: list[str] | None = None
        self._name = ""
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        return parser

    def feed(self, chunk: bytes, last: bool = False) -> None:
        """The next piece of the part."""
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            raise RefusedError(f"文件已损坏（{self._part}），请重新保存后报送") from error

    def _doctype(self, *_: object) -> None:
        raise RefusedError(
            "文件含有文档类型声明（DOCTYPE），可能是恶意文件，未打开；请用Excel或WPS另存后报送"
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self.scan.root = self.scan.root or tag
        begin = _BEGIN.get((self.scan.root, tag))
        if begin:
            begin(self, attributes)

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        finish = _FINISH.get((self.scan.root, tag))
        if finish:
            finish(self, "".join(self._text or ()))
            self._text = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r"), self._row + 1)
        self._column = 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        row, column = position(attributes["r"]) if _plain(attributes.get("r")) else (0, 0)
        self._row, self._column = row or self._row, column or self._column + 1
        self._cell = address(self._row, self._column)
        self._kind = attributes.get("t", "")
        self._formula = self._value = ""
        self._has_formula = False

    def _begin_text(self, attributes: dict[str, str]) -> None:
        self._text = []
        self._name = attributes.get("name", "")

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        self.scan.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "")))

    def _begin_relation(self, attributes: dict[str, str]) -> None:
        self.scan.relations[attributes.get("Id", "")] = attributes.get("Target", "")

    def _finish_formula(self, text: str) -> None:
        self._has_formula, self._formula = True, text

    def _finish_value(self, text: str) -> None:
        self._value += text

    def _finish_cell(self, _: str) -> None:
        if self._value or self._has_formula:
            self._within_bounds()
        if self._kind == "e":
            self.scan.errors[self._cell] = self._value or "#VALUE!"
        elif self._has_formula and not self._value:
            self.scan.uncached[self._cell] = self._formula

    def _within_bounds(self) -> None:
        if self._row > self._limits.row or self._column > self._limits.column:
            raise RefusedError(
                f"{self._cell}处有内容，超出填报表范围；请清除该单元格及其周围后重新报送"
            )

    def _finish_name(self, text: str) -> None:
        if len(self.scan.names) < self._limits.names:
            self.scan.names[self._name] = text

    def _finish_property(self, text: str) -> None:
        self.scan.properties[self._name] = text


_BEGIN = {
    ("worksheet", "row"): Scanner._begin_row,
    ("worksheet", "c"): Scanner._begin_cell,
    ("worksheet", "f"): Scanner._begin_text,
    ("worksheet", "v"): Scanner._begin_text,
    ("worksheet", "t"): Scanner._begin_text,
    ("workbook", "sheet"): Scanner._begin_sheet,
    ("workbook", "definedName"): Scanner._begin_text,
    ("Relationships", "Relationship"): Scanner._begin_relation,
    ("Properties", "property"): Scanner._begin_text,
}
_FINISH = {
    ("worksheet", "f"): Scanner._finish_formula,
    ("worksheet", "v"): Scanner._finish_value,
    ("worksheet", "t"): Scanner._finish_value,
    ("worksheet", "c"): Scanner._finish_cell,
    ("workbook", "definedName"): Scanner._finish_name,
    ("Properties", "property"): Scanner._finish_property,
}


def _plain(cell: str | None) -> bool:
    letters = (cell or "").rstrip("0123456789")
    return bool(cell) and letters.isascii() and letters.isupper() and 0 < len(letters) <= 3


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
