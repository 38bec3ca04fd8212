"""意见: all findings."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from drafter.portal.request import DeskRequest
from drafter.portal.shell import shown_page


@require_GET
def findings(request: DeskRequest) -> HttpResponse:
    """All of them."""
    return shown_page(request, "findings.html", {"status": request.desk.status()})
