"""Slips planted in a number of a text that holds: a digit wrong, two exchanged, the point moved, a
number copied from beside it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from drafter.proof.evidence.numbers import Number

_NEAR, _FEWEST = 8, 2


def digit(number: Number, near: Sequence[Number], chance: random.Random) -> str:
    """One digit wrong."""
    at = chance.choice(_spots(number))
    shown = _shown(number)
    other = chance.choice([sign for sign in "123456789" if sign != shown[at]])
    return shown[:at] + other + shown[at + 1 :]


def exchanged(number: Number, near: Sequence[Number], chance: random.Random) -> str:
    """Two neighbouring digits exchanged; "" where all are alike."""
    shown, spots = _shown(number), _spots(number)
    pairs = [(a, b) for a, b in pairwise(spots) if shown[a] != shown[b]]
    if not pairs:
        return ""
    first, second = chance.choice(pairs)
    signs = [*shown]
    signs[first], signs[second] = signs[second], signs[first]
    return "".join(signs)


def moved(number: Number, near: Sequence[Number], chance: random.Random) -> str:
    """The point a place to the left or to the right; "" where there is none."""
    match = re.search(r"(\d)\.(\d)", _shown(number))
    if not match:
        return ""
    first, second = match.groups()
    swapped = f".{first}{second}" if chance.random() < 0.5 else f"{first}{second}."
    shown = _shown(number)
    other = shown[: match.start()] + swapped + shown[match.end() :]
    return other if re.search(r"(?<![\d.])[1-9]\d*\.\d", other) else ""


def copied(number: Number, near: Sequence[Number], chance: random.Random) -> str:
    """Another number of its classifier that stands beside it; "" where there is none."""
    others = [
        other
        for other in near
        if abs(other.order - number.order) <= _NEAR
        and other.family == number.family
        and other.digits != number.digits
        and len(other.digits.replace(".", "").strip("0")) >= _FEWEST
    ]
    if not others:
        return ""
    shown = _shown(number)
    tail = shown[len(shown.rstrip("千万亿余多 ")) :]
    return chance.choice(others).digits + tail


DIGITS: tuple[Callable[[Number, Sequence[Number], random.Random], str], ...] = (
    digit, exchanged, moved,
)  # fmt: skip


def _shown(number: Number) -> str:
    return number.term.amount.written


def _spots(number: Number) -> list[int]:
    return [match.start() for match in re.finditer(r"\d", _shown(number))]
