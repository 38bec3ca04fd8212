"""One year after another: what was decided and edited is last year's figure, and a year that is over
can still be asked."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from drafter.desk.catalogue import rolling
from drafter.desk.catalogue.rolling import roll
from drafter.desk.findings import deciding
from drafter.desk.publishing import signing
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.workspace import Workspace, open_workspace
from drafter.desk.year.years import in_year, years_of
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Figure, text
from tests.building import (
    SETTINGS,
    catalogue_bytes,
    fill_form,
    once,
    read_text_catalogue,
    said,
    workspace,
)
from tests.commands import drafter

INDICATORS = """
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
"""
TEXT = """
    |应诉{{ 诉讼.案件 }}件，{{ 诉讼.案件|同比 }}。
    |办理法律援助案件{{ 援助.总数 }}件，上年{{ 援助.总数|上年 }}件。
"""
OLD = "应诉470件，【待补：上年·诉讼案件】。"


@once
def county(folder: Path) -> Workspace:
    """2024: the court's 470 was taken, and 613 edited to 620 in Word."""
    day = datetime(2024, 11, 12, 9, tzinfo=UTC)
    opened = workspace(folder, catalogue_bytes(INDICATORS), TEXT, lambda: day)
    fill_form(opened, "县司法局", {"诉讼.案件": 477, "援助.总数": 613})
    fill_form(opened, "县法院", {"诉讼.案件": 470})
    deciding.accept(opened, "诉讼.案件", "以法院台账为准", "张三", "县法院")
    document = docx.Document(str(opened.draft().folder / "报告.docx"))
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        run.text = run.text.replace("613", "620")
    document.save(str(folder / "改.docx"))
    Review(opened).merge(folder / "改.docx", signing=Signing(by="王五"), take=True)
    return opened


def last_year(opened: Workspace, key: str) -> Figure:
    figure = opened.check().ledger.last_year[key]
    assert isinstance(figure, Figure)
    return figure


def words(opened: Workspace) -> list[str]:
    document = docx.Document(str(opened.draft().folder / "报告.docx"))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.endswith("。")]


def test_what_was_decided_and_edited_last_year_is_last_years_figure(county: Workspace) -> None:
    roll(county, 2025)
    assert text(last_year(county, "诉讼.案件")) == "470"
    assert text(last_year(county, "援助.总数")) == "620"
    fill_form(county, "县司法局", {"诉讼.案件": 517, "援助.总数": 651})
    fill_form(county, "县法院", {"诉讼.案件": 517})
    assert words(county) == ["应诉517件，同比增长10%。", "办理法律援助案件651件，上年620件。"]


def test_a_copy_of_last_years_draft_enters_no_draft_of_this_year(county: Workspace) -> None:
    copy = county.folders.root / "改.docx"
    roll(county, 2025)
    with pytest.raises(WorkspaceError, match="出自2024年度第1稿，现在办的是2025年度"):
        Review(county).merge(copy, signing=Signing(by="王五"), take=True)


def test_a_rate_that_is_the_same_in_both_years_is_the_same(tmp_path: Path) -> None:
    rates = """
        调解.受理 | 受理 | 件 | 整数 | 县司法局
        调解.成功 | 成功 | 件 | 整数 | 县司法局
        调解.成功率 | 成功率 | % | 比率 | | 调解.成功 / 调解.受理
    """
    rule = "调解.成功率 = 上年(调解.成功率)"
    opened = workspace(tmp_path, catalogue_bytes(rates, rule), "|成功率{{ 调解.成功率 }}。")
    fill_form(opened, "县司法局", {"调解.受理": 1732, "调解.成功": 1698})
    opened.draft()
    roll(opened, 2025)
    fill_form(opened, "县司法局", {"调解.受理": 1732, "调解.成功": 1698})
    assert not [line for line in said(opened.check().findings) if "成功率" in line]


def test_a_form_shows_last_years_figures_of_record(county: Workspace) -> None:
    roll(county, 2025)
    form = next(file for file in county.forms().files if file.stem == "县司法局")
    shown = {row[0].value: row[4].value for row in load_workbook(form)["填报表"].iter_rows()}
    assert (shown["诉讼.案件"], shown["援助.总数"]) == (470, 620)


def test_where_last_years_figure_comes_from_can_be_traced(county: Workspace) -> None:
    roll(county, 2025)
    court, bureau = last_year(county, "诉讼.案件").sources
    assert (court.place.file, court.said, bureau.overruled) == ("2024/县法院.xlsx", "470", True)
    edit, cell = last_year(county, "援助.总数").sources
    assert (edit.department, edit.place.file) == ("王五", "2024/第2稿/报告.docx")
    assert (cell.said, cell.overruled) == ("613", True)


def test_a_year_that_is_over_answers_as_it_was(county: Workspace) -> None:
    before = county.draft().number
    roll(county, 2025)
    over = open_workspace(county.folders.root, year=2024)
    assert [edit.new for edit in over.drafted().manifest.edits] == ["620"]
    assert over.draft().number == before
    assert (over.year(), county.year(), years_of(county)) == (2024, 2025, [2025, 2024])
    with pytest.raises(WorkspaceError, match="工作目录中没有2021年度，现有2025、2024年度"):
        in_year(county, 2021)


def test_a_year_that_is_over_is_put_right_with_its_own_catalogue(county: Workspace) -> None:
    roll(county, 2025)
    (county.folders.root / "templates/报告模板.docx").unlink()
    shutil.copy(county.folders.root / "inputs/2024/县法院.xlsx", county.folders.root / "法院.xlsx")
    over = open_workspace(county.folders.root, year=2024)
    book = load_workbook(county.folders.root / "法院.xlsx")
    for row in book["填报表"].iter_rows():
        if row[0].value == "诉讼.案件":
            row[3].value = 480
    book.save(county.folders.root / "inputs/2024/县法院.xlsx")
    deciding.accept(over, "诉讼.案件", "法院更正", "张三", "县法院")
    assert words(over)[0] == OLD.replace("470", "480")
    assert text(last_year(county, "诉讼.案件")) == "480"


def test_the_next_year_begins_once_and_after_the_last_one(county: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="目录现为2024年度，只能结转到2025年度"):
        roll(county, 2026)
    assert roll(county, 2025).anew
    assert not roll(county, 2025).anew


def test_a_year_without_a_draft_goes_on_only_if_that_is_wanted(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), TEXT)
    fill_form(opened, "县司法局", {"诉讼.案件": 477, "援助.总数": 613})
    with pytest.raises(WorkspaceError, match="2024年度还没有稿子"):
        roll(opened, 2025)
    roll(opened, 2025, draftless=True)
    assert text(last_year(opened, "援助.总数")) == "613"


def test_who_is_killed_between_rolls_on_from_the_catalogue_as_it_is_then(
    county: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rolling, "amend", killed)
        with pytest.raises(KeyboardInterrupt):
            roll(county, 2025)
    assert county.year() == 2024
    later = catalogue_bytes(INDICATORS.replace("法律援助案件", "援助案件"))
    county.folders.catalogue.write_bytes(later)
    roll(county, 2025)
    assert open_workspace(county.folders.root, year=2024).folders.catalogue.read_bytes() == later


def test_a_record_that_is_lost_is_told_and_the_forms_stand_in(county: Workspace) -> None:
    last = county.drafted()
    roll(county, 2025)
    (last.folder / "ledger.json").write_text("{", encoding="utf-8")
    assert text(last_year(county, "援助.总数")) == "613"
    assert any("2024年的定稿读不了" in line for line in said(county.check().findings))


@pytest.mark.parametrize("signed", [True, False])
def test_a_draft_of_record_that_is_gone_is_told(county: Workspace, signed: bool) -> None:
    """Its folder alone, where it was signed; all that the year wrote, where nobody signed."""
    last = county.drafted()
    if signed:
        signing.sign(county, last.number, "李局长", "局长", "同意")
    roll(county, 2025)
    shutil.rmtree(last.folder if signed else last.folder.parent)
    assert text(last_year(county, "援助.总数")) == "613"
    lines = said(county.check().findings)
    assert any("2024年的定稿读不了（第2稿的文件夹不在）" in line for line in lines)


def test_what_was_turned_only_in_part_is_told_before_forms_go_out(county: Workspace) -> None:
    """Headed 2025, with the dates of 2024 and a deadline before them."""
    turned = SETTINGS.replace("年度          2024", "年度          2025")
    turned = turned.replace("2024年法治", "2025年法治") + "    报送期限  2024年10月20日前\n"
    county.folders.catalogue.write_bytes(catalogue_bytes(INDICATORS, settings=turned))
    assert said(county.forms().misfits) == [
        "警告 指标目录.xlsx › 报告!B6 “统计起始日期”写的是2024年，年度是2025年；请核对，有误的在“报告”表中改正",
        "警告 指标目录.xlsx › 报告!B7 “截止日期”写的是2024年，年度是2025年；请核对，有误的在“报告”表中改正",
        "警告 指标目录.xlsx › 报告!B8 “报送期限”写的是2024年，年度是2025年；请核对，有误的在“报告”表中改正",
    ]
    codes = [finding.code for finding in county.check().findings]
    assert codes.count("setting-year") == 3


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("截止日期  2024年12月31日", []),
        ("统计起始日期  2023年11月1日", []),
        ("统计起始日期  2023年1月1日", ["setting-year"]),
        ("标题  平安县二〇二三年法治政府建设年度报告", ["setting-year"]),
        ("标题  平安县二〇二四年法治政府建设年度报告", []),
        ("标题  平安县法治政府建设年度报告", []),
        ("报送期限  2024年10月20日", ["setting-early"]),
        ("报送期限  2025年1月10日前", []),
        ("成文日期  2026年1月10日", ["setting-year"]),
        ("成文日期（送审稿）  2024年3月1日", ["setting-early"]),
        ("公开标题  平安县2023年法治政府建设年度报告", ["setting-year"]),
    ],
)
def test_rows_of_the_settings_that_do_not_fit_the_year(
    tmp_path: Path, row: str, told: list[str]
) -> None:
    name = row.split()[0]
    rows = [line for line in SETTINGS.strip().splitlines() if line.split()[0] != name]
    made = read_text_catalogue(tmp_path, INDICATORS, settings="\n".join([*rows, row]))
    assert [finding.code for finding in made.settings.misfits] == told


def test_each_date_moves_by_a_year_and_what_is_of_one_year_only_is_emptied(tmp_path: Path) -> None:
    settings = SETTINGS.replace("2024年1月1日", "2023年11月1日")
    settings = settings.replace("2024年10月31日", "2024年2月29日").replace(
        "2024年法", "二〇二四年法"
    )
    settings += """
    报送期限  2024年3月20日
    更正期限  2024年4月20日
    成文日期（送审稿）  2024年5月1日
    依据      中办发〔2021〕3号
    开始      2021年3月1日
    """
    rows = "\n".join(line for line in settings.splitlines() if line.strip())
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS, settings=rows), TEXT)
    rolled = dict(roll(opened, 2025, draftless=True).rows)
    assert rolled == {
        "年度": "2025",
        "标题": "平安县二〇二五年法治政府建设年度报告",
        "统计起始日期": "2024年11月1日",
        "截止日期": "2025年2月28日",
        "报送期限": "",
        "更正期限": "",
        "成文日期（送审稿）": "",
    }


def test_the_heads_of_last_years_letters_do_not_hold_for_this_years_packs(tmp_path: Path) -> None:
    regions = f"""
        01 | 平安市 |        |
        02 | 城东区 | 平安市 | {"ab" * 32}
        03 | 城西区 | 平安市 | {"cd" * 32}
        04 | 城南区 | 平安市 |
    """
    settings = SETTINGS.replace("平安县", "平安市").replace("级别          县", "级别          市")
    content = catalogue_bytes(
        "援助.总数 | 援助 | 件 | 整数 | 市司法局", settings=settings, regions=regions
    )
    opened = workspace(tmp_path, content)
    opened.forms()
    assert len(opened.catalogue().heads) == 2
    answer = drafter("roll", 2025, "--without-draft", folder=tmp_path)
    assert "“地区”表2个地区的总校验值已清空，收到今年的上报函后再填" in answer.stdout
    assert opened.catalogue().heads == {}
    assert [one.name for one in opened.catalogue().regions] == [
        "平安市",
        "城东区",
        "城西区",
        "城南区",
    ]
    assert len(in_year(opened, 2024).catalogue().heads) == 2
