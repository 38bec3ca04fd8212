"""The worker may have been taken over by its file: its parent believes only what it can check."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

import pytest

from drafter.desk.errands import text as plain
from drafter.model.errors import DrafterError
from drafter.worker import process
from drafter.worker.bounds import Bounds
from drafter.worker.calls import Apart
from drafter.worker.program import PLAIN, TYPED
from tests.review.documents import document

_DIED = "改.docx：使读取程序中止，未处理；请用Word或WPS打开，另存为新的.docx后重试"
_STALLED = "改.docx：处理超时，已停止；请拆成几个文件后重试"
_SAY = "import sys\nfor _ in sys.stdin: print({}, flush=True)"


@pytest.fixture(autouse=True)
def spawned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here workers are spawned, each with the program that the test gives it."""
    monkeypatch.setattr(process, "_raising", False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "改.docx").write_bytes(document("甲段\n乙段"))
    return tmp_path / "改.docx"


def lines(file: Path, bounds: Bounds | None = None) -> list[str]:
    with Apart("drafter.desk.errands.text", file.name, bounds=bounds) as apart:
        return apart.call(plain.document_lines, file)


@pytest.mark.parametrize("job", [*PLAIN, *TYPED])
def test_every_job_of_the_list_is_there(job: str) -> None:
    module, _, name = job.partition(":")
    assert callable(getattr(import_module(module), name))


def test_a_file_is_read_in_the_worker(file: Path) -> None:
    assert lines(file)[:2] == ["甲段", "乙段"]


@pytest.mark.parametrize(
    "said",
    [
        "''",
        "'[' * 100_000",
        """'[["甲段"], null'""",
        "'[[1], null]'",
        """'{"result": []}'""",
        "'[null, null]'",
        """'[null, {"kind": "SystemExit", "message": 5}]'""",
        "'[[], null]' + ' ' * 2_000_000",
    ],
)
def test_an_answer_that_no_worker_of_ours_gives_is_not_believed(
    said: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_PROGRAM", _SAY.format(said))
    with pytest.raises(DrafterError) as error:
        lines(file, Bounds(answer=1_000_000))
    assert str(error.value) == _DIED


def test_an_error_is_one_of_ours_whatever_the_worker_calls_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = """'[null, {"kind": "KeyboardInterrupt", "message": "改.docx：坏了"}]'"""
    monkeypatch.setattr(process, "_PROGRAM", _SAY.format(said))
    with pytest.raises(DrafterError, match=r"^改\.docx：坏了$"):
        lines(file)


def test_what_is_not_on_the_list_is_not_called(file: Path) -> None:
    with (
        Apart("drafter.desk.errands.text", file.name) as apart,
        pytest.raises(DrafterError) as error,
    ):
        apart.call(plain.plain_text, file)
    assert str(error.value) == _DIED


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("import time; time.sleep(60)", _STALLED),
        ("import os; os.abort()", _DIED),
    ],
)
def test_a_worker_that_stalls_or_dies_is_one_sentence(
    program: str, said: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_PROGRAM", program)
    with pytest.raises(DrafterError) as error:
        lines(file, Bounds(wall=2))
    assert str(error.value) == said


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no setrlimit")
def test_processor_time_is_bounded(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import sys, json; from drafter.worker.program import _limit; from drafter.worker.bounds "
        "import Bounds\nfor line in sys.stdin:\n _limit(Bounds(**json.loads(line)[2]))\n while 1: pass"
    )
    monkeypatch.setattr(process, "_PROGRAM", program)
    with pytest.raises(DrafterError) as error:
        lines(file, Bounds(cpu=1, wall=30))
    assert str(error.value) == _STALLED


def test_memory_is_bounded(file: Path) -> None:
    pytest.importorskip("resource")
    file.write_bytes(document(["办理613件。"] * 9_000))
    assert len(lines(file)) > 9_000
    with pytest.raises(DrafterError, match=r"^改\.docx：(过大，内存不足|使读取程序中止)，"):
        lines(file, Bounds(memory=45 << 20))
