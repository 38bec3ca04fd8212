"""总览: who has reported, what is open, the last draft, the next step."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from drafter.desk.overview.overview import overview as overviewed
from drafter.portal.advice import advice
from drafter.portal.bars import LENGTH, beside, stacks
from drafter.portal.request import DeskRequest
from drafter.portal.shell import shown_page


@require_GET
def overview(request: DeskRequest) -> HttpResponse:
    """The page."""
    status = request.desk.status()
    year = overviewed(request.desk.workspace(), status)
    number = status.draft.number if status.draft else 0
    context = {"year": year, "advice": advice(year.step, number), "length": LENGTH}
    drawn = {"stacks": stacks(year.categories), "pairs": beside(year.pairs)}
    return shown_page(request, "overview.html", {**context, **drawn})
