"""A county's departments at the portal at once, and a portal that is killed while they hand in."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import count
from pathlib import Path

import openpyxl
import pytest

from drafter.desk.records.filings import Signature
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Comment, Tick
from drafter.desk.year.workspace import open_workspace
from tests.portal.conftest import Served
from tests.portal.crowd import awaiting
from tests.portal.people import entered, hired, links, officers, portal
from tests.portal.test_mine import FIELD
from tests.portal.visitor import Stranger
from tools.bench_county import YEAR

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", "4"))
CROWD = int(os.environ.get("CROWD", "12"))  # departments; a county has 45
_LOST = (OSError, http.client.HTTPException)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A county of 45 x 100 in which nothing has come yet, and its filled in forms."""
    root = tmp_path_factory.mktemp("平安县")
    _, forms = awaiting(root)
    officers(root)
    return root, dict([*forms.items()][:CROWD])


@pytest.fixture(scope="module")
def cookies(folder: tuple[Path, dict[str, bytes]]) -> dict[str, dict[str, str]]:
    """The cookies of each department's clerk: they outlive the server."""
    root, forms = folder
    with portal(root) as serving:
        clerk = hired(serving, "起草", "张三", "zhangsan")
        issued = links(clerk, *forms)
        with ThreadPoolExecutor(4) as pool:
            people = [*pool.map(lambda name: entered(serving, *issued[name]), forms)]
    return {name: person.cookies for name, person in zip(forms, people, strict=True)}


def seated(serving: Served, cookies: dict[str, str]) -> Stranger:
    """A clerk who came in before, on the page of the form."""
    person = Stranger(serving)
    person.cookies = dict(cookies)
    person.get("/mine/")
    return person


def version(content: bytes, mark: int) -> bytes:
    """The same form with other bytes: a comment at the zip's end."""
    end = content.rfind(b"PK\5\6")
    note = str(mark).encode()
    return content[: end + 20] + len(note).to_bytes(2, "little") + note


def test_a_county_hands_in_at_once(
    folder: tuple[Path, dict[str, bytes]], cookies: dict[str, dict[str, str]]
) -> None:
    root, forms = folder
    with portal(root) as serving:
        people = {name: seated(serving, own) for name, own in cookies.items()}
        times: list[float] = []

        def hand_in(name: str) -> None:
            time.sleep(random.Random(name).uniform(0, 30 * len(forms) / 45))
            started = time.monotonic()
            page = people[name].post("/mine/received/", {}, [(f"{name}.xlsx", forms[name])])
            times.append(time.monotonic() - started)
            assert "第1次报送" in page, page

        with ThreadPoolExecutor(len(forms)) as pool:
            list(pool.map(hand_in, forms))
    times.sort()
    print(
        f"{len(times)} uploads: median {times[len(times) // 2]:.2f}, p95 {times[-1 - len(times) // 20]:.2f} s"
    )
    kept = {receipt.sha256 for receipt in Records(root, YEAR).receipts()}
    assert {hashlib.sha256(content).hexdigest() for content in forms.values()} <= kept


class Worker:
    """Somebody who does one thing after another until the server is gone; `sure` is what was
    acknowledged."""

    def __init__(self, do: Callable[[Stranger, int], str], cookies: dict[str, str]) -> None:
        self.do, self.cookies = do, cookies
        self.sure: list[str] = []
        self.steps = count(1)

    def work(self, person: Stranger, over: threading.Event) -> None:
        """Until it is over; what was on its way when the server died is not acknowledged."""
        with suppress(*_LOST):
            while not over.is_set():
                if sure := self.do(person, next(self.steps)):
                    self.sure.append(sure)


def uploading(name: str, form: bytes) -> Callable[[Stranger, int], str]:
    """Hands in a form that is another each time; its hash."""

    def do(person: Stranger, step: int) -> str:
        content = version(form, step)
        page = person.post("/mine/received/", {}, [(f"{name}.xlsx", content)])
        taken = person.status == 200 and "次报送" in page and "没有接收" not in page
        return hashlib.sha256(content).hexdigest() if taken else ""

    return do


def saving(person: Stranger, step: int) -> str:
    """Fills the form in online, under another name each time; the name."""
    person.get("/mine/online/")
    fields: dict[str, list[str]] = {}
    for name, value in FIELD.findall(person.page):
        fields.setdefault(name, []).append(value)
    fields.pop("csrfmiddlewaretoken", None)
    name = f"赵{step}"
    page = person.post("/mine/online/saved/", {**fields, "person": name, "save": "1"})
    return (
        name
        if person.status == 200 and f'value="{name}"' in page and "还没有保存" not in page
        else ""
    )


def commenting(person: Stranger, step: int) -> str:
    """Says something of a paragraph; the words."""
    person.get("/drafts/1/paragraphs/1/")
    words = f"第{step}条批注"
    page = person.post("/drafts/1/comments/new/", {"paragraph": "1", "words": words})
    return words if "批注已记下" in page else ""


def ticking(mark: str) -> Callable[[Stranger, int], str]:
    """Ticks a figure and takes it back in turns; which of the two."""

    def do(person: Stranger, step: int) -> str:
        person.get(f"/drafts/1/figures/{mark}/")
        back = {"withdraw": "1"} if step % 2 == 0 else {}
        page = person.post("/drafts/1/checked/", {"mark": mark, **back})
        return f"{bool(back)}" if "已核1个数" in page else ""

    return do


def signing(person: Stranger, step: int) -> str:
    """Signs with words of its own each time; the words."""
    person.get("/signatures/")
    fields = {"draft": "1", "role": "审阅", "opinion": "修改后同意", "words": f"第{step}次审签"}
    return fields["words"] if "已记下：第1稿" in person.post("/signatures/made/", fields) else ""


@pytest.fixture(scope="module")
def workers(
    folder: tuple[Path, dict[str, bytes]], cookies: dict[str, dict[str, str]]
) -> dict[str, Worker]:
    """Three departments that hand in, one that fills in online, three reviewers of a draft."""
    root, forms = folder
    names = [*forms]
    (root / f"inputs/{YEAR}/{names[0]}.xlsx").write_bytes(forms[names[0]])
    marks = open_workspace(root).draft().manifest.marks
    with portal(root) as serving:
        reviewers = [hired(serving, "审阅", name, name) for name in ("批注人", "核对人", "审签人")]
    deeds = (commenting, ticking(marks[0].name), signing)
    own = {name: Worker(uploading(name, forms[name]), cookies[name]) for name in names[1:4]}
    own[names[4]] = Worker(saving, cookies[names[4]])
    return own | {
        who: Worker(do, person.cookies)
        for who, do, person in zip(("批注", "已核", "审签"), deeds, reviewers, strict=True)
    }


def killed(serving: Served, workers: Collection[Worker], after: float) -> None:
    """All of them at work until the server is killed: so long after each of them was acknowledged
    something, now or before another kill."""
    over, present = threading.Event(), [(one, seated(serving, one.cookies)) for one in workers]
    threads = [threading.Thread(target=one.work, args=(person, over)) for one, person in present]
    for thread in threads:
        thread.start()
    patience = time.monotonic() + 60
    while not all(one.sure for one in workers) and time.monotonic() < patience:
        time.sleep(0.1)
    time.sleep(after)
    serving.process.send_signal(signal.SIGKILL)
    over.set()
    for thread in threads:
        thread.join()
    serving.process.wait()


def test_a_killed_server_has_all_that_it_acknowledged(
    folder: tuple[Path, dict[str, bytes]], workers: dict[str, Worker]
) -> None:
    root, _ = folder
    for turn in range(KILLS):
        with portal(root) as serving:
            killed(serving, workers.values(), random.Random(turn).uniform(0.2, 6))
    records = Records(root, YEAR)
    counts = {name: len(worker.sure) for name, worker in workers.items()}
    print(f"{KILLS} kills, acknowledged: {counts}, in all {sum(counts.values())}")
    assert all(counts.values())
    receipts = records.receipts()
    kept = {receipt.sha256 for receipt in receipts}
    *uploads, online = [name for name in workers if name not in ("批注", "已核", "审签")]
    assert {sha256 for name in uploads for sha256 in workers[name].sure} <= kept
    signed = {person_in(records.original(r)) for r in receipts if r.department == online}
    assert {*workers[online].sure} <= signed
    assert {*workers["批注"].sure} <= {comment.words for comment in records.filed(Comment)}
    ticks = Counter(str(tick.withdrawn) for tick in records.filed(Tick))
    assert Counter(workers["已核"].sure) <= ticks
    assert {*workers["审签"].sure} <= {one.words for one in records.filed(Signature)}
    assert not records.findings()
    assert {breach.what.partition("：")[0] for breach in records.log().breaches} <= {"没有登记"}
    with portal(root) as serving:
        assert "我的填报" in seated(serving, workers[online].cookies).page


def person_in(form: Path) -> str:
    """Who filled it in, by its own cell."""
    return str(openpyxl.load_workbook(form)["填报表"].cell(3, 3).value)
