"""Two documents side by side as one HTML file that opens anywhere, without a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from drafter.model.html import page_template, source
from drafter.review.compare.cause import Why
from drafter.review.compare.changes import (
    DROP,
    KEEP,
    Comparison,
    Explained,
    FigureChange,
    Part,
)
from drafter.review.compare.comparison import segments
from drafter.review.story.verdict import Fate, Spot

_HERE = Path(__file__).parent
SECTIONS_STYLE, SCRIPT = _HERE / "sections.css", _HERE / "page.js"
_LONGEST_NUMBER = 24
_AROUND = 16  # characters of a long text that stay in sight beside a change
_CONTEXT = 1  # unchanged passages that stay in sight beside a change


class _Mark(Struct, frozen=True):
    """A stretch of text; its element, where it has one, and how that looks."""

    text: str
    tag: str = ""
    look: str = ""


class _Side(Struct, frozen=True):
    """One document's half of a row: the paragraph's place and its words."""

    place: str
    marks: Sequence[_Mark]
    empty: bool


class _Row(Struct, frozen=True):
    """A passage on both sides; the number of the change that it is, 0 for none."""

    number: int
    left: _Side
    right: _Side
    whys: str
    notes: Sequence[Part]


class _Figure(Struct, frozen=True):
    """A changed figure; where it stands; of a long text what went and came."""

    change: FigureChange
    anchor: int | None
    where: str
    marks: Sequence[_Mark]


def page(comparison: Comparison) -> str:
    """The page. Every text in it is escaped; styles and script are in it."""
    return page_template(_HERE / "page.html").render(
        title=f"{comparison.title}：{comparison.old}与{comparison.new}对比",
        count=comparison.count,
        style=source(SECTIONS_STYLE) + source(_HERE / "page.css"),
        script=source(SCRIPT),
        **_content(comparison),
    )


def sections(comparison: Comparison) -> Markup:
    """What the page shows, to stand in a page of somebody else's: the steps from change to change,
    the figures, the text. It goes with SECTIONS_STYLE and SCRIPT."""
    names = ("steps.html", "sections.html")
    content = _content(comparison)
    parts = (page_template(_HERE / name).render(**content) for name in names)
    # The templates escape what they print.
    return Markup("\n".join(parts))  # nosec B704


def _content(comparison: Comparison) -> dict[str, Any]:
    anchors = _anchors(comparison.changes)
    return {
        "whys": comparison.whys,
        "figures": [_figure(figure, anchors.get(figure.label)) for figure in comparison.figures],
        "old": comparison.old,
        "new": comparison.new,
        "stretches": list(_stretches(comparison.passages)),
    }


def _anchors(changes: Sequence[Explained]) -> dict[str, int]:
    """The figures' labels with the number of the first change that has them."""
    anchors: dict[str, int] = {}
    for number, change in enumerate(changes, start=1):
        for part in change.parts:
            if part.figure and part.cause:
                anchors.setdefault(part.figure, number)
    return anchors


def _figure(figure: FigureChange, anchor: int | None) -> _Figure:
    where = figure.section or ("正文" if anchor else "正文未用")
    is_long = max(len(figure.old), len(figure.new)) > _LONGEST_NUMBER
    return _Figure(figure, anchor, where, list(_differing(figure)) if is_long else ())


def _differing(figure: FigureChange) -> Iterator[_Mark]:
    """The changed text with its deletions and insertions; unchanged text shortened around them."""
    stretches = segments(figure.old, figure.new)
    for number, stretch in enumerate(stretches):
        if stretch.sign == KEEP:
            yield _Mark(_around(stretch.text, number > 0, number < len(stretches) - 1))
        else:
            yield _Mark(stretch.text, "del" if stretch.sign == DROP else "ins")


def _around(text: str, after: bool, before: bool) -> str:
    """The text's beginning, behind a change, and its end, before one."""
    start, end = (text[:_AROUND] if after else ""), (text[-_AROUND:] if before else "")
    return text if len(start) + len(end) >= len(text) else f"{start}…{end}"


def _stretches(passages: Sequence[Explained]) -> Iterator[tuple[bool, list[_Row]]]:
    """(folded, rows): changes with a little around them; the rest folded."""
    number = 0
    near = _near_changes(passages)
    for shown, group in groupby(enumerate(passages), key=lambda entry: near[entry[0]]):
        rows = []
        for _, passage in group:
            number += not passage.is_same
            rows.append(_row(passage, 0 if passage.is_same else number))
        yield not shown, rows


def _near_changes(passages: Sequence[Explained]) -> list[bool]:
    changed = [not passage.is_same for passage in passages]
    span = range(-_CONTEXT, _CONTEXT + 1)
    return [
        any(changed[n + d] for d in span if 0 <= n + d < len(changed)) for n in range(len(changed))
    ]


def _row(explained: Explained, number: int) -> _Row:
    passage = explained.passage
    left = _side(passage.old, _marks(explained, "del"), passage.kind is Fate.INSERTED)
    right = _side(passage.new, _marks(explained, "ins"), passage.kind is Fate.REMOVED)
    if passage.kind is Fate.MOVED and passage.counterpart:
        if passage.new is None:
            right = _moved(f"（移到{passage.counterpart.label}）")
        else:
            left = _moved(f"（由{passage.counterpart.label}移来）")
    notes = list[Part]()
    for part in explained.parts:
        has_cause = part.cause is not None and part.cause.why is not Why.UNKNOWN
        if has_cause and not any((n.cause, n.figure) == (part.cause, part.figure) for n in notes):
            notes.append(part)
    return _Row(number, left, right, " ".join(explained.whys) or Why.UNKNOWN, notes)


def _side(spot: Spot | None, marks: Sequence[_Mark], empty: bool) -> _Side:
    return _Side("" if spot is None else str(spot.number or spot.label), marks, empty)


def _moved(where: str) -> _Side:
    return _Side("", [_Mark(where, "span", "moved")], True)


def _marks(explained: Explained, tag: str) -> list[_Mark]:
    """The passage's text before its changes (`del`) or after them (`ins`)."""
    marks = []
    for part in explained.parts:
        text = part.old if tag == "del" else part.new
        if part.cause is None or part.old == part.new:
            marks.append(_Mark(text))
        elif text:
            marks.append(_Mark(text, tag, "figure" if part.figure else ""))
    return marks
