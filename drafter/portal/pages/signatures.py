"""审签: the stages and their drafts, who signed the last one, which signatures it lost."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.filings import Opinion, Signature
from drafter.desk.signing import sign as signed_by
from drafter.desk.signing import signed
from drafter.desk.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Outcome


@require_GET
def signatures(request: DeskRequest) -> HttpResponse:
    """How the drafts stand."""
    desk, drafts = request.desk, request.desk.drafts()
    standing = signed(desk.workspace().records(desk.year()).filed(Signature), drafts, desk.drawer)
    context = {"signed": standing, "drafts": drafts, "opinions": list(Opinion)}
    return shown_page(request, "signatures.html", context)


@require_POST
def sign(request: DeskRequest) -> HttpResponseBase:
    """Record a signature."""
    answers, chosen = request.POST, request.POST.get("draft", "")
    number = request.desk.draft(
        int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
    ).number
    role = answers.get("role", "") or request.member.role * bool(request.member.name)
    words = [author(request, "who"), role, answers.get("opinion", ""), answers.get("words", "")]

    def work(workspace: Workspace, _: object) -> Outcome:
        signed = signed_by(workspace, number, *words)
        return Outcome(reverse("signatures"), (f"已记下：第{signed.draft}稿　{signed.line}",))

    return gone_on(request.desk.start("审签", work))
