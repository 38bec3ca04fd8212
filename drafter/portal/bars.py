"""Bars of a page: how long each is, so that the template only draws. The numbers stand beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from drafter.desk.overview.overview import Counts, Pair
from drafter.model.category import Category
from drafter.model.figure import Figure, text
from drafter.model.finding import Kind
from drafter.portal.official import WEIGHTS

LENGTH = 1000  # of the longest


class Bar(Struct, frozen=True):
    """A piece of a bar: its look, where it begins, how long it is."""

    look: str
    start: int
    length: int


class Stack(Struct, frozen=True):
    """A sort of findings, its numbers, and its bar in pieces, one a weight."""

    category: Category
    counts: Counts
    bars: tuple[Bar, ...]


class Beside(Struct, frozen=True):
    """A figure of two years: what is printed of each, the change, and a bar each."""

    key: str
    label: str
    now: str
    before: str
    change: str
    bars: tuple[Bar, ...]


def stacks(categories: Sequence[tuple[Category, Counts]]) -> list[Stack]:
    """A stack a sort, all to one scale."""
    most = max((counts.all for _, counts in categories), default=1)
    return [Stack(sort, counts, tuple(_pieces(counts, most))) for sort, counts in categories]


def _pieces(counts: Counts, most: int) -> Iterator[Bar]:
    start = 0
    for look, (_, count) in zip(WEIGHTS.values(), counts.by_weight, strict=True):
        length = round(LENGTH * count / most)
        if length:
            yield Bar(look, start, length)
        start += length


def beside(pairs: Sequence[Pair]) -> list[Beside]:
    """This year's figure beside last year's, each pair to its own scale."""
    return [_beside(pair) for pair in pairs]


def _beside(pair: Pair) -> Beside:
    now, before = _amount(pair.now), _amount(pair.before)
    most = max(abs(now), abs(before)) or 1
    looks = (("now", now), ("before", before))
    bars = tuple(Bar(look, 0, round(LENGTH * abs(n) / most)) for look, n in looks)
    this, last = _words(pair.now, pair.unit), _words(pair.before, pair.unit)
    return Beside(pair.key, pair.label, this, last, _change(now, before), bars)


def _words(figure: Figure | None, unit: str) -> str:
    if figure is None:
        return "—"
    return f"{text(figure, 2)}{'' if figure.kind is Kind.RATE else unit}"


def _amount(figure: Figure | None) -> Fraction:
    return Fraction(figure.quantity.value) if figure and figure.quantity else Fraction(0)


def _change(now: Fraction, before: Fraction) -> str:
    """增12.5%; "" where there is nothing to compare with."""
    if before <= 0:
        return ""
    share = round(float((now - before) / before * 100), 1)
    return f"{'增' if share > 0 else '减'}{abs(share):g}%" if share else "持平"
