"""填报表：what a department gets, as openpyxl reads it and as LibreOffice calculates it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from drafter.catalogue.forms.form import form
from drafter.desk.year.workspace import Workspace
from drafter.model.finding import Severity
from tests.building import catalogue_bytes, fill_form, read_text_catalogue, workspace
from tests.conftest import Convert

INDICATORS = """
    法律援助.案件总数 | 法律援助案件 | 件 | 整数 | 县司法局 | | 约 上限9999
    法律援助.民事     | 民事案件     | 件 | 整数 | 县司法局 | | 必
    法律援助.刑事     | 刑事案件     | 件 | 整数 | 县司法局
    法律援助.民事占比 | 民事占比     |    | 比率 |          | 法律援助.民事 / 法律援助.案件总数
    法律援助.说明     | 工作情况     |    | 长文本 | 县司法局
    培训.日期         | 开班日期     |    | 日期 | 县司法局
    培训.参训单位     | 参训单位数   | 个 | 整数 | 县司法局
    培训.名单         | 参训名单     |    | 明细表 | 县司法局
"""
TABLES = """
    培训.名单 | 单位 | | 文本
    培训.名单 | 人数 | 人 | 整数
"""
RULES = """
    法律援助.案件总数 = 法律援助.民事 + 法律援助.刑事
    法律援助.刑事 <= 法律援助.民事
    培训.参训单位 = 不同数(培训.名单.单位)
"""


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """A workspace with one department."""
    return workspace(tmp_path, catalogue_bytes(INDICATORS, RULES, TABLES))


@pytest.fixture
def blank(opened: Workspace) -> openpyxl.Workbook:
    """The department's blank form."""
    return openpyxl.load_workbook(opened.forms().files[0])


def rows(sheet: Worksheet) -> dict[str, int]:
    """Row number by what stands in the hidden ID column."""
    return {str(cell.value): cell.row for cell in sheet["A"] if cell.value}


def test_the_same_catalogue_gives_the_same_bytes(tmp_path: Path) -> None:
    made = read_text_catalogue(tmp_path, INDICATORS, RULES, TABLES)
    again = read_text_catalogue(tmp_path, INDICATORS, RULES, TABLES)
    assert form(made, "县司法局", {}) == form(again, "县司法局", {})


def test_forms_that_did_not_change_are_not_written_again(opened: Workspace) -> None:
    assert [path.name for path in opened.forms().changed] == ["县司法局.xlsx"]
    assert opened.forms().changed == ()


def test_the_sheets_are_the_form_the_texts_and_one_for_each_table(blank: openpyxl.Workbook) -> None:
    assert blank.sheetnames == ["填报表", "文字材料", "参训名单", "_meta"]
    assert blank["_meta"].sheet_state == "veryHidden"


def test_the_first_column_holds_the_ids_and_is_hidden(blank: openpyxl.Workbook) -> None:
    for sheet in blank.worksheets[:3]:
        assert sheet.column_dimensions["A"].hidden
    assert rows(blank["填报表"]) == {
        "_填报人": 3,
        "指标编号": 5,
        "法律援助.案件总数": 7,
        "法律援助.民事": 8,
        "法律援助.刑事": 9,
        "培训.日期": 12,
        "培训.参训单位": 13,
    }


def test_a_derived_rate_is_shown_but_carries_no_id_because_nobody_fills_it_in(
    blank: openpyxl.Workbook,
) -> None:
    sheet = blank["填报表"]
    assert (sheet["A10"].value, sheet["B10"].value) == (None, "民事占比")
    assert str(sheet["D10"].value).startswith("=IFERROR(IF(AND(")
    assert sheet["F10"].value == "自动计算，不用填"


def test_every_row_has_a_defined_name_that_points_to_its_cell(blank: openpyxl.Workbook) -> None:
    named = {name: blank.defined_names[name].attr_text for name in blank.defined_names}
    assert named == {
        "法律援助.案件总数": "'填报表'!$D$7",
        "法律援助.民事": "'填报表'!$D$8",
        "法律援助.刑事": "'填报表'!$D$9",
        "法律援助.民事占比": "'填报表'!$D$10",
        "法律援助.说明": "'文字材料'!$D$4",
        "培训.日期": "'填报表'!$D$12",
        "培训.参训单位": "'填报表'!$D$13",
    }


def test_a_form_prints_on_a4_with_its_header_frozen_and_repeated(blank: openpyxl.Workbook) -> None:
    sheet = blank["填报表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C6", "$5:$5")
    assert "第 &P 页，共 &N 页" in str(sheet.oddFooter.right.text)


def test_only_what_is_to_be_filled_in_is_unlocked(blank: openpyxl.Workbook) -> None:
    sheet = blank["填报表"]
    assert sheet.protection.sheet
    open_cells = [c.coordinate for row in sheet for c in row if not c.protection.locked]
    assert open_cells == [
        *("C3", "D3", "F3", "D7", "F7", "D8", "F8"),
        *("D9", "F9", "D12", "F12", "D13", "F13", "F18"),
    ]


def test_each_input_cell_is_prompted_for_and_refuses_in_chinese(blank: openpyxl.Workbook) -> None:
    rules = {str(rule.sqref): rule for rule in blank["填报表"].data_validations.dataValidation}
    assert set(rules) == {"D7", "D8", "D9", "D12", "D13"}
    said = {cell: (rule.promptTitle, rule.prompt) for cell, rule in rules.items()}
    expected = "此格应填整数（0至9999），约数填“80余”，不适用的填“不适用”。"
    assert said["D7"] == ("法律援助案件", f"单位：件。{expected}")
    assert said["D8"] == ("民事案件", "单位：件。此格应填整数。")
    assert said["D12"] == ("开班日期", "此格应填日期，不适用的填“不适用”。")
    assert (rules["D7"].errorTitle, rules["D7"].error) == ("请核对", expected)


def test_a_table_asks_whether_there_is_anything_at_all(blank: openpyxl.Workbook) -> None:
    sheet = blank["参训名单"]
    assert rows(sheet) == {
        "明细表:培训.名单#有无": 3,
        "明细表:培训.名单": 5,
        "明细表:培训.名单#止": 46,
    }
    assert [cell.value for cell in sheet[5]][1:] == ["序号", "单位", "人数", "说明"]
    assert (sheet["D3"].value, sheet["E3"].protection.locked) == ("有无此类事项：", False)
    lists = [r.formula1 for r in sheet.data_validations.dataValidation if r.type == "list"]
    assert lists == ['"有,无"']


def test_the_form_says_whose_it_is_on_a_hidden_sheet_and_in_its_properties(
    blank: openpyxl.Workbook,
) -> None:
    meta = {a.value: b.value for a, b in blank["_meta"]["A1:B6"]}
    properties = {p.name: p.value for p in blank.custom_doc_props.props}
    assert meta == properties
    assert re.fullmatch("[0-9a-f]{16}", meta.pop("指纹"))
    assert meta == {
        "格式": "drafter-form/1",
        "地区": "平安县",
        "年度": "2024",
        "部门": "县司法局",
        "统计期": "2024年1月1日至10月31日",
    }


def test_the_fingerprint_follows_what_is_asked_and_not_the_rules(tmp_path: Path) -> None:
    made = read_text_catalogue(tmp_path, INDICATORS, RULES, TABLES)
    without_rules = read_text_catalogue(tmp_path, INDICATORS, "", TABLES)
    renamed = read_text_catalogue(tmp_path, INDICATORS.replace("民事案件", "民商"), RULES, TABLES)
    assert made.fingerprint("县司法局") == without_rules.fingerprint("县司法局")
    assert made.fingerprint("县司法局") != renamed.fingerprint("县司法局")


def last_years_form(opened: Workspace, values: Mapping[str, Any]) -> None:
    """Hand in a form, then put it where last year's stand, as last year's."""
    path = fill_form(opened, "县司法局", values)
    book = openpyxl.load_workbook(path)
    book["_meta"]["B3"].value = "2023"
    book["填报表"]["D5"].value = "2023年"
    target = path.parent.parent / "2023" / path.name
    target.parent.mkdir()
    book.save(target)
    shutil.rmtree(path.parent)


def test_last_years_value_stands_beside_the_cell_that_asks_for_this_years(
    opened: Workspace,
) -> None:
    last_years_form(opened, {"法律援助.案件总数": "580余", "法律援助.民事": 291})
    sheet = openpyxl.load_workbook(opened.forms().files[0])["填报表"]
    assert [sheet[cell].value for cell in ("D5", "E5")] == ["2024年", "2023年"]
    assert [sheet[cell].value for cell in ("E7", "E8", "E9")] == ["580余", 291, ""]
    assert [sheet[cell].value for cell in ("D7", "D8", "D9")] == [None, None, None]


# LibreOffice calculates what the department sees

UNSIGNED = "填报人、联系电话或填报日期未填。"
REST = f"“文字材料”还有1项未填；“参训名单”未填（没有的请选“无”）；{UNSIGNED}"
SIGNED = {"填报表!C3": "张三", "填报表!F3": "0971-1234567", "填报表!F18": "2024年11月8日"}
ALL = {
    **{"法律援助.案件总数": 400, "法律援助.民事": 300, "法律援助.刑事": 100},
    **{"培训.日期": "不适用", "培训.参训单位": 1, "法律援助.说明": "其一。"},
}


def calculated(
    opened: Workspace,
    soffice: Convert,
    values: Mapping[str, Any],
    rows: list[list[Any]],
    cells: Mapping[str, Any],
) -> openpyxl.Workbook:
    """The form filled in, signed, and calculated by LibreOffice."""
    path = fill_form(opened, "县司法局", values, {"培训.名单": rows})
    book = openpyxl.load_workbook(path)
    for spot, value in cells.items():
        sheet, _, cell = spot.partition("!")
        book[sheet][cell].value = value
    book.save(path)
    return openpyxl.load_workbook(soffice(path, "xlsx"), data_only=True)


@pytest.mark.libreoffice
def test_a_blank_form_says_what_is_missing_on_all_its_sheets(
    opened: Workspace, soffice: Convert
) -> None:
    sheet = calculated(opened, soffice, {}, [], {})["填报表"]
    assert sheet["G4"].value == f"本页还有5项未填；{REST}"
    assert [sheet[cell].value for cell in ("B15", "G15", "B16", "G16")] == [
        *("本表另有工作表“文字材料”（点击前往）", "还有1项未填"),
        *("本表另有工作表“参训名单”（点击前往）", "未填（没有的请选“无”）"),
    ]
    assert [sheet[cell].value for cell in ("B18", "E18", "G18")] == [
        *("单位负责人（签字）：", "填报日期：", "（单位盖章）"),
    ]


@pytest.mark.libreoffice
def test_a_form_may_go_once_nothing_is_missing_and_then_nothing_is_found_in_it(
    opened: Workspace, soffice: Convert
) -> None:
    book = calculated(opened, soffice, ALL, [["县法院", 3]], SIGNED)
    assert book["填报表"]["G4"].value == "各页都已填好，可以报送"
    assert opened.check().findings == ()


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("rows", "none", "state"),
    [
        ([], "无", "✓ 已选“无”"),
        ([["县法院", 3]], "无", "选了“无”，却填了1行"),
        ([["县法院", 3], ["县公安局"]], "有", "有1行没有填全"),
    ],
)
def test_a_table_is_done_when_its_rows_are_whole_or_there_are_none(
    opened: Workspace, soffice: Convert, rows: list[list[Any]], none: str, state: str
) -> None:
    book = calculated(opened, soffice, ALL, rows, {**SIGNED, "参训名单!E3": none})
    assert book["填报表"]["G16"].value == state
    assert state.startswith("✓") or f"“参训名单”{state}；" in book["填报表"]["G4"].value


@pytest.mark.libreoffice
def test_what_is_calculated_from_a_table_waits_for_the_table(
    tmp_path: Path, soffice: Convert
) -> None:
    columns = "权责.明细 | 部门 | | 文本 \n 权责.明细 | 件数 | 项 | 整数"
    asked = "权责.明细 | 权责事项 | | 明细表 | 县委编办 \n"
    asked += "权责.件数 | 事项数 | 项 | 整数 | | 合计(权责.明细.件数)"
    opened = workspace(tmp_path, catalogue_bytes(asked, "", columns))
    for rows, none, total in (([], None, None), ([], "无", 0), ([["民政", 3]], None, 3)):
        path = fill_form(opened, "县委编办", {}, {"权责.明细": rows})
        book = openpyxl.load_workbook(path)
        book["权责事项"]["E3"].value = none
        book.save(path)
        sheet = openpyxl.load_workbook(soffice(path, "xlsx"), data_only=True)["填报表"]
        assert sheet["D7"].value == total
        assert "可以报送" not in sheet["G4"].value


@pytest.mark.libreoffice
def test_this_year_is_compared_with_last_year_as_it_is_filled_in(
    tmp_path: Path, soffice: Convert
) -> None:
    asked = INDICATORS.replace(
        "法律援助.民事     | 民事案件     | 件 | 整数 | 县司法局 | | 必",
        "法律援助.民事 | 民事案件 | 件 | 整数 | 县司法局 | | 必 幅度50%",
    )
    opened = workspace(tmp_path, catalogue_bytes(asked, RULES, TABLES))
    past = {"法律援助.案件总数": 400, "法律援助.民事": 100, "法律援助.刑事": 0}
    last_years_form(opened, {**past, "培训.参训单位": "80余"})
    now = {"法律援助.案件总数": 450, "法律援助.民事": 200, "法律援助.刑事": 250}
    sheet = calculated(opened, soffice, now, [], {})["填报表"]
    assert sheet["H5"].value == "比上年（自动）"
    changes = [sheet[f"H{row}"].value for row in (7, 8, 9, 10, 13)]
    assert changes == ["+12.5%", "+100.0%", "上年为0", "+19.4个百分点", None]
    asked_about = "✗ 比上年增减超过50%，请核对；属实的请在“说明”栏写明原因。"
    assert (sheet["G7"].value or "", sheet["G8"].value) == ("", asked_about)
    explained = calculated(opened, soffice, now, [], {"填报表!F8": "专项行动"})["填报表"]
    assert not explained["G8"].value


def shown(opened: Workspace, soffice: Convert, values: Mapping[str, Any], names: str = "") -> list:
    """What stands under 核对 beside 案件总数, 刑事 and 参训单位 after LibreOffice recalculates."""
    rows = {"培训.名单": [[name] for name in names.split()]}
    filled = fill_form(opened, "县司法局", values, rows)
    sheet = openpyxl.load_workbook(soffice(filled, "xlsx"), data_only=True)["填报表"]
    return [sheet[cell].value or "" for cell in ("G7", "G9", "G13")]


@pytest.mark.libreoffice
def test_live_checks_say_nothing_while_the_rules_hold(opened: Workspace, soffice: Convert) -> None:
    values = {"法律援助.案件总数": 613, "法律援助.民事": 350, "法律援助.刑事": 263}
    names = "县公安局 县法院 县公安局"
    assert shown(opened, soffice, {**values, "培训.参训单位": 2}, names) == ["", "", ""]


@pytest.mark.libreoffice
def test_live_checks_turn_to_the_rules_sentence_when_broken(
    opened: Workspace, soffice: Convert
) -> None:
    values = {"法律援助.案件总数": 615, "法律援助.民事": 250, "法律援助.刑事": 363}
    names = "县公安局 县法院 县公安局"
    assert shown(opened, soffice, {**values, "培训.参训单位": 3}, names) == [
        "✗ “法律援助案件”应等于“民事案件”与“刑事案件”之和。",
        "✗ “刑事案件”不应大于“民事案件”。",
        "✗ “参训单位数”应等于“参训名单·单位”的不同项数。",
    ]


@pytest.mark.libreoffice
def test_live_checks_wait_for_a_part_that_is_not_filled_in_and_skip_what_does_not_apply(
    opened: Workspace, soffice: Convert
) -> None:
    waiting = {"法律援助.案件总数": 613, "法律援助.民事": 350}
    assert shown(opened, soffice, waiting)[:2] == ["", ""]
    apart = {**waiting, "法律援助.刑事": "不适用"}
    assert shown(opened, soffice, apart)[0].startswith("✗ “法律援助案件”应等于")


@pytest.mark.libreoffice
def test_a_word_where_a_number_goes_is_named_beside_the_cell(
    opened: Workspace, soffice: Convert
) -> None:
    values = {"法律援助.案件总数": "80余", "法律援助.刑事": "若干"}
    assert shown(opened, soffice, values)[:2] == ["", "✗ 此格应填整数，不适用的填“不适用”。"]


@pytest.mark.libreoffice
def test_a_rate_is_worked_out_and_the_form_says_how_many_rows_are_left(
    opened: Workspace, soffice: Convert
) -> None:
    values = {"法律援助.案件总数": 400, "法律援助.民事": 100, "法律援助.刑事": 300}
    filled = fill_form(opened, "县司法局", values)
    sheet = openpyxl.load_workbook(soffice(filled, "xlsx"), data_only=True)["填报表"]
    assert (sheet["D10"].value, sheet["G4"].value) == (
        0.25,
        f"有1处请核对；本页还有2项未填；{REST}",
    )
    done = {**values, "法律援助.案件总数": 400, "法律援助.民事": 300, "法律援助.刑事": 100}
    filled = fill_form(opened, "县司法局", done)
    sheet = openpyxl.load_workbook(soffice(filled, "xlsx"), data_only=True)["填报表"]
    assert (sheet["D10"].value, sheet["G4"].value) == (0.75, f"本页还有2项未填；{REST}")


@pytest.mark.libreoffice
def test_an_error_is_named_beside_its_cell_and_spoils_nothing_else(
    opened: Workspace, soffice: Convert
) -> None:
    values = {"法律援助.案件总数": "=1/0", "法律援助.民事": 100, "法律援助.刑事": 300}
    filled = fill_form(opened, "县司法局", values)
    sheet = openpyxl.load_workbook(soffice(filled, "xlsx"), data_only=True)["填报表"]
    assert sheet["G7"].value == "✗ 此格是错误值，请改正公式或直接填写。"
    assert sheet["G9"].value == "✗ “刑事案件”不应大于“民事案件”。"
    assert sheet["G4"].value.startswith("有2处请核对；")


TWO_TABLES = """
    培训.单位数 | 参训单位数 | 个 | 整数 | 县司法局
    培训.春季   | 春季名单   |    | 明细表 | 县司法局
    培训.秋季   | 秋季名单   |    | 明细表 | 县司法局
"""


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    ("claimed", "shown"),
    [(3, None), (4, "✗ “参训单位数”应等于“春季名单·单位”与“秋季名单·单位”的不同项数。")],
)
def test_a_name_in_two_tables_counts_once(
    tmp_path: Path, soffice: Convert, claimed: int, shown: str | None
) -> None:
    rule = "培训.单位数 = 不同数(培训.春季.单位, 培训.秋季.单位)"
    columns = "培训.春季 | 单位 | | 文本 \n 培训.秋季 | 单位 | | 文本"
    opened = workspace(tmp_path, catalogue_bytes(TWO_TABLES, rule, columns))
    rows = {"培训.春季": [["甲局"], ["乙局"]], "培训.秋季": [["乙局"], ["丙局"], ["丙局"]]}
    filled = fill_form(opened, "县司法局", {"培训.单位数": claimed}, rows)
    book = openpyxl.load_workbook(soffice(filled, "xlsx"), data_only=True)
    assert (book["填报表"]["G7"].value or None) == shown


@pytest.mark.libreoffice
def test_what_is_more_than_a_number_is_held_to_the_bounds_as_check_holds_it(
    tmp_path: Path, soffice: Convert
) -> None:
    answers = ("80余", "100余", "10余", "0.8万余", "200余", "5余", "80.5余", "0余", "-5余", "余")
    keys = [f"甲.第{number}" for number in range(len(answers))]
    asked = "\n".join(f"{key} | 数 | 件 | 整数 | 县司法局 | | 约 下限10 上限9000" for key in keys)
    opened = workspace(tmp_path, catalogue_bytes(asked.replace("上限9000", "上限100", 3)))
    filled = fill_form(opened, "县司法局", dict(zip(keys, answers, strict=True)))
    sheet = openpyxl.load_workbook(soffice(filled, "xlsx"), data_only=True)["填报表"]
    live = {row[0].value: row[6].value for row in sheet.iter_rows(min_row=6)}
    errors = {f.indicator for f in opened.check().findings if f.severity is Severity.ERROR}
    assert errors == {*keys[5:]}
    assert {key for key in keys if live[key]} == errors
    assert live[keys[5]] == "✗ 此格应填整数（10至9000），约数填“80余”，不适用的填“不适用”。"


@pytest.mark.libreoffice
@pytest.mark.slow
def test_a_rule_over_what_is_more_than_a_number_warns_where_check_finds_it_broken(
    tmp_path: Path, soffice: Convert
) -> None:
    values = (70, 80, "80余", 89, 90, "100余", "2.8万余", 28999, "不适用")
    rules = (
        "甲 = 乙",
        "甲 <= 乙",
        "甲 >= 乙",
        "甲 < 乙",
        "甲 > 乙",
        "甲 = 乙 + 丙",
        "甲 <= 乙 - 丙 * 2",
    )
    drawn = [(rule, *pair) for rule in rules for pair in product(values, repeat=2)]
    asked, stated, filled = [], [], {}
    for n, (rule, left, right) in enumerate(drawn):
        asked += [f"第{n}.{name} | {name} | 件 | 整数 | 县司法局 | | 约" for name in "甲乙丙"]
        stated.append(f"{re.sub('[甲乙丙]', lambda name, n=n: f'第{n}.{name[0]}', rule)} | 错误 |")
        filled |= {f"第{n}.甲": left, f"第{n}.乙": right, f"第{n}.丙": 10}
    opened = workspace(tmp_path, catalogue_bytes("\n".join(asked), "\n".join(stated)))
    form = soffice(fill_form(opened, "县司法局", filled), "xlsx")
    sheet = openpyxl.load_workbook(form, data_only=True)["填报表"]
    live = {row[0].value for row in sheet.iter_rows(min_row=6) if row[0].value and row[6].value}
    found = {f.indicator for f in opened.check().findings if f.severity is Severity.ERROR}
    assert live == found
    assert 100 < len(found) < len(drawn) - 100
