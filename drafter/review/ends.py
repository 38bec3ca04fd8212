"""How the ends of adjoining paragraphs are tracked: Word ties a paragraph's properties to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.review.layout import Line
from drafter.review.script import DROP, KEEP
from drafter.review.story import Paragraph


class End(NamedTuple):
    """What becomes of a paragraph's end: tracked as deleted or inserted; whose properties it has.

    `form` is the paragraph whose properties hold before and after: (old, new), or None for its own.
    """

    mark: str = ""
    form: tuple[Paragraph | None, Paragraph | None] | None = None


PLAIN = End()


def ends_of(found: Sequence[Line]) -> list[End]:
    """How the ends of adjoining paragraphs are tracked."""
    ends = [End("" if line.sign == KEEP else line.sign) for line in found]
    kept = [n for n, line in enumerate(found) if line.sign == KEEP]
    tails = {line.sign for line in found[kept[-1] + 1 :]} if kept else set()
    if len(tails) != 1 or not isinstance(found[-1].old or found[-1].new, Paragraph):
        return ends
    last, sign = kept[-1], found[-1].sign
    old, new = found[last].old, found[last].new
    tail = found[-1].old or found[-1].new
    assert isinstance(old, Paragraph)
    assert isinstance(new, Paragraph)
    assert isinstance(tail, Paragraph)
    ends[last] = End(sign, (old, None) if sign == DROP else (None, new))
    ends[-1] = End("", (tail, new) if sign == DROP else (old, tail))
    return ends


def segments(found: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of paragraphs, and every other block alone."""
    run: list[Line] = []
    for line in found:
        if isinstance(line.old or line.new, Paragraph):
            run.append(line)
            continue
        if run:
            yield run
        run = []
        yield [line]
    if run:
        yield run
