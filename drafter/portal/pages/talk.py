"""批注 and 已核 on a draft: what reviewers say of figures and paragraphs, and what they checked."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.opinions.commenting import (
    comment_on_figure,
    comment_on_paragraph,
    respond,
    words_of,
)
from drafter.desk.opinions.talk import Talk
from drafter.desk.opinions.ticking import tick, withdraw
from drafter.desk.records.review_filings import Act
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.work import Outcome

_ACTS = {str(act): act for act in Act if act is not Act.RAISED}


def talk_of(request: DeskRequest, draft: Drafted) -> Talk:
    """What was said of the draft."""
    return request.desk.minutes.talk(request.desk.workspace(), draft)


@require_GET
def comments(request: DeskRequest, number: int) -> HttpResponse:
    """All of a draft, the open ones first."""
    talk = talk_of(request, request.desk.draft(number))
    return shown_page(request, "comments.html", {"talk": talk, "draft": talk.draft})


@require_GET
def paragraph(request: DeskRequest, number: int, paragraph: int) -> HttpResponse:
    """What was said of a paragraph, and room for more: beside the draft, or a page of its own."""
    drafted = request.desk.draft(number)
    talk, words = talk_of(request, drafted), words_of(drafted.manifest, paragraph)
    page = "paragraph_part.html" if "HX-Request" in request.headers else "paragraph.html"
    context = {"talk": talk, "draft": drafted, "number": paragraph, "words": words}
    context |= {"threads": talk.about_paragraph(paragraph), "unticked": talk.unticked(paragraph)}
    return shown_page(request, page, context)


@require_POST
def comment(request: DeskRequest, number: int) -> HttpResponseBase:
    """Open a thread on the figure or the paragraph that was chosen."""
    by, words = author(request), request.POST.get("words", "")
    mark, place = request.POST.get("mark", ""), _number(request.POST.get("paragraph", ""))

    def work(workspace: Workspace, _: object) -> Outcome:
        if mark:
            comment_on_figure(workspace, number, mark, words, by)
            return Outcome(reverse("figure", args=[number, mark]), ("批注已记下",))
        comment_on_paragraph(workspace, number, place, words, by)
        return Outcome(reverse("paragraph", args=[number, place]), ("批注已记下",))

    return gone_on(request.desk.start("批注", work))


@require_POST
def answer(request: DeskRequest, number: int, thread: int) -> HttpResponseBase:
    """Answer a comment, resolve it or open it again."""
    act, words, by = request.POST.get("act", ""), request.POST.get("words", ""), author(request)
    if act not in _ACTS:
        raise Http404

    def work(workspace: Workspace, _: object) -> Outcome:
        respond(workspace, thread, _ACTS[act], words, by)
        place = f"{reverse('comments', args=[number])}#c{thread}"
        return Outcome(place, (f"第{thread}号批注：{act}已记下",))

    return gone_on(request.desk.start("批注", work))


@require_POST
def check(request: DeskRequest, number: int) -> HttpResponseBase:
    """Tick the figures that were chosen, or take one's ticks back."""
    marks, by = request.POST.getlist("mark"), author(request)
    back, place = "withdraw" in request.POST, _number(request.POST.get("paragraph", ""))

    def work(workspace: Workspace, _: object) -> Outcome:
        count = (withdraw if back else tick)(workspace, number, marks, by)
        line = f"{'撤回已核' if back else '已核'}{count}个数"
        if place:
            return Outcome(reverse("paragraph", args=[number, place]), (line,))
        return Outcome(reverse("figure", args=[number, marks[0]]), (line,))

    return gone_on(request.desk.start("核对", work))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
