"""Commands of the drafting desk's dealings with departments."""

from __future__ import annotations

import click

from drafter.cli.command import command, opened

_BY = click.option("--by", default="", metavar="姓名", help="经办人，默认为目录中的“经办人”。")
_JSON = click.option("--json", "as_json", is_flag=True, help="以JSON输出。")


@click.command("return", options_metavar="[选项]", short_help="写出退给各部门的表和消息。")
@_JSON
@click.pass_context
@command
def give_back(context: click.Context, as_json: bool) -> int:
    """为有错误、警告的部门各写一份带批注的表和一段消息，放在 output/年度/退回。"""
    from drafter.cli import terminal_desk
    from drafter.desk import departments as desk

    workspace = opened(context)
    terminal_desk.print_returned(workspace, desk.send_back(workspace), as_json)
    return 0


@click.command(options_metavar="[选项]", short_help="列出未报的部门和催报的消息。")
@_JSON
@click.pass_context
@command
def remind(context: click.Context, as_json: bool) -> int:
    """未报的部门，每个一段可以直接发出的消息。"""
    from drafter.cli import terminal_desk
    from drafter.desk import departments as desk

    terminal_desk.print_reminders(desk.remind(opened(context)), as_json)
    return 0


@click.command(options_metavar="[选项]", short_help="看一个部门各次报送改了什么。")
@click.argument("department", metavar="部门")
@_JSON
@click.pass_context
@command
def history(context: click.Context, department: str, as_json: bool) -> int:
    """收到过的每一份报表，与前一份逐格对照。"""
    from drafter.cli import terminal_desk
    from drafter.desk import departments as desk

    terminal_desk.print_history(department, desk.history(opened(context), department), as_json)
    return 0


@click.command(options_metavar="[选项]", short_help="采纳部门的说明，或决定取哪个部门的数。")
@click.argument("about", metavar="指标|部门")
@click.option("--reason", required=True, metavar="理由", help="为什么这样决定，记录在案。")
@click.option("--from", "department", default="", metavar="部门", help="各部门不一致时，以谁为准。")
@_BY
@click.pass_context
@command
def accept(context: click.Context, about: str, reason: str, department: str, by: str) -> int:
    """决定一个指标的核查意见可以照此保留，并记录何人、何时、何故。数据再有变动的，须重新决定。"""
    from drafter.cli import terminal_desk
    from drafter.desk import departments as desk

    made = desk.accept(opened(context), about, reason, by, department)
    terminal_desk.print_accepted(made)
    return 0


@click.command(options_metavar="[选项]", short_help="一个部门有几份报表时，选定一份。")
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
    from drafter.cli import terminal_desk
    from drafter.desk import departments as desk
    from drafter.model.errors import WorkspaceError

    if bool(file) == newest:
        raise WorkspaceError("请写明文件名，或用 --newest 以最后收到的为准（二者选一）")
    made = desk.choose(opened(context), department, file, reason, by)
    terminal_desk.print_chosen(made)
    return 0


COMMANDS = (give_back, remind, history, accept, choose)
