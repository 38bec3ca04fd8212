"""Punctuation: unpaired, doubled, half-width among Chinese characters."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark, plain

_PAIRS = {
    "《": "》",
    "“": "”",
    "‘": "’",
    "（": "）",
    "【": "】",
    "〔": "〕",
    "「": "」",
    "『": "』",
    "〈": "〉",
}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_ANY_OF_PAIR = pattern(f"[{''.join((*_PAIRS, *_CLOSING))}]")
# 1） and a） number a line, and 15’ is a time: no pairs.
_NUMBERING = pattern(r"(?:^|[\s。；，：、])[（]?[\da-zA-Z一二三四五六七八九十]{1,3}$")
_DOUBLED = pattern(r"(?:[，、；：] ?[，、；：。！？]+|。 ?[，、；：。]+|[！？] ?[，、；：。]+)")
_CJK = r"\u4e00-\u9fff"
_HALF = pattern(
    rf"[,;:?!.](?:(?<=[{_CJK}”》）’][,;:?!])(?![,;:?!])|(?<=[{_CJK}”》）%]\.)(?=$|\s|[{_CJK}]))"
)
# What no mark of _HALF stands without: most texts have none, and this is soon found out.
_BEHIND_SIGN = pattern(r"[,;:?!.](?<=[^\0-$&-~].)")
_HALF_SIGNS = pattern(rf"(?<=[{_CJK}])\((?=[^()]{{0,40}}[{_CJK}])|(?<=[{_CJK}])\)|\"(?=[{_CJK}])")
_WIDE = pattern("[０-９Ａ-Ｚａ-ｚ％﹪][０-９Ａ-Ｚａ-ｚ％﹪．，]*(?<!，)")
_FULL = pattern(r"[，；：？！]")
_SYSTEMATIC, _FEW, _SHORT = 8, 3, 300
_AROUND, _MOST, _LINES, _LISTED, _ABOUT = 12, 200, 8, 5, 6
_IN_NUMBER = pattern(r"[\d.,．，０-９][\d０-９]|[\d０-９][\d.．%％０-９]")

Mark = tuple[Passage, re.Match[str]]


def pairs(document: Document) -> Iterator[Remark]:
    """Marks without their partner, in their paragraph or a few lines on, or crossed with another
    pair.

    《关于的通知 → 缺》;  “一窗通办” → silent;  1）受理 → silent
    """
    singles = enumerate(one for passage in document.passages for one in _unpaired(passage))
    window, over = deque(islice(singles, 1 + _FEW)), set[int]()
    while window:
        number, one = window.popleft()
        partner = one.details.get("partner", "")
        for later, other in window:
            apart = other.passage.number - one.passage.number
            if partner in _CLOSING and other.details.get("sign") == partner and 0 < apart <= _LINES:
                over |= {number, later}
                break
        if number not in over:
            yield one
        window.extend(islice(singles, 1))


def _unpaired(passage: Passage) -> Iterator[Remark]:
    open_marks, nested = list[tuple[int, str]](), list[Remark]()
    singles = list[Remark]()
    for match in _ANY_OF_PAIR.finditer(passage.plain):
        at, sign = match.start(), match[0]
        if sign in _PAIRS:
            if sign in "《“" and open_marks and open_marks[-1][1] == sign:
                nested.append(_nested(passage, open_marks[-1][0], at, sign))
            open_marks.append((at, sign))
        else:
            singles += _close(passage, at, sign, open_marks)
    singles += [_single(passage, at, sign, _PAIRS[sign]) for at, sign in open_marks]
    alone = {one.start for one in singles}
    yield from singles
    yield from (one for one in nested if one.start not in alone)  # a lone mark nests nothing


def _close(
    passage: Passage, at: int, sign: str, open_marks: list[tuple[int, str]]
) -> Iterator[Remark]:
    opening = _CLOSING[sign]
    if open_marks and open_marks[-1][1] == opening:
        open_marks.pop()
    elif len(open_marks) > 1 and open_marks[-2][1] == opening:
        start, other = open_marks.pop()
        if _closes_soon(passage.plain, at, _PAIRS[other]):
            open_marks[-1:] = [(start, other)]
            yield _crossed(passage, start, at)
        else:
            open_marks.pop()
            yield _single(passage, start, other, _PAIRS[other])
    elif not (sign == "）" and _NUMBERING.search(passage.plain[max(0, at - 5) : at])) and not (
        sign == "’" and passage.plain[max(0, at - 1) : at].isascii()
    ):
        yield _single(passage, at, sign, opening)


def _closes_soon(text: str, at: int, closing: str) -> bool:
    return closing in text[at + 1 : at + 30]


def _nested(passage: Passage, start: int, at: int, sign: str) -> Remark:
    inner = "〈〉" if sign == "《" else "‘’"
    end = min(at + _AROUND, len(passage.text))
    details = {"outer": sign + _PAIRS[sign], "inner": inner}
    return Remark("proof-pair-nested", Severity.HINT, passage, start, end, details)


def _crossed(passage: Passage, start: int, at: int) -> Remark:
    return Remark("proof-pair-crossed", Severity.WARNING, passage, start, at + 1)


def _single(passage: Passage, at: int, sign: str, partner: str) -> Remark:
    forward = sign in _PAIRS
    start, end = (at, at + _AROUND) if forward else (at + 1 - _AROUND, at + 1)
    start, end = max(start, 0), min(end, len(passage.text))
    details = {"sign": sign, "partner": partner}
    return Remark("proof-pair", Severity.WARNING, passage, start, end, details)


def doubled(document: Document) -> Iterator[Remark]:
    """Two marks where one belongs: 。。 ，， ；。

    工作。。 → 重复;  什么？！ and …… → silent
    """
    for passage in document.passages:
        for match in _DOUBLED.finditer(passage.plain):
            start = max(0, match.start() - 6)
            details = {"signs": passage.text[match.start() : match.end()]}
            yield Remark("proof-mark-twice", Severity.WARNING, passage, start, match.end(), details)


def half_width(document: Document) -> Iterator[Remark]:
    """Half-width marks among Chinese characters; one remark for a mark that the text has in many
    paragraphs, one for all of them where the whole text has them.

    依法行政,严格执法，公正司法 → 应为“，”;  1,234件 and 9:00 → silent
    """
    marks = [(p, m) for p in document.passages for m in _half(p)]
    full = sum(len(_FULL.findall(passage.text)) for passage in document.passages)
    length = sum(len(passage.text) for passage in document.passages)
    if not marks or (len(marks) >= _FEW and not full and length < _SHORT):
        return
    if len(marks) >= _SYSTEMATIC and len(marks) * 3 > full:
        yield _throughout("proof-half-width-all", marks)
        return
    scattered = list[Mark]()
    for same in _alike(marks):
        if _is_habit(same):
            yield _throughout("proof-half-width-all", same)
        else:
            scattered += same
    for mine in _by_passage(scattered):
        details = {"signs": _signs(mine), "count": str(len(mine))}
        yield _around("proof-half-width", *mine[0], details)


def _half(passage: Passage) -> Sequence[re.Match[str]]:
    """The half-width marks behind Chinese characters."""
    text = passage.text
    return [*_HALF.finditer(text)] if _BEHIND_SIGN.search(text) else ()


def wide_signs(document: Document) -> Iterator[Remark]:
    """Digits, letters and % in full width; one remark a paragraph, or one for many of them.

    办理案件２３件 → 应为23;  办理案件23件 → silent
    """
    marks = [(p, m) for p in document.passages for m in islice(_WIDE.finditer(p.text), _MOST)]
    if _is_habit(marks):
        yield _throughout("proof-full-width-all", marks)
        return
    for mine in _by_passage(marks):
        first = mine[0][1][0]
        details = {"signs": first, "meant": plain(first), "count": str(len(mine))}
        yield _around("proof-full-width", *mine[0], details)


def _alike(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The marks sign by sign."""
    for sign in dict.fromkeys(mark[0] for _, mark in marks):
        yield [(passage, mark) for passage, mark in marks if mark[0] == sign]


def _by_passage(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    passages = dict[int, list[Mark]]()
    for passage, mark in marks:
        passages.setdefault(id(passage), []).append((passage, mark))
    return iter(passages.values())


def _is_habit(marks: Sequence[Mark]) -> bool:
    """Whether the writer, and no slip, set them: they stand in more than a few paragraphs."""
    return len({id(passage) for passage, _ in marks}) > _FEW


def _signs(marks: Sequence[Mark]) -> str:
    return "".join(dict.fromkeys(mark[0] for _, mark in marks))


def _throughout(code: str, marks: Sequence[Mark]) -> Remark:
    """One remark for all of them, at the first."""
    spots = list(dict.fromkeys(passage.number for passage, _ in marks if passage.number))
    more = f"等{len(spots)}段" if len(spots) > _LISTED else "段"
    spots_said = "、".join(map(str, spots[:_LISTED]))
    details = {"places": f"第{spots_said}{more}", "count": str(len(marks))}
    passage, mark = marks[0]
    return _around(code, passage, mark, details)


def _around(code: str, passage: Passage, mark: re.Match[str], details: dict[str, str]) -> Remark:
    """A remark on a mark, shown with what stands about it; no number is cut in two."""
    text = passage.text
    start, end = max(0, mark.start() - _ABOUT), min(mark.end() + _ABOUT, len(text))
    while start and _IN_NUMBER.fullmatch(text[start - 1 : start + 1]):
        start -= 1
    while end < len(text) and _IN_NUMBER.fullmatch(text[end - 1 : end + 1]):
        end += 1
    return Remark(code, Severity.HINT, passage, start, end, details)


def brackets(document: Document) -> Iterator[Remark]:
    """Brackets or quotation marks in half width in a text that otherwise has full-width ones."""
    bracketed = [p for p in document.passages if any(sign in p.text for sign in '()"')]
    marks = [(p, m) for p in bracketed for m in _HALF_SIGNS.finditer(p.text)]
    commas = sum(passage.text.count("，") for passage in document.passages)
    half = sum(len(_half(passage)) for passage in document.passages)
    if marks and commas > half and _is_habit(marks):
        yield _throughout("proof-half-width-all", marks)
    elif marks and commas > half:
        details = {"signs": _signs(marks), "count": str(len(marks))}
        yield _around("proof-half-width", *marks[0], details)
