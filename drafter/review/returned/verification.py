"""A draft that came back: what became of each of its figures, and what else is new in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drafter.draft.record import FigureRecord, Manifest
from drafter.review.returned.mending import How, Mended, mend
from drafter.review.returned.unsubmitted import new_numbers
from drafter.review.returned.wording import wordings
from drafter.review.story.content import Paragraph
from drafter.review.story.document import Document
from drafter.review.story.mapping import with_shared
from drafter.review.story.tokens import figures
from drafter.review.story.units import WHOLE, addresses
from drafter.review.story.verdict import Fate, State, TextChange, Verification, Verified
from drafter.word.excerpt import stretch
from drafter.word.marks import FIGURE_MARKS


def verify(base: Document, theirs: Document, manifest: Manifest | None) -> Verification:
    """The file held against the draft that it came from."""
    mended = mend(base.story, with_shared(base.story, theirs.story))
    records = {m.name: m.figure for m in manifest.marks} if manifest else {}
    sections = {m.name: m.section for m in manifest.marks} if manifest else {}
    homes = {name: n for n, paragraph in enumerate(mended.base) for name in paragraph.ranges}
    moved = _moved(mended, homes)
    figures = [
        _verified(name, home, mended, records.get(name), sections.get(name, ""), name in moved)
        for name, home in homes.items()
    ]
    numbers = new_numbers(mended, found_records(records), _classifiers(manifest))
    return Verification(
        tuple(figures),
        tuple(numbers),
        tuple(_texts(mended)),
        theirs.remarks,
        theirs.tracked,
        tuple(wordings(mended, figures)),
    )


def found_records(records: Mapping[str, FigureRecord]) -> dict[str, FigureRecord]:
    """The records of figures, texts left out."""
    return {name: r for name, r in records.items() if name.startswith(FIGURE_MARKS)}


def _classifiers(manifest: Manifest | None) -> str:
    units = {entry.unit for entry in manifest.entries if entry.unit} if manifest else set()
    return "".join(sorted({unit[0] for unit in units} | set("件起份项条次场期部个家人名批处所")))


def _verified(
    name: str,
    home: int,
    mended: Mended,
    figure: FigureRecord | None,
    section: str,
    moved: bool,
) -> Verified:
    paragraph = mended.base[home]
    start, end = paragraph.ranges[name]
    old, place = paragraph.text[start:end], mended.places[name]
    if place is None:
        spot, excerpt = mended.base_spots[home], _excerpt(paragraph, start)
        at = (home, start, end)
        return Verified(name, State.DELETED, old, "", figure, spot, section, excerpt, at)
    line = mended.lines[place.line]
    new = line.text[place.start : place.end]
    state = State.MOVED if moved else State.SAME
    if new != old:
        lost = figures(old) and not figures(new) and name.startswith(FIGURE_MARKS)
        state = State.DELETED if lost and not new.strip() else State.EDITED
    is_figure = state is not State.DELETED and name.startswith(FIGURE_MARKS)
    if is_figure and (units := _units(paragraph, end, line, place.end, figure)):
        state = State.EDITED if new != old else State.UNIT
        old, new = old + units[0], new + units[1]
    recovered = place.how is How.RECOVERED
    excerpt, spot = _excerpt(line, place.start), mended.spots[place.line]
    at = (home, start, end) if state is State.DELETED else (place.line, place.start, place.end)
    return Verified(name, state, old, new, figure, spot, section, excerpt, at, recovered)


_SCALES = ("万", "亿")
_STOPS = "，。；：、！？（）()“”《》 \t\n"


def _units(
    paragraph: Paragraph, end: int, line: Paragraph, to: int, figure: FigureRecord | None
) -> tuple[str, str] | None:
    """(old, new) words behind the figure, if its classifier changed."""
    before, after = paragraph.text[end:], line.text[to:]
    unit = figure.unit if figure else ""
    if unit and before.startswith(unit):
        scaled = after[:1] in _SCALES and after.startswith(unit, 1)
        return None if after.startswith(unit) else (unit, _word(after, len(unit) + scaled))
    first = before[:1]
    if not first or first in _STOPS or after.startswith(first):
        return None
    return first, _word(after, 1)


def _word(text: str, length: int) -> str:
    word = text[:length]
    return next((word[:n] for n, c in enumerate(word) if c in _STOPS), word)


def _moved(mended: Mended, homes: Mapping[str, int]) -> set[str]:
    """The marks that left the paragraph around them, or changed their order in it."""
    target = dict((*mended.alignment.pairs, *mended.alignment.moves))
    moved = set()
    order: dict[int, list[tuple[str, int]]] = {}
    for name, home in homes.items():
        place = mended.places[name]
        if place is None or place.start == place.end:
            continue
        if target.get(home) != place.line:
            moved.add(name)
        else:
            order.setdefault(place.line, []).append((name, place.start))
    for placed in order.values():
        moved |= _out_of_order(placed)
    return moved


def _out_of_order(placed: Sequence[tuple[str, int]]) -> set[str]:
    """The marks that must go for the rest to rise: all but a longest rising sequence."""
    best: list[tuple[int, list[str]]] = []
    for n, (name, start) in enumerate(placed):
        before = [best[m] for m in range(n) if placed[m][1] <= start]
        length, names = max(before, key=lambda rising: rising[0], default=(0, []))
        best.append((length + 1, [*names, name]))
    kept = set(max(best, key=lambda rising: rising[0])[1]) if best else set()
    return {name for name, _ in placed} - kept


def _texts(mended: Mended) -> Iterator[TextChange]:
    """Paragraphs whose words outside of figures differ; those that came, went or moved."""
    base, lines = mended.base, mended.lines
    pairs, moves = mended.alignment.pairs, mended.alignment.moves
    for i, j in pairs:
        if base[i].text != lines[j].text and _frame(mended, i, j):
            yield _change(Fate.CHANGED, mended, i, j)
        elif _objects(base[i]) != _objects(lines[j]):
            yield _change(Fate.REPLACED, mended, i, j)
    for i, j in moves:
        yield _change(Fate.MOVED, mended, i, j)
    old = {i for i, _ in (*pairs, *moves)}
    new = {j for _, j in (*pairs, *moves)}
    for i, paragraph in enumerate(base):
        if i not in old and paragraph.text.strip():
            yield _change(Fate.REMOVED, mended, i, None)
    for j, paragraph in enumerate(lines):
        if j not in new and paragraph.text.strip():
            yield _change(Fate.INSERTED, mended, None, j)


def _objects(paragraph: Paragraph) -> list[str]:
    """The keys of pictures, charts and formulas, and the link addresses."""
    objects = [piece.key for piece in paragraph.pieces if piece.kind == WHOLE]
    return [*objects, *addresses(paragraph.pieces)]


def _change(kind: Fate, mended: Mended, i: int | None, j: int | None) -> TextChange:
    old = (None, "") if i is None else (mended.base_spots[i], mended.base[i].text)
    new = (None, "") if j is None else (mended.spots[j], mended.lines[j].text)
    return TextChange(kind, old[0], new[0], old[1], new[1])


def _frame(mended: Mended, i: int, j: int) -> bool:
    """Whether the words around the figures differ."""
    old, new = mended.base[i], mended.lines[j]
    mine = list(old.ranges.values())
    theirs = [
        (p.start, p.end)
        for name in old.ranges
        if (p := mended.places[name]) is not None and p.line == j
    ]
    return _without(old.text, mine) != _without(new.text, theirs)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    at, kept = 0, ""
    for start, end in sorted(spans):
        kept += text[at:start]
        at = max(at, end)
    return kept + text[at:]


def _excerpt(paragraph: Paragraph, at: int) -> str:
    return stretch(paragraph.text, at - 12, at + 24)
