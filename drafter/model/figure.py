"""A figure: an amount that remembers the cells it came from. Arithmetic keeps all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from drafter.model import quantity
from drafter.model.dates import official_date
from drafter.model.finding import Blank, Kind, Source
from drafter.model.quantity import Quantity

Value = Quantity | str | date | Blank
_ALL_PLACES = 12
_LONGEST_NAME = 60


class Figure(Struct, frozen=True):
    """An amount (or a text, or a date) that somebody stands behind, and where they said it.

    `key` is empty for a result of arithmetic. `awaited` names what is missing, department first; of
    what cannot be compared, why.
    """

    value: Value
    key: str = ""
    label: str = ""
    unit: str = ""
    kind: Kind = Kind.INTEGER
    sources: tuple[Source, ...] = ()
    workings: str = ""
    awaited: tuple[str, ...] = ()

    @property
    def quantity(self) -> Quantity | None:
        """The amount, or None where there is no number."""
        return self.value if isinstance(self.value, Quantity) else None

    @property
    def is_known(self) -> bool:
        """Whether somebody gave a value; 不适用 is an answer, but not a value."""
        return not isinstance(self.value, Blank)

    @property
    def term(self) -> str:
        """How the figure stands in workings: its own, in brackets where needed, or its number."""
        return self.workings or text(self, _ALL_PLACES)

    @property
    def name(self) -> str:
        """How the figure stands in the name of what is calculated from it."""
        return self.label or self.key or self.term

    def __add__(self, other: object) -> Figure:
        return _sum(self, _figure(other), "+", Quantity.__add__)

    def __radd__(self, other: object) -> Figure:
        return _figure(other) + self

    def __sub__(self, other: object) -> Figure:
        return _sum(self, _figure(other), "-", Quantity.__sub__)

    def __rsub__(self, other: object) -> Figure:
        return _figure(other) - self

    def __mul__(self, other: object) -> Figure:
        return _product(self, _figure(other), "×", Quantity.__mul__)

    def __rmul__(self, other: object) -> Figure:
        return _figure(other) * self

    def __truediv__(self, other: object) -> Figure:
        return _product(self, _figure(other), "÷", Quantity.__truediv__)

    def __rtruediv__(self, other: object) -> Figure:
        return _figure(other) / self

    def __bool__(self) -> bool:
        """Whether there is something to write about: not zero, not 不适用, not an empty text.

        A missing figure counts as something: its sentence must stand, with the placeholder in it.
        """
        if isinstance(self.value, Quantity):
            return self.value.value != 0
        return self.value is Blank.MISSING or (self.is_known and self.value != "")


class Table(Struct, frozen=True):
    """A 明细表 as filled in: its rows, each a figure a column; `blank` where there is none.

    `awaited` names the departments that have not sent theirs yet.
    """

    key: str
    label: str
    rows: tuple[Mapping[str, Figure], ...] = ()
    sources: tuple[Source, ...] = ()
    blank: Blank | None = None
    awaited: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows) or self.blank is Blank.MISSING

    def column(self, name: str) -> list[Figure]:
        """The column's cells from top to bottom, those left out that do not apply."""
        cells = (row[name] for row in self.rows)
        return [cell for cell in cells if cell.value is not Blank.NOT_APPLICABLE]


Entry = Figure | Table


def text(figure: Figure, places: int = 0) -> str:
    """The figure as it is printed: 613, 80余, 98%, 2023年11月5日, or the loud 【待补:…】."""
    value = figure.value
    if isinstance(value, Quantity):
        if value.low is value.high and figure.kind is not Kind.RATE:
            return quantity.decimal(value.value)
        return amount(figure, value, places)
    if value is Blank.MISSING:
        return f"【待补：{'；'.join(figure.awaited) or figure.label}】"
    if value is Blank.INCOMPARABLE:
        return f"【不可比：{'；'.join(figure.awaited)}】"
    if value is Blank.NOT_APPLICABLE:
        # What is calculated is named by its terms: too long for a placeholder.
        name = "" if figure.workings else figure.label or figure.key
        return f"【不适用：{name}】" if name else "【不适用】"
    return official_date(value) if isinstance(value, date) else value


def is_comparable(entry: Entry | None) -> bool:
    """Whether last year's answer can stand beside this year's, a number or not."""
    return not (isinstance(entry, Figure) and entry.value is Blank.INCOMPARABLE)


def past_words(entry: Entry | None) -> str:
    """Last year's answer as it stands beside this year's: the figure, why it cannot be compared
    with, or "" where nobody gave one that can be shown so."""
    if not isinstance(entry, Figure):
        return ""
    if entry.value is Blank.INCOMPARABLE:
        return "；".join(entry.awaited)
    return text(entry) if entry.is_known else ""


def amount(figure: Figure, value: Quantity, places: int = 0) -> str:
    """The number alone: a rate in per cent to `places`, anything else in full."""
    if figure.kind is Kind.RATE:
        return quantity.percent(value, places)
    return quantity.write(value)


def constant(value: Quantity | int) -> Figure:
    """A number that the catalogue or the template states; nobody's cell."""
    return Figure(value if isinstance(value, Quantity) else Quantity.exact(value))


def total(figures: list[Figure]) -> Figure:
    """The sum, with all sources and workings; an empty list makes an exact zero."""
    if not figures:
        return constant(0)
    answer = figures[0]
    for figure in figures[1:]:
        answer = answer + figure
    return replace(answer, key="", label="")


def _figure(other: object) -> Figure:
    if isinstance(other, Figure):
        return other
    if isinstance(other, bool) or (amount := quantity.read(other)) is None:
        raise TypeError(f"“{other}”不是数，不能参加计算")
    return constant(amount)


Operation = Callable[[Quantity, Quantity], Quantity]


def _sum(left: Figure, right: Figure, sign: str, operation: Operation) -> Figure:
    """A term that does not apply adds nothing; a missing one makes the sum missing."""
    if right.value is Blank.NOT_APPLICABLE:
        return replace(left, key="", sources=_joined(left, right))
    if left.value is Blank.NOT_APPLICABLE:
        right = replace(right, key="", sources=_joined(left, right))
        return right if sign == "+" else constant(0) - right
    return _combined(left, right, sign, operation, _summed_unit(left, right))


def _product(left: Figure, right: Figure, sign: str, operation: Operation) -> Figure:
    unit = (_quotient_unit if sign == "÷" else _product_unit)(left, right)
    return _combined(left, right, sign, operation, unit)


def _combined(left: Figure, right: Figure, sign: str, operation: Operation, unit: str) -> Figure:
    """The result, named and worked out by the terms: 民事案件数 + 刑事案件数, 350 + 263."""
    named = _expression(left.name, right.name, sign)
    value = _result(left, right, operation)
    lacking = [name for one in (left, right) if one.value is value for name in one.awaited]
    return Figure(
        value,
        label=named if len(named) <= _LONGEST_NAME else "",
        unit=unit,
        kind=Kind.DECIMAL,
        sources=_joined(left, right),
        workings=_expression(left.term, right.term, sign),
        awaited=tuple(dict.fromkeys(lacking)),
    )


def _own_unit(figure: Figure) -> str:
    """A rate's % belongs to its printed form: as a number, a rate has no unit."""
    return "" if figure.kind is Kind.RATE else figure.unit


def _summed_unit(left: Figure, right: Figure) -> str:
    """The unit of terms that have just one: what is counted in two has none of its own."""
    units = {_own_unit(left), _own_unit(right)} - {""}
    return units.pop() if len(units) == 1 else ""


def _product_unit(left: Figure, right: Figure) -> str:
    one, two = _own_unit(left), _own_unit(right)
    return "" if one and two else one or two


def _quotient_unit(left: Figure, right: Figure) -> str:
    """件 for 件 by a number, none for 件 by 件, 万元/件 for 万元 by 件."""
    one, two = _own_unit(left), _own_unit(right)
    return "" if one == two else f"{one}/{two}" if two else one


def _result(left: Figure, right: Figure, operation: Operation) -> Value:
    blanks = (left.value, right.value)
    if Blank.MISSING in blanks:
        return Blank.MISSING
    if Blank.INCOMPARABLE in blanks:
        return Blank.INCOMPARABLE
    if left.quantity is None or right.quantity is None:
        return Blank.NOT_APPLICABLE
    try:
        return operation(left.quantity, right.quantity)
    except ZeroDivisionError:
        return Blank.NOT_APPLICABLE


def _joined(left: Figure, right: Figure) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(left.sources + right.sources))


_INNER = {"+": "", "-": "+-", "×": "+-", "÷": "+-×÷"}


def _expression(left: str, right: str, sign: str) -> str:
    """Two terms with brackets where arithmetic needs them: (350 + 263) × 2."""
    first = _bracketed(left, "+-") if sign in "×÷" else left
    return f"{first} {sign} {_bracketed(right, _INNER[sign])}"


def _bracketed(term: str, signs: str) -> str:
    inside = any(f" {sign} " in term for sign in signs)
    return f"({term})" if inside else term
