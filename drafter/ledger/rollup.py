"""汇总: the answers of several departments, or of several districts, as one.

A part that is missing makes the whole missing, and is counted: what the others come to is told in
the workings, and never passes for the whole. Who said 不适用 is left out. Intervals are added as
such, so that 余 stays what it means.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from drafter.catalogue.indicator import Indicator, Rollup
from drafter.ledger.ledger import is_missing
from drafter.model.figure import Entry, Figure, Table, Value, text
from drafter.model.finding import Blank, Kind, Source
from drafter.model.quantity import Quantity

DEPARTMENTS, DISTRICTS = "个单位", "个区县"
_MOST_TERMS, _MOST_NAMES, _PLACES = 12, 3, 12
_WORDS = {Rollup.MOST: "最大", Rollup.LEAST: "最小", Rollup.MEAN: "平均"}


def rolled_up(
    indicator: Indicator, parts: Mapping[str, Entry], units: Sequence[str], count: str
) -> Entry:
    """The whole that the indicator's 汇总方式 makes of the parts by unit; `units` are all that have
    to say something, counted as `count` has it."""
    answers = {u: parts[u] for u in units if u in parts and not is_missing(parts[u])}
    sources = tuple(source for unit in units if unit in parts for source in parts[unit].sources)
    silent = [unit for unit in units if unit not in answers]
    if indicator.kind is Kind.TABLE:
        return _stacked(
            indicator, answers, sources, awaited_of(indicator.label, silent, len(units), count)
        )
    figures = [f for f in answers.values() if isinstance(f, Figure) and f.is_known]
    whole = _whole(indicator, figures)
    if silent:
        awaited = awaited_of(indicator.label, silent, len(units), count)
        workings = _so_far(indicator, whole, len(answers), len(units), count)
        whole = replace(whole, value=Blank.MISSING, awaited=awaited, workings=workings)
    return replace(whole, sources=sources)


def count_of(units: int, answered: int, count: str) -> str:
    """12个区县中的11个"""
    return f"{units}{count}中的{answered}个"


def _stacked(
    indicator: Indicator, answers: Mapping[str, Entry], sources: tuple[Source, ...],
    awaited: tuple[str, ...],
) -> Table:  # fmt: skip
    rows = tuple(
        row for entry in answers.values() if isinstance(entry, Table) for row in entry.rows
    )
    blank = None if rows else Blank.MISSING if awaited else Blank.NOT_APPLICABLE
    return Table(indicator.key, indicator.label, rows, sources, blank, awaited)


def _whole(indicator: Indicator, figures: Sequence[Figure]) -> Figure:
    """What the figures come to; 不适用 where there is none."""
    plain = Figure(
        Blank.NOT_APPLICABLE, indicator.key, indicator.label, indicator.unit, indicator.kind
    )
    if not figures:
        return plain
    value = _value(indicator.rollup or Rollup.SAME, [figure.value for figure in figures])
    return replace(plain, value=value, workings=_workings(indicator, figures))


def _value(way: Rollup, values: Sequence[Value]) -> Value:
    amounts = [value for value in values if isinstance(value, Quantity)]
    days = [value for value in values if isinstance(value, date)]
    if days:
        return max(days) if way is Rollup.MOST else min(days)
    if way in (Rollup.MOST, Rollup.LEAST):
        pick = max if way is Rollup.MOST else min
        return Quantity(
            pick(a.value for a in amounts), pick(a.low for a in amounts),
            pick(a.high for a in amounts),
        )  # fmt: skip
    share = Fraction(1, len(amounts) if way is Rollup.MEAN else 1)
    return Quantity(
        sum(a.value for a in amounts) * share, sum(a.low for a in amounts) * share,
        sum(a.high for a in amounts) * share,
    )  # fmt: skip


def _workings(indicator: Indicator, figures: Sequence[Figure]) -> str:
    """20 + 30; 最大(20、30); "" for one, and for more than can be read."""
    terms = [text(figure, _PLACES) for figure in figures]
    if not 1 < len(terms) <= _MOST_TERMS:
        return ""
    word = _WORDS.get(indicator.rollup or Rollup.SAME)
    return f"{word}({'、'.join(terms)})" if word else " + ".join(terms)


def _so_far(indicator: Indicator, whole: Figure, answered: int, units: int, count: str) -> str:
    """12个区县中的11个，现为550（50 + 500）: what the others come to."""
    amount = text(replace(whole, workings=""), _PLACES) if whole.is_known else ""
    terms = f"（{whole.workings}）" if whole.workings else ""
    return count_of(units, answered, count) + (f"，现为{amount}{terms}" if amount else "")


def awaited_of(label: str, silent: Sequence[str], units: int, count: str) -> tuple[str, ...]:
    """城北区·法律援助案件（12个区县中的11个）; nothing where nobody is silent."""
    if not silent:
        return ()
    more = f"等{len(silent)}个" if len(silent) > _MOST_NAMES else ""
    names = "、".join(silent[:_MOST_NAMES]) + more
    return (f"{names}·{label}（{count_of(units, units - len(silent), count)}）",)
