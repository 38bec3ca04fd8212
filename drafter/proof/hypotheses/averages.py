"""Averages: 7月8日至14日受理71,184件，日均10,169件; 720件涉及16,330人，案均23人."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account import Account
from drafter.proof.amounts import Amount
from drafter.proof.misprint import APART, LENGTH, Slip, slips
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, printed
from drafter.proof.row import Row, Table, Term
from drafter.proof.units import alike
from drafter.proof.verdict import about, remark
from drafter.proof.words import mentions

_DAYS = pattern(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:至|—|－|-|~|到)+(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日"
)
_MONTHS = pattern(
    r"(?<![\d日])(?P<first>\d{1,2})(?:月)?(?:至|—|－|-|~|到)+(?P<last>\d{1,2})月(?!\d)"
)
_COUNTED = pattern(r"(?:历时|为期|共)?(?P<days>\d{1,3})天")
_EACH = {
    "按件": ("件", "起", "宗", "案"),
    "按人": ("人", "名", "位"),
    "按户": ("户", "家"),
    "按次": ("场", "次", "场次", "期", "批", "批次"),
    "按个": ("个", "家", "所", "支", "项"),
    "按村": ("个", "村"),
}
# How many days, months, quarters and years a stretch of time has; 全年 is calendar or working days.
_SPANS = {
    r"全年|一年来|年内|20\d\d年(?!\d|[^，。]{0,4}月)": ((365, 366, 250, 249, 251), (12,), (4,), ()),
    "[上下]半年": ((181, 182, 184), (6,), (2,), ()),
    "[一二三四]季度": ((90, 91, 92), (3,), (), ()),
    "前三季度": ((273, 274), (9,), (3,), ()),
    r"(?<!\d)(?:1|3|5|7|8|10|12)月份?(?!\d)": ((31,), (), (), ()),
    r"(?<!\d)(?:4|6|9|11)月份?(?!\d)": ((30,), (), (), ()),
    r"(?<!\d)2月份?(?!\d)": ((28, 29), (), (), ()),
}
_EVERY = pattern("[每单](?!秒|分钟|小时|公里)(?P<many>[十百千万]?)(?P<thing>[\u4e00-\u9fff]{1,6})")
_PER = pattern("/(?P<many>[十百千万]?)(?P<thing>人)")
_HUNDREDS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_PAIR = 2
_MOVED = pattern("提高|增加|增长|提升|减少|下降")
_YEAR = 2023  # a year like most, where the text names none


def averages(account: Account) -> Iterator[Remark]:
    """Averages that the number of days, cases or people does not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(averages, "处理争议720件，涉及劳动者16,330人，案均涉及32人。")
    ['错误 平均数写作32人，16,330÷720=22.68；疑为23误作32']
    >>> remarks(averages, "7月8日至14日受理诉求71,184件，日均10,169件。")
    []
    >>> remarks(averages, "全年办理公证2196件，月均办理150件。")
    ['错误 平均数写作150件，2196÷12=183；请核对']
    """
    for table in account.tables:
        for term in table.terms:
            moved = mentions("上期").search(term.words) or _MOVED.search(term.words)
            if term.kind == "average" and not moved:
                yield from _average(term, table)


def _average(term: Term, table: Table) -> Iterator[Remark]:
    totals = [
        r
        for r in table.rows
        if r.head.index < term.index and alike(r.unit, term.amount.unit) and r.head.kind == "level"
    ]
    if mentions("按年").search(term.words):
        totals = [total for total in totals if "累计" not in total.head.words]
    divisors = list(_divisors(term, table))
    pairs = [(total, n) for total in totals for n in divisors if total.head.amount is not n[1]]
    if not pairs or any(_holds(total, number, term) for total, (number, _) in pairs):
        return
    total, (number, counted) = pairs[-1]
    wholes, numbers = {id(t) for t, _ in pairs}, {n for _, (n, _) in pairs}
    if len(wholes) > 1 and len(numbers) > 1:
        return
    misprints = _slips(total, term, number, counted, len(wholes) == len(numbers) == 1)
    mean = total.amount.value / number
    sure = len(wholes) == 1 and about(mean, term.amount.value)
    if misprints or sure:
        working = f"{total.amount.written}÷{decimal(number)}={decimal(mean / _scale(total), 2)}"
        details = {"said": term.said, "working": working}
        yield remark("proof-average", Severity.ERROR, [total.head, term], details, misprints)


def _slips(total: Row, term: Term, number: Fraction, counted: object, alone: bool) -> list[Slip]:
    """What explains it: slips of the average first, then of the total, then of what it is shared
    by; digits lost or doubled where no other pair of numbers can be meant."""
    share = Fraction(1)
    amounts = [total.amount, term.amount]
    if isinstance(counted, Amount) and counted.value:
        share = number / counted.value
        amounts.append(counted)

    def holds(values: Sequence[Printed]) -> bool:
        by = values[2].value * share if len(values) > _PAIR else number
        average = _either_way(values[1].value, term.amount.step)
        return by > 0 and _is_mean(values[0].half_up, by, average)

    misprints = slips(amounts, holds, LENGTH if alone else APART)
    return next(
        (own for n in (1, 0, 2) if (own := [slip for slip in misprints if slip.operand == n])), []
    )


def _scale(total: Row) -> int:
    return 10**4 if "万" in total.amount.written else 1


def _holds(total: Row, number: Fraction, term: Term) -> bool:
    return _is_mean(printed(total.amount).half_up, number, _whole_step(term.amount))


def _whole_step(amount: Amount) -> Quantity:
    """What an average can stand for: rounded either way to its last place."""
    if amount.hedged:
        return amount.quantity
    return _either_way(amount.value, amount.step)


def _either_way(value: Fraction, step: Fraction) -> Quantity:
    least = step * Fraction(999, 1000)
    return Quantity(value, value - least, value + least)


def _is_mean(total: Quantity, number: Fraction, stated: Quantity) -> bool:
    mean = total / Quantity.exact(number)
    return stated.low <= mean.high and mean.low <= stated.high


def _divisors(term: Term, table: Table) -> Iterator[tuple[Fraction, object]]:
    text = table.sentence.text[: term.amount.start - table.sentence.start]
    spans = {name: n for name, n in _SPANS.items() if re.search(name, text)}
    for column, means in enumerate(("按日", "按月", "按季", "按年")):
        if mentions(means).search(term.words):
            yield from ((Fraction(n), None) for span in spans.values() for n in span[column])
    if mentions("按日").search(term.words):
        yield from ((Fraction(days), None) for days in _days(text))
    if mentions("按月").search(term.words):
        yield from ((Fraction(n), None) for n in map(int, re.findall(r"(\d{1,2})个月", text)))
    if mentions("按周").search(term.words):
        yield from ((Fraction(n), None) for n in map(int, re.findall(r"(\d{1,2})个?周", text)))
    if mentions("按年").search(term.words):
        yield from ((Fraction(n), None) for n in _years(text))
    each = _EVERY.search(term.words) or _PER.match(term.piece.tail)
    for row in table.rows:
        if row.head.index >= term.index or row.amount.percent or row.amount.value <= 0:
            continue
        if any(mentions(n).search(term.words) and row.unit in u for n, u in _EACH.items()):
            yield row.amount.value, row.amount
        elif each and _is_counted(row, each["thing"], table):
            yield (
                row.amount.value / _HUNDREDS.get(each.groupdict().get("many") or "", 1),
                row.amount,
            )


def _years(text: str) -> Iterator[int]:
    """How many years the text may speak of: 五年来, 2021—2023年."""
    for match in re.finditer(r"([两二三四五六七八九十]|\d{1,2})年(?:来|间|共|累计|内)", text):
        yield int(match[1]) if match[1].isdigit() else read_numeral(match[1]) or 1
    for match in re.finditer(r"(20\d\d)年?(?:至|—|－|-|~|到)+(20\d\d)年", text):
        yield int(match[2]) - int(match[1]) + 1


def _is_counted(row: Row, thing: str, table: Table) -> bool:
    """Whether a level counts what stands behind 每: 13个乡镇 for 每个乡镇, 5个督察组 for 每组,
    检查企业36家 for 每家企业."""
    text, end = row.head.sentence.passage.plain, row.amount.end
    tail, bare = text[end : end + 6], thing.lstrip("个名家户")
    noun = re.match(r"[\u4e00-\u9fff]{1,4}", tail)
    beside = row.head.piece.depth == 0 and bare[:1] in "举开办受查处"
    if thing.startswith(row.unit) and (len(bare) < 2 or beside):
        return True
    named = len(bare) > 1 and (bare[:2] in row.head.words[-6:] or tail.startswith(bare[:2]))
    alone = [r for r in table.rows if r.unit == row.unit and r.head.kind == "level"]
    if thing.startswith(row.unit) and bool(row.unit) and len(alone) == 1:
        return True
    ends = bool(noun) and bare[:1] != "" and bare[0] in noun[0] if noun else False
    return named or (alike(row.unit, "人") and bare.startswith("人")) or (ends and row.unit == "个")


def _days(text: str) -> Iterator[int]:
    """How many days the text may speak of."""
    for match in _DAYS.finditer(text):
        first, last = int(match["month"]), int(match["month2"] or match["month"])
        if 1 <= first <= last <= 12:
            before = sum(monthrange(_YEAR, month)[1] for month in range(first, last))
            yield before + int(match["day2"]) - int(match["day"]) + 1
    yield from (int(match["days"]) for match in _COUNTED.finditer(text))
    for match in _MONTHS.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if 1 <= first <= last <= 12:
            yield sum(monthrange(_YEAR, month)[1] for month in range(first, last + 1))
