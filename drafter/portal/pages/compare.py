"""对比: two drafts, or two Word files from anywhere: what changed, why, and the redline."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.files.loose import keep_loose
from drafter.desk.review.operands import Pair, compared, operand, redlined, redlines
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.uploads import sent_files
from drafter.portal.work import Outcome
from drafter.review.compare.changes import Comparison
from drafter.review.compare.page import SCRIPT, SECTIONS_STYLE, sections
from drafter.review.compare.page import page as whole_page

_STATIC = {"sections.css": (SECTIONS_STYLE, "text/css"), "steps.js": (SCRIPT, "text/javascript")}


@require_GET
def compare(request: DeskRequest) -> HttpResponse:
    """The choice of two documents; where they are chosen, what changed."""
    drafts = request.desk.drafts()
    context = {"drafts": drafts, "query": request.GET}
    if not request.GET.get("old"):
        return shown_page(request, "compare.html", context)
    pair = _pair(request, request.GET)
    comparison = _comparison(request, pair)
    folder = redlines(request.desk.workspace(), request.desk.year())
    redline = next((p for p in [folder / pair.file] if p.is_file()), None)
    shown = {"comparison": comparison, "differences": sections(comparison), "redline": redline}
    return shown_page(request, "compare.html", {**context, **shown, "pair": pair})


def _comparison(request: DeskRequest, pair: Pair) -> Comparison:
    key = "compared", pair.old.digest, pair.new.digest, pair.accepted, pair.file
    return request.desk.known("对比", key, lambda workspace: compared(workspace, pair))


@require_GET
def saved(request: DeskRequest) -> HttpResponse:
    """The comparison as one file that opens anywhere, to keep."""
    pair = _pair(request, request.GET)
    name = quote(pair.file.replace("（对比稿）.docx", "（对比）.html"))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    content = whole_page(_comparison(request, pair))
    return HttpResponse(content, content_type="text/html; charset=utf-8", headers=headers)


def _pair(request: DeskRequest, named: dict[str, str]) -> Pair:
    workspace, year = request.desk.workspace(), request.desk.year()
    old, new = (operand(workspace, year, named.get(side, "")) for side in ("old", "new"))
    return Pair(old, new, named.get("as") != "rejected")


@require_POST
def send(request: DeskRequest) -> HttpResponseBase:
    """Take two files, and show what changed from one to the other."""
    folders = request.desk.workspace().folders
    hashes = {}
    for side in ("old", "new"):
        sent = sent_files(request, side)
        try:
            hashes[side] = keep_loose(folders, sent.only)
        finally:
            sent.clear()
    query = urlencode({**hashes, "as": request.POST.get("as", "")})
    return HttpResponseRedirect(f"{reverse('compare')}?{query}")


@require_POST
def redline(request: DeskRequest) -> HttpResponseBase:
    """Write the redline of the two."""
    pair, year, words = _pair(request, request.POST), request.desk.year(), request.POST
    query = urlencode({name: words.get(name, "") for name in ("old", "new", "as")})
    page, author = f"{reverse('compare')}?{query}", words.get("author", "").strip()

    def write(workspace: Workspace, _: object) -> Outcome:
        written = redlined(workspace, year, pair, author)
        line = f"对比稿已生成，{written.count}段有修订；用Word打开，全部拒绝即旧稿，全部接受即新稿"
        return Outcome(page, (line, *(loss.sentence for loss in written.beyond)))

    return gone_on(request.desk.start("生成对比稿", write))


@require_GET
def file(request: DeskRequest, name: str) -> FileResponse:
    """A redline, to keep."""
    return handed_out(redlines(request.desk.workspace(), request.desk.year()), name)


@require_GET
def static(request: DeskRequest, name: str) -> HttpResponse:
    """Style and script of the comparison."""
    if name not in _STATIC:
        raise WorkspaceError("没有这个文件")
    path, kind = _STATIC[name]
    return HttpResponse(path.read_bytes(), content_type=f"{kind}; charset=utf-8")
