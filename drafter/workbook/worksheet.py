"""A worksheet of an .xlsx as a stream: values, error cells, formulas without result, formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from drafter.model.finding import address, position
from drafter.workbook.limits import Room
from drafter.workbook.numberformat import displayed
from drafter.workbook.parts import PLAIN, TRUE, Style, unescaped
from drafter.workbook.raw import Leaf, Value, area, day, number
from drafter.workbook.refusal import RefusedError, damaged, outside, unclear
from drafter.workbook.stream import Attributes, Begin, Finish, Start, Stream

_BEHIND = ("conditionalFormatting", "dataValidations", "hyperlinks", "pageMargins")
_TEXTS = ("str", "inlineStr")
_CELLS = frozenset(("row", "c", "v", "f", "t"))
_NOT_CELLS = ("chartsheet", "dialogsheet", "macrosheet")


class Shared(Struct, frozen=True):
    """What all sheets of a workbook share: strings, styles, the calendar, the room left."""

    room: Room
    strings: Sequence[str] = ()
    styles: Sequence[Style] = ()
    from_1904: bool = False


class Worksheet(Stream):
    """One sheet. What is no cell of the sheet's one table of cells is not read.

    Other readers give back something where a sheet breaks the rules (two values in one cell, one
    address twice, a row that holds another row's cells), and not all the same: here it is refused.
    """

    def __init__(self, part: str, name: str, shared: Shared) -> None:
        super().__init__(part)
        self.name = name
        self.leaf = Leaf()
        self._shared, self._limits = shared, shared.room.limits
        self._take, self._put = shared.room.take, self.leaf.put
        self._last_row, self._last_column = self._limits.row, self._limits.column
        self._columns: dict[str, int] = {}
        self._kept: set[str] = set()
        self._row, self._row_text = 0, "0"
        self._cell: Attributes = {}
        self._before, self._after = "", 0  # the last address said, the cells without one since
        self._values: list[str] = []
        self._texts: list[str] = []
        self._formula: list[str] | None = None
        self._guided = False
        # By the cell's type (ECMA-376 part 1, 18.18.11).
        self._reads: dict[str, Callable[[str, str], Value]] = {
            **dict.fromkeys(("", "n"), self._number),
            **dict.fromkeys(_TEXTS, _text),
            **{"s": _as_is, "b": self._boolean, "d": _iso_date},
        }

    def begins(self, space: str) -> Mapping[str, Begin]:
        """Before the cells: hidden columns. A chart sheet or a macro sheet has nothing to read."""
        if self.root in _NOT_CELLS:
            return {}
        if self.root != "worksheet":
            raise damaged(self.part)
        return {f"{space}col": self._begin_column, f"{space}sheetData": self._begin_cells}

    def _begin_cells(self, _: Attributes) -> None:
        """From here on speed counts: cells and values are told first, and little is done until a
        cell is known to hold a thing."""
        self._parser.StartElementHandler = self._starting()
        self._parser.EndElementHandler = self._ending()

    def _starting(self) -> Start:
        space, parser, take = self._space, self._parser, self._values.append
        cell, value = f"{space}c", f"{space}v"
        others: dict[str, Begin] = {
            f"{space}t": self._begin_text,
            f"{space}f": self._begin_formula,
            f"{space}row": self._begin_row,
            f"{space}rPh": self._begin_guide,
        }

        def start(name: str, attributes: Attributes) -> None:
            if name == cell:
                self._cell = attributes
                if "r" in attributes:
                    self._before, self._after = attributes["r"], 0
                else:
                    self._after += 1
            elif name == value:
                if self._values:
                    raise self._unclear()
                parser.CharacterDataHandler = take
            elif action := others.get(name):
                action(attributes)
            else:
                self._other(name)

        return start

    def _ending(self) -> Callable[[str], None]:
        space, parser, values, texts = self._space, self._parser, self._values, self._texts
        cell, value = f"{space}c", f"{space}v"
        others: dict[str, Finish] = {
            f"{space}t": self._pause,
            f"{space}f": self._pause,
            f"{space}rPh": self._finish_guide,
            f"{space}sheetData": self._finish_cells,
        }

        def end(name: str) -> None:
            if name == cell:
                if values or texts or self._formula is not None:
                    self._keep(self._cell.get("t", "n"), "".join(texts or values))
                    values.clear()
                    texts.clear()
                    self._formula = None
            elif name == value:
                parser.CharacterDataHandler = None
            elif action := others.get(name):
                action()

        return end

    def _other(self, name: str) -> None:
        """A cell under another prefix would be overlooked."""
        if name.rpartition(":")[2] in _CELLS:
            raise damaged(self.part)

    def _finish_cells(self) -> None:
        """What stands behind the merged cells in the order of the schema is passed over."""
        space = self._space
        after: dict[str, Begin] = {
            f"{space}mergeCell": self._begin_merge,
            f"{space}sheetData": self._begin_again,
            **{f"{space}{name}": self._finish_sheet for name in _BEHIND},
        }
        self.follow(after, {})

    def _begin_again(self, _: Attributes) -> None:
        raise damaged(self.part)

    def _finish_sheet(self, _: Attributes) -> None:
        self.follow({}, {})

    def _begin_column(self, attributes: Attributes) -> None:
        columns = self.leaf.notes.hidden_columns
        if len(columns) < self._limits.column and attributes.get("hidden") in TRUE:
            first, last = (self._count(attributes.get(name, "")) for name in ("min", "max"))
            columns.append((first, last))

    def _begin_merge(self, attributes: Attributes) -> None:
        merged = self.leaf.notes.merged
        if len(merged) < self._limits.merged and (covered := area(attributes.get("ref", ""))):
            merged.append(covered)

    def _begin_row(self, attributes: Attributes) -> None:
        row_number = attributes.get("r")
        self._row = self._row + 1 if row_number is None else self._count(row_number)
        if self._row < 1:
            raise damaged(self.part)
        self._row_text, self._before, self._after = str(self._row), "", 0
        rows = self.leaf.notes.hidden_rows
        if attributes.get("hidden") in TRUE and self._row <= self._limits.row > len(rows):
            rows.append(self._row)

    def _begin_text(self, _: Attributes) -> None:
        if not self._guided:
            self._parser.CharacterDataHandler = self._texts.append

    def _begin_formula(self, _: Attributes) -> None:
        self._formula = []
        self._parser.CharacterDataHandler = self._formula.append

    def _begin_guide(self, _: Attributes) -> None:
        self._guided = True

    def _finish_guide(self) -> None:
        self._guided = False

    def _pause(self) -> None:
        self._parser.CharacterDataHandler = None

    def _keep(self, kind: str, text: str) -> None:
        """Keep a cell that holds something: its value among the rows, the rest in the notes."""
        column, row, kept = self._column(), self._row, self._kept
        cell = address(row, column) if self._after else self._before
        if row > self._last_row or column > self._last_column:
            raise outside(cell)
        if cell in kept or (not self._texts) == (kind == "inlineStr"):
            self._check(cell)
        kept.add(cell)
        if kind == "s":
            text = self._string(text.strip())
        elif kind not in _TEXTS:
            text = text.strip()
        formula = "".join(self._formula) if self._formula else ""
        self._take(len(text) + len(formula))
        if kind == "e":
            self.leaf.notes.errors[cell] = text or "#VALUE!"
            if formula:
                self.leaf.notes.formulas[cell] = formula
        elif text:
            self._put(row, column, (self._reads.get(kind) or self._unknown)(text, cell))
        elif self._formula is not None:
            self.leaf.notes.uncached[cell] = formula

    def _check(self, cell: str) -> None:
        """Raises RefusedError for a second cell of one address, and for a text in the wrong place.

        Beside an inline string's `is` there may be a copy of it in `v`; an empty `is` is no text.
        """
        if cell in self._kept or self._texts or self._values:
            raise self._unclear()

    def _column(self) -> int:
        """The column of the cell, by its address or counted from the last one that has one."""
        if not self._before:
            return self._after
        letters = self._before.removesuffix(self._row_text)
        column = self._columns.get(letters)
        if column is None or len(letters) + len(self._row_text) != len(self._before):
            return self._new_column(letters) + self._after
        return column + self._after

    def _new_column(self, letters: str) -> int:
        """Raises RefusedError where the address is none, or of another row."""
        if letters == self._before or not (letters.isascii() and letters.isalpha()):
            raise self._unclear()
        if len(letters) > 3:
            raise outside(self._before[:20])
        self._before, letters = self._before.upper(), letters.upper()
        self._columns[letters] = position(f"{letters}1")[1]
        return self._columns[letters]

    def _unclear(self) -> RefusedError:
        return unclear(self.name, self._before)

    def _unknown(self, text: str, cell: str) -> Value:
        raise self._unclear()

    def _boolean(self, text: str, cell: str) -> bool:
        if text not in ("0", "1", "true", "false"):
            raise self._unclear()
        return text in TRUE

    def _string(self, text: str) -> str:
        """The shared string of that number; no number is no string."""
        strings = self._shared.strings
        at = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else len(strings)
        if at < len(strings):
            return strings[at]
        if text:
            raise self._unclear()
        return text

    def _number(self, text: str, cell: str) -> Value:
        value = number(text)
        if value is None:
            raise self._unclear()
        style = self._style()
        if style.percent:
            self.leaf.notes.percents.append(cell)
        elif style.date:
            self.leaf.notes.serials[cell] = text
            return value if style.elapsed else day(value, self._shared.from_1904) or value
        if style.code and (shown := displayed(style.code, value)) is not None:
            self._shared.room.take(len(shown), cells=0)
            self.leaf.notes.displays[cell] = shown
        return value

    def _style(self) -> Style:
        """The cell's style; the plain one where the file lacks it, which Excel would repair."""
        style_number, styles = self._cell.get("s", ""), self._shared.styles
        at = self._count(style_number) if style_number else len(styles)
        return styles[at] if at < len(styles) else PLAIN

    def _count(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise damaged(self.part)
        return int(text)


def _as_is(text: str, _: str) -> str:
    return text


def _text(text: str, _: str) -> str:
    return unescaped(text)


def _iso_date(text: str, _: str) -> Value:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text
