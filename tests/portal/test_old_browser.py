"""The desk in Chromium 86: nothing that a page needs is newer."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.portal.conftest import Served
from tests.portal.hands import OldHands
from tests.portal.test_pages import ADDRESSES

pytestmark = pytest.mark.slow


def test_every_page_is_shown_and_no_script_complains(desk: Served, chromium86: Browser) -> None:
    context = chromium86.new_context(viewport={"width": 1366, "height": 768})
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.goto(desk.opening)
    for address in ADDRESSES:
        OldHands(page, desk.root).go(
            address
        )  # until nothing is being done: a page that waits is left
        assert (
            page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor")
            == "rgb(29, 79, 145)"
        )
        assert page.evaluate("typeof htmx") == "object"
    context.close()
    assert not complaints
