"""An edited copy merged with the draft of today's data: as a Word file, or as the next draft."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.edit_record import PlaceRecord
from drafter.draft.record import REPORT, FigureRecord, Manifest, MarkRecord
from drafter.review.compare.cause import Records
from drafter.review.edits.course import Course, Range
from drafter.review.edits.edits import edits, without
from drafter.review.edits.hunks import Spot
from drafter.review.edits.losses import losses
from drafter.review.edits.recording import Edits, Signature
from drafter.review.edits.sections import (
    own_sections,
    put_sections,
    without_unused,
)
from drafter.review.edits.taking import Taken, take
from drafter.review.merge.merging import Merged, merge
from drafter.review.merge.remarks import with_remarks
from drafter.review.redline.pen import Pen
from drafter.review.redline.reasons import causes, in_paragraphs
from drafter.review.redline.redlining import Tracked, adopted, brought, named, tracked
from drafter.review.returned.mending import mend, with_marks
from drafter.review.story.charts import without_numbers
from drafter.review.story.document import Document, identities, pack_document
from drafter.review.story.mapping import with_shared
from drafter.review.story.story import Story
from drafter.review.story.verdict import Conflict
from drafter.review.story.version import Version, current_remarks, with_section_ends
from drafter.word.comments import with_comments_at
from drafter.word.ooxml import Element
from drafter.word.revisions import settle

NOBODY = Signature("未署名", "日期不详")


class Joined(Struct, frozen=True):
    """The merge, with the three documents that it was made from."""

    base: Version
    theirs: Document
    ours: Version
    merged: Merged

    @property
    def conflicts(self) -> list[Conflict]:
        """The conflicts: what both sides changed."""
        return [conflict for _, conflict in self.merged.conflicts]

    def redlined(self, author: str, date: str) -> Tracked:
        """Their document with the changes to the merge tracked."""
        parts = adopted(self.theirs, self.ours.document)
        names = frozenset(self.merged.story.marks)
        pen = Pen.for_roots(self.theirs.trees.values(), author, date, names)
        return tracked(self.theirs, parts, self.merged.theirs, self.merged.story, pen)

    def woven(self) -> Tracked:
        """Our document with the edits in it."""
        return woven(self.ours.document, self.theirs, self.merged.story)

    def document(self, author: str, date: str, records: Records) -> bytes:
        """The Word file: theirs, tracked changes to the merge, comments at what both changed."""
        redline = self.redlined(author, date)
        remarks = list(self._told(redline))
        spots = [
            *causes(records, redline.touched, redline.root),
            *in_paragraphs(remarks, redline.root),
        ]
        parts = with_comments_at(redline.written(), redline.root, spots)
        return pack_document(named(parts, self.ours.manifest, self.theirs))

    def _told(self, redline: Tracked) -> Iterator[tuple[Element | None, str, str]]:
        for paragraph, conflict in self.merged.conflicts:
            home = redline.homes.get(id(paragraph)) if paragraph is not None else None
            yield home, conflict.mark, self.sentence(conflict)

    def sentence(self, conflict: Conflict) -> str:
        """All three values, each with its source."""
        old = _sources(self.base.manifest.marks, conflict.mark, self.merged.names)
        new = _sources(self.ours.manifest.marks, conflict.mark, {})
        lines = (
            f"原稿：{conflict.base or '（无）'}{old}",
            f"修改稿：{conflict.theirs or '（已删）'}（手改）",
            f"现报：{conflict.ours or '（已删）'}{new}",
        )
        return "冲突：双方都改了此处，正文保留修改稿，请核定。\n" + "\n".join(lines)

    def records(self) -> dict[str, FigureRecord]:
        """The figure of each mark of the merge, by its name there."""
        names = self.merged.names
        old = {names.get(m.name, m.name): m.figure for m in self.base.manifest.marks}
        return {**old, **{m.name: m.figure for m in self.ours.manifest.marks}}

    def taken(self, composed: Version, signature: Signature) -> Taken:
        """The merge as the next draft; `composed` is what the program itself writes today."""
        draft, machine = self.ours.document.story, composed.document.story
        (base, copy), _ = without_numbers(self.base.document.story, self.theirs.story)
        groups = edits(base, copy)
        keys = {mark.name: mark.figure.key for mark in self.base.manifest.marks}
        courses = Course.between(base, draft), Course.between(draft, machine)
        history = Edits.of(self.ours.manifest.edits, draft)
        history = history.with_new(groups, keys, signature, *courses)
        history = history.with_lost(losses(self.base.document, self.theirs), signature)
        return take(self.woven(), self.records(), composed, self.conflicts, history, signature)

    def carried(self, last: Version, composed: Version) -> Taken:
        """The merge as the next draft, the edits of the last one on record in it."""
        course = Course.between(self.base.document.story, composed.document.story)
        history = Edits.of(last.manifest.edits, last.document.story).along(course)
        return take(self.woven(), self.records(), composed, self.conflicts, history, NOBODY)


def join(base: Version, theirs: Document, ours: Version) -> Joined:
    """Theirs, which came from base, merged with ours. The trees of all three may be changed."""
    theirs = with_section_ends(base.document, theirs)
    theirs, ours = current_remarks(base, theirs, ours)
    copy = with_shared(base.document.story, theirs.story)
    mended = with_marks(copy, mend(base.document.story, copy), _names(base))
    draft = ours.document.known_as(_names(ours))
    merged = merge(base.document.story, mended, draft.story)
    return Joined(base, replace(theirs, story=mended), replace(ours, document=draft), merged)


def _names(version: Version) -> dict[str, str]:
    return identities(version.manifest, version.document.embedded)


def carried(base: Version, last: Version, content: bytes, manifest: Manifest) -> Taken:
    """The newly composed draft with the last one's edits; base is what the last was composed as."""
    joined = join(base, last.document, Version.of(content, manifest, REPORT))
    return joined.carried(last, Version.of(content, manifest, REPORT))


def withdrawn(base: Version, last: Version, numbers: Container[int]) -> Taken:
    """The last draft without those edits, woven anew into what the program wrote."""
    places = [p for e in last.manifest.edits for p in e.places]
    spots = {_spot(p) for e in last.manifest.edits if e.number in numbers for p in e.places}
    cuts = [(end, to) for p in places for end, to in ((p.was[0], p.now[0]), (p.was[1], p.now[1]))]
    story = without(base.document.story, last.document.story, spots, cuts)
    story = with_remarks(story, last.document.story)
    left = [edit for edit in last.manifest.edits if edit.number not in numbers]
    history = Edits.of(left, last.document.story)
    old = {m.name: m.figure for m in base.manifest.marks}
    records = {**old, **{m.name: m.figure for m in last.manifest.marks}}
    tree = woven(base.document, replace(last.document, story=story), story)
    return take(tree, records, base, (), history, NOBODY)


def woven(ground: Document, guest: Document, story: Story) -> Tracked:
    """The ground rewritten to the story, with what that refers to in the guest; whatever nobody
    edited stays as the program writes it."""
    own = own_sections(ground.root)
    parts = brought(ground, guest, story)
    pen = Pen.for_roots(ground.trees.values(), "", "", frozenset(story.marks))
    tree = tracked(ground, parts, ground.story, story, pen)
    for root in tree.trees.values():
        settle(root, accepted=True)
    put_sections(tree.root, own)
    kept = without_unused(tree.root, tree.parts)
    trees = {name: root for name, root in tree.trees.items() if name in kept}
    return replace(tree, parts=kept, trees=trees)


def _spot(place: PlaceRecord) -> Spot:
    return Range(*place.was), Range(*place.now)


def _sources(marks: Sequence[MarkRecord], name: str, names: Mapping[str, str]) -> str:
    for mark in marks:
        if names.get(mark.name, mark.name) == name:
            cells = (f"{s.department} {s.place}" for s in mark.figure.sources)
            return f"（{'；'.join(cells)}）"
    return ""
