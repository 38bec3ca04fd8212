"""What docs/threat-model.md says was tried through a department's hands: each attack over http, by name."""

from __future__ import annotations

import io
import re
import secrets
import socket
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import openpyxl
import pytest
from lxml import etree

from drafter.desk.departments.departments import send_back
from drafter.desk.opinions.consulting import consult
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, workspace
from tests.portal.conftest import Served
from tests.portal.people import entered, hired, links, officer, officers, portal
from tests.portal.test_mine import FIELD
from tests.portal.visitor import Stranger

pytestmark = pytest.mark.slow
NAME, OTHER = "县司法局", "县法院"
INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.情况 | 工作情况 | | 长文本 | 县司法局
    援助.站点 | 法律援助站 | | 明细表 | 县司法局 | | 选
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
"""
TABLES = "援助.站点 | 名称 | | 文本"
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
_EVIDENCE = re.compile(r'href="(/mine/evidence/\d+)"')


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    text = "|办理{{ 援助.总数 }}件。\n|{{ 援助.情况 }}"
    opened = workspace(
        tmp_path_factory.mktemp("平安县"), catalogue_bytes(INDICATORS, tables=TABLES), text
    )
    fill_form(opened, OTHER, {"诉讼.案件": 20})
    opened.draft(stage="征求意见稿")
    consult(opened, "2099-01-01")
    officers(opened.folders.root)
    return opened


@pytest.fixture(scope="module")
def serving(opened: Workspace) -> Iterator[Served]:
    with portal(opened.folders.root) as served:
        yield served


@pytest.fixture(scope="module")
def clerk(serving: Served) -> Stranger:
    return hired(serving, "起草", "张三", "zhangsan")


@pytest.fixture(scope="module")
def attacker(serving: Served, clerk: Stranger) -> Stranger:
    """A department's clerk who means ill."""
    return entered(serving, *links(clerk, NAME)[NAME], EVIL)


def harmless(person: Stranger, path: str) -> None:
    page = person.get(path)
    assert person.status == 200, path
    assert "<script>alert" not in page, path
    assert "<img src=x" not in page, path


def test_script_in_every_field_that_a_department_types(
    serving: Served, clerk: Stranger, attacker: Stranger, opened: Workspace
) -> None:
    attacker.get("/mine/online/")
    names = [name for name, _ in FIELD.findall(attacker.page) if name != "csrfmiddlewaretoken"]
    names += ["v:援助.情况"]
    typed = {name: EVIL for name in names if not name.startswith("began")} | {"began": ""}
    for address, fields in (
        ("/mine/online/saved/", typed),  # tried, and shown again
        ("/mine/online/checked/", typed),
        ("/mine/online/saved/", {**typed, "save": "1"}),
    ):
        page = attacker.post(address, fields)
        assert "<script>alert" not in page
        attacker.get("/mine/online/")
    assert opened.records(2024).receipts(NAME)
    attacker.get("/mine/division/")
    attacker.post("/mine/division/saved/", {"s:援助.总数": EVIL})
    attacker.get("/mine/")
    attacker.post("/mine/evidence/", {"about": ""}, [(f"{EVIL}.pdf", b"%PDF-1.7")])
    attacker.get("/round/")
    attacker.post("/rounds/1/of/1/sent/", {"proposal": EVIL, "reason": EVIL})
    assert "onerror" in clerk.get("/rounds/")  # it came through, and is text
    for path in ("/mine/", "/mine/online/", "/mine/division/", "/round/"):
        harmless(attacker, path)
    own = "/departments/of/" + quote(NAME)
    for path in (
        *("/", "/departments/", f"{own}/", f"{own}/history/", "/findings/", "/rounds/"),
        *("/keeping/", "/ledger/", f"/ledger/{quote('援助.情况')}/", "/links/"),
    ):
        harmless(clerk, path)
    clerk.get("/drafts/")
    clerk.post("/drafts/made/", {"stage": "讨论稿"})
    harmless(clerk, "/drafts/2/")
    harmless(officer(serving, "审计"), "/keeping/")


def test_header_injection_by_a_files_name(attacker: Stranger) -> None:
    attacker.get("/mine/")
    name = 'x"%0d%0aSet-Cookie: a=b%0d%0a\u2028Set-Cookie: c=d.pdf'
    attacker.post("/mine/evidence/", {"about": ""}, [(name, b"%PDF-1.7\n2")])
    for link in _EVIDENCE.findall(attacker.get("/mine/")):
        attacker.ask("GET", link)
        assert attacker.answer["Content-Disposition"].startswith("attachment")
        assert attacker.set_cookies == [] or all(
            line.startswith(("portal=", "csrf")) for line in attacker.set_cookies
        )


def test_zip_slip_writes_nothing_outside(clerk: Stranger, opened: Workspace) -> None:
    before = {*opened.folders.root.parent.rglob("*.xlsx")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in ("../../逃.xlsx", "/tmp/逃.xlsx", "..\\逃.xlsx", "C:\\逃.xlsx"):
            file.writestr(name, b"PK\3\4")
    clerk.get("/departments/")
    page = clerk.post("/departments/received/", {}, [("表.zip", packed.getvalue())])
    assert "没有收入" in page or "没有办成" in page
    assert {*opened.folders.root.parent.rglob("*.xlsx")} == before


def answered(person: Stranger) -> str:
    """What the page says."""
    return person.page.partition("<main")[2].partition("</main>")[0]


def test_a_departments_other_serials_are_as_if_not_there(
    serving: Served, clerk: Stranger, attacker: Stranger
) -> None:
    attacker.get("/mine/")
    attacker.post("/mine/evidence/", {"about": ""}, [("甲.pdf", b"%PDF-1.7\n3")])
    mine = _EVIDENCE.findall(attacker.get("/mine/"))[0]
    other = entered(serving, *links(clerk, OTHER)[OTHER])
    other.ask("GET", mine)
    foreign = other.status, answered(other)
    other.ask("GET", "/mine/evidence/99999")
    assert foreign == (other.status, answered(other))
    assert foreign[0] in (404, 409)


FORMULAS = ('=HYPERLINK("http://x","a")', "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)")


def test_formulas_that_a_department_types_stay_text_in_every_workbook(
    attacker: Stranger, opened: Workspace
) -> None:
    attacker.get("/mine/online/")
    names = [name for name, _ in FIELD.findall(attacker.page) if name != "csrfmiddlewaretoken"]
    began = dict(FIELD.findall(attacker.page))["began"]
    typed = {name: FORMULAS[at % len(FORMULAS)] for at, name in enumerate([*names, "v:援助.情况"])}
    attacker.post("/mine/online/saved/", typed | {"began": began, "save": "1"})
    send_back(opened)
    opened.draft()
    texts, formulas = set[str](), set[str]()
    root = opened.folders.root
    for path in [*(root / "output").rglob("*.xlsx"), *(root / "records").rglob("*.xlsx")]:
        book = openpyxl.load_workbook(path)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            (formulas if cell.data_type == "f" else texts).add(str(cell.value))
        book.close()
    assert {*FORMULAS} <= texts
    assert not {*FORMULAS} & formulas


def test_no_word_file_is_broken_or_led_by_what_a_department_types(
    attacker: Stranger, clerk: Stranger, opened: Workspace
) -> None:
    evil = "</w:t></w:r>\x01\x0b{{ 援助.总数 }}<w:instrText>DDEAUTO c:\\cmd</w:instrText>"
    attacker.get("/round/")
    attacker.post("/rounds/1/of/1/sent/", {"proposal": evil, "reason": evil})
    clerk.get("/rounds/")
    clerk.post("/rounds/1/table/")
    attacker.get("/mine/online/")
    fields = {**dict(FIELD.findall(attacker.page)), "v:援助.情况": evil, "save": "1"}
    attacker.post("/mine/online/saved/", fields)
    opened.draft()
    files = [*(opened.folders.root / "output").rglob("*.docx")]
    assert any("采纳" in path.name for path in files)
    for path in files:
        content = zipfile.ZipFile(path).read("word/document.xml")
        etree.fromstring(content)  # well formed
        assert b"<w:instrText>DDE" not in content, path


def test_a_pin_is_not_guessed_at_once_nor_by_changing_who_asks(
    serving: Served, clerk: Stranger
) -> None:
    link, pin = links(clerk, OTHER)[OTHER]
    wrong = [f"{number:06}" for number in range(41) if f"{number:06}" != pin][:40]

    def guess(tried: str) -> int:
        person = Stranger(serving)
        person.headers["X-Forwarded-For"] = f"10.0.0.{int(tried)}"
        person.get(link)
        person.post(link, {"name": "赵敏", "pin": tried})
        return person.status

    with ThreadPoolExecutor(16) as pool:
        answers = Counter(pool.map(guess, wrong))
    assert answers[429] >= 40 - 5 - 16  # those under way together may have been let try
    assert set(answers) <= {403, 429}
    assert guess(pin) == 429


def test_links_are_not_guessed_and_guesses_do_not_fill_the_log(
    serving: Served, opened: Workspace
) -> None:
    stranger, before = Stranger(serving), len(opened.records(2024).log().entries)
    for _ in range(50):
        path = f"/enter/{secrets.token_urlsafe(16)}/"
        stranger.ask("GET", path)
        assert stranger.status == 404
    assert len(opened.records(2024).log().entries) == before


def test_slow_and_huge_requests_keep_nobody_from_being_answered(serving: Served) -> None:
    host, _, port = serving.root.removeprefix("http://").partition(":")
    slow = [socket.create_connection((host, int(port)), timeout=60) for _ in range(100)]
    for one in slow:
        one.sendall(b"POST /sign-in/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nlogin=")
    stranger = Stranger(serving)
    assert "登录" in stranger.get("/sign-in/")
    for one in slow:
        one.close()
    many = {f"field{number}": "1" for number in range(6000)}
    stranger.post("/sign-in/", many)
    assert (stranger.status, "读不出来" in stranger.page) == (400, True)
    stranger.get("/sign-in/")
    stranger.post("/sign-in/", {"login": "x" * 3_000_000})
    assert (stranger.status, "没有接收" in stranger.page) == (413, True)
    assert status_of(serving, b"X-Long: " + b"a" * 300_000) in (400, 431)
    assert status_of(serving, b"Content-Length: 99999999999") == 413
    assert "登录" in stranger.get("/sign-in/")


def status_of(serving: Served, header: bytes) -> int:
    """The answer to a request with that header; 431 where the connection is cut meanwhile."""
    host, _, port = serving.root.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=60) as line:
        try:
            line.sendall(
                b"POST /sign-in/ HTTP/1.1\r\nHost: " + f"{host}:{port}\r\n".encode() + header
            )
            line.sendall(b"\r\n\r\n")
            return int(line.recv(4096).split()[1])
        except ConnectionError:
            return 431
