"""What the desk does with any file that is brought to it, workspace or none: proofread it, hold its
format against the standard, put that right, take its text, attest to a pack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from drafter.desk.errands.doctor import Check, State, examined
from drafter.desk.errands.formatting import check_file, restyle_file
from drafter.desk.errands.proofing import proof_file, proof_text
from drafter.desk.errands.text import plain_text
from drafter.desk.files.folders import write_file
from drafter.desk.files.progress import Progress
from drafter.desk.publishing.publishing import GIVEN, attest
from drafter.desk.year.workspace import Workspace
from drafter.model.finding import Finding

_WORD = ".docx"


class Errand(Struct, frozen=True):
    """What came of it: what was done with which file, in words; the findings; the copy that was
    made beside the file; whether anything is amiss; what was looked at one by one."""

    title: str
    words: str
    findings: tuple[Finding, ...] = ()
    copy: Path | None = None
    amiss: bool = False
    checks: tuple[Check, ...] = ()


class Service(Struct, frozen=True):
    """What can be asked for: its name, what it does, and what does it."""

    name: str
    about: str
    run: Callable[[Path], Errand]


def proofread(file: Path) -> Errand:
    """The file proofread; of a Word file a copy with comments."""
    proofed = proof_file(file, mark=file.suffix.lower() == _WORD)
    return _counted(f"校对：{file.name}", proofed.findings, "没有发现问题", proofed.marked)


def proofread_text(text: str) -> Errand:
    """What was pasted, proofread."""
    return _counted("校对：粘贴的文字", proof_text(text.encode()).findings, "没有发现问题", None)


def _format_of(file: Path) -> Errand:
    checkup = check_file(file, mark=True)
    return _counted(f"公文格式：{file.name}", checkup.findings, "符合公文格式", checkup.marked)


def _restyled(file: Path) -> Errand:
    restyling = restyle_file(file)
    words = "已按公文格式排好，文字一字未动"
    if restyling.findings:
        words += f"；还有{len(restyling.findings)}处涉及文字或须人工判断，请在Word中处理"
    return Errand(f"排成公文格式：{file.name}", words, restyling.findings, restyling.path)


def _text_of(file: Path) -> Errand:
    copy = file.with_name(f"{file.stem}（文字）.txt")
    text = plain_text(file)
    write_file(copy, text.encode("utf-8-sig"))
    return Errand(f"取文字：{file.name}", f"共{len(text.splitlines())}行", copy=copy)


def attested(file: Path, head: str, here: Path) -> Errand:
    """The pack held against its own list, and its head against the one given or on record."""
    outcome, whence = attest(file, head, here)
    count = len(outcome.findings)
    whole = f"{outcome.files}个文件均与清单相符，没有改动。总校验值：{outcome.head}"
    held = f"，与{'填写的' if whence == GIVEN else whence}一致" if whence else _UNHELD
    altered = f"与生成时不同，有{count}处改动" if outcome.is_pack else "没有核对"
    words = altered if count else whole + held
    return Errand(f"核对证据包：{file.name}", words, outcome.findings, amiss=bool(count))


def examined_machine(folder: Path) -> Errand:
    """This machine looked at, for work in the folder."""
    checks = examined(folder, datetime.now().astimezone())
    bad = sum(check.state is State.BAD for check in checks)
    words = f"有{bad}项有问题，请先解决" if bad else "可以办理"
    return Errand("检查这台电脑", words, amiss=bool(bad), checks=checks)


def marked_template(workspace: Workspace, progress: Progress) -> Errand:
    """The workspace's template checked, with a copy that has a comment at each finding."""
    checkup = workspace.lint(mark=True, progress=progress)
    return _counted("检查报告模板", checkup.findings, "报告模板没有问题", checkup.marked)


_UNHELD = "。没有可以对照的总校验值，整包重做的看不出来；请填写公开时记下的总校验值再核对"


def _counted(title: str, findings: tuple[Finding, ...], sound: str, copy: Path | None) -> Errand:
    words = f"有{len(findings)}处请核对" if findings else sound
    return Errand(title, words, findings, copy, bool(findings))


SERVICES = {
    "proof": Service("校对", "数字、比例、序号、日期、标点（.docx、.txt、.html）", proofread),
    "check": Service("检查公文格式", "对照GB/T 9704逐段检查（.docx）", _format_of),
    "restyle": Service("排成公文格式", "另存一份，文字一字不动（.docx）", _restyled),
    "text": Service("取出文字", "一段一行、一格一行（.docx、.xlsx）", _text_of),
}
