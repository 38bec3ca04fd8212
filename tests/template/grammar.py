"""What may stand in what, and in which order: the part of ECMA-376 that Word insists on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from drafter.word.ooxml import SPACE, Element, W, w


def _names(written: str) -> frozenset[str]:
    return frozenset(map(w, written.split()))


_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
    "sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline "
    "shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs "
    "highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath "
    "rPrChange",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
    "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription "
    "tblPrChange",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark headers cellIns cellDel cellMerge tcPrChange",
    "sectPr": "headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
    "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi "
    "rtlGutter docGrid printerSettings sectPrChange",
    "trPr": "cnfStyle|divId|gridBefore|gridAfter|wBefore|wAfter|cantSplit|trHeight|tblHeader|"
    "tblCellSpacing|jc|hidden ins del trPrChange",
    "numPr": "ilvl numId numberingChange ins",
    "num": "abstractNumId lvlOverride|",
    "numbering": "numPicBullet| abstractNum| num| numIdMacAtCleanup",
}  # fmt: skip
# The place of each in the order; those in one place (told by |) may come more than once.
_PLACES = {
    w(owner): {w(n): (at, "|" in names) for at, names in enumerate(order.split())
               for n in names.split("|") if n}
    for owner, order in _ORDERS.items()
}  # fmt: skip
_FIRST = {w("p"): w("pPr"), w("r"): w("rPr"), w("tc"): w("tcPr")}
_HOLD_BLOCKS = "body tc hdr ftr footnote endnote comment txbxContent docPartBody"
_HOLD_RUNS = "p hyperlink fldSimple dir bdo rt rubyBase"
_IN_RUNS = "t br cr instrText delText fldChar footnoteReference endnoteReference commentReference drawing pict sym"
_HOLDERS = {
    **dict.fromkeys(("p", "tbl"), _HOLD_BLOCKS),
    **dict.fromkeys(("r", "hyperlink", "fldSimple"), _HOLD_RUNS),
    **dict.fromkeys(_IN_RUNS.split(), "r"),
    "tr": "tbl", "tc": "tr", "pPr": "p style lvl pPrDefault pPrChange tblStylePr",
    "bookmarkStart": f"{_HOLD_BLOCKS} p hyperlink tbl tr fldSimple",
    "bookmarkEnd": f"{_HOLD_BLOCKS} p hyperlink tbl tr fldSimple",
}  # fmt: skip
_MAY_STAND_IN = {w(n): _names(around) for n, around in _HOLDERS.items()}
# These change nothing of what may stand where: they are looked through.
_THROUGH = _names("sdt sdtContent customXml smartTag ins del moveFrom moveTo")
_TEXTS = _names("t delText instrText delInstrText")
_IN_PARAGRAPH = _names(
    "pPr r hyperlink fldSimple sdt smartTag customXml bookmarkStart bookmarkEnd commentRangeStart "
    "commentRangeEnd proofErr permStart permEnd ins del moveFrom moveTo moveFromRangeStart "
    "moveFromRangeEnd moveToRangeStart moveToRangeEnd dir bdo subDoc"
)
_NEEDED = {
    **dict.fromkeys(_names("hdr ftr footnote endnote comment txbxContent tc"), "a paragraph"),
    w("sdtContent"): "content",
}  # fmt: skip
_BLOCKS = _names("p tbl sdt customXml altChunk")


@dataclass(frozen=True, slots=True)
class Story:
    """A part of Word's, and its elements of WordprocessingML by name."""

    part: str
    root: Element
    named: Mapping[str, list[Element]]

    @classmethod
    def of(cls, part: str, root: Element) -> Self:
        named: dict[str, list[Element]] = {}
        for element in root.iter(f"{{{W}}}*"):
            named.setdefault(str(element.tag), []).append(element)
        return cls(part, root, named)

    def all(self, name: str) -> list[Element]:
        return self.named.get(w(name), [])

    def at(self, element: Element) -> str:
        """Where the element is: word/document.xml /w:document/w:body/w:p[3]."""
        return f"{self.part} {self.root.getroottree().getpath(element)}"


def misplaced(story: Story) -> Iterator[str]:
    """What stands in the wrong place, or is not there and must be."""
    for tag, elements in story.named.items():
        checks = [check for tags, check in _CHECKS if tag in tags]
        for element in elements:
            for check in (*checks, _text):
                for flaw in check(element):
                    yield f"{story.at(element)}: {flaw}"
    yield from (f"{story.part}: {flaw}" for flaw in _fields(story))


def _text(element: Element) -> Iterator[str]:
    """Text stands in w:t and its kin alone; where people read it, it keeps the spaces at its ends."""
    if element.tag not in _TEXTS:
        for words in (element.text, *(child.tail for child in element)):
            if words and not words.isspace():
                yield f"“{words.strip()[:20]}” stands beside runs"
        return
    words = element.text or ""
    read = element.tag in (w("t"), w("delText"))
    if read and words != words.strip(" \t\n") and element.get(SPACE) != "preserve":
        yield f"spaces of “{words}” are not kept"


def _ordered(element: Element) -> Iterator[str]:
    places, before = _PLACES[str(element.tag)], -1
    for child in element:
        tag = str(child.tag)
        if not tag.startswith(f"{{{W}}}"):
            continue
        at, again = places.get(tag, (-1, False))
        if at < 0:
            yield f"{_local(child)} does not belong there"
        elif at < before or (at == before and not again):
            yield f"{_local(child)} is out of order"
        before = max(at, before)


def _first(element: Element) -> Iterator[str]:
    form = _FIRST[str(element.tag)]
    if any(child.tag == form for child in element[1:]):
        yield f"{form.rpartition('}')[2]} is not its first child"


def _held(element: Element) -> Iterator[str]:
    """Whether what is around it may hold it; what is not Word's own may hold anything."""
    around = element.getparent()
    while around is not None and (around.tag in _THROUGH or not _is_words(around)):
        if not _is_words(around) and "markup-compatibility" not in str(around.tag):
            return
        around = around.getparent()
    if around is not None and around.tag not in _MAY_STAND_IN[str(element.tag)]:
        yield f"{_local(element)} stands in {_local(around)}"


def _paragraph(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag not in _IN_PARAGRAPH and _is_words(child):
            yield f"{_local(child)} stands in a paragraph"


def _needs(element: Element) -> Iterator[str]:
    blocks = [child for child in element if child.tag in _BLOCKS]
    if not (blocks or (element.tag == w("sdtContent") and len(element))):
        yield f"{_local(element)} without {_NEEDED[str(element.tag)]}"
    elif element.tag == w("tc") and blocks[-1].tag == w("tbl"):
        yield "a cell that ends with a table"


def _body(element: Element) -> Iterator[str]:
    if not len(element) or element[-1].tag != w("sectPr"):
        yield "the body does not end with a section"


def _table(table: Element) -> Iterator[str]:
    kinds = [child.tag for child in table if child.tag in (w("tblPr"), w("tblGrid"), w("tr"))]
    if kinds[:2] != [w("tblPr"), w("tblGrid")] or kinds.count(w("tblPr")) > 1:
        yield "a table that does not begin with properties and grid"
    rows = [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]
    if not rows:
        yield "a table without a row"
    columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    for row in rows:
        if (taken := _columns(row)) > columns:
            yield f"a row of {taken} columns in a grid of {columns}"


def _columns(row: Element) -> int:
    cells = [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]
    spans = (_number(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), 1) for cell in cells)
    form = row.find(w("trPr"))
    beside = [] if form is None else [form.find(w("gridBefore")), form.find(w("gridAfter"))]
    return sum(spans) + sum(_number(element, 0) for element in beside)


def _row(row: Element) -> Iterator[str]:
    cells = [child for child in row if child.tag in _THROUGH or child.tag == w("tc")]
    if next(row.iter(w("tc")), None) is None:
        yield "a row without a cell"
    elif any(form in row[row.index(cells[0]) :] for form in row.findall(w("trPr"))):
        yield "trPr stands behind a cell"


def _fields(story: Story) -> Iterator[str]:
    """Each field begins, may separate, and ends; one within the other."""
    open_: list[str] = []
    for field in story.all("fldChar"):
        kind = field.get(w("fldCharType"), "")
        if kind == "begin":
            open_.append(kind)
        elif not open_ or (kind, open_[-1]) == ("separate", "separate"):
            yield f"a field's “{kind}” without a beginning"
        elif kind == "separate":
            open_[-1] = kind
        else:
            open_.pop()
    yield from ("a field without an end" for _ in open_)


def _number(element: Element | None, otherwise: int) -> int:
    value = "" if element is None else element.get(w("val"), "")
    return int(value) if value.isdecimal() else otherwise


def _is_words(element: Element) -> bool:
    return str(element.tag).startswith(f"{{{W}}}")


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


_Check = Callable[[Element], Iterator[str]]
_CHECKS: tuple[tuple[frozenset[str], _Check], ...] = (
    (frozenset(_PLACES), _ordered),
    (frozenset(_FIRST), _first),
    (frozenset(_MAY_STAND_IN), _held),
    (frozenset([w("p")]), _paragraph),
    (frozenset(_NEEDED), _needs),
    (frozenset([w("body")]), _body),
    (frozenset([w("tbl")]), _table),
    (frozenset([w("tr")]), _row),
)
