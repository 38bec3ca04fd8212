"""The second kit, 政府信息公开工作年度报告: nothing of the engine is tied to one report."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from drafter.desk.files.folders import CATALOGUE, TEMPLATE, kits, shipped
from drafter.desk.returns.filling import filling, try_out
from drafter.desk.year.workspace import Workspace
from drafter.model.finding import Severity
from tests.disclosure import figures, two_years
from tools.build import catalogue, kit_tables, kit_template
from tools.build import kits as kits_of_text

# No relation covers how many decisions there were, nor what was collected.
ALONE = {
    "主动公开.行政许可_处理决定",
    "主动公开.行政处罚_处理决定",
    "主动公开.行政强制_处理决定",
    "主动公开.行政事业性收费_收费金额",
}


def test_each_shipped_kit_is_what_its_text_makes() -> None:
    assert kits() == kits_of_text() == ["政府信息公开"]
    for kit in kits():
        assert shipped(CATALOGUE, kit).read_bytes() == catalogue(kit_tables(kit))
        assert shipped(TEMPLATE, kit).read_bytes() == kit_template(kit)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Two years of a county, all forms filled in and sound."""
    return two_years(tmp_path_factory.mktemp("信息公开") / "平安县")


def test_a_sound_year_has_nothing_to_mend(county: Workspace) -> None:
    checked = county.check()
    assert [str(f.code) for f in checked.findings] == []
    rules = checked.catalogue.rules
    assert sum(rule.severity is Severity.ERROR for rule in rules) == 42 + 7
    assert sum(rule.severity is Severity.WARNING for rule in rules) == 2
    assert len(checked.catalogue.in_fixed) == 200


@pytest.mark.parametrize(
    "department", [pytest.param("县政府办公室", marks=pytest.mark.slow), "县司法局"]
)
def test_one_more_in_a_cell_is_told_at_the_cell_or_beside_its_total(
    county: Workspace, department: str
) -> None:
    began, unseen = filling(county, department), set[str]()
    fixed = {field.indicator.key for board in began.boards for field in board.fields}
    assert len(fixed) in (185, 15)
    for key in fixed:
        number = figures()[key] + 1
        values = {**began.sheetful.values, key: f"{number:g}"}
        checked = try_out(county, department, replace(began.sheetful, values=values))
        wrong = {finding.code: finding for finding in checked.findings}
        cell = checked.submissions[0].entries[key].sources[0].place
        rows = {finding.place.cell.lstrip("ABCDEFGHIJKLMNOPQ") for finding in checked.findings}
        if not wrong:
            unseen.add(key)
        elif key.startswith("申请."):
            assert wrong["fixed-crossing"].place == cell, key
        else:
            assert cell.cell.lstrip("ABCDEFGHIJKLMNOPQ") in rows, key
    assert unseen == (ALONE if department == "县政府办公室" else set())
