"""What an expression in a template may do: name indicators, calculate, compare, filter.

No attribute of any Python object is reachable, nothing can be called, no text is
joined to itself without end. How often loops may turn is not limited yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from drafter.report.template.part import BLOCK, EXPRESSION, PLACE, PRINT, REMARK
from drafter.report.template.values import Names, UnknownNameError

_BUILT_IN_FILTERS = (
    "default", "first", "join", "last", "length", "list", "reverse", "sort", "string", "sum",
    "trim", "unique",
)  # fmt: skip
_BUILT_IN_TESTS = (
    "defined", "eq", "even", "false", "ge", "gt", "in", "le", "lt", "ne", "none", "number", "odd",
    "string", "true", "undefined",
)  # fmt: skip
_LOOP = ("index", "index0", "revindex", "first", "last", "length")


_LONGEST_TEXT = 100_000
SLOT = "\ue008slot"


@pass_context
def _place(context: Context, value: object, number: int) -> str:
    """The value in its slot, by the marker of this rendering; no template can name either."""
    text: str = context.parent[SLOT](value, number)
    return text


@pass_context
def _print(context: Context, key: str, number: int) -> str:
    """The indicator of that key in its slot."""
    text: str = context.parent[SLOT].indicator(key, number)
    return text


class _Generator(CodeGenerator):
    """Jinja's compiler, with `~` joined by the sandbox, which minds the length."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja as templates of unknown hands may use it."""

    code_generator_class = _Generator
    intercepted_binops = frozenset({"*", "**", "%", "//"})

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
        self.filters |= {PLACE: _place, PRINT: _print}
        self.tests = {name: self.tests[name] for name in _BUILT_IN_TESTS} | dict(tests)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """obj.attribute: a name of ours, or what a loop tells of itself."""
        if isinstance(obj, Names):
            return obj.look(attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP:
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

    def call(__self, __context: Context, __obj: Any, *_: Any, **__: Any) -> Any:  # noqa: N805
        """Nothing can be called."""
        if isinstance(__obj, StrictUndefined):
            raise UnknownNameError(f"没有“{__obj._undefined_name}”这个名称")
        raise SecurityError("模板中不能调用函数，请用过滤器，如 {{ 指标|万 }}")

    def joined(self, parts: tuple[object, ...]) -> str:
        """The parts of `a ~ b` as one text, figures in it still cited."""
        if any(isinstance(part, list | tuple | dict) for part in parts):
            raise UnknownNameError("这是一组数据，不能直接写入正文，请逐项循环")
        text = "".join(map(str, parts))
        if len(text) > _LONGEST_TEXT:
            raise SecurityError(f"拼接的文字超过{_LONGEST_TEXT}个字")
        return text

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Multiplication of numbers; nothing that repeats text or makes huge numbers."""
        if operator != "*" or isinstance(left, str | list) or isinstance(right, str | list):
            raise SecurityError(f"不支持“{operator}”运算")
        return left * right
