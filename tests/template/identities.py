"""What is numbered or named in a document: each once, and each that is referred to is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from drafter.word.ooxml import w
from tests.template.grammar import Story

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PARAGRAPH = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_LONGEST = 40  # characters of a bookmark's name, in Word
_NOTES = {"footnote": "footnotes", "endnote": "endnotes", "comment": "comments"}
_STYLES = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
_CHANGES = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange")


def confused(stories: Sequence[Story]) -> Iterator[str]:
    """What is there twice, has no other half, or is referred to and not there; over all parts."""
    yield from _once(stories)
    yield from _bookmark_names(stories)
    yield from _paragraph_ids(stories)
    for story in stories:
        yield from _halves(story)
        yield from _changes(story)
    for kind, part in _NOTES.items():
        yield from _notes(stories, kind, part)
    yield from _lists(stories)
    yield from _styles(stories)


def _once(stories: Sequence[Story]) -> Iterator[str]:
    controls = [
        (story, e.get(w("val"), ""))
        for story in stories
        for e in story.all("id")
        if (around := e.getparent()) is not None and around.tag == w("sdtPr")
    ]
    drawings = [(s, e.get("id", "")) for s in stories for e in s.root.iter(_DRAWING)]
    changes = [(s, e.get(w("id"), "")) for s in stories for n in _CHANGES for e in s.all(n)]
    yield from _twice("content control", controls)
    yield from _twice("drawing", drawings)
    yield from _twice("change", changes)
    yield from _twice("bookmark", _values(stories, "bookmarkStart", "id"))
    yield from _twice("the end of bookmark", _values(stories, "bookmarkEnd", "id"))


def _twice(kind: str, values: Iterable[tuple[Story, str]]) -> Iterator[str]:
    seen: dict[str, Story] = {}
    for story, value in values:
        if value in seen:
            first = seen[value].part
            yield f"{story.part}: {kind} {value} is there twice, first in {first}"
        seen.setdefault(value, story)


def _values(stories: Iterable[Story], name: str, key: str) -> list[tuple[Story, str]]:
    return [(story, e.get(w(key), "")) for story in stories for e in story.all(name)]


def _bookmark_names(stories: Sequence[Story]) -> Iterator[str]:
    names = _values(stories, "bookmarkStart", "name")
    yield from _twice("bookmark", [(story, name.casefold()) for story, name in names])
    for story, name in names:
        if not 0 < len(name) <= _LONGEST:
            yield f"{story.part}: the bookmark's name “{name}” has {len(name)} characters"


def _paragraph_ids(stories: Sequence[Story]) -> Iterator[str]:
    ids = [(s, e.get(_PARAGRAPH, "")) for s in stories for e in s.all("p") if e.get(_PARAGRAPH)]
    yield from _twice("paragraph", ids)
    for story, value in ids:
        if not 0 < int(value, 16) < 0x80000000:
            yield f"{story.part}: paragraph {value} is out of range"


def _halves(story: Story) -> Iterator[str]:
    """Bookmarks, comments and permissions begin and end in the same part, in this order."""
    for kind in ("bookmark", "commentRange", "perm", "moveFromRange", "moveToRange"):
        if f"{w(kind)}Start" not in story.named and f"{w(kind)}End" not in story.named:
            continue
        open_: set[str] = set()
        for element in story.root.iter(w(f"{kind}Start"), w(f"{kind}End")):
            number = element.get(w("id"), "")
            if element.tag == w(f"{kind}Start"):
                open_.add(number)
            elif number not in open_:
                yield f"{story.at(element)}: {kind} {number} ends and has not begun"
            else:
                open_.remove(number)
        yield from (f"{story.part}: {kind} {number} does not end" for number in sorted(open_))


def _changes(story: Story) -> Iterator[str]:
    for name in _CHANGES:
        for change in story.all(name):
            if change.get(w("id")) is None or change.get(w("author")) is None:
                yield f"{story.at(change)}: a change without number or author"
    for text in story.all("t"):
        around = next(text.iterancestors(w("del"), w("txbxContent")), None)
        if around is not None and around.tag == w("del"):
            yield f"{story.at(text)}: deleted text that stands as if it were not"
    for text in story.all("delText"):
        if next(text.iterancestors(w("del"), w("moveFrom")), None) is None:
            yield f"{story.at(text)}: deleted text without its deletion"


def _notes(stories: Sequence[Story], kind: str, part: str) -> Iterator[str]:
    """Footnotes, endnotes, comments: each there once, referred to once, and there if referred to."""
    own = [story for story in stories if story.part == f"word/{part}.xml"]
    known = _values(own, kind, "id")
    used = _values(stories, f"{kind}Reference", "id")
    yield from _twice(kind, known)
    yield from _twice(f"the reference to {kind}", used)
    there = {number for _, number in known}
    ranges = _values(stories, "commentRangeStart", "id") if kind == "comment" else []
    for story, number in (*used, *ranges):
        if number not in there:
            yield f"{story.part}: {kind} {number} is not there"
    referred = {number for _, number in used}
    for story, number in ranges:
        if number not in referred:
            yield f"{story.part}: comment {number} has a range and no reference"


def _lists(stories: Sequence[Story]) -> Iterator[str]:
    own = [story for story in stories if story.part == "word/numbering.xml"]
    lists, kinds = _values(own, "num", "numId"), _values(own, "abstractNum", "abstractNumId")
    yield from _twice("list", lists)
    yield from _twice("kind of list", kinds)
    yield from _absent(stories, "numId", "list", {"0", *(number for _, number in lists)})
    yield from _absent(own, "abstractNumId", "kind of list", {number for _, number in kinds})


def _absent(stories: Iterable[Story], name: str, what: str, there: set[str]) -> Iterator[str]:
    for story in stories:
        counts = Counter(e.get(w("val"), "") for e in story.all(name))
        yield from (f"{story.part}: {what} {v} is not there" for v in counts if v not in there)


def _styles(stories: Sequence[Story]) -> Iterator[str]:
    own = [story for story in stories if story.part == "word/styles.xml"]
    yield from _twice("style", _values(own, "style", "styleId"))
    styles = [style for story in own for style in story.all("style")]
    for name, kind in _STYLES.items():
        there = {e.get(w("styleId"), "") for e in styles if e.get(w("type")) == kind}
        yield from _absent(stories, name, f"{kind} style", there)
    there = {e.get(w("styleId"), "") for e in styles}
    for name in ("basedOn", "next", "link"):
        yield from _absent(own, name, "style", there)
