"""Things that are counted and named side by side: 四个片区, and four names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import numeral
from drafter.proof.rows.scope import planned
from drafter.proof.rules.roster import AND, alike, of_others
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark
from drafter.proof.text.words import alternatives, words

# What may not stand before a count is looked at from behind its first sign: a pattern that begins
# with a set of signs is found many times as fast.
COUNT = (
    r"(?P<count>[\d两二三四五六七八九十](?<![\d.,数近余约第多几少十].)"
    r"(?:(?<=\d)\d|(?<=十)[一二三四五六])?)"
    r"(?:个|家|大?类|大|项|种|(?=方面|部门|单位|领域))"
)
_WITH_NUMBER = r"(?:\d[\d.,]*[万亿]?[^\d，。；：、（）]{1,3})?"
_LISTED = pattern(
    rf"{COUNT}(?:{alternatives('名目')}|(?<=类)[\u4e00-\u9fff]|(?<=种)(?![猪羊牛鸡鸭苗子植养业])[\u4e00-\u9fff])"
)
_OF_NAMES = r"(?:[名位国省州市县区镇村部起篇]|个|家|大?类|大|项|种)"
_IN_FULL = pattern(
    r"(?P<open>等)(?P<count>\d{1,2}|[两二三四五六七八九]|十[一二三四五六]?)"
    rf"{_OF_NAMES}(?!以上)(?=[\u4e00-\u9fff（，、。；])"
)
# 排名前十位的是：餐饮、食品、……; 前二的工单：交通类783件、……: the names stand behind.
_RANK = (
    r"(?:前|列)(?P<count>\d{1,2}|[二三四五六七八九]|十[一二三四五]?)(?:位|名|类|项|的)?"
    r"(?![季年月天日周期届次\d.%])[^，。；：\d]{0,12}(?:：|是|为)：?"
)
_RANKED = pattern(
    rf"{_RANK}(?P<names>(?:[^，。；：、（）\d]{{1,16}}{_WITH_NUMBER}、){{1,20}}"
    rf"[^，。；：、（）\d]{{1,16}}{_WITH_NUMBER})(?=[。（]|，[^；。]*(?:。|$))"
)
# 前二位的地区是：甲市312.7万个，占14.3%；乙市……: each with its numbers.
_RANKED_ROWS = pattern(
    rf"{_RANK}(?P<names>[^，。；：、（）\d]{{1,16}}\d[^。；：]{{0,60}}"
    r"(?:；[^，。；：、（）\d]{1,16}\d[^。；：]{0,60}){1,20})(?=。)"
)
# 五个类型的占比是：投诉类301件，占60.6%；……: each with its number.
_ROWS = pattern(
    rf"{COUNT}(?!以上)[^，。；：、（）“”\d]{{1,14}}(?:：|是：?|为：?)"
    r"(?P<names>[^，。；：、（）\d]{1,16}\d[^。；：]{0,60}"
    r"(?:；[^，。；：、（）\d]{1,16}\d[^。；：]{0,60}){1,20})(?=。)"
)
# 五大领域：材料、能源、……; “六项工作”：种业、……: the names stand behind, to the sentence's end.
_HEADED = pattern(
    rf"{COUNT}[^，。；：、（）“”\d]{{0,10}}”?(?:：|包括|涵盖|即(?![时将使便刻可]))：?(?!一方面|一[是个类种])"
    r"(?P<names>(?:[^，。；：、（）\d]{1,12}、){2,20}[^，。；：、（）\d]{1,16})(?=[。；]|$)"
)
# Read backwards; a name in quotation marks is one, whatever stands in it.
_LIST = pattern(r"\n?(?:”[^“”]{0,20}“|》[^《》]{0,30}《|[^，。；：（）“”《》\d\s])*")
_BEFORE_FIRST = pattern("^.*[”》](?=.)")  # 《规划》从科技、教育……
_QUOTED, _ADJOINING = (
    pattern("“[^“”]*”|《[^《》]*》"),
    pattern("(?<=”)(?=“)|(?<=》)(?:以及|和|及|与)?(?=《)"),
)
_BACK = 160
# Who names four or more before 等 names them all: in published reports 112 of 122 lists. Where 和
# may join two names it is not known how many they are.
_FEWEST, _MANY = 4, 6
_AS_LONG, _PAIR, _MOST, _ORDINAL, _LONGEST = 4, 2, 12, 2, 20
_OPEN_END, _LONGEST_OPEN = pattern("等(?:[首第][一二三四五两]?批|全部|共)?$"), 4
RUNS_ON = pattern("(?:和|及|与|以及|其他|在|于|向|从|对|把|将|至|到)$")  # no list ends there
_TITLES = pattern(r"(?<=》)(?P<count>\d{1,2}|[两二三四五六七八九])[部项个件份篇本]")
# “八项本领”、提高“七种能力”：
OTHER_HEAD = pattern(rf"[“《]{COUNT}[^“”，。；]{{1,10}}”[^“”，。；]{{0,6}}[“《]?$")
_NEAR = 30
# A name that ends as what is counted: 甲县、乙县两县; 目标导向、结果导向两个导向.
_OF_KIND = pattern(
    r"(?P<count>[\d两二三四五六七八九](?<![\d.,数近余约第多几少十].))(?:个|大|项|种)?"
    r"(?P<kind>(?<=[个大项种])[\u4e00-\u9fff]{2}|[省市州县区镇乡村局院所部](?![级属直长]))"
)
_BRACKETED = pattern(
    rf"{COUNT}(?P<thing>[^，。；：、（）“”\d]{{0,8}})（(?:即|包括|分别为|分别是)?(?P<names>(?:[^，。；：、（）\d]{{1,20}}、){{1,30}}[^，。；：、（）\d]{{1,20}})）"
)
_POINTS = pattern(
    rf"{COUNT}(?:方面|重点|举措|环节|措施|问题|任务|工作|难点|关键|突出问题|着力点|维度|层面|抓手)?"
    r"(?:[^。：；，]{0,10}：|[^。：；，、]{0,4}。)(?=一是|第一[，、是]|（一）|①)"
)
_NAMED_AFTER = pattern(
    rf"{COUNT}[^，。；：、\d]{{0,14}}，(?:分别|依次|具体)(?:是|为)(?P<names>(?:[^，。；：、（）\d]{{1,20}}、){{2,20}}[^，。；：、（）\d]{{1,24}})(?=[。；])"
)
_MARK = pattern(r"(?:(?<=[。；：，])|^)([一二三四五六七八九十]|十[一二三四])是")
_COUNTS = pattern(COUNT)
_OWNED = pattern("[两二三四五六七八九](?:省|市|县|区|地|国)[^、]{0,4}的")
_FURTHER = pattern("还有|另有|[一另][类种个]是|此外")
LAST = pattern(r"(?<=[\u4e00-\u9fff]{2})(?:以及|和|及|与)(?=[\u4e00-\u9fff]{2})")
_NUMERALS = tuple("一二三四五六七八九十")  # of a heading: 三、抓好七项重点


def counts(document: Document) -> Iterator[Remark]:
    """A count that its names belie.

    北大街、总寨、南滩三个片区 and 社保、医保等88项 → silent;  北大街、总寨、南滩四个片区 → 列出3个
    """
    plans = planned(document)
    for passage in document.passages:
        remarks = dict[int, Remark]()
        for signs, form, judged in _FORMS:
            some = judged is _in_full and passage.number in plans  # who plans names some
            if not some and any(sign in passage.plain for sign in signs):
                for match in form.finditer(passage.plain):
                    for remark in judged(passage, match):
                        remarks.setdefault(remark.start, remark)
        yield from remarks.values()


def number_of(text: str) -> int:
    """A number in digits or in Chinese numerals, up to nineteen."""
    if text.isdecimal():
        return int(text)
    numerals = {"两": 2, **{numeral(n, counting=False): n for n in range(1, 20)}}
    return numerals[text]


def _listed(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    open_end = _OPEN_END.search(passage.plain, max(0, match.start() - _LONGEST_OPEN), match.start())
    left_open = bool(open_end)
    start, names = names_before(passage.plain, open_end.start() if open_end else match.start())
    cut = passage.plain[max(0, start - 1) : start] in ("”", "》") or names[0] in _NUMERALS
    if cut or RUNS_ON.search(names[-1]) or not _are_names(names):
        return
    least, most = _span(names)
    count = number_of(match["count"])
    if left_open:
        wrong = least > count
    else:
        off = 1 if not alike(names) else _MOST
        wrong = not least <= count <= most and least - off <= count <= most + off
        wrong = wrong and not of_others(names, count)
    if wrong:
        yield _remark(passage, start, match.end(), match["count"], least)


def _are_names(names: list[str]) -> bool:
    return len(names) >= _PAIR and all(0 < len(name) <= _LONGEST for name in names)


def _span(names: list[str]) -> tuple[int, int]:
    """How many things the names name: each one, or two where 和 may join them."""
    least, most = len(names), len(names) + len(AND.findall("".join(names)))
    return (most if of_one_kind(names) else least), most


def _is_miscount(names: list[str], count: int, *, spelt: bool) -> bool:
    """Whether a count behind 等 is of fewer than are named, or of a little more than some."""
    least, most = _span(names)
    few_off = 1 if spelt or least < _MANY else _PAIR  # 六种……等八大服务业 names some
    return least > count or (least == most >= _FEWEST and 0 < count - most <= few_off)


def _in_full(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """佛山、宁波、石家庄、临沂、长沙、济南、南京等8个城市: one too few or too many."""
    start, names = names_before(passage.plain, match.start())
    count, spelt = number_of(match["count"]), not match["count"].isdecimal()
    if len(names) >= _FEWEST and _are_names(names) and _is_miscount(names, count, spelt=spelt):
        least = _span(names)[0]
        if least - count <= 1:
            yield _remark(passage, start, match.end(), match["count"], least)


def _of_kind(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """甲县、乙县、丙县4县; 目标导向、结果导向三个导向: each name ends with what is counted."""
    start, names = names_before(passage.plain, match.start())
    kind, each = match["kind"], [*names[:-1], *LAST.split(names[-1])]
    while kind and not all(name.endswith(kind) and name != kind for name in each):
        kind = kind[:-1]
    least = 1 if match.end("count") == match.start("kind") else _PAIR  # 4县, 两个导向
    if len(kind) >= least and len(each) >= _PAIR and _are_names(names):
        count = number_of(match["count"])
        if count != len(each) and abs(count - len(each)) <= _PAIR:
            yield _remark(passage, start, match.end(), match["count"], len(each))


def _titled(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """《甲办法》《乙办法》《丙办法》3部."""
    start, names = names_before(passage.plain, match.start())
    count = number_of(match["count"])
    if len(names) >= _PAIR and all(name.endswith("》") for name in names) and count != len(names):
        yield _remark(passage, start, match.end(), match["count"], len(names))


def of_one_kind(names: list[str]) -> bool:
    """Whether all names end alike, or are as long but for a verb before the first, the two that 和
    joins too: 司法局、公安局和教育局; 形成电子信息、装备制造、先进材料和医药健康."""
    halves = LAST.split(names[-1])
    each = [*names[:-1], *halves]
    lengths = {len(name) for name in each[1:]}
    as_long = len(lengths) == 1 and len(names) > (_PAIR if lengths == {_AS_LONG} else _FEWEST)
    return len(halves) > 1 and (len({name[-1] for name in each}) == 1 or as_long)


def names_before(text: str, end: int) -> tuple[int, list[str]]:
    """Where the list that ends there begins, and its names."""
    match = _LIST.match(text[max(0, end - _BACK) : end][::-1])
    start = end - match.end() if match else end
    start += 0 < start <= _ORDINAL and text.startswith("、", start)  # 4、战略性新兴产业包含……
    owned = [*_OWNED.finditer(text, start, end)]  # 广东、福建两省的深圳、珠海、汕头、厦门四个
    start = owned[-1].end() if owned else start
    return start, _parted(text[start:end])


def _parted(names: str) -> list[str]:
    """The names of a list; 、 within quotation marks, or within a name of its own, parts none."""
    all_quoted = names.startswith("“") and names.count("“") == 1
    whole = names if all_quoted else _QUOTED.sub(_joined, names)
    if "业" in whole or "社会组织" in whole:
        whole = _whole_names().sub(_joined, whole)
    first, *others = _ADJOINING.sub("、", whole).split("、")
    return [_BEFORE_FIRST.sub("", first), *others]


def _joined(name: re.Match[str]) -> str:
    return name[0].replace("、", "·")


@cache
def _whole_names() -> re.Pattern[str]:
    return re.compile(alternatives("整名"))


def _headed(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """六大领域：…; but “三个强化”“六个干”：, where the names are of the first."""
    first = OTHER_HEAD.search(passage.plain, max(0, match.start() - _NEAR), match.start())
    if not first:
        yield from _bracketed(passage, match)


def _bracketed(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    names = _parted(match["names"])
    kinds = all(name in words("另一名目") for name in names)
    if kinds or re.search("等|略|含|其中|以上", match["names"]):
        return
    least, most = len(names), len(names) + len(AND.findall(names[-1]))
    least = most if of_one_kind(names) else least
    if not least <= number_of(match["count"]) <= most:
        yield _remark(passage, match.start(), match.end(), match["count"], least)


def _ranked(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """前三位的是：甲市12件，占…；乙市…: as many rows as the count says."""
    count, named = number_of(match["count"]), match["names"].count("；") + 1
    if abs(count - named) == 1:
        yield _remark(passage, match.start(), match.end(), match["count"], named)


def _points(passage: Passage, match: re.Match[str]) -> Iterator[Remark]:
    """三个方面：一是…二是…, within the paragraph, unless others of them are told without 是."""
    text = passage.plain[match.end() - 1 : match.end() + 4000]
    begun, count = _ascending(_MARK.findall(text)), number_of(match["count"])
    before = passage.plain[max(0, match.start() - _LONGEST) : match.start()]
    if any(number_of(one["count"]) == begun for one in _COUNTS.finditer(before)):
        return  # 七个方面的主要目标和35项具体指标。一是……
    if begun > 1 and begun != count and not (begun < count and _FURTHER.search(text)):
        yield _remark(passage, match.start(), match.end(), match["count"], begun)


# What is counted, where one of the signs before it stands in the paragraph.
_FORMS: tuple[tuple[str, re.Pattern[str], Callable[..., Iterator[Remark]]], ...] = (
    ("、", _LISTED, _listed),
    ("等", _IN_FULL, _in_full),
    ("（", _BRACKETED, _bracketed),
    ("分依具", _NAMED_AFTER, _bracketed),
    ("前列", _RANKED, _bracketed),
    ("；", _RANKED_ROWS, _ranked),
    ("；", _ROWS, _ranked),
    ("、", _OF_KIND, _of_kind),
    ("》", _TITLES, _titled),
    ("：包涵即", _HEADED, _headed),
    ("一第①", _POINTS, _points),
)


def _ascending(marks: list[str]) -> int:
    """How many marks count on before another series begins or an outer one goes on."""
    last = 0
    for count, mark in enumerate(marks):
        number = number_of(mark)
        if number <= last:
            return count
        last = number
    return len(marks)


def _remark(passage: Passage, start: int, end: int, count: str, named: int) -> Remark:
    details = {"said": count, "found": str(named)}
    return Remark("proof-count", Severity.WARNING, passage, start, end, details)
