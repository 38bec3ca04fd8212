"""Template filters: what findings, dates and sizes are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django import template

from drafter.model import sentence as told
from drafter.model.dates import official_date
from drafter.model.finding import Finding, Severity

register = template.Library()
WEIGHTS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "hint"}


@register.filter
def sentence(finding: Finding) -> str:
    """What is wrong and what to do, without weight and place."""
    return told.sentence(finding)


@register.filter
def weight(finding: Finding) -> str:
    """The class of a finding's mark: what is decided weighs no more."""
    return WEIGHTS[finding.severity] if finding.open else "decided"


@register.filter
def size(path: Path) -> str:
    """35 KB, 1.2 MB"""
    count = path.stat().st_size
    return f"{count / 1048576:.1f} MB" if count >= 1 << 20 else f"{max(1, count >> 10)} KB"


@register.filter
def item(values: Mapping[str, object], name: str) -> object:
    """The value of that name; "" where there is none."""
    return values.get(name, "")


@register.filter
def saved_on(path: Path) -> str:
    """The day on which the file was written: 2023年11月5日"""
    return official_date(datetime.fromtimestamp(path.stat().st_mtime).astimezone().date())
