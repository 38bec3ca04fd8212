"""部门: what each has sent, and what is wrong with it; forms that came back go in here."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.delivery import Delivered, deliver
from drafter.desk.workspace import Workspace
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.uploads import Sent, sent_files
from drafter.portal.work import Outcome, Tell


@require_GET
def departments(request: DeskRequest) -> HttpResponse:
    """All of them."""
    return shown_page(request, "departments.html", {"status": request.desk.status()})


@require_POST
def receive(request: DeskRequest) -> HttpResponseBase:
    """Take in what was dropped."""
    sent = sent_files(request, zips=True)
    return gone_on(request.desk.start("收入填报表", lambda w, tell: _received(w, tell, sent), sent))


def _received(workspace: Workspace, tell: Tell, sent: Sent) -> Outcome:
    delivered = deliver(workspace, sent.files, tell)
    return Outcome(reverse("departments"), tuple(map(_line, delivered)))


def _line(x: Delivered) -> str:
    if not x.name:
        return f"{x.file}：没有收入。{x.reason}"
    if x.reason:
        return f"{x.file}：{x.reason}（{x.name}），没有再收"
    replaced = f"，代替原来的{x.replaced}（原件已存）" if x.replaced else ""
    return f"{x.file}：收入，{x.department}{replaced}"
