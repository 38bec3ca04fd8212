"""The report as one accessible web page: headings by level, tables with headers, no script.

WCAG 2.1: 1.3.1 (structure), 2.4.6 (headings), 3.1.1 (language). The page loads nothing, and its
own policy forbids that anything be loaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from markupsafe import Markup

from drafter.draft.record import Manifest
from drafter.model.html import page_template, source, words
from drafter.publish.blocks import Heading, Piece, headings, plain_text
from drafter.publish.body import read_body

_LISTED = 3  # the lowest level in the table of contents
_TEMPLATE, _STYLE = (Path(__file__).with_name(f"webpage.{kind}") for kind in ("html", "css"))
_NOTE = Markup('<sup><a id="r{n}" href="#n{n}" aria-label="注{n}">{n}</a></sup>')
_PICTURE = Markup('<img alt="{}" src="{}">')
_DATA, _LINK = Markup('<data value="{}">{}</data>'), Markup('<a href="{}">{}</a>')


def webpage(parts: Mapping[str, bytes], manifest: Manifest) -> bytes:
    """The page, UTF-8. `parts` are the published document's, with the trace marks in it."""
    values = {m.name: m.figure.value for m in manifest.marks if m.figure.value}
    body = read_body(parts, values.keys())
    blocks = list(body.blocks)
    titles = [n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.level == 1]
    if not titles:
        blocks.insert(0, Heading(1, (Piece(manifest.title),)))
    page = page_template(_TEMPLATE).render(
        title=manifest.title,
        style=source(_STYLE),
        blocks=blocks,
        first=next(iter(titles), 0),
        contents=[one for one in headings(blocks) if one.level <= _LISTED],
        notes=body.notes,
        html=partial(_html, values),
        plain_text=plain_text,
    )
    return page.encode()


def _html(values: Mapping[str, str], pieces: Sequence[Piece]) -> Markup:
    return Markup().join(_piece(piece, values.get(piece.mark, "")) for piece in pieces)


def _piece(piece: Piece, value: str) -> Markup:
    """The piece: a note's number, a picture, or text that is a figure's, or leads somewhere."""
    if piece.note:
        return _NOTE.format(n=piece.note)
    if piece.picture:
        return _PICTURE.format(words(piece.text), piece.picture)
    text = Markup("<br>").join(map(words, piece.text.split("\n")))
    text = _DATA.format(words(value), text) if value else text
    return _LINK.format(words(piece.link), text) if piece.link else text
