"""日志: who did what, when, in a chain. Every record that is filed is entered here with the hash of
its file, and what leaves no record with a few words; never what a cell says.

    records/2023/日志/00007.json     {before: hash of 00006.json, own: of its own fields}

A chain shows that an entry was altered, or taken out of the middle; that the last ones were cut off
is seen by the head, which evidence packs hold and which can be written down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import replace

from drafter.desk.files.folders import digest, read_file, reported
from drafter.desk.records.filings import SHA256
from drafter.desk.records.record_kinds import KINDS, LOG
from drafter.model.errors import WorkspaceError
from drafter.model.pattern import pattern
from drafter.model.record import Filed, encoded, read_record

START = "0" * 64
_NAME = pattern(r"[0-9]{5,9}\.json")
Digest = Annotated[str, Meta(pattern=SHA256)]


class Entry(Filed, frozen=True, kw_only=True):
    """Who did what to what, and when; `record` is the record's file in the year's folder and
    `sha256` its hash, "" where there is none. `before` is the hash of the entry before it, `own`
    that of all else in it."""

    who: str
    what: str
    about: str
    when: str
    record: str = ""
    sha256: Annotated[str, Meta(pattern=rf"\A\Z|{SHA256}")] = ""
    before: Digest
    own: Annotated[str, Meta(pattern=rf"\A\Z|{SHA256}")] = ""

    @property
    def sum(self) -> str:
        """What `own` has to be."""
        return hashlib.sha256(encoded(replace(self, own=""))).hexdigest()


class Breach(Struct, frozen=True):
    """What is wrong: with an entry, by its number, or with a record, by its name."""

    name: str
    what: str


class Log(Struct, frozen=True):
    """The entries that can be read, in order; the hash of the last one, which vouches for all; and
    what is wrong with them or with the records that they name."""

    entries: tuple[Entry, ...]
    head: str
    breaches: tuple[Breach, ...]


class Note(Struct, frozen=True):
    """Who did what to what, when."""

    who: str
    what: str
    about: str
    when: str


def note_of(kind: str, record: Filed) -> Note:
    """What the log says of a record: who, which kind, about what; nothing of what it says."""
    deed = _first(record, "deed", "act", "ruling", "opinion", "outcome")
    who = _first(record, "who", "by", "checked_by", "department")
    draft = getattr(record, "draft", 0) or getattr(getattr(record, "subject", None), "draft", 0)
    about = _first(record, "department", "about", "file", "title") or f"第{draft}稿" * bool(draft)
    return Note(who, f"{kind}（{deed}）" if deed else kind, about, _first(record, "when"))


def _first(record: Filed, *names: str) -> str:
    """What the first of these fields says that is there and says anything."""
    return next((str(text) for name in names if (text := getattr(record, name, ""))), "")


class Tail:
    """The end of a year's log, on which its next entries hang. Nobody else writes there meanwhile;
    what it gives is written in that order, each record before its entry."""

    def __init__(self, year: Path) -> None:
        self._year, folder = year, year / LOG
        self._begun = folder.is_dir()
        last = max(_names(folder), default="", key=_number)
        self._number = _number(last)
        self._before = digest(folder / last) if last else START

    def next(self, note: Note, record: str = "", content: bytes = b"") -> list[tuple[Path, bytes]]:
        """The files of the next entries. `record` names the record that the note is about, if
        there is one. A log that begins has the older records first."""
        older = [] if self._begun else [*self._older(note.when)]
        self._begun = True
        return [*older, self._entry(note, record, content)]

    def _entry(self, note: Note, record: str, content: bytes) -> tuple[Path, bytes]:
        self._number += 1
        entry = Entry(
            serial=self._number,
            who=note.who,
            what=note.what,
            about=note.about,
            when=note.when,
            record=record,
            sha256=hashlib.sha256(content).hexdigest() if record else "",
            before=self._before,
        )
        file = file_of(replace(entry, own=entry.sum))
        self._before = hashlib.sha256(file).hexdigest()
        return self._year / LOG / f"{entry.serial:05}.json", file

    def _older(self, when: str) -> Iterator[tuple[Path, bytes]]:
        for kind in KINDS:
            for name in sorted(_names(self._year / kind), key=_number):
                record = f"{kind}/{name}"
                content = read_file(self._year / record)
                yield self._entry(Note("", "补登", record, when), record, content)


def read_log(year: Path) -> Log:
    """The log of a year's records, held against itself and against the records."""
    folder = year / LOG
    names = sorted(_names(folder), key=_number)
    entries, head, breaches = chained((name, read_file(folder / name)) for name in names)
    breaches += _of_records(year, entries)
    return Log(tuple(entries), head, tuple(breaches))


def chained(files: Iterable[tuple[str, bytes]]) -> tuple[list[Entry], str, list[Breach]]:
    """The entries in these files, in order; the hash of the last one; where they do not hang
    together."""
    before, entries, breaches = START, list[Entry](), list[Breach]()
    for name, content in files:
        entry = read_record(Entry, content)
        if isinstance(entry, str):
            breaches.append(Breach(name, f"读不出来（{entry}）"))
        else:
            breaches += (Breach(name, what) for what in _wrong(entry, name, before))
            entries.append(entry)
        before = hashlib.sha256(content).hexdigest()
    return entries, before, breaches


def file_of(record: Filed) -> bytes:
    """The record as its file has it."""
    return encoded(record, indent=1) + b"\n"


def told_of(year: Path, kind: str) -> list[Path]:
    """The last entries of the log that tell of records of this kind alone."""
    paths = []
    for name in sorted(_names(year / LOG), key=_number, reverse=True):
        entry = read_record(Entry, read_file(year / LOG / name))
        if isinstance(entry, str) or not entry.record.startswith(f"{kind}/"):
            break
        paths.append(year / LOG / name)
    return paths


def _names(folder: Path) -> list[str]:
    with reported(folder):
        paths = folder.iterdir() if folder.is_dir() else ()
        return [path.name for path in paths if _NAME.fullmatch(path.name)]


def _number(name: str) -> int:
    return int(name.partition(".")[0] or 0)


def _wrong(entry: Entry, name: str, before: str) -> Iterator[str]:
    if entry.own != entry.sum:
        yield "内容被改动"
    if entry.serial != _number(name):
        yield "编号与文件名不符"
    if entry.before != before:
        yield "与前一条不相接：前一条被改动、删去或插入"


def _of_records(year: Path, entries: list[Entry]) -> Iterator[Breach]:
    """Records that are not as they were entered, are gone, or were never entered."""
    there = {f"{kind}/{name}" for kind in KINDS for name in _names(year / kind)}
    entered = {entry.record: entry.sha256 for entry in entries if entry.record}
    for record, sha256 in entered.items():
        if record not in there:
            yield Breach(record, "有登记，而文件不在")
        elif _digest(year / record) != sha256:
            yield Breach(record, "登记之后被改动")
    for record in sorted(there - entered.keys()):
        yield Breach(record, "没有登记：写入时中断，或由别的程序放入")


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except WorkspaceError:
        return ""
