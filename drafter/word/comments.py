"""Word comments at trace marks: where a figure comes from, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from drafter.word.adopted_threads import Remark, remark, without_stale_threads
from drafter.word.bookmarks import bookmarks
from drafter.word.ooxml import Element, escape, parent_of, parse, quote, remove, serialize, w
from drafter.word.ooxml import W as WORD
from drafter.word.order import made
from drafter.word.relations import relations, with_part, without_part
from drafter.word.slip import AUTHOR, BODY

INITIALS = "核"
PART = "word/comments.xml"
_KIND = "comments"
# The comments, and what Word keeps of them and of their authors in parts beside.
_KINDS = ("comments", "commentsExtended", "commentsIds", "commentsExtensible", "people")
_COMMENTED = (BODY, "word/footnotes.xml", "word/endnotes.xml")
RANGE = w("commentRangeStart"), w("commentRangeEnd")
_PLACES = (*RANGE, w("commentReference"))


class Comment(Struct, frozen=True):
    """A comment's text, a paragraph a line."""

    text: str
    author: str = AUTHOR


def with_comments(
    parts: Mapping[str, bytes], document: Element, comments: Mapping[str, Comment]
) -> dict[str, bytes]:
    """The package's parts with a comment at each of the marks; the document's tree is changed."""
    marks = bookmarks(document)
    spots = [(*marks[name], comment) for name, comment in comments.items() if name in marks]
    return with_comments_at(parts, document, spots)


def with_comments_at(
    parts: Mapping[str, bytes],
    document: Element,
    spots: Sequence[tuple[Element, Element, Comment]],
) -> dict[str, bytes]:
    """The package's parts with each comment around its two elements; the tree is changed."""
    if not spots:
        return {**parts, BODY: serialize(document)}
    root = parse(parts[PART]) if PART in parts else etree.Element(w("comments"), nsmap={"w": WORD})
    first = max((int(c.get(w("id"), "-1")) for c in root), default=-1) + 1
    for number, (start, end, comment) in enumerate(spots, start=first):
        _attach(start, end, number)
        root.append(_comment(number, comment))
    changed = {**parts, BODY: serialize(document)}
    return with_part(changed, BODY, PART, serialize(root), _KIND)


def _attach(start: Element, end: Element, number: int) -> None:
    start.addprevious(made("commentRangeStart", id=str(number)))
    close = made("commentRangeEnd", id=str(number))
    end.addnext(close)
    run = made("r")
    run.append(made("commentReference", id=str(number)))
    close.addnext(run)


def ends_of(paragraph: Element) -> tuple[Element, Element]:
    """The paragraph's first and last child, for a comment around all of it; a run where it has
    none."""
    content = [element for element in paragraph if element.tag != w("pPr")]
    if not content:
        content = [made("r")]
        paragraph.append(content[0])
    return content[0], content[-1]


def _comment(number: int, comment: Comment) -> Element:
    lines = "".join(
        f"<w:p><w:pPr>{_PLAIN}</w:pPr><w:r>{_SMALL}"
        f'<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in comment.text.split("\n")
    )
    return etree.fromstring(
        f'<w:comment xmlns:w="{WORD}" w:id="{number}" w:author="{quote(comment.author)}"'
        f' w:initials="{INITIALS}">{lines}</w:comment>'
    )


_PLAIN = '<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
_PLAIN += '<w:jc w:val="left"/>'
_SMALL = (
    '<w:rPr><w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体"/><w:sz w:val="20"/></w:rPr>'
)


def without_comments(parts: Mapping[str, bytes], author: str = "") -> dict[str, bytes]:
    """The parts without that author's comments, or without any comments if none is named."""
    return _without(parts, lambda comment: author in ("", comment.get(w("author"))))


def without_remarks(parts: Mapping[str, bytes], remarks: Container[Remark]) -> dict[str, bytes]:
    """The parts without those comments, whatever their numbers."""
    return _without(parts, lambda comment: remark(comment) in remarks)


def _without(parts: Mapping[str, bytes], doomed: Callable[[Element], bool]) -> dict[str, bytes]:
    if PART not in parts:
        return dict(parts)
    comments = parse(parts[PART])
    gone = [comment for comment in comments.iter(w("comment")) if doomed(comment)]
    if not gone and len(comments):
        return dict(parts)
    for comment in gone:
        comments.remove(comment)
    numbers = {comment.get(w("id")) for comment in gone}
    changed = {**parts, **dict(_unplaced(parts, numbers))}
    if len(comments):
        return without_stale_threads({**changed, PART: serialize(comments)})
    for relation in relations(parts, BODY):
        if relation.kind in _KINDS and not relation.external:
            changed = without_part(changed, BODY, relation.id, relation.target)
    return changed


def _unplaced(
    parts: Mapping[str, bytes], numbers: Container[str | None]
) -> Iterator[tuple[str, bytes]]:
    """The parts in which comments of those numbers stand, without their places."""
    for name in [name for name in _COMMENTED if name in parts]:
        root = parse(parts[name])
        places = [e for e in root.iter(*_PLACES) if e.get(w("id")) in numbers]
        for place in places:
            _remove(place)
        if places:
            yield name, serialize(root)


def with_places_inside(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts with the starts of comments that stand between paragraphs in the next one, and with
    the ends in the one before."""
    root = parse(parts[BODY])
    paragraphs: list[Element] = []
    waiting: list[Element] = []
    for element in list(root.iter(w("p"), *RANGE)):
        if element.tag == w("p"):
            for start in reversed(waiting):
                element.insert(len(element.findall(w("pPr"))), start)
            waiting.clear()
            paragraphs.append(element)
        elif stands_between(element) and element.tag == RANGE[0]:
            waiting.append(element)
        elif stands_between(element) and paragraphs:
            paragraphs[-1].append(element)
    return {**parts, BODY: serialize(root)}


def stands_between(place: Element) -> bool:
    """Whether it stands between paragraphs."""
    return next(place.iterancestors(w("p")), None) is None


def _remove(place: Element) -> None:
    """Remove the element, and its run if that is empty then."""
    home = parent_of(place)
    remove(place)
    around = home.getparent()
    if home.tag == w("r") and around is not None and all(c.tag == w("rPr") for c in home):
        around.remove(home)
