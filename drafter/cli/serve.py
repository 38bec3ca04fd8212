"""The web desk: serve."""

from __future__ import annotations

import click

from drafter.cli.command import command
from drafter.cli.face import complain
from drafter.model.errors import WorkspaceError

_NEEDED = '网页工作台还缺几个程序包，请先运行：pip install "drafter[portal]"'


@click.command(options_metavar="[选项]", short_help="在浏览器中办理：打开网页工作台。")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口，默认任取一个空闲的。")
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址。")
@click.pass_context
@command
def serve(context: click.Context, port: int, no_browser: bool) -> int:
    """打开本机的网页工作台，全部工作都可以在浏览器中办理。按Ctrl+C结束。"""
    try:
        from drafter.portal.server import serve as run
    except ImportError as error:
        raise WorkspaceError(_NEEDED) from error
    run(context.obj, port, not no_browser, complain)
    return 0


COMMANDS = (serve,)
