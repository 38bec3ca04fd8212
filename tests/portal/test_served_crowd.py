"""A county's departments at the portal at once, and a portal that is killed while they hand in."""

from __future__ import annotations

import hashlib
import http.client
import os
import random
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from drafter.desk.records.records import Records
from tests.portal.conftest import Served
from tests.portal.crowd import awaiting
from tests.portal.people import entered, hired, links, officers, portal
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


def test_a_killed_server_has_all_that_it_acknowledged(
    folder: tuple[Path, dict[str, bytes]], cookies: dict[str, dict[str, str]]
) -> None:
    root, forms = folder
    acknowledged: set[str] = set()
    for turn in range(KILLS):
        with portal(root) as serving:
            people = {name: seated(serving, cookies[name]) for name in [*forms][:4]}
            over = threading.Event()

            def work(
                name: str,
                turn: int = turn,
                over: threading.Event = over,
                people: dict[str, Stranger] = people,
            ) -> None:
                for step in range(1000):
                    if over.is_set():
                        return
                    content = version(forms[name], 1000 * turn + step)
                    with suppress(*_LOST):
                        page = people[name].post("/mine/received/", {}, [(f"{name}.xlsx", content)])
                        if (
                            people[name].status == 200
                            and "次报送" in page
                            and "没有接收" not in page
                        ):
                            acknowledged.add(hashlib.sha256(content).hexdigest())

            threads = [threading.Thread(target=work, args=(name,)) for name in people]
            for thread in threads:
                thread.start()
            time.sleep(random.Random(turn).uniform(0.2, 4))
            serving.process.send_signal(signal.SIGKILL)
            over.set()
            for thread in threads:
                thread.join()
            serving.process.wait()
    kept = {receipt.sha256 for receipt in Records(root, YEAR).receipts()}
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged")
    assert acknowledged
    assert acknowledged <= kept
    assert not Records(root, YEAR).findings()
    with portal(root) as serving:
        assert "我的填报" in seated(serving, cookies[next(iter(forms))]).page
