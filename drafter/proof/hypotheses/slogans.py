"""A programme named by digits, written in two ways: “1571”工作部署, “1501”工作部署."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import ONE, neighbours
from drafter.proof.text.passage import Passage, Remark

_NAMED = pattern(
    r"(?P<before>[\u4e00-\u9fff]{2,8})“(?P<code>\d{3,6})”(?P<behind>[\u4e00-\u9fff]{2,8})"
)
_CODE = pattern(r"“\d{3,6}”")
_BESIDE, _IN_ALL, _LATEST = 2, 6, 40

_Place = tuple[Passage, re.Match[str]]


def slogans(account: Account) -> Iterator[Remark]:
    """Programmes whose digits differ from those that the text gave them before.

    >>> from drafter.proof.trying import remarks
    >>> text = "落实市委“1571”工作部署。\\n市委“{}”工作部署已全面铺开。"
    >>> remarks(slogans, text.format(1571)), remarks(slogans, text.format(1501))
    ([], ['警告 同一项数，第1段写作“1571”，前后不一；疑为1571误作1501'])
    """
    earlier = list[_Place]()
    for passage in account.document.passages:
        for name in _NAMED.finditer(passage.plain) if _CODE.search(passage.plain) else ():
            same = [one for one in earlier[-_LATEST:] if _same(one[1], name)]
            codes = {one["code"] for _, one in same}
            if codes and name["code"] not in codes and _slipped(same[-1][1]["code"], name["code"]):
                yield _remark(same[-1], passage, name)
            earlier.append((passage, name))


def _same(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether both names say the same before and behind their digits."""
    before = _alike(one["before"][::-1], other["before"][::-1])
    behind = _alike(one["behind"], other["behind"])
    return min(before, behind) >= _BESIDE and before + behind >= _IN_ALL


def _alike(one: str, other: str) -> int:
    """How many signs two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return len([*takewhile(lambda pair: pair[0] == pair[1], pairs)])


def _slipped(meant: str, written: str) -> bool:
    """Whether a digit was mistaken for another, or two were exchanged."""
    return any(weight <= ONE and shown == meant for weight, shown in neighbours(written))


def _remark(earlier: _Place, passage: Passage, name: re.Match[str]) -> Remark:
    place, meant = earlier[0].place, earlier[1]["code"]
    details = {
        "other": f"“{meant}”", "first": place, "guess": f"疑为{meant}误作{name['code']}",
    }  # fmt: skip
    start, end = name.span("code")
    return Remark("proof-two-values", Severity.WARNING, passage, start - 1, end + 1, details, start)
