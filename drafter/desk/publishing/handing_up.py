"""上报: the 上报包 of the locked draft for the level above, and the letter that goes with it."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue, Settings
from drafter.desk.departments.letters import SYMBOL, Sheet, letter_of
from drafter.desk.files.folders import digest, read_file, write_file
from drafter.desk.files.typed import person
from drafter.desk.levels.pack import FORMAT, Cover, packed_up
from drafter.desk.records.filings import Signature
from drafter.desk.records.locks import lock_of
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import HandUp, Lock
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.draft.record import REPORT
from drafter.model.dates import official_date, official_moment
from drafter.model.errors import WorkspaceError
from drafter.publish.evidence import Pack

FOLDER, RECEIVER = "上报", "上报机关"
_ABOVE, _GROUP = "上级司法行政机关", 8


class HandedUp(Struct, frozen=True):
    """What was handed up: its record, the pack and the letter, whether this run made it."""

    record: HandUp
    pack: Path
    letter: Path
    new: bool


@alone
def hand_up(workspace: Workspace, who: str = "") -> HandedUp:
    """Write the pack of the locked draft and its letter to output/年度/上报. The same draft, signed
    by the same, makes the same pack, and is recorded once. Raises WorkspaceError where no draft is
    locked, or where it is not the one that was."""
    year = workspace.year()
    records = workspace.records(year)
    lock = lock_of(records)
    if lock is None:
        raise WorkspaceError(
            "没有锁定的稿子，不能上报；请先用 drafter sign --lock 锁定，或在网页的“审签”栏锁定"
        )
    draft, catalogue = workspace.drafted(lock.draft), workspace.catalogue()
    if draft.manifest.id != lock.id:
        raise WorkspaceError(f"第{lock.draft}稿不是锁定时的那一稿，不能上报；请解锁后重新锁定")
    earlier = records.filed(HandUp)
    serial = earlier[-1].number if earlier else 1
    pack = _pack(catalogue, draft, records, lock, serial)
    if earlier and pack.head != earlier[-1].head:
        serial += 1
        pack = _pack(catalogue, draft, records, lock, serial)
    new = not earlier or pack.head != earlier[-1].head
    record = records.file(_record(workspace, draft, pack, serial, who)) if new else earlier[-1]
    return _written(workspace, catalogue.settings, record, pack, new)


def _pack(catalogue: Catalogue, draft: Drafted, records: Records, lock: Lock, serial: int) -> Pack:
    settings, report = catalogue.settings, digest(draft.folder / REPORT)
    _check_of_draft(catalogue, draft)
    own = (draft.manifest.id, report)
    signatures = [s for s in records.filed(Signature) if (s.id, s.digest) == own]
    log = records.log()
    if any(breach.name.endswith(".json") and "/" not in breach.name for breach in log.breaches):
        raise WorkspaceError("日志前后不相接，不能上报；请用 drafter log 查看，从备份恢复")
    cover = Cover(
        format=FORMAT,
        region=draft.manifest.region,
        level=settings.level,
        year=draft.manifest.year,
        title=draft.manifest.title,
        period=settings.period,
        draft=draft.number,
        id=draft.manifest.id,
        report=report,
        serial=serial,
    )
    ledger = read_file(draft.folder / LEDGER)
    sealed: list[Lock | Signature] = [lock, *signatures]
    return packed_up(cover, catalogue.indicators.values(), ledger, sealed, log.entries)


def _check_of_draft(catalogue: Catalogue, draft: Drafted) -> None:
    """Raises WorkspaceError where the catalogue is not that of the draft any more."""
    if {entry.key for entry in draft.manifest.entries} != set(catalogue.indicators):
        raise WorkspaceError(
            f"第{draft.number}稿锁定后指标目录又有增减，不能上报；请解锁后重新生成、重新锁定"
        )


def _record(workspace: Workspace, draft: Drafted, pack: Pack, serial: int, who: str) -> HandUp:
    now = workspace.clock()
    manifest = draft.manifest
    return HandUp(
        draft=draft.number,
        id=manifest.id,
        number=serial,
        file=safe_name(f"{manifest.region}{manifest.year}年度上报包.zip"),
        head=pack.head,
        day=official_date(now.date()),
        who=person(who),
        when=official_moment(now),
    )


def _written(
    workspace: Workspace, settings: Settings, record: HandUp, pack: Pack, new: bool
) -> HandedUp:
    folder = workspace.folders.output(settings.year) / FOLDER
    letter = folder / "上报函.docx"
    write_file(folder / record.file, pack.content)
    write_file(letter, letter_of(_letter(settings, record)))
    return HandedUp(record, folder / record.file, letter, new)


def _letter(settings: Settings, record: HandUp) -> Sheet:
    """The letter on which the pack's head is printed; it is stamped, so that it vouches for it."""
    texts, title = settings.texts, settings.title
    what = settings.report.removesuffix("年度报告").removesuffix("工作")
    head = " ".join(record.head[n : n + _GROUP] for n in range(0, len(record.head), _GROUP))
    return Sheet(
        sender=settings.sender,
        reference=f"{texts.get(SYMBOL, '') or '函'}〔{record.day[:4]}〕　　号",
        subject=f"关于报送{settings.year}年度{what}数据的函",
        recipient=texts.get(RECEIVER, "") or _ABOVE,
        lines=(
            f"现将《{title}》（第{record.draft}稿）的数据报上，系本年度第{record.number}次报送，"
            f"统计期为{settings.period}。",
            f"数据装在电子文件“{record.file}”中，随函报送。文件的总校验值为：",
            head,
            f"收到的文件总校验值与本函不同的，以本函为准，请退回{settings.we}重新报送。",
        ),
        day=record.day,
    )


def handed_up_before(workspace: Workspace, year: int) -> list[HandedUp]:
    """What was handed up, the last first; the files stand for the last of them."""
    folder = workspace.folders.output(year) / FOLDER
    records = reversed(workspace.records(year).filed(HandUp))
    return [HandedUp(one, folder / one.file, folder / "上报函.docx", False) for one in records]
