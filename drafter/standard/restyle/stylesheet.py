"""styles.xml in standard format: the standard's styles, and no other that contradicts them.

What does not belong to the body (text boxes, headers, notes) keeps its look: the document's former
Normal lives on under another name, and whatever was based on it is based on that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml import etree
from msgspec import Struct

from drafter.standard import standard
from drafter.standard.restyle.undress import plain
from drafter.word.ooxml import Element, W, find, parse, remove, serialize, w, within
from drafter.word.order import add, drop, made
from drafter.word.styles import STYLES, is_default, title_of

_FORMER, _FORMER_NAME = "FormerNormal", "原正文"
_STANDARD = {style.id: style for style in standard.STYLES}


class StyleSheet(Struct, frozen=True):
    """The styles as bytes; each standard style's id in this document; the ids of Normal as it was
    and of its copy, "" where Normal was the standard's already."""

    content: bytes
    ids: Mapping[str, str]
    normal: str
    former: str


def standard_sheet(parts: Mapping[str, bytes]) -> StyleSheet:
    """The document's style sheet with the standard's styles in it."""
    root = parse(parts[STYLES]) if STYLES in parts else etree.Element(w("styles"), nsmap={"w": W})
    normal = _normal(root)
    ids = dict(_ids(root, normal))
    old = "" if normal is None else normal.get(w("styleId"), "")
    former = _keep_former(root, normal, ids)
    for style in standard.STYLES:
        _set(root, style, ids)
    for other in root.findall(w("style")):
        if other.get(w("styleId")) not in ids.values():
            _calm(other, old, former)
    return StyleSheet(serialize(root), ids, old, former)


def _normal(root: Element) -> Element | None:
    """The default paragraph style, else the one named Normal."""
    paragraphs = [s for s in root.findall(w("style")) if s.get(w("type")) == "paragraph"]
    named = (s for s in paragraphs if title_of(s) == "normal")
    return next(filter(is_default, paragraphs), next(named, None))


def _ids(root: Element, normal: Element | None) -> Iterator[tuple[str, str]]:
    """(the standard's id, the id that its style has in this document)."""
    used = {s.get(w("styleId"), "") for s in root.findall(w("style"))}
    paragraphs = [s for s in root.findall(w("style")) if s.get(w("type")) == "paragraph"]
    named = {title_of(s): s.get(w("styleId"), "") for s in reversed(paragraphs)}
    if normal is not None:
        named["normal"] = normal.get(w("styleId"), "")
    for style in standard.STYLES:
        own = named.get(style.name.lower())
        yield style.id, own or _free(style.id, used)


def _free(name: str, used: set[str]) -> str:
    free = name
    while free in used:
        free += "GB"
    used.add(free)
    return free


def _set(root: Element, style: standard.Style, ids: Mapping[str, str]) -> None:
    """Replace the document's style of that name by the standard's; its list stays."""
    new = _standard(style, ids)
    old = next((s for s in root.findall(w("style")) if s.get(w("styleId")) == ids[style.id]), None)
    if old is None:
        root.append(new)
        return
    number, form = find(old, "pPr", "numPr"), find(new, "pPr")
    if number is not None and form is not None:
        add(form, deepcopy(number))
    root.replace(old, new)


def _standard(style: standard.Style, ids: Mapping[str, str]) -> Element:
    text = standard.style_xml(style).replace("<w:style ", f'<w:style xmlns:w="{W}" ', 1)
    made_of = etree.fromstring(text)
    made_of.set(w("styleId"), ids[style.id])
    for reference in made_of.iter(w("basedOn"), w("next")):
        reference.set(w("val"), ids["Normal"])
    etree.cleanup_namespaces(made_of)
    return made_of


def _keep_former(root: Element, normal: Element | None, ids: Mapping[str, str]) -> str:
    """The id of a copy of the former Normal and defaults; "" where they were the standard's."""
    defaults = root.find(w("docDefaults"))
    new = etree.fromstring(standard.defaults_xml().replace(">", f' xmlns:w="{W}">', 1))
    same = normal is not None and _same(normal, _standard(_STANDARD["Normal"], ids))
    if defaults is not None and same and _same(defaults, new):
        return ""
    if defaults is not None:
        root.replace(defaults, new)
    else:
        root.insert(0, new)
    if normal is None:
        return ""
    used = {s.get(w("styleId"), "") for s in root.findall(w("style"))}
    copy = _copied(normal, defaults, _free(_FORMER, used), used)
    root.append(copy)
    return copy.get(w("styleId"), "")


def _copied(normal: Element, defaults: Element | None, name: str, used: set[str]) -> Element:
    copy = made("style", type="paragraph", customStyle="1", styleId=name)
    copy.append(made("name", val=_FORMER_NAME + name.removeprefix(_FORMER)))
    copy.append(made("semiHidden"))
    bare = {"pPr": _bare_paragraph, "rPr": _bare_run}
    for kind, first in bare.items():
        form = made(kind)
        owner = None if defaults is None else defaults.find(f"{w(kind + 'Default')}/{w(kind)}")
        for source in (first(), owner, normal.find(w(kind))):
            for child in source if source is not None else ():
                drop(form, etree.QName(child).localname)
                add(form, deepcopy(child))
        copy.append(form)
    return copy


def _bare_paragraph() -> Element:
    """Word's defaults: single line spacing, no indent."""
    form = made("pPr")
    form.append(made("spacing", line="240", lineRule="auto"))
    form.append(made("ind", firstLineChars="0", firstLine="0"))
    form.append(made("jc", val="left"))
    return form


def _bare_run() -> Element:
    """Times New Roman and 宋体, ten points, no spacing."""
    form = made("rPr")
    font = "Times New Roman"
    form.append(made("rFonts", ascii=font, eastAsia="宋体", hAnsi=font, cs=font))
    form.append(made("spacing", val="0"))
    form.extend([made("sz", val="20"), made("szCs", val="20")])
    return form


def _calm(style: Element, normal: str, former: str) -> None:
    """A style beside the standard's: characters and tables say nothing of fonts and colours."""
    kind = style.get(w("type"))
    if kind == "paragraph":
        _base_on_former(style, normal, former)
    elif kind in ("character", "table"):
        for form in style.iter(w("rPr")):
            plain(form, emphasis=True)
    if kind == "table":
        uncolour(style)
        for shade in list(style.iter(w("shd"))):
            remove(shade)


def uncolour(element: Element) -> None:
    """Set table rules to black."""
    for borders in element.iter(w("tblBorders"), w("tcBorders")):
        for border in borders:
            for name in ("themeColor", "themeTint", "themeShade"):
                border.attrib.pop(w(name), None)
            if border.get(w("color")) is not None:
                border.set(w("color"), "auto")


def _base_on_former(style: Element, normal: str, former: str) -> None:
    if not former or style.get(w("styleId")) == former:
        return
    based = style.find(w("basedOn"))
    if based is None:
        name = style.find(w("name"))
        if name is not None:
            name.addnext(made("basedOn", val=former))
    elif based.get(w("val")) == normal:
        based.set(w("val"), former)


def _same(one: Element, other: Element) -> bool:
    """Whether two elements have the same content, order and lists aside."""
    return sorted(_lines(one)) == sorted(_lines(other))


def _lines(element: Element) -> Iterator[str]:
    elements = (e for e in element.iter("*") if not _of_list(e))
    yield from (f"{e.tag!r} {sorted(e.items())!r}" for e in elements)


def _of_list(element: Element) -> bool:
    return element.tag == w("numPr") or within(element, w("numPr"))
