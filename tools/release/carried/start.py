"""What a double-click runs: the desk on the folder beside the program, or on the one that was
dropped on it; or one sentence that says why not."""

from __future__ import annotations

import sys
import tempfile
import uuid
from pathlib import Path

_PROGRAM = Path(__file__).resolve().parent
_HERE = _PROGRAM.parent
_WORK = "工作目录"
_PACKED = (
    "drafter还在压缩包里，没有打开。请先把压缩包全部解压到一个文件夹，再双击那里的“打开drafter”。"
)
_CLOSED = (
    "“{folder}”不能写入，drafter没有打开。请把drafter的文件夹移到能写入的地方（如D盘、U盘），"
    "去掉写保护或“只读”，再双击“打开drafter”。"
)


def main(arguments: list[str]) -> int:
    """Run the desk until it is ended; 2 where it cannot be opened."""
    named = arguments[:1] if arguments and not arguments[0].startswith("-") else []
    folder = Path(named[0]) if named else _HERE / _WORK
    if reason := _reason(folder):
        print(reason, file=sys.stderr)
        return 2
    sys.path.append(str(_PROGRAM / "lib"))
    from drafter.cli.main import run

    sys.argv = ["drafter", "-C", str(folder), "serve", *arguments[len(named) :]]
    run()
    return 0


def _reason(folder: Path) -> str:
    """Why nothing can be kept in the folder, which is made where there is none; or ""."""
    if _HERE.is_relative_to(Path(tempfile.gettempdir()).resolve()):
        return _PACKED
    trial = folder / f".{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError:
        return _CLOSED.format(folder=folder)
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
