"""A copy of a Word file with a comment at each finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafter.model import sentence as told
from drafter.model.finding import Finding
from drafter.word.comments import Comment, ends_of, with_comments_at
from drafter.word.ooxml import Element, parse, w
from drafter.word.package import packed
from drafter.word.pieces import cut, runs_between
from drafter.word.slip import BODY, Slip


def with_remarks(
    parts: Mapping[str, bytes], slips: Sequence[Slip], findings: Sequence[Finding]
) -> bytes:
    """The .docx with a comment for each slip, in the words of the finding made from it.

    Word has no comments in headers, properties and the file as a whole: what concerns them stands
    at the first paragraph, with its place.
    """
    root = parse(parts[BODY])
    paragraphs = list(root.iter(w("p")))
    for paragraph, edges in _edges(slips, paragraphs).items():
        cut(paragraph, sorted(edges))
    spots = []
    for slip, finding in zip(slips, findings, strict=True):
        inside = slip.part == BODY and 0 < slip.paragraph <= len(paragraphs)
        home = paragraphs[slip.paragraph - 1] if inside else next(iter(paragraphs), None)
        if home is not None:
            runs = runs_between(home, slip.start, slip.end) if inside and slip.end else []
            first, last = (runs[0], runs[-1]) if runs else ends_of(home)
            spots.append((first, last, Comment(_words(finding, inside))))
    changed = with_comments_at(parts, root, spots)
    return packed(changed)


def _edges(slips: Sequence[Slip], paragraphs: Sequence[Element]) -> dict[Element, set[int]]:
    edges: dict[Element, set[int]] = {}
    for slip in slips:
        if slip.part == BODY and 0 < slip.paragraph <= len(paragraphs) and slip.end:
            edges.setdefault(paragraphs[slip.paragraph - 1], set()).update((slip.start, slip.end))
    return edges


def _words(finding: Finding, inside: bool) -> str:
    """Severity and sentence; with place and indicator where the comment stands elsewhere."""
    sentence = told.sentence(finding).partition("（见")[0] if inside else told.line(finding)
    return f"{finding.severity}：{sentence}" if inside else sentence
