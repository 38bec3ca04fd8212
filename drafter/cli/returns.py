"""What is done about returns: return, confirm, unlock, extend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.model import sentence
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.desk.departments.departments import Returned
    from drafter.desk.returns.handing_in import Own
    from drafter.desk.year.workspace import Workspace

_DEPARTMENT = click.argument("department", metavar="部门")
_REASON = click.option("--reason", required=True, metavar="理由", help="为什么，记录在案。")
_BY = click.option("--by", default="", metavar="姓名", help="经办人。")


@click.command("return", options_metavar="[选项]")
@click.argument("department", metavar="[部门]", default="")
@click.option("--reason", default="", metavar="理由", help="退回这个部门的报表，为什么，记录在案。")
@_BY
@json_option
@click.pass_context
@command
def give_back(context: click.Context, department: str, reason: str, by: str, as_json: bool) -> int:
    """为有错误、警告的部门各写一份带批注的表和一段消息，放在 output/年度/退回。
    写明部门和理由的，记下退回：该部门改正、重新报送以前，不算已报。"""
    from drafter.desk.departments import departments as desk
    from drafter.desk.returns import handing_in

    workspace = opened(context)
    if department:
        sha256 = handing_in.version_of(workspace, department)
        print_dealt(handing_in.send_back(workspace, department, sha256, by, reason))
        return 0
    if reason or by:
        raise WorkspaceError("退回一个部门的报表，请写明部门：drafter return 部门 --reason 理由")
    print_returned(workspace, desk.send_back(workspace), as_json)
    return 0


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
        "findings": [sentence.record(finding) for finding in x.reply.findings],
    }


@click.command(options_metavar="[选项]")
@_DEPARTMENT
@click.option("--by", required=True, metavar="姓名", help="确认单上签字的人。")
@click.option("-n", "--number", type=int, metavar="次数", help="确认单是第几次报送的。")
@click.pass_context
@command
def confirm(context: click.Context, department: str, by: str, number: int | None) -> int:
    """部门确认了现在这一份报表。写明第几次报送的，不是那一份就不记。确认以后锁定，要改先解锁。"""
    from drafter.desk.returns import handing_in

    workspace = opened(context)
    sha256 = handing_in.version_of(workspace, department, number)
    print_dealt(handing_in.confirm(workspace, department, sha256, by))
    return 0


@click.command(options_metavar="[选项]")
@_DEPARTMENT
@_REASON
@_BY
@click.pass_context
@command
def unlock(context: click.Context, department: str, reason: str, by: str) -> int:
    """已确认的报表要改的，写明理由解锁；改过的由部门重新确认。"""
    from drafter.desk.returns import handing_in

    print_dealt(handing_in.unlock(opened(context), department, by, reason))
    return 0


@click.command(options_metavar="[选项]")
@_DEPARTMENT
@click.option("--until", required=True, metavar="日期", help="延至哪一天，如2024-11-20。")
@_REASON
@_BY
@click.pass_context
@command
def extend(context: click.Context, department: str, until: str, reason: str, by: str) -> int:
    """给一个部门延期；催报的消息、催报函和退回的表照新的日期写。"""
    from drafter.desk.returns import handing_in

    print_dealt(handing_in.extend(opened(context), department, until, by, reason))
    return 0


def print_dealt(own: Own) -> None:
    """What was recorded, and how the return stands now."""
    assert own.done is not None
    out = console()
    out.print(f"{own.department}　{own.done.line}")
    out.print(f"现为：{own.state}{f'，{own.receipt.label}' if own.receipt else ''}")


COMMANDS = (give_back, confirm, unlock, extend)
