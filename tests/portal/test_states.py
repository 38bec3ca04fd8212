"""What can be done about a return and a draft as they stand: each deed in each state, as the table has it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from drafter.desk.publishing import approval
from drafter.desk.records.dealings import Attachment, Dealing, Division
from drafter.desk.records.filings import Receipt, Signature
from drafter.desk.records.review_filings import Comment, Lock, Making
from drafter.desk.returns import handing_in
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, workspace
from tests.portal.people import entered, hired, links, officers, portal
from tests.portal.visitor import Stranger

pytestmark = pytest.mark.slow
NAME, YEAR = "县司法局", 2024
INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"
OWN = "/departments/of/" + quote(NAME)
NO_CATALOGUE = "目录读不出来"
RETURNS = ("填报", "已报", "已确认", "退回", NO_CATALOGUE)
DRAFTS = ("未锁定", "已锁定", NO_CATALOGUE)
KINDS = (Receipt, Dealing, Attachment, Division, Lock, Making, Signature, Comment)
_SAID = re.compile(r'role="(?:alert|status)">([^<]*)')
Looked = tuple[bytes, str]  # a form to send, the version or draft that was looked at
# The deed, where it is done from and sent to, what it says, and in which states it is done.
DEPARTMENT = {
    "报送": ("/mine/", "/mine/received/", {}, "填报 已报 退回"),
    "在线填报": ("/mine/online/", "/mine/online/saved/", {"save": "1"}, "填报 已报 退回"),
    "写说明": ("/mine/", "/mine/explained/", {"note:援助.总数": "已核"}, "已报 退回"),
    "上传佐证": ("/mine/", "/mine/evidence/", {"about": ""}, "填报 已报 已确认 退回"),
    "科室分工": ("/mine/division/", "/mine/division/saved/", {"s:援助.总数": "法制科"}, "填报 已报 已确认 退回"),
    "确认": ("/mine/", "/mine/confirmed/", {}, "已报"),
}  # fmt: skip
BUREAU = {
    "收入填报表": ("/departments/", "/departments/received/", {}, "填报 已报 退回"),
    "按确认单确认": (f"{OWN}/", f"{OWN}/confirmed/", {"signer": "李局长"}, "已报"),
    "退回": (f"{OWN}/", f"{OWN}/sent-back/", {"reason": "不全"}, "已报 已确认"),
    "解锁": (f"{OWN}/", f"{OWN}/unlocked/", {"reason": "补报"}, "已确认"),
    "延期": (f"{OWN}/", f"{OWN}/extended/", {"until": "2099-01-05", "reason": "升级"}, "填报 已报 已确认 退回"),
}  # fmt: skip
DRAFTING = {
    "锁定送审": ("/signatures/", "/signatures/locked/", {}, "未锁定"),
    "解锁稿子": ("/signatures/", "/signatures/unlocked/", {"reason": "改稿"}, "已锁定"),
    "审签": ("/signatures/", "/signatures/made/", {"role": "科长", "opinion": "同意"}, "未锁定 已锁定"),
    "批注": ("/drafts/1/", "/drafts/1/comments/new/", {"paragraph": "1", "words": "压缩"}, "未锁定 已锁定"),
    "生成稿子": ("/drafts/", "/drafts/made/", {"stage": "送审稿"}, "未锁定"),
}  # fmt: skip
Deed = tuple[str, str, dict[str, str], str]
Deeds = dict[str, Deed]


def table() -> str:
    """The two tables of docs/门户.md: each deed, and in which states it is done."""
    return "\n\n".join(
        (_table(RETURNS, {"部门": DEPARTMENT, "起草": BUREAU}), _table(DRAFTS, {"各岗位（见上表）": DRAFTING}))
    )  # fmt: skip


def _table(states: tuple[str, ...], deeds: dict[str, Deeds]) -> str:
    rows = [f"| 谁 | 办什么 | {' | '.join(states)} |", "|---" * (len(states) + 2) + "|"]
    for who, own in deeds.items():
        for deed, (*_, free) in own.items():
            marks = ("●" if state in free.split() else "" for state in states)
            rows.append(f"| {who} | {deed} | {' | '.join(marks)} |")
    return "\n".join(rows)


def test_the_documented_tables_are_the_ones_that_hold() -> None:
    page = (Path(__file__).parents[2] / "docs" / "门户.md").read_text("utf-8")
    assert table() in page, table()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    text = "|办理{{ 援助.总数 }}件。"
    opened = workspace(tmp_path_factory.mktemp("平安县"), catalogue_bytes(INDICATORS), text)
    officers(opened.folders.root)
    fill_form(opened, NAME, {"援助.总数": 1})
    opened.draft()
    return opened


@pytest.fixture(scope="module")
def people(opened: Workspace) -> Iterator[tuple[Stranger, Stranger]]:
    """Who drafts, and the department's clerk."""
    with portal(opened.folders.root) as serving:
        clerk = hired(serving, "起草", "张三", "zhangsan")
        yield clerk, entered(serving, *links(clerk, NAME)[NAME])


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
    if state == "已确认":
        own = handing_in.confirm(opened, NAME, own.standing.sha256, "李局长")
    if state == "退回":
        own = handing_in.send_back(opened, NAME, own.standing.sha256, "张三", "不全")
    assert own.state == state


def lie(opened: Workspace, state: str) -> None:
    """Bring the last draft into the state."""
    records = opened.records(YEAR)
    if approval.lock_of(records):
        approval.unlock(opened, "重来", "张三")
    if state == "已锁定":
        approval.lock(opened, "张三")
    stand(opened, "已报")  # so that there is something to make a draft of


def done(opened: Workspace) -> int:
    """How many records there are of what people did."""
    records = opened.records(YEAR)
    return sum(len(records.filed(kind)) for kind in KINDS)


@contextmanager
def catalogue(opened: Workspace, state: str) -> Iterator[None]:
    """The catalogue as the state has it, for as long as the context lasts."""
    place = opened.folders.catalogue
    content = place.read_bytes()
    if state == NO_CATALOGUE:
        place.write_bytes(b"no workbook")
    yield
    place.write_bytes(content)


def tried(person: Stranger, opened: Workspace, name: str, deed: Deed, looked_at: Looked) -> bool:
    """Whether the deed left a record; it is answered in a page either way."""
    page, address, fields, _ = deed
    form, version = looked_at
    person.get(page)
    sent = [("县司法局.xlsx", form)] if "received" in address else []
    sent = [("材料.pdf", b"%PDF-1.7\n" + address.encode())] if "evidence" in address else sent
    if "saved" in address and "online" in address:
        fields = {**fields, "v:援助.总数": str(done(opened) + 1000)}
    before = done(opened)
    person.post(address, {**fields, "version": version, "began": version, "draft": version}, sent)
    assert person.status in (200, 403, 409), (name, person.status)
    assert "程序出错" not in person.page, name
    return done(opened) > before


def cells(deeds: Deeds, states: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, state) for state in states for name in deeds]


@pytest.mark.parametrize(("name", "state"), cells({**DEPARTMENT, **BUREAU}, RETURNS))
def test_a_return_allows_what_its_state_allows(
    opened: Workspace, people: tuple[Stranger, Stranger], name: str, state: str
) -> None:
    stand(opened, "已报" if state == NO_CATALOGUE else state)
    deed, person = {**DEPARTMENT, **BUREAU}[name], people[name in DEPARTMENT]
    looked_at = filled(opened), handing_in.own(opened, NAME).standing.sha256
    with catalogue(opened, state):
        free = tried(person, opened, name, deed, looked_at)
    assert free == (state in deed[-1].split()), _SAID.findall(person.page)


@pytest.mark.parametrize(("name", "state"), cells(DRAFTING, DRAFTS))
def test_a_draft_allows_what_its_state_allows(
    opened: Workspace, people: tuple[Stranger, Stranger], name: str, state: str
) -> None:
    lie(opened, "未锁定" if state == NO_CATALOGUE else state)
    deed, looked_at = DRAFTING[name], (b"", str(opened.drafted().number))
    with catalogue(opened, state):
        free = tried(people[0], opened, name, deed, looked_at)
    assert free == (state in deed[-1].split()), _SAID.findall(people[0].page)
