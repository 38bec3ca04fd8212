"""Whether this machine has what is needed: doctor."""

from __future__ import annotations

from datetime import datetime

import click

from drafter.cli.command import command, json_option
from drafter.cli.console import console, print_json
from drafter.model.record import plain

_STYLES = {"正常": "", "注意": "yellow", "有问题": "red"}


@click.command(options_metavar="[选项]")
@json_option
@click.pass_context
@command
def doctor(context: click.Context, as_json: bool) -> int:
    """检查Python、公文字体、PDF、写入、日期时间、剩余空间，试填一份表；不对的，写明怎么办。"""
    from drafter.desk.errands.doctor import State, examined

    checks = examined(context.obj, datetime.now().astimezone())
    bad = sum(check.state is State.BAD for check in checks)
    if as_json:
        print_json([plain(check) for check in checks])
        return 1 if bad else 0
    out = console()
    for check in checks:
        advice = f"。{check.advice}" if check.advice else ""
        line = f"{check.state}　{check.name}：{check.words}{advice}"
        out.print(line, style=_STYLES[check.state])
    out.print(f"有{bad}项有问题，请先解决。" if bad else "可以办理。")
    return 1 if bad else 0


COMMANDS = (doctor,)
