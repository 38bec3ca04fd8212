"""drafter for Linux without a network: wheels for several Pythons and machines, and what unpacks
those that fit."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import drafter
from tools.release.bundle import bundled
from tools.release.licences import write_licences
from tools.release.manual import manual
from tools.release.parts import fetched, own_wheel
from tools.release.targets import LINUX, Target
from tools.release.windows import CARRIED, MANUAL

INSTALLER = "安装.sh"


def linux(target: Path, machines: Sequence[Target] = LINUX) -> Path:
    """drafter-…-linux.zip in the folder, for these machines."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch, f"drafter-{drafter.__version__}-linux")
        wheels = folder / "program/wheels"
        wheels.mkdir(parents=True)
        parts = [*fetched(machines, wheels), own_wheel(wheels)]
        for script in ("install.py", "start.py"):
            shutil.copy(CARRIED / script, folder / "program")
        shutil.copy(Path(__file__).with_name("linux") / INSTALLER, folder)
        write_licences(parts, folder)
        (folder / MANUAL).write_bytes(manual(drafter.__version__))
        return bundled(folder, target)
