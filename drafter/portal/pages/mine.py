"""我的填报: what a department sees of its own return and does about it: no other's, ever."""

from __future__ import annotations

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.returns import handing_in
from drafter.desk.returns.confirmation import confirmation as confirmed_sheet
from drafter.desk.returns.filling import explain as explained
from drafter.desk.returns.handing_in import Own
from drafter.desk.returns.window import window
from drafter.desk.year.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, handed_over, shown_page
from drafter.portal.uploads import Sent, sent_files
from drafter.portal.work import Outcome

_NOTE = "note:"


@require_GET
def mine(request: DeskRequest) -> HttpResponse:
    """How the department's return stands, and what is to be done about it."""
    return shown_page(request, "mine.html", {"own": _own(request)})


@require_GET
def form(request: DeskRequest) -> FileResponse:
    """The department's blank form, to keep."""
    department = request.member.department
    content = request.desk.known(
        "写出填报表", ("form", department, request.desk.state()), lambda w: _blank(w, department)
    )
    return handed_over(content, f"{department}.xlsx")


def _blank(workspace: Workspace, department: str) -> bytes:
    with window(workspace, department) as at_desk:
        return at_desk.blank()[0]


@require_GET
def current(request: DeskRequest) -> FileResponse:
    """The form as it was handed in last, to keep."""
    own = _own(request)
    if own.receipt is None:
        raise Http404
    records = request.desk.workspace().records(own.checked.catalogue.settings.year)
    return handed_over(records.original(own.receipt).read_bytes(), own.receipt.file)


@require_POST
def hand_in(request: DeskRequest) -> HttpResponseBase:
    """Take in the department's form."""
    sent, department, who = sent_files(request), request.member.department, author(request)
    work = lambda w, _: _taken(w, department, sent, who)  # noqa: E731
    return gone_on(request.desk.start("报送", work, sent))


def _taken(workspace: Workspace, department: str, sent: Sent, who: str) -> Outcome:
    own = handing_in.hand_in(workspace, department, sent.only, who)
    delivered = own.delivered
    assert delivered is not None
    if not delivered.name:
        return Outcome(reverse("mine"), (f"{delivered.file}：没有接收。{delivered.reason}",))
    again = f"，{delivered.reason}" if delivered.reason else ""
    label = own.receipt.label if own.receipt else ""
    # The form itself shows each finding at its cell.
    page = reverse("online" if own.findings and own.checked.submissions[0].readable else "mine")
    return Outcome(page, (f"{delivered.file}已收到{again}：{label}", _count(own)))


def _count(own: Own) -> str:
    if not own.findings:
        return "本表自身没有核查意见；核对无误后请确认"
    return f"有核查意见{len(own.findings)}条，请逐条改正，或写明说明"


@require_POST
def confirm(request: DeskRequest) -> HttpResponseBase:
    """Confirm the version that was looked at."""
    seen = request.POST.get("version", "")
    return _dealt(request, "确认", lambda *who: handing_in.confirm(who[0], who[1], seen, who[2]))


@require_POST
def explain(request: DeskRequest) -> HttpResponseBase:
    """Put explanations beside the figures that findings are about."""
    began, post = request.POST.get("version", ""), request.POST
    given = {k: str(words) for k, words in post.items() if k.startswith(_NOTE)}
    notes = {k.removeprefix(_NOTE): words.strip() for k, words in given.items() if words.strip()}
    work = lambda w, department, who: explained(w, department, began, notes, who).own  # noqa: E731
    return _dealt(request, "写说明", work)


@require_GET
def confirmation(request: DeskRequest) -> FileResponse:
    """The confirmation sheet, to be printed, signed and stamped."""
    own = _own(request)
    return handed_over(confirmed_sheet(own), f"{own.department}数据确认单.docx")


def _own(request: DeskRequest) -> Own:
    department = request.member.department
    key = ("own", department, request.desk.state())
    return request.desk.known("核查", key, lambda w: handing_in.own(w, department))


def _dealt(
    request: DeskRequest, title: str, work: Callable[[Workspace, str, str], Own]
) -> HttpResponseBase:
    """What is done by the department about its own return."""
    department, who = request.member.department, author(request)

    def run(workspace: Workspace) -> Outcome:
        own = work(workspace, department, who)
        return Outcome(reverse("mine"), (f"已办：{own.done.line if own.done else _count(own)}",))

    return gone_on(request.desk.start(title, lambda w, _: run(w)))
