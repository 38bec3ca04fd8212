"""A template filled by drafter, docxtpl and rust-docxtpl by turns; forms read in the worker."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from docxtpl import DocxTemplate

from drafter.template.template import Filled, Template
from drafter.word.ooxml import parse, w
from drafter.word.package import Part, pack, unpack
from drafter.workbook.reader import Reader, Unreadable
from tools.bench_document import Sample, sample
from tools.bench_engine import Engine, rust_engine
from tools.bench_reading import copied

ROUNDS, FILLS = 12, 10
COMPILES, READINGS, GROWTHS = 3, 3, 40
_BODY = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Compared:
    """Processor seconds for one document of 200 slots, medians: all engines in the same rounds.

    `rust` is None where rust-docxtpl could not be installed. `cold` is the first document of a
    round, behind another engine; `deflated` is what compressing the filled body takes; `imports`
    is what each engine takes to be imported.
    """

    docxtpl: float
    rust: float | None
    packed: float
    filled: float
    cold: float
    deflated: float
    imports: Mapping[str, float]
    marks: int

    def ratio(self, other: float) -> float:
        """How many documents drafter makes while the other makes one, as .docx bytes."""
        return other / self.packed


@dataclass(frozen=True, slots=True)
class Grown:
    """Processor seconds, medians, for a template with that many slots in its sentences."""

    slots: int
    compiled: float
    filled: float
    packed: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Wall seconds, median, for that many forms, the worker's start included."""

    forms: int
    seconds: float


def compare() -> Compared:
    """All engines by turns. Raises ValueError where they do not give the same text."""
    made = sample()
    template = Template(made.template, "bench.docx")
    filled = _fill(template, made)
    with rust_engine(made) as rust:
        documents = [_docxtpl(made), *([rust.document()] if rust else [])]
        if any(texts(document) != texts(_pack(filled)) for document in documents):
            raise ValueError("the engines give different texts")
        rounds = [_round(template, made, rust) for _ in range(ROUNDS)]
        imports = {"docxtpl": _import("docxtpl"), "drafter": _import(_ENGINE)}
        imports |= {"rust-docxtpl": rust.imported} if rust else {}
    theirs, native, packed, alone = (
        median(time for times in column for time in times) for column in zip(*rounds, strict=True)
    )
    cold = median(times[0] for _, _, times, _ in rounds)
    body = filled.parts[_BODY]
    deflated = cpu(lambda: Part.of(_BODY, body if isinstance(body, bytes) else b""), 100)
    found = (theirs, native if rust else None, packed, alone, cold, median(deflated))
    return Compared(*found, imports, len(filled.marks))


_ENGINE = "drafter.template.template"


def _round(template: Template, made: Sample, rust: Engine | None) -> tuple[list[float], ...]:
    return (
        cpu(lambda: _docxtpl(made), FILLS),
        rust.render(FILLS) if rust else [0.0],
        cpu(lambda: _pack(_fill(template, made)), FILLS),
        cpu(lambda: _fill(template, made), FILLS),
    )


def _import(name: str) -> float:
    """Processor seconds to import a module in a new process."""
    clock = "time.process_time()"
    code = f"import time; start = {clock}; import {name}; print({clock} - start)"
    answers = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(READINGS)
    ]
    return median(answers)


def grow(slots: int) -> Grown:
    """What a template of that size costs drafter."""
    made = sample(slots)
    template = Template(made.template, "bench.docx")
    compiled = cpu(lambda: Template(made.template, "bench.docx"), COMPILES)
    filled = cpu(lambda: _fill(template, made), GROWTHS)
    packed = cpu(lambda: _pack(_fill(template, made)), GROWTHS)
    return Grown(slots, median(compiled), median(filled), median(packed))


def read(forms: list[Path], copies: int) -> Reading:
    """The forms, each that many times over, through one worker."""
    with tempfile.TemporaryDirectory() as folder:
        files = [
            copied(form, Path(folder) / f"{number}-{form.name}")
            for form in forms
            for number in range(copies)
        ]
        return Reading(len(files), median(_reading(files) for _ in range(READINGS)))


def _reading(files: list[Path]) -> float:
    start = perf_counter()
    with Reader() as reader:
        refused = [book for book in map(reader.read, files) if isinstance(book, Unreadable)]
    if refused:
        raise ValueError(f"{refused[0].file}: {refused[0].reason}")
    return perf_counter() - start


def cpu(work: Callable[[], object], times: int) -> list[float]:
    """Processor seconds of each of so many turns."""
    gc.collect()  # each engine pays for its own garbage, not for the other's
    taken = []
    for _ in range(times):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return taken


def _docxtpl(made: Sample) -> bytes:
    """Load, render and save: docxtpl loads the document anew for every rendering."""
    document, stream = DocxTemplate(BytesIO(made.template)), BytesIO()
    document.render(dict(made.plain))
    document.save(stream)
    return stream.getvalue()


def _fill(template: Template, made: Sample) -> Filled:
    return template.fill(made.entries, {})


def _pack(filled: Filled) -> bytes:
    return pack(
        part if isinstance(part, Part) else Part.of(name, part)
        for name, part in filled.parts.items()
    )


def texts(document: bytes) -> list[str]:
    """The paragraphs of a .docx."""
    body = parse(unpack(document, "bench.docx")[_BODY])
    return ["".join(t.text or "" for t in p.iter(w("t"))) for p in body.iter(w("p"))]
