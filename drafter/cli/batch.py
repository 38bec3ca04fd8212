"""Many workspaces at once: batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import FILE, command, json_option
from drafter.cli.console import Column, Table, console, print_json, progress
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.desk.batch.county import Row

_WORKS = ("check", "draft")
_HEADS = ("地区", "结果", "未报部门", "错误", "警告", "提示", "稿次", "待补", "原因")
_MOST_SHOWN = 40


@click.command(options_metavar="[选项]")
@click.argument("folders", metavar="目录…", nargs=-1, required=True, type=FILE)
@click.option(
    "--do", "work", type=click.Choice(_WORKS), default="draft",
    help="check（核查）或draft（出稿，默认）。",
)  # fmt: skip
@click.option(
    "--scheduler", default="processes", metavar="方式",
    help="processes（本机多进程，默认）、in-process（逐个处理）或tcp://主机:端口（Dask集群）。",
)  # fmt: skip
@click.option("--workers", type=click.IntRange(1), help="本机进程数，默认与处理器核数相同。")
@click.option("-o", "--output", type=FILE, metavar="结果表", help="把结果另存为.xlsx或.csv文件。")
@json_option
@command
def batch(
    folders: tuple[Path, ...],
    work: str,
    scheduler: str,
    workers: int | None,
    output: Path | None,
    as_json: bool,
) -> int:
    """逐个核查各工作目录，或为其出稿；目录可以是工作目录，也可以是装有多个工作目录的文件夹。
    某一个办不成的，列明原因，其余照常；中断后重新运行，已办成且没有变化的不再重办。"""
    from drafter.desk.batch import batch as desk
    from drafter.desk.batch.executors import executor
    from drafter.desk.batch.table import check_name, write_table

    check_name(output)
    roots, execute = desk.workspaces(folders), executor(scheduler, workers or 0)
    with progress() as show:
        rows = desk.batch(roots, work, execute, show)
    if output:
        write_table(output, rows)
    if as_json:
        print_json(plain(rows))
    else:
        print_batch(rows)
    return 1 if any(row.failed for row in rows) else 0


def print_batch(rows: Sequence[Row]) -> None:
    """A row a county, those of which nothing came first; and how many there are of each sort."""
    from drafter.desk.batch.table import cells

    out, numbers = console(), _HEADS[2:-1]
    table = Table([Column(head, head in numbers) for head in _HEADS])
    ordered = sorted(rows, key=lambda row: not row.failed)
    for row in ordered[:_MOST_SHOWN]:
        outcome, region, *rest = cells(row)[1:]
        table.rows.append((region or Path(row.folder).name, outcome, *rest))
    out.show(table)
    if len(rows) > _MOST_SHOWN:
        out.print(f"……另有{len(rows) - _MOST_SHOWN}个，用 -o 结果表 存为文件查看全部")
    outcomes = Counter(row.outcome for row in rows)
    listed = "、".join(f"{outcome}{count}个" for outcome, count in outcomes.items())
    out.print(f"共{len(rows)}个工作目录：{listed}。")


COMMANDS = (batch,)
