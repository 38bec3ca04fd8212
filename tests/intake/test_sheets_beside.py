"""Sheets that people add to a form: backups, another department's; and workbooks as Excel opens
them without asking."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.worksheet.worksheet import Worksheet

from drafter.desk.departments import departments as desk
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, read, said, workspace
from tests.intake.sending import GOOD, LIST, Edit, sent, told, value
from tests.workbook.making import changed, members

VALIDATION = (
    b'<extLst><ext uri="{CCE6A557-97bc-4b89-ADB6-D9C93CAAB3DF}"'
    b' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    b'<x14:dataValidations count="1" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    b'<x14:dataValidation type="list" allowBlank="1"><x14:formula1><xm:f>\xe5\x90\x8d\xe5\x8d\x95!$A$1:$A$3</xm:f>'
    b"</x14:formula1><xm:sqref>D7</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)


def backup(edit: Callable[[Worksheet], object] = lambda _: None, of: str = "填报表") -> Edit:
    """The sheet copied within its workbook, and the copy changed."""

    def copy(book: openpyxl.Workbook) -> None:
        made = book.copy_worksheet(book[of])
        made.title = "备份"
        edit(made)

    return copy


def put(cell: str, value: object) -> Callable[[Worksheet], object]:
    return lambda sheet: setattr(sheet[cell], "value", value)


def test_a_backup_that_says_the_same_is_one_hint(opened: Workspace) -> None:
    checked = sent(opened, edit=backup())
    line = "提示 备份 工作表“备份”是“填报表”的副本，没有不同的内容，只读取“填报表”"
    assert told(checked) == [line]
    assert value(checked, "甲.总数") == "613"


def test_a_backup_made_before_the_form_was_filled_in_says_nothing_else(opened: Workspace) -> None:
    checked = sent(opened, edit=backup(put("D7", None)))
    assert len(told(checked)) == 1
    assert value(checked, "甲.总数") == "613"


def test_a_backup_that_differs_is_one_error_that_names_where(opened: Workspace) -> None:
    checked = sent(opened, edit=backup(put("D7", 600)))
    line = "工作表“备份”与“填报表”重复，有1项不同（案件总数），这几项未读取；请删去多余的一张"
    assert told(checked) == [f"错误 备份 {line}"]
    assert value(checked, "甲.总数") == "【待补：县司法局·案件总数】"
    assert value(checked, "甲.人次") == "80余"


def test_the_form_s_own_sheet_counts_wherever_the_backup_stands(opened: Workspace) -> None:
    def in_front(book: openpyxl.Workbook) -> None:
        backup(put("D7", None))(book)
        book.move_sheet("备份", -3)

    assert value(sent(opened, edit=in_front), "甲.总数") == "613"


def test_a_table_s_backup_is_one_finding_too(opened: Workspace) -> None:
    assert told(sent(opened, edit=backup(of="参训名单"))) == [
        "提示 备份 工作表“备份”是“参训名单”的副本，没有不同的内容，只读取“参训名单”"
    ]
    other = backup(put("D6", 30), "参训名单")
    line = "工作表“备份”与“参训名单”重复，有1项不同（参训名单），这几项未读取；请删去多余的一张"
    assert told(sent(opened, edit=other)) == [f"错误 备份 {line}"]


TWO = """
    甲.总数 | 案件总数 | 件 | 整数 | 县司法局
    甲.共数 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    乙.结案 | 结案数   | 件 | 整数 | 县法院
    乙.未结 | 未结数   | 件 | 整数 | 县法院
    乙.名单 | 法官名单 |    | 明细表 | 县法院
"""


def test_another_department_s_sheets_are_told_of_and_not_read(tmp_path: Path) -> None:
    tables = "乙.名单 | 姓名 | | 文本"
    opened = workspace(tmp_path, catalogue_bytes(TWO, tables=tables))
    court = fill_form(
        opened, "县法院", {"甲.共数": 8, "乙.结案": 5, "乙.未结": 1}, {"乙.名单": [["张三"]]}
    )
    path = fill_form(opened, "县司法局", {"甲.总数": 613, "甲.共数": 7})
    book, other = (openpyxl.load_workbook(p) for p in (path, court))
    for sheet in other.worksheets[:2]:
        made = book.create_sheet(f"{sheet.title}（法院）")
        for cell in (cell for row in sheet for cell in row if cell.value is not None):
            made[cell.coordinate].value = cell.value
    book.save(path)
    court.unlink()
    lines = [line for line in said(opened.check().findings) if "县司法局.xlsx" in line]
    rest = "请核对，应由县法院报送的，请它另报一份"
    assert lines == [
        f"警告 县司法局.xlsx › 填报表（法院） 工作表中有县法院填报的2项，未读取；{rest}",
        f"警告 县司法局.xlsx › 法官名单（法院） 工作表中有县法院填报的1项，未读取；{rest}",
    ]
    assert value(opened.check(), "甲.共数") == "7"


def under(password: str, path: Path) -> None:
    stream = BytesIO()
    OOXMLFile(BytesIO(path.read_bytes())).encrypt(password, stream)
    path.write_bytes(stream.getvalue())


def test_a_workbook_under_excel_s_own_password_is_opened_as_excel_opens_it(
    opened: Workspace,
) -> None:
    path = fill_form(opened, "县司法局", {**GOOD, "甲.总数": 3}, {"甲.名单": LIST})
    under("VelvetSweatshop", path)
    assert told(opened.check()) == ["错误 填报表!D7 甲.总数：“案件总数”填的是3，小于下限5"]
    returned = desk.send_back(opened)[0]
    assert openpyxl.load_workbook(returned.workbook)["填报表"]["D7"].value == 3


def test_another_password_has_to_be_taken_away(opened: Workspace) -> None:
    under("密码", fill_form(opened, "县司法局", GOOD))
    line = "工作簿加了密码，打不开；请在Excel或WPS中取消密码后重新保存报送"
    assert told(opened.check()) == [f"错误 县司法局.xlsx {line}"]


def test_a_key_that_takes_for_ever_to_make_is_not_made(opened: Workspace) -> None:
    path = fill_form(opened, "县司法局", GOOD)
    under("VelvetSweatshop", path)
    content = path.read_bytes()
    assert content.count(b'spinCount="100000"') >= 1
    spin = b'spinCount="100000" saltSize="16"'
    path.write_bytes(content.replace(spin, b'spinCount="1000000000"'.ljust(len(spin))))
    assert "加了密码" in told(opened.check())[0]


def test_validation_that_openpyxl_drops_is_in_the_copy_that_goes_back(opened: Workspace) -> None:
    path = fill_form(opened, "县司法局", {**GOOD, "甲.总数": 3}, {"甲.名单": LIST})
    sheet = members(path.read_bytes())["xl/worksheets/sheet1.xml"]
    marked = sheet.replace(b"</worksheet>", VALIDATION + b"</worksheet>")
    path.write_bytes(changed(path.read_bytes(), {"xl/worksheets/sheet1.xml": marked}))
    returned = desk.send_back(opened)[0].workbook
    sheets = [
        part
        for name, part in members(returned.read_bytes()).items()
        if name.startswith("xl/worksheets/sheet") and b"x14:dataValidation " in part
    ]
    assert len(sheets) == 1
    assert "名单!$A$1:$A$3".encode() in sheets[0]
    assert b"<xm:sqref>D7</xm:sqref>" in sheets[0]
    assert read(returned).sheets["填报表"].cell(7, 4) == 3


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
@pytest.mark.libreoffice
def test_a_format_that_hides_or_scales_is_asked_about_in_every_kind_of_file(
    opened: Workspace, soffice: Callable[[Path, str], Path], ending: str
) -> None:
    path = fill_form(opened, "县司法局", GOOD, {"甲.名单": LIST})
    book = openpyxl.load_workbook(path)
    book["填报表"]["D7"].number_format = ";;;"
    book["填报表"]["D9"].number_format = '"约"0'
    book.save(path)
    made = soffice(path, ending)
    path.unlink()
    (path.parent / f"县司法局.{ending}").write_bytes(made.read_bytes())
    lines = [line for line in said(opened.check().findings) if "按格式显示" in line]
    assert [line.partition("：")[2] for line in lines] == [
        "“案件总数”的单元格按格式显示为“空白”，存的是613，按613读取；请确认",
        "“机构数”的单元格按格式显示为“约0”，存的是0，按0读取；请确认",
    ]
