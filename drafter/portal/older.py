"""往年: the pages of a year that is over, under /years/2023/. They are read with the catalogue of
their time, and nothing of that year can be changed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpResponseBase
from django.urls import set_script_prefix

from drafter.model.pattern import pattern
from drafter.portal.request import DeskRequest
from drafter.portal.shell import PREFIX, READABLE, refused

_PATH = pattern(r"/years/([0-9]{4})(/.*)?")
_CLOSED = "{}年度已经结转，只能看，不能改；这一项请回到本年度办"


class Older:
    """Gives a request for an older year that year's desk, and lets it change nothing."""

    def __init__(self, respond: Callable[[DeskRequest], HttpResponseBase]) -> None:
        self._respond = respond

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        match = _PATH.fullmatch(request.path_info)
        if match is None or not hasattr(request, "desk"):
            return self._respond(request)
        year = int(match[1])
        if year in request.desk.older_years():
            request.desk = request.desk.over(year)
            request.path_info = match[2] or "/"
            set_script_prefix(PREFIX.format(year))
        try:
            return self._respond(request)
        finally:
            set_script_prefix("/")

    def process_view(
        self, request: DeskRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """What is answered instead of what is no reading of that year."""
        year = request.desk.closed if hasattr(request, "desk") else 0
        match = request.resolver_match
        if not year:
            return None
        if match is None:
            raise Http404
        if match.url_name not in READABLE or request.method not in ("GET", "HEAD"):
            return refused(request, _CLOSED.format(year), 403)
        return None
