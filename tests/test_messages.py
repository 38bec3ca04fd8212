"""What a clerk is told holds: each sentence here was once untrue, odd, or one of many."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from drafter.catalogue.sheet import read_catalogue
from drafter.cli.main import main
from drafter.desk.departments import departments as desk
from drafter.desk.year.workspace import Workspace
from drafter.intake.reply import Form
from tests.building import catalogue_bytes, fill_form, read, said, workspace
from tests.workbook.making import changed, members

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数   | 县司法局
    援助.民事 | 民事案件     | 件 | 整数   | 县司法局
    援助.刑事 | 刑事案件     | 件 | 整数   | 县司法局
    援助.情况 | 工作情况     |    | 长文本 | 县司法局 | | 选
"""
RULES = "援助.总数 = 援助.民事 + 援助.刑事"
GOOD = {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 263}
CATALOGUE = Path(__file__).parents[1] / "templates/指标目录.xlsx"


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    lines = "|办理{{ 援助.总数 }}件，上年{{ 援助.总数|上年 }}件。"
    return workspace(tmp_path, catalogue_bytes(INDICATORS, RULES), lines)


def run(opened: Workspace, *words: str) -> str:
    """What the command prints."""
    return CliRunner().invoke(main, ["-C", str(opened.folders.root), *words]).output


def cut_header(path: Path, column: int, sheet: str = "填报表", row: int = 5) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet].cell(row, column).value = None
    book.save(path)


def outdated(path: Path) -> None:
    """As if the catalogue had changed since the form was issued."""
    book = openpyxl.load_workbook(path)
    book["_meta"]["B5"].value = "0" * 16
    book.save(path)


def test_a_blank_form_is_not_said_to_hold_what_was_sent(opened: Workspace) -> None:
    path = fill_form(opened, "县司法局", GOOD)
    path.write_bytes(b"%PDF-1.7")
    assert "县司法局　1处　县司法局.xlsx（空白的新表）" in run(opened, "return")
    returned = desk.send_back(opened)[0]
    assert "用随附的空白表重新填报后报送。" in returned.message.read_text(encoding="utf-8-sig")
    front = openpyxl.load_workbook(returned.workbook)["更正清单"]
    assert front["A3"].value == "报来的文件无法采用，这是一份空白的新表，请重新填报。"


def test_a_copy_that_cannot_be_annotated_goes_back_as_a_form_with_all_that_was_sent(
    opened: Workspace,
) -> None:
    path = fill_form(opened, "县司法局", {**GOOD, "援助.总数": 615})
    with_a_style_that_openpyxl_refuses(path)
    returned = desk.send_back(opened)[0]
    assert returned.reply.form is Form.CARRIED
    assert openpyxl.load_workbook(returned.workbook)["填报表"]["D7"].value == 615
    assert "（新表，报来的内容已填入）" in run(opened, "return")


def with_a_style_that_openpyxl_refuses(path: Path) -> None:
    styles = members(path.read_bytes())["xl/styles.xml"]
    odd = styles.replace(b'patternType="solid"', b'patternType="odd"', 1)
    path.write_bytes(changed(path.read_bytes(), {"xl/styles.xml": odd}))


def test_several_forms_are_waiting_for_a_choice_and_go_back_to_nobody(opened: Workspace) -> None:
    path = fill_form(opened, "县司法局", {**GOOD, "援助.总数": 615})
    shutil.move(path, path.with_name("县司法局(旧).xlsx"))
    fill_form(opened, "县司法局", GOOD)
    printed = run(opened, "check")
    assert "应报1个部门：待选定1个；" in printed
    assert printed.endswith("下一步：运行 drafter choose 选定一份报表；drafter draft 看稿。\n")
    assert "待选定" in run(opened, "status")
    assert "县司法局报来不止一份，用 drafter choose 选定后再" in run(opened, "draft")


def test_what_was_decided_is_no_longer_headed_an_error_and_stands_last(opened: Workspace) -> None:
    fill_form(opened, "县司法局", {**GOOD, "援助.总数": 615})
    printed = run(opened, "accept", "援助.总数", "--reason", "属实", "--by", "张三")
    assert printed.startswith("  已采纳 县司法局.xlsx › 填报表!D7 援助.总数：填报615")
    fill_form(opened, "县司法局", {**GOOD, "援助.总数": 615, "援助.情况": "无"})
    heads = [line.split()[0] for line in run(opened, "check").splitlines()[:2]]
    assert heads == ["警告", "已采纳"]
    sheet = openpyxl.load_workbook(opened.draft().folder / "核查.xlsx")["核查意见"]
    assert [sheet.cell(row, 2).value for row in (2, 3)] == heads


def test_the_list_of_what_to_mend_names_indicators_not_keys(opened: Workspace) -> None:
    fill_form(opened, "县司法局", {**GOOD, "援助.总数": 615})
    front = openpyxl.load_workbook(desk.send_back(opened)[0].workbook)["更正清单"]
    assert front["E6"].value == "法律援助案件"


def test_nobody_is_sent_to_look_for_departments_that_have_all_reported(opened: Workspace) -> None:
    fill_form(opened, "县司法局", GOOD)
    printed = run(opened, "draft")
    assert printed.endswith(
        "下一步：正文还有【待补：上年·法律援助案件】等1项；补齐后再运行 drafter draft。\n"
    )


def test_a_changed_header_of_the_catalogue_draws_nothing_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "指标目录.xlsx"
    for sheet in ("报告", "部门", "指标", "明细表", "校验规则"):
        book = openpyxl.load_workbook(CATALOGUE)
        head = book[sheet]["A1"]
        name, head.value = head.value, "改过"
        book.save(path)
        _, mistakes = read_catalogue(read(path))
        assert said(mistakes) == [
            f"错误 指标目录.xlsx › {sheet}!A1 工作表“{sheet}”缺少“{name}”列，请补上表头"
        ]


def test_a_changed_header_of_a_form_is_told_once(opened: Workspace) -> None:
    for column, header, letter in ((1, "指标编号", "A"), (4, "2024年", "D"), (6, "说明", "F")):
        cut_header(fill_form(opened, "县司法局", GOOD), column)
        line = f"提示 县司法局.xlsx › 填报表 表头“{header}”被改动，已按原来的列（{letter}列）读取；请核对"
        assert said(opened.check().findings) == [line]


def test_a_department_s_explanation_is_read_though_its_header_was_changed(
    opened: Workspace,
) -> None:
    notes = {"援助.总数": "含行政案件2件"}
    path = fill_form(opened, "县司法局", {**GOOD, "援助.总数": 615}, notes=notes)
    cut_header(path, 6)
    assert any("（已说明：含行政案件2件）" in line for line in said(opened.check().findings))


@pytest.mark.parametrize(("column", "header"), [(4, "2024年"), (0, "指标编号")])
def test_an_old_form_without_a_header_is_refused_in_a_sentence(
    opened: Workspace, column: int, header: str
) -> None:
    path = fill_form(opened, "县司法局", GOOD)
    outdated(path)
    if column:
        cut_header(path, column)
    else:
        book = openpyxl.load_workbook(path)
        for row in range(5, 30):
            book["填报表"].cell(row, 1).value = None
        for row in range(3, 6):
            book["文字材料"].cell(row, 1).value = None
        book.save(path)
    errors = [line for line in said(opened.check().findings) if line.startswith("错误")]
    assert errors[0].startswith(f"错误 县司法局.xlsx › 填报表 表头“{header}”不见了")
    assert not any("这一行" in line for line in errors)


def test_a_count_is_asked_about_for_what_it_looks_like(opened: Workspace) -> None:
    def asked(value: int) -> list[str]:
        fill_form(opened, "县司法局", {**GOOD, "援助.总数": value})
        lines = said(opened.check().findings)
        return [line.partition("按")[2] for line in lines if "请确认" in line]

    assert asked(12_000_000) == []
    assert asked(20241105) == ["20241105（像日期2024年11月5日）读取；请确认"]
    assert asked(13812345678) == ["13812345678（像电话号码）读取；请确认"]
    assert asked(123456789) == ["123456789（超过一亿）读取；请确认"]


def test_ordinals_are_listed_without_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(
        "平安县2024年法治政府建设年度报告\n前言。\n一、做法\n好。\n三、不足\n差。\n",
        encoding="utf-8",
    )
    printed = CliRunner().invoke(main, ["proof", str(path)]).output
    assert "序号有误：缺二（现有一、三）；请补上或改正" in printed
