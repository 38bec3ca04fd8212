"""How far a form is filled in, over all its sheets: what the first sheet says of itself and of
each of the others, as live formulas for Excel, WPS and LibreOffice alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.catalogue.forms.fixed_layout import FixedSheet
from drafter.catalogue.forms.layout import HEADER_ROW, MAIN, TEXTS, TEXTS_HEADER_ROW, Layout
from drafter.catalogue.indicator import Indicator
from drafter.model.finding import address

READY = "各页都已填好，可以报送"
_DONE, _BELOW = "✓", 30
SIGNED = ("$C$3", "$F$3")  # 填报人 and 联系电话
_SIGNATURE = "填报人、联系电话或填报日期未填"


class Part(Struct, frozen=True):
    """A sheet beside the first: its name, and the formula that tells how far it is filled in."""

    sheet: str
    state: str


def parts(layout: Layout) -> Iterator[Part]:
    """The other sheets in their order."""
    for fixed in layout.fixed:
        yield Part(fixed.name, _fixed(fixed))
    if layout.texts:
        first = TEXTS_HEADER_ROW + 1
        blank = _blanks(f"'{TEXTS}'!", "D", first, first + len(layout.texts) - 1)
        yield Part(TEXTS, f'IF({blank}>0,"还有"&{blank}&"项未填","{_DONE} 已填好")')
    for name, table in layout.tables:
        yield Part(name, _table(layout, name, table))


def _fixed(fixed: FixedSheet) -> str:
    """The formula for a 固定表: cells to be checked, cells empty, or complete."""

    def cells(first: int, last: int, row: int, end: int) -> str:
        return f"'{fixed.name}'!{address(row, first)}:{address(end, last)}"

    rows = (fixed.blocks[0].rows[0], fixed.last)
    below = cells(fixed.values[0], fixed.values[-1], fixed.last + 1, fixed.last + _BELOW)
    checks = cells(fixed.check, fixed.check, *rows)
    wrong = f'(SUMPRODUCT(--(LEFT({checks},1)="✗"))+COUNTIF({below},"差*")+COUNTIF({below},"✗*"))'
    ranges = [
        cells(column, column, block.rows[0], block.rows[-1])
        for block in fixed.blocks
        for column, _ in block.columns
    ]
    blank = f"({'+'.join(f'COUNTBLANK({one})' for one in ranges)})"
    filled = f'IF({blank}>0,"还有"&{blank}&"格未填","{_DONE} 已填好")'
    return f'IF({wrong}>0,"有"&{wrong}&"处请核对",{filled})'


def whole(layout: Layout, states: Mapping[str, str], date: str) -> str:
    """The formula for the state of the whole form: what its first sheet still lacks, the states of
    the other sheets, and whether it is signed. `date` is the cell of the date."""
    last = max((s.row for s in layout.spots.values() if s.sheet == MAIN), default=HEADER_ROW + 1)
    wrong = f"SUMPRODUCT(--(LEN(G{HEADER_ROW + 1}:G{last})>0))"
    blank = _blanks("", "D", HEADER_ROW + 1, last)
    unsigned = f"OR({','.join(f'ISBLANK({cell})' for cell in (*SIGNED, date))})"
    remarks = [
        f'IF({wrong}>0,"有"&{wrong}&"处请核对；","")',
        f'IF({blank}>0,"本页还有"&{blank}&"项未填；","")',
        *(f'IF({_is_done(cell)},"","“{name}”"&{cell}&"；")' for name, cell in states.items()),
        f'IF({unsigned},"{_SIGNATURE}。","")',
    ]
    conditions = [f"{wrong}=0", f"{blank}=0", *map(_is_done, states.values()), f"NOT({unsigned})"]
    return f'IF(AND({",".join(conditions)}),"{READY}",{"&".join(remarks)})'


def longest(layout: Layout) -> str:
    """The longest text that `whole` can show; its cell is made high enough for it."""
    named = "；".join(f"“{part.sheet}”未填（没有的请选“无”）" for part in parts(layout))
    return f"有99处请核对；本页还有99项未填；{named}；{_SIGNATURE}。"


def _is_done(cell: str) -> str:
    return f'LEFT({cell},1)="{_DONE}"'


def _blanks(sheet: str, values: str, first: int, last: int) -> str:
    """How many of the rows that must be filled in are empty."""
    ids, labels, cells = (f"{sheet}${c}${first}:${c}${last}" for c in ("A", "B", values))
    return f'SUMPRODUCT(({ids}<>"")*ISBLANK({cells})*ISERROR(FIND("（选填）",{labels})))'


def _table(layout: Layout, name: str, table: Indicator) -> str:
    """The formula for a table's state: empty, 无 chosen, rows incomplete, or complete. Error cells
    count as filled."""
    columns = [f"(1-ISBLANK({cells}))" for cells in layout.columns(name, table)]
    rows, full = f"SUMPRODUCT(--(({'+'.join(columns)})>0))", f"SUMPRODUCT({'*'.join(columns)})"
    if len(columns) == 1:
        full = rows
    none = layout.says_none(name, table)
    empty = "未填（没有的请选“无”）" if table.required else f"{_DONE} 选填，没有填"
    filled = f'IF({rows}>{full},"有"&({rows}-{full})&"行没有填全","{_DONE} 已填"&{rows}&"行")'
    return (
        f'IF({rows}=0,IF({none},"{_DONE} 已选“无”","{empty}"),'
        f'IF({none},"选了“无”，却填了"&{rows}&"行",{filled}))'
    )
