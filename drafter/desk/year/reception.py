"""收件: what stands in the inputs folder, kept on record and read; explanations that live on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.files.folders import MOST_KEPT, digest
from drafter.desk.records.filings import Receipt
from drafter.desk.records.records import Arrival, Records
from drafter.model.decision import Decision, Ruling

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.intake.inbox import Choice, Inbox
    from drafter.intake.submission import Submission
    from drafter.workbook.reader import Reader


class Received(Struct, frozen=True):
    """All that came, and what each department says by it."""

    inbox: Inbox
    submissions: tuple[Submission, ...]


def receive(
    catalogue: Catalogue, files: Iterable[Path], records: Records, reader: Reader, when: str
) -> Received:
    """Read the files; keep those that are new as versions received at that time."""
    from drafter.intake.form import read_submissions
    from drafter.intake.inbox import open_inbox

    inbox = open_inbox(catalogue, files, reader, _choices(records.decisions()))
    kept = [x for x in inbox.letters if x.path.stat().st_size <= MOST_KEPT]
    records.receive([Arrival(x.path, digest(x.path), x.department) for x in kept], when)
    submissions = (
        _with_kept(catalogue, submission, inbox, records, reader)
        for submission in read_submissions(catalogue, inbox)
    )
    return Received(inbox, tuple(submissions))


def version(catalogue: Catalogue, records: Records, receipt: Receipt, reader: Reader) -> Submission:
    """What an earlier version said; nothing where it could not be read."""
    from drafter.intake.form import read_form, refused
    from drafter.workbook.reader import Unreadable

    department, file = receipt.department, receipt.file
    book = reader.read(records.original(receipt))
    if isinstance(book, Unreadable):
        return refused(department, file, "workbook-unreadable", reason=book.reason)
    if book.sha256 != receipt.sha256:
        return refused(department, file, "record-altered")
    return read_form(catalogue, department, replace(book, file=file))


def _with_kept(
    catalogue: Catalogue, submission: Submission, inbox: Inbox, records: Records, reader: Reader
) -> Submission:
    """With the explanations of earlier versions that still hold."""
    from drafter.intake.explained import kept, with_kept

    letter = inbox.chosen.get(submission.department)
    received = records.receipts(submission.department)
    current = next((r for r in received if letter and r.sha256 == letter.sha256), None)
    earlier = [r for r in received if current and r.number < current.number]
    if not earlier:
        return submission
    read = [(f"第{r.number}次报送", version(catalogue, records, r, reader)) for r in earlier]
    return with_kept(submission, kept(read))


def _choices(decisions: Sequence[Decision]) -> dict[str, Choice]:
    """The last choice among forms, by department."""
    from drafter.intake.inbox import Choice

    files = (d for d in decisions if d.ruling is Ruling.FILE)
    return {d.about: Choice(d.chosen, d.ground[0], d.words) for d in files}
