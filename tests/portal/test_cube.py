"""Who may do what, and when: each role at each address in each state, as the table in docs/门户.md
has it, and nothing beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from msgspec import Struct

from drafter.desk.opinions import consulting
from drafter.desk.publishing import approval, publishing
from drafter.desk.records.dealings import Attachment, Dealing, Division
from drafter.desk.records.filings import Publication, Receipt, Signature
from drafter.desk.records.review_filings import Comment, HandUp, Lock, Making, Round, View
from drafter.desk.returns import handing_in
from drafter.desk.year.workspace import Workspace
from drafter.portal.member import Role
from drafter.portal.rights import DESK_ONLY, HOMES, OPEN, RIGHTS
from tests.building import catalogue_bytes, fill_form, workspace
from tests.portal.conftest import Served
from tests.portal.people import OFFICERS, entered, hired, links, officer, officers, portal
from tests.portal.visitor import Stranger

ROOT = Path(__file__).parents[2]
NAME, OTHER, YEAR = "县司法局", "县法院", 2024
INDICATORS = (
    "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局\n诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院"
)
CONFIRMED, RETURNED, LOCKED, PUBLISHED, BROKEN = "已确认", "退回", "锁定", "公开", "目录读不出来"
STATES = ("填报", "已报", CONFIRMED, RETURNED, LOCKED, PUBLISHED, BROKEN)
OWN = "/departments/of/" + quote(NAME)
# Where the state has a say: from which page, and with what.
DEEDS: dict[str, tuple[str, dict[str, str]]] = {
    "/mine/received/": ("/mine/", {}),
    "/mine/online/saved/": ("/mine/online/", {"save": "1"}),
    "/mine/explained/": ("/mine/", {"note:援助.总数": "已核"}),
    "/mine/evidence/": ("/mine/", {"about": ""}),
    "/mine/division/saved/": ("/mine/division/", {"s:援助.总数": "法制科"}),
    "/mine/confirmed/": ("/mine/", {}),
    "/departments/received/": ("/departments/", {}),
    "/departments/of/x/confirmed/": (f"{OWN}/", {"signer": "李局长"}),
    "/departments/of/x/sent-back/": (f"{OWN}/", {"reason": "不全"}),
    "/departments/of/x/unlocked/": (f"{OWN}/", {"reason": "补报"}),
    "/departments/of/x/extended/": (f"{OWN}/", {"until": "2099-01-05", "reason": "升级"}),
    "/signatures/locked/": ("/signatures/", {}),
    "/signatures/unlocked/": ("/signatures/", {"reason": "改稿"}),
    "/signatures/made/": ("/signatures/", {"role": "科长", "opinion": "同意"}),
    "/drafts/1/comments/new/": ("/drafts/1/", {"paragraph": "1", "words": "压缩"}),
    "/drafts/made/": ("/drafts/", {"stage": "送审稿"}),
    "/signatures/handed-up/": ("/signatures/", {}),
}
KINDS = (
    Receipt,
    Dealing,
    Attachment,
    Division,
    Lock,
    Making,
    Signature,
    Comment,
    HandUp,
    Round,
    View,
)
_PATH = re.compile(r'path\(\s*"([^"]*)",\s*[\w.]+,\s*name="([\w-]+)"')
_ROW = re.compile(r"^\| `(/[^`]*)` \|(.*)\|$", re.MULTILINE)
_EXAMPLES = {"int": "1", "str": "x", "path": "x"}
_NO_RIGHT = "不办这一项"
_SAID = re.compile(r'role="(?:alert|status)">([^<]*)')


class Row(Struct, frozen=True):
    """An address in the table: who may, and in which states it is done (empty: none has a say)."""

    roles: frozenset[str]
    states: frozenset[str]


def addresses() -> dict[str, str]:
    """The name of each address, by an example of it."""
    sources = [ROOT / "drafter/portal/urls.py", ROOT / "drafter/portal/shared/urls.py"]
    paths = [pair for source in sources for pair in _PATH.findall(source.read_text())]
    return {
        "/" + re.sub(r"<(\w+):\w+>", lambda part: _EXAMPLES[part[1]], pattern): name
        for pattern, name in paths
    }


def table() -> dict[str, Row]:
    """The table of docs/门户.md."""
    page = (ROOT / "docs/门户.md").read_text("utf-8")
    rows = {}
    for path, cells in _ROW.findall(page):
        *marks, states = (cell.strip() for cell in cells.split("|"))
        roles = {role for role, mark in zip(Role, marks, strict=True) if mark == "●"}
        rows[path] = Row(frozenset(roles), frozenset(states.split()))
    return rows


ADDRESSES, TABLE = addresses(), table()


def test_every_address_has_its_row_and_the_table_has_no_other() -> None:
    within = {path: name for path, name in ADDRESSES.items() if name not in OPEN | DESK_ONLY}
    assert {*TABLE} == {*within}
    assert {within[path]: row.roles for path, row in TABLE.items()} == dict(RIGHTS)
    assert {path for path, row in TABLE.items() if row.states} == {*DEEDS}
    assert {state for row in TABLE.values() for state in row.states} <= {*STATES}
    assert all(role in RIGHTS[HOMES[role]] for role in Role)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    text = "|办理{{ 援助.总数 }}件，诉讼{{ 诉讼.案件 }}件。"
    opened = workspace(tmp_path_factory.mktemp("平安县"), catalogue_bytes(INDICATORS), text)
    officers(opened.folders.root)
    fill_form(opened, OTHER, {"诉讼.案件": 2})
    fill_form(opened, NAME, {"援助.总数": 1})
    opened.draft()
    return opened


@pytest.fixture(scope="module")
def serving(opened: Workspace) -> Iterator[Served]:
    with portal(opened.folders.root) as serving:
        yield serving


@pytest.fixture(scope="module")
def people(serving: Served) -> dict[str, Stranger]:
    """Somebody of each role, a stranger, and another department."""
    clerk = hired(serving, Role.DRAFTING, "张三", "zhangsan")
    own = links(clerk, NAME, OTHER)
    return {
        Role.DRAFTING: clerk,
        Role.REVIEW: hired(serving, Role.REVIEW, "王芳", "wangfang"),
        Role.LEADER: hired(serving, Role.LEADER, "钱力", "qianli"),
        Role.DEPARTMENT: entered(serving, *own[NAME]),
        **{Role(name): officer(serving, name) for name in OFFICERS},
        OTHER: entered(serving, *own[OTHER]),
        "": Stranger(serving),
    }


def filled(opened: Workspace) -> bytes:
    """The department's form with another number than any before."""
    number = len(opened.records(YEAR).receipts()) + 2
    place = opened.folders.root / f"inputs/{YEAR}/{NAME}.xlsx"
    standing = place.read_bytes() if place.is_file() else None
    content = fill_form(opened, NAME, {"援助.总数": number}).read_bytes()
    place.unlink() if standing is None else place.write_bytes(standing)
    return content


def stand(opened: Workspace, state: str) -> None:
    """Bring the return into the state by what is done about returns."""
    own = handing_in.own(opened, NAME)
    if own.state == {"填报": "未报"}.get(state, state):
        return
    if own.standing.locked:
        own = handing_in.unlock(opened, NAME, "张三", "重来")
    place = opened.folders.root / f"inputs/{YEAR}/{NAME}.xlsx"
    if state == "填报":
        place.unlink(missing_ok=True)
        return
    sent = opened.folders.root / "报.xlsx"
    sent.write_bytes(filled(opened))
    own = handing_in.hand_in(opened, NAME, sent, "赵敏")
    if state == CONFIRMED:
        own = handing_in.confirm(opened, NAME, own.standing.sha256, "李局长")
    if state == RETURNED:
        own = handing_in.send_back(opened, NAME, own.standing.sha256, "张三", "不全")
    assert own.state == state


def arrange(opened: Workspace, state: str) -> None:
    """Bring return and draft into the state."""
    records = opened.records(YEAR)
    if approval.lock_of(records):
        approval.unlock(opened, "重来", "张三")
    stand(opened, state if state in ("填报", CONFIRMED, RETURNED) else "已报")
    if state == LOCKED:
        approval.lock(opened, "张三")
    published = {publication.id for publication in records.publications()}
    if state == PUBLISHED and opened.drafted().manifest.id not in published:
        opened.draft()
        prepared = publishing.prepare(opened, None)
        publishing.publish(opened, prepared, "保密员", opened.clock().date(), lambda _: None)


def done(opened: Workspace) -> int:
    """How many records there are of what people did."""
    records = opened.records(YEAR)
    return sum(len(records.filed(kind)) for kind in KINDS) + len(records.filed(Publication))


@contextmanager
def catalogue(opened: Workspace, state: str) -> Iterator[None]:
    """The catalogue as the state has it, for as long as the context lasts."""
    place = opened.folders.catalogue
    content = place.read_bytes()
    if state == BROKEN:
        place.write_bytes(b"no workbook")
    yield
    place.write_bytes(content)


def refused(person: Stranger, method: str, path: str) -> bool:
    """Whether the role is not let in: told so, or led to where it begins."""
    person.ask(method, path)
    led = person.path != path and path == "/"
    return led or (person.status == 403 and _NO_RIGHT in person.page)


def tried(person: Stranger, opened: Workspace, path: str, state: str) -> bool:
    """Whether the deed left a record; it is answered in a page either way."""
    page, fields = DEEDS[path]
    form, version = filled(opened), handing_in.own(opened, NAME).standing.sha256
    sent = [(f"{NAME}.xlsx", form)] if "received" in path else []
    sent = [("材料.pdf", b"%PDF-1.7\n" + form)] if "evidence" in path else sent
    before = done(opened)
    own = {"version": version, "began": version, "v:援助.总数": str(before + 1000)}
    own["draft"] = str(opened.drafted().number)
    with catalogue(opened, state):
        person.get(page)
        person.post(path.replace("/of/x", f"/of/{quote(NAME)}"), {**own, **fields}, sent)
    assert person.status in (200, 403, 409), (path, person.status)
    assert "程序出错" not in person.page, path
    return done(opened) > before


def asked(may: bool, state: str) -> tuple[str, ...]:
    """By which methods: both where all is at its most usual; else by the one that costs less."""
    return ("GET", "POST") if state == "已报" else ("POST",) if may else ("GET",)


@pytest.mark.slow
@pytest.mark.parametrize("state", STATES)
def test_every_cell_is_as_the_table_has_it(
    opened: Workspace, people: dict[str, Stranger], state: str
) -> None:
    arrange(opened, state)
    wrong = []
    with catalogue(opened, state):
        for path, row in TABLE.items():
            for role in Role:
                for method in asked(role in row.roles, state):
                    if refused(people[role], method, path) == (role in row.roles):
                        wrong.append((role, method, path))
    assert not wrong
    for path, deed in ((path, TABLE[path]) for path in DEEDS):
        arrange(opened, state)
        person = people[min(deed.roles, key=[*Role].index)]
        free = tried(person, opened, path, state)
        assert free == (state in deed.states), (path, _SAID.findall(person.page))


@pytest.mark.slow
def test_a_stranger_opens_nothing(people: dict[str, Stranger]) -> None:
    stranger = people[""]
    for path in TABLE:
        assert "登录" in stranger.get(path), path
        assert stranger.path.startswith("/sign-in/"), path
        stranger.ask("POST", path)
        assert stranger.status == 403, path


def answered(person: Stranger, number: int) -> tuple[int, str]:
    """What the page says, whichever number was asked for."""
    page = person.page.partition("<main")[2].partition("</main>")[0]
    return person.status, re.sub(rf"(?<![-\w]){number}\b|/jobs/\w+/", "", page)


@pytest.mark.slow
def test_another_departments_address_is_as_if_it_were_not_there(
    opened: Workspace, people: dict[str, Stranger]
) -> None:
    arrange(opened, "已报")
    opened.draft(stage=consulting.STAGE)
    held = consulting.consult(opened, "2099-12-01", [NAME], "张三").round.serial
    view = consulting.give_view(opened, held, NAME, 1, "改写", "更准", "赵敏").serial
    own, other = people[Role.DEPARTMENT], people[OTHER]
    own.get("/mine/")
    own.post("/mine/evidence/", {"about": ""}, [("乙.pdf", b"%PDF-1.7\nX")])
    evidence = opened.records(YEAR).filed(Attachment)[-1].serial
    copy = quote(consulting.copy_name(opened.drafted()))
    there = {
        path: path.replace("/1", "/{0}", 1).replace("files/x", f"files/{copy}")
        for path, row in TABLE.items()
        if Role.DEPARTMENT in row.roles and re.search(r"/1\b", path)
    }
    assert len(there) == 7, there
    for path, pattern in there.items():
        serial = evidence if "evidence" in path else held
        pattern = pattern.replace("views/1", f"views/{view}")
        for method in ("GET", "POST"):
            answers = []
            for number in (serial, 99999):
                other.get("/mine/")
                address, before = pattern.format(number), done(opened)
                other.ask("GET", address) if method == "GET" else other.post(address)
                assert done(opened) == before
                answers.append(answered(other, number))
            assert answers[0] == answers[1], (method, path)
            assert method == "POST" or answers[0][0] != 200, path  # a job's page tells of a refusal
    own.ask("GET", f"/rounds/{held}/of/1/")
    assert own.status == 200
    own.ask("GET", f"/mine/evidence/{evidence}")
    assert own.status == 200


@pytest.mark.slow
def test_who_confirms_for_publishing_is_one_of_the_accounts_and_made_no_draft(
    opened: Workspace, people: dict[str, Stranger]
) -> None:
    arrange(opened, "已报")
    opened.maker = "张三"
    number = str(opened.draft().number)
    clerk = people[Role.DRAFTING]
    offered = re.findall(r"<option>([^<]+)</option>", clerk.get("/publish/"))
    assert {*offered} == {"王芳", "钱力"}
    before, day = len(opened.records(YEAR).publications()), f"{opened.clock():%Y-%m-%d}"
    for who, why in (
        ("路人", "请从有账号的人中选定"),
        ("系统员", "请从有账号的人中选定"),
        ("张三", "张三参与了本稿的拟写、修改"),
    ):
        clerk.get("/publish/")
        page = clerk.post("/publish/now/", {"draft": number, "checked_by": who, "checked_on": day})
        assert why in page
    assert len(opened.records(YEAR).publications()) == before
    clerk.get("/publish/")
    clerk.post("/publish/now/", {"draft": number, "checked_by": "王芳", "checked_on": day})
    assert opened.records(YEAR).publications()[-1].checked_by == "王芳"
