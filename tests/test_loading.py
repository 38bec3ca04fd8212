"""What each command loads, and what its worker does: a start costs more than most of the work."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import docx
import pytest

import drafter
from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, workspace

HEAVY = frozenset((
    "docx", "jinja2", "lxml", "msoffcrypto", "openpyxl", "pydantic", "rapidfuzz", "rich", "xlrd",
    "xlsxwriter",
))  # fmt: skip
INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"
RULES = "援助.总数 >= 700 | 警告 | 往年都在700件以上"
# Its text was proofread for the draft before.
COMPOSING = {"jinja2", "lxml", "xlsxwriter"}
COMMANDS: dict[str, set[str]] = {
    "--help": set(),
    "check": set(),
    "status": set(),
    "history 县司法局": set(),
    "draft": set(),
    "trace 援助.总数": set(),
    "edits": set(),
    "edits --withdraw 1": set(),
    "accept 援助.总数 --reason 属实": set(),
    "choose 县司法局 县司法局.xlsx": set(),
    "diff 1 2": set(),
    "diff 1 2 --html {root}/对比.html": {"jinja2", "lxml"},
    "redline 1 2 -o {root}/对比.docx": set(),
    "verify {draft}": set(),
    "return": set(),
    "remind": set(),
    "attest {draft}": set(),
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
    "drafter.desk.review.returning:verify": (["{root}", "{draft}", True], {"lxml", "rapidfuzz"}),
    "drafter.desk.errands.text:document_lines": (["{draft}"], {"lxml"}),
    "drafter.desk.errands.proofing:proofread": (
        ["{draft}", None, "报告.docx", False, None],
        {"lxml", "rapidfuzz"},
    ),
    "drafter.desk.errands.formatting:check": (["{draft}", False], {"lxml"}),
}
_COMMAND = """
import json, sys
import drafter
early = sorted({name.partition(".")[0] for name in sys.modules})
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
        tmp_path_factory.mktemp("ws"),
        catalogue_bytes(INDICATORS, RULES),
        "|办理{{ 援助.总数 }}件。",
    )
    for total in (612, 613):
        fill_form(made, "县司法局", {"援助.总数": total})
        made.draft()
    return made


@pytest.fixture
def copied(opened: Workspace, tmp_path: Path) -> Workspace:
    """A copy of it, to write in."""
    root = tmp_path / "ws"
    shutil.copytree(opened.folders.root, root)
    return drafter.open(root)


def loaded(program: str, *arguments: str) -> tuple[set[str], set[str]]:
    """The libraries and own modules that `import drafter` brings, and those there at the end."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    early, late = json.loads(done.stderr.splitlines()[-1])
    libraries = {name.partition(".")[0] for name in late}
    return set(early), libraries | {name for name in late if name.startswith("drafter.")}


def named(opened: Workspace, text: str) -> str:
    root = opened.folders.root
    draft = root / "output/2024/第2稿/报告.docx"
    return text.format(root=root, draft=draft, form=root / "inputs/2024/县司法局.xlsx")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_loads_no_more_than_it_needs(copied: Workspace, command: str) -> None:
    PREPARED.get(command.partition(" ")[0], lambda _: None)(copied)
    early, late = loaded(_COMMAND, *arguments_of(copied, command))
    assert early & HEAVY == set()
    assert late & HEAVY == COMMANDS[command]


def arguments_of(opened: Workspace, command: str) -> list[str]:
    return ["-C", str(opened.folders.root), *(named(opened, word) for word in command.split())]


def hand_in_twice(opened: Workspace) -> None:
    form = opened.folders.root / "inputs/2024/县司法局.xlsx"
    form.rename(form.with_stem("县司法局（又）"))
    fill_form(opened, "县司法局", {"援助.总数": 614})


def edit(opened: Workspace) -> None:
    document = docx.Document(str(opened.drafted().folder / "报告.docx"))
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        run.text = run.text.replace("办理", "共办理")
    path = opened.folders.root / "改.docx"
    document.save(str(path))
    Review(opened).merge(path, take=True)


# What has to stand in the workspace before a command has anything to do.
PREPARED = {"choose": hand_in_twice, "edits": edit}


def test_the_list_of_commands_loads_none_of_them(copied: Workspace) -> None:
    _, late = loaded(_COMMAND, *arguments_of(copied, "--help"))
    assert {name for name in late if name.startswith("drafter.")} == {
        *("drafter.cli", "drafter.cli.face", "drafter.cli.main"),
        *("drafter.model", "drafter.model.pattern", "drafter.model.shown"),
    }
    assert "msgspec" not in late


@pytest.mark.parametrize(
    "command", ["trace 援助.总数", "diff", "edits", "redline 1 2 -o {root}/比.docx"]
)
def test_the_year_of_an_unchanged_catalogue_is_known_from_the_draft(
    copied: Workspace, command: str
) -> None:
    _, late = loaded(_COMMAND, *arguments_of(copied, command))
    assert "drafter.catalogue.sheet" not in late


def test_the_year_of_another_catalogue_is_read(copied: Workspace) -> None:
    assert copied.year() == 2024
    another = catalogue_bytes(INDICATORS, settings=SETTINGS.replace("2024", "2025"))
    copied.folders.catalogue.write_bytes(another)
    assert copied.year() == 2025


@pytest.mark.parametrize("job", JOBS)
def test_the_worker_loads_no_more_than_it_needs(opened: Workspace, job: str) -> None:
    arguments, heavy = JOBS[job]
    sent = json.dumps([named(opened, a) if isinstance(a, str) else a for a in arguments])
    assert loaded(_JOB, job, sent)[1] & HEAVY == heavy
