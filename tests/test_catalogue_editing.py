"""The catalogue edited row by row: kept whole, refused whole, written whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from drafter.desk.catalogue.catalogue_editing import Amendment, amend, renamed, try_rule, without
from drafter.desk.catalogue.catalogue_rows import INDICATORS, RULES, SETTINGS, catalogue_rows
from drafter.desk.catalogue.next_year import next_year
from drafter.desk.catalogue.rule_terms import Term, composed, divided, meant, offered
from drafter.desk.files.folders import CATALOGUE
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import CatalogueError, TemplateError, WorkspaceError
from tests.building import catalogue_bytes, once, sample, workspace

desk = once(sample)


def bytes_of(desk: Workspace) -> bytes:
    return (desk.folders.root / CATALOGUE).read_bytes()


def taken_away(desk: Workspace, key: str) -> list[Amendment]:
    sheets = catalogue_rows(desk)
    return without(sheets, sheets[INDICATORS].named("指标编号", key)[0])


def test_what_would_be_a_mistake_is_not_written(desk: Workspace) -> None:
    before = bytes_of(desk)
    line = catalogue_rows(desk)[INDICATORS].lines[3]
    with pytest.raises(CatalogueError) as refused:
        amend(desk, [Amendment(INDICATORS, line.number, {"类型": "整树", "填报部门": "区审计局"})])
    cells = {finding.place.cell for finding in refused.value.findings}
    assert {f"D{line.number}", f"E{line.number}"} <= cells
    assert bytes_of(desk) == before


def test_what_the_template_needs_is_not_taken_away(desk: Workspace) -> None:
    before = bytes_of(desk)
    with pytest.raises(TemplateError, match="2处错误"):
        amend(desk, taken_away(desk, "学法用法.学习宣传活动次数"))
    assert bytes_of(desk) == before
    amend(
        desk,
        [
            Amendment(
                INDICATORS,
                0,
                {
                    "指标编号": "新.甲",
                    "指标名称": "甲",
                    "计量单位": "件",
                    "类型": "整数",
                    "填报部门": "待定",
                },
            )
        ],
    )
    assert "新.甲" in desk.catalogue().indicators
    amend(desk, taken_away(desk, "新.甲"))
    assert "新.甲" not in desk.catalogue().indicators


def test_mistakes_are_mended_one_by_one(desk: Workspace) -> None:
    book = load_workbook(desk.folders.catalogue)
    book["指标"]["D3"], book["指标"]["D4"] = "整树", "小树"
    book["校验规则"]["A3"] = "法治考核.没有的 > 1"
    book.save(desk.folders.catalogue)
    amend(desk, [Amendment(INDICATORS, 3, {"类型": "长文本"})])
    with pytest.raises(CatalogueError, match="1处错误") as refused:
        amend(desk, [Amendment(INDICATORS, 5, {"类型": "小树"})])
    assert [f.place.cell for f in refused.value.findings] == ["D5"]
    amend(desk, [Amendment(INDICATORS, 4, {"类型": "整数"})])
    amend(desk, [Amendment(RULES, 3, {"规则": "法治考核.单位总数 > 1"})])
    assert desk.catalogue().rules


def test_what_the_template_lacked_before_is_no_reason(tmp_path: Path) -> None:
    content = catalogue_bytes("援助.件数 | 案件 | 件 | 整数 | 司法局")
    desk = workspace(tmp_path, content, "|共{{ 援助.甲 }}件{{ 援助.乙 }}件")
    new = {"指标名称": "甲", "计量单位": "件", "填报部门": "司法局"}
    amend(desk, [Amendment(INDICATORS, 0, {"指标编号": "援助.甲", **new})])
    amend(desk, [Amendment(INDICATORS, 0, {"指标编号": "援助.乙", **new})])
    assert desk.draft().number == 1


def test_a_row_that_somebody_else_changed_is_not_overwritten(desk: Workspace) -> None:
    line = catalogue_rows(desk)[INDICATORS].lines[3]
    amend(desk, [Amendment(INDICATORS, line.number, {"指标名称": "甲"}, line.mark)])
    with pytest.raises(WorkspaceError, match="被别人改过"):
        amend(desk, [Amendment(INDICATORS, line.number, {"指标名称": "乙"}, line.mark)])


def test_what_says_the_same_changes_nothing(desk: Workspace) -> None:
    before = bytes_of(desk)
    line = catalogue_rows(desk)[INDICATORS].lines[3]
    same = {**line.texts, "允许不适用": "是", "必填": "", "上限": line.texts.get("上限", "")}
    assert not amend(desk, [Amendment(INDICATORS, line.number, same)]).kept
    assert bytes_of(desk) == before


def test_a_column_that_the_sheet_does_without_is_added(tmp_path: Path) -> None:
    content = catalogue_bytes("援助.件数 | 案件 | 件 | 整数 | 司法局")
    desk = workspace(tmp_path, content, "|共{{ 援助.件数 }}件")
    amend(desk, [Amendment(INDICATORS, 2, {"口径": "不含咨询", "附件": "是"})])
    indicator = desk.catalogue().indicators["援助.件数"]
    assert (indicator.definition, indicator.annexed) == ("不含咨询", True)


def test_a_department_that_is_renamed_is_renamed_in_its_indicators(desk: Workspace) -> None:
    sheets = catalogue_rows(desk)
    row = next(line.number for line in sheets["部门"].lines if line.texts["部门"] == "区法院")
    amendment = Amendment("部门", row, {"部门": "区人民法院", "联系人": "=1+1", "联系电话": ""})
    amend(desk, renamed(sheets, [amendment]))
    catalogue = desk.catalogue()
    assert not catalogue.asked_of("区法院")
    assert catalogue.asked_of("区人民法院")
    sheet = load_workbook(desk.folders.catalogue)["部门"]
    assert (sheet.cell(row, 2).value, sheet.cell(row, 2).data_type) == ("=1+1", "s")


def test_a_year_stays_a_number(desk: Workspace) -> None:
    leaf = catalogue_rows(desk)[SETTINGS]
    (year,) = leaf.named("项目", "年度")
    amend(desk, [Amendment(SETTINGS, year.number, {"内容": "2024"})])
    assert load_workbook(desk.folders.catalogue)["报告"].cell(year.number, 2).value == 2024


def test_a_rule_is_tried_on_what_was_sent(desk: Workspace) -> None:
    ledger = desk.check().ledger
    before = bytes_of(desk)
    holds = {"规则": "法治考核.单位总数 >= 法治考核.法院数 + 法治考核.检察院数"}
    trial = try_rule(desk, Amendment(RULES, 0, holds), ledger)
    assert trial.figures == "45 ≥ 1 + 1（相符）"
    assert trial.words == "“纳入法治建设考核的单位”不应小于“考核单位：法院”与“考核单位：检察院”之和"
    broken = {"规则": "法治考核.单位总数 = 法治考核.法院数"}
    assert try_rule(desk, Amendment(RULES, 0, broken), ledger).figures == "45 = 1（不符）"
    with pytest.raises(CatalogueError, match="没有的"):
        try_rule(desk, Amendment(RULES, 0, {"规则": "法治考核.没有的 > 1"}), ledger)
    assert bytes_of(desk) == before


@pytest.mark.parametrize(
    ("left", "sign", "right", "rule"),
    [
        ([Term("甲.一")], "<=", [Term("乙.二")], "甲.一 <= 乙.二"),
        (
            [Term("甲.一"), Term("")],
            "=",
            [Term("乙.二"), Term("乙.三", "-")],
            "甲.一 = 乙.二 - 乙.三",
        ),
        ([Term("甲.一")], "??", [Term("甲.一", last_year=True)], "甲.一 = 上年(甲.一)"),
        ([Term("")], "=", [Term("甲.一")], ""),
    ],
)
def test_a_rule_is_put_together(left: list[Term], sign: str, right: list[Term], rule: str) -> None:
    assert composed(left, sign, right) == rule


NAMES = [("甲.件数", "办理案件"), ("乙.件数", "收到案件"), ("丙.件数", "收到案件")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("办理案件", "甲.件数"),
        ("乙.件数", "乙.件数"),
        ("100", "100"),
        ("没有.这项", "没有.这项"),
        ("", ""),
    ],
)
def test_a_label_stands_for_its_key(typed: str, read: str) -> None:
    assert meant(typed, NAMES) == read


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("收到案件", "叫“收到案件”的有2项：乙.件数、丙.件数；请选填其中一个"),
        ("办案案件", "没有叫“办案案件”的指标，是否为“办理案件”"),
    ],
)
def test_a_label_that_is_not_one_s_alone_is_asked_about(typed: str, words: str) -> None:
    with pytest.raises(CatalogueError, match=words):
        meant(typed, NAMES)


def test_rounded_numbers_may_miss_the_total() -> None:
    assert composed([Term("甲.一")], "=", [Term("乙.二")], True) == "甲.一 = 乙.二 允许舍入"


def test_the_next_year_has_its_own_dates(desk: Workspace) -> None:
    due = next(line for line in catalogue_rows(desk)[SETTINGS].named("项目", "报送期限"))
    amend(desk, [Amendment(SETTINGS, due.number, {"内容": "2023年11月20日"})])
    amend(desk, next_year(catalogue_rows(desk)))
    settings = desk.catalogue().settings
    assert (settings.year, settings.title) == (2024, "城中区2024年法治政府建设工作报告")
    assert settings.period == "2024年1月1日至11月5日"
    assert not settings.texts["报送期限"]


def test_what_a_rule_can_be_made_of_is_understood(desk: Workspace) -> None:
    names = dict(offered(catalogue_rows(desk)))
    assert names["计数(权责清单.取消明细.部门)"] == "权责清单取消事项·部门（计数）"
    ledger = desk.check().ledger
    for name in (
        "合计(权责清单.取消明细.事项数)",
        "计数(权责清单.取消明细.部门)",
        "法治考核.单位总数",
    ):
        assert name in names
        assert try_rule(desk, Amendment(RULES, 0, {"规则": f"{name} >= 0"}), ledger).words
    assert divided("甲.一", "甲.二") == "甲.一 / 甲.二"
    assert not divided("甲.一", "")
