"""From one year to the next: roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.catalogue.rolling import Rolled
    from drafter.desk.year.workspace import Workspace


@click.command(options_metavar="[选项]")
@click.argument("year", metavar="年度", type=int)
@click.option("--without-draft", "draftless", is_flag=True, help="当年没有稿子也结转。")
@json_option
@click.pass_context
@command
def roll(context: click.Context, year: int, draftless: bool, as_json: bool) -> int:
    """留存当年的目录和模板，把年度、标题、日期改到下一年。往年的仍可用 --year 查看。"""
    from drafter.desk.catalogue import rolling

    workspace = opened(context)
    print_rolled(workspace, rolling.roll(workspace, year, draftless), as_json)
    return 0


def print_rolled(workspace: Workspace, rolled: Rolled, as_json: bool) -> None:
    """What was set aside, what 报告 says now, where last year's figures come from."""
    if as_json:
        print_json(plain(rolled))
        return
    out, relative = console(), workspace.folders.relative
    if not rolled.anew:
        out.print(f"已经结转到{rolled.year}年度，没有改动。")
        return
    out.print(f"已结转到{rolled.year}年度", style="bold")
    out.print(f"{rolled.year - 1}年度的目录和模板留存在 {relative(rolled.aside)}")
    for name, text in rolled.rows:
        out.print(f"  {name}　{text or '（请填写）'}")
    if rolled.heads:
        out.print(f"“地区”表{rolled.heads}个地区的总校验值已清空，收到今年的上报函后再填")
    source = relative(rolled.record) if rolled.record else f"inputs/{rolled.year - 1}中的表"
    out.print(f"上年数取自 {source}")
    out.print()
    out.print("下一步：打开templates/指标目录.xlsx，填写报送期限，增减指标，再运行 drafter forms。")


COMMANDS = (roll,)
