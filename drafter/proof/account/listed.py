"""The numbers that a list goes on with from its first, and where it may end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from drafter.model.pattern import pattern
from drafter.proof.account.divisions import opposite
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.words import alternatives, mentions

OF_WHICH = pattern(r"其中(?!央|心|间|医|小|共)")
_INCLUDES = pattern("(?:其中)?含(?!量)|包(?=[括含])")
_FEWEST, _LONGEST, _LONGEST_ITEM = 2, 40, 16


def listed(rows: Sequence[Row], first: int) -> list[Row]:
    """The list's rows from the first on: of one classifier, side by side."""
    parts, skipping = [rows[first]], False
    for at, row in enumerate(rows[first + 1 : first + _LONGEST], first + 2):
        piece, like = row.head.piece, parts[0]
        if piece.depth > like.head.piece.depth or row.head.kind != "level":
            continue
        if piece.depth < like.head.piece.depth or piece.owner != like.head.piece.owner:
            break
        if piece.joint == "；" or _past_semicolon(rows[at - 2].head, row.head):
            skipping = False
            if _ends(row, parts):
                break
        inner = bool(OF_WHICH.search(row.head.lead)) or not alike(row.unit, like.unit)
        includes = _INCLUDES.match(row.head.words) if piece.joint in "，：" else None
        if includes and includes[0] != "包":
            continue
        if inner and any(later.head.piece.joint == "；" for later in rows[at:]):
            skipping = True
        if skipping:
            continue
        if inner or includes or not _continues(row, parts):
            break
        parts.append(row)
    return parts


def _ends(row: Row, parts: Sequence[Row]) -> bool:
    """Whether ； ends a list that 其中 began in the middle of a sentence: it goes on only where
    the same hangs on both sides, or the same is counted in one order."""
    middle = "，其中" in parts[0].head.lead or "、其中" in parts[0].head.lead
    ours, theirs = set(parts[-1].hanging), set(row.hanging)
    alike_hung = bool(ours) and (ours == theirs or (not theirs and len(parts) > 1))
    counts = _units(parts[-1])
    in_order = 1 < len(counts) == len({*counts}) and counts == _units(row)
    return middle and not (alike_hung or in_order)


def _past_semicolon(last: Term, term: Term) -> bool:
    """Whether a ； stands between two numbers: 地理标志2个；国家级、省级园区1个."""
    between = last.sentence.pieces[last.index + 1 : term.index]
    return any(piece.joint == "；" and not piece.amount for piece in between)


def _units(row: Row) -> list[str]:
    """What is counted from a number to the next ；: 件, 人, %."""
    units, pieces, at = list[str](), row.head.sentence.pieces, row.head.index
    bare = not (pieces[at].joint or pieces[at].words)
    for piece in pieces[at - bare :]:
        if units and piece.joint == "；":
            break
        units += [piece.amount.unit] if piece.amount else []
    return units


def _continues(row: Row, parts: Sequence[Row]) -> bool:
    """Whether the list goes on: same form, nothing new begins."""
    piece, words, last = row.head.piece, row.head.words, parts[-1]
    if opposite(last.head.words, words):
        return True
    parallel = piece.joint == "；" and bool(row.hanging) and set(row.hanging) == set(last.hanging)
    long = len(words) > _LONGEST_ITEM and not parallel
    anew = _anew().match(words) and not _begins_alike(words, parts[0].head.words)
    if piece.joint in ("，", "；") and (anew or long):
        return False
    return (
        bool(words)
        or not last.head.words
        or piece.joint == "、"
        or bool(last.head.piece.tail.strip())
    )


def _begins_alike(words: str, first: str) -> bool:
    """Whether a number does as the list's first: 其中接待团队游客31人；接待散客12人."""
    doing, anew = OF_WHICH.sub("", first).strip("，："), _anew().match(words)
    same = anew is not None and doing.startswith(anew[0])
    return len(doing) > 1 and (same or words.startswith(doing[:2]))


@cache
def _anew() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('另起')})")


def cuts(parts: Sequence[Row]) -> tuple[int, ...]:
    """Where the list may end. With 、 between its parts, the first comma ends it."""
    if mentions("兜底").search(parts[-1].head.words):
        return (len(parts),)
    commas = [n for n, part in enumerate(parts) if n and part.head.piece.joint in ("，", "；")]
    marks = [n for n, part in enumerate(parts) if n and part.head.piece.joint in ("、", "")]
    if marks and commas and marks[0] < commas[0]:
        return (*commas, len(parts))
    return (len(parts), *(comma for comma in reversed(commas) if comma > 1))


def broken_off(rows: Sequence[Row], first: int, parts: Sequence[Row]) -> bool:
    """Whether a name too long to be of the list stands where the list would go on."""
    row, last = (*rows, rows[-1])[first + len(parts)], parts[-1]
    if len(parts) < _FEWEST or row is last:
        return False
    alike_form = row.head.piece.joint == last.head.piece.joint and alike(row.unit, last.unit)
    long = len(row.head.words) > _LONGEST_ITEM and not _anew().match(row.head.words)
    return alike_form and long and row.head.kind == "level" and not OF_WHICH.search(row.head.lead)
