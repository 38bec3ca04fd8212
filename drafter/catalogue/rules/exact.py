"""A rule over figures, in exact arithmetic: its value, the cells behind it, whether it holds."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from drafter.catalogue.rules.language import Binary, Call, Comparison, Expression, Number, Reference
from drafter.model.figure import Entry, Figure, Table, constant, total
from drafter.model.finding import Blank, Source
from drafter.model.quantity import Quantity

Lookup = Callable[[Reference], Entry]

_OPERATIONS: dict[str, Callable[[Figure, Figure], Figure]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


class Verdict(Struct, frozen=True):
    """Both sides of a rule, and whether it is broken under every reading of 余."""

    left: Figure
    right: Figure
    broken: bool


def evaluate(node: Expression, lookup: Lookup) -> Figure:
    """The expression's figure, with its sources, its workings and what it still awaits."""
    match node:
        case Number(value):
            return constant(Quantity.exact(value))
        case Reference():
            return _single(lookup(node))
        case Call():
            return _call(node, lookup)
        case Binary(sign, left, right):
            return _OPERATIONS[sign](evaluate(left, lookup), evaluate(right, lookup))


def judge(rule: Comparison, lookup: Lookup) -> Verdict:
    """The rule's verdict. A side that is missing or does not apply breaks nothing."""
    left, right = evaluate(rule.left, lookup), evaluate(rule.right, lookup)
    if left.quantity is None or right.quantity is None:
        return Verdict(left, right, broken=False)
    slack = _slack(rule, lookup) if rule.rounded else Fraction(0)
    wide = Quantity(left.quantity.value, left.quantity.low - slack, left.quantity.high + slack)
    return Verdict(left, right, not _possible(rule.sign, wide, right.quantity))


def _slack(rule: Comparison, lookup: Lookup) -> Fraction:
    """By how much rounded numbers may miss: each by half a unit of the last place that any has."""
    entries = [lookup(reference) for reference in rule.named]
    amounts = [e.quantity.value for e in entries if isinstance(e, Figure) and e.quantity]
    places = max((_places(amount) for amount in amounts), default=0)
    return Fraction(len(amounts), 2 * 10**places)


def _places(amount: Fraction) -> int:
    """How many decimal places a number is printed with, of at most six."""
    return next((n for n in range(6) if (amount * 10**n).denominator == 1), 6)


def _possible(sign: str, left: Quantity, right: Quantity) -> bool:
    """Whether some reading of both quantities satisfies the comparison."""
    overlap = left.low <= right.high and right.low <= left.high
    exact = not left.hedge and not right.hedge
    return {
        "=": overlap,
        "<>": not (exact and left.value == right.value),
        "<=": left.low <= right.high,
        ">=": left.high >= right.low,
        "<": left.low < right.high,
        ">": left.high > right.low,
    }[sign]


def _single(entry: Entry) -> Figure:
    if isinstance(entry, Table):
        raise TypeError(f"“{entry.key}”是明细表，须写到列")
    return entry


def _call(node: Call, lookup: Lookup) -> Figure:
    tables = [(lookup(column), column.column) for column in node.columns]
    pairs = [(table, name) for table, name in tables if isinstance(table, Table)]
    cells = [cell for table, name in pairs for cell in table.column(name)]
    if awaited := _awaited([table for table, _ in pairs], cells):
        return Figure(Blank.MISSING, label=pairs[0][0].label, awaited=awaited)
    held = tuple(source for table, _ in pairs for source in table.sources)
    if node.name == "合计":
        answer = total([cell for cell in cells if cell.quantity is not None])
        return replace(answer, sources=answer.sources or held)
    return _counted(node.name, cells, held)


def _awaited(tables: list[Table], cells: list[Figure]) -> tuple[str, ...]:
    """What a sum or count still waits for: whole tables, and cells that could not be read."""
    missing = [cell for cell in cells if cell.value is Blank.MISSING]
    named = [name for table in tables for name in table.awaited]
    named += [name for cell in missing for name in cell.awaited]
    return tuple(dict.fromkeys(named))


def _counted(name: str, cells: list[Figure], held: tuple[Source, ...]) -> Figure:
    values = [str(cell.value) if cell.quantity is None else str(cell.quantity) for cell in cells]
    number = len(set(values)) if name == "不同数" else len(values)
    sources = tuple(source for cell in cells for source in cell.sources) or held
    listed = "、".join(dict.fromkeys(str(cell.value) for cell in cells if cell.quantity is None))
    workings = f"{name}({listed})" if listed else ""
    return replace(constant(number), sources=sources, workings=workings)
