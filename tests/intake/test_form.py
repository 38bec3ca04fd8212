"""A workbook that came back: what each cell is taken for, and what its department is told."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, said, workspace
from tests.intake.sending import GOOD, INDICATORS, LIST, TABLES, Edit, sent, told, value

# The right workbook


def test_a_form_filled_in_well_is_taken_as_it_stands(opened: Workspace) -> None:
    checked = sent(opened)
    assert told(checked) == []
    assert [value(checked, f"甲.{name}") for name in ("总数", "人次", "必数", "选数", "日期")] == [
        *("613", "80余", "0", "【不适用：选填数】", "2024年5月4日"),
    ]
    assert value(checked, "甲.情况") == "其一。\n其二。"


def test_a_workbook_that_did_not_come_is_asked_for(opened: Workspace) -> None:
    checked = opened.check()
    assert said(checked.findings) == ["错误 县司法局.xlsx 未收到报表，请催报"]
    assert value(checked, "甲.总数") == "【待补：县司法局·案件总数】"


@pytest.mark.parametrize(
    ("cell", "other", "sentence"),
    [
        ("B1", "别的表", "不是drafter下发的填报表，请用下发的表填报"),
        ("B2", "长宁县", "这是长宁县的表，不是平安县的表；请用本地区下发的表填报"),
        ("B3", "2023", "这是2023年度的表，应报2024年度；请用本年度下发的表填报"),
        ("B4", "县法院", "这是县法院的表，应为县司法局的表；请核对后重新报送"),
    ],
)
def test_another_region_year_or_department_is_refused_whole(
    opened: Workspace, cell: str, other: str, sentence: str
) -> None:
    def alter(book: openpyxl.Workbook) -> None:
        book["_meta"][cell].value = other

    checked = sent(opened, edit=alter)
    assert told(checked) == [f"错误 县司法局.xlsx {sentence}"]
    assert value(checked, "甲.总数") == "【待补：县司法局·案件总数】"


def test_last_years_own_form_is_refused_as_last_years(opened: Workspace, tmp_path: Path) -> None:
    past = SETTINGS.replace("2024", "2023")
    before = workspace(tmp_path / "旧", catalogue_bytes(INDICATORS, tables=TABLES, settings=past))
    (tmp_path / "inputs/2024").mkdir(parents=True)
    shutil.copy(fill_form(before, "县司法局", GOOD), tmp_path / "inputs/2024")
    assert told(opened.check()) == [
        "错误 县司法局.xlsx 这是2023年度的表，应报2024年度；请用本年度下发的表填报"
    ]


def test_a_workbook_of_the_departments_own_is_refused(opened: Workspace, tmp_path: Path) -> None:
    (tmp_path / "inputs/2024").mkdir(parents=True)
    openpyxl.Workbook().save(tmp_path / "inputs/2024/县司法局.xlsx")
    assert told(opened.check()) == ["错误 县司法局.xlsx 不是drafter下发的填报表，请用下发的表填报"]


def test_a_form_without_its_hidden_sheet_is_known_by_its_properties(opened: Workspace) -> None:
    assert told(sent(opened, edit=lambda book: book.remove(book["_meta"]))) == []


def test_a_form_from_before_the_catalogue_changed_is_read_with_a_warning(
    opened: Workspace, tmp_path: Path
) -> None:
    sent(opened)
    more = f"{INDICATORS} 甲.新增 | 新增数 | 件 | 整数 | 县司法局"
    changed = workspace(tmp_path, catalogue_bytes(more, tables=TABLES))
    assert told(changed.check()) == [
        "错误 县司法局.xlsx 甲.新增：表中没有“新增数”这一行，请用下发的表重新填报",
        "警告 县司法局.xlsx 此表下发后指标目录已改动，已按编号读取；请核对有无新增指标",
    ]


def test_a_file_beside_the_departments_form_that_is_none_is_told(
    opened: Workspace, tmp_path: Path
) -> None:
    sent(opened)
    (tmp_path / "inputs/2024/县司法局(1).xlsx").write_bytes(b"")
    assert told(opened.check()) == [
        "警告 县司法局(1).xlsx 与本部门的填报表放在一起，但文件是空的；请重新报送；未读取"
    ]


def test_a_form_under_another_name_is_known_by_what_it_says_of_itself(
    opened: Workspace, tmp_path: Path
) -> None:
    path = fill_form(opened, "县司法局", GOOD, {"甲.名单": LIST})
    path.rename(path.with_name("填报表（最终版）.xlsx"))
    checked = opened.check()
    assert told(checked) == [
        "提示 填报表（最终版）.xlsx 文件名不是部门名，已按表内的填报单位作为县司法局的报表读取"
    ]
    assert value(checked, "甲.总数") == "613"


def test_the_same_form_twice_is_read_once(opened: Workspace, tmp_path: Path) -> None:
    sent(opened)
    folder = tmp_path / "inputs/2024"
    shutil.copy(folder / "县司法局.xlsx", folder / "县司法局 .xlsx")
    assert told(opened.check()) == ["提示 县司法局 .xlsx 与县司法局.xlsx完全相同，只读取一份"]


# One cell


CELLS = [
    ("甲.总数", None, "“案件总数”未填，请补报（确无此项的填0，不适用的填“不适用”）"),
    ("甲.总数", "正在统计", "“案件总数”填的是“正在统计”，不是数；请只填数字"),
    ("甲.人次", "若干", "“参加人次”填的是“若干”，不是数；请只填数字，约数填“80余”"),
    ("甲.总数", "#DIV/0!", "“案件总数”的单元格是错误值#DIV/0!；请改正公式或直接填数字"),
    (
        "甲.总数",
        "=SUM(A1)",
        "“案件总数”的单元格是没有算出结果的公式（=SUM(A1)）；"
        "请用Excel或WPS打开后保存，或直接填数字",
    ),
    ("甲.总数", 4, "“案件总数”填的是4，小于下限5"),
    ("甲.总数", 1001, "“案件总数”填的是1001，大于上限1000"),
    ("甲.总数", 35.5, "“案件总数”填的是35.5，应为整数"),
    ("甲.必数", -1, "“机构数”填的是-1，小于下限0"),
    ("甲.总数", "80余", "“案件总数”填的是“80余”，此项须填准确数"),
    ("甲.必数", "不适用", "“机构数”填的是“不适用”，此项必须有数"),
    (
        "甲.总数",
        date(2024, 1, 1),
        "“案件总数”的单元格是日期格式（2024-01-01）；如应为45292，请把格式改为“常规”后重填数字",
    ),
    ("甲.日期", "春天", "“会议日期”填的是“春天”，不是日期；请按“2023年11月5日”填写"),
    ("甲.情况", 5, "“工作情况”应填文字，单元格中是“5”；请改填文字"),
]


@pytest.mark.parametrize(("key", "typed", "sentence"), CELLS)
def test_an_answer_that_cannot_be_taken_is_told_at_its_cell(
    opened: Workspace, key: str, typed: object, sentence: str
) -> None:
    cell = {"甲.总数": "D7", "甲.人次": "D8", "甲.必数": "D9", "甲.日期": "D11"}.get(key)
    place = f"填报表!{cell}" if cell else "文字材料!D4"
    assert told(sent(opened, {key: typed})) == [f"错误 {place} {key}：{sentence}"]


def test_a_value_that_was_refused_is_awaited_and_never_zero(opened: Workspace) -> None:
    for typed in (None, "正在统计", "#DIV/0!", "80余"):
        awaited = "【待补：县司法局·案件总数】"
        assert value(sent(opened, {"甲.总数": typed}), "甲.总数") == awaited


@pytest.mark.parametrize("typed", ["６１３", "613件", "６１３ 件", "0,613"])
def test_a_number_typed_as_text_is_understood_and_says_how(opened: Workspace, typed: str) -> None:
    checked = sent(opened, {"甲.总数": typed})
    sentence = f"“案件总数”填的是“{typed}”，按613读取"
    assert told(checked) == [f"提示 填报表!D7 甲.总数：{sentence}"]
    assert value(checked, "甲.总数") == "613"


def test_what_does_not_apply_is_an_answer_where_the_indicator_allows_it(opened: Workspace) -> None:
    checked = sent(opened, {"甲.总数": "不适用"})
    assert told(checked) == []
    assert value(checked, "甲.总数") == "【不适用：案件总数】"


def test_several_mistakes_in_one_form_are_told_from_top_to_bottom(opened: Workspace) -> None:
    found = told(sent(opened, {"甲.总数": 4, "甲.人次": None, "甲.日期": "春天"}))
    cells = [found_line.split("：")[0] for found_line in found]
    assert cells == [
        *("错误 填报表!D7 甲.总数", "错误 填报表!D8 甲.人次", "错误 填报表!D11 甲.日期"),
    ]


# The sheet, after people have worked on it


def moved(book: openpyxl.Workbook, old: str, new: Callable[[re.Match[str]], str]) -> None:
    """Let the defined names follow, as Excel does and openpyxl does not."""
    for name in book.defined_names.values():
        name.attr_text = re.sub(old, new, name.attr_text)


def rename(book: openpyxl.Workbook) -> None:
    book["填报表"].title = "表一"
    moved(book, "'填报表'", lambda _: "表一")


def insert_rows(book: openpyxl.Workbook) -> None:
    book["填报表"].insert_rows(2, 3)
    moved(book, r"('填报表'!\$D\$)(\d+)", lambda at: f"{at[1]}{int(at[2]) + 3}")


def insert_column(book: openpyxl.Workbook) -> None:
    book["填报表"].insert_cols(3)
    moved(book, r"('填报表'!)\$D", lambda at: f"{at[1]}$E")


@pytest.mark.parametrize("edit", [rename, insert_rows, insert_column])
def test_a_sheet_renamed_or_moved_apart_is_read_all_the_same(opened: Workspace, edit: Edit) -> None:
    checked = sent(opened, edit=edit)
    assert told(checked) == []
    assert value(checked, "甲.总数") == "613"


def swap(sheet: Worksheet, one: int, other: int) -> None:
    """Two rows change places, as in a sort: cells move, names stay."""
    for column in range(1, 8):
        first, second = sheet.cell(one, column), sheet.cell(other, column)
        first.value, second.value = second.value, first.value


def test_sorted_rows_are_read_by_their_ids_and_it_is_said(opened: Workspace) -> None:
    checked = sent(opened, edit=lambda book: swap(book["填报表"], 7, 9))
    assert (value(checked, "甲.总数"), value(checked, "甲.必数")) == ("613", "0")
    assert told(checked) == ["提示 填报表 表中2行的次序与下发时不同，已按编号读取"]


def test_a_row_that_was_copied_is_refused_with_both_addresses(opened: Workspace) -> None:
    def copy(book: openpyxl.Workbook) -> None:
        sheet = book["填报表"]
        sheet["A20"].value, sheet["D20"].value = "甲.总数", 7

    checked = sent(opened, edit=copy)
    sentence = "“案件总数”出现两次：D7和D20；请删去多余的一行"
    assert told(checked) == [f"错误 填报表!D7 甲.总数：{sentence}"]
    assert value(checked, "甲.总数") == "【待补：县司法局·案件总数】"


def test_a_row_that_was_emptied_of_its_id_is_known_by_name_and_label(opened: Workspace) -> None:
    def empty(book: openpyxl.Workbook) -> None:
        book["填报表"]["A7"].value = None

    checked = sent(opened, edit=empty)
    assert told(checked) == [
        "提示 填报表!D7 甲.总数：“案件总数”的编号被删改，已按名称和位置读取D7；请核对"
    ]
    assert value(checked, "甲.总数") == "613"


def test_a_row_without_id_of_a_form_of_another_catalogue_is_missing(opened: Workspace) -> None:
    def empty(book: openpyxl.Workbook) -> None:
        book["填报表"]["A7"].value, book["_meta"]["B5"].value = None, "0" * 16

    assert told(sent(opened, edit=empty)) == [
        "错误 县司法局.xlsx 甲.总数：表中没有“案件总数”这一行，请用下发的表重新填报",
        "警告 县司法局.xlsx 此表下发后指标目录已改动，已按编号读取；请核对有无新增指标",
        "警告 填报表!D7 D7所在行没有编号（“案件总数”填的是“613”），未读取；请填到对应的行，或写入“说明”栏",
    ]
