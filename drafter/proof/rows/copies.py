"""Figures that stand twice in a paragraph: one may have been copied to the other's place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction

from drafter.model.quantity import decimal
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import LENGTH, Slip
from drafter.proof.numbers.units import family
from drafter.proof.rows.row import Row, Table

_FEWEST, _LONG, _SHORT = 2, 4, 3  # digits; 3件 stands twice by chance


def mark(tables: Iterable[Table]) -> None:
    """Mark the numbers of each paragraph that have the figures and the classifier of another."""
    places = defaultdict[tuple[int, str, str], list[Amount]](list)
    for table in tables:
        for term in table.terms:
            amount = term.amount
            digits = sum(sign.isdecimal() for sign in amount.written.strip("0."))
            if digits >= _FEWEST and not (amount.hedged or amount.numeral):
                key = id(table.sentence.passage), amount.written, family(amount.unit)
                places[key].append(amount)
    for same in places.values():
        for amount in same if len(same) > 1 else ():
            amount.__dict__["copied"] = True


def is_copied(amount: Amount) -> bool:
    """Whether the same figures stand elsewhere in the paragraph."""
    return bool(amount.__dict__.get("copied"))


def stale(amounts: Sequence[Amount]) -> bool:
    """Whether a number of a relation may be another's, left or put in its place: its figures stand
    elsewhere in the paragraph, or twice in the relation."""
    written = [_figures(a) for a in amounts if not (a.hedged or a.numeral)]
    twice = [one for one in written if len(one.replace(".", "")) >= _FEWEST]
    return len({*twice}) < len(twice) or any(map(is_copied, amounts))


def _figures(amount: Amount) -> str:
    return amount.written.replace(",", "").strip("0千万亿").rstrip(".")


def repeated(total: Row, parts: Sequence[Row]) -> bool:
    """Whether two numbers of a sum have the same figures, more of them than come by chance; of a
    long list more, as more numbers meet there."""
    written = [row.amount.written.replace(",", "").rstrip("千万亿") for row in (total, *parts)]
    bare = [figures.replace(".", "").strip("0") for figures in written]
    least = _LONG if len(parts) <= _SHORT else _LONG + 2
    long = [one for one in bare if len(one) >= least]
    return len(long) > len({*long})


def copies(total: Row, parts: Iterable[Row]) -> list[Slip]:
    """The numbers of a sum that were copied from elsewhere, each with what would make it hold."""
    rows = [total, *parts]
    added = Fraction(sum(row.amount.value for row in rows[1:]))
    slips = list[Slip]()
    for number, row in enumerate(rows):
        meant = added if not number else total.amount.value - added + row.amount.value
        if is_copied(row.amount) and meant > 0:
            bare = row.amount.written.replace(",", "").rstrip("千万亿余多 ")
            scale = row.amount.value / Fraction(bare) if float(bare) else Fraction(1)
            shown = row.amount.written.replace(",", "").replace(bare, decimal(meant / scale, 2))
            slips.append(Slip(LENGTH, number, row.amount.written.replace(",", ""), shown))
    return sorted(slips, key=lambda slip: slip.operand == 0)
