"""The digits that name a programme, and what they stand for: “20”指20个产业集群."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import LENGTH, neighbours
from drafter.proof.text.passage import Passage, Remark

_MEANT = pattern(
    r"“(?P<code>\d{1,4})”(?:即|是指|则?指|分别为|为|代表)(?P<text>[^。；]{2,160}?)(?=“\d|。|；|$)"
)
_COUNTED = pattern(
    r"(?P<many>(?<![\d.])\d{1,4}|[一二两三四五六七八九]|十[一二三四五六七八九]?)"
    r" ?(?:大|个|项|类|家|片|条|套|支|处|名|种|所|县|镇|街道|级)(?!月|百|工作日)"
)
_FEW = 2


def codes(account: Account) -> Iterator[Remark]:
    """Digits of a programme that are not as many as what they are said to stand for.

    >>> from drafter.proof.trying import remarks
    >>> text = "“8+3”产业：“8”指新材料等{}个产业集群，“3”指3大未来产业。"
    >>> remarks(codes, text.format(8)), remarks(codes, text.format(6))
    ([], ['警告 写作“8”，列出的是6项；请核对'])
    >>> remarks(codes, "“22”指12项普惠政策和10项集群政策，“1”指推动制造业发展的行动计划。")
    []
    """
    for passage in account.document.passages:
        if "”" in passage.plain and ("指" in passage.plain or "即" in passage.plain):
            for match in _MEANT.finditer(passage.plain):
                yield from _judge(passage, match)


def _judge(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    code = int(match["code"])
    counts = [_number(one["many"]) for one in _COUNTED.finditer(match["text"])]
    named = "“" in match["text"] or "每" in match["text"]  # each by its name, or so many a place
    if code == 1 or named or not counts or code in (*counts, sum(counts), sum(counts[:_FEW])):
        return
    slipped = any(
        weight <= LENGTH and shown == match["code"] for weight, shown in neighbours(str(counts[0]))
    )
    if len(counts) <= _FEW and (slipped or abs(counts[0] - code) <= _FEW):
        details = {"said": match["code"], "found": str(counts[0])}
        start = match.start("code")
        yield Remark(
            "proof-count", Severity.WARNING, passage, start - 1, match.end("text"), details, start
        )


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    return _FEW if written == "两" else read_numeral(written) or 0
