"""The command line: parse, call, print, exit code. 0 done, 1 errors found, 2 cannot run."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

import click

from drafter import __version__
from drafter.catalogue.stages import NAMES
from drafter.cli import departments as cli_desk
from drafter.cli import format as cli_format
from drafter.cli import publish as cli_publish
from drafter.cli import review as cli_review
from drafter.cli.command import command, opened
from drafter.cli.face import Commands
from drafter.model.errors import CatalogueError
from drafter.model.shown import shown

# click speaks through gettext: its own words come from the catalogue beside this file.
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
os.environ["LANGUAGE"] = "zh_CN"
_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(
    cls=Commands,
    context_settings=_HELP,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]",
)
@click.version_option(__version__, "--version", prog_name="drafter", message="drafter %(version)s")
@click.option(
    "-C", "--workspace", "folder", default=".", metavar="目录", help="工作目录，默认为当前目录。"
)
@click.pass_context
def main(context: click.Context, folder: str) -> None:
    """drafter：从各部门填报表到法治政府建设年度报告，每个数都可溯源。"""
    context.obj = Path(folder)


@main.command(options_metavar="[选项]", short_help="生成各部门的空白填报表。")
@click.pass_context
@command
def forms(context: click.Context) -> int:
    """生成各部门的空白填报表，放在 output/年度/下发。"""
    from drafter.cli.console import progress
    from drafter.cli.terminal import print_issued

    workspace = opened(context)
    with progress() as show:
        issued = workspace.forms(show)
    print_issued(workspace, issued)
    return 0


@main.command(options_metavar="[选项]", short_help="读取并核查收到的填报表。")
@click.option("--json", "as_json", is_flag=True, help="以JSON列出核查意见。")
@click.pass_context
@command
def check(context: click.Context, as_json: bool) -> int:
    """读取 inputs/年度 中的填报表，逐格核查。有错误时退出码为1。"""
    from drafter.cli import terminal
    from drafter.cli.console import progress

    workspace = opened(context)
    try:
        with progress() as show:
            checked = workspace.check(show)
    except CatalogueError as error:
        if as_json:
            terminal.print_json_findings(error.findings)
        raise
    if as_json:
        terminal.print_json_findings(checked.findings)
    else:
        terminal.print_checked(checked)
    return 1 if checked.errors else 0


@main.command(options_metavar="[选项]", short_help="生成新一稿报告。")
@click.option("--strict", is_flag=True, help="有错误时退出码为1（稿子照样生成）。")
@click.option(
    "--stage", default="", metavar="稿次",
    help=f"{'、'.join(NAMES)}；默认为目录中的“稿次”。",
)  # fmt: skip
@click.pass_context
@command
def draft(context: click.Context, strict: bool, stage: str) -> int:
    """生成新一稿：报告.docx、报告(溯源版).docx、溯源.xlsx、核查.xlsx、ledger.json。"""
    from drafter.cli.console import progress
    from drafter.cli.terminal import print_drafted

    workspace = opened(context)
    with progress() as show:
        drafted = workspace.draft(show, stage)
    errors = print_drafted(workspace, drafted)
    return 1 if strict and errors else 0


@main.command(options_metavar="[选项]", short_help="检查报告模板，或一份Word文件的公文格式。")
@click.argument("file", metavar="[文件]", required=False, type=click.Path(path_type=Path))
@click.option("--mark", is_flag=True, help="另存一份模板，在每一处加Word批注。")
@click.option("--json", "as_json", is_flag=True, help="以JSON列出检查意见。")
@click.pass_context
@command
def lint(context: click.Context, file: Path | None, mark: bool, as_json: bool) -> int:
    """检查报告模板：指标、量词、标签写法和公文格式。写明文件的，检查该文件的公文格式。

    有错误时退出码为1。
    """
    from drafter.cli import terminal
    from drafter.cli.console import progress

    if file is not None:
        return cli_format.check(file, mark, as_json)
    workspace = opened(context)
    with progress() as show:
        checkup = workspace.lint(mark, show)
    if as_json:
        terminal.print_json_findings(checkup.findings)
    else:
        terminal.print_checkup(workspace, checkup)
    return 1 if checkup.errors else 0


@main.command(options_metavar="[选项]", short_help="校对任何一份报告的数字和文字。")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--mark", is_flag=True, help="另存一份.docx，在每一处加Word批注。")
@click.option("--json", "as_json", is_flag=True, help="以JSON列出校对意见。")
@command
def proof(file: Path, mark: bool, as_json: bool) -> int:
    """校对.docx、.txt、.html；写 - 的，校对粘贴的文字。有错误时退出码为1。"""
    from drafter.cli import terminal_proof
    from drafter.desk.proofing import proof_file, proof_text

    pasted = str(file) == "-"
    proofed = proof_text(sys.stdin.buffer.read()) if pasted else proof_file(file, mark)
    if as_json:
        terminal_proof.print_json_proofed(proofed)
    else:
        terminal_proof.print_proofed(proofed)
    return 1 if proofed.errors else 0


@main.command(options_metavar="[选项]", short_help="查一个数从哪来、用在哪。")
@click.argument("question", metavar="指标|第N段|数")
@click.option("-n", "--number", type=int, metavar="稿次", help="第几稿，默认最后一稿。")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出。")
@click.pass_context
@command
def trace(context: click.Context, question: str, number: int | None, as_json: bool) -> int:
    """查来源和用处：指标编号（法律援助.案件总数）、段（第31段）、数（613、98%）或文中词句。"""
    from drafter.cli import terminal

    traced = opened(context).trace(question, number)
    if as_json:
        terminal.print_json_traced(traced)
    else:
        terminal.print_traced(question, traced)
    return 0 if traced else 1


@main.command(options_metavar="[选项]", short_help="查看报送进度和核查情况。")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出。")
@click.pass_context
@command
def status(context: click.Context, as_json: bool) -> int:
    """哪些部门已报、哪些未报，各有多少核查意见，最后一稿是否为最新。"""
    from drafter.cli import terminal
    from drafter.cli.console import progress

    workspace = opened(context)
    with progress() as show:
        found = workspace.status(show)
    if as_json:
        terminal.print_json_status(workspace, found)
    else:
        terminal.print_status(workspace, found)
    return 0


@main.command(options_metavar="[选项]", short_help="新建一个工作目录。")
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path))
@click.option("--region", required=True, metavar="地区", help="地区名，如 城东区、平安县。")
@click.option("--year", required=True, type=int, metavar="年度", help="年度，如 2024。")
@click.option(
    "--level", default="", metavar="级别", help="级别：区、县、市、旗；默认取地区名末字。"
)
@command
def new(folder: Path, region: str, year: int, level: str) -> int:
    """新建工作目录：带指标目录和报告模板，改好即可下发。"""
    from drafter.desk.new_workspace import new_workspace

    new_workspace(folder, region, year, level)
    click.echo(f"已新建：{shown(str(folder))}")
    click.echo("下一步：用Excel打开templates/指标目录.xlsx核对部门和指标，再运行 drafter forms")
    return 0


def run() -> None:
    """The program `drafter`: a process that runs one command and nothing else."""
    from drafter.worker.process import fork_workers

    fork_workers()
    main()


for found in (
    *cli_desk.COMMANDS,
    *cli_review.COMMANDS,
    *cli_format.COMMANDS,
    *cli_publish.COMMANDS,
):
    main.add_command(found)
