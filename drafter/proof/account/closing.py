"""Whether a list is whole: by its words, by its shares, by a list abreast of it that holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.account.divisions import unlike, whole_set
from drafter.proof.account.listing import Listing
from drafter.proof.account.series import lacks_one
from drafter.proof.numbers.adding import adds_up
from drafter.proof.numbers.printed import equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row
from drafter.proof.text.words import mentions

_HUNDRED, _TELLING = Quantity.exact(100), 3
_LEAD, _JOINED = pattern("^[，：]*(?:其中)?[，：]*"), 20
# What these join is a part beside the number before them.
ADDED = pattern("[，；、]?(?:加上?|减去?|扣除|再加)")
_CLOSING = ("bracket", "colon", "namely", "together", "kinds", "abreast")
_Places = tuple[tuple[int, int], ...]


def holds(total: Row, parts: Sequence[Row]) -> bool:
    """Whether the parts can make the total, each number as wide as it is printed."""
    return adds_up(total.amount, [part.amount for part in parts])


def closed(listing: Listing) -> bool:
    """Whether the words say that the parts are all."""
    rest = mentions("兜底", "余下").search(listing.parts[-1].label)
    return (listing.cue in _CLOSING or bool(rest)) and not listing.open_end


def complete(listing: Listing) -> bool:
    """Whether words, names or shares say that the parts are all."""
    named = closed(listing) or whole_set(listing.parts) or make_all(listing.parts)
    named = named or spelled_out(listing.totals[0], listing.parts)
    return named and not listing.open_end


def spelled_out(total: Row, parts: Sequence[Row]) -> bool:
    """Whether the total's name joins its parts: 家庭、邻里纠纷9件, of 家庭纠纷, 邻里纠纷."""
    heads = [_LEAD.sub("", part.head.words)[:2] for part in parts]
    if len({*heads}) < len(parts) or min(map(len, heads)) < 2:
        return False
    text, end = total.head.sentence.passage.plain, total.amount.end + len(total.head.piece.tail)
    label = text[max(total.head.sentence.start, total.head.start - _JOINED) : end]
    places = [label.find(head) for head in heads]
    return min(places) >= 0 and all(
        re.fullmatch("[\u4e00-\u9fff]{0,2}[、和与及][\u4e00-\u9fff]{0,1}|", label[one + 2 : other])
        for one, other in pairwise(sorted(places))
    )


def make_all(parts: Sequence[Row]) -> bool:
    """Whether each part has its share, and the shares make a hundred, as they are rounded."""
    shares = [share.amount for part in parts if (share := part.one("share"))]
    slack = min(Fraction(1), Fraction(sum(share.step for share in shares)) / 2)
    added = Fraction(sum(share.value for share in shares))
    return len(shares) == len(parts) > 1 and abs(added - 100) <= slack


def rest_beside(total: Row, parts: Sequence[Row]) -> bool:
    """Whether what is missing stands beside as a number of its own: 收入40.2亿元，增长5%。加上补助
    262.1亿元、债券13.4亿元，收入总计315.7亿元."""
    first = parts[0].head
    added = bool(ADDED.match(first.words))
    sentences = {
        id(s): s for s in (first.sentence, first.sentence.before, total.head.sentence) if s
    }
    amounts = [total.amount, *(part.amount for part in parts)]
    beside = [
        piece.amount
        for one in sentences.values()
        for piece in one.pieces
        if piece.amount and alike(piece.amount.unit, total.unit) and piece.amount not in amounts
    ]
    return any(
        adds_up(total.amount, [*amounts[1:], one])
        for one in beside
        if added or len(one.written.strip("0.万亿").replace(".", "")) >= _TELLING
    )


def leave_as_much(total: Row, parts: Sequence[Row]) -> bool:
    """Whether each part has its share of the total, and they leave as much open as the parts do."""
    shares = [part.one("share") for part in parts]
    some = len(parts) > 1 and total.amount.quantity.low > 0 and not make_all(parts)
    return some and all(
        share is not None
        and equal(
            [printed(part.amount), printed(total.amount)], [printed(share.amount)],
            lambda one, whole: one * _HUNDRED / whole,
        )
        for part, share in zip(parts, shares, strict=True)
    )  # fmt: skip


def ends_with_rest(parts: Sequence[Row]) -> bool:
    """Whether the last part is named as all the rest."""
    return mentions("兜底").match(parts[-1].head.words) is not None


def leaves_open(total: Row, parts: Sequence[Row]) -> bool:
    """Whether the parts' shares leave as much open as the parts do, and no name says that they are
    all: 其他, or a series of classes with one missing."""
    whole = lacks_one(parts) or ends_with_rest(parts)
    return not whole and leave_as_much(total, parts)


def parallel(parts: Sequence[Row]) -> bool:
    """Whether the names of three parts or more end alike, as classes of one kind do: 教育领域."""
    endings = {part.head.words[-2:] for part in parts}
    return len(parts) > 2 and len(endings) == 1 and len(next(iter(endings))) == 2


def attested(lists: Sequence[Listing]) -> Iterator[Listing]:
    """The lists; one that stands abreast of a list that holds is as whole as that, and of the same
    total: 审结163件235人，其中批准逮捕134件187人、不捕29件48人."""
    sound = {
        _places([total, *one.parts[:cut]])
        for one in lists
        for total in one.totals
        for cut in one.cuts
        if cut > 1 and holds(total, one.parts[:cut])
    }
    for one in lists:
        if not unlike([part.label for part in one.parts]):
            yield next(_abreast(one, sound), one)


def divided_again(split: Listing) -> Iterator[Listing]:
    """The rest of a list whose total is divided twice: 城镇54人，乡村58人；男60人，女52人."""
    for total in split.totals:
        for cut in split.cuts:
            rest = split.parts[cut:]
            anew = len(rest) > 1 and rest[0].head.piece.joint == "；" and whole_set(rest)
            if anew and holds(total, split.parts[:cut]):
                yield replace(split, totals=(total,), parts=rest, cuts=(len(rest),))
                return


def _abreast(one: Listing, sound: set[_Places]) -> Iterator[Listing]:
    for total in one.totals:
        for cut in one.cuts:
            parts = one.parts[:cut]
            if any(_places([total, *parts], by) in sound for by in (1, -1)):
                yield replace(one, cue="abreast", totals=(total,), parts=parts, cuts=(cut,))


def _places(rows: Sequence[Row], by: int = 0) -> _Places:
    return tuple((id(row.head.sentence), row.head.index + by) for row in rows)
