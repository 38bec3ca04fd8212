"""Hundreds of hostile and broken files through one reader: each is refused, soon, and in words.

One process reads them all, in one run with good files, as a bureau's run would. Its memory is what
is measured.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.workbook import heavy, hostile, mistaken
from tests.workbook.biff import old_workbook
from tests.workbook.making import good_xlsx, opendocument

pytest.importorskip("resource")
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
Files = Callable[[], Iterator[tuple[str, bytes]]]
REFUSED: list[Files] = [
    *(hostile.bombs_of_one_member, hostile.bombs_of_many_members, hostile.shared_string_bombs),
    *(hostile.entity_bombs, hostile.far_cells, hostile.odd_names),
    *(mistaken.documents_of_other_kinds, mistaken.nothing_at_all, mistaken.locked),
    *(mistaken.other_compounds, mistaken.cells_out_of_order, mistaken.parts_out_of_order),
    mistaken.opendocuments_out_of_order,
]
# What is changed may be no part of any value, and then the values are those of the good file.
HARMED: list[Files] = [hostile.lying_sizes, hostile.cut_at_every_member, hostile.flipped]
HEAVY: list[Files] = [
    *(heavy.formatted_and_empty, heavy.deep_and_wide, heavy.opendocument_bombs),
    *(heavy.compound_bombs, heavy.record_bombs),
]
MOST_SECONDS, MOST_GROWTH = 5, 100_000  # kilobytes
LOST = ("文件使读取程序中止", "文件读取超时")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one run over all files of all kinds says."""
    folder = tmp_path_factory.mktemp("hostile")
    for kind in (*REFUSED, *HARMED, *HEAVY):
        for name, content in kind():
            (folder / f"{kind.__name__} {name.replace('/', '|')}").write_bytes(content)
    program = [sys.executable, "-m", "tests.workbook.reading_all", str(folder)]
    good = _good(tmp_path_factory.mktemp("good"))
    run = subprocess.run([*program, *map(str, good)], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _good(folder: Path) -> list[Path]:
    contents = {
        "好.xlsx": good_xlsx(),
        "好.ods": opendocument(),
        "好.xls": old_workbook(hostile.GOOD_XLS),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in contents]


def answers_to(kind: Files, result: dict[str, Any]) -> dict[str, Any]:
    """What was said of the files of one kind."""
    start = f"{kind.__name__} "
    return {k: v for k, v in result["answers"].items() if k.startswith(start)}


def by_name(kind: Files) -> str:
    return kind.__name__


@pytest.mark.parametrize("kind", REFUSED, ids=by_name)
def test_what_is_no_form_is_refused_in_words(kind: Files, result: dict[str, Any]) -> None:
    for name, answer in answers_to(kind, result).items():
        assert _told(answer.get("reason", "")), (name, answer)


@pytest.mark.parametrize("kind", HARMED, ids=by_name)
def test_what_was_harmed_is_refused_or_says_what_it_said(
    kind: Files, result: dict[str, Any]
) -> None:
    for name, answer in answers_to(kind, result).items():
        same = answer["cells"] in result["good"]
        # An .xls has no checksums: a changed digit is a digit.
        unseen = name.startswith("flipped ") and name.endswith(".xls") and answer["cells"]
        assert same or unseen or _told(answer.get("reason", "")), (name, answer)


@pytest.mark.parametrize("kind", HEAVY, ids=by_name)
def test_what_weighs_much_is_read_or_refused(kind: Files, result: dict[str, Any]) -> None:
    for name, answer in answers_to(kind, result).items():
        assert answer["cells"] or _told(answer.get("reason", "")), (name, answer)


def _told(reason: str) -> bool:
    """Whether it is a short Chinese sentence that says what to do, and of the file, not of us."""
    chinese = re.search("[一-龥]", reason) and "请" in reason
    return bool(chinese) and reason.isprintable() and len(reason) < 90 and LOST[0] not in reason


def test_no_worker_died_or_stalled(result: dict[str, Any]) -> None:
    lost = [n for n, a in result["answers"].items() if a.get("reason", "").startswith(LOST)]
    assert lost == []


def test_hundreds_of_files_of_three_formats_were_read(result: dict[str, Any]) -> None:
    assert len(result["answers"]) >= 700
    for ending, least in ((".xlsx", 300), (".xls", 200), (".ods", 100)):
        assert sum(name.endswith(ending) for name in result["answers"]) >= least, ending


def test_no_file_takes_long(result: dict[str, Any]) -> None:
    slow = {n: a["seconds"] for n, a in result["answers"].items() if a["seconds"] > MOST_SECONDS}
    assert slow == {}


def test_the_parent_does_not_grow(result: dict[str, Any]) -> None:
    assert result["grown"] < MOST_GROWTH
