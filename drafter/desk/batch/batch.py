"""A batch: the workspaces that folders name, and a row for each, told as they end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from drafter.desk.batch.county import Row
from drafter.desk.batch.executors import Executor
from drafter.desk.files.folders import CATALOGUE
from drafter.desk.files.progress import Progress, silent
from drafter.model.errors import WorkspaceError

_BAR = 20


def workspaces(folders: Iterable[Path]) -> list[Path]:
    """Each folder that is a workspace, and those that stand in one which is none; each once, in
    order. Raises WorkspaceError for a folder that neither is one nor holds any."""
    named = (path for folder in folders for path in _meant(folder))
    return list(dict.fromkeys(path.resolve() for path in named))


def _meant(folder: Path) -> Sequence[Path]:
    if _is_workspace(folder):
        return [folder]
    inside = sorted(folder.iterdir()) if folder.is_dir() else []
    if not (there := [path for path in inside if _is_workspace(path)]):
        raise WorkspaceError(f"{folder}：不是drafter工作目录，其中也没有工作目录")
    return there


def _is_workspace(folder: Path) -> bool:
    return (folder / CATALOGUE).is_file()


def batch(
    roots: Sequence[Path], work: str, execute: Executor, progress: Progress = silent
) -> list[Row]:
    """A row a workspace, in their order."""
    rows = {row.folder: row for row in _watched(roots, work, execute, progress)}
    return [rows[str(root)] for root in roots]


def _watched(
    roots: Sequence[Path], work: str, execute: Executor, progress: Progress
) -> Iterator[Row]:
    failed, region = 0, ""
    progress(_line(0, len(roots), failed, region))
    for number, row in enumerate(execute([str(root) for root in roots], work), start=1):
        failed += row.failed
        region = f"　{Path(row.folder).name}：{row.reason}" if row.failed else region
        progress(_line(number, len(roots), failed, region))
        yield row


def _line(number: int, count: int, failed: int, last: str) -> str:
    bar = "█" * (number * _BAR // count) if count else ""
    lost = f"，未完成{failed}个{last}" if failed else ""
    return f"{bar:░<{_BAR}} {number}/{count}{lost}"
