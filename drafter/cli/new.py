"""A new workspace: new."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from drafter.cli.command import FILE, command
from drafter.model.errors import WorkspaceError
from drafter.model.shown import shown

_MOST_BYTES = 1 << 20


@click.command(options_metavar="[选项]")
@click.argument("folder", metavar="目录", type=FILE)
@click.option("--region", required=True, metavar="地区", help="地区名，如 城东区、平安县。")
@click.option("--year", required=True, type=int, metavar="年度", help="年度，如 2024。")
@click.option(
    "--level", default="", metavar="级别", help="级别：区、县、市、旗；默认取地区名末字。"
)
@click.option(
    "--departments", "listed", metavar="文件", type=click.Path(path_type=Path, allow_dash=True),
    help="部门名单，一行一个，后面可跟联系人、电话；写 - 的，读粘贴的文字。",
)  # fmt: skip
@click.option(
    "--assign", "homes", multiple=True, metavar="原部门=部门",
    help="套件中的部门改由名单中的哪个部门填报；还没有定的写 原部门=待定。",
)  # fmt: skip
@click.option("--contact", default="", metavar="姓名", help="本办联系人。")
@click.option("--phone", default="", metavar="电话", help="本办联系电话。")
@click.option("--due", default="", metavar="日期", help="报送期限，如 2024年11月20日。")
@click.option(
    "--kit", default="", metavar="套件", help="套件，如 政府信息公开；默认为法治政府建设。"
)
@command
def new(
    folder: Path, region: str, year: int, level: str, listed: Path | None,
    homes: tuple[str, ...], contact: str, phone: str, due: str, kit: str,
) -> int:  # fmt: skip
    """新建工作目录：带指标目录和报告模板，改好即可下发。"""
    from drafter.desk.catalogue.new_workspace import Wish, make, planned

    pairs = {old.strip(): new.strip() for old, _, new in (text.partition("=") for text in homes)}
    departments = _text(listed) if listed else ""
    wish = Wish(region, str(year), level, departments, contact, phone, due, pairs, kit)
    make(folder, planned(wish))
    click.echo(f"已新建：{shown(str(folder))}")
    click.echo("下一步：用Excel打开templates/指标目录.xlsx核对部门和指标，再运行 drafter forms")
    return 0


def _text(path: Path) -> str:
    """The list as text. Raises WorkspaceError where there is none."""
    from drafter.desk.files.folders import read_file, there

    pasted = str(path) == "-"
    content = sys.stdin.buffer.read(_MOST_BYTES) if pasted else read_file(there(path))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content[:_MOST_BYTES].decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorkspaceError("部门名单读不出来；请另存为.txt（UTF-8）后重试")


COMMANDS = (new,)
