"""A trend in words against its numbers: 2021—2023年分别为412件、386件、351件，呈逐年下降趋势."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.verdict import remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import alternatives

_YEAR, _LATELY = pattern(r"(20\d\d)年"), pattern("近[二两三四五]年")
_LEAST = 3


def trends(account: Account) -> Iterator[Remark]:
    """Numbers of years one after the other that do not go the way the words say.

    >>> from drafter.proof.trying import remarks
    >>> remarks(trends, "近三年收案分别为412件、386件、351件，呈逐年上升趋势。")
    ['错误 写作“逐年上升”，升降方向相反：412件→386件；请核对']
    >>> remarks(trends, "2021年收案86件，2022年112件，2023年139件，连续三年增长。")
    []
    """
    for table in account.tables:
        text = table.sentence.text
        if ("逐" in text or "连" in text) and (trend := _trend().search(text)):
            at = table.sentence.start + trend.start()
            rated = "率" in re.split("[，；]", text[: trend.start()])[-1]  # 不捕率逐年上升
            for run in _series(table):
                if _is_beside(at, run) and (run[0].amount.percent or not rated):
                    yield from _against(trend, run)


@cache
def _trend() -> re.Pattern[str]:
    up, down = alternatives("升"), alternatives("降")
    return re.compile(
        "(?:逐年|逐月|逐季|连年|(?:已|实现)?连续[二两三四五六]年(?:实现|保持|呈)?)(?:稳步|大幅|小幅|持续|明显|呈)?"
        rf"(?:(?P<up>递增|{up})|(?P<down>递减|{down}))(?!幅)"
    )


def _series(table: Table) -> Iterator[list[Term]]:
    """The numbers of the years that the sentence tells, in their order."""
    levels = [t for t in table.terms if t.kind in ("level", "earlier", "percent", "rate")]
    levels = [t for t in levels if t.amount.unit and not t.piece.depth]
    opened = [n for n, term in enumerate(levels) if "分别" in term.words]
    for at in opened:
        run = levels[at : at + 1]
        for term in levels[at + 1 :]:
            if term.words not in ("", "和", "与", "及") or term.index != run[-1].index + 1:
                break
            run.append(term)
        if len(run) >= _LEAST and _is_of_years(run[0], table):
            yield run
    dated = [t for t in levels if _YEAR.search(t.words)]
    if not opened and dated:
        alone = [dated[0], *(t for t in dated[1:] if alike(t.amount.unit, dated[0].amount.unit))]
        if len(alone) >= _LEAST:
            yield sorted(alone, key=lambda term: _YEAR.findall(term.words)[-1])


def _is_beside(at: int, run: Sequence[Term]) -> bool:
    """Whether nothing that ; parts stands between a trend and its numbers."""
    first, last = run[0].amount.start, max(term.amount.end for term in run)
    between = run[0].sentence.passage.plain[min(at, first) : max(at, last)]
    return "；" not in between


def _is_of_years(first: Term, table: Table) -> bool:
    """Whether a list is one of years, the earliest first."""
    before = table.sentence.passage.plain[table.sentence.start : first.amount.start]
    years = _YEAR.findall(before)
    return years == sorted(years) and bool(years or _LATELY.search(before))


def _against(trend: re.Match[str], run: Sequence[Term]) -> Iterator[Remark]:
    """The first step that goes the other way."""
    sign = 1 if trend["up"] else -1
    for one, other in pairwise(run):
        ours, theirs = one.amount.quantity, other.amount.quantity
        wrong = ours.low > theirs.high if sign > 0 else ours.high < theirs.low
        if wrong:
            details = {"said": trend[0], "working": f"{one.said}→{other.said}"}
            yield remark("proof-change-way", Severity.ERROR, [one, other], details)
            return
