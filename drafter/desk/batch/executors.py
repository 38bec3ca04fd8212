"""Who does a piece of work many times over: this process, processes of its own, or a Dask cluster.

Each is an engine that others have written; what is ours is that a county which takes its process
down costs itself another try, and nobody else anything.
"""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import count
from multiprocessing import get_context, parent_process
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any

from drafter.desk.batch.county import Row, county, failed, put_down
from drafter.model.errors import DrafterError

if TYPE_CHECKING:
    from distributed import Client

IN_PROCESS, PROCESSES = "in-process", "processes"
TRIES = 3
_LOST = f"处理时进程中止，试了{TRIES}次；请单独检查该工作目录"
_begun = count()  # how many counties this process has taken in hand
_AHEAD = 2  # counties that wait for each process of a cluster
Executor = Callable[[Iterable[str], str], Iterator[Row]]


def executor(scheduler: str, workers: int) -> Executor:
    """The one that the name or address means. Raises DrafterError."""
    if scheduler == IN_PROCESS:
        return in_process
    if scheduler == PROCESSES:
        return lambda folders, work: processes(folders, work, workers or os.cpu_count() or 1)
    if "://" not in scheduler:
        raise DrafterError(f"--scheduler {scheduler}：应为in-process、processes或tcp://主机:端口")
    return lambda folders, work: cluster(folders, work, scheduler)


def in_process(folders: Iterable[str], work: str) -> Iterator[Row]:
    """One after another, here."""
    try:
        for folder in folders:
            yield at_work(folder, work)
    finally:
        put_down()


def processes(folders: Iterable[str], work: str, many: int) -> Iterator[Row]:
    """Side by side in so many processes, as they end. Each is a pool of its own: the standard
    library's pool ends all its processes where one dies."""
    waiting, slots = iter(folders), [_Slot() for _ in range(many)]
    busy: dict[Future[Row], _Slot] = {}
    try:
        for slot, folder in zip(slots, waiting, strict=False):
            busy[slot.start(folder, work)] = slot
        while busy:
            for ended in wait(busy, return_when=FIRST_COMPLETED).done:
                slot = busy.pop(ended)
                row = slot.row(ended)
                if row is not None:
                    yield row
                folder = slot.folder if row is None else next(waiting, "")
                if folder:
                    busy[slot.start(folder, work)] = slot
    finally:
        for slot in slots:
            slot.stop()


class _Slot:
    """A process, another where it was lost, and the county that it has in hand."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self.folder, self._tries = "", 0

    def start(self, folder: str, work: str) -> Future[Row]:
        self._tries = self._tries + 1 if folder == self.folder else 1
        self.folder = folder
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, get_context("spawn"), ready)
        try:
            return self._pool.submit(at_work, folder, work)
        except BrokenProcessPool:  # it died while it had nothing to do
            self.stop()
            self._tries -= 1
            return self.start(folder, work)

    def row(self, ended: Future[Row]) -> Row | None:
        """What came of it; None where it is to be tried again."""
        try:
            return ended.result()
        except BrokenProcessPool:
            self.stop()
            return failed(self.folder, _LOST) if self._tries >= TRIES else None

    def stop(self) -> None:
        pool, self._pool = self._pool, None
        if pool:
            pool.shutdown(wait=True, cancel_futures=True)


def at_work(folder: str, work: str) -> Row:
    """The county's row. Circles are looked for before it, not while it is worked on; what the first
    one has loaded stays, and is not looked through again."""
    gc.collect()
    if next(_begun) == 1:
        gc.freeze()
    gc.disable()
    try:
        return county(folder, work)
    finally:
        gc.enable()


def ready() -> None:
    """In a process for counties: it ends when its parent does. What runs for it, it ends before."""
    Finalize(None, put_down, exitpriority=1)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A pool's process holds its own queue open: it would wait on it for ever."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def cluster(folders: Iterable[str], work: str, address: str) -> Iterator[Row]:
    """On a Dask cluster whose machines see the folders under the same paths, as they end."""
    with _client(address) as client:
        from distributed import as_completed

        waiting, submitted = iter(folders), as_completed()
        ahead = _AHEAD * max(sum(client.nthreads().values()), 1)
        named: dict[Any, str] = {}

        def send(many: int) -> None:
            for _, folder in zip(range(many), waiting, strict=False):
                future = client.submit(at_work, folder, work, pure=False, retries=0)
                named[future] = folder
                submitted.add(future)

        send(ahead)
        for future in submitted:
            yield _answer(future, named.pop(future))
            send(1)


def _client(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise DrafterError("没有安装集群组件；请运行 pip install 'drafter[cluster]'") from error
    try:
        return Client(address, timeout=10)
    except (OSError, ValueError) as error:
        raise DrafterError(f"{address}：连不上Dask调度程序，请核对地址") from error


def _answer(future: Any, folder: str) -> Row:
    with suppress(Exception):
        row = future.result()
        if isinstance(row, Row):
            return row
    return failed(folder, _LOST)
