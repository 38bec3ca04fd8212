"""How the ends of adjoining paragraphs are tracked: Word ties a paragraph's properties to them.

A paragraph that goes or comes takes its own end with it, or the end of the one before it: then its
own stays, with the other's look. The latter is how Word itself writes what is typed through the end
of a paragraph, and the only way for the last of a container. LibreOffice needs it more often.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from drafter.review.compare.changes import DROP, KEEP, Sign
from drafter.review.compare.steps import Step, steps
from drafter.review.redline.looks import same_section
from drafter.review.redline.pairing import Line
from drafter.review.redline.properties import ending
from drafter.review.story.content import Paragraph
from drafter.review.story.units import TEXT, WHOLE, Anchor


class End(NamedTuple):
    """What becomes of a paragraph's end: tracked as deleted or inserted; whose properties it has.

    `form` is the paragraph whose properties hold before and after: (old, new), or None for its own.
    """

    mark: Sign | None = None
    form: tuple[Paragraph | None, Paragraph | None] | None = None


PLAIN = End()


def ends_of(lines: Sequence[Line]) -> list[End]:
    """How the ends of adjoining paragraphs are tracked."""
    ends = [End(None if line.sign == KEEP else line.sign) for line in lines]
    for start, stop in _changes(lines):
        kept, last = lines[start - 1], lines[stop - 1]
        old, new, tail = kept.old, kept.new, last.old or last.new
        assert isinstance(old, Paragraph)
        assert isinstance(new, Paragraph)
        assert isinstance(tail, Paragraph)
        if stop == len(lines) or _before(kept, lines[start:stop]):
            ends[start - 1] = End(last.sign, _own(old, new, last.sign))
            ends[stop - 1] = End(None, (tail, new) if last.sign == DROP else (old, tail))
    return ends


def _changes(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """(start, stop) of what goes, or comes, between what is kept and the next or the end."""
    kept = [n for n, line in enumerate(lines) if line.sign == KEEP]
    for at, to in pairwise([*kept, len(lines)]):
        if len({line.sign for line in lines[at + 1 : to]}) == 1:
            yield at + 1, to


def _own(
    old: Paragraph, new: Paragraph, sign: Sign
) -> tuple[Paragraph | None, Paragraph | None] | None:
    """The properties of a paragraph whose end is tracked; a section goes or comes with the end."""
    if same_section(ending(old), ending(new)):
        return None
    return (old, None) if sign == DROP else (None, new)


def _before(kept: Line, group: Sequence[Line]) -> bool:
    """Whether the change takes the end before it, and not its last one.

    It does where it begins within the kept paragraph; and where more than text goes, as LibreOffice
    then leaves an empty paragraph (a note) or gives its look to the next one (a control).
    """
    blocks = [block for line in (kept, *group) for block in (line.old, line.new)]
    if any(isinstance(block, Paragraph) and ending(block) is not None for block in blocks):
        return False
    return _runs_on(kept, group[0].sign) or any(_held(line.old or line.new) for line in group)


def _runs_on(kept: Line, sign: Sign) -> bool:
    """Whether the change begins within the kept paragraph and runs through its end."""
    old, new = kept.old, kept.new
    assert isinstance(old, Paragraph)
    assert isinstance(new, Paragraph)
    return old.key != new.key and sign in _last_change(steps(old.units, new.units))


def _last_change(script: Iterable[Step]) -> set[Sign]:
    """The signs of the steps behind the last kept one."""
    signs = set[Sign]()
    for step in reversed([step for step in script if not isinstance(step.unit, Anchor)]):
        if step.sign == KEEP:
            return signs | _last_change(step.inside)
        signs.add(step.sign)
    return signs


def _held(block: object) -> bool:
    """Whether the paragraph has more than text: a note, picture, link or control."""
    assert isinstance(block, Paragraph)
    return any(p.kind == WHOLE or (p.kind == TEXT and p.wraps) for p in block.pieces)


def segments(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of paragraphs, and every other block alone."""
    run: list[Line] = []
    for line in lines:
        if isinstance(line.old or line.new, Paragraph):
            run.append(line)
            continue
        if run:
            yield run
        run = []
        yield [line]
    if run:
        yield run
