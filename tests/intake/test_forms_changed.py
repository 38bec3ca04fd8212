"""Forms that people changed, truly changed by LibreOffice, and saved as .xlsx, .ods and .xls: what
was done to the form, and what its department is told."""

from __future__ import annotations

from typing import Any

import pytest

from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model.figure import Table
from tests.building import fill_form
from tests.intake.conftest import Office
from tests.intake.sending import GOOD, LIST, told, value

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]

KEYS = {"总数": "D7", "人次": "D8", "必数": "D9", "选数": "D10", "日期": "D11"}
LABELS = {
    "总数": "案件总数",
    "人次": "参加人次",
    "必数": "机构数",
    "选数": "选填数",
    "日期": "会议日期",
}
READ = {
    "总数": "613",
    "人次": "80余",
    "必数": "0",
    "选数": "【不适用：选填数】",
    "日期": "2024年5月4日",
}


def of(name: str, said: str, weight: str = "错误", cell: str = "") -> str:
    """A finding on one of the five rows: 错误 填报表!D7 甲.总数：“案件总数”…"""
    return f"{weight} 填报表!{cell or KEYS[name]} 甲.{name}：“{LABELS[name]}”{said}"


def missing(name: str) -> str:
    return f"错误 县司法局.xlsx 甲.{name}：表中没有“{LABELS[name]}”这一行，请用下发的表重新填报"


def moved(name: str, to: str, shown: str) -> str:
    home = KEYS[name]
    return of(name, f"应填在{home}，内容却移到了{to}（“{shown}”）；请填回{home}")


def emptied(name: str, to: str, shown: str) -> str:
    home = KEYS[name]
    rest = f"{home}处的“{shown}”认不准，未读取；请在{home}重填"
    return of(name, f"的单元格移到了{to}（空的），{rest}")


def mixed(name: str, label: str) -> str:
    place = KEYS[name]
    said = f"的编号在{place}一行，这一行的名称却是“{label}”，未读取；请用下发的表重新填报"
    return of(name, said)


def stray(cell: str, shown: str) -> str:
    said = "未读取；请填到对应的行，或写入“说明”栏"
    return f"警告 填报表!{cell} {cell}所在行没有编号（“无名称”填的是“{shown}”），{said}"


def again(name: str, where: str) -> str:
    return of(name, f"出现两次：{where}；请删去多余的一行")


def hidden(name: str, shown: str) -> str:
    said = f"的单元格被隐藏（填的是“{shown}”），已读取；请核对是否有意隐藏"
    return of(name, said, "警告")


def restored(name: str, cell: str) -> str:
    return of(name, f"的编号被删改，已按名称和位置读取{cell}；请核对", "提示", cell)


# What was done: the edits, the rows that are not read any more, and what is said.
Done = tuple[list[list[Any]], str, list[str]]
HARMLESS: dict[str, Done] = {
    "rows inserted": ([["insert_rows", "填报表", 3, 2], ["insert_rows", "填报表", 9, 1]], "", []),
    "a column inserted": ([["insert_columns", "填报表", 4, 1]], "", []),
    "a sheet renamed": ([["rename", "填报表", "表一"]], "", []),
    "a sheet moved": ([["move_sheet", "填报表", 3]], "", []),
    "a sheet added": ([["add_sheet", "附页", 0], ["write", "附页", "A1", "见正文"]], "", []),
    "a row cut and pasted whole": ([["cut", "填报表", "A7:G7", "A30"]], "", []),
    "the column of figures copied": ([["copy", "填报表", "D5:D12", "H5"]], "", []),
    "rows of a table sorted": ([["sort", "参训名单", "A6:E45", 2, True]], "", []),
    "rows of a table inserted": ([["insert_rows", "参训名单", 6, 2]], "", []),
}
TOLD: dict[str, Done] = {
    "rows sorted": (
        [["sort", "填报表", "A7:G11", 1, False]],
        "",
        ["提示 填报表 表中3行的次序与下发时不同，已按编号读取"],
    ),
    "the column of IDs deleted": (
        [["delete_columns", "填报表", 1, 1]],
        "",
        ["提示 填报表 隐藏的编号一列不见了，已按名称和位置读取5行；请核对"],
    ),
    "an ID edited": ([["write", "填报表", "A7", "甲.总数2"]], "", [restored("总数", "D7")]),
    "the header edited": (
        [["write", "填报表", "D5", "今年"]],
        "",
        ["提示 填报表 表头“2024年”被改动，已按原来的列（D列）读取；请核对"],
    ),
    "a label edited": (
        [["write", "填报表", "B7", "受理的案件总数"]],
        "",
        [of("总数", "的名称被改为“受理的案件总数”，已按编号读取；请核对", "警告")],
    ),
    "a row hidden": ([["hide_rows", "填报表", 7, 1]], "", [hidden("总数", "613")]),
    "the column of figures hidden": (
        [["hide_columns", "填报表", 4, 1]],
        "",
        [
            *(hidden("总数", "613"), hidden("人次", "80余"), hidden("必数", "0")),
            hidden("日期", "2024年5月4日"),
        ],
    ),
    "cells merged over a value": ([["merge", "填报表", "D7:D8"]], "", [hidden("人次", "80余")]),
    "a note in the column of figures": (
        [["write", "填报表", "D7", "613，含上年结转12件"]],
        "",
        [of("总数", "填的是“613，含上年结转12件”，按613读取；请确认", "警告")],
    ),
    "the sheet copied": (
        [["copy_sheet", "填报表", "填报表二", 1]],
        "",
        ["提示 填报表二 工作表“填报表二”是“填报表”的副本，没有不同的内容，只读取“填报表”"],
    ),
}
REFUSED: dict[str, Done] = {
    "a row deleted": ([["delete_rows", "填报表", 7, 1]], "总数", [missing("总数")]),
    "only the visible columns sorted": (
        [["sort", "填报表", "B7:G11", 1, False]],
        "人次 必数 选数",
        [mixed("人次", "选填数"), mixed("必数", "参加人次"), mixed("选数", "机构数")],
    ),
    "a cell cut and pasted elsewhere": (
        [["cut", "填报表", "D7:D7", "D30"]],
        "总数",
        [moved("总数", "D30", "613"), stray("D30", "613")],
    ),
    "a cell cut and pasted beside": (
        [["cut", "填报表", "D7:D7", "H7"]],
        "总数",
        [moved("总数", "H7", "613")],
    ),
    "a cell cut and pasted over another": (
        [["cut", "填报表", "D7:D7", "D9"]],
        "总数 必数",
        [
            moved("总数", "D9", "613"),
            of("必数", "处的内容是从D7移来的；请把它移回去，重填此格"),
        ],
    ),
    "a row copied": (
        [["copy", "填报表", "A7:G7", "A30"]],
        "总数",
        [again("总数", "D7和D30")],
    ),
    "a row copied over another": (
        [["copy", "填报表", "A7:G7", "A9"]],
        "总数 必数",
        [missing("必数"), again("总数", "D7和D9")],
    ),
    "a cell inserted, the others pushed down": (
        [["push_down", "填报表", "D9:D9"]],
        "必数 选数 日期",
        [
            *(moved("必数", "D10", "0"), emptied("选数", "D11", "0")),
            *(moved("日期", "D12", "2024年5月4日"), stray("D12", "2024年5月4日")),
        ],
    ),
    "a cell deleted, the others pulled up": (
        [["pull_up", "填报表", "D7:D7"]],
        "总数 人次 必数 选数 日期",
        [
            of("总数", "处的内容是从D8移来的；请把它移回去，重填此格"),
            *(moved("人次", "D7", "80余"), moved("必数", "D8", "0")),
            *(emptied("选数", "D9", "2024年5月4日"), moved("日期", "D10", "2024年5月4日")),
        ],
    ),
    "two IDs exchanged": (
        [["write", "填报表", "A7", "甲.人次"], ["write", "填报表", "A8", "甲.总数"]],
        "总数 人次",
        [
            of(
                "人次", mixed("人次", "案件总数").split("”", 1)[1].replace("D8", "D7"), "错误", "D7"
            ),
            of(
                "总数", mixed("总数", "参加人次").split("”", 1)[1].replace("D7", "D8"), "错误", "D8"
            ),
        ],
    ),
    "the column of figures copied and filled in otherwise": (
        [["copy", "填报表", "D5:D12", "H5"], ["number", "填报表", "H7", 7]],
        "总数 人次 必数 选数 日期",
        ["错误 填报表!D5 表头“2024年”出现两次（D5、H5），无法判断以哪一列为准；请删去多余的一列"],
    ),
    "a unit edited": (
        [["write", "填报表", "C7", "人"]],
        "总数",
        [of("总数", "的表上单位是“人”，目录现为“件”，613未读取；请用新表重报")],
    ),
    "a table's sheet removed": (
        [["remove_sheet", "参训名单"]],
        "",
        ["错误 县司法局.xlsx 甲.名单：表中没有“参训名单”这一行，请用下发的表重新填报"],
    ),
}
ALL = {**HARMLESS, **TOLD, **REFUSED}


def edited(opened: Workspace, office: Office, edits: list[list[Any]], ending: str) -> Checked:
    """The run after the form was filled in, changed and sent as a file of that kind."""
    path = fill_form(opened, "县司法局", GOOD, {"甲.名单": LIST})
    kept = path.rename(opened.folders.root / "填好.xlsx")
    office(kept, edits, path.with_suffix(f".{ending}"))
    return opened.check()


@pytest.mark.parametrize("ending", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("what", ALL)
def test_a_form_that_was_changed(opened: Workspace, office: Office, what: str, ending: str) -> None:
    edits, lost, sentences = ALL[what]
    checked = edited(opened, office, edits, ending)
    named = [
        line.replace(f"县司法局.{ending} › ", "").replace(f"县司法局.{ending}", "县司法局.xlsx")
        for line in told(checked)
    ]
    kind = f"提示 县司法局.xlsx 是.{ending}格式，已读取；下次请存为.xlsx"
    assert [line for line in named if line != kind] == sentences
    assert (kind in named) == (ending != "xlsx")
    for name, shown in READ.items():
        awaited = f"【待补：县司法局·{LABELS[name]}】"
        assert value(checked, f"甲.{name}") == (awaited if name in lost.split() else shown)


def test_the_rows_of_a_table_stay_together_when_they_are_sorted(
    opened: Workspace, office: Office
) -> None:
    checked = edited(opened, office, HARMLESS["rows of a table sorted"][0], "xlsx")
    table = checked.ledger.entries["甲.名单"]
    assert isinstance(table, Table)
    rows = [[str(row["单位"].value), row["人数"].quantity] for row in table.rows]
    assert sorted((name, int(n.value)) for name, n in rows if n) == sorted(map(tuple, LIST))


@pytest.mark.parametrize(
    ("ending", "sentences"),
    [
        ("xlsx", []),
        ("ods", ["提示 县司法局.ods 是.ods格式，已读取；下次请存为.xlsx"]),
        # An .xls keeps the properties where xlrd does not look.
        ("xls", ["错误 县司法局.xls 不是drafter下发的填报表，请用下发的表填报"]),
    ],
)
def test_a_form_without_its_hidden_sheet_is_known_by_its_properties(
    opened: Workspace, office: Office, ending: str, sentences: list[str]
) -> None:
    assert told(edited(opened, office, [["remove_sheet", "_meta"]], ending)) == sentences
