"""What drafter is run with: wheels of the package index, each pinned by its hash in parts.txt.

`python -m tools.release.parts` pins today's versions anew.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from tools.release.targets import LINUX, WINDOWS, Target

ROOT = Path(__file__).parents[2]
_PINNED = Path(__file__).with_name("parts.txt")
_EXTRAS = ("portal", "pdf")
# What click and Django need on Windows alone: pip asks the system that it runs on.
_ON_WINDOWS = ("colorama", "tzdata")
_FOREIGN = re.compile(r"django/.*/locale/(?!en/|zh_Hans/|__init__)")
_HEAD = (
    "# Every part of a release, and the hash of each wheel that goes into one. Made by parts.py.\n"
)


def fetched(targets: Iterable[Target], folder: Path) -> list[Path]:
    """The pinned wheels for the targets, put into the folder."""
    for target in targets:
        for python in target.pythons:
            pinned = ["--require-hashes", "--no-deps", f"-r{_PINNED}"]
            download([*target.options(python), *pinned], folder)
    return sorted(folder.glob("*.whl"))


def own_wheel(folder: Path) -> Path:
    """drafter's own wheel; the same source makes the same bytes."""
    with TemporaryDirectory() as scratch:
        command = [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--wheel",
            f"--outdir={scratch}",
            str(ROOT),
        ]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (wheel,) = Path(scratch).glob("*.whl")
        return Path(shutil.copy(wheel, folder))


def unpacked(wheels: Iterable[Path], folder: Path) -> None:
    """The wheels' files, as an import finds them; of Django's languages two."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            names = (name for name in archive.namelist() if not _FOREIGN.match(name))
            archive.extractall(folder, names)


def download(what: list[str], folder: Path) -> None:
    """What pip is asked for, put into the folder."""
    options = ["--quiet", "--disable-pip-version-check", f"--dest={folder}"]
    subprocess.run([sys.executable, "-m", "pip", "download", *options, *what], check=True)


def _needed() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (project["optional-dependencies"][extra] for extra in _EXTRAS)
    needs = (need for extra in extras for need in extra)
    return [*project["dependencies"], *needs, *_ON_WINDOWS]


def _pin() -> None:
    """Windows decides on the versions, and the others take the same."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for python in WINDOWS.pythons:
            download([*WINDOWS.options(python), *_needed()], folder)
        versions = [f"{name}=={version}" for name, version in _named(folder)]
        for target in LINUX:
            for python in target.pythons:
                download([*target.options(python), "--no-deps", *versions], folder)
        _PINNED.write_text(_HEAD + "".join(_lines(folder)), encoding="utf-8")


def _named(folder: Path) -> Iterator[tuple[str, str]]:
    return (_name(wheel) for wheel in sorted(folder.glob("*.whl")))


def _name(wheel: Path) -> tuple[str, str]:
    name, version, *_ = wheel.name.split("-")
    return name.replace("_", "-").lower(), version


def _lines(folder: Path) -> Iterator[str]:
    for (name, version), wheels in groupby(sorted(folder.glob("*.whl")), _name):
        hashes = (hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels)
        listed = " \\\n    ".join(f"--hash=sha256:{own}" for own in sorted(hashes))
        yield f"{name}=={version} \\\n    {listed}\n"


if __name__ == "__main__":
    _pin()
