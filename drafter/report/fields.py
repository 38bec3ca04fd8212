"""Field codes in a Word file: which are passive, and which fetch, run or ask for something.

ECMA-376 part 1, 17.16.5. What is not known to be passive is refused: DDE, INCLUDETEXT and their like
have many names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from drafter.report.ooxml import Element, w

PASSIVE = frozenset(
    [
        "=",
        "ADDIN",
        "ADVANCE",
        "AUTHOR",
        "AUTONUM",
        "AUTONUMLGL",
        "AUTONUMOUT",
        "BIBLIOGRAPHY",
        "CITATION",
        "COMMENTS",
        "COMPARE",
        "CREATEDATE",
        "DATE",
        "DOCPROPERTY",
        "DOCVARIABLE",
        "EDITTIME",
        "EQ",
        "FILENAME",
        "FILESIZE",
        "FORMCHECKBOX",
        "FORMDROPDOWN",
        "FORMTEXT",
        "HYPERLINK",
        "IF",
        "INDEX",
        "INFO",
        "KEYWORDS",
        "LASTSAVEDBY",
        "LISTNUM",
        "NEXT",
        "NOTEREF",
        "NUMCHARS",
        "NUMPAGES",
        "NUMWORDS",
        "PAGE",
        "PAGEREF",
        "PRINTDATE",
        "PRIVATE",
        "QUOTE",
        "REF",
        "REVNUM",
        "SAVEDATE",
        "SECTION",
        "SECTIONPAGES",
        "SEQ",
        "SET",
        "STYLEREF",
        "SUBJECT",
        "SYMBOL",
        "TA",
        "TC",
        "TEMPLATE",
        "TIME",
        "TITLE",
        "TOA",
        "TOC",
        "USERNAME",
        "USERADDRESS",
        "USERINITIALS",
        "XE",
    ]
)
# A link's switches with their arguments (\l bookmark, \o tip, \t frame), and its first argument.
_SWITCHES = re.compile(r'\\[lot]\s+(?:"[^"]*"|\S+)|\\[a-z]', re.IGNORECASE)
_TARGET = re.compile(r'HYPERLINK\s+"?([^"\s]+)', re.IGNORECASE)
_SAFE = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
_TAG = re.compile(r"[{｛][{%#｛％＃]")
_CHAR, _SIMPLE = w("fldChar"), w("fldSimple")
_CODES = (w("instrText"), w("delInstrText"))
KINDS = (_CHAR, _SIMPLE, *_CODES)


@dataclass(slots=True)
class _Open:
    """A field whose code is being read."""

    code: str = ""
    nested: bool = False
    reading: bool = True
    pieces: list[str] = field(default_factory=list)


class Fields:
    """Reads the fields of one part as its elements pass by in order."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    def see(self, element: Element) -> Iterator[tuple[str, str]]:
        """(kind of danger, the field's code) for each field that ends its code here."""
        if element.tag == _SIMPLE:
            yield from _judged(element.get(w("instr"), ""), False)
        elif element.tag == _CHAR:
            yield from self._mark(element.get(w("fldCharType"), ""))
        elif self._open and self._open[-1].reading:
            self._open[-1].code += element.text or ""
        else:
            yield from _judged(element.text or "", False)

    def _mark(self, kind: str) -> Iterator[tuple[str, str]]:
        if kind == "begin":
            if self._open and self._open[-1].reading and not self._open[-1].code.strip():
                self._open[-1].nested = True
            self._open.append(_Open())
        elif kind == "separate" and self._open:
            yield from self._close(self._open[-1])
        elif kind == "end" and self._open:
            yield from self._close(self._open.pop())

    def _close(self, opened: _Open) -> Iterator[tuple[str, str]]:
        if opened.reading:
            opened.reading = False
            yield from _judged(opened.code, opened.nested)

    def rest(self) -> Iterator[tuple[str, str]]:
        """What is to be said of fields that never end."""
        for opened in self._open:
            yield from self._close(opened)


def _judged(code: str, nested: bool) -> Iterator[tuple[str, str]]:
    words = code.split(maxsplit=1)
    name = words[0].upper().strip('"') if words else ""
    name = "=" if name.startswith("=") else name
    if nested:
        yield "disguised", code
    elif _TAG.search(code):
        yield "tag", code
    elif name and name not in PASSIVE:
        yield "active", code
    elif name == "HYPERLINK":
        found = _TARGET.search(_SWITCHES.sub(" ", code))
        if found and not _SAFE.match(found[1]):
            yield "link", found[1]
