"""What a rate's name asks for: its numerator and its denominator, by the words beside numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from drafter.model.pattern import pattern
from drafter.proof.rows.row import Row
from drafter.proof.text.words import alternatives, lines, mentions

_LONGEST = 16  # of words that a name may abbreviate
_ENDS = pattern("(?:率|比例|进度|面)$")


def counted_by(name: str, rows: Sequence[Row]) -> list[Row]:
    """The rows whose number is the rate's numerator, by the name: in full, by its words in the
    table, or by two signs of it."""
    special = mentions("另算").search(name)
    if special:
        rows = [row for row in rows if special[0] in row.label]
    name = _denying(name)
    upper, _ = halves(name)
    core = _ENDS.sub("", name)
    full = [r for r in rows if len(core) > 2 and core in r.label and f"应{core}" not in r.label]
    if full or not upper:
        return full
    named = [r for r in rows if is_part(r.label, name, upper) and not _due(r.label, upper)]
    if named or is_known(name):
        return named
    for at in range(len(core) - 2, 0, -1):
        pair = core[at : at + 2]
        counted = [r for r in rows if pair in r.head.words and not _due(r.label, pair)]
        if counted and len(core) > 2 and not denied_by(counted[-1].label, pair):
            return counted[-1:]
    return []


def _denying(name: str) -> str:
    """A rate's name from the word on that denies: 不合格率 of 监督抽检不合格率."""
    denial = re.search(rf"(?:{alternatives('否定')})[\u4e00-\u9fff]{{1,4}}率$", name)
    return denial[0] if denial else name


def whole_named(label: str, upper: str, lower: str) -> bool:
    """Whether the words name what a rate is a part of: 受理, 应办结."""
    return bool(lower and re.search(lower, label)) or bool(upper and _due(label, upper))


def _due(label: str, upper: str) -> bool:
    return bool(re.search(rf"应当?[\u4e00-\u9fff]{{0,2}}(?:{upper})", label))


@lru_cache(maxsize=1024)
def is_known(name: str) -> bool:
    """Whether the table has the rate."""
    return any(name.endswith(ending) for names, _, _ in named_rates() for ending in names)


def is_part(label: str, name: str, upper: str) -> bool:
    """Whether the words name what the rate counts: 不批准逮捕 for 不捕率."""
    core = _ENDS.sub("", _denying(name))
    if re.match(rf"(?:{alternatives('否定')})", core):
        return _runs_through(core, label) and bool(re.search(re.escape(core[0]), label))
    plain = re.sub(
        rf"(?:{alternatives('否定')}|不予)(?=(?:{upper}|[\u4e00-\u9fff]{{0,2}}{upper}))(?:{upper})?",
        "～",
        label,
    )
    return bool(re.search(upper, plain)) or _abbreviated(core, label, plain)


def _abbreviated(core: str, label: str, plain: str) -> bool:
    """网上办理 for 网办率: the signs of the name, one after another, in words not listed."""
    listed = is_known(f"{core}率")
    short = len(core) == 2 and len(label) <= _LONGEST
    return not listed and short and plain == label and _runs_through(core, label)


def _runs_through(core: str, label: str) -> bool:
    """Whether the signs of the name stand in the words one after another."""
    at = 0
    for sign in core:
        at = label.find(sign, at) + 1
        if not at:
            return False
    return True


def denied_by(label: str, upper: str) -> bool:
    """Whether the words name the contrary of what the rate counts."""
    return bool(re.search(rf"(?:{alternatives('否定')})(?:{upper})", label))


@cache
def named_rates() -> tuple[tuple[tuple[str, ...], str, str], ...]:
    """The table of rates: names, the words of the numerator, those of the denominator."""
    rates = list[tuple[tuple[str, ...], str, str]]()
    for line in lines("率"):
        names, _, halves_said = line.partition("=")
        upper, _, lower = halves_said.partition("/")
        rates.append((tuple(names.split()), "|".join(upper.split()), "|".join(lower.split())))
    return tuple(rates)


@lru_cache(maxsize=1024)
def halves(name: str) -> tuple[str, str]:
    """Patterns of the words at a rate's numerator and at its denominator.

    >>> halves("调处成功率")[0]
    '成功|化解|调成|调撤|达成'
    """
    for names, upper, lower in named_rates():
        if any(name.endswith(ending) for ending in names):
            return upper, lower
    core = _ENDS.sub("", name)
    return (re.escape(core[-2:]), "") if len(core) >= 2 else ("", "")
