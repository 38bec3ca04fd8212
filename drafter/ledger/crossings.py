"""Where a row and a column of a 固定表 miss by the same, the cell in which they cross is the likely
slip: it is told at that cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue, Rule
from drafter.catalogue.rules.exact import Verdict
from drafter.catalogue.rules.language import references
from drafter.catalogue.rules.lines import COLUMN, ROW
from drafter.ledger.ledger import Ledger
from drafter.model.figure import Figure
from drafter.model.finding import Finding, Severity
from drafter.model.quantity import decimal


class _Miss(Struct, frozen=True):
    """A broken equation over a line: the line's cells, and by how much it misses."""

    axis: str
    cells: frozenset[str]
    amount: Fraction


def crossings(
    catalogue: Catalogue, ledger: Ledger, broken: Iterable[tuple[Rule, Verdict]]
) -> Iterator[Finding]:
    """A hint at each cell that explains a row and a column, where no other cell does."""
    misses = [miss for rule, verdict in broken for miss in _miss(rule, verdict)]
    rows, columns = ([m for m in misses if m.axis == axis] for axis in (COLUMN, ROW))
    pairs = [
        (row, min(shared), row.amount)
        for row in rows
        for column in columns
        if row.amount == column.amount and len(shared := row.cells & column.cells) == 1
    ]
    cells = dict.fromkeys((row, key) for row, key, _ in pairs)
    candidates = Counter(row for row, _ in cells)
    for row, key in cells:
        if candidates[row] == 1:
            yield from _finding(catalogue, ledger, key, row.amount)


def _miss(rule: Rule, verdict: Verdict) -> Iterator[_Miss]:
    left, right = verdict.left.quantity, verdict.right.quantity
    if rule.axis and rule.test.sign == "=" and left and right and left.value != right.value:
        cells = frozenset(r.key for r in references(rule.test) if not r.last_year)
        yield _Miss(rule.axis, cells, abs(left.value - right.value))


def _finding(catalogue: Catalogue, ledger: Ledger, key: str, amount: Fraction) -> Iterator[Finding]:
    entry = ledger.entries[key]
    if isinstance(entry, Figure) and entry.sources:
        source, label = entry.sources[0], catalogue.indicators[key].label
        details = {"label": label, "amount": decimal(amount, 4)}
        place = source.place
        yield Finding("fixed-crossing", Severity.HINT, place, key, source.department, details)
