"""The web desk and the shared portal: serve, account."""

from __future__ import annotations

import click

from drafter.cli.command import command
from drafter.cli.face import complain
from drafter.model.errors import WorkspaceError

_NEEDED = '网页工作台还缺几个程序包，请先运行：pip install "drafter[portal]"'
_NEEDED_SHARED = '门户还缺几个程序包，请先运行：pip install "drafter[shared]"'
_ROLES = ("系统", "安全", "审计")


@click.command(options_metavar="[选项]")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="端口，默认任取一个空闲的。")
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址。")
@click.option("--shared", is_flag=True, help="门户：供各部门和审阅人凭账号或链接从别的电脑进入。")
@click.option("--host", default="127.0.0.1", help="门户的地址；0.0.0.0是本机的全部地址。")
@click.pass_context
@command
def serve(context: click.Context, port: int, no_browser: bool, shared: bool, host: str) -> int:
    """打开本机的网页工作台，全部工作都可以在浏览器中办理。按Ctrl+C结束。"""
    if shared:
        return _serve_shared(context, host, port)
    try:
        from drafter.portal.server import serve as run
    except ImportError as error:
        raise WorkspaceError(_NEEDED) from error
    run(context.obj, port, not no_browser, complain)
    return 0


def _serve_shared(context: click.Context, host: str, port: int) -> int:
    try:
        from drafter.portal.shared.server import serve_shared
    except ImportError as error:
        raise WorkspaceError(_NEEDED_SHARED) from error
    serve_shared(context.obj, host, port, complain)
    return 0


@click.command(options_metavar="[选项]")
@click.argument("login", metavar="账号")
@click.option("--role", type=click.Choice(_ROLES), default="系统", help="三员之一，默认系统。")
@click.option("--name", default="", help="姓名，默认同账号。")
@click.option("--reset", is_flag=True, help="已有这个账号：重设密码，停用的恢复。")
@click.password_option("--password", prompt="密码（至少10个字符）", confirmation_prompt="再写一次")
@click.pass_context
@command
def account(
    context: click.Context, login: str, role: str, name: str, reset: bool, password: str
) -> int:
    """建立门户的系统管理员；其他人的账号，从安全、审计管理员起，由系统管理员在网页上建立。"""
    try:
        from drafter.portal.member import Role
        from drafter.portal.shared.server import accounts_of, make_account
    except ImportError as error:
        raise WorkspaceError(_NEEDED_SHARED) from error
    with accounts_of(context.obj):
        make_account(login, name, Role(role), password, reset)
    click.echo(f"已建立：{login}（{role}）" if not reset else f"已重设：{login}")
    return 0


COMMANDS = (serve, account)
