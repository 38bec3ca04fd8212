"""Official wording as template filters and names. Every one takes a figure and keeps its trace.

GB/T 15835-2011 for numerals and 概数, GB/T 8170 for rounding; the rest is official habit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from drafter.model import quantity
from drafter.model.figure import Figure
from drafter.model.finding import Blank, Kind
from drafter.model.quantity import Quantity
from drafter.template.changes import (
    about,
    amount_of,
    as_rate,
    change,
    is_comparable,
    last_year,
    points,
    share,
    span,
)
from drafter.template.course import course
from drafter.template.districts import first
from drafter.template.values import ORDINAL, Citations, Rows, Shown, UnknownNameError


def myriads(value: Shown, places: int | None = None) -> Shown:
    """|万 — 28000余 as 2.8万余; in full unless decimal places are given; below 1万 as it is."""
    return _scaled(value, "万", places)


def hundred_millions(value: Shown, places: int | None = None) -> Shown:
    """|亿 — 345000000 as 3.45亿."""
    return _scaled(value, "亿", places)


def in_characters(value: Shown) -> Shown:
    """|汉字 — 2 as 两, 4 as 四, for a small exact number; others unchanged."""
    amount = amount_of(value)
    if amount is None or amount.hedge or amount.value not in range(1, 11):
        return value
    return value.saying(quantity.numeral(int(amount.value)))


def ordinal_number(value: object) -> object:
    """|序数 — 2 as 二, for （二） and 第二; never 两."""
    if isinstance(value, Shown):
        amount = amount_of(value)
        whole = amount is not None and not amount.hedge and amount.value.denominator == 1
        return value.saying(_ordinal(amount.value), "") if amount and whole else value
    if not isinstance(value, int):
        raise UnknownNameError("“序数”只能用于整数，如 {{ loop.index|序数 }}")
    return _ordinal(value)


def places(value: Shown, number: int = 0) -> Shown:
    """|小数(1) — rounded half-up to that many decimal places; a rate in per cent."""
    amount = amount_of(value)
    if amount is None:
        return value
    if value.figure.kind is Kind.RATE:
        return value.saying(quantity.percent(amount, number))
    return value.saying(quantity.write(amount, "", number))


def length(value: object) -> object:
    """|length — how many rows a table has, traced to its cells; awaited while the table is."""
    if not isinstance(value, Rows):
        return len(value)  # type: ignore[arg-type]
    table = value.table
    if table.awaited:
        return Shown(Figure(Blank.MISSING, "", table.label, awaited=table.awaited), value.citations)
    label = f"{table.label}条数"
    counted = Figure(Quantity.exact(len(table.rows)), "", label, sources=table.sources)
    return Shown(counted, value.citations)


def listing(value: Rows, after: str = "", between: str = "、") -> str:
    """|列举("部门") — a table's rows in a line: 民政部门3项、教育部门2项.

    The first text column, `after` behind it unless it ends so, then the first number with its unit.
    """
    if not isinstance(value, Rows):
        raise UnknownNameError("“列举”只能用于明细表")
    if value.table.blank is Blank.MISSING:
        return str(value)
    words = [_row_words(row, after, value.citations) for row in value.table.rows]
    return between.join([*words, *value.still_awaited()])


def bracketed(value: Rows, after: str = "", between: str = "、") -> str:
    """|括注("部门") — a table's rows in brackets: （民政部门3项）; nothing for none."""
    words = listing(value, after, between)
    return f"（{words}）" if words else ""


def there_or_not(value: Shown, before: str, after: str, none: str) -> Shown | str:
    """|有无("收到申请", "件", "未收到申请") — 收到申请5件, or the words for none where it is 0."""
    amount = amount_of(value)
    if amount is not None and not amount.hedge and not amount.value:
        return value.saying(none, "")
    return f"{before}{value}{after}"


def paragraphs(value: object) -> list[object]:
    """|分段 — a long text's paragraphs, each with the text's sources."""
    if not isinstance(value, Shown) or not isinstance(value.figure.value, str):
        return [value]
    lines = [line.strip() for line in value.figure.value.split("\n")]
    return [value.saying(line) for line in lines if line]


def sentence(value: Shown) -> Shown | str:
    """|成句 — a text with exactly one full stop at its end; its own ！ or ？ serves as one."""
    if is_missing(value):
        return f"{value}。"
    if not isinstance(value.figure.value, str):
        return value
    words = value.words.strip().rstrip("。；;.，, ")
    return value.saying(words if words.endswith(("！", "？", "!", "?")) else f"{words}。")


def is_missing(value: object) -> bool:
    """is 待补 — nobody has answered yet."""
    return _blank(value) is Blank.MISSING


def is_inapplicable(value: object) -> bool:
    """is 不适用 — the department said that it does not apply."""
    return _blank(value) is Blank.NOT_APPLICABLE


FILTERS: Mapping[str, Callable[..., object]] = {
    "万": myriads,
    "亿": hundred_millions,
    "汉字": in_characters,
    "序数": ordinal_number,
    "小数": places,
    "比率": as_rate,
    "length": length,
    "列举": listing,
    "括注": bracketed,
    "前": first,
    "有无": there_or_not,
    "上年": last_year,
    "同比": change,
    "百分点": points,
    "占比": share,
    "至": span,
    "概数": about,
    "分段": paragraphs,
    "成句": sentence,
    "历年": course,
}
TESTS: Mapping[str, Callable[..., bool]] = {
    "待补": is_missing,
    "不适用": is_inapplicable,
    "可比": is_comparable,
}


def number_items(xml: str) -> str:
    """A paragraph's 序号 marks as 一是, 二是 …; as nothing where there is only one."""
    count = xml.count(ORDINAL)
    for number in range(1, count + 1):
        words = f"{quantity.numeral(number, counting=False)}是" if count > 1 else ""
        xml = xml.replace(ORDINAL, words, 1)
    return xml


def _ordinal(number: Fraction | int) -> str:
    return quantity.numeral(int(number), counting=False)


def _blank(value: object) -> object:
    if isinstance(value, Rows):
        return value.table.blank
    return value.figure.value if isinstance(value, Shown) else None


def _scaled(value: Shown, scale: str, number: int | None) -> Shown:
    """In 万 or 亿; what that loses of an exact figure is admitted by 约."""
    amount = amount_of(value)
    if amount is None or abs(amount.value) < quantity.MYRIADS[scale]:
        return value
    words = quantity.write(amount, scale, number)
    read = quantity.read(words)
    lost = not amount.hedge and (read is None or read.value != amount.value)
    return value.saying(f"约{words}" if lost else words)


def _row_words(row: Mapping[str, Figure], after: str, citations: Citations) -> str:
    texts = [figure for figure in row.values() if not figure.kind.counts]
    numbers = [figure for figure in row.values() if figure.kind.counts]
    text = texts[0].value if texts else ""
    again = isinstance(text, str) and text.endswith(after)
    words = f"{Shown(texts[0], citations)}{'' if again else after}" if texts else ""
    return words + (f"{Shown(numbers[0], citations)}{numbers[0].unit}" if numbers else "")
