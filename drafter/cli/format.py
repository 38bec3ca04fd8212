"""The format of the template and of any Word file: lint, restyle."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from drafter.cli.command import command, json_option, opened
from drafter.cli.console import console, counts, print_findings, print_json_findings, progress

if TYPE_CHECKING:
    from drafter.desk.errands.formatting import Restyling
    from drafter.desk.year.results import Checkup
    from drafter.desk.year.workspace import Workspace


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="[文件]", required=False, type=click.Path(path_type=Path))
@click.option("--mark", is_flag=True, help="另存一份模板，在每一处加Word批注。")
@json_option
@click.pass_context
@command
def lint(context: click.Context, file: Path | None, mark: bool, as_json: bool) -> int:
    """检查报告模板：指标、量词、标签写法和公文格式。写明文件的，检查该文件的公文格式。

    有错误时退出码为1。
    """
    if file is not None:
        return _check_file(file, mark, as_json)
    workspace = opened(context)
    with progress() as show:
        checkup = workspace.lint(mark, show)
    if as_json:
        print_json_findings(checkup.findings)
    else:
        print_checkup(workspace, checkup)
    return 1 if checkup.errors else 0


def print_checkup(workspace: Workspace, checkup: Checkup) -> None:
    """What is wrong with the template, and where the copy with comments is."""
    print_findings(checkup.findings, "drafter lint --json")
    out = console()
    if not checkup.findings:
        out.print("报告模板没有问题。")
        return
    out.print()
    out.print(f"报告模板：{counts(checkup.findings)}。")
    if checkup.marked:
        out.print(f"批注版：{workspace.folders.relative(checkup.marked)}")
    else:
        out.print("下一步：在模板中改正；运行 drafter lint --mark 可得到逐处加了批注的模板。")


def _check_file(file: Path, mark: bool, as_json: bool) -> int:
    """A file's format alone; no workspace is needed."""
    from drafter.desk.errands.formatting import check_file

    checkup = check_file(file, mark)
    print_format(checkup, as_json)
    return 1 if checkup.errors else 0


def print_format(checkup: Checkup, as_json: bool) -> None:
    """What breaks the standard in a file, and where the copy with comments is."""
    if as_json:
        print_json_findings(checkup.findings)
        return
    print_findings(checkup.findings, "drafter lint --json")
    out = console()
    if not checkup.findings:
        out.print("符合公文格式。")
    elif checkup.marked:
        out.print()
        out.print(f"批注版：{checkup.marked}")
    else:
        out.print()
        out.print("下一步：在Word中改正，或运行 drafter restyle 自动排好。")


@click.command(options_metavar="[选项]")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", "out", metavar="文件", type=click.Path(path_type=Path),
    help="另存的文件名，默认为“原名（公文格式）.docx”。",
)  # fmt: skip
@json_option
@command
def restyle(file: Path, out: Path | None, as_json: bool) -> int:
    """把改过的稿子或别处来的.docx按公文格式（GB/T 9704）另存一份，文字一字不动，原件不动。"""
    from drafter.desk.errands.formatting import restyle_file

    print_restyled(restyle_file(file, out), as_json)
    return 0


def print_restyled(restyling: Restyling, as_json: bool) -> None:
    """What is left for a person to do, and where the copy is."""
    if as_json:
        print_json_findings(restyling.findings)
        return
    print_findings(restyling.findings, "drafter restyle --json")
    out = console()
    out.print(f"已按公文格式排好，文字一字未动：{restyling.path}")
    if restyling.findings:
        out.print(f"下一步：以上{len(restyling.findings)}处涉及文字或须人工判断，请在Word中处理。")


COMMANDS = (lint, restyle)
