"""Installs drafter for this user on Linux, out of the wheels beside it, without pip or network."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

_HERE = Path(__file__).resolve().parent
_GLIBC = (2, 28)
_UNFIT = (
    "本安装包不适用于这台电脑（{machine}，Python {python}，glibc {glibc}），没有安装。"
    "适用的是x86_64、aarch64，Python 3.11至3.13，glibc 2.28以上；"
    "别的电脑请用浏览器，在装好drafter的电脑上办理。"
)
_DONE = "drafter已装好：在菜单里点“drafter”，或运行 {opener}；工作目录在 {work}。"
_OPENER = '#!/bin/sh\nexec {python} -X utf8 {program}/start.py {work} "$@"\n'
_COMMAND = '#!/bin/sh\nPYTHONPATH={program}/lib exec {python} -X utf8 -m drafter "$@"\n'
_ENTRY = """[Desktop Entry]
Type=Application
Name=drafter
Comment=起草法治政府建设年度报告
Exec="{opener}"
Terminal=true
Categories=Office;
"""


def main() -> int:
    """Put the program below the user's folder, and its entry into the menu; 2 where it cannot run
    here. An older version is replaced; what is worked on is not touched."""
    wheels = list(_fitting(sorted((_HERE / "wheels").glob("*.whl"))))
    if not _complete(wheels):
        machine, (_, glibc) = platform.machine(), platform.libc_ver()
        told = _UNFIT.format(machine=machine, python=platform.python_version(), glibc=glibc)
        print(told, file=sys.stderr)
        return 2
    home = Path.home()
    own, work = home / ".local/share/drafter", home / "drafter工作目录"
    _unpack(wheels, own / "program")
    names = {
        "python": quote(sys.executable),
        "program": quote(str(own / "program")),
        "work": quote(str(work)),
    }
    opener = _script(own / "打开drafter.sh", _OPENER.format(**names))
    _script(home / ".local/bin/drafter", _COMMAND.format(**names))
    for folder in (home / ".local/share/applications", *_desktop()):
        _script(folder / "drafter.desktop", _ENTRY.format(opener=opener))
    print(_DONE.format(opener=opener, work=work))
    return 0


def _fitting(wheels: list[Path]) -> Iterator[Path]:
    """Those for this Python on this machine, by their names' tags (PEP 427)."""
    own, machine = f"cp3{sys.version_info.minor}", platform.machine()
    for wheel in wheels:
        _, abi, systems = wheel.stem.split("-")[-3:]
        if systems == "any" or (abi in (own, "abi3") and systems.endswith(machine)):
            yield wheel


def _complete(wheels: list[Path]) -> bool:
    """Whether there is one of each part, and the system's library is new enough for them."""
    parts = {wheel.name.partition("-")[0] for wheel in (_HERE / "wheels").glob("*.whl")}
    name, version = platform.libc_ver()
    known = tuple(int(number) for number in version.split(".")[:2]) if name == "glibc" else ()
    return known >= _GLIBC and {wheel.name.partition("-")[0] for wheel in wheels} == parts


def _unpack(wheels: list[Path], program: Path) -> None:
    new, old = program.with_name("program.new"), program.with_name("program.old")
    for path in (new, old):
        shutil.rmtree(path, ignore_errors=True)
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(new / "lib")
    shutil.copy(_HERE / "start.py", new)
    if program.exists():
        program.rename(old)
    new.rename(program)
    shutil.rmtree(old, ignore_errors=True)


def _desktop() -> Iterator[Path]:
    """The user's desktop, where there is one."""
    if asker := shutil.which("xdg-user-dir"):
        done = subprocess.run([asker, "DESKTOP"], capture_output=True, text=True, check=False)
        folder = Path(done.stdout.strip() or ".")
        if folder.is_absolute() and folder.is_dir() and folder != Path.home():
            yield folder


def _script(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


if __name__ == "__main__":
    sys.exit(main())
