"""下一步: what is next, as the year goes on; and the sorts that findings are of."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.departments.departments import send_back
from drafter.desk.findings import deciding
from drafter.desk.overview.overview import overview
from drafter.desk.overview.steps import Act, Step
from drafter.desk.year.workspace import Workspace
from drafter.model.category import Category, category
from drafter.model.sentences.documents import DOCUMENTS
from drafter.model.sentences.forms import FORMS
from tests.building import catalogue_bytes, fill_form, workspace
from tests.commands import drafter
from tests.test_hand_edits import take, with_parts

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
"""
SOUND = {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 263}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    content = catalogue_bytes(INDICATORS, "援助.总数 = 援助.民事 + 援助.刑事")
    return workspace(tmp_path, content, "|办理{{ 援助.总数 }}件，诉讼{{ 诉讼.案件 }}件。")


def step(opened: Workspace) -> Step:
    return overview(opened, opened.status()).step


def test_the_next_step_from_an_empty_year_to_a_draft_that_is_read(opened: Workspace) -> None:
    assert step(opened) == Step(Act.ISSUE)
    opened.forms()
    assert step(opened) == Step(Act.RECEIVE)
    fill_form(opened, "县司法局", SOUND)
    assert step(opened) == Step(Act.DRAFT)
    opened.draft()
    assert step(opened) == Step(Act.REMIND, ("县法院",))
    fill_form(opened, "县法院", {"诉讼.案件": 21})
    opened.draft()
    assert step(opened) == Step(Act.REVIEW)


def test_what_departments_have_to_mend_goes_back_first_then_there_is_a_draft(
    opened: Workspace,
) -> None:
    legal = fill_form(opened, "县司法局", {**SOUND, "援助.总数": 615})
    fill_form(opened, "县法院", {"诉讼.案件": 21})
    assert step(opened) == Step(Act.RETURN, ("县司法局",))
    send_back(opened)
    assert step(opened) == Step(Act.DRAFT)
    opened.draft()
    assert step(opened) == Step(Act.AWAIT, ("县司法局",))
    legal.rename(legal.with_name("县司法局（旧）.xlsx"))
    fill_form(opened, "县司法局", {**SOUND, "援助.总数": 615}, notes={"援助.总数": "含行政2件"})
    assert step(opened) == Step(Act.CHOOSE, ("县司法局",))
    legal.with_name("县司法局（旧）.xlsx").unlink()
    assert step(opened) == Step(Act.DRAFT)
    opened.draft()
    assert step(opened) == Step(Act.DECIDE, ("县司法局",))
    fill_form(opened, "县司法局", {**SOUND, "援助.总数": 616})
    assert step(opened) == Step(Act.RETURN, ("县司法局",))


def test_what_was_edited_by_hand_is_answered_for_after_departments_have_mended(
    tmp_path: Path,
) -> None:
    edited = take(with_parts(tmp_path), "613", "603")
    assert overview(edited, edited.status()).step == Step(Act.ANSWER)
    assert [sort for sort, _ in overview(edited, edited.status()).categories] == [Category.HAND]
    assert drafter("draft", folder=tmp_path).stdout.splitlines()[-1] == (
        "下一步：手改还有待核定的；用 drafter accept 手改 列出，逐件采纳。"
    )
    deciding.accept(edited, "手改", "领导要求", by="张三", only="2:1-2")
    edited.draft()
    assert overview(edited, edited.status()).step == Step(Act.REVIEW)


def test_every_finding_on_forms_figures_and_edits_is_of_a_sort() -> None:
    edits = [code for code in DOCUMENTS if code.startswith("edit-")]
    unsorted = [code for code in FORMS if category(code) is Category.RECORD]
    assert all(category(code) is Category.HAND for code in edits)
    about_the_catalogue = {"catalogue", "lineage", "setting"}
    assert {code.partition("-")[0] for code in unsorted} == {*about_the_catalogue, "record"}
    used = {category(code) for code in (*FORMS, *edits)}
    assert used == set(Category)
