"""Tracked changes accepted or rejected, as Word does it (ECMA-376 part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.word.bookmarks import drop_halves
from drafter.word.ooxml import ADDED, MATHS, REMOVED, Element, remove, w, within
from drafter.word.order import made
from drafter.word.pending import accept_revisions, emptied, move_content, unwrap

_FORMATS = ("pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")
_CELLS = tuple(map(w, ("cellIns", "cellDel")))
_ALL = (
    *ADDED, *REMOVED, *_CELLS, w("cellMerge"), *(w(f"{name}Change") for name in _FORMATS),
    *(w(f"customXml{way}RangeStart") for way in ("Ins", "Del")),
)  # fmt: skip
_BEFORE_MERGE = tuple(map(w, ("cnfStyle", "tcW", "gridSpan", "hMerge")))
_RANGES = tuple(w(f"move{way}Range{end}") for way in ("From", "To") for end in ("Start", "End"))

_TEXTS = {w("delText"): w("t"), w("delInstrText"): w("instrText")}
_SHELLS = tuple(map(w, ("hyperlink", "fldSimple", "smartTag", "sdt")))
_BOXES = (w("sdt"), w("customXml"))
_SECTION = tuple(map(w, ("headerReference", "footerReference")))
_SWAPPED = {
    "ins": "del", "del": "ins", "moveFrom": "ins", "moveTo": "del",
    "cellIns": "cellDel", "cellDel": "cellIns",
}  # fmt: skip


def revisions(root: Element) -> int:
    """How many tracked changes of text the tree has."""
    return sum(1 for _ in root.iter(*ADDED, *REMOVED))


def tracks(root: Element) -> bool:
    """Whether the tree has tracked changes of any kind."""
    return next(root.iter(*_ALL), None) is not None


def settle(root: Element, accepted: bool) -> None:
    """Accept all tracked changes of the tree, or reject all."""
    doomed = _doomed_shells(root, REMOVED if accepted else ADDED)
    _open_boxes(root, "customXmlDelRangeStart" if accepted else "customXmlInsRangeStart")
    _merge_cells(root, "vMerge" if accepted else "vMergeOrig")
    if not accepted:
        _turn(root)
    for shell in doomed:
        if shell.getparent() is not None:
            remove(shell)
    _settle_formulas(root)
    _whole_paragraphs(root)
    accept_revisions(root)
    for _ in range(3):
        for empty in list(emptied(root)):
            if empty.getparent() is not None:
                remove(empty)
    drop_halves(root)


def _turn(root: Element) -> None:
    """Turn each change into its opposite: accepting that rejects the original."""
    for name in _FORMATS:
        for change in list(root.iter(w(f"{name}Change"))):
            _restore(change)
    turned = {w(name): w(other) for name, other in _SWAPPED.items()}
    for element in list(root.iter(*turned)):
        element.tag = turned[str(element.tag)]
    for text in list(root.iter(*_TEXTS)):
        text.tag = _TEXTS[str(text.tag)]


def _restore(change: Element) -> None:
    """Restore the properties that a change records."""
    properties = change.getparent()
    if properties is None:
        return
    old = list(change[0]) if len(change) else []
    stays = (w("rPr"), w("sectPr"), *ADDED, *REMOVED, *_CELLS)
    kept = [c for c in properties if c.tag in stays]
    if properties.tag == w("sectPr"):
        old = [*(c for c in properties if c.tag in _SECTION), *old]
    if properties.tag == w("rPr"):
        kept = [c for c in properties if c.tag in (*ADDED, *REMOVED)]
    for child in list(properties):
        properties.remove(child)
    first = kept if properties.tag == w("rPr") else old
    properties.extend([*first, *(old if first is kept else kept)])


def _open_boxes(root: Element, name: str) -> None:
    """Unwrap deleted content controls and XML tags around blocks; their content stays."""
    for start in list(root.iter(w(name))):
        box = start.getnext()
        if box is not None and box.tag in _BOXES:
            held = box.find(w("sdtContent")) if box.tag == w("sdt") else box
            for child in list(held) if held is not None else ():
                if not str(child.tag).endswith("Pr"):
                    box.addprevious(child)
            remove(box)


def _merge_cells(root: Element, name: str) -> None:
    """Settle vertical merges to their new or former state (17.13.5.3)."""
    for change in list(root.iter(w("cellMerge"))):
        state = change.get(w(name))
        for merged in list(change.itersiblings(w("vMerge"), preceding=True)):
            remove(merged)
        if state is not None:
            merged = made("vMerge", val={"cont": "continue", "rest": "restart"}.get(state, state))
            before = list(change.itersiblings(*_BEFORE_MERGE, preceding=True))
            (before[0].addnext if before else change.addprevious)(merged)
        remove(change)


def _settle_formulas(root: Element) -> None:
    """Word tracks a formula within it: in each run, and in the properties of each fraction or
    root, whose contents stay; a formula of which nothing is left goes.
    """
    touched = []
    for mark in [m for m in root.iter(*ADDED, *REMOVED) if _in_formula(m)]:
        home = mark.getparent()
        assert home is not None
        touched.append(next(mark.iterancestors(f"{MATHS}oMath"), home))
        if mark.tag in REMOVED:
            remove(home if home.tag == f"{MATHS}r" else mark)
        else:
            unwrap(mark)
    for formula in touched:
        whole = next(formula.iterancestors(f"{MATHS}oMathPara"), formula)
        left = any(text.text for text in whole.iter(f"{MATHS}t"))
        if not left and whole.getparent() is not None:
            remove(whole)


def _in_formula(mark: Element) -> bool:
    home = mark.getparent()
    return home is not None and home.tag in (f"{MATHS}r", f"{MATHS}ctrlPr")


def _whole_paragraphs(root: Element) -> None:
    """Take out paragraphs that go with their ends and have no paragraph behind them."""
    for mark in list(root.iter(*REMOVED)):
        form = mark.getparent()
        if form is None or form.tag != w("rPr") or (home := form.getparent()) is None:
            continue
        paragraph = home.getparent()
        if home.tag != w("pPr") or paragraph is None or not _all_gone(paragraph):
            continue
        following = paragraph.getnext()
        if (following is None and _boxed_behind_others(paragraph)) or (
            following is not None and following.tag not in (w("p"), w("sectPr"))
        ):
            remove(paragraph)
        elif following is not None and following.tag == w("p"):
            points = [c for c in paragraph if c.tag not in (w("pPr"), *REMOVED)]
            for child in [c for c in paragraph if c.tag in REMOVED]:
                paragraph.remove(child)
            if points:
                move_content(paragraph, following)
            remove(paragraph)


def _boxed_behind_others(paragraph: Element) -> bool:
    """Whether it is the last of several blocks in a control or tag."""
    around, before = paragraph.getparent(), paragraph.getprevious()
    boxed = around is not None and around.tag in (w("sdtContent"), w("customXml"))
    return boxed and before is not None and before.tag in (w("p"), w("tbl"), *_BOXES)


def _all_gone(paragraph: Element) -> bool:
    """Whether all of the paragraph's content is deleted."""
    stays = (c for c in paragraph if c.tag not in (w("pPr"), *REMOVED, *_RANGES))
    points = (str(c.tag).endswith(("Start", "End")) or _is_remark(c) for c in stays)
    return all(points)


def _is_remark(element: Element) -> bool:
    """Whether it is a run that shows a comment, which has no width."""
    return element.tag == w("r") and element.find(w("commentReference")) is not None


def _doomed_shells(root: Element, gone: Iterable[str]) -> list[Element]:
    """Links and controls within paragraphs whose every run goes."""
    kinds = tuple(gone)
    return [
        shell
        for shell in root.iter(*_SHELLS)
        if (runs := list(shell.iter(w("r"))))
        and all(within(run, *kinds) for run in runs)
        and next(shell.iter(w("p")), None) is None
    ]
