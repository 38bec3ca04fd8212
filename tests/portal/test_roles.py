"""Each role walks its pages in a browser: sound for everybody, at both sizes. The pictures of
docs/岗位手册.md are taken here, where PICTURES names a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from drafter.desk.year.workspace import open_workspace
from drafter.portal.member import Role
from tests.building import sample
from tests.portal.conftest import SIZES, Served
from tests.portal.people import OFFICERS, OWN, PASSWORD, hired, links, officers, portal
from tests.portal.visitor import Stranger

pytestmark = pytest.mark.slow
_SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PEOPLE = {"起草": ("李文", "liwen"), "审阅": ("王芳", "wangfang"), "领导": ("钱力", "qianli")}
WALKS = {
    "起草": ("links", "departments", "rounds", "keeping"),
    "审阅": ("findings", "drafts/1", "drafts/1/comments", "signatures"),
    "领导": ("brief", "signatures"),
    "系统": ("accounts", "password", "keeping"),
    "安全": ("powers",),
    "审计": ("keeping",),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample's portal with somebody of each role and a first draft."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    open_workspace(folder).draft()
    officers(folder)
    with portal(folder) as serving:
        for role, (name, login) in PEOPLE.items():
            hired(serving, role, name, login)
        yield serving


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser that nobody knows yet; what its scripts complain of fails the test."""
    complaints: list[str] = []
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert not complaints


def sound(page: Page, name: str) -> None:
    """axe has nothing to say against the page, and it does not scroll sideways."""
    page.wait_for_load_state("networkidle")
    page.wait_for_selector(".going", state="detached", timeout=60_000)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(_SIDEWAYS) <= 0, f"{name} scrolls sideways at {width}"
        if (folder := os.environ.get("PICTURES")) and size == "wide":
            page.screenshot(path=Path(folder) / f"portal-{name}.png")
    page.set_viewport_size({"width": 1366, "height": 768})


def sign_in(page: Page, desk: Served, login: str, password: str) -> None:
    """By keyboard alone, as the form has it."""
    page.goto(f"{desk.root}/sign-in/")
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in/" not in url)


@pytest.mark.parametrize("role", [*WALKS])
def test_a_role_walks_its_pages(page: Page, desk: Served, role: str) -> None:
    login, password = (OFFICERS[role], PASSWORD) if role in OFFICERS else (PEOPLE[role][1], OWN)
    sign_in(page, desk, login, password)
    assert f"（{role}）" in page.inner_text("header")
    for address in WALKS[role]:
        answer = page.goto(f"{desk.root}/{address}/")
        assert answer
        assert answer.status in (200, 202), address
        sound(page, f"{Role(role).name.lower()}-{address.replace('/', '-')}")


def test_a_department_walks_from_its_link_to_what_it_fills_in(page: Page, desk: Served) -> None:
    clerk = Stranger(desk)
    clerk.get("/sign-in/")
    clerk.post("/sign-in/", {"login": "liwen", "password": OWN})
    link, pin = links(clerk, "区司法局")["区司法局"]
    page.goto(f"{desk.root}{link}")
    sound(page, "department-enter")
    page.fill("[name=name]", "赵敏")
    page.fill("[name=pin]", pin)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=我的填报")
    sound(page, "department-mine")
    page.goto(f"{desk.root}/mine/online/")
    sound(page, "department-online")
    page.click("text=我的填报")
    page.click("text=科室分工")
    page.fill("main input >> nth=1", "法制科")
    page.click("text=保存分工")
    page.wait_for_selector("text=赵敏于")
    assert "法制科" in page.inner_text("main table >> nth=0")
    sound(page, "department-division")


def test_the_sign_in_is_sound_also_where_it_fails(page: Page, desk: Served) -> None:
    page.goto(f"{desk.root}/sign-in/")
    sound(page, "sign-in")
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "wrong-wrong-1")
    page.click("main button")
    page.wait_for_selector("text=账号或密码不对")
    sound(page, "sign-in-failed")


def test_without_script_a_department_hands_in_and_confirms(chromium: Browser, desk: Served) -> None:
    clerk = Stranger(desk)
    clerk.get("/sign-in/")
    clerk.post("/sign-in/", {"login": "liwen", "password": OWN})
    link, pin = links(clerk, "区法院")["区法院"]
    context = chromium.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{desk.root}{link}")
    page.fill("[name=name]", "孙丽")
    page.fill("[name=pin]", pin)
    page.click("main button")
    form = desk.folder / "inputs/2023/区法院.xlsx"
    page.set_input_files("form[action='/mine/received/'] input[type=file]", form)
    page.click("form[action='/mine/received/'] button")
    assert "收到" in page.inner_text("main")
    page.click("text=确认这一份")
    assert "已确认" in page.inner_text("main")
    context.close()
