"""Small charts, drawn on the server. What they show stands beside them in figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django import template
from markupsafe import Markup

from drafter.desk.overview.accounts import Annual
from drafter.draft.record import FigureRecord

register = template.Library()
_HIGH, _WIDE, _STEP = 26, 16, 20
_CHART = Markup(
    '<svg class="pair-chart" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
    ' aria-hidden="true" focusable="false">{bars}</svg>'
)
_BAR = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')


@register.simple_tag
def bars(*records: FigureRecord | None) -> Markup:
    """The values of some years as bars, the last one this year's; a gap where one is no number.
    Nothing where there are not two, or where one is below nothing."""
    values = [Fraction(one.value) if one and one.value else None for one in records]
    numbers = [value for value in values if value is not None]
    if len(numbers) < 2 or min(numbers) < 0 or not any(numbers):
        return Markup()
    return _drawn(values, max(numbers))


@register.simple_tag
def year_bars(years: Sequence[Annual]) -> Markup:
    """An indicator's years as bars."""
    return bars(*(one.figure for one in years))


def _drawn(values: Sequence[Fraction | None], most: Fraction) -> Markup:
    last = len(values) - 1
    heights = [None if v is None else max(1, round(_HIGH * v / most)) for v in values]
    rows = (
        _BAR.format("now" if n == last else "past", n * _STEP, _HIGH - high, _WIDE, high)
        for n, high in enumerate(heights)
        if high is not None
    )
    return _CHART.format(wide=_STEP * len(values), high=_HIGH, bars=Markup().join(rows))
