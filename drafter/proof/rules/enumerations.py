"""Names side by side, and a count of whatever they are: 速裁快审、家事少年、金融审判3个团队."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.rules.counts import LAST, RUNS_ON, number_of, of_one_kind
from drafter.proof.rules.roster import AND, of_others
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark
from drafter.proof.text.words import alternatives

_COUNT = r"(?P<count>[\d两二三四五六七八九十](?<![\d.,].)(?:(?<=\d)\d|(?<=十)[一二三四五六])?)"
_UNIT = r"(?:个|家|大?类|大|项|种|条|部|支|所)"
# A list runs into a count: at once, or behind 等, or within quotation marks.
_RUN = pattern(rf"{_COUNT}{_UNIT}(?=[\u4e00-\u9fff])")
_QUOTED = pattern(rf"(?P<list>(?:“[^“”]{{1,20}}”){{2,20}}){_COUNT}{_UNIT}")
_TITLES = pattern(rf"(?P<list>(?:《[^《》]{{1,40}}》、?){{2,20}})(?P<open>等)?{_COUNT}{_UNIT}")
_ABOVE = pattern(rf"，(?:上述|以上|这){_COUNT}(?:个|家|大?类|项|种)")
_SET_UP = pattern(rf"(?:设立|建立|建成|设置|成立|新建|布局){_COUNT}(?:个|处|所)")
_STOP = pattern(r"[，。；：\n]")
_BACK = 160
_KNOWN = pattern(alternatives("名目"))  # what counts tells
_LEAST, _LONGEST, _MOST = 3, 20, 12
_OF_SOME = pattern("等[^等]{1,8}$")  # 会计、法律等服务机构5家


def enumerations(document: Document) -> Iterator[Remark]:
    """Counts of names that are one more or one less than the names; behind 等 fewer than they.

    医药、环保、养老3家 and 医药、环保等5家 → silent;  医药、环保、养老等2家 → 列出3个
    """
    for passage in document.passages:
        if "、" in passage.plain or "”“" in passage.plain or "》《" in passage.plain:
            for match in _RUN.finditer(passage.plain):
                yield from _run(passage, match)
            for match in _QUOTED.finditer(passage.plain) if "”“" in passage.plain else ():
                yield from _exact(passage, match, match.start(), match["list"].count("“"))
            for match in _TITLES.finditer(passage.plain) if "》" in passage.plain else ():
                named = match["list"].count("《")
                if not match["open"] or number_of(match["count"]) < named:
                    yield from _exact(passage, match, match.start(), named)
            for shape in (_ABOVE, _SET_UP):
                for match in shape.finditer(passage.plain):
                    yield from _joined(passage, match, shape is _SET_UP)


def _list_before(text: str, end: int) -> tuple[int, str]:
    """Where the words begin that stand there since the last sign, and the words."""
    back = text[max(0, end - _BACK) : end]
    stops = [stop.end() for stop in _STOP.finditer(back)]
    start = end - len(back) + (stops[-1] if stops else 0)
    return start, text[start:end]


def _names(text: str) -> list[str]:
    """The names of a list, what 、 parts within quotation marks kept together."""
    inner = re.sub("“[^“”]*”", lambda quote: "“" * len(quote[0]), text)
    return [name for name in inner.split("、") if name]


def _run(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    quoted_number = match["count"].isdecimal() and _ends(passage, match.start(), "“")
    end = match.start() - quoted_number
    left_open = _ends(passage, end, "等")
    start, words = _list_before(passage.plain, end - left_open)
    names = _names(words)
    if len(names) < _LEAST or words[-1] == "、" or _KNOWN.match(passage.plain, match.end()):
        return
    codes = all(re.fullmatch(r"\d{4,6}", name) for name in names[1:])  # 12345、12348: names too
    short = all(len(name) <= _LONGEST for name in names[1:])
    sound = short and (codes or not any(re.search(r"\d", name) for name in names[1:]))
    quoted = words.endswith("“") and not match["count"].isdecimal()
    some = not left_open and _OF_SOME.search(names[-1])
    if quoted or not sound or some or names[-1].endswith("第") or RUNS_ON.search(names[-1]):
        return
    count, least = number_of(match["count"]), len(names)
    most = least + bool(LAST.search(names[-1])) + bool(AND.search(names[0]))
    least = most if of_one_kind(names) else least
    off = count < least if left_open else count in (least - 1, most + 1)
    if off and count <= _MOST and (left_open or not of_others(words.split("、"), count)):
        yield _remark(passage, match, start, least)


def _ends(passage: Passage, at: int, sign: str) -> bool:
    return passage.plain.endswith(sign, 0, at)


def _joined(passage: Passage, match: re.Match[str], set_up: bool) -> Iterator[Remark]:
    """甲镇、乙镇和丙乡设立4个点; 甲、乙和丙，上述4类: 和 stands before the last name."""
    start, words = _list_before(passage.plain, match.start())
    if set_up:
        place = words.rfind("在") + 1
        start, words = start + place, words[place:] if place else ""
    names = _names(words)
    if len(names) > 1 and LAST.search(names[-1]):
        yield from _exact(passage, match, start, len(names) + 1)


def _exact(passage: Passage, match: re.Match[str], start: int, named: int) -> Iterator[Remark]:
    if abs(number_of(match["count"]) - named) == 1:
        yield _remark(passage, match, start, named)


def _remark(passage: Passage, match: re.Match[str], start: int, named: int) -> Remark:
    details = {"said": match["count"], "found": str(named)}
    spot = start, match.end()
    return Remark("proof-count", Severity.WARNING, passage, *spot, details, match.start("count"))
