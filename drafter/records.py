"""What the bureau keeps of a year: every version received, every decision. Written once each, never
changed: a record is a file of its own, and a file's content is stored under its hash.

    records/2023/收件/00007.json     which file came when, of which department, with which hash
    records/2023/原件/3f/3f9c….xlsx  its bytes
    records/2023/决定/00003.json     what was decided, by whom, when, why
    records/2023/公开/00001.json     what was published, who confirmed 保密审查, the pack's head
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from drafter.decision import Decision, Ruling
from drafter.errors import WorkspaceError
from drafter.lock import attempted
from drafter.workspace import Folders, read_file, write_file

_FOLDER = "records"
_RECEIPTS, _ORIGINALS, _DECISIONS, _PUBLISHED = "收件", "原件", "决定", "公开"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A version as it came: `number` counts a department's versions from 1."""

    file: str
    department: str
    sha256: str
    size: int
    when: str
    number: int = 0

    @property
    def label(self) -> str:
        """第2次报送（2023年11月6日 09:30）"""
        return f"第{self.number}次报送（{self.when}）"


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published: of which draft, who confirmed 保密审查 and on which day, the SHA-256 of
    each file by name, and the head of the evidence pack."""

    draft: int
    id: str
    title: str
    checked_by: str
    checked_on: str
    files: dict[str, str]
    head: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that stands in the inputs folder, with the department that it is from."""

    path: Path
    sha256: str
    department: str


class Records:
    """The records of one workspace and year."""

    def __init__(self, root: Path, year: int) -> None:
        self._folder = root / _FOLDER / str(year)
        self._lock = Folders(root).lock
        self._received: list[Receipt] | None = None
        self._unkept: dict[str, Path] = {}

    def receive(self, arrivals: Iterable[Arrival], when: str) -> None:
        """Keep the files that are new as versions of their departments'. While somebody else writes
        to the workspace they are only taken note of, and kept by whoever comes next."""
        new = [arrival for arrival in arrivals if not self._has(arrival)]
        if not new:
            return
        with attempted(self._lock) as free:
            self._received = None
            for arrival in new:
                if not self._has(arrival):
                    self._receive(arrival, when, free)

    def _has(self, arrival: Arrival) -> bool:
        known = ((r.department, r.sha256) for r in self._all_receipts())
        return (arrival.department, arrival.sha256) in known

    def _receive(self, arrival: Arrival, when: str, keep: bool) -> None:
        path, department, known = arrival.path, arrival.department, self._all_receipts()
        content = read_file(path)
        if hashlib.sha256(content).hexdigest() != arrival.sha256:
            raise WorkspaceError(f"{path.name}：读取期间被改动；请保存并关闭后重新运行")
        number = 1 + sum(r.department == department for r in known)
        receipt = Receipt(path.name, department, arrival.sha256, len(content), when, number)
        if keep:
            write_file(self.original(receipt), content)
            self._add(_RECEIPTS, asdict(receipt))
        else:
            self._unkept[arrival.sha256] = path
        known.append(receipt)

    def receipts(self, department: str = "") -> list[Receipt]:
        """The versions received, oldest first; of one department, or of all."""
        return [r for r in self._all_receipts() if department in ("", r.department)]

    def _all_receipts(self) -> list[Receipt]:
        """Read once: a run looks at them for every file."""
        if self._received is None:
            self._received = [Receipt(**record) for record in self._read(_RECEIPTS)]
        return self._received

    def original(self, receipt: Receipt) -> Path:
        """Where the version's bytes are kept."""
        ending = Path(receipt.file).suffix.lower()[:6]
        plain = ending if ending.isascii() else ""
        path = self._folder / _ORIGINALS / receipt.sha256[:2] / f"{receipt.sha256}{plain}"
        return self._unkept.get(receipt.sha256, path)

    def decide(self, decision: Decision) -> None:
        """Keep a decision."""
        self._add(_DECISIONS, asdict(decision))

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        return [_decision(record) for record in self._read(_DECISIONS)]

    def publish(self, publication: Publication) -> bool:
        """Keep a publication; False where the last one on record is the same."""
        known = self.publications()
        if known and replace(known[-1], when=publication.when) == publication:
            return False
        self._add(_PUBLISHED, asdict(publication))
        return True

    def publications(self) -> list[Publication]:
        """All publications, oldest first."""
        return [Publication(**record) for record in self._read(_PUBLISHED)]

    def files(self) -> list[Path]:
        """Every receipt, original and decision, as files in a fixed order."""
        kinds = (_RECEIPTS, _ORIGINALS, _DECISIONS)
        found = (p for kind in kinds for p in sorted((self._folder / kind).rglob("*")))
        return [path for path in found if path.is_file() and not path.name.startswith(".")]

    def state(self, current: frozenset[str]) -> dict[str, str]:
        """Hashes of what a draft depends on here: decisions, and versions that are no longer
        `current`, for explanations live on. Nothing where there is neither."""
        earlier = [f"{r.department} {r.sha256}" for r in self.receipts() if r.sha256 not in current]
        made = [json.dumps(asdict(d), ensure_ascii=False) for d in self.decisions()]
        kept = {"以往报送": earlier, "决定": made}
        return {
            name: hashlib.sha256("\n".join(lines).encode()).hexdigest()
            for name, lines in kept.items()
            if lines
        }

    def _files(self, kind: str) -> list[Path]:
        folder = self._folder / kind
        return sorted(folder.glob("[0-9]*.json")) if folder.is_dir() else []

    def _read(self, kind: str) -> Iterator[dict[str, Any]]:
        for path in self._files(kind):
            try:
                yield json.loads(read_file(path))
            except ValueError as error:
                raise WorkspaceError(f"{_place(path)}已损坏；请从备份恢复后重新运行") from error

    def _add(self, kind: str, record: dict[str, Any]) -> None:
        """Write the next record, under a number that nobody has taken. Others who write wait."""
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        last = int(files[-1].stem) if (files := self._files(kind)) else 0
        write_file(self._folder / kind / f"{last + 1:05}.json", text.encode())


def _decision(record: dict[str, Any]) -> Decision:
    told = {**record, "ruling": Ruling(record["ruling"]), "ground": tuple(record["ground"])}
    return Decision(**told)


def _place(path: Path) -> str:
    return "/".join(path.parts[-4:])
