"""The same sentence in two places, exactly or nearly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct
from rapidfuzz.fuzz import ratio

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage, Remark

_STOP = pattern(r"[。！？；\n]")
_SHORTEST, _NEAR_SHORTEST, _SHINGLE = 20, 30, 8
_NEAR, _MOST = 93, 6
_NUMBERED = pattern(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．])"
)
_NUMBERS = pattern(r"\d+")
_SIGNS = pattern(r"[^\u4e00-\u9fffA-Za-z0-9%]")


class _Said(Struct, frozen=True):
    """A sentence where it stands; `core` is its characters and digits alone."""

    passage: Passage
    start: int
    end: int
    core: str


def repeats(document: Document) -> Iterator[Remark]:
    """Sentences of twenty characters or more that stand in two places; once a pair of passages.

    Sentences that differ in their numbers are no repetition: they report different things.
    """
    sentences = [one for passage in document.passages for one in _sentences(passage)]
    first_uses, pairs = dict[str, _Said](), set[tuple[int, int]]()
    index = defaultdict[str, list[_Said]](list)
    for one in sentences:
        first = first_uses.get(one.core) or _near(one, index)
        if first is None:
            first_uses[one.core] = one
            _file(one, index)
        elif _is_heading(one) != _is_heading(first):
            continue  # a task of a list is the heading of its own paragraphs
        elif (key := (first.passage.number, one.passage.number)) not in pairs:
            pairs.add(key)
            yield _remark(one, first)


def _is_heading(one: _Said) -> bool:
    """Whether the sentence is numbered and alone in its paragraph: 三、实施…工程，实现…就业."""
    return bool(_NUMBERED.match(one.passage.plain)) and one.end == len(one.passage.plain)


def _sentences(passage: Passage) -> Iterator[_Said]:
    start = 0
    for stop in [*_STOP.finditer(passage.plain), None]:
        end = stop.start() if stop else len(passage.plain)
        text = passage.plain[start:end]
        core = _SIGNS.sub("", text)
        if len(core) >= _SHORTEST and not passage.cell and (stop or "，" in text):
            indent = len(text) - len(text.lstrip(" ”）"))
            yield _Said(passage, start + indent, end, core)
        start = stop.end() if stop else end


def _shingles(core: str) -> Iterator[str]:
    """Every fourth stretch of eight characters, so that near sentences still share some."""
    return (core[at : at + _SHINGLE] for at in range(0, len(core) - _SHINGLE + 1, 4))


def _file(one: _Said, index: dict[str, list[_Said]]) -> None:
    if len(one.core) >= _NEAR_SHORTEST:
        for shingle in set(_shingles(one.core)):
            if len(index[shingle]) < _MOST:
                index[shingle].append(one)


def _near(one: _Said, index: dict[str, list[_Said]]) -> _Said | None:
    """An earlier sentence that is nearly the same, with the same numbers."""
    if len(one.core) < _NEAR_SHORTEST:
        return None
    tried = set[int]()
    core = one.core[:400]
    shingles = (core[at : at + _SHINGLE] for at in range(len(core) - _SHINGLE + 1))
    for shingle in filter(index.__contains__, shingles):
        for other in index[shingle]:
            if id(other) not in tried and len(tried) < _MOST:
                tried.add(id(other))
                if _alike(one.core, other.core):
                    return other
    return None


def _alike(one: str, other: str) -> bool:
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return False
    longest = max(len(one), len(other))
    return abs(len(one) - len(other)) * 10 < longest and ratio(one[:600], other[:600]) >= _NEAR


def _remark(one: _Said, first: _Said) -> Remark:
    details = {"first": first.passage.place}
    return Remark(
        "proof-sentence-twice", Severity.WARNING, one.passage, one.start, one.end, details
    )
