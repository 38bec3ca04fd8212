"""A part before it is compiled: no old marks, no revisions, nothing that Word makes anew."""

from __future__ import annotations

import re

from drafter.model.finding import Severity
from drafter.word.ooxml import OURS, Element, w
from drafter.word.pending import accept_revisions, emptied, remove
from drafter.word.slip import Slip

_MARK = re.compile("_(fig|blk|cht)_")
_NOISE = tuple(map(w, ("proofErr", "lastRenderedPageBreak")))
_REVISED = tuple(map(w, ("p", "r", "tr", "tbl", "sectPr")))
_PASSING = (
    w("rsid"),
    "{http://schemas.microsoft.com/office/word/2010/wordml}paraId",
    "{http://schemas.microsoft.com/office/word/2010/wordml}textId",
)
_DRAWING = "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
_DRAWING_IDS = (f"{{{_DRAWING}}}anchorId", f"{{{_DRAWING}}}editId")
_BOUND = (
    w("dataBinding"),
    w("showingPlcHdr"),
    "{http://schemas.microsoft.com/office/word/2012/wordml}dataBinding",
)


def accept(root: Element, part: str) -> tuple[bool, list[Slip]]:
    """(whether the tree was changed, what is to be said): old marks go, revisions are accepted."""
    old = without_marks(root)
    inserted, deleted = accept_revisions(root)
    for empty in emptied(root) if deleted else ():
        remove(empty)
    slips = []
    if inserted or deleted:
        counts = {"inserted": str(inserted), "deleted": str(deleted)}
        slips.append(Slip("template-revisions", Severity.HINT, part, details=counts))
    return old or bool(slips), slips


def without_marks(root: Element) -> bool:
    """Remove the trace marks of a draft that became a template; whether there were any."""
    starts = [
        mark for mark in root.iter(w("bookmarkStart")) if _MARK.match(mark.get(w("name"), ""))
    ]
    old = {mark.get(w("id")) for mark in starts}
    ends = [mark for mark in root.iter(w("bookmarkEnd")) if mark.get(w("id")) in old]
    for mark in [*starts, *ends]:
        remove(mark)
    return bool(starts)


def tidy(root: Element, keep_ids: bool) -> None:
    """Without spelling marks and revision numbers; the engine's own characters shown as U+FFFD.

    Paragraph ids would be repeated by loops; comments alone keep them, for their replies.
    """
    for noise in list(root.iter(*_NOISE)):
        remove(noise)
    _forget_last_edit(root)
    for node in root.iter():
        if node.text and not node.text.isascii():
            node.text = node.text.translate(OURS)
        for name, value in node.items():
            if not keep_ids and (str(name).startswith(_PASSING) or name in _DRAWING_IDS):
                del node.attrib[name]
            elif not str(value).isascii():
                node.set(name, str(value).translate(OURS))


def _forget_last_edit(root: Element) -> None:
    """Remove _GoBack, the bookmark of Word's last cursor position."""
    starts = [m for m in root.iter(w("bookmarkStart")) if m.get(w("name")) == "_GoBack"]
    for start in starts:
        ends = [e for e in root.iter(w("bookmarkEnd")) if e.get(w("id")) == start.get(w("id"))]
        for mark in (start, *ends):
            remove(mark)


def release(element: Element) -> None:
    """A content control with a tag shows what is filled in, not its stored data or its hint."""
    for control in element.iterancestors(w("sdt")):
        form = control.find(w("sdtPr"))
        for child in [] if form is None else [c for c in form if c.tag in _BOUND]:
            remove(child)
