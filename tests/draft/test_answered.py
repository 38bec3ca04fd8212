"""What the records answer is no open remark on a draft: what was accepted, and what was carried over."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from drafter.desk.findings.deciding import accept
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, workspace

INDICATORS = """
    复议.受理 | 受理复议案件 | 件 | 整数 | 县司法局
    复议.审结 | 审结复议案件 | 件 | 整数 | 县司法局
    复议.未结 | 未结复议案件 | 件 | 整数 | 县司法局
"""
CARRIED = "复议.审结 + 复议.未结 = 复议.受理 + 上年(复议.未结)"
PLAIN = "复议.受理 = 复议.审结 + 复议.未结"
TEXT = "|全年受理行政复议案件{{ 复议.受理 }}件，其中审结{{ 复议.审结 }}件、未结{{ 复议.未结 }}件。\n|其他工作正常。"
BEFORE = {"复议.受理": 30, "复议.审结": 24, "复议.未结": 6}
NOW = {"复议.受理": 40, "复议.审结": 41, "复议.未结": 5}


def county(folder: Path, rule: str, last_year: bool) -> Workspace:
    """Two years where last year's are wanted, else this one."""
    opened = workspace(folder, catalogue_bytes(INDICATORS, rule), TEXT)
    for year, values in ((2023, BEFORE), (2024, NOW)) if last_year else ((2024, NOW),):
        settings = SETTINGS.replace("2024", str(year))
        opened = workspace(folder, catalogue_bytes(INDICATORS, rule, settings=settings), TEXT)
        fill_form(opened, "县司法局", values)
    return opened


@once
def mismatched(folder: Path) -> Workspace:
    """Parts that make more than their total, and nothing that explains it."""
    return county(folder, PLAIN, False)


def remarks(draft: Drafted) -> list[str]:
    return [f.code for f in draft.manifest.findings if f.open and f.code.startswith("proof-")]


def edited(opened: Workspace, draft: Drafted) -> Drafted:
    """The next draft, in which somebody changed another paragraph in Word."""
    document = docx.Document(str(draft.folder / "报告.docx"))
    next(p for p in document.paragraphs if "其他工作" in p.text).runs[-1].text = "其他工作有序。"
    document.save(str(opened.folders.root / "改.docx"))
    taken = Review(opened).merge(
        opened.folders.root / "改.docx", signing=Signing(by="王五"), take=True
    ).taken  # fmt: skip
    assert taken is not None
    return taken


def test_what_was_carried_over_explains_the_flow(tmp_path: Path) -> None:
    opened = county(tmp_path, CARRIED, True)
    draft = opened.draft()
    assert remarks(draft) == []
    assert remarks(edited(opened, draft)) == []


def test_without_last_year_s_the_flow_is_asked_about(tmp_path: Path) -> None:
    assert remarks(county(tmp_path, CARRIED, False).draft()) != []


def test_what_the_bureau_accepted_is_not_asked_again_on_the_draft(mismatched: Workspace) -> None:
    assert remarks(mismatched.draft()) != []
    accept(mismatched, "复议.受理", "含上年结转", "张三")
    draft = mismatched.draft()
    assert remarks(draft) == []
    assert remarks(edited(mismatched, draft)) == []


@pytest.mark.parametrize("more", ["、中止2件", "，比去年多"])
def test_a_number_that_is_on_no_record_is_not_answered_by_one(
    mismatched: Workspace, more: str
) -> None:
    accept(mismatched, "复议.受理", "含上年结转", "张三")
    text = TEXT.replace("。\n", f"{more}。\n")
    own = workspace(mismatched.folders.root, catalogue_bytes(INDICATORS, PLAIN), text)
    assert (remarks(own.draft()) != []) == ("中止" in more)
