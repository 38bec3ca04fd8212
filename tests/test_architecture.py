"""The house: imports go downwards only, files and functions stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "drafter"
FLOORS = (
    ("errors", "model", "quantity", "sentences", "lock", "shape", "record", "shown"),
    ("figure", "findings", "unfinished"),
    ("decision",),
    ("worker",),
    ("workbook",),
    ("catalogue",),
    ("intake",),
    ("ledger",),
    ("report",),
    ("proof",),
    ("review",),
    ("publish",),
    ("workspace",),
    ("records",),
    ("kit", "outcome", "reception"),
    ("carrying", "drafts", "plain", "attesting"),
    ("run", "proofing", "formatting"),
    ("operands",),
    ("comparing",),
    ("returning",),
    ("reviewing",),
    ("desk", "publishing"),
    ("console",),
    ("terminal",),
    ("terminal_desk", "terminal_format", "terminal_proof", "terminal_publish", "terminal_review"),
    ("face",),
    ("command",),
    ("cli_desk", "cli_format", "cli_publish", "cli_review"),
    ("cli", "portal"),
    ("__main__", "__init__"),
)
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 50


def floor(name: str) -> int:
    return next(number for number, names in enumerate(FLOORS) if name in names)


def imported(path: Path) -> set[str]:
    """drafter's own modules that a file names in imports, those inside functions included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("drafter"):
            parts = (node.module or "").split(".")
            names = [alias.name for alias in node.names] if len(parts) == 1 else [parts[1]]
            found |= {name for name in names if name != "__version__"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for name in imported(path) - {part}:
        known = "kit" if name == "kit" else name
        assert floor(known) <= floor(part), f"{path.name} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_no_module_imports_in_a_circle() -> None:
    graph = {module(path): modules_imported(path) for path in MODULES}
    for name in graph:
        assert name not in reachable(name, graph), name


def module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def modules_imported(path: Path) -> set[str]:
    """Modules named in top-level imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("drafter.")
        if node.module
    }


def reachable(start: str, graph: dict[str, set[str]]) -> set[str]:
    seen: set[str] = set()
    left = list(graph.get(start, ()))
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left.extend(graph.get(name, ()))
    return seen
