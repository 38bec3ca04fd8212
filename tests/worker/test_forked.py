"""Workers that are forked, from a command or from a nursery, are as bounded and as alone as those that
are spawned."""

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
from drafter.desk.errands.text import document_lines
from drafter.model.errors import DrafterError
from drafter.worker import forked, process
from drafter.worker.bounds import Bounds
from drafter.worker.calls import Apart

start, kind = sys.argv[3:5]
(forked.fork_workers if start == "fork" else process.raise_workers)()
file = Path(sys.argv[1])
sys.path.insert(0, str(file.parent))
opened = file.open("rb")
bounds = Bounds(**eval(sys.argv[2]))
with Apart("instead", file.name, bounds=bounds) as apart:
    worker = apart.worker.start()
    assert type(worker).__name__ == kind
    try:
        print("；".join(apart.call(document_lines, file)))
    except DrafterError as error:
        print(error)
    else:
        if os.path.isdir("/proc/self/fd"):
            assert sorted(map(int, os.listdir(f"/proc/{worker.pid}/fd"))) == [0, 1, 2]
assert worker.poll() is not None
"""


# The module that the worker is given: it may answer otherwise than the program does.
_INSTEAD = """
import os
from drafter.worker import program
program._answer = ({}) or program._answer
"""


@pytest.mark.parametrize(("start", "kind"), [("fork", "Forked"), ("raise", "Raised")])
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
    bounds: str, instead: str, words: str, start: str, kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "改.docx"
    file.write_bytes(document(["办理613件。"]))
    (tmp_path / "instead.py").write_text(_INSTEAD.format(instead))
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, str(file), bounds, start, kind],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(words)
