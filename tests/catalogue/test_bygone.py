"""历年: what was published before there were drafts is last year's figure, at its cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.overview.accounts import older_years
from drafter.model.figure import Figure, text
from tests.building import SETTINGS, catalogue_bytes, fill_form, mistakes_of, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    调解.率   | 调解成功率   |    | 比率 | 县司法局 | 直接填报
    新.名     | 应诉案件     | 件 | 整数 | 县司法局
"""
LINEAGES = {"新.名": "改名 旧.名"}
BYGONE = """
    援助.总数 | 2023 | 613    | 2023年度报告第5页
    调解.率   | 2023 | 97.5%  |
    新.名     | 2023 | 470件  |
    旧.名     | 2022 | 80余   |
"""


def test_what_was_published_is_last_years_figure(tmp_path: Path) -> None:
    """It goes before the forms of that year; a new key is followed to the old one."""
    content = catalogue_bytes(INDICATORS, lineages=LINEAGES, bygone=BYGONE)
    opened = workspace(tmp_path, content)
    past = opened.check().ledger.last_year
    shown = {key: text(one, 1) for key, one in past.items() if isinstance(one, Figure)}
    assert shown == {"援助.总数": "613", "调解.率": "97.5%", "新.名": "470"}
    (source,) = past["援助.总数"].sources
    assert (str(source.place), source.department) == (
        "指标目录.xlsx › 历年!C2",
        "2023年度报告第5页",
    )
    older = older_years(opened, opened.check())
    assert {year: sorted(own) for year, own in older.entries.items()} == {
        2022: ["新.名"],
        2023: sorted(["援助.总数", "调解.率", "新.名"]),
    }


def test_a_draft_of_record_goes_before_it(tmp_path: Path) -> None:
    settings = SETTINGS.replace("2024", "2023")
    before = workspace(tmp_path, catalogue_bytes(INDICATORS, settings=settings), "|{{ 援助.总数 }}")
    fill_form(before, "县司法局", {"援助.总数": 620})
    before.draft()
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS, lineages=LINEAGES, bygone=BYGONE))
    past = opened.check().ledger.last_year
    assert [text(one) for one in (past["援助.总数"],) if isinstance(one, Figure)] == ["620"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("援助.总 | 2023 | 1", "历年!A2 “历年”表的“援助.总”2023年没有这一项，是否为“援助.总数”"),
        ("援助.总数 | 2024 | 1", "历年!B2 “历年”表的“2024”应为1990到2023的年度"),
        ("援助.总数 | 2023 | 许多", "历年!C2 “历年”表的“许多”读不出数，请只写数"),
        ("调解.率 | 2023 | 97.5", "历年!C2 “历年”表的“97.5”应为百分数，如98%"),
        ("援助.总数 | 2023 |", "历年!C2 “数”不能为空"),
        (
            "援助.总数 | 2023 | 1\n援助.总数 | 2023 | 2",
            "历年!A3 “历年”表的“援助.总数”这一年的数写了两次，请删去一行",
        ),
    ],
)
def test_mistakes_are_named_at_their_cell(tmp_path: Path, row: str, told: str) -> None:
    assert mistakes_of(tmp_path, INDICATORS, bygone=row) == [told]
