"""Which block, row or token of one sequence stands for which of another.

Equal ones first (longest common subsequence, bit-parallel: rapidfuzz), then similar ones between
them, then what was moved. Time grows with the length where most is equal.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import ratio

SIMILAR, MOVED = 45.0, 80.0
_WIDEST = 4_000  # pairs looked at in one gap; wider gaps are looked at along the diagonal
_NEAR = 15
_MOST_MOVES = 200
_SHORTEST_MOVE = 6


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in the order of both sequences; pairs that were moved, out of order."""

    pairs: tuple[tuple[int, int], ...]
    moves: tuple[tuple[int, int], ...] = ()


def equal_pairs(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """The longest common subsequence as pairs of indices."""
    start, least = 0, min(len(a), len(b))
    while start < least and a[start] == b[start]:
        start += 1
    end = 0
    while end < least - start and a[-1 - end] == b[-1 - end]:
        end += 1
    pairs = [(n, n) for n in range(start)]
    known: dict[Hashable, int] = {}
    left = [known.setdefault(key, len(known)) for key in a[start : len(a) - end]]
    right = [known.setdefault(key, len(known)) for key in b[start : len(b) - end]]
    if left and right:
        for found in Indel.opcodes(left, right):
            if found.tag == "equal":
                span = range(found.src_end - found.src_start)
                pairs += [(start + found.src_start + n, start + found.dest_start + n) for n in span]
    return pairs + [(len(a) - n, len(b) - n) for n in range(end, 0, -1)]


def align(
    a: Sequence[str], b: Sequence[str], a_texts: Sequence[str], b_texts: Sequence[str]
) -> Alignment:
    """The keys aligned; where keys differ, the texts decide how much alike two are."""
    pairs = _rooted(equal_pairs(a, b), a_texts)
    filled: list[tuple[int, int]] = []
    left = right = 0
    for i, j in [*pairs, (len(a), len(b))]:
        filled += _similar(a_texts, b_texts, range(left, i), range(right, j))
        filled += [(i, j)] if i < len(a) else []
        left, right = i + 1, j + 1
    return Alignment(tuple(filled), tuple(_moves(a, b, a_texts, b_texts, filled)))


def _rooted(pairs: list[tuple[int, int]], texts: Sequence[str]) -> list[tuple[int, int]]:
    """Without pairs of empty lines that stand alone between others: they would hold texts apart."""
    known = set(pairs)
    return [
        (i, j)
        for i, j in pairs
        if texts[i].strip() or (i - 1, j - 1) in known or (i + 1, j + 1) in known or i == j == 0
    ]


def _similar(
    a: Sequence[str], b: Sequence[str], rows: range, columns: range
) -> list[tuple[int, int]]:
    """The pairs of a gap, in order, that are the most alike together (dynamic programming)."""
    if not rows or not columns:
        return []
    wide = len(rows) * len(columns) > _WIDEST
    scores = {
        (i, j): score
        for i in rows
        for j in (_near(i, rows, columns) if wide else columns)
        if (score := likeness(a[i], b[j])) >= SIMILAR
    }
    return _best_chain(scores)


def _near(i: int, rows: range, columns: range) -> range:
    centre = columns.start + (i - rows.start) * len(columns) // len(rows)
    return range(max(columns.start, centre - _NEAR), min(columns.stop, centre + _NEAR + 1))


def likeness(a: str, b: str) -> float:
    """How much alike two texts are, 0 to 100; empty ones are like one another alone."""
    if not a or not b:
        return 100.0 if a == b else 0.0
    return ratio(a, b, score_cutoff=SIMILAR)


def _best_chain(scores: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs rising in both places with the greatest sum of scores (a Fenwick tree)."""
    if not scores:
        return []
    columns = {j: n for n, j in enumerate(sorted({j for _, j in scores}), start=1)}
    tree: list[tuple[float, tuple[int, int] | None]] = [(0.0, None)] * (len(columns) + 1)
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for i, j in sorted(scores, key=lambda pair: (pair[0], -pair[1])):
        at = columns[j] - 1
        best: tuple[float, tuple[int, int] | None] = (0.0, None)
        while at:
            best = max(best, tree[at], key=lambda entry: entry[0])
            at -= at & -at
        before[i, j] = best[1]
        entry, at = (best[0] + scores[i, j], (i, j)), columns[j]
        while at < len(tree):
            tree[at] = max(tree[at], entry, key=lambda known: known[0])
            at += at & -at
    chain: list[tuple[int, int]] = []
    last = max(tree, key=lambda entry: entry[0])[1]
    while last:
        chain.append(last)
        last = before[last]
    return chain[::-1]


def _moves(
    a: Sequence[str],
    b: Sequence[str],
    a_texts: Sequence[str],
    b_texts: Sequence[str],
    pairs: Sequence[tuple[int, int]],
) -> list[tuple[int, int]]:
    """What stands elsewhere in the other: the same first, then what is much alike."""
    gone = _left(a_texts, {i for i, _ in pairs})
    come = _left(b_texts, {j for _, j in pairs})
    by_key: dict[str, list[int]] = {}
    for i in gone:
        by_key.setdefault(a[i], []).append(i)
    moves = [(by_key[b[j]].pop(0), j) for j in come if by_key.get(b[j])]
    gone = [i for i in gone if i not in {m for m, _ in moves}][:_MOST_MOVES]
    come = [j for j in come if j not in {m for _, m in moves}][:_MOST_MOVES]
    likely = sorted(
        (-score, i, j)
        for i in gone
        for j in come
        if (score := ratio(a_texts[i], b_texts[j], score_cutoff=MOVED)) >= MOVED
    )
    for _, i, j in likely:
        if i in gone and j in come:
            moves.append((i, j))
            gone.remove(i)
            come.remove(j)
    return sorted(moves)


def _left(texts: Sequence[str], paired: set[int]) -> list[int]:
    return [
        n for n, text in enumerate(texts) if n not in paired and len(text.strip()) >= _SHORTEST_MOVE
    ]
