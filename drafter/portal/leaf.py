"""The text of a draft in HTML: every figure is a link to what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from markupsafe import Markup, escape

from drafter.desk.leaf import Leaf
from drafter.draft.record import FigureState, FindingRecord
from drafter.portal.official import WEIGHTS
from drafter.publish.blocks import Piece, plain_text
from drafter.word.marks import FIGURE_MARK

register = template.Library()
_NOTE = Markup('<sup><a id="r{n}" href="#n{n}" aria-label="注{n}">{n}</a></sup>')
_PICTURE = Markup('<img alt="{}" src="{}">')
_FIGURE = Markup('<a class="figure {}"{} href="{url}" hx-get="{url}" title="{}">{}</a>')
_HIT = Markup("<mark>{}</mark>")


@register.simple_tag(takes_context=True)
def pieces(context: dict[str, Any], held: Sequence[Piece]) -> Markup:
    """A paragraph's pieces: figures are links, what is searched for is marked."""
    leaf, words, met = context["leaf"], context["words"], context["met"]
    return Markup().join(_piece(piece, leaf, words, met) for piece in held)


def _piece(piece: Piece, leaf: Leaf, words: str, met: dict[str, Any]) -> Markup:
    if piece.note:
        return _NOTE.format(n=piece.note)
    if piece.picture:
        return _PICTURE.format(piece.text, piece.picture)
    text = Markup("<br>").join(_marked(line, words) for line in piece.text.split("\n"))
    mark = leaf.marks.get(piece.mark)
    if mark is None:
        return text
    anchor = "" if piece.mark in met else Markup(' id="{}"').format(piece.mark)
    met[piece.mark] = True
    address = reverse("figure", args=[leaf.draft.number, piece.mark])
    look, name = _look(leaf, piece.mark), mark.figure.name
    return _FIGURE.format(look, anchor, name, text, url=address)


def _look(leaf: Leaf, name: str) -> str:
    """The class that says how the figure stands; numbers are small, and told as links by more."""
    if name in leaf.remarked:
        return "doubted"
    states = {FigureState.HAND: "edited", FigureState.MISSING: "missing"}
    number = "number" if name.startswith(FIGURE_MARK) else ""
    return states.get(leaf.marks[name].figure.state, number)


def _marked(text: str, words: str) -> Markup:
    """The text, the words in it that are searched for marked."""
    if not words:
        return escape(text)
    return _HIT.format(words).join(map(escape, text.split(words)))


@register.simple_tag(takes_context=True)
def figure_link(context: dict[str, Any], mark: str) -> Markup:
    """A figure's value, a link to what stands behind it."""
    words = context["leaf"].marks[mark].words
    return _piece(Piece(words, mark), context["leaf"], "", context["met"])


@register.simple_tag
def pieces_text(held: Sequence[Piece]) -> str:
    """A paragraph's words alone."""
    return plain_text(held)


@register.filter
def record_weight(finding: FindingRecord) -> str:
    """The class of a recorded finding's mark: what is decided weighs no more."""
    return WEIGHTS[finding.severity] if finding.open else "decided"
