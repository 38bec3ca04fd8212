"""The program of the worker: one request a line, one answer a line.

Memory and processor time are limited where the system has setrlimit (Linux, macOS). Windows has
not: there the parent's clock bounds the time, and memory is bounded only by what the readers count
before they take it: inflated bytes, tags, cells, paragraphs, text.
"""

from __future__ import annotations

import gc
import json
import sys
from importlib import import_module
from typing import IO, Any

from drafter.worker.bounds import Bounds

# What may be asked: each a function of plain JSON values. Nothing else is ever called.
PLAIN = ("drafter.workbook.opening:respond",)
# Functions whose arguments and results go by their annotations (see calls).
TYPED = (
    "drafter.desk.review.comparing:diff",
    "drafter.desk.review.comparing:redline",
    "drafter.desk.review.returning:origin",
    "drafter.desk.review.returning:verify",
    "drafter.desk.review.returning:merge",
    "drafter.desk.review.returning:take",
    "drafter.desk.review.returning:withdraw",
    "drafter.desk.errands.proofing:proofread",
    "drafter.desk.errands.formatting:restyle",
    "drafter.desk.errands.formatting:check",
    "drafter.desk.errands.text:document_lines",
    "drafter.desk.publishing.attesting:attested",
    "drafter.desk.drafts.paging:body",
    "drafter.desk.files.parcels:unpack",
    "drafter.desk.levels.opening:opened",
    "drafter.desk.files.template_check:stops",
    "drafter.desk.files.sheet_edit:edit",
    "drafter.desk.files.template_edit:rewrite",
    "drafter.desk.catalogue.importing:title_year",
    "drafter.desk.catalogue.importing:report_claims",
)
# Readers make objects by the million and hardly a circle: looking for these took half the time.
_GARBAGE = (100_000, 50, 1000)
_OFTEN = 100  # requests, behind which what circles there are is taken away


def main() -> None:
    """The program of a worker that was spawned; its arguments are modules, imported before."""
    for module in sys.argv[1:]:
        import_module(module)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until the parent closes the pipe."""
    sys.stdout = sys.stderr  # a library that prints must not speak on the wire
    gc.set_threshold(*_GARBAGE)
    gc.freeze()  # what is loaded by now stays: it need not be looked through again and again
    for number, request in enumerate(requests, start=1):
        if not number % _OFTEN:
            gc.collect()
        job, arguments, bounds = json.loads(request)
        _limit(Bounds(**bounds))
        answers.write(_answer(job, arguments) + b"\n")
        answers.flush()


def _answer(job: str, arguments: list[Any]) -> bytes:
    if job in TYPED:
        from drafter.worker.calls import answer

        return answer(function(job), arguments)
    if job not in PLAIN:
        raise ValueError(job)
    outcome = function(job)(*arguments)
    return json.dumps(outcome, ensure_ascii=False).encode(errors="replace")


def function(job: str) -> Any:
    """The function of that name, module:function."""
    module, _, name = job.partition(":")
    return getattr(import_module(module), name)


def _limit(bounds: Bounds) -> None:
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + bounds.cpu
    limits = (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        _, ceiling = resource.getrlimit(kind)
        allowed = most if ceiling == resource.RLIM_INFINITY else min(most, ceiling)
        resource.setrlimit(kind, (allowed, ceiling))
