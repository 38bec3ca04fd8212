"""What stands around text within a paragraph and is no text itself: links, controls, tags.

Their text is read as any other. What a program puts beside it (w:history, an id) is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from drafter.model.pattern import pattern
from drafter.review.story.signature import VOLATILE
from drafter.review.story.units import Piece, Wrap
from drafter.word.ooxml import RELATIONSHIPS, SPACE, Element, path, remove, w

_LINK = w("hyperlink")
_ADDRESS = pattern(r'HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_PLAIN = tuple(map(w, ("hyperlink", "smartTag", "customXml", "dir", "bdo")))
_SIMPLE, _CONTROL, _CONTENT = w("fldSimple"), w("sdt"), w("sdtContent")
_PROPERTIES = tuple(map(w, ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData")))
_TOLD = tuple(map(w, ("anchor", "instr", "element", "val")))
_NAMES = tuple(map(w, ("tag", "alias")))


def content_of(element: Element) -> Element | None:
    """The element that holds a container's text; None if it is no container."""
    if element.tag in _PLAIN:
        return element
    if element.tag == _CONTROL:
        return element.find(_CONTENT)
    if element.tag == _SIMPLE and not is_volatile(element.get(w("instr"), "")):
        return element
    return None


def is_volatile(instruction: str) -> bool:
    """Whether a field's result depends on the machine or the page."""
    return (instruction.split() or [""])[0].upper() in VOLATILE


def volatile_text(instruction: str) -> str:
    """A fixed text in place of such a result; "" for other fields."""
    if not is_volatile(instruction):
        return ""
    name = instruction.split()[0].upper()
    return "〔页码〕" if "PAGE" in name else "〔日期〕" if "DATE" in name else "〔域〕"


def simple_field(piece: Piece) -> Piece:
    """The piece; that of a volatile simple field is what the same complex field is."""
    element = piece.elements[0]
    if element.tag != _SIMPLE:
        return piece
    code = " ".join(element.get(w("instr"), "").split())
    return piece._replace(text=volatile_text(code), key=f"\x04{code}", inside=())


def wrap_of(element: Element, links: Mapping[str, str]) -> Wrap:
    """The container around its text; those that a reader takes for one have one key."""
    leads = [links.get(v, v) for n, v in element.items() if n.startswith(f"{{{RELATIONSHIPS}}}")]
    own = [element.get(name, "") for name in _TOLD]
    names = [n.get(w("val"), "") for e in element.findall(w("sdtPr")) for n in e.iter(*_NAMES)]
    address = leads[0] if leads and element.tag == _LINK else ""
    return Wrap(element, "\t".join([str(element.tag), *leads, *own, *names]), address=address)


def address_in(instruction: str) -> str:
    """The address in a HYPERLINK field's code; "" for other codes."""
    match = _ADDRESS.match(instruction)
    return match[1] if match else ""


def with_codes(wrap: Wrap) -> Wrap:
    """The wrap; a simple field, which no program can track, told by the codes of a complex one."""
    if wrap.element.tag != _SIMPLE:
        return wrap
    code = etree.Element(w("instrText"))
    code.text = wrap.element.get(w("instr"), "")
    code.set(SPACE, "preserve")
    begin, separate, end = (_code("begin"), _code("separate"), _code("end"))
    asked = etree.Element(w("r"))
    asked.append(code)
    return wrap._replace(opening=(begin, asked, separate), closing=(end,))


def _code(kind: str) -> Element:
    run = etree.Element(w("r"))
    etree.SubElement(run, w("fldChar")).set(w("fldCharType"), kind)
    return run


def shell(wrap: Wrap, inner: list[Element], controls: set[str]) -> Element:
    """The container around other text; a control whose number is among `controls` has none."""
    element = wrap.element
    container = etree.Element(element.tag, dict(element.attrib), nsmap=element.nsmap)
    container.extend(deepcopy(child) for child in element if child.tag in _PROPERTIES)
    home = etree.SubElement(container, _CONTENT) if element.tag == _CONTROL else container
    home.extend(inner)
    for number in container.findall(path("sdtPr", "id")):
        if number.get(w("val"), "") in controls:
            remove(number)
        controls.add(number.get(w("val"), ""))
    return container
