"""Killed at any moment, nothing that was acknowledged is lost: comments, ticks, signatures, opinions.

KILLS in the environment sets how often; a nightly run takes 100.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafter.desk.opinions.consulting import consult
from drafter.desk.opinions.minutes import Minutes
from drafter.desk.opinions.ticking import tick
from drafter.desk.records.filings import Signature
from drafter.desk.records.review_filings import Comment, Tick, View
from drafter.desk.year.drafts import sound_drafts
from drafter.desk.year.workspace import Workspace
from tests.building import once, sample

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", 3))
KINDS = (Comment, Tick, Signature, View)
REVIEWER = """
import sys
from drafter.desk.opinions.commenting import comment_on_paragraph
from drafter.desk.opinions.consulting import give_view
from drafter.desk.publishing.signing import sign
from drafter.desk.opinions.ticking import tick
from drafter.desk.year.workspace import open_workspace

workspace, who = open_workspace(sys.argv[1]), sys.argv[2]
marks = [m.name for m in workspace.drafted().manifest.marks if m.name.startswith("_fig_")]
for round, mark in enumerate(marks * 9):
    tick(workspace, 1, [mark], f"{who}{round}")
    print(f"Tick {who}{round}", flush=True)
    comment_on_paragraph(workspace, 1, 1, "压缩", f"{who}{round}")
    print(f"Comment {who}{round}", flush=True)
    give_view(workspace, 1, "区司法局", 0, "改", "有", f"{who}{round}")
    print(f"View {who}{round}", flush=True)
    sign(workspace, 1, f"{who}{round}", "科室", "同意")
    print(f"Signature {who}{round}", flush=True)
"""


@once
def opened(folder: Path) -> Workspace:
    """The sample's 征求意见稿, sent out."""
    made = sample(folder)
    made.draft(stage="征求意见稿")
    consult(made, "2099-01-01")
    return made


def reviewer(opened: Workspace, who: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", REVIEWER, str(opened.folders.root), who]
    return subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")


def test_what_was_acknowledged_before_a_kill_is_on_record(opened: Workspace) -> None:
    chance, acknowledged = random.Random(14), list[str]()
    for kill in range(KILLS):
        pair = [reviewer(opened, f"{kill}{name}") for name in "甲乙"]
        for one in pair:
            assert one.stdout is not None
            acknowledged.append(one.stdout.readline().strip())
        time.sleep(chance.random() * 0.5)
        for one in pair:
            one.kill()
            said, _ = one.communicate()
            acknowledged += said[: said.rfind("\n") + 1].splitlines()
    records = opened.records(2023)
    assert records.findings() == []
    filed = {f"{kind.__name__} {one.who}" for kind in KINDS for one in records.filed(kind)}
    assert {*acknowledged} <= filed
    assert len(acknowledged) > 4 * KILLS
    for kind in KINDS:  # numbered through, each number once
        serials = [one.serial for one in records.filed(kind)]
        assert serials == [*range(1, len(serials) + 1)]
    (draft,) = sound_drafts(opened.folders, 2023)
    assert tick(opened, 1, [draft.manifest.marks[0].name], "丙") == 1


def test_what_is_kept_of_a_talk_is_worked_out_anew_when_somebody_says_more(
    opened: Workspace,
) -> None:
    minutes, draft = Minutes(), opened.drafted()
    marks = [m.name for m in draft.manifest.marks if m.name.startswith("_fig_")]
    for count, mark in enumerate(marks[:40]):
        assert minutes.talk(opened, draft).checked == count
        tick(opened, 1, [mark], "王五")
    assert minutes.talk(opened, draft) is minutes.talk(opened, draft)
