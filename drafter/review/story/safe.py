"""Refusal of files that reach outside or run something: none becomes a draft."""

from __future__ import annotations

from drafter.model import sentence as told
from drafter.model.errors import ReviewError
from drafter.model.finding import Finding, Place
from drafter.review.story.document import Document
from drafter.word.safety import dangers


def stop_at_danger(document: Document) -> None:
    """Raises ReviewError for the first thing in the file that reaches outside or runs."""
    for slip in dangers(document.parts):
        finding = Finding(slip.code, slip.severity, Place(document.file), details=slip.details)
        raise ReviewError(f"{document.file}：{told.sentence(finding)}")
