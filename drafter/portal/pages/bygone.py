"""往年数: what last year's report or a table says of earlier years, ticked and put into 历年."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from msgspec.structs import replace

from drafter.desk.catalogue.bygone_rows import Bygone, take
from drafter.desk.catalogue.importing import Proposed, proposed
from drafter.desk.catalogue.setting_up import issued_files
from drafter.desk.files.folders import digest
from drafter.desk.files.loose import keep_loose, loose
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, shown_page
from drafter.portal.uploads import sent_files
from drafter.portal.work import Outcome, Tell


@require_GET
def bygone(request: DeskRequest) -> HttpResponse:
    """What 历年 says now; or what the file that was sent would put there."""
    catalogue, named = request.desk.catalogue(), request.GET
    context = {"catalogue": catalogue, "query": named, "standing": catalogue.bygone}
    if named.get("file"):
        context["found"] = _found(request, named)
    return shown_page(request, "bygone.html", context)


@require_POST
def send(request: DeskRequest) -> HttpResponseBase:
    """Take a report or a table, and show what it says."""
    sent = sent_files(request)
    try:
        own = keep_loose(request.desk.workspace().folders, sent.only)
    finally:
        sent.clear()
    query = urlencode({"file": own, "of": request.POST.get("of", "").strip()})
    return HttpResponseRedirect(f"{reverse('bygone')}?{query}")


@require_POST
def write(request: DeskRequest) -> HttpResponseBase:
    """Put the ticked rows into 历年."""
    ticked = {*request.POST.getlist("row")}
    rows = [row for row in _found(request, request.POST).rows if _mark(row) in ticked]
    if not rows:
        raise WorkspaceError("没有勾选，没有写入；请勾选要写入的数")
    wanted = [replace(row, doubt="", replaces=row.standing) for row in rows]

    def work(workspace: Workspace, tell: Tell) -> Outcome:
        taken = take(workspace, wanted, progress=tell)
        return Outcome(reverse("bygone"), (f"写入“历年”{len(taken.rows)}项",))

    return gone_on(request.desk.start("写入往年数", work))


def _found(request: DeskRequest, named: QueryDict) -> Proposed:
    """What the file says. Raises UnderwayError while it is read."""
    folders, own, of = request.desk.workspace().folders, named.get("file", ""), named.get("of", "")
    if of and not (of.isascii() and of.isdecimal() and len(of) == 4):
        raise WorkspaceError(f"年度“{of}”应为四位数，如2023；请返回重填")
    path = loose(folders, own)
    key = ("bygone", own, of, *map(digest, issued_files(folders).values()))
    return request.desk.known(
        "读取往年数", key, lambda workspace: proposed(workspace, path, int(of or 0))
    )


def _mark(row: Bygone) -> str:
    return f"{row.year} {row.key} {row.text}"
