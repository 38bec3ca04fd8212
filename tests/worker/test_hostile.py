"""Hundreds of hostile and broken Word files through the worker: each is answered, soon, in words.

One process puts them all through what the commands do, in one run with a good file, as a bureau's
desk would. Its memory is what is measured, and the processor time of its worker.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.building import catalogue_bytes, fill_form, workspace
from tests.worker import hostile

pytest.importorskip("resource")
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
Files = Callable[[bytes], Iterator[tuple[str, bytes]]]
REFUSED: list[Files] = [
    *(hostile.bombs_of_many_members, hostile.too_much, hostile.other_kinds),
]
ANSWERED: list[Files] = [
    *(hostile.bombs_of_one_member, hostile.entity_bombs, hostile.deep),
    *(hostile.cyclic_and_missing, hostile.odd_names, hostile.lying_sizes),
    *(hostile.cut_at_every_member, hostile.flipped, hostile.odd_encodings, hostile.that_run),
    *(hostile.huge_numbers, hostile.other_roots),
]
MOST_SECONDS, MOST_WORKER, MOST_GROWTH = 5, 1 << 20, 100_000  # kilobytes
LOST = ("使读取程序中止", "处理超时")
_ASKED = """
    信访.受理 | 受理 | 件 | 整数 | 甲局
    信访.办结 | 办结 | 件 | 整数 | 甲局
"""
_REPORT = """
    |一、受理情况
    |全年受理{{ 信访.受理 }}件，办结{{ 信访.办结 }}件。
    |二、办结情况
    |全年办结{{ 信访.办结 }}件，其余依法延期。
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one run over all files of all kinds says."""
    desk, folder = tmp_path_factory.mktemp("desk"), tmp_path_factory.mktemp("hostile")
    opened = workspace(desk, catalogue_bytes(_ASKED), _REPORT)
    fill_form(opened, "甲局", {"信访.受理": 613, "信访.办结": 357})
    draft = opened.draft().folder
    good = (draft / "报告.docx").read_bytes()
    for kind in (*REFUSED, *ANSWERED):
        for name, content in kind(good):
            (folder / f"{kind.__name__} {name.replace('/', '|')}").write_bytes(content)
    program = [sys.executable, "-m", "tests.worker.working_all", *map(str, (desk, draft, folder))]
    run = subprocess.run(program, cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def reasons(kinds: list[Files], result: dict[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    """(file, job, why it was not done; None where it was) of those kinds."""
    starts = tuple(f"{kind.__name__} " for kind in kinds)
    for file, answers in result["answers"].items():
        if file.startswith(starts):
            yield from ((file, job, answer.get("reason")) for job, answer in answers.items())


def test_what_is_no_report_is_refused(result: dict[str, Any]) -> None:
    done = [(file, job) for file, job, reason in reasons(REFUSED, result) if reason is None]
    assert done == []


def test_every_refusal_is_a_sentence_that_says_what_to_do(result: dict[str, Any]) -> None:
    told = reasons([*REFUSED, *ANSWERED], result)
    wrong = [entry for entry in told if entry[2] is not None and not _is_sentence(entry[2])]
    assert wrong == []


def _is_sentence(reason: str) -> bool:
    """Whether it is one short Chinese line, of the file and not of us."""
    said = reason.partition("：")[2]
    return bool(re.search("[一-龥]", said)) and reason.isprintable() and len(said) < 200


def test_no_worker_died_or_stalled(result: dict[str, Any]) -> None:
    told = reasons([*REFUSED, *ANSWERED], result)
    assert [entry for entry in told if entry[2] and any(lost in entry[2] for lost in LOST)] == []


def test_what_is_odd_but_whole_is_read(result: dict[str, Any]) -> None:
    """The file's text, and how it differs from the draft; whatever numbers stand in attributes."""
    jobs = ("text", "verify", "diff", "diff back", "proof")
    refused = [
        entry for entry in reasons([hostile.huge_numbers], result) if entry[1] in jobs and entry[2]
    ]
    assert refused == []


def test_hundreds_of_files_were_answered(result: dict[str, Any]) -> None:
    assert len(result["answers"]) >= 200


def test_no_file_takes_long(result: dict[str, Any]) -> None:
    slow = {
        (file, job): answer["seconds"]
        for file, answers in result["answers"].items()
        for job, answer in answers.items()
        if answer["seconds"] > MOST_SECONDS
    }
    assert slow == {}


def test_neither_process_grows(result: dict[str, Any]) -> None:
    assert result["grown"] < MOST_GROWTH
    assert result["worker"] < MOST_WORKER
