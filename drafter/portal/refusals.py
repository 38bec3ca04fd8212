"""What cannot be done, said on a page in a sentence."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse

from drafter.model.errors import DrafterError, ListedError, NoWorkspaceError
from drafter.portal.desk import UnderwayError
from drafter.portal.request import DeskRequest
from drafter.portal.shell import refused, shown_page
from drafter.portal.uploads import TOO_LARGE

_FOREIGN = "这次提交不是从本页发出的，没有执行；请回到页面，刷新后再试"
_ODD = "这次提交的内容读不出来，没有执行；请回到页面，刷新后再试"
_BROKEN = "程序出错，这一页显示不出来。请返回重试；仍不行的，把运行窗口中的最后几行发给维护人员"


WAITING = "X-Waiting"  # sent by a page that waits to become another


class Refusals:
    """Turns what stops a page into a page that says so."""

    def __init__(self, respond: Callable[[DeskRequest], HttpResponseBase]) -> None:
        self._respond = respond

    def __call__(self, request: DeskRequest) -> HttpResponseBase:
        response = self._respond(request)
        if WAITING in request.headers and response.status_code != 202:
            # A page has its own styles and scripts: it is loaded whole, and what stopped it too.
            return HttpResponse(headers={"HX-Refresh": "true"})
        return response

    def process_exception(self, request: DeskRequest, error: Exception) -> HttpResponseBase | None:
        """The page for the exception."""
        if isinstance(error, UnderwayError):
            return shown_page(
                request, "work.html", {"job": error.job, "here": request.get_full_path()}, 202
            )
        if isinstance(error, NoWorkspaceError):
            return HttpResponseRedirect(reverse("new"))
        if isinstance(error, ListedError):
            return refused(request, str(error), 409, error.findings)
        if isinstance(error, DrafterError):
            return refused(request, str(error), 409)
        if isinstance(error, (SuspiciousOperation, MultiPartParserError)):
            return unreadable(request, error)
        return None


def foreign(request: DeskRequest, reason: str = "") -> HttpResponse:
    """For a form that another site sent."""
    return refused(request, _FOREIGN, 403)


def unreadable(request: DeskRequest, exception: Exception) -> HttpResponse:
    """For what brings too much, or what cannot be taken apart, wherever that is noticed."""
    if isinstance(exception, RequestDataTooBig):
        return refused(request, TOO_LARGE, 413)
    return refused(request, _ODD, 400)


def missing(request: DeskRequest, exception: Exception) -> HttpResponse:
    """For an address that there is not."""
    return refused(request, "没有这一页；请从上面的栏目进入", 404)


def broken(request: DeskRequest) -> HttpResponse:
    """For what nobody foresaw."""
    return refused(request, _BROKEN, 500)
