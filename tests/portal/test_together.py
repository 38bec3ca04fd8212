"""Commands and the desk at once on one workspace: nothing is lost, no two drafts have one number."""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest

from drafter.desk.files.folders import write_file
from drafter.desk.records.records import Records
from drafter.desk.year.drafts import read_draft
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, workspace
from tests.portal.conftest import served
from tests.portal.visitor import Visitor

pytestmark = pytest.mark.slow
OPERATIONS = 50  # of each of four writers
DEPARTMENTS = ("县司法局", "县法院", "县公安局", "县民政局")
INDICATORS = "\n".join(
    f"{name}.总数 | {name}案件 | 件 | 整数 | {name}\n{name}.办结 | {name}办结 | 件 | 整数 | {name}"
    for name in DEPARTMENTS
)
RULES = "\n".join(f"{name}.办结 <= {name}.总数 | 警告 | 办结不多于受理" for name in DEPARTMENTS)
TEXT = "\n".join(f"|{name}办理{{{{ {name}.总数 }}}}件。" for name in DEPARTMENTS)
NUMBERS = count(1000)


def form(opened: Workspace, department: str) -> bytes:
    """The department's form with numbers that no other form has."""
    number = next(NUMBERS)
    values = {f"{department}.总数": number, f"{department}.办结": number - 1}
    path = fill_form(opened, department, values)
    content = path.read_bytes()
    path.unlink()
    return content


def browsed(visitor: Visitor, forms: Sequence[tuple[str, bytes]], seed: int) -> list[bytes]:
    """What somebody does at the desk; the forms that the desk said it took."""
    chance, taken = random.Random(seed), []
    for name, content in forms:
        visitor.get("/departments/")
        page = visitor.post("/departments/received/", files=[(f"{name}.xlsx", content)])
        assert visitor.status == 200, page
        if f"{name}.xlsx：收入" in page:
            taken.append(content)
        if chance.random() < 0.3:
            visitor.post("/drafts/made/")
            assert visitor.status == 200, visitor.page
    return taken


def commanded(root: Path, forms: Sequence[tuple[str, bytes]], seed: int) -> list[str]:
    """What somebody does by commands and by copying files; what went wrong."""
    chance, wrong = random.Random(seed), []
    for name, content in forms:
        command = chance.choice(["draft", "draft", "check", "status", "return"])
        if chance.random() < 0.3:
            write_file(root / f"inputs/2024/{name}.xlsx", content)
        run = subprocess.run(
            [sys.executable, "-m", "drafter", "-C", str(root), command],
            capture_output=True,
            text=True,
        )
        if run.returncode not in (0, 1):
            wrong.append(f"{command}: {run.stderr}")
    return wrong


def test_commands_and_the_desk_work_on_one_workspace_at_once(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS, RULES), TEXT)
    forms = [(name, form(opened, name)) for _ in range(OPERATIONS) for name in DEPARTMENTS]
    shares = [forms[n::4] for n in (0, 1, 2, 3)]  # a department each, as it is at an office
    with served(tmp_path) as serving, ThreadPoolExecutor(4) as writers:
        visitors = [Visitor(serving) for _ in range(2)]
        at_desk = [
            writers.submit(browsed, v, s, n)
            for n, (v, s) in enumerate(zip(visitors, shares, strict=False))
        ]
        by_command = [writers.submit(commanded, tmp_path, shares[n], n) for n in (2, 3)]
        assert [run.result() for run in by_command] == [[], []]
        taken = [content for run in at_desk for content in run.result()]
    assert len(taken) == 2 * OPERATIONS
    records = Records(tmp_path, 2024)
    assert {hashlib.sha256(content).hexdigest() for content in taken} <= {
        receipt.sha256 for receipt in (opened.check(), records.receipts())[1]
    }
    assert records.findings() == []
    drafts = [read_draft(folder) for _, folder in opened.folders.drafts(2024)]
    assert all(isinstance(draft, Drafted) for draft in drafts)
    assert [d.number for d in drafts if isinstance(d, Drafted)] == [*range(1, len(drafts) + 1)]
    assert not list(tmp_path.rglob(".写入中-*"))
