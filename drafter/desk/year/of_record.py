"""稿子定稿: which draft of a year counts, once the year is over."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.files.folders import Folders
from drafter.desk.records.filings import Opinion, Signature
from drafter.desk.records.locks import lock_of
from drafter.desk.records.records import Records


def folder_of_record(folders: Folders, year: int) -> Path | None:
    """The folder of the draft that was published last; else the one that is locked, else the one
    that was signed last, else the last one. None where the year has no draft, or no such folder."""
    there = dict(folders.drafts(year))
    if not there:
        return None
    return there.get(_number(Records(folders.root, year)) or max(there))


def _number(records: Records) -> int:
    """Its number; 0 where none was published, is locked or signed."""
    if publications := records.publications():
        return publications[-1].draft
    if lock := lock_of(records):
        return lock.draft
    agreed = [s.draft for s in records.filed(Signature) if s.opinion is Opinion.AGREED]
    return agreed[-1] if agreed else 0
