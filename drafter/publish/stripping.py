"""A part of the report without anything that tells how it was made, or by whom.

What may name people or places in a Word file: ECMA-376 part 1, 17.13 (annotations), 17.14
(mail merge), 17.15 (settings), and Word's own paragraph and document ids ([MS-DOCX] 2.5).
The tree is changed in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from drafter.model.pattern import pattern
from drafter.word.bookmarks import drop_bookmarks
from drafter.word.marks import is_mark
from drafter.word.ooxml import (
    CHART,
    SPACE,
    WORD_2010,
    Element,
    own_descendants,
    parent_of,
    remove,
    w,
)
from drafter.word.pending import accept_revisions, unwrap
from drafter.word.tidy import tidy

_WORD_2012 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_GONE = (
    *map(w, ("commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "printerSettings")),
    *map(w, ("rsids", "docVars", "attachedTemplate", "attachedSchema", "saveThroughXslt")),
    *map(w, ("trackRevisions", "revisionView", "writeProtection", "documentProtection")),
    *map(w, ("mailMerge", "removePersonalInformation", "removeDateAndTime")),
    *(f"{space}docId" for space in (WORD_2010, _WORD_2012)),
    f"{CHART}externalData",
)
_WRAPPERS = {
    w("sdt"): w("sdtContent"),
    w("customXml"): w("customXmlPr"),
    w("smartTag"): w("smartTagPr"),
}
_FIELDS = (w("instrText"), w("fldSimple"), w("hyperlink"))
_TOLD = ("name", "descr", "title")
_STAGE = pattern("[（(](初稿|征求意见稿|讨论稿|送审稿|审议稿|公开稿|.{0,8}稿)[）)]")
_BEFORE_TEXT = 6
# A place on somebody's machine: C:\…, \\server\…, file:…, /home/…
PATH = pattern(
    r"(?<![A-Za-z])[A-Za-z]:[\\/](?!/)|\\\\\w|(?<![A-Za-z])file:/|(?<![\w.])/(?:home|Users|root|tmp|mnt)/"
)


def strip(root: Element, referred: frozenset[str], marks: bool = False) -> None:
    """Without annotations, changes, ids and bookmarks that nothing refers to; with `marks`, the
    trace marks stay."""
    accept_revisions(root)
    tidy(root, keep_ids=False)
    for reference in list(root.iter(w("commentReference"))):
        _remove_reference(reference)
    for gone in list(root.iter(*_GONE)):
        remove(gone)
    for wrapper in list(root.iter(*_WRAPPERS)):
        _open(wrapper)
    drop_bookmarks(root, lambda name: not (marks if is_mark(name) else name in referred))
    for run in list(root.iter(w("r"))):
        _join(run)
    for drawn in root.iter("{*}docPr", "{*}cNvPr"):
        _forget_paths(drawn)
    for formula in root.iter(f"{CHART}f"):
        formula.text = re.sub(r"'?[^'!]*\[[^\]]*\]", "", formula.text or "")


def referred_bookmarks(roots: Iterable[Element]) -> frozenset[str]:
    """The words of all field codes and the anchors of all links: a bookmark among them is used."""
    words = []
    for root in roots:
        for field in root.iter(*_FIELDS):
            references = (field.text, field.get(w("instr")), field.get(w("anchor")))
            words += [text for text in references if text]
        words.append("".join(code.text or "" for code in root.iter(w("instrText"))))
    return frozenset(re.findall(r'[^\s"\\]+', " ".join(words)))


def without_stage(root: Element, stage: str) -> str:
    """Remove the paragraph with the draft mark; its words, "" if there is none."""
    for paragraph in list(root.iter(w("p")))[:_BEFORE_TEXT]:
        words = "".join(t.text or "" for t in own_descendants(paragraph, w("t"))).strip()
        if words and (words in (stage, f"（{stage}）") or _STAGE.fullmatch(words)):
            remove(paragraph)
            return words
    return ""


def private_settings(root: Element) -> None:
    """Tell Word to keep names and times out of the file when somebody saves it."""
    first = [c for c in root if c.tag in (w("writeProtection"), w("view"), w("zoom"))]
    at = root.index(first[-1]) + 1 if first else 0
    for name in ("removeDateAndTime", "removePersonalInformation"):
        root.insert(at, root.makeelement(w(name)))


def _remove_reference(reference: Element) -> None:
    run = parent_of(reference)
    others = [child for child in run if child.tag not in (w("rPr"), reference.tag)]
    remove(reference if others else run)


def _open(wrapper: Element) -> None:
    """Replace content controls and tags around text by their content."""
    for child in list(wrapper):
        if str(child.tag).endswith("Pr"):
            remove(child)
    held = wrapper.find(w("sdtContent"))
    if held is not None:
        wrapper[:] = list(held)
    unwrap(wrapper)


def _forget_paths(drawn: Element) -> None:
    """Clear names and descriptions that are file paths, which Word sets by default."""
    for name in _TOLD:
        text = drawn.get(name, "")
        if PATH.search(text) or re.search(r"\.(png|jpe?g|gif|bmp|emf|wmf|svg|tiff?)$", text, re.I):
            drawn.set(name, "图" if name == "name" else "")


def _join(run: Element) -> None:
    """The text of a run at the end of the one before it, where both look the same: what was filled
    in is not to be told from what was written."""
    before = run.getprevious()
    if before is None or before.tag != run.tag or _look(before) != _look(run):
        return
    texts = [[child for child in side if child.tag != w("rPr")] for side in (before, run)]
    if all(side and all(c.tag == w("t") for c in side) for side in texts):
        last = texts[0][-1]
        last.text = "".join(text.text or "" for text in (last, *texts[1]))
        last.set(SPACE, "preserve")
        remove(run)


def _look(run: Element) -> bytes:
    form = run.find(w("rPr"))
    return b"" if form is None else etree.tostring(form, method="c14n")
