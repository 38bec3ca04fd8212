"""The desk in Chromium 86: nothing that a page needs is newer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from drafter.desk.year.workspace import open_workspace
from tests.building import sample
from tests.portal.conftest import Served
from tests.portal.hands import OldHands
from tests.portal.people import OWN, hired, links, officers, portal
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


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, tuple[str, str]]]:
    """The sample's portal with a draft, who drafts and who reviews; a department's link and PIN."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    open_workspace(folder).draft()
    officers(folder)
    with portal(folder) as serving:
        issued = links(hired(serving, "起草", "李文", "liwen"), "区司法局")["区司法局"]
        hired(serving, "审阅", "王芳", "wangfang")
        hired(serving, "领导", "钱力", "qianli")
        yield serving, issued


@contextmanager
def opened(browser: Browser, desk: Served, *, script: bool = True) -> Iterator[Page]:
    """A page of somebody whom the portal does not know; what its scripts complain of fails the test."""
    complaints: list[str] = []
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{desk.root}/sign-in/")
    yield page
    context.close()
    assert not complaints


def sign_in(page: Page, login: str) -> None:
    page.fill("[name=login]", login)
    page.fill("[name=password]", OWN)
    page.click("main button")
    page.wait_for_selector("header :text('退出')")


def enter(page: Page, desk: Served, issued: tuple[str, str]) -> None:
    link, pin = issued
    page.goto(f"{desk.root}{link}")
    page.fill("[name=name]", "赵敏")
    page.fill("[name=pin]", pin)
    page.click("main button")
    page.wait_for_selector("h1:has-text('我的填报')")


def test_a_department_fills_in_online_and_is_answered_at_once(
    shared: tuple[Served, tuple[str, str]], chromium86: Browser
) -> None:
    desk, issued = shared
    with opened(chromium86, desk) as page:
        enter(page, desk, issued)
        page.goto(f"{desk.root}/mine/online/")
        field = page.locator("input[inputmode=decimal]").first
        before = field.input_value()
        field.fill("很多")
        field.press("Tab")
        page.wait_for_selector("#tried >> text=按现在填的")
        field.fill(before)
        page.click("button[name=save]")
        page.wait_for_selector("text=次报送")


@pytest.mark.parametrize(
    ("login", "addresses"),
    [
        ("liwen", ("links", "departments", "rounds", "signatures", "keeping")),
        ("wangfang", ("drafts/1", "drafts/1/comments", "findings")),
        ("qianli", ("brief", "signatures")),
    ],
)
def test_the_portals_pages_are_shown_to_each_role(
    shared: tuple[Served, tuple[str, str]],
    chromium86: Browser,
    login: str,
    addresses: tuple[str, ...],
) -> None:
    desk, _ = shared
    with opened(chromium86, desk) as page:
        sign_in(page, login)
        for address in addresses:
            OldHands(page, desk.root).go(f"/{address}/")
            colour = "getComputedStyle(document.querySelector('header')).backgroundColor"
            assert page.evaluate(colour) == "rgb(29, 79, 145)", address
            assert page.evaluate("typeof htmx") == "object"


def test_without_script_forms_are_handed_in_confirmed_and_drafts_commented_on(
    shared: tuple[Served, tuple[str, str]], chromium86: Browser
) -> None:
    desk, issued = shared
    with opened(chromium86, desk, script=False) as page:
        enter(page, desk, issued)
        form = Path(desk.folder / "inputs/2023/区司法局.xlsx")
        page.set_input_files("form[action='/mine/received/'] input[type=file]", form)
        page.click("form[action='/mine/received/'] button")
        assert "收到" in page.inner_text("main")
        page.click("text=确认这一份")
        assert "已确认" in page.inner_text("main")
    with opened(chromium86, desk, script=False) as page:
        sign_in(page, "wangfang")
        page.goto(f"{desk.root}/drafts/1/paragraphs/12/")
        page.fill("[name=words]", "请压缩")
        page.click("form[action='/drafts/1/comments/new/'] button")
        assert "请压缩" in page.inner_text("main")
