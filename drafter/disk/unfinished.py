"""What is being written: in a folder beside its place, with a lock by which others see that its
owner lives. What is finished is moved out of it; what a dead owner left is cleared."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from drafter.disk.lock import UnlockableError, release, take

PREFIX, _SCRATCH = ".写入中-", ".drafter-"  # ASCII, for LibreOffice in the C locale
_LOCK = "锁"
_LETTERS = 8  # bytes of chance in a folder's name


@contextmanager
def unfinished(beside: Path, prefix: str = PREFIX) -> Iterator[Path]:
    """A new empty folder in `beside`, on the same disk; gone with all in it when the context ends.
    Raises OSError."""
    for path in beside.glob(f"{prefix}*"):
        _clear(path)
    folder, handle = _owned(beside, prefix)
    try:
        yield folder
    finally:
        _remove(folder, handle)


def scratch() -> AbstractContextManager[Path]:
    """A new empty folder for files that only another program reads."""
    import tempfile

    return unfinished(Path(tempfile.gettempdir()), _SCRATCH)


def clear_below(folder: Path) -> None:
    """Remove what no living process owns from the folder and all folders in it."""
    for here, names, _ in os.walk(folder):
        for name in [name for name in names if name.startswith(PREFIX)]:
            names.remove(name)
            _clear(Path(here, name))


def _clear(path: Path) -> None:
    """A folder without a lock is left alone unless it is empty: it may be somebody's own."""
    with suppress(OSError):
        if not _is_folder(path) or _of_others(path):
            return
        if not (path / _LOCK).is_file():
            path.rmdir()
        elif (handle := take(path / _LOCK)) is not None:
            _remove(path, handle)


def _is_folder(path: Path) -> bool:
    """Whether it is a folder itself, and neither a link nor a junction to one."""
    state = path.lstat()
    return stat.S_ISDIR(state.st_mode) and not getattr(state, "st_reparse_tag", 0)


def _of_others(path: Path) -> bool:
    return sys.platform != "win32" and path.lstat().st_uid != os.geteuid()


def _owned(beside: Path, prefix: str) -> tuple[Path, int | None]:
    """A folder and its lock; another one where somebody cleared it before it was locked."""
    while True:
        folder = beside / f"{prefix}{os.urandom(_LETTERS).hex()}"
        folder.mkdir(mode=0o700)
        try:
            handle = take(folder / _LOCK)
        except FileNotFoundError:
            continue
        except UnlockableError:
            return folder, None
        if handle is not None:
            return folder, handle


def _remove(folder: Path, handle: int | None) -> None:
    """The lock goes last: whoever takes the folder for abandoned until then finds it held."""
    for path in folder.iterdir():
        with suppress(OSError):
            if _is_folder(path):
                import shutil

                shutil.rmtree(path, ignore_errors=True)
            elif path.name != _LOCK:
                path.unlink()
    removed = _unlocked(folder)
    if handle is not None:
        release(handle)
    if not removed:  # Windows removes no open file
        _unlocked(folder)


def _unlocked(folder: Path) -> bool:
    try:
        (folder / _LOCK).unlink(missing_ok=True)
    except OSError:
        return False
    with suppress(OSError):
        folder.rmdir()
    return True
