"""Effective formatting: what a paragraph and its runs look like after styles, defaults and themes.

ECMA-376 part 1, 17.7.2 (style hierarchy), 17.3.2.26 (rFonts).
Sizes in half-points, lengths in twips.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from lxml import etree

from drafter.model.dataclass import dataclass
from drafter.word.ooxml import Element, parse, w

_THEME = "word/theme/theme1.xml"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_STYLES = "word/styles.xml"


@dataclass(frozen=True, slots=True)
class Look:
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


@dataclass(slots=True)
class Styles:
    """The styles of a document, each resolved once."""

    defaults: Look
    themes: Mapping[str, str]
    known: Mapping[str, Element]
    normal: str
    _resolved: dict[str, Look] = field(default_factory=dict)

    def name(self, style: str) -> str:
        """The style's name in Word, in small letters: heading 1, title, 表格文字."""
        element = self.known.get(style)
        named = None if element is None else element.find(w("name"))
        return "" if named is None else named.get(w("val"), "").lower()

    def look(self, style: str) -> Look:
        """The look of a paragraph or character style, with what it is based on."""
        if style not in self._resolved:
            self._resolved[style] = self._resolve(style, 0)
        return self._resolved[style]

    def _resolve(self, style: str, depth: int) -> Look:
        element = self.known.get(style)
        if element is None or depth > 20:
            return self.defaults
        based = element.find(w("basedOn"))
        before = (
            self._resolve(based.get(w("val"), ""), depth + 1)
            if based is not None
            else self.defaults
        )
        return self.over(before, element.find(w("pPr")), element.find(w("rPr")))

    def chain(self, style: str) -> list[Element]:
        """The style and those that it is based on, itself first."""
        chain = dict[str, Element]()
        while style in self.known and style not in chain:
            chain[style] = self.known[style]
            based = self.known[style].find(w("basedOn"))
            style = "" if based is None else based.get(w("val"), "")
        return list(chain.values())

    def of_paragraph(self, paragraph: Element) -> tuple[str, Look]:
        """(the style, the look) of a paragraph."""
        form = paragraph.find(w("pPr"))
        named = None if form is None else form.find(w("pStyle"))
        style = self.normal if named is None else named.get(w("val"), "")
        return style, self.over(self.look(style), form, None)

    def of_run(self, run: Element, around: Look) -> Look:
        """The look of a run in a paragraph of that look."""
        form = run.find(w("rPr"))
        if form is None:
            return around
        named = form.find(w("rStyle"))
        element = None if named is None else self.known.get(named.get(w("val"), ""))
        styled = around if element is None else self.over(around, None, element.find(w("rPr")))
        return self.over(styled, None, form)

    def over(self, look: Look, form: Element | None, run: Element | None) -> Look:
        """The look with the paragraph and run properties applied on top."""
        changes = dict[str, object]()
        if form is not None:
            changes |= dict(_of_paragraph(form))
        if run is not None:
            changes |= dict(self._of_run(run))
        return replace(look, **changes) if changes else look  # type: ignore[arg-type]

    def _of_run(self, form: Element) -> Iterator[tuple[str, object]]:
        fonts = form.find(w("rFonts"))
        if fonts is not None:
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
    if (page := form.find(w("pageBreakBefore"))) is not None:
        yield "new_page", page.get(w("val"), "1") not in ("0", "false", "off")
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
    element = form.find(w(name))
    return None if element is None else _whole(element.get(w("val")))


def _whole(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):  # of what is no number, and of an infinite one
        return None


def read_styles(parts: Mapping[str, bytes]) -> Styles:
    """The styles of the package; bare defaults where it has none."""
    root = parse(parts[_STYLES]) if _STYLES in parts else etree.Element(w("styles"))
    by_id = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}
    normal = next(
        (
            identifier
            for identifier, style in by_id.items()
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true")
        ),
        "",
    )
    styles = Styles(Look(size=20), _theme_fonts(parts), by_id, normal)
    run = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    form = root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")
    styles.defaults = styles.over(styles.defaults, form, run)
    return styles


def _theme_fonts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The theme's fonts, for Chinese and for Latin letters, as rFonts names them."""
    root, themes = parse(parts[_THEME]) if _THEME in parts else None, dict[str, str]()
    for kind in ("major", "minor"):
        fonts = None if root is None else root.find(f".//{_DRAWING}{kind}Font")
        if fonts is None:
            continue
        named = {f.get("script", ""): f.get("typeface", "") for f in fonts.iter(f"{_DRAWING}font")}
        chinese, latin = (fonts.find(f"{_DRAWING}{script}") for script in ("ea", "latin"))
        typeface = "" if chinese is None else chinese.get("typeface", "")
        themes[f"{kind}EastAsia"] = typeface or named.get("Hans", "")
        western = "" if latin is None else latin.get("typeface", "")
        themes |= {f"{kind}Ascii": western, f"{kind}HAnsi": western}
    return themes
