"""What was made, tried: installed in an empty place, it drafts the sample."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from tools.release.embedded import ReleaseError
from tools.release.parts import ROOT

WINE = Path("/usr/lib/wine/wine64")
_SYSTEM = "/usr/bin:/bin"
_DONE = "已生成第1稿"


@contextmanager
def _place() -> Iterator[Path]:
    """An empty place with the sample in it."""
    with TemporaryDirectory() as scratch:
        for name in ("templates", "inputs"):
            shutil.copytree(ROOT / name, Path(scratch, "城中区", name))
        yield Path(scratch)


def _drafted(command: list[str | Path], place: Path, settings: Mapping[str, str]) -> None:
    """Raises ReleaseError where there is no draft of the sample."""
    whole = [str(part) for part in command] + ["-C", "城中区", "draft"]
    done = subprocess.run(
        whole, cwd=place, env=settings, capture_output=True, stdin=subprocess.DEVNULL, check=False
    )
    printed = (done.stdout + done.stderr).decode(errors="replace")
    if _DONE not in printed or not (place / "城中区/output/2023/第1稿/报告.docx").is_file():
        raise ReleaseError(f"{command[0]}: no draft\n{printed}")


def _by_pip(package: Path) -> str:
    with _place() as place:
        began = perf_counter()
        venv.create(place / "venv", with_pip=True)
        python = place / "venv/bin/python"
        pip = [python, "-m", "pip", "install", "--quiet", f"{package}[portal,pdf]"]
        subprocess.run([str(part) for part in pip], check=True, cwd=place)
        installed = perf_counter()
        _drafted([place / "venv/bin/drafter"], place, os.environ)
        return _times(began, installed)


def _on_windows(bundle: Path) -> str:
    if not WINE.is_file():
        return "not tried, for wine64 is not installed"
    with _place() as place:
        settings = {**os.environ, "WINEPREFIX": str(place / "wine"), "WINEDEBUG": "-all"}
        settings |= {"WINEDLLOVERRIDES": "mscoree,mshtml=", "LC_ALL": "C.UTF-8"}
        start = [str(WINE), "wineboot", "--init"]
        nowhere = subprocess.DEVNULL
        subprocess.run(start, env=settings, check=True, stdout=nowhere, stderr=nowhere)
        began = perf_counter()
        _unpack(bundle, place)
        installed = perf_counter()
        command = place / bundle.stem / "program/commands/drafter.bat"
        try:
            _drafted([WINE, "cmd", "/c", command.relative_to(place)], place, settings)
        finally:
            server = [str(WINE.with_name("wineserver")), "-k"]
            subprocess.run(server, env=settings, check=False)
        return _times(began, installed)


def _on_linux(bundle: Path) -> str:
    with _place() as place:
        settings = {"HOME": str(place), "PATH": _SYSTEM, "LANG": "C.UTF-8"}
        offline = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "-r"]
        began = perf_counter()
        _unpack(bundle, place)
        installer = [*offline, "sh", str(place / bundle.stem / "安装.sh")]
        subprocess.run(installer, env=settings, check=True, stdout=subprocess.DEVNULL)
        installed = perf_counter()
        _drafted([*offline, place / ".local/bin/drafter"], place, settings)
        return _times(began, installed)


def _unpack(bundle: Path, place: Path) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(place)


def _times(began: float, installed: float) -> str:
    return f"installed in {installed - began:.1f} s, drafted in {perf_counter() - installed:.1f} s"


TRIALS: dict[str, Callable[[Path], str]] = {
    ".whl": _by_pip,
    ".tar.gz": _by_pip,
    "-win64.zip": _on_windows,
    "-linux.zip": _on_linux,
}
