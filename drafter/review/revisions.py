"""Tracked changes accepted or rejected, as Word does it (ECMA-376 part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterable

from drafter.report.ooxml import Element, w
from drafter.report.template.revisions import accept_revisions, emptied, move_content, remove

_FORMATS = ("pPr", "rPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr")
_ADDED, _REMOVED = tuple(map(w, ("ins", "moveTo"))), tuple(map(w, ("del", "moveFrom")))
_RANGES = tuple(w(f"move{way}Range{end}") for way in ("From", "To") for end in ("Start", "End"))

_TEXTS = {w("delText"): w("t"), w("delInstrText"): w("instrText")}
_SHELLS = tuple(map(w, ("hyperlink", "fldSimple", "smartTag", "sdt")))


def revisions(root: Element) -> int:
    """How many tracked changes of text the tree has."""
    return sum(1 for _ in root.iter(*_ADDED, *_REMOVED))


def settle(root: Element, accepted: bool) -> None:
    """The tree with all tracked changes accepted, or with all rejected."""
    doomed = _doomed_shells(root, _REMOVED if accepted else _ADDED)
    if not accepted:
        _turn(root)
    _whole_paragraphs(root)
    accept_revisions(root)
    for shell in doomed:
        if shell.getparent() is not None:
            remove(shell)
    for _ in range(3):
        for empty in list(emptied(root)):
            if empty.getparent() is not None:
                remove(empty)
    _halves(root)


def _turn(root: Element) -> None:
    """Rejecting is accepting the opposite: what was inserted is deleted, old properties hold."""
    for name in _FORMATS:
        for change in list(root.iter(w(f"{name}Change"))):
            _restore(change)
    turned = {w("ins"): "del", w("del"): "ins", w("moveFrom"): "ins", w("moveTo"): "del"}
    for element in list(root.iter(*turned)):
        element.tag = w(turned[str(element.tag)])
    for text in list(root.iter(*_TEXTS)):
        text.tag = _TEXTS[str(text.tag)]


def _restore(change: Element) -> None:
    """The properties that a change records, in place of those that are there."""
    properties = change.getparent()
    if properties is None:
        return
    old = list(change[0]) if len(change) else []
    kept = [c for c in properties if c.tag in (w("rPr"), w("sectPr"), *_ADDED, *_REMOVED)]
    if properties.tag == w("rPr"):
        kept = [c for c in properties if c.tag in (*_ADDED, *_REMOVED)]
    for child in list(properties):
        properties.remove(child)
    first = kept if properties.tag == w("rPr") else old
    properties.extend([*first, *(old if first is kept else kept)])


def _whole_paragraphs(root: Element) -> None:
    """Take out paragraphs that go with their ends and have no paragraph behind them."""
    for mark in list(root.iter(*_REMOVED)):
        form = mark.getparent()
        if form is None or form.tag != w("rPr") or (home := form.getparent()) is None:
            continue
        paragraph = home.getparent()
        if home.tag != w("pPr") or paragraph is None or not _all_gone(paragraph):
            continue
        following = paragraph.getnext()
        if following is not None and following.tag != w("p") and following.tag != w("sectPr"):
            remove(paragraph)
        elif following is not None and following.tag == w("p"):
            points = [c for c in paragraph if c.tag not in (w("pPr"), *_REMOVED)]
            for child in [c for c in paragraph if c.tag in _REMOVED]:
                paragraph.remove(child)
            if points:
                move_content(paragraph, following)
            remove(paragraph)


def _all_gone(paragraph: Element) -> bool:
    """Whether nothing of the paragraph's content stays."""
    stays = (c for c in paragraph if c.tag not in (w("pPr"), *_REMOVED, *_RANGES))
    return all(str(c.tag).endswith(("Start", "End")) for c in stays)


def _doomed_shells(root: Element, gone: Iterable[str]) -> list[Element]:
    """Links and controls within paragraphs whose every run goes."""
    kinds = tuple(gone)
    return [
        shell
        for shell in root.iter(*_SHELLS)
        if (runs := list(shell.iter(w("r"))))
        and all(next(run.iterancestors(*kinds), None) is not None for run in runs)
        and next(shell.iter(w("p")), None) is None
    ]


def _halves(root: Element) -> None:
    """Bookmarks that lost their other half go."""
    starts = {e.get(w("id")): e for e in root.iter(w("bookmarkStart"))}
    ends = {e.get(w("id")): e for e in root.iter(w("bookmarkEnd"))}
    for number in starts.keys() ^ ends.keys():
        remove(starts.get(number, ends.get(number)))  # type: ignore[arg-type]
