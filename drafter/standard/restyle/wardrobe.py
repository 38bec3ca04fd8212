"""A paragraph in the format of what it is: the standard's style, and nothing against it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.standard import standard
from drafter.standard.endings import starts_page
from drafter.standard.fonts import Fonts
from drafter.standard.restyle.lists import Item, Lists
from drafter.standard.restyle.recognise import CELL, FIGURE, Seen
from drafter.standard.restyle.undress import emphasised, plain
from drafter.standard.roles import ANNEX, ANNEX_NOTE, LEVELS, TEXT, Role
from drafter.word.ooxml import Element, find, own_descendants, remove, w
from drafter.word.order import drop, held, made, put
from drafter.word.pieces import cut, paragraph_text, runs_between
from drafter.word.styles import Look

_STYLES = {style.id: style for style in standard.STYLES}
# What a paragraph may have of its own; the rest is the style's to say.
_KEPT = tuple(map(w, (
    "pageBreakBefore", "framePr", "numPr", "tabs", "textDirection", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)))  # fmt: skip
_NUMBERED_NOTE = pattern(r"附\s*件[:：]\s*\d{1,2}[.．、]")
_SMALLEST, _LARGEST, _TABLE_SIZE = 15, standard.BODY, 24


class Wardrobe(Struct):
    """What dressing needs of the document; how many highlights went is counted on the way."""

    fonts: Fonts
    lists: Lists
    ids: Mapping[str, str]
    highlights: int = 0
    linked: dict[str, Item | None] = field(default_factory=dict)

    def dress(self, one: Seen, role: Role) -> None:
        """Give the paragraph the role's style; its text is unchanged."""
        paragraph = one.element
        on_new_page = role is ANNEX and starts_page(paragraph, Look())
        form = self._paragraph(one, role)
        if on_new_page:
            put(form, made("pageBreakBefore", val="0"))
        self._runs(one, role)
        if not len(form):
            paragraph.remove(form)

    def _paragraph(self, one: Seen, role: Role) -> Element:
        form = held(one.element, "pPr")
        for child in [c for c in form if c.tag not in _KEPT]:
            form.remove(child)
        if role is ANNEX:
            drop(form, "pageBreakBefore")
        style = role.style
        if style != "Normal":
            put(form, made("pStyle", val=self.ids[style]))
        if indent := _indent(one, role):
            put(form, made("ind", **indent))
        self._list(one, form, style)
        self._special(one, role, form)
        return form

    def _list(self, one: Seen, form: Element, style: str) -> None:
        """Keep the paragraph's numbering, whatever its new style says."""
        if style not in self.linked:
            self.linked[style] = self.lists.of_style(self.ids[style])
        drop(form, "numPr")
        if one.item != self.linked[style]:
            number = made("numPr")
            number.append(made("ilvl", val=one.item.level if one.item else "0"))
            number.append(made("numId", val=one.item.list if one.item else "0"))
            put(form, number)

    def _special(self, one: Seen, role: Role, form: Element) -> None:
        """Keep what the style would break: a cell's alignment, an inline picture's height."""
        align = {"start": "left", "both": "left", None: "left"}.get(one.look.align, one.look.align)
        if role is CELL and align != "center":
            put(form, made("jc", val=align or "left"))
        if one.pictured and role is not FIGURE:
            put(form, made("spacing", line="240", lineRule="auto"))
        if role in LEVELS and "。" in one.text.strip()[:-1]:
            put(form, made("keepNext", val="0"))
        if role is TEXT and one.look.level is not None and one.look.level >= len(LEVELS):
            put(form, made("outlineLvl", val=str(one.look.level)))

    def _runs(self, one: Seen, role: Role) -> None:
        paragraph, text = one.element, paragraph_text(one.element)
        end = text.find("。") + 1 if role in LEVELS[:2] else 0
        runs_in = 0 < end < len(text.rstrip())
        if runs_in:
            cut(paragraph, [end])
        heading = set(runs_between(paragraph, 0, end)) if runs_in else set()
        forms = [run for run in own_descendants(paragraph, w("r")) if _words(run)]
        whole = [run.find(w("rPr")) for run in forms if run not in heading]
        body = role is TEXT or role is CELL or runs_in
        bold, slanted = emphasised(whole, "b"), emphasised(whole, "i")
        size = _size_in_cell(one) if role is CELL else 0
        for run in own_descendants(paragraph, w("r")):
            tail = runs_in and run not in heading
            self._run(run, emphasis=body and run not in heading, tail=tail, size=size)
            form = run.find(w("rPr"))
            if form is not None and role is not CELL:
                drop(form, *(["b", "bCs"] if bold else []), *(["i", "iCs"] if slanted else []))
                _without_empty(run, form)
        self._mark(paragraph, size)

    def _run(self, run: Element, *, emphasis: bool, tail: bool, size: int) -> None:
        form = run.find(w("rPr"))
        if form is not None:
            self.highlights += plain(form, _words(run), emphasis=emphasis)
        if tail or size:
            form = held(run, "rPr")
            _tell(form, tail, size)
        if form is not None:
            _without_empty(run, form)

    def _mark(self, paragraph: Element, size: int) -> None:
        """The paragraph's own mark, which numbers and blank lines take their format from."""
        form = find(paragraph, "pPr", "rPr")
        if form is not None:
            plain(form, emphasis=False)
            drop(form, "rStyle")
            if not len(form):
                remove(form)


def _tell(form: Element, tail: bool, size: int) -> None:
    if tail and form.find(w("rFonts")) is None:
        font = standard.FANG
        put(form, made("rFonts", ascii=font, eastAsia=font, hAnsi=font, cs=font))
    if size:
        put(form, made("sz", val=str(size)))
        put(form, made("szCs", val=str(size)))


def _without_empty(run: Element, form: Element) -> None:
    if not len(form):
        run.remove(form)


def _words(run: Element) -> str:
    return "".join(node.text or "" for node in run.iter(w("t")))


def _size_in_cell(one: Seen) -> int:
    """The cell's font size if it is in the usual range and not 小四; else 0."""
    size = one.look.size or 0
    return size if _SMALLEST <= size <= _LARGEST and size != _TABLE_SIZE else 0


def _indent(one: Seen, role: Role) -> dict[str, str]:
    """An indent other than the style's: for 附件：1., for a list's own, and beside typed spaces."""
    if role is ANNEX_NOTE:
        return _of_note(one.text.strip())
    typed = _typed(one.text) if role.indented else 0
    if typed or one.item is not None:
        style = _STYLES[role.style]
        first = max(style.indent - typed, 0)
        twips = str(first * style.size * 10 // 100)
        return {"leftChars": "0", "left": "0", "firstLineChars": str(first), "firstLine": twips}
    return {}


def _of_note(text: str) -> dict[str, str]:
    """附件： two characters in, its name behind it; 2. under the 1. (7.3.4)."""
    numbered = bool(_NUMBERED_NOTE.match(text))
    if not numbered and text.startswith("附"):
        return {}
    hanging = 400 if numbered else 100
    back = str(hanging * standard.BODY * 10 // 100)
    return {"leftChars": "600", "left": "1920", "hangingChars": str(hanging), "hanging": back}


def _typed(text: str) -> int:
    """How far in spaces set the text, in hundredths of a character."""
    spaces = text[: len(text) - len(text.lstrip(" \t\u3000\xa0"))]
    return sum(_WIDTHS.get(space, 50) for space in spaces)


_WIDTHS = {"\u3000": 100, "\t": 200}
