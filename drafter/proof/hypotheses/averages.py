"""Averages: 7月8日至14日受理71,184件，日均10,169件; 720件涉及16,330人，案均23人."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account import Account
from drafter.proof.misprint import APART, slips
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, printed
from drafter.proof.row import Row, Table, Term
from drafter.proof.units import alike
from drafter.proof.verdict import remark
from drafter.proof.words import alternatives

_DAYS = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日?(?:至|—|－|-|~|到)+(?:(?P<month2>\d{1,2})月)?(?P<day2>\d{1,2})日"
)
_MONTHS = re.compile(
    r"(?<![\d日])(?P<first>\d{1,2})(?:月)?(?:至|—|－|-|~|到)+(?P<last>\d{1,2})月(?!\d)"
)
_COUNTED = re.compile(r"(?:历时|为期|共)?(?P<days>\d{1,3})天")
_EACH = {
    "按件": ("件", "起", "宗"),
    "按人": ("人", "名"),
    "按户": ("户", "家"),
    "按次": ("场", "次"),
}
_EVERY = re.compile("每(?P<many>[十百千万]?)(?P<thing>[\u4e00-\u9fff]{1,6})")
_PER = re.compile("/(?P<many>[十百千万]?)(?P<thing>人)")
_HUNDREDS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_YEAR = 2023  # a year like most, where the text names none


def averages(account: Account) -> Iterator[Remark]:
    """Averages that the number of days, cases or people does not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(averages, "处理争议720件，涉及劳动者16,330人，案均涉及32人。")
    ['错误 平均数写作32人，16,330÷720=22.68；疑为23误作32']
    >>> remarks(averages, "7月8日至14日受理诉求71,184件，日均10,169件。")
    []
    """
    for table in account.tables:
        for term in table.terms:
            if term.kind == "average":
                yield from _average(term, table)


def _average(term: Term, table: Table) -> Iterator[Remark]:
    totals = [
        r for r in table.rows if r.head.index < term.index and alike(r.unit, term.amount.unit)
    ]
    divisors = list(_divisors(term, table))
    pairs = [(total, n) for total in totals for n in divisors if total.head.amount is not n[1]]
    if not pairs or any(_holds(total, number, term) for total, (number, _) in pairs):
        return
    total, (number, _) = pairs[-1]
    if len(totals) > 1 and len(divisors) > 1:
        return

    def holds(values: Sequence[Printed]) -> bool:
        return _is_mean(values[0].half_up, number, values[1].value, term.amount.step)

    misprints = slips([total.amount, term.amount], holds, APART)
    misprints = [slip for slip in misprints if slip.operand == 1] or misprints
    if misprints:
        mean = decimal(total.amount.value / number / _scale(total), 2)
        working = f"{total.amount.written}÷{decimal(number)}={mean}"
        details = {"said": term.said, "working": working}
        yield remark("proof-average", Severity.ERROR, [total.head, term], details, misprints)


def _scale(total: Row) -> int:
    return 10**4 if "万" in total.amount.written else 1


def _holds(total: Row, number: Fraction, term: Term) -> bool:
    return _is_mean(printed(total.amount).half_up, number, term.amount.value, term.amount.step)


def _is_mean(total: Quantity, number: Fraction, stated: Fraction, step: Fraction) -> bool:
    mean = total / Quantity.exact(number)
    return stated - step < mean.high and mean.low < stated + step


def _divisors(term: Term, table: Table) -> Iterator[tuple[Fraction, object]]:
    text = table.sentence.text[: term.amount.start - table.sentence.start]
    if re.search(alternatives("按日"), term.words):
        yield from ((Fraction(days), None) for days in _days(text))
    each = _EVERY.search(term.words) or _PER.match(term.piece.tail)
    if re.search(alternatives("按月"), term.words):
        yield from ((Fraction(n), None) for n in map(int, re.findall(r"(\d{1,2})个月", text)))
    if "每季度" in term.words and "全年" in text:
        yield Fraction(4), None
    for row in table.rows:
        if row.head.index >= term.index or row.amount.percent or row.amount.value <= 0:
            continue
        if any(re.search(alternatives(n), term.words) and row.unit in u for n, u in _EACH.items()):
            yield row.amount.value, row.amount
        elif each and _is_counted(row, each["thing"]):
            yield row.amount.value / _HUNDREDS.get(each["many"], 1), row.amount


def _is_counted(row: Row, thing: str) -> bool:
    """Whether a level counts what stands behind 每: 13个乡镇 for 每个乡镇, 5个督察组 for 每组."""
    text, end = row.head.sentence.passage.plain, row.amount.end
    tail, bare = text[end : end + 6], thing.lstrip("个名家户")
    noun = re.match(r"[\u4e00-\u9fff]{1,4}", tail)
    beside = row.head.piece.depth == 0 and bare[:1] in "举开办受查处"
    if thing.startswith(row.unit) and (len(bare) < 2 or beside):
        return True
    named = bool(noun) and len(bare) > 1 and tail.startswith(bare[:2])
    ends = bool(noun) and bare[:1] != "" and bare[0] in noun[0] if noun else False
    return named or (row.unit == "人" and bare.startswith("人")) or (ends and row.unit == "个")


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
