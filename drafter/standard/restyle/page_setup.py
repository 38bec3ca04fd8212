"""Sections in standard format: A4, margins, grid, one column, and the standard's page numbers.

A footer that says anything beside the page's number stays, and so does every header.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.standard import standard
from drafter.standard.fonts import twips
from drafter.standard.pages import SETTINGS, both_sides
from drafter.word.ooxml import RELATIONSHIPS, Element, is_on, parse, serialize, w
from drafter.word.order import add, drop, made, put
from drafter.word.relations import related_part, relations, with_part, without_part
from drafter.word.slip import BODY

_ID = f"{{{RELATIONSHIPS}}}id"
_SIDES = {"default": "right", "even": "left", "first": "right"}
_ALONE = pattern(r"[\s\d\-—―–－第共页/／]*")
_PLAIN_PARTS = ("drawing", "object")


class Footers(Struct):
    """The package being changed, and the standard's footers in it."""

    parts: dict[str, bytes]
    ids: Mapping[str, str]

    def target(self, relation: str) -> str:
        """The target part of a relation of the document."""
        return related_part(self.parts, BODY, relation)

    def replaceable(self, relation: str) -> bool:
        """Whether the footer shows nothing but the page number."""
        part = self.parts.get(self.target(relation))
        return part is None or _is_number_alone(parse(part))

    def standard(self, kind: str) -> str:
        """The relation to the standard's footer of that kind, made where there is none."""
        side = _SIDES[kind]
        content = standard.footer_xml(side, side).replace('"Blank"', f'"{self.ids["Blank"]}"')
        for relation in relations(self.parts, BODY):
            footer = self.parts.get(relation.target)
            if relation.kind == "footer" and footer == content.encode():
                return relation.id
        return self._added(content.encode())

    def _added(self, content: bytes) -> str:
        number = next(n for n in range(1, 10_000) if f"word/footer{n}.xml" not in self.parts)
        name = f"word/footer{number}.xml"
        self.parts = with_part(self.parts, BODY, name, content, "footer")
        return next(r.id for r in relations(self.parts, BODY) if r.target == name)


def standard_sections(
    parts: Mapping[str, bytes], root: Element, ids: Mapping[str, str]
) -> dict[str, bytes]:
    """The parts with page numbers and settings of the standard; the document's tree is changed."""
    footers = Footers(dict(parts), ids)
    both = both_sides(parts)
    inherited: dict[tuple[str, str], str] = {}
    for section in sections(root):
        _page(section)
        _with_references(section, inherited, footers, both)
    _drop_unused(footers, root)
    settings = _settings(footers.parts.get(SETTINGS))
    return with_part(footers.parts, BODY, SETTINGS, settings, "settings")


def sections(root: Element) -> list[Element]:
    """The sections in force; the body's, added if missing, comes last."""
    body = root.find(w("body"))
    assert body is not None
    if body.find(w("sectPr")) is None:
        body.append(made("sectPr"))
    inner = list(root.iterfind(f".//{w('p')}/{w('pPr')}/{w('sectPr')}"))
    return [*inner, *body.findall(w("sectPr"))]


def _page(section: Element) -> None:
    size = section.find(w("pgSz"))
    wide = size is not None and twips(size, "w") > twips(size, "h")
    width, height = sorted(standard.PAGE, reverse=wide)
    paper = made("pgSz", w=str(width), h=str(height))
    if wide:
        paper.set(w("orient"), "landscape")
    put(section, paper)
    drop(section, "pgBorders", "lnNumType", "textDirection")
    number = section.find(w("pgNumType"))
    if number is not None:
        number.attrib.pop(w("fmt"), None)
    if not wide:
        _portrait(section)


def _portrait(section: Element) -> None:
    sides = {"top": standard.TOP, "right": standard.RIGHT, "bottom": standard.BOTTOM}
    sides |= {"left": standard.LEFT, "header": 851, "footer": 1400, "gutter": 0}
    put(section, made("pgMar", **{side: str(length) for side, length in sides.items()}))
    if any(twips(columns, "num") > 1 for columns in section.findall(w("cols"))):
        put(section, made("cols", space="425"))
    put(section, made("docGrid", type="linesAndChars", linePitch=str(standard.LINE_PITCH)))
    drop(section, "vAlign")


def _with_references(
    section: Element, inherited: dict[tuple[str, str], str], footers: Footers, both: bool
) -> None:
    """Headers and footers of a section; `inherited` are those of the sections before it."""
    own = {(str(r.tag), r.get(w("type"), "default")): r for r in _references(section)}
    header, footer = w("headerReference"), w("footerReference")
    if not both:
        for kind in (header, footer):
            _same_on_even(section, own, kind)
    for kind in ("default", "even", *["first"] * is_on(section, "titlePg")):
        reference = own.get((footer, kind))
        name = inherited.get((footer, kind), "") if reference is None else reference.get(_ID, "")
        if name and not footers.replaceable(name):
            inherited[footer, kind] = name
            continue
        wanted = footers.standard(kind)
        if reference is None and inherited.get((footer, kind)) == wanted:
            continue
        if reference is None:
            reference = add(section, made("footerReference", type=kind))
        reference.set(_ID, wanted)
        inherited[footer, kind] = wanted


def _same_on_even(section: Element, own: dict[tuple[str, str], Element], tag: str) -> None:
    """Left and right pages were alike until now: what stands on all stands on both."""
    if (old := own.pop((tag, "even"), None)) is not None:
        section.remove(old)
    if (odd := own.get((tag, "default"))) is not None:
        even = made(tag.rpartition("}")[2], type="even")
        even.set(_ID, odd.get(_ID, ""))
        own[tag, "even"] = even
        add(section, even)


def _references(section: Element) -> Iterator[Element]:
    yield from section.findall(w("headerReference"))
    yield from section.findall(w("footerReference"))


def _is_number_alone(root: Element) -> bool:
    shown = next(root.iter(*map(w, _PLAIN_PARTS)), None) is not None
    boxed = next(root.iter(w("txbxContent")), None) is not None
    text = "".join(node.text or "" for node in root.iter(w("t")))
    return (boxed or not shown) and bool(_ALONE.fullmatch(text))


def _drop_unused(footers: Footers, root: Element) -> None:
    """Remove replaced footers that nothing refers to any more."""
    used = {r.get(_ID) for r in root.iter(w("footerReference"))}
    for relation in relations(footers.parts, BODY):
        if relation.kind == "footer" and relation.id not in used:
            footers.parts = without_part(footers.parts, BODY, relation.id, relation.target)


def _settings(part: bytes | None) -> bytes:
    """The settings with even and odd pages, without a template that would reset the styles."""
    root = made("settings") if part is None else parse(part)
    done = is_on(root, "evenAndOddHeaders") and root.find(w("linkStyles")) is None
    if done and part is not None:
        return part
    drop(root, "linkStyles")
    put(root, made("evenAndOddHeaders"))
    return serialize(root)
