"""Edits by hand from draft to draft: they live on, they are on record, they can be withdrawn."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.workspace import Drafted, Workspace
from drafter.draft.dress import FINDINGS, TRACE, TRACED
from drafter.draft.edit_record import EditRecord
from drafter.draft.record import REPORT, FigureRecord, FigureState
from drafter.model.finding import Kind
from drafter.review.edits.recording import Ledgered
from drafter.word.package import unpack
from tests import building
from tests.building import catalogue_bytes, fill_form, paragraphs, workspace
from tests.review.conftest import copied
from tests.review.resubmitting import resubmit, resubmit_three
from tests.word.validity import flaws

LI = Signing(by="李四", day="2023年11月21日")


def edit(source: Path, target: Path, **changes: str) -> Path:
    """A copy with some texts replaced, run by run."""
    document = docx.Document(str(source))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    for old, new in changes.items():
        run = next(r for r in runs if (r.text == old if old.isdigit() else old in r.text))
        run.text = run.text.replace(old, new)
    document.core_properties.last_modified_by = "王五"
    document.save(str(target))
    return target


@pytest.fixture
def fresh(begun: Workspace) -> Review:
    """The sample with its first draft."""
    return Review(begun)


def returned(review: Review, folder: Path) -> Path:
    """The first draft with a figure and some words edited by hand."""
    assert review.workspace is not None
    first = review.workspace.drafted(1).folder / REPORT
    changes = {"9127": "9128", "厘清权责边界": "进一步厘清权责边界"}
    return edit(first, folder / "改.docx", **changes)


@pytest.fixture(scope="module")
def merged(drafted: Drafted, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample with what returned taken as the second draft."""
    folder = tmp_path_factory.mktemp("合并")
    review = Review(copied(drafted, folder / "城中区"))
    taken(review, returned(review, folder), folder)
    assert review.workspace is not None
    return review.workspace


@pytest.fixture
def opened(merged: Workspace, tmp_path: Path) -> Workspace:
    """A copy of that, its own for one test."""
    return building.copied(merged, tmp_path / "两稿")


@pytest.fixture
def review(opened: Workspace) -> Review:
    return Review(opened)


@pytest.fixture
def second(opened: Workspace) -> Drafted:
    return opened.drafted()


def taken(review: Review, path: Path, tmp_path: Path) -> Drafted:
    merge = review.merge(path, tmp_path / "合并.docx", LI, take=True)
    assert merge.taken is not None
    return merge.taken


def text(draft: Drafted) -> str:
    return "\n".join(paragraphs((draft.folder / REPORT).read_bytes()))


def test_a_merge_is_taken_as_the_next_draft_with_all_its_files(second: Drafted) -> None:
    assert second.number == 2
    assert "套餐9128件" in text(second)
    assert "进一步厘清权责边界" in text(second)
    for name in (REPORT, TRACED, TRACE, FINDINGS, LEDGER, "机器稿.docx", "机器稿.json"):
        assert (second.folder / name).is_file()
    for name in (REPORT, TRACED):
        assert flaws((second.folder / name).read_bytes()) == []


def test_a_table_that_was_edited_is_no_number() -> None:
    edit = EditRecord(number=1, old="【不适用】", new="12", by="李四", date=LI.day)
    table = FigureRecord(
        key="权责清单.调整", label="调整明细", unit="", kind=Kind.TABLE,
        state=FigureState.NOT_APPLICABLE, text="【不适用】",
    )  # fmt: skip
    edited = Ledgered({}, {}, {}).figure("_fig_0001", table, "12", edit)
    assert (edited.state, edited.text, edited.value) == (FigureState.HAND, "12", "")


def test_the_edits_are_listed_with_who_and_when(review: Review) -> None:
    _, found = review.edits()
    assert [(e.key, e.old, e.new, e.by, e.date) for e in found] == [
        ("", "", "进一步", "李四", "2023年11月21日"),
        ("政务服务.一件事套餐办件数", "9127", "9128", "李四", "2023年11月21日"),
    ]


def test_nothing_new_makes_no_new_draft(opened: Workspace, second: Drafted) -> None:
    again = opened.draft()
    assert (again.number, again.made) == (second.number, False)
    assert opened.status().current


def test_edits_live_on_when_departments_resubmit(opened: Workspace) -> None:
    resubmit_three(opened)
    third = opened.draft()
    assert third.number == 3
    for words in ("套餐9128件", "进一步厘清权责边界", "与951家企业", "政府信息6520条"):
        assert words in text(third)
    assert [e.by for e in third.manifest.edits] == ["李四", "李四"]
    assert flaws((third.folder / REPORT).read_bytes()) == []


def test_a_figure_that_both_changed_is_a_conflict_and_the_edit_stands(opened: Workspace) -> None:
    resubmit(opened, "区政务服务监督管理局", "政务服务.一件事套餐办件数", 9200)
    third = opened.draft()
    assert "套餐9128件" in text(third)
    told = [f.message for f in third.manifest.findings if f.code == "edit-conflict"]
    assert told == [
        "手改与新报数据都改了同一处：原为“9127”，手改为“9128”，现报“9200”；正文保留手改，请核定"
    ]
    comments = [c.text for c in docx.Document(str(third.folder / REPORT)).comments]
    assert any("手改（由“9127”改为“9128”，李四，2023年11月21日）" in c for c in comments)


def test_an_edit_that_the_data_confirm_is_no_edit_any_more(opened: Workspace) -> None:
    resubmit(opened, "区政务服务监督管理局", "政务服务.一件事套餐办件数", 9128)
    third = opened.draft()
    assert [e.new for e in third.manifest.edits] == ["进一步"]
    (mark,) = [m for m in third.manifest.marks if m.words == "9128"]
    assert (mark.figure.state, mark.figure.edit) == ("有值", None)


def test_a_withdrawn_edit_is_gone_and_the_other_stays(review: Review) -> None:
    third = review.withdraw([2])
    assert "套餐9127件" in text(third)
    assert "进一步厘清权责边界" in text(third)
    (mark,) = [m for m in third.manifest.marks if m.words == "9127"]
    assert (mark.figure.state, mark.figure.edit) == ("有值", None)


def test_with_all_edits_withdrawn_the_draft_is_the_programs_own_again(
    review: Review, opened: Workspace
) -> None:
    first = opened.drafted(1)
    third = review.withdraw([1, 2])
    assert third.manifest.edits == ()
    assert text(third) == text(first)
    assert not opened.draft().made


def test_no_department_stands_behind_an_edited_figure(opened: Workspace, second: Drafted) -> None:
    (mark,) = [m for m in second.manifest.marks if m.words == "9128"]
    assert mark.figure.state == "手改"
    figures = opened.trace("政务服务.一件事套餐办件数").figures
    assert [f.text for f in figures] == ["9127", "9128"]
    assert figures[1].edit is not None
    assert figures[1].edit.sentence() == "手改（由“9127”改为“9128”，李四，2023年11月21日）"
    book = load_workbook(BytesIO((second.folder / TRACE).read_bytes()))
    heads, *rows = book["正文数据"].iter_rows(values_only=True)
    (row,) = [dict(zip(heads, r, strict=True)) for r in rows if r[2] == "9128"]
    assert (row["部门"], row["填报内容"]) == ("区政务服务监督管理局", "9127")
    assert (row["文件"], row["单元格"]) == ("区政务服务监督管理局.xlsx", "D11")
    assert row["手改"] == ("手改（由“9127”改为“9128”，李四，2023年11月21日）；填报内容为部门原报")
    assert {r[-1] or "" for r in rows if r[2] != "9128"} == {""}


def test_who_edited_is_read_from_the_file_where_nobody_says(fresh: Review, tmp_path: Path) -> None:
    merge = fresh.merge(returned(fresh, tmp_path), tmp_path / "合并.docx", take=True)
    assert merge.taken is not None
    assert {e.by for e in merge.taken.manifest.edits} == {"王五"}


def test_edits_come_on_top_of_edits(review: Review, second: Drafted, tmp_path: Path) -> None:
    again = edit(second.folder / REPORT, tmp_path / "再改.docx", **{"373": "375"})
    third = taken(review, again, tmp_path)
    assert [(e.old, e.new) for e in third.manifest.edits] == [
        ("", "进一步"),
        ("9127", "9128"),
        ("373", "375"),
    ]


def test_the_same_merge_makes_the_same_bytes(fresh: Review, tmp_path: Path) -> None:
    copy = returned(fresh, tmp_path)
    draft = taken(fresh, copy, tmp_path)
    first = {p.name: p.read_bytes() for p in draft.folder.iterdir()}
    for path in draft.folder.iterdir():
        path.unlink()
    draft.folder.rmdir()
    again = taken(fresh, copy, tmp_path)
    assert {p.name: p.read_bytes() for p in again.folder.iterdir()} == first


CHARTED = """
    |{{ 报告.标题 }}
    |办理{{ 援助.民事 }}件、{{ 援助.刑事 }}件。
    |{{ 图(援助.民事, 援助.刑事) }}
    |完
"""


def test_a_chart_and_its_figures_stay_in_the_draft_that_is_taken(tmp_path: Path) -> None:
    opened = workspace(
        tmp_path / "县",
        catalogue_bytes(
            """
            援助.民事 | 民事案件 | 件 | 整数 | 区司法局
            援助.刑事 | 刑事案件 | 件 | 整数 | 区司法局
            """
        ),
        CHARTED,
    )
    fill_form(opened, "区司法局", {"援助.民事": 350, "援助.刑事": 263})
    first = opened.draft()
    changed = edit(first.folder / REPORT, tmp_path / "改.docx", **{"350": "351"})
    review = Review(opened)
    assert [f.state for f in review.verify(changed).verification.differing] == ["已改"]
    draft = taken(review, changed, tmp_path)
    told = [(m.words, m.figure.state) for m in draft.manifest.marks]
    assert told == [("351", "手改"), ("263", "有值"), ("350", "有值"), ("263", "有值")]
    assert [m.name[:5] for m in draft.manifest.marks] == ["_fig_", "_fig_", "_cht_", "_cht_"]
    content = (draft.folder / REPORT).read_bytes()
    assert flaws(content) == []
    assert [n for n in unpack(content, "x") if n.startswith("word/charts/")]
