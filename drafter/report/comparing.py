"""Two figures in a sentence: this year and last, a part and its whole, from and to.

GB/T 15835-2011 4.2 (概数) and 5 (ranges), GB/T 8170 (rounding); the rest is official habit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from drafter import quantity
from drafter.figure import Figure
from drafter.model import Blank, Kind
from drafter.quantity import Quantity
from drafter.report.template.values import Shown, UnknownNameError

SAME, FROM_NOTHING = "与上年持平", "上年为0"


def amount_of(value: object) -> Quantity | None:
    """The figure's amount, None where it has none. Raises UnknownNameError for no figure."""
    if not isinstance(value, Shown):
        raise UnknownNameError("此过滤器只能用于指标数据")
    return value.figure.quantity


def last_year(value: Shown) -> Shown:
    """|上年 — the indicator's figure of the year before; awaited, loudly, where nobody gave it."""
    amount_of(value)
    figure = value.figure
    if not figure.key:
        raise UnknownNameError("“上年”只能用于指标，不能用于算出的数")
    known = value.citations.before.get(figure.key)
    if isinstance(known, Figure):
        return Shown(known, value.citations)
    awaited = (f"上年·{figure.label or figure.key}",)
    missing = Figure(Blank.MISSING, figure.key, figure.label, figure.unit, figure.kind)
    return Shown(replace(missing, awaited=awaited), value.citations)


def is_comparable(value: Shown, before: Shown | None = None) -> bool:
    """is 可比 — whether both this year's and last year's figures are there to be compared."""
    then = last_year(value) if before is None else before
    return amount_of(value) is not None and amount_of(then) is not None


def change(value: Shown, before: Shown | None = None, number: int = 1) -> Shown:
    """|同比, |同比(上年) — 同比增长12.5%, 同比下降3%, 与上年持平; in 百分点 for rates.

    Without an argument the indicator's own figure of last year. A base of zero has no rate.
    An unknown year stays unknown; where one does not apply, neither does the comparison.
    """
    then = last_year(value) if before is None else before
    return _worded(value, then, lambda a, b: _change(a, b, value.figure.kind, number))


def points(
    value: Shown, other: Shown, number: int = 1, more: str = "高", less: str = "低"
) -> Shown:
    """|百分点(另一比率) — 高2.5个百分点, 低3个百分点, 持平."""

    def words(one: Quantity, two: Quantity) -> str:
        difference = (one.value - two.value) * 100
        if not difference:
            return "持平"
        hedge = "约" if one.hedge or two.hedge else ""
        side = more if difference > 0 else less
        return f"{side}{hedge}{visible(abs(difference), number)}个百分点"

    return _worded(value, other, words)


def share(value: Shown, whole: Shown, number: int | None = None) -> Shown:
    """|占比(总数) — 57%; never 100% unless all, never 0% unless none. Nothing has no shares."""
    amount_of(value), amount_of(whole)
    quotient = Shown(value.figure / whole.figure, value.citations)
    amount = quotient.figure.quantity
    places = value.citations.places if number is None else number
    return quotient.saying(quantity.percent(amount, places)) if amount else quotient


def span(value: Shown, other: Shown) -> Shown:
    """|至(另一数) — 63%~68%, 3万~5万, each in its own words; one number where both are the same."""
    ends = sorted((value, other), key=_order)
    words = "~".join(dict.fromkeys(end.words for end in ends))
    return _worded(value, other, lambda *_: words, "~")


def about(value: Shown, other: Shown) -> Shown:
    """|概数(另一数) — 三四 for 3 and 4, 二三十 for 20 and 30; 3~5 where they are no neighbours."""
    words = _neighbours(*sorted((amount_of(value), amount_of(other)), key=_size))
    return _worded(value, other, lambda *_: words, "~") if words else span(value, other)


def visible(value: Fraction, number: int) -> str:
    """To that many decimal places, or as many as it takes: a change is never one of 0."""
    while number < 12 and not quantity.rounded(value, number):
        number += 1
    return quantity.decimal(value, number)


def _worded(
    value: Shown, other: Shown, words: Callable[[Quantity, Quantity], str], sign: str = ""
) -> Shown:
    """Both figures in words; what is missing stays loud, what does not apply says so."""
    one, two = amount_of(value), amount_of(other)
    if one is not None and two is not None:
        both = Shown(_both(value.figure, other.figure, sign), value.citations)
        return both.saying(words(one, two))
    blanks = (value.figure.value, other.figure.value)
    blank = Blank.MISSING if Blank.MISSING in blanks else Blank.NOT_APPLICABLE
    awaited = tuple(dict.fromkeys(value.figure.awaited + other.figure.awaited))
    unknown = value.figure if value.figure.value is blank else other.figure
    sources = tuple(dict.fromkeys(value.figure.sources + other.figure.sources))
    return Shown(
        Figure(blank, "", unknown.label, sources=sources, awaited=awaited), value.citations
    )


def _both(one: Figure, two: Figure, sign: str) -> Figure:
    """A figure with the sources of both; its workings name both, not a difference, for a range."""
    figure = one - two
    return replace(figure, workings=f"{one.term}{sign}{two.term}") if sign else figure


def _change(now: Quantity, then: Quantity, kind: Kind, number: int) -> str:
    difference = now.value - then.value
    hedge = "约" if now.hedge or then.hedge else ""
    if hedge and now.low <= then.high and then.low <= now.high:
        return "与上年基本持平"
    if not difference:
        return SAME
    if kind is Kind.RATE:
        side = "提高" if difference > 0 else "下降"
        return f"同比{side}{hedge}{visible(abs(difference) * 100, number)}个百分点"
    if not then.value:
        return FROM_NOTHING
    side = "增长" if difference > 0 else "下降"
    if then.value < 0:
        side = "增加" if difference > 0 else "减少"
        return f"比上年{side}{hedge}{quantity.decimal(abs(difference))}"
    return f"同比{side}{hedge}{visible(abs(difference / then.value) * 100, number)}%"


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
