"""rust-docxtpl in an environment of its own: it has docxtpl's import name."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.bench_document import Sample

VERSION = "0.1.2"
_HOME = Path(__file__).parents[1] / "build/bench-rust"
_PROGRAM = Path(__file__).parent / "bench_other.py"


class Engine:
    """A process that renders the sample when it is told to, and tells what that took."""

    def __init__(self, folder: Path, process: subprocess.Popen[str]) -> None:
        self._folder, self._process = folder, process
        self.imported = float(self._answer())

    def render(self, times: int) -> list[float]:
        """Processor seconds for each of that many renderings."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{times}\n")
        self._process.stdin.flush()
        return [float(time) for time in self._answer().split()]

    def document(self) -> bytes:
        """What it renders; the caches are warm then."""
        self.render(3)
        return (self._folder / "out.docx").read_bytes()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


@contextmanager
def rust_engine(made: Sample) -> Iterator[Engine | None]:
    """rust-docxtpl with the sample; None where it cannot be installed."""
    python = _environment()
    if python is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "template.docx").write_bytes(made.template)
        (folder / "data.json").write_text(json.dumps(made.plain), encoding="utf-8")
        pipe = subprocess.PIPE
        command = [str(python), str(_PROGRAM), name]
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
            yield Engine(folder, process)
            assert process.stdin is not None
            process.stdin.close()


def _environment() -> Path | None:
    """The environment's Python, installed once."""
    python, ready = _HOME / "bin/python", _HOME / f"ready-{VERSION}"
    if ready.exists():
        return python
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(_HOME)], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", f"rust-docxtpl=={VERSION}"]
    if subprocess.run(install, check=False).returncode:
        return None
    ready.touch()
    return python
