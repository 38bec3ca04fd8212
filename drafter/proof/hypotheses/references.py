"""Which rate told before a number of points is measured against: 快于全部规上工业2.7个百分点."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.rows.clause import POINTS
from drafter.proof.rows.row import Term

_NAMED = pattern(
    "(?:(?P<way1>[高低快慢多少])(?:于|出|过)(?:了)?(?P<above>[\u4e00-\u9fffA-Z]{2,24}?)"
    "|[比较](?P<other>[\u4e00-\u9fffA-Z]{2,24}?)(?:增速|增幅|占比|比重)?"
    "(?P<way2>(?<!提)高|(?<!降)低|(?<!加)快|(?<!放)慢|(?<!增)多|(?<!减)少))"
    "(?:平均水平|平均|水平|增速|增幅|涨幅|增长|占比|比重|出|了)*$"
)
_NOT_TOLD = pattern(
    "[上去前同]年|同期|[上本]月|上季|月|季|目标|预期|计划|任务|序时|(?<!公共)(?<!基金)预算|要求|标准"
)
_WIDE = pattern("全部|所有|整体|总体|同期|平均|水平|增速|增幅|涨幅|增长|占比|比重|的")
_ALL = pattern("全[国省市州县区盟旗镇乡院校社会]+|我[国省市州县区]|平均|整体|总体|综合")
_MOVES = pattern(
    "(?:同比|环比|比[^，]{2,6}|较[^，]{2,6})?(?:增长|下降|上升|提高|回落|减少|为|达到?|是)+$"
)
_SHORT_FORMS = (("规上", "规模以上"), ("限上", "限额以上"), ("GDP", "地区生产总值"))
_PERIOD = pattern(
    r"(?<![比较同\d—－\-至])(\d{1,2}[—－\-至]\d{1,2}月|\d{1,2}月|[一二三四]季度|[上下]半年|前[两二三]季度|20\d\d年)"
)
_CLAUSE = pattern("[，：]")
_FILLING = pattern("[，、）]|其中|[其也均都且并又]|增速|增幅|涨幅|分别|大幅|明显|显著|平均")
_COUNTED, _RATES = ("level", "average"), ("rate", "percent", "share")
_ENOUGH, _LONG, _PAIR = 0.6, 4, 2


class Reference(Struct, frozen=True):
    """A rate told before, and how much of the name its words have, of all."""

    term: Term
    likeness: float


def held(claim: Term, before: Sequence[Term], above: Sequence[Term]) -> Term | None:
    """The rate that points say is above or below others: what their words name
    (农村居民收入增速快于城镇居民), else the last before it, past other points."""
    match = _NAMED.search(claim.words)
    subject = _core(_FILLING.sub("", claim.words[: match.start()] if match else ""))
    if len(subject) >= _PAIR:
        return _by_subject(subject, [*above, *before]) if "增" in claim.words else None
    for term in reversed(before):
        if term.amount.percent:
            return None if term.kind == "earlier" else term
        if term.amount.unit not in POINTS or term.piece.joint not in ("，", "、", ""):
            return None
    return None


def _by_subject(subject: str, terms: Sequence[Term]) -> Term | None:
    """The one growth that has most of a subject."""
    growths = [(_share(subject, _label(t, terms)), t) for t in terms if t.kind == "growth"]
    most = max((likeness for likeness, _ in growths), default=0)
    likely = [term for likeness, term in growths if likeness == most >= _ENOUGH]
    return likely[0] if len(likely) == 1 else None


def named(words: str) -> tuple[str, int] | None:
    """(name, 1 for above or −1 for below) of what points are measured against.

    >>> named("，增速快于全部规上工业"), named("，比全市平均水平低"), named("，高于上年同期")
    (('全部规上工业', 1), ('全市平均水平', -1), None)
    """
    match = _NAMED.search(words)
    name = (match["above"] or match["other"]) if match else ""
    if not match or _NOT_TOLD.search(name):
        return None
    return name, 1 if (match["way1"] or match["way2"]) in "高多快" else -1


def references(one: Term, name: str, above: Sequence[Term]) -> list[Reference]:
    """The rates before one that may have the name, the likeliest first: of its kind and time; of
    one that is named by its place alone, also of its measure."""
    core = _core(name)
    ours = _label(one, above)
    kept = list[Reference]()
    for term in above:
        if term is one or term.amount.hedged or not _of_kind(one, term) or _apart(one, term):
            continue
        label = _label(term, above)
        likeness = _share(core, label) if core else float(bool(_ALL.search(label)))
        measured = bool(_pairs(ours) & _pairs(label) - _pairs(core))
        if likeness >= (_ENOUGH if len(core) >= _LONG else 1) and (measured or not _is_wide(core)):
            kept.append(Reference(term, likeness))
    return sorted(kept, key=lambda one: -one.likeness)


def _of_kind(one: Term, other: Term) -> bool:
    if not other.amount.percent or other.piece.depth:
        return False
    return one.kind == other.kind or (one.kind in _RATES and other.kind in _RATES)


def _is_wide(core: str) -> bool:
    """Whether a name says of how much something is measured, and not what."""
    return not _ALL.sub("", core)


def _core(name: str) -> str:
    return _in_full(_WIDE.sub("", name))


def _in_full(words: str) -> str:
    for short, full in _SHORT_FORMS:
        words = words.replace(short, full)
    return words


def _label(rate: Term, terms: Sequence[Term]) -> str:
    """All words that a rate is named by: its own, and those of the number that it hangs on."""
    owners = [t for t in terms if t.sentence is rate.sentence and t.index == rate.index - 1]
    owned = owners and not rate.reading.subject and owners[0].kind in _COUNTED
    words = (owners[0].lead if owned else "") + _MOVES.sub("", rate.lead)
    return _in_full("，".join(_CLAUSE.split(words.rpartition("；")[2])[-_PAIR:]))


def _pairs(words: str) -> set[str]:
    return {words[at : at + _PAIR] for at in range(len(words) - 1)}


def _share(core: str, label: str) -> float:
    """How many of the pairs of signs of a name stand in a label."""
    pairs = _pairs(core)
    return len(pairs & _pairs(label)) / len(pairs) if pairs else 0.0


def _apart(one: Term, other: Term) -> bool:
    """Whether both are of times that the words tell apart: 7月份 and 1—7月份."""
    ours, theirs = _time(one), _time(other)
    return bool(ours and theirs) and ours != theirs


def _time(term: Term) -> str:
    passage = term.sentence.passage
    times = _PERIOD.findall(passage.plain, 0, term.amount.start)
    months = [time for time in times if not time.endswith("年") or "半年" in time]
    return re.sub("[—－至]", "-", months[-1] if months else "")
