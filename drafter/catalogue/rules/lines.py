"""Rules over whole rows and columns of a 固定表, written once: 表.[行] and 表.{列}.

`申请.[新收] = 申请.[办结]` holds in each column, `申请.{总计} = 申请.{甲:丙}` in each row; `:` adds
up the rows or columns from one to another. What comes of it are rules over single cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from msgspec.structs import replace

from drafter.catalogue.rules.language import (
    Binary,
    Comparison,
    Expression,
    Reference,
    RuleError,
    references,
)

ROW, COLUMN = "[", "{"
# Of a table by name: for each axis the lines by code, each with its cells by the crossing code.
Cells = Mapping[str, Mapping[str, str]]
Tables = Mapping[str, Mapping[str, Cells]]


def axis(reference: Reference) -> str:
    """Whether it names a whole row or a whole column; "" for a single indicator."""
    sign = reference.key.partition(".")[2][:1]
    return sign if sign in (ROW, COLUMN) else ""


def spread(test: Comparison, tables: Tables) -> list[tuple[str, Comparison]]:
    """The rule for each column of its rows, or each row of its columns, with the axis; itself where
    it names neither. Raises RuleError."""
    lines = list(dict.fromkeys(r for r in references(test) if axis(r)))
    if not lines:
        return [("", test)]
    one = axis(lines[0])
    if any(axis(line) != one for line in lines):
        raise RuleError("一条规则不能既有整行[…]又有整列{…}，请分成两条")
    cells = {line: _cells(line, tables) for line in lines}
    crossings = [tuple(row) for row in cells.values()]
    if len(set(crossings)) > 1:
        other = "列" if one == ROW else "行"
        raise RuleError(
            f"“{lines[0].key}”与“{_odd(lines, crossings)}”的{other}不同，不能逐{other}核对"
        )
    return [(one, _put(test, cells, crossing)) for crossing in crossings[0]]


def _odd(lines: Iterable[Reference], crossings: list[tuple[str, ...]]) -> str:
    pairs = zip(lines, crossings, strict=True)
    return next(line.key for line, crossing in pairs if crossing != crossings[0])


def _cells(line: Reference, tables: Tables) -> Mapping[str, list[str]]:
    """The keys that the line adds up, by the code of what crosses it."""
    name, _, rest = line.key.partition(".")
    if name not in tables:
        raise RuleError(f"没有固定表“{name}”")
    what = "行" if axis(line) == ROW else "列"
    codes = tables[name][axis(line)]
    first, _, last = rest.strip("[]{}").partition(":")
    for code in filter(None, (first, last)):
        if code not in codes:
            raise RuleError(f"固定表“{name}”没有{what}“{code}”")
    order = list(codes)
    start, end = order.index(first), order.index(last or first)
    if end < start:
        raise RuleError(f"固定表“{name}”的{what}“{last}”在“{first}”之前")
    chosen = [codes[code] for code in order[start : end + 1]]
    if any(tuple(one) != tuple(chosen[0]) for one in chosen):
        raise RuleError(f"“{first}”至“{last}”不在固定表“{name}”的同一部分")
    return {crossing: [one[crossing] for one in chosen] for crossing in chosen[0]}


def _put(
    test: Comparison, cells: Mapping[Reference, Mapping[str, list[str]]], crossing: str
) -> Comparison:
    def put(node: Expression) -> Expression:
        match node:
            case Binary(sign, left, right):
                return Binary(sign, put(left), put(right))
            case Reference() if node in cells:
                parts: Iterable[Expression] = (replace(node, key=k) for k in cells[node][crossing])
                return reduce(_added, parts)
            case _:
                return node

    return replace(test, left=put(test.left), right=put(test.right))


def _added(left: Expression, right: Expression) -> Expression:
    return Binary("+", left, right)
