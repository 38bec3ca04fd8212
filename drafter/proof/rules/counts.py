"""Things that are counted and named side by side: 四个片区, and four names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.model import Severity
from drafter.proof.amounts import amounts
from drafter.proof.document import Document
from drafter.proof.passage import Passage, Remark
from drafter.proof.sentence import Sentence
from drafter.quantity import numeral

_THINGS = (
    "方面|环节|领域|片区|部门|单位|镇|街道|乡镇|村|社区|中心|平台|层面|阶段|维度|系统|行业|机关|地区|层级|抓手|"
    "重点|步骤|县|区|市|州|板块|专题|专班|小组|关键|举措|机构|窗口|站点|园区|律所|企业|学校"
)
_COUNT = r"(?P<count>\d{1,2}|[两二三四五六七八九]|十[一二三四五六]?)(?:个|家|类|大|项|种)"
_NAME = r"[^，。；：、（）“”《》\d\s等]{1,16}"
_LISTED = re.compile(
    rf"(?P<names>(?:{_NAME}、){{1,20}}{_NAME}?)(?P<open>等)?{_COUNT}(?P<thing>{_THINGS})"
)
_BRACKETED = re.compile(
    rf"{_COUNT}(?P<thing>[^，。；：、（）“”\d]{{0,8}})（(?:即|包括|分别为|分别是)?(?P<names>(?:[^，。；：、（）\d]{{1,20}}、){{1,30}}[^，。；：、（）\d]{{1,20}})）"
)
_POINTS = re.compile(
    rf"{_COUNT}(?:方面|重点|举措|环节|措施|问题|任务|工作|难点|关键|突出问题|着力点|维度|层面|抓手)?[^。：；，]{{0,10}}[：。](?=一是|第一[，、是]|（一）|①)"
)
_MARK = re.compile(r"(?:(?<=[。；：，])|^)([一二三四五六七八九十]|十[一二三四])是")
_RESPECTIVE = re.compile(
    r"(?P<names>(?:[^，。；：、（）\d]{1,14}、)+[^，。；：、（）\d]{1,14}?|[^，。；：、（）\d]{1,10}[和与及][^，。；：、（）\d]{1,14}?)(?:数量|数|件数)?分别(?:为|是|达|达到)"
)
_AND = re.compile("[和与及]|以及")
_VALUES = (
    "元",
    "%",
    "件",
    "起",
    "份",
    "项",
    "条",
    "次",
    "场",
    "人",
    "名",
    "家",
    "个",
    "人次",
    "家次",
    "户",
)


def counts(document: Document) -> Iterator[Remark]:
    """A count that its names belie.

    北大街、总寨、南滩三个片区 and 社保、医保等88项 → silent;  北大街、总寨、南滩四个片区 → 列出3个
    """
    for passage in document.passages:
        for found in _LISTED.finditer(passage.plain):
            yield from _listed(passage, found)
        for found in _BRACKETED.finditer(passage.plain):
            yield from _bracketed(passage, found)
        for found in _POINTS.finditer(passage.plain):
            yield from _points(passage, found)


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    known = {"两": 2, **{numeral(n, counting=False): n for n in range(2, 20)}}
    return known[text]


def _listed(passage: Passage, found: re.Match[str]) -> Iterator[Remark]:
    names = [name for name in found["names"].split("、") if name]
    least, most = len(names), len(names) + len(_AND.findall(found["names"]))
    count = _number(found["count"])
    wrong = least > count if found["open"] else not least <= count <= most
    if wrong and (found["open"] or count < 12):
        yield _remark(passage, found.start(), found.end(), found["count"], least)


def _bracketed(passage: Passage, found: re.Match[str]) -> Iterator[Remark]:
    names = found["names"].split("、")
    if re.search("等|略|含|其中|以上", found["names"]):
        return
    least, most = len(names), len(names) + len(_AND.findall(found["names"]))
    if not least <= _number(found["count"]) <= most:
        yield _remark(passage, found.start(), found.end(), found["count"], least)


def _points(passage: Passage, found: re.Match[str]) -> Iterator[Remark]:
    """三个方面：一是…二是…, within the paragraph."""
    marks = _MARK.findall(passage.plain[found.end() - 1 :])
    begun = marks[: marks.index("一", 1)] if "一" in marks[1:] else marks
    if len(begun) > 1 and len(begun) != _number(found["count"]):
        yield _remark(passage, found.start(), found.end(), found["count"], len(begun))


def _remark(passage: Passage, start: int, end: int, said: str, found: int) -> Remark:
    details = {"said": said, "found": str(found)}
    return Remark("proof-count", Severity.WARNING, passage, start, end, details)


def respectively(sentence: Sentence) -> Iterator[Remark]:
    """甲、乙、丙分别为12件、15件: three names, two numbers."""
    for found in _RESPECTIVE.finditer(sentence.text):
        at = sentence.start + found.end()
        values = _values(sentence.passage.plain, at, sentence.end)
        names = found["names"].count("、") + 1
        most = names + len(_AND.findall(found["names"]))
        if values and not names <= values <= most:
            details = {"names": str(names), "values": str(values)}
            start = sentence.start + found.start()
            end = re.compile("[，；。]|$").search(sentence.passage.plain, at)
            yield Remark("proof-respectively", Severity.WARNING, sentence.passage, start,
                         end.start() if end else sentence.end, details)  # fmt: skip


def _values(text: str, start: int, end: int) -> int:
    """How many bare numbers stand there one after another, parted by 、 or 和."""
    stop = re.compile("[，；。]|$").search(text, start, end)
    stretch = text[start : stop.start() if stop else end]
    found = [amount for amount in amounts(stretch) if amount.unit in _VALUES]
    between = re.sub(
        r"[、和及与以 ]", "", "".join(_gaps(stretch, [(a.start, a.end) for a in found]))
    )
    return len(found) if found and not between else 0


def _gaps(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in spans:
        yield text[at:start]
        at = end
    yield text[at:]
