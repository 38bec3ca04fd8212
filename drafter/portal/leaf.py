"""The text of a draft in HTML: every figure is a link to what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.urls import reverse
from markupsafe import Markup, escape

from drafter.desk.drafts.leaf import Leaf
from drafter.desk.opinions.ticking import Ticked
from drafter.draft.record import FigureState, FindingRecord
from drafter.portal.official import WEIGHTS
from drafter.publish.blocks import Piece, plain_text
from drafter.word.marks import FIGURE_MARK

register = template.Library()
_NOTE = Markup('<sup><a id="r{n}" href="#n{n}" aria-label="注{n}">{n}</a></sup>')
_PICTURE = Markup('<img alt="{}" src="{}">')
_FIGURE = Markup('<a class="figure {}"{} href="{url}" hx-get="{url}" title="{}">{}</a>')
_CHECKED = Markup('<span class="checked" title="已核：{}">✓</span>')
_LAPSED = Markup('<span class="checked lapsed" title="{}">✓失效</span>')
_SAYING = Markup(' <a class="{}" href="{}" hx-get="{}" aria-label="第{}段的批注">{}</a>')
_PROPOSING = Markup(' <a class="{}" href="{}" aria-label="对第{}段提意见">{}</a>')
_HIT = Markup("<mark>{}</mark>")


@register.simple_tag(takes_context=True)
def pieces(context: dict[str, Any], held: Sequence[Piece]) -> Markup:
    """A paragraph's pieces: figures are links, what is searched for is marked."""
    if context.get("plain"):
        return Markup().join(_plain(piece) for piece in held)
    leaf, words, met = context["leaf"], context["words"], context["met"]
    ticked: Ticked = context["talk"].ticked
    return Markup().join(_piece(p, leaf, words, met, _check(ticked, p.mark)) for p in held)


def _check(ticked: Ticked, mark: str) -> Markup:
    """The sign behind a figure that it was checked, or was once."""
    if mark in ticked.holding:
        return _CHECKED.format("、".join(tick.who for tick in ticked.holding[mark]))
    return _LAPSED.format(ticked.lapses[mark].reason) if mark in ticked.lapses else Markup()


@register.simple_tag(takes_context=True)
def saying(context: dict[str, Any], number: int) -> Markup:
    """The link to what was said of a paragraph, behind it."""
    if not number:
        return Markup()
    if context.get("plain"):
        return _proposing(context, number)
    draft, count = context["leaf"].draft.number, context["talk"].open_in.get(number, 0)
    address = reverse("paragraph", args=[draft, number])
    words, look = (f"批注{count}条", "say some") if count else ("批注", "say")
    return _SAYING.format(look, address, address, number, words)


def _proposing(context: dict[str, Any], number: int) -> Markup:
    """The link to where a department says what it thinks of a paragraph, behind that."""
    address = reverse("propose", args=[context["last"].round.serial, number])
    count = context["proposed"][number]
    words, look = (f"已提意见{count}条", "say some") if count else ("提意见", "say")
    return _PROPOSING.format(look, address, number, words)


def _plain(piece: Piece) -> Markup:
    """A piece as others read it: its words, of which none leads anywhere."""
    if piece.picture:
        return _PICTURE.format(piece.text, piece.picture)
    text = f"[{piece.note}]" if piece.note else piece.text
    return Markup("<br>").join(map(escape, text.split("\n")))


def _piece(piece: Piece, leaf: Leaf, words: str, met: dict[str, Any], checked: str = "") -> Markup:
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
    return _FIGURE.format(look, anchor, name, text, url=address) + checked


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
