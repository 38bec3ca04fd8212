"""Every command answers for each of three years of one county."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from drafter.cli.main import COMMANDS, YEARLESS
from drafter.desk.year.workspace import Workspace, open_workspace
from tests.commands import drafter
from tests.test_lineage_years import county  # noqa: F401  a fixture

YEARS = {
    2024: {
        **{"key": "诉讼.案件", "published": 470, "overruled": 477, "chosen": 1000},
        **{"edited": "援助.民事", "old": 350, "new": 360, "edits": 1, "unused": "培训"},
    },
    2025: {
        **{"key": "应诉.案件", "published": 517, "overruled": 500, "chosen": 1100},
        **{"edited": "热线.来电", "old": 31, "new": 30, "edits": 3, "unused": "专项检查"},
    },
    2026: {
        **{"key": "应诉.案件", "published": 517, "overruled": 527, "chosen": 1210},
        **{"edited": "执法.涉企", "old": 41, "new": 40, "edits": 1, "unused": "日常检查"},
    },
}


@dataclass(frozen=True)
class Question:
    """A command's arguments, words of its answer, its exit code, and the commands that go before it."""

    arguments: str = ""
    answer: str = ""
    code: int = 0
    before: tuple[str, ...] = ()


ASKED = {
    "check": Question(
        answer="县司法局填{overruled}（县司法局.xlsx › 填报表!D7），县法院填{published}"
    ),
    "status": Question(answer="output/{year}/第{last}稿，为最新"),
    "forms": Question(answer="output/{year}/下发，均无变化"),
    "lint": Question(answer="“{unused}”已要求部门填报"),
    "draft": Question(answer="output/{year}/第{last}稿/报告.docx"),
    "trace": Question(
        "{key}", "来自：县司法局　县司法局.xlsx › 填报表!D7　填报：{overruled}（未采用）"
    ),
    "diff": Question("1 {last}", "由“{old}”改为“{new}”"),
    "redline": Question("1 {last} -o {folder}/对比.docx", "段有修订"),
    "verify": Question("{draft}", "所有的数都与报送一致"),
    "merge": Question("{draft} -o {folder}/合并.docx", "今天的稿子：第{last}稿"),
    "edits": Question(answer="由“{old}”改为“{new}”"),
    "return": Question(answer="没有要退回的表"),
    "remind": Question(answer="各部门都已报送"),
    "history": Question("调解.件数", "{year}   {chosen}件"),
    "accept": Question("{edited} --reason 属实", "{edited}"),
    "choose": Question("县信访局 县信访局（更正）.xlsx --reason 已更正", "县信访局"),
    "extend": Question("县法院 --until {year}-12-20 --reason 系统升级", "延期至{year}-12-20"),
    "confirm": Question("县法院 --by 李四", "现为：已确认"),
    "unlock": Question("县法院 --reason 更正", "县法院", before=("confirm 县法院 --by 李四",)),
    "sign": Question("--by 赵六 --role 局长", "第{last}稿　赵六（局长）同意"),
    "hand-up": Question(answer="output/{year}/上报", before=("sign --lock",)),
    "districts": Question(answer="指标目录没有“地区”表", code=2),
    "consult": Question(
        "--until 2999-12-25", "output/{year}/征求意见", before=("draft --stage 征求意见稿",)
    ),
    "publish": Question(
        "--checked-by 周七 --checked-on {year}年11月20日",
        "output/{year}/公开",
        before=("accept 手改 --only {last}:1-{edits} --reason 已核对", "draft"),
    ),
    "log": Question(answer="决定（取表）　县信访局"),
}


def test_every_command_on_a_year_is_asked_here() -> None:
    assert set(ASKED) == set(COMMANDS) - YEARLESS


@pytest.mark.slow
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("command", ASKED)
def test_the_command_answers_for_the_year(
    county: Workspace,  # noqa: F811
    tmp_path: Path,
    year: int,
    command: str,
) -> None:
    root, asked = county.folders.root, ASKED[command]
    last = open_workspace(root, year=year).drafted()
    copy = tmp_path / "改.docx"
    shutil.copy(last.folder / "报告.docx", copy)
    things = {**YEARS[year], "year": year, "last": last.number, "draft": copy, "folder": tmp_path}
    before = {n: _entries(root / "output" / str(n)) for n in YEARS if n != year}
    for line in asked.before:
        first = drafter(*line.format(**things).split(), "--year", year, folder=root)
        assert first.returncode == 0, first.stdout + first.stderr
    arguments = asked.arguments.format(**things).split()
    answer = drafter(command, *arguments, "--year", year, folder=root)
    assert answer.returncode == asked.code, answer.stdout + answer.stderr
    assert asked.answer.format(**things) in answer.stdout + answer.stderr
    assert not any(str(other) in answer.stdout for other in _later(year)), answer.stdout
    after = {n: _entries(root / "output" / str(n)) for n in before}
    assert after == before


def _later(year: int) -> list[str]:
    """The folders of the years after it: nothing of them stands in the answer."""
    return [f"output/{later}" for later in YEARS if later > year]


def _entries(folder: Path) -> list[tuple[str, int]]:
    return sorted((path.name, path.stat().st_mtime_ns) for path in folder.rglob("*"))
