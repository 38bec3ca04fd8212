"""The desk in Chromium 86: nothing that a page needs is newer."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser

from drafter.desk.year.workspace import open_workspace
from tests.building import sample
from tests.portal.conftest import Served
from tests.portal.hands import OldHands
from tests.portal.people import OWN, hired, links, officers, portal
from tests.portal.test_pages import ADDRESSES

pytestmark = pytest.mark.slow
_FIELD = "document.querySelector('input[inputmode=decimal]')"


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
        issued = links(hired(serving, "起草", "李文", "liwen"), "区法院")["区法院"]
        hired(serving, "审阅", "王芳", "wangfang")
        hired(serving, "领导", "钱力", "qianli")
        yield serving, issued


@contextmanager
def opened(browser: Browser, desk: Served, *, script: bool = True) -> Iterator[OldHands]:
    """Somebody whom the portal does not know; what the scripts complain of fails the test."""
    complaints: list[str] = []
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield OldHands(page, desk.root)
    context.close()
    assert not complaints


def sign_in(hands: OldHands, login: str) -> None:
    hands.go("/sign-in/")
    hands.fill("login", login)
    hands.fill("password", OWN)
    hands.press("登录")


def enter(hands: OldHands, issued: tuple[str, str]) -> None:
    link, pin = issued
    hands.go(link)
    hands.fill("name", "赵敏")
    hands.fill("pin", pin)
    hands.press("进入")
    assert "我的填报" in hands.read("h1")


def test_a_department_fills_in_online_and_is_answered_at_once(
    shared: tuple[Served, tuple[str, str]], chromium86: Browser
) -> None:
    desk, issued = shared
    with opened(chromium86, desk) as hands:
        enter(hands, issued)
        hands.go("/mine/online/")
        before = hands.page.evaluate(f"{_FIELD}.value")
        hands.page.evaluate(f"{_FIELD}.value = '很多'")
        hands.page.evaluate(f"{_FIELD}.dispatchEvent(new Event('change', {{bubbles: true}}))")
        for _ in range(300):
            if "按现在填的" in hands.read("#tried"):
                break
            time.sleep(0.1)
        assert "按现在填的" in hands.read("#tried")
        hands.page.evaluate(f"(before) => {{ {_FIELD}.value = before; }}", before)
        hands.press("保存")
        assert "次报送" in hands.read()


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
    with opened(chromium86, desk) as hands:
        sign_in(hands, login)
        for address in addresses:
            hands.go(f"/{address}/")
            colour = "getComputedStyle(document.querySelector('header')).backgroundColor"
            assert hands.page.evaluate(colour) == "rgb(29, 79, 145)", address
            assert hands.page.evaluate("typeof htmx") == "object"


def test_without_script_forms_are_handed_in_confirmed_and_drafts_commented_on(
    shared: tuple[Served, tuple[str, str]], chromium86: Browser
) -> None:
    desk, issued = shared
    with opened(chromium86, desk, script=False) as hands:
        enter(hands, issued)
        hands.drop([desk.folder / "inputs/2023/区法院.xlsx"])
        hands.press("报送")
        assert "收到" in hands.read()
        hands.press("确认这一份")
        assert "已确认" in hands.read()
    with opened(chromium86, desk, script=False) as hands:
        sign_in(hands, "wangfang")
        hands.go("/drafts/1/paragraphs/12/")
        hands.fill("words", "请压缩")
        hands.press("记下批注")
        assert "请压缩" in hands.read()
