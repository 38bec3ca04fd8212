"""归正格式: a Word file in the format of GB/T 9704-2012, its text the same to the character.

Fonts, sizes, spacing, indents, styles, paper, margins, grid and page numbers are set; words, trace
marks, comments, tracked changes, fields, notes, pictures and tables are what they were.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree
from msgspec import Struct

from drafter.model.errors import TemplateError
from drafter.model.finding import Finding, Severity
from drafter.standard.check import check_format, format_findings
from drafter.standard.fonts import read_fonts
from drafter.standard.restyle import stylesheet as sheet
from drafter.standard.restyle.lists import Lists, plain_lists
from drafter.standard.restyle.page_setup import standard_sections
from drafter.standard.restyle.recognise import BLANK, Seen, recognised, seen
from drafter.standard.restyle.wardrobe import Wardrobe
from drafter.standard.roles import ANNEX_NOTE, SIGNATURE, TEXT, Role
from drafter.standard.standard import standard_theme
from drafter.word import numbering
from drafter.word.customary import named
from drafter.word.numbering import Numbering
from drafter.word.ooxml import Element, parse, serialize, value, w
from drafter.word.order import drop, held, made, put
from drafter.word.package import packed, unpack
from drafter.word.place import findings
from drafter.word.relations import TYPES, relations, with_part, without_part
from drafter.word.safety import as_document
from drafter.word.slip import BODY, Slip
from drafter.word.styles import STYLES, THEME

_OTHERS = named("header", "footer", "footnotes", "endnotes", "comments")
_DAMAGED = "已损坏，请用Word或WPS另存后重试"


class Restyled(Struct, frozen=True):
    """The file in standard format, and what in it is not: what only its author can mend."""

    content: bytes
    findings: tuple[Finding, ...]


def restyle(content: bytes, file: str) -> Restyled:
    """The .docx in standard format; restyled again it is the same, byte for byte.

    Raises TemplateError, with one reason, for what is no sound .docx.
    """
    parts = sound(content, file)
    try:
        return _restyled(parts, file)
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{file}：{_DAMAGED}") from error


def judged(parts: Mapping[str, bytes], file: str) -> tuple[list[Slip], list[Finding]]:
    """What in the document breaks the standard, as slips and as findings. Raises TemplateError."""
    try:
        return check_format(parts), format_findings(parts, file)
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{file}：{_DAMAGED}") from error


def sound(content: bytes, file: str) -> dict[str, bytes]:
    """The parts of a .docx. Raises TemplateError for what is none, damaged or of another kind."""
    parts = as_document(unpack(content, file))
    if TYPES not in parts:
        raise TemplateError(f"{file}：{_DAMAGED}")
    return parts


def _restyled(parts: dict[str, bytes], file: str) -> Restyled:
    root = parse(parts[BODY])
    if root.find(w("body")) is None:
        raise TemplateError(f"{file}：没有正文，请用Word或WPS另存后重试")
    fonts = read_fonts(parts)
    numbered = Lists(Numbering.read(parts), fonts.styles)
    paragraphs = list(seen(root, fonts, numbered))
    roles = recognised(paragraphs, numbered)
    new = sheet.standard_sheet(parts)
    changed = with_part(parts, BODY, STYLES, new.content, "styles")
    changed = _with_theme(_without_old_styles(changed))
    dressed = read_fonts(changed)
    wardrobe = Wardrobe(dressed, Lists(numbered.numbering, dressed.styles), new.ids)
    for one, role in zip(paragraphs, roles, strict=True):
        if role is not None:
            wardrobe.dress(one, role)
        elif new.former:
            _as_formerly(one.element, new)
    _keep_signature(paragraphs, roles)
    _tables(root)
    changed = _others(changed, root, new)
    changed = standard_sections(changed, root, new.ids)
    changed[BODY] = serialize(root)
    if numbering.PART in changed:
        changed[numbering.PART] = plain_lists(changed[numbering.PART])
    findings = [*_told(changed, root, wardrobe.highlights, file), *format_findings(changed, file)]
    return Restyled(packed(changed), tuple(findings))


def _without_old_styles(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without the copy of the styles that Word 2010 wrote: it would contradict them."""
    for relation in relations(parts, BODY):
        if relation.kind == "styleswitheffects" and relation.target in parts:
            parts = without_part(parts, BODY, relation.id, relation.target)
    return parts


def _with_theme(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts with a theme: Word repairs a file that has none."""
    if THEME in parts:
        return parts
    return with_part(parts, BODY, THEME, standard_theme().encode(), "theme")


def _keep_signature(paragraphs: Sequence[Seen], roles: Sequence[Role | None]) -> None:
    """The 落款 never stands on a page alone: the text before it goes along (7.3.5.5)."""
    first = next((n for n, role in enumerate(roles) if role is SIGNATURE), 0)
    for number in range(first - 1, -1, -1):
        if roles[number] not in (BLANK, TEXT, ANNEX_NOTE):
            break
        put(held(paragraphs[number].element, "pPr"), made("keepNext"))
        if roles[number] is TEXT:
            break


def _tables(root: Element) -> None:
    """Tables keep rows, cells and rules; the rules are black, the cells white."""
    for form in root.iter(w("tblPr"), w("tcPr")):
        drop(form, "shd")
    sheet.uncolour(root)
    drop(root, "background")


def _others(parts: dict[str, bytes], root: Element, new: sheet.StyleSheet) -> dict[str, bytes]:
    """Headers, notes, comments and text boxes keep the look that Normal had."""
    if not new.former:
        return parts
    for box in root.iter(w("txbxContent")):
        _former(box, new)
    changed = dict(parts)
    for name in filter(_OTHERS.fullmatch, parts):
        other = parse(parts[name])
        _former(other, new)
        changed[name] = serialize(other)
    return changed


def _former(root: Element, new: sheet.StyleSheet) -> None:
    for paragraph in root.iter(w("p")):
        _as_formerly(paragraph, new)


def _as_formerly(paragraph: Element, new: sheet.StyleSheet) -> None:
    """Move a paragraph from Normal to the copy of the former Normal."""
    if value(paragraph, "pPr", "pStyle", absent=new.normal) == new.normal:
        put(held(paragraph, "pPr"), made("pStyle", val=new.former))


def _told(
    parts: Mapping[str, bytes], root: Element, highlights: int, file: str
) -> Iterator[Finding]:
    """The findings on what was removed and on what stays because it is text."""
    slips = list[Slip]()
    if highlights:
        count = {"count": str(highlights)}
        slips.append(Slip("restyle-highlight", Severity.HINT, details=count))
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        breaks = (b for b in paragraph.iter(w("br")) if b.get(w("type")) == "column")
        if next(breaks, None) is not None:
            slips.append(Slip("restyle-column", Severity.HINT, BODY, number))
    yield from findings(slips, parts, file)
