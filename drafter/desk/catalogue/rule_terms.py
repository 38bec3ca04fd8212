"""A rule put together from names and signs."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from drafter.catalogue.rules.language import LAST_YEAR, ROUNDED, RuleError, parse_formula
from drafter.desk.catalogue.catalogue_rows import INDICATORS, TABLES, Leaves
from drafter.model.errors import CatalogueError
from drafter.model.finding import Kind

COMPARED = (
    ("=", "等于"),
    ("<=", "不大于"),
    (">=", "不小于"),
    ("<", "小于"),
    (">", "大于"),
    ("<>", "不等于"),
)
_SIGNS = ("+", "-")
_KEY = "指标编号"
_COUNTED = [kind for kind in Kind if kind.counts]


class Term(Struct, frozen=True):
    """An indicator or a number, what joins it to the terms before it, and whether last year's."""

    name: str
    sign: str = "+"
    last_year: bool = False

    @property
    def text(self) -> str:
        """The term as a rule has it."""
        return f"{LAST_YEAR}({self.name})" if self.last_year else self.name


def meant(name: str, names: Sequence[tuple[str, str]]) -> str:
    """What a rule has for a name that was typed: of a label its key; what a rule can read stays as
    it is. Raises CatalogueError where the label is several indicators', or nobody's."""
    from drafter.catalogue.rows import nearest

    keys = [key for key, label in names if label == name]
    if not name or name in dict(names):
        return name
    if len(keys) == 1:
        return keys[0]
    if keys:
        raise CatalogueError(f"叫“{name}”的有{len(keys)}项：{'、'.join(keys)}；请选填其中一个")
    if _readable(name):
        return name
    hint = nearest(name, [label for _, label in names])
    raise CatalogueError(f"没有叫“{name}”的指标{hint}")


def _readable(name: str) -> bool:
    try:
        parse_formula(name)
    except RuleError:
        return False
    return True


def composed(left: Sequence[Term], sign: str, right: Sequence[Term], rounded: bool = False) -> str:
    """The rule that the terms make; "" where a side has none. A sign that is none is an equals."""
    sides = [_sum(side) for side in (left, right)]
    relation = sign if sign in dict(COMPARED) else "="
    rule = f"{sides[0]} {relation} {sides[1]}"
    return f"{rule}{f' {ROUNDED}' if rounded else ''}" if all(sides) else ""


def divided(part: str, whole: str) -> str:
    """The formula of a rate; "" where one of them is not said."""
    return f"{part} / {whole}" if part and whole else ""


def offered(sheets: Leaves) -> list[tuple[str, str]]:
    """What a rule can be made of, with what it is called: indicators that are numbers, sums and
    counts over the columns of tables."""
    names = {line.texts.get(_KEY, ""): line.texts for line in sheets[INDICATORS].lines}
    numbers = [
        (key, texts.get("指标名称", ""))
        for key, texts in names.items()
        if texts.get("类型", Kind.INTEGER) in _COUNTED
    ]
    columns = []
    for line in sheets[TABLES].lines:
        key, column = line.texts.get(_KEY, ""), line.texts.get("列名", "")
        call = "合计" if line.texts.get("类型") in _COUNTED else "计数"
        label = names.get(key, {}).get("指标名称", "")
        columns.append((f"{call}({key}.{column})", f"{label}·{column}（{call}）"))
    return [*numbers, *columns]


def _sum(terms: Sequence[Term]) -> str:
    text = ""
    for term in (term for term in terms if term.name):
        sign = term.sign if term.sign in _SIGNS else "+"
        text += f" {sign} {term.text}" if text else term.text
    return text
