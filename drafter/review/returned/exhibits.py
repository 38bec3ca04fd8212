"""Tables and charts with figures: their lines by row and cell, and in which order these stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.review.returned.clauses import Line
from drafter.review.story.content import Paragraph
from drafter.word.marks import FIGURE_MARKS
from drafter.word.ooxml import Element, w

Grid = Sequence[Sequence[Sequence[int]]]
Texts = Sequence[Sequence[str]]
_LIKE = 0.5  # of the cells of a row or column
_LONGEST_LABEL = 60
_NOTE = pattern(r"\s*(?:注|备注|说明|单位)[：:]")


class Exhibit(Struct, frozen=True):
    """The numbers of its lines: of its titles, by row and cell, of its notes."""

    titles: Sequence[int]
    rows: Grid
    notes: Sequence[int]

    @property
    def lines(self) -> list[int]:
        """All of them in order."""
        cells = (number for row in self.rows for cell in row for number in cell)
        return [*self.titles, *cells, *self.notes]

    @property
    def sizes(self) -> list[int]:
        """How many cells each row has."""
        return [len(row) for row in self.rows]

    def texts(self, lines: Sequence[Line]) -> Texts:
        """The words of each cell, figures by name."""
        return [["\n".join(lines[n].whole for n in cell) for cell in row] for row in self.rows]

    def ordered(self, rows: Sequence[int], columns: Sequence[int]) -> Exhibit:
        """The same with its rows and columns in that order."""
        grid = [[self.rows[i][j] for j in columns] for i in rows]
        return Exhibit(self.titles, grid, self.notes)


class Pair(Struct, frozen=True):
    """An exhibit as it was and as it is; for each row and column that it had, which one that is now
    (none where it has others)."""

    before: Exhibit
    standing: Exhibit
    rows: Sequence[int]
    columns: Sequence[int]

    @classmethod
    def of(
        cls, before: Exhibit, standing: Exhibit, old: Sequence[Line], new: Sequence[Line]
    ) -> Pair:
        """Of the lines of both texts."""
        sizes = before.sizes
        if sizes != standing.sizes or len(set(sizes)) != 1:
            return cls(before, standing, (), ())
        return cls(before, standing, *order(before.texts(old), standing.texts(new)))

    @property
    def after(self) -> Exhibit:
        """As it is, its rows and columns in the order in which they were."""
        return self.standing.ordered(self.rows, self.columns) if self.rows else self.standing

    @property
    def orders(self) -> Iterator[tuple[str, Grid, Grid]]:
        """(各行 or 各列, these as they stood, as they stand), each by its cells, where that is
        another order."""
        old, new = self.before.rows, self.standing.rows
        if list(self.rows) != sorted(self.rows):
            yield "各行", old, new
        if list(self.columns) != sorted(self.columns):
            yield "各列", list(zip(*old, strict=True)), list(zip(*new, strict=True))


def order(old: Texts, new: Texts) -> tuple[list[int], list[int]]:
    """For each row and each column of the old grid which one of the new, of the same size, it is:
    the most alike, whatever the order of the cells in it."""
    turned = (list(zip(*texts, strict=True)) for texts in (old, new))
    return _matched(old, new), _matched(*turned)


def _matched(old: Texts, new: Texts) -> list[int]:
    scores = sorted(
        (-(Counter(a) & Counter(b)).total(), abs(i - j), i, j)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
    )
    matches: dict[int, int] = {}
    for score, _, i, j in scores:
        if -score >= _LIKE * len(old[i]) and i not in matches and j not in matches.values():
            matches[i] = j
    left = iter([n for n in range(len(new)) if n not in matches.values()])
    return [matches[i] if i in matches else next(left) for i in range(len(old))]


def exhibits(
    paragraphs: Sequence[Paragraph], lines: Sequence[Line], headings: Container[int]
) -> dict[frozenset[str], Exhibit]:
    """Each table or chart with figures, by its marks; titles, units and notes too. The headings
    are no titles."""
    homes: dict[Element, list[int]] = {}
    inside: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        home = _home(paragraph)
        if home is not None:
            homes.setdefault(home, []).append(number)
            inside.add(number)
    drawn = {}
    for home, numbers in homes.items():
        marks = frozenset(m for n in numbers for m in lines[n].figures)
        if marks:
            before = (n for n in range(max(numbers[0] - 2, 0), numbers[0]) if n not in inside)
            labels = (n for n in before if is_label(lines[n].text) and not lines[n].figures)
            after = (n for n in (numbers[-1] + 1, numbers[-1] + 2) if n < len(lines))
            notes = [n for n in after if _NOTE.match(lines[n].text)]
            titles = [n for n in labels if n not in headings]
            drawn[marks] = Exhibit(titles, _grid(numbers, paragraphs, home), notes)
    return drawn


def is_label(text: str) -> bool:
    """Whether it is a title or the like, no sentence."""
    return bool(text.strip()) and len(text) <= _LONGEST_LABEL and "。" not in text


def _home(paragraph: Paragraph) -> Element | None:
    """The outermost table that the paragraph stands in, or itself if it holds a chart."""
    if paragraph.element is None:
        return None
    tables = list(paragraph.element.iterancestors(w("tbl")))
    drawn = any(name.startswith(FIGURE_MARKS[1:]) for name in paragraph.ranges)
    return tables[-1] if tables else paragraph.element if drawn else None


def _grid(numbers: Sequence[int], paragraphs: Sequence[Paragraph], home: Element) -> Grid:
    """The lines by row and cell of the outermost table; a chart's line is all there is."""
    rows: dict[Element | None, dict[Element | None, list[int]]] = {}
    for number in numbers:
        element = paragraphs[number].element
        assert element is not None
        row, cell = (_outermost(element, home, name) for name in ("tr", "tc"))
        rows.setdefault(row, {}).setdefault(cell, []).append(number)
    return [list(cells.values()) for cells in rows.values()]


def _outermost(element: Element, home: Element, name: str) -> Element | None:
    """The outermost element of that name around it, within the home."""
    around = [e for e in element.iterancestors(w(name)) if home in e.iterancestors()]
    return around[-1] if around else None
