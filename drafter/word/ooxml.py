"""The names that a Word file uses, and the few XML helpers that every module here needs."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Element = etree._Element

# The engine keeps Unicode's 32 noncharacters for itself: no text holds them, and XML allows them
# (the private-use characters serve governments for rare names, so they are left alone).
OURS = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")
# What XML 1.0 cannot hold is shown as �, never dropped; Excel's page and line feeds are breaks.
FORBIDDEN = OURS | dict.fromkeys((*range(9), *range(14, 32), *range(0xD800, 0xE000)), "\ufffd")
FORBIDDEN |= dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd") | dict.fromkeys((11, 12), "\n")


def w(name: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


# What stands in a tracked insertion, and in a tracked deletion (ECMA-376 part 1, 17.13.5).
ADDED, REMOVED = (w("ins"), w("moveTo")), (w("del"), w("moveFrom"))


@lru_cache(maxsize=512)
def path(*names: str) -> str:
    """The path of WordprocessingML children that leads from an element to one below it."""
    return "/".join(map(w, names))


def find(owner: Element | None, *names: str) -> Element | None:
    """The element at the end of the path of children; None where there is none."""
    return owner if owner is None or not names else owner.find(path(*names))


def value(owner: Element | None, *names: str, absent: str = "", empty: str = "") -> str:
    """The w:val of the element at the end of the path; `absent` where there is no such element,
    `empty` where it has no value."""
    element = find(owner, *names)
    return absent if element is None else element.get(w("val"), empty)


def is_on(owner: Element | None, *names: str) -> bool:
    """Whether there is an on/off element at the end of the path that is not off (17.17.4)."""
    return value(owner, *names, absent="0", empty="1") not in ("0", "false", "off")


def parse(content: bytes) -> Element:
    """The part's root element, no entities, networks or DTDs. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise etree.XMLSyntaxError("DOCTYPE", 0, 0, 0)
    return root


def parsed(content: bytes | None) -> Element | None:
    """The part's root element; None for a part that is missing or damaged."""
    try:
        return parse(content or b"")
    except (etree.XMLSyntaxError, ValueError):
        return None


def serialize(root: Element) -> bytes:
    """The part's bytes, with the declaration that Word writes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def escape(text: str) -> str:
    """Text as XML element content: markup escaped, characters that XML forbids replaced."""
    plain = text.translate(FORBIDDEN)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quote(text: str) -> str:
    """Text as an XML attribute's value."""
    return escape(text).replace('"', "&quot;")


def parent_of(element: Element) -> Element:
    """The element around one that has an element around it."""
    parent = element.getparent()
    assert parent is not None
    return parent


def remove(element: Element) -> None:
    """Remove the element with its content; the text behind it stays."""
    parent = parent_of(element)
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def within(element: Element, *tags: str) -> bool:
    """Whether the element stands in one of these, however deep."""
    return next(element.iterancestors(*tags), None) is not None


def own_descendants(paragraph: Element, name: str) -> list[Element]:
    """The paragraph's descendants of that name, those of paragraphs inside it left out."""
    return [e for e in paragraph.iter(name) if next(e.iterancestors(w("p"))) is paragraph]
