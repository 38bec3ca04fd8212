"""收稿: a Word file that came back: every figure in it, the merge, the edits that live on."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.records.filings import Returned
from drafter.desk.review import receiving
from drafter.desk.review.reviewing import AUTHOR, Merge, Review, moment
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.uploads import sent_files
from drafter.portal.work import Outcome
from drafter.review.returned.findings import found_in


@require_GET
def returned(request: DeskRequest) -> HttpResponse:
    """The files that came back, and the edits in force."""
    desk, drafts = request.desk, request.desk.drafts()
    files = desk.workspace().records(desk.year()).returned()
    context = {"files": files[::-1], "last": drafts[0] if drafts else None}
    return shown_page(request, "returned.html", context)


@require_POST
def send(request: DeskRequest) -> HttpResponseBase:
    """Keep a file that came back, and go to it."""
    sent = sent_files(request)

    def work(workspace: Workspace, _: object) -> Outcome:
        own = receiving.keep(workspace, sent.only)
        return Outcome(reverse("returned_file", args=[own.sha256]))

    return gone_on(request.desk.start("收稿", work, sent))


@require_GET
def file(request: DeskRequest, own: str) -> HttpResponse:
    """What became of each figure in it; the merge, where it was merged."""
    copy, accepted = _copy(request, own), request.GET.get("as") != "rejected"
    desk, year = request.desk, request.desk.year()
    verified = desk.known(
        f"核对{copy.file}",
        ("verified", own, accepted),
        lambda workspace: receiving.verify(workspace, year, copy, accepted),
    )
    context = {
        "file": copy,
        "verified": verified,
        "findings": found_in(verified.file, verified.verification),
        "merged": receiving.last_merge(desk.workspace(), own, desk.drafts()),
        "accepted": accepted,
    }
    return shown_page(request, "returned_file.html", context)


def _copy(request: DeskRequest, own: str) -> Returned:
    return receiving.returned(request.desk.workspace(), request.desk.year(), own)


@require_POST
def merge(request: DeskRequest, own: str) -> HttpResponseBase:
    """Merge it with today's data."""
    desk, copy, year = request.desk, _copy(request, own), request.desk.year()
    author = request.POST.get("author", "").strip() or AUTHOR

    def work(workspace: Workspace, _: object) -> Outcome:
        workspace.maker = request.member.name
        signing = receiving.signing("", "", author, moment(workspace.clock()))
        merged = receiving.merge(workspace, year, copy, signing)
        return Outcome(f"{reverse('returned_file', args=[own])}#merged", (_merged(merged),))

    return gone_on(desk.start("合并", work))


def _merged(merged: Merge) -> str:
    conflicts = f"有{len(merged.conflicts)}处冲突" if merged.conflicts else "没有冲突"
    return (
        f"由第{merged.base.number}稿改成的文件已与第{merged.ours.number}稿的数据合并，{conflicts}"
    )


@require_POST
def take(request: DeskRequest, own: str) -> HttpResponseBase:
    """Make the merge the next draft."""
    copy, year, answers = _copy(request, own), request.desk.year(), request.POST
    by, day, dropped = (
        answers.get("by", "").strip(),
        answers.get("day", ""),
        answers.getlist("dropped"),
    )
    receiving.signing(by, day, AUTHOR, "")  # a wrong day is said at once

    def work(workspace: Workspace, _: object) -> Outcome:
        signing = receiving.signing(by, day, AUTHOR, moment(workspace.clock()))
        workspace.maker = request.member.name
        adopted = receiving.adopt(workspace, year, copy, signing, dropped)
        lines = [f"已作为第{adopted.draft.number}稿，手改沿用到以后各稿"]
        lines += [f"手改删去了：{gone}" for gone in adopted.merge.gone]
        lines += [
            f"这一处没有改成新报的数，请在下面撤回：{c.shown['theirs']}" for c in adopted.left
        ]
        return Outcome(reverse("copies"), tuple(lines), bool(adopted.left))

    return gone_on(request.desk.start("带入新稿", work))


@require_POST
def withdraw(request: DeskRequest) -> HttpResponseBase:
    """Write the next draft without the edits that were ticked."""
    numbers = [int(n) for n in request.POST.getlist("edit") if n.isascii() and n.isdecimal()]
    if not numbers:
        raise WorkspaceError("还没有选要撤回的手改；请勾选后再点撤回")

    def work(workspace: Workspace, _: object) -> Outcome:
        workspace.maker = request.member.name
        draft = Review(workspace).withdraw(numbers)
        return Outcome(reverse("copies"), (f"已撤回，生成第{draft.number}稿",))

    return gone_on(request.desk.start("撤回手改", work))


@require_GET
def merged(request: DeskRequest, name: str) -> FileResponse:
    """A merge, to keep."""
    return handed_out(receiving.merges(request.desk.workspace(), request.desk.year()), name)


@require_GET
def original(request: DeskRequest, own: str) -> HttpResponseBase:
    """The file as it came."""
    copy, desk = _copy(request, own), request.desk
    path = desk.workspace().records(desk.year()).returned_file(copy)
    if not path.is_file():
        return HttpResponseRedirect(reverse("copies"))
    return FileResponse(path.open("rb"), as_attachment=True, filename=copy.file)
