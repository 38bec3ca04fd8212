"""What a number is counted in, and in how many ways that is written behind it."""

from __future__ import annotations

import re
from functools import cached_property

from msgspec import Struct

from drafter.intake.words import plain
from drafter.model.pattern import pattern
from drafter.model.quantity import MYRIADS

_SCALED = pattern("([万亿]?)(.*)")
# What officials count in: a number with another of these is a number of something else.
_FOREIGN = pattern(
    "(.*?)(件|起|份|项|条|次|场|期|卷|部|个|家|家次|人|人次|名|批|批次|处|所|支|位|户|元|天|年|月|日|号|周|"
    "小时|分钟|公里|千米|米|平方米|平方公里|亩|公顷|吨|公斤|辆|台|套|篇|册|本|页|张|幅|轮|届|班|组|队|站|"
    "点|类|宗|例|单|笔|只|间|座|栋|片|门|节|课时|学时|岁|倍|成|个?百分点|%|‰)"
)


class Measure(Struct, frozen=True, dict=True):
    """The indicator's unit, and the other words that may stand for it (起 for 件)."""

    unit: str
    others: tuple[str, ...] = ()

    @cached_property
    def scale(self) -> int:
        """How many of the basic unit make one of this: 10000 for 万元."""
        match = _SCALED.fullmatch(plain(self.unit))
        return MYRIADS[match[1]] if match and match[2] else 1

    @cached_property
    def words(self) -> list[str]:
        """Each way of writing the basic unit, the longest first: 家(次), 家次; 元 for 万元."""
        written = {plain(word) for word in (self.unit, *self.others)}
        written = {word[1:] if self.scale > 1 and word[:1] in "万亿" else word for word in written}
        written |= {f"个{word}" for word in written if word and not word.startswith("个")}
        written |= {re.sub("[()]", "", word) for word in written}
        return sorted(
            (word for word in written if word not in ("", "%", "个%")), key=len, reverse=True
        )

    @property
    def money(self) -> bool:
        """Whether it is money: 万元 is then a unit, and no rounding."""
        return "元" in self.words

    def is_unit(self, word: str) -> bool:
        """Whether the word behind a number is this unit: 件, (件), 人(次) for 人次, 元整."""
        bare = re.sub("[()]", "", word)
        return word in self.words or bare in self.words or (self.money and bare in ("元整", "圆"))


def foreign(text: str) -> tuple[str, str]:
    """(number, classifier) of a text that ends in a classifier; ("", "") where it does not."""
    match = _FOREIGN.fullmatch(text)
    return (match[1], match[2]) if match else ("", "")
