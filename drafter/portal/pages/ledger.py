"""台账: each indicator beside last year's, where it comes from and where it is used."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from drafter.desk.files.folders import digest
from drafter.desk.overview.accounts import (
    Search,
    account,
    entry,
    keys,
    known_indicator,
    older_years,
)
from drafter.desk.year.results import Checked
from drafter.model.series import Series
from drafter.portal.request import DeskRequest
from drafter.portal.shell import shown_page

_ON_A_PAGE = 50


@require_GET
def ledger(request: DeskRequest) -> HttpResponse:
    """The indicators that are asked for."""
    status, asked = request.desk.status(), request.GET
    checked = status.checked
    search = Search(asked.get("q", "").strip(), asked.get("department", ""), "doubtful" in asked)
    page = Paginator(keys(checked, search), _ON_A_PAGE).get_page(asked.get("page"))
    older = _older(request, checked)
    accounts = [account(checked, key, older, status.draft) for key in page]
    context = {"checked": checked, "search": search, "page": page, "accounts": accounts}
    return shown_page(request, "ledger.html", context)


@require_GET
def indicator(request: DeskRequest, key: str) -> HttpResponse:
    """One of them."""
    status = request.desk.status()
    known_indicator(status.checked, key)
    shown = entry(status, key, _older(request, status.checked))
    return shown_page(request, "indicator.html", {"entry": shown, "status": status})


def _older(request: DeskRequest, checked: Checked) -> Series:
    """The years before, read once for as long as nobody touches their folders."""
    desk, year = request.desk, checked.catalogue.settings.year
    key = ("older", year, digest(desk.workspace().folders.catalogue), desk.state_before(year))
    return desk.known("读取历年报表", key, lambda workspace: older_years(workspace, checked))
