"""Functions called in the worker as if they were here: values go over and come back as JSON.

What comes back is checked against the function's annotations, never unpickled: the file that was
opened may have taken the worker over.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar, get_type_hints

from msgspec import Struct

from drafter.model.errors import (
    CatalogueError,
    DrafterError,
    ReviewError,
    TemplateError,
    WorkspaceError,
)
from drafter.model.finding import Finding
from drafter.model.record import ShapeError, decoded, encoded, plain, shaped
from drafter.worker.bounds import Bounds
from drafter.worker.process import LostError, Worker

P = ParamSpec("P")
T = TypeVar("T")
_AGAIN = "请用Word或WPS打开，另存为新的.docx后重试"
_DIED = f"使读取程序中止，未处理；{_AGAIN}"
_STALLED = "处理超时，已停止；请拆成几个文件后重试"
_FULL = "过大，内存不足，未处理；请拆成几个文件后重试"
_ODD = f"内部结构异常，读不了；{_AGAIN}"


class Refusal(Struct, frozen=True, forbid_unknown_fields=True):
    """Why there is no result: the class of a DrafterError and what it says; or MEMORY, or ODD, and
    then `trace` is where."""

    kind: str
    message: str = ""
    findings: tuple[Finding, ...] = ()
    trace: str = ""


MEMORY, ODD = "memory", "odd"
_ERRORS = {kind.__name__: kind for kind in (DrafterError, ReviewError, WorkspaceError)}
_WITH_FINDINGS = {kind.__name__: kind for kind in (CatalogueError, TemplateError)}


class Apart:
    """Work on files from outside in the worker. Use it as a context; `files` are their names."""

    def __init__(self, module: str, *files: str, bounds: Bounds | None = None) -> None:
        self.worker = Worker(module)
        self.worker.start()
        self._files = "、".join(dict.fromkeys(files)) or "稿子"
        self._bounds = bounds or Bounds()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self.worker.stop()

    def call(self, job: Callable[P, T], *arguments: P.args, **_: P.kwargs) -> T:
        """What the function returns. Raises DrafterError, whatever becomes of the worker."""
        result: T | None
        refusal: Refusal | None
        try:
            name = f"{job.__module__}:{job.__name__}"
            answer = self.worker.ask(name, plain(arguments), self._bounds)
            result, refusal = decoded(job_types(job)[1], answer)
        except LostError as lost:
            raise self._error(_STALLED if lost.stalled else _DIED) from lost
        except UnicodeEncodeError as error:
            raise self._error("文件名是乱码；请改名后重试") from error
        except ShapeError as error:
            raise self.broken() from error
        if refusal is not None:
            raise self._refused(refusal)
        if result is None:
            raise self.broken()
        return result

    def broken(self) -> DrafterError:
        """The error for a worker that gave what none of ours gives; it is ended."""
        self.worker.stop()
        return self._error(_DIED)

    def _refused(self, refusal: Refusal) -> DrafterError:
        if refusal.kind == MEMORY:
            self.worker.stop()  # what it still holds, the next file may need
        if refusal.kind in (MEMORY, ODD):
            error = self._error(_FULL if refusal.kind == MEMORY else _ODD)
            error.add_note(refusal.trace)
            return error
        if kind := _WITH_FINDINGS.get(refusal.kind):
            return kind(refusal.message, refusal.findings)
        return _ERRORS.get(refusal.kind, DrafterError)(refusal.message)

    def _error(self, reason: str) -> DrafterError:
        return DrafterError(f"{self._files}：{reason}")


def answer(job: Callable[..., Any], arguments: list[Any]) -> bytes:
    """In the worker: the function's result, or why there is none, as JSON."""
    try:
        values = shaped(job_types(job)[0], arguments)
        return encoded((job(*values), None))
    except DrafterError as error:
        findings = tuple(getattr(error, "findings", ()))
        return encoded((None, Refusal(type(error).__name__, str(error), findings)))
    except MemoryError:
        return encoded((None, Refusal(MEMORY)))
    except Exception:  # what a file may do to the libraries that read it is not bounded
        import traceback

        return encoded((None, Refusal(ODD, trace=traceback.format_exc(limit=20))))


@cache
def job_types(job: Callable[..., Any]) -> tuple[Any, Any]:
    """What goes over: the arguments; and (result, None) or (None, why there is none)."""
    hints = get_type_hints(job, include_extras=True)
    result: Any = hints.pop("return")
    return tuple[tuple(hints.values())], tuple[result | None, Refusal | None]  # type: ignore[misc]
