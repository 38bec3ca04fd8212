"""备份日志: who did what, held against the records; the whole work in one file, and put back."""

from __future__ import annotations

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.errands.errands import Errand
from drafter.desk.year.backup import back_up as backed_up
from drafter.desk.year.backup import restore as restored
from drafter.desk.year.workspace import Workspace
from drafter.disk.unfinished import scratch
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.uploads import Sent, sent_files
from drafter.portal.work import Outcome

_MOST_LINES = 200


@require_GET
def keeping(request: DeskRequest) -> HttpResponse:
    """The log, and the backup that was just made."""
    log = request.desk.workspace().records(request.desk.year()).log()
    backup = request.desk.results.result(request.GET.get("made", ""))
    entries = log.entries[: -_MOST_LINES - 1 : -1]
    context = {"log": log, "entries": entries, "made": backup, "served": request.desk.served}
    return shown_page(request, "keeping.html", context)


@require_POST
def back_up(request: DeskRequest) -> HttpResponseBase:
    """Make a backup, to be downloaded."""
    return gone_on(request.desk.start("备份", lambda w, _: _backed_up(request, w)))


def _backed_up(request: DeskRequest, workspace: Workspace) -> Outcome:
    with scratch() as folder:
        name = f"{workspace.folders.root.name}备份{workspace.clock():%Y%m%d%H%M}.zip"
        backup = backed_up(workspace, folder / name)
        words = f"已备份{backup.files}个文件，总校验值{backup.head}"
        result = request.desk.results.keep(Errand("备份", words, copy=backup.path))
    return Outcome(f"{reverse('keeping')}?made={result.id}", (words,))


@require_GET
def backup_file(request: DeskRequest, identifier: str, name: str) -> FileResponse:
    """The backup, to keep."""
    result = request.desk.results.result(identifier)
    if result is None or result.errand.title != "备份":
        raise Http404
    return handed_out(result.folder, name)


@require_POST
def restore(request: DeskRequest) -> HttpResponseBase:
    """Put a backup back, as another workspace of the folder that is served."""
    sent, served = sent_files(request, zips=True), request.desk.served
    return gone_on(request.desk.begin("恢复", lambda _: _restored(sent, served), sent))


def _restored(sent: Sent, served: Path) -> Outcome:
    backup = restored(sent.only, served / sent.only.stem)
    line = f"已恢复{backup.files}个文件到“{backup.path.name}”；要用它，请在这里打开"
    return Outcome(reverse("new"), (line,))
