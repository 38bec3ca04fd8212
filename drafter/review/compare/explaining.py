"""The passages of a comparison with the cause at each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.draft.record import Manifest, MarkRecord
from drafter.review.compare.cause import Cause, Records
from drafter.review.compare.changes import ADD, DROP, KEEP, Explained, Part, Passage, Segment
from drafter.review.story.verdict import Fate, Spot


def explain(passages: Sequence[Passage], records: Records) -> list[Explained]:
    """Every passage, with its causes where there are records of both sides."""
    old, new = _marks(records.old), _marks(records.new)
    sections = (_sections(records.old), _sections(records.new))
    return [
        Explained(
            passage,
            _section(sections[1], passage.new) or _section(sections[0], passage.old),
            tuple(_parts(passage, records, old, new)),
        )
        for passage in passages
    ]


def _marks(manifest: Manifest | None) -> dict[str, MarkRecord]:
    return {mark.name: mark for mark in manifest.marks} if manifest else {}


def _sections(manifest: Manifest | None) -> dict[int, str]:
    return {p.number: p.section for p in manifest.paragraphs} if manifest else {}


def _section(sections: dict[int, str], spot: Spot | None) -> str:
    return sections.get(spot.number, "") if spot else ""


def _parts(
    passage: Passage,
    records: Records,
    old: dict[str, MarkRecord],
    new: dict[str, MarkRecord],
) -> Iterator[Part]:
    for group in _hunks(passage.segments):
        gone = "".join(s.text for s in group if s.sign == DROP)
        come = "".join(s.text for s in group if s.sign == ADD)
        if group[0].sign == KEEP:
            kept = "".join(s.text for s in group)
            moved = passage.kind is Fate.MOVED
            yield Part(kept, kept, records.of_text(kept, kept) if moved else None)
            continue
        if gone == come:
            come = f"{come}（已更换）"
        names = [(s.old_mark, s.new_mark) for s in group if s.old_mark or s.new_mark]
        mine = next((old[a] for a, _ in names if a in old), None)
        theirs = next((new[b] for _, b in names if b in new), None)
        cause, label = _cause(records, mine, theirs, gone, come)
        yield Part(gone, come, cause, label)


def _cause(
    records: Records, old: MarkRecord | None, new: MarkRecord | None, gone: str, come: str
) -> tuple[Cause, str]:
    """(why, the figure's name) of a figure, of one that one side alone has, of mere words."""
    if old is not None and new is not None:
        return records.of_figure(old.figure, new.figure), new.figure.label
    if (mark := old or new) is not None and records.both:
        return records.of_place(mark.figure, gone, come), mark.figure.label
    return records.of_text(gone, come), ""


def _hunks(segments: Sequence[Segment]) -> Iterator[list[Segment]]:
    """Unchanged stretches and changes: one a mark, other adjoining segments joined."""
    group: list[Segment] = []
    for segment in segments:
        if group and _apart(group[-1], segment):
            yield group
            group = []
        group.append(segment)
    if group:
        yield group


def _apart(a: Segment, b: Segment) -> bool:
    if KEEP in (a.sign, b.sign):
        return not a.sign == b.sign == KEEP
    names = {(s.old_mark, s.new_mark) for s in (a, b)}
    return len(names) > 1 and (a.old_mark != b.old_mark or not a.old_mark) and all(map(any, names))
