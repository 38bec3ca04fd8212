"""Locks on files, the system's own: a lock goes with the process that held it, however it died."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

WAITING = "另一个drafter正在写入本工作目录，请稍候（取消请按Ctrl+C）……"
UNLOCKABLE = "本工作目录所在的磁盘不支持文件锁，请不要同时运行两个drafter。"
_PAUSE = 0.05  # seconds between two attempts
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
# A link planted in a folder that others may write to is not followed.
_OPENED = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP)

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class UnlockableError(OSError):
    """The file system knows no locks."""


class Writable(Protocol):
    """What is written to by one at a time."""

    def writing(self) -> AbstractContextManager[None]:
        """Nobody else writes there while the context lasts."""


P = ParamSpec("P")
R = TypeVar("R")
W = TypeVar("W", bound=Writable)


def alone(work: Callable[Concatenate[W, P], R]) -> Callable[Concatenate[W, P], R]:
    """Work during which nobody else writes to its first argument."""

    @wraps(work)
    def guarded(place: W, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with place.writing():
            return work(place, *args, **kwargs)

    return guarded


class _Mine(threading.local):
    """The locks that this thread holds already, so that it does not wait for itself."""

    def __init__(self) -> None:
        self.paths: set[Path] = set()


_mine = _Mine()


def take(path: Path) -> int | None:
    """A handle on the file, which nobody else holds now; None where somebody does, or where the
    file was removed meanwhile. Raises UnlockableError, and OSError where it cannot be opened."""
    handle = os.open(path, _OPENED, 0o644)
    try:
        _lock(handle)
        if os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except OSError as error:
        if error.errno in _NO_LOCKS:
            os.close(handle)
            raise UnlockableError(*error.args) from error
        if error.errno not in (*_TAKEN, errno.ENOENT):
            os.close(handle)
            raise
    os.close(handle)
    return None


def release(handle: int) -> None:
    """Let go of what `take` gave."""
    _unlock(handle)
    os.close(handle)


@contextmanager
def attempted(path: Path) -> Iterator[bool]:
    """Whether the lock is held while the context lasts; nobody is waited for."""
    if path in _mine.paths:
        yield True
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = take(path)
    except UnlockableError:
        yield True
        return
    except OSError:  # who may not write may read all the same
        handle = None
    with _holding(handle):
        yield handle is not None


@contextmanager
def held(path: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """The lock; held by others, it is waited for, and that is told. Raises OSError."""
    if path in _mine.paths:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle: int | None = _awaited(path, tell)
    except UnlockableError:
        tell(UNLOCKABLE)
        handle = None
    _mine.paths.add(path)
    try:
        with _holding(handle):
            yield
    finally:
        _mine.paths.discard(path)


def _awaited(path: Path, tell: Callable[[str], None]) -> int:
    handle = take(path)
    if handle is None:
        tell(WAITING)
    while handle is None:
        time.sleep(_PAUSE)
        handle = take(path)
    return handle


@contextmanager
def _holding(handle: int | None) -> Iterator[None]:
    try:
        yield
    finally:
        if handle is not None:
            release(handle)
