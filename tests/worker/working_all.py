"""All files of a folder through every job of the worker, a good one after every fifth. Run as a
program.

Prints JSON: by file and job, the worker's seconds of processor time and what was answered; by how
much the memory of this process grew; what the largest worker held.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from drafter.desk.errands import formatting, proofing
from drafter.desk.errands import text as plain
from drafter.desk.review import comparing, returning
from drafter.desk.review.shelf import Choice
from drafter.model.errors import DrafterError
from drafter.worker.calls import Apart
from tests.workbook.reading_all import peak, spent

Work = Callable[[], object]
DAY = "2023年11月21日"
_AT_ONCE = 2  # jobs a file, in turn; what weighs much is put through all
_WHOLE = "too_much"


def main(root: Path, draft: Path, folder: Path) -> dict[str, Any]:
    """The answers, and the growth of this process's peak in kilobytes."""
    answers: dict[str, dict[str, Any]] = {}
    good = draft / "报告.docx"
    with Apart("drafter.desk.review.returning", "来稿.docx") as apart:
        expected = {name: told(work) for name, work in jobs(apart, root, draft, good).items()}
        before = peak()
        for number, path in enumerate(sorted(folder.iterdir())):
            works = [*jobs(apart, root, draft, path).items()]
            turn = [works[(number * _AT_ONCE + n) % len(works)] for n in range(_AT_ONCE)]
            chosen = dict(works if path.name.startswith(_WHOLE) else turn)
            answers[path.name] = {name: timed(apart, work) for name, work in chosen.items()}
            if number % 5 == 0:
                name = [*expected][number // 5 % len(expected)]
                assert told(jobs(apart, root, draft, good)[name]) == expected[name], path.name
        grown = peak() - before
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"answers": answers, "grown": grown, "worker": most, "good": expected}


def jobs(apart: Apart, root: Path, draft: Path, file: Path) -> dict[str, Work]:
    """Everything that is done to a file from outside."""
    own, other = Choice(draft, 1), Choice(file)
    call = apart.call
    return {
        "text": partial(call, plain.document_lines, file),
        "verify": partial(call, returning.verify, root, file, True),
        "diff": partial(call, comparing.diff, root, own, other, True),
        "diff back": partial(call, comparing.diff, root, other, own, False),
        "redline": partial(call, comparing.redline, root, own, other, True, "某", ""),
        "redline back": partial(call, comparing.redline, root, other, own, True, "某", ""),
        "merge": partial(call, returning.merge, root, file, own, own, "某", ""),
        "take": partial(call, returning.take, root, file, own, own, "某", DAY, DAY),
        "proof": partial(call, proofing.proofread, file, None, "来稿.docx", True, None),
        "lint": partial(call, formatting.check, file, True),
        "restyle": partial(call, formatting.restyle, file),
    }


def timed(apart: Apart, work: Work) -> dict[str, Any]:
    """The processor's seconds, and what was answered."""
    worker = apart.worker.start().pid
    before = spent(worker)
    said = told(work)
    if worker != apart.worker.start().pid:  # another one: the file has cost the first
        before, worker = 0.0, apart.worker.start().pid
    return {"seconds": spent(worker) - before, **said}


def told(work: Work) -> dict[str, str]:
    """The reason why not, or what came of it, short enough to be compared."""
    try:
        text = repr(work())
    except DrafterError as error:
        return {"reason": str(error), "trace": "\n".join(getattr(error, "__notes__", []))}
    return {"result": text if len(text) < 5_000 else f"{len(text)} characters"}


if __name__ == "__main__":
    print(json.dumps(main(*map(Path, sys.argv[1:])), ensure_ascii=False))
