"""What takes longer than a page: done one after another in one thread, watched from any page."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue

from msgspec import Struct

from drafter.model.errors import DrafterError
from drafter.model.finding import Finding

Tell = Callable[[str], None]
_log = logging.getLogger(__name__)
_MOST_JOBS = 50  # that are remembered
_MOST_LINES = 200
_LATELY = 10  # seconds
_HOW_FAR = "（第"  # as in 读取填报表（第3份，共45份）
_BROKEN = "程序出错，没有做完；已经写好的都在。请重试；仍不行的，把运行窗口中的最后几行发给维护人员"


class Outcome(Struct, frozen=True):
    """What a job came to: the page to go on from, and what to say there, a line each; whether some
    of what was asked was not done."""

    page: str
    lines: tuple[str, ...] = ()
    amiss: bool = False


class Job:
    """Work that was asked for: what it says while it runs, then its outcome or what stopped it."""

    def __init__(self, title: str, run: Callable[[Tell], Outcome]) -> None:
        self.id = secrets.token_urlsafe(12)
        self.title = title
        self.run = run
        self.lines: deque[str] = deque(maxlen=_MOST_LINES)
        self.outcome: Outcome | None = None
        self.failure: DrafterError | None = None
        self.ended = threading.Event()
        self.end = 0.0
        self.back = ""  # the address of the page on which it was asked for, once that is known

    def tell(self, line: str) -> None:
        """Say what is being done; a line that says how far it is replaces the one before."""
        if self.lines and self.lines[-1].partition(_HOW_FAR)[0] == line.partition(_HOW_FAR)[0]:
            self.lines.pop()
        self.lines.append(line)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, one by one, where that is what stopped it."""
        return getattr(self.failure, "findings", ())

    @property
    def over(self) -> bool:
        """Whether it has come to an end, good or bad."""
        return self.ended.is_set()

    @property
    def failed_lately(self) -> bool:
        """Whether it failed so short a time ago that whoever waits for it has yet to hear."""
        return self.failure is not None and time.monotonic() - self.end < _LATELY


class Work:
    """Jobs of one desk, one after another. The reader's process that they use belongs to their
    thread."""

    def __init__(self, name: str) -> None:
        self._waiting: SimpleQueue[Job | None] = SimpleQueue()
        self._jobs: dict[str, Job] = {}
        self._thread = threading.Thread(target=self._go_on, name=name, daemon=True)
        self._thread.start()

    def start(self, title: str, run: Callable[[Tell], Outcome]) -> Job:
        """The job, which begins when those before it have ended."""
        job = Job(title, run)
        self._jobs[job.id] = job
        for old in [j for j in list(self._jobs.values())[:-_MOST_JOBS] if j.over]:
            del self._jobs[old.id]
        self._waiting.put(job)
        return job

    def job(self, identifier: str) -> Job | None:
        """The job of that id, while it is remembered."""
        return self._jobs.get(identifier)

    def stop(self, patience: float) -> None:
        """End the thread when what it does now is done; it is not waited for longer than that."""
        self._waiting.put(None)
        self._thread.join(patience)

    def _go_on(self) -> None:
        while (job := self._waiting.get()) is not None:
            _run(job)


def _run(job: Job) -> None:
    try:
        job.outcome = job.run(job.tell)
    except DrafterError as error:
        job.failure = error
    except Exception:  # one job that fails must not end those behind it
        _log.exception("%s", job.title)
        job.failure = DrafterError(_BROKEN)
    finally:
        job.end = time.monotonic()
        job.ended.set()
