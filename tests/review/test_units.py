"""A paragraph's words and figures, worked out without cutting its text into units."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from drafter.review.story.units import (
    ANCHOR,
    CLOSE,
    OPEN,
    TEXT,
    WHOLE,
    Piece,
    Span,
    frame_of,
    units_of,
)

NAMES = {"_fig_1": "援助.总数", "_fig_2": "援助.总数"}
TEXTS = [Piece(TEXT, text) for text in ("", "办理", "1,234件", "万余", "\n")]
WHOLES = [Piece(WHOLE, key="图"), Piece(WHOLE, "注", key="①"), Piece(ANCHOR)]
# A document has each mark once, as a beginning and an end.
MARKS = [Piece(kind, key=f"_fig_{n}") for n in range(1, 4) for kind in (OPEN, CLOSE)]
ORDERS = st.permutations([*TEXTS, *WHOLES, *MARKS])


@given(ORDERS, st.integers(1, 14))
def test_the_frame_is_that_of_the_units(order: Sequence[Piece], length: int) -> None:
    """Marks nest, cross, stand alone or hold one another."""
    pieces = order[:length]
    units = units_of(pieces, NAMES)
    frame = "".join(u.key if isinstance(u, Span) else u.text or u.key for u in units)
    assert frame_of(pieces, NAMES) == frame


def test_a_frame_has_the_figure_and_not_its_value() -> None:
    texts = ("613", "620")
    marked = [
        (Piece(OPEN, key="_fig_1"), Piece(TEXT, n), Piece(CLOSE, key="_fig_1")) for n in texts
    ]
    frames = {frame_of((Piece(TEXT, "办理"), *mark, Piece(TEXT, "件")), NAMES) for mark in marked}
    assert frames == {"办理\x01援助.总数件"}
