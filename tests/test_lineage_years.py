"""Three years of one county: indicators renamed, merged, split, new, stopped and counted in another
way; last year's values and the series are those that the drafts of record said."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from openpyxl import load_workbook

from drafter.catalogue.lineage import LINEAGE
from drafter.cli.departments import print_years
from drafter.desk.catalogue.rolling import roll
from drafter.desk.departments.choosing import choose
from drafter.desk.files.folders import TEMPLATE
from drafter.desk.findings import deciding
from drafter.desk.overview.accounts import account, older_years
from drafter.desk.publishing.approval import lock
from drafter.desk.publishing.signing import sign
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.workspace import Workspace
from drafter.desk.year.years import in_year
from drafter.model.decision import Ruling
from drafter.model.errors import WorkspaceError
from drafter.model.figure import past_words
from drafter.model.finding import Status
from drafter.model.sentence import sentence
from tests.building import catalogue_bytes, fill_form, once, workspace
from tests.commands import drafter
from tools.build import template

FIRST = """
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    执法.检查 | 专项检查 | 次 | 整数 | 县司法局
    培训.场次 | 培训     | 场 | 整数 | 县司法局
    调解.件数 | 调解案件 | 件 | 整数 | 县信访局
"""
SECOND = """
    应诉.案件 | 诉讼案件     | 件 | 整数 | 县司法局、县法院 | 改名 诉讼.案件
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局 | 合并 援助.民事+援助.刑事
    执法.检查 | 专项检查     | 次 | 整数 | 县司法局 |
    培训.场次 | 培训         | 场 | 整数 | 县司法局 | 停用
    热线.来电 | 热线来电     | 次 | 整数 | 县司法局 | 新增
    调解.件数 | 调解案件 | 件 | 整数 | 县信访局
"""
THIRD = """
    应诉.案件 | 诉讼案件     | 件 | 整数 | 县司法局、县法院 | 2025年改名 诉讼.案件
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局 | 2025年合并 援助.民事+援助.刑事；口径变动 含值班
    执法.日常 | 日常检查     | 次 | 整数 | 县司法局 | 拆分 自 执法.检查
    执法.涉企 | 涉企检查     | 次 | 整数 | 县司法局 | 拆分 自 执法.检查
    热线.总量 | 热线来电     | 次 | 整数 | 县司法局 | 2025年新增；改名 热线.来电
    调解.件数 | 调解案件 | 件 | 整数 | 县信访局
"""
CHART = "|{{ 图(应诉.案件|历年, 援助.总数|历年) }}"


def write(opened: Workspace, indicators: str, year: int) -> None:
    """The catalogue with other indicators, in the year in which it stands."""
    rows = [[cell.strip() for cell in line.split("|")] for line in indicators.strip().splitlines()]
    texts = "\n".join(" | ".join(row[:5]) for row in rows)
    lineages = {row[0]: row[5] for row in rows if len(row) > 5 and row[5]}
    settings = f"""
        地区          平安县
        级别          县
        年度          {year}
        标题          平安县{year}年法治政府建设年度报告
        统计起始日期  {year}年1月1日
        截止日期      {year}年10月31日
    """
    content = catalogue_bytes(texts, settings=settings, lineages=lineages)
    opened.folders.catalogue.write_bytes(content)


def edited(opened: Workspace, old: str, new: str) -> None:
    """The number changed by hand in the last draft, and taken."""
    path = opened.folders.root / "改.docx"
    document = docx.Document(str(opened.drafted().folder / "报告.docx"))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    (stated,) = [run for run in runs if run.text == old]
    stated.text = new
    document.save(str(path))
    Review(opened).merge(path, signing=Signing(by="王五"), take=True)


def templated(opened: Workspace, *lines: str) -> None:
    (opened.folders.root / TEMPLATE).write_bytes(template(list(lines)))


def settled(opened: Workspace, ours: int, court: int, mediated: int) -> None:
    """The court's number is taken against ours; of two forms of 县信访局 the first one counts."""
    fill_form(opened, "县法院", {"诉讼.案件": court, "应诉.案件": court})
    assert ours != court
    key = "诉讼.案件" if opened.year() == 2024 else "应诉.案件"
    deciding.accept(opened, key, "以法院台账为准", "张三", "县法院")
    rival = fill_form(opened, "县信访局", {"调解.件数": mediated + 99})
    rival.rename(rival.with_stem("县信访局（更正）"))
    fill_form(opened, "县信访局", {"调解.件数": mediated})
    choose(opened, "县信访局", "县信访局.xlsx", "更正的一份重复计数", "张三")


@once
def county(folder: Path) -> Workspace:
    """Each year a decided conflict, a chosen form and a hand edit."""
    day = datetime(2026, 11, 12, 9, tzinfo=UTC)
    opened = workspace(folder, catalogue_bytes(FIRST), clock=lambda: day)
    templated(opened, "|应诉{{ 诉讼.案件 }}件，民事{{ 援助.民事 }}件。", "|调解{{ 调解.件数 }}件。")
    fill_form(
        opened,
        "县司法局",
        {"诉讼.案件": 477, "援助.民事": 350, "援助.刑事": 50, "执法.检查": 90, "培训.场次": 6},
    )
    settled(opened, 477, 470, 1000)
    opened.draft()
    edited(opened, "350", "360")
    roll(opened, 2025)
    write(opened, SECOND, 2025)
    templated(
        opened,
        "|应诉{{ 应诉.案件 }}件，{{ 应诉.案件|同比 }}。",
        "|援助{{ 援助.总数 }}件，{{ 援助.总数|同比 }}。",
        "|来电{{ 热线.来电 }}次，{{ 热线.来电|同比 }}。",
        "|调解{{ 调解.件数 }}件，{{ 调解.件数|同比 }}。",
    )
    fill_form(
        opened,
        "县司法局",
        {"应诉.案件": 500, "援助.总数": 451, "执法.检查": 100, "热线.来电": 31},
    )
    settled(opened, 500, 517, 1100)
    opened.draft()
    edited(opened, "451", "450")
    edited(opened, "31", "30")
    roll(opened, 2026)
    write(opened, THIRD, 2026)
    templated(
        opened,
        "|应诉{{ 应诉.案件 }}件，{{ 应诉.案件|同比 }}。",
        "|援助{{ 援助.总数 }}件，{{ 援助.总数|同比 }}。",
        "|涉企检查{{ 执法.涉企 }}次，{{ 执法.涉企|同比 }}。",
        "|来电{{ 热线.总量 }}次，{{ 热线.总量|同比 }}。",
        "|调解{{ 调解.件数 }}件，{{ 调解.件数|同比 }}。",
        CHART,
    )
    fill_form(
        opened,
        "县司法局",
        {"应诉.案件": 527, "援助.总数": 600, "执法.日常": 70, "执法.涉企": 41, "热线.总量": 33},
    )
    settled(opened, 527, 517, 1210)
    opened.draft()
    edited(opened, "41", "40")
    return opened


def words(opened: Workspace) -> list[str]:
    document = docx.Document(str(opened.drafted().folder / "报告.docx"))
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.endswith("。")]


def test_each_years_draft_compares_with_what_the_last_one_said(county: Workspace) -> None:
    assert words(in_year(county, 2025)) == [
        "应诉517件，同比增长10%。",
        "援助450件，同比增长10%。",
        "来电30次，新增指标，上年无此项。",
        "调解1100件，同比增长10%。",
    ]
    assert words(county) == [
        "应诉517件，与上年持平。",
        "援助600件，统计口径有变动（含值班），与上年不可比。",
        "涉企检查40次，由“专项检查”拆分，上年未单列。",
        "来电33次，同比增长10%。",
        "调解1210件，同比增长10%。",
    ]


def test_the_chart_and_the_ledger_have_the_years_of_record(county: Workspace) -> None:
    with ZipFile(county.drafted().folder / "报告.docx") as archive:
        chart = archive.read("word/charts/drafter1.xml").decode()
    for label in ("2024年", "2025年", "2026年（口径变动）"):
        assert f"<c:v>{label}</c:v>" in chart
    for value in ("470", "517", "410", "450", "600"):
        assert f"<c:v>{value}</c:v>" in chart
    checked = county.check()
    older, drafted = older_years(county, checked), county.drafted()
    accounts = {key: account(checked, key, older, drafted) for key in checked.catalogue.indicators}
    shown = {
        key: [(y.year, y.figure and y.figure.text, y.note) for y in one.years]
        for key, one in accounts.items()
    }
    assert shown == {
        "应诉.案件": [(2024, "470", ""), (2025, "517", ""), (2026, "517", "")],
        "援助.总数": [
            (2024, "410", ""),
            (2025, "450", ""),
            (2026, "600", "统计口径有变动（含值班），与上年不可比"),
        ],
        "执法.日常": [(2026, "70", "由“专项检查”拆分，上年未单列")],
        "执法.涉企": [(2026, "41", "由“专项检查”拆分，上年未单列")],
        "热线.总量": [(2025, "30", "新增指标，上年无此项"), (2026, "33", "")],
        "调解.件数": [(2024, "1000", ""), (2025, "1100", ""), (2026, "1210", "")],
    }
    edited = {key: one.years[-1].edited for key, one in accounts.items() if one.years[-1].edited}
    assert edited == {"执法.涉企": "第2稿手改为40次"}


def test_nothing_is_lost_where_everything_is_accounted_for(county: Workspace) -> None:
    for opened in (in_year(county, 2025), county):
        codes = {finding.code for finding in opened.check().findings}
        assert not [code for code in codes if code.startswith("lineage")]


def test_forms_say_last_year_or_why_there_is_none(county: Workspace) -> None:
    form = next(file for file in county.forms().files if file.stem == "县司法局")
    sheet = load_workbook(form)["填报表"]
    past = {sheet.cell(row, 1).value: sheet.cell(row, 5).value for row in range(6, 20)}
    assert past["应诉.案件"] == 517
    assert past["热线.总量"] == 30
    assert past["援助.总数"] == "统计口径有变动（含值班），与上年不可比"
    assert past["执法.涉企"] == "由“专项检查”拆分，上年未单列"


def test_a_year_that_begins_stamps_what_became_of_its_indicators(county: Workspace) -> None:
    county.draft()
    roll(county, 2027)
    sheet = load_workbook(county.folders.catalogue)["指标"]
    column = next(cell.column for cell in sheet[1] if cell.value == LINEAGE)
    texts = [sheet.cell(row, column).value for row in range(2, 7)]
    assert texts == [
        "2025年改名 诉讼.案件",
        "2025年合并 援助.民事+援助.刑事；2026年口径变动 含值班",
        "2026年拆分 自 执法.检查",
        "2026年拆分 自 执法.检查",
        "2025年新增；2026年改名 热线.来电",
    ]
    past = county.check().ledger.last_year
    assert {key: past_words(entry) for key, entry in past.items()} == {
        "应诉.案件": "517",
        "援助.总数": "600",
        "执法.日常": "70",
        "执法.涉企": "40",
        "热线.总量": "33",
        "调解.件数": "1210",
    }


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        (
            "援助.总数",
            [
                "2024 410件",
                "2025 450件 +40 +9.8%",
                "2026 600件 统计口径有变动（含值班），与上年不可比",
            ],
        ),
        (
            "执法.涉企",
            ["2026 41次 由“专项检查”拆分，上年未单列；第2稿手改为40次"],
        ),
        (
            "调解.件数",
            ["2024 1000件", "2025 1100件 +100 +10%", "2026 1210件 +110 +10%"],
        ),
    ],
)
def test_history_tells_an_indicators_years(
    county: Workspace, capsys: pytest.CaptureFixture[str], key: str, rows: list[str]
) -> None:
    print_years(county, key, as_json=False)
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line[:4].isdecimal()] == rows


def test_each_years_draft_has_a_decided_conflict_a_chosen_form_and_a_hand_edit(
    county: Workspace,
) -> None:
    for year, edits in ((2024, 1), (2025, 2), (2026, 1)):
        opened = in_year(county, year)
        rulings = [decision.ruling for decision in opened.records(year).decisions()]
        assert rulings == [Ruling.VALUE, Ruling.FILE]
        statuses = {f.code: f.status for f in opened.check().findings if not f.open}
        assert statuses == {
            "figures-conflict": Status.VALUE_CHOSEN,
            "workbook-aside": Status.FILE_CHOSEN,
        }
        assert len(opened.drafted().manifest.edits) == edits
        assert opened.status().current


def test_an_edit_is_held_against_the_number_that_was_taken_not_against_the_other(
    county: Workspace, tmp_path: Path
) -> None:
    copy = tmp_path / "改.docx"
    document = docx.Document(str(county.drafted().folder / "报告.docx"))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    next(run for run in runs if run.text == "517").text = "518"
    document.save(str(copy))
    answer = drafter("verify", copy, folder=county.folders.root).stdout
    (edited,) = [line for line in answer.splitlines() if "518" in line]
    assert ("部门报的是517" in edited, "527" in edited) == (True, False), edited


def altered(folder: Path, old: str, new: str) -> None:
    """A number of the draft's record changed by hand; it can still be read."""
    record = folder / LEDGER
    text = record.read_text("utf-8")
    assert old in text
    record.write_text(text.replace(old, new), "utf-8")


def put_on_record(opened: Workspace, way: str) -> None:
    if way != "结转":
        sign(opened, None, "赵六", "局长", "同意")
    if way == "锁定":
        lock(opened)


@pytest.mark.parametrize("way", ["结转", "审签", "锁定"])
def test_a_record_of_record_that_was_altered_is_not_believed(tmp_path: Path, way: str) -> None:
    opened = workspace(tmp_path, catalogue_bytes("诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局"))
    templated(opened, "|应诉{{ 诉讼.案件 }}件。")
    fill_form(opened, "县司法局", {"诉讼.案件": 470})
    drafted = opened.draft()
    put_on_record(opened, way)
    roll(opened, 2025)
    assert past_words(opened.check().ledger.last_year["诉讼.案件"]) == "470"
    altered(drafted.folder, '"value": "470"', '"value": "977"')
    checked = opened.check()
    (told,) = [finding for finding in checked.findings if finding.code == "record-of-last-year"]
    assert f"与{way}时登记的不同" in sentence(told)
    assert past_words(checked.ledger.last_year["诉讼.案件"]) == "470"  # of the form
    before = in_year(opened, 2024)
    with pytest.raises(WorkspaceError, match="登记的不同"):
        before.trace("诉讼.案件", 1)
    with pytest.raises(WorkspaceError):
        Review(before).diff("1", "1")


def test_an_altered_record_is_refused_by_name_wherever_it_would_go_out(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes("诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局"))
    templated(opened, "|应诉{{ 诉讼.案件 }}件。")
    for number in (460, 470):
        fill_form(opened, "县司法局", {"诉讼.案件": number})
        opened.draft()
    put_on_record(opened, "锁定")
    altered(opened.drafted().folder, '"value": "470"', '"value": "977"')
    refusal = "ledger.json与锁定时登记的不同，没有算作稿子"
    words = ("--checked-by", "周七", "--checked-on", "2024年11月20日")
    refused = {
        ("publish", *words): 1,
        ("publish", "--draft", "1", *words): 1,
        ("publish", "--draft", "2", *words): 2,
        ("hand-up",): 2,
        ("trace", "诉讼.案件", "-n", "2"): 2,
        ("merge", str(tmp_path / "output/2024/第2稿/报告.docx")): 2,
    }
    for command, code in refused.items():
        answer = drafter(*command, folder=tmp_path)
        assert (answer.returncode, refusal in answer.stdout + answer.stderr) == (code, True), (
            command
        )
    assert not (tmp_path / "output/2024/公开").exists()
    for command in (("trace", "诉讼.案件"), ("status",), ("sign",), ("edits",)):
        answer = drafter(*command, folder=tmp_path)
        assert f"output/2024/第2稿 {refusal}" in answer.stderr, command
        assert "现用第1稿" in answer.stderr
    assert "诉讼案件　460件" in drafter("trace", "诉讼.案件", folder=tmp_path).stdout


def test_a_draft_put_in_the_place_of_the_signed_one_is_not_believed(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes("诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局"))
    templated(opened, "|应诉{{ 诉讼.案件 }}件。")
    fill_form(opened, "县司法局", {"诉讼.案件": 470})
    drafted = opened.draft()
    put_on_record(opened, "审签")
    shutil.rmtree(drafted.folder)
    fill_form(opened, "县司法局", {"诉讼.案件": 977})
    assert opened.draft().folder == drafted.folder
    roll(opened, 2025)
    (told,) = [f for f in opened.check().findings if f.code == "record-of-last-year"]
    assert "不是公开、锁定或审签时的那一稿" in sentence(told)


def test_an_altered_record_of_an_older_year_is_told_where_the_series_is_drawn(
    county: Workspace,
) -> None:
    altered(in_year(county, 2024).drafted().folder, '"value": "470"', '"value": "977"')
    drafted = county.draft()
    told = [f for f in drafted.manifest.findings if f.code == "record-of-last-year"]
    assert ["2024年" in one.message for one in told] == [True]
    with ZipFile(drafted.folder / "报告.docx") as archive:
        assert "977" not in archive.read("word/charts/drafter1.xml").decode()
