"""佐证材料: attached and withdrawn by the department, downloaded by it and by the bureau. Nothing
of it is ever shown in the browser: it is handed out to be kept, as bytes."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.departments import attachments
from drafter.desk.year.workspace import Workspace
from drafter.portal.request import DeskRequest, author
from drafter.portal.shell import gone_on, handed_over
from drafter.portal.uploads import sent_files
from drafter.portal.work import Outcome


@require_POST
def attach(request: DeskRequest) -> HttpResponseBase:
    """Keep the file that was sent."""
    sent, department, who = sent_files(request), request.member.department, author(request)
    indicator, _, what = request.POST.get("about", "").partition("|")

    def work(workspace: Workspace) -> Outcome:
        one = attachments.attach(workspace, department, sent.only, indicator, what, who)
        return Outcome(f"{reverse('mine')}#evidence", (f"{one.file}已收到（{one.size >> 10}KB）",))

    return gone_on(request.desk.start("上传佐证材料", lambda w, _: work(w), sent))


@require_POST
def withdraw(request: DeskRequest, serial: int) -> HttpResponseBase:
    """Take one out of account."""
    department, who = request.member.department, author(request)

    def work(workspace: Workspace) -> Outcome:
        one = attachments.withdraw(workspace, department, serial, who)
        return Outcome(f"{reverse('mine')}#evidence", (f"{one.file}已撤回",))

    return gone_on(request.desk.start("撤回佐证材料", lambda w, _: work(w)))


@require_GET
def mine(request: DeskRequest, serial: int) -> FileResponse:
    """One of the department's own."""
    return _handed_out(request, request.member.department, serial)


@require_GET
def of_department(request: DeskRequest, name: str, serial: int) -> FileResponse:
    """One of a department's, for the bureau."""
    return _handed_out(request, name, serial)


def _handed_out(request: DeskRequest, department: str, serial: int) -> FileResponse:
    records = request.desk.workspace().records(request.desk.year())
    name, content = attachments.content_of(records, department, serial)
    answer = handed_over(content, name)
    answer["Content-Type"] = "application/octet-stream"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
