"""稿子定稿: which draft of a year counts, once the year is over."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.files.folders import Folders
from drafter.desk.records.filings import Opinion, Publication, Signature
from drafter.desk.records.locks import lock_of
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Lock
from drafter.model.pattern import pattern

ROLLED = "结转"
_NOTED = pattern(r"第([1-9][0-9]{0,8})稿")


def folder_of_record(folders: Folders, year: int) -> Path | None:
    """The folder of the draft that was published last; else the one that is locked, else the one
    that was signed last, else the last one. None where the year has no draft, or that one is no
    longer there."""
    there = dict(folders.drafts(year))
    if not there:
        return None
    return there.get(_number(Records(folders.root, year)) or max(there))


def other_draft(folders: Folders, year: int, identifier: str) -> str:
    """Why the draft with that id, in the folder of the draft of record, is not the one that was
    published, locked or signed; "" where it is, or none was."""
    own = _last(Records(folders.root, year))
    return "不是公开、锁定或审签时的那一稿" if own and own.id != identifier else ""


def lost_record(folders: Folders, year: int) -> Path | None:
    """The folder in which the draft of record would stand, where there was one and it is gone."""
    records = Records(folders.root, year)
    number, there = _number(records), dict(folders.drafts(year))
    if not there and not number and folders.set_aside(year).is_dir():
        notes = [one.about for one in records.log().entries if one.what == ROLLED]
        number = max((int(one[1]) for note in notes if (one := _NOTED.search(note))), default=0)
    return folders.output(year) / f"第{number}稿" if number and number not in there else None


def rolled_note(year: int, record: Path | None) -> str:
    """What the log says of going on to that year: with which draft of record."""
    return f"{year}年度" + (f"，上年定稿为{record.name}" if record else "")


def _number(records: Records) -> int:
    """Its number; 0 where none was published, is locked or signed."""
    own = _last(records)
    return own.draft if own else 0


def _last(records: Records) -> Publication | Lock | Signature | None:
    """What was put on record of it last."""
    if publications := records.publications():
        return publications[-1]
    if lock := lock_of(records):
        return lock
    agreed = [s for s in records.filed(Signature) if s.opinion is Opinion.AGREED]
    return agreed[-1] if agreed else None
