"""规则：one parser, three uses; here the grammar, the exact check, and the sentence."""

from __future__ import annotations

import pytest

from drafter.catalogue.rules.exact import evaluate, judge
from drafter.catalogue.rules.language import (
    Binary,
    Call,
    Comparison,
    Expression,
    Number,
    Reference,
    RuleError,
    parse_formula,
    parse_rule,
)
from drafter.catalogue.rules.sentence import sentence
from drafter.ledger.ledger import Ledger
from drafter.model import quantity
from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Blank, Place, Source
from tests.building import table

BLANKS = {"": Blank.MISSING, "不适用": Blank.NOT_APPLICABLE}


def figure(said: str, key: str = "", cell: str = "") -> Figure:
    """What a cell says: nothing, 不适用, an amount, or a text."""
    sources = (Source(Place("区司法局.xlsx", "填报表", cell), "区司法局", said),) if cell else ()
    value = BLANKS[said] if said in BLANKS else quantity.read(said) or said
    awaited = (f"区司法局·{key}",) if said == "" else ()
    return Figure(value, key, key, sources=sources, awaited=awaited)


def ledger(drawing: str, last_year: str = "", rows: str | None = None) -> Ledger:
    """Figures `key | value`, last year's too, and the table 甲.明细 with 名称 | 件数."""
    entries: dict[str, Entry] = _figures(drawing)
    if rows is not None:
        cells = [
            {"名称": figure(name), "件数": figure(amount)} for name, amount in table(rows) if name
        ]
        entries["甲.明细"] = Table("甲.明细", "明细", tuple(cells))
    return Ledger(entries, _figures(last_year), ())


def _figures(drawing: str) -> dict[str, Entry]:
    lines = (row for row in table(drawing) if len(row) == 2)
    return {key: figure(said, key, f"D{n}") for n, (key, said) in enumerate(lines, start=6)}


def broken(rule: str, drawing: str, last_year: str = "") -> bool:
    """Whether the figures break the rule."""
    return judge(parse_rule(rule), ledger(drawing, last_year).look_up).broken


def calculated(formula: str, drawing: str = "", last_year: str = "", rows: str = "") -> str:
    """What a formula comes to, as it is printed."""
    return text(evaluate(parse_formula(formula), ledger(drawing, last_year, rows).look_up), 2)


def drawn(node: Expression | Comparison) -> str:
    """The parse with every bracket written."""
    match node:
        case Number(value):
            return quantity.decimal(value)
        case Reference():
            return f"上年({node.name})" if node.last_year else node.name
        case Call(name, columns):
            return f"{name}({','.join(column.name for column in columns)})"
        case Binary() | Comparison():
            return f"({drawn(node.left)} {node.sign} {drawn(node.right)})"


# Grammar


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        ("甲.一 = 甲.二 + 甲.三 * 2", "(甲.一 = (甲.二 + (甲.三 * 2)))"),
        ("甲.一 - 甲.二 - 甲.三 >= 0", "(((甲.一 - 甲.二) - 甲.三) >= 0)"),
        ("甲.一 / 甲.二 / 甲.三 < 1", "(((甲.一 / 甲.二) / 甲.三) < 1)"),
        ("(甲.一 + 甲.二) * 3 <> 甲.三", "(((甲.一 + 甲.二) * 3) <> 甲.三)"),
        ("甲.一 > -甲.二 + 1", "(甲.一 > ((0 - 甲.二) + 1))"),
        (
            "甲.一 = 上年(甲.一) + 合计(甲.明细.件数)",
            "(甲.一 = (上年(甲.一) + 合计(甲.明细.件数)))",
        ),
    ],
)
def test_products_bind_before_sums_and_both_run_from_left_to_right(rule: str, read: str) -> None:
    assert drawn(parse_rule(rule)) == read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("甲.一　＝　甲.二＋甲.三", "甲.一 = 甲.二 + 甲.三"),
        ("甲．一＝（甲．二－甲．三）×２", "甲.一 = (甲.二 - 甲.三) * 2"),
        ("甲.一≤甲.二÷3", "甲.一 <= 甲.二 / 3"),
        ("甲.一≥90％", "甲.一 >= 90%"),
        ("甲.一≠甲.二", "甲.一!=甲.二"),
        ("甲.一==甲.二", "甲.一 = 甲.二"),
        ("甲.一＞＝甲.二", "甲.一 >= 甲.二"),
        ("甲.一=不同数（甲.明细.名称，乙.明细.名称）", "甲.一=不同数(甲.明细.名称,乙.明细.名称)"),
    ],
)
def test_signs_typed_on_a_chinese_keyboard_are_understood(typed: str, meant: str) -> None:
    assert parse_rule(typed) == parse_rule(meant)


@pytest.mark.parametrize(
    ("formula", "value"),
    [("2.8万", "28000"), ("3亿", "300000000"), ("5%", "0.05"), ("= 1 + 1", "2")],
)
def test_numbers_may_be_in_myriads_or_per_cent(formula: str, value: str) -> None:
    assert calculated(formula) == value


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "末尾缺少指标或数"),
        ("甲.一 =", "末尾缺少指标或数"),
        ("甲.一 + 甲.二", "末尾应有 = <= >= < > <> 之一"),
        ("甲.一 = 甲.二 甲.三", "“甲.三”多余，或它前面缺少运算符"),
        ("甲.一 = 甲.二 = 甲.三", "“=”多余，或它前面缺少运算符"),
        ("甲.一 = (甲.二", "末尾缺少“)”"),
        ("甲.一 = ) + 1", "“)”处应为指标、数或括号"),
        ("甲.一 = 甲.二 & 3", "不认识“&”"),
        ("甲.一 = 求和(甲.二)", "没有函数“求和”，可用：合计、计数、不同数、上年"),
        ("甲.一 = 甲", "“甲”应写作“主题.名称”"),
        ("甲.一 = 合计(甲.二)", "“甲.二”应写到列，如“权责清单.新增明细.事项数”"),
        ("甲.一 = 合计()", "“)”处应为指标或列的名称"),
        ("甲.一 = 上年()", "“)”处应为指标或列的名称"),
        ("甲.一 = 上年(甲.二, 甲.三)", "“上年”只能写一个指标"),
        ("甲.一 = " + "(" * 60, "括号超过40层"),
        ("甲.一 = " + "-" * 60, "括号超过40层"),
    ],
)
def test_a_rule_that_cannot_be_read_says_why_and_near_what(rule: str, reason: str) -> None:
    with pytest.raises(RuleError) as raised:
        parse_rule(rule)
    assert str(raised.value) == reason


# The exact check


SUM = "甲.总数 = 甲.民事 + 甲.刑事"


def test_a_total_that_is_the_sum_of_its_parts_holds() -> None:
    assert not broken(SUM, "甲.总数 | 613 \n 甲.民事 | 350 \n 甲.刑事 | 263")


def test_a_total_that_is_one_off_is_broken() -> None:
    assert broken(SUM, "甲.总数 | 614 \n 甲.民事 | 350 \n 甲.刑事 | 263")


def test_decimals_are_exact_so_a_tenth_and_two_tenths_make_three_tenths() -> None:
    assert not broken(SUM, "甲.总数 | 0.3 \n 甲.民事 | 0.1 \n 甲.刑事 | 0.2")


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        ("甲.一 = 80", True),
        ("甲.一 = 89", True),
        ("甲.一 = 90", False),
        ("甲.一 = 79", False),
        ("甲.一 <= 85", True),
        ("甲.一 < 80", False),
        ("甲.一 > 88", True),
        ("甲.一 > 89", False),
        ("甲.一 <> 80", True),
        ("甲.一 * 2 = 178", True),
        ("100 - 甲.一 = 11", True),
        ("100 - 甲.一 = 10", False),
    ],
)
def test_eighty_odd_breaks_a_rule_only_where_no_number_from_80_to_89_keeps_it(
    rule: str, holds: bool
) -> None:
    assert broken(rule, "甲.一 | 80余") is not holds


def test_two_approximate_parts_leave_room_for_their_total() -> None:
    parts = "甲.民事 | 80余 \n 甲.刑事 | 100余"
    assert not broken(SUM, f"甲.总数 | 270 \n {parts}")
    assert broken(SUM, f"甲.总数 | 300 \n {parts}")


def test_a_missing_part_is_not_zero_so_the_rule_waits() -> None:
    drawing = "甲.总数 | 350 \n 甲.民事 | 350 \n 甲.刑事 |"
    assert not broken(SUM, drawing)
    assert not broken("甲.刑事 = 1", drawing)
    assert calculated("甲.民事 + 甲.刑事", drawing) == "【待补：区司法局·甲.刑事】"


def test_zero_is_a_number_and_is_checked() -> None:
    assert broken(SUM, "甲.总数 | 613 \n 甲.民事 | 350 \n 甲.刑事 | 0")


def test_what_does_not_apply_drops_out_of_a_sum() -> None:
    drawing = "甲.总数 | 350 \n 甲.民事 | 350 \n 甲.刑事 | 不适用"
    assert not broken(SUM, drawing)
    assert broken("甲.总数 = 甲.民事 + 甲.刑事 + 1", drawing)
    assert calculated("甲.刑事 + 甲.民事", drawing) == "350"
    assert calculated("甲.民事 - 甲.刑事", drawing) == "350"
    assert calculated("甲.刑事 - 甲.民事", drawing) == "-350"


def test_a_rate_of_nothing_does_not_apply_and_never_divides_by_zero() -> None:
    drawing = "甲.成功 | 0 \n 甲.受理 | 0"
    assert calculated("甲.成功 / 甲.受理", drawing).startswith("【不适用")
    assert not broken("甲.成功 / 甲.受理 >= 90%", drawing)


def test_the_workings_show_the_numbers_and_the_cells_they_came_from() -> None:
    known = ledger("甲.总数 | 613 \n 甲.民事 | 350 \n 甲.刑事 | 263")
    verdict = judge(parse_rule("甲.总数 = (甲.民事 + 甲.刑事) * 2"), known.look_up)
    assert verdict.right.workings == "(350 + 263) × 2"
    assert [source.place.cell for source in verdict.right.sources] == ["D7", "D8"]


# Calls


ROWS = """
    区司法局 | 3
    区公安局 | 4
    区公安局 | 0
             |
"""


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("合计(甲.明细.件数)", "7"),
        ("计数(甲.明细.名称)", "3"),
        ("不同数(甲.明细.名称)", "2"),
        ("计数(甲.明细.件数)", "3"),
        ("合计(甲.明细.件数, 甲.明细.件数)", "14"),
        ("不同数(甲.明细.名称, 甲.明细.名称)", "2"),
    ],
)
def test_columns_are_added_counted_and_counted_once_each(formula: str, value: str) -> None:
    assert calculated(formula, rows=ROWS) == value


def test_a_table_with_no_rows_adds_up_to_zero() -> None:
    assert calculated("合计(甲.明细.件数)", rows="|") == "0"
    assert calculated("不同数(甲.明细.名称)", rows="|") == "0"


def test_a_table_that_nobody_sent_is_awaited_not_zero() -> None:
    table = Table("甲.明细", "明细", blank=Blank.MISSING, awaited=("区司法局·明细",))
    waiting = Ledger({"甲.明细": table}, {}, ())
    result = evaluate(parse_formula("合计(甲.明细.件数)"), waiting.look_up)
    assert text(result) == "【待补：区司法局·明细】"


def test_last_year_is_read_from_last_year_and_is_missing_where_unknown() -> None:
    rule = "甲.受理 = 甲.办结 + 甲.未结 - 上年(甲.未结)"
    drawing = "甲.受理 | 100 \n 甲.办结 | 90 \n 甲.未结 | 15"
    assert not broken(rule, drawing, last_year="甲.未结 | 5")
    assert broken(rule, drawing, last_year="甲.未结 | 6")
    assert not broken(rule, drawing)
    assert calculated("上年(甲.未结)", drawing) == "【待补：上年·甲.未结】"


# The sentence


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("甲.总数 = 甲.民事 + 甲.刑事", "“总数”应等于“民事”与“刑事”之和"),
        ("甲.总数 = 甲.民事 + 甲.刑事 + 甲.行政", "“总数”应等于“民事”、“刑事”与“行政”之和"),
        ("甲.受理 <= 甲.申请", "“受理”不应大于“申请”"),
        ("甲.受理 >= 上年(甲.受理)", "“受理”不应小于上年“受理”"),
        ("甲.受理 <> 0", "“受理”不应等于0"),
        ("甲.受理 < 2.5万", "“受理”应小于25000"),
        ("甲.受理 > 甲.民事 * 2", "“受理”应大于“民事”乘2"),
        ("甲.总数 = (甲.民事 - 甲.刑事) / 2", "“总数”应等于（“民事”减“刑事”）除以2"),
        ("甲.总数 = 合计(甲.明细.件数)", "“总数”应等于“明细·件数”的合计"),
        ("甲.总数 = 计数(甲.明细.件数)", "“总数”应等于“明细·件数”的行数"),
        ("甲.总数 = 不同数(甲.明细.甲, 甲.明细.乙)", "“总数”应等于“明细·甲”与“明细·乙”的不同项数"),
    ],
)
def test_a_rule_is_said_in_the_words_that_stand_in_the_form(rule: str, said: str) -> None:
    def label(reference: Reference) -> str:
        return reference.name.split(".", 1)[1].replace(".", "·")

    assert sentence(parse_rule(rule), label) == said


def test_a_sum_over_a_cell_that_nobody_filled_in_is_awaited() -> None:
    assert calculated("合计(甲.明细.件数)", rows="区司法局 | 3 \n 区公安局 | ").startswith("【待补")


ROUNDED = "投入.合计 = 投入.区级 + 投入.镇级 允许舍入"


@pytest.mark.parametrize(
    ("total", "breaks"), [("16.9", False), ("17", False), ("16.8", False), ("17.1", True)]
)
def test_rounded_numbers_may_miss_by_half_of_their_last_place_each(
    total: str, breaks: bool
) -> None:
    drawing = f"""
        投入.合计 | {total}
        投入.区级 | 12.3
        投入.镇级 | 4.6
        """
    assert broken(ROUNDED, drawing) is breaks
    assert broken(ROUNDED.removesuffix("允许舍入"), drawing) is (total != "16.9")


@pytest.mark.parametrize("rule", ["甲.一 < 甲.二 允许舍入", "甲.一 = 甲.二 / 甲.三 允许舍入"])
def test_only_a_sum_may_be_rounded(rule: str) -> None:
    with pytest.raises(RuleError, match="只用于指标相加、相减的等式"):
        parse_rule(rule)
