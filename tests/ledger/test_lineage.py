"""Last year's figures under this year's keys: renamed, merged, split, new, stopped, redefined."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from drafter.desk.year.results import Checked
from drafter.model.figure import Figure, past_words
from tests.building import SETTINGS, catalogue_bytes, fill_form, said, workspace

LAST = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    复议.民   | 民政类复议   | 件 | 整数 | 县司法局 | | 约
    复议.土   | 土地类复议   | 件 | 整数 | 县司法局
    执法.检查 | 专项检查     | 次 | 整数 | 县司法局
    培训.场次 | 培训         | 场 | 整数 | 县司法局
"""
SAID = {"援助.总数": 400, "复议.民": "80余", "复议.土": 12, "执法.检查": 0, "培训.场次": 6}
NOW = """
    法援.案件 | 法律援助案件 | 件 | 整数 | 县司法局
    复议.受理 | 受理行政复议 | 件 | 整数 | 县司法局 | | 约
    执法.联合 | 联合检查     | 次 | 整数 | 县司法局
    执法.检查 | 专项检查     | 次 | 整数 | 县司法局
    热线.来电 | 热线来电     | 次 | 整数 | 县司法局
    培训.场次 | 培训         | 场 | 整数 | 县司法局
"""
LINEAGES = {
    "法援.案件": "改名 援助.总数",
    "复议.受理": "合并 复议.民+复议.土",
    "执法.联合": "拆分 自 执法.检查",
    "热线.来电": "新增",
    "培训.场次": "口径变动 含线上",
}


def county(folder: Path, lineages: Mapping[str, str], now: str = NOW) -> Checked:
    """Last year's form among this year's inputs, and this year's catalogue."""
    settings = SETTINGS.replace("2024", "2023")
    before = workspace(folder / "去年", catalogue_bytes(LAST, settings=settings))
    sent = fill_form(before, "县司法局", SAID)
    (folder / "inputs/2023").mkdir(parents=True)
    shutil.copy(sent, folder / "inputs/2023")
    return workspace(folder, catalogue_bytes(now, lineages=lineages)).check()


def past(checked: Checked) -> dict[str, str]:
    return {key: past_words(entry) for key, entry in checked.ledger.last_year.items()}


def test_last_years_figures_follow_what_became_of_the_indicators(tmp_path: Path) -> None:
    checked = county(tmp_path, LINEAGES)
    assert past(checked) == {
        "法援.案件": "400",
        "复议.受理": "约100",
        "执法.联合": "由“专项检查”拆分，上年未单列",
        "执法.检查": "0",
        "热线.来电": "新增指标，上年无此项",
        "培训.场次": "统计口径有变动（含线上），与上年不可比",
    }
    merged = checked.ledger.last_year["复议.受理"]
    assert isinstance(merged, Figure)
    assert merged.workings == "80余 + 12"
    assert [str(s.place) for s in merged.sources] == [
        "2023/县司法局.xlsx › 填报表!D9",
        "2023/县司法局.xlsx › 填报表!D10",
    ]


def test_without_lineage_what_is_gone_is_told_with_what_it_seems_to_be_now(tmp_path: Path) -> None:
    checked = county(tmp_path, {})
    assert past(checked) == {"执法.检查": "0", "培训.场次": "6"}
    findings = [f for f in checked.findings if f.code == "lineage-lost"]
    ask = "请在“沿革”中写明改名、合并或停用"
    assert [line.removeprefix("警告 指标目录.xlsx › ") for line in said(findings)] == [
        f"指标 上年指标“土地类复议”（复议.土）今年没有了；{ask}",
        f"指标 上年指标“民政类复议”（复议.民）今年没有了；{ask}",
        "指标!A2 法援.案件：上年指标“法律援助案件”（援助.总数）今年没有了，"
        f"似为改名为“法援.案件”；{ask}",
    ]
