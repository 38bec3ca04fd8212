"""What goes to the level above: hand-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.publishing.handing_up import HandedUp
    from drafter.desk.year.workspace import Workspace


@click.command("hand-up", options_metavar="[选项]", short_help="把锁定的稿子做成上报包。")
@click.option("--by", default="", metavar="姓名", help="经办人。")
@json_option
@click.pass_context
@command
def hand_up(context: click.Context, by: str, as_json: bool) -> int:
    """把锁定的稿子做成上报包，连同印有总校验值的上报函，放在 output/年度/上报。
    包内有台账和来源，没有部门的原表。"""
    from drafter.desk.publishing import handing_up

    workspace = opened(context)
    done = handing_up.hand_up(workspace, by)
    if as_json:
        print_json(plain(done.record))
    else:
        print_handed_up(workspace, done)
    return 0


def print_handed_up(workspace: Workspace, done: HandedUp) -> None:
    """The files, and what is to be stamped."""
    out, record = console(), done.record
    outcome = f"第{record.number}次上报" if done.new else "上报包没有变化"
    out.print(f"{outcome}：第{record.draft}稿", style="bold")
    for path in (done.pack, done.letter):
        out.print(f"  {workspace.folders.relative(path)}")
    out.print(f"总校验值：{record.head}", style="bold")
    out.print("下一步：上报函已印总校验值，编号、盖章后与上报包一并报送。")


COMMANDS = (hand_up,)
