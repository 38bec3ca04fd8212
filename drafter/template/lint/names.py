"""The names, filters and operations in a template's tags, held against the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.stages import TEXTS
from drafter.model.quantity import doubled
from drafter.template.annex import NAME
from drafter.template.blocks import Typed
from drafter.template.course import EARLIER, FIVE_YEARS
from drafter.template.lint.filters import filtered, taken
from drafter.template.lint.things import (
    ANYTHING,
    CALLED,
    COMPUTED,
    NOT_PRINTED,
    Sort,
    Thing,
    below,
    near,
    of_column,
    of_indicator,
    row_of,
    themes,
)
from drafter.template.part import INDICATOR
from drafter.template.sandbox import LOOP, Sandbox
from drafter.template.source import expression, statement
from drafter.word.slip import Slip

DERIVED = ("统计期", "下一年度", *TEXTS)


class Names:
    """A template's tags read in order: what is wrong with them, and which indicators they use."""

    def __init__(self, catalogue: Catalogue, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._themes = themes(catalogue)
        self._annexed = {key for key, one in catalogue.indicators.items() if one.annexed}
        self._fixed = {table.key: table.keys for table in catalogue.fixed}
        self._below = below(catalogue)
        self._fates = catalogue.fates
        self._settings = {*catalogue.settings.texts, *DERIVED}
        self._scopes: list[dict[str, Thing]] = [{}]
        self._typed: Typed | None = None
        self.slips: list[Slip] = []
        self.used: set[str] = set()
        self._readers: dict[type[nodes.Node], Callable[[Any], Thing]] = {
            nodes.Output: self._output, nodes.For: self._for,
            nodes.If: lambda node: self._value(node.test),
            nodes.Assign: self._assign, nodes.Name: self._name, nodes.Getattr: self._getattr,
            nodes.Getitem: self._getitem, nodes.Filter: self._filter,
            nodes.Keyword: lambda node: self._value(node.value), nodes.Compare: self._compare,
            nodes.Add: self._calculated, nodes.Sub: self._calculated,
            nodes.Mul: self._calculated, nodes.Div: self._calculated, nodes.Const: self._const,
            nodes.Concat: self._concat, nodes.List: self._list, nodes.Tuple: self._list,
            nodes.CondExpr: self._condition, nodes.Call: self._call,
        }  # fmt: skip

    def begin(self) -> None:
        """Another part: names that were set in the last one are not known in it."""
        self._scopes = [{}]

    def read(self, typed: Typed) -> Thing:
        """What the tag stands for. What is wrong with its names goes to `slips`."""
        self._typed = typed
        code, word = typed.tag.code, typed.tag.word
        if typed.tag.mark == "{{" and (plain := INDICATOR.fullmatch(code)):
            theme, name = plain.groups()
            if theme in self._themes and not self._is_set(theme):
                return self._printed(self._indicator(theme, name))
        if typed.level == "p" and code in self._fixed and not self._is_set(code):
            self.used |= {*self._fixed[code]}
            return ANYTHING
        if typed.tag.mark == "{{":
            return self._value(self._parsed(expression(code)))
        if word == "endfor" and len(self._scopes) > 1:
            self._scopes.pop()
        elif word in ("if", "elif"):
            self._value(self._parsed(statement(code.removeprefix("el")) + statement("endif")))
        elif word == "for":
            self._value(self._parsed(statement(code) + statement("endfor")))
        elif word == "set":
            self._value(self._parsed(statement(code)))
        return ANYTHING

    def _parsed(self, source: str) -> nodes.Node | None:
        try:
            body = self._sandbox.parse(source).body
        except (TemplateSyntaxError, RecursionError, ValueError):
            return None  # compiling tells of it
        return body[0] if body else None

    def _value(self, node: nodes.Node | None) -> Thing:
        if node is None:
            return ANYTHING
        reader = self._readers.get(type(node))
        if reader is not None:
            return reader(node)
        for child in node.iter_child_nodes():
            self._value(child)
        return ANYTHING

    def _output(self, node: nodes.Output) -> Thing:
        return self._printed(self._value(node.nodes[0]))

    def _printed(self, thing: Thing) -> Thing:
        if thing.sort in NOT_PRINTED:
            self._slip("template-not-printable", what=str(thing.sort.value), label=thing.label)
        return thing

    def _for(self, node: nodes.For) -> Thing:
        over = self._value(node.iter)
        if over.sort in (Sort.NUMBER, Sort.TEXT, Sort.DATE, Sort.THEME, Sort.SETTINGS, Sort.ROW):
            self._slip("template-not-rows", label=over.label, what=str(over.sort.value))
        scope = {"loop": Thing(Sort.LOOP)}
        if isinstance(node.target, nodes.Name):
            scope[node.target.name] = row_of(over)
        else:
            scope |= {name.name: ANYTHING for name in node.target.find_all(nodes.Name)}
        self._scopes.append(scope)
        if node.test is not None:
            self._value(node.test)
        return ANYTHING

    def _assign(self, node: nodes.Assign) -> Thing:
        value = self._value(node.node)
        for name in _targets(node.target):
            self._scopes[-1][name] = value
        return ANYTHING

    def _name(self, node: nodes.Name) -> Thing:
        if node.name == "报告":
            return Thing(Sort.SETTINGS, "报告")
        for scope in reversed(self._scopes):
            if node.name in scope:
                return scope[node.name]
        if node.name in self._themes:
            return Thing(Sort.THEME, node.name)
        if node.name in (NAME, FIVE_YEARS):
            self.used |= self._annexed
        if node.name in CALLED:
            return CALLED[node.name]
        scoped = [name for scope in self._scopes for name in scope if name != "loop"]
        self._unknown(node.name, [*self._themes, *scoped, "报告", *CALLED], "指标目录和循环中")
        return ANYTHING

    def _getattr(self, node: nodes.Getattr) -> Thing:
        if isinstance(node.node, nodes.Name) and self._of_no_theme(node.node.name, node.attr):
            return ANYTHING
        return self._member(self._value(node.node), node.attr)

    def _getitem(self, node: nodes.Getitem) -> Thing:
        owner = self._value(node.node)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._member(owner, node.arg.value)
        self._value(node.arg)
        return ANYTHING

    def _of_no_theme(self, theme: str, name: str) -> bool:
        """A key that its theme does not have: the nearest key is proposed, not a theme."""
        defined = theme in self._themes or theme in CALLED or theme == "报告"
        if defined or self._is_set(theme):
            return False
        keys = [f"{t}.{n}" for t, names in self._themes.items() for n in names]
        self._unknown(f"{theme}.{name}", keys, "指标目录中")
        return True

    def _is_set(self, name: str) -> bool:
        """Whether the name stands for something of the template's, or for the settings."""
        return name == "报告" or any(name in scope for scope in self._scopes)

    def _member(self, owner: Thing, name: str) -> Thing:
        if owner.sort is Sort.THEME:
            return self._indicator(owner.label, name)
        if owner.sort in (Sort.DISTRICTS, Sort.DISTRICT):
            if name not in self._below[owner.sort]:
                self._unknown(name, list(self._below[owner.sort]), f"“{owner.label}”")
            return self._below[owner.sort].get(name, ANYTHING)
        if owner.sort is Sort.ROW:
            if name in owner.columns:
                return of_column(owner.columns[name])
            self._unknown(name, list(owner.columns), f"明细表“{owner.label}”")
        elif owner.sort is Sort.SETTINGS and name not in self._settings:
            self._unknown(name, list(self._settings), "“报告”表")
        elif owner.sort is Sort.LOOP and name not in LOOP:
            self._unknown(name, list(LOOP), "“loop”")
        elif owner.label == FIVE_YEARS and name in (*owner.columns, EARLIER):
            return Thing(Sort.NUMBER if name == EARLIER else Sort.TEXT)
        elif owner.sort in (Sort.NUMBER, Sort.TEXT, Sort.DATE, Sort.TABLE):
            self._slip("template-no-member", label=owner.label, name=name)
        return Thing(Sort.TEXT) if owner.sort is Sort.SETTINGS else ANYTHING

    def _indicator(self, theme: str, name: str) -> Thing:
        own = self._themes.get(theme, {})
        indicator = own.get(name)
        if indicator is None:
            keys = [f"{t}.{n}" for t, names in self._themes.items() for n in names]
            near = [f"{theme}.{n}" for n in own]
            self._unknown(f"{theme}.{name}", near, "指标目录中", keys)
            return ANYTHING
        self.used.add(indicator.key)
        return of_indicator(indicator)

    def _filter(self, node: nodes.Filter) -> Thing:
        value = ANYTHING if node.node is None else self._value(node.node)
        for argument in (*node.args, *node.kwargs):
            self._value(argument)
        if value.sort is Sort.DISTRICTS:
            for key in (a.value for a in node.args if isinstance(a, nodes.Const)):
                if isinstance(key, str):
                    self._indicator(*key.partition(".")[::2])
        expected = taken(node.name)
        if expected and value.sort not in (Sort.ANY, Sort.CHART, *expected):
            fits = "、".join(str(sort.value) for sort in expected)
            what = str(value.sort.value)
            self._slip("template-filter", filter=node.name, fits=fits, what=what, label=value.label)
        if value.units and doubled(node.name, value.units[0]):
            label, unit = value.label or COMPUTED, value.units[0]
            self._slip("template-scaled", label=label, unit=unit, filter=node.name)
            return value
        return filtered(node.name, value)

    def _compare(self, node: nodes.Compare) -> Thing:
        first = self._value(node.expr)
        for operand in node.ops:
            other = self._value(operand.expr)
            sorts = {first.sort, other.sort}
            if operand.op not in ("in", "notin") and sorts == {Sort.NUMBER, Sort.TEXT}:
                self._slip("template-compared", label=first.label or other.label)
        return ANYTHING

    def _calculated(self, node: nodes.BinExpr) -> Thing:
        terms = (self._value(node.left), self._value(node.right))
        for term in terms:
            if term.sort not in (Sort.NUMBER, Sort.ANY):
                self._slip("template-calculated", label=term.label, what=str(term.sort.value))
        units = terms[0].units if terms[0].units == terms[1].units else ()
        return Thing(Sort.NUMBER, units=units, rate=terms[0].rate and terms[1].rate)

    def _const(self, node: nodes.Const) -> Thing:
        if isinstance(node.value, str):
            return Thing(Sort.TEXT, node.value)
        return Thing(Sort.NUMBER) if isinstance(node.value, int | float) else ANYTHING

    def _concat(self, node: nodes.Concat) -> Thing:
        for part in node.nodes:
            self._value(part)
        return Thing(Sort.TEXT)

    def _list(self, node: nodes.List | nodes.Tuple) -> Thing:
        for item in node.items:
            self._value(item)
        return Thing(Sort.LIST)

    def _condition(self, node: nodes.CondExpr) -> Thing:
        self._value(node.test)
        first = self._value(node.expr1)
        other = first if node.expr2 is None else self._value(node.expr2)
        return first if first.sort is other.sort else ANYTHING

    def _call(self, node: nodes.Call) -> Thing:
        called = self._value(node.node)
        over = [self._value(argument) for argument in node.args]
        for argument in node.kwargs:
            self._value(argument)
        if over and over[0].sort is Sort.TABLE:
            for name in (a.value for a in node.args[1:] if isinstance(a, nodes.Const)):
                self._member(row_of(over[0]), str(name))
        return called if called.sort is Sort.CHART else ANYTHING

    def _unknown(
        self, name: str, names: Sequence[str], owner: str, others: Sequence[str] = ()
    ) -> None:
        """A name that nothing has: what became of it, or the nearest, first of the same theme."""
        if fate := self._fates.get(name):
            self._slip("template-gone", name=name, fate=fate)
            return
        self._slip("template-unknown", name=name, owner=owner, hint=near(name, names, others))

    def _slip(self, code: str, **details: str) -> None:
        assert self._typed is not None
        slip = self._typed.slip(code, **details)
        if slip not in self.slips:
            self.slips.append(slip)


def _targets(target: nodes.Node) -> Iterator[str]:
    if isinstance(target, nodes.Name):
        yield target.name
    for name in target.find_all(nodes.Name):
        yield name.name
