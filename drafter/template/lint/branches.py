"""A template that takes every branch: what stands in each is tried, whatever the data say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import nodes

from drafter.template.sandbox import Sandbox

_CHOICES = (nodes.CondExpr, nodes.And, nodes.Or)


class EveryBranch(Sandbox):
    """Jinja in which both sides of every condition are evaluated, one after the other.

    `without` are the source's lines whose tags are left out: what is wrong there is known.
    """

    without: frozenset[int] = frozenset()

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        source.body = list(self._all(source.body))
        return super()._generate(source, name, filename, defer_init)

    def _all(self, body: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
        for node in body:
            if isinstance(node, nodes.Output):
                yield from self._output(node)
            elif isinstance(node, nodes.If):
                yield from self._if(node)
            elif isinstance(node, nodes.For):
                yield from self._for(node)
            elif node.lineno not in self.without:
                yield from _tests(node)
                yield from _sides(node)
            elif isinstance(node, nodes.Assign):
                node.node = nodes.Const("", lineno=node.lineno)
                yield node

    def _output(self, node: nodes.Output) -> Iterator[nodes.Node]:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData) or part.lineno not in self.without:
                yield from _tests(part)
                outputs = [side for side in _sides(part) if isinstance(side, nodes.Expr)]
                yield _placed(nodes.Output(outputs), part)

    def _if(self, node: nodes.If) -> Iterator[nodes.Node]:
        if node.lineno not in self.without:
            yield from _tried(node.test)
        yield from self._all([*node.body, *node.elif_, *node.else_])

    def _for(self, node: nodes.For) -> Iterator[nodes.Node]:
        """The loop's body once more with its condition tried in each turn; then its else."""
        if node.lineno not in self.without:
            test = [] if node.test is None else list(_tried(node.test))
            for over in _sides(node.iter):
                body = [*test, *self._all(_copies(node.body))]
                loop = nodes.For(_copy(node.target), over, body, [], None, node.recursive)
                yield _placed(loop, node)
        yield from self._all(node.else_)


def _tests(node: nodes.Node) -> Iterator[nodes.Node]:
    """The conditions within an expression, each tried by itself."""
    for choice in node.find_all(nodes.CondExpr):
        yield from _tried(choice.test)


def _tried(test: nodes.Node) -> Iterator[nodes.Node]:
    """The condition evaluated, nothing done."""
    yield from _tests(test)
    for side in _sides(test):
        yield _placed(nodes.If(side, [], [], []), test)


def _sides(node: Any) -> list[Any]:
    """The node with the first side of all its conditions, and with the second, where it has any."""
    if not isinstance(node, _CHOICES) and next(node.find_all(_CHOICES), None) is None:
        return [node]
    return [_copy(node, 0), _copy(node, 1)]


def _copies(body: Iterable[nodes.Node]) -> list[nodes.Node]:
    return [_copy(node) for node in body]


def _copy(node: Any, side: int | None = None) -> Any:
    """A copy of the node; with `side`, of that side of each condition in it."""
    if isinstance(node, list | tuple):
        return type(node)(_copy(one, side) for one in node)
    if not isinstance(node, nodes.Node):
        return node
    if side is not None and isinstance(node, nodes.And | nodes.Or):
        return _copy(node.right if side else node.left, side)
    if side is not None and isinstance(node, nodes.CondExpr) and not (side and not node.expr2):
        return _copy(node.expr2 if side else node.expr1, side)
    fields = [_copy(getattr(node, name), side) for name in node.fields]
    copy = type(node)(*fields)
    if isinstance(copy, nodes.CondExpr) and side:  # without else: what it gives where it is not so
        copy.test = _placed(nodes.Const(False), node)
    return _placed(copy, node)


def _placed(copy: Any, node: nodes.Node) -> Any:
    copy.lineno, copy.environment = node.lineno, node.environment
    return copy
