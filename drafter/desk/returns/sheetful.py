"""What a department's form says, as typed; the cells of the issued form in which that stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.catalogue.forms.layout import (
    MAIN,
    TABLE_ANY_ROW,
    TABLE_FIRST_COLUMN,
    TABLE_HEADER_ROW,
    Layout,
    Spot,
    rows_of,
)
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.rows import as_date
from drafter.intake.submission import Submission
from drafter.model.dates import official_date
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Kind, Source, address, position
from drafter.model.pattern import pattern
from drafter.workbook.editing import Change
from drafter.workbook.reader import Sheet, Workbook

NONE = ("无", "不适用")
_CONTACT_ROW, _PERSON, _PHONE = 3, 3, 6
_PERCENT = pattern(r"(-?\d{1,12}(?:\.\d{1,12})?)[%％]")
_NUMBER = pattern(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")
_KEPT = pattern(r"（沿用第\d+次报送的说明）\Z")

Rows = tuple[tuple[str, ...], ...]


class Sheetful(Struct, frozen=True, forbid_unknown_fields=True):
    """Values and explanations by key; a table's rows by key, a text a column and the explanation
    last; of a table without rows whether there is any such thing; and who filled it in."""

    values: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)
    any: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    phone: str = ""


def typed(submission: Submission) -> Sheetful:
    """What a form that was read says. What stands in no cell of its own is left out."""
    entries = [(key, one) for key, one in submission.entries.items() if one.sources]
    figures = [(key, one.sources[0]) for key, one in entries if isinstance(one, Figure)]
    tables = [(key, one) for key, one in entries if isinstance(one, Table)]
    person, _, phone = submission.contact.partition("　")
    return Sheetful(
        {key: source.said for key, source in figures if source.said},
        _notes(figures),
        {key: tuple(map(_row, one.rows)) for key, one in tables if one.rows},
        {
            key: word
            for key, one in tables
            if (word := one.sources[0].said) in NONE and not one.rows
        },
        person,
        phone,
    )


def _notes(figures: Sequence[tuple[str, Source]]) -> dict[str, str]:
    """The explanations, of several figures in one row at the first."""
    rows: dict[tuple[str, int], tuple[str, str]] = {}
    for key, source in figures:
        place = source.place.sheet, position(source.place.cell)[0]
        rows.setdefault(place, (key, _KEPT.sub("", source.explanation)))
    return {key: note for key, note in rows.values() if note}


def _row(row: Mapping[str, Entry]) -> tuple[str, ...]:
    sources = [entry.sources[0] for entry in row.values()]
    return (*(source.said for source in sources), sources[0].explanation)


def cells(layout: Layout, asked: Sequence[Indicator], sheetful: Sheetful) -> list[Change]:
    """The cells of the issued form that are not empty."""
    signed = ((_PERSON, sheetful.person), (_PHONE, sheetful.phone))
    changes = [Change(MAIN, _CONTACT_ROW, column, words) for column, words in signed]
    for indicator in asked:
        if spot := layout.spots.get(indicator.key):
            changes.append(_of_figure(spot, indicator, sheetful))
    changes += _explained(layout, sheetful)
    for sheet, table in layout.tables:
        changes += _of_table(sheet, table, sheetful)
    return [change for change in changes if change.text]


def _of_figure(spot: Spot, indicator: Indicator, sheetful: Sheetful) -> Change:
    words = sheetful.values.get(indicator.key, "").strip()
    if indicator.kind is Kind.RATE and (percent := _PERCENT.fullmatch(words)):
        words = _hundredth(percent[1])  # the form shows its cell as per cent
    return _cell(spot.sheet, spot.row, spot.column, words, indicator.kind)


def _explained(layout: Layout, sheetful: Sheetful) -> Iterator[Change]:
    """The explanations in their cells; of a row of a 固定表 all that was said of its figures."""
    notes: dict[Spot, dict[str, None]] = {}
    for key, words in sheetful.notes.items():
        if key in layout.spots and words:
            notes.setdefault(layout.note(key), {})[words] = None
    for spot, texts in notes.items():
        yield Change(spot.sheet, spot.row, spot.column, "；".join(texts))


def _of_table(sheet: str, table: Indicator, sheetful: Sheetful) -> Iterator[Change]:
    """Rows beyond those of the form stand below its end mark, where they are read too."""
    last = TABLE_FIRST_COLUMN + len(table.columns)
    yield Change(sheet, TABLE_ANY_ROW, last, sheetful.any.get(table.key, ""))
    kinds = [*(column.kind for column in table.columns), Kind.LONG_TEXT]
    for number, row in enumerate(sheetful.rows.get(table.key, ()), 1):
        at = _line(table, number)
        for column, (words, kind) in enumerate(zip(row, kinds, strict=False), TABLE_FIRST_COLUMN):
            yield _cell(sheet, at, column, words, kind)


def lines(table: Indicator, sheetful: Sheetful) -> tuple[int, ...]:
    """In which line of its sheet each of the table's rows will stand."""
    count = len(sheetful.rows.get(table.key, ()))
    return tuple(_line(table, number) for number in range(1, count + 1))


def _line(table: Indicator, number: int) -> int:
    return TABLE_HEADER_ROW + number + (number > rows_of(table))


def lines_read(entry: Entry | None) -> tuple[int, ...]:
    """In which line of its sheet each row of a table stands that was read."""
    rows = entry.rows if isinstance(entry, Table) else ()
    cells = (next(iter(row.values())).sources[0].place.cell for row in rows)
    return tuple(position(cell)[0] for cell in cells)


def _cell(sheet: str, row: int, column: int, words: str, kind: Kind) -> Change:
    """The words as the form's own reader takes them best: dates as officials write them, numbers
    as numbers."""
    words = words.strip()
    if kind is Kind.DATE and (day := as_date(words)):
        words = official_date(day)
    return Change(sheet, row, column, words, number=kind.counts)


def _hundredth(number: str) -> str:
    """The number with its point two places to the left.

    >>> _hundredth("97.5"), _hundredth("100"), _hundredth("0.5"), _hundredth("-3")
    ('0.975', '1', '0.005', '-0.03')
    """
    sign, digits = ("-", number[1:]) if number.startswith("-") else ("", number)
    whole, _, part = digits.partition(".")
    whole = whole.zfill(3)
    shifted = f"{whole[:-2].lstrip('0') or '0'}.{whole[-2:]}{part}".rstrip("0").rstrip(".")
    return f"{sign}{shifted}"


def filled(book: Workbook, changes: Sequence[Change], percents: Collection[Spot]) -> Workbook:
    """The workbook as it will be read once the cells are written; `percents` are those that the
    form shows as per cent."""
    sheets = dict(book.sheets)
    for name in {change.sheet for change in changes}:
        own = [change for change in changes if change.sheet == name]
        sheets[name] = _with(sheets[name], own, percents)
    return replace(book, sheets=sheets)


def _with(sheet: Sheet, changes: Sequence[Change], percents: Collection[Spot]) -> Sheet:
    rows, shown = [list(row) for row in sheet.rows], [*sheet.notes.percents]
    for change in changes:
        rows += [[] for _ in range(change.row - len(rows))]
        line = rows[change.row - 1]
        line += [""] * (change.column - len(line))
        value = line[change.column - 1] = _read(change)
        if value is not change.text and Spot(sheet.name, change.row, change.column) in percents:
            shown.append(address(change.row, change.column))
    return replace(sheet, rows=rows, notes=replace(sheet.notes, percents=shown))


def _read(change: Change) -> str | int | float:
    if not (change.number and _NUMBER.fullmatch(change.text)):
        return change.text
    return float(change.text) if "." in change.text else int(change.text)
