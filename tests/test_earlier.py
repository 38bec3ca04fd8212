"""A workspace of 0.1.0 (its backup, made by that version) opens unchanged, and goes on."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import drafter
from drafter.desk.publishing.publishing import attest
from drafter.desk.review.reviewing import Review
from drafter.desk.year.backup import restore
from drafter.desk.year.workspace import Workspace
from drafter.publish.chain import LIST
from tests.building import EQUIPMENT, fill_form

BACKUP = Path(__file__).parent / "data/workspace-0.1.0.zip"
HEAD = "5ebd293ca4da2b647879386392a626537c4b43f89d29677dcefeb1ca922504d9"


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    assert restore(BACKUP, tmp_path / "平安县").files == 56
    return drafter.open(tmp_path / "平安县", equipment=EQUIPMENT)


def sums(opened: Workspace, *folders: str) -> dict[str, str]:
    root = opened.folders.root
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in (root / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".") and path.name != LIST
    }


def test_all_that_is_on_record_is_read_and_nothing_is_changed_by_that(opened: Workspace) -> None:
    before = sums(opened, "records", "output", "templates", "inputs")
    records = opened.records(2024)
    log = records.log()
    assert (len(log.entries), log.breaches) == (7, ())
    assert records.findings() == []
    reasons = [d.words.partition("；")[0] for d in records.decisions()]
    assert reasons == ["已采纳：另有行政案件1件", "已采纳：属实"]
    assert [p.draft for p in records.publications()] == [4]
    status = opened.status()
    assert status.draft is not None
    assert status.draft.number == 4
    assert set(status.checked.states.values()) == {"已报"}
    assert status.checked.errors == 0
    assert [edit.by for edit in Review(opened).edits()[1]] == ["李四"]
    traced = opened.trace("执法.检查", 1)
    assert [figure.text for figure in traced.figures] == ["120"]
    assert sums(opened, "records", "output", "templates", "inputs") == before


def test_its_evidence_pack_is_attested_to(opened: Workspace) -> None:
    pack = opened.folders.root / "output/2024/公开/证据包.zip"
    outcome, _ = attest(pack, HEAD, opened.folders.root)
    assert (outcome.findings, outcome.head) == ((), HEAD)


def test_work_goes_on_with_its_decisions_and_edits(opened: Workspace) -> None:
    before = sums(opened, "output")
    drafted = opened.draft()
    assert drafted.errors == 0
    text = "".join(paragraph.text for paragraph in drafted.manifest.paragraphs)
    assert "共开展执法检查120次" in text
    assert before.items() <= sums(opened, "output").items()
    fill_form(opened, "县公安局", {"执法.检查": 121})
    assert "共开展执法检查121次" in "".join(p.text for p in opened.draft().manifest.paragraphs)
    assert opened.records(2024).log().breaches == ()
