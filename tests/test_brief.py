"""领导页: one page of the year, and what has changed since somebody last looked."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.publishing.brief import Brief, Moved, brief, looked
from drafter.desk.records.review_filings import Look
from drafter.desk.year.drafts import sound_drafts
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, once, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
"""
RULES = "援助.总数 = 援助.民事"


@once
def opened(folder: Path) -> Workspace:
    made = workspace(folder, catalogue_bytes(INDICATORS, RULES), "|办理{{ 援助.总数 }}件。")
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 600, "诉讼.案件": 21})
    return made


def page(opened: Workspace, who: str = "王县长") -> Brief:
    drafts = list(sound_drafts(opened.folders, 2024))
    return brief(opened, opened.status(), drafts, who)


def test_who_looks_first_sees_how_the_year_stands(opened: Workspace) -> None:
    shown = page(opened)
    assert (shown.arrived, [row.department for row in shown.awaited]) == (1, ["县法院"])
    assert [r.finding.code for r in shown.contradictions] == ["rule-broken"]
    assert shown.since is None


def test_what_changed_since_is_told_to_each_for_himself(opened: Workspace) -> None:
    opened.draft()
    looked(opened, opened.status(), "王县长")
    assert looked(opened, opened.status(), "王县长").serial == 1  # nothing changed meanwhile
    since = page(opened).since
    assert since is not None
    assert not since.anything
    fill_form(opened, "县法院", {"诉讼.案件": 20})
    fill_form(opened, "县司法局", {"援助.总数": 614, "援助.民事": 614, "诉讼.案件": 21})
    opened.draft()
    since = page(opened).since
    assert since is not None
    assert since.moved == (Moved("县法院", "未报", "已报"),)
    assert since.drafts == (2,)
    assert [(f.label, f.old, f.new) for f in since.figures][:1] == [
        ("法律援助案件", "613件", "614件")
    ]
    assert since.anything
    assert page(opened, "李县长").since is None
    assert looked(opened, opened.status(), "王县长").serial == 2
    assert len(opened.records(2024).filed(Look)) == 2


def test_departments_that_contradict_each_other_are_told(opened: Workspace) -> None:
    fill_form(opened, "县法院", {"诉讼.案件": 20})
    assert [(r.label, r.finding.code) for r in page(opened).contradictions] == [
        ("法律援助案件", "rule-broken"),
        ("诉讼案件", "figures-conflict"),
    ]
