"""What each paragraph of a foreign document is: by its words and its place, then by its style.

A number that is typed tells a heading, whatever the paragraph looks like; the title comes
first, and the 落款 is known by the date under it (GB/T 9704-2012, 7.2 to 7.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.standard import roles
from drafter.standard.fonts import Fonts
from drafter.standard.restyle.lists import Item, Lists
from drafter.standard.roles import (
    ANNEX,
    ANNEX_NOTE,
    IMPRINT,
    LEVELS,
    MARK,
    PLAIN,
    RECIPIENT,
    SIGNATURE,
    TEXT,
    TITLE,
    Role,
)
from drafter.word.ooxml import PLACED, Element, find, own_descendants, w, within
from drafter.word.outline import NUMERAL
from drafter.word.pieces import paragraph_text
from drafter.word.styles import Look

BLANK = Role("空行", PLAIN, indented=False, style="Blank")
FIGURE = Role("图", PLAIN, "center", False, style="Figure")
CAPTION = Role("图表名称", PLAIN, "center", False, style="TableText")
CELL = Role("表格文字", PLAIN, indented=False, style="TableText")
_LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_ORGAN, _LONGEST_RECIPIENT = 80, 60, 30, 200
_ENDED = tuple("。；，：;,.!！?？")
_PART = pattern(rf"第{NUMERAL}+(?:部分|章)")
_FOURTH = pattern(r"[（(]\d{1,2}[）)]")
_LISTED = pattern(r"\d{1,2}[.．、]")
_BRACKETED = pattern(r"[（(].{1,60}[）)]")
_INLINE = (f"{PLACED}inline", w("pict"), w("object"))
_HEADING = pattern(r"(?:heading|标题) ?([1-9])")


class Seen(Struct, frozen=True):
    """A paragraph of the body as it was found: its words, its style's name, its look, its list."""

    element: Element
    text: str
    name: str
    look: Look
    item: Item | None
    cell: bool
    pictured: bool


class _Reading(Struct):
    """How far the reading has come: head, title, body, annex."""

    paragraphs: Sequence[Seen]
    lists: Lists
    zone: str = "head"
    title: Look | None = None
    before: Role | None = None
    past: set[Role] = field(default_factory=set)


def seen(root: Element, fonts: Fonts, lists: Lists) -> Iterator[Seen]:
    """The body's paragraphs in order; those of text boxes and frames have a look of their own."""
    for paragraph in root.iter(w("p")):
        if within(paragraph, w("txbxContent")) or find(paragraph, "pPr", "framePr") is not None:
            continue
        style, whole = fonts.styles.of_paragraph(paragraph)
        pieces = fonts.pieces(paragraph)
        text, name = paragraph_text(paragraph), fonts.styles.name(style)
        cell = within(paragraph, w("tc"))
        pictured = bool([e for tag in _INLINE for e in own_descendants(paragraph, tag)])
        look, item = pieces[0].look if pieces else whole, lists.item(paragraph, style)
        yield Seen(paragraph, text, name, look, item, cell, pictured)


def recognised(paragraphs: Sequence[Seen], lists: Lists) -> list[Role | None]:
    """Each paragraph's role; None for what stays as it is: 版头, contents."""
    reading, recognised_roles = _Reading(paragraphs, lists), list[Role | None]()
    head = roles.letterhead(one.text for one in paragraphs)
    for number, one in enumerate(paragraphs):
        role = _role(number, one, reading) if number >= head else None
        recognised_roles.append(role)
        if role is not None and role not in (BLANK, FIGURE, CELL):
            reading.before = role
            reading.past.add(role)
    return recognised_roles


def _role(number: int, one: Seen, reading: _Reading) -> Role | None:
    if one.cell:
        return CELL
    text = one.text.strip()
    if not text:
        return FIGURE if one.pictured else BLANK
    if one.name.startswith(("toc", "footnote", "endnote")):
        return None
    return _of_zone(number, one, text, reading)


def _of_zone(number: int, one: Seen, text: str, reading: _Reading) -> Role:
    if reading.zone == "head":
        reading.zone = "title"
        if _is_title(one, text):
            reading.title = one.look
            return TITLE
    if reading.zone == "title":
        if role := _under_title(one, text, reading):
            return role
        reading.zone = "body"
    return _of_body(number, one, text, reading)


def _is_title(one: Seen, text: str) -> bool:
    if roles.by_style(one.name) is TITLE:
        return True
    numbered = roles.level_of(text) or one.item is not None or roles.ending_of(text)
    return not numbered and len(text) <= _LONGEST_TITLE and not text.endswith(_ENDED)


def _under_title(one: Seen, text: str, reading: _Reading) -> Role | None:
    """More of the title, the draft mark, or the recipients."""
    if roles.by_style(one.name) in (TITLE, MARK, RECIPIENT):
        return roles.by_style(one.name)
    if roles.level_of(text) or one.item is not None:
        return None
    if _BRACKETED.fullmatch(text):
        return MARK
    if text.endswith(("：", ":")) and len(text) <= _LONGEST_RECIPIENT and "。" not in text:
        return RECIPIENT
    if one.look.align == "center" and not text.endswith(_ENDED) and reading.title is not None:
        return TITLE if (one.look.size or 0) >= (reading.title.size or 0) else MARK
    return None


def _of_body(number: int, one: Seen, text: str, reading: _Reading) -> Role:
    if reading.before is ANNEX and _is_title(one, text):
        return TITLE
    ending = _ending(number, one, text, reading)
    if ending is not None:
        return ending
    if roles.is_caption(text) and (one.look.align == "center" or one.name == "caption"):
        return CAPTION
    level = roles.level_of(text) or _by_list(one, reading.lists)
    if level is None and not _FOURTH.match(text) and not text.endswith("。"):
        level = _by_style(one, text)
    return TEXT if level is None or (level is LEVELS[2] and not _heads(text)) else level


def _ending(number: int, one: Seen, text: str, reading: _Reading) -> Role | None:
    """附件, 附件说明, 落款, 版记."""
    if one.item is not None:
        return None
    if role := roles.ending_of(text):
        return role
    if reading.before is ANNEX_NOTE and _LISTED.match(text):
        return ANNEX_NOTE
    styled = roles.by_style(one.name)
    if styled in (SIGNATURE, ANNEX, ANNEX_NOTE, IMPRINT):
        return styled
    right = one.look.align in ("right", "end")
    if len(text) <= _LONGEST_ORGAN and not text.endswith(_ENDED) and not roles.level_of(text):
        return SIGNATURE if right or _signs(number, reading) else None
    return None


def _signs(number: int, reading: _Reading) -> bool:
    """Whether a date follows right below, so that the paragraph names the signatory."""
    rest = (one.text.strip() for one in reading.paragraphs[number + 1 : number + 4])
    return bool(roles.DATE.fullmatch(next(filter(None, rest), "")))


def _by_list(one: Seen, lists: Lists) -> Role | None:
    return None if one.item is None else lists.role(one.item)


def _by_style(one: Seen, text: str) -> Role | None:
    """The level of a heading style, or of 第一部分."""
    match = _HEADING.fullmatch(one.name)
    level = int(match[1]) - 1 if match else one.look.level
    if level is not None and level < len(LEVELS):
        return LEVELS[level]
    return LEVELS[0] if _PART.match(text) and len(text) <= _LONGEST_HEADING else None


def _heads(text: str) -> bool:
    """Whether 1. begins a heading, not a paragraph or an item."""
    return len(text) <= _LONGEST_HEADING and not text.rstrip().endswith(_ENDED) and "。" not in text
