"""Whether each figure still stands among the words that say what it is, and dates still say when.

A figure means what its clause says: 民事 or 行政, 近 or 超过, 增长 or 下降. Of its sentence's other
clauses, where they have no figure, times, directions and the words of its own name bear on it; in a
table, every label does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from drafter.review.compare.alignment import equal_pairs, gaps
from drafter.review.returned.clauses import ENDS, TIMES, Line, Span, plain
from drafter.review.returned.exhibits import Grid, Pair, exhibits, is_label
from drafter.review.returned.mending import Mended
from drafter.review.returned.unsubmitted import STOPS
from drafter.review.story.charts import drawn
from drafter.review.story.content import Paragraph
from drafter.review.story.units import WHOLE, Piece
from drafter.review.story.verdict import State, Stretch, Verified, Wording
from drafter.word.outline import ANNEX, below

_MOST_NAMED = 3
_LABEL, _OBJECT = "标题、表中文字或日期", "图片、图形或域"


def wordings(mended: Mended, figures: Sequence[Verified]) -> list[Wording]:
    """Each place where other words stand around figures, where a table has other labels, or where
    a date of the draft is another; in the order of the file, each once."""
    sides = _Sides.of(mended, figures)
    changes = [*sides.clauses()]
    for more in (sides.labels(), sides.times()):
        touched = {one.at[0] for one in changes}
        changes += (one for one in more if one.at[0] not in touched)
    changes += (*sides.sections(), *sides.objects())
    return sorted(changes, key=lambda one: one.at)


class _Sides(Struct, frozen=True, dict=True):
    """The lines of both, and what became of the figures in them."""

    mended: Mended
    figures: Mapping[str, Verified]
    old: Sequence[Line]
    new: Sequence[Line]

    @classmethod
    def of(cls, mended: Mended, figures: Sequence[Verified]) -> _Sides:
        """Of the figures that are still there; a unit that somebody changed counts as the value."""
        standing = {
            f.mark: f for f in figures if not f.is_text and f.state is not State.DELETED
        }  # fmt: skip
        homes = {m: (n, *s) for n, p in enumerate(mended.base) for m, s in p.ranges.items()}
        ends = {m: (homes[m][1] + len(f.old), f.at[1] + len(f.new)) for m, f in standing.items()}
        old = {m: (homes[m][0], homes[m][1], ends[m][0]) for m in standing}
        new = {m: (f.at[0], f.at[1], ends[m][1]) for m, f in standing.items()}
        return cls(mended, standing, _lines(mended.base, old), _lines(mended.lines, new))

    def clauses(self) -> Iterator[Wording]:
        """Where a clause with figures reads otherwise, or a time or direction in its sentence."""
        groups: dict[tuple[Stretch, Stretch], list[Verified]] = {}
        homes = {m: n for n, line in enumerate(self.old) for m in line.figures}
        for mark, figure in self.figures.items():
            if stretches := self._departed(mark, homes[mark], figure.at[0]):
                groups.setdefault(stretches, []).append(figure)
        for (was, at), group in groups.items():
            old, new = self.mended.base[was[0]].text, self.mended.lines[at[0]].text
            yield self._wording(was, at, old[slice(*was[1:])], new[slice(*at[1:])], group)

    def _departed(self, mark: str, i: int, j: int) -> tuple[Stretch, Stretch] | None:
        old, new = self.old[i], self.new[j]
        if old == new:
            return None
        before = old.around(old.figures[mark], STOPS)
        after = new.around(new.figures[mark], STOPS)
        if old.frame(before, (mark,)) == new.frame(after, (mark,)):
            name = self.figures[mark].label
            if old.measures(before, name) == new.measures(after, name):
                return None
            before, after = old.around(before, ENDS), new.around(after, ENDS)
        return (i, *before), (j, *after)

    @cached_property
    def exhibits(self) -> Sequence[Pair]:
        """Each table or chart with figures as it was and as it is."""
        same = [(i, j) for i, j in self._aligned if self.old[i].text == self.new[j].text]
        kept = {i for i, _ in same}, {j for _, j in same}
        old, new = (
            exhibits(paragraphs, lines, {n for n in stays if homes[n] == n})
            for paragraphs, lines, stays, homes in (
                (self.mended.base, self.old, kept[0], _headings(self.old)),
                (self.mended.lines, self.new, kept[1], _headings(self.new)),
            )
        )
        pairs = (
            (e, next((n for m, n in new.items() if m & marks), None)) for marks, e in old.items()
        )
        return [Pair.of(e, other, self.old, self.new) for e, other in pairs if other is not None]

    @cached_property
    def _aligned(self) -> Sequence[tuple[int, int]]:
        return (*self.mended.alignment.pairs, *self.mended.alignment.moves)

    def labels(self) -> Iterator[Wording]:
        """Where a label of a table or chart with figures reads otherwise, or a figure stands at
        another; where rows or columns stand in another order, that alone."""
        for pair in self.exhibits:
            yield from self._orders(pair)
            before, after = pair.before.lines, pair.after.lines
            frames = [self.old[n].whole for n in before], [self.new[n].whole for n in after]
            changes = [
                _Change(
                    _worded(self.old, (before[n] for n in lost)),
                    _worded(self.new, (after[n] for n in gained)),
                    before[min(lost.start, len(before) - 1)],
                    after[min(gained.start, len(after) - 1)],
                )
                for lost, gained, _ in gaps(equal_pairs(*frames), *frames)
            ]
            for gone, come, i, j in _with_columns_whole(changes):
                yield self._label(gone, come, i, j)

    def _orders(self, pair: Pair) -> Iterator[Wording]:
        named = self._named(
            [self.figures[m] for n in pair.after.lines for m in self.new[n].figures]
        )
        for kind, old, new in pair.orders:
            was, now = self._heads(old, new)
            at = next((n for n, (a, b) in enumerate(zip(was, now, strict=True)) if a != b), None)
            if at is None:  # shows the same; told once the figures differ
                continue
            i, j = old[at][0][0], new[at][0][0]
            places = (i, 0, len(self.old[i].text)), (j, 0, len(self.new[j].text))
            spot = self.mended.spots[j]
            where = f"{named}所在的表中{kind}的次序"
            yield Wording(where, spot, "、".join(was), "、".join(now), *places)

    def _heads(self, old: Grid, new: Grid) -> Sequence[list[str]]:
        """What stands at the head of each row or column; where several say the same, all cells."""
        sides = (self.old, old), (self.new, new)
        for count in (1, None):
            heads = [
                [" ".join(side[n].text for cell in cells[:count] for n in cell) for cells in grid]
                for side, grid in sides
            ]
            if heads[0] != heads[1]:
                break
        return heads

    def _label(self, gone: Sequence[int], come: Sequence[int], i: int, j: int) -> Wording:
        old = "、".join(self.old[n].text.strip() for n in gone)
        new = "、".join(self.new[n].text.strip() for n in come)
        was = (gone[0], 0, len(self.old[gone[0]].text)) if gone else (i, 0, 0)
        at = (come[0], 0, len(self.new[come[0]].text)) if come else (j, 0, 0)
        figures = [self.figures[m] for n in come for m in self.new[n].figures]
        return self._wording(was, at, old, new, figures)

    def times(self) -> Iterator[Wording]:
        """Where a line says another time than the draft's, and where a title or the like says one
        that it did not."""
        homes = {j: i for i, j in self._aligned}
        for pair in self.exhibits:
            if len(pair.before.lines) == len(pair.after.lines):
                homes.update(zip(pair.after.lines, pair.before.lines, strict=True))
        for j, line in enumerate(self.new):
            i = homes.get(j)
            before = self.old[i].text if i is not None else ""
            if line.text == before:
                continue
            gone, come = (Counter(TIMES.findall(plain(t))) for t in (before, line.text))
            if gone - come or (come - gone and is_label(line.text)):
                was = (i or 0, 0, len(before))
                yield self._wording(was, (j, 0, len(line.text)), before, line.text, ())

    def sections(self) -> Iterator[Wording]:
        """Where figures stand below another heading than they did."""
        pairs = dict(self._aligned)
        old, new = _headings(self.old), _headings(self.new)
        groups: dict[Span, list[Verified]] = {}
        homes = {m: n for n, line in enumerate(self.old) for m in line.figures}
        for mark, figure in self.figures.items():
            i, j = homes[mark], figure.at[0]
            if old[i] != i and new[j] != j and pairs.get(old[i], -1) != new[j]:
                groups.setdefault((old[i], new[j]), []).append(figure)
        for (i, j), figures in groups.items():
            texts = (
                side[n].text.strip() if n >= 0 else "" for side, n in ((self.old, i), (self.new, j))
            )
            home, line = homes[figures[0].mark], figures[0].at[0]
            was, at = (home, 0, len(self.old[home].text)), (line, 0, len(self.new[line].text))
            where, spot = f"{self._named(figures)}所在的部分", self.mended.spots[line]
            yield Wording(where, spot, next(texts), next(texts), was, at)

    def _named(self, figures: Sequence[Verified]) -> str:
        """The first of the figures by name, and how many there are."""
        names = "、".join(f"“{f.label}”" for f in figures[:_MOST_NAMED])
        return names + f"等{len(figures)}个数" * (len(figures) > _MOST_NAMED)

    def objects(self) -> Iterator[Wording]:
        """Where a picture, a chart that is none of the data's or a field shows what the draft does
        not."""
        left = Counter(piece.key for p in self.mended.base for piece in _objects(p))
        homes = {j: i for i, j in self._aligned}
        lines, base = self.mended.lines, self.mended.base

        def is_other(j: int) -> bool:
            return j not in homes or base[homes[j]].key != lines[j].key

        for j in sorted(range(len(lines)), key=is_other):
            for piece in _objects(lines[j]):
                left[piece.key] -= 1
                if left[piece.key] < 0:
                    at, was = (j, 0, len(lines[j].text)), (homes.get(j, 0), 0, 0)
                    yield Wording(_OBJECT, self.mended.spots[j], "", piece.text, was, at)

    def _wording(
        self, was: Stretch, at: Stretch, old: str, new: str, figures: Iterable[Verified]
    ) -> Wording:
        labels = "、".join(dict.fromkeys(f"“{f.label}”" for f in figures))
        where = f"{labels}前后的文字" if labels else _LABEL
        return Wording(where, self.mended.spots[at[0]], old.strip(), new.strip(), was, at)


def _lines(paragraphs: Sequence[Paragraph], places: Mapping[str, Stretch]) -> list[Line]:
    figures: list[dict[str, Span]] = [{} for _ in paragraphs]
    for mark, (line, start, end) in places.items():
        figures[line][mark] = (start, end)
    return [Line(p.text, held) for p, held in zip(paragraphs, figures, strict=True)]


def _headings(lines: Sequence[Line]) -> list[int]:
    """For each line the numbered heading that it stands below, itself if it is one; -1 for none."""
    homes, path, home = [], list[tuple[str, str]](), -1
    for number, line in enumerate(lines):
        annex = ANNEX.fullmatch(line.text.strip())
        deeper = [] if annex else below(path, line.text)
        if annex or deeper != path:
            path, home = deeper, number
        homes.append(home)
    return homes


def _objects(paragraph: Paragraph) -> Iterator[Piece]:
    """What stands whole in it and is read, but for charts of the data, notes and text boxes."""
    charts = {number for _, number in drawn(paragraph.pieces)}
    for number, piece in enumerate(paragraph.pieces):
        is_read = piece.text.startswith("〔") and piece.text not in ("〔注〕", "〔文本框〕")
        if piece.kind == WHOLE and is_read and number not in charts:
            yield piece


class _Change(NamedTuple):
    """The lines of a table that went and came, and where that is in either text."""

    gone: Sequence[int]
    come: Sequence[int]
    was: int
    at: int


def _with_columns_whole(changes: Sequence[_Change]) -> Iterator[_Change]:
    """The changes; what only went of one table, as a column goes, is one, and so is what came."""
    yield from (change for change in changes if change.gone and change.come)
    gone = [change for change in changes if change.gone and not change.come]
    come = [change for change in changes if change.come and not change.gone]
    if gone:
        yield gone[0]._replace(gone=[n for change in gone for n in change.gone])
    if come:
        yield come[0]._replace(come=[n for change in come for n in change.come])


def _worded(lines: Sequence[Line], numbers: Iterable[int]) -> list[int]:
    return [n for n in numbers if lines[n].text.strip()]
