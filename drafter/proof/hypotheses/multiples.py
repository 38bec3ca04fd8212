"""One number as so many times another: 民事518件、行政74件，前者是后者的7倍; 是上年12件的2倍."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.account.naming import named
from drafter.proof.hypotheses.growth import rises
from drafter.proof.numbers.misprint import LENGTH, Holds, slips
from drafter.proof.numbers.printed import equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.comparison import comparisons
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Table, Term
from drafter.proof.rows.verdict import about, remark, said
from drafter.proof.text.passage import Remark

_LESS = pattern(r"(?:下降|减少|降低|压减|缩短)(?:了|近|约|达)*$")
_TIMES = pattern("(?:是|为|达到?|相当于|到)(?P<other>[^，；]{0,14})的(?:近|约)?$")
_OF = pattern("(?:是|为|相当于)[^，；是为]{1,14}的(?:近|约)?$")
_MEAN, _MIDDLE = pattern("平均数|平均值|均值"), pattern("中位数")
_OWN = pattern("[）]?的?(?:近|约|将近|超过)?$")  # right behind the number itself: 是上年12件的2倍
_RATHER = pattern(r"(?:是|为|达到?|相当于)[^，；是为]{0,24}$")
_QUOTIENT = pattern("(?P<of>[\u4e00-\u9fff]{2})倍数(?:为|达|达到|是)?$")
_TIME = pattern(r"20\d\d年|年前|上年|去年|同期|上月|上期|原来|过去|以前|之初|初期|成立时|此前|以往")
_LATER = pattern(r"^(?:达到?|共|为|受理|至)|同期|上年|去年|20\d\d年")
_CLAUSE = pattern("[，；：。]")
_COUNTED = ("level", "average", "earlier")
_LEVERED = pattern("杠杆|放大|撬动|倍增")
_NAME, _WHICH, _NEAR, _LAST = 2, pattern("后者"), 2, 4
_MEASURED = ("level", "average", "rate", "percent", "share", "earlier", "base")


def multiples(account: Account) -> Iterator[Remark]:
    """Multiples that the two numbers do not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(multiples, "线上办理984件，线下办理164件，线上是线下的8倍。")
    ['错误 写作“线上是线下的8倍”，984÷164=6；疑为6误作8']
    >>> remarks(multiples, "网办率66.5%，是平均水平（12.1%）的3.5倍。")
    ['错误 写作“是平均水平（12.1%）的3.5倍”，66.5÷12.1=5.5；疑为5.5误作3.5']
    >>> text = "投入资金2.5亿元，撬动社会资本17.5亿元，放大{}倍。"
    >>> remarks(multiples, text.format(7)), len(remarks(multiples, text.format(9)))
    ([], 1)
    >>> remarks(multiples, "民事518件、行政74件，前者是后者的7倍。")
    []
    >>> remarks(multiples, "复议案件240件，是诉讼案件80件的2倍；占比42.6%，是全省（21.3%）的2倍。")
    ['错误 写作“是诉讼案件80件的2倍”，240÷80=3；疑为3误作2']
    >>> text = "镇上人均可支配收入40000元，中位数34000元，是平均数的{}%。"
    >>> remarks(multiples, text.format("85.0")), remarks(multiples, text.format("58.0"))
    ([], ['错误 写作“是平均数的58.0%”，34000÷40000=85%；疑为85.0误作58.0'])
    """
    for table in account.tables:
        held = {
            id(beside["times"])
            for row in table.rows
            for beside in comparisons(row)
            if "times" in beside and "earlier" in beside
        }
        for number, term in enumerate(table.terms):
            if term.kind == "times" and _LESS.search(term.words):
                yield remark("proof-times-less", Severity.WARNING, [term], {})  # 下降2倍
            if _is_multiple(term) and id(term) not in held and not rises(term.words):
                pair = _pair(term, number, table.terms) or _told_before(term, table, account)
                if pair:
                    yield from _judge(*pair, term)
                elif _LEVERED.search(term.lead + term.piece.tail):
                    yield from _levered(term, table.terms[:number])


Pair = tuple[Term, Term] | None


def _is_multiple(term: Term) -> bool:
    """Whether a number says how many times, or how many per cent, of another one: 是平均数的85%."""
    return term.kind == "times" or (term.kind == "percent" and bool(_OF.search(term.words)))


def _pair(times: Term, number: int, terms: Sequence[Term]) -> Pair:
    """What is so many times what, where the words leave no doubt."""
    before, after = terms[:number], terms[number + 1 :]
    if own := _own(times, before, after):
        return own
    if match := _TIMES.search(times.words):
        other = match["other"]
        if _TIME.search(other):
            alone = not times.words[: match.start()].strip("，、") and times.piece.joint != "；"
            return _at_times(before, after, alone) or _respectively(times, after)
        named = _named(times, other, before) or _told_behind(other, before, after)
        return named or _respectively(times, after)
    match = _QUOTIENT.search(times.words)
    return _quotient(match["of"], before) if match else None


def _told_before(times: Term, table: Table, account: Account) -> Pair:
    """发行债券60亿元。……认购总额624亿元，是发行金额的10.4倍: what is named is told before."""
    match = _TIMES.search(times.words)
    mine = [r for r in table.rows if r.head.index < times.index and r.head.kind == "level"]
    if not match or not mine or _TIME.search(match["other"]):
        return None
    passage = table.sentence.passage
    before = [
        r for r in (*account.earlier(table), *mine[:-1])
        if r.head.sentence.passage is passage and alike(r.unit, mine[-1].unit)
    ]  # fmt: skip
    other = named(match["other"], before)
    return (mine[-1].head, other[0].head) if other else None


def _levered(times: Term, before: Sequence[Term]) -> Iterator[Remark]:
    """财政资金2.5亿元撬动社会资本17.5亿元，放大7倍: what one of the last amounts
    is of another; of several pairs the nearest that a slip explains."""
    cut = max((n for n, t in enumerate(before) if t.kind == "times"), default=-1)
    parts = [n for n, t in enumerate(before) if t.piece.joint == "；"]
    money = [t for t in before[max([cut + 1, *parts]) :] if t.kind == "level"]
    money = [t for t in money if t.amount.unit == "元"][-_LAST:]
    pairs = [(a, b) for a in money for b in money if a.amount.value > b.amount.value > 0]
    if any(_gives(one, other, times) for one, other in pairs):
        return
    pairs.sort(
        key=lambda pair: abs(pair[0].amount.value / pair[1].amount.value - times.amount.value)
    )
    remarks = [remark for pair in pairs for remark in _judge(*pair, times)]
    sure = [one for one in remarks if one.details["guess"] != said(())]
    yield from sure[:1] or (remarks if len(remarks) == 1 else ())


def _own(times: Term, before: Sequence[Term], after: Sequence[Term]) -> Pair:
    """24件，是上年12件的2倍; 占42.6%，是全省平均（21.3%）的2倍; 是去年（65件）的2倍，达130件."""
    other = before[-1] if before else None
    if not other or not _OWN.fullmatch(times.words) or times.piece.joint not in ("", "）"):
        return None
    if other.index < times.index - _NEAR or not _RATHER.search(other.lead.rstrip("（")):
        return None
    ahead = [t for t in before[:-1] if _measures(t, other) and not t.piece.depth]
    later = [t for t in after[:1] if _measures(t, other) and _LATER.search(t.words)]
    one = next(iter(reversed(ahead)), None) or next(iter(later), None)
    return (one, other) if one else None


def _measures(one: Term, other: Term) -> bool:
    """Whether two numbers are of one kind, so that one may be so many times the other."""
    return one.kind in _MEASURED and alike(one.amount.unit, other.amount.unit)


def _at_times(before: Sequence[Term], after: Sequence[Term], alone: bool) -> Pair:
    """受理360件，是2019年的2.4倍（2019年为150件）; 由3家发展到27家，是原来的9倍, which has nothing
    of its own."""
    levels = [t for t in before if t.kind in _MEASURED and not t.piece.depth]
    counted = [t for t in levels if t.kind in _COUNTED]
    if alone and [t.kind for t in counted[-2:]] == ["earlier", "level"]:
        levels = counted  # 由555万增长到1168万，占46.8%，是四十年前的2.1倍
    if not levels:
        return None
    behind = [t for t in after[:1] if _measures(t, levels[-1]) and _TIME.search(t.words)]
    old = [t for t in levels[-2:-1] if alone and t.kind == "earlier" and _measures(t, levels[-1])]
    return (levels[-1], (behind or old)[0]) if behind or old else None


def _told_behind(other: str, before: Sequence[Term], after: Sequence[Term]) -> Pair:
    """人均3.6万元，是全国平均水平的1.8倍，全国平均为2万元: what is named is told right behind."""
    levels = [t for t in before[-1:] if t.kind in _MEASURED]
    behind = [t for t in after[:1] if levels and _measures(t, levels[-1])]
    named = [t for t in behind if any(other[n : n + 3] in t.words for n in range(len(other) - 2))]
    return (levels[-1], named[0]) if named else None


def _named(times: Term, other: str, before: Sequence[Term]) -> Pair:
    """The two numbers before it, by name."""
    levels = [t for t in before if t.kind in ("level", "average")]
    if len(levels) < _NAME or not alike(levels[-1].amount.unit, levels[-2].amount.unit):
        return None
    one, two = levels[-2:]
    beside = not other.strip("（）") and two.index == times.index - 1
    if beside or _WHICH.search(other) or _names(other, two, one):
        return one, two
    return (two, one) if _names(other, one, two) else None


def _names(words: str, term: Term, rival: Term) -> bool:
    """Whether the words name this number, and not the other."""
    pairs = {words[at : at + _NAME] for at in range(len(words) - 1)}
    ours, theirs = (t.words + t.piece.tail for t in (term, rival))
    if _MEAN.search(words):  # which the words call 人均收入
        return term.kind == "average" and bool(_MIDDLE.search(theirs))
    return any(pair in ours and pair not in theirs for pair in pairs)


def _respectively(times: Term, after: Sequence[Term]) -> Pair:
    """复议案件是诉讼案件的1.6倍，分别为320件、200件."""
    pair = after[:2]
    if len(pair) < _NAME or "分别" not in pair[0].words or not _measures(*pair):
        return None
    return (pair[0], pair[1]) if times.piece.joint != "；" else None


def _quotient(of: str, before: Sequence[Term]) -> Pair:
    """发行20亿元，认购总额64亿元，认购倍数3.2倍: what it is named after, and the other."""
    levels = [t for t in before if t.kind == "level"][-2:]
    named = [t for t in levels if of in t.words]
    rest = [t for t in levels if of not in t.words]
    if len(named) != 1 or len(rest) != 1 or not _measures(named[0], rest[0]):
        return None
    return named[0], rest[0]


def _holds(percent: bool) -> Holds:
    """That the first is so many times, or per cent, of the second, as the third says."""
    work = _in_percent if percent else _divided
    return lambda v: v[1].half_up.low > 0 and equal(v[:2], v[2:], work)


def _gives(one: Term, other: Term, times: Term) -> bool:
    """Whether the two numbers give the multiple, or the rise alone."""
    values = [printed(term.amount) for term in (one, other, times)]
    exceeds = one.amount.value - other.amount.value
    risen = abs(exceeds / other.amount.value - times.amount.value) < times.amount.step
    return _holds(percent=False)(values) or risen


def _judge(one: Term, other: Term, times: Term) -> Iterator[Remark]:
    amounts, percent = [one.amount, other.amount, times.amount], times.amount.percent
    holds = _holds(percent)
    if other.amount.value <= 0 or holds([printed(amount) for amount in amounts]):
        return
    quotient = one.amount.value * (100 if percent else 1) / other.amount.value
    misprints = slips(amounts, holds, LENGTH, broadly=True)
    own = [slip for slip in misprints if slip.operand == _NAME]
    own.sort(key=lambda slip: (slip.weight, abs(float(slip.meant) - float(quotient))))
    misprints = own or misprints
    copied = stale(amounts)
    if misprints or copied or about(Fraction(quotient), times.amount.value):
        sign = "%" if percent else ""
        working = f"{one.amount.written}÷{other.amount.written}={decimal(quotient, 2)}{sign}"
        details = {"said": _claim(times, other), "working": working}
        yield remark("proof-change", Severity.ERROR, [one, other, times], details, misprints)


def _claim(times: Term, other: Term) -> str:
    """The clause of the multiple, with the number that it names: 是上年（65件）的2倍."""
    text, words = times.sentence.passage.plain, times.words.strip("，、） ")
    if not _OWN.fullmatch(words):
        return words + times.said
    lead = _CLAUSE.split(other.lead.rstrip("（"))[-1]
    start = text.rfind(lead, times.sentence.start, other.amount.start)
    return text[start if lead else other.amount.start : times.amount.end]


def _divided(one: Quantity, other: Quantity) -> Quantity:
    return one / other


def _in_percent(one: Quantity, other: Quantity) -> Quantity:
    return one * Quantity.exact(100) / other
