"""What each command loads, and what its worker does: a start costs more than most of the work."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from drafter.desk.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, workspace

HEAVY = frozenset((
    "docx", "jinja2", "lxml", "msoffcrypto", "openpyxl", "pydantic", "rapidfuzz", "rich", "xlrd",
    "xlsxwriter",
))  # fmt: skip
INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"
COMPOSING = {"jinja2", "lxml", "rapidfuzz", "xlsxwriter"}
COMMANDS: dict[str, set[str]] = {
    "--help": set(),
    "check": set(),
    "status": set(),
    "history 县司法局": set(),
    "draft": set(),
    "trace 援助.总数": set(),
    "edits": set(),
    "diff 1 2": set(),
    "diff 1 2 --html {root}/对比.html": {"jinja2", "lxml"},
    "redline 1 2 -o {root}/对比.docx": set(),
    "verify {draft}": set(),
    "return": set(),
    "remind": set(),
    "attest {draft}": {"lxml"},
    "proof {draft}": set(),
    "text {draft}": set(),
    "restyle {draft} -o {root}/格式.docx": set(),
    "lint {draft}": set(),
    "merge {draft} -o {root}/合并.docx": set(),
    "forms": {"xlsxwriter"},
    "lint": {"jinja2", "lxml", "rapidfuzz"},
    "draft --stage 征求意见稿": COMPOSING,
    "publish --checked-by 甲 --checked-on 2024年11月20日": {"jinja2", "lxml"},
    "new {root}/新县 --region 新县 --year 2024": {"lxml", "openpyxl"},
}
# What the worker answers: the module and function, its arguments, what it loads.
JOBS: dict[str, tuple[list[object], set[str]]] = {
    "drafter.workbook.opening:respond": (["{form}", {}], set()),
    "drafter.desk.returning:verify": (["{root}", "{draft}", True], {"lxml", "rapidfuzz"}),
    "drafter.desk.text:document_lines": (["{draft}"], {"lxml"}),
    "drafter.desk.proofing:proofread": (
        ["{draft}", None, "报告.docx", False],
        {"lxml", "rapidfuzz"},
    ),
    "drafter.desk.formatting:check": (["{draft}", False], {"lxml"}),
}
_COMMAND = """
import json, sys
import drafter
early = sorted(name.partition(".")[0] for name in sys.modules)
from drafter.cli.main import main
try: main(sys.argv[1:])
except SystemExit as ended: assert ended.code in (0, 1), ended.code
print(json.dumps([early, [*sys.modules]]), file=sys.stderr)
"""
_JOB = """
import json, sys
from drafter.worker.program import _answer
answer = json.loads(_answer(sys.argv[1], json.loads(sys.argv[2])))
assert isinstance(answer, dict) and "sheets" in answer or answer[1] is None, answer
print(json.dumps([[], [*sys.modules]]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with two drafts."""
    made = workspace(
        tmp_path_factory.mktemp("ws"), catalogue_bytes(INDICATORS), "|办理{{ 援助.总数 }}件。"
    )
    for total in (612, 613):
        fill_form(made, "县司法局", {"援助.总数": total})
        made.draft()
    return made


def loaded(program: str, *arguments: str) -> tuple[set[str], set[str]]:
    """The heavy libraries that `import drafter` brings, and those there at the end."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    early, late = json.loads(done.stderr.splitlines()[-1])
    return HEAVY & set(early), HEAVY & {name.partition(".")[0] for name in late}


def named(opened: Workspace, text: str) -> str:
    root = opened.folders.root
    draft = root / "output/2024/第2稿/报告.docx"
    return text.format(root=root, draft=draft, form=root / "inputs/2024/县司法局.xlsx")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_no_more_than_it_needs(opened: Workspace, command: str) -> None:
    arguments = [named(opened, word) for word in command.split()]
    early, late = loaded(_COMMAND, "-C", str(opened.folders.root), *arguments)
    assert early == set()
    assert late == COMMANDS[command]


@pytest.mark.parametrize("job", JOBS)
def test_the_worker_loads_no_more_than_it_needs(opened: Workspace, job: str) -> None:
    arguments, heavy = JOBS[job]
    sent = json.dumps([named(opened, a) if isinstance(a, str) else a for a in arguments])
    assert loaded(_JOB, job, sent)[1] == heavy
