"""The grammar of rules and its only parser.

    rule       = sum (("=" | "<>" | "<=" | ">=" | "<" | ">") sum)?
    sum        = product (("+" | "-") product)*
    product    = factor (("*" | "/") factor)*
    factor     = number ("%" | "万" | "亿")? | "-" factor | "(" sum ")" | call | name
    call       = ("合计" | "计数" | "不同数") "(" column ("," column)* ")" | "上年" "(" name ")"
    name       = 主题.名称 | 固定表.[行] | 固定表.[行:行] | 固定表.{列} | 固定表.{列:列}
    column     = 主题.名称.列名

Full-width signs, × ÷ ≤ ≥ ≠ and == are understood, as a Chinese keyboard types them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from drafter.model.pattern import pattern

COLUMN_CALLS = ("合计", "计数", "不同数")
LAST_YEAR = "上年"
COMPARISONS = ("=", "<>", "<=", ">=", "<", ">")
_DEPTH, _LONGEST = 40, 1000
_SCALES = {"%": Fraction(1, 100), "万": Fraction(10**4), "亿": Fraction(10**8)}
_ALIASES = str.maketrans("（），＋－−×＊÷／＝＜＞．％［］｛｝：　\xa0", "(),+--**//=<>.%[]{}:  ")
_WIDE = {"≤": "<=", "≥": ">=", "≠": "<>", "==": "=", "!=": "<>"}
_TOKEN = pattern(
    r"\s*(?:(?P<number>\d{1,18}(?:\.\d{1,18})?)"
    r"|(?P<name>[^\W\d]\w*\.(?:\[\w+(?::\w+)?\]|\{\w+(?::\w+)?\})|[^\W\d]\w*(?:\.\w+)*)"
    r"|(?P<sign><>|<=|>=|[-+*/()<>=,%]))"
)


ROUNDED = "允许舍入"


class RuleError(ValueError):
    """The rule cannot be read: what is wrong, and near what."""


class Number(Struct, frozen=True):
    """A number written in the rule."""

    value: Fraction


class Reference(Struct, frozen=True):
    """An indicator (主题.名称), or a column of a table (主题.名称.列名); perhaps last year's."""

    key: str
    column: str = ""
    last_year: bool = False

    @property
    def name(self) -> str:
        """The dotted name as it was written."""
        return f"{self.key}.{self.column}" if self.column else self.key


class Call(Struct, frozen=True):
    """A function over table columns."""

    name: str
    columns: tuple[Reference, ...]


class Binary(Struct, frozen=True):
    """Two terms and one of + - * /."""

    sign: str
    left: Expression
    right: Expression


class Comparison(Struct, frozen=True):
    """What must hold; of numbers that were each rounded, to a half of their last place each."""

    sign: str
    left: Expression
    right: Expression
    rounded: bool = False

    @property
    def named(self) -> tuple[Reference, ...]:
        """Every indicator and column that it names."""
        return tuple(references(self))


Expression = Number | Reference | Call | Binary


def parse_rule(text: str) -> Comparison:
    """The comparison that a rule states. Raises RuleError."""
    tokens = _Tokens(text)
    left = _sum(tokens, 0)
    sign = tokens.take(*COMPARISONS)
    if not sign:
        raise RuleError(f"{tokens.here}应有 = <= >= < > <> 之一")
    right = _sum(tokens, 0)
    rounded = bool(tokens.take(ROUNDED))
    tokens.finish()
    if rounded and not (sign == "=" and _adds(left) and _adds(right)):
        raise RuleError(f"“{ROUNDED}”只用于指标相加、相减的等式")
    return Comparison(sign, left, right, rounded)


def _adds(node: Expression) -> bool:
    """Whether an expression only adds and subtracts indicators."""
    if isinstance(node, Binary):
        return node.sign in "+-" and _adds(node.left) and _adds(node.right)
    return isinstance(node, Reference) and not node.column


def parse_formula(text: str) -> Expression:
    """The expression of a derived indicator. Raises RuleError."""
    tokens = _Tokens(text)
    tokens.take("=")
    formula = _sum(tokens, 0)
    tokens.finish()
    return formula


def references(node: Expression | Comparison) -> Iterator[Reference]:
    """Every indicator and column that the rule names, left to right."""
    match node:
        case Reference():
            yield node
        case Call():
            yield from node.columns
        case Binary() | Comparison():
            yield from references(node.left)
            yield from references(node.right)


class _Tokens:
    """The rule's words, taken from left to right."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise RuleError(f"超过{_LONGEST}个字，请拆成几条")
        plain = text.translate(_ALIASES)
        for wide, narrow in _WIDE.items():
            plain = plain.replace(wide, narrow)
        self._words = list(_split(plain))
        self._next = 0

    @property
    def word(self) -> str:
        return self._words[self._next] if self._next < len(self._words) else ""

    @property
    def here(self) -> str:
        return f"“{self.word}”前" if self.word else "末尾"

    def take(self, *wanted: str) -> str:
        """The next word if it is one of those wanted, or if none is named; else "" and no step."""
        word = self.word
        if not word or (wanted and word not in wanted):
            return ""
        self._next += 1
        return word

    def expect(self, wanted: str) -> None:
        if not self.take(wanted):
            raise RuleError(f"{self.here}缺少“{wanted}”")

    def finish(self) -> None:
        if self.word:
            raise RuleError(f"“{self.word}”多余，或它前面缺少运算符")


def _split(text: str) -> Iterator[str]:
    at = 0
    while text[at:].strip():
        token = _TOKEN.match(text, at)
        if not token:
            raise RuleError(f"不认识“{text[at:].strip()[0]}”")
        yield token[0].strip()
        at = token.end()


def _sum(tokens: _Tokens, depth: int) -> Expression:
    left = _product(tokens, depth)
    while sign := tokens.take("+", "-"):
        left = Binary(sign, left, _product(tokens, depth))
    return left


def _product(tokens: _Tokens, depth: int) -> Expression:
    left = _factor(tokens, depth)
    while sign := tokens.take("*", "/"):
        left = Binary(sign, left, _factor(tokens, depth))
    return left


def _factor(tokens: _Tokens, depth: int) -> Expression:
    if depth > _DEPTH:
        raise RuleError(f"括号超过{_DEPTH}层")
    if tokens.take("-"):
        return Binary("-", Number(Fraction(0)), _factor(tokens, depth + 1))
    if tokens.take("("):
        inner = _sum(tokens, depth + 1)
        tokens.expect(")")
        return inner
    word = tokens.take()
    if word[:1].isdigit():
        return _number(word, tokens)
    if not word or not _TOKEN.fullmatch(word) or not (word[0].isalpha() or word[0] == "_"):
        raise RuleError(f"“{word}”处应为指标、数或括号" if word else "末尾缺少指标或数")
    return _call(word, tokens) if tokens.take("(") else _reference(word)


def _number(word: str, tokens: _Tokens) -> Number:
    scale = tokens.take("%", "万", "亿")
    return Number(Fraction(word) * (_SCALES[scale] if scale else 1))


def _call(name: str, tokens: _Tokens) -> Expression:
    if name not in (*COLUMN_CALLS, LAST_YEAR):
        raise RuleError(f"没有函数“{name}”，可用：{'、'.join((*COLUMN_CALLS, LAST_YEAR))}")
    names = [_name(tokens)]
    while tokens.take(","):
        names.append(_name(tokens))
    tokens.expect(")")
    if name != LAST_YEAR:
        return Call(name, tuple(_reference(word, columns=True) for word in names))
    if len(names) != 1:
        raise RuleError("“上年”只能写一个指标")
    reference = _reference(names[0])
    return Reference(reference.key, last_year=True)


def _name(tokens: _Tokens) -> str:
    if not (tokens.word[:1].isalpha() or tokens.word[:1] == "_"):
        where = f"“{tokens.word}”处" if tokens.word else "末尾"
        raise RuleError(f"{where}应为指标或列的名称")
    return tokens.take()


def _reference(word: str, columns: bool = False) -> Reference:
    parts = word.split(".")
    if columns:
        if len(parts) != 3:
            raise RuleError(f"“{word}”应写到列，如“权责清单.新增明细.事项数”")
        return Reference(f"{parts[0]}.{parts[1]}", parts[2])
    if len(parts) != 2:
        raise RuleError(f"“{word}”应写作“主题.名称”")
    return Reference(word)
