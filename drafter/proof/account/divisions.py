"""Names after one division: 民事 and 刑事, 批准 and 不批准, 上半年 and 下半年."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from drafter.proof.account.series import members
from drafter.proof.rows.row import Row
from drafter.proof.text.words import either, lines, words


def whole_set(parts: Sequence[Row]) -> bool:
    """Whether the parts are named after one division: 民事 and 刑事, 批准 and 不批准; or after the
    members of a series: A类, B类, C类."""
    names = [part.label for part in parts]
    ahead = [part.head.lead + part.head.piece.tail for part in parts]  # 国际及港、澳、台同胞
    return (
        in_one_set(names, True)
        or in_one_set(ahead, True)
        or (len(parts) == 2 and opposite(parts[0].head.words, parts[1].head.words))
        or bool(members(names))
    )


def in_one_set(names: Sequence[str], distinct: bool = False) -> bool:
    """Whether all names, two at least, have words of one division: each its own, where distinct."""
    if len(names) == 2 and distinct and opposite(*names):
        return True
    return len(names) > 1 and any(
        all(any(w in n for w in s) for n in names)
        and (not distinct or len({_longest(n, s) for n in names}) == len(names))
        for s in _sets_with(names[0])
    )


def unlike(names: Sequence[str]) -> bool:
    """Whether two of the names are of measures that nobody adds up.

    >>> unlike(["招生2万人", "在校学生7万人"]), unlike(["男生招生", "女生招生"])
    (True, False)
    """
    text = "｜".join(names)
    return any(
        len({_longest(name, measures) for name in names} - {""}) > 1
        for measures in _measures()
        if sum(word in text for word in measures) > 1
    )


def _sets_with(name: str) -> Iterable[tuple[str, ...]]:
    """The divisions of which a name can have a word: by the first sign of each."""
    named = (_by_sign()[sign] for sign in {*name} & _by_sign().keys())
    return {one for division in named for one in division}


def _longest(name: str, division: Sequence[str]) -> str:
    """The word of a division that a name has, the longest."""
    words = (word for word in division if word in name)
    return max(words, key=lambda word: (len(word), word[0] in "非不未"), default="")


@cache
def _sets() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in lines("整体"))


@cache
def _measures() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in lines("不相加"))


@cache
def _by_sign() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The divisions by the signs that their words begin with."""
    signs = {word[0] for division in _sets() for word in division}
    return {s: tuple(d for d in _sets() if any(w[0] == s for w in d)) for s in signs}


@cache
def _denial() -> re.Pattern[str]:
    denial = either((*words("否定"), "不予", "未予"))
    return re.compile(rf"(?:{denial})([\u4e00-\u9fff]{{2,6}}?)的?$")


def opposite(one: str, other: str) -> bool:
    """Whether the second denies the first.

    >>> opposite("批准逮捕", "不批准逮捕"), opposite("合格", "检出不合格"), opposite("受理", "办结")
    (True, True, False)
    """
    match = _denial().search(other)
    return bool(match and match[1][:2] in one and match[0] not in one)
