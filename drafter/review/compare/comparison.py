"""Two documents side by side: which line became which, and in each what went and what came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from drafter.review.compare.alignment import align, gaps
from drafter.review.compare.changes import ADD, DROP, KEEP, Passage, Segment, Sign
from drafter.review.compare.steps import Step, steps
from drafter.review.story.lines import Line, read_lines
from drafter.review.story.story import Story
from drafter.review.story.tokens import tokens
from drafter.review.story.units import Atom, Span, addresses
from drafter.review.story.verdict import Fate, Spot


def compare(old: Story, new: Story) -> list[Passage]:
    """The passages in reading order; a moved line appears at both its places."""
    left, right = read_lines(old), read_lines(new)
    keys = ([line.paragraph.key for line in side] for side in (left, right))
    texts = [line.text for line in left], [line.text for line in right]
    alignment = align(*keys, texts=texts)
    return list(_passages(left, right, alignment.pairs, dict(alignment.moves)))


def segments(old: str, new: str) -> list[Segment]:
    """The segments that turn one plain text into another."""
    left, right = ([Atom(token, token, ()) for token in tokens(text)] for text in (old, new))
    return list(_segments(steps(left, right)))


def _passages(
    left: Sequence[Line],
    right: Sequence[Line],
    pairs: Sequence[tuple[int, int]],
    moves: dict[int, int],
) -> Iterator[Passage]:
    origins = {j: i for i, j in moves.items()}
    for rows, columns, pair in gaps(pairs, left, right):
        for n in rows:
            target = right[moves[n]].spot if n in moves else None
            yield _one_sided(left[n], DROP, target)
        for n in columns:
            if n in origins:
                yield _pair(left[origins[n]], right[n], Fate.MOVED)
            else:
                yield _one_sided(right[n], ADD, None)
        if pair:
            yield _pair(left[pair[0]], right[pair[1]], Fate.CHANGED)


def _one_sided(line: Line, sign: Sign, counterpart: Spot | None) -> Passage:
    segments = tuple(_segments(Step(sign, unit) for unit in line.paragraph.units))
    if sign == ADD:
        return Passage(Fate.INSERTED, None, line.spot, segments)
    return Passage(
        Fate.MOVED if counterpart else Fate.REMOVED, line.spot, None, segments, counterpart
    )


def _pair(old: Line, new: Line, kind: Fate) -> Passage:
    mine, theirs = old.paragraph, new.paragraph
    if mine.key == theirs.key and mine.marked == theirs.marked:
        segments: tuple[Segment, ...] = (Segment(KEEP, theirs.text),)
    else:
        segments = tuple(_segments(steps(mine.units, theirs.units)))
    segments += tuple(_links(addresses(mine.pieces), addresses(theirs.pieces)))
    if kind is Fate.CHANGED and all(segment.sign == KEEP for segment in segments):
        kind = Fate.SAME
    return Passage(kind, old.spot, new.spot, segments, old.spot if kind is Fate.MOVED else None)


def _links(old: Sequence[str], new: Sequence[str]) -> Iterator[Segment]:
    """Changed link addresses, as segments behind the text."""
    for sign, ours, others in ((DROP, old, new), (ADD, new, old)):
        if led := [address for address in ours if address not in others]:
            yield Segment(sign, f"〔链接：{'、'.join(led)}〕")


def _segments(script: Iterable[Step]) -> Iterator[Segment]:
    """The steps as segments, adjoining ones of the same sign and marks joined."""
    parts = _parts(script, "", "")
    for (sign, old, new), group in groupby(parts, key=lambda s: (s.sign, s.old_mark, s.new_mark)):
        if text := "".join(segment.text for segment in group):
            yield Segment(sign, text, old, new)


def _parts(script: Iterable[Step], old: str, new: str) -> Iterator[Segment]:
    for step in script:
        unit, other = step.unit, step.other
        if not isinstance(unit, Span):
            if step.sign in (KEEP, DROP, ADD):
                yield Segment(step.sign, unit.text, old, new)
        elif step.sign == KEEP and isinstance(other, Span):
            yield from _parts(step.inside, unit.name, other.name)
        else:
            inner = [Step(step.sign, inside) for inside in unit.units]
            yield from _parts(
                inner,
                unit.name if step.sign == DROP else "",
                unit.name if step.sign == ADD else "",
            )
