"""Hands in a browser: a page's buttons, links and fields by what a clerk reads on them."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Page

_PATIENCE = 60  # seconds
_MOST_STOPS = 600
_READY = "document.readyState === 'complete' && !document.querySelector('.going') && document.querySelector('main h1') !== null"
_FIND = """(words) => [...document.querySelectorAll('main button, main a, nav a')]
    .filter((one) => one.textContent.trim().startsWith(words))[0]"""


class Hands:
    """A clerk at the desk."""

    def __init__(self, page: Page, root: str) -> None:
        self.page = page
        self.root = root

    def go(self, path: str) -> None:
        """To a page, and until what it shows is known."""
        self.page.goto(f"{self.root}{path}")
        self.ready()

    def press(self, words: str) -> None:
        """The button or the link that begins with these words."""
        one = f"main button:has-text('{words}'), main a:has-text('{words}'), nav a:has-text('{words}')"
        self.page.locator(one).first.click()
        self.ready()

    def fill(self, name: str, value: str) -> None:
        """The field of that name."""
        self.page.locator(f"main [name='{name}']").first.fill(value)

    def tick(self, words: str) -> None:
        """The box in the row in which these words stand."""
        self.page.locator(f"tr:has-text('{words}') input[type=checkbox]").first.check()

    def drop(self, files: Sequence[Path], place: str = "files") -> None:
        """The files on the place for files of that id."""
        self.page.set_input_files(f"#{place}", [*map(str, files)])

    def ready(self) -> None:
        """Until no work goes on."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            self.page.wait_for_load_state()
            with suppress(Error):  # the page is left for the next one just now
                if self.page.evaluate(_READY):
                    return
            time.sleep(0.1)
        raise AssertionError(self.page.url)

    def picture(self, name: str, path: str = "", pressed: str = "") -> None:
        """The page at that address, for the manual, where PICTURES names its folder of pictures."""
        if folder := os.environ.get("PICTURES"):
            if path:
                self.go(path)
            if pressed:
                self.page.click(pressed)
                self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=Path(folder) / f"desk-{name}.png")

    def read(self, where: str = "main") -> str:
        """What stands there."""
        return str(self.page.evaluate("(where) => document.querySelector(where).innerText", where))


class Keys(Hands):
    """The same by keyboard alone: the tabulator goes to what is meant, and only keys do it."""

    def press(self, words: str) -> None:
        self._reach(
            "['BUTTON', 'A'].includes(one.tagName) && one.textContent.trim().startsWith(wanted)",
            words,
        )
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.ready()

    def fill(self, name: str, value: str) -> None:
        self._reach("one.name === wanted", name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(value)

    def tick(self, words: str) -> None:
        self._reach(
            "one.type === 'checkbox' && one.closest('tr').textContent.includes(wanted)", words
        )
        self.page.keyboard.press("Space")

    def picture(self, name: str, path: str = "", pressed: str = "") -> None:
        """None: the manual shows what a mouse sees."""

    def _reach(self, meant: str, wanted: str) -> None:
        """Press the tabulator until what has the focus is meant."""
        script = f"(wanted) => {{ const one = document.activeElement; return one && {meant}; }}"
        self.page.evaluate("document.activeElement && document.activeElement.blur()")
        for _ in range(_MOST_STOPS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(script, wanted):
                return
        raise AssertionError(f"the tabulator does not come to {wanted} on {self.page.url}")


class OldHands(Hands):
    """The same in a browser that is too old for Playwright's own eyes: the page's own script does it."""

    def picture(self, name: str, path: str = "", pressed: str = "") -> None:
        """None: the manual shows today's browser."""

    def press(self, words: str) -> None:
        with self.page.expect_navigation():
            self.page.evaluate(f"(words) => ({_FIND})(words).click()", words)
        self.ready()

    def fill(self, name: str, value: str) -> None:
        script = (
            "([name, value]) => { document.querySelector(`main [name='${name}']`).value = value; }"
        )
        self.page.evaluate(script, [name, value])

    def tick(self, words: str) -> None:
        script = """(words) => { [...document.querySelectorAll('tr')]
            .filter((row) => row.textContent.includes(words))[0]
            .querySelector('input[type=checkbox]').checked = true; }"""
        self.page.evaluate(script, words)

    def drop(self, files: Sequence[Path], place: str = "files") -> None:
        where = self.page.query_selector(f"#{place}")
        assert where is not None
        where.set_input_files([*map(str, files)])
