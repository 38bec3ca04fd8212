"""总览: who has reported, what is open, the last draft, the next step."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.workspace import Workspace
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Outcome, Tell


@require_GET
def overview(request: DeskRequest) -> HttpResponse:
    """The page."""
    return shown_page(request, "overview.html", {"status": request.desk.status()})


@require_POST
def draft(request: DeskRequest) -> HttpResponseBase:
    """Make the next draft."""
    return gone_on(request.desk.start("生成报告", _draft))


def _draft(workspace: Workspace, tell: Tell) -> Outcome:
    drafted = workspace.draft(tell)
    outcome = "已生成" if drafted.made else "内容没有变化，未生成新稿，最后一稿为"
    return Outcome("/", (f"{outcome}第{drafted.number}稿",))
