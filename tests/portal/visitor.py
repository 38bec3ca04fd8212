"""A browser without eyes: it keeps cookies, follows redirects, and sends forms as browsers do."""

from __future__ import annotations

import http.client
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from tests.portal.conftest import Served

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
_MOST_STEPS, _PAUSE = 300, 0.2
Files = Sequence[tuple[str, bytes]]


class Stranger:
    """Somebody at the door, with a browser."""

    def __init__(self, desk: Served) -> None:
        self.host = desk.root.removeprefix("http://")
        self.cookies: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.status = 0
        self.page = self.path = ""

    def get(self, path: str) -> str:
        """The page, redirects followed, and jobs waited for."""
        self._ask("GET", path, b"", "")
        for _ in range(_MOST_STEPS):
            if self.status != 202 and "正在办理，请稍候" not in self.page:
                break
            time.sleep(_PAUSE)
            self._ask("GET", self.path, b"", "")
        return self.page

    def post(
        self, path: str, fields: Mapping[str, str | Sequence[str]] | None = None, files: Files = ()
    ) -> str:
        """The page that the form leads to."""
        token = _TOKEN.search(self.page)
        named = {"csrfmiddlewaretoken": token[1] if token else "", **(fields or {})}
        edge = secrets.token_hex(16)
        content = b"".join(_parts(named, files, edge)) + f"--{edge}--\r\n".encode()
        self._ask("POST", path, content, f"multipart/form-data; boundary={edge}")
        return self.get(self.path) if "正在办理，请稍候" in self.page else self.page

    def ask(self, method: str, path: str) -> None:
        """Whatever the address answers to a bare request."""
        self._ask(method, path, b"", "")

    def connection(self) -> http.client.HTTPConnection:
        """A new one to the desk."""
        return http.client.HTTPConnection(self.host, timeout=120)

    def _ask(self, method: str, path: str, content: bytes, kind: str) -> None:
        connection = self.connection()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Content-Type": kind} if kind else {}
        headers = {"Cookie": cookies, **own, **self.headers}
        with closing(connection):
            connection.request(method, path, content or None, headers)
            answer = connection.getresponse()
            body = answer.read()
        self.answer, self.set_cookies = answer.headers, answer.headers.get_all("Set-Cookie", [])
        for line in self.set_cookies:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        self.status, self.path, self.body = answer.status, path, body
        if answer.status in (301, 302, 303):
            self._ask("GET", answer.headers["Location"], b"", "")
        else:
            self.page = body.decode(errors="replace")


class Visitor(Stranger):
    """Somebody who came in at the desk."""

    def __init__(self, desk: Served) -> None:
        super().__init__(desk)
        self.get(opening(desk))


def opening(desk: Served) -> str:
    """The path of a new address, from a second `drafter serve` on the folder."""
    command = [sys.executable, "-m", "drafter", "-C", str(desk.folder), "serve", "--no-browser"]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert run.returncode == 0, run.stderr
    return "/" + run.stderr.strip().rpartition("http://")[2].partition("/")[2]


def _parts(fields: Mapping[str, str | Sequence[str]], files: Files, edge: str) -> list[bytes]:
    parts = []
    for name, value in fields.items():
        for text in [value] if isinstance(value, str) else value:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(head.encode() + text.encode() + b"\r\n")
    for name, content in files:
        safe = name.replace('"', quote('"'))
        head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{safe}"\r\n'
        parts.append(
            head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"
        )
    return parts
