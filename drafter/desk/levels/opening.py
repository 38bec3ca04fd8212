"""A 上报包 opened in the worker: whether it is as it was handed up, and what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from drafter.desk.files.folders import read_file
from drafter.desk.levels.pack import (
    ASKED,
    COVER,
    FORMAT,
    LARGEST,
    LOG,
    RECORD,
    Asked,
    Cover,
)
from drafter.desk.records.filings import Signature
from drafter.desk.records.log import Entry as LogEntry
from drafter.desk.records.log import chained, file_of
from drafter.desk.records.record_kinds import FOLDERS
from drafter.desk.records.review_filings import Lock
from drafter.draft.record import FigureRecord, Manifest
from drafter.draft.recorded_entries import records_of
from drafter.model.finding import Severity
from drafter.model.record import Filed, read_record
from drafter.publish.archive import read_archive
from drafter.publish.attest import attest
from drafter.publish.chain import LIST
from drafter.worker.bounds import Bounds

# A pack is held once as it is, once as its members, and once as it is written anew.
BOUNDS = Bounds(cpu=20, wall=40, memory=1 << 30, answer=64 << 20)
_MOST_INDICATORS = 20_000
_LOCKS, _SIGNED = f"{FOLDERS[Lock]}/", f"{FOLDERS[Signature]}/"
_WHAT = {
    "pack-missing": "不在包内",
    "pack-added": "是后来加进去的",
    "pack-renamed": "改了名",
    "pack-twice": "有两份",
}
T = TypeVar("T")


class Opened(Struct, frozen=True, forbid_unknown_fields=True):
    """What a pack says, or in `reason` why it is not made use of (and then nothing else): its
    cover, what was asked, the record of each indicator; who locked and signed; how many errors
    nobody has decided on; its hash and its head."""

    sha256: str
    reason: str = ""
    cover: Cover | None = None
    asked: tuple[Asked, ...] = ()
    entries: tuple[FigureRecord, ...] = ()
    sealed: tuple[str, ...] = ()
    errors: int = 0
    head: str = ""


def opened(path: Path) -> Opened:
    """The pack in the file."""
    if path.stat().st_size > LARGEST:
        return Opened("", f"超过{LARGEST >> 20}MB")
    content = read_file(path)
    sha256 = hashlib.sha256(content).hexdigest()
    archive = read_archive(content, LIST)
    held = {member.name: member.content for member in archive.members} if archive else {}
    if COVER not in held:
        return Opened(sha256, "不是drafter的上报包")
    attested = attest(content, path.name)
    if findings := attested.findings:
        where = findings[0].details.get("path") or LIST
        what = _WHAT.get(findings[0].code, "被改动")
        return Opened(sha256, f"与上报时不同（{where}{what}）")
    try:
        return _read(held, sha256, attested.head)
    except _MisfitError as misfit:
        return Opened(sha256, str(misfit))


class _MisfitError(ValueError):
    """A part that is none, or does not fit the rest: the end of a sentence."""


def _read(held: Mapping[str, bytes], sha256: str, head: str) -> Opened:
    cover = _part(Cover, held, COVER)
    if cover.format != FORMAT:
        raise _MisfitError(f"是{cover.format}格式，请用同一版drafter上报")
    asked = _part(tuple[Asked, ...], held, ASKED)
    record = _part(Manifest, held, RECORD)
    for reason in _contradictions(cover, asked, record):
        raise _MisfitError(reason)
    errors = sum(f.severity is Severity.ERROR and f.open for f in record.findings)
    sealed = tuple(_sealed(held, cover))
    entries = tuple(records_of(record).values())
    return Opened(sha256, "", cover, asked, entries, sealed, errors, head)


def _part(kind: type[T], held: Mapping[str, bytes], name: str) -> T:
    read = read_record(kind, held.get(name, b""))
    if isinstance(read, str):
        raise _MisfitError(f"其中的{name}{read}")
    return read


def _contradictions(cover: Cover, asked: Iterable[Asked], record: Manifest) -> Iterator[str]:
    """What in the pack does not fit the rest of it."""
    keys = [one.key for one in asked]
    entries = [entry.key for entry in record.entries]
    same = (cover.region, cover.year, cover.draft, cover.id)
    if same != (record.region, record.year, record.number, record.id):
        yield "封面与台账不是同一稿"
    if len(keys) > _MOST_INDICATORS:
        yield f"指标超过{_MOST_INDICATORS}项"
    if len(set(keys)) != len(keys) or len(set(entries)) != len(entries):
        yield "同一指标编号出现两次"
    if set(keys) != set(entries):
        yield "指标与台账对不上"


def _sealed(held: Mapping[str, bytes], cover: Cover) -> Iterator[str]:
    """The lock and the signatures in words, each of this draft and entered in the log."""
    log = _part(tuple[LogEntry, ...], held, LOG)
    _, _, breaches = chained((f"{one.serial:05}.json", file_of(one)) for one in log)
    if breaches:
        raise _MisfitError(f"其中的{LOG}第{breaches[0].name.partition('.')[0]}条{breaches[0].what}")
    entered = {entry.record: entry.sha256 for entry in log}
    locked = False
    for name in sorted(name for name in held if name.startswith((_LOCKS, _SIGNED))):
        if entered.get(name) != hashlib.sha256(held[name]).hexdigest():
            raise _MisfitError(f"其中的{name}没有登记在日志中")
        kind: type[Filed] = Lock if name.startswith(_LOCKS) else Signature
        yield _line(_part(kind, held, name), cover)
        locked |= kind is Lock
    if not locked:
        raise _MisfitError("上报的稿子没有锁定")


def _line(record: Filed, cover: Cover) -> str:
    """第3稿由张三锁定…; 李四（局长）同意…"""
    own = record if isinstance(record, Lock | Signature) else None
    if own is None or (own.draft, own.id) != (cover.draft, cover.id):
        raise _MisfitError("锁定或审签的不是上报的这一稿")
    if isinstance(own, Lock) and not own.locked:
        raise _MisfitError("上报的稿子没有锁定")
    if isinstance(own, Signature) and own.digest != cover.report:
        raise _MisfitError("审签的报告不是上报的这一稿")
    return own.line
