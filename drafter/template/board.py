"""A 固定表 in Word, as its notice prints it: heads joined, each figure within its mark."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from drafter.catalogue.fixed import FixedTable
from drafter.catalogue.forms.fixed_layout import (
    COLUMN,
    CORNER,
    FIRST_COLUMN,
    ROW,
    TITLE,
    FixedSheet,
)
from drafter.model.figure import Entry, Figure
from drafter.model.finding import Blank
from drafter.template.slot import Slot
from drafter.word.ooxml import escape

# The share of the width that the heads of rows take, by how many levels they have, in thousandths.
_HEADS = {1: (340,), 2: (140, 260), 3: (90, 120, 270)}
_WIDTH = 8844  # twips: 156 mm, the text of a page in the format of GB/T 9704
_HEIGHT = 280  # twips, the least of a row
_FEW, _LARGE, _SMALL = 6, 21, 18  # columns that have room for larger type; half points
_EDGES = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_AWAITED, _NONE = "【待补】", "—"
Printed = Callable[[Figure, str, Slot], str]


class _Cell(Struct, frozen=True):
    """What stands at joined cells: the last row, the last column, the runs, how it is set; a head
    stays on the page of what follows."""

    bottom: int
    right: int
    runs: str
    centred: bool = True
    stays: bool = False


def board_xml(
    table: FixedTable, look_up: Callable[[str], Entry], slot: Slot, printed: Printed
) -> str:
    """The table as w:tbl. `printed` gives the runs of a figure in words, within its mark."""
    place = FixedSheet.of("", table)
    form = slot if slot.plain else _sized(len(place.values))
    cells = _around(place, form)
    for key, (row, column) in place.cells():
        block = next(one for one in place.blocks if row in one.rows)
        right = dict(block.columns)[column]
        cells[row, column] = _Cell(row, right, _figure(look_up(key), form, printed))
    return _table(place, cells)


def _around(place: FixedSheet, form: Slot) -> dict[tuple[int, int], _Cell]:
    return {
        (head.top, head.left): _Cell(
            head.bottom,
            head.right,
            f"{form.before}{escape(head.text)}</w:t></w:r>",
            head.kind not in (ROW, CORNER) or place.depth == 1,
            head.kind in (TITLE, CORNER, COLUMN),
        )
        for head in place.heads()
    }


def _figure(entry: Entry, form: Slot, printed: Printed) -> str:
    """The figure; short where nobody answered, — where it does not apply."""
    assert isinstance(entry, Figure)
    if entry.value is Blank.NOT_APPLICABLE:
        return f"{form.before}{_NONE}</w:t></w:r>"
    return printed(entry, _AWAITED if entry.value is Blank.MISSING else "", form)


def _sized(columns: int) -> Slot:
    """The type of a table of so many columns, where the tag's own has no form."""
    size = _LARGE if columns <= _FEW else _SMALL
    form = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    plain, loud = f"<w:rPr>{form}</w:rPr>", f'<w:rPr>{form}<w:highlight w:val="yellow"/></w:rPr>'
    text = '<w:t xml:space="preserve">'
    return Slot(plain, loud, f"<w:r>{plain}{text}", f"<w:r>{loud}{text}")


def _widths(place: FixedSheet) -> list[int]:
    heads = _HEADS.get(place.depth, (480 // max(place.depth, 1),) * place.depth)
    each = (1000 - sum(heads)) // len(place.values)
    return [share * _WIDTH // 1000 for share in (*heads, *([each] * len(place.values)))]


def _table(place: FixedSheet, cells: dict[tuple[int, int], _Cell]) -> str:
    widths = _widths(place)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = [
        row
        for one in place.blocks
        for row in (*([one.title] if one.title else []), *one.heads, *one.rows)
    ]
    repeated = place.blocks[0].heads if len(place.blocks) == 1 else range(0)
    lines = "".join(_line(row, row in repeated, cells, widths) for row in rows)
    form = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
    form += f'<w:tblBorders>{_EDGES}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    sides = (("top", 15), ("left", 40), ("bottom", 15), ("right", 40))
    room = "".join(f'<w:{side} w:w="{twips}" w:type="dxa"/>' for side, twips in sides)
    form += f"<w:tblCellMar>{room}</w:tblCellMar>"
    return f"<w:tbl><w:tblPr>{form}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _line(row: int, repeated: bool, cells: dict[tuple[int, int], _Cell], widths: list[int]) -> str:
    head = "<w:tblHeader/>" if repeated else ""
    height = f'<w:trHeight w:val="{_HEIGHT}" w:hRule="atLeast"/>'
    line, column = f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>", FIRST_COLUMN
    while column < FIRST_COLUMN + len(widths):
        top = next(at for at in range(row, 0, -1) if (at, column) in cells)
        cell = cells[top, column]
        width = sum(widths[column - FIRST_COLUMN : cell.right + 1 - FIRST_COLUMN])
        line += _cell(cell, top, row, cell.right + 1 - column, width)
        column = cell.right + 1
    return f"{line}</w:tr>"


def _cell(cell: _Cell, top: int, row: int, span: int, width: int) -> str:
    form = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    form += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if cell.bottom > top:
        form += f'<w:vMerge w:val="{"restart" if row == top else "continue"}"/>'
    runs = cell.runs if row == top else ""
    align = "center" if cell.centred else "left"
    return (
        f'<w:tc><w:tcPr>{form}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f'<w:pStyle w:val="TableText"/>{"<w:keepNext/>" if cell.stays else ""}'
        '<w:snapToGrid w:val="0"/>'
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{align}"/></w:pPr>'
        f"{runs}</w:p></w:tc>"
    )
