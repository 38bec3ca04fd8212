"""Rows of a table that the rows below them divide, though none is called a total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile
from math import log10

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.divisions import in_one_set
from drafter.proof.hypotheses.tables import is_rate, is_total, sum_remark
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.printed import rough
from drafter.proof.rows.grid import Grid, Slot
from drafter.proof.rows.verdict import near
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_MOST_ROWS, _FEWEST, _MOST = 300, 2, 12
_SURE, _DISTINCT = 3.0, 2.0
_NUMBERINGS = tuple(
    pattern(each)
    for each in (
        r"[一二三四五六七八九十]{1,3}、",
        r"（[一二三四五六七八九十]{1,3}）",
        r"\d{1,2}[.、](?!\d)",
        r"（\d{1,2}）",
    )
)
Column = dict[int, Slot]
Run = tuple[int, ...]


class Rows(Struct, frozen=True):
    """The rows of a table that have numbers to add up, by column."""

    grid: Grid
    order: tuple[int, ...]
    columns: dict[int, Column]
    spans: dict[int, dict[int, tuple[float, float]]]
    """Between what each cell's number is, about; by column and row."""

    @classmethod
    def of(cls, grid: Grid) -> Rows:
        """Without columns and rows of rates, means and the like."""
        columns = {
            column: {
                row: slot
                for row, slot in numbers[:_MOST_ROWS]
                if not mentions("不加的列").search(grid.rows.get(row, ""))
            }
            for column, numbers in grid.numbers.items()
            if not any(is_rate(slot) for _, slot in numbers)
            and not mentions("不加的列").search(grid.columns.get(column, ""))
        }
        order = sorted({row for column in columns.values() for row in column})
        spans = {
            column: {row: rough(slot.amount) for row, slot in cells.items() if slot.amount}
            for column, cells in columns.items()
        }
        return cls(grid, tuple(order[:_MOST_ROWS]), columns, spans)

    def name(self, row: int) -> str:
        """What stands at the left of a row."""
        return self.grid.rows.get(row, "")

    def may_make(self, column: int, whole: int, run: Run) -> bool:
        """Whether all these cells have numbers, which by their rough values may add up."""
        spans = self.spans[column]
        if whole not in spans:
            return False
        (low, high), least, most = spans[whole], 0.0, 0.0
        for row in run:
            if (span := spans.get(row)) is None:
                return False
            least, most = least + span[0], most + span[1]
        return least <= high and low <= most

    def behind(self, start: int) -> Iterator[Run]:
        """The next two, three, … rows."""
        for end in range(start + _FEWEST, min(len(self.order), start + _MOST) + 1):
            yield self.order[start:end]


def subtotals(account: Account) -> Iterator[Remark]:
    """Rows that the rows below them make in one column, and not in another.

    >>> from drafter.proof.trying import remarks
    >>> table = "学段｜学校｜在校生｜教师\\n义务教育｜97｜64250｜5120\\n小学｜68｜41870｜3365\\n"
    >>> table += "初中｜29｜22380｜{}"
    >>> remarks(subtotals, table.format(1755))
    []
    >>> [one.partition("（表中")[0] for one in remarks(subtotals, table.format(1575))]
    ['错误 两项相加为4940（3365 + 1575），总数写作5120']

    In a single column a second division of the same row, or two that agree, stand for it.

    >>> table = "指标｜人数\\n常住人口｜{}\\n男性｜31842\\n女性｜30517\\n城镇｜{}\\n乡村｜22094"
    >>> remarks(subtotals, table.format(62359, 40265))
    []
    >>> [one.partition("（表中")[0] for one in remarks(subtotals, table.format(62359, 42065))]
    ['错误 两项相加为64159（42065 + 22094），总数写作62359']
    >>> [one.partition("（表中")[0] for one in remarks(subtotals, table.format(63259, 40265))]
    ['错误 两项相加为62359（31842 + 30517），总数写作63259']

    What divides a row is none of the parts of a total at the foot.

    >>> table = "项目｜万元\\n接待费｜{}\\n公车费｜641.90\\n购置｜210.36\\n运行｜431.54\\n"
    >>> table += "总支出｜725.26"
    >>> remarks(subtotals, table.format(83.36))
    []
    >>> [one.partition("（表中")[0] for one in remarks(subtotals, table.format(83.63))]
    ['错误 两项相加为725.53（83.63 + 641.90），总数写作725.26']
    """
    for grid in account.grids:
        rows, once = Rows.of(grid), set[tuple[int, int]]()
        for whole, parts, column in _faulty(rows):
            if (whole, column) not in once:
                once.add((whole, column))
                yield from _judge(rows, whole, parts, column)


Faulty = tuple[int, Run, int]


def _faulty(rows: Rows) -> Iterator[Faulty]:
    """(row, those that should make it, column) of what does not hold, and should."""
    for column in rows.columns:
        yield from _bottom(rows, column)
    for at, whole in enumerate(rows.order):
        if is_total(rows.name(whole)):
            continue
        for run in (*rows.behind(at + 1), *_numbered(rows, at)):
            yield from ((whole, run, c) for c in _unlike(rows, whole, run))
        for column in rows.columns:
            yield from ((whole, run, column) for run in _walked(rows, at, column))


def _bottom(rows: Rows, column: int) -> Iterator[Faulty]:
    """The total at the foot of a column in which some rows are divided by those below them: it is
    made of what divides no other."""
    cells, tops, at = rows.columns[column], list[int](), 0
    *above, last = rows.order or (-1,)
    if "总" not in rows.name(last) and not is_total(rows.name(last)):
        return
    while at < len(above):
        runs = (run for run in rows.behind(at + 1) if last not in run)
        within = (run for run in runs if _makes(rows, column, above[at], run))
        run = next((r for r in within if _weight(cells, above[at], r) >= _SURE), ())
        tops.append(above[at])
        at += 1 + len(run)
    parts = tuple(tops)
    nested = _FEWEST <= len(parts) < len(above) and _is_full(cells, last, tuple(above))
    if nested and not any(_makes(rows, column, last, run) for run in (parts, tuple(above))):
        yield last, parts, column


def _unlike(rows: Rows, whole: int, run: Run) -> Iterator[int]:
    """The columns in which a run does not make the row, where it does in others, and so exactly
    that it is no chance."""
    good = [c for c in rows.columns if _makes(rows, c, whole, run)]
    others = [c for c in rows.columns if c not in good] if good else []
    bad = [c for c in others if _is_full(rows.columns[c], whole, run)]
    if good and len(bad) <= len(good):
        witness = sum(_weight(rows.columns[c], whole, run) for c in good)
        sure = _DISTINCT if in_one_set([rows.name(row) for row in run], True) else _SURE
        yield from bad if witness >= sure else ()


def _walked(rows: Rows, at: int, column: int) -> Iterator[Run]:
    """The runs of one column that should make a row as the others do; where none does, but two
    agree on another number, the first of them."""
    cells, whole, start = rows.columns[column], rows.order[at], at + 1
    good, doubtful = 0.0, list[Run]()
    while start < len(rows.order):
        runs = [*rows.behind(start)]
        run = next((r for r in runs if _makes(rows, column, whole, r)), ())
        if run:
            good = max(good, _weight(cells, whole, run))
        else:
            named = takewhile(lambda r: in_one_set([rows.name(row) for row in r], True), runs)
            run = max(named, key=len, default=())
            doubtful += [run] if run and _is_full(cells, whole, run) else []
        if not run:
            break
        start += len(run)
    sums = [_sum(cells, run) for run in doubtful]
    if good >= _SURE or (not good and len(sums) > 1 and len({*sums}) == 1):
        yield from doubtful


def _numbered(rows: Rows, at: int) -> Iterator[Run]:
    """The rows of one numbering below a row of another: 1. and 2. below 一、, whatever stands below
    them."""
    style, inner = _style(rows.name(rows.order[at])), -1
    run = list[int]()
    for row in rows.order[at + 1 :] if style >= 0 else ():
        mine = _style(rows.name(row))
        if mine in (style, *range(style)) and mine >= 0:
            break
        inner = mine if inner < 0 else inner
        run += [row] if mine == inner >= 0 else []
    if _FEWEST <= len(run) <= _MOST:
        yield tuple(run)


def _style(name: str) -> int:
    return next((n for n, each in enumerate(_NUMBERINGS) if each.match(name.strip())), -1)


def _is_full(cells: Column, whole: int, run: Run) -> bool:
    return whole in cells and all(row in cells for row in run)


def _amounts(cells: Column, run: Run) -> list[Amount]:
    return [amount for row in run if (amount := cells[row].amount)]


def _sum(cells: Column, run: Run) -> Fraction:
    return Fraction(sum(amount.value for amount in _amounts(cells, run)))


def _makes(rows: Rows, column: int, whole: int, run: Run) -> bool:
    if not rows.may_make(column, whole, run):
        return False
    cells = rows.columns[column]
    (total,), parts = _amounts(cells, (whole,)), _amounts(cells, run)
    return sum(part.value > 0 for part in parts) > 1 and adds_up(total, parts)


def _weight(cells: Column, whole: int, run: Run) -> float:
    """How many digits the sum holds in."""
    (total,) = _amounts(cells, (whole,))
    rounded = any("." in part.written for part in _amounts(cells, run))
    return log10(max(1.0, float(total.value / total.step) / (len(run) if rounded else 1)))


def _judge(rows: Rows, whole: int, run: Run, column: int) -> Iterator[Remark]:
    cells = rows.columns[column]
    (total,), parts = _amounts(cells, (whole,)), _amounts(cells, run)
    added, misprints = _sum(cells, run), sum_slips(total, parts)
    if added and (misprints or near(added, total.value)):
        where = f"“{rows.name(whole)}”行"
        where += f"“{rows.grid.columns[column]}”列" if column in rows.grid.columns else ""
        yield sum_remark(cells[whole], parts, added, where, misprints)
