"""Whose form it is, whatever its file is called and whatever was lost on the way."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
import xlsxwriter

from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, said, workspace
from tests.intake.sending import GOOD, INDICATORS, LIST, TABLES, Edit, sent, told, value

TWO = """
    甲.总数 | 案件总数 | 件 | 整数 | 县司法局
    乙.总数 | 审结总数 | 件 | 整数 | 县法院
"""


@pytest.fixture
def two(tmp_path: Path) -> Workspace:
    """A workspace with two departments."""
    return workspace(tmp_path, catalogue_bytes(TWO))


# Whose form it is


def test_another_departments_form_under_this_ones_name_is_told_at_both(two: Workspace) -> None:
    path = fill_form(two, "县司法局", {"甲.总数": 5})
    path.rename(path.with_name("县法院.xlsx"))
    assert said(two.check().findings) == [
        "错误 县司法局.xlsx 未收到报表，请催报",
        "错误 县法院.xlsx 这是县司法局的表，应为县法院的表；请核对后重新报送",
    ]


def test_two_forms_that_changed_names_are_both_refused(two: Workspace) -> None:
    one = fill_form(two, "县司法局", {"甲.总数": 5})
    other = fill_form(two, "县法院", {"乙.总数": 6})
    one.rename(one.with_name("暂.xlsx"))
    other.rename(one)
    one.with_name("暂.xlsx").rename(other)
    assert said(two.check().findings) == [
        "错误 县司法局.xlsx 这是县法院的表，应为县司法局的表；请核对后重新报送",
        "错误 县法院.xlsx 这是县司法局的表，应为县法院的表；请核对后重新报送",
    ]


def test_two_forms_of_one_department_are_not_chosen_between(two: Workspace) -> None:
    fill_form(two, "县法院", {"乙.总数": 6})
    first = fill_form(two, "县司法局", {"甲.总数": 5})
    shutil.copy(first, first.with_name("县司法局（改）.xlsx"))
    fill_form(two, "县司法局", {"甲.总数": 7})
    files = "县司法局.xlsx、县司法局（改）.xlsx"
    sentence = f"收到不止一份报表（{files}），均未读取；请选定一份"
    checked = two.check()
    assert said(checked.findings) == [
        f"错误 县司法局.xlsx {sentence}",
        f"错误 县司法局（改）.xlsx {sentence}",
        "提示 县司法局（改）.xlsx 文件名不是部门名，已按表内的填报单位作为县司法局的报表读取",
    ]
    assert value(checked, "甲.总数") == "【待补：县司法局·案件总数】"


def test_a_form_of_another_region_made_by_its_own_catalogue_is_refused(
    opened: Workspace, tmp_path: Path
) -> None:
    settings = SETTINGS.replace("平安县", "长宁县")
    other = workspace(tmp_path / "长宁", catalogue_bytes(INDICATORS, "", TABLES, settings))
    (tmp_path / "inputs/2024").mkdir(parents=True)
    shutil.copy(fill_form(other, "县司法局", GOOD), tmp_path / "inputs/2024")
    assert told(opened.check()) == [
        "错误 县司法局.xlsx 这是长宁县的表，不是平安县的表；请用本地区下发的表填报"
    ]


# What is lost on the way


def without(path: Path, lost: Callable[[str], bool]) -> None:
    """The package without some of its parts, and without a word of them elsewhere."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if not lost(name)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def test_a_form_that_lost_its_custom_properties_is_known_by_its_hidden_sheet(
    opened: Workspace,
) -> None:
    path = fill_form(opened, "县司法局", GOOD, {"甲.名单": LIST})
    without(path, lambda name: name == "docProps/custom.xml")
    assert told(opened.check()) == []


def test_a_form_that_lost_both_is_nobodys(opened: Workspace) -> None:
    path = fill_form(opened, "县司法局", GOOD, {"甲.名单": LIST})
    book = openpyxl.load_workbook(path)
    book.remove(book["_meta"])
    book.save(path)
    without(path, lambda name: name == "docProps/custom.xml")
    assert told(opened.check()) == ["错误 县司法局.xlsx 不是drafter下发的填报表，请用下发的表填报"]


def test_values_pasted_into_a_workbook_of_ones_own_are_not_a_form(
    opened: Workspace, tmp_path: Path
) -> None:
    form = openpyxl.load_workbook(fill_form(opened, "县司法局", GOOD))["填报表"]
    target = tmp_path / "inputs/2024/县司法局.xlsx"
    with xlsxwriter.Workbook(str(target)) as book:
        sheet = book.add_worksheet("填报表")
        for row, cells in enumerate(form.iter_rows(values_only=True)):
            sheet.write_row(row, 0, ["" if cell is None else cell for cell in cells])
    assert told(opened.check()) == ["错误 县司法局.xlsx 不是drafter下发的填报表，请用下发的表填报"]


def test_names_that_were_all_lost_are_not_needed(opened: Workspace) -> None:
    def lose(book: openpyxl.Workbook) -> None:
        book.defined_names.clear()

    assert told(sent(opened, edit=lose)) == []


def test_without_names_and_ids_nothing_is_restored(opened: Workspace) -> None:
    def lose(book: openpyxl.Workbook) -> None:
        book.defined_names.clear()
        for row in range(6, 12):
            book["填报表"].cell(row, 1).value = None

    found = told(sent(opened, edit=lose))
    assert sum("表中没有" in line for line in found) == 5
    assert sum("所在行没有编号" in line for line in found) == 4


# Cells merged, sheets hidden


def merge(book: openpyxl.Workbook) -> None:
    book["填报表"]["D8"].value = None
    book["填报表"].merge_cells("D7:D8")


def hide(book: openpyxl.Workbook) -> None:
    book["文字材料"].sheet_state = "hidden"


def add_a_row(book: openpyxl.Workbook) -> None:
    book["填报表"]["B13"].value, book["填报表"]["D13"].value = "其他案件", 9


def answer_twice(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["文字材料"])


@pytest.mark.parametrize(
    ("edit", "sentences"),
    [
        (
            merge,
            [
                "错误 填报表!D8 甲.人次：“参加人次”的单元格与D7合并，只读得到D7的内容；"
                "请取消合并后分别填写"
            ],
        ),
        (
            hide,
            [
                "警告 文字材料!D4 甲.情况：“工作情况”的单元格被隐藏（填的是“其一。 其二。”），"
                "已读取；请核对是否有意隐藏"
            ],
        ),
        (
            add_a_row,
            [
                "警告 填报表!D13 D13所在行没有编号（“其他案件”填的是“9”），未读取；"
                "请填到对应的行，或写入“说明”栏"
            ],
        ),
        (
            answer_twice,
            [
                "提示 文字材料 Copy 工作表“文字材料 Copy”是“文字材料”的副本，没有不同的内容，"
                "只读取“文字材料”"
            ],
        ),
    ],
)
def test_a_form_that_somebody_worked_on(
    opened: Workspace, edit: Edit, sentences: list[str]
) -> None:
    assert told(sent(opened, edit=edit)) == sentences


# Files that are no form at all


def a_word_file(path: Path) -> None:
    docx.Document().save(str(path))


def an_archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("县司法局.xlsx", b"PK")


def written(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "make", "reason"),
    [
        ("县司法局.xlsx", written(b""), "文件是空的；请重新报送"),
        ("县司法局.xlsx", written(b"%PDF-1.7\n"), "这是PDF文件；请报送填报表（.xlsx）"),
        ("县司法局.xlsx", a_word_file, "这是Word文档，不是Excel工作簿；请报送填报表（.xlsx）"),
        ("县司法局.xlsx", written(b"\x89PNG\r\n\x1a\n"), "这是图片；请报送填报表（.xlsx）"),
        ("县司法局.xlsx", an_archive, "这是压缩包；请解压后报送其中的填报表（.xlsx）"),
        (
            "县司法局.xls",
            written(b"<html><table></table></html>"),
            "这是网页，不是Excel工作簿；请用Excel或WPS另存为.xlsx后报送",
        ),
        (
            "县司法局.xlsx",
            written("指标,数\n案件总数,613\n".encode()),
            "这是CSV文本，没有填报表的编号；请用下发的表填报后报送",
        ),
    ],
)
def test_a_file_that_is_no_workbook_is_told_what_it_is(
    opened: Workspace,
    tmp_path: Path,
    name: str,
    make: Callable[[Path], object],
    reason: str,
) -> None:
    (tmp_path / "inputs/2024").mkdir(parents=True)
    make(tmp_path / "inputs/2024" / name)
    checked = opened.check()
    assert told(checked) == [f"错误 {name} {reason}"]
    assert value(checked, "甲.总数") == "【待补：县司法局·案件总数】"
