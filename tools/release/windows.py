"""drafter for Windows: a folder that is unpacked and opened by a double-click, and touches nothing
else on the machine."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import drafter
from tools.release.bundle import bundled
from tools.release.embedded import python
from tools.release.licences import FOLDER, write_licences
from tools.release.manual import manual
from tools.release.parts import fetched, own_wheel, unpacked
from tools.release.targets import WINDOWS

MANUAL = "使用手册.html"
CARRIED = Path(__file__).with_name("carried")
_SCRIPTS = Path(__file__).with_name("windows")
_CODE_PAGE = "gbk"  # 936, which cmd.exe reads a script in


def windows(target: Path) -> Path:
    """drafter-…-win64.zip in the folder."""
    with TemporaryDirectory() as scratch:
        wheels = Path(scratch, "wheels")
        wheels.mkdir()
        parts = [*fetched([WINDOWS], wheels), own_wheel(wheels)]
        folder = Path(scratch, f"drafter-{drafter.__version__}-{WINDOWS.name}")
        program = folder / "program"
        python(program / "python")
        unpacked(parts, program / "lib")
        shutil.copy(CARRIED / "start.py", program)
        write_licences(parts, folder)
        licence = program / "python/LICENSE.txt"
        (folder / FOLDER / "Python.txt").write_bytes(licence.read_bytes())
        for script in _SCRIPTS.rglob("*.bat"):
            path = folder / script.relative_to(_SCRIPTS)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(in_cmd(script.read_text(encoding="utf-8")))
        (folder / MANUAL).write_bytes(manual(drafter.__version__))
        return bundled(folder, target)


def in_cmd(script: str) -> bytes:
    """The script as cmd.exe reads it on a Chinese system."""
    return script.replace("\n", "\r\n").encode(_CODE_PAGE)
