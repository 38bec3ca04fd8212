"""A draft's files: comments stay in the office, and say nothing that somebody has answered."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from drafter.desk.findings import deciding
from drafter.desk.year.workspace import Drafted, Workspace
from drafter.word.package import unpack
from tests.building import catalogue_bytes, fill_form, once, workspace
from tests.word.validity import flaws

INDICATORS = """
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
"""
RULE = "援助.总数 = 援助.民事 + 援助.刑事"
TEXT = "|办理{{ 援助.总数 }}件，民事{{ 援助.民事 }}件，刑事{{ 援助.刑事 }}件。"
REMARK = "核查意见\n错误 县司法局.xlsx › 填报表!D9 援助.总数：填报615，应为613（350 + 263）；请核对合计与各分项"


@once
def county(folder: Path) -> Workspace:
    """A total that does not add up."""
    opened = workspace(folder, catalogue_bytes(INDICATORS, RULE), TEXT)
    fill_form(opened, "县司法局", {"援助.民事": 350, "援助.刑事": 263, "援助.总数": 615})
    return opened


def comments(draft: Drafted, name: str = "报告.docx") -> list[str]:
    return [comment.text for comment in docx.Document(str(draft.folder / name)).comments]


def names(draft: Drafted) -> list[str]:
    return sorted(path.name for path in draft.folder.iterdir())


@pytest.mark.parametrize("stage", ["", "初稿"])
def test_a_draft_for_the_desk_bears_its_remarks(county: Workspace, stage: str) -> None:
    draft = county.draft(stage=stage)
    assert comments(draft) == [REMARK]
    assert "报告(批注版).docx" not in names(draft)


@pytest.mark.parametrize("stage", ["征求意见稿", "讨论稿", "送审稿", "审议稿", "公开稿"])
def test_a_draft_that_leaves_the_office_goes_without(county: Workspace, stage: str) -> None:
    draft = county.draft(stage=stage)
    content = (draft.folder / "报告.docx").read_bytes()
    assert comments(draft) == []
    assert [n for n in unpack(content, "x") if "comments" in n or "people" in n] == []
    assert comments(draft, "报告(批注版).docx") == [REMARK]
    for name in ("报告.docx", "报告(批注版).docx"):
        assert flaws((draft.folder / name).read_bytes()) == []


def test_a_placeholder_stays_loud_in_it(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), TEXT)
    draft = opened.draft(stage="送审稿")
    assert "办理【待补：县司法局·法律援助案件】件" in draft.manifest.paragraphs[0].text
    assert comments(draft, "报告(溯源版).docx")[0] == (
        "法律援助案件（援助.总数）\n尚未收到：县司法局·法律援助案件"
    )


def test_what_was_explained_or_accepted_is_no_remark(county: Workspace) -> None:
    values = {"援助.民事": 350, "援助.刑事": 263, "援助.总数": 615}
    fill_form(county, "县司法局", values, notes={"援助.总数": "另有2件非诉"})
    explained = county.draft()
    assert [f.status for f in explained.manifest.findings if f.code == "sum-differs"] == ["已说明"]
    assert comments(explained) == []
    fill_form(county, "县司法局", values)
    deciding.accept(county, "援助.总数", "以台账为准", by="张三")
    assert comments(county.draft()) == []
