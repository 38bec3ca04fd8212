"""The sample: 城中区's report for 2023, drafted from fourteen departments' workbooks."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

import drafter
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.draft.dress import FINDINGS, TRACE, TRACED
from drafter.draft.record import REPORT
from drafter.model.quantity import numeral
from tests.building import EQUIPMENT, said, sample
from tests.word.validity import flaws

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).parent / "data/figures.csv"
FIGURES = list(csv.DictReader(LIST.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def opened(drafted: Drafted) -> Workspace:
    return drafter.open(drafted.folder, equipment=EQUIPMENT)


@pytest.fixture(scope="module")
def sections(drafted: Drafted) -> dict[str, str]:
    """The draft's text by section as the list of figures names it: 二(二)6."""
    found: dict[str, str] = {}
    for paragraph in drafted.manifest.paragraphs:
        section = unicodedata.normalize("NFKC", paragraph.section)
        found[section] = found.get(section, "") + unicodedata.normalize("NFKC", paragraph.text)
    return found


def as_printed(row: dict[str, str]) -> str:
    """A row of the list as it must stand in the text, its classifier behind it."""
    if "written" in row["note"]:
        return row["note"].split("written ")[1]
    if row["unit"] == "%":
        return row["value"] + "%"
    return row["value"] + row["approximate"] + row["unit"]


@pytest.mark.parametrize("row", FIGURES, ids=[f"{r['section']}{r['item']}" for r in FIGURES])
def test_every_listed_figure_stands_in_its_section_with_its_classifier(
    row: dict[str, str], sections: dict[str, str]
) -> None:
    printed = as_printed(row)
    assert re.search(rf"(?<![\d.]){re.escape(printed)}", sections[row["section"]])


def test_the_list_has_115_figures_of_106_indicators_from_14_departments() -> None:
    assert len(FIGURES) == 115
    assert len({row["indicator"] for row in FIGURES}) == 106
    assert len({row["department"] for row in FIGURES}) == 14


def test_every_listed_indicator_is_in_the_ledger_with_its_department_and_cell(
    drafted: Drafted,
) -> None:
    entries = {entry.key: entry for entry in drafted.manifest.entries}
    for row in FIGURES:
        entry = entries[row["indicator"]]
        assert entry.state == "有值"
        assert all(source.sheet and source.cell for source in entry.sources)
        assert row["department"] in {source.department for source in entry.sources}


def test_every_exact_value_in_the_ledger_is_the_listed_one(drafted: Drafted) -> None:
    entries = {entry.key: entry for entry in drafted.manifest.entries}
    for row in FIGURES:
        entry = entries[row["indicator"]]
        if row["unit"] != "%" and not row["indicator"].endswith("明细"):
            assert (entry.value, entry.hedge) == (row["value"], row["approximate"])


def test_every_figure_in_the_text_stands_between_its_own_bookmarks(drafted: Drafted) -> None:
    body = docx.Document(str(drafted.folder / REPORT)).element.body
    names = [
        mark.get(docx.oxml.ns.qn("w:name"))
        for mark in body.iter(docx.oxml.ns.qn("w:bookmarkStart"))
    ]
    assert sorted(names) == sorted(mark.name for mark in drafted.manifest.marks)
    assert len(names) == len(set(names)) > 115


def between(text: str, marked: list[str]) -> list[str]:
    """What stands before, between and after the marked words, in order."""
    pieces = []
    for words in marked:
        before, _, text = text.partition(words)
        pieces.append(before)
    return [*pieces, text]


def test_numbers_in_the_prose_all_come_from_marks_settings_or_names(drafted: Drafted) -> None:
    """Nothing that looks like a count stands in the text without a cell behind it."""
    allowed = r"20\d\d年|\d+月|\d+日|12348|15分钟|“互联网\+|^\d\.|2024年"
    for paragraph in drafted.manifest.paragraphs:
        marks = [m.words for m in drafted.manifest.marks if m.paragraph == paragraph.number]
        rest = re.sub(allowed, "", "·".join(between(paragraph.text, marks)))
        assert not re.search(r"\d", rest), rest


def test_the_total_of_45_whose_parts_make_43_is_a_finding_at_its_cell(opened: Workspace) -> None:
    checked = opened.check()
    assert said(checked.findings) == [
        "错误 区司法局.xlsx › 填报表!D13 法治考核.单位总数："
        "填报45，应为43（8 + 27 + 2 + 1 + 1 + 4）；请核对合计与各分项"
    ]


def test_the_draft_has_a_comment_at_45_and_the_draft_is_made(drafted: Drafted) -> None:
    document = docx.Document(str(drafted.folder / REPORT))
    comments = list(document.comments)
    assert len(comments) == 1
    assert "填报45，应为43" in comments[0].text
    paragraph = next(p for p in document.paragraphs if "个单位纳入法治建设考核" in p.text)
    pieces = [e.tag.rpartition("}")[2] for e in paragraph._p]
    start = pieces.index("commentRangeStart")
    assert pieces[start : start + 5] == [
        "commentRangeStart",
        "bookmarkStart",
        "r",
        "bookmarkEnd",
        "commentRangeEnd",
    ]
    assert paragraph._p[start + 2].text == "45"


def test_the_traced_version_explains_every_figure(drafted: Drafted) -> None:
    document = docx.Document(str(drafted.folder / TRACED))
    texts = [comment.text for comment in document.comments]
    figures = [m for m in drafted.manifest.marks if m.name.startswith("_fig_")]
    assert len(texts) >= len(figures)
    assert any(
        "区司法局.xlsx › 填报表!D" in t and "核对：613 = 350 + 263（相符）" in t for t in texts
    )
    plain = [p.text for p in docx.Document(str(drafted.folder / REPORT)).paragraphs]
    assert [p.text for p in document.paragraphs] == plain


@pytest.mark.parametrize("name", [REPORT, TRACED])
def test_each_version_of_the_draft_is_one_that_word_opens(name: str, drafted: Drafted) -> None:
    assert flaws((drafted.folder / name).read_bytes()) == []


def test_a_second_run_makes_no_new_draft_and_a_fresh_one_the_same_bytes(
    opened: Workspace, drafted: Drafted, tmp_path: Path
) -> None:
    again = opened.draft()
    assert (again.number, again.made) == (drafted.number, False)
    other = sample(tmp_path).draft()
    for name in (REPORT, TRACED, TRACE, FINDINGS, LEDGER):
        assert (other.folder / name).read_bytes() == (drafted.folder / name).read_bytes(), name


def test_trace_leads_from_a_total_to_its_cell_its_parts_and_its_paragraph(
    opened: Workspace, drafted: Drafted
) -> None:
    traced = opened.trace("法律援助.案件总数")
    (figure,) = traced.figures
    assert figure.checks == ("613 = 350 + 263（相符）",)
    assert [(s.file, s.sheet) for s in figure.sources] == [("区司法局.xlsx", "填报表")]
    assert [use.paragraph.section for use in traced.uses] == ["二（二）8"]


def test_trace_leads_from_a_rate_to_both_of_its_cells(opened: Workspace, drafted: Drafted) -> None:
    (figure,) = opened.trace("人民调解.调处成功率").figures
    assert (figure.text, figure.workings) == ("98%", "1698 ÷ 1732")
    assert [source.said for source in figure.sources] == ["1698", "1732"]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("2.8万余", "法治宣传.视频播放次数"),
        ("2.8万余次", "法治宣传.视频播放次数"),
        ("28000", "法治宣传.视频播放次数"),
        ("98%", "人民调解.调处成功率"),
        ("6483", "政务公开.主动公开条数"),
        ("６４８３条", "政务公开.主动公开条数"),
    ],
)
def test_trace_finds_a_number_however_it_is_written(
    question: str, key: str, opened: Workspace, drafted: Drafted
) -> None:
    assert key in [figure.key for figure in opened.trace(question).figures]


def test_trace_of_a_paragraph_lists_its_figures(opened: Workspace, drafted: Drafted) -> None:
    paragraph = opened.trace("法律援助.案件总数").uses[0].paragraph.number
    keys = [figure.key for figure in opened.trace(f"第{paragraph}段").figures]
    assert keys[:3] == ["法律援助.热线咨询次数", "法律援助.案件总数", "法律援助.民事案件数"]


def test_the_record_reads_back(drafted: Drafted) -> None:
    record: dict[str, Any] = json.loads((drafted.folder / LEDGER).read_bytes())
    assert record["region"] == "城中区"
    assert len(record["inputs"]) == 2 + 14 + 1


def test_small_counts_are_written_in_characters() -> None:
    assert [numeral(n) for n in (2, 4, 10)] == ["两", "四", "十"]


def test_the_ledger_workbook_says_where_each_indicator_is_used(drafted: Drafted) -> None:
    from openpyxl import load_workbook

    book = load_workbook(BytesIO((drafted.folder / TRACE).read_bytes()))
    rows = {row[0]: row[-1] for row in book["指标台账"].iter_rows(values_only=True)}
    assert rows["案卷评查.评查案卷数"] == "二（二）3、二（二）4"
    assert rows["人民调解.公安转办件数"] == "二（二）6、二（二）9"


def test_a_bare_number_that_no_figure_has_is_a_paragraph(
    opened: Workspace, drafted: Drafted
) -> None:
    (use,) = opened.trace("32").uses
    assert use.paragraph.number == 32
