"""How often somebody may err who comes in, and what becomes of them then."""

from __future__ import annotations

from datetime import timedelta

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
