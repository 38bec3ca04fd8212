"""What stands in folders, so that one sees without opening a file whether anything changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from drafter.desk.files.folders import BELOW
from drafter.desk.records.record_kinds import ASIDE

State = tuple[tuple[str, int, int, int], ...]
BY_YEAR = ("inputs", "records", "output")


def state_below(root: Path) -> State:
    """All that the standing of a workspace hangs on."""
    years = [path for name in BY_YEAR for path in folders_in(root / name)]
    return state_of([root / "templates", *years, *(path / BELOW for path in years)])


def state_of(folders: Iterable[Path]) -> State:
    """What stands in the folders, by name, size and times of change."""
    return tuple(entry for folder in folders for entry in sorted(_entries(folder)))


def folders_in(folder: Path) -> list[Path]:
    """The folders in the folder, by name; none where it is none."""
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _entries(folder: Path) -> Iterator[tuple[str, int, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name in ASIDE:
                    continue
                status = entry.stat()
                yield (entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    except OSError:
        return
