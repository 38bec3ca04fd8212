"""A number whose words name a row and a column of the table beside it: 汉滨交通事故440起."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.beside import is_slip, prints, same_number
from drafter.proof.hypotheses.tables import is_rate, is_total
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import LENGTH, ONE
from drafter.proof.numbers.printed import printed
from drafter.proof.rows.clause import POINTS
from drafter.proof.rows.grid import Grid, Slot
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.verdict import near
from drafter.proof.text.passage import Remark

_BEFORE, _AFTER, _LEAST, _SHORT = 4, 3, 2, 2
_BRACKET, _SIGNS = pattern(r"（[^（）]*）?"), pattern(r"[^\u4e00-\u9fffA-Za-z0-9]")
_FILLING = pattern(
    "其中|从?上?表中?(?:可以)?看出?|分别|共|受理|办理|完成|实现|合计|数量|件数|人数|案件|类|数|为|达到?|有|是|的|和|与|及|在|[，、：；（）]"
)
_OTHER, _NOW = pattern("上年|去年|同期|上月|计划|目标|预算|累计"), pattern("今年|本年|本期")
_ELSE = pattern("环比|上月|上周|年均|(?<![比较与同])20[0-9][0-9]年")
_UNITS = pattern("^(?:计量)?单位$")
_YEAR = pattern("(?<![比较与同])20[0-9][0-9]年")
# Which column a number hangs on, by what it is.
_HEADS: Mapping[str, str] = {
    "growth": "增长|同比|增幅|增速|升降|增减",
    "points": "百分点",
    "share": "占比|比重|比例|占总|^占",
}


class Cell(Struct, frozen=True):
    """A cell with the heads that the words name, and the number of the text that is it."""

    term: Term
    slot: Slot
    place: tuple[int, int]
    column: str

    @property
    def holds(self) -> bool:
        """Whether the text and the table agree."""
        amount, other = self.term.amount, _unsigned(self.slot)
        if other is None or same_number(amount, other):
            return True
        return amount.step > other.step and prints(printed(amount), other)  # 3.00万 of 29973


class Spot(Struct, frozen=True):
    """A number that a row is named for: what else its words say, the year, and whether they are
    its own words that name the row."""

    term: Term
    row: int
    rest: str
    year: str
    named: bool

    @property
    def is_bare(self) -> bool:
        """Whether its words say hardly more than the row."""
        return self.named and len(_FILLING.sub("", self.rest)) <= _SHORT


def lookups(account: Account) -> Iterator[Remark]:
    """Numbers beside a table that name a row and a column and differ from the cell there.

    >>> from drafter.proof.trying import remarks
    >>> table = "所｜受理｜调解成功｜成功率\\n城关｜240｜228｜95%\\n河东｜180｜171｜95%\\n"
    >>> text = table + "其中城关所受理240件、调解成功{}件；河东所受理180件。"
    >>> remarks(lookups, text.format(228))
    []
    >>> remarks(lookups, text.format(282))
    ['警告 同一项数，表中“城关”行“调解成功”列写作228，前后不一；疑为228误作282']
    """
    order = {id(p): n for n, p in enumerate(account.document.passages)}
    for grid in account.grids:
        first, last = order[id(grid.first)], order[id(grid.last)]
        heads = _heads(grid)
        for table in account.tables if len(heads) >= _LEAST else ():
            passage = table.sentence.passage
            at = order[id(passage)]
            close = first - _BEFORE <= at < first or last < at <= last + _AFTER
            if close and not passage.cell:
                yield from _judge(list(_cells(table, heads, grid)), grid)


def _judge(cells: Sequence[Cell], grid: Grid) -> Iterator[Remark]:
    """A remark on each that differs, where a slip or a copy explains it, or others agree."""
    agree = sum(cell.holds for cell in cells)
    alone = agree >= _LEAST and agree == len(cells) - 1
    for cell in cells:
        amount, slot = cell.term.amount, cell.slot
        if cell.holds or amount.hedged or len(amount.written) < _SHORT:
            continue
        slip = is_slip(amount, slot, LENGTH if agree else ONE)
        around = [
            s for (row, column), s in grid.slots.items()
            if (row == cell.place[0]) != (column == cell.place[1])
        ]  # fmt: skip
        copied = any(same_number(amount, _unsigned(other)) for other in around)
        close = slot.amount is not None and near(amount.value, abs(slot.amount.value))
        if alone or (agree and (slip or copied or close)) or (slip and len(slot.text) > _SHORT):
            yield _told(cell, grid)


def _told(cell: Cell, grid: Grid) -> Remark:
    term, slot = cell.term, cell.slot
    details = {
        "first": f"表中“{grid.rows.get(cell.place[0], '')}”行“{cell.column}”列",
        "other": slot.text,
        "guess": f"疑为{slot.text.lstrip('-－')}误作{term.amount.written}",
    }
    start, end, passage = term.start, term.amount.end, term.sentence.passage
    return Remark(
        "proof-two-values", Severity.WARNING, passage, start, end, details, term.amount.start
    )


def _unsigned(slot: Slot) -> Amount | None:
    """A cell's number as words give it: 下降7.78 for -7.78."""
    amount = slot.amount
    if amount is None or amount.value >= 0:
        return amount
    quantity = Quantity.exact(-amount.value)
    return replace(amount, quantity=quantity, written=amount.written.lstrip("-－"))


def _heads(grid: Grid) -> dict[int, str]:
    """The rows by the words that name them, without totals; none that two rows have."""
    heads = {
        row: core
        for row, head in grid.rows.items()
        if not is_total(head) and len(core := _core(_without_unit(row, head, grid))) >= _LEAST
    }
    return {row: core for row, core in heads.items() if [*heads.values()].count(core) == 1}


def _core(head: str) -> str:
    """The words of a head that a sentence may have."""
    return _SIGNS.sub("", _BRACKET.sub("", head))


def _without_unit(row: int, head: str, grid: Grid) -> str:
    """A row's head without the cell of a column 单位: 总产值｜亿元｜486.5."""
    units = [c for c, words in grid.columns.items() if c and _UNITS.match(words)]
    texts = [slot.text for c in units if (slot := grid.slots.get((row, c)))]
    return head.removesuffix(texts[0]) if texts else head


def _cells(table: Table, heads: Mapping[int, str], grid: Grid) -> Iterator[Cell]:
    """The cells that the sentence's numbers name; where no column is named, that which the other
    numbers are of."""
    spots = list(_spots(table, heads))
    chosen = {id(s): _columns(s, grid) for s in spots}
    others = [s for s in spots if not chosen[id(s)] and s.term.kind == "level" and s.is_bare]
    votes = Counter(c for s in others for c in grid.numbers if _agrees(s, c, grid))
    voted = [c for c, count in votes.items() if count == max(votes.values())]
    for spot in spots:
        columns = chosen[id(spot)] or (voted if spot in others and len(voted) == 1 else ())
        slots = [(c, slot) for c in columns if (slot := grid.slots.get((spot.row, c)))]
        if len(slots) == 1 and slots[0][1].amount:
            column, slot = slots[0]
            yield Cell(spot.term, slot, (spot.row, column), grid.columns.get(column, ""))


def _agrees(spot: Spot, column: int, grid: Grid) -> bool:
    slot = grid.slots.get((spot.row, column))
    return slot is not None and same_number(spot.term.amount, _unsigned(slot))


def _spots(table: Table, heads: Mapping[int, str]) -> Iterator[Spot]:
    """The numbers with the row that is named last; a row is named until another thing is."""
    row: int | None = None
    other, year = False, ""
    for term in table.terms:
        other = (other or bool(_OTHER.search(term.lead))) and not _NOW.search(term.lead)
        year = next(reversed(_YEAR.findall(term.lead)), year)
        lead = _SIGNS.sub("", term.lead)
        named = [at for at, core in heads.items() if core in lead]
        longest = max((len(heads[at]) for at in named), default=0)
        named = [at for at in named if len(heads[at]) == longest]
        rest = lead.replace(heads[named[0]], "", 1) if len(named) == 1 else lead
        if named or term.piece.joint == "；":
            row = named[0] if len(named) == 1 else None
        if row is not None and not (term.kind == "level" and other):
            yield Spot(term, row, rest, year, bool(named))


def _columns(spot: Spot, grid: Grid) -> Sequence[int]:
    """The columns that a number's words, or what it is, leave."""
    kind = spot.term.kind
    if kind in _HEADS:
        strange = spot.term.reading.subject and not spot.named
        if strange or _ELSE.search(spot.rest):
            return ()
        return [c for c, head in grid.columns.items() if re.search(_HEADS[kind], head)]
    if kind != "level":
        return ()
    return _by_name(spot.rest, grid) or _by_year(spot.rest, spot.year, grid)


def _by_name(rest: str, grid: Grid) -> list[int]:
    """The columns whose head the words have, with hardly anything besides."""
    heads = {c: core for c, head in grid.columns.items() if len(core := _core(head)) >= _LEAST}
    fits = [c for c, core in heads.items() if core in rest]
    longest = max((len(heads[c]) for c in fits), default=0)
    fits = [c for c in fits if len(heads[c]) == longest]
    return [c for c in fits if len(_FILLING.sub("", rest.replace(heads[c], ""))) <= _SHORT]


def _measures(slot: Slot) -> bool:
    """Whether a cell has a rate, or what one has moved by."""
    return is_rate(slot) or (slot.amount is not None and slot.amount.unit in POINTS)


def _by_year(rest: str, year: str, grid: Grid) -> list[int]:
    """Of columns that each are a year's, that of the year named; none where more is said."""
    plain = [c for c, numbers in grid.numbers.items() if not any(_measures(s) for _, s in numbers)]
    if len(plain) == 1:
        return plain if len(_FILLING.sub("", rest)) <= _SHORT else []
    years = {c: match for c in plain if (match := _YEAR.search(grid.columns.get(c, "")))}
    more = _FILLING.sub("", _YEAR.sub("", rest))
    if len(years) != len(plain) or len(more) > _SHORT:
        return []
    return [c for c, match in years.items() if match[0] == year]
