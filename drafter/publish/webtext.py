"""A paragraph of the document as HTML: its text, figures as data, links, notes and pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from drafter.model.dataclass import dataclass, field
from drafter.model.shown import shown_html
from drafter.word.ooxml import RELATIONSHIPS, Element, w

_KINDS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "svg": "svg+xml", "bmp": "bmp"}
_BREAKS = ("page", "column")
_NOTES = {w("footnoteReference"): "f", w("endnoteReference"): "e"}
_SKIPPED = (w("pPr"), w("rPr"), w("instrText"), w("delText"), w("txbxContent"))
_EMBED, _ID = f"{{{RELATIONSHIPS}}}embed", f"{{{RELATIONSHIPS}}}id"


def escaped(text: str) -> str:
    """Text as HTML."""
    return shown_html(text)


@dataclass(slots=True)
class Inline:
    """Writes paragraphs of one part. `values` has the exact value by trace mark; `links` and
    `media` what the part's relations lead to; `notes` collects the notes that were met, in order.
    """

    values: Mapping[str, str]
    links: Mapping[str, str]
    media: Mapping[str, bytes]
    notes: list[tuple[str, str]] = field(default_factory=list)
    _open: dict[str, str] = field(default_factory=dict)

    def text(self, paragraph: Element) -> str:
        """The paragraph's content."""
        return "".join(map(self._piece, paragraph)).strip()

    def _piece(self, element: Element) -> str:
        name = str(element.tag)
        if name in _SKIPPED or name.endswith("}Fallback"):
            return ""
        if write := _WRITERS.get(name) or _WRITERS.get(name.rpartition("}")[2]):
            return write(self, element)
        return "".join(map(self._piece, element))

    def _words(self, element: Element) -> str:
        return escaped(element.text or "")

    def _break(self, element: Element) -> str:
        return "" if element.get(w("type")) in _BREAKS else "<br>"

    def _tab(self, element: Element) -> str:
        return "\u2003"

    def _hyphen(self, element: Element) -> str:
        return "\u2011"

    def _start(self, element: Element) -> str:
        value = self.values.get(element.get(w("name"), ""))
        if value is None:
            return ""
        self._open[element.get(w("id"), "")] = value
        return f'<data value="{escaped(value)}">'

    def _end(self, element: Element) -> str:
        return "</data>" if self._open.pop(element.get(w("id"), ""), None) is not None else ""

    def _link(self, element: Element) -> str:
        inside = "".join(map(self._piece, element))
        target = self.links.get(element.get(_ID, ""), "")
        return f'<a href="{escaped(target)}">{inside}</a>' if target and inside else inside

    def _note(self, element: Element) -> str:
        kind, number = _NOTES[str(element.tag)], element.get(w("id"), "")
        self.notes.append((kind, number))
        count = len(self.notes)
        return f'<sup><a id="r{count}" href="#n{count}" aria-label="注{count}">{count}</a></sup>'

    def _picture(self, element: Element) -> str:
        """A picture in the page itself; decoration, for a screen reader, unless it is described."""
        target = self.links.get(element.get(_EMBED, ""), "")
        kind = _KINDS.get(target.rpartition(".")[2].lower())
        if target not in self.media or kind is None:
            return ""
        above = element.iterancestors("{*}inline", "{*}anchor")
        described = next((d for a in above for d in a.iter("{*}docPr")), None)
        said = "" if described is None else described.get("descr", "")
        content = base64.b64encode(self.media[target]).decode()
        return f'<img alt="{escaped(said)}" src="data:image/{kind};base64,{content}">'


_WRITERS: Mapping[str, Callable[[Inline, Element], str]] = {
    w("t"): Inline._words,
    w("br"): Inline._break,
    w("cr"): Inline._break,
    w("tab"): Inline._tab,
    w("noBreakHyphen"): Inline._hyphen,
    w("bookmarkStart"): Inline._start,
    w("bookmarkEnd"): Inline._end,
    w("hyperlink"): Inline._link,
    **dict.fromkeys(_NOTES, Inline._note),
    "blip": Inline._picture,
}
