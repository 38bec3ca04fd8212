"""Which two rates a number of points lies between, by their names, their times or their order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.row import Term

_NAMED = pattern(
    "(?:(?P<way1>[高低快慢多少])(?:于|出)(?P<above>[\u4e00-\u9fff]{2,6}?)"
    "|比(?P<other>[\u4e00-\u9fff]{2,6}?)(?:增速|增幅|占比|比重)?(?P<way2>(?<!提)高|(?<!降)低|(?<!加)快|(?<!放)慢"
    "|(?<!增)多|(?<!减)少))"
    "(?:平均水平|平均|水平|增速|增幅|增长|占比|比重|出|了)*$"
)
_BETWEEN = pattern("^(?:二者|两者|两项|前后)?(?:之间)?(?:相差|差距为?|相距|差)了?$")
_PERIOD = (
    r"(?:[\d一二三四]{1,2}[月季]|1[—-]\d{1,2}月|[上去]年|上月|上季|20\d\d年|[上下]半年|年初"
    "|前[一二三]季)"
)
_TIMED, _BY_TIME = pattern(rf"^[，、（]?{_PERIOD}"), pattern(r"比[上去年]|较[上去年]|环比|同比")
_STEP, _SPAN = pattern("环比|逐年|较上|比上"), pattern("[三四五两][年月季]|累计|共")
_WHOLLY, _COUNTED = pattern("(?:整体|总体|全部|同期|平均)+$"), ("level", "average")
_FORMER, _LATTER, _LEAST = "前者", "后者", 2
Between = tuple[Term, Term, Term, int]


def rivals(
    claim: Term, before: Sequence[Term], after: Sequence[Term], above: Sequence[Term] = ()
) -> Between | None:
    """(one, other, claim, 1 or −1): one is said to be above or below the other; None for none.

    4.5%，全国为5.1%，低于全国0.6个百分点; 农村增长6.7%，城镇增长4.3%，农村比城镇高2.4个百分点; 占
    10.69%，上年同期为8.14%，上升2.55个百分点; 甲91.3%，乙97.6%，相差6.3个百分点.
    What has the name may stand in the sentences before, `above`: 外贸增长3.8%。民营企业增长9.4%，
    高出外贸整体增速5.6个百分点.
    """
    near = [term for term in before[-3:] if term.amount.percent]
    if not near or near[-1].index < claim.index - 1 or claim.piece.joint == "；":
        return None
    later = [t for t in after if t.amount.percent and t.piece.joint in ("，", "（")]
    if match := _NAMED.search(claim.words):
        name = match["above"] or match["other"]
        way = 1 if (match["way1"] or match["way2"]) in "高多快" else -1
        pair = _by_name(name, near, later) or _by_label(name, [*above, *before])
        return (*pair, claim, way) if pair else None
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


def _by_label(name: str, before: Sequence[Term]) -> tuple[Term, Term] | None:
    """The last growth, and the one before it whose number, or whose own words, have the name: 城镇
    收入13614元、增长8.7%，农村收入6133元、增长10.5%，快于城镇1.8个百分点."""
    core, last = _WHOLLY.sub("", name), before[-1]
    if last.kind != "growth" or core in _label(last, before) or len(core) < _LEAST:
        return None
    named = [t for t in before[:-1] if t.kind == "growth" and core in _label(t, before)]
    return (last, named[0]) if len(named) == 1 else None


def _label(growth: Term, terms: Sequence[Term]) -> str:
    """The words that a growth is named by: its own, else those of the number right before it."""
    if growth.reading.subject:
        return growth.words
    owners = [t for t in terms if t.sentence is growth.sentence and t.index == growth.index - 1]
    return owners[0].words if owners and owners[0].kind in _COUNTED else growth.words


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
