"""领导: the year on one page, and what has changed since somebody last looked."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.publishing.brief import brief as briefed
from drafter.desk.publishing.brief import looked
from drafter.desk.year.workspace import Workspace
from drafter.portal.bars import LENGTH, beside
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Outcome


@require_GET
def brief(request: DeskRequest) -> HttpResponse:
    """The page."""
    desk, who = request.desk, request.member.name
    status = desk.status()
    shown = briefed(desk.workspace(), status, desk.drafts(), who, desk.drawer)
    context = {"brief": shown, "year": shown.year, "pairs": beside(shown.year.pairs)}
    return shown_page(request, "brief.html", {**context, "length": LENGTH})


@require_POST
def seen(request: DeskRequest) -> HttpResponseBase:
    """Somebody has looked: what changes from now on is new to him."""
    status, who = request.desk.status(), request.member.name

    def work(workspace: Workspace, _: object) -> Outcome:
        look = looked(workspace, status, who)
        return Outcome(reverse("brief"), (f"{look.when}已阅，以后的变化从这时算起",))

    return gone_on(request.desk.start("阅知", work))
