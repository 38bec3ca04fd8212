"""Commands of publishing: the files that go out, and what vouches for them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drafter.cli.command import command, opened


@click.command(options_metavar="[选项]", short_help="生成公开文件和证据包。")
@click.option("--draft", "number", type=int, metavar="稿次", help="公开第几稿，默认最后一稿。")
@click.option("--checked-by", default="", metavar="姓名", help="保密审查人。")
@click.option("--checked-on", default="", metavar="日期", help="保密审查日期，如2023年11月20日。")
@click.pass_context
@command
def publish(context: click.Context, number: int | None, checked_by: str, checked_on: str) -> int:
    """生成公开的.docx、PDF、网页、数据和证据包，放在 output/年度/公开。还有事项未办结的，列出后
    停止，退出码为1。"""
    from drafter.cli import terminal_publish
    from drafter.cli.console import progress
    from drafter.desk import publishing

    workspace = opened(context)
    with progress() as show:
        prepared = publishing.prepare(workspace, number, show)
    if prepared.findings:
        terminal_publish.print_open(prepared)
        return 1
    who = checked_by.strip() or _asked("保密审查人", "--checked-by")
    day = publishing.checked_day(
        workspace, checked_on.strip() or _asked("保密审查日期", "--checked-on")
    )
    with progress() as show:
        done = publishing.publish(workspace, prepared, who, day, show)
    terminal_publish.print_published(workspace, done)
    return 0


def _asked(what: str, option: str) -> str:
    """The user's answer; nobody is asked where nobody sits. Raises WorkspaceError."""
    from drafter.model.errors import WorkspaceError

    if not sys.stdin.isatty():
        raise WorkspaceError(f"公开前须经保密审查；请用 {option} 写明{what}")
    return str(click.prompt(what)).strip()


@click.command(options_metavar="[选项]", short_help="核对证据包有无改动。")
@click.argument("pack", metavar="证据包", type=click.Path(path_type=Path))
@click.option("--head", default="", metavar="总校验值", help="公开时记下的总校验值。")
@click.option("--json", "as_json", is_flag=True, help="以JSON列出。")
@click.pass_context
@command
def attest(context: click.Context, pack: Path, head: str, as_json: bool) -> int:
    """逐个核对证据包中的文件，指出改动了哪些。有改动的退出码为1。不需要网络，也不需要工作目录。"""
    from drafter.cli import terminal, terminal_publish
    from drafter.desk import publishing

    attested, whence = publishing.attest(pack, head, context.obj)
    if as_json:
        terminal.print_json_findings(attested.findings)
    else:
        terminal_publish.print_attested(pack.name, attested, whence)
    return 1 if attested.findings else 0


COMMANDS = (publish, attest)
