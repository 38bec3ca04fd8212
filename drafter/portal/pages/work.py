"""进行: what is being done, how far it is, and what came of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase

from drafter.portal.request import DeskRequest
from drafter.portal.shell import came_from, gone_on, shown_page, way_back


def watch(request: DeskRequest, identifier: str) -> HttpResponseBase:
    """The job, its page renewed until it is over; then its outcome."""
    job = request.desk.work.job(identifier)
    if job is None:
        raise Http404
    if job.outcome is not None and job.outcome.page:
        ended = gone_on(job)
        return _led_on(ended.url) if "HX-Request" in request.headers else ended
    if job.over and "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Refresh": "true"})  # what stopped it is a page of its own
    job.back = job.back or came_from(request)
    page = "work_part.html" if "HX-Request" in request.headers else "work.html"
    return shown_page(request, page, {"job": job, "back": way_back(job.back)})


def _led_on(url: str) -> HttpResponse:
    return HttpResponse(headers={"HX-Redirect": url})
