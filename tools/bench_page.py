"""The measured figures as tables and as docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from tools import bench_desk, bench_one, bench_proof, bench_reading, bench_whole
from tools.bench_commands import RUNS, STARTS, Cost
from tools.bench_engine import VERSION
from tools.bench_filling import FILLS, ROUNDS, Compared, Grown, Reading
from tools.bench_review import Reviewed

MEGABYTE = 1_000_000
DRAFT, HELP = "`drafter draft`", "`drafter --help`"
OTHER, UNCHANGED = "`drafter draft`, other figures", "`drafter draft`, nothing changed"
MOST_SECONDS = {DRAFT: 1.5, HELP: 0.15}
MOST_REVIEW = 0.5
MOST_STARTS = {DRAFT: 6.0, OTHER: 6.0, UNCHANGED: 2.5} | {command.name: 3.0 for command in STARTS}
MOST_MEGABYTES = {DRAFT: 200}
LEAST = {"docxtpl": 48, "rust-docxtpl": 9}
LEAST_READING = 11
_NATION, _MEANING = "\n## A nation\n\n", "\n## What it means\n"
LIBRARIES = ("docxtpl", "python-docx", "jinja2", "lxml", "openpyxl")


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that one run of the bench found."""

    machine: str
    costs: Mapping[str, Cost]
    base: Cost
    compared: Compared
    one: bench_one.One
    grown: Sequence[Grown]
    readings: Sequence[Reading]
    read: bench_reading.Compared
    reviewed: Sequence[Reviewed]
    proofed: Sequence[bench_proof.Proofed]
    tabled: bench_proof.Proofed
    viewed: bench_desk.Viewed
    county: bench_whole.Whole
    larger: Sequence[bench_whole.Growth]


def tables(measured: Measured) -> dict[str, str]:
    """The tables in Markdown, by the name that the page gives them."""
    return {
        "targets": _table("Target|At most / at least|Measured|", _targets(measured)),
        "commands": _table(
            "Command|Wall|Processor|Largest process|this ÷ a start", _commands(measured)
        ),
        "filling": _table("From template to .docx|Processor|this ÷ drafter", _filling(measured)),
        "imports": _table("A new process|Processor", _imports(measured)),
        "growth": _table("Slots|Compile once|Fill|Fill and pack|A slot", _growth(measured)),
        "reading": _table("Forms|Wall|A form", _reading(measured)),
        "beside": _table(
            "Read|Wall|Processor|A form|this ÷ drafter", bench_reading.rows(measured.read)
        ),
        "proof": _table(
            "Text|Processor|A character, a row|this ÷ a start",
            bench_proof.rows(measured.proofed, measured.tabled),
        ),
        "county": _table(
            "Command|Processor|this ÷ openpyxl|At most||Largest process",
            bench_whole.rows(measured.county),
        ),
        "larger": _table(
            "Of a draft|Size|Processor|One more|", bench_whole.growth_rows(measured.larger)
        ),
        "review": _table("Pages|diff|verify|redline|merge|A page, all four", _reviews(measured)),
    }


def page(measured: Measured) -> str:
    """docs/performance.md."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    names = {"machine": measured.machine, "libraries": libraries, "runs": RUNS}
    names |= {"page": f"{measured.viewed.seconds * 1000:.0f} ms", "start": _start(measured)}
    numbers = {
        "rounds": ROUNDS,
        "fills": FILLS,
        "marks": measured.compared.marks,
        "first": _first(measured),
    }
    found = measured.compared
    share = f"{found.deflated / found.packed * 100:.0f}%"
    deflate = {"share": share, "deflated": _milliseconds(found.deflated)}
    return _PAGE.format(**names, **numbers, **deflate, **tables(measured))


def with_nation(page: str, part: str) -> str:
    """The page with that part on the nation, in place of the one that it has; none for ""."""
    before, _, rest = page.partition(_MEANING)
    part = f"{_NATION}{part}\n" if part else ""
    return f"{before.partition(_NATION)[0]}{part}{_MEANING}{rest}"


def nation_of(page: str) -> str:
    """What a page says of the nation, which a bench of its own measures; "" for nothing."""
    return page.partition(_MEANING)[0].partition(_NATION)[2].rstrip("\n")


def _first(measured: Measured) -> str:
    """What one document costs drafter when the template has to be compiled for it."""
    return _milliseconds(measured.grown[0].compiled + measured.compared.packed)


def _start(measured: Measured) -> str:
    """What a start took where the page was measured."""
    return f"{measured.viewed.start * 1000:.0f} ms"


def _table(head: str, rows: Iterable[Sequence[str]]) -> str:
    titles = head.split("|")
    rule = ["---", *["---:"] * (len(titles) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in (titles, rule, *rows))


def _targets(measured: Measured) -> Iterable[tuple[str, str, str, str]]:
    for name, most in MOST_SECONDS.items():
        wall = measured.costs[name].wall
        yield f"{name}, wall", f"≤ {most} s", _seconds(wall), _verdict(wall <= most)
    for name, size in MOST_MEGABYTES.items():
        peak = measured.costs[name].peak
        met = peak <= size * MEGABYTE
        yield f"{name}, memory", f"≤ {size} MB", _megabytes(peak), _verdict(met)
    for name, ratio in MOST_STARTS.items():
        taken = measured.costs[name].cpu / measured.base.cpu
        what = f"{name}, processor, ÷ a start"
        yield what, f"≤ {ratio}", f"{taken:.1f}", _verdict(taken <= ratio)
    share = measured.one.ratio
    verdict = _verdict(share <= bench_one.MOST)
    yield "One document, drafter ÷ docxtpl", f"≤ {bench_one.MOST}", f"{share:.2f}", verdict
    faster = measured.read.ratio
    what = f"Reading {measured.read.files} forms, openpyxl ÷ drafter"
    yield what, f"≥ {LEAST_READING}", f"{faster:.1f}", _verdict(faster >= LEAST_READING)
    for name, taken in measured.reviewed[0].seconds.items():
        verdict = _verdict(taken <= MOST_REVIEW)
        yield f"{name} of 15 pages", f"≤ {MOST_REVIEW} s", _seconds(taken), verdict
    proofed, tabled = measured.proofed[0], measured.tabled
    starts = (
        (f"Proofreading {proofed.size:,} characters", proofed.ratio, bench_proof.MOST),
        (f"Proofreading {tabled.size:,} rows", tabled.ratio, bench_proof.MOST_ROWS),
        ("总览 of a full county", measured.viewed.ratio, bench_desk.MOST),
    )
    for name, ratio, most in starts:
        what = f"{name}, processor, ÷ a start"
        yield what, f"≤ {most}", f"{ratio:.2f}", _verdict(ratio <= most)
    found = measured.compared
    for name, seconds in (("docxtpl", found.docxtpl), ("rust-docxtpl", found.rust)):
        goal, what = LEAST[name], f"Filling, {name} ÷ drafter"
        if seconds is None:
            yield what, f"≥ {goal}", "not installed", "not measured"
        else:
            ratio = found.ratio(seconds)
            yield what, f"≥ {goal}", f"{ratio:.1f}", _verdict(ratio >= goal)


def _verdict(met: bool) -> str:
    return "met" if met else "**missed**"


def _commands(measured: Measured) -> Iterable[Sequence[str]]:
    for name, cost in {**measured.costs, "a start": measured.base}.items():
        ratio = f"{cost.cpu / measured.base.cpu:.1f}"
        yield name, _seconds(cost.wall), _seconds(cost.cpu), _megabytes(cost.peak), ratio


def _filling(measured: Measured) -> Iterable[tuple[str, str, str]]:
    found = measured.compared
    rows = [
        ("docxtpl: load, render, save", found.docxtpl),
        ("drafter: fill, pack", found.packed),
        ("drafter: fill alone", found.filled),
        ("drafter: fill, pack, the first of a round", found.cold),
        ("drafter: deflate the body, within pack", found.deflated),
    ]
    if found.rust is not None:
        rows.insert(1, (f"rust-docxtpl {VERSION}: load, render, save", found.rust))
    for name, seconds in rows:
        yield name, _milliseconds(seconds), f"{seconds / found.packed:.2f}"


def _imports(measured: Measured) -> Iterable[tuple[str, str]]:
    yield "docxtpl: one document, from start to file", _milliseconds(measured.one.docxtpl)
    yield "drafter: the same, template compiled before", _milliseconds(measured.one.drafter)
    for name, seconds in measured.compared.imports.items():
        yield name, _milliseconds(seconds)


def _growth(measured: Measured) -> Iterable[tuple[str, str, str, str, str]]:
    for grown in measured.grown:
        times = (grown.compiled, grown.filled, grown.packed)
        compiled, filled, packed = map(_milliseconds, times)
        each = f"{grown.packed / grown.slots * 1e6:.1f} µs"
        yield str(grown.slots), compiled, filled, packed, each


def _reading(measured: Measured) -> Iterable[tuple[str, str, str]]:
    for reading in measured.readings:
        each = _milliseconds(reading.seconds / reading.forms)
        yield str(reading.forms), _seconds(reading.seconds), each


def _reviews(measured: Measured) -> Iterable[Sequence[str]]:
    for reviewed in measured.reviewed:
        times = reviewed.seconds.values()
        each = _milliseconds(sum(times) / reviewed.pages)
        yield str(reviewed.pages), *map(_seconds, times), each


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f} s"


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB"


_PAGE = """\
# Performance

Every figure on this page comes from one run of `make bench` on one machine: {machine}.
Libraries: {libraries}.

Where other programs shared the machine (a load above 1 when it began), seconds are too long, and
ratios, taken in turns, are what counts.

To repeat it, run `make bench` (Linux). To renew this page as well, run
`.venv/bin/python -m tools.bench --write`.

## Targets

{targets}

## Commands

The sample in this repository: 14 forms, their catalogue and template. Medians of {runs} runs after
one that warms the caches, in a copy of the workspace. Each run is a process of its own, from its
start to its end, the worker that reads workbooks included. Memory is the peak of the larger of the
two processes in any run.

{commands}

A start is that of a process which imports click, lxml and rapidfuzz, and ends. `verify`, `diff` and
`redline` are of two drafts of the sample; each forks a worker.

What takes it, by profile, in starts. `redline`: the command with its words and records 1.4, half of
it Python and click; in the worker lxml, rapidfuzz and the review's modules 0.8, the work itself, on
two drafts, 0.7. `verify` and `diff` are the same with less work, 0.4. `--help` loads no command:
what is left of it is Python and click.

`draft` with other figures takes some 2.3 above one whose text was proofread before: compiling 280
patterns 0.9, the proofreader's modules 0.5, reading the text and its figures 0.8. That is the floor
while the text has to be read: a pattern is compiled when it is first used, and a report uses most
of those that read figures. A fifth of compiling them is Python's own: for a set that holds 一-鿿,
3.11 walks all of its 20,992 characters.

`drafter draft` writes five files and waits until the disk has them. Its text is that of the draft
before, so what proofreading found there still holds; with other figures it is proofread anew. Where
nothing changed, it reads the catalogue, compares the inputs' hashes with those in the last draft's
record, and stops.

## A full county

45 departments of 100 indicators each, 900 rules, a template of 600 slots, all forms filled in.
Processor time in user mode of whole processes, the worker's included: medians of rounds in which
the commands and openpyxl's two passes over the same 45 forms take turns.

{county}

总览 of this county on the desk, half of its rules broken (450 errors), asked for by a browser when
the desk knows how the year stands: {page} of the server's processor time, where a start of a
process took {start}.

A draft of a smaller county, of which one part grows. What one more takes is the difference between
two sizes, so that the start is not in it; where it rises by more than a fifth, the row says so and
`make bench` fails. A year on record holds 50 versions received.

{larger}

## Filling a template, beside docxtpl and rust-docxtpl

A template that all understand, about fifteen pages: 200 slots, 10 conditionals, 3 tables of 10
rows. Before anything is timed, the bench checks that all give the same text. The others get plain
strings. drafter gets figures: it writes each one out, and puts a bookmark around it
({marks} in the document) by which it can be traced. Processor time of one document, medians over
{rounds} rounds in which the engines take turns, {fills} documents each. rust-docxtpl has docxtpl's
import name and so runs in an environment of its own.

{filling}

Of what is left to drafter, compressing the body (deflate, level 3) takes {deflated}, {share}. That
is the limit: it remains even if filling took no time. The other parts are compressed once, when the
template is compiled.

The first document of a round finds the processor's caches full of the other engine's work. It is
listed for drafter, where it shows; docxtpl's takes so long that the caches are its own soon.

docxtpl loads and compiles the document for every rendering. drafter compiles a template once and
fills it as often as needed. The ratio is that of filling, not of the first document: with
compiling, the first one costs drafter {first}. Starting the process comes on top; the template
that an earlier process compiled is read back from the workspace's cache:

{imports}

Little of drafter's start is work on the document. Of its instructions a fifth is importing Jinja:
its compiler is not needed where the template is compiled already, but Jinja cannot be had without.
Another fifth is hashing the program's files, so that no template that another program compiled is
ever filled. lxml and the engine's modules are a seventh, filling and packing a twentieth; the rest
is Python, msgspec, and reading the cache.

Filling has a floor as well: a third of it is compressing the body and putting it in order; most of
the rest is a microsecond for each figure, to find it, write it out, note its mark and put it in its
bookmark.

## Growth

The same template with more sentences. Processor time, medians; a slot's share is that of filling
and packing, the tables' 90 figures included.

{growth}

## Reading forms

The sample's forms once, then each ten times over, through one worker; its start is included.

{reading}

A form of 100 rows, as drafter issues it, filled in and saved by openpyxl. openpyxl needs two
passes, because one shows formulas and the other one their results. Medians of rounds in which both
take turns; drafter's time is that of both processes, the worker from its start to its end and all
checks included. A form's share and the ratio are of processor time.

{beside}

More forms take more time in proportion: what a form takes falls a little, as the worker's start is
shared among more.

What takes it, by profile: of some 8 ms a form, inflating and parsing its XML takes 2.3 even where
nobody looks at it; that is the floor. The handlers of its 1,900 elements and the checks of its
cells take 3.4, hashing and packing the answer 0.9, the rest is the worker's start and the way to it
and back.

## Reviewing drafts

Two drafts that differ in some of their figures, and a copy edited in other places. Each operation
reads its files; diff makes the HTML page, redline and merge the Word file. Processor time, medians,
in process.

{review}

## Proofreading

The published report of 2023, told again and again until it is so long: every sentence stands in it
several times, which is more to report than any real text has. Processor time, medians.
The profile is flat: of some 1,500 functions none takes more than a thirtieth, so there is nothing
to mend in one place; the time is that of some thirty hypotheses, each over all sentences.
Where numbers do not agree, what each may have been meant as is tried in floating point first, on
stretches of likely numbers at once; only what may hold is worked out in fractions.

{proof}

## What it means

A draft can be made again after every form that comes in: nobody waits for it. Times grow in
proportion to the template and to the number of forms, no faster.
"""
