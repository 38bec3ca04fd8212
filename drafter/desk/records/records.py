"""What the bureau keeps of a year: every version received, every decision. Written once each, never
changed: a record is a file of its own, and a file's content is stored under its hash.

    records/2023/收件/00007.json     which file came when, of which department, with which hash
    records/2023/原件/3f/3f9c….xlsx  its bytes
    records/2023/决定/00003.json     what was decided, by whom, when, why
    records/2023/来稿/00001.json     which Word file came back when; its bytes are in 来稿原件
    records/2023/报送/00001.json     what was done about a return: confirmed, sent back
    records/2023/审签/00001.json     who signed which draft, with which opinion
    records/2023/批注/00001.json     what somebody said of a draft, or did about that
    records/2023/已核/00001.json     who has checked which figure of a draft
    records/2023/锁定/00001.json     that a draft was locked for signing, or unlocked and why
    records/2023/上报/00001.json     which draft was handed up to the level above, in which pack
    records/2023/拟稿/00001.json     who had a draft made
    records/2023/征求意见/00001.json which draft went to which departments for their opinions
    records/2023/反馈/00001.json     what a department said of a paragraph of it
    records/2023/采纳/00001.json     what the bureau made of that, and why
    records/2023/函件/00001.json     a letter to a department
    records/2023/阅知/00001.json     who has looked at how the year stands
    records/2023/日志/00001.json     who did what, when; each holds the hash of the one before
    records/2023/公开/00001.json     what was published, who confirmed 保密审查, the pack's head
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.files.folders import Folders, read_file, write_file, write_files
from drafter.desk.records.filings import Publication, Receipt, Returned
from drafter.desk.records.log import Log, Note, Tail, file_of, note_of, read_log, told_of
from drafter.desk.records.record_kinds import ATTACHED_FILES, FOLDERS, KINDS, ORIGINALS, PACKED
from drafter.disk.lock import attempted
from drafter.model.decision import Decision
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Place, Severity
from drafter.model.pattern import pattern
from drafter.model.record import Filed, encoded, read_record

_FOLDER, _RETURNED_FILES = "records", "来稿原件"
_FILE = pattern(r"[0-9]{5,9}\.json")
F = TypeVar("F", bound=Filed)
Filings = Iterable[tuple[F, Mapping[Path, bytes]]]


class Arrival(Struct, frozen=True):
    """A file that stands in the inputs folder, with the department that it is from."""

    path: Path
    sha256: str
    department: str


class Records:
    """The records of one workspace and year."""

    def __init__(self, root: Path, year: int) -> None:
        self._folder = root / _FOLDER / str(year)
        self._lock = Folders(root).lock
        self._filed: dict[str, list[Filed | Finding]] = {}
        self._unkept: dict[str, tuple[Receipt, Path]] = {}

    def receive(self, arrivals: Iterable[Arrival], when: str) -> None:
        """Keep the files that are new as versions of their departments'. While somebody else writes
        to the workspace they are only taken note of, and kept by whoever comes next."""
        kept_versions = self._known()
        new = [
            arrival
            for arrival in arrivals
            if arrival.sha256 not in kept_versions[arrival.department]
        ]
        if not new:
            return
        with attempted(self._lock) as free:
            self._filed.clear()
            versions = self._versions(new, when)
            if free:
                files = ((receipt, {self.original(receipt): c}) for _, receipt, c in versions)
                self._file_all(Receipt, files)
            else:
                self._unkept |= {receipt.sha256: (receipt, path) for path, receipt, _ in versions}

    def _known(self) -> defaultdict[str, dict[str, int]]:
        """The highest number of each version, by department and then by hash."""
        numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for receipt in self._all_receipts():
            versions = numbers[receipt.department]
            versions[receipt.sha256] = max(receipt.number, versions.get(receipt.sha256, 0))
        return numbers

    def _versions(
        self, arrivals: Iterable[Arrival], when: str
    ) -> Iterator[tuple[Path, Receipt, bytes]]:
        """Each file that is new, its receipt and its bytes."""
        numbers = self._known()
        for arrival in arrivals:
            versions, path = numbers[arrival.department], arrival.path
            if arrival.sha256 in versions:
                continue
            content = read_file(path)
            if hashlib.sha256(content).hexdigest() != arrival.sha256:
                raise WorkspaceError(f"{path.name}：读取期间被改动；请保存并关闭后重新运行")
            versions[arrival.sha256] = 1 + max(versions.values(), default=0)
            receipt = Receipt(
                file=path.name,
                department=arrival.department,
                sha256=arrival.sha256,
                size=len(content),
                when=when,
                number=versions[arrival.sha256],
            )
            yield path, receipt, content

    def receipts(self, department: str = "") -> list[Receipt]:
        """The versions received, oldest first; of one department, or of all."""
        return [r for r in self._all_receipts() if department in ("", r.department)]

    def _all_receipts(self) -> list[Receipt]:
        unkept = [receipt for receipt, _ in self._unkept.values()]
        return [*self.filed(Receipt), *unkept]

    def versions(self) -> dict[str, str]:
        """第2次报送, by the hash of a form."""
        return {r.sha256: f"第{r.number}次报送" for r in self._all_receipts()}

    def original(self, receipt: Receipt) -> Path:
        """Where the version's bytes are kept."""
        ending = Path(receipt.file).suffix.lower()[:6]
        plain = ending if ending.isascii() else ""
        path = self._folder / ORIGINALS / receipt.sha256[:2] / f"{receipt.sha256}{plain}"
        return self._unkept.get(receipt.sha256, (receipt, path))[1]

    def filed(self, kind: type[F]) -> list[F]:
        """All records of a kind, oldest first."""
        return [record for record in self._files(FOLDERS[kind]) if isinstance(record, kind)]

    def file(self, record: F) -> F:
        """Keep a record, under the next number that nobody has taken. Others who write wait."""
        return self._file_all(type(record), [(record, {})])[0]

    def _file_all(self, kind: type[F], filings: Filings[F]) -> list[F]:
        """Keep records of a kind and the files that they are about, each record under the next
        number that nobody has taken, and entered in the log. Others who write wait."""
        filed: list[F] = []
        write_files(self._files_of(FOLDERS[kind], filings, filed), self._folder)
        self._files(FOLDERS[kind]).extend(filed)
        return filed

    def _files_of(
        self, kind: str, filings: Filings[F], filed: list[F]
    ) -> Iterator[tuple[Path, bytes]]:
        """The files, those that a record is about before it; `filed` gets the numbered records."""
        tail = Tail(self._folder)
        for serial, (record, about) in zip(self._free(kind), filings, strict=False):
            numbered = replace(record, serial=serial)
            name, content = f"{kind}/{_name(serial)}", file_of(numbered)
            yield from about.items()
            yield self._folder / name, content
            yield from tail.next(note_of(kind, numbered), name, content)
            filed.append(numbered)

    def _free(self, kind: str) -> Iterator[int]:
        """The numbers after the last record's under which nothing stands."""
        last = max((r.serial for r in self._files(kind) if isinstance(r, Filed)), default=0)
        return (n for n in count(last + 1) if not (self._folder / kind / _name(n)).exists())

    def note(self, note: Note) -> None:
        """Enter in the log what leaves no record."""
        write_files(Tail(self._folder).next(note), self._folder)

    def log(self) -> Log:
        """Who did what, held against the records."""
        return read_log(self._folder)

    def decide(self, decision: Decision) -> None:
        """Keep a decision."""
        self.file(decision)

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        return self.filed(Decision)

    def keep_returned(self, path: Path, when: str) -> Returned:
        """Keep a Word file that came back; one that is kept already stays as it is."""
        content = read_file(path)
        own = hashlib.sha256(content).hexdigest()
        if earlier := next((one for one in self.returned() if one.sha256 == own), None):
            write_file(self.returned_file(earlier), content)
            return earlier
        returned = Returned(file=path.name, sha256=own, size=len(content), when=when)
        write_file(self.returned_file(returned), content)
        return self.file(returned)

    def returned(self) -> list[Returned]:
        """The Word files that came back, oldest first."""
        return self.filed(Returned)

    def returned_file(self, returned: Returned) -> Path:
        """Where the bytes are kept."""
        own = returned.sha256
        return self._folder / _RETURNED_FILES / own[:2] / f"{own}.docx"

    def attachment(self, sha256: str) -> Path:
        """Where the bytes of a material are kept: under no name that a program would open."""
        return self._folder / ATTACHED_FILES / sha256[:2] / sha256

    def publish(self, publication: Publication) -> bool:
        """Keep a publication; False where the last one on record is the same."""
        earlier = self.publications()
        last = (
            replace(earlier[-1], when=publication.when, serial=publication.serial)
            if earlier
            else None
        )
        if last == publication:
            return False
        self.file(publication)
        return True

    def publications(self) -> list[Publication]:
        """All publications, oldest first."""
        return self.filed(Publication)

    def findings(self) -> list[Finding]:
        """An error for each file that should be a record and is none: it is not made use of."""
        return [f for kind in KINDS for f in self._files(kind) if isinstance(f, Finding)]

    def files(self) -> list[Path]:
        """What the evidence pack holds of them, as files in a fixed order."""
        paths = (p for kind in PACKED for p in sorted((self._folder / kind).rglob("*")))
        # That it was published is no reason to publish it anew.
        left_out = {*told_of(self._folder, FOLDERS[Publication])}
        files = (p for p in paths if p.is_file() and not p.name.startswith("."))
        return [path for path in files if path not in left_out]

    def state(self, current: frozenset[str]) -> dict[str, str]:
        """Hashes of what a draft depends on here: decisions, versions that are no longer `current`,
        for explanations live on, and what could not be read. Nothing where there is none."""
        earlier = [f"{r.department} {r.sha256}" for r in self.receipts() if r.sha256 not in current]
        kept = {
            "以往报送": earlier,
            "决定": [encoded(decision).decode() for decision in self.decisions()],
            "读不出的记录": [f"{f.place} {f.details['reason']}" for f in self.findings()],
        }
        return {
            name: hashlib.sha256("\n".join(lines).encode()).hexdigest()
            for name, lines in kept.items()
            if lines
        }

    def _files(self, kind: str) -> list[Filed | Finding]:
        """What stands in the files of a folder, by number; read once."""
        if kind not in self._filed:
            folder = self._folder / kind
            paths = [p for p in folder.iterdir() if p.name[0] != "."] if folder.is_dir() else []
            paths.sort(key=lambda path: (len(path.name), path.name))
            self._filed[kind] = [_record(kind, path) for path in paths]
        return self._filed[kind]


def _name(serial: int) -> str:
    return f"{serial:05}.json"


def _record(kind: str, path: Path) -> Filed | Finding:
    record, again = KINDS[kind]
    place = Place("/".join(path.parts[-4:]))
    read: Filed | str = "打不开"
    if _FILE.fullmatch(path.name):
        with suppress(WorkspaceError):
            read = read_record(record, read_file(path))
    if isinstance(read, Filed) and path.name == _name(read.serial):
        return read
    stray = isinstance(read, Filed) or not _FILE.fullmatch(path.name)
    code = "record-stray" if stray else "record-unreadable"
    details = {"reason": "" if stray else str(read), "again": again}
    return Finding(code, Severity.ERROR, place, details=details)
