"""Which numbers a percentage, an average or a difference may be made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from drafter.model.pattern import pattern
from drafter.proof.evidence.forms import Quotient
from drafter.proof.evidence.numbers import COUNTS, Number
from drafter.proof.numbers.units import family
from drafter.proof.ratios.rate_names import halves, is_known
from drafter.proof.ratios.sharing import CORE, COUNTED, is_due, is_named
from drafter.proof.rows.clause import is_into

_ALL = 100  # what is said of all has no slip
_PARTS, _WHOLES, _BEHIND, _LATER, _AFTER, _MOST_JOINED = 5, 9, 2, 12, 4, 6
_NAME = 3  # signs of what names one number and hardly another
_TOGETHER = pattern("合计|共|总计|两|二者|三|四|五|前")
_ADDED = pattern("新增|净增|新建|新认定|新培育|新设|扩大|新")
_TIME = pattern("上年同期|去年同期|上年度?|去年|上期|同期")
_DATED = pattern(
    "[，（]?(?:[一二三四]季度|上.{1,3}|\\d{1,2}月份?|20\\d\\d年|年初)(?:度|份|末|底)?(?:为|是)?"
)
_DOWN = pattern("[减降少缩跌]|回落")
_POINTS = ("百分点", "个百分点")

Numbers = Sequence[Number]


def ratios(numbers: Numbers) -> Iterator[Quotient]:
    """Every share and rate with a part and a whole near it, and the like of growth and change."""
    for claim in numbers:
        kind, unit = claim.term.kind, claim.term.amount.unit
        if unit == "%" and kind in ("share", "rate", "percent") and claim.value != _ALL:
            if not _is_contribution(claim):
                yield from _shares(claim, numbers)
        elif unit == "%" and kind == "growth" and claim.value:
            yield from _growth(claim, numbers)
        elif unit in _POINTS or kind == "change" or _is_added(claim):
            yield from _changes(claim, numbers)
        elif kind == "average":
            yield from _means(claim, numbers)


def _is_contribution(claim: Number) -> bool:
    """Whether a percentage says what part of a growth something is: 贡献率分别为9.2%、51.6%."""
    text, end = claim.term.sentence.passage.plain, claim.term.amount.start
    start = max(text.rfind(stop, claim.term.sentence.start, end) for stop in "，；")
    return "贡献率" in text[max(start, claim.term.sentence.start) : end]


def _is_added(claim: Number) -> bool:
    """Whether a number says what came to be more: 新增全国文明城市12个."""
    return claim.term.kind == "level" and bool(_ADDED.search(claim.term.words))


def _counts(numbers: Numbers) -> list[Number]:
    return [
        n for n in numbers
        if n.family not in ("", "%", "倍", "∶1", *_POINTS) and n.term.kind in COUNTS and n.value > 0
    ]  # fmt: skip


def _is_due(claim: Number) -> bool:
    """Whether a share is one of a budget or a plan, of which parts have their own."""
    return is_due(claim.term.reading.of or claim.term.words)


def _shares(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    before = _counts(numbers[max(0, claim.order - 24) : claim.order])
    later = _counts(numbers[claim.order + 1 : claim.order + _LATER])
    behind = [n for n in later[:_BEHIND] if n.sentence == claim.sentence]
    passage = claim.term.sentence.passage
    own = [n for n in later if n.term.sentence.passage is passage]  # no whole comes a paragraph on
    due = _is_due(claim)
    parts = [n for n in before[-_PARTS:] if n.sentence >= claim.sentence - 1] + behind
    if claim.term.kind != "share" and _is_of_others(claim, parts, before):
        return
    parts = [*_counted_by(claim, parts)]
    counted = COUNTED.search(claim.term.reading.subject or claim.term.reading.of)
    if counted:
        parts = [n for n in parts if n.family == family(counted[1])]
    core = CORE.sub("", claim.term.reading.of)
    named = [n.order for n in before if len(core) >= _NAME and is_named(core, n.term.words)]
    for part in parts:
        like = [n for n in before if n.family == part.family and n is not part][-_WHOLES:]
        like += [n for n in own if n.family == part.family and n is not part][:_AFTER]
        for whole in like:
            if claim.term.kind == "rate" and _make_a_third(part, whole, before):
                continue
            if due and not (is_due(whole.term.words) and _next_of_kind(whole, part, numbers)):
                continue
            if named and whole.order not in named:
                continue
            if part.value <= whole.value * 2 and (part.value > whole.value or claim.value <= _ALL):
                yield Quotient("share", (claim, part, whole))
            if claim.value > _ALL:  # 投资完成率119.7% is of a plan, never a part of a whole
                continue
            beside = abs(part.order - whole.order) == 1
            if beside or (claim.term.kind == "rate" and abs(part.order - whole.order) < 5):
                if part.order < whole.order or part in behind:
                    yield Quotient("both", (claim, part, whole))
                    yield Quotient("both", (claim, whole, part))
                if part.value <= whole.value:
                    yield Quotient("rest", (claim, part, whole))
    if claim.value <= _ALL:
        yield from _joint(claim, before)


def _counted_by(claim: Number, parts: Numbers) -> Numbers:
    """The numbers that a rate of the table may count, by its words; all of any other."""
    name = claim.term.reading.subject
    if claim.term.kind != "rate" or not is_known(name):
        return parts
    upper, _ = halves(name)
    return [n for n in parts if re.search(upper, n.term.words + n.term.piece.tail)]


def _make_a_third(one: Number, other: Number, numbers: Numbers) -> bool:
    """Whether two numbers are the parts of one before them, and neither is a part of the other."""
    added = one.value + other.value
    room = (one.width + other.width) / 2 + added * 1e-9
    return any(abs(n.value - added) <= room for n in numbers if n.family == one.family)


def _is_of_others(claim: Number, parts: Numbers, wholes: Numbers) -> bool:
    """Whether a rate is last year's, or one of two numbers with classifiers of their own: 反馈表
    527份, 满意519件."""
    time = _TIME.match(claim.term.reading.subject)
    if time:
        return not any(time[0] in n.term.words for n in parts)
    near = wholes[-_PARTS:]
    carried = [a.value + b.value for a, b in pairwise(near) if a.family == b.family]
    if claim.step < 1 and any(
        whole and abs(100 * part.value / whole - claim.value) <= claim.step / 2
        for part in parts
        for whole in carried
    ):
        return True  # 上年结转1.5亿元，本年下达8.5亿元，已支出9.2亿元
    return any(
        Quotient("share", (claim, part, whole)).holds
        for part in parts
        for whole in near
        if part.family != whole.family and claim.step < 1 and part.value <= whole.value
    )


def _next_of_kind(one: Number, other: Number, numbers: Numbers) -> bool:
    """Whether no other count of their classifier stands between two numbers."""
    first, last = sorted((one.order, other.order))
    between = numbers[first + 1 : last]
    return not any(n.family == one.family and n.kind in ("level", "base") for n in between)


def _joint(claim: Number, before: Numbers) -> Iterator[Quotient]:
    """Several numbers before it, taken together."""
    if not _TOGETHER.search(claim.term.lead):
        return
    for count in range(2, _MOST_JOINED):
        parts, rest = before[-count:], before[:-count]
        if len(parts) == count and all(n.family == parts[0].family for n in parts):
            for whole in rest[-_WHOLES:]:
                if whole.family == parts[0].family:
                    yield Quotient("joint", (claim, *parts, whole))


def _growth(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    up = claim.term.reading.sign > 0
    near = _counts(numbers[max(0, claim.order - 8) : claim.order + 3])
    near = [n for n in near if claim.sentence - 1 <= n.sentence <= claim.sentence]
    grown = _grown(claim, numbers)
    for now in near:
        for other in near:
            if other is now or other.family != now.family or grown & {now.order, other.order}:
                continue
            if (other.value < now.value or not up) and now.term.kind != "earlier":
                one = Quotient("rise" if up else "fall", (claim, now, other))
                yield from [one] if _is_of(other, claim) or one.holds else []
            one = Quotient("more" if up else "less", (claim, now, other))
            yield from [one] if _is_old(other, now, claim) or one.holds else []


def _grown(claim: Number, numbers: Numbers) -> set[int]:
    """The numbers that have a growth of their own right behind them, other than this one: 牛肉
    0.55万吨，下降14.9% is neither what 羊肉 grew from nor what it is now."""
    near = numbers[max(0, claim.order - 9) : claim.order + 4]
    mine = next((n.order for n in reversed(numbers[: claim.order]) if n.kind == "level"), -1)
    return {
        one.order
        for one, risen in pairwise(near)
        if risen.term.kind == "growth" and risen is not claim and one.kind == "level"
        and one.sentence == risen.sentence and not risen.term.reading.subject
        and one.order != mine
    }  # fmt: skip


def _changes(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    if is_into(claim.term.words):
        return  # 由6.5亿元扩大到8.5亿元
    up = claim.term.reading.sign > 0
    near = [
        n for n in numbers[max(0, claim.order - 6) : claim.order + 4]
        if n is not claim and claim.sentence - 1 <= n.sentence <= claim.sentence and n.value > 0
    ]  # fmt: skip
    points = claim.term.amount.unit in _POINTS
    like = [n for n in near if (n.family == "%" if points else n.family == claim.family)]
    for now in like:
        for old in like:
            one = Quotient("gain" if up else "loss", (claim, now, old))
            if old is not now and (_is_old(old, now, claim) or one.holds):
                yield one


def _is_of(change: Number, claim: Number) -> bool:
    """Whether a change may have the growth: right before it, going its way."""
    beside = change.order == claim.order - 1 and change.sentence == claim.sentence
    up = not _DOWN.search(change.term.words)
    added = change.term.kind == "level" and _ADDED.search(change.term.words)
    return change.kind == "change" and beside and not added and up == (claim.term.reading.sign > 0)


def _is_old(old: Number, now: Number, claim: Number) -> bool:
    """Whether a number is one of an earlier time, which alone others are held against: told before
    the claim, or shortly behind it; by whom (由中央代发) is no time."""
    words = old.term.words
    if _DATED.fullmatch(words):
        return True
    comes = "由" not in words or is_into(now.term.words) or is_into(claim.term.words)
    return old.term.kind == "earlier" and old.order < claim.order and comes


def _means(claim: Number, numbers: Numbers) -> Iterator[Quotient]:
    before = _counts(numbers[max(0, claim.order - 8) : claim.order])
    before = [n for n in before if "提前" not in n.term.words]  # 较上年提前12天
    for total in before:
        for count in before:
            if total.family == claim.family and count is not total and count.family != total.family:
                yield Quotient("mean", (claim, total, count))


def implied(numbers: Numbers) -> dict[int, int]:
    """For each share how many others are shares of the same whole, each with the number right
    before it, whatever that whole is."""
    spans = dict[int, tuple[float, float]]()
    for before, claim in pairwise(numbers):
        share = claim.term.amount.unit == "%" and claim.term.kind in ("share", "rate", "percent")
        if share and claim.value and before.term.kind == "level" and before.family != "%":
            half = claim.step / 2
            high = before.value / max(claim.value - half, half)
            spans[claim.order] = before.value / (claim.value + half), high
    return {
        order: sum(low <= other[1] and other[0] <= high for other in spans.values()) - 1
        for order, (low, high) in spans.items()
    }
