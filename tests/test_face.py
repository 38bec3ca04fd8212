"""Whatever the terminal, the code page and the names: text that is safe, and no traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter.cli.main import main
from drafter.desk.departments import departments as desk
from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from drafter.model.html import words
from drafter.model.shown import shown, shown_json, shown_lines
from tests.building import catalogue_bytes, fill_form, workspace

INDICATORS = """
    援助.总数 | 法律[red]援助[/red]案件 | 件 | 整数 | 县司法局
    援助.情况 | 工作[/]情况 | | 长文本 | 县司法局
"""
# An ANSI colour, its C1 twin, an override of direction, a line of one's own, rich's own markup.
HOSTILE = "\x1b[31m红\x9b31m\u202e反\n错误 乙.xlsx [bold]粗[/bold]"
UNSAFE = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A department whose answers, explanations and file names are hostile, in two drafts."""
    folder = tmp_path_factory.mktemp("ws")
    made = workspace(folder, catalogue_bytes(INDICATORS), "|{{ 援助.总数 }}件。\n|{{ 援助.情况 }}")
    for total in ("六一三\u202e", 613):
        answers = {"援助.总数": total, "援助.情况": "其一\u202e。[red]"}
        fill_form(made, "县司法局", answers, notes={"援助.总数": "见[/附件]\u2066\u009b31m"})
        made.draft()
    (folder / f"inputs/2024/{HOSTILE.replace('/', '')}.xlsx").write_bytes(b"broken")
    return made


def run(
    *arguments: str, folder: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    where = ["-C", str(folder)] if folder else []
    command = [sys.executable, "-m", "drafter", *where, *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, **(env or {})},
    )


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("区司法局　报表.xlsx", "区司法局　报表.xlsx"),
        ("甲\n乙\r\n丙\t丁\u2028戊", "甲 乙  丙 丁 戊"),
        ("\x1b[31m红", "〔U+001B〕[31m红"),
        ("\x9b31m红", "〔U+009B〕31m红"),
        ("甲\u202excod.乙", "甲〔U+202E〕xcod.乙"),
        ("甲\u200b\ufeff", "甲〔U+200B〕〔U+FEFF〕"),
        ("甲\udcff", "甲〔U+DCFF〕"),
        ("\ue000𠮷", "\ue000𠮷"),
    ],
)
def test_what_cannot_be_seen_is_spelled_out(text: str, safe: str) -> None:
    assert shown(text) == safe


def test_a_page_keeps_lines_and_loses_tags() -> None:
    assert shown_lines("甲\n\u202e乙") == "甲\n〔U+202E〕乙"
    assert words("<b>\u202e\n乙") == "&lt;b&gt;〔U+202E〕\n乙"


def test_json_says_what_the_text_was_and_shows_nothing_unsafe() -> None:
    value = {"甲": f"{HOSTILE}\udcff\U000e0041"}
    written = shown_json(value)
    assert not UNSAFE.search(written)
    assert json.loads(written) == value


COMMANDS = (
    ("check",), ("check", "--json"), ("status",), ("status", "--json"), ("draft",), ("lint",),
    ("history", "县司法局"), ("history", "县司法局", "--json"), ("return",), ("return", "--json"),
    ("remind",), ("trace", "援助.总数"), ("trace", "援助.情况"), ("trace", "援助.情况", "--json"),
    ("diff",), ("diff", "--json"), ("edits",), ("publish",),
    ("trace", HOSTILE), ("history", HOSTILE), ("accept", HOSTILE, "--reason", HOSTILE),
    ("choose", HOSTILE, HOSTILE), ("verify", HOSTILE), ("diff", HOSTILE, HOSTILE), ("proof", HOSTILE),
    ("restyle", HOSTILE), ("lint", HOSTILE), ("text", HOSTILE), ("attest", HOSTILE),
    ("draft", "--stage", HOSTILE), (HOSTILE,), ("draft", f"--{HOSTILE}"), ("trace", "1", "-n", HOSTILE),
    ("redline", HOSTILE, "2", "-o", HOSTILE), ("merge", HOSTILE), ("diff", "--as", HOSTILE),
    ("new", HOSTILE, "--region", HOSTILE, "--year", "2024"), ("publish", "--checked-on", HOSTILE),
)  # fmt: skip


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: " ".join(map(shown, words)))
def test_no_command_prints_what_a_terminal_obeys(
    opened: Workspace, arguments: tuple[str, ...]
) -> None:
    done = CliRunner().invoke(main, ["-C", str(opened.folders.root), *arguments])
    assert isinstance(done.exception, SystemExit | None)
    assert not UNSAFE.search(done.output), repr(done.output)
    assert not re.search("^错误 乙.xlsx", done.output, re.MULTILINE)


def test_brackets_are_no_markup(opened: Workspace) -> None:
    printed = run("trace", "援助.总数", folder=opened.folders.root).stdout
    assert "法律[red]援助[/red]案件　613件" in printed
    assert "说明：见[/附件]31m" in printed


def test_the_page_of_a_comparison_is_as_safe(opened: Workspace) -> None:
    from drafter.review.compare.page import page

    written = page(Review(opened).diff("1", "2"))
    assert "法律[red]援助[/red]案件" in written
    assert not UNSAFE.search(written)


def test_messages_to_departments_are_as_safe(opened: Workspace) -> None:
    for returned in desk.send_back(opened):
        assert not UNSAFE.search(returned.message.read_text(encoding="utf-8-sig"))


# Streams


@pytest.mark.parametrize(
    "env",
    [{"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp936"}, {"LC_ALL": "C"}],
    ids=str,
)
def test_mistakes_in_the_arguments_are_told_in_chinese_on_any_code_page(
    env: dict[str, str], tmp_path: Path
) -> None:
    done = run("trace", env=env)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "错误：缺少参数 '指标|单元格|第N段|数'.",
    )
    assert run("--help", env=env).stdout.startswith("用法： ")


def test_a_system_that_knows_no_chinese_names_is_told_how_to(tmp_path: Path) -> None:
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = run("status", folder=tmp_path, env=env)
    assert (done.returncode, done.stderr) == (
        2,
        "当前语言环境不支持中文文件名；请设置环境变量PYTHONUTF8=1后重新运行\n",
    )


def shell(opened: Workspace, line: str) -> tuple[int, str]:
    """The exit code of drafter in a line of shell, and what went to standard error."""
    env = {**os.environ, "program": sys.executable, "root": str(opened.folders.root)}
    script = 'set -o pipefail; drafter() { "$program" -m drafter -C "$root" "$@"; }; ' + line
    done = subprocess.run(
        ["bash", "-c", script], capture_output=True, encoding="utf-8", check=False, env=env
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "command",
    ["status", "check --json", "--help", "--version", "text $root/templates/报告模板.docx"],
)
def test_a_full_or_closed_output_is_told_in_a_line(opened: Workspace, command: str) -> None:
    again = "，结果没有全部显示；请换一个地方输出，再运行一次\n"
    assert shell(opened, f"drafter {command} >/dev/full") == (2, f"标准输出所在的磁盘已满{again}")
    assert shell(opened, f"drafter {command} >&-") == (2, f"标准输出已关闭{again}")


def test_who_has_read_enough_ends_the_run_in_silence(opened: Workspace) -> None:
    assert (
        shell(opened, "drafter text $root/templates/指标目录.xlsx | head -c 1 >/dev/null")[1] == ""
    )
    assert shell(opened, "drafter status | true")[1] == ""


def test_a_full_or_closed_standard_error_leaves_the_exit_code(opened: Workspace) -> None:
    for line in ("drafter 没有 2>/dev/full", "drafter 没有 2>&-", "drafter 没有 <&- >&- 2>&-"):
        assert shell(opened, line) == (2, "")
    assert shell(opened, "drafter status <&- >/dev/null")[0] == 0
