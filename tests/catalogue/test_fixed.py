"""固定表 in the catalogue: rows and columns given once, each cell an indicator, rules over lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.catalogue.catalogue import Catalogue
from tests.building import mistakes_of, read_text_catalogue

FIXED = "收费 | 收费情况 | | 件 | 整数 | 县财政局"
LINES = """
    收费 | | 表角 | | 项目名称
    收费 | | 列 | 甲 | 单位/甲类
    收费 | | 列 | 乙 | 单位/乙类
    收费 | | 列 | 计 | 单位/合计
    收费 | | 行 | 一 | 一、新收
    收费 | | 行 | 二 | 二、办结/（一）同意 | （含部分同意）
    收费 | | 行 | 三 | 二、办结/（二）不同意
"""
OTHER = "年报.件数 | 全年件数 | 件 | 整数 | 县财政局"


def made(folder: Path, rules: str = "") -> Catalogue:
    """The catalogue with the table, and with rules."""
    return read_text_catalogue(folder, OTHER, rules, fixed=FIXED, lines=LINES)


def test_each_cell_is_an_indicator_named_by_its_row_and_column(tmp_path: Path) -> None:
    cells = {k: i.label for k, i in made(tmp_path).indicators.items() if i.theme == "收费"}
    assert list(cells) == [f"收费.{row}_{column}" for row in "一二三" for column in "甲乙计"]
    assert cells["收费.一_甲"] == "一、新收·甲类"
    assert cells["收费.二_乙"] == "二、办结（一）同意·乙类"
    indicator = made(tmp_path).indicators["收费.二_乙"]
    assert (indicator.unit, indicator.departments) == ("件", ("县财政局",))


@pytest.mark.parametrize(
    ("rule", "sentences"),
    [
        (
            "收费.[一] >= 收费.[二:三]",
            [
                f"“一、新收·{x}”不应小于“二、办结（一）同意·{x}”与“二、办结（二）不同意·{x}”之和"
                for x in ("甲类", "乙类", "合计")
            ],
        ),
        (
            "收费.｛计｝＝收费.{甲}＋收费.{乙}",
            [
                f"“{x}·合计”应等于“{x}·甲类”与“{x}·乙类”之和"
                for x in ("一、新收", "二、办结（一）同意", "二、办结（二）不同意")
            ],
        ),
        (
            "收费.[一] = 上年(收费.[三])",
            [
                f"“一、新收·{x}”应等于上年“二、办结（二）不同意·{x}”"
                for x in ("甲类", "乙类", "合计")
            ],
        ),
        ("年报.件数 >= 收费.一_计", ["“全年件数”不应小于“一、新收·合计”"]),
    ],
)
def test_a_rule_over_lines_holds_in_each_of_them(
    tmp_path: Path, rule: str, sentences: list[str]
) -> None:
    catalogue = made(tmp_path, rule)
    assert [catalogue.sentence(one) for one in catalogue.rules] == sentences
    assert {one.place.cell for one in catalogue.rules} == {"A2"}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("收费.[四] = 1", "固定表“收费”没有行“四”"),
        ("收费.{一} = 1", "固定表“收费”没有列“一”"),
        ("收支.[一] = 1", "没有固定表“收支”"),
        ("收费.[三:一] = 1", "固定表“收费”的行“一”在“三”之前"),
        ("收费.[一] = 收费.{甲}", "一条规则不能既有整行[…]又有整列{…}，请分成两条"),
    ],
)
def test_a_line_that_is_not_there_is_told(tmp_path: Path, rule: str, reason: str) -> None:
    told = mistakes_of(tmp_path, OTHER, rule, fixed=FIXED, lines=LINES)
    assert told == [f"校验规则!A2 “{rule}”读不懂：{reason}"]


@pytest.mark.parametrize(
    ("fixed", "lines", "mistakes"),
    [
        (
            "收 费 | 收费情况 | | 件 | 整数 | 县财政局",
            "收 费 | | 列 | 甲 | 甲\n收 费 | | 行 | 一 | 一",
            [
                "固定表!A2 “收 费”不能作编号，只用汉字、字母、数字、下划线；表编号不以数字开头",
            ],
        ),
        (
            FIXED,
            "收费 | | 列 | 甲 | 甲\n收费 | 上 | 行 | 一 | 一",
            [
                "固定表行列!A3 没有固定表“收费上”，请核对表编号和分段，或在“固定表”表中写上",
                "固定表!A2 固定表“收费”没有行，请在“固定表行列”表中写上",
            ],
        ),
        (
            FIXED,
            "收费 | | 列 | 甲 | 甲\n收费 | | 行 | 一 | 一\n收费 | | 行 | 一 | 二",
            [
                "固定表行列!D4 “一”重复，已在上文出现",
                "固定表!A2 “收费.一_甲”重复，已在另一格或指标出现",
            ],
        ),
        (
            f"{FIXED}\n收费 | 收费情况 | 下 | 件 | 整数 | 县司法局",
            f"{LINES}\n收费 | 下 | 列 | 丁 | 丁\n收费 | 下 | 行 | 五 | 五",
            ["固定表!F3 固定表“收费情况”各分段的填报部门不同，请改为相同"],
        ),
        (
            "年报 | 年报 | | 件 | 整数 | 县财政局",
            "年报 | | 列 | 件数 | 件数\n年报 | | 行 | | ",
            ["固定表!A2 “年报.件数”重复，已在另一格或指标出现"],
        ),
        (
            "收费 | 收费情况 | | 件 | 明细表 | 县财政局",
            LINES,
            [
                "固定表!E2 “明细表”不是类型，可填：整数、小数、金额、比率、日期、文本",
            ],
        ),
    ],
)
def test_a_mistake_is_told_at_its_cell(
    tmp_path: Path, fixed: str, lines: str, mistakes: list[str]
) -> None:
    assert mistakes_of(tmp_path, OTHER, fixed=fixed, lines=lines) == mistakes
