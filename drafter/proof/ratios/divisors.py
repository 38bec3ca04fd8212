"""What an average is shared by: the days of a stretch of time, cases, people."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.words import mentions

_DAYS = pattern(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:至|—|－|-|~|到)+(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日"
)
_MONTHS = pattern(
    r"(?<![\d日])(?P<first>\d{1,2})(?:月)?(?:至|—|－|-|~|到)+(?P<last>\d{1,2})月(?!\d)"
)
_COUNTED = pattern(r"(?<!提前)(?<!提前了)(?<!\d)(?P<days>\d{1,3}|[两二三四五六七八九十])天")
# 暑运7月1日启动以来至8月11日, 截至7月15日: from one day to another, with words between.
_SINCE = pattern(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日[^，。；\d]{0,10}(?:启动|开始|以来|起)[^；\d]{0,30}"
    r"[至到](?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日"
)
_EACH = {
    "按件": ("件", "起", "宗", "案"),
    "按人": ("人", "名", "位"),
    "按户": ("户", "家"),
    "按次": ("场", "次", "场次", "期", "批", "批次"),
    "按个": ("个", "家", "所", "支", "项"),
    "按村": ("个", "村"),
    "按校": ("所", "个"),
}
_TIMES = ("按日", "按月", "按季", "按年", "按周")
# How many of each of these a stretch of time has; 全年 is calendar or working days.
_SPANS = {
    r"全年|一年来|年内|本年度?(?!以)|20\d\d年(?!\d|[^，。]{0,8}[月周])": (
        (365, 366, 250, 249, 251, 248, 252), (12,), (4,), (), (52, 53),
    ),
    "[上下]半年": ((181, 182, 184), (6,), (2,), (), (26,)),
    "(?<!前)[一二三四]季度": ((90, 91, 92), (3,), (), (), (13,)),
    "前三季度": ((273, 274), (9,), (3,), (), (39,)),
    r"(?<!\d)(?:1|3|5|7|8|10|12)月份?(?!\d)": ((31,), (), (), (), ()),
    r"(?<!\d)(?:4|6|9|11)月份?(?!\d)": ((30,), (), (), (), ()),
    r"(?<!\d)2月份?(?!\d)": ((28, 29), (), (), (), ()),
    "本周|[上一]周(?!年)|周内": ((7,), (), (), (), ()),
}  # fmt: skip
_WHOLE_YEAR = next(iter(_SPANS.values()))
# 较2024年提前 tells no time that is meant; 截至5月19日 ends within the year.
_OTHER_YEAR, _OPEN = pattern(r"[比较与同于]20\d\d年"), pattern("截至|截止|以来|启动")
# How many days a holiday has, where the text does not say.
_HOLIDAYS = {"清明|端午|中秋|元旦": (3,), "五一": (5,), "国庆|春节": (7, 8)}
_EVERY = pattern("[每单](?!秒|分钟|小时)(?P<many>[十百千万]?)(?P<thing>[\u4e00-\u9fff]{1,6})")
_MEAN = pattern("^(?P<thing>[^\\W\\d_平日天周月季年人])均(?![衡等])")  # 所均103件
_PER = pattern("/(?P<many>[十百千万]?)(?P<thing>人)")
# 每千人拥有 is of all who live there, never of the nurses.
_MANY, _PEOPLE = 1000, pattern("人口|常住|户籍|居民|总人")
_HUNDREDS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_YEAR = 2023  # a year like most, where the text names none


class Divisor(Struct, frozen=True):
    """A number that an average may be shared by, and the level that has it; None for a time."""

    number: Fraction
    row: Row | None = None

    @property
    def amount(self) -> Amount | None:
        """The number as it stands in the text."""
        return self.row.amount if self.row else None


def divisors(term: Term, rows: Sequence[Row], text: str) -> Iterator[Divisor]:
    """What the average may be shared by: times that the text names, and levels before it."""
    for column, means in enumerate(_TIMES):
        if mentions(means).search(term.words):
            plain = _OTHER_YEAR.sub("", text)
            spans = [numbers for name, numbers in _SPANS.items() if re.search(name, plain)]
            if means == "按日" and _OPEN.search(text):
                spans = [numbers for numbers in spans if numbers is not _WHOLE_YEAR]
            yield from (Divisor(Fraction(n)) for span in spans for n in span[column])
            days = list(_told(means, text))
            if means == "按日" and not days:
                named = (long for name, long in _HOLIDAYS.items() if re.search(name, text))
                days = [n for long in named for n in long]
            yield from (Divisor(Fraction(n)) for n in days)
    each = _EVERY.search(term.words) or _PER.match(term.piece.tail) or _MEAN.search(term.words)
    for row in rows:
        if row.amount.percent or row.amount.value <= 0 or row.unit == "元":
            continue
        if any(mentions(n).search(term.words) and row.unit in u for n, u in _EACH.items()):
            yield Divisor(row.amount.value, row)
        elif each and _is_counted(row, each["thing"], rows):
            many = _HUNDREDS.get(each.groupdict().get("many") or "", 1)
            if many < _MANY or each["thing"][0] != "人" or _PEOPLE.search(row.label):
                yield Divisor(row.amount.value / many, row)


def _told(means: str, text: str) -> Iterator[int]:
    """The numbers of days, months, weeks or years that the text names."""
    if means == "按日":
        yield from _days(text)
    elif means == "按月":
        yield from map(int, re.findall(r"(\d{1,2})个月", text))
    elif means == "按周":
        yield from map(int, re.findall(r"(\d{1,2})个?周", text))
    elif means == "按年":
        yield from _years(text)


def _years(text: str) -> Iterator[int]:
    """How many years the text may speak of: 五年来, 2021—2023年."""
    for match in re.finditer(r"([两二三四五六七八九十]|\d{1,2})年(?:来|间|共|累计|内)", text):
        yield int(match[1]) if match[1].isdigit() else read_numeral(match[1]) or 1
    for match in re.finditer(r"(20\d\d)年?(?:至|—|－|-|~|到)+(20\d\d)年", text):
        yield int(match[2]) - int(match[1]) + 1


def _is_counted(row: Row, thing: str, rows: Sequence[Row]) -> bool:
    """Whether a level counts what stands behind 每: 13个乡镇 for 每个乡镇, 5个督察组 for 每组,
    检查企业36家 for 每家企业."""
    text, end = row.head.sentence.passage.plain, row.amount.end
    tail, bare = text[end : end + 6], thing.lstrip("个名家户")
    noun = re.match(r"[\u4e00-\u9fff]{1,4}", tail)
    beside = row.head.piece.depth == 0 and bare[:1] in "举开办受查处"
    if thing.startswith(row.unit) and (len(bare) < 2 or beside):
        return True
    what = thing.removeprefix(row.unit) if row.unit else ""
    if what != thing and what and what[:2] in row.head.words:  # 每平方米销售均价, 销售面积
        return True
    named = len(bare) > 1 and (bare[:2] in row.head.words[-6:] or tail.startswith(bare[:2]))
    alone = [r for r in rows if r.unit == row.unit and r.head.kind == "level"]
    if thing.startswith(row.unit) and bool(row.unit) and len(alone) == 1:
        return True
    ends = bool(noun) and bare[:1] != "" and bare[0] in noun[0] if noun else False
    return named or (alike(row.unit, "人") and bare.startswith("人")) or (ends and row.unit == "个")


def _days(text: str) -> Iterator[int]:
    """How many days the text may speak of."""
    for match in (*_DAYS.finditer(text), *_SINCE.finditer(text)):
        first, last = int(match["month"]), int(match["month2"] or match["month"])
        if 1 <= first <= last <= 12:
            before = sum(monthrange(_YEAR, month)[1] for month in range(first, last))
            yield before + int(match["day2"]) - int(match["day"]) + 1
    for match in _COUNTED.finditer(text):
        yield int(match["days"]) if match["days"].isdecimal() else read_numeral(match["days"]) or 2
    for match in _MONTHS.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if 1 <= first <= last <= 12:
            yield sum(monthrange(_YEAR, month)[1] for month in range(first, last + 1))
