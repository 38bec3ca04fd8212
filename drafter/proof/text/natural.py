"""Divisions that are whole by nature, as divisions.toml lists them: 农民工 = 外出 + 本地."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from msgspec import Struct

from drafter.proof.text.words import lines

ANY = "各"
_FULL, _SOMETIMES, _FEWEST = "≡", "？", 2


class Division(Struct, frozen=True):
    """What is divided, and the names of each of its parts."""

    wholes: tuple[str, ...]
    """Empty where any number is so divided: 男, 女."""
    parts: tuple[tuple[str, ...], ...]
    always: int
    """How many of the parts, the first, are always there; the others need not be."""
    full: bool
    """Whether the parts are only ever told all together."""
    masks: tuple[str, ...] = ()
    """Words of the whole in which a part's may be: 前三季度."""

    @classmethod
    def of(cls, line: str) -> Division:
        """A line as an editor writes it.

        >>> one = Division.of("保费 ≡ 财产险 + 寿险 + 其他？")
        >>> one.wholes, one.always, one.full, one.parts[2]
        (('保费',), 2, True, ('其他',))
        """
        whole, sign, rest = re.split("([=≡])", line)
        sides = [side.split() for side in rest.split("+")]
        certain = [tuple(side) for side in sides if not side[-1].endswith(_SOMETIMES)]
        rare = [
            (*side[:-1], side[-1].rstrip(_SOMETIMES))
            for side in sides
            if tuple(side) not in certain
        ]
        masks = tuple(word for word in whole.split() if word != ANY)
        wholes = () if ANY in whole.split() else masks
        return cls(wholes, (*certain, *rare), len(certain), sign == _FULL, masks)

    def part(self, name: str) -> int | None:
        """Which part a name is of, by its longest word; None where it is of none or of several,
        or is that of the whole.

        >>> one = Division.of("进出口 = 进口 + 出口")
        >>> one.part("货物出口"), one.part("进出口总额"), one.part("进口、出口")
        (1, None, None)
        """
        spans = [(m.start(), m.end()) for w in self.masks for m in re.finditer(re.escape(w), name)]
        hits = [
            (m.start(), m.end(), at)
            for at, words in enumerate(self.parts)
            for word in words
            for m in re.finditer(re.escape(word), name)
        ]
        inside = [(a, b) for a, b, _ in hits] + spans
        own = {
            at for start, end, at in hits
            if not any(a <= start and end <= b and b - a > end - start for a, b in inside)
        }  # fmt: skip
        return own.pop() if len(own) == 1 else None

    def names(self, name: str) -> bool:
        """Whether a name is that of the whole, and of no part of it by any other division."""
        named = any(word in name for word in self.wholes)
        return named and all(one.part(name) is None for one in _of_whole(self.wholes))


@cache
def divisions() -> tuple[Division, ...]:
    """All that the list has, those first that name their whole."""
    every = [Division.of(line) for line in lines("划分")]
    return tuple(sorted(every, key=lambda one: not one.wholes))


@cache
def _of_whole(wholes: tuple[str, ...]) -> tuple[Division, ...]:
    """The divisions of one of these wholes."""
    return tuple(one for one in divisions() if {*one.wholes} & {*wholes})


def present(names: str) -> Sequence[Division]:
    """The divisions of which the parts that are always there are all in a text; of those that are
    told in full all but one."""
    signs = _by_sign().keys() & {*names}
    words = {word for sign in signs for word in _by_sign()[sign] if word in names}
    if len(words) < _FEWEST:
        return ()
    places = {at for word in words for at in _by_word()[word]}
    some = [divisions()[at] for at in sorted(places)]
    return [one for one in some if _lacking(one, words) <= one.full]


def _lacking(one: Division, words: set[str]) -> int:
    return sum(words.isdisjoint(part) for part in one.parts[: one.always])


@cache
def _by_word() -> dict[str, tuple[int, ...]]:
    """The divisions that have a part of a name, by their places."""
    places = defaultdict[str, list[int]](list)
    for at, one in enumerate(divisions()):
        for word in {word for part in one.parts for word in part}:
            places[word].append(at)
    return {word: tuple(several) for word, several in places.items()}


@cache
def _by_sign() -> dict[str, tuple[str, ...]]:
    """The names of parts by the sign that they begin with."""
    signs = defaultdict[str, list[str]](list)
    for word in _by_word():
        signs[word[0]].append(word)
    return {sign: tuple(several) for sign, several in signs.items()}
