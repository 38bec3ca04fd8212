"""Small charts, drawn on the server. What they show stands beside them in figures."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django import template
from markupsafe import Markup

from drafter.draft.record import FigureRecord

register = template.Library()
_HIGH, _WIDE, _STEP = 26, 16, 20
_CHART = Markup(
    '<svg class="pair-chart" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
    ' aria-hidden="true" focusable="false">{bars}</svg>'
)
_BAR = Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>')


@register.simple_tag
def bars(past: FigureRecord | None, now: FigureRecord) -> Markup:
    """Last year's value and this year's as bars; nothing where one of them is no number."""
    values = [Fraction(one.value) for one in (past, now) if one is not None and one.value]
    if len(values) < 2 or min(values) < 0 or not any(values):
        return Markup()
    return _drawn(values)


def _drawn(values: Sequence[Fraction]) -> Markup:
    most, last = max(values), len(values) - 1
    heights = [max(1, round(_HIGH * value / most)) for value in values]
    rows = (
        _BAR.format("now" if n == last else "past", n * _STEP, _HIGH - high, _WIDE, high)
        for n, high in enumerate(heights)
    )
    return _CHART.format(wide=_STEP * len(values), high=_HIGH, bars=Markup().join(rows))
