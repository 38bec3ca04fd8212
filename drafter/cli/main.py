"""The command line: parse, call, print, exit code. 0 done, 1 errors found, 2 cannot run."""

from __future__ import annotations

import gc
import gettext
import os
from pathlib import Path

import click

from drafter import __version__
from drafter.cli.face import YEAR, Commands

# Where each command is parsed and printed: a start loads the module of its own command.
MODULES = {
    "drafting": ("forms", "check", "draft", "status"),
    "new": ("new",),
    "roll": ("roll",),
    "import_history": ("import-history",),
    "trace": ("trace",),
    "departments": ("remind", "history", "accept", "choose"),
    "returns": ("return", "confirm", "unlock", "extend"),
    "review": ("diff", "redline", "text"),
    "returned": ("verify", "merge", "edits"),
    "format": ("lint", "restyle"),
    "proof": ("proof",),
    "publish": ("publish", "attest"),
    "sign": ("sign",),
    "hand_up": ("hand-up", "districts"),
    "consult": ("consult",),
    "keeping": ("log", "backup", "restore"),
    "batch": ("batch",),
    "serve": ("serve", "account"),
    "doctor": ("doctor",),
}
COMMANDS = {name: module for module, names in MODULES.items() for name in names}
# What works on no year of a workspace, or on all of them.
_ANY_YEAR = (
    "new roll import-history restyle text proof attest backup restore batch serve account doctor"
)
YEARLESS = frozenset(_ANY_YEAR.split())
# click speaks through gettext: its own words come from the catalogue beside this file.
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
os.environ["LANGUAGE"] = "zh_CN"
# A command ends soon, and what it loads makes hardly a circle: Python looks for these less often.
_GARBAGE = (100_000, 50, 1000)
_HELP = {"help_option_names": ["-h", "--help"]}


def _set_year(context: click.Context, _: click.Parameter, year: int | None) -> None:
    context.meta[YEAR] = year


@click.group(
    cls=Commands,
    modules={name: f"drafter.cli.{module}" for name, module in COMMANDS.items()},
    shared=lambda: click.Option(
        ["--year"],
        type=int,
        metavar="年度",
        expose_value=False,
        callback=_set_year,
        help="办哪个年度的，默认为目录中的年度。",
    ),
    without=YEARLESS,
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


def run() -> None:
    """The program `drafter`: a process that runs one command and nothing else. It ends at once when
    all is printed: Python would take every object apart first."""
    from drafter.worker.process import fork_workers

    gc.set_threshold(*_GARBAGE)
    fork_workers()
    try:
        main()
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 0)
