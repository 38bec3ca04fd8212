"""The second kit, 政府信息公开工作年度报告: nothing of the engine is tied to one report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from msgspec.structs import replace

from drafter.desk.departments.departments import send_back
from drafter.desk.files.folders import CATALOGUE, TEMPLATE
from drafter.desk.files.kits import kits, shipped
from drafter.desk.returns.filling import explain, filling, save, try_out
from drafter.desk.year.workspace import Workspace, open_workspace
from drafter.model.finding import Severity
from tests.building import EQUIPMENT
from tests.conftest import Convert
from tests.disclosure import YEAR, figures, fill, handed_in, opened, two_years
from tools.build import catalogue, kit_tables, kit_template
from tools.build import kits as kits_of_text

REQUESTS = "收到和处理政府信息公开申请情况"
PEOPLE = ("自然人", "商业企业", "科研机构", "公益组织", "法律服务", "其他", "总计")
# No relation covers how many decisions there were, nor what was collected.
ALONE = {
    "主动公开.行政许可_处理决定",
    "主动公开.行政处罚_处理决定",
    "主动公开.行政强制_处理决定",
    "主动公开.行政事业性收费_收费金额",
}


def test_each_shipped_kit_is_what_its_text_makes() -> None:
    assert kits() == kits_of_text()
    assert "政府信息公开" in kits()
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


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize(
    "department", [pytest.param("县政府办公室", marks=pytest.mark.slow), "县司法局"]
)
def test_one_more_or_less_in_a_cell_is_told_at_the_cell_or_beside_its_total(
    county: Workspace, department: str, step: int
) -> None:
    began, unseen = filling(county, department), set[str]()
    fixed = {field.indicator.key for board in began.boards for field in board.fields}
    assert len(fixed) in (185, 15)
    for key in fixed:
        number = figures()[key] + step
        values = {**began.sheetful.values, key: f"{number:g}"}
        checked = try_out(county, department, replace(began.sheetful, values=values)).checked
        wrong = {finding.code: finding for finding in checked.findings}
        entry: Any = checked.submissions[0].entries[key]
        cell = entry.sources[0].place
        rows = {finding.place.cell.lstrip("ABCDEFGHIJKLMNOPQ") for finding in checked.findings}
        if number < 0:
            assert cell in [finding.place for finding in checked.findings], key
        elif not wrong:
            unseen.add(key)
        elif key.startswith("申请."):
            assert wrong["fixed-crossing"].place == cell, key
        else:
            assert cell.cell.lstrip("ABCDEFGHIJKLMNOPQ") in rows, key
    assert unseen == (ALONE if department == "县政府办公室" else set())


@pytest.mark.libreoffice
@pytest.mark.slow
def test_the_form_checks_itself_by_row_and_by_column(
    county: Workspace, tmp_path: Path, soffice: Convert
) -> None:
    form = next(f for f in county.forms().files if f.stem == "县政府办公室")
    path = tmp_path / form.name
    for wrong in (0, 1):
        values = {**figures(), "申请.国家秘密_自然人": figures()["申请.国家秘密_自然人"] + wrong}
        values["申请.上年结转_自然人"] += 2 * wrong
        fill(form, path, values)
        book = openpyxl.load_workbook(soffice(path, "xlsx"), data_only=True)
        sheet = book[REQUESTS]
        rows = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows()}
        below = [
            [cell.value for cell in row[4:11]]
            for row in sheet.iter_rows()
            if str(row[0].value) == "#核对"
        ]
        state = book["填报表"]["G4"].value
        if not wrong:
            lines = [row for code, row in rows.items() if code.startswith("|")]
            assert [row[11] for row in lines] == [None] * 25
            assert below == [["✓"] * 7] * 3
            assert REQUESTS not in state
        else:
            assert rows["|国家秘密"][11] == "✗ 总计应等于各类申请人之和。"
            assert below == [["差2", *["✓"] * 6], ["差-1", *["✓"] * 6], ["差2", *["✓"] * 6]]
            assert f"“{REQUESTS}”有5处请核对" in state


def test_what_is_filled_in_online_is_the_very_form(county: Workspace) -> None:
    name = "县司法局"
    began = filling(county, name)
    (board,) = began.boards
    assert [len(row) for row in board.rows] == [3, 7, 10, 16]
    assert began.listed == []
    own = began.sheetful
    key, other = "复议诉讼.复议维持", "复议诉讼.复议总计"
    values = {**own.values, key: "5", other: "10"}
    saved = save(county, name, began.began, replace(own, values=values), "张三")
    assert saved.sheetful.values[key] == "5"
    assert saved.own.findings == ()
    explained = explain(county, name, saved.began, {other: "含上年受理的"}, "张三")
    said: Any = explained.own.checked.submissions[0].entries[other]
    assert said.sources[0].explanation == "含上年受理的"
    again = explain(county, name, explained.began, {key: "另作说明"}, "张三")
    assert list(again.sheetful.notes.values()) == ["另作说明"]
    last = save(county, name, again.began, own, "张三")
    assert last.sheetful == own


def test_each_figure_of_a_table_is_traced(county: Workspace) -> None:
    drafted = county.draft()
    (figure,) = county.trace("申请.国家秘密_总计").figures
    assert figure.text == f"{figures()['申请.国家秘密_总计']:g}"
    assert (figure.sources[0].sheet, figure.sources[0].cell) == (REQUESTS, "K11")
    tables: Any = docx.Document(str(drafted.folder / "报告.docx")).tables
    texts = [[cell.text for cell in row.cells] for table in tables for row in table.rows]
    assert len(texts) == 14 + 28 + 4
    assert ["行政许可", *["20312"] * 3] in texts
    row = next(row for row in texts if row[2] == "1.属于国家秘密")
    assert row[:3] == ["三、本年度办理结果", "（三）不予公开", "1.属于国家秘密"]
    numbers = [f"{figures()[f'申请.国家秘密_{who}']:g}" for who in PEOPLE]
    assert row[3:] == numbers


def test_nothing_that_goes_out_names_the_first_kits_report(county: Workspace) -> None:
    settings = county.check().catalogue.settings
    assert settings.report == "政府信息公开工作年度报告"
    assert (settings.sender, settings.we) == ("平安县人民政府办公室", "我办")
    for form in county.forms().files:
        book = openpyxl.load_workbook(form)
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [text for text in cells if "法治" in text]


def test_what_goes_back_bears_the_note_at_the_likely_cell(tmp_path: Path) -> None:
    opened(tmp_path / "平安县")
    wrong = {**figures(), "申请.重复申请_自然人": 50}
    list(handed_in(tmp_path / "平安县", YEAR, wrong))
    (back,) = send_back(open_workspace(tmp_path / "平安县", equipment=EQUIPMENT))
    book = openpyxl.load_workbook(back.workbook)
    noted = {c.coordinate for row in book[REQUESTS].iter_rows() for c in row if c.comment}
    assert noted == {"E23", "K23", "E30"}
    assert "所在的行和列都差48，请先核对此格" in back.reply.text
