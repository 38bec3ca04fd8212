"""A template filled on trial, before there is data: with answers of every sort, in every branch.

What stops a draft stops the trial, so lint says it first. What only the size of the data decides
(too many rows, too long a text) cannot be known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.fixed import FixedTable
from drafter.catalogue.indicator import Column, Indicator
from drafter.catalogue.stages import printed
from drafter.model.figure import Entry, Figure, Table, Value
from drafter.model.finding import Blank, Kind
from drafter.model.quantity import Quantity
from drafter.model.series import Series
from drafter.template import mistakes
from drafter.template.budget import Budget
from drafter.template.compiling import CompiledPart, compile_parts
from drafter.template.lint.branches import EveryBranch
from drafter.template.marker import Bookmarks, Marker
from drafter.template.restarts import Restarts
from drafter.template.sandbox import SLOT
from drafter.template.template import called
from drafter.template.values import Citations, context
from drafter.template.wording import FILTERS, TESTS
from drafter.word.slip import Slip

_MOST = 100
_TEXT, _LONG, _DAY = "某某", "第一段。\n第二段。", date(2000, 1, 1)
# Answers that filters and operations take in different ways.
_AMOUNTS: tuple[Quantity | Blank, ...] = (
    Quantity.exact(5),
    Quantity.exact(0),
    Quantity.exact(Fraction(123_456_789, 10)),
    Quantity.more_than(80),
    Blank.MISSING,
    Blank.NOT_APPLICABLE,
    Blank.INCOMPARABLE,
)
_UNTOLD = (Blank.MISSING, Blank.INCOMPARABLE)
_YEAR = 2000


class _Trial(Struct, frozen=True):
    """One set of answers, for this year and for the last."""

    entries: Mapping[str, Entry]
    before: Mapping[str, Entry]
    series: Series = Series()
    districts: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)


def tried(parts: Mapping[str, bytes], catalogue: Catalogue) -> list[Slip]:
    """What stops the filling, each at its tag; the first hundred of a part."""
    sandbox = EveryBranch(FILTERS, TESTS)
    main = [key for key, indicator in catalogue.indicators.items() if indicator.annexed]
    shared = (sandbox, printed(catalogue.settings), main, catalogue.fixed)
    slips = list[Slip]()
    for part in compile_parts(parts, sandbox).parts.values():
        without = set[int]()
        for trial in _trials(catalogue):
            slips += _wrong(part, trial, shared, without)
    return slips


def _wrong(
    part: CompiledPart,
    trial: _Trial,
    shared: tuple[EveryBranch, Mapping[str, str], list[str], Sequence[FixedTable]],
    without: set[int],
) -> Iterator[Slip]:
    """What is wrong with the tags of one part; each is left out once it is known."""
    sandbox, settings, main, fixed = shared
    while len(without) < _MOST:
        sandbox.without = frozenset(without)
        code = sandbox.from_string(part.source.text) if without else sandbox.runnable(part.code)
        try:
            code.render(_names(part, trial, settings, main, fixed))
        except Exception as error:
            line = mistakes.line_of(error.__traceback__)
            if line in without:
                return
            without.add(line)
            yield mistakes.runtime(error, part.source)
        else:
            return


def _names(
    part: CompiledPart,
    trial: _Trial,
    settings: Mapping[str, str],
    main: list[str],
    fixed: Sequence[FixedTable],
) -> dict[str, object]:
    citations = Citations(
        before=trial.before, series=trial.series, year=_YEAR, districts=trial.districts
    )
    marker = Marker(
        trial.entries, part.source.slots, citations, Bookmarks(0), [], 1, Restarts(0), Budget()
    )
    names = context(trial.entries, settings, citations, fixed)
    return {**names, **called(main, trial.entries, citations), SLOT: marker}


def _trials(catalogue: Catalogue) -> Iterator[_Trial]:
    """Each sort of answer, from the year before too; and without that year."""
    for amount in _AMOUNTS:
        entries = {key: _entry(i, amount) for key, i in catalogue.indicators.items()}
        below = dict.fromkeys(catalogue.districts, entries)
        yield _Trial(entries, entries, Series({_YEAR - 1: entries}), below)
    yield _Trial(entries, {})


def _entry(indicator: Indicator, amount: Quantity | Blank) -> Entry:
    key, label = indicator.key, indicator.label
    blank = amount if isinstance(amount, Blank) else None
    awaited = (f"某局·{label}",) if blank in _UNTOLD else ()
    if indicator.kind is Kind.TABLE:
        row = {column.name: _cell(column, amount) for column in indicator.columns}
        return Table(key, label, () if blank else (row, row), blank=blank, awaited=awaited)
    figure = _figure(indicator.kind, indicator.unit, amount)
    return replace(figure, key=key, label=label, awaited=awaited)


def _cell(column: Column, amount: Quantity | Blank) -> Figure:
    return replace(_figure(column.kind, column.unit, amount), label=column.name)


def _figure(kind: Kind, unit: str, amount: Quantity | Blank) -> Figure:
    words: dict[Kind, Value] = {Kind.TEXT: _TEXT, Kind.LONG_TEXT: _LONG, Kind.DATE: _DAY}
    value = amount if isinstance(amount, Blank) else words.get(kind, amount)
    return Figure(value, unit=unit, kind=kind)
