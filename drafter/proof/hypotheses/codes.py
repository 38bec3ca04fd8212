"""The digits that name a programme, and what they stand for: “20”指20个产业集群."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.misprint import neighbours
from drafter.proof.rules.counts import number_of
from drafter.proof.text.passage import Passage, Remark

_MEANT = pattern(
    r"“(?P<code>\d{1,4})”(?:即|是指|则?指|分别为|为|代表)(?P<text>[^。；]{2,160}?)(?=“\d|。|；|$)"
)
_COUNTED = pattern(
    r"(?P<many>(?<![\d.])\d{1,4}|[一二两三四五六七八九]|十[一二三四五六七八九]?)"
    r" ?(?P<unit>大|个|项|类|家|片|条|套|支|处|名|种|所|县|镇|街道|级)(?!月|百|工作日)"
)
_TITLE = pattern(r"“(?P<sum>\d{1,3}(?:[+＋]\d{1,3}){1,4})”")
_HEADING = pattern(r"^[^“。]{0,12}“(?P<sum>\d{1,3}(?:[+＋](?:\d{1,3}|N)){1,5})”[^：。“”]{0,16}：")
_BRACKET = pattern(r"[（(][^（）()]*[）)]")
_TWO = pattern(r"^[^，、和]{3,12}(?:和|、)[^，、和]{3,14}$")  # 11项普惠性政策和14项集群政策
_FEW = 2


def codes(account: Account) -> Iterator[Remark]:
    """Digits of a programme that are not as many as what they are said to stand for.

    >>> from drafter.proof.trying import remarks
    >>> text = "“8+3”产业：“8”指新材料等{}个产业集群，“3”指3大未来产业。"
    >>> remarks(codes, text.format(8)), remarks(codes, text.format(6))
    ([], ['警告 写作“8”，列出的是6项；请核对'])
    >>> text = "“22”指12项普惠政策和{}项集群政策，“1”指推动制造业发展的行动计划。"
    >>> remarks(codes, text.format(10)), len(remarks(codes, text.format(15)))
    ([], 1)
    >>> text = "“4+7”片区：整备{}片用地。“4”即4片近期收储的用地；“7”即7片加强研究的用地。"
    >>> remarks(codes, text.format(11)), remarks(codes, text.format(17))
    ([], ['警告 写作“17”，列出的是11项；请核对'])
    >>> text = "“2+4+3”整治：2个专项（账目、工程等）；{}个专项；3个专项。"
    >>> remarks(codes, text.format(4)), remarks(codes, text.format(5))
    ([], ['警告 写作“5”，列出的是4项；请核对'])
    """
    for passage in account.document.passages:
        if heading := _HEADING.match(passage.plain):
            yield from _explained(passage, heading)
        if "”" in passage.plain and ("指" in passage.plain or "即" in passage.plain):
            meant = [*_MEANT.finditer(passage.plain)]
            for match in meant:
                yield from _judge(passage, match)
            if title := _TITLE.search(passage.plain) if meant else None:
                yield from _announced(passage, title, meant)


def _explained(passage: Passage, heading: re.Match[str]) -> Iterator[Remark]:
    """“2+4+2”整治：2个专项……；4个专项……；2个专项……: the first sentence tells each in its turn."""
    codes = [int(code) for code in re.findall(r"\d+", heading["sum"])]
    text = _BRACKET.sub(lambda bracket: "\ufdd1" * len(bracket[0]), passage.plain)
    stop = text.find("。", heading.end())
    counts = [*_COUNTED.finditer(text, heading.end(), stop if stop >= 0 else len(text))]
    if len(counts) != len(codes):
        return
    pairs = [(one, number_of(one["many"]), code) for one, code in zip(counts, codes, strict=True)]
    odd = [pair for pair in pairs if pair[1] != pair[2]]
    if len(odd) == 1 < len(codes) - 1 and _slipped(odd[0][1], odd[0][2]):
        details = {"said": str(odd[0][1]), "found": str(odd[0][2])}
        spot = heading.start(), counts[-1].end()
        yield Remark("proof-count", Severity.WARNING, passage, *spot, details, odd[0][0].start())


def _announced(
    passage: Passage, title: re.Match[str], meant: Sequence[re.Match[str]]
) -> Iterator[Remark]:
    """“5+8”片区：整备13片用地。“5”即5片……；“8”即8片……: what all of them make, told before."""
    codes = [int(code) for code in re.split("[+＋]", title["sum"])]
    firsts = [_COUNTED.match(one["text"]) for one in meant]
    units = {one["unit"] for one in firsts if one}
    held = [int(one["code"]) for one in meant] == codes and len(units) == 1 and all(firsts)
    counts = [*_COUNTED.finditer(passage.plain, title.end(), meant[0].start())]
    counts = [one for one in counts if {one["unit"]} == units]
    if held and len(counts) == 1 and _slipped(number := number_of(counts[0]["many"]), sum(codes)):
        details = {"said": str(number), "found": str(sum(codes))}
        spot = title.start(), meant[-1].end()
        yield Remark("proof-count", Severity.WARNING, passage, *spot, details, counts[0].start())


def _slipped(written: int, meant: int) -> bool:
    """Whether a number is another one with a slip of the hand in it."""
    return any(shown == str(written) for _, shown in neighbours(str(meant)) if written != meant)


def _judge(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    code = int(match["code"])
    counts = [number_of(one["many"]) for one in _COUNTED.finditer(match["text"])]
    named = "“" in match["text"] or "每" in match["text"]  # each by its name, or so many a place
    if code == 1 or named or not counts or code in (*counts, sum(counts), sum(counts[:_FEW])):
        return
    both = len(counts) == _FEW and bool(_TWO.match(match["text"]))
    total = sum(counts) if both else counts[0]
    slipped = _slipped(code, total) or (
        both and any(_slipped(one, code - total + one) for one in counts if code > total - one)
    )
    if len(counts) <= _FEW and (slipped or abs(total - code) <= _FEW):
        details = {"said": match["code"], "found": str(total)}
        start = match.start("code")
        yield Remark(
            "proof-count", Severity.WARNING, passage, start - 1, match.end("text"), details, start
        )
