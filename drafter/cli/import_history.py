"""The first year's history: import-history."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import FILE, command, json_option, opened
from drafter.cli.console import LONGEST, Column, Lines, Table, console, print_json
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.catalogue.bygone_rows import Bygone, Taken
    from drafter.desk.catalogue.importing import Proposed

_COLUMNS = (
    Column("指标"), Column("年度"), Column("数", number=True), Column("现有", number=True),
    Column("说明"), Column("原句"),
)  # fmt: skip


@click.command("import-history", options_metavar="[选项]")
@click.argument("file", metavar="文件", type=FILE)
@click.option(
    "--of", "year", type=int, default=0, metavar="年度", help="是哪一年的报告，默认看标题。"
)
@click.option("--replace", is_flag=True, help="“历年”中已有不同的数的，改用这份的。")
@json_option
@click.pass_context
@command
def import_history(
    context: click.Context, file: Path, year: int, replace: bool, as_json: bool
) -> int:
    """从往年的报告（.docx等）或表（.xlsx、.csv：指标、年度、数值）导入“历年”；拿不准的列出待确认。"""
    from drafter.desk.catalogue import bygone_rows, importing

    workspace = opened(context)
    proposal = importing.proposed(workspace, file, year)
    taken = bygone_rows.take(workspace, [row for row in proposal.rows if not row.doubt], replace)
    left = [row for row in proposal.undecided if row not in taken.rows]
    path = importing.listed(workspace, proposal.file, left) if left else None
    place = workspace.folders.relative(path) if path else ""
    if as_json:
        print_json_imported(proposal, taken, place)
    else:
        print_imported(proposal, taken, left, place)
    return 1 if left or proposal.problems else 0


def print_json_imported(proposal: Proposed, taken: Taken, place: str) -> None:
    """{written, rows: [… with their state], problems, unclaimed, list}"""
    rows = [{**plain(row), "state": str(row.state)} for row in proposal.rows]
    print_json(
        {
            "written": plain(taken.rows),
            "rows": rows,
            "problems": proposal.problems,
            "unclaimed": proposal.unclaimed,
            "list": place,
        }
    )


def print_imported(proposal: Proposed, taken: Taken, left: Sequence[Bygone], place: str) -> None:
    """What was written, and what is to be decided, with the sentences."""
    out, same = console(), len(proposal.rows) - len(left) - len(taken.rows)
    standing = f"，已有的{same}项没有变化" if same else ""
    out.print(f"写入“历年”{len(taken.rows)}项{standing}。", style="bold")
    for one in proposal.recorded:
        out.print(f"{one}是定稿，上年数以它为准，“历年”只补它没有的。", style="yellow")
    for problem in proposal.problems:
        out.print(problem, style="red")
    if left:
        _print_left(out, left)
    if proposal.unclaimed:
        labels = "、".join(proposal.unclaimed)
        out.print(f"报告中没有找到{len(proposal.unclaimed)}项：{labels}")
    if place:
        again = f"drafter import-history {place}"
        out.print(f"下一步：打开 {place}，要写入的在“采用”栏填“是”，再运行 {again}。")


def _print_left(out: Lines, left: Sequence[Bygone]) -> None:
    table = Table(_COLUMNS)
    for one in left:
        cut = "…" if len(one.sentence) > LONGEST else ""
        why = one.doubt or str(one.state)
        cells = (one.label, str(one.year), one.text, one.standing, why)
        table.rows.append((*cells, one.sentence[:LONGEST] + cut))
    out.print(f"待确认{len({row.key for row in left})}项：")
    out.show(table)


COMMANDS = (import_history,)
