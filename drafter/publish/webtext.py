"""A paragraph of the document in pieces: its text, figures, links, notes and pictures."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Set
from itertools import groupby

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.publish.blocks import Piece
from drafter.word.ooxml import RELATIONSHIPS, Element, w

_KINDS = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "gif": "gif", "svg": "svg+xml", "bmp": "bmp"}
_BREAKS = ("page", "column")
_NOTES = {w("footnoteReference"): "f", w("endnoteReference"): "e"}
_SKIPPED = (w("pPr"), w("rPr"), w("instrText"), w("delText"), w("txbxContent"))
_EMBED, _ID = f"{{{RELATIONSHIPS}}}embed", f"{{{RELATIONSHIPS}}}id"


class Inline(Struct):
    """Reads paragraphs of one part. `marks` are the trace marks that are wanted; `links` and
    `media` what the part's relations lead to; `notes` and `charts` collect what was met, in order.
    """

    marks: Set[str]
    links: Mapping[str, str]
    media: Mapping[str, bytes]
    notes: list[tuple[str, str]] = field(default_factory=list)
    charts: list[tuple[Element, tuple[str, ...]]] = field(default_factory=list)
    _open: dict[str, str] = field(default_factory=dict)

    def pieces(self, paragraph: Element) -> tuple[Piece, ...]:
        """The paragraph's content; what stands alike beside each other is one piece."""
        groups = groupby(self._inside(paragraph), lambda piece: replace(piece, text=""))
        whole = [replace(kind, text="".join(p.text for p in group)) for kind, group in groups]
        return _stripped(whole)

    def _inside(self, element: Element) -> Iterator[Piece]:
        for child in element:
            yield from self._piece(child)

    def _piece(self, element: Element) -> Iterator[Piece]:
        name = str(element.tag)
        if name in _SKIPPED or name.endswith("}Fallback"):
            return iter(())
        read = _READERS.get(name) or _READERS.get(name.rpartition("}")[2]) or Inline._inside
        return read(self, element)

    def _text(self, text: str) -> Iterator[Piece]:
        yield Piece(text, next(reversed(self._open.values()), ""))

    def _words(self, element: Element) -> Iterator[Piece]:
        return self._text((element.text or "").replace("\n", " "))

    def _break(self, element: Element) -> Iterator[Piece]:
        return self._text("" if element.get(w("type")) in _BREAKS else "\n")

    def _tab(self, element: Element) -> Iterator[Piece]:
        return self._text("\u2003")

    def _hyphen(self, element: Element) -> Iterator[Piece]:
        return self._text("\u2011")

    def _start(self, element: Element) -> Iterator[Piece]:
        if (name := element.get(w("name"), "")) in self.marks:
            self._open[element.get(w("id"), "")] = name
        return iter(())

    def _end(self, element: Element) -> Iterator[Piece]:
        self._open.pop(element.get(w("id"), ""), None)
        return iter(())

    def _link(self, element: Element) -> Iterator[Piece]:
        target = self.links.get(element.get(_ID, ""), "")
        return (replace(piece, link=target) for piece in self._inside(element))

    def _note(self, element: Element) -> Iterator[Piece]:
        self.notes.append((_NOTES[str(element.tag)], element.get(w("id"), "")))
        yield Piece(str(len(self.notes)), note=len(self.notes))

    def _chart(self, element: Element) -> Iterator[Piece]:
        self.charts.append((element, tuple(self._open.values())))
        return iter(())

    def _picture(self, element: Element) -> Iterator[Piece]:
        """A picture in the page itself; decoration, for a screen reader, unless it is described."""
        target = self.links.get(element.get(_EMBED, ""), "")
        kind = _KINDS.get(target.rpartition(".")[2].lower())
        if target not in self.media or kind is None:
            return
        above = element.iterancestors("{*}inline", "{*}anchor")
        described = next((d for a in above for d in a.iter("{*}docPr")), None)
        description = "" if described is None else described.get("descr", "")
        content = base64.b64encode(self.media[target]).decode()
        yield Piece(description, picture=f"data:image/{kind};base64,{content}")


def _stripped(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Without the spaces at both ends, and what is empty then."""
    for at, cut in ((0, str.lstrip), (-1, str.rstrip)):
        while pieces and not pieces[at].picture:
            pieces[at] = replace(pieces[at], text=cut(pieces[at].text))
            if pieces[at].text:
                break
            del pieces[at]
    return tuple(piece for piece in pieces if piece.text or piece.picture)


_READERS: Mapping[str, Callable[[Inline, Element], Iterator[Piece]]] = {
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
    "chart": Inline._chart,
}
