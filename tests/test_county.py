"""Another place: a made-up county, three departments, its own indicators and skeleton; the same code."""

from __future__ import annotations

from pathlib import Path

import docx

from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.word.ooxml import parse, w
from drafter.word.package import unpack
from drafter.word.pieces import paragraph_text
from drafter.word.slip import BODY
from tests.building import catalogue_bytes, fill_form, once, paragraphs, said, workspace
from tools.bench_county import County, report_lines
from tools.build import template

INDICATORS = """
    普法.活动次数      | 普法活动           | 次   | 整数   | 县司法局           |                              | 约
    普法.覆盖人数      | 普法覆盖人数       | 人次 | 整数   | 县司法局           |                              | 约
    信访.来访批次      | 群众来访           | 批次 | 整数   | 县信访局           |
    信访.办结批次      | 来访办结           | 批次 | 整数   | 县信访局           |
    信访.办结率        | 来访办结率         | %    | 比率   |                    | 信访.办结批次 / 信访.来访批次
    执法.罚没金额      | 罚没金额           | 万元 | 金额   | 县农业农村局       |
    执法.案件数        | 农业行政处罚案件   | 件   | 整数   | 县农业农村局、县司法局 |
    执法.案件明细      | 农业行政处罚案件明细 |    | 明细表 | 县农业农村局       |
    执法.明细合计      | 明细案件数         | 件   | 整数   |                    | 合计(执法.案件明细.件数)
    问题.不足          | 存在的不足         |      | 长文本 | 县司法局           |
    日期.启用          | 新规启用日期       |      | 日期   | 县司法局           |                              | 选
"""
TABLES = """
    执法.案件明细 | 领域 |    | 文本
    执法.案件明细 | 件数 | 件 | 整数
"""
RULES = """
    信访.办结批次 <= 信访.来访批次 | 错误
    执法.明细合计 = 执法.案件数    | 警告 | 明细之和应等于案件数
"""
TEMPLATE = """
    Title|{{ 报告.标题 }}
    Heading1|一、基本情况
    |截至{{ 报告.截止日期 }}，全{{ 报告.级别 }}{% if 普法.活动次数 %}开展普法活动{{ 普法.活动次数 }}次{% else %}未开展普法活动{% endif %}，覆盖{{ 普法.覆盖人数|万 }}人次。
    Heading1|二、执法与信访
    |{{ 序号 }}办理农业行政处罚案件{{ 执法.案件数 }}件（{{ 执法.案件明细|列举 }}），罚没{{ 执法.罚没金额 }}万元。{% if 信访.来访批次 %}{{ 序号 }}接待来访{{ 信访.来访批次 }}批次，办结率{{ 信访.办结率 }}。{% endif %}
    Heading1|三、存在的不足
    |{{p 问题.不足 }}
"""


@once
def county(folder: Path) -> Workspace:
    content = catalogue_bytes(INDICATORS, RULES, TABLES)
    opened = workspace(folder, content, TEMPLATE)
    fill_form(
        opened,
        "县司法局",
        {
            "普法.活动次数": "30余",
            "普法.覆盖人数": 125000,
            "执法.案件数": 12,
            "问题.不足": "执法力量不足。\n普法形式单一。",
        },
    )
    fill_form(opened, "县信访局", {"信访.来访批次": 240, "信访.办结批次": 239})
    fill_form(
        opened,
        "县农业农村局",
        {"执法.罚没金额": 57.95, "执法.案件数": 12},
        rows={"执法.案件明细": [["种子", 7], ["农药", 5]]},
    )
    return opened


def text_of(drafted: Drafted) -> list[str]:
    return [p for p in paragraphs((drafted.folder / "报告.docx").read_bytes()) if p]


def test_the_county_is_drafted_from_its_own_catalogue_and_template(county: Workspace) -> None:
    assert text_of(county.draft()) == [
        "平安县2024年法治政府建设年度报告",
        "一、基本情况",
        "截至2024年10月31日，全县开展普法活动30余次，覆盖12.5万人次。",
        "二、执法与信访",
        "一是办理农业行政处罚案件12件（种子7件、农药5件），罚没57.95万元。"
        "二是接待来访240批次，办结率99.6%。",
        "三、存在的不足",
        "执法力量不足。",
        "普法形式单一。",
    ]
    assert said(county.check().findings) == []


def test_sentences_adapt_to_zero_and_to_what_is_missing(county: Workspace) -> None:
    fill_form(county, "县司法局", {"普法.活动次数": 0, "执法.案件数": 12, "问题.不足": "无"})
    fill_form(county, "县信访局", {"信访.来访批次": 0, "信访.办结批次": 0})
    text = text_of(county.draft())
    assert (
        text[2]
        == "截至2024年10月31日，全县未开展普法活动，覆盖【待补：县司法局·普法覆盖人数】人次。"
    )
    assert text[4] == "办理农业行政处罚案件12件（种子7件、农药5件），罚没57.95万元。"


def test_two_departments_that_disagree_are_told_with_both_cells_and_values(
    county: Workspace,
) -> None:
    fill_form(
        county,
        "县农业农村局",
        {"执法.罚没金额": 57.95, "执法.案件数": 15},
        rows={"执法.案件明细": [["种子", 10], ["农药", 5]]},
    )
    findings = said(county.check().findings)
    conflict = [line for line in findings if "不一致" in line]
    assert len(conflict) == 2
    assert "县司法局填12（县司法局.xlsx › 填报表!D10）" in conflict[0]
    assert "县农业农村局填15（县农业农村局.xlsx › 填报表!D8）" in conflict[0]
    document = docx.Document(str(county.draft().folder / "报告.docx"))
    assert any("不一致" in comment.text for comment in document.comments)


def test_a_department_that_has_not_sent_is_awaited_loudly(county: Workspace) -> None:
    (county.folders.root / "inputs/2024/县信访局.xlsx").unlink()
    drafted = county.draft()
    assert "接待来访【待补：县信访局·群众来访】批次" in "".join(text_of(drafted))
    assert "错误 县信访局.xlsx 未收到报表，请催报" in said(county.check().findings)


def test_three_mistakes_in_one_workbook_are_three_findings_and_the_rest_goes_on(
    county: Workspace,
) -> None:
    fill_form(
        county,
        "县司法局",
        {"普法.活动次数": "很多", "普法.覆盖人数": "#N/A", "执法.案件数": 12, "问题.不足": None},
    )
    found = [line for line in said(county.check().findings) if "县司法局.xlsx" in line]
    assert [line.split("县司法局.xlsx › ")[1] for line in found] == [
        "填报表!D7 普法.活动次数：“普法活动”填的是“很多”，不是数；请只填数字，约数填“80余”",
        "填报表!D8 普法.覆盖人数：“普法覆盖人数”的单元格是错误值#N/A；请改正公式或直接填数字",
        "文字材料!D4 问题.不足：“存在的不足”未填，请补报（不适用的填“不适用”）",
    ]
    assert county.status().checked.submissions[1].readable


def test_a_rate_typed_as_97_is_asked_about_and_never_printed_as_9700(tmp_path: Path) -> None:
    content = catalogue_bytes("办理.办结率 | 办结率 | % | 比率 | 县信访局 | 直接填报")
    opened = workspace(tmp_path, content, "|办结率{{ 办理.办结率 }}。")
    fill_form(opened, "县信访局", {"办理.办结率": 97})
    assert said(opened.check().findings) == [
        "警告 县信访局.xlsx › 填报表!D7 办理.办结率：“办结率”填的是“9700%”，按97%读取；请确认"
    ]
    assert text_of(opened.draft()) == ["办结率97%。"]
    for typed in (0.97, "97%"):
        fill_form(opened, "县信访局", {"办理.办结率": typed})
        assert text_of(opened.draft()) == ["办结率97%。"]


def test_a_loop_over_a_table_that_nobody_filled_in_is_loud(tmp_path: Path) -> None:
    lines = """
        |{%p for 行 in 工作.清单 %}
        |{{ loop.index }}.{{ 行.任务 }}
        |{%p endfor %}
    """
    content = catalogue_bytes(
        "工作.清单 | 工作清单 | | 明细表 | 县司法局", tables="工作.清单 | 任务 | | 文本"
    )
    opened = workspace(tmp_path, content, lines)
    assert text_of(opened.draft()) == ["1.【待补：县司法局·工作清单】"]
    fill_form(opened, "县司法局", {}, rows={"工作.清单": [["甲"], ["乙"]]})
    assert text_of(opened.draft()) == ["1.甲", "2.乙"]


def test_a_stray_file_is_told_of_in_the_draft_too(county: Workspace) -> None:
    (county.folders.root / "inputs/2024/县信访局 (1).xlsx").write_bytes(b"PK")
    findings = county.draft().manifest.findings
    assert [f.code for f in findings] == ["workbook-beside"]
    assert "放在一起" in findings[0].message


def test_the_largest_report_of_the_bench_is_within_what_a_template_may_hold():
    content = template(report_lines(County(10, 100, 8000, terse=True)))
    texts = map(paragraph_text, parse(unpack(content, "模板.docx")[BODY]).iter(w("p")))
    assert sum(text.count("{{") for text in texts) == 8000
