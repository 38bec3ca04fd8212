"""Words that make a number approximate, said twice or in the wrong place: 近80余次, 80次余."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.model import Severity
from drafter.proof.document import Document
from drafter.proof.passage import Remark

_NUMBER = r"(?:\d[\d,.]{0,15} ?[万亿千百]?|[一二三四五六七八九十两几][百千万十]?|[百千万])"
_UNIT = r"(?:人次|家次|场次|批次|件次|万元|亿元|元|件|起|份|项|条|次|场|期|卷|部|个|家|人|名|户|处|所|支|位|亩)"
_ROUGH = r"(?:大约|约|将近|接近|(?<![附最邻就靠相])近|超过|超(?!额)|逾|至少|不少于|不低于)"
_LEAD = rf"{_ROUGH}(?:达到|达|为|有)? ?"
RULES: tuple[tuple[str, Severity, re.Pattern[str]], ...] = (
    ("proof-hedge-twice", Severity.WARNING, re.compile(rf"{_LEAD}{_NUMBER}(?:余|多)(?:万|亿)?{_UNIT}?")),
    ("proof-hedge-twice", Severity.WARNING,
     re.compile(rf"{_LEAD}{_NUMBER}(?:%|{_UNIT})?(?:左右|上下|以上|之多)")),
    ("proof-hedge-twice", Severity.WARNING,
     re.compile(rf"{_NUMBER}[余多](?:万|亿)?{_UNIT}?(?:左右|上下|以上)")),
    ("proof-hedge-place", Severity.WARNING, re.compile(rf"(?<![\d.])\d[\d,.]{{0,15}}[万亿]?{_UNIT}余(?!额|地|下|热|杭|姚|款|量|震|波|年)")),
    ("proof-hedge-place", Severity.HINT, re.compile(rf"(?<![\d.])\d{{1,6}}\.\d+余[万亿]{_UNIT}?")),
    ("proof-hedge-exact", Severity.HINT, re.compile(rf"(?<![\d.,年至~\-—])\d{{0,6}}[1-9][1-9]余{_UNIT}")),
    ("proof-hedge-whole", Severity.WARNING, re.compile(rf"(?:{_ROUGH})(?:达到|达|为)?100%(?!以上)")),
)  # fmt: skip


def hedges(document: Document) -> Iterator[Remark]:
    """Approximations that contradict or repeat themselves.

    近80余次 → 近 says less, 余 says more;  80余次, 近百场 → silent
    """
    for passage in document.passages:
        taken = set[int]()
        for code, severity, pattern in RULES:
            for found in pattern.finditer(passage.plain):
                if found.start() not in taken and found.end() not in taken:
                    taken |= {found.start(), found.end()}
                    yield Remark(code, severity, passage, found.start(), found.end())
