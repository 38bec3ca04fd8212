"""The manual's table of the desk is true: every command has its column, and no command occurs in the part before."""

from __future__ import annotations

import re
from pathlib import Path

from drafter.cli.main import COMMANDS
from drafter.portal.shell import SECTIONS

PART = (
    (Path(__file__).parents[2] / "docs/使用手册.md")
    .read_text("utf-8")
    .partition("## 用浏览器办\n")[2]
    .partition("\n## 一、")[0]
)
TABLE = {
    row[0]: row[1].split("、")
    for row in re.findall(r"^\| (\S+) \| ([a-z、-]+) \|$", PART, re.MULTILINE)
}
# Those that open the pages and the shared portal; one for whoever looks after many workspaces.
WITHOUT_A_PAGE = {"serve", "account", "batch"}
COLUMNS = [section.name for section in SECTIONS if not section.shared]


def test_every_command_has_a_column_and_every_column_its_commands() -> None:
    assert {command for commands in TABLE.values() for command in commands} == set(
        COMMANDS
    ) - WITHOUT_A_PAGE
    assert set(TABLE) == {*COLUMNS, "新建"}


def test_every_column_is_shown_and_none_needs_a_command() -> None:
    assert re.findall(r"^### (.*)$", PART, re.MULTILINE)[:-1] == ["新建", *COLUMNS]
    assert "drafter" not in PART
    assert "`" not in PART
