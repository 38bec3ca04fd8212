"""What keeps the work safe: log, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import FILE, command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.records.log import Log


@click.command(options_metavar="[选项]")
@click.option("-n", "--last", default=20, metavar="条数", help="列出最后几条，默认20条。")
@json_option
@click.pass_context
@command
def log(context: click.Context, last: int, as_json: bool) -> int:
    """列出日志，核对各条是否前后相接、与记录相符。末条校验值请抄录存档：日志末尾被截去时靠它看出来。"""
    workspace = opened(context)
    whole = workspace.records(workspace.year()).log()
    if as_json:
        print_json(plain(whole))
    else:
        print_log(whole, last)
    return 1 if whole.breaches else 0


def print_log(whole: Log, last: int) -> None:
    """The last entries, and what is wrong with the log."""
    out = console()
    for entry in whole.entries[-last:] if last > 0 else ():
        about = f"　{entry.about}" if entry.about else ""
        out.print(f"{entry.serial}　{entry.when}　{entry.who}　{entry.what}{about}")
    for breach in whole.breaches:
        out.print(f"{breach.name}：{breach.what}", style="red")
    sound = "前后相接，与记录相符" if not whole.breaches else f"有{len(whole.breaches)}处不符"
    out.print(f"共{len(whole.entries)}条，{sound}；末条校验值{whole.head}")


@click.command(options_metavar="[选项]")
@click.argument("target", metavar="备份.zip", type=FILE)
@click.pass_context
@command
def backup(context: click.Context, target: Path) -> int:
    """备份模板、报表、记录和各稿，别人正在用时也可以做。账号不在其内。"""
    from drafter.desk.year.backup import back_up

    copy = back_up(opened(context), target)
    console().print(f"已备份{copy.files}个文件：{copy.path}；总校验值{copy.head}")
    return 0


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="备份.zip", type=FILE)
@click.argument("target", metavar="文件夹", type=FILE)
@command
def restore(file: Path, target: Path) -> int:
    """逐个文件核对后恢复；有一处不符就不恢复。"""
    from drafter.desk.files.folders import there
    from drafter.desk.year import backup as desk

    restored = desk.restore(there(file), target)
    console().print(f"已恢复{restored.files}个文件：{restored.path}；总校验值{restored.head}")
    return 0


COMMANDS = (log, backup, restore)
