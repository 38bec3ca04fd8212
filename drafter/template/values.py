"""Values as a template sees them. Text made from a figure carries the figure with it.

`str(shown)` is the figure's words between two noncharacters and a number; concatenation,
joining and filters keep them, and the slot that prints the text turns them back into trace marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.catalogue.fixed import FixedTable
from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Blank
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.model.series import Series
from drafter.word.ooxml import FORBIDDEN

OPEN, MIDDLE, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"
ORDINAL = "\ufdd3"

_CITED = pattern(f"{OPEN}\\d+{MIDDLE}|{CLOSE}")
_ADD_ROW = "；请在指标目录的“报告”表中加上这一行"


class UnknownNameError(Exception):
    """A name in an expression that nothing has. The message proposes the nearest one."""


class Citations(Struct):
    """The figures that were turned into text in one rendering; `before` is last year's, `series`
    has those of the years before this `year`, `districts` those of each district below."""

    places: int = 0
    cited: list[tuple[Figure, str]] = field(default_factory=list)
    before: Mapping[str, Entry] = field(default_factory=dict)
    series: Series = Series()
    year: int = 0
    districts: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    def cite(self, figure: Figure, words: str) -> str:
        """The words, carrying the figure."""
        self.cited.append((figure, words))
        return f"{OPEN}{len(self.cited) - 1}{MIDDLE}{words.translate(FORBIDDEN)}{CLOSE}"


def uncited(text: str) -> str:
    """The words alone, for where no figure can be marked: properties, the titles of charts."""
    return _CITED.sub("", text)


class Shown:
    """A figure in a template: prints as officials write it, counts as its amount."""

    __slots__ = ("_words", "citations", "figure")

    def __init__(self, figure: Figure, citations: Citations, words: str | None = None) -> None:
        self.figure, self.citations, self._words = figure, citations, words

    @property
    def words(self) -> str:
        """What stands in the text: made when it is first asked for."""
        if self._words is None:
            self._words = text(self.figure, self.citations.places)
        return self._words

    def saying(self, words: str, unit: str | None = None) -> Shown:
        """The same figure in other words, `unit` behind them if not its own; a missing one stays
        loud."""
        if not self.figure.is_known:
            return self
        figure = self.figure if unit is None else replace(self.figure, unit=unit)
        return Shown(figure, self.citations, words)

    def __str__(self) -> str:
        return self.citations.cite(self.figure, self.words)

    def __bool__(self) -> bool:
        return bool(self.figure)

    def __hash__(self) -> int:
        return hash(self.figure.value)

    def _with(self, other: object, operation: Callable[[Figure, object], Figure]) -> Shown:
        return Shown(operation(self.figure, _plain(other)), self.citations)

    def __add__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: a + b)

    def __radd__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: b + a)

    def __sub__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: b - a)

    def __mul__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: a * b)

    def __rmul__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: b * a)

    def __truediv__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: a / b)

    def __rtruediv__(self, other: object) -> Shown:
        return self._with(other, lambda a, b: b / a)

    def __eq__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a == b)

    def __lt__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other: object) -> bool:
        return self._compare(other, lambda a, b: a >= b)

    def _compare(self, other: object, test: Callable[..., bool]) -> bool:
        """What is not known compares as false, as NaN does; 不适用 as well."""
        mine, theirs = _comparable(self), _comparable(other)
        return mine is not None and theirs is not None and test(mine, theirs)


class Names:
    """Things by Chinese name: the themes, an indicator's theme, a table's row, the settings."""

    __slots__ = ("_advice", "_kind", "_known")

    def __init__(self, things: Mapping[str, object], kind: str, advice: str = "") -> None:
        self._known, self._kind, self._advice = things, kind, advice

    def __str__(self) -> str:
        raise UnknownNameError(f"{self._kind}不能直接写入正文，请写明是其中哪一项")

    def look(self, name: str) -> object:
        """The thing of that name. Raises UnknownNameError."""
        try:
            return self._known[name]
        except KeyError:
            raise unknown(self._kind, name, list(self._known), self._advice) from None


def unknown(kind: str, name: str, names: list[str], advice: str = "") -> UnknownNameError:
    """What to say of a name that nothing has, with the nearest one that something has."""
    from rapidfuzz.process import extractOne

    near = extractOne(name, names, score_cutoff=50)
    hint = f"，是否为“{near[0]}”" if near else advice
    return UnknownNameError(f"{kind}没有“{name}”{hint}")


class Rows:
    """A table in a template: loops over its rows."""

    __slots__ = ("citations", "table")

    def __init__(self, table: Table, citations: Citations) -> None:
        self.table, self.citations = table, citations

    def __iter__(self) -> Iterator[Names]:
        """Its rows; and one, awaited in every column, for what departments have not sent."""
        kind, citations = f"明细表“{self.table.label}”", self.citations
        for row in self.table.rows:
            yield Names({name: Shown(figure, citations) for name, figure in row.items()}, kind)
        if self.table.awaited:
            yield Awaited(self.table, self.citations)

    def still_awaited(self) -> list[str]:
        """The placeholder for the departments that have not sent theirs; none where all have."""
        if not self.table.awaited:
            return []
        return [str(Shown(_blank_of(self.table), self.citations))]

    def __len__(self) -> int:
        return len(self.table.rows)

    def __bool__(self) -> bool:
        return bool(self.table)

    def __str__(self) -> str:
        if self.table.rows:
            label = self.table.label
            raise UnknownNameError(f"明细表“{label}”不能直接写入正文，请逐行循环或用“列举”")
        return str(Shown(_blank_of(self.table), self.citations))


class Awaited(Names):
    """The only row of a table that nobody filled in: every column is the placeholder."""

    __slots__ = ("_citations", "_table")

    def __init__(self, table: Table, citations: Citations) -> None:
        super().__init__({}, f"明细表“{table.label}”")
        self._table, self._citations = table, citations

    def look(self, name: str) -> object:
        """The placeholder, whatever the column."""
        return Shown(_blank_of(self._table), self._citations)


def _blank_of(table: Table) -> Figure:
    blank = Blank.MISSING if table.awaited else Blank.NOT_APPLICABLE
    return Figure(blank, table.key, table.label, awaited=table.awaited)


class Theme(Names):
    """A theme's indicators, each made ready when the template first asks for it."""

    __slots__ = ("_citations", "_entries", "_theme")

    def __init__(self, theme: str, entries: Mapping[str, Entry], citations: Citations) -> None:
        super().__init__({}, f"“{theme}”")
        self._theme, self._entries, self._citations = theme, entries, citations

    def look(self, name: str) -> object:
        """The indicator of that name. Raises UnknownNameError."""
        entry = self._entries.get(f"{self._theme}.{name}")
        if entry is None:
            theme = f"{self._theme}."
            names = [key.removeprefix(theme) for key in self._entries if key.startswith(theme)]
            raise unknown(self._kind, name, names)
        if isinstance(entry, Table):
            return Rows(entry, self._citations)
        return Shown(entry, self._citations)


class Board(Theme):
    """A 固定表 in a template: its cells by name; printed whole in a paragraph of its own."""

    __slots__ = ("table",)

    def __init__(
        self, table: FixedTable, entries: Mapping[str, Entry], citations: Citations
    ) -> None:
        super().__init__(table.key, entries, citations)
        self.table = table

    def __str__(self) -> str:
        tag = f"{{{{p {self.table.key} }}}}"
        raise UnknownNameError(f"固定表“{self.table.label}”要自成一段，写作{tag}")


def context(
    entries: Mapping[str, Entry],
    settings: Mapping[str, str],
    citations: Citations,
    fixed: Sequence[FixedTable] = (),
) -> dict[str, object]:
    """The names that a template may use: each theme, and 报告 for the settings."""
    themes = set(map(itemgetter(0), map(str.partition, entries, repeat("."))))
    named = {theme: Theme(theme, entries, citations) for theme in themes}
    named |= {table.key: Board(table, entries, citations) for table in fixed}
    return {**named, "报告": Names(settings, "“报告”", _ADD_ROW)}


def _plain(other: object) -> object:
    return other.figure if isinstance(other, Shown) else other


def _comparable(other: object) -> object:
    value = other.figure.value if isinstance(other, Shown) else other
    if isinstance(value, Quantity):
        return value.value
    return None if isinstance(value, Blank) else value
