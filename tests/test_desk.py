"""The desk's dealings with departments: replies, reminders, versions, decisions."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from drafter.desk.departments import choosing
from drafter.desk.departments import departments as desk
from drafter.desk.findings import deciding
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Figure, text
from tests.building import SETTINGS, catalogue_bytes, fill_form, said, workspace
from tests.conftest import Convert

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局 | | 约
    援助.情况 | 工作情况 | | 长文本 | 县司法局
    援助.清单 | 案件清单 | | 明细表 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
"""
RULES = "援助.总数 = 援助.民事 + 援助.刑事"
TABLES = "援助.清单 | 案由 | | 文本 \n 援助.清单 | 件数 | 件 | 整数"
DUE = SETTINGS + "    报送期限 2024年11月10日\n    联系人 督察科\n"
GOOD = {
    "援助.总数": 613,
    "援助.民事": 350,
    "援助.刑事": 263,
    "援助.情况": "其一。",
    "诉讼.案件": 21,
}
ROWS = {"援助.清单": [["劳动争议", 5], ["婚姻家庭", 7]]}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    content = catalogue_bytes(INDICATORS, RULES, TABLES, DUE)
    return workspace(tmp_path, content, "|办理{{ 援助.总数 }}件。", ticking())


def ticking() -> Callable[[], datetime]:
    """A clock that is a minute later each time."""
    minutes = iter(range(10_000))
    return lambda: datetime(2024, 11, 12, 9 + (n := next(minutes)) // 60, n % 60, tzinfo=UTC)


def send(opened: Workspace, notes: dict[str, str] | None = None, **changed: object) -> Path:
    """The department fills in its form and sends it; keys are names within 援助."""
    values = {**GOOD, **{f"援助.{name}": value for name, value in changed.items()}}
    return fill_form(opened, "县司法局", values, ROWS, notes)


def court(opened: Workspace, cases: object = 21) -> Path:
    return fill_form(opened, "县法院", {"诉讼.案件": cases})


def told(checked: Checked) -> list[str]:
    return said(checked.findings)


def value(checked: Checked, key: str) -> str:
    entry = checked.ledger.entries[key]
    assert isinstance(entry, Figure)
    return text(entry)


# The reply

WRONG = {"总数": 615, "民事": "同上"}


def test_a_department_gets_its_form_back_with_what_to_mend_in_front(opened: Workspace) -> None:
    send(opened, **WRONG)
    court(opened)
    returned = desk.send_back(opened)
    assert [x.reply.department for x in returned] == ["县司法局"]
    book = openpyxl.load_workbook(returned[0].workbook)
    assert book.sheetnames[:2] == ["更正清单", "填报表"]
    rows = [[cell.value for cell in row] for row in book["更正清单"].iter_rows(min_row=6)]
    assert rows == [
        [
            "1",
            "错误",
            "填报表",
            "D8",
            "民事案件",
            "同上",
            "“民事案件”填的是“同上”，不是数；请只填数字",
        ]
    ]
    assert book["更正清单"]["D6"].hyperlink.location == "'填报表'!D8"
    assert book["填报表"]["D8"].comment.text == "错误：“民事案件”填的是“同上”，不是数；请只填数字"
    assert book["填报表"]["D8"].fill.fgColor.rgb == "FFFDD5D2"


def test_the_reply_can_be_pasted_into_a_message(opened: Workspace) -> None:
    send(opened, 总数=615)
    assert desk.send_back(opened)[0].message.read_text(encoding="utf-8-sig") == (
        "县司法局：\n"
        "　　贵单位报送的《平安县2024年法治政府建设年度报告数据填报表》经核查，有1处需要更正或确认：\n"
        "1.填报表!D7　“法律援助案件”填报615，应为613（350 + 263）；请核对合计与各分项\n"
        "　　请尽快在退回的表上更正后重新报送；数据确实无误的，请在“说明”栏写明原因。\n"
        "联系人：督察科\n"
    )


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        ("报送期限 2024年11月10日", "请尽快"),
        ("报送期限 2024年11月12日", "请于2024年11月12日前"),
        ("报送期限 2024年11月10日\n    更正期限 2024年11月20日", "请于2024年11月20日前"),
        ("报送期限 本周五", "请于本周五前"),
    ],
)
def test_a_return_letter_asks_for_no_day_that_has_passed(
    tmp_path: Path, limits: str, asked: str
) -> None:
    settings = f"{SETTINGS}    {limits}\n"
    content = catalogue_bytes(INDICATORS, RULES, TABLES, settings)
    sent_in = workspace(tmp_path, content, clock=ticking())
    send(sent_in, 总数=615)
    (returned,) = desk.send_back(sent_in)
    assert f"　　{asked}在退回的表上更正" in returned.reply.text
    notice = openpyxl.load_workbook(returned.workbook)["更正清单"]
    head = str(notice["A2"].value)
    assert head.startswith(asked if "于" in asked else "请更正后尽快"), head


def test_values_validation_and_protection_are_kept(opened: Workspace) -> None:
    sent = openpyxl.load_workbook(send(opened, **WRONG))["填报表"]
    back = openpyxl.load_workbook(desk.send_back(opened)[0].workbook)["填报表"]
    assert [[c.value for c in row] for row in back] == [[c.value for c in row] for row in sent]
    assert back.protection.sheet
    assert not back["D8"].protection.locked
    formulas = [{v.formula1 for v in s.data_validations.dataValidation} for s in (sent, back)]
    assert formulas[0] == formulas[1] != set()


def mend(path: Path, cells: dict[str, object]) -> None:
    book = openpyxl.load_workbook(path)
    for cell, new in cells.items():
        book["填报表"][cell].value = new
    book.save(path)


def test_who_mends_just_the_listed_cells_passes(opened: Workspace) -> None:
    target = send(opened, **WRONG)
    court(opened)
    returned = desk.send_back(opened)[0]
    mend(returned.workbook, {"D8": 350})
    shutil.copy(returned.workbook, target)
    again = desk.send_back(opened)[0]
    assert [f.code for f in again.reply.findings] == ["sum-differs"]
    mend(again.workbook, {"D7": 613})
    shutil.copy(again.workbook, target)
    assert told(opened.check()) == []
    assert desk.send_back(opened) == []
    assert not list(returned.workbook.parent.iterdir())


@pytest.mark.libreoffice
def test_the_copy_is_mended_in_libreoffice(opened: Workspace, soffice: Convert) -> None:
    target = send(opened, **WRONG)
    court(opened)
    returned = desk.send_back(opened)[0]
    saved = soffice(returned.workbook, "xlsx:Calc MS Excel 2007 XML")
    sheet = openpyxl.load_workbook(saved)["填报表"]
    assert sheet.protection.sheet
    assert sheet.data_validations.dataValidation
    assert sheet["D8"].comment is not None
    assert (sheet["D7"].value, sheet["D9"].value) == (615, 263)
    mend(saved, {"D7": 613, "D8": 350})
    shutil.copy(soffice(saved, "xlsx:Calc MS Excel 2007 XML"), target)
    assert told(opened.check()) == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_an_old_kind_of_file_comes_back_as_a_fresh_form_with_its_values(
    opened: Workspace, soffice: Convert, ending: str
) -> None:
    path = send(opened, notes={"援助.民事": "含上年结转"}, 总数="613件", 刑事="若干")
    court(opened)
    shutil.copy(soffice(path, ending), path.with_suffix(f".{ending}"))
    path.unlink()
    returned = desk.send_back(opened)[0]
    assert returned.reply.fresh
    shutil.copy(returned.workbook, path)
    path.with_suffix(f".{ending}").unlink()
    mend(path, {"D9": 263})
    checked = opened.check()
    assert told(checked) == [
        "提示 县司法局.xlsx › 填报表!D7 援助.总数：“法律援助案件”填的是“613件”，按613读取"
    ]
    assert value(checked, "援助.情况") == "其一。"
    assert openpyxl.load_workbook(path)["填报表"]["F8"].value == "含上年结转"
    assert len(checked.ledger.entries["援助.清单"].rows) == 2  # type: ignore[union-attr]


def one_row_up(row: re.Match[str]) -> str:
    """Where a name points after row 8 is gone."""
    number = int(row[0])
    return "#REF!" if number == 8 else str(number - (number > 8))


def test_a_form_that_lost_a_row_comes_back_whole(opened: Workspace) -> None:
    path = send(opened)
    book = openpyxl.load_workbook(path)
    book["填报表"].delete_rows(8)
    for name in book.defined_names.values():  # as Excel moves them, and openpyxl does not
        name.attr_text = re.sub(r"(?<=!\$D\$)\d+", one_row_up, name.attr_text)
    book.save(path)
    returned = desk.send_back(opened)[0]
    assert returned.reply.fresh
    sheet = openpyxl.load_workbook(returned.workbook)["填报表"]
    assert [sheet[cell].value for cell in ("A8", "D7", "D8", "D9")] == ["援助.民事", 613, None, 263]


def test_text_that_looks_like_a_formula_goes_back_as_text(opened: Workspace) -> None:
    send(opened, notes={"援助.总数": "=cmd|'/c calc'!A1"}, 民事="=同上", 刑事="@SUM(1)")
    sheet = openpyxl.load_workbook(desk.send_back(opened)[0].workbook)["更正清单"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert all(cell.data_type in ("s", "inlineStr") for cell in cells)


# Reminders


def test_who_is_late_is_reminded_with_the_days(opened: Workspace) -> None:
    send(opened)
    reminder = desk.remind(opened)[0]
    assert (reminder.department, reminder.late) == ("县法院", 2)
    assert reminder.text == (
        "县法院：\n　　贵单位的《平安县2024年法治政府建设年度报告数据填报表》尚未收到，"
        "报送期限为2024年11月10日，已超过2天。请抓紧填报，并将.xlsx文件报送我局；如已报送，请告知。\n"
        "联系人：督察科\n"
    )


# Versions


def test_every_version_is_kept_and_told_apart_cell_by_cell(opened: Workspace) -> None:
    first = send(opened, 总数=615).read_bytes()
    opened.check()
    send(opened, notes={"援助.刑事": "全年"}, 情况="其一。\n其二。")
    versions = desk.history(opened, "县司法局")
    assert [version.receipt.number for version in versions] == [1, 2]
    assert [(c.label, c.place.cell, c.before, c.now) for c in versions[1].changes] == [
        ("法律援助案件", "D7", "615", "613"),
        ("刑事案件·说明", "D9", "", "全年"),
        ("工作情况", "D4", "其一。", "其一。\n其二。"),
    ]
    records = opened.records(2024)
    assert records.original(versions[0].receipt).read_bytes() == first


def test_rows_of_a_table_that_came_and_went_are_told(opened: Workspace) -> None:
    send(opened)
    opened.check()
    fill_form(opened, "县司法局", GOOD, {"援助.清单": [["劳动争议", 5], ["婚姻家庭", 9]]})
    changes = desk.history(opened, "县司法局")[1].changes
    assert [(c.before, c.now, c.place.cell) for c in changes] == [
        ("婚姻家庭、7", "婚姻家庭、9", "C7")
    ]


def test_a_version_that_cannot_be_read_is_kept_all_the_same(opened: Workspace) -> None:
    path = send(opened)
    opened.check()
    path.write_bytes(b"broken")
    versions = desk.history(opened, "县司法局")
    assert versions[1].unread == "不是Excel工作簿；请用下发的表填报后报送"
    assert opened.records(2024).original(versions[1].receipt).read_bytes() == b"broken"


def test_checking_again_is_no_new_version(opened: Workspace) -> None:
    send(opened)
    for _ in range(3):
        opened.check()
    assert len(desk.history(opened, "县司法局")) == 1


# Explanations and decisions

BROKEN = (
    "错误 县司法局.xlsx › 填报表!D7 援助.总数：填报615，应为613（350 + 263）；请核对合计与各分项"
)
NOTE = {"援助.总数": "含行政2件"}


def test_an_explanation_is_told_and_survives_a_form_that_does_not_repeat_it(
    opened: Workspace,
) -> None:
    court(opened)
    send(opened, notes=NOTE, 总数=615)
    assert told(opened.check()) == [f"{BROKEN}（已说明：含行政2件）"]
    send(opened, 总数=615, 情况="其一。\n其二。")
    assert told(opened.check()) == [f"{BROKEN}（已说明：含行政2件（沿用第1次报送的说明））"]
    send(opened, 总数=616)
    assert told(opened.check()) == [BROKEN.replace("615", "616")]


def test_a_decision_closes_the_finding_and_stands_in_the_trace(opened: Workspace) -> None:
    court(opened)
    send(opened, notes=NOTE, 总数=615)
    made = deciding.accept(opened, "援助.总数", "含行政案件，属实", by="张三")
    assert made.decisions[0].words.startswith("已采纳：含行政案件，属实；张三，2024年11月12日")
    checked = opened.check()
    assert checked.errors == 0
    closed = f"{BROKEN}（{made.decisions[0].words}）".replace("错误", "已采纳", 1)
    assert told(checked) == [closed] == said(made.findings)
    folder = opened.draft().folder
    trace = openpyxl.load_workbook(folder / "溯源.xlsx")["正文数据"]
    heads = [cell.value for cell in trace[1]]
    row = {head: cell.value for head, cell in zip(heads, trace[2], strict=True)}
    assert (row["部门说明"], row["审定意见"]) == ("含行政2件", made.decisions[0].words)
    assert "核查意见" not in (folder / "报告.docx").read_bytes().decode("latin-1")


def test_a_figure_that_is_revised_after_acceptance_reopens_it(opened: Workspace) -> None:
    court(opened)
    send(opened, 总数=615)
    made = deciding.accept(opened, "援助.总数", "属实", by="张三")
    send(opened, 总数=616)
    checked = opened.check()
    assert checked.errors == 1
    assert told(checked) == [
        BROKEN.replace("615", "616") + f"（{made.decisions[0].words}；其后数据有变，请重新决定）"
    ]
    send(opened, 总数=615)
    assert opened.check().errors == 0


def test_a_draft_is_made_again_after_a_decision(opened: Workspace) -> None:
    send(opened, 总数=615)
    court(opened)
    assert opened.draft().number == 1
    deciding.accept(opened, "援助.总数", "属实", by="张三")
    assert opened.draft().number == 2
    assert opened.draft().made is False


def test_what_a_department_has_to_mend_cannot_be_accepted(opened: Workspace) -> None:
    send(opened, 民事="同上")
    with pytest.raises(WorkspaceError, match="这一条须由部门更正"):
        deciding.accept(opened, "援助.民事", "算了")
    with pytest.raises(WorkspaceError, match=r"指标目录中没有“援助\.民”，是否为“援助\.民事”"):
        deciding.accept(opened, "援助.民", "算了")


def test_a_conflict_is_decided_by_naming_a_department(opened: Workspace) -> None:
    send(opened)
    court(opened, 20)
    assert value(opened.check(), "诉讼.案件") == "21"
    with pytest.raises(WorkspaceError, match="请用 --from 写明以哪个部门为准：县司法局、县法院"):
        deciding.accept(opened, "诉讼.案件", "以法院台账为准")
    deciding.accept(opened, "诉讼.案件", "以法院台账为准", "张三", "县法院")
    checked = opened.check()
    assert (checked.errors, value(checked, "诉讼.案件")) == (0, "20")
    assert all("（已取值：采用县法院报的数，以法院台账为准；张三" in line for line in told(checked))
    court(opened, 19)
    checked = opened.check()
    assert (checked.errors, value(checked, "诉讼.案件")) == (2, "21")


# Two files of one department


def rivals(opened: Workspace) -> Path:
    path = send(opened, 总数=600, 刑事=250)
    shutil.move(path, path.with_name("县司法局(旧).xlsx"))
    opened.check()
    send(opened)
    court(opened)
    return path


def test_two_forms_of_one_department_are_both_kept_out_until_one_is_chosen(
    opened: Workspace,
) -> None:
    rivals(opened)
    checked = opened.check()
    assert [line.split("；")[0] for line in told(checked) if "不止一份" in line] == [
        f"错误 {file} 收到不止一份报表（县司法局(旧).xlsx、县司法局.xlsx），均未读取"
        for file in ("县司法局(旧).xlsx", "县司法局.xlsx")
    ]
    assert value(checked, "援助.总数") == "【待补：县司法局·法律援助案件】"
    choosing.choose(opened, "县司法局", "县司法局(旧).xlsx", by="张三")
    assert value(opened.check(), "援助.总数") == "600"


def test_a_department_is_not_asked_what_only_the_bureau_can_settle(opened: Workspace) -> None:
    rivals(opened)
    assert desk.send_back(opened) == []


def test_the_newest_counts_only_where_the_bureau_says_so(opened: Workspace) -> None:
    path = rivals(opened)
    choosing.choose(opened, "县司法局", by="张三")
    checked = opened.check()
    assert value(checked, "援助.总数") == "613"
    aside = (
        "已取表 县司法局(旧).xlsx 本部门已选定县司法局.xlsx，此份未读取（已取表：以最后收到的为准；"
    )
    assert any(line.startswith(aside) for line in told(checked))
    kept = path.read_bytes()
    send(opened, 总数=614, 刑事=264)
    shutil.move(path, path.with_name("县司法局(新).xlsx"))
    path.write_bytes(kept)
    assert value(opened.check(), "援助.总数") == "【待补：县司法局·法律援助案件】"
