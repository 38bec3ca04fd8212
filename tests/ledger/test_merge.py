"""台账：who said what, whether they agree, what follows from it, and which rules it breaks."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import openpyxl

from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.ledger.checks import relations
from drafter.model.figure import Figure, Table, text
from tests.building import SETTINGS, catalogue_bytes, fill_form, said, workspace

CASES = """
    援助.总数   | 法律援助案件 | 件 | 整数 | 县司法局 | | 约
    援助.民事   | 民事案件     | 件 | 整数 | 县司法局
    援助.刑事   | 刑事案件     | 件 | 整数 | 县司法局
"""
SUM = "援助.总数 = 援助.民事 + 援助.刑事"
WRONG = {"援助.总数": 615, "援助.民事": 350, "援助.刑事": 263}


def checked(
    folder: Path,
    indicators: str,
    answers: dict[str, dict[str, Any]],
    rules: str = "",
    notes: dict[str, str] | None = None,
) -> Checked:
    """The run after each department has sent its answers."""
    opened = workspace(folder, catalogue_bytes(indicators, rules))
    for department, values in answers.items():
        fill_form(opened, department, values, notes=notes)
    return opened.check()


def value(found: Checked, key: str) -> str:
    """An entry as it is printed."""
    entry = found.ledger.entries[key]
    assert isinstance(entry, Figure)
    return text(entry)


def places(found: Checked, key: str) -> list[str]:
    """The cells that an entry came from."""
    return [str(source.place) for source in found.ledger.entries[key].sources]


# Several departments


SHARED = "诉讼.案件 | 行政诉讼案件 | 件 | 整数 | 县司法局、县法院"


def test_two_departments_that_agree_both_stand_behind_the_figure(tmp_path: Path) -> None:
    answers = {"县司法局": {"诉讼.案件": 83}, "县法院": {"诉讼.案件": "83件"}}
    found = checked(tmp_path, SHARED, answers)
    assert value(found, "诉讼.案件") == "83"
    assert places(found, "诉讼.案件") == [
        "县司法局.xlsx › 填报表!D7",
        "县法院.xlsx › 填报表!D7",
    ]


def test_a_conflict_is_told_at_both_cells_with_both_values(tmp_path: Path) -> None:
    answers = {"县司法局": {"诉讼.案件": 83}, "县法院": {"诉讼.案件": 85}}
    claims = "县司法局填83（县司法局.xlsx › 填报表!D7），县法院填85（县法院.xlsx › 填报表!D7）"
    sentence = f"诉讼.案件：各部门报的不一致：{claims}；请会商后改为一致"
    assert sorted(said(checked(tmp_path, SHARED, answers).findings)) == [
        f"错误 县司法局.xlsx › 填报表!D7 {sentence}",
        f"错误 县法院.xlsx › 填报表!D7 {sentence}",
    ]


def test_one_department_that_is_silent_is_asked_while_the_others_figure_is_used(
    tmp_path: Path,
) -> None:
    found = checked(tmp_path, SHARED, {"县司法局": {"诉讼.案件": 83}})
    assert said(found.findings) == ["错误 县法院.xlsx 未收到报表，请催报"]
    assert value(found, "诉讼.案件") == "83"


def test_a_figure_that_nobody_gave_awaits_both(tmp_path: Path) -> None:
    found = checked(tmp_path, SHARED, {})
    assert value(found, "诉讼.案件") == "【待补：县司法局、县法院·行政诉讼案件】"
    assert found.ledger.missing == ["诉讼.案件"]


def test_texts_of_two_departments_are_collected(tmp_path: Path) -> None:
    indicators = """
        工作.亮点 | 亮点 | | 长文本 | 县司法局、县法院
        工作.品牌 | 品牌 | | 文本   | 县司法局、县法院
    """
    answers = {
        "县司法局": {"工作.亮点": "司法所全覆盖。", "工作.品牌": "平安调解"},
        "县法院": {"工作.亮点": "巡回审判下乡。", "工作.品牌": "车载法庭"},
    }
    found = checked(tmp_path, indicators, answers)
    assert said(found.findings) == []
    assert value(found, "工作.亮点") == "司法所全覆盖。\n巡回审判下乡。"
    assert value(found, "工作.品牌") == "平安调解、车载法庭"
    assert len(places(found, "工作.亮点")) == 2


def test_tables_of_two_departments_stand_one_under_the_other(tmp_path: Path) -> None:
    indicators = "培训.名单 | 名单 | | 明细表 | 县司法局、县法院"
    content = catalogue_bytes(indicators, tables="培训.名单 | 姓名 | | 文本")
    opened = workspace(tmp_path, content)
    fill_form(opened, "县司法局", {}, {"培训.名单": [["张三"], ["李四"]]})
    fill_form(opened, "县法院", {}, {"培训.名单": [["王五"]]})
    entry = opened.check().ledger.entries["培训.名单"]
    assert isinstance(entry, Table)
    assert [text(row["姓名"]) for row in entry.rows] == ["张三", "李四", "王五"]


# What is derived


RATE = """
    复议.成功率 | 调解成功率 |    | 比率 |          | 复议.成功 / 复议.受理
    复议.成功   | 调解成功   | 件 | 整数 | 县司法局
    复议.受理   | 受理       | 件 | 整数 | 县法院
"""


def test_a_derived_rate_keeps_the_cells_of_both_its_parts(tmp_path: Path) -> None:
    found = checked(tmp_path, RATE, {"县司法局": {"复议.成功": 97}, "县法院": {"复议.受理": 100}})
    assert value(found, "复议.成功率") == "97%"
    assert places(found, "复议.成功率") == [
        "县司法局.xlsx › 填报表!D7",
        "县法院.xlsx › 填报表!D7",
    ]
    assert found.ledger.entries["复议.成功率"].workings == "97 ÷ 100"


def test_a_rate_awaits_the_part_that_is_missing(tmp_path: Path) -> None:
    found = checked(tmp_path, RATE, {"县司法局": {"复议.成功": 97}})
    assert value(found, "复议.成功率") == "【待补：县法院·调解成功率】"


def test_a_rate_of_nothing_does_not_apply(tmp_path: Path) -> None:
    found = checked(tmp_path, RATE, {"县司法局": {"复议.成功": 0}, "县法院": {"复议.受理": 0}})
    assert value(found, "复议.成功率") == "【不适用：调解成功率】"


# Rules


def test_a_total_that_disagrees_with_its_parts_is_reported_at_the_total(tmp_path: Path) -> None:
    found = checked(tmp_path, CASES, {"县司法局": WRONG}, SUM)
    assert said(found.findings) == [
        "错误 县司法局.xlsx › 填报表!D7 援助.总数："
        "填报615，应为613（350 + 263）；请核对合计与各分项"
    ]


def test_a_total_that_is_right_says_nothing_and_shows_its_rule_in_figures(tmp_path: Path) -> None:
    found = checked(tmp_path, CASES, {"县司法局": {**WRONG, "援助.总数": 613}}, SUM)
    assert said(found.findings) == []
    line = "613 = 350 + 263（相符）"
    assert relations(found.catalogue, found.ledger)["援助.刑事"] == (line,)


def test_an_approximate_total_covers_the_numbers_it_can_mean(tmp_path: Path) -> None:
    right, wrong = ({**WRONG, "援助.总数": said} for said in ("610余", "620余"))
    assert said(checked(tmp_path, CASES, {"县司法局": right}, SUM).findings) == []
    assert said(checked(tmp_path, CASES, {"县司法局": wrong}, SUM).findings) == [
        "错误 县司法局.xlsx › 填报表!D7 援助.总数："
        "填报620余，应为613（350 + 263）；请核对合计与各分项"
    ]


def test_an_explanation_beside_the_claim_makes_the_finding_explained(tmp_path: Path) -> None:
    notes = {"援助.总数": "含上年结转2件"}
    found = checked(tmp_path, CASES, {"县司法局": WRONG}, SUM, notes)
    assert said(found.findings) == [
        "错误 县司法局.xlsx › 填报表!D7 援助.总数："
        "填报615，应为613（350 + 263）；请核对合计与各分项（已说明：含上年结转2件）"
    ]


def test_a_rule_weighs_and_says_what_the_bureau_wrote_beside_it(tmp_path: Path) -> None:
    rules = "援助.刑事 <= 援助.民事 | 警告 \n 援助.民事 > 10 | 提示 | 民事案件一般在10件以上"
    answers = {"县司法局": {"援助.总数": 8, "援助.民事": 3, "援助.刑事": 5}}
    assert said(checked(tmp_path, CASES, answers, rules).findings) == [
        "警告 县司法局.xlsx › 填报表!D9 援助.刑事：“刑事案件”不应大于“民事案件”；现为5与3，请核对",
        "提示 县司法局.xlsx › 填报表!D8 援助.民事：民事案件一般在10件以上；现为3与10，请核对",
    ]


# Last year


LAST = f"{CASES} 援助.未结 | 未结案件 | 件 | 整数 | 县司法局"


def past(folder: Path, values: dict[str, Any]) -> None:
    """Last year's form, issued and filled in last year, in its place in this year's workspace."""
    settings = SETTINGS.replace("2024", "2023")
    before = workspace(folder / "去年", catalogue_bytes(LAST, settings=settings))
    sent = fill_form(before, "县司法局", values)
    (folder / "inputs/2023").mkdir(parents=True)
    shutil.copy(sent, folder / "inputs/2023")


def test_last_years_figures_come_from_last_years_workbooks(tmp_path: Path) -> None:
    past(tmp_path, {"援助.未结": 12, "援助.总数": "580余"})
    answers = {"县司法局": {**WRONG, "援助.未结": 20}}
    rule = "援助.总数 >= 上年(援助.总数) + 上年(援助.未结) + 30 | 警告"
    found = checked(tmp_path, LAST, answers, rule)
    known = {key: text(e) for key, e in found.ledger.last_year.items() if isinstance(e, Figure)}
    assert known == {"援助.总数": "580余", "援助.未结": "12"}
    assert said(found.findings) == [
        "警告 县司法局.xlsx › 填报表!D7 援助.总数：“法律援助案件”不应小于"
        "上年“法律援助案件”、上年“未结案件”与30之和；现为615与约630（580余 + 12 + 30），请核对"
    ]


def test_a_rule_on_last_year_waits_where_last_year_is_unknown(tmp_path: Path) -> None:
    rule = "援助.总数 >= 上年(援助.总数) * 100"
    assert said(checked(tmp_path, CASES, {"县司法局": WRONG}, rule).findings) == []


def test_an_indicator_may_build_on_its_own_value_last_year(tmp_path: Path) -> None:
    indicators = f"{LAST} \n 援助.累计 | 累计 | 件 | 整数 | | 上年(援助.未结) + 援助.总数"
    growing = f"{indicators} \n 援助.历年 | 历年 | 件 | 整数 | | 上年(援助.历年) + 援助.总数"
    past(tmp_path, {"援助.未结": 12})
    answers = {"县司法局": {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 263, "援助.未结": 1}}
    found = checked(tmp_path, growing, answers)
    assert value(found, "援助.累计") == "625"
    assert value(found, "援助.历年") == "【待补：上年·历年】"


def test_last_years_folder_may_hold_what_cannot_be_read(tmp_path: Path) -> None:
    opened: Workspace = workspace(tmp_path, catalogue_bytes(CASES))
    fill_form(opened, "县司法局", {**WRONG, "援助.总数": 613})
    (tmp_path / "inputs/2023").mkdir()
    openpyxl.Workbook().save(tmp_path / "inputs/2023/县司法局.xlsx")
    (tmp_path / "inputs/2023/县法院.xlsx").write_bytes(b"%PDF")
    assert said(opened.check().findings) == [
        "提示 2023/县司法局.xlsx 上年报表未能采用：不是drafter下发的填报表，请用下发的表填报"
    ]
