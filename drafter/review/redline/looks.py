"""What a paragraph looks like after defaults and styles (ECMA-376 part 1, 17.7.2), and a section.

Only what shows and what programs keep: a file that LibreOffice saved says much in other words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import replace

from drafter.review.story.content import Paragraph
from drafter.review.story.mapping import mapped
from drafter.review.story.story import Story
from drafter.word.ooxml import Element, find, is_on, value, w
from drafter.word.order import made, put
from drafter.word.styles import Styles, read_styles

# In the order that a w:pPr wants; those that are merged attribute by attribute.
_SHOWN = ("keepNext", "pageBreakBefore", "numPr", "spacing", "ind", "jc", "outlineLvl")
_MERGED = ("spacing", "ind")
_PLAIN = {"jc": "left", "outlineLvl": "9", "keepNext": "0", "pageBreakBefore": "0"}
_SPACING = ("before", "after", "line", "lineRule")
_INDENT = ("left", "right", "firstLine", "hanging")
_NEAR_TWIPS = 20
_MILLIMETRE = 57  # twentieths of a point
Shown = Mapping[str, object]


class Looks(Struct):
    """The looks that a package's styles give paragraphs, each worked out once."""

    styles: Styles
    _effective: dict[bytes, Element] = field(default_factory=dict)
    _shown: dict[bytes, Shown] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> Looks:
        """The styles of that package."""
        return cls(read_styles(parts))

    def effective(self, properties: Element | None) -> Element:
        """A w:pPr with every visible property, inherited or its own."""
        source = b"" if properties is None else etree.tostring(properties)
        if source not in self._effective:
            chain = reversed(self.styles.chain(self.styles.in_force(properties)))
            look = self._effective[source] = made("pPr")
            for form in (self.styles.form, *(find(s, "pPr") for s in chain), properties):
                for element in form if form is not None else ():
                    _put(look, element)
        return self._effective[source]

    def shown(self, paragraph: Paragraph) -> Shown:
        """What the paragraph shows here."""
        form = paragraph.properties
        source = b"" if form is None else etree.tostring(form)
        if source not in self._shown:
            self._shown[source] = shown(self.effective(form))
        return self._shown[source]

    def alike(self, old: Paragraph, new: Paragraph) -> bool:
        """Whether two paragraphs have the same look and style name."""
        return old.style == new.style and not differing(self.shown(old), self.shown(new))

    def with_look(self, paragraph: Paragraph, wanted: Element, view: Shown) -> Paragraph:
        """The paragraph with direct formatting wherever its style here would change its look; the
        view is what the wanted one shows."""
        names = differing(self.shown(paragraph), view)
        if not names:
            return paragraph
        source = paragraph.properties
        properties = made("pPr") if source is None else deepcopy(source)
        for name in names:
            own = find(wanted, name)
            put(properties, _plain(name) if own is None else deepcopy(own))
        return replace(paragraph, properties=properties)


def pinned(guest: Looks, story: Story) -> tuple[list[Element], Callable[[Looks, Story], Story]]:
    """The looks of a story's paragraphs, as they are where it comes from; and what gives it them
    elsewhere, when those elements have been brought there.
    """
    looks = {id(line): guest.effective(line.properties) for line in story.lines}
    sources = {id(line): line for line in story.lines}  # an id is one's own while it lives
    distinct = list({id(look): look for look in looks.values()}.values())

    def at_home(home: Looks, there: Story) -> Story:
        views = {id(look): shown(look) for look in distinct}

        def settled(paragraph: Paragraph) -> Paragraph:
            wanted = looks.get(id(paragraph)) if id(paragraph) in sources else None
            if wanted is None:
                return paragraph
            return home.with_look(paragraph, wanted, views[id(wanted)])

        return mapped(there, settled)

    return distinct, at_home


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


def _plain(name: str) -> Element:
    """The property at the value that it has where nothing is said."""
    if name == "numPr":
        element = made(name)
        element.append(made("numId", val="0"))
        return element
    zero = {"spacing": _SPACING[:2], "ind": _INDENT[:3]}.get(name, ())
    return made(name, **dict.fromkeys(zero, "0"), **({"val": _PLAIN[name]} if not zero else {}))


def shown(effective: Element) -> Shown:
    """A key that is equal for two such w:pPr that show the same."""
    jc = value(effective, "jc", absent="left")
    listed = value(effective, "numPr", "numId", absent="0")
    level = value(effective, "numPr", "ilvl", absent="0", empty="0")
    return {
        "keepNext": is_on(effective, "keepNext"),
        "pageBreakBefore": is_on(effective, "pageBreakBefore"),
        "numPr": None if listed == "0" else (listed, level),
        "spacing": _spacing(effective.find(w("spacing"))),
        "ind": _indent(effective.find(w("ind"))),
        "jc": {"start": "left", "end": "right"}.get(jc, jc),
        "outlineLvl": value(effective, "outlineLvl", absent="9"),
    }


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


def differing(here: Shown, there: Shown) -> list[str]:
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
        value(section, "type", absent="nextPage"),
        is_on(section, "titlePg"),
    )


def _near(element: Element | None, side: str) -> int:
    """In millimetres: programs round."""
    amount = "0" if element is None else element.get(w(side), "0")
    return (
        round(float(amount) / _MILLIMETRE) if amount.lstrip("-").replace(".", "").isdigit() else 0
    )
