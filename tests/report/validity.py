"""Whether a .docx is one that Word opens without repair: the structure that ECMA-376 demands."""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO

from lxml import etree

from drafter.report.ooxml import CONTENT_TYPES, RELATIONSHIPS, Element, parse, w

_ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
    "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
    "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr "
    "sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
    "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect "
    "bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
    "vAlign hideMark",
    "tbl": "bookmarkStart bookmarkEnd tblPr tblGrid tr sdt",
    "num": "abstractNumId lvlOverride",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
}  # fmt: skip
_BLOCKS = {
    "tc": ("tcPr",), "body": (), "hdr": (), "ftr": (), "footnote": (), "endnote": (),
    "comment": (), "txbxContent": (),
}  # fmt: skip
_IN_PARAGRAPH = frozenset(
    [
        "pPr",
        "r",
        "hyperlink",
        "fldSimple",
        "sdt",
        "smartTag",
        "customXml",
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "ins",
        "del",
        "moveFrom",
        "moveTo",
        "oMath",
        "oMathPara",
        "dir",
        "bdo",
        "subDoc",
    ]
)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_OURS = {chr(code) for code in range(0xFDD0, 0xFDF0)}


def flaws(document: bytes) -> list[str]:
    """What is wrong with the package, a line each: part, and what."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        if archive.testzip() is not None:
            return ["the zip is damaged"]
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    found = [f"{name} twice" for name, count in Counter(map(str.lower, names)).items() if count > 1]
    roots = {}
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                roots[name] = parse(content)
            except etree.XMLSyntaxError as error:
                found.append(f"{name}: {error}")
    found += [*_types(roots, parts), *_relations(roots, parts)]
    for name, root in roots.items():
        if name.startswith("word/") and not name.endswith(".rels"):
            found += [f"{name}: {flaw}" for flaw in _part(root)]
    return [*found, *_references(roots)]


def _types(roots: dict[str, Element], parts: Iterable[str]) -> Iterator[str]:
    space = f"{{{CONTENT_TYPES}}}"
    types = roots["[Content_Types].xml"]
    defaults = {d.get("Extension", "").lower() for d in types.iter(f"{space}Default")}
    overrides = [o.get("PartName", "").lstrip("/") for o in types.iter(f"{space}Override")]
    yield from (f"content type twice: {n}" for n, c in Counter(overrides).items() if c > 1)
    yield from (f"content type of no part: {n}" for n in overrides if n not in parts)
    for name in parts:
        if name not in overrides and name.rpartition(".")[2].lower() not in defaults:
            yield f"{name}: no content type"


def _relations(roots: dict[str, Element], parts: Iterable[str]) -> Iterator[str]:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))
        known = [relation.get("Id", "") for relation in root]
        yield from (f"{name}: {i} twice" for i, c in Counter(known).items() if c > 1)
        for relation in root:
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
                path = target.lstrip("/") if target.startswith("/") else path
                if path not in parts:
                    yield f"{name}: {target} is not there"
        if owner in roots:
            used = {
                v for e in roots[owner].iter("*") for a, v in e.items() if RELATIONSHIPS in str(a)
            }
            yield from (f"{owner}: no relation {i}" for i in used if i and i not in known)


def _part(root: Element) -> Iterator[str]:
    for element in root.iter("*"):
        tag = str(element.tag)
        if not tag.startswith("{"):
            yield f"element {tag} without a namespace"
            continue
        local = tag.rpartition("}")[2]
        if tag == w(local):
            yield from _element(element, local)
        for text in (element.text, *element.values()):
            if text and not _OURS.isdisjoint(str(text)):
                yield f"{local}: a character of the engine"
    yield from _pairs(root)
    yield from _unique(root)


def _element(element: Element, local: str) -> Iterator[str]:
    children = [str(child.tag).rpartition("}")[2] for child in element]
    if local in _ORDER:
        yield from _ordered(local, children)
    if local in _BLOCKS:
        yield from _holds_blocks(element, local, children)
    elif local == "tbl":
        yield from _table(element, children)
    elif local == "tr" and next(element.iter(w("tc")), None) is None:
        yield "a row without a cell"
    elif local == "sdtContent" and not children:
        yield "a content control without content"
    elif local == "p":
        if (element.text or "").strip():
            yield "text in a paragraph, beside runs"
        yield from (f"{c} in a paragraph" for c in children if c not in _IN_PARAGRAPH)
    elif local == "t" and (element.text or "") != (element.text or "").strip(" "):
        if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            yield f"spaces of “{element.text}” are not kept"


def _ordered(local: str, children: list[str]) -> Iterator[str]:
    order = _ORDER[local].split()
    at = [order.index(child) for child in children if child in order]
    if at != sorted(at):
        yield f"{local}: children out of order: {children}"


def _holds_blocks(element: Element, local: str, children: list[str]) -> Iterator[str]:
    blocks = [c for c in children if c in ("p", "tbl", "sdt", "customXml")]
    if not blocks and local != "body":
        yield f"{local} without a paragraph"
    elif local == "tc" and blocks[-1] == "tbl":
        yield "a cell that ends with a table"
    if local == "body" and children[-1] != "sectPr":
        yield "the body does not end with a section"


def _table(table: Element, children: list[str]) -> Iterator[str]:
    if "tblPr" not in children or "tblGrid" not in children:
        yield f"a table without properties or grid: {children[:3]}"
        return
    rows = [r for r in table.iter(w("tr")) if next(r.iterancestors(w("tbl"))) is table]
    if not rows:
        yield "a table without a row"
    columns = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}"))
    for row in rows:
        cells = [c for c in row.iter(w("tc")) if next(c.iterancestors(w("tr"))) is row]
        taken = sum(_number(c.find(f"{w('tcPr')}/{w('gridSpan')}"), 1) for c in cells)
        taken += _number(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0)
        if taken > columns:
            yield f"a row of {taken} columns in a grid of {columns}"


def _number(element: Element | None, otherwise: int) -> int:
    return otherwise if element is None else int(element.get(w("val"), "0"))


def _pairs(root: Element) -> Iterator[str]:
    for kind in ("bookmark", "commentRange", "perm"):
        starts = [e.get(w("id")) for e in root.iter(w(f"{kind}Start"))]
        ends = [e.get(w("id")) for e in root.iter(w(f"{kind}End"))]
        yield from (f"{kind} {i} twice" for i, c in Counter(starts).items() if c > 1)
        if sorted(map(str, starts)) != sorted(map(str, ends)):
            yield f"{kind}: starts {starts}, ends {ends}"
    depth = 0
    for field in root.iter(w("fldChar")):
        depth += {"begin": 1, "end": -1}.get(field.get(w("fldCharType"), ""), 0)
    if depth:
        yield "fields do not balance"


def _unique(root: Element) -> Iterator[str]:
    names = [e.get(w("name"), "").lower() for e in root.iter(w("bookmarkStart"))]
    controls = [e.get(w("val")) for e in root.iter(w("id")) if str(e.getparent().tag) == w("sdtPr")]  # type: ignore[union-attr]
    kinds = {
        "bookmark": names,
        "drawing": [e.get("id") for e in root.iter(_DRAWING)],
        "content control": controls,
        "paragraph": [i for e in root.iter(w("p")) if (i := e.get(_PARAGRAPH_ID))],
    }
    for kind, values in kinds.items():
        yield from (f"{kind} {v} twice" for v, count in Counter(values).items() if count > 1)
    yield from (f"bookmark name too long: {name}" for name in names if len(name) > 40)


def _references(roots: dict[str, Element]) -> Iterator[str]:
    """Notes, comments, lists and styles that are referred to are there, each note once."""
    body = roots["word/document.xml"]
    for kind, part in (("footnote", "footnotes"), ("endnote", "endnotes"), ("comment", "comments")):
        used = [e.get(w("id")) for e in body.iter(w(f"{kind}Reference"))]
        root = roots.get(f"word/{part}.xml")
        known = [] if root is None else [e.get(w("id")) for e in root.iter(w(kind))]
        yield from (f"{kind} {i} referred to twice" for i, c in Counter(used).items() if c > 1)
        yield from (f"{kind} {i} is not there" for i in used if i not in known)
        yield from (f"{kind} {i} is there twice" for i, c in Counter(known).items() if c > 1)
    for name, kind, part in (("numId", "num", "numbering"), ("pStyle", "style", "styles")):
        root = roots.get(f"word/{part}.xml")
        key = "styleId" if kind == "style" else kind + "Id"
        known = [] if root is None else [e.get(w(key)) for e in root.iter(w(kind))]
        used = {e.get(w("val")) for e in body.iter(w(name))} - {"0"}
        yield from (f"{name} {value} is not there" for value in used if value not in known)
