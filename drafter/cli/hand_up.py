"""What goes to the level above, and what came from the one below: hand-up, districts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.departments.districts import Tables
    from drafter.desk.levels.receiving import District
    from drafter.desk.publishing.handing_up import HandedUp
    from drafter.desk.year.workspace import Workspace


@click.command("hand-up", options_metavar="[选项]")
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


@click.command(options_metavar="[选项]")
@json_option
@click.pass_context
@command
def districts(context: click.Context, as_json: bool) -> int:
    """列出各区县报没报、第几次、总校验值，写出主要指标对比表（xlsx和Word附件），放在
    output/年度/各区县。有没报的、不能汇总的、本级的数与汇总的数不一致还没有决定的，退出码为1。"""
    from drafter.desk.departments.districts import write_tables

    workspace = opened(context)
    tables = write_tables(workspace)
    if as_json:
        print_json([_record(one) for one in tables.checked.districts])
    else:
        print_districts(workspace, tables)
    settled = not any(column.claims for column in tables.columns)
    return 0 if settled and all(one.counted for one in tables.checked.districts) else 1


def print_districts(workspace: Workspace, tables: Tables) -> None:
    """Each district with what it handed up, then the files."""
    from drafter.desk.departments.districts import undecided

    out, below = console(), tables.checked.districts
    for one in below:
        compared = "与函相同" if one.compared else "未与函核对"
        head = f"　总校验值{one.head}（{compared}）" if one.head else ""
        out.print(f"{one.name}　{one.state}{head}", style="" if one.counted else "red")
    handed = sum(one.counted is not None for one in below)
    out.print(f"{len(below)}个区县中的{handed}个已上报{_uncompared(below)}。")
    for line in undecided(tables):
        out.print(f"{line}；用 drafter accept 指标 --from 部门 决定。", style="red")
    for path in tables.files:
        out.print(f"  {workspace.folders.relative(path)}")


def _uncompared(below: Sequence[District]) -> str:
    """；3个的总校验值还没有与函核对…: what nobody has compared with the stamped letters."""
    count = sum(one.counted is not None and not one.compared for one in below)
    how = "请从盖章的函抄入“地区”表的“总校验值”列"
    return f"；{count}个的总校验值还没有与函核对，{how}" if count else ""


def _record(one: District) -> dict[str, object]:
    return {"name": one.name, "state": one.state, "file": one.submission.file, "head": one.head,
            "compared": one.compared}  # fmt: skip


COMMANDS = (hand_up, districts)
