"""One cell of a returned form, as it was filled in; and what was done to the form around it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property

from msgspec import Struct, field

from drafter.intake.words import clean
from drafter.model.finding import Place, address
from drafter.model.quantity import decimal
from drafter.workbook.reader import Sheet, Workbook


class Cell(Struct, frozen=True, dict=True):
    """One cell of a returned form."""

    book: Workbook
    sheet: Sheet
    row: int
    column: int

    @property
    def place(self) -> Place:
        """Where it is."""
        return Place(self.book.file, self.sheet.name, self.address)

    @property
    def value(self) -> object:
        """What it holds; "" for nothing."""
        return self.sheet.cell(self.row, self.column)

    @cached_property
    def address(self) -> str:
        """Its address: D12."""
        return address(self.row, self.column)

    @property
    def spot(self) -> tuple[str, str]:
        """Its sheet and address, as a defined name has them."""
        return self.sheet.name, self.address

    @cached_property
    def text(self) -> str:
        """What it holds, as text without spaces around it."""
        value = self.value
        return (
            str(value).upper()
            if isinstance(value, bool)
            else self.sheet.text(self.row, self.column)
        )

    @cached_property
    def plain(self) -> str:
        """Its text without what is invisible."""
        return clean(self.text).strip()

    @property
    def shown(self) -> str:
        """What it shows: a number in a percent format as per cent."""
        value = self.value
        if self.percent and isinstance(value, int | float):
            return f"{decimal(Fraction(f'{value:.15g}') * 100)}%"
        return self.text

    @property
    def said(self) -> str:
        """What was entered, for the record: the error or the formula where there is no value."""
        return self.error or self.shown or ("" if self.uncached is None else f"={self.uncached}")

    @property
    def error(self) -> str:
        """#DIV/0! and the like; "" where there is none."""
        return self.sheet.notes.errors.get(self.address, "")

    @property
    def uncached(self) -> str | None:
        """The formula that has no result; None where there is none."""
        return self.sheet.notes.uncached.get(self.address)

    @property
    def formula(self) -> str:
        """The formula that ended in an error or without a result, where it is known."""
        return self.uncached or self.sheet.notes.formulas.get(self.address, "")

    @property
    def percent(self) -> bool:
        """Whether its number is shown as per cent."""
        return self.address in self.sheet.notes.percents

    @property
    def displayed(self) -> str | None:
        """What its number shows as, where its format adds, scales or hides; None else."""
        return self.sheet.notes.displays.get(self.address)

    @property
    def serial(self) -> str:
        """The number behind a cell shown as a date; "" for any other cell."""
        return self.sheet.notes.serials.get(self.address, "")

    @property
    def covering(self) -> Cell | None:
        """The cell with a value whose merged range covers this one."""
        at = self.sheet.covering(self.row, self.column)
        over = Cell(self.book, self.sheet, *at) if at else None
        return over if over and not over.empty else None

    @property
    def hidden(self) -> bool:
        """Whether it is out of sight: row, column or sheet, or under a merged cell."""
        row, column = self.row, self.column
        return self.sheet.hides(row, column) or self.sheet.covering(row, column) is not None

    @property
    def empty(self) -> bool:
        """Whether nothing at all was entered."""
        return self.plain == "" and not self.error and self.uncached is None


class Answer(Struct, frozen=True):
    """An indicator's cell, the 说明 cell beside it, and the unit that the form printed."""

    cell: Cell
    explanation: str
    unit: str = ""


class Oddity(Struct, frozen=True):
    """What was done to the form: a finding's code and details, at a cell; about a key, or none."""

    code: str
    place: Place
    key: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
