"""工具: any file proofread, checked, put in format; a pack attested to. No workspace needed."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from drafter.desk.errands.errands import (
    SERVICES,
    Errand,
    attested,
    examined_machine,
    proofread_text,
)
from drafter.portal.request import DeskRequest
from drafter.portal.results import Result
from drafter.portal.shell import gone_on, handed_out, shown_page
from drafter.portal.uploads import sent_files
from drafter.portal.work import Outcome


@require_GET
def tools(request: DeskRequest) -> HttpResponse:
    """What can be done."""
    return shown_page(request, "tools.html", {"services": SERVICES})


@require_POST
def serve_file(request: DeskRequest) -> HttpResponseBase:
    """Do what was asked with the file that was sent."""
    service = SERVICES.get(request.POST.get("service", ""))
    if service is None:
        raise Http404
    sent = sent_files(request)
    work = lambda _: _kept(request, service.run(sent.only))  # noqa: E731
    return gone_on(request.desk.begin(service.name, work, sent))


@require_POST
def serve_text(request: DeskRequest) -> HttpResponseBase:
    """Proofread what was pasted."""
    text = request.POST.get("text", "")
    return gone_on(request.desk.begin("校对", lambda _: _kept(request, proofread_text(text))))


@require_POST
def attest(request: DeskRequest) -> HttpResponseBase:
    """Hold a pack against its own list."""
    sent = sent_files(request, zips=True)
    head, here = request.POST.get("head", ""), request.desk.folder
    work = lambda _: _kept(request, attested(sent.only, head, here))  # noqa: E731
    return gone_on(request.desk.begin("核对证据包", work, sent))


@require_POST
def examine(request: DeskRequest) -> HttpResponseBase:
    """Look at the machine."""
    folder = request.desk.folder
    return gone_on(
        request.desk.begin("检查这台电脑", lambda _: _kept(request, examined_machine(folder)))
    )


@require_GET
def result(request: DeskRequest, identifier: str) -> HttpResponse:
    """What came of it."""
    return shown_page(request, "result.html", {"result": _result(request, identifier)})


@require_GET
def result_file(request: DeskRequest, identifier: str, name: str) -> FileResponse:
    """The copy that was made."""
    return handed_out(_result(request, identifier).folder, name)


def _kept(request: DeskRequest, errand: Errand) -> Outcome:
    return Outcome(reverse("result", args=[request.desk.results.keep(errand).id]))


def _result(request: DeskRequest, identifier: str) -> Result:
    """Raises Http404 where it is kept no more."""
    result = request.desk.results.result(identifier)
    if result is None:
        raise Http404
    return result
