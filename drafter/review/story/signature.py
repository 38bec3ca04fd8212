"""What an element that is not taken apart is and shows: the same where files show the same.

Nothing that a program writes anew at every save is looked at: ids, relation names, the language of
a run, a field's last page number, the packing of a chart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from drafter.word.drawn import CHART, DIAGRAM
from drafter.word.ooxml import ADDED, FALLBACK, MATHS, RELATIONSHIPS, REMOVED, Element, find, w

TEXT_BOX = w("txbxContent")
PICTURES = tuple(map(w, ("drawing", "pict", "object")))
NOTES = (w("footnoteReference"), w("endnoteReference"))
_HIDDEN = {True: REMOVED, False: ADDED}
_SHAPED = ("f", "rad", "nary", "sSup", "sSub", "sSubSup", "m")  # fractions, roots, sums, powers
_MOST_SIZE = 36_000  # EMU: sizes within a millimetre are the same
_HUNDREDTH = 360  # of a millimetre: what LibreOffice keeps of a size
_SYMBOLS = dict(zip("\x6f\xa8\xfc\xfb\xfd\xfe\x52\x53\x54", "□☐✓✗☒☑☑☒☒", strict=True))
# Results that hang on the machine, the day or the printer.
VOLATILE = (
    "PAGE", "NUMPAGES", "SECTIONPAGES", "PAGEREF", "DATE", "TIME", "SAVEDATE", "PRINTDATE",
    "CREATEDATE", "EDITTIME", "FILENAME", "FILESIZE", "REVNUM", "LASTSAVEDBY", "NUMCHARS",
    "NUMWORDS", "SECTION",
)  # fmt: skip


def signature(element: Element, links: Mapping[str, str]) -> str:
    """A short digest of what the element shows; a relation counts as what it leads to."""
    content = "\n".join(_said(element, links))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _said(element: Element, links: Mapping[str, str]) -> Iterator[str]:
    """The element's content in order; text boxes left out, for their text is compared by itself."""
    if not isinstance(element.tag, str) or element.tag in (FALLBACK, TEXT_BOX, w("rPr")):
        return
    local = element.tag.rpartition("}")[2]
    yield from _own(element, local)
    ids = (value for name, value in element.items() if _is_relation(str(name)))
    yield from dict.fromkeys(filter(None, (links.get(number) for number in ids)))
    for child in element:
        yield from _said(child, links)


def _own(element: Element, local: str) -> Iterator[str]:
    if element.tag in NOTES:
        yield local
    elif element.tag == w("sym"):
        yield symbol(element)
    elif str(element.tag).startswith(MATHS):
        yield from [f"<{local}"] if local in _SHAPED else [element.text or ""] * (local == "t")
    elif local == "extent":
        yield " ".join(_size(element.get(side, "")) for side in ("cx", "cy"))
    elif local == "textpath":
        yield element.get("string", "")
    elif element.tag in (w("br"), w("ptab"), w("fldChar")):
        yield f"{local} {element.get(w('type'), '')}{element.get(w('fldCharType'), '')}"
    elif local in ("t", "delText", "instrText", "delInstrText"):
        yield " ".join((element.text or "").split()) if "instr" in local else element.text or ""
    elif element.tag == w("fldSimple"):
        yield " ".join(element.get(w("instr"), "").split())
    elif local == "prstGeom":
        yield element.get("prst", "")


def _size(amount: str) -> str:
    """EMU in millimetres, rounded first as LibreOffice rounds."""
    if not amount.isdigit():
        return ""
    hundredths = round(int(amount) / _HUNDREDTH)
    return str(round(hundredths * _HUNDREDTH / _MOST_SIZE))


def symbol(element: Element) -> str:
    """A w:sym as a reader sees it: ☑ for Wingdings' FE; the character itself where none is like it.

    Fonts of symbols have their characters at F000 and at 0000 alike (ECMA-376 part 1, 17.3.3.30).
    """
    try:
        code = int(element.get(w("char"), ""), 16)
    except ValueError:
        return ""
    plain = chr(code & 0xFF if 0xF000 <= code <= 0xF0FF else code)
    if element.get(w("font"), "").startswith("Wingdings"):
        return _SYMBOLS.get(plain, chr(0xF000 | ord(plain) & 0xFF))
    return chr(code) if code < 0xD800 or 0xE000 <= code < 0x110000 else ""


def symbol_font(form: Element | None) -> str:
    """The font of symbols that a run's properties name; "" for none."""
    fonts = find(form, "rFonts")
    font = "" if fonts is None else fonts.get(w("ascii"), "")
    return font if font.startswith(("Wingdings", "Webdings", "Symbol")) else ""


def shown_text(element: Element, links: Mapping[str, str], accepted: bool = True) -> str:
    """The text that a reader sees; 〔图〕 for a picture, with the words or numbers in it."""
    if element.find(NOTES[0]) is not None or element.find(NOTES[1]) is not None:
        return "〔注〕"
    text = "".join(_texts(element, {FALLBACK, TEXT_BOX, *_HIDDEN[accepted]}))
    if next(element.iter(*PICTURES), None) is None:
        return text
    return _drawn(element, links, text)


def _drawn(element: Element, links: Mapping[str, str], typed: str) -> str:
    ids = [v for e in element.iter("*") for n, v in e.items() if _is_relation(str(n))]
    leads = dict.fromkeys(links.get(number, "") for number in ids)
    data = [text for text in leads if text.startswith((f"{CHART} ", f"{DIAGRAM} "))]
    words = typed + " ".join(text.partition(" ")[2] for text in data)
    kind = "图表" if any(text.startswith(CHART) for text in data) else "图"
    is_box = not data and not ids and next(element.iter(TEXT_BOX), None) is not None
    return "〔文本框〕" if is_box else f"〔{kind}：{words}〕" if words else f"〔{kind}〕"


def _is_relation(name: str) -> bool:
    return name.startswith(f"{{{RELATIONSHIPS}}}")


def _texts(element: Element, gone: set[str]) -> Iterator[str]:
    if element.tag in gone or not isinstance(element.tag, str):
        return
    if element.tag in (w("t"), w("delText"), f"{MATHS}t"):
        yield element.text or ""
    elif element.tag == w("sym"):
        yield symbol(element)
    elif element.tag.rpartition("}")[2] == "textpath":
        yield element.get("string", "")
    elif element.tag == w("tab") and (around := element.getparent()) is not None:
        yield "\t" * (around.tag == w("r"))
    for child in element:
        yield from _texts(child, gone)
