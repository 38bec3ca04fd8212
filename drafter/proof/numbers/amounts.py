"""Numbers in running text: what is counted, with its classifier; never years, dates or ordinals."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import MYRIADS, Quantity

_CLASSIFIERS = (
    "家（次）|人（次）|场（次）|件（次）|个百分点|百分点|平方公里|平方千米|平方米|立方米|批次|人次|家次|"
    "场次|户次|件次|台次|车次|条次|辆次|班次|课时|学时|万元|亿元|公里|千米|公顷|千瓦时|小时|分钟|"
    "工作日|个月|周年|美元|欧元|港元|日元|英镑|航次|航班|架次|学位|床位|车位|泊位|"
    "列(?![入为席出举支明])|架|趟|笔|首(?![届次批个家])|封(?!闭)|单(?![位独项一])|案(?![件例由卷值子源情发])|克|斤|毫米|厘米|"
    "公斤|街道|件|起|份|项|条|次|场|期|卷|部|个|家|人|名|批|处|所|支|位|元|户|宗|例|篇|幅|块|台|套|辆|"
    "册|本|张|席|床|标箱|辆次|座次|人份|剂次|头次|千克|毫克|兆瓦|千瓦|分贝|立方|剂|羽|匹|口|眼|道|课|讲|亩|米|吨|天|类|种|级|艘|间|栋|座|株|棵|头|只|颗|箱|包|瓶|枚|面|倍|轮|组|队|班|幢|岁|镇|村|对(?![于照比象策应方外内口接着待准决立手岸])"
)
_TO_ONE = r"(?:(?<=\.\d)|(?<=\.\d\d))[∶：:]1(?![\d.,∶：:%])"  # a ratio: 2.05∶1
TO_ONE = "∶1"
_AMOUNT = pattern(
    r"(?P<digits>\d(?:\d{0,2}(?:,\d{3}){1,5}(?![\d,])|\d{0,11})(?:\.\d{1,9})?) ?"
    rf"(?P<myriad>万|亿|千(?![瓦米克伏]))?(?P<more>余|多)?(?P<late>万|亿)?"
    rf" ?(?P<unit>%|‰|{_CLASSIFIERS}|{_TO_ONE})?"
)
_NUMERAL = pattern(
    r"(?P<digits>[一二三四五六七八九十两](?:(?<=[一二三四五六七八九])(?:"
    r"千[零一二三四五六七八九十百]{1,6}|百[零一二三四五六七八九十]{1,4}|十[一二三四五六七八九]?)"
    r"|(?<=十)[一二三四五六七八九]?|(?<=[两二三四五六七八九])))(?P<more>余|多)?"
    r"(?P<unit>家次|人次|场次|批次|个|次|项|件|家|名|起|份|场|部|所|处|类|种|级|条|期|支|位|镇|街道)"
)
_NOT_BEFORE = pattern(r"[第A-Za-z0-9.·/_－\-—~+＋×№#〔\[［①-⑳]$")
# A number with one of these behind it is a date, a clock time, an article, a version.
_NOT_BEHIND = pattern(
    r" ?(年|月|日|号|时|点|周|世纪|届|分|[A-Za-z0-9·+＋/×.\-]|热线|平台|：\d|[增降升减平](?=[\d”]))"
)
_CALLED = pattern("(?!左右|以[上下]|余|多)[\u4e00-\u9fff]")  # 110接警261件
_HOTLINES = ("110", "119", "120", "122", "12315", "12345")  # 110类警情: what they were called for
# An age that names who is counted: 35岁及以下的215人, 36岁至54岁的751人.
_AGE = pattern("及?以[上下]|[的至到—–~－-]|人口|人群|人员|老[年人]|儿童|年龄段")
_MINUS = pattern("[为至到达的是由从][-－−]$")
_RANGE = pattern(r"[~－—\-]{1,2}\d|至\d")
_TWO_SCALES = pattern(r"(?<![\d.,])(\d{1,4})亿$|\d[亿万]$")
_LOWER_SCALE, _NOTED = pattern(r"(?<=[亿万])\d"), pattern("[\u4e00-\u9fff][①-⑳]$")  # 企业⑤47家
_TITLES = pattern(r"《[^《》]{0,120}》")
_NOT_COUNTED = "第每某哪几数多约近百千万零一二三四五六七八九十两"
_BEFORE = pattern(
    r"(大约|约|将近|接近|(?<![附最邻就靠相])近|超过|超|逾|突破|不少于|不低于|不足|不到|至少)"
    r"[ 达到了为]{0,2}$"
)
_LESS = ("将近", "接近", "近", "不足", "不到")
_MORE = ("超过", "超", "逾", "突破", "不少于", "不低于", "至少")
_ROUGHLY, _PRECISE = ("约", "大约", "近", "将近", "接近", "超", "超过", "逾", "突破"), 3
_AFTER = pattern(r"(以上|以下|左右|上下|之多)")
_SLACK, _PLACES, _MYRIAD = Fraction(1, 10), 2, 4
_YEAR = pattern(r"(?:19|20)\d\d")
_HUNDRED = 100  # a number in words from there on is counted as one in digits: 五百八十七条
_SCALES = {**MYRIADS, "千": 1000}


class Amount(Struct, frozen=True, dict=True):
    """A number in the text: [start, end) with its classifier; percents in percent (97% is 97)."""

    start: int
    end: int
    quantity: Quantity
    unit: str
    step: Fraction
    written: str
    hedged: bool = False
    numeral: bool = False

    @property
    def value(self) -> Fraction:
        """The number as it is written."""
        return self.quantity.value

    @property
    def percent(self) -> bool:
        """Whether it is a rate."""
        return self.unit == "%"

    @property
    def in_words(self) -> bool:
        """Whether it is a share or a multiple in words: 七成, 翻番."""
        return not self.numeral and not self.written.lstrip("-")[:1].isdigit()


def amounts(text: str) -> list[Amount]:
    """The amounts of a plain text, in order.

    >>> [a.written + a.unit for a in amounts("2023年拨打12348热线1,500余次，占98.5%，第3项")]
    ['1,500余次', '98.5%']
    >>> [a.written + a.unit for a in amounts("客运量2亿697.6万人次，企业⑤47家")]
    ['20697.6万人次', '47家']
    >>> [a.written + a.unit for a in amounts("收入比由2.31:1缩小到2.24：1，赛事3:1，9:30开始")]
    ['2.31∶1', '2.24∶1', '3', '1', '9', '30']
    """
    hidden = _TITLES.sub(lambda match: "\ufdd1" * len(match[0]), text)
    numbers = [a for m in _AMOUNT.finditer(hidden) if (a := _arabic(hidden, m)) is not None]
    taken = {a.end for a in numbers}
    numbers += [
        a for m in _NUMERAL.finditer(hidden) if (a := _chinese(hidden, m, taken)) is not None
    ]
    return sorted(numbers, key=lambda amount: amount.start)


def _arabic(text: str, match: re.Match[str]) -> Amount | None:
    unit, start, end = match["unit"] or "", match.start(), match.end()
    before = text[max(0, start - 2) : start].rstrip()
    if unit in ("%", "‰") and _MINUS.search(before):
        return _negative(_amount(text, match, unit))
    closed = _NOT_BEFORE.search(before) and before != "——" and not _NOTED.search(before)
    if closed or _RANGE.match(text, end):
        return None
    if before[-1:] in ("亿", "万") and (
        upper := _TWO_SCALES.search(text, max(0, start - 6), start)
    ):
        return _in_two_scales(text, match, upper)
    if _LOWER_SCALE.match(text, end):
        return None  # the lower half has it
    if unit == "岁" and (before.endswith("至") or _AGE.match(text, end)):
        return None
    if not unit and "." in match["digits"] and text.startswith("分", end):
        return _amount(text, match, "分")
    if not unit and (_NOT_BEHIND.match(text, end) or _is_code(match)):
        return None
    called = unit == "类" or (not unit and _CALLED.match(text, end))
    if (
        called
        and match[0] in (match["digits"] + unit, match["digits"])
        and (match["digits"] in _HOTLINES)
    ):
        return None
    return None if text.startswith("月", end) else _amount(text, match, unit)


def _in_two_scales(text: str, match: re.Match[str], upper: re.Match[str]) -> Amount | None:
    """2亿697.6万人次 as 20697.6万人次; None where the lower half is of no such scale."""
    whole, _, rest = match["digits"].partition(".")
    if not upper[1] or match["myriad"] != "万" or len(whole) > _MYRIAD or match["late"]:
        return None
    lower = _amount(text, match, match["unit"] or "")
    digits = f"{upper[1]}{whole:0>{_MYRIAD}}" + (f".{rest}" if rest else "")
    factor = MYRIADS["万"] * (MYRIADS["万"] if match["unit"] in ("万元", "亿元") else 1)
    quantity = Quantity.exact(Fraction(digits) * factor)
    return Amount(upper.start(), lower.end, quantity, lower.unit, lower.step, digits + "万")


def _negative(amount: Amount) -> Amount:
    """A growth below zero: 由-1.2%回升, 自然增长率为-0.8‰."""
    quantity = Quantity.exact(-amount.value)
    start, written = amount.start - 1, "-" + amount.written
    return Amount(start, amount.end, quantity, amount.unit, amount.step, written, amount.hedged)


def _is_code(match: re.Match[str]) -> bool:
    """Whether the digits look like a telephone number or a code."""
    digits = match["digits"]
    bare = not (match["myriad"] or match["more"] or match["late"])
    whole, _, rest = digits.partition(".")
    short = (len(rest) <= _PLACES and not _YEAR.fullmatch(whole)) or whole == "0"
    long = len(whole if short else digits) > 4
    code = long or (digits.startswith("0") and not digits.startswith("0."))
    return bare and "," not in digits and code


def _amount(text: str, match: re.Match[str], unit: str) -> Amount:
    digits = match["digits"].replace(",", "")
    scale = _SCALES[match["myriad"] or ""] * MYRIADS[match["late"] or ""]
    if unit.endswith("1"):
        unit = TO_ONE
    elif unit in ("万元", "亿元"):
        unit, scale = "元", scale * MYRIADS[unit[0]]
    places = len(digits.partition(".")[2])
    value = Fraction(digits) * scale if places else Fraction(int(digits) * scale)
    quantity, hedged = _hedged(text, match.start(), match.end(), value, bool(match["more"]))
    if hedged and not match["more"] and _is_precise(text, match, digits, scale):
        quantity, hedged = Quantity.exact(value), False
    written = text[match.start() : match.end()].removesuffix(match["unit"] or "").strip()
    return Amount(match.start(), match.end(), quantity, unit, _step(scale, places), written, hedged)


@lru_cache(maxsize=64)
def _step(scale: int, places: int) -> Fraction:
    """One unit of the last place that is written."""
    return Fraction(scale, 10**places)


def _is_precise(text: str, match: re.Match[str], digits: str, scale: int) -> bool:
    """Whether so many places are printed that 约 and 超 speak of the last one: 超167.4万辆 is no
    more than cut off, 近800万 says little, and 不低于85.5% is a bound."""
    before = _BEFORE.search(text, max(0, match.start() - 6), match.start())
    figures = digits.replace(".", "").strip("0")
    rounded = scale > 1 or "." in digits
    return bool(before and before[1] in _ROUGHLY) and rounded and len(figures) >= _PRECISE


def _hedged(text: str, start: int, end: int, value: Fraction, more: bool) -> tuple[Quantity, bool]:
    """What the number can mean, and whether any word makes it approximate."""
    if more:
        return Quantity.more_than(value), True
    way = hedge(text, start, end)
    if not way:
        return Quantity.exact(value), False
    slack = value * _SLACK
    low = value if way == "more" else value - slack
    high = value if way == "less" else value + slack
    return Quantity(value, low, high), True


def hedge(text: str, start: int, end: int) -> str:
    """Which way the words beside a number leave it open: more, less, about, or "" for none.

    >>> hedge("近90次", 1, 4), hedge("90次以上", 0, 3), hedge("90次", 0, 3)
    ('less', 'more', '')
    """
    before = _BEFORE.search(text, max(0, start - 6), start)
    behind = _AFTER.match(text, end)
    word = before[1] if before else behind[1] if behind else ""
    if word in (*_MORE, "以上", "之多"):
        return "more"
    return "less" if word in (*_LESS, "以下") else "about" if word else ""


def _chinese(text: str, match: re.Match[str], taken: set[int]) -> Amount | None:
    before = text[max(0, match.start() - 1) : match.start()]
    if match.start() in taken or (before and before in _NOT_COUNTED):
        return None
    number = read_numeral(match["digits"]) or 0
    value = Quantity.more_than(number) if match["more"] else Quantity.exact(number)
    written, small = match["digits"] + (match["more"] or ""), number < _HUNDRED
    return Amount(
        match.start(), match.end(), value, match["unit"], Fraction(1),
        written if small else str(number), bool(match["more"]), small,
    )  # fmt: skip
