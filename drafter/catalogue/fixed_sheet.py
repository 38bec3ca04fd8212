"""The sheets 固定表 and 固定表行列: tables that are given once, as indicators, one a cell. A
catalogue may do without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.catalogue.catalogue import Department
from drafter.catalogue.fixed import Block, FixedTable, Line
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.indicator_row import indicator_of
from drafter.catalogue.rows import Mistakes, Row, rows
from drafter.catalogue.rules.lines import COLUMN, ROW
from drafter.model.finding import Kind
from drafter.model.pattern import pattern
from drafter.workbook.reader import Workbook

TABLES, LINES = "固定表", "固定表行列"
FIXED_COLUMNS = ("表编号", "表名", "分段", "计量单位", "类型", "填报部门")
LINE_COLUMNS = ("表编号", "分段", "行列", "编号", "名称", "填报说明")
_AXES, CORNER = {"行": ROW, "列": COLUMN}, "表角"
_CODE = pattern(r"\w+")
_THEME = pattern(r"[^\W\d]\w*")
_HEADS = pattern(r"\s*[/／]\s*")
_MOST_CELLS = 2_000
_KINDS = tuple(kind for kind in Kind if kind not in (Kind.LONG_TEXT, Kind.TABLE))


class Fixed(Struct, frozen=True):
    """The tables, and the indicators of their cells by key."""

    tables: tuple[FixedTable, ...] = ()
    cells: Mapping[str, Indicator] = field(default_factory=dict)


class _Part(Struct):
    """A row of the sheet 固定表: a table or a part of it, with its lines by axis."""

    row: Row
    asked: Indicator
    lines: dict[str, list[Line]]
    corner: str = ""

    @property
    def block(self) -> Block:
        """Its rows and columns."""
        rows, columns = (tuple(self.lines[axis]) for axis in (ROW, COLUMN))
        return Block(self.row.text("分段"), rows, columns, self.corner)


def read_fixed(
    book: Workbook,
    departments: Mapping[str, Department],
    others: Mapping[str, Indicator],
    mistakes: Mistakes,
) -> Fixed:
    """The tables of the catalogue; `others` are the indicators that have rows of their own."""
    if TABLES not in book.sheets:
        return Fixed()
    before, parts = len(mistakes.findings), dict[tuple[str, str], _Part]()
    for row in rows(book, TABLES, FIXED_COLUMNS, mistakes):
        _add_part(row, departments, parts)
    for row in rows(book, LINES, LINE_COLUMNS, mistakes):
        _add_line(row, parts)
    _check(parts, others)
    if len(mistakes.findings) > before:
        mistakes.unread.add(TABLES)
        return Fixed()
    tables = tuple(_tables(parts))
    asked = {(key, title): part.asked for (key, title), part in parts.items()}
    return Fixed(tables, dict(pair for table in tables for pair in _cells(table, asked)))


def _add_part(
    row: Row, departments: Mapping[str, Department], parts: dict[tuple[str, str], _Part]
) -> None:
    key, title = row.required("表编号"), row.text("分段")
    asked = indicator_of(row, key, departments, label="表名", place="表编号")
    if key and not _THEME.fullmatch(key):
        row.mistake("catalogue-fixed-code", "表编号", value=key)
    if asked.kind not in _KINDS:
        choices = "、".join(_KINDS)
        row.mistake("catalogue-choice", "类型", value=asked.kind, column="类型", choices=choices)
    if (key, title) in parts:
        row.mistake("catalogue-twice", "表编号", value=key + title, first="上文")
    first = next((part for (other, _), part in parts.items() if other == key), None)
    if first and first.asked.departments != asked.departments:
        row.mistake("catalogue-fixed-departments", "填报部门", value=asked.label)
    parts[key, title] = _Part(row, asked, {ROW: [], COLUMN: []})


def _add_line(row: Row, parts: Mapping[tuple[str, str], _Part]) -> None:
    key, title = row.required("表编号"), row.text("分段")
    part = parts.get((key, title))
    if part is None:
        row.mistake("catalogue-fixed-unknown", "表编号", value=key + title)
        return
    if row.text("行列") == CORNER:
        part.corner = row.required("名称")
        return
    axis = _AXES.get(row.choice("行列", (*_AXES, CORNER), "行"), ROW)
    code, heads = row.text("编号"), tuple(filter(None, _HEADS.split(row.text("名称"))))
    if code and not _CODE.fullmatch(code):
        row.mistake("catalogue-fixed-code", "编号", value=code)
    if code in (line.code for line in part.lines[axis]):
        row.mistake("catalogue-twice", "编号", value=code, first="上文")
    part.lines[axis].append(Line(code, heads, row.text("填报说明")))


def _check(parts: Mapping[tuple[str, str], _Part], others: Mapping[str, Indicator]) -> None:
    """What no table can be: without rows or columns, too large, of keys that there are already."""
    taken = {key.casefold() for key in others}
    for (key, title), part in parts.items():
        lines = part.lines
        for name, axis in _AXES.items():
            if not lines[axis] and LINES not in part.row.mistakes.unread:
                part.row.mistake("catalogue-fixed-empty", "表编号", value=key + title, what=name)
        if len(lines[ROW]) * len(lines[COLUMN]) > _MOST_CELLS:
            part.row.mistake("catalogue-fixed-size", "表编号", value=key, most=_MOST_CELLS)
            continue
        for cell in FixedTable(key, "", (), (part.block,), part.asked.place).keys:
            if cell.casefold() in taken or cell.endswith("."):
                part.row.mistake("catalogue-twice", "表编号", value=cell, first="另一格或指标")
            taken.add(cell.casefold())


def _tables(parts: Mapping[tuple[str, str], _Part]) -> Iterator[FixedTable]:
    for name in dict.fromkeys(key for key, _ in parts):
        own = [part for (key, _), part in parts.items() if key == name]
        asked, blocks = own[0].asked, tuple(part.block for part in own)
        yield FixedTable(name, asked.label, asked.departments, blocks, asked.place, asked.guide)


def _cells(
    table: FixedTable, asked: Mapping[tuple[str, str], Indicator]
) -> Iterator[tuple[str, Indicator]]:
    """Each cell as the indicator that its part describes, with its own key, label and notes."""
    for block, row, column in table.cells():
        key, note = table.cell(row, column), "；".join(filter(None, (row.note, column.note)))
        label = block.label(row, column) or table.label
        described = asked[table.key, block.title]
        yield key, replace(described, key=key, label=label, note=note, definition="")


def crossed(tables: tuple[FixedTable, ...]) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """For rules over whole lines: of each table the cells of each row and of each column."""
    cells: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
    for table in tables:
        axes = cells.setdefault(table.key, {ROW: {}, COLUMN: {}})
        for _, row, column in table.cells():
            key = table.cell(row, column)
            axes[ROW].setdefault(row.code, {})[column.code] = key
            axes[COLUMN].setdefault(column.code, {})[row.code] = key
    return cells
