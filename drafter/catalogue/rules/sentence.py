"""A rule as the sentence that a department reads: “甲”应等于“乙”与“丙”之和."""

from __future__ import annotations

from collections.abc import Callable

from drafter.catalogue.rules.language import Binary, Call, Comparison, Expression, Number, Reference
from drafter.model.quantity import decimal

Label = Callable[[Reference], str]

VERBS = {
    "=": "应等于",
    "<>": "不应等于",
    "<=": "不应大于",
    ">=": "不应小于",
    "<": "应小于",
    ">": "应大于",
}
_SIGNS = {"+": "加", "-": "减", "*": "乘", "/": "除以"}


def sentence(rule: Comparison, label: Label) -> str:
    """The rule in words, with the labels that stand in the form."""
    whole = words(rule.left, label) + VERBS[rule.sign] + words(rule.right, label)
    return f"{whole}（各数四舍五入的，可差末位）" if rule.rounded else whole


def words(node: Expression, label: Label) -> str:
    """An expression in words; a pure sum becomes …、…与…之和."""
    match node:
        case Number(value):
            return decimal(value)
        case Reference():
            return f"{'上年' if node.last_year else ''}“{label(node)}”"
        case Call(name, columns):
            listed = _listed([f"“{label(column)}”" for column in columns])
            return listed + {"合计": "的合计", "计数": "的行数", "不同数": "的不同项数"}[name]
        case Binary("+", _, _):
            return _listed([words(term, label) for term in _terms(node)]) + "之和"
        case Binary(sign, left, right):
            return _inner(left, label) + _SIGNS[sign] + _inner(right, label)


def _terms(node: Expression) -> list[Expression]:
    if isinstance(node, Binary) and node.sign == "+":
        return _terms(node.left) + _terms(node.right)
    return [node]


def _listed(parts: list[str]) -> str:
    return "与".join(part for part in ("、".join(parts[:-1]), parts[-1]) if part)


def _inner(node: Expression, label: Label) -> str:
    text = words(node, label)
    return f"（{text}）" if isinstance(node, Binary) else text
