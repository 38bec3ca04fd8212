"""A part before it is compiled: no old marks, no revisions, nothing that Word makes anew."""

from __future__ import annotations

from drafter.model.finding import Severity
from drafter.word.bookmarks import drop_bookmarks
from drafter.word.marks import is_mark
from drafter.word.ooxml import OURS, WORD_2010, Element, remove, w
from drafter.word.pending import accept_revisions, emptied
from drafter.word.slip import Slip

_LAST_EDIT = "_GoBack"  # the bookmark of Word's last cursor position
_NOISE = tuple(map(w, ("proofErr", "lastRenderedPageBreak")))
_PASSING = (
    w("rsid"),
    f"{WORD_2010}paraId",
    f"{WORD_2010}textId",
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
    return drop_bookmarks(root, is_mark)


def tidy(root: Element, keep_ids: bool) -> None:
    """Without spelling marks and revision numbers; the engine's own characters shown as U+FFFD.

    Paragraph ids would be repeated by loops; comments alone keep them, for their replies.
    """
    for noise in list(root.iter(*_NOISE)):
        remove(noise)
    drop_bookmarks(root, _LAST_EDIT.__eq__)
    for node in root.iter():
        if node.text and not node.text.isascii():
            node.text = node.text.translate(OURS)
        for name, value in node.items():
            if not keep_ids and (str(name).startswith(_PASSING) or name in _DRAWING_IDS):
                del node.attrib[name]
            elif not str(value).isascii():
                node.set(name, str(value).translate(OURS))


def release(element: Element) -> None:
    """A content control with a tag shows what is filled in, not its stored data or its hint."""
    for control in element.iterancestors(w("sdt")):
        form = control.find(w("sdtPr"))
        for child in [] if form is None else [c for c in form if c.tag in _BOUND]:
            remove(child)
