"""An .ods read as a stream: values, errors, formulas without result, formats, names, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from drafter.model.finding import address
from drafter.model.pattern import pattern
from drafter.workbook.gate import opened
from drafter.workbook.limits import Limits, Room
from drafter.workbook.numberformat import misleading
from drafter.workbook.odf import CALC, DRAWING, OFFICE, STYLE, TABLE, TEXT, Marks, Meta
from drafter.workbook.raw import Contents, Leaf, Value, cell_target, number
from drafter.workbook.refusal import BROKEN, LOCKED, RefusedError, unclear
from drafter.workbook.stream import Attributes, Begin, Finish, Start, Stream, ending, starting

_HIDDEN = ("collapse", "filter")
_ERROR = pattern(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_DURATION = pattern(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?", re.ASCII)
_DAY_0 = date(1899, 12, 30)
_SHEET = 4  # how deep a sheet's table stands: document, body, spreadsheet, table
_ASIDE = frozenset(
    (f"{TABLE}shapes", f"{TABLE}tracked-changes", f"{TABLE}dde-links", f"{OFFICE}annotation")
) | {f"{OFFICE}forms", f"{TEXT}ruby-text", f"{TEXT}note"}


class Content(Stream):
    """content.xml. Only cells of the sheets' own tables are read, and of them their own text.

    What is drawn over a cell, noted beside it, or kept of another file is none of its value.
    """

    separator = " "

    def __init__(self, part: str, room: Room) -> None:
        super().__init__(part)
        self.contents = Contents()
        self._room = room
        self._hidden: set[str] = set()
        self._style = self._name = ""
        self._leaf: Leaf | None = None
        self._depth = self._aside = 0
        self._row = self._column = self._rows = 1
        self._cell: Attributes | None = None
        self._lines: list[str] = []
        self._in_line = False

    def begins(self, space: str) -> Mapping[str, Begin]:
        """By full name, whatever the root's namespace."""
        return {
            f"{STYLE}style": self._begin_style,
            f"{STYLE}table-properties": self._begin_look,
            f"{TABLE}table": self._begin_table,
            f"{TABLE}table-column": self._begin_column,
            f"{TABLE}table-row": self._begin_row,
            f"{TABLE}table-cell": self._begin_cell,
            f"{TABLE}covered-table-cell": self._begin_cell,
            f"{TABLE}named-range": self._begin_name,
            f"{TEXT}p": self._begin_line,
            f"{TEXT}s": self._begin_spaces,
            f"{TEXT}tab": lambda _: self._insert("\t"),
            f"{TEXT}line-break": lambda _: self._insert("\n"),
        }

    def finishes(self, space: str) -> Mapping[str, Finish]:
        """As above."""
        return {
            f"{TABLE}table": self._finish_table,
            f"{TABLE}table-row": self._finish_row,
            f"{TABLE}table-cell": self._finish_cell,
            f"{TABLE}covered-table-cell": self._finish_cell,
            f"{TEXT}p": self._finish_line,
        }

    def follow(self, begin: Mapping[str, Begin], finish: Mapping[str, Finish]) -> Start:
        """As of any stream, but not within what stands aside."""
        known_start, known_end = starting(begin), ending(finish)

        def start(name: str, attributes: Attributes) -> None:
            self._depth += 1
            if self._aside:
                return
            if name in _ASIDE or name.startswith(DRAWING):
                self._aside = self._depth
                self._parser.CharacterDataHandler = None
            else:
                known_start(name, attributes)

        def end(name: str) -> None:
            if not self._aside:
                known_end(name)
            elif self._aside == self._depth:
                self._leave_aside()
            self._depth -= 1

        self._parser.StartElementHandler, self._parser.EndElementHandler = start, end
        return start

    def _leave_aside(self) -> None:
        self._aside = 0
        if self._in_line:
            self.collect()

    def _begin_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(f"{STYLE}name", "")

    def _begin_look(self, attributes: Attributes) -> None:
        if attributes.get(f"{TABLE}display") == "false":
            self._hidden.add(self._style)

    def _begin_table(self, attributes: Attributes) -> None:
        """A table within a cell has no place among a sheet's rows."""
        if self._depth != _SHEET:
            raise unclear(self._name, address(self._row, self._column))
        self._leaf, self._name = Leaf(), attributes.get(f"{TABLE}name", "")
        self._leaf.notes.hidden = attributes.get(f"{TABLE}style-name", "") in self._hidden
        self._row = self._rows = self._column = 1

    def _finish_table(self) -> None:
        if self._leaf:
            self.contents.add(self._name, self._leaf)
        self._leaf = None

    def _begin_column(self, attributes: Attributes) -> None:
        copies = _copies(attributes, "number-columns-repeated")
        columns = self._leaf.notes.hidden_columns if self._leaf else []
        if (
            attributes.get(f"{TABLE}visibility") in _HIDDEN
            and len(columns) < self._room.limits.column
        ):
            columns.append((self._column, self._column + copies - 1))
        self._column += copies

    def _begin_row(self, attributes: Attributes) -> None:
        self._column, self._rows = 1, _copies(attributes, "number-rows-repeated")
        if self._leaf and attributes.get(f"{TABLE}visibility") in _HIDDEN:
            last = min(self._row + self._rows, self._room.limits.row + 1)
            self._leaf.notes.hidden_rows.extend(range(self._row, last))

    def _finish_row(self) -> None:
        self._row += self._rows

    def _begin_cell(self, attributes: Attributes) -> None:
        self._cell = attributes
        self._lines.clear()

    def _begin_line(self, _: Attributes) -> None:
        if self._cell is not None:
            self._in_line = True
            self.collect()

    def _finish_line(self) -> None:
        if self._in_line:
            self._lines.append(self.collected())
        self._in_line = False

    def _begin_spaces(self, attributes: Attributes) -> None:
        text = attributes.get(f"{TEXT}c", "1")
        self._insert(" " * min(int(text) if _is_count(text) else 1, 100))

    def _insert(self, text: str) -> None:
        if self._in_line:
            self._room.take(len(text), cells=0)
            self._text.append(text)

    def _finish_cell(self) -> None:
        cell, self._cell = self._cell or {}, None
        copies = _copies(cell, "number-columns-repeated")
        if self._leaf:
            self._merge(self._leaf, cell)
            self._keep(self._leaf, cell, copies)
        self._column += copies

    def _merge(self, leaf: Leaf, cell: Attributes) -> None:
        across, down = (_copies(cell, f"number-{what}-spanned") for what in ("columns", "rows"))
        if (across > 1 or down > 1) and len(leaf.notes.merged) < self._room.limits.merged:
            last = (self._row + down - 1, self._column + across - 1)
            leaf.notes.merged.append((self._row, self._column, *last))

    def _keep(self, leaf: Leaf, cell: Attributes, copies: int) -> None:
        shown = "\n".join(self._lines)
        formula = cell.get(f"{TABLE}formula")
        error = cell.get(f"{CALC}value-type") == "error" or (
            formula is not None and bool(_ERROR.fullmatch(shown))
        )
        value = shown if error else self._value(cell, shown)
        if value == "" and formula is None and not error:
            return
        last_row, last_column = self._row + self._rows - 1, self._column + copies - 1
        self._room.within(last_row, last_column, address(last_row, last_column))
        size = len(formula or "") + (len(value) if isinstance(value, str) else 0)
        self._room.take(size * self._rows * copies, self._rows * copies)
        for row in range(self._row, last_row + 1):
            for column in range(self._column, last_column + 1):
                at = address(row, column)
                if error:
                    leaf.notes.errors[at] = shown or "#VALUE!"
                    if formula:
                        leaf.notes.formulas[at] = _plain_formula(formula)
                elif value == "":
                    leaf.notes.uncached[at] = _plain_formula(formula or "")
                else:
                    leaf.put(row, column, value)
                    self._note(leaf, at, value, cell)
                    if self._lines and isinstance(value, float):
                        self._note_display(leaf, at, value, shown)

    def _value(self, cell: Attributes, shown: str) -> Value:
        """The value by its type (ODF 1.3 part 3, 19.387); the text as shown where it has none."""
        kind = cell.get(f"{OFFICE}value-type", "")
        if kind in ("float", "currency", "percentage"):
            amount = number(cell.get(f"{OFFICE}value", ""))
            if amount is None:
                raise unclear(self._name, address(self._row, self._column))
            return amount
        if kind == "boolean":
            return cell.get(f"{OFFICE}boolean-value") == "true"
        if kind == "date":
            return _date(cell.get(f"{OFFICE}date-value", ""))
        if kind == "time":
            return _days(cell.get(f"{OFFICE}time-value", ""), shown)
        return cell.get(f"{OFFICE}string-value", shown) if kind == "string" else shown

    def _note(self, leaf: Leaf, at: str, value: Value, cell: Attributes) -> None:
        if cell.get(f"{OFFICE}value-type") == "percentage":
            leaf.notes.percents.append(at)
        if isinstance(value, date):
            leaf.notes.serials[at] = str((value - _DAY_0).days)
        if cell.get(f"{OFFICE}value-type") == "time" and isinstance(value, float):
            leaf.notes.serials[at] = f"{value:.15g}"

    def _note_display(self, leaf: Leaf, at: str, value: float, shown: str) -> None:
        """Kept where it is another number, or more or less than one."""
        if at not in leaf.notes.serials and (display := misleading(shown, value)) is not None:
            self._room.take(len(display), cells=0)
            leaf.notes.displays[at] = display

    def _begin_name(self, attributes: Attributes) -> None:
        """A name of one cell, for the whole workbook."""
        at, names = attributes.get(f"{TABLE}cell-range-address", ""), self.contents.names
        sheet, _, cell = at[:255].removeprefix("$").rpartition(".")
        if self._leaf is None and ":" not in at and len(names) < self._room.limits.names:
            target = cell_target(f"{sheet}!{cell}")
            if target:
                names[attributes.get(f"{TABLE}name", "")[:255]] = target


def read_opendocument(content: bytes, limits: Limits) -> Contents:
    """What the workbook holds. Raises RefusedError."""
    room = Room(limits)
    with opened(content, limits) as archive:
        manifest = archive.read("META-INF/manifest.xml", Marks("META-INF/manifest.xml"))
        if manifest.encrypted:
            raise RefusedError(LOCKED)
        body = archive.read("content.xml", Content("content.xml", room))
        meta = archive.read("meta.xml", Meta("meta.xml", room))
        archive.read_rest()
    if not body.contents.leaves:
        raise RefusedError(BROKEN)
    body.contents.properties = meta.values
    return body.contents


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def _copies(attributes: Attributes, name: str) -> int:
    text = attributes.get(f"{TABLE}{name}", "")
    return max(1, int(text)) if _is_count(text) else 1


def _date(text: str) -> Value:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text


def _days(text: str, shown: str) -> Value:
    """A duration in days, as Excel has it; the text as shown where it is none."""
    duration = _DURATION.fullmatch(text[:40])
    if not duration:
        return shown
    hours, minutes, seconds = (float(part) for part in duration.groups(default="0"))
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def _plain_formula(text: str) -> str:
    """of:=SUM([.A1:.B1]) as people know it: SUM(A1:B1)."""
    plain = text.partition(":")[2].lstrip("=")
    return re.sub(r"\[?\.([$A-Z]{1,8}[$\d]{1,8})\]?", r"\1", plain)
