"""What a paragraph looks like after defaults and styles (ECMA-376 part 1, 17.7.2), and a section.

Only what shows and what programs keep: a file that LibreOffice saved says much in other words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import field, replace

from lxml import etree

from drafter.model.dataclass import dataclass
from drafter.review.story.mapping import mapped
from drafter.review.story.story import Paragraph, Story
from drafter.word.ooxml import Element, parse, w

_STYLES = "word/styles.xml"
# In the order that a w:pPr wants; those that are merged attribute by attribute.
_SHOWN = ("keepNext", "pageBreakBefore", "numPr", "spacing", "ind", "jc", "outlineLvl")
_MERGED = ("spacing", "ind")
_PLAIN = {"jc": "left", "outlineLvl": "9", "keepNext": "0", "pageBreakBefore": "0"}
_SPACING = ("before", "after", "line", "lineRule")
_INDENT = ("left", "right", "firstLine", "hanging")
_OFF = ("0", "false", "off")
_NEAR_TWIPS = 20
_MILLIMETRE = 57  # twentieths of a point


@dataclass(slots=True)
class Looks:
    """The paragraph styles of a package, each resolved once."""

    styles: Mapping[str, Element]
    normal: str
    defaults: Element | None
    _known: dict[bytes, Element] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Looks:
        """The styles of that package."""
        root = parse(parts[_STYLES]) if _STYLES in parts else etree.Element(w("styles"))
        styles = {
            style.get(w("styleId"), ""): style
            for style in root.iter(w("style"))
            if style.get(w("type")) == "paragraph"
        }
        normal = (n for n, s in styles.items() if s.get(w("default")) in ("1", "true", "on"))
        defaults = root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")
        return cls(styles, next(normal, ""), defaults)

    def effective(self, properties: Element | None) -> Element:
        """A w:pPr with every visible property, inherited or its own."""
        source = b"" if properties is None else etree.tostring(properties)
        if source not in self._known:
            self._known[source] = self._effective(properties)
        return self._known[source]

    def _effective(self, properties: Element | None) -> Element:
        style = None if properties is None else properties.find(w("pStyle"))
        named = self.normal if style is None else style.get(w("val"), "")
        name = named if named in self.styles else self.normal  # as Word takes it
        chain = [s.find(w("pPr")) for s in reversed(list(self._chain(name)))]
        look = etree.Element(w("pPr"))
        for form in (self.defaults, *chain, properties):
            for child in form if form is not None else ():
                _put(look, child)
        return look

    def _chain(self, style: str) -> Iterator[Element]:
        """The style and those that it is based on."""
        met = set[str]()
        while style in self.styles and style not in met:
            met.add(style)
            yield self.styles[style]
            based = self.styles[style].find(w("basedOn"))
            style = "" if based is None else based.get(w("val"), "")

    def alike(self, old: Paragraph, new: Paragraph) -> bool:
        """Whether two paragraphs have the same look and style name."""
        mine, theirs = (shown(self.effective(p.properties)) for p in (old, new))
        return old.style == new.style and not differing(mine, theirs)

    def with_look(self, paragraph: Paragraph, wanted: Element) -> Paragraph:
        """The paragraph with direct formatting wherever its style here would change its look."""
        here, there = shown(self.effective(paragraph.properties)), shown(wanted)
        names = differing(here, there)
        if not names:
            return paragraph
        source = paragraph.properties
        properties = etree.Element(w("pPr")) if source is None else deepcopy(source)
        for name in names:
            _say(properties, name, wanted.find(w(name)))
        return replace(paragraph, properties=properties)


def pinned(guest: Looks, story: Story) -> tuple[list[Element], Callable[[Looks, Story], Story]]:
    """The looks of a story's paragraphs, as they are where it comes from; and what gives it them
    elsewhere, when those elements have been brought there.
    """
    looks = {id(line): guest.effective(line.properties) for line in story.lines}
    sources = {id(line): line for line in story.lines}  # an id is one's own while it lives

    def at_home(home: Looks, there: Story) -> Story:
        def settled(paragraph: Paragraph) -> Paragraph:
            wanted = looks.get(id(paragraph)) if id(paragraph) in sources else None
            return paragraph if wanted is None else home.with_look(paragraph, wanted)

        return mapped(there, settled)

    return list({id(e): e for e in looks.values()}.values()), at_home


def _put(form: Element, child: Element) -> None:
    local = str(child.tag).rpartition("}")[2]
    if local not in _SHOWN:
        return
    there = form.find(str(child.tag))
    if there is not None and local in _MERGED:
        for first, other in (("hanging", "firstLine"), ("firstLine", "hanging")):
            if child.get(w(first)) is not None or child.get(w(f"{first}Chars")) is not None:
                for name in (other, f"{other}Chars"):
                    there.attrib.pop(w(name), None)
        there.attrib.update(child.attrib)
        return
    if there is not None:
        form.remove(there)
    form.append(deepcopy(child))


def _say(form: Element, name: str, wanted: Element | None) -> None:
    """Set a property of a w:pPr in schema order; to its plain value for None."""
    for former in form.findall(w(name)):
        form.remove(former)
    element = etree.Element(w(name)) if wanted is None else deepcopy(wanted)
    if wanted is None and name in _PLAIN:
        element.set(w("val"), _PLAIN[name])
    elif wanted is None and name == "numPr":
        etree.SubElement(element, w("numId")).set(w("val"), "0")
    elif wanted is None:
        for key in _SPACING[:2] if name == "spacing" else _INDENT[:3]:
            element.set(w(key), "0")
    after = set(map(w, _ORDER[_ORDER.index(name) + 1 :]))
    later = next((child for child in form if child.tag in after), None)
    if later is None:
        form.append(element)
    else:
        later.addprevious(element)


_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
    *("jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId"),
    *("cnfStyle", "rPr", "sectPr", "pPrChange"),
)


def shown(effective: Element) -> dict[str, object]:
    """A key that is equal for two such w:pPr that show the same."""
    jc = _value(effective, "jc", "left")
    number = effective.find(f"{w('numPr')}/{w('numId')}")
    level = effective.find(f"{w('numPr')}/{w('ilvl')}")
    listed = None if number is None else number.get(w("val"))
    return {
        "keepNext": _value(effective, "keepNext", "0", "1") not in _OFF,
        "pageBreakBefore": _value(effective, "pageBreakBefore", "0", "1") not in _OFF,
        "numPr": None if listed in (None, "0") else (listed, _told(level, "0")),
        "spacing": _spacing(effective.find(w("spacing"))),
        "ind": _indent(effective.find(w("ind"))),
        "jc": {"start": "left", "end": "right"}.get(jc, jc),
        "outlineLvl": _value(effective, "outlineLvl", "9"),
    }


def _told(element: Element | None, otherwise: str) -> str:
    return otherwise if element is None else element.get(w("val"), otherwise)


def _value(effective: Element, name: str, absent: str, empty: str = "") -> str:
    element = effective.find(w(name))
    return absent if element is None else element.get(w("val"), empty)


def _spacing(element: Element | None) -> tuple[str, ...]:
    if element is None:
        return ("0", "0", "240", "auto")
    defaults = dict(zip(_SPACING, ("0", "0", "240", "auto"), strict=True))
    return tuple(element.get(w(name), absent) for name, absent in defaults.items())


def _indent(element: Element | None) -> tuple[tuple[int, int], ...]:
    """(hundredths of a character, twips) of the left, the right and the first line."""
    sides = ("left", "start"), ("right", "end"), ("firstLine",) * 2, ("hanging",) * 2
    left, right, first, hanging = (_side(element, *names) for names in sides)
    return left, right, (first[0] - hanging[0], first[1] - hanging[1])


def _side(element: Element | None, name: str, other: str) -> tuple[int, int]:
    if element is None:
        return 0, 0
    keys = ((f"{name}Chars", f"{other}Chars"), (name, other))
    amounts = (element.get(w(a), element.get(w(b), "0")) for a, b in keys)
    characters, twips = (int(t) if t.lstrip("-").isdigit() else 0 for t in amounts)
    return characters, twips


def differing(here: Mapping[str, object], there: Mapping[str, object]) -> list[str]:
    """The properties that differ visibly; an indent may be in characters or in twips."""
    names = [name for name in _SHOWN if here[name] != there[name]]
    if "ind" in names and all(map(_alike_side, here["ind"], there["ind"])):  # type: ignore[call-overload]
        names.remove("ind")
    return names


def _alike_side(here: tuple[int, int], there: tuple[int, int]) -> bool:
    same = here[0] == there[0] != 0
    return same or abs(here[1] - there[1]) <= _NEAR_TWIPS


def same_section(old: Element | None, new: Element | None) -> bool:
    """Whether two sections have the same pages: size, margins, columns, page numbers."""
    if old is None or new is None:
        return old is new
    return _pages(old) == _pages(new)


def _pages(section: Element) -> tuple[object, ...]:
    size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    columns, numbers = section.find(w("cols")), section.find(w("pgNumType"))
    sides = ("top", "bottom", "left", "right")
    return (
        *(_near(size, side) for side in ("w", "h")),
        *(_near(margins, side) for side in sides),
        "1" if columns is None else columns.get(w("num"), "1"),
        "" if numbers is None else numbers.get(w("start"), ""),
        _value(section, "type", "nextPage"),
        _value(section, "titlePg", "0", "1") not in _OFF,
    )


def _near(element: Element | None, side: str) -> int:
    """In millimetres: programs round."""
    amount = "0" if element is None else element.get(w(side), "0")
    return (
        round(float(amount) / _MILLIMETRE) if amount.lstrip("-").replace(".", "").isdigit() else 0
    )
