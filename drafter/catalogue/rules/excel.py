"""A rule as a formula: the live check in a form, for Excel, WPS and LibreOffice alike."""

from __future__ import annotations

from collections.abc import Callable

from drafter.catalogue.rules.language import (
    Binary,
    Call,
    Comparison,
    Expression,
    Number,
    Reference,
    references,
)
from drafter.model.quantity import decimal

Cell = Callable[[Reference], str]
Ready = Callable[[Reference], str]


def check(rule: Comparison, cell: Cell, ready: Ready, warning: str) -> str:
    """A formula that shows the warning while the rule is broken and nothing otherwise.

    It stays silent until all that it reads is answered, where 不适用 counts for nothing in a sum;
    where nothing on a side applies, and beside an error cell, it stays silent too. `cell` gives a
    reference's cell or, for a column, its range; `ready` the condition that it was answered.
    """
    quoted = warning.replace('"', '""')
    answered = f"{_all(rule, ready)}{applicable(rule, cell)}"
    return f'IFERROR(IF(AND({answered}),IF({_broken(rule, cell)},"{quoted}",""),""),"")'


def applicable(rule: Comparison, cell: Cell) -> str:
    """The conditions, each behind a comma, that something on each side applies: 不适用 alone is
    compared with nothing."""
    conditions = ""
    for side in (rule.left, rule.right):
        named = list(dict.fromkeys(references(side)))
        if named and not any(one.column for one in named):
            applies = (f'{cell(one)}<>"不适用"' for one in named)
            conditions += f",OR({','.join(applies)})"
    return conditions


def difference(rule: Comparison, cell: Cell, ready: Ready) -> str:
    """A formula that shows ✓ where the rule holds, by how much an equation misses (差1), ✗ where
    another rule is broken; nothing until all that it reads is answered."""
    missed = f'"差"&{_missed(rule, cell)}' if rule.sign == "=" else '"✗"'
    return f'IFERROR(IF(AND({_all(rule, ready)}),IF({_broken(rule, cell)},{missed},"✓"),""),"")'


def _missed(rule: Comparison, cell: Cell) -> str:
    return f"ROUND({term(rule.left, cell)}-({term(rule.right, cell)}),6)"


def _broken(rule: Comparison, cell: Cell) -> str:
    if rule.rounded:
        return f"ABS({_missed(rule, cell)})>{_slack(rule, cell)}"
    return f"NOT({_missed(rule, cell)}{rule.sign}0)"


def _slack(rule: Comparison, cell: Cell) -> str:
    """By how much rounded numbers may miss: each by half a unit of the last place that any has."""
    cells = [f"N({cell(reference)})" for reference in references(rule)]
    places = ",".join(f"IF(ROUND({c},0)={c},0,IF(ROUND({c},1)={c},1,2))" for c in cells)
    return f"{len(cells)}/2/10^MAX({places})+0.000001"


def value(formula: Expression, cell: Cell, ready: Ready) -> str:
    """A formula that shows a derived indicator as soon as all its parts are there."""
    return f'IFERROR(IF(AND({_all(formula, ready)}),{term(formula, cell)},""),"")'


def _all(node: Expression | Comparison, ready: Ready) -> str:
    return ",".join(dict.fromkeys(("TRUE", *map(ready, references(node)))))


def term(node: Expression, cell: Cell) -> str:
    """The formula of a term of a rule: what does not apply counts for nothing."""
    match node:
        case Number(number):
            return f"({number})" if number.denominator != 1 else decimal(number)
        case Reference():
            return f"N({cell(node)})"
        case Call("合计", columns):
            return f"SUM({','.join(cell(column) for column in columns)})"
        case Call("计数", columns):
            return f"({'+'.join(f'COUNTA({cell(column)})' for column in columns)})"
        case Call(_, columns):
            return _distinct([cell(column) for column in columns])
        case Binary(sign, left, right):
            return f"({term(left, cell)}{sign}{term(right, cell)})"


def _distinct(ranges: list[str]) -> str:
    """The formula that counts the different texts in all the ranges, each of them once."""
    counts = []
    for at, cells in enumerate(ranges):
        new = "".join(f'*(COUNTIF({before},{cells}&"")=0)' for before in ranges[:at])
        counts.append(f'SUMPRODUCT(({cells}<>""){new}/COUNTIF({cells},{cells}&""))')
    return f"({'+'.join(counts)})"
