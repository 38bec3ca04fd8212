"""What an .xlsx's XML says that the reader does not pass on: error cells, formulas without result,
number formats, defined names, how far valued cells reach. Streams; keeps only that."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drafter.model import address, position
from drafter.workbook.limits import Limits
from drafter.workbook.notes import Notes, area
from drafter.workbook.refusal import TOO_LONG, TOO_MANY, RefusedError, outside
from drafter.workbook.stream import Attributes, Begin, Finish, Stream

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_TRUE = ("1", "true")


class Scan(Stream):
    """One part: a worksheet's notes, or names, sheets, relations, formats, properties."""

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part)
        self.notes = Notes()
        self.styled: dict[str, tuple[int, str]] = {}
        self.names: dict[str, str] = {}
        self.sheets: list[tuple[str, str, str]] = []
        self.relations: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.codes: list[str] = []
        self._limits = limits
        self._row = self._column = self._elements = self._cells = 0
        self._cell = self._kind = self._value = self._style = self._name = ""
        self._formula: str | None = None
        self._formats: dict[str, str] = {}
        self._in_cells = False

    def begins(self, root: str) -> Mapping[str, Begin]:
        """By root: worksheet, workbook, Relationships, styleSheet, Properties."""
        by_root: Mapping[str, Mapping[str, Begin]] = {
            "worksheet": {
                "row": self._begin_row,
                "c": self._begin_cell,
                "f": self.collect,
                "v": self.collect,
                "t": self.collect,
                "mergeCell": self._begin_merge,
                "col": self._begin_column,
            },
            "workbook": {"sheet": self._begin_sheet, "definedName": self._begin_named},
            "Relationships": {"Relationship": self._begin_relation},
            "styleSheet": {
                "numFmt": self._begin_format,
                "cellXfs": self._begin_styles,
                "xf": self._begin_style,
            },
            "Properties": {"property": self._begin_named},
        }
        return by_root.get(root, {})

    def finishes(self, root: str) -> Mapping[str, Finish]:
        """By root, as above."""
        by_root: Mapping[str, Mapping[str, Finish]] = {
            "worksheet": {
                "f": self._finish_formula,
                "v": self._finish_value,
                "t": self._finish_value,
                "c": self._finish_cell,
            },
            "workbook": {"definedName": self._finish_name},
            "styleSheet": {"cellXfs": self._finish_styles},
            "Properties": {"property": self._finish_property},
        }
        return by_root.get(root, {})

    def _begin_row(self, attributes: Attributes) -> None:
        self._count()
        self._row = _number(attributes.get("r"), self._row + 1)
        self._column = 0
        if attributes.get("hidden") in _TRUE and self._row <= self._limits.row:
            self.notes.hidden_rows.append(self._row)

    def _begin_cell(self, attributes: Attributes) -> None:
        self._count()
        self._cell = attributes.get("r", "")
        if not self._cell:
            self._column += 1
            self._cell = address(self._row, self._column)
        self._kind, self._style = attributes.get("t", ""), attributes.get("s", "")
        self._formula, self._value = None, ""

    def _count(self) -> None:
        self._elements += 1
        if self._elements > self._limits.elements:
            raise RefusedError(TOO_MANY)

    def _finish_formula(self, text: str) -> None:
        self._formula = text

    def _finish_value(self, text: str) -> None:
        self._value += text

    def _finish_cell(self, _: str) -> None:
        if not self._value and self._formula is None:
            return
        self._within_bounds()
        if self._kind == "e":
            self.notes.errors[self._cell] = self._value or "#VALUE!"
            if self._formula:
                self.notes.formulas[self._cell] = self._formula
        elif not self._value:
            self.notes.uncached[self._cell] = self._formula or ""
        elif self._style and self._kind in ("", "n"):
            self.styled[self._cell] = (_number(self._style, 0), self._value)

    def _within_bounds(self) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise RefusedError(TOO_LONG)
        if not _CELL.fullmatch(self._cell):
            raise outside(self._cell[:20])
        row, column = position(self._cell)
        if row > self._limits.row or column > self._limits.column:
            raise outside(self._cell)
        self._column = column

    def _begin_merge(self, attributes: Attributes) -> None:
        covered = area(attributes.get("ref", ""))
        if covered and len(self.notes.merged) < self._limits.row:
            self.notes.merged.append(covered)

    def _begin_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _TRUE and len(self.notes.hidden_columns) < 1000:
            first, last = (_number(attributes.get(name), 0) for name in ("min", "max"))
            self.notes.hidden_columns.append((first, last))

    def _begin_sheet(self, attributes: Attributes) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        self.sheets.append((attributes.get("name", ""), relation, attributes.get("state", "")))

    def _begin_relation(self, attributes: Attributes) -> None:
        self.relations[attributes.get("Id", "")] = attributes.get("Target", "")

    def _begin_named(self, attributes: Attributes) -> None:
        self.collect()
        self._name = attributes.get("name", "")

    def _finish_name(self, text: str) -> None:
        if len(self.names) < self._limits.names:
            self.names[self._name] = text

    def _finish_property(self, text: str) -> None:
        self.properties[self._name] = text

    def _begin_format(self, attributes: Attributes) -> None:
        self._formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")

    def _begin_styles(self, _: Attributes) -> None:
        self._in_cells = True

    def _begin_style(self, attributes: Attributes) -> None:
        if self._in_cells:
            number = attributes.get("numFmtId", "0")
            self.codes.append(self._formats.get(number, number))

    def _finish_styles(self, _: str) -> None:
        self._in_cells = False


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else otherwise
