"""Effective formatting: what a paragraph and its runs look like after styles, defaults and themes.

ECMA-376 part 1, 17.7.2 (style hierarchy), 17.3.2.26 (rFonts).
Sizes in half-points, lengths in twips.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from drafter.word.ooxml import DRAWN, Element, find, is_on, parse, parsed, value, w

STYLES, THEME = "word/styles.xml", "word/theme/theme1.xml"


class Look(Struct, frozen=True):
    """What is in force. None: nothing says so. An indent is (hundredths of a character, twips).

    `indent` is that of the first line; `new_page` tells that the paragraph begins one.
    """

    font: str | None = None
    size: int | None = None
    spacing: int = 0
    align: str | None = None
    line: int | None = None
    rule: str = "auto"
    indent: tuple[int | None, int | None] = (None, None)
    level: int | None = None
    left: tuple[int | None, int | None] = (None, None)
    right: tuple[int | None, int | None] = (None, None)
    new_page: bool = False


class Styles(Struct, dict=True):
    """The styles of a document by id, each resolved once; `run` and `form` are the properties that
    hold where no style says otherwise."""

    by_id: Mapping[str, Element]
    normal: str
    run: Element | None
    form: Element | None
    themes: Mapping[str, str]
    _resolved: dict[str, Look] = field(default_factory=dict)

    @cached_property
    def defaults(self) -> Look:
        """The look of what has no style."""
        return self.over(Look(size=20), self.form, self.run)

    def name(self, style: str) -> str:
        """The style's name in Word, in small letters: heading 1, title, 表格文字."""
        return value(self.by_id.get(style), "name").lower()

    def look(self, style: str) -> Look:
        """The look of a paragraph or character style, with what it is based on."""
        if style not in self._resolved:
            look = self.defaults
            for element in reversed(self.chain(style)):
                look = self.over(look, find(element, "pPr"), find(element, "rPr"))
            self._resolved[style] = look
        return self._resolved[style]

    def chain(self, style: str) -> list[Element]:
        """The style and those that it is based on, itself first."""
        chain = dict[str, Element]()
        while style in self.by_id and style not in chain:
            chain[style] = self.by_id[style]
            style = value(chain[style], "basedOn")
        return list(chain.values())

    def in_force(self, form: Element | None) -> str:
        """The style of a paragraph with these properties: 正文 where they name none that is
        there, as Word takes it."""
        named = value(form, "pStyle")
        return named if named in self.by_id else self.normal

    def of_paragraph(self, paragraph: Element) -> tuple[str, Look]:
        """(the style, the look) of a paragraph."""
        form = find(paragraph, "pPr")
        style = self.in_force(form)
        return style, self.over(self.look(style), form, None)

    def of_run(self, run: Element, around: Look) -> Look:
        """The look of a run in a paragraph of that look."""
        for form in self.forms(run):
            around = self.over(around, None, form)
        return around

    def forms(self, run: Element) -> list[Element]:
        """The run properties in force: the character style's, its base first, then the run's."""
        form = find(run, "rPr")
        return [] if form is None else [*self.run_forms(value(form, "rStyle")), form]

    def run_forms(self, style: str) -> list[Element]:
        """The run properties of a style and of what it is based on, from the base up."""
        return [form for one in reversed(self.chain(style)) for form in one.findall(w("rPr"))]

    def over(self, look: Look, form: Element | None, run: Element | None) -> Look:
        """The look with the paragraph and run properties applied on top."""
        changes = dict[str, object]()
        if form is not None:
            changes |= dict(_of_paragraph(form))
        if run is not None:
            changes |= dict(self._of_run(run))
        return replace(look, **changes) if changes else look

    def _of_run(self, form: Element) -> Iterator[tuple[str, object]]:
        if (fonts := find(form, "rFonts")) is not None:
            theme = self.themes.get(fonts.get(w("eastAsiaTheme"), ""), "")
            if font := theme or fonts.get(w("eastAsia"), ""):
                yield "font", font
        if (size := _number(form, "sz")) is not None:
            yield "size", size
        if (spacing := _number(form, "spacing")) is not None:
            yield "spacing", spacing


def _of_paragraph(form: Element) -> Iterator[tuple[str, object]]:
    align, spacing = form.find(w("jc")), form.find(w("spacing"))
    indent = form.find(w("ind"))
    if align is not None:
        yield "align", align.get(w("val"))
    if spacing is not None and spacing.get(w("line")) is not None:
        yield "line", _whole(spacing.get(w("line")))
        yield "rule", spacing.get(w("lineRule"), "auto")
    if indent is not None:
        yield from _of_indent(indent)
    if find(form, "pageBreakBefore") is not None:
        yield "new_page", is_on(form, "pageBreakBefore")
    if (level := _number(form, "outlineLvl")) is not None:
        yield "level", level


_SIDES = (
    ("indent", "firstLine", "firstLine"),
    ("left", "left", "start"),
    ("right", "right", "end"),
)


def _of_indent(indent: Element) -> Iterator[tuple[str, object]]:
    for name, side, other in _SIDES:
        characters = indent.get(w(f"{side}Chars"), indent.get(w(f"{other}Chars")))
        length = indent.get(w(side), indent.get(w(other)))
        if characters or length:
            yield name, (_whole(characters), _whole(length))


def _number(form: Element, name: str) -> int | None:
    return _whole(value(form, name) or None)


def _whole(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):  # of what is no number, and of an infinite one
        return None


def read_styles(parts: Mapping[str, bytes]) -> Styles:
    """The styles of the package; bare defaults where it has none."""
    root = parse(parts[STYLES]) if STYLES in parts else etree.Element(w("styles"))
    by_id = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}
    normal = next((name for name, style in by_id.items() if is_default(style)), "")
    run, form = (find(root, "docDefaults", f"{kind}Default", kind) for kind in ("rPr", "pPr"))
    return Styles(by_id, normal, run, form, _theme_fonts(parts))


def is_default(style: Element) -> bool:
    """Whether it is the paragraph style of what names none."""
    return style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on")


def title_of(style: Element) -> str:
    """What tells the style from others in any language of Word: its name in small letters."""
    return value(style, "name", absent=style.get(w("styleId"), "")).lower()


# A file that was .odt in between does not say which style is the default one.
_PLAIN = ("normal", "default paragraph style")


def style_names(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Paragraph style by id with its name, "" for the default: Word's ids differ by language."""
    root = parsed(parts.get(STYLES))
    styles = () if root is None else root.iter(w("style"))
    return {
        style.get(w("styleId"), ""): "" if plain else title_of(style)
        for style in styles
        if style.get(w("type")) == "paragraph"
        for plain in (is_default(style) or title_of(style) in _PLAIN,)
    }


def _theme_fonts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The theme's fonts, for Chinese and for Latin letters, as rFonts names them."""
    root, themes = parse(parts[THEME]) if THEME in parts else None, dict[str, str]()
    for kind in ("major", "minor"):
        fonts = None if root is None else root.find(f".//{DRAWN}{kind}Font")
        if fonts is None:
            continue
        named = {f.get("script", ""): f.get("typeface", "") for f in fonts.iter(f"{DRAWN}font")}
        chinese, latin = (fonts.find(f"{DRAWN}{script}") for script in ("ea", "latin"))
        typeface = "" if chinese is None else chinese.get("typeface", "")
        themes[f"{kind}EastAsia"] = typeface or named.get("Hans", "")
        western = "" if latin is None else latin.get("typeface", "")
        themes |= {f"{kind}Ascii": western, f"{kind}HAnsi": western}
    return themes
