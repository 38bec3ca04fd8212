"""Lists that give each part with its share of a number, and leave a part out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.adding import adds_up
from drafter.proof.numbers.printed import equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.bases import percent
from drafter.proof.rows.row import Row, Table
from drafter.proof.rows.verdict import sum_remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_FEWEST, _HALF, _ALL = 3, 50, 100
_DIVIDED = pattern(
    "分(?!别)[^，。：；\\d]{1,8}看|按[^，。：；\\d]{1,10}分|从[^，。：；\\d]{1,14}看"
    "|分类(?:分析|统计)，|(?:结果|情况|构成|分类|分布|来源)(?:分别)?(?:为|是|如下)?："
)
_SOME = pattern("主要|前[一二两三四五六七八九十\\d]|[居位]前|排名|突出|较多|集中|最[多高大]|等")


def apportioned(account: Account) -> Iterator[Remark]:
    """Lists of shares of a number that leave a part out.

    >>> from drafter.proof.trying import remarks
    >>> text = "举报3240件。电话1222件，占37.7%；微信1728件，占53.3%；{}其他49件，占1.5%。"
    >>> remarks(apportioned, text.format("网上241件，占7.4%；"))
    []
    >>> remarks(apportioned, text.format(""))
    ['警告 三项相加为2999（1222 + 1728 + 49），总数写作3240件；请核对']
    """
    for table in account.tables:
        if sum(term.kind == "share" for term in table.terms) < _FEWEST:
            continue
        passage = table.sentence.passage
        earlier = [r for r in account.earlier(table) if r.head.sentence.passage is passage]
        for run in _runs(table):
            before = [*earlier, *(r for r in table.rows if r.order < run[0].order)]
            yield from _judge(run, [r for r in before if alike(r.unit, run[0].unit)], table)


def _runs(table: Table) -> Iterator[list[Row]]:
    """Stretches of like numbers that each have a share."""
    run = list[Row]()
    for row in table.rows:
        like = row.head.kind == "level" and row.one("share") and not row.head.piece.depth
        if like and (not run or alike(row.unit, run[0].unit)):
            run.append(row)
        elif len(run) >= _FEWEST:
            yield run
            run = []
        else:
            run = [row] if like else []
    if len(run) >= _FEWEST:
        yield run


def _judge(run: Sequence[Row], before: Sequence[Row], table: Table) -> Iterator[Remark]:
    shares = [share.amount for row in run if (share := row.one("share"))]
    added, slack = sum(one.value for one in shares), sum(one.step for one in shares)
    if not _HALF < added < _ALL - max(slack, Fraction(1, 2)):
        return
    total = next((row for row in reversed(before) if _is_base(run, row)), None)
    if total is None or any(row.amount.hedged for row in (total, *run)):
        return
    parts, likes = [row.amount for row in run], [r for r in table.rows if r not in run]
    missing = total.amount.value - sum(part.value for part in parts)
    beside = any(adds_up(total.amount, [*parts, one.amount]) for one in likes)
    if missing > 0 and not beside and _is_whole(run, missing):
        yield sum_remark(Severity.WARNING, total, run)


def _is_base(run: Sequence[Row], total: Row) -> bool:
    """Whether each part has its share of a number."""
    return total.head.kind == "level" and all(
        equal([printed(row.amount), printed(total.amount)], [printed(share.amount)], percent)
        for row in run
        if (share := row.one("share"))
    )


def _is_whole(run: Sequence[Row], missing: Fraction) -> bool:
    """Whether the list says that it is all: it ends with 其他; or it divides, and is none of the
    largest alone, as those stand by size and leave what is less than the last of them."""
    if mentions("兜底").search(run[-1].head.words):
        return True
    sentence, first = run[0].head.sentence, run[0].amount.start
    if not _DIVIDED.search(sentence.passage.plain, sentence.start, first):
        return False
    if _SOME.search(sentence.text):
        return False
    descends = all(later.amount.value <= one.amount.value for one, later in pairwise(run))
    return not descends or missing > len(run) * run[-1].amount.value
