"""LibreOffice as an oracle: tests that need it are skipped where it is not, but never in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

# Laws are tried on other cases every time, but on the same ones in CI: what landed once stays green.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")

Convert = Callable[[Path, str], Path]
_ABSENT = "未安装LibreOffice（soffice） / LibreOffice (soffice) is not installed"
_SECONDS = 180


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """A function (file, ending) → the file as LibreOffice saves it, everything recalculated."""
    program = shutil.which("soffice")
    if program is None:
        absent(_ABSENT)
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(path: Path, ending: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        switches = [f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command = [str(program), *switches, "--convert-to", ending, "--outdir", str(folder)]
        run = subprocess.run([*command, str(path)], capture_output=True, timeout=_SECONDS)
        made = folder / f"{path.stem}.{ending.partition(':')[0]}"
        assert made.is_file(), run.stderr.decode(errors="replace")
        return made

    return convert


@pytest.fixture(scope="session")
def soffice_all(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """A function (folder, ending) → a folder with all its .docx as LibreOffice converts them."""
    program = shutil.which("soffice")
    if program is None:
        absent(_ABSENT)
    profile = tmp_path_factory.mktemp("profile").as_uri()

    def convert(folder: Path, ending: str) -> Path:
        made = tmp_path_factory.mktemp("converted")
        switches = [f"-env:UserInstallation={profile}", "--headless", "--norestore"]
        command = [str(program), *switches, "--convert-to", ending, "--outdir", str(made)]
        files = sorted(map(str, folder.glob("*.docx")))
        run = subprocess.run([*command, *files], capture_output=True, timeout=_SECONDS)
        assert len(list(made.iterdir())) == len(files), run.stderr.decode(errors="replace")
        return made

    return convert


@pytest.fixture(scope="session")
def pages() -> None:
    """What a look at pages needs: poppler, and the look-alikes that .ci/fonts installs."""
    if shutil.which("pdftotext") is None or shutil.which("fc-match") is None:
        absent("未安装poppler-utils或fontconfig / poppler-utils or fontconfig is not installed")
    shown = subprocess.run(["fc-match", "仿宋_GB2312", "family"], capture_output=True, check=True)
    if b"Fandol" not in shown.stdout:
        absent("未安装仿宋字体，见.ci/fonts / no look-alike for 仿宋, see .ci/fonts")


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
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(program), args=list(_SWITCHES))
        yield browser
        browser.close()
