"""The shared portal's server: one workspace, many people, until it is stopped."""

from __future__ import annotations

import socket
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from django import conf

from drafter.desk.files.folders import find_workspace
from drafter.model.errors import WorkspaceError
from drafter.portal.desk import Desk
from drafter.portal.journal import keep_journal
from drafter.portal.member import Role
from drafter.portal.server import alone_in, end_by_signals, listening, server
from drafter.portal.shared.configuration import Configuration, configuration
from drafter.portal.shared.passwords import unfit
from drafter.portal.shared.settings import configure
from drafter.worker.process import raise_workers

_THREADS, _MOST_OPEN = 16, 400
_HEADERS = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
_RUNNING = "本工作目录已经在另一个网页工作台或门户中打开，请先结束那一个"
_NOBODY = (
    "还没有系统管理员：请另开一个命令窗口，在工作目录中运行 drafter account 账号 --name 姓名 建立；"
    "其他人的账号都由系统管理员在网页上建立。"
)
_OTHER_NAMES = (
    "要用别的名称访问的，请在工作目录的.portal/portal.toml的hosts中写明；没有写明的一律不答。"
)
_ADDRESS_OF = 0x8915  # SIOCGIFADDR of Linux
_TAKEN = "已有“{login}”这个账号；忘记密码的，加 --reset 重设"


def serve_shared(folder: Path, host: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve the folder's workspace to the network until it is stopped. Raises WorkspaceError."""
    find_workspace(folder)
    with alone_in(folder) as (root, alone):
        if not alone:
            raise WorkspaceError(_RUNNING)
        keep_journal()
        end_by_signals()
        own = configuration(root)
        raise_workers()
        with listening(host, port) as listener, closing(Desk(root, lambda _: None)) as desk:
            _prepare(desk, root, own, _names(host))
            _announce(_names(host), listener.getsockname()[1], own, tell)
            with suppress(KeyboardInterrupt):
                server(listener, **_waitress(own)).run()
    tell("门户已结束。")


@contextmanager
def accounts_of(folder: Path) -> Iterator[None]:
    """The workspace's accounts may be asked for. Raises WorkspaceError."""
    root = find_workspace(folder).root
    with closing(Desk(root, lambda _: None)) as desk:
        _prepare(desk, root, configuration(root), ())
        yield


def make_account(login: str, name: str, role: Role, password: str, again: bool) -> None:
    """An account of one of the 三员, who make all others; `again` gives one that is there a new
    password and opens it. Raises WorkspaceError. Within `accounts_of`."""
    from drafter.portal.shared.models import Account

    account = Account.objects.of_people().filter(login=login).first()
    if account and not again:
        raise WorkspaceError(_TAKEN.format(login=login))
    account = account or Account(login=login, name=name or login, role=role.value)
    account.is_active = True
    if troubles := unfit(password, account):
        raise WorkspaceError("；".join(troubles))
    account.set_password(password)
    account.save()
    conf.settings.DESK.note("", f"用命令{'重设' if again else '建立'}账号（{role}）", account.name)


def _prepare(desk: Desk, root: Path, own: Configuration, hosts: tuple[str, ...]) -> None:
    """Set Django up and the database: one that is lost is made anew, without the accounts."""
    configure(desk, root, own, hosts)
    from django.core.management import call_command
    from django.db import DatabaseError

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise WorkspaceError(f"门户的数据库打不开：{error}") from error


def _announce(
    names: tuple[str, ...], port: int, own: Configuration, tell: Callable[[str], None]
) -> None:
    from drafter.portal.shared.models import Account

    if not Account.objects.filter(role=Role.SYSTEM.value, is_active=True).exists():
        tell(_NOBODY)
    addresses = [f"{'https' if own.https else 'http'}://{name}/" for name in own.hosts]
    addresses += [f"http://{f'[{name}]' if ':' in name else name}:{port}/" for name in names]
    tell(f"门户已打开：{'、'.join(addresses)}　按Ctrl+C结束。")
    if len(names) > 1 and not own.hosts:
        tell(_OTHER_NAMES)


def _names(host: str) -> tuple[str, ...]:
    """What browsers may call this machine."""
    # The address is named here, nothing is bound.
    if host not in ("0.0.0.0", "::", ""):  # nosec B104
        return (host,)
    own = socket.gethostname()
    return tuple(dict.fromkeys((own, *sorted({*_resolved(own), *_of_interfaces()}))))


def _resolved(name: str) -> list[str]:
    """The addresses by which the machine itself knows the name; on Windows all of its own."""
    with suppress(OSError):
        return [str(one[4][0]).partition("%")[0] for one in socket.getaddrinfo(name, None)]
    return []


def _of_interfaces() -> Iterator[str]:
    """The IPv4 addresses of this machine, where the system tells them one by one (Linux)."""
    if sys.platform == "win32":
        return
    import fcntl

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            with suppress(OSError):  # an interface without an address
                asked = struct.pack("256s", name.encode()[:15])
                yield socket.inet_ntoa(fcntl.ioctl(probe.fileno(), _ADDRESS_OF, asked)[20:24])


def _waitress(own: Configuration) -> dict[str, Any]:
    settings: dict[str, Any] = {"threads": _THREADS, "connection_limit": _MOST_OPEN}
    if own.proxy:
        settings |= {"trusted_proxy": own.proxy, "trusted_proxy_headers": _HEADERS}
    return settings
