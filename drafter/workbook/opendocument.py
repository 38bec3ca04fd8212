"""An .ods read as a stream: values, errors, formulas without result, formats, names, properties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from drafter.model import address
from drafter.workbook.gate import scanned
from drafter.workbook.limits import Limits
from drafter.workbook.notes import Notes, Passed, cell_target
from drafter.workbook.refusal import TOO_LONG, TOO_MANY, RefusedError, outside
from drafter.workbook.stream import Attributes, Begin, Finish, Stream

Value = str | float | bool | date
_LOCKED = "工作簿加了密码，打不开；请在Excel或WPS中取消密码后重新保存报送"
_NOTHING = date(1899, 12, 30)  # day 0 of a spreadsheet's calendar
_HIDDEN = ("collapse", "filter")


@dataclass(slots=True)
class Table:
    """One sheet: its valued cells by (row, column), and its notes."""

    name: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)


class Content(Stream):
    """content.xml, meta.xml or the manifest of an .ods."""

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part)
        self.tables: list[Table] = []
        self.names: dict[str, str] = {}
        self.properties: dict[str, str] = {}
        self.encrypted = False
        self._limits = limits
        self._row = self._column = self._elements = self._cells = self._depth = 0
        self._rows = 1
        self._cell: Attributes = {}
        self._lines: list[str] = []
        self._name = ""

    def begins(self, root: str) -> Mapping[str, Begin]:
        """By root: document-content, document-meta, manifest."""
        by_root: Mapping[str, Mapping[str, Begin]] = {
            "document-content": {
                "table": self._begin_table,
                "table-column": self._begin_column,
                "table-row": self._begin_row,
                "table-cell": self._begin_cell,
                "covered-table-cell": self._begin_cell,
                "annotation": self._begin_remark,
                "p": self._begin_line,
                "s": self._spaces,
                "tab": self._tab,
                "line-break": self._break,
                "named-range": self._named,
            },
            "document-meta": {"user-defined": self._begin_property},
            "manifest": {"encryption-data": self._locked},
        }
        return by_root.get(root, {})

    def finishes(self, root: str) -> Mapping[str, Finish]:
        """By root, as above."""
        by_root: Mapping[str, Mapping[str, Finish]] = {
            "document-content": {
                "p": self._finish_line,
                "annotation": self._finish_remark,
                "table-row": self._finish_row,
                "table-cell": self._finish_cell,
                "covered-table-cell": self._finish_cell,
            },
            "document-meta": {"user-defined": self._finish_property},
        }
        return by_root.get(root, {})

    def _begin_table(self, attributes: Attributes) -> None:
        self.tables.append(Table(_of(attributes, "name")))
        self._row, self._rows, self._column = 1, 1, 1

    def _begin_column(self, attributes: Attributes) -> None:
        copies = _copies(attributes, "number-columns-repeated")
        if self.tables and _of(attributes, "visibility") in _HIDDEN:
            last = self._column + copies - 1
            self.tables[-1].notes.hidden_columns.append((self._column, last))
        self._column += copies

    def _begin_row(self, attributes: Attributes) -> None:
        self._count()
        self._column, self._rows = 1, _copies(attributes, "number-rows-repeated")
        if self.tables and _of(attributes, "visibility") in _HIDDEN:
            last = min(self._row + self._rows, self._limits.row + 1)
            self.tables[-1].notes.hidden_rows.extend(range(self._row, last))

    def _finish_row(self, _: str) -> None:
        self._row += self._rows

    def _begin_cell(self, attributes: Attributes) -> None:
        self._count()
        self._cell, self._lines, self._depth = attributes, [], 0

    def _count(self) -> None:
        self._elements += 1
        if self._elements > self._limits.elements:
            raise RefusedError(TOO_MANY)

    def _begin_remark(self, _: Attributes) -> None:
        self._depth += 1

    def _finish_remark(self, _: str) -> None:
        self._depth -= 1
        self._text = None

    def _begin_line(self, _: Attributes) -> None:
        if not self._depth:
            self.collect()

    def _spaces(self, attributes: Attributes) -> None:
        self._characters(" " * min(_copies(attributes, "c"), 100))

    def _tab(self, _: Attributes) -> None:
        self._characters("\t")

    def _break(self, _: Attributes) -> None:
        self._characters("\n")

    def _finish_line(self, text: str) -> None:
        if not self._depth:
            self._lines.append(text)

    def _finish_cell(self, _: str) -> None:
        copies = _copies(self._cell, "number-columns-repeated")
        if self.tables:
            self._merge()
            formula = _of(self._cell, "formula") if _has(self._cell, "formula") else None
            value = self._value()
            if value != "" or formula is not None:
                self._put(value, formula, copies)
        self._column += copies

    def _merge(self) -> None:
        across = _copies(self._cell, "number-columns-spanned")
        down = _copies(self._cell, "number-rows-spanned")
        if across > 1 or down > 1:
            last = (self._row + down - 1, self._column + across - 1)
            self.tables[-1].notes.merged.append((self._row, self._column, *last))

    def _value(self) -> Value:
        """The value by its type; the text as it is shown where there is no type."""
        text, kind = "\n".join(self._lines), _of(self._cell, "value-type")
        if kind in ("float", "currency", "percentage"):
            return _float(_of(self._cell, "value"), text)
        if kind == "boolean":
            return _of(self._cell, "boolean-value") == "true"
        if kind == "date":
            return _date(_of(self._cell, "date-value"))
        return text

    def _put(self, value: Value, formula: str | None, copies: int) -> None:
        last_row, last_column = self._row + self._rows - 1, self._column + copies - 1
        if last_row > self._limits.row or last_column > self._limits.column:
            raise outside(address(last_row, last_column))
        self._cells += self._rows * copies
        if self._cells > self._limits.cells:
            raise RefusedError(TOO_LONG)
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + copies):
                self._note(row, column, value, formula)

    def _note(self, row: int, column: int, value: Value, formula: str | None) -> None:
        notes, cell = self.tables[-1].notes, address(row, column)
        error = isinstance(value, str) and value.startswith(("#", "Err:")) and formula is not None
        if _of(self._cell, "value-type", "calcext") == "error" or error:
            notes.errors[cell] = str(value) or "#VALUE!"
            if formula:
                notes.formulas[cell] = _plain_formula(formula)
        elif value == "":
            notes.uncached[cell] = _plain_formula(formula or "")
        else:
            self.tables[-1].cells[row, column] = value
        if _of(self._cell, "value-type") == "percentage":
            notes.percents.append(cell)
        if isinstance(value, date):
            notes.serials[cell] = str((value - _NOTHING).days)

    def _named(self, attributes: Attributes) -> None:
        if len(self.names) < self._limits.names:
            at = _of(attributes, "cell-range-address").replace(".", "!").lstrip("$")
            self.names[_of(attributes, "name")] = at

    def _begin_property(self, attributes: Attributes) -> None:
        self.collect()
        self._name = _of(attributes, "name")

    def _finish_property(self, text: str) -> None:
        self.properties[self._name] = text

    def _locked(self, _: Attributes) -> None:
        self.encrypted = True


def read_opendocument(content: bytes, limits: Limits) -> tuple[list[Table], Passed]:
    """The sheets of an .ods and what is noted of them. Raises RefusedError."""
    parts = scanned(content, limits, lambda name: Content(name, limits))
    if any(part.encrypted for part in parts.values()):
        raise RefusedError(_LOCKED)
    body = parts["content.xml"]
    meta = parts.get("meta.xml") or Content("meta.xml", limits)
    names = {name: at for name, text in body.names.items() if (at := cell_target(text))}
    notes = {table.name: table.notes for table in body.tables}
    return body.tables, Passed(notes, names, meta.properties)


def _of(attributes: Attributes, name: str, space: str = "") -> str:
    """The attribute by its local name; with `space`, only of a namespace that has it in its name.

    LibreOffice repeats office:value-type as calcext:value-type, where alone it may say error.
    """
    for key, value in attributes.items():
        where, _, local = key.rpartition(" ")
        if local == name and (space in where if space else "calcext" not in where):
            return value
    return ""


def _has(attributes: Attributes, name: str) -> bool:
    return any(key.rpartition(" ")[2] == name for key in attributes)


def _plain_formula(text: str) -> str:
    """of:=SUM([.A1:.B1]) as people know it: SUM(A1:B1)."""
    return re.sub(r"\[?\.([$A-Z]+[$\d]+)\]?", r"\1", text.partition(":=")[2])


def _copies(attributes: Attributes, name: str) -> int:
    text = _of(attributes, name)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _float(text: str, shown: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return shown


def _date(text: str) -> Value:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return text
