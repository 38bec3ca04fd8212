"""A draft as a page: its Word file read in the worker, for it may hold what somebody else wrote."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from drafter.desk.files.folders import read_file
from drafter.desk.year.results import Drafted
from drafter.publish.blocks import Body


def body_of(draft: Drafted) -> Body:
    """The draft's text in blocks, with the trace marks in it. Raises DrafterError."""
    from drafter.draft.record import REPORT
    from drafter.worker.calls import Apart

    names = [mark.name for mark in draft.manifest.marks]
    with Apart(__name__, f"{draft.folder.name}/{REPORT}") as apart:
        return apart.call(body, draft.folder / REPORT, names)


def body(path: Path, marks: Sequence[str]) -> Body:
    """In the worker: the document's body with those marks."""
    from drafter.publish.body import read_body
    from drafter.word.package import unpack

    return read_body(unpack(read_file(path), path.name), frozenset(marks))
