"""Two figures in a sentence: this year and last, a part and its whole, from and to.

GB/T 15835-2011 4.2 (概数) and 5 (ranges), GB/T 8170 (rounding); the rest is official habit.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec.structs import replace

from drafter.model import quantity
from drafter.model.figure import Figure, text
from drafter.model.finding import Blank, Kind
from drafter.model.quantity import Quantity
from drafter.template.values import Shown, UnknownNameError

SAME, FROM_NOTHING = "与上年持平", "上年为0"
_ALMOST = "基本持平"
_BY_WEIGHT = (Blank.MISSING, Blank.INCOMPARABLE, Blank.NOT_APPLICABLE)
_FINEST = 2  # decimal places of a change, where it is small: nobody reads 0.00004个百分点


def amount_of(value: object) -> Quantity | None:
    """The figure's amount, None where it has none. Raises UnknownNameError for no figure."""
    if not isinstance(value, Shown):
        hint = "；次序请写成 {{ loop.index|序数 }}" if isinstance(value, int) else ""
        raise UnknownNameError(f"此过滤器只能用于指标数据{hint}")
    return value.figure.quantity


def last_year(value: Shown) -> Shown:
    """|上年 — the indicator's figure of the year before; awaited, loudly, where nobody gave it."""
    amount_of(value)
    figure = value.figure
    if not figure.key:
        raise UnknownNameError("“上年”只能用于指标，不能用于算出的数")
    key, label = f"上年({figure.key})", f"上年{figure.label or figure.key}"
    earlier = value.citations.before.get(figure.key)
    if isinstance(earlier, Figure):
        return Shown(replace(earlier, key=key, label=label), value.citations)
    awaited = (f"上年·{figure.label or figure.key}",)
    missing = Figure(Blank.MISSING, key, label, figure.unit, figure.kind, awaited=awaited)
    return Shown(missing, value.citations)


def is_comparable(value: Shown, before: Shown | None = None) -> bool:
    """is 可比 — whether both this year's and last year's figures are there to be compared."""
    then = last_year(value) if before is None else before
    return amount_of(value) is not None and amount_of(then) is not None


def change(value: Shown, before: Shown | None = None, number: int = 1) -> Shown:
    """|同比, |同比(上年) — 同比增长12.5%, 同比下降3%, 与上年持平; in 百分点 for rates.

    Without an argument the indicator's own figure of last year. A base of zero has no rate.
    An unknown year stays unknown; where one does not apply, neither does the comparison. A year
    that cannot be compared with says why.
    """
    then = last_year(value) if before is None else before
    label = f"{value.figure.name}同比"
    if then.figure.value is Blank.INCOMPARABLE and value.figure.is_known:
        reason = "；".join(then.figure.awaited)
        figure = replace(then.figure, value=reason, key="", label=label, unit="", awaited=())
        return Shown(replace(figure, kind=Kind.TEXT), value.citations)
    if (unknown := _unknown(value, then, label)) is not None:
        return unknown
    words = _change(value.figure, then.figure, number, value.citations.places)
    figure = replace(_changed(value.figure, then.figure), label=label, unit="")
    if words == FROM_NOTHING:  # words where a rate would stand: no number is told
        figure = replace(figure, kind=Kind.TEXT)
    return Shown(figure, value.citations, words)


def points(
    value: Shown, other: Shown, number: int = 1, more: str = "高", less: str = "低"
) -> Shown:
    """|百分点(另一比率) — 高2.5个百分点, 低3个百分点, 持平."""
    label = f"{value.figure.name}与{other.figure.name}之差"
    if (unknown := _unknown(value, other, label)) is not None:
        return unknown
    figure = replace(value.figure - other.figure, label=label, kind=Kind.RATE, unit="")
    amount = _apart(value.figure, other.figure, number, value.citations.places)
    hedge = "约" if _amount(value.figure).hedge or _amount(other.figure).hedge else ""
    side = more if amount > 0 else less
    shown = visible(abs(amount), number)
    words = f"{side}{hedge}{shown}个百分点" if shown else _ALMOST
    return Shown(figure, value.citations, words if amount else "持平")


def share(value: Shown, whole: Shown, number: int | None = None) -> Shown:
    """|占比(总数) — 57%; never 100% unless all, never 0% unless none. Nothing has no shares."""
    amount_of(value), amount_of(whole)
    named = f"{value.figure.name}占{whole.figure.name}比重"
    quotient = Shown(value.figure / whole.figure, value.citations)
    return as_rate(quotient, number, named)


def as_rate(value: Shown, number: int | None = None, named: str = "") -> Shown:
    """|比率 — a quotient made in the template, as 98%; to the catalogue's 比率小数位."""
    amount = amount_of(value)
    figure = replace(value.figure, kind=Kind.RATE, unit="", label=named or value.figure.label)
    places = value.citations.places if number is None else number
    return Shown(figure, value.citations, quantity.percent(amount, places) if amount else None)


def span(value: Shown, other: Shown) -> Shown:
    """|至(另一数) — 63%~68%, 3万~5万, each in its own words; one number where both are the same."""
    words = "~".join(dict.fromkeys(end.words for end in sorted((value, other), key=_order)))
    return _between(value, other, words)


def about(value: Shown, other: Shown) -> Shown:
    """|概数(另一数) — 三四 for 3 and 4, 二三十 for 20 and 30; 3~5 where they are no neighbours."""
    words = _neighbours(*sorted((amount_of(value), amount_of(other)), key=_size))
    return _between(value, other, words) if words else span(value, other)


def visible(value: Fraction, number: int) -> str:
    """To that many decimal places, or up to two if it takes them: a change is never one of 0.
    "" for one that is smaller still."""
    while number < _FINEST and not quantity.rounded(value, number):
        number += 1
    return quantity.decimal(value, number) if quantity.rounded(value, number) else ""


def _unknown(value: Shown, other: Shown, label: str) -> Shown | None:
    """What a comparison says where a figure is missing (loudly) or does not apply; None where both
    are there."""
    if amount_of(value) is not None and amount_of(other) is not None:
        return None
    blanks = (value.figure.value, other.figure.value)
    blank = next(blank for blank in _BY_WEIGHT if blank in blanks)
    lacking = [name for f in (value.figure, other.figure) if f.value is blank for name in f.awaited]
    awaited = tuple(dict.fromkeys(lacking))
    unknown = value.figure if value.figure.value is blank else other.figure
    sources = tuple(dict.fromkeys(value.figure.sources + other.figure.sources))
    figure = Figure(blank, "", label, sources=sources, awaited=awaited)
    return Shown(figure, value.citations, text(replace(figure, label=unknown.label)))


def _between(value: Shown, other: Shown, words: str) -> Shown:
    """Two figures in one expression: an interval, known by its middle, of the first one's kind."""
    one, two = value.figure, other.figure
    label = f"{one.name}至{two.name}"
    if (unknown := _unknown(value, other, label)) is not None:
        return unknown
    low, high = sorted((_amount(one), _amount(two)), key=_size)
    middle = Quantity((low.value + high.value) / 2, low.low, high.high)
    figure = replace(one - two, value=middle, kind=one.kind, label=label)
    figure = replace(figure, unit=one.unit, workings=f"{one.term}~{two.term}")
    return Shown(figure, value.citations, words)


def _amount(figure: Figure) -> Quantity:
    assert isinstance(figure.value, Quantity)
    return figure.value


def _changed(now: Figure, then: Figure) -> Figure:
    """By how much: a rate's difference in points, anything else as a share of what it was; by how
    many where that was not more than nothing."""
    difference = now - then
    if now.kind is Kind.RATE:
        return replace(difference, kind=Kind.RATE)
    if _amount(then).value <= 0:
        return difference
    growth = _growth(_amount(now), _amount(then))
    return replace(difference / then, value=growth, kind=Kind.RATE)


def _growth(now: Quantity, then: Quantity) -> Quantity:
    """The growth on a base above zero, over all readings of both."""
    value = now.value / then.value - 1
    ends = [a / b - 1 for a in (now.low, now.high) for b in (then.low, then.high) if b]
    return Quantity(value, min(value, *ends), max(value, *ends))


def _change(one: Figure, two: Figure, number: int, places: int) -> str:
    now, then = _amount(one), _amount(two)
    difference = now.value - then.value
    hedge = "约" if now.hedge or then.hedge else ""
    if hedge and now.low <= then.high and then.low <= now.high:
        return f"与上年{_ALMOST}"
    if not difference:
        return SAME
    if one.kind is Kind.RATE:
        side = "提高" if difference > 0 else "下降"
        shown = visible(abs(_apart(one, two, number, places)), number)
        return f"同比{side}{hedge}{shown}个百分点" if shown else f"与上年{_ALMOST}"
    if not then.value:
        return FROM_NOTHING
    side = "增长" if difference > 0 else "下降"
    if then.value < 0:
        side = "增加" if difference > 0 else "减少"
        return f"比上年{side}{hedge}{quantity.decimal(abs(difference))}{one.unit}"
    shown = visible(abs(difference / then.value) * 100, number)
    return f"同比{side}{hedge}{shown}%" if shown else f"与上年{_ALMOST}"


def _apart(one: Figure, two: Figure, number: int, places: int) -> Fraction:
    """The 百分点 between two rates: to more places than rates are printed with, the exact ones."""
    now, then = _amount(one), _amount(two)
    if number > places:
        return (now.value - then.value) * 100
    return quantity.points(now, then, places)


def _order(value: Shown) -> Fraction:
    return _size(amount_of(value))


def _size(amount: Quantity | None) -> Fraction:
    return Fraction(0) if amount is None else amount.value


def _neighbours(low: Quantity | None, high: Quantity | None) -> str:
    """两三, 二三十, 四五百: two digits next to each other, and the unit once (GB/T 15835 4.2.1)."""
    if low is None or high is None or low.hedge or high.hedge:
        return ""
    for unit, name in ((1, ""), (10, "十"), (100, "百"), (1000, "千"), (10**4, "万")):
        first, second = low.value / unit, high.value / unit
        if second - first == 1 and first in range(1, 9):
            digits = (quantity.numeral(int(n), counting=unit == 1) for n in (first, second))
            return "".join(digits) + name
    return ""
