"""What somebody changed in a draft's own file, past merge and the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from drafter.draft.record import Manifest
from drafter.model.finding import Finding, Place, Severity
from drafter.publish.places import Places
from drafter.word.drawn import ALTERNATIVE, KINDS, drawn
from drafter.word.elsewhere import lasting
from drafter.word.excerpt import differing, short
from drafter.word.ooxml import parse
from drafter.word.outline import outline
from drafter.word.slip import BODY

_AROUND = 24
_ELSEWHERE = "页眉、页脚或脚注"


def altered(
    manifest: Manifest, parts: Mapping[str, bytes], places: Places, current: bool
) -> Iterator[Finding]:
    """A finding for whatever reads or shows otherwise than the draft did as it was written; of an
    old one's paragraphs alone, for earlier records hold no more."""
    yield from _paragraphs(manifest, parts, places)
    if current:
        root = parse(parts[BODY])
        yield from _texts(manifest.elsewhere, lasting(root, parts), places)
        yield from _texts(manifest.drawn, drawn(root, parts), places)


def _paragraphs(
    manifest: Manifest, parts: Mapping[str, bytes], places: Places
) -> Iterator[Finding]:
    written = {p.number: p.text for p in manifest.paragraphs}
    now = {p.number: p.text for p in outline(parse(parts[BODY])) if p.text.strip()}
    if Counter(written.values()) == Counter(now.values()) and written.keys() == now.keys():
        return
    gone = Counter(written.values()) - Counter(now.values())
    fresh = Counter(now.values()) - Counter(written.values())
    for number, text in now.items():
        if text in fresh:
            yield _matter("publish-edited", places.at(number), text)
    for number, text in written.items():
        if text in gone and now.get(number) not in fresh:
            yield _matter("publish-lost", places.at(number), text)
    if not gone and not fresh:
        yield _matter("publish-moved", Place(places.file))


def _texts(before: tuple[str, ...], after: tuple[str, ...], places: Places) -> Iterator[Finding]:
    """The same of what has no number of its own; in whichever parts, for programs number them
    anew, and write one that pages share for each of them. An alternative text may be lost."""
    written, now = dict.fromkeys(before), dict.fromkeys(after)
    gone = [t for t in written if t not in now and not t.startswith(ALTERNATIVE)]
    come = [t for t in now if t not in written]
    paired = len(gone) == len(come)
    for number, text in enumerate(come):
        shown = differing(text, gone[number], _AROUND)[0] if paired else text
        yield _matter("publish-edited", _place(text, places), shown)
    for text in () if paired else gone:
        yield _matter("publish-lost", _place(text, places), text)
    kept = [text for text in written if text in now and text.startswith(KINDS)]
    order = [text for text in now if text in kept]
    if other := next((a for a, b in zip(kept, order, strict=True) if a != b), None):
        yield _matter("publish-moved", Place(places.file, "", other.partition(" ")[0]))


def _place(text: str, places: Places) -> Place:
    kind = text.partition(" ")[0]
    return places.holding(text, kind if kind in KINDS else _ELSEWHERE)


def _matter(code: str, place: Place, text: str = "") -> Finding:
    return Finding(code, Severity.ERROR, place, details={"text": short(text, _AROUND + 2)})
