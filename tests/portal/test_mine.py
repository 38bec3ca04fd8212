"""A department's own pages: hand in, see at once, explain, fill in online, confirm; as http has it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from urllib.parse import quote

import docx
import pytest

from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, workspace
from tests.portal.conftest import Served
from tests.portal.people import entered, hired, links, officers, portal
from tests.portal.visitor import Stranger
from tests.test_filling import INDICATORS, NAME, RULES, TABLES

pytestmark = pytest.mark.slow
OTHER = """
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
    信访.来访 | 来访 | 批 | 整数 | 县信访局
"""
VALUES = {"援助.总数": 615, "援助.民事": 350, "援助.刑事": 263, "援助.比率": 0.5}
_VERSION = re.compile(r'name="version" value="([0-9a-f]{64})"')
_ACTION = re.compile(r'<form method="post" action="(/mine/online/saved/[^"]*)"')
FIELD = re.compile(r'<(?:input|textarea)[^>]* name="([^"]+)"[^>]* value="([^"]*)"')


class Office(Stranger):
    """A department's clerk on the page of the form."""

    def fields(self) -> dict[str, list[str]]:
        """What stands in the fields of the page."""
        named: dict[str, list[str]] = {}
        for name, value in FIELD.findall(self.page):
            if name != "csrfmiddlewaretoken":
                named.setdefault(name, []).append(value)
        return named

    def save(self, **changed: str) -> str:
        """Save the form with some values changed."""
        fields = self.fields() | {f"v:援助.{k}": [v] for k, v in changed.items()}
        return self.post("/mine/online/saved/", {**fields, "save": "1"})


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("平安县")
    return workspace(folder, catalogue_bytes(INDICATORS + OTHER, RULES, TABLES))


@pytest.fixture(scope="module")
def serving(opened: Workspace) -> Iterator[Served]:
    officers(opened.folders.root)
    with portal(opened.folders.root) as served:
        yield served


@pytest.fixture(scope="module")
def clerk(serving: Served) -> Stranger:
    return hired(serving, "起草", "张三", "zhangsan")


def office(serving: Served, clerk: Stranger, department: str, name: str = "赵敏") -> Office:
    person = Office(serving)
    link, pin = links(clerk, department)[department]
    person.get(link)
    person.post(link, {"name": name, "pin": pin})
    return person


def spots(page: str) -> dict[str, str]:
    """What is said at each place of the page, or of a part of it, by the place's id."""
    return dict(re.findall(r'<div[^>]* id="(f-[^"]+)"[^>]*>(.*?)</div>', page, re.DOTALL))


def assert_told_at_its_cell(page: str, name: str, sentence: str) -> None:
    """The field is invalid, described by what is said under it, and led to from the summary."""
    (field,) = re.findall(rf'<(?:input|textarea)[^>]* name="{re.escape(name)}"[^>]*>', page)
    assert 'aria-invalid="true"' in field
    place, own = re.search(r'aria-describedby="([^"]+)"', field), re.search(r' id="([^"]+)"', field)
    assert place
    assert own
    assert sentence in spots(page)[place[1]]
    summary = page.partition('id="tried"')[2].partition("<form")[0]
    assert sentence in summary.partition(f'href="#{own[1]}"')[2].partition("</li>")[0]


def test_from_upload_over_findings_to_the_confirmation_sheet(
    serving: Served, clerk: Stranger, opened: Workspace
) -> None:
    person = office(serving, clerk, NAME)
    assert person.path == "/mine/"
    assert "未报" in person.page
    path = fill_form(opened, NAME, VALUES)
    content = path.read_bytes()
    path.unlink()
    page = person.post("/mine/received/", files=[("表.xlsx", content)])
    assert "表.xlsx已收到：第1次报送" in page
    assert person.path.startswith("/mine/online/")
    assert_told_at_its_cell(page, "v:援助.总数", "填报615，应为613（350 + 263）")
    assert path.read_bytes() == content
    page = person.get("/mine/")
    assert "填报615，应为613（350 + 263）" in page
    assert "处理以后才能确认" in page
    seen = _VERSION.search(page)
    assert seen
    page = person.post("/mine/confirmed/", {"version": seen[1]})
    assert "没有改正，也没有写说明" in page
    person.get("/mine/online/")
    page = person.save(总数="613", 日期="2024-03-05", 情况="第一段。")
    assert "第2次报送" in page
    page = person.get("/mine/")
    seen = _VERSION.search(page)
    assert seen
    person.get("/mine/")
    page = person.post("/mine/evidence/", {"about": ""}, files=[("a.html", b"%PDF-1.7")])
    assert 'href="/mine/evidence/1">a.pdf</a>' in page
    link = re.search(r'href="(/mine/evidence/\d+)"', person.page)
    assert link
    person.ask("GET", link[1])
    assert person.body == b"%PDF-1.7"
    person.get("/mine/")
    page = person.post("/mine/confirmed/", {"version": seen[1]})
    assert "已确认" in page
    assert "赵敏" in page
    person.get("/mine/confirmation.docx")
    sheet = docx.Document(BytesIO(person.body))
    assert [cell.text for cell in sheet.tables[0].rows[1].cells][:4] == [
        "1",
        "法律援助案件",
        "件",
        "613",
    ]
    person.get("/mine/")
    assert "已经确认，不能再报" in person.post("/mine/received/", files=[("表.xlsx", content)])
    assert "已确认" in clerk.get("/departments/")
    own = "/departments/of/" + quote(NAME)
    clerk.get(f"{own}/")
    assert "解锁：补报；张三" in clerk.post(f"{own}/unlocked/", {"reason": "补报"})
    seen = _VERSION.search(clerk.page)
    assert seen
    page = clerk.post(f"{own}/sent-back/", {"version": seen[1], "reason": "日期不对"})
    assert "退回：日期不对；张三" in page
    assert "已退回：日期不对（张三" in person.get("/mine/")
    page = clerk.post(f"{own}/extended/", {"until": "2099-01-05", "reason": "系统升级"})
    assert "延期至2099-01-05：系统升级；张三" in page
    assert "2099年1月5日（已延期）" in person.get("/mine/")


def test_two_people_of_a_department_overwrite_nothing_unseen(
    serving: Served, clerk: Stranger
) -> None:
    first = office(serving, clerk, "县法院", "甲")
    second = Office(serving)
    second.cookies = dict(first.cookies)
    first.get("/mine/online/")
    second.get("/mine/online/")
    fields = first.fields() | {"v:诉讼.案件": ["20"]}
    assert "第1次报送" in first.post("/mine/online/saved/", {**fields, "save": "1"})
    fields = second.fields() | {"v:诉讼.案件": ["21"]}
    page = second.post("/mine/online/saved/", {**fields, "save": "1"})
    assert "别人保存过，下列1处不同，没有保存" in page
    assert [*re.findall(r"<td>(2[01])</td>", page)] == ["21", "20"]
    fields = second.fields()
    assert fields["v:诉讼.案件"] == ["21"]
    assert "第2次报送" in second.post("/mine/online/saved/", {**fields, "save": "1"})
    checked = second.post("/mine/online/checked/", {**fields, "v:诉讼.案件": "很多"})
    assert "按现在填的，有1条" in checked


def test_what_is_tried_is_told_at_its_cell_and_its_row(serving: Served, clerk: Stranger) -> None:
    person = office(serving, clerk, NAME, "戊")
    clerk.get("/departments/of/" + quote(NAME) + "/")
    clerk.post("/departments/of/" + quote(NAME) + "/unlocked/", {"reason": "再试"})
    person.get("/mine/online/")
    rows = {"r:援助.站点:1": ["", "甲站", "", "乙站"], "r:援助.站点:2": ["", "七", "", "8"]}
    typed = person.fields() | rows | {"v:援助.总数": ["615"], "r:援助.站点:3": ["", "", "", ""]}
    page = person.post("/mine/online/checked/", typed)
    said = spots(page)
    at = {place: words for place, words in said.items() if words}
    number = re.search(r'href="#c-(\d+)-2"', page)
    assert number, page
    assert {place.count("-") for place in at} == {1, 2}
    assert [place for place in at if place.count("-") == 2] == [f"f-{number[1]}-2"]
    assert said[f"f-{number[1]}-4"] == said[f"f-{number[1]}-1"] == ""
    person.get("/mine/online/")
    page = person.post("/mine/online/saved/", typed | {"try": "1"})
    assert_told_at_its_cell(page, "v:援助.总数", "填报615，应为613（350 + 263）")
    assert "七" in spots(page)[f"f-{number[1]}-1"]


def test_a_session_that_ends_mid_form_says_when_the_form_was_last_saved(
    serving: Served, clerk: Stranger, opened: Workspace
) -> None:
    person = office(serving, clerk, "县信访局", "丁")
    person.get("/mine/online/")
    begun = _ACTION.search(person.page)
    assert begun
    assert "第1次报送" in person.post(
        begun[1], {**person.fields(), "v:信访.来访": "7", "save": "1"}
    )
    form, fields = _ACTION.search(person.page), {**person.fields(), "v:信访.来访": "8", "save": "1"}
    assert form
    kept = person.cookies.pop("portal")
    page = person.post(form[1], fields)
    assert person.status == 403
    assert "刚才的提交没有执行；已经保存的都在（上次保存：" in page
    assert "，第1次报送）" in page
    assert "还没有保存过" in person.post(begun[1], fields)
    assert "（" not in person.post(form[1][:-1], fields).partition("已经保存的都在")[2][:1]
    person.headers["HX-Request"] = "true"
    told = person.post(form[1].replace("/saved/", "/checked/"), fields)
    assert (person.status, told.startswith('<p class="trouble"')) == (200, True)
    assert "上次保存：" in told
    del person.headers["HX-Request"]
    person.cookies["portal"] = kept
    with sqlite3.connect(opened.folders.root / ".portal/portal.sqlite3") as database:
        database.execute(
            "update portal_account set expiry = '2020-01-01' where department = '县信访局'"
        )
    page = person.post(form[1], fields)
    assert "这个链接已过期" in page
    assert "（上次保存：" in page
    receipts = opened.records(2024).receipts("县信访局")
    assert [receipt.number for receipt in receipts] == [1]


def test_nobody_sees_another_departments_return(serving: Served, clerk: Stranger) -> None:
    person = entered(serving, *links(clerk, "县法院")["县法院"])
    for path in ("/mine/", "/mine/online/"):
        assert NAME not in person.get(path)
        assert "援助.总数" not in person.page
    person.get("/mine/")
    person.post("/mine/explained/", {"version": "", "note:援助.总数": "外人"})
    assert "外人" not in person.page
    for path in ("/departments/of/县司法局/", "/keeping/", "/findings/"):
        person.ask("GET", quote(path))
        assert person.status == 403, path


def test_what_is_attached_is_never_shown_in_the_portals_name(
    serving: Served, clerk: Stranger
) -> None:
    person = office(serving, clerk, "县法院", "孙丽")
    page = b"<html><script>alert(1)</script></html>"
    person.post("/mine/evidence/", {"about": ""}, [("名册.pdf", page)])
    assert "已收到" not in person.page
    person.post("/mine/evidence/", {"about": ""}, [("名册.pdf", b"%PDF-1.7\n" + page)])
    assert "名册.pdf已收到" in person.page
    link = re.search(r'href="(/mine/evidence/\d+)"', person.page)
    assert link
    person.ask("GET", link[1])
    assert person.answer["Content-Disposition"].startswith("attachment")
    assert person.answer["Content-Type"] == "application/octet-stream"
    assert person.answer["X-Content-Type-Options"] == "nosniff"
    assert person.answer["Content-Security-Policy"].startswith("sandbox")
