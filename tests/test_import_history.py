"""导入往年数: out of last year's report or a table into 历年, and from there into forms and drafts."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from drafter.desk.catalogue.rolling import roll
from drafter.desk.year.workspace import Workspace
from drafter.model.figure import past_words
from tests.building import catalogue_bytes, fill_form, once, sample, workspace
from tests.commands import drafter

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局 | | 约
    援助.民事 | 法律援助民事案件 | 件 | 整数 | 县司法局
    调解.率   | 调处成功率 | % | 比率 | 县司法局 | 直接填报
    投入.经费 | 普法经费 | 万元 | 金额 | 县司法局
    热线.来电 | 热线来电 | 次 | 整数 | 县司法局
"""
LINEAGES = {"热线.来电": "改名 热线.总量"}
TEMPLATE = """
    |办理法律援助案件{{ 援助.总数 }}件，其中民事{{ 援助.民事 }}件，{{ 援助.总数|同比 }}。
    |调处成功率{{ 调解.率 }}，普法经费{{ 投入.经费 }}万元。
    |12348热线来电{{ 热线.来电 }}次。
"""
REPORT = """平安县2023年法治政府建设年度报告
办理法律援助案件600件，其中民事350件。调处成功率98%，普法经费57万元。
12348热线来电1500余次，比上年增长一成。
"""


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return workspace(tmp_path, catalogue_bytes(INDICATORS, lineages=LINEAGES), TEMPLATE)


def sent(opened: Workspace, name: str, content: str | bytes) -> Path:
    path = opened.folders.root / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def standing(opened: Workspace) -> dict[str, str]:
    """What 历年 says of 2023, by the keys of that time."""
    bygone = opened.catalogue().bygone.get(2023, {})
    return {key: figure.sources[0].said for key, figure in bygone.items()}


def test_what_a_report_says_plainly_becomes_last_years_figures(opened: Workspace) -> None:
    answer = drafter("import-history", sent(opened, "报告.txt", REPORT), folder=opened.folders.root)
    assert answer.stdout.splitlines()[0] == "写入“历年”5项。", answer.stdout
    assert answer.returncode == 0
    assert standing(opened) == {
        "援助.总数": "600",
        "援助.民事": "350",
        "调解.率": "98%",
        "投入.经费": "57",
        "热线.总量": "1500余",
    }
    fill_form(opened, "县司法局", {"援助.总数": 660, "援助.民事": 1, "调解.率": "99%"})
    past = opened.check().ledger.last_year
    assert past_words(past["热线.来电"]) == "1500余"
    text = "".join(paragraph.text for paragraph in opened.draft().manifest.paragraphs)
    assert "同比增长10%" in text
    form = next(file for file in opened.forms().files if file.stem == "县司法局")
    sheet = load_workbook(form)["填报表"]
    assert {sheet.cell(row, 5).value for row in range(5, 20)} >= {600, 350, 57}


def test_what_stands_there_is_not_changed_unasked(opened: Workspace) -> None:
    root = opened.folders.root
    drafter("import-history", sent(opened, "报告.txt", REPORT), folder=root)
    before = opened.folders.catalogue.read_bytes()
    other = sent(opened, "更正.txt", REPORT.replace("600", "601"))
    answer = drafter("import-history", other, folder=root)
    assert answer.returncode == 1
    line = next(line for line in answer.stdout.splitlines() if "与现有数不同" in line)
    assert ("601" in line, "600" in line) == (True, True)
    assert opened.folders.catalogue.read_bytes() == before
    answer = drafter("import-history", other, "--replace", folder=root)
    assert (answer.returncode, standing(opened)["援助.总数"]) == (0, "601")
    rows = [*load_workbook(opened.folders.catalogue)["历年"].values]
    assert [row[2] for row in rows[1:] if row[0] == "援助.总数"] == [601]


def test_what_is_left_is_a_list_that_is_gone_through_and_given_back(opened: Workspace) -> None:
    root = opened.folders.root
    text = REPORT.replace("办理法律援助案件600件", "法律援助中心办理各类援助案件约600件")
    answer = drafter("import-history", sent(opened, "报告.txt", text), folder=root)
    assert answer.returncode == 1
    assert "援助.总数" not in standing(opened)
    path = root / "output/2024/往年数/报告（待确认）.xlsx"
    assert str(path.relative_to(root)) in answer.stdout
    assert drafter("import-history", path, folder=root).stdout.startswith("写入“历年”0项")
    book = load_workbook(path)
    rows = {str(row[0].value): row for row in book.active.iter_rows()}  # type: ignore[union-attr]
    rows["援助.总数"][5].value = "是"
    rows["援助.总数"][3].value = 605
    book.save(path)
    answer = drafter("import-history", path, folder=root)
    assert (answer.returncode, standing(opened)["援助.总数"]) == (0, "605")


def test_a_row_that_was_ticked_beside_the_standing_number_takes_its_place(
    opened: Workspace,
) -> None:
    root = opened.folders.root
    drafter("import-history", sent(opened, "报告.txt", REPORT), folder=root)
    drafter("import-history", sent(opened, "新.txt", REPORT.replace("600", "601")), folder=root)
    path = root / "output/2024/往年数/新（待确认）.xlsx"
    book = load_workbook(path)
    book.active["F3"] = "是"  # type: ignore[index]
    book.save(path)
    assert drafter("import-history", path, folder=root).returncode == 0
    assert standing(opened)["援助.总数"] == "601"


CSV = """指标,年度,数值,单位
法律援助案件,2023,600,件
援助.民事,2023年,约350,
调处成功率,2023,98,%
普法经费,2022,0.57,亿元
热线来电,2023,1500余,次
"""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_table_is_taken_as_it_is(opened: Workspace, encoding: str) -> None:
    path = sent(opened, "往年.csv", CSV.encode(encoding))
    answer = drafter("import-history", path, folder=opened.folders.root)
    assert answer.returncode == 0, answer.stdout
    bygone = opened.catalogue().bygone
    assert {k: str(f.quantity and f.quantity.hedge) for k, f in bygone[2023].items()} == {
        "援助.总数": "",
        "援助.民事": "约",
        "调解.率": "",
        "热线.总量": "余",
    }
    assert bygone[2022]["投入.经费"].quantity.value == 5700  # type: ignore[union-attr]


def test_rows_of_a_table_that_cannot_be_used_are_named(opened: Workspace) -> None:
    text = "指标,年度,数值\n法律援肋案件,2023,1\n法律援助案件,2024,1\n法律援助案件,2023,许多\n援助.总数,2023,9人\n"
    answer = drafter("import-history", sent(opened, "往年.csv", text), folder=opened.folders.root)
    assert answer.returncode == 1
    assert answer.stdout.splitlines() == [
        "写入“历年”0项。",
        "第2行：2023年没有“法律援肋案件”这一项，是否为“法律援助案件”",
        "第3行：年度“2024”应在1990到2023之间",
        "第4行：“法律援助案件”的“许多”读不出件数，请改写",
        "第5行：“法律援助案件”的“9人”读不出件数，请改写",
    ]


def test_two_numbers_for_one_are_refused(opened: Workspace) -> None:
    path = sent(opened, "往年.csv", "指标,年度,数值\n援助.总数,2023,1\n援助.总数,2023,2\n")
    answer = drafter("import-history", path, folder=opened.folders.root)
    assert answer.returncode == 2
    assert "有两个数：1、2，没有写入" in answer.stderr
    assert standing(opened) == {}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("报告.txt", "没有标题的文字，办理案件3件。", "标题中没有年度；请用 --of 写明"),
        ("报告.txt", REPORT.replace("2023", "2024"), "目录现为2024年度，只导入2024年以前的数"),
        ("报告.docx", b"PK\x03\x04broken", "报告.docx"),
        ("往年.csv", "甲,乙\n1,2\n", "请在第一行写上栏名"),
        ("往年.xlsx", b"PK\x03\x04broken", "往年.xlsx"),
        ("往年.csv", "指标,年度,数值\n" + "援助.总数,2023,1\n" * 6000, "超过5000行"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(
    opened: Workspace, name: str, content: str | bytes, told: str
) -> None:
    answer = drafter("import-history", sent(opened, name, content), folder=opened.folders.root)
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert told in answer.stderr


def test_answers_for_programs(opened: Workspace) -> None:
    path = sent(opened, "报告.txt", REPORT)
    answer = drafter("import-history", path, "--json", folder=opened.folders.root)
    told = json.loads(answer.stdout)
    assert [row["key"] for row in told["written"]] == [row["key"] for row in told["rows"]]
    assert told["rows"][0]["sentence"].startswith("办理法律援助案件600件")


@once
def bare(folder: Path) -> Workspace:
    """The sample in the next year, its drafts, forms and records gone, its report kept."""
    opened = sample(folder / "城中区")
    drafted = opened.draft()
    shutil.copy(drafted.folder / "报告.docx", folder / "2023.docx")
    roll(opened, 2024)
    for name in ("inputs", "output", "records"):
        shutil.rmtree(opened.folders.root / name)
    return opened


@pytest.mark.slow
def test_the_samples_report_gives_its_figures_back(bare: Workspace, tmp_path: Path) -> None:
    opened = sample(tmp_path / "先")
    drafted = opened.draft()
    values = {e.key: e.value for e in drafted.manifest.entries if e.kind.counts and e.unit != "%"}
    answer = drafter(
        "import-history", drafted.folder / "报告.docx", "--json", folder=bare.folders.root
    )
    written = {row["key"] for row in json.loads(answer.stdout)["written"]}
    then = bare.catalogue().bygone[2023]
    assert len(written) >= 100
    wrong = {k for k in written & values.keys() if str(then[k].quantity.value) != values[k]}  # type: ignore[union-attr]
    assert wrong == set()


def test_the_workbook_opens_in_libreoffice(opened: Workspace, tmp_path: Path) -> None:
    drafter("import-history", sent(opened, "报告.txt", REPORT), folder=opened.folders.root)
    folder = tmp_path / "转换"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/lo"]
    command += ["--convert-to", "ods", "--outdir", str(folder), str(opened.folders.catalogue)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (folder / "指标目录.ods").is_file()


def test_the_template_may_be_missing(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), TEMPLATE)
    opened.folders.template.unlink()
    answer = drafter("import-history", sent(opened, "报告.txt", REPORT), folder=tmp_path)
    assert answer.returncode in (0, 1), answer.stderr
