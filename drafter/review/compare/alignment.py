"""Which block, row or token of one sequence stands for which of another.

Equal ones first, then similar ones between them, then what was moved. Everything is exact where
sequences are as long as a report's; what is longer is compared near its diagonal, so that time and
memory grow with the length, never with its square.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.review.compare.subsequence import common

SIMILAR, MOVED = 45.0, 80.0
WIDEST = 4_000  # pairs looked at in one gap; wider gaps are looked at along the diagonal
_NEAR = 15
_MOST_PAIRS = 30_000  # looked at in all gaps together; beyond it, only what is nearer still
_MOST_MOVES = 200
_SHORTEST_MOVE = 6
_SENTENCE = pattern(r"[^。；！？]{2,}[。；！？]?")
_LONGEST = 2_000  # characters of a text that tell whether it is like another
Pair = tuple[int, int]


class Alignment(Struct, frozen=True):
    """`pairs` rise in both sequences; `moves` are the pairs that cross them."""

    pairs: tuple[Pair, ...]
    moves: tuple[Pair, ...] = ()


def equal_pairs(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Pair]:
    """The longest common subsequence as pairs of indices; nearly the longest, in very long ones."""
    start, least = 0, min(len(a), len(b))
    while start < least and a[start] == b[start]:
        start += 1
    end = 0
    while end < least - start and a[-1 - end] == b[-1 - end]:
        end += 1
    codes: dict[Hashable, int] = {}
    left = [codes.setdefault(key, len(codes)) for key in a[start : len(a) - end]]
    right = [codes.setdefault(key, len(codes)) for key in b[start : len(b) - end]]
    pairs = [(n, n) for n in range(start)]
    pairs += [(start + i, start + j) for i, j in common(left, right)]
    return pairs + [(len(a) - n, len(b) - n) for n in range(end, 0, -1)]


def align(
    a: Sequence[str],
    b: Sequence[str],
    *,
    texts: tuple[Sequence[str], Sequence[str]] | None = None,
    fixed: Sequence[Pair] = (),
) -> Alignment:
    """The keys aligned; where keys differ, the texts (the keys, where none are given) decide how
    much alike two are. The fixed pairs hold whatever else does: what crosses them was moved."""
    left, right = texts or (a, b)
    pairs = _rooted(_between(a, b, fixed), left)
    wide = [(rows, columns) for rows, columns, _ in gaps(pairs, a, b) if rows and columns]
    near = _reach(wide)
    filled = list(pairs)
    for rows, columns in wide:
        filled += _similar(left, right, rows, columns, near)
    filled.sort()
    return Alignment(tuple(filled), tuple(_moves(a, b, left, right, filled)))


def gaps(
    pairs: Iterable[Pair], a: Sequence[object], b: Sequence[object]
) -> Iterator[tuple[range, range, Pair | None]]:
    """(unpaired in a, unpaired in b, the pair behind them); what stands behind the last pair comes
    with None."""
    at = to = 0
    for i, j in pairs:
        yield range(at, i), range(to, j), (i, j)
        at, to = i + 1, j + 1
    yield range(at, len(a)), range(to, len(b)), None


def _reach(gaps: Iterable[tuple[range, range]]) -> int:
    """How far from the diagonal texts are compared in wide gaps; 0 stands for no need to save."""
    sizes = [(len(rows), len(columns)) for rows, columns in gaps]
    pairs = sum(r * c if r * c <= WIDEST else r * (2 * _NEAR + 1) for r, c in sizes)
    if pairs <= _MOST_PAIRS:
        return 0
    return max(1, _MOST_PAIRS // (2 * sum(r for r, _ in sizes)))


def _between(
    a: Sequence[str], b: Sequence[str], fixed: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Equal pairs and the fixed ones; none crosses a fixed one."""
    pairs: list[Pair] = []
    for rows, columns, pair in gaps(fixed, a, b):
        equal = equal_pairs(a[rows.start : rows.stop], b[columns.start : columns.stop])
        pairs += [(rows.start + i, columns.start + j) for i, j in equal]
        pairs += [pair] if pair else []
    return pairs


def _rooted(pairs: list[Pair], texts: Sequence[str]) -> list[Pair]:
    """The pairs without isolated empty lines, which would keep texts from being paired."""
    all_pairs = set(pairs)
    return [
        (i, j)
        for i, j in pairs
        if texts[i].strip()
        or (i - 1, j - 1) in all_pairs
        or (i + 1, j + 1) in all_pairs
        or i == j == 0
    ]


def _similar(
    a: Sequence[str], b: Sequence[str], rows: range, columns: range, near: int
) -> list[Pair]:
    """The pairs of a gap, in order, that are the most alike together (dynamic programming).
    `near` is how far from the diagonal, where that has to be bounded."""
    wide = len(rows) * len(columns) > WIDEST
    reach = near or (_NEAR if wide else 0)
    old, new = {i: _sentences(a[i]) for i in rows}, {j: _sentences(b[j]) for j in columns}
    scores = {
        (i, j): score
        for i in rows
        for j in (_near(i, rows, columns, reach) if reach else columns)
        if (score := likeness(a[i], b[j]) or _remains(old[i], new[j])) >= SIMILAR
    }
    return best_chain(scores)


def _sentences(text: str) -> frozenset[str]:
    return frozenset(_SENTENCE.findall(text))


def _remains(a: frozenset[str], b: frozenset[str]) -> float:
    """Barely SIMILAR where most of the shorter stands whole in the longer: the other sentences of
    a paragraph were deleted, by one person or by several; else 0."""
    both, one, other = (sum(map(len, sentences)) for sentences in (a & b, a, b))
    return SIMILAR + both / max(one, other) if both and 2 * both >= min(one, other) else 0.0


def _near(i: int, rows: range, columns: range, reach: int) -> range:
    centre = columns.start + (i - rows.start) * len(columns) // len(rows)
    return range(max(columns.start, centre - reach), min(columns.stop, centre + reach + 1))


def likeness(a: str, b: str, least: float = SIMILAR) -> float:
    """How much alike two texts are, 0 to 100; empty ones are like one another alone. Of very long
    ones the beginning and the end tell."""
    from rapidfuzz.fuzz import ratio

    if not a or not b:
        return 100.0 if a == b else 0.0
    return ratio(_ends(a), _ends(b), score_cutoff=least)


def _ends(text: str) -> str:
    half = _LONGEST // 2
    return text if len(text) <= _LONGEST else text[:half] + text[-half:]


def best_chain(scores: dict[Pair, float]) -> list[Pair]:
    """The pairs rising in both places with the greatest sum of scores (a Fenwick tree)."""
    if not scores:
        return []
    columns = {j: n for n, j in enumerate(sorted({j for _, j in scores}), start=1)}
    tree: list[tuple[float, Pair | None]] = [(0.0, None)] * (len(columns) + 1)
    before: dict[Pair, Pair | None] = {}
    for i, j in sorted(scores, key=lambda pair: (pair[0], -pair[1])):
        at = columns[j] - 1
        best: tuple[float, Pair | None] = (0.0, None)
        while at:
            best = max(best, tree[at], key=lambda entry: entry[0])
            at -= at & -at
        before[i, j] = best[1]
        entry, at = (best[0] + scores[i, j], (i, j)), columns[j]
        while at < len(tree):
            tree[at] = max(tree[at], entry, key=lambda node: node[0])
            at += at & -at
    chain: list[Pair] = []
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
    pairs: Sequence[Pair],
) -> list[Pair]:
    """Pairs of what was moved: equal ones first, then similar ones."""
    gone = _left(a_texts, {i for i, _ in pairs})
    come = _left(b_texts, {j for _, j in pairs})
    by_key: dict[str, deque[int]] = {}
    for i in gone:
        by_key.setdefault(a[i], deque()).append(i)
    moves = [(by_key[b[j]].popleft(), j) for j in come if by_key.get(b[j])]
    taken, given = {i for i, _ in moves}, {j for _, j in moves}
    likely = sorted(
        (-score, i, j)
        for i in [i for i in gone if i not in taken][:_MOST_MOVES]
        for j in [j for j in come if j not in given][:_MOST_MOVES]
        if (score := likeness(a_texts[i], b_texts[j], MOVED)) >= MOVED
    )
    for _, i, j in likely:
        if i not in taken and j not in given:
            moves.append((i, j))
            taken.add(i)
            given.add(j)
    return sorted(moves)


def _left(texts: Sequence[str], paired: set[int]) -> list[int]:
    return [
        n for n, text in enumerate(texts) if n not in paired and len(text.strip()) >= _SHORTEST_MOVE
    ]
