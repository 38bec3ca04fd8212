"""A rule as a formula where cells may hold 80余: the live check over the least and the most that
each can mean, as the check of what comes back has it."""

from __future__ import annotations

from collections.abc import Callable

from drafter.catalogue.rules.excel import Cell, Ready, applicable, term
from drafter.catalogue.rules.language import (
    Binary,
    Comparison,
    Expression,
    Number,
    Reference,
    references,
)

Hedged = Callable[[Reference], bool]
_PLACES = "{1,2,3,4,5,6,7,8}"  # of the zeros at a number's end
# By sign when a comparison is broken; what cannot be is left out.
_BROKEN = {
    "=": "OR({least}>0,{most}<0)",
    "<=": "{least}>0",
    ">=": "{most}<0",
    "<": "{least}>=0",
    ">": "{most}<=0",
}


def least(cell: str) -> str:
    """The number in front of 余, 万 counted in; an error where there is none."""
    return f'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"余",""),"万","E4"))'


def most(cell: str) -> str:
    """The most that 余 can mean: one less than the next round number, at least one more."""
    number = least(cell)
    zeros = f"SUMPRODUCT(MAX((MOD({number},10^{_PLACES})=0)*{_PLACES}))"
    step = f"10^MAX(1,{zeros})"
    return f"MAX((INT({number}/{step})+1)*{step}-1,{number}+1)"


def more_than(cell: str) -> str:
    """The condition that the cell holds a number with 余."""
    return f'RIGHT({cell},1)="余"'


def check(rule: Comparison, cell: Cell, ready: Ready, hedged: Hedged, warning: str) -> str:
    """A formula that shows the warning while one of the `hedged` cells holds 余 and no reading of
    the cells satisfies the rule; "" for a rule that is not a sum, or that none of them is in."""
    named = [reference for reference in references(rule) if hedged(reference)]
    if not named or rule.rounded or rule.sign not in _BROKEN:
        return ""
    left, right = _bounds(rule.left, cell, hedged), _bounds(rule.right, cell, hedged)
    if not left or not right:
        return ""
    ends = {
        "least": f"ROUND({left[0]}-({right[1]}),6)",
        "most": f"ROUND({left[1]}-({right[0]}),6)",
    }
    any_more = f"OR({','.join(more_than(cell(one)) for one in named)})"
    answered = [
        f"OR({ready(one)},{more_than(cell(one))})" if hedged(one) else ready(one)
        for one in dict.fromkeys(references(rule))
    ]
    quoted = warning.replace('"', '""')
    broken = _BROKEN[rule.sign].format(**ends)
    ready_all = f"{any_more},{','.join(answered)}{applicable(rule, cell)}"
    return f'IFERROR(IF(AND({ready_all}),IF({broken},"{quoted}",""),""),"")'


def _bounds(node: Expression, cell: Cell, hedged: Hedged) -> tuple[str, str] | None:
    """(the least, the most) that a sum can be; None for what is none."""
    match node:
        case Reference() if hedged(node):
            own, plain = cell(node), term(node, cell)
            ends = (f"IF({more_than(own)},{one},{plain})" for one in (least(own), most(own)))
            low, high = ends
            return low, high
        case Binary(sign, first, second) if sign in "+-":
            mine, theirs = _bounds(first, cell, hedged), _bounds(second, cell, hedged)
            if mine is None or theirs is None:
                return None
            low, high = theirs if sign == "+" else theirs[::-1]
            return f"({mine[0]}{sign}{low})", f"({mine[1]}{sign}{high})"
        case Binary(sign, first, Number() as factor) if factor.value > 0:
            ends_of = _bounds(first, cell, hedged)
            by = term(factor, cell)
            return ends_of and (f"({ends_of[0]}{sign}{by})", f"({ends_of[1]}{sign}{by})")
        case _ if any(map(hedged, references(node))):
            return None
    exact = term(node, cell)
    return exact, exact
