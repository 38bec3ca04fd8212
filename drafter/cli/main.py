"""The command line: parse, call, print, exit code. 0 done, 1 errors found, 2 cannot run."""

from __future__ import annotations

import gc
import gettext
import os
from pathlib import Path

import click

from drafter import __version__
from drafter.cli.face import YEAR, Commands, Listed

# What each command does, and where it is parsed and printed: a start loads the module of its own
# command, and none to list them.
MODULES = {
    "drafting": {
        "forms": "生成各部门的空白填报表。",
        "check": "读取并核查收到的填报表。",
        "draft": "生成新一稿报告。",
        "status": "查看报送进度和核查情况。",
    },
    "new": {
        "new": "新建一个工作目录。",
    },
    "roll": {
        "roll": "结转到下一年度。",
    },
    "import_history": {
        "import-history": "导入往年报告中的数。",
    },
    "trace": {
        "trace": "查一个数从哪来、用在哪。",
    },
    "departments": {
        "remind": "列出未报的部门和催报的消息。",
        "history": "看一个部门各次报送改了什么。",
        "accept": "采纳部门的说明或手改，或决定取哪个部门的数。",
        "choose": "一个部门有几份报表时，选定一份。",
    },
    "returns": {
        "return": "写出退给各部门的表和消息。",
        "confirm": "按纸质确认单记下确认，锁定报表。",
        "unlock": "解锁已确认的报表，让部门重新报送。",
        "extend": "给一个部门延期。",
    },
    "review": {
        "diff": "比较两稿：改了什么、为什么改。",
        "redline": "生成带修订的对比稿。",
        "text": "输出.docx或.xlsx的文字，供git diff使用。",
    },
    "returned": {
        "verify": "核对改回来的稿子：每个数还在不在、改没改。",
        "merge": "把手改的稿子与今天的数据合并。",
        "edits": "列出沿用的手改，或撤回。",
    },
    "format": {
        "lint": "检查报告模板，或一份Word文件的公文格式。",
        "restyle": "把一份Word文件排成公文格式。",
    },
    "proof": {
        "proof": "校对任何一份报告的数字和文字。",
    },
    "publish": {
        "publish": "生成公开文件和证据包。",
        "attest": "核对证据包有无改动。",
    },
    "sign": {
        "sign": "审签一稿，或列出审签情况。",
    },
    "hand_up": {
        "hand-up": "把锁定的稿子做成上报包。",
        "districts": "各区县上报情况，写出主要指标对比表。",
    },
    "consult": {
        "consult": "发出征求意见稿，或列出各部门的反馈。",
    },
    "keeping": {
        "log": "列出并核对日志：何时、何人、做了什么。",
        "backup": "把整个工作目录备份成一个文件。",
        "restore": "从备份恢复到一个空文件夹。",
    },
    "batch": {
        "batch": "对多个工作目录一并核查或出稿。",
    },
    "serve": {
        "serve": "在浏览器中办理：打开网页工作台或门户。",
        "account": "门户的第一个账号：系统管理员。",
    },
    "doctor": {
        "doctor": "检查这台电脑能不能用drafter办理。",
    },
}
COMMANDS = {
    name: Listed(f"drafter.cli.{module}", words)
    for module, listed in MODULES.items()
    for name, words in listed.items()
}
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
    listed=COMMANDS,
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
    from drafter.worker.forked import fork_workers

    gc.set_threshold(*_GARBAGE)
    fork_workers()
    try:
        main()
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 0)
