"""Styles that another document's paragraphs use, by name: Word's ids differ by language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from drafter.word.ooxml import Element, parse, remove, w
from drafter.word.styles import title_of

if TYPE_CHECKING:
    from drafter.word.adoption import Adoption

_STYLED = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
Known = dict[tuple[str, str], str]
There = Mapping[tuple[str | None, str | None], Element]


def bring_styles(adoption: Adoption, trees: Sequence[Element]) -> None:
    """Give the trees' styles their ids here, bringing those that are missing."""
    theirs, mine = adoption.part("styles")
    if not theirs:
        return
    root = adoption.root(mine)
    here = {_name(s): s.get(w("styleId"), "") for s in root.iter(w("style"))}
    there = {
        (s.get(w("type")), s.get(w("styleId"))): s
        for s in parse(adoption.guest.parts[theirs]).iter(w("style"))
    }
    for local, kind in _STYLED.items():
        for reference in [r for tree in trees for r in tree.iter(w(local))]:
            style = there.get((kind, reference.get(w("val"))))
            if style is None:  # an id that says nothing there may say something here
                remove(reference)
                continue
            if _name(style) not in here:
                _bring(adoption, root, style, there, here)
            reference.set(w("val"), here[_name(style)])


def _name(style: Element) -> tuple[str, str]:
    return style.get(w("type"), ""), title_of(style)


def _bring(adoption: Adoption, root: Element, style: Element, there: There, here: Known) -> None:
    """Add a copy of the style, after the styles that it is based on."""
    ids = set(here.values())
    old = style.get(w("styleId"), "")
    tries = (old, *(f"{old}r{n}" for n in range(1, 10_000)))
    copy = deepcopy(style)
    copy.set(w("styleId"), next(name for name in tries if name not in ids))
    copy.attrib.pop(w("default"), None)
    here[_name(style)] = copy.get(w("styleId"), "")
    for name in ("basedOn", "next", "link"):
        for reference in copy.findall(w(name)):
            kind = "character" if name == "link" and style.get(w("type")) == "paragraph" else None
            wanted = there.get((kind or style.get(w("type")), reference.get(w("val"))))
            if wanted is None or (name == "link" and _name(wanted) not in here):
                copy.remove(reference)
                continue
            if _name(wanted) not in here:
                _bring(adoption, root, wanted, there, here)
            reference.set(w("val"), here[_name(wanted)])
    assert adoption.lists is not None
    adoption.lists.bring([copy])
    root.append(copy)
