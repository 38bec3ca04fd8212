"""目录模板: the catalogue and the template, downloaded, replaced, looked at."""

from __future__ import annotations

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.catalogue.setting_up import (
    Replaced,
    issued_files,
    kept_files,
    kept_folder,
    replace,
)
from drafter.desk.catalogue.tag_offers import tag_offers
from drafter.desk.catalogue.template_view import View, template_view
from drafter.desk.errands.errands import marked_template
from drafter.desk.files.folders import digest
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import DrafterError
from drafter.portal.answers import too_many
from drafter.portal.request import DeskRequest
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.uploads import Sent, sent_files
from drafter.portal.work import Outcome, Tell

_MOST_SHOWN = 200


@require_GET
def catalogue(request: DeskRequest) -> HttpResponse:
    """Both, and what is wrong with them; they can be mended and replaced also where neither can be
    used."""
    folders = request.desk.workspace().folders
    view, error = None, None
    try:
        view = _view(request)
    except DrafterError as stopped:
        error = stopped
    findings = view.findings if view else getattr(error, "findings", ())
    foremost = sorted(findings, key=lambda finding: finding.order[0])[:_MOST_SHOWN]
    context = {
        "view": view,
        "error": error,
        "findings": foremost,
        "count": len(findings),
        "files": issued_files(folders),
        "earlier": kept_files(folders),
    }
    return shown_page(request, "catalogue.html", context)


@require_GET
def template(request: DeskRequest) -> HttpResponse:
    """The template as text, its tags coloured, its findings beside their place."""
    return shown_page(request, "template.html", {"view": _view(request)})


@require_GET
def tags(request: DeskRequest) -> HttpResponse:
    """What to copy into the template."""
    view, word = _view(request), request.GET.get("q", "").strip()
    themes = tag_offers(view.catalogue, word, request.desk.status().checked.ledger.last_year)
    context = {"themes": themes, "used": view.used, "word": word, "many": too_many(themes, word)}
    return shown_page(request, "tags.html", context)


@require_POST
def replace_files(request: DeskRequest) -> HttpResponseBase:
    """Put what was sent in their place."""
    sent = sent_files(request)
    return gone_on(request.desk.start("替换", lambda w, tell: _replaced(w, tell, sent), sent))


@require_POST
def mark_template(request: DeskRequest) -> HttpResponseBase:
    """A copy of the template with a comment at each finding."""

    def work(workspace: Workspace, tell: Tell) -> Outcome:
        kept = request.desk.results.keep(marked_template(workspace, tell))
        return Outcome(reverse("result", args=[kept.id]))

    return gone_on(request.desk.start("检查报告模板", work))


@require_GET
def download(request: DeskRequest, name: str) -> FileResponse:
    """The catalogue or the template."""
    return handed_out(request.desk.workspace().folders.catalogue.parent, name)


@require_GET
def earlier(request: DeskRequest, name: str) -> FileResponse:
    """One that was replaced."""
    return handed_out(kept_folder(request.desk.workspace().folders), name)


def _view(request: DeskRequest) -> View:
    files = issued_files(request.desk.workspace().folders).values()
    return request.desk.known("检查目录和模板", tuple(map(digest, files)), template_view)


def _replaced(workspace: Workspace, tell: Tell, sent: Sent) -> Outcome:
    lines = map(_line, replace(workspace, sent.files, tell))
    return Outcome(reverse("catalogue"), tuple(lines))


def _line(one: Replaced) -> str:
    kept = f"已替换，原来的存为{one.kept}" if one.kept else "与原来的相同，没有变化"
    return f"{one.name}：{kept}"
