"""A paragraph of the document as HTML: its text, figures as data, links, notes and pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping

from markupsafe import Markup

from drafter.model.dataclass import dataclass, field
from drafter.model.html import words
from drafter.word.ooxml import RELATIONSHIPS, Element, w

_KINDS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "svg": "svg+xml", "bmp": "bmp"}
_BREAKS = ("page", "column")
_NOTES = {w("footnoteReference"): "f", w("endnoteReference"): "e"}
_SKIPPED = (w("pPr"), w("rPr"), w("instrText"), w("delText"), w("txbxContent"))
_NOTE = Markup('<sup><a id="r{n}" href="#n{n}" aria-label="注{n}">{n}</a></sup>')
_PICTURE = Markup('<img alt="{}" src="data:image/{};base64,{}">')
_EMBED, _ID = f"{{{RELATIONSHIPS}}}embed", f"{{{RELATIONSHIPS}}}id"


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

    def text(self, paragraph: Element) -> Markup:
        """The paragraph's content."""
        return self._inside(paragraph).strip()

    def _inside(self, element: Element) -> Markup:
        return Markup().join(map(self._piece, element))

    def _piece(self, element: Element) -> Markup:
        name = str(element.tag)
        if name in _SKIPPED or name.endswith("}Fallback"):
            return Markup()
        write = _WRITERS.get(name) or _WRITERS.get(name.rpartition("}")[2]) or Inline._inside
        return write(self, element)

    def _words(self, element: Element) -> Markup:
        return words(element.text or "")

    def _break(self, element: Element) -> Markup:
        return Markup() if element.get(w("type")) in _BREAKS else Markup("<br>")

    def _tab(self, element: Element) -> Markup:
        return Markup("\u2003")

    def _hyphen(self, element: Element) -> Markup:
        return Markup("\u2011")

    def _start(self, element: Element) -> Markup:
        value = self.values.get(element.get(w("name"), ""))
        if value is None:
            return Markup()
        self._open[element.get(w("id"), "")] = value
        return Markup('<data value="{}">').format(words(value))

    def _end(self, element: Element) -> Markup:
        opened = self._open.pop(element.get(w("id"), ""), None) is not None
        return Markup("</data>") if opened else Markup()

    def _link(self, element: Element) -> Markup:
        inside, target = self._inside(element), self.links.get(element.get(_ID, ""), "")
        if not target or not inside:
            return inside
        return Markup('<a href="{}">{}</a>').format(words(target), inside)

    def _note(self, element: Element) -> Markup:
        self.notes.append((_NOTES[str(element.tag)], element.get(w("id"), "")))
        return _NOTE.format(n=len(self.notes))

    def _picture(self, element: Element) -> Markup:
        """A picture in the page itself; decoration, for a screen reader, unless it is described."""
        target = self.links.get(element.get(_EMBED, ""), "")
        kind = _KINDS.get(target.rpartition(".")[2].lower())
        if target not in self.media or kind is None:
            return Markup()
        above = element.iterancestors("{*}inline", "{*}anchor")
        described = next((d for a in above for d in a.iter("{*}docPr")), None)
        description = "" if described is None else described.get("descr", "")
        content = base64.b64encode(self.media[target]).decode()
        return _PICTURE.format(words(description), kind, content)


_WRITERS: Mapping[str, Callable[[Inline, Element], Markup]] = {
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
