"""One department that fills in its form, works on it, and sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import openpyxl

from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model.figure import Figure, text
from tests.building import fill_form, said

INDICATORS = """
    甲.总数 | 案件总数 | 件 | 整数   | 县司法局 | | 下限5 上限1000
    甲.人次 | 参加人次 | 人 | 整数   | 县司法局 | | 约
    甲.必数 | 机构数   | 个 | 整数   | 县司法局 | | 必
    甲.选数 | 选填数   | 件 | 整数   | 县司法局 | | 选
    甲.日期 | 会议日期 |    | 日期   | 县司法局
    甲.情况 | 工作情况 |    | 长文本 | 县司法局
    甲.名单 | 参训名单 |    | 明细表 | 县司法局
"""
TABLES = "甲.名单 | 单位 | | 文本 \n 甲.名单 | 人数 | 人 | 整数"
GOOD = {
    **{"甲.总数": 613, "甲.人次": "80余", "甲.必数": 0},
    **{"甲.日期": "2024年5月4日", "甲.情况": "其一。\n其二。"},
}
LIST = [["县法院", 3], ["县公安局", 4]]
Edit = Callable[[openpyxl.Workbook], object]


def sent(
    opened: Workspace,
    values: Mapping[str, Any] | None = None,
    rows: list[list[Any]] = LIST,
    edit: Edit | None = None,
) -> Checked:
    """The run after the department has filled in, edited and sent its form."""
    path = fill_form(opened, "县司法局", {**GOOD, **(values or {})}, {"甲.名单": rows})
    if edit:
        book = openpyxl.load_workbook(path)
        edit(book)
        book.save(path)
    return opened.check()


def told(checked: Checked) -> list[str]:
    """What the department is told, without the name of its file."""
    return [line.replace("县司法局.xlsx › ", "") for line in said(checked.findings)]


def value(checked: Checked, key: str) -> str:
    """An entry as it is printed."""
    entry = checked.ledger.entries[key]
    assert isinstance(entry, Figure)
    return text(entry)
