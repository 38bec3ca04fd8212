"""部门链接: a department's own address with its PIN, shown once, revoked at any time."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from msgspec import Struct

from drafter.desk.year.workspace import now
from drafter.portal.member import Role
from drafter.portal.request import DeskRequest
from drafter.portal.shared.models import Account
from drafter.portal.shared.pages.sign_in import link_name
from drafter.portal.shell import refused, shown_page

_DAYS = 60
_UNFIT = "请选部门，并写明有效期限（今天以后、一年以内）"


class Issued(Struct, frozen=True):
    """A link that was just made: nobody can read it again."""

    department: str
    address: str
    pin: str


@require_GET
def links(request: DeskRequest) -> HttpResponseBase:
    """Each department's links."""
    return _shown(request)


@require_POST
def issue(request: DeskRequest) -> HttpResponseBase:
    """New links for the departments that are ticked; their earlier ones are void."""
    names = request.desk.departments()
    departments = [name for name in request.POST.getlist("department") if name in names]
    expiry = _expiry(request.POST.get("expiry", ""))
    if not departments or expiry is None:
        return refused(request, _UNFIT, 400)
    with transaction.atomic():
        issued = [_issued(request, department, expiry) for department in departments]
    for one in issued:
        request.desk.note(request.member.name, "发部门链接", one.department)
    return _shown(request, issued)


@require_POST
def revoke(request: DeskRequest, own: int) -> HttpResponseBase:
    """Nobody comes in by it any more, nor goes on who did."""
    account = get_object_or_404(Account.objects.of_links(), pk=own)
    account.is_active = False
    account.save(update_fields=["is_active"])
    request.desk.note(request.member.name, "停用部门链接", account.department)
    return redirect("links")


def _issued(request: DeskRequest, department: str, expiry: date) -> Issued:
    Account.objects.of_links().filter(department=department).update(is_active=False)
    token, pin = secrets.token_urlsafe(16), f"{secrets.randbelow(10**6):06}"
    account = Account(
        login=link_name(token),
        name=department,
        role=Role.DEPARTMENT.value,
        department=department,
        expiry=expiry,
    )
    account.set_password(pin)
    account.save(force_insert=True)
    address = request.build_absolute_uri(reverse("enter", args=[token]))
    return Issued(department, address, pin)


def _expiry(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    today = now().date()
    return day if today <= day <= today + timedelta(days=366) else None


def _shown(request: DeskRequest, issued: Sequence[Issued] = ()) -> HttpResponseBase:
    current = {a.department: a for a in Account.objects.of_links().filter(is_active=True)}
    rows = [(name, current.get(name)) for name in request.desk.departments()]
    expiry = now().date() + timedelta(days=_DAYS)
    context = {"rows": rows, "issued": issued, "expiry": expiry.isoformat()}
    return shown_page(request, "links.html", {**context, "all": "all" in request.GET})
