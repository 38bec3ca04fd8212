"""Tables of a text: Word's, a page's, or cells that a line parts by ｜, tabs or wide gaps."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.model.quantity import MYRIADS, Quantity
from drafter.proof.numbers.amounts import Amount
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage
from drafter.proof.text.words import mentions

_NUMBER = pattern(
    r"\s*(?P<moved>[↑↓]|增长|上升|增加|下降|减少)?\s*(?P<digits>-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?)\s*(?P<scale>[万亿]?)(?P<unit>%|[\u4e00-\u9fff]{0,3})\s*"
)
_PARTED = pattern(r"[｜|\t]")
_GAP = pattern(r"(?<=\S)[ \u3000]{2,9}(?=\S)")
_RULE = pattern(r"\s*:?-{2,}:?\s*")  # | --- | --- | of a table in Markdown
_COUNTER = pattern(r"\s*\d{1,4}\s*")
_UNIT = pattern(
    r"单位：?\s*(?P<unit>[\u4e00-\u9fff]{1,4})|（(?P<head>[万亿]?(?:元|人|件|户|吨|亩|家|人次|件次))[）/、，]"
    r"|（(?:单位：?)?(?P<rate>%)）|单位：?\s*(?P<all>%)"
)
_YEAR = pattern(r"(?:19|20)\d\d年?(?:[\u4e00-\u9fff]{0,2}[量数额率])?")  # 2019受理量
_POINTS = pattern("百分点|(?:比重|占比|比例)的?(?:变化|增减|升降|变动)")
_DOWN = ("↓", "下降", "减少")
_ORDINAL = pattern(r"\s*(?:序号|编号|年份|年度|排名|名次)")
_CONTINUED = pattern(r"(?:（?续(?:表|上表)?）?|表\d{1,3}（?续）?)[\d：]{0,4}")
_MOST_ROWS, _MOST_COLUMNS, _FEWEST, _LONGEST_CAPTION = 5000, 40, 4, 60


class Slot(Struct, frozen=True):
    """A cell of a table: its words, and its number if it is one."""

    passage: Passage
    start: int
    end: int
    text: str
    amount: Amount | None


class Grid(Struct, frozen=True):
    """A table: its cells by row and column, the heads of its columns and of its rows."""

    slots: dict[tuple[int, int], Slot]
    columns: dict[int, str]
    rows: dict[int, str]
    under: frozenset[int]
    """Rows that only explain the one above them: 其中, and what is set in further below it."""
    caption: str
    first: Passage
    last: Passage
    numbers: dict[int, list[tuple[int, Slot]]]
    """Each column's numbers with their rows, from the top; columns of ordinals have none."""


def grids(document: Document) -> Iterator[Grid]:
    """Every table of the text.

    >>> from drafter.proof.text.passage import passages
    >>> text = "类别｜件数\\n民事｜350\\n合计｜350"
    >>> (grid,) = grids(Document.of(passages(text.split("\\n"))))
    >>> grid.columns, grid.rows
    ({0: '类别', 1: '件数'}, {0: '类别件数', 1: '民事', 2: '合计'})
    """
    for caption, groups in _groups(document):
        yield from _grid(groups, caption)


def _groups(document: Document) -> Iterator[tuple[str, list[list[Passage]]]]:
    """The passages of each table, with the lines right above it; what goes on under the same heads,
    with nothing or 续表 between, is one table."""
    above, between, groups = "", list[Passage](), list[list[Passage]]()
    for key, stretch in groupby(_keyed(document), itemgetter(0)):
        passages = [passage for _, passage in stretch]
        if key is None:
            between = passages
        elif groups and _goes_on(groups, between, passages):
            groups.append(passages)
        else:
            if groups:
                yield above, groups
            above = "".join(p.plain for p in between[-2:] if len(p.plain) <= _LONGEST_CAPTION)
            groups, between = [passages], []
    if groups:
        yield above, groups


def _goes_on(
    groups: Sequence[Sequence[Passage]], between: Sequence[Passage], passages: Sequence[Passage]
) -> bool:
    continued = all(_CONTINUED.fullmatch(p.plain.strip()) for p in between)
    return continued and _first_row(groups[-1]) == _first_row(passages)


def _first_row(group: Sequence[Passage]) -> list[str]:
    """The words of a table's first row; of lines, the first line."""
    first = group[0].cell
    return [p.plain for p in group if p.cell and first and p.cell.row == first.row] or [
        group[0].plain
    ]


def _keyed(document: Document) -> Iterator[tuple[object, Passage]]:
    """The passages with what tells one table from another, None for what stands in none; the line
    of a total that has fewer cells is of the table above it."""
    last: tuple[object, int] | None = None
    for passage in document.passages:
        key = _table(passage)
        short = key and last and key[0] == last[0] == "line" and key[1] < last[1]
        key = last if short and mentions("合计行").match(passage.plain.lstrip()) else key
        last = key
        yield key, passage


def _table(passage: Passage) -> tuple[object, int] | None:
    if passage.cell:
        return passage.part, passage.cell.table
    parted = len(_signs(passage.text))
    return ("line", parted) if parted and len(passage.text) < 2000 else None


def _grid(groups: Sequence[Sequence[Passage]], caption: str) -> Iterator[Grid]:
    placed, below = dict[tuple[int, int], Found](), 0
    for number, group in enumerate(groups):
        own = dict(_of_cells(group) if group[0].cell else _of_lines(group))
        top = min(row for row, _ in own) if number and own else -1
        placed |= {(row + below, column): f for (row, column), f in own.items() if row != top}
        below = max((row for row, _ in placed), default=0) + 1
    if len(placed) < _FEWEST or below > _MOST_ROWS:
        return
    group = [passage for one in groups for passage in one]
    heads, top_row = _column_heads(placed, group)
    slots = {
        at: _slot(*contents, heads.get(at[1], ""), caption)
        for at, contents in sorted(placed.items())
    }
    counted = {at: slot for at, slot in slots.items() if not _ORDINAL.match(heads.get(at[1], ""))}
    numbers = defaultdict[int, list[tuple[int, Slot]]](list)
    for (row, column), slot in counted.items():
        if slot.amount and row >= top_row:
            numbers[column].append((row, slot))
    rows = _row_heads(slots)
    yield Grid(slots, heads, rows, _under(slots, rows), caption, group[0], group[-1], dict(numbers))


Found = tuple[Passage, int, int]


def _of_cells(group: Sequence[Passage]) -> Iterator[tuple[tuple[int, int], Found]]:
    """The cells by place; of several paragraphs in one the first."""
    for passage in reversed(group):
        assert passage.cell is not None
        if passage.cell.column < _MOST_COLUMNS:
            yield (passage.cell.row, passage.cell.column), (passage, 0, len(passage.plain))


def _of_lines(group: Sequence[Passage]) -> Iterator[tuple[tuple[int, int], Found]]:
    """Cells parted by signs; a single line of labels and numbers in turn is a table on its side."""
    for row, passage in enumerate(group):
        cells = list(_cells(passage))
        turned = len(group) == 1 and len(cells) >= 4 and len(cells) % 2 == 0
        if all(_RULE.fullmatch(passage.text[start:end]) for start, end in cells):
            continue
        for column, (start, end) in enumerate(cells[:_MOST_COLUMNS]):
            at = (column // 2, column % 2) if turned else (row, column)
            yield at, (passage, start, end)


def _cells(passage: Passage) -> Iterator[tuple[int, int]]:
    start = 0
    for sign in [*_signs(passage.text), None]:
        end = sign.start() if sign else len(passage.text)
        if passage.text[start:end].strip() or 0 < start < end:
            yield start, end
        start = sign.end() if sign else end


def _signs(text: str) -> list[re.Match[str]]:
    """What parts the cells of a line; wide gaps where nothing else does."""
    return [*_PARTED.finditer(text)] or [*_GAP.finditer(text)]


def _slot(passage: Passage, start: int, end: int, head: str, caption: str) -> Slot:
    text = passage.plain[start:end]
    match = _NUMBER.fullmatch(text)
    amount = _amount(match, start, head, caption) if match else None
    return Slot(passage, start, end, text.strip(), amount)


def _amount(match: re.Match[str], offset: int, head: str, caption: str) -> Amount:
    digits = match["digits"].replace(",", "")
    unit, scale = match["unit"], match["scale"]
    if not unit and is_of_points(head):
        unit = "百分点"
    elif not unit and mentions("率的列").search(head):
        unit = "%"
    elif not unit and (unit_match := _UNIT.search(head) or _UNIT.search(caption)):
        unit = unit_match["unit"] or unit_match["head"] or "%"
        scale = scale or (unit[0] if unit[0] in "万亿" else "")
        unit = unit.lstrip("万亿")
    factor = Fraction(MYRIADS[scale])
    sign = "-" if match["moved"] in _DOWN and not digits.startswith("-") else ""
    value = Fraction(sign + digits) * factor
    places = len(digits.partition(".")[2])
    start, end = offset + match.start("digits"), offset + match.end("digits")
    written = sign + match["digits"] + match["scale"]
    return Amount(start, end, Quantity.exact(value), unit, factor / 10**places, written)


def is_of_points(head: str) -> bool:
    """Whether a column tells by how many points a rate has moved: 比重变化."""
    return bool(_POINTS.search(head))


def _column_heads(
    placed: dict[tuple[int, int], Found], group: Sequence[Passage]
) -> tuple[dict[int, str], int]:
    """The words over each column, of all rows above the first that has a number, and that row."""
    widths = {id(p): p.cell.width for p in group if p.cell}
    heads, by_row = defaultdict[int, str](str), defaultdict[int, list[tuple[int, Found]]](list)
    for (row, column), contents in placed.items():
        by_row[row].append((column, contents))
    for row in sorted(by_row):
        texts = {c: f[0].plain[f[1] : f[2]].strip() for c, f in by_row[row]}
        numbers = [text for text in texts.values() if _NUMBER.fullmatch(text)]
        years = [text for text in numbers if _YEAR.fullmatch(text)]
        lone = bool(heads) and len(years) == 1 and years[0].isdigit()  # 2016 of something
        if len(years) < len(numbers) or lone:
            return dict(sorted(heads.items())), row
        for column, contents in by_row[row]:
            for under in range(column, column + widths.get(id(contents[0]), 1)):
                heads[under] += texts[column]
    return dict(sorted(heads.items())), 0


def _row_heads(slots: dict[tuple[int, int], Slot]) -> dict[int, str]:
    """The words at the left of each row: of its cells before the first number that is not the
    row's own."""
    heads, begun = defaultdict[int, str](str), set[int]()
    for (row, column), slot in slots.items():
        if slot.amount and (column or not _COUNTER.fullmatch(slot.text)):
            begun.add(row)
        elif slot.amount:
            continue
        elif row not in begun:
            heads[row] += slot.text
    return dict(heads)


def _under(slots: dict[tuple[int, int], Slot], rows: dict[int, str]) -> frozenset[int]:
    """The rows of 其中, and those behind them that are set in no less."""
    first = {row: slot for (row, _), slot in reversed(slots.items())}
    indent = {row: _indent(slot) for row, slot in first.items()}
    under, inside, edge = set[int](), False, 0
    for row, head in sorted(rows.items()):
        starts = bool(mentions("其中行").match(head))
        inside = starts or (inside and indent[row] > 0 and indent[row] >= edge)
        edge = indent[row] if starts else edge
        under |= {row} if inside else set()
    return frozenset(under)


def _indent(slot: Slot) -> int:
    text = slot.passage.plain[slot.start : slot.end]
    return len(text) - len(text.lstrip())
