"""审签: the stages and their drafts, who signed the last one, which signatures it lost."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.publishing.approval import approval
from drafter.desk.publishing.approval import lock as locked
from drafter.desk.publishing.approval import unlock as unlocked
from drafter.desk.publishing.handing_up import handed_up_before
from drafter.desk.publishing.signing import sign as signed_by
from drafter.desk.publishing.signing import signed
from drafter.desk.records.filings import Opinion, Signature
from drafter.desk.records.review_filings import Lock
from drafter.desk.year.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Outcome


@require_GET
def signatures(request: DeskRequest) -> HttpResponse:
    """How the drafts stand."""
    desk, drafts = request.desk, request.desk.drafts()
    records = desk.workspace().records(desk.year())
    standing = signed(records.filed(Signature), drafts, desk.drawer)
    texts = desk.catalogue().settings.texts if drafts else {}
    way = approval(texts, drafts[0], records) if drafts else None
    context = {"signed": standing, "drafts": drafts, "opinions": list(Opinion), "way": way}
    context["handed_up"] = handed_up_before(desk.workspace(), desk.year()) if drafts else []
    return shown_page(request, "signatures.html", context)


@require_POST
def lock(request: DeskRequest) -> HttpResponseBase:
    """Lock the last draft, which goes on its way."""
    by = author(request)
    return gone_on(request.desk.start("锁定", lambda w, _: _locked(locked(w, by))))


@require_POST
def unlock(request: DeskRequest) -> HttpResponseBase:
    """Unlock it, with the reason that was given."""
    by, reason = author(request), request.POST.get("reason", "")
    return gone_on(request.desk.start("解锁", lambda w, _: _locked(unlocked(w, reason, by))))


def _locked(lock: Lock) -> Outcome:
    return Outcome(reverse("signatures"), (lock.line,))


@require_POST
def sign(request: DeskRequest) -> HttpResponseBase:
    """Record a signature."""
    answers, chosen = request.POST, request.POST.get("draft", "")
    number = request.desk.draft(
        int(chosen) if chosen.isascii() and chosen.isdecimal() else 0
    ).number
    shared = bool(request.member.name)
    role = answers.get("role", "") or request.member.role * shared
    words = [author(request, "who"), role, answers.get("opinion", ""), answers.get("words", "")]

    def work(workspace: Workspace, _: object) -> Outcome:
        signed = signed_by(workspace, number, *words, ordered=shared)
        return Outcome(reverse("signatures"), (f"已记下：第{signed.draft}稿　{signed.line}",))

    return gone_on(request.desk.start("审签", work))
