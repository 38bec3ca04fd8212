"""Several at once: who writes waits for the other, who reads does not, and the dead hold nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from drafter.desk.files.folders import write_file, write_folder
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import WAITING, attempted, held
from drafter.disk.unfinished import PREFIX
from tests.building import catalogue_bytes, fill_form, once, workspace

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 区司法局"
HOLDER = """
import sys, time
from pathlib import Path
from drafter.disk.lock import held
with held(Path(sys.argv[1]), print):
    print("held", flush=True)
    time.sleep(60)
"""
WRITER = """
import sys, time
from pathlib import Path
from drafter.disk.unfinished import unfinished
with unfinished(Path(sys.argv[1])) as folder:
    (folder / "报告.docx").write_bytes(b"half")
    print(folder, flush=True)
    time.sleep(60)
"""


@once
def opened(folder: Path) -> Workspace:
    made = workspace(folder, catalogue_bytes(INDICATORS), "|{{ 援助.总数 }}件")
    fill_form(made, "区司法局", {"援助.总数": 613})
    return made


def drafter(opened: Workspace, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "drafter", "-C", str(opened.folders.root), *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def started(code: str, path: Path) -> subprocess.Popen[str]:
    """A process that runs the code, and has said its first line."""
    running = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    assert running.stdout.readline()
    return running


@pytest.mark.slow
def test_decisions_and_versions_of_several_at_once_are_all_kept_once(opened: Workspace) -> None:
    commands = [
        ("check",),
        ("draft",),
        ("forms",),
        ("status",),
        ("return",),
        ("history", "区司法局"),
    ]
    running = [drafter(opened, *command) for command in commands]
    outcomes = [(r.communicate(), r.returncode) for r in running]
    assert [code for _, code in outcomes] == [0] * len(commands), outcomes
    records = opened.folders.root / "records/2024/收件"
    assert [path.name for path in records.iterdir()] == ["00001.json"]


def test_a_writer_waits_with_a_word_and_a_reader_does_not(opened: Workspace) -> None:
    holder = started(HOLDER, opened.folders.lock)
    reading = drafter(opened, "status")
    assert "未报" not in reading.communicate(timeout=30)[0]
    writing = drafter(opened, "draft")
    assert writing.stderr is not None
    assert writing.stderr.readline().strip() == WAITING
    holder.kill()  # a lock goes with the process that held it
    holder.communicate()
    assert "已生成第1稿" in writing.communicate(timeout=30)[0]


def test_what_a_reader_finds_while_somebody_writes_is_kept_by_the_next(opened: Workspace) -> None:
    holder = started(HOLDER, opened.folders.lock)
    reading = drafter(opened, "history", "区司法局")
    assert "第1次报送" in reading.communicate(timeout=30)[0]
    assert opened.records(2024).receipts() == []
    holder.kill()
    holder.communicate()
    opened.check()
    assert [r.number for r in opened.records(2024).receipts()] == [1]


def test_who_holds_the_lock_does_not_wait_for_itself(tmp_path: Path) -> None:
    told: list[str] = []
    lock = tmp_path / "锁"
    with held(lock, told.append), held(lock, told.append), attempted(lock) as free:
        assert free
    assert told == []


def test_what_is_being_written_is_cleared_only_when_its_writer_is_dead(tmp_path: Path) -> None:
    writer = started(WRITER, tmp_path)
    write_folder(tmp_path / "第1稿", {"报告.docx": b"1"})
    assert len(list(tmp_path.glob(f"{PREFIX}*"))) == 1
    writer.kill()
    writer.communicate()
    write_file(tmp_path / "说明.txt", b"1")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["第1稿", "说明.txt"]


def test_the_next_writer_clears_the_whole_workspace(opened: Workspace) -> None:
    folder = opened.folders.root / "records/2024/原件/3f"
    folder.mkdir(parents=True)
    for _ in range(3):
        writer = started(WRITER, folder)
        writer.kill()
        writer.communicate()
    opened.draft()
    assert list(opened.folders.root.rglob(f"{PREFIX}*")) == []


def test_links_and_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    own, elsewhere = tmp_path / f"{PREFIX}笔记", tmp_path / "别处"
    for folder in (own, elsewhere):
        folder.mkdir()
        (folder / "笔记.txt").write_text("1", encoding="utf-8")
    (elsewhere / "锁").touch()
    (tmp_path / f"{PREFIX}链接").symlink_to(elsewhere)
    write_file(tmp_path / "说明.txt", b"1")
    assert (own / "笔记.txt").is_file()
    assert (elsewhere / "笔记.txt").is_file()
