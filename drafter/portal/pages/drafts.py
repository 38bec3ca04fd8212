"""稿子: the drafts, the next of any stage, and each as a page on which every figure answers."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.catalogue.stages import NAMES
from drafter.desk.drafts.figures import behind
from drafter.desk.drafts.leaf import Leaf, leaf
from drafter.desk.drafts.paging import body_of
from drafter.desk.drafts.register import register
from drafter.desk.files.folders import digest
from drafter.desk.year.results import Drafted
from drafter.desk.year.tracing import traced
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.draft.trace import Traced
from drafter.draft.trace import trace as trace_in
from drafter.portal.pages.talk import talk_of
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.work import Outcome, Tell
from drafter.publish.blocks import headings

_LISTED = 3  # the lowest level in the table of contents


@require_GET
def drafts(request: DeskRequest) -> HttpResponse:
    """All of them."""
    desk = request.desk
    listing = register(desk.workspace(), desk.drafts(), desk.drawer)
    return shown_page(request, "drafts.html", {"register": listing, "stages": NAMES})


@require_POST
def make(request: DeskRequest) -> HttpResponseBase:
    """The next one, of the stage that was chosen."""
    stage, by = request.POST.get("stage", ""), request.member.name
    return gone_on(request.desk.start("生成报告", lambda w, tell: _made(w, tell, stage, by)))


def _made(workspace: Workspace, tell: Tell, stage: str, by: str) -> Outcome:
    workspace.maker = by
    drafted = workspace.draft(tell, stage)
    outcome = "已生成" if drafted.made else "内容没有变化，未生成新稿，最后一稿为"
    return Outcome(reverse("drafts"), (f"{outcome}第{drafted.number}稿",))


@require_GET
def draft(request: DeskRequest, number: int) -> HttpResponse:
    """The draft as a page."""
    words = request.GET.get("q", "").strip()
    shown = leaf_of(request, request.desk.draft(number))
    contents = [one for one in headings(shown.body.blocks) if one.level <= _LISTED]
    context = {"leaf": shown, "words": words, "hits": shown.holding(words), "met": {}}
    context |= {"headings": contents, "example": _example(shown.draft)}
    context |= {"talk": talk_of(request, shown.draft)}
    return shown_page(request, "draft.html", context)


def leaf_of(request: DeskRequest, drafted: Drafted) -> Leaf:
    """The draft as it is read. Raises UnderwayError until it is there."""
    key = "leaf", drafted.manifest.id, drafted.number, digest(drafted.folder / REPORT)
    return request.desk.known(
        f"打开第{drafted.number}稿", key, lambda _: leaf(drafted, body_of(drafted))
    )


@require_GET
def figure(request: DeskRequest, number: int, mark: str) -> HttpResponse:
    """What stands behind a figure: beside the draft, or a page of its own."""
    desk = request.desk
    drafted = desk.draft(number)
    records = desk.workspace().records(drafted.manifest.year)
    shown = behind(drafted, mark, desk.drafts(), records.versions())
    talk = talk_of(request, drafted)
    context = {"behind": shown, "draft": drafted, "threads": talk.about_figure(mark)}
    context |= {"ticks": talk.ticked.holding.get(mark, ()), "lapse": talk.lapse(mark)}
    page = "figure_part.html" if "HX-Request" in request.headers else "figure.html"
    return shown_page(request, page, context)


@require_GET
def file(request: DeskRequest, number: int, name: str) -> FileResponse:
    """A file of the draft, to keep."""
    return handed_out(request.desk.draft(number).folder, name)


@require_GET
def trace(request: DeskRequest, number: int) -> HttpResponse:
    """What an indicator, a cell, a number or words lead to."""
    question = request.GET.get("q", "").strip()
    drafted = request.desk.draft(number)
    answer = _answer(request, drafted, question) if question else None
    context = {"question": question, "traced": answer, "draft": drafted}
    context["example"] = _example(drafted)
    return shown_page(request, "traced.html", context)


def _answer(request: DeskRequest, drafted: Drafted, question: str) -> Traced:
    """What the draft's own record says; else what is known of the years before."""
    desk, year = request.desk, drafted.manifest.year
    key = digest(desk.workspace().folders.catalogue), desk.state_before(year), drafted.manifest.id
    return trace_in(drafted.manifest, question) or desk.known(
        "查往年的数", ("traced", question, *key), lambda w: traced(w, question, drafted.number)
    )


def _example(drafted: Drafted) -> str:
    """How a cell of the draft's own is asked for."""
    sources = (source for entry in drafted.manifest.entries for source in entry.sources)
    return next((f"{source.file}!{source.cell}" for source in sources), "填报表!D6")
