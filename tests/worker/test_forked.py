"""A command's workers are forked; they are as bounded and as alone as those that are spawned."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.review.documents import document

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
_COMMAND = """
import os, sys
from pathlib import Path
from drafter.desk.text import document_lines
from drafter.model.errors import DrafterError
from drafter.worker import process, program
from drafter.worker.bounds import Bounds
from drafter.worker.calls import Apart

process.fork_workers()
file = Path(sys.argv[1])
opened = file.open("rb")
bounds = Bounds(**eval(sys.argv[2]))
program._answer = eval(sys.argv[3]) or program._answer
with Apart("drafter.desk.text", file.name, bounds=bounds) as apart:
    worker = apart.worker.start()
    assert type(worker).__name__ == "Forked"
    try:
        print("；".join(apart.call(document_lines, file)))
    except DrafterError as error:
        print(error)
    else:
        if os.path.isdir("/proc/self/fd"):
            assert sorted(map(int, os.listdir(f"/proc/{worker.pid}/fd"))) == [0, 1, 2]
assert worker.poll() is not None
"""


@pytest.mark.parametrize(
    ("bounds", "instead", "words"),
    [
        ("{}", "None", "办理613件。"),
        ("{'wall': 1}", "lambda *_: __import__('time').sleep(60)", "改.docx：处理超时"),
        ("{'cpu': 1}", "lambda *_: [0 for _ in iter(int, 1)]", "改.docx：处理超时"),
        ("{}", "lambda *_: os.abort()", "改.docx：使读取程序中止"),
        ("{}", "lambda *_: b'[1, 2'", "改.docx：使读取程序中止"),
        ("{'memory': 300 << 20}", "lambda *_: bytes(400 << 20)", "改.docx：使读取程序中止"),
    ],
)
def test_a_forked_worker_answers_or_is_one_sentence(
    bounds: str, instead: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "改.docx"
    file.write_bytes(document(["办理613件。"]))
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, str(file), bounds, instead],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(words)
