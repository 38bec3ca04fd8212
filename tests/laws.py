"""How many cases a law is tried on: 300 in every run, unless its file says otherwise, 1,000 at night
(`make laws`)."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

NIGHT = bool(os.environ.get("NIGHTLY"))
Test = Callable[..., Any]


def cases(ordinary: int = 300, nightly: int = 1_000) -> Callable[[Test], Test]:
    """A decorator: the test is a law, tried on so many cases."""
    number = settings(
        max_examples=nightly if NIGHT else ordinary,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )

    def law(test: Test) -> Test:
        return pytest.mark.law(number(test))

    return law
