"""指标目录：every mistake is named at its cell, and all of them in one reading."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from drafter.catalogue.sheet import read_catalogue
from drafter.model.finding import Kind
from tests.building import SETTINGS, catalogue_bytes, mistakes_of, read, read_text_catalogue, said
from tools.build import catalogue, kit_tables

ONE = "甲.一 | 一 | 件 | 整数 | 县司法局"


def edited(folder: Path, edit: Callable[[openpyxl.Workbook], object]) -> list[str]:
    """The mistakes in a good catalogue after somebody's hand went through it."""
    book = openpyxl.load_workbook(BytesIO(catalogue_bytes(ONE)))
    edit(book)
    book.save(folder / "指标目录.xlsx")
    _, mistakes = read_catalogue(read(folder / "指标目录.xlsx"))
    return [line.replace("错误 指标目录.xlsx › ", "") for line in said(mistakes)]


def test_a_catalogue_without_mistakes_says_what_is_asked_of_whom(tmp_path: Path) -> None:
    made = read_text_catalogue(
        tmp_path,
        """
        法律援助.案件总数 | 法律援助案件 | 件 | 整数 | 县司法局、县法院 | | 约 上限9999
        法律援助.成功率   | 成功率       |    | 比率 |  | 法律援助.成功数 / 法律援助.案件总数
        法律援助.成功数   | 成功案件     | 件 | 整数 | 县法院 | | 选 必
        """,
    )
    total, rate, won = made.indicators.values()
    assert (total.departments, total.lower, total.upper) == (("县司法局", "县法院"), 0, 9999)
    assert (total.approximate, won.required, won.inapplicable) == (True, False, False)
    assert (rate.kind, rate.unit, rate.asked, rate.upper) == (Kind.RATE, "%", False, 1)
    assert [i.key for i in made.asked_of("县法院")] == ["法律援助.案件总数", "法律援助.成功数"]
    assert made.settings.period == "2024年1月1日至10月31日"


def test_a_sheet_that_was_deleted_is_asked_for(tmp_path: Path) -> None:
    found = edited(tmp_path, lambda book: book.remove(book["校验规则"]))
    assert found == ["校验规则 缺少工作表“校验规则”，请从原版指标目录中复制回来"]


def test_a_column_that_was_deleted_is_asked_for(tmp_path: Path) -> None:
    found = edited(tmp_path, lambda book: book["指标"].delete_cols(9))
    assert found == ["指标!A1 工作表“指标”缺少“允许约数”列，请补上表头"]


def test_lines_above_the_header_do_no_harm(tmp_path: Path) -> None:
    assert edited(tmp_path, lambda book: book["指标"].insert_rows(1, 3)) == []


WRONG = """
    地区          平安县
    级别          省
    年度          二〇二四
    统计起始日期  2024年1月1日
    截止日期      某日
    比率小数位    9
"""


def test_wrong_and_missing_settings_are_all_named_at_once(tmp_path: Path) -> None:
    assert sorted(mistakes_of(tmp_path, ONE, settings=WRONG)) == [
        "报告 缺少“标题”，请在“项目”列写“标题”并填写内容",
        "报告!B3 “级别”填的是“省”，应为区、县、市、旗之一",
        "报告!B4 “年度”填的是“二〇二四”，应为1990到2200的整数",
        "报告!B6 “截止日期”填的是“某日”，应为日期，如2023年11月5日",
        "报告!B7 “比率小数位”填的是“9”，应为0到4的整数",
    ]


def test_a_setting_left_empty_is_named_at_its_cell(tmp_path: Path) -> None:
    def empty(book: openpyxl.Workbook) -> None:
        book["报告"]["B3"].value = None

    assert edited(tmp_path, empty) == ["报告!B3 缺少“级别”，请在“项目”列写“级别”并填写内容"]


def test_a_cut_off_before_the_start_is_refused(tmp_path: Path) -> None:
    def swap(book: openpyxl.Workbook) -> None:
        book["报告"]["B7"].value = "2023-11-05"

    assert edited(tmp_path, swap) == [
        "报告!B7 “截止日期”填的是“2023-11-05”，应为统计起始日期当日或以后的日期"
    ]


def test_a_year_and_a_half_is_no_year(tmp_path: Path) -> None:
    def halve(book: openpyxl.Workbook) -> None:
        book["报告"]["B4"].value = 2024.5

    assert edited(tmp_path, halve) == ["报告!B4 “年度”填的是“2024.5”，应为1990到2200的整数"]


def test_departments_are_there_once_and_have_names_a_file_can_bear(tmp_path: Path) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book["部门"].append(["县司法局"])
        book["部门"].append(["局" * 32])
        book["部门"].append([None, "张三"])

    assert edited(tmp_path, add) == [
        "部门!A3 “县司法局”重复，已在上文出现",
        f'部门!A4 “{"局" * 32}”不能用作文件名：最多31个字，不含 \\ / : * ? " < > | [ ]',
        "部门!A5 “部门”不能为空",
    ]


INDICATORS = [
    (
        "甲.一 | 又一 | 件 | 整数 | 县司法局",
        ["指标!A3 “甲.一”重复，已在A2出现"],
    ),
    (
        "甲一 | 无点 | 件 | 整数 | 县司法局",
        [
            "指标!A3 指标编号“甲一”不合规：应为“主题.名称”，"
            "只用汉字、字母、数字、下划线，不以数字开头"
        ],
    ),
    ("| 无编号 | 件 | 整数 | 县司法局", ["指标!A3 “指标编号”不能为空"]),
    ("甲.二 | | 件 | 整数 | 县司法局", ["指标!B3 “指标名称”不能为空"]),
    ("甲.二 | 二 | | 整数 | 县司法局", ["指标!C3 “整数”类指标须填计量单位"]),
    ("甲.二 | 二 | | 金额 | 县司法局", ["指标!C3 “金额”类指标须填计量单位"]),
    (
        "甲.二 | 二 | 件 | 整形 | 县司法局",
        ["指标!D3 “整形”不是类型，可填：整数、小数、金额、比率、日期、文本、长文本、明细表"],
    ),
    ("甲.二 | 二 | 件 | 整数 |", ["指标!E3 “填报部门”不能为空"]),
    (
        "甲.二 | 二 | | 比率 | 县司法局",
        ["指标!F3 比率须写计算公式，如“甲.成功数 / 甲.受理数”；确需部门直接填报的，写“直接填报”"],
    ),
    ("甲.二 | 二 | | 比率 | 县司法局 | 直接填报", []),
    ("甲.二 | 二 | | 文本 | | 甲.一 + 1", ["指标!F3 “文本”类指标不能有计算公式"]),
    ("甲.二 | 二 | 件 | 整数 | | 甲.一 +", ["指标!F3 “甲.一 +”读不懂：末尾缺少指标或数"]),
    (
        "甲.二 | 二 | 件 | 整数 | | 甲.一一",
        ["指标!F3 规则中的“甲.一一”不在指标目录中，是否为“甲.一”"],
    ),
    ("甲.二 | 二 | 件 | 整数 | | 甲.二 + 1", ["指标!A3 计算公式首尾相接：甲.二 → 甲.二"]),
    ("甲.二 | 二 | 件 | 整数 | | 上年(甲.二) + 1", []),
    ("甲.二 | 二 | 件 | 整数 | 县司法局 | | 下限9 上限3", ["指标!H3 下限9大于上限3"]),
    ("甲.二 | 二 | 件 | 整数 | 县司法局 | | 下限些", ["指标!G3 “下限”填的是“些”，应为数字"]),
    (
        "甲.二 | 二 | | 明细表 | 县司法局",
        ["指标!A3 明细表“甲.二”在“明细表”工作表中没有任何列"],
    ),
]


@pytest.mark.parametrize(("row", "found"), INDICATORS)
def test_a_mistake_in_an_indicator_is_named_once_at_its_cell(
    tmp_path: Path, row: str, found: list[str]
) -> None:
    assert mistakes_of(tmp_path, f"{ONE}\n{row}") == found


def test_a_department_that_is_misspelt_is_named_with_the_nearest(tmp_path: Path) -> None:
    def misspell(book: openpyxl.Workbook) -> None:
        book["指标"]["E2"].value = "县司法厅"

    assert edited(tmp_path, misspell) == ["指标!E2 “县司法厅”不在“部门”表中，是否为“县司法局”"]


def test_yes_and_no_are_the_only_answers_to_a_yes_or_no_question(tmp_path: Path) -> None:
    def hesitate(book: openpyxl.Workbook) -> None:
        book["指标"]["I2"].value = "也许"

    assert edited(tmp_path, hesitate) == ["指标!I2 “也许”不是允许约数，可填：是、否"]


TABLE = f"{ONE}\n乙.表 | 表 | | 明细表 | 县司法局\n乙.文 | 文 | | 文本 | 县司法局"
COLUMNS = "乙.表 | 名称 | | 文本"


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("乙.表 | 名称 | | 文本", "明细表!B3 “名称”重复，已在上文出现"),
        ("乙.表 | | | 文本", "明细表!B3 “列名”不能为空"),
        ("乙.表 | 件数 | | 整数", "明细表!C3 “整数”类指标须填计量单位"),
        (
            "乙.表 | 件数 | | 明细表",
            "明细表!D3 “明细表”不是类型，可填：整数、小数、金额、比率、日期、文本、长文本",
        ),
        (
            "甲.一 | 名称 | | 文本",
            "明细表!A3 “甲.一”不是明细表指标，请先在“指标”表中把它的类型写为“明细表”",
        ),
    ],
)
def test_a_mistake_in_a_column_of_a_table_is_named_at_its_cell(
    tmp_path: Path, row: str, found: str
) -> None:
    assert mistakes_of(tmp_path, TABLE, tables=f"{COLUMNS}\n{row}") == [found]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("甲.一 >=", "校验规则!A2 “甲.一 >=”读不懂：末尾缺少指标或数"),
        ("甲.衣 >= 0", "校验规则!A2 规则中的“甲.衣”不在指标目录中，是否为“甲.一”"),
        ("计数(乙.表.件数) > 0", "校验规则!A2 规则中的“乙.表.件数”：明细表“表”没有“件数”列"),
        (
            "乙.表 > 0",
            "校验规则!A2 规则中的“乙.表”是明细表，须写到列，如“合计(乙.表.列名)”",
        ),
        ("乙.文 > 0", "校验规则!A2 规则中的“乙.文”是文本，不能计算"),
        ("甲.一 > 0 | 严重", "校验规则!B2 “严重”不是级别，可填：错误、警告、提示"),
    ],
)
def test_a_mistake_in_a_rule_is_named_at_its_cell(tmp_path: Path, rule: str, found: str) -> None:
    assert mistakes_of(tmp_path, TABLE, rules=rule, tables=COLUMNS) == [found]


def test_formulas_that_feed_each_other_are_a_circle_at_each_of_them(tmp_path: Path) -> None:
    circle = "丙.一 | 一 | 件 | 整数 | | 丙.二 + 1\n丙.二 | 二 | 件 | 整数 | | 丙.一 + 1"
    assert mistakes_of(tmp_path, circle) == [
        "指标!A2 计算公式首尾相接：丙.一 → 丙.二 → 丙.一",
        "指标!A3 计算公式首尾相接：丙.二 → 丙.一 → 丙.二",
    ]


def test_what_none_stands_for_and_which_change_is_asked_about_are_settings(tmp_path: Path) -> None:
    settings = f"{SETTINGS}\n同比幅度 50%"
    text = "甲.一 | 一 | 件 | 整数 | 县司法局 | | 视为0 幅度30% \n 甲.二 | 二 | 件 | 整数 | 县司法局 | | 视为不适用"
    made = read_text_catalogue(tmp_path, text, settings=settings)
    one, two = made.indicators.values()
    assert (one.nothing, one.swing) == ("0", Fraction(3, 10))
    assert (two.nothing, two.swing) == ("不适用", None)
    assert made.settings.swing == Fraction(1, 2)


@pytest.mark.parametrize(
    ("option", "found"),
    [
        ("视为无", "指标!N2 “无”不是填无视为，可填：0、不适用"),
        ("幅度50", "指标!O2 “同比幅度”填的是“50”，应为百分数，如50%"),
        ("幅度0", "指标!O2 “同比幅度”填的是“0”，应为百分数，如50%"),
        ("幅度大", "指标!O2 “同比幅度”填的是“大”，应为数字"),
    ],
)
def test_a_mistake_in_an_optional_column_is_named_at_its_cell(
    tmp_path: Path, option: str, found: str
) -> None:
    assert mistakes_of(tmp_path, f"甲.一 | 一 | 件 | 整数 | 县司法局 | | {option}") == [found]


def test_the_change_asked_about_everywhere_is_a_percentage(tmp_path: Path) -> None:
    settings = f"{SETTINGS.rstrip()}\n同比幅度 50"
    assert mistakes_of(tmp_path, ONE, settings=settings) == [
        "报告!B8 “同比幅度”填的是“50”，应为百分数，如50%"
    ]


def test_excel_offers_what_none_may_stand_for() -> None:
    sheet = openpyxl.load_workbook(BytesIO(catalogue(kit_tables())))["指标"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"{heads['填无视为']}2"].formula1 == '"0,不适用"'
    assert "上年" in rules[f"{heads['同比幅度']}2"].prompt


def test_mistakes_on_every_sheet_are_told_in_one_reading(tmp_path: Path) -> None:
    indicators = "甲 | 一 | | 整数 | 县司法局\n乙.二 | | 件 | 整数 | 县司法局"
    found = mistakes_of(tmp_path, indicators, rules="甲.一 = ", tables="丙.表 | 名", settings=WRONG)
    cells = [line.split()[0] for line in found]
    assert sorted(cells) == [
        "报告",
        *("报告!B3", "报告!B4", "报告!B6", "报告!B7"),
        *("指标!A2", "指标!B3", "明细表!A2", "校验规则!A2"),
    ]
