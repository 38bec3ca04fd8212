"""The house: imports go downwards only, files and functions stay small."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from io import StringIO
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
    "portal",
    "cli",
)
# Rooms that have floors of their own; "" is the floor of the modules that stand in the room itself.
INNER_FLOORS = {
    "model": ("sentences", ""),
    "catalogue": ("rules", "", "forms"),
    "standard": ("", "restyle"),
    "proof": (
        "numbers",
        "text",
        "rows",
        "account",
        "ratios",
        "evidence",
        "rules",
        "hypotheses",
        "",
    ),
    "template": ("", "lint"),
    "review": ("story", "compare", "returned", "redline", "merge", "edits", "bygone"),
    "desk": (
        "files",
        "records",
        "levels",
        "year",
        "catalogue",
        "findings",
        "departments",
        "overview",
        "returns",
        "drafts",
        "review",
        "opinions",
        "publishing",
        "errands",
        "batch",
    ),
}
DOOR = {"__init__.py", "__main__.py"}
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
LONGEST_REPEAT = 8


@cache
def statements(text: str) -> tuple[ast.stmt, ...]:
    """Every statement of a module, those within others behind them: no expression holds one."""
    return tuple(_statements(ast.parse(text)))


def _statements(node: ast.AST) -> Iterator[ast.stmt]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.stmt):
            yield child
        if isinstance(child, ast.stmt | ast.excepthandler | ast.match_case):
            yield from _statements(child)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def modules_named(path: Path) -> set[str]:
    """drafter's own modules that a file names in imports, those inside functions included."""
    names = set()
    for node in statements(text_of(path)):
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


def rooms_in(folder: Path) -> set[str]:
    """The folders in it that have modules."""
    return {path.parent.name for path in folder.glob("*/*.py")}


def test_the_map_of_the_house_is_the_house() -> None:
    page = (PACKAGE.parent / "docs/architecture.md").read_text(encoding="utf-8")
    plan = page.partition("drafter/\n")[2].partition("```")[0]
    entries = re.split(r"^  (\w+)/", plan, flags=re.MULTILINE)[1:]
    pairs = zip(entries[::2], entries[1::2], strict=True)
    named = {room: re.findall(r"\b([a-z]+)/(?=\W)", text) for room, text in pairs}
    assert tuple(named) == FLOORS
    assert {room: sorted(inside) for room, inside in named.items()} == {
        room: sorted(rooms_in(PACKAGE / room)) for room in FLOORS
    }


def test_every_module_is_imported_without_a_warning() -> None:
    """But those of portal/shared, which Django imports by its settings."""
    names = {module(path) for path in MODULES if "shared" not in path.parts}
    assert len({import_module(name) for name in names}) == len(names)


def test_imports_go_down() -> None:
    inside = [path for path in MODULES if path.parent != PACKAGE]
    named = [(module(path), name) for path in inside for name in modules_named(path)]
    assert len(named) > 1000
    assert [f"{one} imports {name}" for one, name in named if upward(one, name)] == []


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("drafter.word.runs", "drafter.desk.year.workspace"),
        ("drafter.catalogue.sheet", "drafter.intake.form"),
        ("drafter.review.story.story", "drafter.review.merge.merging"),
        ("drafter.review.redline.pen", "drafter.review.edits.edits"),
        ("drafter.desk.records.records", "drafter.desk.year.workspace"),
    ],
)
def test_an_import_that_goes_up_is_seen(importer: str, imported: str) -> None:
    assert upward(importer, imported)
    assert not upward(imported, importer)


def test_files_are_small() -> None:
    lines = {module(path): text_of(path).count("\n") for path in MODULES}
    assert len(lines) > 400
    assert {name: length for name, length in lines.items() if length > LONGEST_FILE} == {}


def test_functions_are_small() -> None:
    nodes = [(module(path), node) for path in MODULES for node in statements(text_of(path))]
    functions = [(name, node) for name, node in nodes if isinstance(node, ast.FunctionDef)]
    assert len(functions) > 3000
    lengths = {f"{m}:{f.name}": (f.end_lineno or 0) - f.lineno for m, f in functions}
    assert {name: n for name, n in lengths.items() if n >= LONGEST_FUNCTION} == {}


def compiled_at_import(text: str) -> list[int]:
    """Lines of a module that compile a pattern when it is imported."""
    lines, left = list[int](), list[ast.AST](ast.parse(text).body)
    while left:
        node = left.pop()
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            lines.append(node.lineno)
        if not isinstance(node, ast.FunctionDef | ast.Lambda):
            left.extend(ast.iter_child_nodes(node))
    return lines


def test_no_module_compiles_a_pattern_when_it_is_imported() -> None:
    texts = {module(path): path.read_text(encoding="utf-8") for path in MODULES}
    assert {
        name: lines for name, text in texts.items() if (lines := compiled_at_import(text))
    } == {}
    assert compiled_at_import('import re\nDAYS = {d: re.compile(rf"{d}日") for d in "一二"}\n') == [
        2
    ]
    assert compiled_at_import("def f(day):\n    return re.compile(day)\n") == []


def test_no_module_imports_in_a_circle() -> None:
    graph = {module(path): modules_imported(path) for path in MODULES}
    for name in graph:
        assert name not in reachable(name, graph), name


def module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def modules_imported(path: Path) -> set[str]:
    """Modules named in top-level imports, which begin their lines."""
    return {
        node.module
        for node in statements(text_of(path))
        if node.col_offset == 0
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


# Of a line, its words: how it is laid out, what it remarks and which literals it has do not count.
PASSED_OVER = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT),
    tokenize.ENDMARKER,
}
LITERALS = {tokenize.STRING, tokenize.NUMBER}


def words_by_line(text: str) -> list[tuple[int, str]]:
    """(number, words) of each line that names anything, docstrings left out."""
    lines: dict[int, list[str]] = {}
    told = {n for start, end in docstrings(text) for n in range(start, end + 1)}
    for token in tokenize.generate_tokens(StringIO(text).readline):
        if token.type not in PASSED_OVER and token.start[0] not in told:
            word = "…" if token.type in LITERALS else token.string
            lines.setdefault(token.start[0], []).append(word)
    named = {n: line for n, line in lines.items() if any(word.isidentifier() for word in line)}
    return [(number, " ".join(line)) for number, line in named.items()]


def docstrings(text: str) -> list[tuple[int, int]]:
    return [
        (node.lineno, node.end_lineno or node.lineno)
        for node in statements(text)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]


def repeated(texts: Mapping[str, str]) -> list[str]:
    """Where eight lines or more of one module stand in another too; not where a comment right above
    one of them, or in it, names the other module and says why."""
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    places: list[str] = []
    for name, text in texts.items():
        lines = words_by_line(text)
        for at in range(len(lines) - LONGEST_REPEAT + 1):
            run = lines[at : at + LONGEST_REPEAT]
            other, line = seen.setdefault(tuple(words for _, words in run), (name, run[0][0]))
            if other != name and not excused(text, other, run[0][0], run[-1][0]):
                places.append(f"{name}:{run[0][0]} ~ {other}:{line}")
    return places


def excused(text: str, other: str, first: int, last: int) -> bool:
    near = text.splitlines()[max(first - 4, 0) : last]
    return any("#" in line and Path(other).stem in line.partition("#")[2] for line in near)


def test_no_run_of_eight_lines_stands_in_two_modules() -> None:
    texts = {str(path.relative_to(PACKAGE)): text_of(path) for path in MODULES}
    assert repeated(texts) == []


def test_a_run_that_stands_twice_is_seen_and_a_reason_is_heard() -> None:
    body = "\n".join(f"    a{n} = b{n}({n}, 'x')" for n in range(7))
    one = f"def f():\n{body}\n    return a1\n"
    two = f'def g():\n    """Another."""\n{body.replace("x", "y")}  # so\n    return a1\n'
    imports = "from m import (\n" + "".join(f"    N{n},\n" for n in range(8)) + ")\n"
    assert repeated({"one.py": one, "two.py": two}) == ["two.py:3 ~ one.py:2"]
    assert len(repeated({"one.py": imports, "two.py": imports})) == 2
    assert repeated({"one.py": one, "two.py": f"# As in one: …\n{two}"}) == []
    assert repeated({"one.py": one, "two.py": two.replace("b3", "c3")}) == []
