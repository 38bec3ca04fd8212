"""Ordinals that skip, repeat or begin late: 一是…三是…"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import numeral
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark

# What stands before a mark is looked at from behind its first sign: a pattern that begins with a
# set of signs is found many times as fast.
_BEGINS = r"(?<![^。；，：、！？\s）”].)"


def _n(before: str = "") -> str:
    return f"([一二三四五六七八九十]{before}(?:(?<=二)十)?(?:(?<=十)[一二三四五六七八九])?)"


_N = _n()
_CLAUSE = pattern("[，。；：]")
_NUMBERS = {numeral(n, counting=False): n for n in range(1, 30)}
_MOST, _DEEPEST = 30, 4
_THROUGHOUT = "1."  # the series that may count on under the next heading
_ORDER = {"首先": 1, "其次": 2, "再次": 3}


class Series(Struct, frozen=True):
    """A way to number: where its marks are, how far down it stands, and whether it may run on."""

    name: str
    mark: re.Pattern[str]
    level: int
    """0 for marks in running text; 1–4 for marks that head a paragraph."""


SERIES = (
    Series("一是", pattern(_n(_BEGINS) + "是(?!否|非)"), 0),
    Series("一要", pattern(_n(_BEGINS) + "要(?![点素件求么])"), 0),
    Series("第一", pattern(r"第(?<![^。；：！？\s].)" + _N + "(?=[，是]|、(?!第))"), 0),
    Series("首先", pattern(f"([首其再]{_BEGINS}(?:(?<=首)先|(?<!首)次))(?=[，、是])"), 0),
    Series("①", pattern("([①②③④⑤⑥⑦⑧⑨⑩])"), 0),
    Series("一、", pattern(r"^\s*" + _N + "、"), 1),
    Series("（一）", pattern(r"^\s*（" + _N + "）"), 2),
    Series("1.", pattern(r"^\s*(\d{1,2}) ?[.、]"), 3),
    Series("（1）", pattern(r"^\s*（(\d{1,2})）"), 4),
)


class Mark(Struct, frozen=True):
    """An ordinal where it stands."""

    number: int
    passage: Passage
    start: int
    end: int


def ordinals(document: Document) -> Iterator[Remark]:
    """Series that lack a number or have one twice.

    一是…三是… → 缺二是;  一是…二是…。一是…二是… → silent, a second series begins
    """
    for series in SERIES:
        for run in _runs(series, document.passages):
            yield from _judge(series, run, document)


def _runs(series: Series, passages: Sequence[Passage]) -> Iterator[list[Mark]]:
    """The marks that count on from each other: up to the next 一, or to the section's end; digits
    may count on through all sections."""
    runs, scope, headed = list[list[Mark]](), "", False
    for passage in passages:
        if passage.cell:
            continue
        here = _scope(series, passage)
        headed |= here != scope or bool(series.level and _above(series, passage))
        scope = here
        for mark in _marks(series, passage):
            goes_on = bool(runs) and runs[-1][-1].number + 1 == mark.number
            if headed and not (goes_on and series.name == _THROUGHOUT):
                yield from runs
                runs, goes_on = [], False
            headed = False
            if goes_on or not (_is_decimal(mark) or _is_in_words(mark)):
                yield from _join(mark, runs)
    yield from runs


def _is_decimal(mark: Mark) -> bool:
    """Whether the ordinal may be half of a number: 8.6个专项; with ８．６ it is none."""
    text, dot = mark.passage.text, mark.passage.plain[mark.end - 1 : mark.end]
    return dot == "." and text[mark.end - 1] != "．" and text[mark.end : mark.end + 1].isdigit()


def _is_in_words(mark: Mark) -> bool:
    """Whether the ordinal may begin a sum or a saying: 一是一，二是二; unless it goes on with one
    before it (三是……。四是一些领域……) it is none."""
    return mark.passage.plain[mark.end - 1 : mark.end + 1] in ("是一", "是二")


def _join(mark: Mark, runs: list[list[Mark]]) -> Iterator[list[Mark]]:
    """Put the mark into the run that it goes on with; the runs within that one are complete.

    一是…二是…：一是…二是…。三是…: the third goes on with the outer run.
    """
    if mark.number == 1 or not runs:
        runs.append([mark])
        yield from (runs.pop(0) for _ in range(len(runs) - _DEEPEST))
        return
    fits = [n for n, run in enumerate(runs) if run[-1].number + 1 == mark.number]
    inner = runs[-1]
    if fits and fits[-1] < len(runs) - 1 and len(inner) > 1:
        yield from (runs.pop() for _ in range(len(runs) - 1 - fits[-1]))
    runs[-1].append(mark)


def _scope(series: Series, passage: Passage) -> str:
    return f"{passage.part} {passage.section}" if not series.level else passage.part


def _above(series: Series, passage: Passage) -> bool:
    """Whether the paragraph is headed by a mark of a higher level."""
    return any(s.mark.search(passage.plain) for s in SERIES if 0 < s.level < series.level)


def _marks(series: Series, passage: Passage) -> Iterator[Mark]:
    for match in series.mark.finditer(passage.plain):
        if not series.level and _in_quotes(passage.plain, match.start()):
            continue  # “一要吃饭、二要建设” is a saying
        yield Mark(_read(match[1]), passage, match.start() + _blank(match[0]), match.end())


def _in_quotes(text: str, at: int) -> bool:
    """Whether a place stands within quotation marks that are closed behind it."""
    opened = text.rfind("“", 0, at)
    return opened > text.rfind("”", 0, at) and "”" in text[at:]


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip())


def _read(text: str) -> int:
    if "①" <= text <= "⑩":
        return ord(text) - ord("①") + 1
    return int(text) if text.isdecimal() else _ORDER.get(text) or _NUMBERS[text]


def _judge(series: Series, run: Sequence[Mark], document: Document) -> Iterator[Remark]:
    """One remark a series: what it lacks, and what it has twice."""
    numbers = [mark.number for mark in run]
    first = document.passages[0]
    if series.name in ("首先", "第一") and numbers[0] != 1:
        return
    if (run[0].passage is first and not first.plain[: run[0].start].strip()) or (
        series.level and not _headed(series, run[0], document)
    ):
        numbers = [*range(1, numbers[0]), *numbers]
    counted = Counter(numbers)
    twice = sorted(n for n, count in counted.items() if count > 1)
    missing = [n for n in range(1, max(numbers)) if n not in counted]
    if missing or twice:
        wrong = _first_wrong(run, len(numbers) - len(run))
        yield _remark("proof-ordinal", Severity.WARNING, series, wrong, run, missing, twice)
    elif numbers != sorted(numbers):
        wrong = _first_wrong(run, len(numbers) - len(run))
        yield _remark("proof-ordinal-order", Severity.WARNING, series, wrong, run, [], [])
    elif series.name == "一是" and len(run) == 1 and numbers == [1]:
        yield _remark("proof-ordinal-alone", Severity.HINT, series, run[0], run, [], [])


def _headed(series: Series, mark: Mark, document: Document) -> bool:
    """Whether text of the same document comes before a series that heads paragraphs."""
    if series.level == 1:
        return len(document.passages) > 1 and document.year is not None
    return any(
        s.mark.search(p.plain)
        for p in document.passages
        if p.number < mark.passage.number
        for s in SERIES
        if 0 < s.level < series.level
    )


def _first_wrong(run: Sequence[Mark], before: int) -> Mark:
    expected = before + 1
    for mark in run:
        if mark.number != expected:
            return mark
        expected += 1
    return run[-1]


def _remark(
    code: str, severity: Severity, series: Series, mark: Mark, run: Sequence[Mark],
    missing: Sequence[int], twice: Sequence[int],
) -> Remark:  # fmt: skip
    end = _clause_end(mark)
    problems = [f"缺{'、'.join(_name(series, n) for n in missing)}"] if missing else []
    problems += [f"{'、'.join(_name(series, n) for n in twice)}重复"] if twice else []
    details = {
        "present": "、".join(_name(series, m.number) for m in run[:_MOST]),
        "problem": "，".join(problems),
    }
    return Remark(code, severity, mark.passage, mark.start, end, details)


def _clause_end(mark: Mark) -> int:
    end = min(mark.end + 20, len(mark.passage.plain))
    match = _CLAUSE.search(mark.passage.plain, mark.end, end)
    return match.start() if match else end


def _name(series: Series, number: int) -> str:
    if series.name == "①":
        return chr(ord("①") + number - 1)
    if series.name == "首先":
        return next(word for word, n in _ORDER.items() if n == number)
    own = "1" if "1" in series.name else "一"
    return series.name.strip("、.").replace(
        own, str(number) if own == "1" else numeral(number, counting=False)
    )
