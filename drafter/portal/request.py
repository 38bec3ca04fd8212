"""A request as the pages get it."""

from __future__ import annotations

from django.http import HttpRequest

from drafter.portal.desk import Desk


class DeskRequest(HttpRequest):
    """A request of the one who sits at the desk."""

    desk: Desk
