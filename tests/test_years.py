"""Every command answers for each of three years of one county."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from drafter.cli.main import COMMANDS, YEARLESS
from drafter.desk.year.workspace import Workspace, open_workspace
from tests.commands import drafter
from tests.test_lineage_years import county  # noqa: F401  a fixture

# What is asked of a year, and the exit codes that are an answer: 1 where something is wrong in it.
ASKED = {
    "check": ((), (0, 1)),
    "status": ((), (0,)),
    "forms": ((), (0,)),
    "lint": ((), (0, 1)),
    "draft": ((), (0,)),
    "trace": (("{key}",), (0,)),
    "diff": (("1", "{last}"), (0,)),
    "redline": (("1", "{last}", "-o", "{folder}/对比.docx"), (0,)),
    "verify": (("{draft}",), (0,)),
    "merge": (("{draft}", "-o", "{folder}/合并.docx"), (0,)),
    "edits": ((), (0,)),
    "return": ((), (0,)),
    "remind": ((), (0,)),
    "history": (("县司法局",), (0,)),
    "accept": (("{key}", "--reason", "属实", "--from", "县法院"), (0, 2)),
    "choose": (("县法院", "县法院.xlsx", "--reason", "以此为准"), (0, 2)),
    "extend": (("县法院", "--until", "{year}-12-20", "--reason", "系统升级"), (0,)),
    "confirm": (("县法院", "--by", "李四"), (0, 2)),
    "unlock": (("县法院", "--reason", "更正"), (0, 2)),
    "sign": (("--by", "赵六", "--role", "局长"), (0,)),
    "hand-up": ((), (0, 2)),
    "districts": ((), (0, 2)),
    "consult": ((), (0,)),
    "publish": (("--checked-by", "周七", "--checked-on", "{year}年11月20日"), (0, 1)),
    "log": ((), (0,)),
}
KEYS = {2024: "诉讼.案件", 2025: "应诉.案件", 2026: "应诉.案件"}
NUMBERS = {2024: "470", 2025: "517", 2026: "517"}


def test_every_command_on_a_year_is_asked_here() -> None:
    assert set(ASKED) == set(COMMANDS) - YEARLESS


@pytest.mark.slow
@pytest.mark.parametrize("year", KEYS)
@pytest.mark.parametrize("command", ASKED)
def test_the_command_answers_for_the_year(
    county: Workspace,  # noqa: F811
    tmp_path: Path,
    year: int,
    command: str,
) -> None:
    root = county.folders.root
    last = open_workspace(root, year=year).drafted()
    copy = tmp_path / "改.docx"
    shutil.copy(last.folder / "报告.docx", copy)
    names = {"key": KEYS[year], "last": last.number, "draft": copy, "folder": tmp_path}
    before = {n: _entries(root / "output" / str(n)) for n in KEYS if n != year}
    words, codes = ASKED[command]
    arguments = [word.format(year=year, **names) for word in words]
    answer = drafter(command, *arguments, "--year", year, folder=root)
    assert answer.returncode in codes, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr
    assert not any(str(other) in answer.stdout for other in _later(year)), answer.stdout
    if command == "trace":
        assert NUMBERS[year] in answer.stdout
    after = {n: _entries(root / "output" / str(n)) for n in before}
    assert after == before


def _later(year: int) -> list[str]:
    """The folders of the years after it: nothing of them stands in the answer."""
    return [f"output/{later}" for later in KEYS if later > year]


def _entries(folder: Path) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*"))
