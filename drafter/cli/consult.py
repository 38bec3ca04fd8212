"""征求意见: consult."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, print_json
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.opinions.consultation import Consultation


@click.command(options_metavar="[选项]")
@click.option("--until", default="", metavar="日期", help="发出最后一稿，请各部门在这一天前反馈。")
@click.option("--to", "departments", multiple=True, metavar="部门", help="只发给它，可写多个。")
@click.option("--table", is_flag=True, help="写出最后一轮的意见采纳情况表。")
@click.option("--by", default="", metavar="姓名", help="经办人。")
@json_option
@click.pass_context
@command
def consult(
    context: click.Context,
    until: str,
    departments: tuple[str, ...],
    table: bool,
    by: str,
    as_json: bool,
) -> int:
    """发出征求意见稿的清稿，列出各部门的反馈和采纳情况；意见在网页的“征求意见”栏登记、研究。"""
    from drafter.desk.opinions import consulting
    from drafter.desk.opinions.adoption_table import write_table

    workspace = opened(context)
    if until:
        consulting.consult(workspace, until, departments, by)
    year = workspace.year()
    rounds = consulting.consultations(workspace.records(year))
    name = write_table(workspace, rounds[0]) if table and rounds else ""
    if as_json:
        print_json([plain(one) for one in rounds])
        return 0
    print_rounds(rounds)
    if rounds:
        folder = consulting.round_folder(workspace.folders, year, rounds[0].round.serial)
        console().print(f"{workspace.folders.relative(folder)}{f'：{name}' if name else ''}")
    return 0


def print_rounds(rounds: list[Consultation]) -> None:
    """A line a round, and a line for each department of the last."""
    out = console()
    if not rounds:
        out.print("还没有征求过意见；发出最后一稿：drafter consult --until 日期。")
        return
    for one in reversed(rounds):
        counts = f"意见{len(one.opinions)}条，待研究{one.unruled}条，未反馈{len(one.silent)}个部门"
        out.print(
            f"第{one.round.serial}轮　第{one.round.draft}稿　{one.round.until}前反馈：{counts}"
        )
    for heard in rounds[0].heard:
        out.print(f"　　{heard.department}　{heard.state}")


COMMANDS = (consult,)
