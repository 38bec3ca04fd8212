"""A part that is more than what it is a part of: 提出意见15条，采纳16条."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.evidence.parts import played
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.rate_names import named_rates
from drafter.proof.rows.row import Row, Table
from drafter.proof.rows.verdict import near, remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import alternatives, mentions

_TO_NEXT = pattern("(?:结转|转入?)[至到]?(?:下|明|次)")  # what is left explains no surplus


def exceeding(table: Table) -> Iterator[Remark]:
    """Parts right behind their whole that are more than it.

    >>> from drafter.proof.trying import remarks
    >>> text = "抽查药店{}家，合格37家。"
    >>> judged = lambda account: (r for t in account.tables for r in exceeding(t))
    >>> remarks(judged, text.format(39)), len(remarks(judged, text.format(36)))
    ([], 1)
    """
    if mentions("去向").search(_TO_NEXT.sub("", table.sentence.text)):
        return
    rows = [r for r in table.rows if r.head.kind == "level" and not r.head.piece.depth and r.unit]
    if any(played(row.label) == "期初" for row in rows):
        return
    for whole, part in pairwise(rows):
        follows = alike(whole.unit, part.unit) and part.head.piece.joint in ("，", "、")
        more = part.amount.quantity.low > whole.amount.quantity.high and "新" not in whole.label
        if (
            follows
            and more
            and near(part.amount.value, whole.amount.value)
            and _part_of(part, whole)
        ):
            gap = decimal(part.amount.value - whole.amount.value) + whole.unit
            details = {"total": whole.head.said, "parts": part.amount.written, "gap": gap}
            details["sum"] = decimal(part.amount.value)
            yield remark("proof-flow-more", Severity.WARNING, [whole.head, part.head], details)


def _part_of(part: Row, whole: Row) -> bool:
    """Whether the words name what a rate's numerator and denominator are."""
    one, other = part.head.words, whole.head.words
    bounded = rf"(?:{alternatives('不超百')})率?$"
    return any(
        any(re.search(bounded, name) for name in names)
        and re.search(upper, one) and re.search(lower, other)
        and not re.search(upper, other) and not re.search(lower, one)
        for names, upper, lower in named_rates()
    )  # fmt: skip
