"""What the bureau decided stands wherever a figure is traced: who, why, when, and against whom."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from drafter.cli.trace import print_traced
from drafter.desk.departments import choosing
from drafter.desk.findings import deciding
from drafter.desk.review.reviewing import Review
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.model.sentence import sentence
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, workspace

INDICATORS = """
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    诉讼.纠错 | 纠错案件 | 件 | 整数 | 县司法局
    诉讼.纠错率 | 纠错率 | % | 比率 | | 诉讼.纠错 / 诉讼.案件
    诉讼.受理 | 受理案件 | 件 | 整数 | 县司法局
"""
RULES = "诉讼.受理 <= 诉讼.纠错"
TEXT = "|应诉{{ 诉讼.案件 }}件，纠错{{ 诉讼.纠错 }}件，纠错率{{ 诉讼.纠错率 }}，受理{{ 诉讼.受理 }}件。"
VALUE = "已取值：采用县法院报的数，以法院台账为准；张三，2024年11月12日09:00"
RULED = f"""
诉讼案件　470件　（诉讼.案件）
  审定：{VALUE}
  来自：县法院　县法院.xlsx › 填报表!D7　填报：470
  来自：县司法局　县司法局.xlsx › 填报表!D7　填报：477（未采用）　说明：含上年结转
"""


@once
def county(folder: Path) -> Workspace:
    day = datetime(2024, 11, 12, 9, tzinfo=UTC)
    opened = workspace(folder, catalogue_bytes(INDICATORS, RULES), TEXT, lambda: day)
    values = {"诉讼.案件": 477, "诉讼.纠错": 47, "诉讼.受理": 47}
    fill_form(opened, "县司法局", values, notes={"诉讼.案件": "含上年结转"})
    fill_form(opened, "县法院", {"诉讼.案件": 470})
    return opened


def traced(county: Workspace, question: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What trace tells, without the places where the figure stands."""
    print_traced(question, county.trace(question))
    return capsys.readouterr().out.partition("  用于：")[0]


def comments(draft: Drafted) -> list[str]:
    return [c.text for c in docx.Document(str(draft.folder / "报告(溯源版).docx")).comments]


def rows(draft: Drafted, sheet: str = "正文数据") -> list[dict[str, str]]:
    book = load_workbook(draft.folder / "溯源.xlsx")
    heads, *lines = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), map(str, line), strict=True)) for line in lines]


def test_a_conflict_that_was_decided_is_traced_to_both_departments(
    county: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    deciding.accept(county, "诉讼.案件", "以法院台账为准", "张三", "县法院")
    draft = county.draft()
    assert traced(county, "诉讼.案件", capsys) == RULED.lstrip()
    told = RULED.strip().replace("　470件　（", "（").replace("  来自：", "").replace("  ", "")
    assert comments(draft)[0] == told.replace("　说明：", "\n说明：")
    cells = [(r["部门"], r["填报内容"], r["审定意见"]) for r in rows(draft)[:2]]
    assert cells == [("县法院", "470", VALUE), ("县司法局", "477（未采用）", VALUE)]
    assert rows(draft, "指标台账")[0]["审定意见"] == VALUE


def test_what_is_calculated_from_it_bears_the_decision_too(
    county: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    deciding.accept(county, "诉讼.案件", "以法院台账为准", "张三", "县法院")
    draft = county.draft()
    assert f"  审定：诉讼案件：{VALUE}\n" in traced(county, "诉讼.纠错率", capsys)
    assert rows(draft)[3]["审定意见"] == f"诉讼案件：{VALUE}"


def test_a_figure_that_changed_by_a_decision_is_told_with_it(county: Workspace) -> None:
    county.draft()
    deciding.accept(county, "诉讼.案件", "以法院台账为准", "张三", "县法院")
    county.draft()
    changes = {c.label: c.cause.sentence() for c in Review(county).diff().figures}
    assert changes == {"诉讼案件": f"数据：{VALUE}", "纠错率": f"数据：诉讼案件：{VALUE}"}


def test_an_explanation_that_was_accepted_is_traced(
    county: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    fill_form(county, "县法院", {"诉讼.案件": 477})
    values = {"诉讼.案件": 477, "诉讼.纠错": 47, "诉讼.受理": 48}
    fill_form(county, "县司法局", values, notes={"诉讼.受理": "一案两立"})
    deciding.accept(county, "诉讼.受理", "属实", "李四")
    draft = county.draft()
    told = "审定：已采纳：属实；李四，2024年11月12日09:00"
    assert f"  {told}\n" in traced(county, "诉讼.受理", capsys)
    assert any(told in comment and "说明：一案两立" in comment for comment in comments(draft))


def test_a_choice_of_forms_is_traced_with_each_of_its_figures(
    county: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    path = fill_form(county, "县法院", {"诉讼.案件": 477})
    path.rename(path.with_name("县法院(旧).xlsx"))
    fill_form(county, "县法院", {"诉讼.案件": 477, "诉讼.受理": 1})
    fill_form(county, "县法院", {"诉讼.案件": 470})
    choosing.choose(county, "县法院", "县法院(旧).xlsx", "新表漏报", "张三")
    draft = county.draft()
    told = (
        "县法院.xlsx：本部门已选定县法院(旧).xlsx，此份未读取；"
        "已取表：新表漏报；张三，2024年11月12日09:00"
    )
    assert f"  审定：{told}\n" in traced(county, "诉讼.案件", capsys)
    assert rows(draft)[0]["审定意见"] == told


def test_a_decision_on_a_department_s_form_closes_its_finding(county: Workspace) -> None:
    fill_form(county, "县法院", {"诉讼.案件": 477})
    catalogue = catalogue_bytes(INDICATORS.replace("受理案件", "受理的案件"), RULES)
    opened = workspace(county.folders.root, catalogue, TEXT, county.clock)
    open_before = [f for f in opened.check().findings if f.code == "form-outdated" and f.open]
    assert [f.department for f in open_before] == ["县司法局"]
    deciding.accept(opened, "县司法局", "只改了名称", "张三")
    assert not [f for f in opened.check().findings if f.code == "form-outdated" and f.open]


def test_numbers_up_to_another_day_stand_against_publishing_until_somebody_answers(
    county: Workspace,
) -> None:
    fill_form(county, "县法院", {"诉讼.案件": 477})
    later = SETTINGS.replace("2024年10月31日", "2024年12月31日")
    opened = workspace(
        county.folders.root, catalogue_bytes(INDICATORS, RULES, settings=later), TEXT, county.clock
    )
    asked = [f for f in opened.check().findings if f.code == "form-period"]
    assert {f.department for f in asked} == {"县法院", "县司法局"}
    assert "按2024年1月1日至10月31日填报，统计期现为2024年1月1日至12月31日" in sentence(asked[0])
    deciding.accept(opened, "县法院", "年底没有新收案件", "张三")
    assert [
        f.department for f in opened.check().findings if f.code == "form-period" and f.open
    ] == ["县司法局"]
