"""Checks beyond one department: last year, other departments, tables, units and names."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, said, workspace
from tests.conftest import Convert

BOUND = f"{SETTINGS.rstrip()}\n同比幅度 50%"
COUNT = "甲.案件 | 案件 | 件 | 整数 | 县局 | | 约"


def settled(settings: str, year: int) -> str:
    return settings.replace("2024", str(year))


def two_years(
    folder: Path,
    indicators: str,
    before: dict[str, Any],
    now: dict[str, Any],
    settings: str = BOUND,
    notes: dict[str, str] | None = None,
) -> list[str]:
    """What is said of this year's form, beside last year's."""
    past = workspace(folder / "去年", catalogue_bytes(indicators, settings=settled(settings, 2023)))
    opened = workspace(folder, catalogue_bytes(indicators, settings=settings))
    if before:
        (folder / "inputs/2023").mkdir(parents=True)
        shutil.copy(fill_form(past, "县局", before), folder / "inputs/2023")
    fill_form(opened, "县局", now, notes=notes)
    return [line.replace("县局.xlsx › 填报表!", "") for line in said(opened.check().findings)]


def differs(now: str, before: str, change: str, bound: str = "50%") -> list[str]:
    said = f"“案件”本年为{now}，上年为{before}，{change}，超过{bound}"
    return [f"警告 D7 甲.案件：{said}；请核对，属实的在“说明”栏写明原因"]


# Change against last year


@pytest.mark.parametrize(
    ("before", "now", "sentences"),
    [
        (100, 150, []),
        (100, 151, differs("151", "100", "增长51%")),
        (100, 50, []),
        (100, 49, differs("49", "100", "下降51%")),
        (100, 0, differs("0", "100", "下降100%")),
        (3, 7, differs("7", "3", "增长133.33%")),
        ("100余", 160, []),
        ("100余", 299, differs("299", "100余", "增长199%")),
        (100, "150余", []),
        (100, "160余", differs("160余", "100", "增长60%")),
        (0, 80, []),
        ("不适用", 80, []),
        (100, "不适用", []),
    ],
)
def test_a_change_beyond_the_bound_is_asked_about(
    tmp_path: Path, before: object, now: object, sentences: list[str]
) -> None:
    """Last year's figure, this year's, and what is asked where the bound is 50%.

    Nothing can be compared with zero, nor with what did not apply; 余 is a change only where it is
    one however it is read.
    """
    assert two_years(tmp_path, COUNT, {"甲.案件": before}, {"甲.案件": now}) == sentences


def test_without_last_years_figure_nothing_is_compared(tmp_path: Path) -> None:
    assert two_years(tmp_path, COUNT, {}, {"甲.案件": 999}) == []


def test_without_a_bound_nothing_is_compared(tmp_path: Path) -> None:
    assert two_years(tmp_path, COUNT, {"甲.案件": 1}, {"甲.案件": 999}, SETTINGS) == []


@pytest.mark.parametrize(
    ("own", "now", "sentences"),
    [
        ("幅度20%", 121, differs("121", "100", "增长21%", "20%")),
        ("幅度20%", 120, []),
        ("幅度300%", 390, []),
        ("幅度300%", 401, differs("401", "100", "增长301%", "300%")),
    ],
)
def test_an_indicators_own_bound_goes_before_the_general_one(
    tmp_path: Path, own: str, now: int, sentences: list[str]
) -> None:
    asked = f"甲.案件 | 案件 | 件 | 整数 | 县局 | | {own}"
    assert two_years(tmp_path, asked, {"甲.案件": 100}, {"甲.案件": now}) == sentences


@pytest.mark.parametrize(
    ("before", "now", "sentences"),
    [
        ("80%", "85%", []),
        ("80%", "90%", differs("90%", "80%", "提高10个百分点", "10%")),
        ("80%", "71.5%", differs("71.5%", "80%", "降低8.5个百分点", "10%")),
    ],
)
def test_rates_change_by_percentage_points(
    tmp_path: Path, before: str, now: str, sentences: list[str]
) -> None:
    asked = "甲.案件 | 案件 | | 比率 | 县局 | 直接填报 | 幅度10%"
    assert two_years(tmp_path, asked, {"甲.案件": before}, {"甲.案件": now}) == sentences


def test_a_derived_figure_is_compared_at_the_cell_that_it_starts_from(tmp_path: Path) -> None:
    asked = """
        甲.甲数 | 甲数 | 件 | 整数 | 县局 | | 幅度1000%
        甲.乙数 | 乙数 | 件 | 整数 | 县局 | | 幅度1000%
        甲.案件 | 案件 | 件 | 整数 |      | 甲.甲数 + 甲.乙数
    """
    before, now = {"甲.甲数": 10, "甲.乙数": 10}, {"甲.甲数": 10, "甲.乙数": 30}
    assert two_years(tmp_path, asked, before, now) == differs("40", "20", "增长100%")


def test_an_explanation_answers_the_question(tmp_path: Path) -> None:
    notes = {"甲.案件": "新增三个受理窗口"}
    found = two_years(tmp_path, COUNT, {"甲.案件": 100}, {"甲.案件": 300}, notes=notes)
    (sentence,) = differs("300", "100", "增长200%")
    assert found == [f"{sentence}（已说明：新增三个受理窗口）"]


# Departments against each other


ACROSS = """
    甲.移送 | 移送案件 | 件 | 整数 | 县公安局 | | 约
    乙.接收 | 接收案件 | 件 | 整数 | 县检察院 | | 约
    丙.审结 | 审结案件 | 件 | 整数 | 县法院
"""


def across(folder: Path, rules: str, answers: dict[str, Any]) -> list[str]:
    """What is said once every department has sent its one figure."""
    opened = workspace(folder, catalogue_bytes(ACROSS, rules))
    keys = {"县公安局": "甲.移送", "县检察院": "乙.接收", "县法院": "丙.审结"}
    for department, amount in answers.items():
        fill_form(opened, department, {keys[department]: amount})
    return said(opened.check().findings)


def test_a_rule_across_departments_is_told_at_the_first_of_its_cells(tmp_path: Path) -> None:
    answers = {"县公安局": 12, "县检察院": 13, "县法院": 5}
    assert across(tmp_path, "甲.移送 >= 乙.接收", answers) == [
        "错误 县公安局.xlsx › 填报表!D7 甲.移送：“移送案件”不应小于“接收案件”；现为12与13，请核对"
    ]


def test_a_rule_across_departments_waits_for_the_last_of_them(tmp_path: Path) -> None:
    answers = {"县公安局": 12, "县检察院": 13}
    rule = "甲.移送 = 乙.接收 + 丙.审结"
    assert across(tmp_path, rule, answers) == ["错误 县法院.xlsx 未收到报表，请催报"]


def test_a_round_figure_breaks_a_rule_across_departments_only_for_sure(tmp_path: Path) -> None:
    rule = "甲.移送 = 乙.接收"
    right = {"县公安局": "80余", "县检察院": 85, "县法院": 5}
    assert across(tmp_path / "一", rule, right) == []
    wrong = {"县公安局": "80余", "县检察院": 95, "县法院": 5}
    assert across(tmp_path / "二", rule, wrong) == [
        "错误 县公安局.xlsx › 填报表!D7 甲.移送：“移送案件”应等于“接收案件”；现为80余与95，请核对"
    ]


# Tables


LISTED = """
    甲.合计 | 参训人数 | 人 | 整数   | 县局
    甲.家数 | 参训单位 | 个 | 整数   | 县局
    甲.名单 | 参训名单 |    | 明细表 | 县局
"""
COLUMNS = "甲.名单 | 单位 | | 文本 \n 甲.名单 | 人数 | {} | 整数"
RULES = "甲.合计 = 合计(甲.名单.人数) \n 甲.家数 = 不同数(甲.名单.单位)"


def listed(folder: Path, unit: str = "人") -> Workspace:
    return workspace(folder, catalogue_bytes(LISTED, RULES, COLUMNS.format(unit)))


@pytest.mark.parametrize(
    ("total", "rows", "sentences"),
    [
        (7, [["法院", 3], ["公安局", 4]], []),
        (
            9,
            [["法院", 3], ["公安局", 4]],
            ["错误 D7 甲.合计：填报9，应为7（3 + 4）；请核对合计与各分项"],
        ),
        (7, [["法院", "3人"], ["公安局", 4]], ["提示 “参训名单·人数”填的是“3人”，按3读取"]),
        (
            7,
            [["法院", "若干"], ["公安局", 4]],
            ["错误 “参训名单·人数”填的是“若干”，不是数；请只填数字"],
        ),
        (
            7,
            [["法院", 3], ["公安局", "不适用"]],
            ["错误 D7 甲.合计：填报7，应为3（3）；请核对合计与各分项"],
        ),
    ],
)
def test_a_total_is_held_against_the_rows_of_its_table(
    tmp_path: Path, total: int, rows: list[list[Any]], sentences: list[str]
) -> None:
    opened = listed(tmp_path)
    fill_form(opened, "县局", {"甲.合计": total, "甲.家数": 2}, {"甲.名单": rows})
    found = [line.replace("县局.xlsx › 填报表!", "") for line in said(opened.check().findings)]
    assert [line.replace("县局.xlsx › 参训名单!D6 甲.名单：", "") for line in found] == sentences


def test_different_entries_of_a_column_are_counted_once(tmp_path: Path) -> None:
    opened = listed(tmp_path)
    rows = [["法院", 3], ["公安局", 4], ["法院", 1]]
    fill_form(opened, "县局", {"甲.合计": 8, "甲.家数": 3}, {"甲.名单": rows})
    (found,) = said(opened.check().findings)
    assert found.startswith("错误 县局.xlsx › 填报表!D8 甲.家数：填报3，应为2")


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_table_that_was_issued_in_another_unit_is_not_read_as_this_one(
    tmp_path: Path, soffice: Convert, ending: str
) -> None:
    """The unit stands above the column, once a spreadsheet program has worked it out."""
    opened = listed(tmp_path, "人次")
    path = fill_form(opened, "县局", {"甲.合计": 7, "甲.家数": 1}, {"甲.名单": [["法院", 7]]})
    saved = soffice(path, ending)
    path.unlink()
    shutil.copy(saved, path.with_suffix(f".{ending}"))
    found = said(listed(tmp_path).check().findings)
    assert (
        f"错误 县局.{ending} › 参训名单!D6 甲.名单：“参训名单·人数”的表上单位是“人次”，"
        "目录现为“人”，7未读取；请用新表重报"
    ) in found


# One name, one unit


def test_indicators_of_one_name_are_counted_in_one_unit(tmp_path: Path) -> None:
    asked = """
        甲.培训 | 培训 | 人   | 整数 | 县局
        乙.培训 | 培训 | 人次 | 整数 | 县局
        丙.培训 | 培训 | 人   | 整数 | 县局
        丁.培训 | 培训 |      | 文本 | 县局
        戊.宣传 | 宣传 | 场   | 整数 | 县局
    """
    opened = workspace(tmp_path, catalogue_bytes(asked))
    values = {f"{theme}.培训": 5 for theme in "甲乙丙"}
    fill_form(opened, "县局", {**values, "丁.培训": "一期", "戊.宣传": 5})
    assert said(opened.check().findings) == [
        "警告 指标目录.xlsx › 指标!A4 丙.培训：同名指标“培训”的计量单位不一："
        "甲.培训为“人”、乙.培训为“人次”、丙.培训为“人”；请统一"
    ]


def test_a_classifier_that_the_catalogue_names_is_the_same_unit_to_departments(
    tmp_path: Path,
) -> None:
    asked = "甲.案件 | 案件 | 件 | 整数 | 县局、县法院 | | 量词起"
    opened = workspace(tmp_path, catalogue_bytes(asked))
    fill_form(opened, "县局", {"甲.案件": "613起"})
    fill_form(opened, "县法院", {"甲.案件": "613件"})
    assert [line.split("：")[1] for line in said(opened.check().findings)] == [
        "“案件”填的是“613起”，按613读取",
        "“案件”填的是“613件”，按613读取",
    ]
