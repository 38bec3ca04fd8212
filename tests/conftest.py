"""LibreOffice as an oracle: tests that need it are skipped where it is not, but never in CI."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from drafter.desk.year.results import Drafted
from drafter.worker.process import raise_workers
from tests.arrival import arrivals
from tests.building import sample
from tests.laws import NIGHT

# A worker that is spawned for each command takes longer than most of what is tested.
raise_workers()

# Laws are tried on the same cases every time, so that what landed once stays green; on others at night.
# How long a machine takes to think of an example, while it does other things too, is no fault.
settings.register_profile(
    "suite",
    derandomize=not NIGHT,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("suite")

# The tests' key for what is sealed is not their user's; the settings of fonts are.
_SETTINGS = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="drafter-config-")
Path(os.environ["XDG_CONFIG_HOME"], "fontconfig").symlink_to(_SETTINGS / "fontconfig")

Convert = Callable[[Path, str], Path]
_ABSENT = "未安装LibreOffice（soffice） / LibreOffice (soffice) is not installed"
_SECONDS = 180
_TEXTS = ("docx", "odt")
_SHEETS = ("xlsx", "xls", "ods")


class Office:
    """LibreOffice with an empty text open, so that it stays: what is to be converted is handed to it,
    at a fifth of what a start takes. A conversion starts its own where this one is gone.
    """

    def __init__(self, program: str, folder: Path) -> None:
        switches = [f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
        self.command = [program, *switches, "--norestore"]
        idle = folder / "idle.txt"
        idle.touch()
        self.running = subprocess.Popen([*self.command, str(idle)], stderr=subprocess.DEVNULL)
        for _ in range(_SECONDS * 10):
            if (folder / ".~lock.idle.txt#").exists() or self.running.poll() is not None:
                break
            time.sleep(0.1)

    def convert(self, files: list[Path], ending: str, folder: Path) -> None:
        """The files as LibreOffice saves them, in the folder."""
        command = [*self.command, "--convert-to", ending, "--outdir", str(folder), *map(str, files)]
        run = subprocess.run(command, capture_output=True, timeout=_SECONDS + 2 * len(files))
        assert len(list(folder.iterdir())) == len(files), run.stderr.decode(errors="replace")

    def close(self) -> None:
        self.running.terminate()
        self.running.wait(_SECONDS)


def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than processors: two fifths of a test's time it waits, for LibreOffice, a
    browser or the disk."""
    return (os.cpu_count() or 1) + 2


def pytest_collection_finish() -> None:
    """What the collection leaves stays to the end: it is not gone through each time rubbish is sought."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take long come first, so that no process is left with one at the end."""
    files: dict[Path, list[bool]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item.get_closest_marker("slow") is not None)
    shares = {path: sum(slow) / len(slow) for path, slow in files.items()}
    items.sort(key=lambda item: -shares[item.path])


@pytest.fixture(scope="session")
def resident(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The process's own LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        absent(_ABSENT)
    office = Office(str(program), tmp_path_factory.mktemp("office"))
    yield office
    office.close()


@pytest.fixture(scope="session")
def soffice(resident: Office, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """A function (file, ending) → the file as LibreOffice saves it, everything recalculated."""

    def convert(path: Path, ending: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        resident.convert([path], ending, folder)
        return folder / f"{path.stem}.{ending.partition(':')[0]}"

    return convert


@pytest.fixture(scope="session")
def soffice_all(resident: Office, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """A function (folder, ending) → a folder with its documents, or workbooks, as LibreOffice saves them."""

    def convert(folder: Path, ending: str) -> Path:
        converted = tmp_path_factory.mktemp("converted")
        kinds = _SHEETS if ending in _SHEETS else _TEXTS
        files = [path for path in sorted(folder.iterdir()) if path.suffix[1:] in kinds]
        resident.convert(files, ending, converted)
        return converted

    return convert


@pytest.fixture(scope="session")
def pages() -> None:
    """What a look at pages needs: poppler, and the look-alikes that .ci/fonts installs."""
    if shutil.which("pdftotext") is None or shutil.which("fc-match") is None:
        absent("未安装poppler-utils或fontconfig / poppler-utils or fontconfig is not installed")
    shown = subprocess.run(["fc-match", "仿宋_GB2312", "family"], capture_output=True, check=True)
    if b"Fandol" not in shown.stdout:
        absent("未安装仿宋字体，见.ci/fonts / no look-alike for 仿宋, see .ci/fonts")


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Drafted:
    """The sample's first draft, for tests that only read it."""
    return sample(tmp_path_factory.mktemp("城中区")).draft()


def absent(what: str) -> None:
    """Skip, and say so; in CI fail."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(what)


_SWITCHES = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium. Skipped where there is none, but never in CI."""
    program = shutil.which("chromium")
    if program is None:
        absent("未安装Chromium / Chromium is not installed")
    arrivals()
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(program), args=list(_SWITCHES))
        yield browser
        browser.close()
