"""Which two rates a number of points lies between, by their names, their times or their order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.hypotheses.references import named
from drafter.proof.rows.row import Term

_BETWEEN = pattern("^(?:二者|两者|两项|前后)?(?:之间)?(?:相差|差距为?|相距|差)了?$")
_PERIOD = (
    r"(?:[\d一二三四]{1,2}[月季]|1[—-]\d{1,2}月|[上去]年|上月|上季|20\d\d年|[上下]半年|年初"
    "|前[一二三]季)"
)
_TIMED, _BY_TIME = pattern(rf"^[，、（]?{_PERIOD}"), pattern(r"比[上去年]|较[上去年]|环比|同比")
_STEP, _SPAN = pattern("环比|逐年|较上|比上"), pattern("[三四五两][年月季]|累计|共")
_FORMER, _LATTER, _LEAST = "前者", "后者", 2
Between = tuple[Term, Term, Term, int]


def rivals(claim: Term, before: Sequence[Term], after: Sequence[Term]) -> Between | None:
    """(one, other, claim, 1 or −1): one is said to be above or below the other; None for none.

    4.5%，全国为5.1%，低于全国0.6个百分点; 农村增长6.7%，城镇增长4.3%，农村比城镇高2.4个百分点; 占
    10.69%，上年同期为8.14%，上升2.55个百分点; 甲91.3%，乙97.6%，相差6.3个百分点.
    """
    near = [term for term in before[-3:] if term.amount.percent]
    if not near or near[-1].index < claim.index - 1 or claim.piece.joint == "；":
        return None
    later = [t for t in after if t.amount.percent and t.piece.joint in ("，", "（")]
    if match := named(claim.words):
        pair = _by_name(match[0], near, later)
        return (*pair, claim, match[1]) if pair else None
    if len(near) >= _LEAST and _BETWEEN.search(claim.words):
        one, other = sorted(near[-2:], key=lambda t: -t.amount.value)
        return (one, other, claim, 1) if one.kind == other.kind != "earlier" else None
    pair = _by_time(claim, near, later) or _in_series(claim, before)
    return (*pair, claim, claim.reading.sign) if pair else None


def _by_name(name: str, near: Sequence[Term], later: Sequence[Term]) -> tuple[Term, Term] | None:
    """The rate that is held, and the one that has the name: right before, or right behind."""
    if name in (_FORMER, _LATTER) and len(near) >= _LEAST:
        one, other = near[-2:]
        return (one, other) if name == _LATTER else (other, one)
    named = [name in term.words for term in near[-2:]]
    named = named if any(named) else [name in term.lead for term in near[-2:]]
    if len(named) == _LEAST and named[0] != named[1] and near[-1].piece.joint != "；":
        one, other = near[-2:]
        return (other, one) if named[0] else (one, other)
    behind = [term for term in later if name in term.words]
    return (near[-1], behind[0]) if behind and not any(named) else None


def _by_time(claim: Term, near: Sequence[Term], later: Sequence[Term]) -> tuple[Term, Term] | None:
    """增长4.5%，比上月加快0.9个百分点，5月份增长3.6%; 5月增长4.3%，4月增长4.1%，加快0.2个百分点."""
    one = near[-1]
    if _BY_TIME.search(claim.words):
        timely = [t for t in later if t.kind == one.kind and _TIMED.search(t.lead)]
        return (one, timely[0]) if timely and one.kind != "earlier" else None
    if len(near) < _LEAST or claim.reading.subject.strip("比重例占"):
        return None
    first, last = near[-2:]
    if last.kind == "earlier":
        return (first, last) if first.kind == "share" else None
    timed = first.kind == last.kind == "growth" and _TIMED.search(last.lead)
    return (first, last) if timed and _TIMED.search(first.lead) else None


def _in_series(claim: Term, before: Sequence[Term]) -> tuple[Term, Term] | None:
    """2021年、2022年、2023年分别为95.2%、96.8%、98.1%，三年提高2.9个百分点."""
    run = [*before[-1:]]
    for one, other in reversed([*pairwise(before)]):
        if other is not run[0] or other.words not in ("", "和", "与", "及"):
            break
        run.insert(0, one)
    if len(run) < _LEAST or "分别" not in run[0].words or not _TIMED.search(run[0].lead):
        return None
    if _STEP.search(claim.words):
        return run[-1], run[-2]
    return (run[-1], run[0]) if _SPAN.search(claim.words) else None
