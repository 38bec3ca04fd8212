"""What a rate's name asks for: its numerator and its denominator, by the words beside numbers."""

from __future__ import annotations

import re
from functools import cache

from drafter.proof.words import alternatives, lines

_LONGEST = 8  # of words that a name may abbreviate


def is_part(said: str, name: str, upper: str) -> bool:
    """Whether the words name what the rate counts: 不批准逮捕 for 不捕率."""
    core = name.removesuffix("率").removesuffix("比例")
    if re.match(rf"(?:{alternatives('否定')})", core):
        return _runs_through(core, said) and bool(re.search(re.escape(core[0]), said))
    plain = re.sub(
        rf"(?:{alternatives('否定')}|不予)(?=(?:{upper}|[\u4e00-\u9fff]{{0,2}}{upper}))(?:{upper})?",
        "～",
        said,
    )
    return bool(re.search(upper, plain)) or _abbreviated(core, said, plain)


def _abbreviated(core: str, said: str, plain: str) -> bool:
    """网上办理 for 网办率: the signs of the name, one after another, in words not listed."""
    known = any(f"{core}率".endswith(ending) for names, _, _ in named_rates() for ending in names)
    short = len(core) == 2 and len(said) <= _LONGEST
    return not known and short and plain == said and _runs_through(core, said)


def _runs_through(core: str, said: str) -> bool:
    """Whether the signs of the name stand in the words one after another."""
    at = 0
    for sign in core:
        at = said.find(sign, at) + 1
        if not at:
            return False
    return True


def denied_by(said: str, upper: str) -> bool:
    return bool(re.search(rf"(?:{alternatives('否定')})(?:{upper})", said))


@cache
def named_rates() -> tuple[tuple[tuple[str, ...], str, str], ...]:
    known = list[tuple[tuple[str, ...], str, str]]()
    for line in lines("率"):
        names, _, halves_said = line.partition("=")
        upper, _, lower = halves_said.partition("/")
        known.append((tuple(names.split()), "|".join(upper.split()), "|".join(lower.split())))
    return tuple(known)


def halves(name: str) -> tuple[str, str]:
    """Patterns of the words at a rate's numerator and at its denominator.

    >>> halves("调处成功率")[0]
    '成功|化解|调成|调撤|达成'
    """
    for names, upper, lower in named_rates():
        if any(name.endswith(ending) for ending in names):
            return upper, lower
    core = name.removesuffix("率").removesuffix("比例")
    return (re.escape(core[-2:]), "") if len(core) >= 2 else ("", "")
