"""Killed at any moment, drafter leaves nothing half written, and the next run clears the rest.

KILLS and ROUNDS in the environment set how often; a nightly run takes 300 and 50.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from drafter.desk.year.drafts import sound_drafts
from drafter.desk.year.workspace import Workspace
from drafter.disk.unfinished import PREFIX
from tests.building import catalogue_bytes, fill_form, once, workspace

KILLS, ROUNDS = (int(os.environ.get(name, 0)) for name in ("KILLS", "ROUNDS"))
INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
"""
RULES = "援助.总数 = 援助.民事 | 警告"
CONFIRMED = ("--checked-by", "李四", "--checked-on", "2024-11-19")
COMMANDS = (
    ("draft",), ("draft",), ("forms",), ("check",), ("return",), ("lint", "--mark"),
    ("accept", "援助.总数", "--reason", "以台账为准"), ("publish", *CONFIRMED),
    ("merge", "改.docx", "--take"),
)  # fmt: skip


@once
def opened(folder: Path) -> Workspace:
    made = workspace(folder / "县", catalogue_bytes(INDICATORS, RULES), "|{{ 援助.总数 }}件")
    fill_form(made, "县法院", {"诉讼.案件": 1})
    return made


def resubmitted(opened: Workspace, total: int) -> None:
    fill_form(opened, "县司法局", {"援助.总数": total, "援助.民事": 1})


def drafter(opened: Workspace, *arguments: str) -> subprocess.Popen[str]:
    """Its temporary files stand beside the workspace, and LibreOffice is out of its sight."""
    root = opened.folders.root
    elsewhere = {"TMPDIR": str(root.parent), "PATH": str(root.parent)}
    return subprocess.Popen(
        [sys.executable, "-m", "drafter", *arguments],
        cwd=root,
        env={**os.environ, **elsewhere},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def files(folder: Path) -> list[Path]:
    """What stands under its own name in the folder and below."""
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if not any(PREFIX in part for part in path.parts)]


def assert_whole(opened: Workspace) -> None:
    folders = opened.folders
    drafts = [number for number, _ in folders.drafts(2024)]
    assert [draft.number for draft in sound_drafts(folders, 2024)] == drafts[::-1]
    assert drafts == list(range(1, len(drafts) + 1))
    assert opened.records(2024).findings() == []
    for path in files(folders.root / "output"):
        assert (
            path.suffix not in (".xlsx", ".docx", ".zip") or zipfile.ZipFile(path).testzip() is None
        )


@pytest.mark.slow
def test_after_any_kill_all_is_whole_and_the_next_run_clears_the_rest(opened: Workspace) -> None:
    chance, killed, left = random.Random(KILLS), Counter[str](), 0
    resubmitted(opened, 0)
    first = opened.draft()
    (opened.folders.root / "改.docx").write_bytes((first.folder / "报告.docx").read_bytes())
    began = time.monotonic()
    drafter(opened, "draft").communicate()
    longest = time.monotonic() - began
    for total in range(1, (KILLS or 12) + 1):
        resubmitted(opened, total)
        command = chance.choice(COMMANDS)
        running = drafter(opened, *command)
        try:
            running.wait(chance.uniform(0.2, 1.6) * longest)
        except subprocess.TimeoutExpired:
            killed[command[0]] += 1
        running.kill()
        running.communicate()
        left += len(list(opened.folders.root.rglob(f"{PREFIX}*")))
        assert_whole(opened)
    assert "稿" in drafter(opened, "draft").communicate()[0]
    assert list(opened.folders.root.rglob(f"{PREFIX}*")) == []
    print(f"killed while running: {dict(killed)}; unfinished folders met on the way: {left}")


@pytest.mark.slow
def test_of_eight_writers_at_once_one_makes_the_draft_and_all_succeed(opened: Workspace) -> None:
    seconds = []
    for total in range(ROUNDS or 1):
        resubmitted(opened, total)
        began = time.monotonic()
        running = [drafter(opened, "draft") for _ in range(8)]
        said = [r.communicate()[0].partition(f"第{total + 1}稿")[0] for r in running]
        seconds.append(time.monotonic() - began)
        assert [r.returncode for r in running] == [0] * 8
        assert Counter(said) == {"已生成": 1, "内容没有变化，未生成新稿，最后一稿为": 7}
        assert_whole(opened)
    print(f"{len(seconds)} rounds, {sum(seconds) / len(seconds):.1f} s each")
