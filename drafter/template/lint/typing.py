"""What is typed in and around tags: full-width signs, torn braces, keys outside, classifiers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from drafter.catalogue.catalogue import Catalogue
from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import MYRIADS, doubled
from drafter.template.blocks import Typed
from drafter.template.lint.things import COMPUTED, Sort, Thing
from drafter.word.slip import Slip

_STRING = pattern(r"'[^']*'|\"[^\"]*\"|“[^”]*”|‘[^’]*’")
_FULL_WIDTH = pattern("[\uff01-\uff5e\u3000\xa0“”‘’。、【】×÷≥≤≠﹛﹜]")
_TORN = pattern(r"[{｛][ \t\u3000\xa0]+[{｛%％#＃]|[}｝%％#＃][ \t\u3000\xa0]+[}｝]")
_STRAY = pattern(r"[%％#＃][}｝]")
# Official classifiers, beside the units of the catalogue itself.
_OFFICIAL = """
    个 件 起 宗 桩 项 次 人次 人 名 位 户 家 家次 份 篇 部 卷 册 本 条 款 处 所 座 间 场 期 批 批次
    轮 场次 支 队 组 班 届 天 日 小时 元 万元 亿元 吨 公里 平方米 亩 辆 台 套 只 张 幅 面 块 例 站
    点 门
"""
_CLASSIFIERS = frozenset(_OFFICIAL.split())
_BRACKETS = str.maketrans("", "", "（）()")
# A number that somebody typed: not 第3, not in a name (“1+8”, 《…》), no year, date or time of day.
_DIGITS = pattern(r"(?<![第\d.,，:：A-Za-z])\d[\d,，]*(?:\.\d+)?[万亿]?[余多]?")
_EXCUSED = pattern(
    r"[“《〈][^“”《》〈〉]{0,60}[”》〉]|(?:19|20)\d\d年|\d{1,2}月(?:\d{1,2}日)?|24小时"
)
_NO_UNIT = ("%", "％", "个百分点")
_CLAUSE = 6
_LONGEST_UNIT = 12


def full_width(typed: Typed) -> Iterator[Slip]:
    """Full-width signs in a tag: understood, but better typed half-width."""
    signs = _FULL_WIDTH.findall(_STRING.sub(_ends, typed.tag.text))
    if signs:
        shown = (
            "".join(dict.fromkeys(signs))
            .replace("\u3000", "全角空格")
            .replace("\xa0", "不间断空格")
        )
        slip = typed.slip("template-full-width", signs=shown)
        yield Slip(
            slip.code, Severity.HINT, slip.part, slip.paragraph, slip.start, slip.end,
            details=slip.details,
        )  # fmt: skip


def _ends(match: re.Match[str]) -> str:
    """A string's quotation marks alone."""
    return match[0][0] + match[0][-1]


def outside(
    text: str, tags: Sequence[Typed], part: str, paragraph: int, keys: Collection[str],
    classifiers: Classifiers,
) -> Iterator[Slip]:  # fmt: skip
    """What looks like a tag beside the tags, and numbers that no department reports: both would be
    printed as they stand."""
    plain = _blanked(text, tags)
    spot = (part, paragraph)
    for match in _TORN.finditer(plain):
        yield Slip("template-brace-torn", Severity.ERROR, *spot, *match.span())
    for match in _STRAY.finditer(plain):
        yield Slip("template-brace-stray", Severity.ERROR, *spot, *match.span())
    for start, end in classifiers.typed(_STRAY.sub(_hidden, plain)):
        details = {"words": plain[start:end]}
        yield Slip("template-number-typed", Severity.WARNING, *spot, start, end, details=details)
    for key in sorted(keys, key=len, reverse=True) if "." in plain else ():
        if (at := plain.find(key)) >= 0:
            plain = plain.replace(key, "\0" * len(key))
            where = (*spot, at, at + len(key))
            yield Slip("template-key-outside", Severity.WARNING, *where, key, {"key": key})


def _blanked(text: str, tags: Sequence[Typed]) -> str:
    for typed in tags:
        width = typed.end - typed.start
        text = text[: typed.start] + "\0" * width + text[typed.end :]
    return text


def _hidden(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


class Classifiers:
    """The classifiers that are known, longest first."""

    def __init__(self, catalogue: Catalogue) -> None:
        units = {unit for i in catalogue.indicators.values() for unit in (i.unit, *i.classifiers)}
        units |= {c.unit for i in catalogue.indicators.values() for c in i.columns}
        self._known = sorted(_CLASSIFIERS | {u for u in units if u and u != "%"}, key=len)[::-1]

    def typed(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a number stands that was typed with its classifier or per cent sign."""
        plain = _EXCUSED.sub(_hidden, text)
        for match in _DIGITS.finditer(plain):
            after = plain[match.end() : match.end() + _LONGEST_UNIT]
            units = (*_NO_UNIT, *self._known)
            if unit := next((unit for unit in units if _begins(after, unit)), ""):
                yield match.start(), match.end() + len(unit)

    def slip(self, thing: Thing, typed: Typed, after: str) -> Slip | None:
        """What is wrong with the classifier that stands right behind a number's tag."""
        if thing.sort is not Sort.NUMBER:
            return None
        if thing.rate and thing.units:
            written = next((sign for sign in _NO_UNIT if after.startswith(sign)), "")
            return _twice(typed, "比率", "%", written)
        label = thing.label or COMPUTED
        if written := doubled(thing.scale, after):
            return _twice(typed, f"“{label}”", thing.scale, written)
        if not thing.units or any(_begins(after, unit) for unit in thing.units):
            return None
        scale = after[:1] if after[:1] in MYRIADS else ""
        units = (unit for unit in self._known if _begins(after.removeprefix(scale), unit))
        written = scale + unit if (unit := next(units, "")) else ""
        if not written:
            return None
        own = "”或“".join(thing.units)
        slip = typed.slip("template-classifier", label=label, found=written, units=own)
        return Slip(
            slip.code, Severity.WARNING, slip.part, slip.paragraph, slip.start,
            slip.end + len(written), thing.key, slip.details,
        )  # fmt: skip


def _twice(typed: Typed, what: str, sign: str, unit: str) -> Slip | None:
    """The slip where the words behind a tag say once more what is printed with it."""
    details = {"what": what, "sign": sign, "found": unit}
    return typed.slip("template-unit-twice", **details) if unit else None


def _begins(text: str, unit: str) -> bool:
    """Whether the text begins with the unit, 人（次） and 人次 being the same."""
    plain = unit.translate(_BRACKETS)
    return text.startswith(unit) or text[: len(unit) + _CLAUSE].translate(_BRACKETS).startswith(
        plain
    )
