"""The server of a desk: this machine's browser alone, one desk a workspace, ended by Ctrl+C."""

from __future__ import annotations

import hmac
import http.client
import os
import signal
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from waitress.server import create_server

from drafter.desk.files.folders import CATALOGUE, Folders, find_workspace, read_file, write_file
from drafter.disk.lock import attempted
from drafter.disk.sealed import own_key
from drafter.model.errors import WorkspaceError
from drafter.portal.desk import Desk
from drafter.portal.entrance import KNOCKING, OPENING, TICKETS
from drafter.portal.journal import keep_journal
from drafter.portal.settings import configure
from drafter.worker.process import raise_workers

_HOST = "127.0.0.1"
_THREADS = 8
_LARGEST = 1 << 30  # bytes; what is larger than we take is refused by us, in a sentence
_PATIENCE = 5  # seconds for a desk that runs already to answer
_LOCK, _PORT = ".桌面锁", ".桌面端口"
_RUNNING = (
    "本工作目录的网页工作台已经打开，但这里进不去；请回到原来的浏览器窗口，或先结束原来的程序"
)


def serve(folder: Path, port: int, browser: bool, tell: Callable[[str], None]) -> None:
    """Serve the folder's workspace until Ctrl+C; where one does already, open that one. Raises
    WorkspaceError."""
    with alone_in(folder) as (root, alone):
        if alone:
            _run(folder, root, port, browser, tell)
        else:
            tell("本工作目录的网页工作台已经在运行，现在打开它。")
            _show(_knocked(root), browser, tell)


@contextmanager
def alone_in(folder: Path) -> Iterator[tuple[Path, bool]]:
    """The workspace's root (the folder where there is none yet), and whether no other serves it."""
    try:
        root = find_workspace(folder).root
    except WorkspaceError:
        yield folder.resolve(), True
        return
    with attempted(Folders(root).cache / _LOCK) as alone:
        yield root, alone


def _run(folder: Path, root: Path, port: int, browser: bool, tell: Callable[[str], None]) -> None:
    keep_journal()
    end_by_signals()
    with listening(_HOST, port) as listener, closing(_Claims(listener.getsockname()[1])) as claims:
        own = claims.port
        raise_workers()
        desk = Desk(folder, claims.claim)
        configure(desk, own)
        if (root / CATALOGUE).is_file():
            claims.announce(root)
        tell("网页工作台已打开；用完后在本窗口按Ctrl+C结束。")
        with closing(desk), suppress(KeyboardInterrupt):
            _show(f"http://{_HOST}:{own}{TICKETS.issue()}", browser, tell)
            server(listener, threads=_THREADS).run()
    tell("网页工作台已结束。")


class _Claims:
    """The workspaces that this server has for itself, and how others of the user find it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._roots: set[Path] = set()
        self._held = ExitStack()

    def claim(self, root: Path) -> None:
        """Have the workspace from now on. Raises WorkspaceError where another server has it."""
        if root not in self._roots:
            if not self._held.enter_context(attempted(Folders(root).cache / _LOCK)):
                raise WorkspaceError("这个工作目录已在另一个网页工作台中打开，请到那里办理")
            self.announce(root)

    def announce(self, root: Path) -> None:
        """Say in the workspace, which nobody else has, where it is served."""
        self._roots.add(root)
        if word := _knock(root, self.port):
            TICKETS.knocks = (*TICKETS.knocks, word)
        write_file(Folders(root).cache / _PORT, str(self.port).encode())

    def close(self) -> None:
        """Let go of all."""
        self._held.close()


def end_by_signals() -> None:
    """End by Ctrl+C and by a service's stop alike: both raise KeyboardInterrupt."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # the first may come ignored from a script
        signal.signal(ending, signal.default_int_handler)


def server(listener: socket.socket, **settings: Any) -> Any:
    """waitress on the socket, for Django as it is set up."""
    from django.core.wsgi import get_wsgi_application

    return create_server(
        get_wsgi_application(), sockets=[listener], ident=None,
        max_request_body_size=_LARGEST, clear_untrusted_proxy_headers=True, **settings,
    )  # fmt: skip


def listening(host: str, port: int) -> socket.socket:
    """A socket at the address; any free port for 0. Raises WorkspaceError."""
    listener = socket.socket()
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()  # before the browser is told where
    except (OSError, OverflowError) as error:
        listener.close()
        raise WorkspaceError(f"端口{port}已被占用或不能用；请换一个，或不写 --port") from error
    return listener


def _knock(root: Path, port: int) -> str:
    """The word by which a program of the same user asks the desk at that port for an address."""
    key = own_key(root)
    return hmac.digest(key, f"{root}:{port}".encode(), "sha256").hex() if key else ""


def _knocked(root: Path) -> str:
    """An address of the desk that runs already. Raises WorkspaceError where it gives none."""
    try:
        port = int(read_file(Folders(root).cache / _PORT))
        connection = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE)
        connection.request("POST", KNOCKING, headers={"X-Knock": _knock(root, port)})
        answer = connection.getresponse()
        path = answer.read(200).decode()
    except (OSError, ValueError, http.client.HTTPException, WorkspaceError) as error:
        raise WorkspaceError(_RUNNING) from error
    if answer.status != 200 or not path.startswith(OPENING):
        raise WorkspaceError(_RUNNING)
    return f"http://{_HOST}:{port}{path}"


def _show(address: str, browser: bool, tell: Callable[[str], None]) -> None:
    """The address in the browser, and in words for where none opens."""
    if not (browser and webbrowser.open(address)):
        tell(f"请在浏览器中打开（只能用一次）：{address}")
