"""From forms to a draft: forms, check, draft, status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from drafter.catalogue.stages import NAMES
from drafter.cli.command import command, json_option, opened
from drafter.cli.console import (
    Column,
    Lines,
    Table,
    console,
    counts,
    print_findings,
    print_json,
    print_json_findings,
    progress,
)
from drafter.desk.files.folders import BELOW
from drafter.desk.overview.steps import (
    STATES,
    Act,
    Step,
    awaited_words,
    step_after_draft,
    steps_after_check,
)
from drafter.intake.submission import SILENT
from drafter.ledger.rollup import DISTRICTS, count_of
from drafter.model import sentence
from drafter.model.errors import CatalogueError
from drafter.model.finding import Severity

if TYPE_CHECKING:
    from drafter.desk.year.results import Checked, Drafted, Issued, Status
    from drafter.desk.year.workspace import Workspace
    from drafter.draft.record import FindingRecord, SourceRecord


_COMMANDS = {
    Act.REMIND: "drafter remind 催报",
    Act.CHOOSE: "drafter choose 选定一份报表",
    Act.RETURN: "drafter return 写出退回更正的表",
}
_MOST_NAMED = 3
_STATUS = ("部门", "报送", *Severity, "联系人")


@click.command(options_metavar="[选项]")
@click.pass_context
@command
def forms(context: click.Context) -> int:
    """生成各部门的空白填报表，放在 output/年度/下发。"""
    workspace = opened(context)
    with progress() as show:
        issued = workspace.forms(show)
    print_issued(workspace, issued)
    return 0


def print_issued(workspace: Workspace, issued: Issued) -> None:
    """Where the forms are."""
    out = console()
    folder = workspace.folders.relative(issued.folder)
    changed = f"其中{len(issued.changed)}份为新生成或有变化" if issued.changed else "均无变化"
    out.print(f"填报表{len(issued.files)}份，在 {folder}，{changed}。")
    print_findings(issued.misfits)
    if issued.misfits:
        out.print("下一步：先核对以上各处；有误的，改正后重新运行 drafter forms，再发给各部门。")
        return
    out.print("下一步：发给各部门；收回后原名放入inputs，再运行 drafter check。")


@click.command(options_metavar="[选项]")
@json_option
@click.pass_context
@command
def check(context: click.Context, as_json: bool) -> int:
    """读取 inputs/年度 中的填报表，逐格核查。有错误时退出码为1。"""
    workspace = opened(context)
    try:
        with progress() as show:
            checked = workspace.check(show)
    except CatalogueError as error:
        if as_json:
            print_json_findings(error.findings)
        raise
    if as_json:
        print_json_findings(checked.findings)
    else:
        print_checked(checked)
    return 1 if checked.errors else 0


def print_checked(checked: Checked) -> None:
    """The findings and how many by department."""
    print_findings(checked.findings)
    out = console()
    states = Counter(checked.states.values())
    listed = "、".join(f"{state}{states[state]}个" for state in STATES if states[state])
    out.print()
    out.print(
        f"应报{len(checked.submissions)}个部门：{listed or '没有'}；{counts(checked.findings)}。"
    )
    drafting = "drafter draft 看稿" if checked.errors else "drafter draft 生成报告"
    if checked.districts:
        out.print(_below(checked))
    steps = [_COMMANDS.get(step.act, drafting) for step in steps_after_check(checked)]
    out.print(f"下一步：运行 {'；'.join(steps)}。")


@click.command(options_metavar="[选项]")
@click.option("--strict", is_flag=True, help="有错误时退出码为1（稿子照样生成）。")
@click.option(
    "--stage", default="", metavar="稿次",
    help=f"{'、'.join(NAMES)}；默认为目录中的“稿次”。",
)  # fmt: skip
@click.option("--by", default="", metavar="姓名", help="拟稿人，默认为目录中的“经办人”。")
@click.pass_context
@command
def draft(context: click.Context, strict: bool, stage: str, by: str) -> int:
    """生成新一稿：报告.docx、报告(溯源版).docx、溯源.xlsx、核查.xlsx、ledger.json。"""
    workspace = opened(context)
    workspace.maker = by.strip()
    with progress() as show:
        drafted = workspace.draft(show, stage)
    print_drafted(workspace, drafted)
    return 1 if strict and drafted.errors else 0


def print_drafted(workspace: Workspace, drafted: Drafted) -> None:
    """The short summary of a draft."""
    from drafter.draft.record import FigureState

    out, manifest = console(), drafted.manifest
    folder = workspace.folders.relative(drafted.folder)
    outcome = "已生成" if drafted.made else "内容没有变化，未生成新稿，最后一稿为"
    out.print(f"{outcome}第{drafted.number}稿：{folder}/报告.docx", style="bold")
    placed = [m for m in manifest.marks if m.figure.state is FigureState.KNOWN]
    awaited = awaited_words(manifest)
    origin = _origin(s for mark in placed for s in mark.figure.sources if s.sheet)
    out.print(f"正文引用数据和文字{len(placed)}处，来自{origin}；待补{len(awaited)}项。")
    _by_file(out, manifest.findings)
    out.print(f"下一步：{_next(step_after_draft(manifest), folder)}")


def _origin(sources: Iterable[SourceRecord]) -> str:
    """2个部门、6个区县: whose answers the report quotes."""
    below = {(s.file.startswith(f"{BELOW}/"), s.department) for s in sources}
    districts = sum(is_district for is_district, _ in below)
    more = f"、{districts}{DISTRICTS}" if districts else ""
    return f"{len(below) - districts}个部门{more}"


def _by_file(out: Lines, findings: Sequence[FindingRecord]) -> None:
    silent = [finding for finding in findings if finding.code == SILENT]
    left = [finding for finding in findings if finding.open and finding not in silent]
    counted = Counter((finding.file, finding.severity) for finding in left)
    files = dict.fromkeys(finding.file for finding in left)
    closed = len(findings) - len(left) - len(silent)
    if not files and not silent:
        out.print(f"核查意见：{closed}条，均已决定。" if closed else "核查意见：无。")
    for file in files:
        weights = "、".join(f"{w}{counted[file, w]}条" for w in Severity if counted[file, w])
        out.print(f"  {file}　{weights}")


def _next(step: Step, folder: str) -> str:
    names, count = step.names, len(step.names)
    if step.act is Act.REMIND:
        return (
            f"{'、'.join(names[:_MOST_NAMED])}{'等' * (count > _MOST_NAMED)}{count}个部门未报；"
            "用 drafter forms 生成填报表下发，"
            "或用 drafter remind 催报，收齐后再运行 drafter draft。"
        )
    if step.act is Act.CHOOSE:
        return f"{'、'.join(names)}报来不止一份，用 drafter choose 选定后再运行 drafter draft。"
    if step.act is Act.RETURN:
        return f"打开 {folder}/核查.xlsx，请相关部门更正后重新报送，再运行 drafter draft。"
    if step.act is Act.BELOW:
        asked = ((names, "上报"), (step.again, "更正后重新上报"))
        words = "，".join(f"请{'、'.join(who)}{what}" for who, what in asked if who)
        return f"{words}；用 drafter districts 看各区县，再运行 drafter draft。"
    if step.act is Act.DECIDE:
        explained = f"{'、'.join(names)}已作说明；" if names else ""
        return f"{explained}逐条看过 {folder}/核查.xlsx，属实的用 drafter accept 采纳。"
    if step.act is Act.ANSWER:
        return "手改还有待核定的；用 drafter accept 手改 列出，逐件采纳。"
    if step.act is Act.COMPLETE:
        return f"正文还有{names[0]}等{count}项；补齐后再运行 drafter draft。"
    return f"用Word审阅 {folder}/报告.docx；每个数的出处见 报告(溯源版).docx。"


@click.command(options_metavar="[选项]")
@json_option
@click.pass_context
@command
def status(context: click.Context, as_json: bool) -> int:
    """哪些部门已报、哪些未报，各有多少核查意见，最后一稿是否为最新。"""
    workspace = opened(context)
    with progress() as show:
        standing = workspace.status(show)
    if as_json:
        print_json_status(workspace, standing)
    else:
        print_status(workspace, standing)
    return 0


def print_status(workspace: Workspace, status: Status) -> None:
    """A table of departments, and the state of the last draft."""
    from drafter.desk.overview.overview import department_rows

    out, checked = console(), status.checked
    table = Table([Column(name, name in tuple(Severity)) for name in _STATUS])
    for row in department_rows(checked):
        counted = (str(count) for _, count in row.counts.by_weight)
        table.rows.append((row.department, row.standing, *counted, row.contact))
    out.show(table)
    if checked.districts:
        out.print(_below(checked))
    out.print(_draft_line(workspace, status))


def _below(checked: Checked) -> str:
    """6个区县中的5个已上报，缺城北区；5个的总校验值还没有与函核对。"""
    below = checked.districts
    silent = [one.name for one in below if one.counted is None]
    counted = count_of(len(below), len(below) - len(silent), DISTRICTS)
    missing = f"，缺{'、'.join(silent)}" if silent else ""
    unlike = sum(one.counted is not None and not one.compared for one in below)
    return f"{counted}已上报{missing}{f'；{unlike}个的总校验值还没有与函核对' if unlike else ''}。"


def _draft_line(workspace: Workspace, status: Status) -> str:
    if status.draft is None:
        return "还没有生成过稿子；下一步：运行 drafter draft。"
    folder = workspace.folders.relative(status.draft.folder)
    if status.current:
        return f"最后一稿：{folder}，为最新。"
    return f"最后一稿：{folder}；其后数据、目录或模板有变化，请运行 drafter draft 生成新稿。"


def print_json_status(workspace: Workspace, status: Status) -> None:
    """{year, departments: [...], findings: [...], draft: {...} or null}"""
    checked, draft = status.checked, status.draft
    departments = [
        {
            "department": s.department,
            "file": s.file,
            "received": s.received,
            "readable": s.readable,
            "state": checked.states[s.department],
            "changed": s.department in checked.changed,
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
            "findings": [sentence.record(finding) for finding in checked.findings],
            "draft": last,
        }
    )


COMMANDS = (forms, check, draft, status)
