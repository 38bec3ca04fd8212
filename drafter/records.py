"""What the bureau keeps of a year: every version received, every decision. Written once each, never
changed: a record is a file of its own, and a file's content is stored under its hash.

    records/2023/收件/00007.json     which file came when, of which department, with which hash
    records/2023/原件/3f/3f9c….xlsx  its bytes
    records/2023/决定/00003.json     what was decided, by whom, when, why
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from drafter.decision import Decision, Ruling
from drafter.errors import WorkspaceError
from drafter.workspace import read_file, reported, write_file

_FOLDER = "records"
_RECEIPTS, _ORIGINALS, _DECISIONS = "收件", "原件", "决定"
_MOST = 99_999


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


class Records:
    """The records of one workspace and year."""

    def __init__(self, root: Path, year: int) -> None:
        self._folder = root / _FOLDER / str(year)
        self._received: list[Receipt] | None = None

    def receive(self, path: Path, sha256: str, department: str, when: str) -> Receipt | None:
        """Keep the file as a version of the department's; None where it was kept before."""
        known = self._all_receipts()
        if any(r.sha256 == sha256 and r.department == department for r in known):
            return None
        content = read_file(path)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise WorkspaceError(f"{path.name}：读取期间被改动；请保存并关闭后重新运行")
        number = 1 + sum(r.department == department for r in known)
        receipt = Receipt(path.name, department, sha256, len(content), when, number)
        write_file(self.original(receipt), content)
        self._add(_RECEIPTS, asdict(receipt))
        known.append(receipt)
        return receipt

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
        return self._folder / _ORIGINALS / receipt.sha256[:2] / f"{receipt.sha256}{plain}"

    def decide(self, decision: Decision) -> None:
        """Keep a decision."""
        self._add(_DECISIONS, asdict(decision))

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first."""
        return [_decision(record) for record in self._read(_DECISIONS)]

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
        """Write the next record whole, under a number that nobody has taken."""
        folder = self._folder / kind
        text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        with reported(folder):
            folder.mkdir(parents=True, exist_ok=True)
            last = int(files[-1].stem) if (files := self._files(kind)) else 0
            handle, name = tempfile.mkstemp(prefix=".写入中-", dir=folder)
            with os.fdopen(handle, "wb") as stream:
                stream.write(text.encode())
                stream.flush()
                os.fsync(stream.fileno())
            try:
                _claim(Path(name), folder, last + 1)
            finally:
                Path(name).unlink()


def _claim(made: Path, folder: Path, first: int) -> None:
    """Give the file the first free number: a link fails where the name is taken."""
    for number in range(first, _MOST):
        try:
            os.link(made, folder / f"{number:05}.json")
        except FileExistsError:
            continue
        except OSError:  # a file system without hard links: exclusive creation comes next to it
            with (folder / f"{number:05}.json").open("xb") as stream:
                stream.write(made.read_bytes())
        return


def _decision(record: dict[str, Any]) -> Decision:
    told = {**record, "ruling": Ruling(record["ruling"]), "ground": tuple(record["ground"])}
    return Decision(**told)


def _place(path: Path) -> str:
    return "/".join(path.parts[-4:])
