"""台账: indicators beside last year's, with what holds them and where they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter.desk.overview.accounts import Search, account, entry, keys, older_years
from drafter.desk.year.results import Status
from drafter.model.errors import WorkspaceError
from drafter.portal.charts import bars, year_bars
from tests.building import SETTINGS, catalogue_bytes, fill_form, workspace
from tests.template.test_annex import LAST, county


@pytest.fixture(scope="module")
def status(tmp_path_factory: pytest.TempPathFactory) -> Status:
    opened = county(tmp_path_factory.mktemp("台账"), LAST)
    opened.draft()
    return opened.status()


def test_each_indicator_stands_beside_last_years(status: Status) -> None:
    told = [account(status.checked, key) for key in keys(status.checked, Search())]
    drawn = {str(bars(one.past, one.figure)).count("<rect") for one in told[:5]}
    assert [(one.past and one.past.phrase, one.figure.phrase, one.difference, one.rate) for one in told] == [
        ("400件", "450件", "+50", "+12.5%"),
        ("400件", "400件", "0", "0%"),
        ("40件", "50件", "+10", "+25%"),
        ("38件", "49件", "+11", "+28.9%"),
        ("95%", "98%", "+3个百分点", ""),
        ("0次", "5次", "+5", ""),
        (None, "【不适用：约谈】", "", ""),
    ]  # fmt: skip
    assert drawn == {2}


def test_bars_are_as_high_as_their_values_and_nothing_is_drawn_of_what_is_no_number(
    status: Status,
) -> None:
    grown = account(status.checked, "复议.审结")
    heights = re.findall(r'height="(\d+)"/>', str(bars(grown.past, grown.figure)))
    assert heights == [str(round(26 * 38 / 49)), "26"]
    blank = account(status.checked, "执法.约谈")
    assert bars(blank.past, blank.figure) == bars(None, grown.figure) == ""


def test_indicators_are_found_by_words_department_and_findings(status: Status) -> None:
    checked = status.checked
    assert keys(checked, Search("复议")) == ["复议.受理", "复议.审结", "复议.审结率"]
    assert keys(checked, Search("审结率", "县司法局")) == ["复议.审结率"]
    assert keys(checked, Search(department="县教育局")) == []
    expected = [k for k in checked.catalogue.indicators if any(f.indicator == k for f in checked.findings)]  # fmt: skip
    assert keys(checked, Search(doubtful=True)) == expected


def test_an_entry_has_its_formula_and_its_places_in_the_last_draft(status: Status) -> None:
    rate = entry(status, "复议.审结率")
    assert rate.rules == ("由“审结行政复议”除以“受理行政复议”算出",)
    assert rate.account.figure.workings == "49 ÷ 50"
    assert {mark.words for mark in rate.places} == {"98%"}
    with pytest.raises(WorkspaceError, match="目录中没有指标“没有”"):
        entry(status, "没有")


def test_with_nothing_sent_and_no_draft_everything_is_awaited(tmp_path: Path) -> None:
    opened = county(tmp_path, None)
    for path in (tmp_path / "inputs/2024").iterdir():
        path.unlink()
    bare = entry(opened.status(), "援助.总数")
    assert bare.places == ()
    assert bare.account.figure.awaited == ("县司法局·法律援助案件",)


INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"
YEARS = {2020: 300, 2022: 400, 2023: 500, 2024: 615}


def test_all_years_on_record_stand_in_the_account_a_gap_for_one_that_is_missing(
    tmp_path: Path,
) -> None:
    for year, total in YEARS.items():
        settings = SETTINGS.replace("2024", str(year))
        opened = workspace(tmp_path, catalogue_bytes(INDICATORS, settings=settings))
        fill_form(opened, "县司法局", {"援助.总数": total})
    checked = opened.status().checked
    one = account(checked, "援助.总数", older_years(opened, checked))
    assert [(y.year, y.figure and y.figure.phrase, y.difference, y.rate) for y in one.years] == [
        (2020, "300件", "", ""),
        (2021, None, "", ""),
        (2022, "400件", "", ""),
        (2023, "500件", "+100", "+25%"),
        (2024, "615件", "+115", "+23%"),
    ]
    drawn = str(year_bars(one.years))
    assert [int(x) for x in re.findall(r' x="(\d+)"', drawn)] == [0, 40, 60, 80]
    assert drawn.count('class="now"') == 1


RENAMED = """
    法援.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    热线.来电 | 热线来电     | 次 | 整数 | 县司法局
"""
LINEAGES = {"法援.总数": "2023年改名 援助.总数；口径变动 含值班律师", "热线.来电": "新增"}


def test_the_years_follow_what_an_indicator_was_and_say_where_they_are_not_alike(
    tmp_path: Path,
) -> None:
    sent = {"援助.总数": 400}, {"法援.总数": 500}, {"法援.总数": 615, "热线.来电": 9}
    catalogues = (INDICATORS, {}), (RENAMED.splitlines()[1], {}), (RENAMED, LINEAGES)
    for year, values, (indicators, lineages) in zip(
        (2022, 2023, 2024), sent, catalogues, strict=True
    ):
        settings = SETTINGS.replace("2024", str(year))
        content = catalogue_bytes(indicators, settings=settings, lineages=lineages)
        opened = workspace(tmp_path, content)
        fill_form(opened, "县司法局", values)
    checked = opened.status().checked
    older = older_years(opened, checked)
    one, new = (account(checked, key, older) for key in checked.catalogue.indicators)
    changed = "统计口径有变动（含值班律师），与上年不可比"
    assert [(y.year, y.figure and y.figure.phrase, y.difference, y.note) for y in one.years] == [
        (2022, "400件", "", ""),
        (2023, "500件", "+100", ""),
        (2024, "615件", "", changed),
    ]
    assert (one.past, one.note) == (None, changed)
    told = (2024, "9次", "新增指标，上年无此项")
    assert [(y.year, y.figure and y.figure.phrase, y.note) for y in new.years] == [told]
