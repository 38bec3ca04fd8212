"""The drafting desk's dealings with departments: remind, history, accept, choose."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

import click

from drafter.cli.command import FILE, command, json_option, opened
from drafter.cli.console import LONGEST, Column, Table, console, print_json, width
from drafter.model import sentence
from drafter.model.errors import WorkspaceError
from drafter.model.record import plain
from drafter.word.excerpt import short

if TYPE_CHECKING:
    from drafter.desk.departments.departments import Version
    from drafter.desk.findings.deciding import Accepted
    from drafter.desk.findings.matters import SeveralMattersError
    from drafter.desk.year.workspace import Workspace
    from drafter.intake.reminder import Reminder
    from drafter.model.decision import Decision


_BY = click.option("--by", default="", metavar="姓名", help="经办人，默认为目录中的“经办人”。")


@click.command(options_metavar="[选项]")
@click.option("--letters", is_flag=True, help="写出催报函、提醒函，放在 output/年度/函件。")
@json_option
@click.pass_context
@command
def remind(context: click.Context, letters: bool, as_json: bool) -> int:
    """未报的部门，每个一段可以直接发出的消息；过期的可写催报函，没有到期的可写提醒函。"""
    from drafter.desk.departments import departments as desk

    if letters:
        print_letters(opened(context), as_json)
    else:
        print_reminders(desk.remind(opened(context)), as_json)
    return 0


def print_letters(workspace: Workspace, as_json: bool) -> None:
    """Write the letters; a line for each."""
    from drafter.desk.departments.letters import write_letters

    letters = write_letters(workspace)
    if as_json:
        print_json([plain(letter.notice) for letter in letters])
    else:
        out = console()
        for letter in letters:
            place = workspace.folders.relative(letter.path)
            out.print(f"{letter.notice.department}　{letter.notice.reference}　{place}")
        out.print(f"写出{len(letters)}份函。" if letters else "各部门都已报送。")


def print_reminders(reminders: Sequence[Reminder], as_json: bool) -> None:
    """The texts, one after another."""
    if as_json:
        print_json([plain(reminder) for reminder in reminders])
        return
    out = console()
    if not reminders:
        out.print("各部门都已报送。")
        return
    for reminder in reminders:
        contact = f"（{reminder.contact}）" if reminder.contact else ""
        head = f"{reminder.department}{contact} "
        line = "─" * (get_terminal_size().columns - width(head))
        out.print(head, (line, "dim"))
        for line in reminder.text.splitlines():
            out.print(line)
    out.print(f"未报{len(reminders)}个部门。")


@click.command(options_metavar="[选项]")
@click.argument("department", metavar="部门|指标")
@json_option
@click.pass_context
@command
def history(context: click.Context, department: str, as_json: bool) -> int:
    """收到过的每一份报表，与前一份逐格对照；写指标编号的，列出它历年的数。"""
    from drafter.catalogue.indicator_row import is_key
    from drafter.desk.departments import departments as desk

    if is_key(department):
        print_years(opened(context), department, as_json)
        return 0
    print_history(department, desk.history(opened(context), department), as_json)
    return 0


def print_years(workspace: Workspace, key: str, as_json: bool) -> None:
    """An indicator's figures of all years, through what it was."""
    from drafter.desk.overview.accounts import account, known_indicator, older_years

    status = workspace.status()
    known_indicator(checked := status.checked, key)
    years = account(checked, key, older_years(workspace, checked), status.draft).years
    if as_json:
        print_json([plain(one) for one in years])
        return
    table = Table([Column(name) for name in ("年度", "数", "比上年增减", "幅度", "备注")])
    for one in years:
        phrase = one.figure.phrase if one.figure else "—"
        remark = "；".join(filter(None, (one.note, one.edited)))
        table.rows.append((str(one.year), phrase, one.difference, one.rate, remark))
    console().show(table)


def print_history(department: str, versions: Sequence[Version], as_json: bool) -> None:
    """Each version with its changes, the newest last."""
    if as_json:
        print_json([_version_record(version) for version in versions])
        return
    out = console()
    if not versions:
        out.print(f"{department}还没有报送过。")
    for version in versions:
        receipt = version.receipt
        out.print(
            f"第{receipt.number}次报送　{receipt.when}　{receipt.file}　{receipt.sha256[:8]}",
            style="bold",
        )
        if version.unread:
            out.print(f"  未采用：{version.unread}")
        elif receipt.number > 1 and not version.changes:
            out.print("  内容没有变化。")
        elif version.changes:
            out.show(_changes(version))


def _changes(version: Version) -> Table:
    table = Table([Column(name) for name in ("单元格", "指标", "原为", "现为")])
    for change in version.changes:
        spot = f"{change.place.sheet}!{change.place.cell}" if change.place.cell else ""
        words = (short(text, LONGEST) or "（空）" for text in (change.before, change.now))
        table.rows.append((spot, change.label, *words))
    return table


def _version_record(version: Version) -> dict[str, object]:
    changes = [
        {
            "key": change.key,
            "label": change.label,
            "sheet": change.place.sheet,
            "cell": change.place.cell,
            "before": change.before,
            "now": change.now,
        }
        for change in version.changes
    ]
    return {
        **{n: v for n, v in plain(version.receipt).items() if n != "serial"},
        "unread": version.unread,
        "changes": changes,
    }


@click.command(options_metavar="[选项]")
@click.argument("names", metavar="[指标|部门|手改]...", nargs=-1)
@click.option("--reason", default="", metavar="理由", help="为什么这样决定，记录在案。")
@click.option("--from", "department", default="", metavar="部门", help="各部门不一致时，以谁为准。")
@click.option(
    "--only", default="", metavar="编号", help="采纳列出的哪几件手改，如 6:1-3,5（第6稿）。"
)
@click.option(
    "--all-of",
    "whose",
    multiple=True,
    metavar="部门|类别",
    help="采纳一个部门、一类的全部意见，可写多次：先按部门、再按类别取。",
)
@click.option(
    "--from-file", "file", type=FILE, metavar="文件", help="照填好“处理意见”的核查.xlsx决定。"
)
@_BY
@click.pass_context
@command
def accept(
    context: click.Context,
    names: tuple[str, ...],
    reason: str,
    department: str,
    only: str,
    whose: tuple[str, ...],
    file: Path | None,
    by: str,
) -> int:
    """决定指标的核查意见可以照此保留，并记录何人、何时、何故。数据再有变动的，须重新决定。
    drafter accept 手改 列出待核定的手改，逐件编号；有几件的，用 --only 写明采纳哪几件。"""
    from drafter.desk.findings import deciding
    from drafter.desk.findings.filled import decide_filled
    from drafter.desk.findings.matters import SeveralMattersError

    workspace = opened(context)
    if (department or only) and (whose or file or len(names) != 1):
        raise WorkspaceError("--from、--only 一次只用于一个指标")
    if file and (names or whose):
        raise WorkspaceError("--from-file 只照文件决定，不再写指标和 --all-of")
    try:
        if file:
            accepted = decide_filled(workspace, file, by)
        elif len(names) == 1 and not whose:
            accepted = deciding.accept(workspace, names[0], reason, by, department, only)
        else:
            accepted = deciding.accept_several(workspace, names, whose, reason, by)
    except SeveralMattersError as several:
        print_matters(several)
        return 1
    print_accepted(accepted)
    return 1 if accepted.undecided else 0


def print_matters(several: SeveralMattersError) -> None:
    """The open matters, each under its number, and how they are accepted."""
    out = console()
    for matter in several.matters:
        out.print(f"{matter.name}　{sentence.line(matter.finding)}", style="red")
    out.print()
    out.print(f"{several}。")


def print_accepted(accepted: Accepted) -> None:
    """What was decided, what it closes, and what was not decided."""
    out = console()
    for decision in accepted.decisions:
        if decision.chosen:
            out.print(f"“{decision.about}”以{decision.chosen}的数为准。")
    for finding in accepted.findings:
        out.print(f"  {sentence.line(finding)}", style="dim")
    for one in accepted.undecided:
        out.print(f"没有决定：{one.name}。{one.why}", style="yellow")
    if accepted.findings:
        out.print("数据再有变动的，须重新决定。")


@click.command(options_metavar="[选项]")
@click.argument("department", metavar="部门")
@click.argument("file", metavar="[文件]", default="")
@click.option("--newest", is_flag=True, help="以最后收到的为准。")
@click.option("--reason", default="", metavar="理由", help="为什么选这一份，记录在案。")
@_BY
@click.pass_context
@command
def choose(
    context: click.Context, department: str, file: str, newest: bool, reason: str, by: str
) -> int:
    """选定以哪一份报表为准。以后再收到别的表，须重新选定。"""
    from drafter.desk.departments import choosing

    if bool(file) == newest:
        raise WorkspaceError("请写明文件名，或用 --newest 以最后收到的为准（二者选一）")
    decision = choosing.choose(opened(context), department, file, reason, by)
    print_chosen(decision)
    return 0


def print_chosen(decision: Decision) -> None:
    """Which form counts."""
    out = console()
    out.print(f"{decision.about}：{decision.words}。以后再收到别的表，须重新选定。")


COMMANDS = (remind, history, accept, choose)
