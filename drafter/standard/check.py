"""公文格式: what in a Word file breaks GB/T 9704-2012, as standard.py sets it.

5.2 (page, lines, characters), 7.2.1 (title), 7.3.3 (body and heading levels), 7.5 (page numbers).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.model.finding import Finding, Severity
from drafter.standard import fonts, roles
from drafter.standard.endings import ending_slips
from drafter.standard.fonts import Fonts, Piece
from drafter.standard.pages import footer_slips, page_slips
from drafter.standard.roles import LEVELS, PLAIN, TEXT, TITLE, Role
from drafter.word.ooxml import Element, find, parse, path, value, w, within
from drafter.word.pieces import paragraph_text
from drafter.word.place import findings, in_order
from drafter.word.slip import BODY, Slip, departure
from drafter.word.styles import Look, Styles
from drafter.word.unread import unread

_SIDES = {"center": "居中", "right": "居右"}


class _Story(Struct):
    """The body as it is read: the roles before, its sections by paragraph, its looks."""

    fonts: Fonts
    before: Role | None = None
    past: set[Role] = field(default_factory=set)
    sections: list[tuple[int, Element]] = field(default_factory=list)
    looks: Counter[Look] = field(default_factory=Counter)


def check_format(parts: Mapping[str, bytes]) -> list[Slip]:
    """What in the document breaks GB/T 9704-2012, in reading order.

    The cost is linear in the document. Raises etree.XMLSyntaxError for a damaged part.
    """
    root, story = parse(parts[BODY]), _Story(fonts.read_fonts(parts))
    slips = list[Slip]()
    head = roles.letterhead(map(paragraph_text, root.iter(w("p"))))
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        slips += _paragraph(number, paragraph, story) if number > head else ()
        story.sections += ((number, s) for s in paragraph.iterfind(path("pPr", "sectPr")))
    last = find(root, "body", "sectPr")
    story.sections.append((0, root if last is None else last))
    normal = story.fonts.styles.look(story.fonts.styles.normal)
    usual = next((look for look, _ in story.looks.most_common(1)), normal)
    for number, section in story.sections:
        slips += page_slips(section, usual, number)
    slips += [*unread(parts), *_unknown_styles(root, story.fonts.styles)]
    return in_order([*slips, *footer_slips(parts, story.sections, story.fonts)])


def _unknown_styles(root: Element, styles: Styles) -> Iterator[Slip]:
    """Each undefined style, at its first paragraph: Word shows it as 正文."""
    met = set(styles.by_id)
    for number, paragraph in enumerate(root.iter(w("p")), start=1):
        name = value(paragraph, "pPr", "pStyle")
        if name and name not in met:
            met.add(name)
            details = {"style": name}
            yield Slip("format-style", Severity.WARNING, BODY, number, details=details)


def format_findings(parts: Mapping[str, bytes], file: str) -> list[Finding]:
    """The departures of a finished document, each at its paragraph: 报告.docx › 第6段."""
    remarks = findings(check_format(parts), parts, file)
    return [replace(f, place=replace(f.place, sheet=_sheet(f.place.sheet))) for f in remarks]


def _sheet(part: str) -> str:
    return "" if part == "正文" else part


def _paragraph(number: int, paragraph: Element, story: _Story) -> Iterator[Slip]:
    pieces = story.fonts.pieces(paragraph)
    if not pieces or within(paragraph, w("txbxContent")):
        return
    if within(paragraph, w("tbl")):
        yield from _cell(number, pieces)
        return
    text = fonts.printed(paragraph_text(paragraph))
    style, whole = story.fonts.styles.of_paragraph(paragraph)
    look = pieces[0].look
    role = roles.role_of(story.fonts.styles.name(style), look, text, story.before)
    if role is not None:
        yield from _text(number, text, pieces, role)
        yield from _shape(number, paragraph, text, look, role)
        yield from ending_slips(number, paragraph, text, whole, role, story.past)
        story.past.add(role)
    story.before = role or story.before
    if role is TEXT:
        story.looks[look] += 1


def _cell(number: int, pieces: Sequence[Piece]) -> Iterator[Slip]:
    named = (piece for piece in pieces if piece.chinese is not None)
    if other := next((piece for piece in named if not fonts.family(piece.chinese)), None):
        actual, spot = other.look.font or "未设置字体", (number, other.start, other.end)
        yield departure("表格文字", actual, "仿宋等公文字体", *spot, lesser=True)


def _text(number: int, text: str, pieces: Sequence[Piece], role: Role) -> Iterator[Slip]:
    """7.3.3: font and size. A heading that runs into its paragraph ends with its sentence."""
    end = text.find("。") + 1 if role in LEVELS[:2] else 0
    heading, body = fonts.split(pieces, end or len(text))
    wrong, rest = fonts.differing(heading, role.wanted), fonts.differing(body, PLAIN)
    if stretches := wrong or rest:
        first, count = stretches[0], len(wrong + rest)
        what, tally = role.what if wrong else "标题后的正文", f"等{count}处" if count > 1 else ""
        lesser = not wrong and not fonts.differing(body, role.wanted)
        spot = (number, first.start, first.end)
        yield departure(what, first.actual + tally, first.expected, *spot, lesser=lesser)
    elif other := fonts.foreign_latin(pieces):
        found_font, spot = other.latin or "", (number, other.start, other.end)
        yield departure("数字和字母", found_font, "仿宋或Times New Roman", *spot, lesser=True)


def _shape(number: int, paragraph: Element, text: str, look: Look, role: Role) -> Iterator[Slip]:
    """7.2.1 and 7.3.3: centred, two characters in, on the lines of the grid."""
    if role.align and {"end": "right"}.get(look.align or "", look.align) != role.align:
        side = _SIDES[role.align]
        yield departure(role.what, f"未{side}", side, number)
    if role.indented and not fonts.indented(paragraph, look):
        typed = text[:1].isspace()
        actual = "用空格代替首行缩进" if typed else "首行缩进不是2字"
        yield departure(role.what, actual, "首行缩进2字", number, lesser=typed)
    if role is not TITLE and not fonts.spaced(paragraph, look):
        yield departure(role.what, fonts.line_name(look), "固定值28.95磅左右，或按文档网格", number)
