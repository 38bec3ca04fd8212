"""No page tells a clerk to type a command."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import drafter
from drafter.portal.words import at_desk

PACKAGE = Path(drafter.__file__).parent
COMMAND = re.compile(r"drafter [a-z]+|(?<![\w-])--[a-z]+")
CHINESE = re.compile("[一-龥]")
# Not shown on pages: what the program's own window says, a file that goes with the evidence pack, and
# a run over many workspaces, which has no page.
ELSEWHERE = {"cli", "portal"}
FILES = {"evidence.py", "executors.py"}


def texts(path: Path) -> Iterator[str]:
    """What the module's strings say, a name in place of each value; docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(v.value if isinstance(v, ast.Constant) else "某某" for v in node.values)
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in inside | spoken
        ):
            yield node.value


def test_whatever_the_rooms_say_is_said_without_commands_at_the_desk() -> None:
    rooms = (
        path
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in ELSEWHERE
    )
    said = [
        text
        for path in rooms
        if path.name not in FILES
        for text in texts(path)
        if CHINESE.search(text)
    ]
    commanding = [text for text in said if COMMAND.search(text)]
    assert len(commanding) > 20
    assert [text for text in commanding if COMMAND.search(at_desk(text))] == []


def test_no_template_names_a_command() -> None:
    pages = sorted((PACKAGE / "portal/templates").glob("*.html"))
    assert [
        p.name for p in pages if re.search(r"drafter [a-z]+\b(?! \{\{)", p.read_text("utf-8"))
    ] == []
