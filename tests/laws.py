"""How many cases a law is tried on: fewer in every run, all of them at night."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

NIGHT = bool(os.environ.get("NIGHTLY"))


def cases(ordinary: int, nightly: int = 1_000) -> settings:
    """The settings of a law; `NIGHTLY=1 make test` tries it on the greater number of cases."""
    return settings(
        max_examples=nightly if NIGHT else ordinary,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
