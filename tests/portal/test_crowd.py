"""A county hands in at once: what each upload takes, and that kills lose nothing acknowledged."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from drafter.desk.files.equipment import Equipment
from drafter.desk.records.records import Records
from drafter.desk.returns import handing_in
from drafter.desk.year.workspace import Workspace
from tests.portal.crowd import awaiting
from tools.bench_county import YEAR

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("KILLS", "12"))
MOST = 0.2  # seconds of processor of this process, for the upload that only two are dearer than


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, bytes]]:
    """A county of 45 x 100 in which nothing has come yet, and its filled in forms."""
    folder = tmp_path_factory.mktemp("平安县")
    return awaiting(folder)


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def test_no_upload_reads_other_departments_forms(
    county: tuple[Workspace, dict[str, bytes]], tmp_path: Path
) -> None:
    opened, forms = county
    with Equipment() as equipment:
        served = Workspace(opened.folders, equipment=equipment)
        spent = []
        for department, content in forms.items():
            file = tmp_path / "表.xlsx"
            file.write_bytes(content)
            before = processor()
            mine = handing_in.hand_in(served, department, file, "赵敏")
            spent.append(processor() - before)
            assert mine.receipt is not None
            assert mine.receipt.sha256 == hashlib.sha256(content).hexdigest()
    print(f"{sum(spent):.2f} s, p95 {sorted(spent)[-3]:.3f} s, first {spent[0]:.3f} s")
    assert sorted(spent)[-3] <= MOST
    assert opened.check().errors == 0


PROGRAM = """
import sys
from pathlib import Path
from drafter.desk.returns import handing_in
from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import Folders
from drafter.desk.year.workspace import Workspace
root, forms, seed = Path(sys.argv[1]), sorted(Path(sys.argv[2]).iterdir()), int(sys.argv[3])
with Equipment() as equipment:
    opened = Workspace(Folders(root), equipment=equipment)
    for turn in range(10 ** 6):
        form = forms[(seed + turn) % len(forms)]
        own = handing_in.hand_in(opened, form.stem.partition("-")[0], form, "赵敏")
        if own.delivered and not own.delivered.name:
            handing_in.unlock(opened, own.department, "张三", "再报")
            continue
        print("报送", own.department, own.standing.sha256, flush=True)
        if own.state == "已报" and not own.unanswered and turn % 3 == 0:
            done = handing_in.confirm(opened, own.department, own.standing.sha256, "赵敏")
            print("确认", done.department, done.standing.sha256, flush=True)
            handing_in.unlock(opened, own.department, "张三", "再报")
            print("解锁", done.department, done.standing.sha256, flush=True)
"""


def variants(forms: dict[str, bytes], folder: Path) -> None:
    """Three versions of six departments' forms: the same with other bytes behind the zip's end."""
    folder.mkdir()
    for department in [*forms][:6]:
        for number in range(3):
            content = bytearray(forms[department])
            end = content.rfind(b"PK\5\6")
            content[end + 20 : end + 22] = (1).to_bytes(2, "little")
            (folder / f"{department}-{number}.xlsx").write_bytes(
                bytes(content) + bytes([65 + number])
            )


def killed(command: list[str], delay: float) -> list[str]:
    """What the program said until it was killed, some time after it began to."""
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        reading = threading.Thread(target=_read, args=(run.stdout, lines))
        reading.start()
        started = time.monotonic()
        while len(lines) < 2 and time.monotonic() - started < 60:
            time.sleep(0.01)
        time.sleep(delay)
        run.send_signal(signal.SIGKILL)
        reading.join()
    return lines


def _read(stream: Iterable[str], lines: list[str]) -> None:
    for line in stream:
        lines.append(line)


def test_a_kill_at_any_moment_loses_nothing_acknowledged(
    county: tuple[Workspace, dict[str, bytes]], tmp_path: Path
) -> None:
    opened, forms = county
    root, chance = opened.folders.root, random.Random(14)
    variants(forms, tmp_path / "表")
    acknowledged: list[list[str]] = []
    for turn in range(KILLS):
        command = [sys.executable, "-c", PROGRAM, str(root), str(tmp_path / "表"), str(turn * 5)]
        lines = killed(command, chance.random())
        assert len(lines) >= 2
        acknowledged += [line.split() for line in lines if line.endswith("\n")]
    records = Records(root, YEAR)
    assert records.findings() == []
    kept = {(r.department, r.sha256) for r in records.receipts()}
    assert {(d, s) for _, d, s in acknowledged} <= kept
    assert all(records.original(r).is_file() for r in records.receipts())
    dealings = [(x.deed, x.department, x.sha256) for x in records.filed(handing_in.Dealing)]
    for deed in ("确认", "解锁"):
        told = [(deed, d, s) for what, d, s in acknowledged if what == deed]
        assert len([x for x in dealings if x[0] == deed]) >= len(told)
        assert {*told} <= {*dealings}
    unsound = [b for b in records.log().breaches if "没有登记" not in b.what]
    assert unsound == []
    # It goes on by itself, and clears what was left unfinished.
    opened.draft()
    assert not list(root.rglob(".写入中-*"))
    print(
        f"{len(acknowledged)} acknowledged, {KILLS} kills, {len(records.log().breaches)} not entered"
    )
