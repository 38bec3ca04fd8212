"""沿革: what an indicator was the year before. 改名 甲.旧；2023年口径变动 含调解.

    lineage = step ((";" | line break) step)*
    step    = [year ["年"]] ("改名" key | "合并" key "+" key … | "拆分" ["自"] key | "新增"
              | "停用" [words] | "口径变动" [words])

A step that names no year is of the catalogue's own: its indicator is compared with the year before.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.model.pattern import pattern

if TYPE_CHECKING:
    from drafter.catalogue.rows import Row

LINEAGE = "沿革"
_KEY = pattern(r"[^\W\d]\w*\.[^\W\d]\w*")
_STEPS = pattern(r"[；;\n]")
_STEP = pattern(r"(?:(?P<year>\d{4})\s*年?\s*)?(?P<deed>改名|合并|拆分|新增|停用|口径变动)")
_BETWEEN = pattern(r"[+＋、，,和\s]+")
_ORIGIN = pattern(r"自\s*")


class Deed(StrEnum):
    """What was done to an indicator between two years."""

    RENAMED = "改名"
    MERGED = "合并"
    SPLIT = "拆分"
    NEW = "新增"
    STOPPED = "停用"
    REDEFINED = "口径变动"


# What tells where the figure of the year before is: an indicator has one in a year.
_ORIGINS = (Deed.RENAMED, Deed.MERGED, Deed.SPLIT, Deed.NEW, Deed.STOPPED)
_NAMED = {Deed.RENAMED: (1, 1), Deed.MERGED: (2, 99), Deed.SPLIT: (1, 1), Deed.NEW: (0, 0)}
_NEEDS = {
    Deed.RENAMED: "“改名”后面写上年的一个编号，如“改名 法律援助.总数”",
    Deed.MERGED: "“合并”后面写上年的几个编号，如“合并 甲.民事+甲.刑事”",
    Deed.SPLIT: "“拆分”后面写上年的一个编号，如“拆分 自 甲.总数”",
    Deed.NEW: "“新增”后面不写编号",
}


class Step(Struct, frozen=True):
    """A deed of one year: the keys of the year before that it names, and what was said of it."""

    deed: Deed
    year: int
    keys: tuple[str, ...] = ()
    note: str = ""


def read_lineage(row: Row, year: int) -> tuple[Step, ...]:
    """The steps in the row's cell; `year` is the catalogue's. Mistakes stand at the cell."""
    texts = [text.strip() for text in _STEPS.split(row.text(LINEAGE)) if text.strip()]
    steps = [step for text in texts if (step := _step(row, text, year))]
    for one in {step.year for step in steps}:
        origins = [s.deed for s in steps if s.year == one and s.deed in _ORIGINS]
        if len(origins) > 1:
            row.mistake("catalogue-lineage-both", LINEAGE, deeds="、".join(origins), year=one)
    return tuple(steps)


def _step(row: Row, text: str, year: int) -> Step | None:
    match = _STEP.match(text)
    if match is None:
        row.mistake("catalogue-lineage", LINEAGE, value=text, deeds="、".join(Deed))
        return None
    deed, rest, when = Deed(match["deed"]), text[match.end() :], int(match["year"] or year)
    rest = rest.strip(" 　：:")
    if when > year:
        row.mistake("catalogue-lineage-year", LINEAGE, value=text, year=year)
    if deed not in _NAMED:
        return Step(deed, when, (), rest)
    keys = tuple(part for part in _BETWEEN.split(_ORIGIN.sub("", rest, count=1)) if part)
    fewest, most = _NAMED[deed]
    sound = fewest <= len(keys) <= most and all(map(_KEY.fullmatch, keys))
    if not sound or len(set(keys)) < len(keys):
        row.mistake("catalogue-lineage-keys", LINEAGE, value=text, needs=_NEEDS[deed])
        return None
    return Step(deed, when, keys)


def origin(steps: Iterable[Step], year: int) -> Step | None:
    """Where the figure of the year before that one is; None where it has the same key."""
    return next((s for s in steps if s.year == year and s.deed in _ORIGINS), None)


def redefined(steps: Iterable[Step], year: int) -> Step | None:
    """What changed in that year in what is counted."""
    return next((s for s in steps if s.year == year and s.deed is Deed.REDEFINED), None)


def stops(text: str) -> bool:
    """Whether the text of a cell says that the row is not asked any more."""
    matches = (_STEP.match(part.strip()) for part in _STEPS.split(text))
    return any(match is not None and match["deed"] == Deed.STOPPED for match in matches)


def stamped(text: str, year: int) -> str:
    """A cell's text as it stands in a later year's catalogue: a step without a year is of that
    one."""
    parts = [part.strip() for part in _STEPS.split(text) if part.strip()]
    matches = [(part, _STEP.match(part)) for part in parts]
    return "；".join(
        f"{year}年{part}" if match is not None and match["year"] is None else part
        for part, match in matches
    )


def is_stopped(steps: Iterable[Step]) -> bool:
    """Whether it is not asked any more: its row stands there for the years before."""
    return any(step.deed is Deed.STOPPED for step in steps)
