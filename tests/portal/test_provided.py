"""统一认证 with a real provider and a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.building import sample
from tests.portal import provider
from tests.portal.conftest import Served, served
from tests.portal.people import hired, officers

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A portal whose people may come in by the provider."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    own, theirs = free_port(), free_port()
    (folder / ".portal").mkdir(mode=0o700)
    (folder / ".portal" / "portal.toml").write_text(
        f'[oidc]\nserver = "http://127.0.0.1:{theirs}/o"\nclient = "{provider.CLIENT}"\n'
    )
    officers(folder)
    command = [sys.executable, "-m", "tests.portal.provider", str(theirs), str(own)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdout.readline() == b"ready\n"
        os.environ["DRAFTER_OIDC_SECRET"] = provider.SECRET
        try:
            with served(folder, "--shared", "--port", str(own)) as serving:
                hired(serving, "起草", "李文", provider.LOGIN)
                yield serving
        finally:
            del os.environ["DRAFTER_OIDC_SECRET"]
            running.terminate()


@pytest.fixture
def page(chromium: Browser, desk: Served) -> Iterator[Page]:
    """A browser that nobody knows yet."""
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def sign_in_there(page: Page, desk: Served, login: str) -> None:
    """From our page to the provider's, and back."""
    page.goto(f"{desk.root}/sign-in/")
    page.click("text=用统一认证登录")
    page.fill("[name=username]", login)
    page.fill("[name=password]", provider.PASSWORD)
    page.click("text=Sign in")
    page.wait_for_load_state("networkidle")


def test_who_has_an_account_comes_in_by_the_provider(page: Page, desk: Served) -> None:
    sign_in_there(page, desk, provider.LOGIN)
    assert page.url == f"{desk.root}/"
    assert "李文（起草）" in page.inner_text("header")
    page.click("text=退出")
    sign_in_there_again = page.goto(f"{desk.root}/drafts/")
    assert sign_in_there_again
    assert "/sign-in/" in page.url


def test_who_has_none_is_told_and_gets_none(page: Page, desk: Served) -> None:
    sign_in_there(page, desk, "waren")
    assert "本系统没有您的账号" in page.inner_text("main")
    page.goto(f"{desk.root}/drafts/")
    assert "/sign-in/" in page.url
