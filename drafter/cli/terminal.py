"""What the commands print: tables and sentences for people, JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from drafter.cli.console import COLOURS, Column, Lines, Table, console, print_json
from drafter.desk.results import Checked, Checkup, Drafted, Issued, Status
from drafter.desk.workspace import Workspace
from drafter.draft.record import FigureRecord, FigureState, FindingRecord, MarkRecord
from drafter.draft.trace import Traced, Use
from drafter.model import sentence as told
from drafter.model.finding import Finding, Severity
from drafter.model.sentence import asks
from drafter.model.shape import plain

_MOST_SHOWN = 40
# How a department stands, and the command that goes on from there.
_STATES = {
    "已报": "",
    "未报": "drafter remind 催报",
    "待选定": "drafter choose 选定一份报表",
    "退回": "",
}
LONGEST = 60
_STATUS = ("部门", "报送", *Severity, "联系人")


def print_issued(workspace: Workspace, issued: Issued) -> None:
    """Where the forms are."""
    out = console()
    folder = workspace.folders.relative(issued.folder)
    changed = f"其中{len(issued.changed)}份为新生成或有变化" if issued.changed else "均无变化"
    out.print(f"填报表{len(issued.files)}份，在 {folder}，{changed}。")
    out.print("下一步：发给各部门；收回后原名放入inputs，再运行 drafter check。")


def print_findings(
    found: Sequence[Finding], more: str = "drafter check --json", error: bool = False
) -> None:
    """The findings, one a line; `more` is the command that prints all."""
    out = console(error)
    for finding in found[:_MOST_SHOWN]:
        colour = COLOURS[finding.severity] if finding.open else "dim"
        out.print(told.line(finding), style=colour)
    if len(found) > _MOST_SHOWN:
        out.print(f"……另有{len(found) - _MOST_SHOWN}条，用 {more} 查看全部")


def print_checked(checked: Checked) -> None:
    """The findings and how many by department."""
    print_findings(checked.findings)
    out = console()
    states = Counter(submission.state for submission in checked.submissions)
    listed = "、".join(f"{state}{states[state]}个" for state in _STATES if states[state])
    out.print()
    out.print(
        f"应报{len(checked.submissions)}个部门：{listed or '没有'}；{counts(checked.findings)}。"
    )
    steps = [step for state, step in _STATES.items() if states[state] and step]
    received = {s.department for s in checked.submissions if s.received}
    if any(asks(f) for f in checked.findings if f.department in received):
        steps.append("drafter return 写出退回更正的表")
    steps.append("drafter draft 看稿" if checked.errors else "drafter draft 生成报告")
    out.print(f"下一步：运行 {'；'.join(steps)}。")


def print_checkup(workspace: Workspace, checkup: Checkup) -> None:
    """What is wrong with the template, and where the copy with comments is."""
    print_findings(checkup.findings, "drafter lint --json")
    out = console()
    if not checkup.findings:
        out.print("报告模板没有问题。")
        return
    out.print()
    out.print(f"报告模板：{counts(checkup.findings)}。")
    if checkup.marked:
        out.print(f"批注版：{workspace.folders.relative(checkup.marked)}")
    else:
        out.print("下一步：在模板中改正；运行 drafter lint --mark 可得到逐处加了批注的模板。")


def print_drafted(workspace: Workspace, drafted: Drafted) -> int:
    """The short summary of a draft; the number of its errors."""
    out, manifest = console(), drafted.manifest
    folder = workspace.folders.relative(drafted.folder)
    made = "已生成" if drafted.made else "内容没有变化，未生成新稿，最后一稿为"
    out.print(f"{made}第{drafted.number}稿：{folder}/报告.docx", style="bold")
    placed = [m for m in manifest.marks if m.figure.state is FigureState.KNOWN]
    blank = (m for m in manifest.marks if m.figure.state is FigureState.MISSING)
    awaited = {m.figure.key or m.words: m.words for m in blank}
    departments = {s.department for m in placed for s in m.figure.sources}
    out.print(
        f"正文引用数据和文字{len(placed)}处，来自{len(departments)}个部门；待补{len(awaited)}项。"
    )
    found = list(manifest.findings)
    _by_file(out, found)
    out.print(_next_step(found, list(awaited.values()), folder))
    return sum(finding.severity is Severity.ERROR and finding.open for finding in found)


def print_traced(question: str, traced: Traced) -> None:
    """Figures with their cells, then the places where they stand."""
    out = console()
    if not traced:
        out.print(
            f"没有查到“{question}”：请核对指标编号，或改查 第N段、数字、文中词句；"
            "稿子生成后又有变化的，先运行 drafter draft。",
        )
    for figure in traced.figures:
        _print_figure(out, figure)
    for use in traced.uses:
        _print_use(out, use)
    if traced.figures and not traced.uses:
        out.print("正文没有引用。")


def print_status(workspace: Workspace, status: Status) -> None:
    """A table of departments, and the state of the last draft."""
    out, checked = console(), status.checked
    table = Table([Column(name, name in tuple(Severity)) for name in _STATUS])
    contacts = {d.name: f"{d.contact}　{d.phone}".strip() for d in checked.catalogue.departments}
    for submission in checked.submissions:
        mine = [f for f in checked.findings if f.department == submission.department]
        counts = [str(sum(f.severity is weight and f.open for f in mine)) for weight in Severity]
        contact = submission.contact or contacts[submission.department]
        table.rows.append((submission.department, submission.state, *counts, contact))
    out.show(table)
    out.print(_draft_line(workspace, status))


def print_json_findings(found: Sequence[Finding]) -> None:
    """A list of findings."""
    print_json([told.record(finding) for finding in found])


def print_json_traced(traced: Traced) -> None:
    """{figures: [...], uses: [{paragraph, section, text, marks: [...]}]}"""
    uses = [
        {
            "paragraph": use.paragraph.number,
            "section": use.paragraph.section,
            "heading": use.paragraph.heading,
            "text": use.paragraph.text,
            "marks": [_mark_record(mark) for mark in use.marks],
        }
        for use in traced.uses
    ]
    print_json({"figures": [plain(f) for f in traced.figures], "uses": uses})


def print_json_status(workspace: Workspace, status: Status) -> None:
    """{year, departments: [...], findings: [...], draft: {...} or null}"""
    checked, draft = status.checked, status.draft
    departments = [
        {
            "department": s.department,
            "file": s.file,
            "received": s.received,
            "readable": s.readable,
            "state": s.state,
            "contact": s.contact,
        }
        for s in checked.submissions
    ]
    last = draft and {
        "number": draft.number,
        "folder": workspace.folders.relative(draft.folder),
        "id": draft.manifest.id,
        "current": status.current,
    }
    print_json(
        {
            "year": checked.catalogue.settings.year,
            "departments": departments,
            "findings": [told.record(finding) for finding in checked.findings],
            "draft": last,
        }
    )


def _mark_record(mark: MarkRecord) -> dict[str, str]:
    return {"name": mark.name, "words": mark.words, "key": mark.figure.key}


def counts(found: Sequence[Finding]) -> str:
    """How many of each weight are open; how many were decided."""
    counted = Counter(finding.severity for finding in found if finding.open)
    closed = sum(not finding.open for finding in found)
    told_of = [f"{weight}{counted[weight]}条" for weight in Severity]
    return "、".join([*told_of, *([f"另有已决定的{closed}条"] if closed else [])])


def _by_file(out: Lines, found: Sequence[FindingRecord]) -> None:
    left = [finding for finding in found if finding.open]
    counted = Counter((finding.file, finding.severity) for finding in left)
    files = dict.fromkeys(finding.file for finding in left)
    closed = len(found) - len(left)
    if not files:
        out.print(f"核查意见：{closed}条，均已决定。" if closed else "核查意见：无。")
    for file in files:
        said = "、".join(f"{w}{counted[file, w]}条" for w in Severity if counted[file, w])
        out.print(f"  {file}　{said}")


def _next_step(found: Sequence[FindingRecord], awaited: Sequence[str], folder: str) -> str:
    silent = sum(finding.code == "workbook-missing" for finding in found)
    if silent:
        return f"下一步：{silent}个部门未报，请催报；收齐后再运行 drafter draft。"
    if rivals := {finding.department for finding in found if finding.code == "workbook-twice"}:
        listed = "、".join(sorted(rivals))
        return f"下一步：{listed}报来不止一份，用 drafter choose 选定后再运行 drafter draft。"
    if any(finding.severity is Severity.ERROR and finding.open for finding in found):
        return f"下一步：打开 {folder}/核查.xlsx，请相关部门更正后重新报送，再运行 drafter draft。"
    if awaited:
        return f"下一步：正文还有{awaited[0]}等{len(awaited)}项；补齐后再运行 drafter draft。"
    return f"下一步：用Word审阅 {folder}/报告.docx；每个数的出处见 报告(溯源版).docx。"


def _print_figure(out: Lines, figure: FigureRecord) -> None:
    head = f"{figure.name}　{' '.join(figure.told.split())}"
    out.print(head + (f"　（{figure.key}）" if figure.key else ""), style="bold")
    if figure.edit is not None:
        out.print(f"  {figure.edit.sentence()}；以下为部门原报", style="yellow")
    if figure.workings:
        out.print(f"  计算：{figure.workings}")
    for check in figure.checks:
        out.print(f"  核对：{check}")
    for ruling in figure.decision.splitlines():
        out.print(f"  审定：{ruling}")
    for source in figure.sources:
        note = f"　说明：{source.explanation}" if source.explanation else ""
        out.print(f"  来自：{source.told}{note}")
    if not figure.sources and figure.state is FigureState.MISSING:
        out.print(f"  尚未收到：{'；'.join(figure.awaited) or figure.name}")


def _print_use(out: Lines, use: Use) -> None:
    paragraph = use.paragraph
    words = "、".join(dict.fromkeys(mark.words for mark in use.marks if len(mark.words) < LONGEST))
    number = f"第{paragraph.number}段 " if paragraph.number else ""
    where = f"  用于：{number}{paragraph.section} {paragraph.heading}"
    said = f"　写作：{words}" if words else "" if use.marks else "　（没有引用填报内容）"
    out.print(where.rstrip() + said)
    if paragraph.text:
        out.print(f"    {_excerpt(paragraph.text, use)}", style="dim")


def _excerpt(text: str, use: Use) -> str:
    """The text around the first of the marks."""
    at = text.find(use.marks[0].words) if use.marks else 0
    start = max(0, at - LONGEST // 2)
    cut = text[start : start + LONGEST * 2]
    return ("…" if start else "") + cut + ("…" if start + len(cut) < len(text) else "")


def _draft_line(workspace: Workspace, status: Status) -> str:
    if status.draft is None:
        return "还没有生成过稿子；下一步：运行 drafter draft。"
    folder = workspace.folders.relative(status.draft.folder)
    if status.current:
        return f"最后一稿：{folder}，为最新。"
    return f"最后一稿：{folder}；其后数据、目录或模板有变化，请运行 drafter draft 生成新稿。"
