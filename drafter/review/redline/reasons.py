"""Comments in a redline: at each change its cause, at each conflict the three values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from drafter.draft.record import MarkRecord
from drafter.review.compare.cause import Records, Why
from drafter.review.compare.changes import ADD, DROP, KEEP
from drafter.review.compare.steps import Step, changed, steps
from drafter.review.redline.redline import Touched
from drafter.review.story.units import Span
from drafter.word.bookmarks import bookmarks
from drafter.word.comments import Comment, ends_of
from drafter.word.ooxml import Element, w

Spot = tuple[Element, Element, Comment]


def causes(records: Records, touched: Iterable[Touched], root: Element) -> list[Spot]:
    """A comment at each changed figure, and one at each paragraph whose words changed."""
    marks = bookmarks(root)
    old = {mark.name: mark for mark in (records.old.marks if records.old else ())}
    new = {mark.name: mark for mark in (records.new.marks if records.new else ())}
    spots: list[Spot] = []
    for change in touched:
        script = steps(
            change.old.units if change.old else (), change.new.units if change.new else ()
        )
        for before, after in _spans(script):
            sentence = _figure(records, old.get(before), new.get(after))
            if sentence and after in marks:
                spots.append((*marks[after], Comment(sentence)))
        text = records.of_text(*_words(script))
        at_home = change.element.getroottree().getroot() is root  # comments stand in the body
        if any(_words(script)) and text.why is not Why.UNKNOWN and at_home:
            spots.append((*ends_of(change.element), Comment(text.sentence())))
    return spots


def _figure(records: Records, old: MarkRecord | None, new: MarkRecord | None) -> str:
    cause = records.of_figure(old.figure if old else None, new.figure if new else None)
    label = (new or old).figure.label if (new or old) else ""  # type: ignore[union-attr]
    return f"{label}　{cause.sentence()}".strip() if cause.why is not Why.UNKNOWN else ""


def _spans(script: Iterable[Step]) -> Iterator[tuple[str, str]]:
    """(old, new) name of each mark whose content changed."""
    for step in script:
        if step.sign == KEEP and isinstance(step.unit, Span) and isinstance(step.other, Span):
            if changed(step.inside):
                yield step.unit.name, step.other.name
            yield from _spans(step.inside)


def _words(script: Iterable[Step]) -> tuple[str, str]:
    """(deleted, inserted) words outside marks that stay."""
    all_steps = list(script)
    gone, come = ("".join(s.unit.text for s in all_steps if s.sign == sign) for sign in (DROP, ADD))
    return gone, come


def in_paragraphs(remarks: Sequence[tuple[Element | None, str, str]], root: Element) -> list[Spot]:
    """A comment at the mark, if one is named and there; else at the paragraph, or the first."""
    marks = bookmarks(root)
    first = next(root.iter(w("p")), None)
    spots: list[Spot] = []
    for paragraph, mark, text in remarks:
        home = paragraph if paragraph is not None and paragraph.getparent() is not None else first
        if home is not None:
            ends = marks.get(mark) or ends_of(home)
            spots.append((*ends, Comment(text)))
    return spots
