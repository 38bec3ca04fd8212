"""What a browser is told it may do with our pages: nothing but show them."""

from __future__ import annotations

from collections.abc import Callable

from django import conf
from django.http import HttpResponseBase

from drafter.portal.request import DeskRequest

CONTENT = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'{targets}; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Policy:
    """Puts the headers on every answer; pages are never kept by a browser or a proxy."""

    def __init__(self, respond: Callable[[DeskRequest], HttpResponseBase]) -> None:
        self._respond = respond
        targets = "".join(f" {origin}" for origin in conf.settings.FORM_TARGETS)
        self._headers = {"Content-Security-Policy": CONTENT.format(targets=targets), **_HEADERS}

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        response = self._respond(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response
