"""Two drafts compared: the figures that changed with their causes, then the text."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import FigureRecord, FigureState
from drafter.model.finding import Kind
from drafter.review.compare.cause import Records, Why
from drafter.review.compare.changes import Comparison
from drafter.review.compare.comparison import compare
from drafter.review.compare.explaining import explain
from drafter.review.compare.figures import differences
from drafter.review.compare.page import page
from tests.building import catalogue_bytes, fill_form, workspace
from tests.review.documents import document, read
from tests.review.test_joining import INDICATORS


@pytest.fixture(scope="module")
def compared(two_drafts: Workspace) -> Comparison:
    return Review(two_drafts).diff()


def test_each_changed_figure_names_department_version_cell_and_explanation(
    compared: Comparison,
) -> None:
    told = [
        f"{f.label} {f.old}→{f.new} {f.difference} {f.rate} {f.cause.sentence()}"
        for f in compared.figures
    ]
    assert told == [
        "绑定帮扶企业 934家→951家 +17 +1.8% 数据：区工业和信息化局　区工业和信息化局.xlsx › 填报表!D10　"
        "934→951（第2次报送）　说明：补报17家",
        "主动公开政府信息 6483条→6520条 +37 +0.6% 数据：区政府办公室　区政府办公室.xlsx › 填报表!D15　"
        "6483→6520（第2次报送）",
        "12348热线咨询 1500余次→1600余次 约+100 约+6.7% 数据：区司法局　区司法局.xlsx › 填报表!D55　"
        "1500余→1600余（第2次报送）　说明：热线10月数据补录",
    ]


def test_the_text_has_three_changes_and_all_are_of_the_data(compared: Comparison) -> None:
    assert [change.whys for change in compared.changes] == [(Why.DATA,)] * 3
    parts = [part for change in compared.changes for part in change.parts if part.cause]
    assert [(p.old, p.new) for p in parts] == [
        ("934", "951"),
        ("6483", "6520"),
        ("1500余", "1600余"),
    ]


def test_a_sentence_changed_in_the_template_is_of_the_template(begun: Workspace) -> None:
    import docx

    path = str(begun.folders.template)
    template = docx.Document(path)
    run = next(r for p in template.paragraphs for r in p.runs if "厘清权责边界" in r.text)
    run.text = run.text.replace("厘清权责边界", "进一步厘清权责边界")
    template.save(path)
    begun.draft()
    found = Review(begun).diff()
    assert found.figures == []
    (change,) = found.changes
    assert change.whys == (Why.TEMPLATE,)


def test_a_changed_formula_is_of_the_catalogue(begun: Workspace) -> None:
    from openpyxl import load_workbook

    path = begun.folders.catalogue
    book = load_workbook(path)
    for row in book["指标"].iter_rows(min_row=2):
        if row[0].value == "人民调解.调处成功率":
            row[5].value += " / 2"
    book.save(path)
    begun.draft()
    (figure,) = Review(begun).diff().figures
    assert (figure.label, figure.cause.why) == ("矛盾纠纷调处成功率", Why.CATALOGUE)


def test_a_figure_whose_cells_are_as_before_is_not_of_the_data(tmp_path: Path) -> None:
    filled = {"援助.民事": 350, "援助.刑事": 263, "调解.件数": 80}
    indicators = INDICATORS + "    调解.件数 | 调解案件 | 件 | 整数 | 县司法局"
    text = "|民事案件为刑事案件的{{ (援助.民事 / 援助.刑事)|小数(%d) }}倍，调解{{ 调解.件数 }}件。"
    county = workspace(tmp_path, catalogue_bytes(indicators), text % 1)
    fill_form(county, "县司法局", filled)
    county.draft()
    workspace(tmp_path, catalogue_bytes(indicators), text % 2)
    fill_form(county, "县司法局", {**filled, "调解.件数": 81})
    county.draft()
    causes = [f"{f.old}→{f.new} {f.cause.sentence()}" for f in Review(county).diff().figures]
    assert [cause.partition("　")[0] for cause in causes] == [
        "80件→81件 数据：县司法局",
        "1.3→1.33 模板",
    ]


def record(value: str, kind: Kind = Kind.INTEGER, hedge: str = "") -> FigureRecord:
    return FigureRecord(
        key="甲.乙",
        label="乙",
        unit="件",
        kind=kind,
        state=FigureState.KNOWN,
        text=value,
        value=value,
        hedge=hedge,
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (record("200"), record("213"), ("+13", "+6.5%")),
        (record("8"), record("7"), ("-1", "-12.5%")),
        (record("0"), record("5"), ("+5", "")),
        (record("80", hedge="余"), record("90", hedge="余"), ("约+10", "约+12.5%")),
        (record("200"), record("100", hedge="余"), ("约-100", "约-50%")),
        (record("0.97", Kind.RATE), record("0.98", Kind.RATE), ("+1个百分点", "")),
        (record("2000"), record("2001"), ("+1", "+0.1%")),
        (record("20000"), record("20001"), ("+1", "不足0.1%")),
        (None, record("5"), ("", "")),
    ],
)
def test_differences_are_rounded_half_up_and_keep_the_hedge(
    old: FigureRecord | None, new: FigureRecord, told: tuple[str, str]
) -> None:
    assert differences(old, new) == told


def test_any_two_documents_are_compared_without_causes() -> None:
    old, new = document("办理613件。\n| 甲 | 1 |\n尾"), document("办理620件。\n| 甲 | 2 |\n尾")
    found = compare(read(old).story, read(new).story)
    changes = explain([p for p in found if p.kind != "同"], Records(None, None))
    parts = [(p.old, p.new) for change in changes for p in change.parts if p.old != p.new]
    assert parts == [("613", "620"), ("1", "2")]
    assert {why for change in changes for why in change.whys} == {Why.UNKNOWN}


def test_two_files_are_compared_outside_of_any_workspace(tmp_path: Path) -> None:
    for name, text in (("甲.docx", "办理613件。"), ("乙.docx", "办理620件。")):
        (tmp_path / name).write_bytes(document(text))
    found = Review(None).diff(str(tmp_path / "甲.docx"), str(tmp_path / "乙.docx"))
    assert len(found.changes) == 1


def test_the_page_escapes_what_it_shows_and_fetches_nothing() -> None:
    bad = "<script>alert(1)</script>&<img src=x onerror=1>"
    old, new = read(document("甲")).story, read(document(bad)).story
    shown = page(Comparison(bad, "旧", bad, [], explain(compare(old, new), Records(None, None))))
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert bad in unescape(shown)
    assert "http" not in shown
