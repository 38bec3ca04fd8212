"""A third report on the same engine, 部门法治政府建设年度报告: a kit is text, and nothing in the code
knows of it."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from drafter.desk.catalogue.new_workspace import Wish, make, planned
from drafter.desk.publishing import publishing
from drafter.desk.year.workspace import Workspace, open_workspace
from tests.building import fill_form, once

KIT = "部门法治政府建设年度报告"
FORMS = {
    "办公室": {
        "第一责任人.主要举措": "主持研究法治建设工作4次，专题述法1次。",
        "学法用法.集体学法次数": 6,
        "政务公开.主动公开条数": 218,
        "政务公开.依申请公开件数": 5,
        "建议提案.建议件数": 7,
        "建议提案.提案件数": 9,
    },
    "政工科": {
        "学法用法.法治培训次数": 4,
        "学法用法.培训人次": 183,
        "执法规范.执法人员数": 41,
        "执法规范.持证人数": 39,
        "普法宣传.活动场次": 12,
    },
    "法制科": {
        "制度建设.合法性审核件数": 26,
        "制度建设.规范性文件件数": 2,
        "制度建设.废止修改件数": 1,
        "行政决策.重大决策件数": 1,
        "执法规范.法制审核件数": 17,
        "执法规范.评查案卷数": 30,
        "复议诉讼.被复议件数": 3,
        "复议诉讼.复议纠错件数": 0,
        "复议诉讼.被诉件数": 2,
        "复议诉讼.败诉件数": 0,
        "复议诉讼.开庭件数": 2,
        "复议诉讼.出庭件数": 2,
        "监督整改.法律文书件数": 3,
        "监督整改.整改件数": 3,
        "特色亮点.做法": "推行“双随机”检查与帮扶指导相结合。",
    },
    "行政审批科": {"行政许可.受理件数": 164, "行政许可.办结件数": 164},
    "执法大队": {
        "行政检查.检查家次": 1280,
        "行政检查.涉企检查家次": 940,
        "行政处罚.案件总数": 57,
        "行政处罚.一般程序件数": 45,
        "行政处罚.简易程序件数": 12,
        "行政处罚.罚没金额": 86.5,
        "行政处罚.不予处罚件数": 8,
    },
}
ROWS = {
    "存在不足.问题清单": [
        ["基层执法力量不足", "由于专业人员补充较慢"],
        ["执法文书还不够规范", "由于培训不够经常。"],
    ],
    "下年安排.工作清单": [
        ["充实基层执法力量", "招录专业人员，组织岗位练兵和案卷评查，提高办案质量。"]
    ],
}


@once
def bureau(folder: Path) -> Workspace:
    """The kit's workspace with all forms filled in."""
    make(folder / "局", planned(Wish("平安县", "2024", kit=KIT)))
    opened = open_workspace(folder / "局")
    for name, values in FORMS.items():
        fill_form(opened, name, values, ROWS if name == "法制科" else None)
    return opened


def test_its_template_fits_its_catalogue_and_its_forms_ask_all_that_it_prints(
    bureau: Workspace,
) -> None:
    assert bureau.lint().findings == ()
    checked = bureau.check()
    assert checked.findings == ()
    assert checked.ledger.missing == []


def test_its_draft_reads_as_such_a_report(bureau: Workspace) -> None:
    document = docx.Document(str(bureau.draft().folder / "报告.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "【" not in text
    assert "作出行政处罚案件57件，其中一般程序45件、简易程序12件，罚没金额86.5万元。" in text
    assert "在岗行政执法人员41名，持证上岗率95%。" in text
    assert "一是基层执法力量不足。由于专业人员补充较慢。" in text
    assert "二是执法文书还不够规范。由于培训不够经常。" in text


@pytest.mark.slow
def test_it_is_published(bureau: Workspace) -> None:
    bureau.draft()
    assert publishing.prepare(bureau, None, str).findings == ()
