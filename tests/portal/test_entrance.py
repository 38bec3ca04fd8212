"""Who comes in: this machine's browser, by an address that opens once, and nobody else."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.building import sample
from tests.portal.conftest import Served, served

LARGE = 100 << 20


def asked(
    desk: Served, path: str = "/", method: str = "GET", host: str = "", **headers: str
) -> tuple[int, str, http.client.HTTPMessage]:
    """(status, text, headers) of the desk's answer."""
    address = desk.root.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=30)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, headers={"Host": host or address, **named})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, answer.headers


def entered(desk: Served) -> str:
    """The cookie of a browser that came in by a new address."""
    command = [sys.executable, "-m", "drafter", "-C", str(desk.folder), "serve", "--no-browser"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=30)
    assert run.returncode == 0, run.stderr
    assert "已经在运行" in run.stderr
    opening = run.stderr.strip().rpartition("http://")[2].partition("/")[2]
    status, _, headers = asked(desk, f"/{opening}")
    assert (status, headers["Location"]) == (302, "/")
    return headers["Set-Cookie"].partition(";")[0].strip()


@pytest.fixture(scope="module")
def cookie(desk: Served) -> str:
    """A cookie that is good."""
    return entered(desk)


def test_without_the_cookie_nothing_is_answered(desk: Served) -> None:
    for path in (
        "/",
        "/departments/",
        "/drafts/made/",
        "/jobs/none/",
        "/open/",
        "/open/guess",
        "/knock/",
    ):
        status, text, _ = asked(desk, path)
        assert status == 403
        assert "区司法局" not in text
        assert "请关闭本页，照平时的办法重新打开本程序" in text
        assert "drafter serve" not in text


def test_an_address_opens_once(tmp_path: Path) -> None:
    sample(tmp_path)
    with served(tmp_path) as serving:
        path = serving.opening.removeprefix(serving.root)
        assert asked(serving, path)[0] == 302
        status, text, _ = asked(serving, path)
        assert status == 403
        assert "已经失效" in text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "[::1]:80"])
def test_under_another_name_nothing_is_answered(desk: Served, cookie: str, host: str) -> None:
    status, text, _ = asked(desk, host=host, Cookie=cookie)
    assert status == 400
    assert "区司法局" not in text


def test_with_the_cookie_pages_are_shown_under_a_strict_policy(desk: Served, cookie: str) -> None:
    status, text, headers = asked(desk, Cookie=cookie)
    assert status in (200, 202)
    assert "总览" in text
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self'; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_what_another_site_sends_is_refused(desk: Served, cookie: str) -> None:
    status, text, _ = asked(
        desk, "/drafts/made/", "POST", Cookie=cookie, Origin="http://evil.example"
    )
    assert status == 403
    assert "没有执行" in text
    assert not list(desk.folder.glob("output/*/第*稿"))


def test_what_is_too_large_is_refused_in_a_sentence(desk: Served, cookie: str) -> None:
    address = desk.root.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.putrequest("POST", "/departments/received/")
    connection.putheader("Cookie", cookie)
    connection.putheader("Content-Length", str(LARGE))
    connection.endheaders()
    for _ in range(LARGE >> 20):
        connection.send(bytes(1 << 20))
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status == 413
    assert "没有接收；请分几次送" in text


def test_texts_from_outside_steer_no_terminal(tmp_path: Path) -> None:
    sample(tmp_path)
    with served(tmp_path) as serving:
        for path in ("/%1b]0;owned%07", "/open/%1b[2J", "/static/%1b[2J"):
            assert asked(serving, path)[0] in (403, 404)
    assert "\x1b" not in "".join(serving.lines)


def test_ctrl_c_ends_it_cleanly(tmp_path: Path) -> None:
    sample(tmp_path)
    with served(tmp_path) as serving:
        assert serving.stop() == 0
    assert serving.lines[-1] == "网页工作台已结束。"
    with served(tmp_path) as again:
        assert asked(again)[0] == 403


@pytest.mark.parametrize(
    ("page", "path", "leads_to", "name"),
    [
        ("/departments/?x=1", "/departments/of/没有的/", "/departments/?x=1", "回到“部门”"),
        ("/findings/", "/ledger/没有.这个/", "/findings/", "回到“意见”"),
        ("", "/nowhere/", "/", "回到“总览”"),
        ("http://evil.example/departments/", "/nowhere/", "/", "回到“总览”"),
        ("/jobs/abc/", "/nowhere/", "/", "回到“总览”"),
    ],
)
def test_what_was_refused_leads_back_to_where_one_came_from(
    desk: Served, cookie: str, page: str, path: str, leads_to: str, name: str
) -> None:
    come = page if page.startswith("http") or not page else f"{desk.root}{page}"
    answer = ""
    while "没有办成" not in answer:
        _, answer, _ = asked(desk, quote(path), Cookie=cookie, Referer=come)
        time.sleep(0.2)
    assert f'href="{leads_to}">{name}' in answer
