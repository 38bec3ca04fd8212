"""What the commands of the desk print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from shutil import get_terminal_size

from drafter.cli.console import Column, Table, console, print_json, width
from drafter.desk.departments import Accepted, Returned, Version
from drafter.desk.workspace import Workspace
from drafter.intake.reminder import Reminder
from drafter.model import sentence as told
from drafter.model.decision import Decision

_LONGEST = 60


def print_returned(workspace: Workspace, returned: Sequence[Returned], as_json: bool) -> None:
    """A line a department, and where the files are."""
    if as_json:
        print_json([_returned_record(workspace, x) for x in returned])
        return
    out = console()
    if not returned:
        out.print("没有要退回的表。")
        return
    for x in returned:
        fresh = f"（{x.reply.form}）" if x.reply.fresh else ""
        count = len(x.reply.findings)
        out.print(f"{x.reply.department}　{count}处　{x.workbook.name}{fresh}")
    folder = workspace.folders.relative(returned[0].workbook.parent)
    out.print()
    out.print(f"退回{len(returned)}个部门，在 {folder}：.xlsx发给部门，.txt是随附的消息。")


def _returned_record(workspace: Workspace, x: Returned) -> dict[str, object]:
    return {
        "department": x.reply.department,
        "fresh": x.reply.fresh,
        "form": str(x.reply.form),
        "workbook": workspace.folders.relative(x.workbook),
        "message": workspace.folders.relative(x.message),
        "text": x.reply.text,
        "findings": [told.record(finding) for finding in x.reply.findings],
    }


def print_reminders(found: Sequence[Reminder], as_json: bool) -> None:
    """The texts, one after another."""
    if as_json:
        print_json([asdict(reminder) for reminder in found])
        return
    out = console()
    if not found:
        out.print("各部门都已报送。")
        return
    for reminder in found:
        contact = f"（{reminder.contact}）" if reminder.contact else ""
        head = f"{reminder.department}{contact} "
        line = "─" * (get_terminal_size().columns - width(head))
        out.print(head, (line, "dim"))
        for line in reminder.text.splitlines():
            out.print(line)
    out.print(f"未报{len(found)}个部门。")


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
        table.rows.append((spot, change.label, _short(change.before), _short(change.now)))
    return table


def _short(text: str) -> str:
    plain = " ".join(text.split()) or "（空）"
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


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
        **{n: v for n, v in asdict(version.receipt).items() if n != "serial"},
        "unread": version.unread,
        "changes": changes,
    }


def print_accepted(made: Accepted) -> None:
    """What was decided, and what it closes."""
    out, decision = console(), made.decision
    if decision.chosen:
        out.print(f"“{decision.about}”以{decision.chosen}的数为准。")
    for finding in made.findings:
        out.print(f"  {told.line(finding)}", style="dim")
    out.print("数据再有变动的，须重新决定。")


def print_chosen(decision: Decision) -> None:
    """Which form counts."""
    out = console()
    out.print(f"{decision.about}：{decision.words}。以后再收到别的表，须重新选定。")
