"""Moving a statement to the place in the tree where it acts: between paragraphs, rows or cells."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy

from drafter.word.ooxml import MATHS, Element, find, remove, w
from drafter.word.order import drop
from drafter.word.pending import unwrap

TOKEN = "tag"
LEVELS = {"tr": w("tr"), "tc": w("tc")}
_ENDS = tuple(f"{name}{end}" for name in ("bookmark", "perm") for end in ("Start", "End"))
_ANCHORS = tuple(map(w, (*_ENDS, "commentRangeStart", "commentRangeEnd")))
_PROPERTIES = tuple(map(w, ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr")))
_FIELDS = ("fldChar", "instrText", "pgNum")
_NOTES = ("footnoteReference", "endnoteReference")
_CONTENT = tuple(map(w, (*_FIELDS, *_NOTES, "drawing", "pict", "object", "sym", "ptab", "ruby")))


def split_paragraph(paragraph: Element, tokens: Iterable[Element]) -> list[Element]:
    """The paragraphs into which the tokens cut it; the tokens then stand between them.

    What shows nothing is no paragraph: its bookmarks and comment ranges stand beside the tokens.
    """
    pieces: list[list[Element]] = [[]]
    cuts = list(tokens)
    for token in cuts:
        _split_up(token, paragraph)
    form = paragraph.find(w("pPr"))
    for child in [child for child in paragraph if child is not form]:
        if any(child is token for token in cuts):
            pieces += [[child], []]
        else:
            pieces[-1].append(child)
    return _place(paragraph, form, pieces)


def _place(paragraph: Element, form: Element | None, pieces: list[list[Element]]) -> list[Element]:
    paragraphs = []
    section = find(form, "sectPr")
    showing = [n for n in range(0, len(pieces), 2) if any(map(shows, pieces[n]))]
    last = showing[-1] if showing else -1
    for number, piece in enumerate(pieces):
        if number % 2:
            paragraph.addprevious(piece[0])
        elif number == last:
            break
        elif number in showing:
            paragraphs.append(_paragraph_like(paragraph, form, piece))
        else:
            _keep_anchors(paragraph, piece)
    if last >= 0:
        paragraph[:] = [*([] if form is None else [form]), *pieces[last]]
        paragraphs.append(paragraph)
        _place_after(paragraph, pieces[last + 1 :])
    elif section is not None:
        paragraph[:] = [] if form is None else [form]
        paragraphs.append(paragraph)
    else:
        remove(paragraph)
    return paragraphs


def _place_after(paragraph: Element, pieces: Iterable[list[Element]]) -> None:
    """The tokens behind the last paragraph that shows something."""
    at = paragraph
    for piece in pieces:
        for child in piece:
            if child.tag in (TOKEN, *_ANCHORS):
                at.addnext(child)
                at = child


def _paragraph_like(paragraph: Element, form: Element | None, piece: list[Element]) -> Element:
    """A paragraph of the same format with the piece in it, before the paragraph."""
    twin = paragraph.makeelement(paragraph.tag, dict(paragraph.attrib), paragraph.nsmap)
    if form is not None:
        copy = deepcopy(form)
        drop(copy, "sectPr")
        twin.append(copy)
    twin.extend(piece)
    paragraph.addprevious(twin)
    return twin


def _keep_anchors(paragraph: Element, piece: Iterable[Element]) -> None:
    for child in piece:
        if child.tag in _ANCHORS:
            paragraph.addprevious(child)


def _split_up(token: Element, paragraph: Element) -> None:
    """The token a child of the paragraph itself; what was around it is there before and after."""
    while (around := token.getparent()) is not None and around is not paragraph:
        before, after = _divide(around, token)
        around.addnext(token)
        if after is not None:
            token.addnext(after)
        if not before:
            remove(around)


def _divide(around: Element, token: Element) -> tuple[bool, Element | None]:
    """(whether anything is left before the token, an element like it with what stood after)."""
    following = list(token.itersiblings())
    before = [child for child in token.itersiblings(preceding=True) if child.tag not in _PROPERTIES]
    if not following:
        return bool(before), None
    after = around.makeelement(around.tag, dict(around.attrib), around.nsmap)
    for form in [child for child in around if child.tag in _PROPERTIES]:
        copy = deepcopy(form)
        drop(copy, "id")
        after.append(copy)
    after.extend(following)
    return bool(before), after


def lift(token: Element) -> bool:
    """Move a statement out of a link or control at whose edge it stands; whether it could."""
    while (around := token.getparent()) is not None and around.tag != w("p"):
        before = any(map(shows, token.itersiblings(preceding=True)))
        if before and any(map(shows, token.itersiblings())):
            return False
        if before:
            around.addnext(token)
        else:
            around.addprevious(token)
        if around.tag == w("sdtContent") and not len(around):
            unwrap(around)
    return around is not None


def shows(element: Element) -> bool:
    """Whether a reader sees anything of it: text, a picture, a page break, a tag's result."""
    for node in element.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag == w("t"):
            if (node.text or "").strip():
                return True
        elif (
            node.tag in (TOKEN, *_CONTENT)
            or node.tag.startswith(MATHS)
            or (node.tag == w("br") and node.get(w("type")))
        ):
            return True
    return False


def target_of(paragraph: Element, level: str) -> Element | None:
    """The row or cell that holds the paragraph."""
    return next(paragraph.iterancestors(LEVELS[level]), None)


def side(target: Element, token: Element) -> str:
    """Whether the token goes before the row or cell or after it: nothing is shown on that side.

    "both" where something is shown before the token and after it.
    """
    before = after = passed = False
    for node in target.iter():
        if node is token:
            passed = True
        elif _seen(node):
            before, after = before or not passed, after or passed
    if before and after:
        return "both"
    return "after" if before else "before"


def _seen(node: Element) -> bool:
    if node.tag == w("t"):
        return bool((node.text or "").strip())
    return node.tag in (TOKEN, *_CONTENT)


def put_after(target: Element, token: Element) -> None:
    """After the target and the tokens that already follow it."""
    last = target
    while (following := last.getnext()) is not None and following.tag == TOKEN:
        last = following
    last.addnext(token)


def around(element: Element, before: Element, after: Element) -> None:
    """The two tokens before and after the element."""
    element.addprevious(before)
    element.addnext(after)


def between(first: Element, last: Element) -> list[Element]:
    """The siblings between two elements; none where the second does not follow the first."""
    siblings = list[Element]()
    for element in first.itersiblings():
        if element is last:
            return siblings
        siblings.append(element)
    return []


def holds(paragraph: Element) -> bool:
    """Whether the paragraph holds more than text: a picture, a field, a note, a page break."""
    kinds = next(paragraph.iter(*_CONTENT), None) is not None
    return kinds or any(br.get(w("type")) for br in paragraph.iter(w("br")))


def drop_emptied(controls: Iterable[Element]) -> None:
    """Take out the content controls that held nothing but remarks and statements."""
    for content in controls:
        control = content.getparent()
        if not len(content) and control is not None:
            remove(control)


def without_section(form: Element) -> Element:
    """Paragraph properties without a section."""
    copy = deepcopy(form)
    drop(copy, "sectPr")
    return copy
