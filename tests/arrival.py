"""A click in the browser of the tests, which ends when the page that it leads to is whole."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page


def arrivals() -> None:
    """From here on clicks and keys wait so. Playwright itself waits for the next page's first byte,
    and what a test then reads may not have come yet."""
    for kind in (Page, Locator):
        for act in ("click", "press"):
            setattr(kind, act, _arriving(getattr(kind, act)))


def _arriving(act: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(act)
    def arrived(target: Page | Locator, *args: Any, **options: Any) -> None:
        act(target, *args, **options)
        (target.page if isinstance(target, Locator) else target).wait_for_load_state()

    return arrived
