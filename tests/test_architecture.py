"""The house: imports go downwards only, files and functions stay small."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "drafter"
FLOORS = (
    "model",
    "disk",
    "worker",
    "workbook",
    "catalogue",
    "intake",
    "ledger",
    "word",
    "standard",
    "proof",
    "template",
    "draft",
    "review",
    "publish",
    "desk",
    "cli",
    "portal",
)
# Rooms that have floors of their own; "" is the floor of the modules that stand in the room itself.
INNER_FLOORS = {
    "model": ("sentences", ""),
    "catalogue": ("rules", "", "forms"),
    "standard": ("", "restyle"),
    "template": ("", "lint"),
    "review": ("story", "compare", "returned", "redline", "merge", "edits"),
}
DOOR = {"__init__.py", "__main__.py"}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 50


def modules_named(path: Path) -> set[str]:
    """drafter's own modules that a file names in imports, those inside functions included."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in names if name.startswith("drafter.")} - {"drafter.__version__"}


def height(name: str) -> tuple[int, int]:
    """The floor of a module's room in the house, and its floor in that room."""
    room, *inside = name.removeprefix("drafter.").split(".")
    floors = INNER_FLOORS.get(room, ("",))
    floor = inside[0] if inside and inside[0] in floors else ""
    return FLOORS.index(room), floors.index(floor)


def upward(importer: str, imported: str) -> bool:
    """Whether the import goes up a floor of the house, or of the room that both stand in."""
    return height(imported) > height(importer)


def test_the_house_has_these_rooms_and_no_loose_modules() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and [*path.glob("*.py")]}
    assert rooms <= {*FLOORS}
    assert {path.name for path in PACKAGE.glob("*.py")} == DOOR


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    if path.parent == PACKAGE:
        return
    for name in modules_named(path):
        assert not upward(module(path), name), f"{path.name} imports {name}"


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("drafter.word.runs", "drafter.desk.workspace"),
        ("drafter.catalogue.sheet", "drafter.intake.form"),
        ("drafter.review.story.story", "drafter.review.merge.merging"),
        ("drafter.review.redline.pen", "drafter.review.edits.edits"),
    ],
)
def test_an_import_that_goes_up_is_seen(importer: str, imported: str) -> None:
    assert upward(importer, imported)
    assert not upward(imported, importer)


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
