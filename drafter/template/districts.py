"""各区县 in a template: the districts below, one by one or by name, each with its own figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec.structs import replace

from drafter.ledger.ledger import is_missing
from drafter.ledger.rollup import DISTRICTS, awaited_of
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Kind
from drafter.template.values import Citations, Names, Shown, Theme, UnknownNameError, unknown

NAME, OWN_NAME = "各区县", "名称"


class District(Names):
    """A district: its 名称, and its figures by theme."""

    __slots__ = ("_citations", "_entries", "_name", "_own")

    def __init__(
        self, name: str, own: Mapping[str, Entry], entries: Mapping[str, Entry], cited: Citations
    ) -> None:
        super().__init__({}, f"“{name}”")
        self._name, self._own, self._entries, self._citations = name, own, entries, cited

    def look(self, name: str) -> object:
        """Its name, or a theme. Raises UnknownNameError."""
        if name == OWN_NAME:
            return self._name
        keys = [key for key in self._entries if key.partition(".")[0] == name]
        if not keys:
            themes = {key.partition(".")[0] for key in self._entries}
            raise unknown(self._kind, name, [OWN_NAME, *sorted(themes)])
        return Theme(name, {key: self.entry(key) for key in keys}, self._citations)

    def entry(self, key: str) -> Entry:
        """Its entry, which is not that of the whole under the key; missing where it has none."""
        whole, own = self._entries[key], self._own.get(key)
        label = f"{self._name}·{whole.label}"
        awaited = (label,) if own is None or is_missing(own) else ()
        if isinstance(whole, Table):
            table = own if isinstance(own, Table) else Table("", label, blank=Blank.MISSING)
            return replace(table, key="", label=label, awaited=awaited)
        figure = own if isinstance(own, Figure) else replace(_unsaid(whole), label=label)
        return replace(figure, key="", label=label, awaited=awaited)


def _unsaid(whole: Figure) -> Figure:
    return Figure(Blank.MISSING, unit=whole.unit, kind=whole.kind)


class Districts(Names):
    """The districts in the order of the sheet 地区: loops over them, or takes one by its name."""

    __slots__ = ("_entries", "citations")

    def __init__(self, entries: Mapping[str, Entry], citations: Citations) -> None:
        below = citations.districts
        named = {n: District(n, own, entries, citations) for n, own in below.items()}
        super().__init__(named, f"“{NAME}”", "；请核对指标目录的“地区”表")
        self.citations, self._entries = citations, entries

    def __iter__(self) -> Iterator[District]:
        return (one for one in self._known.values() if isinstance(one, District))

    def __len__(self) -> int:
        return len(self._known)

    def __bool__(self) -> bool:
        return bool(self._known)

    def figures(self, key: str) -> dict[str, Figure]:
        """Each district's figure under that key. Raises UnknownNameError where there is none."""
        if not isinstance(self._entries.get(key), Figure):
            raise unknown("指标目录中", key, list(self._entries))
        entries = {str(one.look(OWN_NAME)): one.entry(key) for one in self}
        return {name: entry for name, entry in entries.items() if isinstance(entry, Figure)}


def first(value: object, key: str, number: int = 0) -> str | Shown:
    """|前("援助.案件", 3) — the districts with the most, those that share the last place too; all
    without a number. 不适用 is left out; while one is awaited, the order is not known."""
    if not isinstance(value, Districts):
        raise UnknownNameError(f"“前”只能用于“{NAME}”")
    figures = value.figures(key)
    if silent := [name for name, figure in figures.items() if figure.value is Blank.MISSING]:
        label = figures[silent[0]].label.partition("·")[2]
        awaited = awaited_of(label, silent, len(figures), DISTRICTS)
        return Shown(Figure(Blank.MISSING, "", label, awaited=awaited), value.citations)
    amounts = {n: f.quantity.value for n, f in figures.items() if f.quantity is not None}
    ordered = sorted(amounts, key=lambda name: -amounts[name])
    last = _last(amounts, ordered, number)
    shown = [name for name in ordered if amounts[name] >= last]
    return "、".join(_words(name, figures[name], value.citations) for name in shown)


def _last(amounts: Mapping[str, Fraction], ordered: list[str], number: int) -> Fraction:
    """The least amount that still belongs to the first so many."""
    if not ordered:
        return Fraction(0)
    return amounts[ordered[number - 1 if 0 < number <= len(ordered) else -1]]


def _words(name: str, figure: Figure, citations: Citations) -> str:
    unit = "" if figure.kind is Kind.RATE else figure.unit
    return f"{name}{Shown(figure, citations)}{unit}"
