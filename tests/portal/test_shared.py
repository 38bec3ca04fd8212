"""The shared portal: who comes in, by what, and how far."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.desk.records.records import Records
from tests.building import sample
from tests.portal.conftest import Served
from tests.portal.people import (
    OFFICERS,
    OWN,
    PASSWORD,
    action,
    entered,
    hired,
    links,
    officer,
    officers,
    portal,
    signed_in,
)
from tests.portal.visitor import Stranger

pytestmark = pytest.mark.slow

_COPY = re.compile(r'<span class="copy">([^<]+)</span>')


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The sample's portal with its 三员."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    officers(folder)
    with portal(folder) as serving:
        yield serving


@pytest.fixture(scope="module")
def clerk(desk: Served) -> Stranger:
    """Who drafts."""
    return hired(desk, "起草", "李文", "liwen")


def test_a_stranger_is_led_to_the_sign_in_and_back(desk: Served, clerk: Stranger) -> None:
    stranger = Stranger(desk)
    assert "登录" in stranger.get("/drafts/")
    stranger.post("/sign-in/", {"login": "liwen", "password": OWN, "next": "/drafts/"})
    assert stranger.path == "/drafts/"
    assert "李文（起草）" in stranger.page


def test_the_way_back_leads_to_no_other_site(desk: Served) -> None:
    person = Stranger(desk)
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": "anquan", "password": PASSWORD, "next": "//evil.example/"})
    assert person.path == "/powers/"


def test_the_session_is_another_after_signing_in(desk: Served) -> None:
    person = Stranger(desk)
    person.cookies["portal"] = "planted-by-somebody-else-0000000"
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": "anquan", "password": PASSWORD})
    assert person.status == 200
    assert person.cookies["portal"] != "planted-by-somebody-else-0000000"


def test_five_failures_lock_for_a_while_and_security_unlocks(desk: Served) -> None:
    reviewer = hired(desk, "审阅", "王芳", "wangfang")
    assert "稿子" in reviewer.page
    person = Stranger(desk)
    for _ in range(4):
        person.get("/sign-in/")
        person.post("/sign-in/", {"login": "wangfang", "password": "wrong-wrong-1"})
        assert "账号或密码不对" in person.page
    person.post("/sign-in/", {"login": "wangfang", "password": "wrong-wrong-1"})
    assert person.status == 429
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": "wangfang", "password": OWN})
    assert person.status == 429
    assert "已锁定15分钟" in person.page
    security = officer(desk, "安全")
    security.get("/powers/")
    assert "王芳" in security.page.partition("各人的岗位")[0]
    security.post("/powers/unlocked/", {"login": "wangfang"})
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": "wangfang", "password": OWN})
    assert "王芳（审阅）" in person.page


def test_the_first_password_has_to_be_changed_and_has_to_be_good(desk: Served) -> None:
    system = officer(desk, "系统")
    system.get("/accounts/")
    system.post("/accounts/new/", {"login": "qianli", "name": "钱力"})
    first = re.search(r'<span class="copy">([^<]+)</span>', system.page)
    assert first
    security = officer(desk, "安全")
    row = security.get("/powers/").partition("<td>qianli</td>")[2]
    number = re.search(r'action="/powers/(\d+)/"', row)
    assert number
    security.post(f"/powers/{number[1]}/", {"role": "领导"})
    person = Stranger(desk)
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": "qianli", "password": first[1]})
    assert person.path == "/password/"
    person.get("/drafts/")
    assert person.path == "/password/"
    for new in ("12345678901", "password12", "short", first[1]):
        person.post("/password/", {"old": first[1], "new": new, "again": new})
        assert person.status == 400, new
        assert not re.search(r"<li>[^<]*[A-Za-z]", person.page.partition("trouble")[2]), new
    person.post("/password/", {"old": first[1], "new": OWN, "again": OWN})
    assert "钱力（领导）" in person.page


def test_an_account_without_a_role_opens_nothing(desk: Served) -> None:
    system = officer(desk, "系统")
    system.get("/accounts/")
    system.post("/accounts/new/", {"login": "wuming", "name": "吴明"})
    first = re.search(r'<span class="copy">([^<]+)</span>', system.page)
    assert first
    person = Stranger(desk)
    person.get("/sign-in/")
    person.post("/sign-in/", {"login": "wuming", "password": first[1]})
    assert person.status == 403
    assert "账号还没有赋予岗位" in person.page
    assert "安全管理员（安全员）" in person.page
    assert "旧密码" not in person.get("/password/")
    assert "现在的密码" in person.page
    person.get("/")
    person.post("/sign-out/")
    assert person.path == "/sign-in/"


def test_a_department_comes_in_by_link_and_pin(desk: Served, clerk: Stranger) -> None:
    link, pin = links(clerk, "区司法局")["区司法局"]
    person = Stranger(desk)
    person.get(link)
    person.post(link, {"name": "赵敏", "pin": "000000" if pin != "000000" else "111111"})
    assert person.status == 403
    person.post(link, {"name": "赵敏", "pin": pin})
    assert "区司法局　赵敏（部门填报）" in person.page
    person.get("/drafts/")
    assert person.status == 403


def test_no_department_is_ticked_until_all_are(desk: Served, clerk: Stranger) -> None:
    boxes = re.compile(r'<input type="checkbox"[^>]* name="department"[^>]*>')
    ticked = [" checked" in box for box in boxes.findall(clerk.get("/links/"))]
    assert len(ticked) > 1
    assert not any(ticked)
    assert 'href="/links/?all=1">全选' in clerk.page
    assert all(" checked" in box for box in boxes.findall(clerk.get("/links/?all=1")))


def test_a_new_link_voids_the_old_one_and_who_came_by_it(desk: Served, clerk: Stranger) -> None:
    first = links(clerk, "区法院")["区法院"]
    person = entered(desk, *first)
    assert "区法院" in person.page
    second = links(clerk, "区法院")["区法院"]
    assert "登录" in person.get("/password/")
    assert Stranger(desk).get(first[0]).count("已停用或过期") == 1
    again = entered(desk, *second)
    clerk.get("/links/")
    clerk.post(action(clerk.page, '<th scope="row">区法院</th>', "revoked"))
    assert "登录" in again.get("/password/")


def test_guessing_a_pin_locks_the_link(desk: Served, clerk: Stranger) -> None:
    link, pin = links(clerk, "区检察院")["区检察院"]
    person = Stranger(desk)
    person.get(link)
    for guess in range(5):
        person.post(link, {"name": "某人", "pin": f"{guess:06}"})
        person.get(link)
    person.post(link, {"name": "某人", "pin": pin})
    assert person.status == 429


def test_secrets_are_kept_as_hashes(desk: Served, clerk: Stranger) -> None:
    link, pin = links(clerk, "区应急管理局")["区应急管理局"]
    token = link.strip("/").rpartition("/")[2]
    kept = b"".join(path.read_bytes() for path in (desk.folder / ".portal").iterdir())
    with sqlite3.connect(desk.folder / ".portal" / "portal.sqlite3") as database:
        rows = database.execute("select login, password from portal_account").fetchall()
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept
    assert all(password.startswith("pbkdf2_sha256$") for _, password in rows)
    assert (desk.folder / ".portal").stat().st_mode & 0o077 == 0
    assert len(pin) == 6


def test_another_host_is_refused(desk: Served) -> None:
    stranger = Stranger(desk)
    stranger.headers["Host"] = "evil.example"
    stranger.get("/sign-in/")
    assert stranger.status == 400


def test_who_is_stopped_is_out_at_once(desk: Served) -> None:
    person = hired(desk, "审阅", "周平", "zhouping")
    system = officer(desk, "系统")
    system.post(action(system.get("/accounts/"), "<td>zhouping</td>", "state"))
    assert "登录" in person.get("/drafts/")


def test_who_comes_in_and_who_fails_is_in_the_log(desk: Served, clerk: Stranger) -> None:
    link, pin = links(clerk, "区委办公室")["区委办公室"]
    person = Stranger(desk)
    person.get(link)
    person.post(link, {"name": "孙丽\n2023年1月1日 伪造", "pin": "x"})
    person.post(link, {"name": "孙丽\n2023年1月1日 伪造", "pin": pin})
    audit = officer(desk, "审计")
    page = audit.get("/keeping/")
    assert "<td>孙丽 2023年1月1日 伪造</td><td>凭链接进入</td><td>区委办公室</td>" in page
    assert "<td>—</td><td>登录未通过</td><td>区委办公室</td>" in page
    assert "<td>李文</td><td>发部门链接</td><td>区委办公室</td>" in page
    assert "前后相接" in page


def test_a_lost_database_is_made_anew_and_the_work_is_there(tmp_path: Path) -> None:
    sample(tmp_path)
    officers(tmp_path)
    with portal(tmp_path) as serving:
        clerk = hired(serving, "起草", "李文", "liwen")
        clerk.get("/drafts/")
        clerk.post("/drafts/made/", {})
        assert "第1稿" in clerk.page
    for path in (tmp_path / ".portal").glob("portal.sqlite3*"):
        path.unlink()
    with portal(tmp_path) as serving:
        assert any("还没有系统管理员" in line for line in serving.lines)
        officers(tmp_path)
        clerk = hired(serving, "起草", "李文", "liwen")
        assert "第1稿" in clerk.get("/drafts/")


def test_after_the_first_account_everybody_is_made_in_the_browser(tmp_path: Path) -> None:
    sample(tmp_path)
    officers(tmp_path, "系统")
    with portal(tmp_path) as serving:
        system = signed_in(serving, "xitong")
        assert system.page.count("先建立安全管理员和审计管理员") == 1
        for role, login in (("安全", "anquan"), ("审计", "shenji")):
            system.post("/accounts/new/", {"login": login, "name": f"{role}员", "role": role})
            copied = _COPY.search(system.page)
            assert copied
            assert f"（{role}）" in signed_in(serving, login, copied[1]).page
        assert "先建立" not in system.get("/accounts/")
        for login, role in (("zaijia", "安全"), ("qicao", "起草"), ("lingwai", "系统")):
            system.get("/accounts/")
            system.post("/accounts/new/", {"login": login, "name": "某人", "role": role})
            assert (system.status, "由安全管理员赋予岗位" in system.page) == (409, True)
        system.post(action(system.get("/accounts/"), "<td>anquan</td>", "state"))
        assert "先建立" not in system.get("/accounts/")
        security = signed_in(serving, "anquan", OWN)
        assert security.status == 403
        assert "系统员" in signed_in(serving, "shenji", OWN).get("/keeping/")


def test_people_come_in_also_where_the_catalogue_is_broken(tmp_path: Path) -> None:
    sample(tmp_path)
    officers(tmp_path)
    (tmp_path / "templates/指标目录.xlsx").write_bytes(b"no workbook")
    with portal(tmp_path) as serving:
        system = signed_in(serving, OFFICERS["系统"])
        assert "系统员（系统）" in system.get("/accounts/")
    last = Records(tmp_path, 2023).log().entries[-1]
    assert (last.who, last.what) == ("系统员", "登录")
