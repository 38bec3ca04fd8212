"""征求意见: the bureau's side, which sends a draft out and rules on what comes back; and the
departments', which read it and say what they think."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.opinions.adoption_table import NAME, write_table
from drafter.desk.opinions.commenting import words_of
from drafter.desk.opinions.consultation import Consultation
from drafter.desk.opinions.consulting import (
    STAGE,
    consult,
    consultations,
    copy_name,
    give_view,
    have_none,
    round_folder,
    rule,
    take_back,
)
from drafter.desk.records.review_filings import Outcome as Ruled
from drafter.desk.year.workspace import Workspace
from drafter.portal.pages.drafts import leaf_of
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.work import Outcome


def _rounds(request: DeskRequest) -> list[Consultation]:
    desk = request.desk
    return consultations(desk.workspace().records(desk.year()))


def _round(request: DeskRequest, number: int) -> Consultation:
    """The round of that number; for a department one in which it was asked. Raises Http404."""
    own = request.member.department
    there = (one for one in _rounds(request) if one.round.serial == number)
    consultation = next((one for one in there if not own or own in one.round.departments), None)
    if consultation is None:
        raise Http404
    return consultation


@require_GET
def rounds(request: DeskRequest) -> HttpResponse:
    """The bureau's side: the rounds, the last one whole."""
    desk, held = request.desk, _rounds(request)
    drafts = desk.drafts()
    context = {
        "rounds": held,
        "last": held[0] if held else None,
        "late": held[0].late(desk.workspace().clock().date()) if held else None,
        "draft": drafts[0] if drafts else None,
        "stage": STAGE,
        "departments": desk.departments(),
        "outcomes": [*Ruled],
    }
    if held:
        folder = round_folder(desk.workspace().folders, desk.year(), held[0].round.serial)
        context["copy"] = copy_name(desk.draft(held[0].round.draft))
        context["table"] = NAME if (folder / NAME).is_file() else ""
    return shown_page(request, "rounds.html", context)


@require_POST
def send(request: DeskRequest) -> HttpResponseBase:
    """Send the last draft out."""
    until, chosen, by = (
        request.POST.get("until", ""),
        request.POST.getlist("department"),
        author(request),
    )

    def work(workspace: Workspace, _: object) -> Outcome:
        opened = consult(workspace, until, chosen, by)
        asked = len(opened.round.departments)
        line = f"已向{asked}个部门征求意见，请于{opened.round.until}前反馈"
        return Outcome(reverse("rounds"), (line, "把下面的征求意见稿发给没有上网反馈的部门"))

    return gone_on(request.desk.start("征求意见", work))


@require_POST
def ruling(request: DeskRequest, view: int) -> HttpResponseBase:
    """Rule on what a department proposed."""
    outcome, reason, by = (
        request.POST.get("outcome", ""),
        request.POST.get("reason", ""),
        author(request),
    )

    def work(workspace: Workspace, _: object) -> Outcome:
        ruled = rule(workspace, view, outcome, reason, by)
        return Outcome(f"{reverse('rounds')}#v{view}", (f"已记下：{ruled.outcome}",))

    return gone_on(request.desk.start("研究意见", work))


@require_POST
def table(request: DeskRequest, number: int) -> HttpResponseBase:
    """Write the table of what became of the opinions."""
    standing = _round(request, number)

    def work(workspace: Workspace, _: object) -> Outcome:
        return Outcome(reverse("rounds"), (f"已写出{write_table(workspace, standing)}",))

    return gone_on(request.desk.start("意见采纳情况表", work))


@require_GET
def file(request: DeskRequest, number: int, name: str) -> FileResponse:
    """A file of a round; to a department the copy that was sent to it, and no other."""
    standing, folders = _round(request, number), request.desk.workspace().folders
    if request.member.department and name != copy_name(request.desk.draft(standing.round.draft)):
        raise Http404
    return handed_out(round_folder(folders, request.desk.year(), number), name)


@require_GET
def read(request: DeskRequest) -> HttpResponse:
    """The departments' side: the last round's draft to read, and what one has said of it."""
    own = request.member.department
    asked = [one for one in _rounds(request) if not own or own in one.round.departments]
    if not asked:
        return shown_page(request, "round.html", {"last": None})
    last = asked[0]
    drafted = request.desk.draft(last.round.draft)
    opinions = [o for o in last.opinions if own in ("", o.view.department)]
    context = {
        "last": last,
        "own": last.of(own) if own else None,
        "said": opinions,
        "late": last.late(request.desk.workspace().clock().date()),
        "leaf": leaf_of(request, drafted),
        "copy": copy_name(drafted),
        "plain": True,
        "proposed": Counter(o.view.paragraph for o in opinions),
    }
    return shown_page(request, "round.html", context)


def _home(request: DeskRequest) -> str:
    """The address of the page on which the draft of the round is read."""
    return "round" if request.member.department else "round_desk"


@require_GET
def propose(request: DeskRequest, number: int, paragraph: int) -> HttpResponse:
    """Where a department says what it proposes for a paragraph, 0 for the whole."""
    standing = _round(request, number)
    drafted = request.desk.draft(standing.round.draft)
    words = words_of(drafted.manifest, paragraph) if paragraph else ""
    context = {"standing": standing, "paragraph": paragraph, "words": words}
    context["home"] = _home(request)
    return shown_page(request, "propose.html", context)


@require_POST
def view(request: DeskRequest, number: int, paragraph: int) -> HttpResponseBase:
    """Put it on record."""
    proposal, reason = (request.POST.get(name, "") for name in ("proposal", "reason"))
    return _filed(
        request,
        lambda workspace, own, by: give_view(
            workspace, number, own, paragraph, proposal, reason, by
        ),
        "意见已记下",
    )


@require_POST
def none(request: DeskRequest, number: int) -> HttpResponseBase:
    """A department has no opinion."""
    return _filed(
        request, lambda workspace, own, by: have_none(workspace, number, own, by), "已记为无意见"
    )


@require_POST
def back(request: DeskRequest, number: int, view: int) -> HttpResponseBase:
    """A department takes a view back."""
    return _filed(
        request,
        lambda workspace, own, by: take_back(workspace, number, own, view, by),
        "意见已撤回",
    )


def _filed(
    request: DeskRequest, work: Callable[[Workspace, str, str], object], line: str
) -> HttpResponseBase:
    """A department's own doing; the bureau does it for one that answered on paper."""
    own = request.member.department or request.POST.get("department", "")
    by = author(request)

    def done(workspace: Workspace, _: object) -> Outcome:
        work(workspace, own, by)
        return Outcome(reverse(_home(request)), (f"{own}：{line}",))

    return gone_on(request.desk.start("反馈意见", done))
