"""Shares and the whole that they are shares of, which is solved for: 民事350件，占57.1%。"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.listing import AMONG
from drafter.proof.hypotheses.hundred import all_of_it
from drafter.proof.hypotheses.lone import lone
from drafter.proof.hypotheses.share_remarks import fits_whole, is_tenfold, rate_of, wrong_share
from drafter.proof.numbers.adding import adds_up
from drafter.proof.numbers.misprint import APART, ONE, quotient_near, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.bases import Totals, fits, holds, of_sum, order, whole_rows
from drafter.proof.ratios.sharing import (
    CORE,
    Pair,
    elsewhere,
    is_due,
    is_named,
    parts_with_shares,
    shares_word,
)
from drafter.proof.ratios.solving import adjusted, between, solved, span
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import about, near, remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_SEVERAL, _ALL, _TENTH, _FIFTY = 2, 100, 10, 50
_ANY = Fraction(0), Fraction(0)
_TOTAL = pattern("总$|总?[数量额]$|总面积$")
_DUE = pattern("预算|计划|任务|目标|指标|GDP|生产总值")
_IN_ALL = pattern(
    "^(?:，|；)?(?:全年|全[县区市州省镇院]|全部|总)[^，]*(?:共|总|合计)|^共|审结$|^（?审结"
)


def shares(account: Account) -> Iterator[Remark]:
    """Shares that their numbers do not give.

    >>> from drafter.proof.trying import remarks
    >>> text = "受理诉求800件。咨询类{}件，占37.5%；求助类260件，占32.5%；投诉类240件，占30%。"
    >>> remarks(shares, text.format(300))
    []
    >>> remarks(shares, text.format(330))
    ['错误 占比写作37.5%，330÷800=41.25%；疑为300误作330']
    >>> remarks(shares, "完成收入4,348万元，占年初预算10,065万元的42.3%。")
    ['错误 占比写作42.3%，4,348万÷10,065万=43.2%；疑为43.2误作42.3']
    >>> remarks(shares, "实施处罚1820件，占全市的12.3%。")
    []
    """
    totals = {
        id(part): one.totals[0]
        for one in account.lists
        if len(one.parts) > 1 and adds_up(one.totals[0].amount, [part.amount for part in one.parts])
        for part in one.parts
    }
    for tables in account.paragraphs:
        earlier = list(account.earlier(tables[0]) or account.above(tables[0]))
        abreast = [account.named[table.number] for table in tables]
        yield from _paragraph(tables, abreast, earlier, totals)


def _paragraph(
    tables: Sequence[Table], abreast: Sequence[Table], earlier: Sequence[Row], totals: Totals
) -> Iterator[Remark]:
    rows = [*earlier]
    group = list[Pair]()
    later = [r for t in tables for r in t.rows if r.head.kind == "level" and _sums_up(r)]
    for table in abreast:
        pairs = list(parts_with_shares(table, rows))
        for pair in pairs:
            if pair.whole:
                yield from _written(pair)
            elif _is_over(pair, table):
                details = {"name": "占比", "said": pair.share.said}
                yield remark(
                    "proof-rate-over", Severity.ERROR, [pair.row.head, pair.share], details
                )
        rows += [Row(pair.whole, 0) for pair in pairs if pair.whole]
        loose = [
            pair for pair in pairs
            if not pair.whole and not is_due(pair.of)
            and not elsewhere(pair, [*rows, *table.rows]) and not _is_over(pair, table)
        ]  # fmt: skip
        if not loose:
            yield from _group(group, rows, later, totals)
            group = []
        for pair in loose:
            apart = group and AMONG.search(pair.row.head.lead)
            if apart or (group and not alike(group[-1].row.unit, pair.row.unit)):
                yield from _group(group, [*rows, *_levels(table)], later, totals)
                group = []
            group.append(pair)
        rows += _levels(table)
    yield from _group(group, rows, later, totals)


def _levels(table: Table) -> list[Row]:
    return [row for row in table.rows if row.head.kind == "level"]


def _is_over(pair: Pair, table: Table) -> bool:
    """Whether a share is more than all, where it is of all, never 占出口的120% or of a plan."""
    if pair.share.amount.quantity.low <= _ALL or "占" not in pair.share.words:
        return False
    of_all = not pair.of or bool(mentions("总数").search(pair.of))
    return of_all and not _DUE.search(table.sentence.text)


def _sums_up(row: Row) -> bool:
    """Whether a number says what there is in all: 全年共1265件, 全县调解员共640人."""
    return bool(_IN_ALL.search(row.head.words))


def _written(pair: Pair) -> Iterator[Remark]:
    """The whole stands in the words of the share."""
    assert pair.whole is not None
    amounts = [pair.row.amount, pair.share.amount, pair.whole.amount]
    like = alike(pair.row.unit, pair.whole.amount.unit) or CORE.sub("", pair.whole.words)
    if not like or not pair.whole.amount.value or holds([printed(a) for a in amounts]):
        return
    misprints = slips(amounts, holds, likely=quotient_near(1, 0, 2), broadly=True)
    close = near(pair.share.amount.value, rate_of(pair, pair.whole.amount.quantity))
    severity = Severity.ERROR if misprints or close else Severity.WARNING
    yield wrong_share(severity, pair, pair.whole, misprints)


def _group(
    group: Sequence[Pair], rows: Sequence[Row], later: Sequence[Row], totals: Totals
) -> Iterator[Remark]:
    """The whole that most of the pairs give; what does not fit it is told."""
    if not group:
        return
    wholes = whole_rows(group, rows) or whole_rows(group, later, True)
    counts = [sum(fits(pair, printed(whole.amount)) for pair in group) for whole in wholes]
    parts = [pair.row for pair in group]
    odd = [
        p for p in group
        if not any(fits(p, printed(w.amount)) for w in (*wholes, *parts) if w is not p.row)
    ]  # fmt: skip
    several = max(counts, default=0) >= _SEVERAL  # the odd one is of what its siblings are of
    odd = [p for p in odd if p.inner or several or not of_sum(p, group, rows)]
    all_told = _is_all(group)
    if sum(pair.share.amount.value for pair in group) == _ALL:
        odd = [pair for pair in odd if not adjusted(pair, wholes)]
    most = max(counts, default=0)
    if odd and most < 2 and (solution := solved(group)):
        odd_pair, whole = solution
        yield from _outlier(odd_pair, whole, len(group) - 1, all_told=all_told)
        return
    if not most and (other := _other_whole(group, wholes)):
        yield other
        return
    best = wholes[counts.index(most)] if most else None
    for pair in odd:
        part = _of_part(pair, group) or _of_another(pair, best, wholes)
        if part:
            yield from lone(pair, part, totals)
        elif (
            best is not None
            and most >= min(2, len(group) - 1)
            and len(odd) <= max(1, len(group) // 3)
        ):
            sure = _is_sure(pair, group, best, wholes)
            yield from _outlier(
                pair, printed(best.amount), most, best.head, sure, all_told=all_told
            )
        else:
            yield from lone(pair, wholes, totals)


def _is_all(group: Sequence[Pair]) -> bool:
    """Whether shares make a hundred, so that all are told and of one whole."""
    return len(group) > 1 and all_of_it([printed(pair.share.amount) for pair in group])


def _of_part(pair: Pair, group: Sequence[Pair]) -> list[Row]:
    """The sibling that a share's words name as its whole: 新能源汽车总量."""
    core = _TOTAL.sub("", CORE.sub("", pair.of))
    rows = [one.row for one in group if order(one.row) < order(pair.row)]
    named = [row for row in rows if len(core) >= _SEVERAL and is_named(core, row.label)]
    return named if len(named) == 1 else []


def _of_another(pair: Pair, best: Row | None, wholes: Sequence[Row]) -> list[Row]:
    """The one number that a share's words name as its whole, where siblings are of another."""
    core = CORE.sub("", pair.of)
    named = [row for row in wholes if len(core) > _SEVERAL and is_named(core, row.label)]
    return named if len(named) == 1 and best is not None and named[0] is not best else []


def _other_whole(group: Sequence[Pair], wholes: Sequence[Row]) -> Remark | None:
    """All pairs give one whole, and a slip makes one that is written down another, or a copy of a
    part stands in its place."""
    spans = [one for pair in group if (one := span(pair.row.amount, pair.share.amount))]
    few = len(spans) < _SEVERAL or len(spans) != len(group)
    low, high = max(low for low, _ in spans or [_ANY]), min(high for _, high in spans or [_ANY])
    if few or low > high:
        return None
    target = between(low, high).half_up

    def holds(values: Sequence[Printed]) -> bool:
        return target.low <= values[0].value <= target.high

    for number, written in enumerate(one for one in wholes if one.amount.value):
        misprints = slips([written.amount], holds, APART if not number else ONE)
        copied = any(written.amount.value == pair.row.amount.value for pair in group)
        alone = len(group) > _SEVERAL and len(wholes) == 1 and stale([written.amount])
        if misprints or (copied and alone):
            return wrong_share(Severity.ERROR, group[0], written.head, misprints)
    return None


def _outlier(
    pair: Pair,
    whole: Printed,
    siblings: int,
    written: Term | None = None,
    sure: bool = True,
    *,
    all_told: bool = False,
) -> Iterator[Remark]:
    """One pair that does not fit the whole of its siblings; of shares that make a hundred it is
    wrong, whatever explains it."""
    amounts = [pair.row.amount, pair.share.amount]
    misprints = slips(amounts, partial(fits_whole, whole), APART, broadly=True)
    rate = rate_of(pair, whole.half_up)
    close = (about if siblings > 1 else near)(pair.share.amount.value, rate)
    copied = stale(amounts) or is_tenfold(pair.share.amount.value, rate)
    if misprints or close or (sure and copied):
        yield wrong_share(Severity.ERROR, pair, written or whole, misprints)
    elif siblings > 2 or all_told:
        yield wrong_share(Severity.WARNING, pair, written or whole, misprints)


def _is_sure(pair: Pair, group: Sequence[Pair], best: Row, wholes: Sequence[Row]) -> bool:
    """Whether siblings, words, or the lack of any other number say that a share is of this one."""
    cores = [core for one in group if (core := CORE.sub("", one.of))]
    named = any(shares_word(core, best.head.words) for core in cores)
    return len(group) > _SEVERAL or named or pair.inner or len(wholes) == 1
