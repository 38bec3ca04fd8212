"""What an expression in a template may do: name indicators, calculate, compare, filter.

No attribute of any Python object is reachable and nothing can be called but 图; loops, texts and
numbers are bounded by the budget of each filling.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateAssertionError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drafter.template.budget import flat
from drafter.template.charts import Charts
from drafter.template.restarts import LIST, RESTART
from drafter.template.source import (
    BLOCK,
    BOARD,
    COPY,
    EXPRESSION,
    PLACE,
    PLAIN,
    PRINT,
    REMARK,
    REST,
)
from drafter.template.values import Names, Shown, UnknownNameError

_BUILT_IN_FILTERS = (
    "default", "first", "last", "length", "list", "reverse", "sort", "sum", "trim", "unique",
)  # fmt: skip
_BUILT_IN_TESTS = (
    "defined", "eq", "even", "false", "ge", "gt", "in", "le", "lt", "ne", "none", "number", "odd",
    "string", "true", "undefined",
)  # fmt: skip
_SCOPES = ("_loop_vars", "_block_vars")  # what Jinja adds to a call in a loop or block
LOOP = ("index", "index0", "revindex", "first", "last", "length")
_OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
SLOT = "\ufde1slot"
_TURNS = "_turns"


# What the engine writes as filters of a slot are calls of the filling's marker, which no template
# can name: the commonest of all operations, so they are made without a detour.
_SLOTS = {PLACE: "", PRINT: ".indicator", COPY: ".copy", PLAIN: ".plain"}
_SLOTS |= {BOARD: ".board", REST: ".rest"}


def _slot(value: object, *_: object) -> object:
    """A slot's filter is known, and replaced in the code."""
    raise SecurityError("不能这样使用")


@pass_context
def _turns(context: Context, items: Iterable[Any], size: int) -> Iterator[Any]:
    """The items one by one, as the budget allows."""
    budget = context.parent[SLOT].budget
    if isinstance(items, str | Shown) or (
        isinstance(items, Names) and not isinstance(items, Iterable)
    ):
        raise UnknownNameError("只能对明细表逐行循环，这不是明细表")
    for item in items:
        budget.turn(size)
        yield item


@pass_context
def _restart(context: Context, number: int) -> str:
    """Nothing; the numbered list begins anew."""
    context.parent[SLOT].lists.restart(number)
    return ""


@pass_context
def _list(context: Context, number: int) -> str:
    """The number of the list that is now used for the list of that number."""
    return str(context.parent[SLOT].lists.now(number))


@pass_context
def _join(context: Context, value: Iterable[object], between: str = "") -> object:
    """|join("、") — the items as one text, figures in it still cited."""
    texts = list(map(str, value))
    context.parent[SLOT].budget.spend(len(between) * len(texts))
    return context.parent[SLOT].budget.checked(between.join(texts))


def _text(value: object) -> str:
    """|string — the value as text."""
    if isinstance(value, list | tuple):
        raise UnknownNameError("这是一组数据，不能直接写入正文，请逐项循环")
    return str(value)


class _Generator(CodeGenerator):
    """Jinja's compiler, with `~` and lists going through the sandbox, and slots to the marker."""

    def write_commons(self) -> None:
        """The marker is a local name: it is called for every slot."""
        super().write_commons()
        self.writeline(f"marker = context.parent[{SLOT!r}]")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """What a slot prints is a text, and needs not be made one."""
        if not _is_slot(node):
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not _is_slot(node):
            super()._output_child_post(node, frame, finalize)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        if not _is_slot(node) or node.node is None:
            super().visit_Filter(node, frame)
            return
        self.write(f"marker{_SLOTS[node.name]}(")
        for argument in (node.node, *node.args):
            self.visit(argument, frame)
            self.write(", ")
        self.write(")")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined(context, (")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self.write("environment.flat(")
        super().visit_List(node, frame)
        self.write(")")

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        loaded = node.ctx == "load"
        self.write("environment.flat(" if loaded else "")
        super().visit_Tuple(node, frame)
        self.write(")" if loaded else "")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        raise TemplateAssertionError("dict", node.lineno)


def _is_slot(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in _SLOTS


def _static(body: Iterable[nodes.Node]) -> int:
    """How much text of the document a turn of a loop repeats, inner loops left out."""
    size = 0
    for node in body:
        if isinstance(node, nodes.TemplateData):
            size += len(node.data)
        elif not isinstance(node, nodes.For):
            size += _static(node.iter_child_nodes())
    return size


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja as templates of unknown hands may use it."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"+", "-", "*", "/", "**", "%", "//"})
    flat = staticmethod(flat)

    def __init__(
        self, filters: Mapping[str, Callable[..., Any]], tests: Mapping[str, Callable[..., bool]]
    ) -> None:
        block, expression, remark = BLOCK, EXPRESSION, REMARK
        super().__init__(
            *block,
            *expression,
            *remark,
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            optimized=False,
        )
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _BUILT_IN_FILTERS} | dict(filters)
        self.filters |= {**dict.fromkeys(_SLOTS, _slot), _TURNS: _turns}
        self.filters |= {RESTART: _restart, LIST: _list, "join": _join, "string": _text}
        self.tests = {name: self.tests[name] for name in _BUILT_IN_TESTS} | dict(tests)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        """Python for the template, with every loop counting its turns."""
        for node in source.find_all(nodes.For):
            if node.recursive:
                raise TemplateAssertionError("recursive", node.lineno)
            size = nodes.Const(_static(node.body), lineno=node.lineno)
            counted = nodes.Filter(node.iter, _TURNS, [size], [], None, None, lineno=node.lineno)
            node.iter = counted.set_environment(self)
        return super()._generate(source, name, filename, defer_init)

    def runnable(self, code: CodeType) -> Template:
        """What `compile` gave, to be rendered here."""
        return Template.from_code(self, code, self.make_globals(None))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """obj.attribute: a name of ours, or what a loop tells of itself."""
        if isinstance(obj, Names):
            return obj.look(attribute)
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        if isinstance(obj, StrictUndefined):
            raise UnknownNameError(f"没有“{obj._undefined_name}”这个主题")
        raise SecurityError(f"不能取“{attribute}”")

    def getitem(self, obj: Any, argument: Any) -> Any:
        """obj[argument]: a name of ours, or an item of a list."""
        if isinstance(obj, Names) and isinstance(argument, str):
            return obj.look(argument)
        if isinstance(obj, list | tuple | str) and isinstance(argument, int):
            return obj[argument]
        raise SecurityError(f"不能取“{argument}”")

    def call(__self, __context: Context, __obj: Any, *args: Any, **named: Any) -> Any:  # noqa: N805
        """Nothing can be called but 图."""
        if isinstance(__obj, Charts):
            return __obj.drawn(*args, **{n: named[n] for n in named if n not in _SCOPES})
        if isinstance(__obj, StrictUndefined):
            raise UnknownNameError(f"没有“{__obj._undefined_name}”这个名称")
        raise SecurityError("模板中不能调用函数，请用过滤器，如 {{ 指标|万 }}")

    def joined(self, context: Context, parts: tuple[object, ...]) -> object:
        """The parts of `a ~ b` as one text, figures in it still cited."""
        if any(isinstance(part, list | tuple | dict) for part in parts):
            raise UnknownNameError("这是一组数据，不能直接写入正文，请逐项循环")
        return context.parent[SLOT].budget.checked("".join(map(str, parts)))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """The four operations; nothing that repeats text or makes huge numbers."""
        repeats = operator != "+" and isinstance(left, str | list | tuple)
        repeats |= operator != "+" and isinstance(right, str | list | tuple)
        if operator not in _OPERATIONS or repeats:
            raise SecurityError(f"不支持“{operator}”运算")
        return context.parent[SLOT].budget.checked(_OPERATIONS[operator](left, right))
