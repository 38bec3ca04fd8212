"""The desk as its users have it: the program serves a copy of the sample, Chromium shows it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.building import sample
from tests.conftest import absent
from tests.portal.county import county

SIZES = {"wide": (1366, 768), "narrow": (390, 844)}
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "drafter"
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/(open/\S+)?")


class Served:
    """`drafter serve` on a folder: the address that opens once, and the process."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [sys.executable, "-m", "drafter", "-C", str(folder), "serve", "--no-browser"]
        self.folder = folder
        self.process = subprocess.Popen(
            [*command, *options], stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self.lines: list[str] = []
        self.opening = self._opening()
        self.root = self.opening.partition("/open/")[0].rstrip("/")

    def _opening(self) -> str:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.strip())
            if found := _ADDRESS.search(line):
                return found[0]
        raise AssertionError(self.lines)

    def stop(self) -> int:
        """Ctrl+C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(30)
        if self.process.stderr:
            self.lines += self.process.stderr.read().splitlines()
            self.process.stderr.close()
        return code


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """The folder served while the context lasts."""
    serving = Served(folder, *options)
    try:
        yield serving
    finally:
        if serving.process.poll() is None:
            serving.stop()
        elif serving.process.stderr:
            serving.process.stderr.close()


@pytest.fixture(scope="session")
def chromium86(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """The oldest browser that officials have, as .ci/chromium86 unpacks it. Playwright does not start
    one so old, but leads one that is started."""
    program = CACHE / "chromium-86"
    if not program.is_file():
        absent("未准备Chromium 86，见.ci/chromium86 / there is no Chromium 86, see .ci/chromium86")
    folder = tmp_path_factory.mktemp("chromium86")
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    own = ["--remote-debugging-port=0", f"--user-data-dir={folder}"]
    with subprocess.Popen(
        [program, *switches, *own, "about:blank"], stderr=subprocess.DEVNULL
    ) as run:
        port = folder / "DevToolsActivePort"
        for _ in range(300):
            if port.is_file() and port.read_text():
                break
            time.sleep(0.1)
        address = f"http://127.0.0.1:{port.read_text().split()[0]}"
        browser = chromium.browser_type.connect_over_cdp(address)
        assert browser.version.startswith("86.")
        yield browser
        browser.close()
        run.terminate()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample's desk, which the tests of a file share."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    with served(folder) as serving:
        yield serving


@pytest.fixture(scope="module")
def county_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The desk of a county with findings of many sorts."""
    folder = tmp_path_factory.mktemp("平安县")
    county(folder)
    with served(folder) as serving:
        yield serving


@pytest.fixture(scope="module")
def context(desk: Served, chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that came in by the desk's address."""
    entered = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = entered.new_page()
    page.goto(desk.opening)
    page.close()
    yield entered
    entered.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of that browser; what its scripts complain of fails the test."""
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on(
        "console", lambda told: complaints.append(told.text) if told.type == "error" else None
    )
    yield opened
    opened.close()
    assert not complaints


def picture(page: Page, name: str) -> None:
    """The page at both sizes, which does not scroll sideways; kept where PICTURES names a folder."""
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(_SIDEWAYS) <= 0, f"{name} scrolls sideways at {width}"
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=True)


Look = Callable[[str], None]


@pytest.fixture
def look(page: Page, desk: Served) -> Look:
    """A function (address): the page is sound for everybody, at both sizes, and is pictured where
    PICTURES names a folder."""

    def looked(address: str) -> None:
        page.goto(f"{desk.root}{address}")
        page.wait_for_load_state("networkidle")
        page.wait_for_selector(".going", state="detached")
        stem = address.split("?")[0].strip("/").replace("/", "-") or "overview"
        picture(page, stem)
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return looked
