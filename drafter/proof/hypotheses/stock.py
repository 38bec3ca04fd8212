"""What was there, came in, went out and is left: 年初214人，新接收156人，解除174人，年末196人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.closing import ADDED
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.evidence.parts import DATED, parts, played
from drafter.proof.hypotheses.tables import is_total, on_cell
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import EXCHANGED, LENGTH, Slip, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import family
from drafter.proof.rows.copies import stale
from drafter.proof.rows.grid import Grid, Slot
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.scope import several_years
from drafter.proof.rows.verdict import guess, near, remark, worked
from drafter.proof.text.passage import Remark

_HOLDS = pattern("(?:其中)?(?:含|包括|包含)")
_CAME_IN = pattern("共(?:收|受理|接|新收)")
_NEW = pattern("新|[本当今]年|[转流调拨]入|列入|入矫|招录")
_SIDE = pattern("[收支][入出](?:总计|合计|总量)")
_NET = pattern("净[增减]|净流[入出]")
_APART, _MOST, _LEAD = 40, 8, 14


class Entry(Struct, frozen=True):
    """A number with the part that it plays: 期初, 收进, 去掉, 净增, 合计, 期末."""

    role: str
    amount: Amount
    name: str
    term: Term | None = None
    slot: Slot | None = None
    inner: bool = False


class Equation(Struct, frozen=True):
    """Two sides that must be equal; not `whole` where something may have been left out."""

    left: tuple[Entry, ...]
    right: tuple[Entry, ...]
    whole: bool = True

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Both sides."""
        return (*self.left, *self.right)


def stock(account: Account) -> Iterator[Remark]:
    """Accounts from what was there to what is left that do not close.

    >>> from drafter.proof.trying import remarks
    >>> remarks(stock, "年初在册214人，全年新接收156人，解除147人，年末在册196人。")
    ['错误 共370人，各去向相加为343（147 + 196），相差27人；疑为174误作147']
    >>> remarks(stock, "上年结转12件，新收87件，共99件，审结91件，结转下年8件。")
    []
    >>> remarks(stock, "补助41亿元、上年结转3亿元、调入资金6亿元，收入总计50亿元。年终结转3亿元。")
    []
    >>> remarks(stock, "单位：件\\n上年结转｜新收｜审结｜未结\\n19｜412｜460｜25")
    ['错误 共431件，各去向相加为485（460 + 25），相差54件；疑为406误作460']
    """
    for tables in account.paragraphs:
        if not tables[0].sentence.passage.cell:
            for run in _runs(tables):
                yield from _judge(run)
    for grid in account.grids:
        for run in _lines_of(grid):
            yield from _judge(run)


def _runs(tables: Sequence[Table]) -> Iterator[list[Entry]]:
    """The stretches of a paragraph's numbers of one classifier that all play a part."""
    words = [term.words for table in tables for term in table.terms]
    if any(ADDED.match(one) or _SIDE.search(one) for one in words):
        return  # sides of a budget, whose sources have many names: 收入…。加上上年结余…
    entries = [entry for table in tables for entry in _entries(table)]
    for unit in dict.fromkeys(family(e.amount.unit) for e in entries):
        mine = _once([e for e in entries if family(e.amount.unit) == unit])
        for named, run in groupby(mine, key=lambda entry: bool(entry.role)):
            if named and unit:
                yield from _divided([*run])


def _once(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries without those that a later sentence takes up again: 办结的75件中."""
    seen = dict[tuple[str, Fraction], Entry]()
    for entry in entries:
        first = seen.setdefault((entry.role, entry.amount.value), entry)
        assert first.term
        assert entry.term
        if first is entry or not entry.role or first.term.sentence is entry.term.sentence:
            yield entry


def _divided(run: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The run, cut before each 期初 behind a 期末."""
    part = list[Entry]()
    for entry in run:
        ended = any(e.role in ("期末", "净增") for e in part)
        if entry.role in ("期初", "合计") and ended and any(e.role == entry.role for e in part):
            yield part
            part = []
        part.append(entry)
    yield part


def _entries(table: Table) -> Iterator[Entry]:
    for term in table.terms:
        kind, words = term.kind, term.words + term.piece.tail[:4]
        if term.amount.percent or not term.amount.unit or term.amount.hedged:
            continue
        inner = bool(OF_WHICH.search(term.lead)) or term.piece.depth > 0
        inner = inner or bool(_HOLDS.match(term.words))
        name = played(words) or played(re.split("[；：]|中，", term.lead)[-1][-_LEAD:])
        if kind == "change" and not _NET.search(words):
            continue
        if kind in ("level", "change") or (kind == "earlier" and name == "期初"):
            new = name == "收进" and _NEW.search(words)  # 其中新收87件, not 其中受理民事案件64件
            hidden = (inner and name != "期初" and not new) or words.startswith("不含")
            if not hidden:
                part = "" if several_years(term.words) else name
                yield Entry(part, term.amount, words, term, None, inner)


def _judge(run: Sequence[Entry]) -> Iterator[Remark]:
    """A remark for each equation of the run that does not hold, where a slip explains it."""
    if len(run) > _MOST:
        return
    readings = [list(_equations(_by_year(one))) for one in _readings(run)]
    if any(equations and all(map(_holds, equations)) for equations in readings):
        return
    tried = [list(_unheld(equations)) for equations in readings]
    best = min((one for one in tried if one), key=lambda one: one[0][0], default=[])
    yield from (remark for _, remark in best)


def _readings(run: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """The run; what came in 共 may hold what was there before, or not: 共收到73件，上年结转4件."""
    yield run
    by = {role: [e for e in run if e.role == role] for role, _ in parts()}
    if (
        len(by["合计"]) == 1
        and by["期初"]
        and not by["收进"]
        and _CAME_IN.search(by["合计"][0].name)
    ):
        yield [replace(e, role="收进") if e.role == "合计" else e for e in run]


def _unheld(equations: Sequence[Equation]) -> Iterator[tuple[int, Remark]]:
    held = {id(e) for one in equations if _holds(one) for e in one.entries}
    for one in equations:
        if not _holds(one):
            misprints = _slips(one, held)
            copied = stale([entry.amount for entry in one.entries])
            if misprints or (one.whole and (copied or near(_sum(one.left), _sum(one.right)))):
                yield (misprints[0].weight if misprints else LENGTH + 1), _told(one, misprints)


def _by_year(run: Sequence[Entry]) -> list[Entry]:
    """The run with the later of two ends of years as what is left."""
    dated = sorted((m[0], n) for n, e in enumerate(run) if (m := DATED.search(e.name)))
    changed = [*run]
    if len(dated) == 2 and not any(e.role == "期末" for e in run):
        changed[dated[1][1]] = replace(run[dated[1][1]], role="期末")
    return changed


def _equations(run: Sequence[Entry]) -> Iterator[Equation]:
    """What must hold between the parts that a run has."""
    by = {role: tuple(e for e in run if e.role == role) for role, _ in parts()}
    opening, into, out = by["期初"], by["收进"], by["去掉"]
    net, total, left = by["净增"], by["合计"], by["期末"]
    if any(len(one) > 1 for one in (opening, net, total, left)):
        return
    side = [e for e in run if e.inner and not _went_out_too(e, run)]
    if net and into and out:
        yield Equation(into, (*out, *net))
    if opening and net and left:
        yield Equation(left, (*opening, *net))
    elif opening and left and (into or out) and (out or not total) and not side and _one_thing(run):
        yield Equation((*opening, *into), (*out, *left), bool(into and out))
    if opening and into and not total and side and run[0].role == "收进" and len(into) == 2:
        yield Equation(into[:1], (*opening, *into[1:]))
    if opening and total and into:
        both = Equation((*opening, *into), (*total, *left))
        yield both if left and not out and _holds(both) else Equation(total, (*opening, *into))
    if not opening and into and out and left and all("累计" in e.name for e in (*into, *out)):
        yield Equation(into, (*out, *left))
    if total and out and left and not side:
        yield Equation(total, (*out, *left))


def _went_out_too(entry: Entry, run: Sequence[Entry]) -> bool:
    """Whether what was there before is in the bracket of what went out: 审结61件（含结转9件）."""
    at = next(n for n, one in enumerate(run) if one is entry)
    return entry.role == "期初" and at > 0 and run[at - 1].role == "去掉"


def _one_thing(run: Sequence[Entry]) -> bool:
    """Whether the first and the last stand near one another, or under one name."""
    terms = [entry.term for entry in run if entry.term]
    spots = sorted(term.piece.start for term in terms)
    close = all(b - a <= _APART for a, b in pairwise(spots))
    names = [e.name for e in run if e.role in ("期初", "期末")]
    pairs = [{name[at : at + 2] for at in range(len(name) - 1)} for name in names]
    shared = {pair for pair in pairs[0] & pairs[-1] if not re.search("[年末底达到为总]", pair)}
    return close or bool(shared)


def _signed(one: Equation, values: Sequence[Printed]) -> bool:
    """Whether the two sides can be equal, each number as wide as it is printed."""
    count = len(one.left)
    for way in ("half_up", "cut"):
        spans = [getattr(value, way) for value in values]
        left, right = spans[:count], spans[count:]
        if sum(s.low for s in left) <= sum(s.high for s in right) and sum(
            s.low for s in right
        ) <= sum(s.high for s in left):
            return True
    return False


def _holds(one: Equation) -> bool:
    return _signed(one, [printed(entry.amount) for entry in one.entries])


def _slips(one: Equation, held: set[int]) -> list[Slip]:
    """The slips that explain it, of the numbers that no other equation vouches for; where nothing
    needs have been told in full only the plainest."""
    amounts = [entry.amount for entry in one.entries]
    misprints = slips(amounts, lambda values: _signed(one, values), broadly=True)
    doubted = [s for s in misprints if id(one.entries[s.operand]) not in held] or misprints
    more = _sum(one.right) > _sum(one.left)
    beyond = _sum(one.left) > 2 * _sum(one.right)
    heaviest = LENGTH if one.whole or more or beyond else EXCHANGED
    return [slip for slip in doubted if slip.weight <= heaviest]


def _sum(side: Sequence[Entry]) -> Fraction:
    return Fraction(sum(entry.amount.value for entry in side))


def _told(one: Equation, misprints: Sequence[Slip]) -> Remark:
    left, right, like = _sum(one.left), _sum(one.right), one.left[0].amount
    unit = like.unit
    details = {
        "total": worked(left, like) + unit,
        "parts": " + ".join(entry.amount.written for entry in one.right),
        "sum": worked(right, like),
        "gap": worked(abs(left - right), like) + unit,
    }
    terms = [entry.term for entry in one.entries if entry.term]
    if terms:
        return remark("proof-flow-sum", Severity.ERROR, terms, details, misprints)
    slot = one.entries[-1].slot
    assert slot is not None
    return on_cell(
        slot, "proof-flow-sum", Severity.ERROR, {**details, "guess": guess(misprints), "where": ""}
    )


def _lines_of(grid: Grid) -> Iterator[list[Entry]]:
    """The rows and the columns of a table whose heads all name a part."""
    for row in sorted({row for row, _ in grid.slots}):
        yield _of_heads(grid, [((row, column), head) for column, head in grid.columns.items()])
    for column in grid.numbers:
        heads = [((row, column), head) for row, head in grid.rows.items()]
        yield _of_heads(grid, [one for one in heads if one[1] != grid.columns.get(column)])


def _of_heads(grid: Grid, heads: Sequence[tuple[tuple[int, int], str]]) -> list[Entry]:
    entries = list[Entry]()
    for at, head in heads:
        slot = grid.slots.get(at)
        if slot and slot.amount and not slot.amount.percent:
            role = "合计" if is_total(head) else played(head)
            entries.append(Entry(role, slot.amount, head, None, slot))
    return entries if all(entry.role for entry in entries) else []
