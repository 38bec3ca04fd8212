"""The names that a Word file uses, and the few XML helpers that every module here needs."""

from __future__ import annotations

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

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


def parse(content: bytes) -> Element:
    """The part's root element, no entities, networks or DTDs. Raises etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise etree.XMLSyntaxError("DOCTYPE", 0, 0, 0)
    return root


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


def own_descendants(paragraph: Element, name: str) -> list[Element]:
    """The paragraph's descendants of that name, those of paragraphs inside it left out."""
    return [e for e in paragraph.iter(name) if next(e.iterancestors(w("p"))) is paragraph]
