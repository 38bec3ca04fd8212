"""A request as the pages get it."""

from __future__ import annotations

from django.http import HttpRequest

from drafter.portal.desk import Desk
from drafter.portal.member import Member


class DeskRequest(HttpRequest):
    """A request of somebody who came in."""

    desk: Desk
    member: Member


def author(request: DeskRequest, field: str = "by") -> str:
    """Who does what the form asks for: the account's own name; at the clerk's desk what the field
    says."""
    return request.member.name or request.POST.get(field, "").strip()
