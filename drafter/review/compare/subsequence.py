"""The longest common subsequence of two sequences of numbers (bit-parallel: rapidfuzz).

Its cost is the product of both lengths. Beyond a bound, what both have once only is taken for the
same (as patience diff does), and the rest is compared through a window that moves along both: a
difference may then be told at greater length than it is, never a wrong one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

_EXACT = 400_000_000  # pairs: 50 MB, and some ten milliseconds
_WINDOW = 8_000
Pair = tuple[int, int]


def common(a: Sequence[int], b: Sequence[int]) -> list[Pair]:
    """The indices of a common subsequence, as pairs that rise in both."""
    if len(a) * len(b) <= _EXACT:
        return _exact(a, b)
    pairs, left, right = [], 0, 0
    for i, j in [*_anchors(a, b), (len(a), len(b))]:
        for m, n in _windowed(a[left:i], b[right:j]):
            pairs.append((left + m, right + n))
        if i < len(a):
            pairs.append((i, j))
        left, right = i + 1, j + 1
    return pairs


def _exact(a: Sequence[int], b: Sequence[int]) -> list[Pair]:
    from rapidfuzz.distance import Indel

    if not a or not b:
        return []
    return [
        (op.src_start + n, op.dest_start + n)
        for op in Indel.opcodes(a, b)
        if op.tag == "equal"
        for n in range(op.src_end - op.src_start)
    ]


def _anchors(a: Sequence[int], b: Sequence[int]) -> list[Pair]:
    """The longest rising chain of numbers that occur once in each."""
    mine, theirs = Counter(a), Counter(b)
    places = {key: j for j, key in enumerate(b) if theirs[key] == 1 == mine.get(key)}
    unique = [(i, places[key]) for i, key in enumerate(a) if key in places]
    ends: list[int] = []
    spots = []
    for _, j in unique:
        spot = bisect_left(ends, j)
        ends[spot : spot + 1] = [j]
        spots.append(spot)
    rising, wanted = [], len(ends) - 1
    for pair, spot in zip(reversed(unique), reversed(spots), strict=True):
        if spot == wanted:
            rising.append(pair)
            wanted -= 1
    return rising[::-1]


def _windowed(a: Sequence[int], b: Sequence[int]) -> Iterator[Pair]:
    """Both compared a window at a time; of each window's pairs the first half is kept."""
    if len(a) * len(b) <= _EXACT:
        yield from _exact(a, b)
        return
    left = right = 0
    while left < len(a) and right < len(b):
        window = _exact(a[left : left + _WINDOW], b[right : right + _WINDOW])
        last = left + _WINDOW >= len(a)
        kept = window if last else [pair for pair in window if pair[0] < _WINDOW // 2]
        yield from ((left + i, right + j) for i, j in kept)
        right += kept[-1][1] + 1 if kept else _WINDOW // 2
        left += len(a) if last else _WINDOW // 2
