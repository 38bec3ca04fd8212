"""Field codes in a Word file: which are passive, and which fetch, run or ask for something.

ECMA-376 part 1, 17.16.2 (how a field is written) and 17.16.5 (the codes). What is not known to be
passive is refused: DDE, INCLUDETEXT and their like have many names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.word.ooxml import MATHS, Element, W, w

_CODES = (
    "= ADDIN ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY CITATION COMMENTS COMPARE "
    "CREATEDATE DATE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX "
    "FORMDROPDOWN FORMTEXT HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY LISTNUM NEXT NOTEREF "
    "NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE PRIVATE QUOTE REF REVNUM SAVEDATE SECTION "
    "SECTIONPAGES SEQ SET STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERNAME "
    "USERADDRESS USERINITIALS XE"
)
PASSIVE = frozenset(_CODES.split())
_OWN = (f"{{{W}}}", MATHS)
_ARGUMENT = pattern(r'"([^"]*)"?|\\(\S)|([^\s"\\][^\s"]*)')
_TAKES_ONE = "lot*@#"  # the switches of HYPERLINK (17.16.5.25) and of all fields that have one
_SAFE = pattern(r"https?://|mailto:|#", re.IGNORECASE)
_TAG = pattern(r"[{｛][{%#｛％＃]")
_WORD = pattern(r'\s*"?([^\s"\\]*)')
_CURLY = dict.fromkeys(map(ord, "“”„"), '"')
_NESTED = "\ufffc"


def _all(*names: str) -> frozenset[str]:
    return frozenset(map(w, names))


_CHAR, _SIMPLE = _all("fldChar"), _all("fldSimple")
_CODE, _TEXT = _all("instrText", "delInstrText"), _all("t", "delText")
KINDS = _CHAR | _SIMPLE | _CODE | _TEXT
# Word shows the text with all revisions, or accepted, or rejected: a code may differ in each.
_READINGS = (frozenset[str](), _all("del", "moveFrom"), _all("ins", "moveTo"))
_REVISIONS = frozenset[str]().union(*_READINGS)
_REMEMBERED = 10_000


class Threat(StrEnum):
    """What a field does: fetches or runs, hides its code, holds a tag, leads out."""

    ACTIVE = "active"
    DISGUISED = "disguised"
    TAG = "tag"
    LINK = "link"


class Danger(Struct, frozen=True):
    """What a field does, its code or target, the paragraph in which it begins."""

    kind: Threat
    text: str
    paragraph: int


class _Around(Struct, frozen=True):
    """The revisions that an element stands in, and the nearest element that is not Word's own.

    A field that is partly in such an element is read otherwise by who knows the element and by
    who does not: mc:AlternateContent, or any element that mc:Ignorable names (part 3, 7.2 to 7.5).
    """

    revisions: frozenset[str] = frozenset()
    home: Element | None = None

    def within(self, element: Element) -> _Around:
        """The surroundings of the element's children."""
        tag = str(element.tag)
        if not tag.startswith(_OWN):
            return _Around(self.revisions, element)
        return _Around(self.revisions | {tag}, self.home) if tag in _REVISIONS else self


class _Open(Struct):
    """A field that has begun, in an element that is not Word's own or in none."""

    home: Element | None
    paragraph: int
    reading: bool = True
    torn: bool = False
    code: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Append text to the code."""
        self.code.append(text)
        self.loose.append(text)

    def close(self) -> Iterator[Danger]:
        """The dangers of the code, which ends here; none if it has ended before."""
        if not self.reading:
            return
        self.reading = False
        for code in dict.fromkeys(("".join(self.code), "".join(self.loose))):
            yield from _judged(code, self.paragraph, self.torn)


class Fields:
    """Reads the fields of one part as its elements pass by in order."""

    def __init__(self) -> None:
        self._readings = [_Reading(without) for without in _READINGS]
        self._known: dict[Element, _Around] = {}

    def see(self, element: Element, paragraph: int) -> Iterator[Danger]:
        """The dangers of each field whose code ends at this element, one of KINDS."""
        if element.tag in _TEXT and not any(reading.reads for reading in self._readings):
            return
        around = self._around(element)
        for reading in self._readings:
            if around.revisions.isdisjoint(reading.without):
                yield from reading.see(element, around.home, paragraph)

    def _around(self, element: Element) -> _Around:
        path, outer = [], element.getparent()
        while outer is not None and outer not in self._known:
            path.append(outer)
            outer = outer.getparent()
        seen = _Around() if outer is None else self._known[outer]
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        for inner in reversed(path):
            seen = self._known[inner] = seen.within(inner)
        return seen

    def rest(self) -> Iterator[Danger]:
        """The dangers of fields that never end."""
        for reading in self._readings:
            for opened in reading.open:
                yield from opened.close()


class _Reading(Struct):
    """The part as it reads without what stands in these elements."""

    without: frozenset[str]
    open: list[_Open] = field(default_factory=list)

    @property
    def reads(self) -> bool:
        """Whether a code is being read."""
        return bool(self.open) and self.open[-1].reading

    def see(self, element: Element, home: Element | None, paragraph: int) -> Iterator[Danger]:
        tag = str(element.tag)
        if tag in _SIMPLE:
            self._nest()
            yield from _judged(_attribute(element, "instr"), paragraph)
        elif tag in _CHAR:
            yield from self._mark(_attribute(element, "fldCharType"), home, paragraph)
        elif tag in _CODE:
            yield from self._code(_text(element), home, paragraph)
        elif self.reads and home is self.open[-1].home:
            self.open[-1].loose.append(_text(element))

    def _nest(self) -> None:
        if self.reads:
            self.open[-1].add(_NESTED)

    def _mark(self, kind: str, home: Element | None, paragraph: int) -> Iterator[Danger]:
        if kind == "begin":
            self._nest()
            self.open.append(_Open(home, paragraph))
        elif kind in ("separate", "end") and self.open:
            opened = self.open[-1] if kind == "separate" else self.open.pop()
            opened.torn |= home is not opened.home
            yield from opened.close()

    def _code(self, text: str, home: Element | None, paragraph: int) -> Iterator[Danger]:
        if not self.reads:
            yield from _judged(text, paragraph)
            return
        self.open[-1].torn |= home is not self.open[-1].home
        self.open[-1].add(text)


def _attribute(element: Element, name: str) -> str:
    return element.get(w(name)) or ""


def _text(element: Element) -> str:
    """The element's whole text, on both sides of comments."""
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _judged(code: str, paragraph: int, torn: bool = False) -> Iterator[Danger]:
    match = _WORD.match(code)
    word = match[1].upper() if match else ""
    shown = code.replace(_NESTED, "{…}").strip()
    if not code.strip():
        return
    if torn or (_NESTED in word and not word.startswith("=")):
        yield Danger(Threat.DISGUISED, shown, paragraph)
    elif _TAG.search(code):
        yield Danger(Threat.TAG, shown, paragraph)
    elif not word.startswith("=") and word not in PASSIVE:
        yield Danger(Threat.ACTIVE, shown, paragraph)
    elif word == "HYPERLINK" and match:
        unsafe = (t for t in _targets(code[match.end() :]) if not _SAFE.match(t))
        yield from (Danger(Threat.LINK, t.replace(_NESTED, "{…}"), paragraph) for t in unsafe)


def _targets(arguments: str) -> Iterator[str]:
    """Every argument of a HYPERLINK that is no switch's."""
    taken = False
    for quoted, switch, plain in _ARGUMENT.findall(arguments.translate(_CURLY)):
        if switch:
            taken = switch.lower() in _TAKES_ONE
        elif taken:
            taken = False
        elif quoted or plain:
            yield quoted or plain
