"""What one filling may take: turns, text, charts, time. A template can ask for too much."""

from __future__ import annotations

from fractions import Fraction
from time import process_time

from msgspec import Struct, field

from drafter.template.values import Shown, UnknownNameError

TURNS, CHARACTERS, CHARTS, SECONDS = 100_000, 20_000_000, 50, 1.5
LONGEST_TEXT, LONGEST_LIST, LONGEST_NUMBER = 100_000, 10_000, 1_000

_LOOKS = 63  # the clock is looked at in one turn of 64


class LimitError(Exception):
    """A template asks for more than a report can need. The message says of what."""


class Budget(Struct):
    """What is left for one filling of the template."""

    turns: int = TURNS
    characters: int = CHARACTERS
    charts: int = CHARTS
    deadline: float = field(default_factory=lambda: process_time() + SECONDS)

    def turn(self, characters: int) -> None:
        """One turn of a loop whose body holds that much text. Raises LimitError."""
        self.turns -= 1
        if self.turns < 0:
            raise LimitError(f"循环超过{TURNS}次，请检查循环的范围")
        self.spend(characters)
        if not self.turns & _LOOKS and process_time() > self.deadline:
            raise LimitError(f"填写超过{SECONDS}秒仍未完成，请检查循环是否嵌套过多")

    def spend(self, characters: int) -> None:
        """That much text made. Raises LimitError."""
        self.characters -= characters
        if self.characters < 0:
            raise LimitError(f"生成的内容超过{CHARACTERS // 10_000}万字，请检查循环的范围")

    def draw(self) -> None:
        """One chart more; each is a workbook to write. Raises LimitError."""
        self.charts -= 1
        if self.charts < 0:
            raise LimitError(f"图超过{CHARTS}张，请检查循环的范围")

    def checked(self, value: object) -> object:
        """The result of an operation, unless it is too large to go on with. Raises LimitError."""
        if isinstance(value, str):
            self.spend(len(value))
            if len(value) > LONGEST_TEXT:
                raise LimitError(f"拼接的文字超过{LONGEST_TEXT}个字")
        elif isinstance(value, list | tuple):
            self.spend(len(value))
            if len(value) > LONGEST_LIST:
                raise LimitError(f"一组数据超过{LONGEST_LIST}项")
        elif isinstance(value, int | float | Shown):
            _check_number(value)
        return value


def flat(items: object) -> object:
    """A list as a template writes it, unless it holds another: lists of lists grow without end."""
    if any(isinstance(item, list | tuple | dict) for item in items):  # type: ignore[attr-defined]
        raise UnknownNameError("列表中不能再套列表")
    return items


def _check_number(value: int | float | Shown) -> None:
    if isinstance(value, Shown):
        amount = value.figure.quantity
        exact = Fraction(0) if amount is None else amount.value
        size = exact.numerator.bit_length() + exact.denominator.bit_length()
        size = max(size, len(value.figure.workings) // 8)
    else:
        size = value.bit_length() if isinstance(value, int) else 0
    if size > LONGEST_NUMBER * 4:
        raise LimitError("数太大，请检查算式")
