"""Words that make a number approximate, said twice or in the wrong place: 近80余次, 80次余."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Remark

_NUMBER = r"(?:\d[\d,.]{0,15} ?[万亿千百]?|[一二三四五六七八九十两几][百千万十]?|[百千万])"
_UNIT = (
    "(?:人次|家次|场次|批次|件次|万元|亿元|元|件|起|份|项|条|次|场|期|卷|部|个|家|人|名|户|"
    "处|所|支|位|亩)"
)
# A pattern that begins with a set of signs is found many times as fast: what may not stand before
# a sign is looked at from behind it.
_ROUGH = "(?:大约|约|将近|接近|近(?<![附最邻就靠相]近)|超过|超(?!额)|逾|至少|不少于|不低于)"
_LEAD = rf"{_ROUGH}(?:达到|达|为|有)? ?"
_TWICE = (
    pattern(rf"{_LEAD}{_NUMBER}(?:余|多)(?:万|亿)?{_UNIT}?"),
    pattern(rf"{_LEAD}{_NUMBER}(?:%|{_UNIT})?(?:左右|上下|以上|之多)"),
    pattern(rf"{_NUMBER}[余多](?:万|亿)?{_UNIT}?(?:左右|上下|以上)"),
)
# 80次余, where 余 begins no word of its own: 余额, 余地, 余热.
_BEHIND = pattern(
    rf"\d(?<![\d.]\d)[\d,.]{{0,15}}[万亿]?{_UNIT}余(?!额|地|下|热|杭|姚|款|量|震|波|年|泥|粮|料|角|音|项|党|孽)"
)
_BETWEEN = pattern(rf"\d(?<![\d.]\d)\d{{0,5}}\.\d+余[万亿]{_UNIT}?")
_ON_EXACT = pattern(rf"\d(?<![\d.,年至~\-—]\d)\d{{1,7}}(?<=[1-9][1-9])余{_UNIT}")
_ON_WHOLE = pattern(
    rf"(?<![增长升加高幅])(?<![增长升加高][幅了])(?<![接将])(?!接近|将近){_ROUGH}(?:达到|达|为)?100%(?!以上)"
)
# A pattern is tried where one of the words before it stands.
RULES: tuple[tuple[str, Severity, tuple[str, ...], re.Pattern[str]], ...] = (
    ("proof-hedge-twice", Severity.WARNING, ("余", "多"), _TWICE[0]),
    ("proof-hedge-twice", Severity.WARNING, ("左右", "上下", "以上", "之多"), _TWICE[1]),
    ("proof-hedge-twice", Severity.WARNING, ("左右", "上下", "以上"), _TWICE[2]),
    ("proof-hedge-place", Severity.WARNING, ("余",), _BEHIND),
    ("proof-hedge-place", Severity.HINT, ("余",), _BETWEEN),
    ("proof-hedge-exact", Severity.HINT, ("余",), _ON_EXACT),
    ("proof-hedge-whole", Severity.WARNING, ("100%",), _ON_WHOLE),
)


def hedges(document: Document) -> Iterator[Remark]:
    """Approximations that contradict or repeat themselves.

    近80余次 → 近 says less, 余 says more;  80余次, 近百场 → silent
    """
    for passage in document.passages:
        taken = set[int]()
        for code, severity, words, shape in RULES:
            if not any(word in passage.plain for word in words):
                continue
            for match in shape.finditer(passage.plain):
                if match.start() not in taken and match.end() not in taken:
                    taken |= {match.start(), match.end()}
                    yield Remark(code, severity, passage, match.start(), match.end())
