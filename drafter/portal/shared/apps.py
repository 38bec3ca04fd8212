"""The portal's own tables, as Django knows them."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """Accounts and links."""

    name = "drafter.portal.shared"
    label = "shared"
    verbose_name = "门户"
