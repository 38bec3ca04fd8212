"""Who comes in: this machine's browser, by an address that opens once, then by its cookie.

A page elsewhere can make a browser ask 127.0.0.1, under any name (DNS rebinding): so the Host
header must be ours, and nothing is answered without the cookie.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from threading import Lock

from django import conf
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from drafter.portal.member import CLERK
from drafter.portal.request import DeskRequest
from drafter.portal.shell import refused
from drafter.portal.uploads import MOST_BYTES, TOO_LARGE

Respond = Callable[[DeskRequest], HttpResponseBase]
OPENING, KNOCKING = "/open/", "/knock/"
_MOST_TICKETS = 20
_AGAIN = "请关闭本页，照平时的办法重新打开本程序（如双击桌面图标）；打不开的，请找安装本程序的人"
_USED = f"这个地址只能用一次，已经失效。{_AGAIN}"
_STRANGE = f"这一页已经失效，或不是由本程序打开的。{_AGAIN}"


class Tickets:
    """The addresses that are still good, and the browsers that came in by one; `knocks` are the
    words, one a workspace, by which another `drafter serve` of this user gets a new address."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tickets: list[str] = []
        self._guests: set[str] = set()  # by hash, so that looking for one tells nothing
        self.knocks: tuple[str, ...] = ()

    def issue(self) -> str:
        """The path of an address that opens once."""
        ticket = secrets.token_urlsafe(32)
        with self._lock:
            self._tickets = [*self._tickets, ticket][-_MOST_TICKETS:]
        return f"{OPENING}{ticket}"

    def admit(self, ticket: str) -> str:
        """The cookie for a ticket, which is void from now on; "" where it is none."""
        with self._lock:
            left = [good for good in self._tickets if not _same(ticket, good)]
            if len(left) == len(self._tickets):
                return ""
            self._tickets = left
            guest = secrets.token_urlsafe(32)
            self._guests.add(_hash(guest))
        return guest

    def knows(self, cookie: str) -> bool:
        """Whether it is the cookie of a browser that came in."""
        return _hash(cookie) in self._guests


def _same(left: str, right: str) -> bool:
    return hmac.compare_digest(left.encode(), right.encode())


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


TICKETS = Tickets()


class Entrance:
    """Lets in who may come in, and gives the request its desk."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        port = conf.settings.PORT
        if request.META.get("HTTP_HOST", "") not in (f"127.0.0.1:{port}", f"localhost:{port}"):
            return refused(request, _STRANGE, 400)
        if request.path.startswith("/static/"):
            return self._respond(request)
        if request.path == KNOCKING:
            return _knocked(request)
        if request.path.startswith(OPENING):
            return _opened(request, f"desk-{port}")
        if not TICKETS.knows(request.COOKIES.get(f"desk-{port}", "")):
            return refused(request, _STRANGE, 403)
        request.desk, request.member = conf.settings.DESK, CLERK
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return refused(request, TOO_LARGE, 413)
        return self._respond(request)


def _opened(request: DeskRequest, name: str) -> HttpResponseBase:
    guest = TICKETS.admit(request.path.removeprefix(OPENING)) if request.method == "GET" else ""
    if not guest:
        return refused(request, _USED, 403)
    response = HttpResponseRedirect("/")
    response.set_cookie(name, guest, httponly=True, samesite="Strict")
    return response


def _knocked(request: DeskRequest) -> HttpResponseBase:
    """A new address, for who can read what is written for this user's programs alone."""
    word = request.headers.get("X-Knock", "")
    if request.method != "POST" or not any(_same(word, knock) for knock in TICKETS.knocks):
        return refused(request, _STRANGE, 403)
    return HttpResponse(TICKETS.issue(), content_type="text/plain")
