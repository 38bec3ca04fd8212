"""Run properties without what contradicts the standard, emphasis aside.

GB/T 9704-2012 sets fonts and sizes by level (5.2.2) and black text (5.2.5), and says nothing of
bold, italics or underlining: they stay where they set a part of a body paragraph off, and go where
they only dress a whole paragraph or a heading, whose level the font tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.model.pattern import pattern
from drafter.word.ooxml import Element, is_on, w
from drafter.word.order import drop

_DRESS = (
    "rFonts", "color", "spacing", "w", "kern", "position", "sz", "szCs", "effect", "bdr", "shd",
    "fitText", "outline", "shadow", "emboss", "imprint", "snapToGrid", "caps", "smallCaps",
)  # fmt: skip
_EMPHASIS = ("b", "bCs", "i", "iCs")
# Letters that only such a font has as signs: in another font they would be other signs.
_SIGNS = pattern(r"symbol|wingdings|webdings|mt extra", re.IGNORECASE)
# Rare characters need the font that somebody chose for them.
_RARE = pattern("[\ue000-\uf8ff\U00020000-\U0003ffff\U000f0000-\U0010ffff]")
_AWAITED = pattern("【(?:待补|不适用)")


def plain(form: Element, text: str = "", *, emphasis: bool) -> bool:
    """Remove what contradicts the standard; whether a highlight was removed too."""
    fonts = form.find(w("rFonts"))
    keep = fonts is not None and (_is_sign_font(fonts) or bool(_RARE.search(text)))
    drop(form, *(name for name in _DRESS if not (keep and name == "rFonts")))
    for switch in [s for name in _EMPHASIS for s in form.findall(w(name))]:
        if not emphasis or not is_on(switch):
            form.remove(switch)
    marked = form.find(w("highlight"))
    if marked is None or _AWAITED.search(text):
        return False
    form.remove(marked)
    return bool(text.strip())


def emphasised(forms: Sequence[Element | None], *names: str) -> bool:
    """Whether all of the runs are bold (or whatever is named): then none of them stands out."""
    switches = [None if f is None else next((f.find(w(n)) for n in names), None) for f in forms]
    return bool(switches) and all(is_on(switch) for switch in switches)


def _is_sign_font(fonts: Element) -> bool:
    return any(_SIGNS.search(str(value)) for value in fonts.attrib.values())
