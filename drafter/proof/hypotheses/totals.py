"""How a total is told: again with other figures above its list, or as that of so many kinds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.numbers.adding import adds_up
from drafter.proof.numbers.misprint import ONE, Slip, meant_by
from drafter.proof.numbers.printed import equal, printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.bases import percent
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import remark
from drafter.proof.text.passage import Remark

_OF_THEM = pattern("[^，。；]{0,10}中[，的已]")  # 810件提案中，
_ALL_OF_THEM = pattern("(?!的)[^，。；\\d]{2,6}(?:已?全部|均已?|都已?|悉数)")
_KINDS = pattern(
    "^，?(?:以上|上述)?(?P<many>[二三四五六七八九十])(?:[项类种大]|个[^，]{1,4})[^，]{0,2}(?:合计|总计|共计|共)$"
)
_FEWEST, _TELLING, _LARGE = 2, 3, 30


def totals(account: Account) -> Iterator[Remark]:
    """Totals that are told again with other figures, where what follows gives the first; and totals
    of so many kinds where others are listed.

    >>> from drafter.proof.trying import remarks
    >>> text = "交办提案236件。{}件提案中，已经解决的164件，占69.49%。"
    >>> remarks(totals, text.format(263))
    ['警告 同一项数，第1段写作236件，前后不一；疑为236误作263']
    >>> remarks(totals, text.format(236))
    []
    >>> remarks(totals, "公布政策文件72条，工作动态130条，公告45条，四类合计247条。")
    ['警告 写作“四”，列出的是3项；请核对']
    """
    for table in account.tables:
        behind = account.tables[table.number + 1 : table.number + 1 + _FEWEST]
        passage = table.sentence.passage
        later = [row for one in behind if one.sentence.passage is passage for row in one.rows]
        yield from _told_again(table, account.earlier(table), later)
        yield from _of_kinds(table)


def _told_again(table: Table, earlier: Sequence[Row], later: Sequence[Row]) -> Iterator[Remark]:
    for number, row in enumerate(table.rows):
        if row.head.kind != "level" or row.amount.hedged or not _takes_up(row):
            continue
        parts = [r for r in (*table.rows[number + 1 :], *later) if alike(r.unit, row.unit)]
        for other in reversed([*earlier, *table.rows[:number]]):
            slips = _slips(row, other)
            if slips and _gives(other, row, parts):
                first = other.head.sentence.passage.place
                details = {"other": other.head.said, "first": first}
                yield remark("proof-two-values", Severity.WARNING, [row.head], details, slips)
                return


def _takes_up(row: Row) -> bool:
    """Whether the words take up what was told: 810件提案中，…; 198件建议全部办结."""
    text, end = row.head.sentence.passage.plain, row.amount.end
    bare = not row.head.words.strip("，对")
    return bool(_OF_THEM.match(text, end) or (bare and _ALL_OF_THEM.match(text, end)))


def _slips(row: Row, other: Row) -> list[Slip]:
    """The slip that makes one number of the other, of the same things."""
    if other.head.kind != "level" or not alike(row.unit, other.unit) or other.amount.hedged:
        return []
    if len(other.amount.written) < _TELLING or row.amount.value == other.amount.value:
        return []
    return [
        Slip(weight, 0, row.amount.written, shown)
        for weight, shown, value in meant_by(row.amount, ONE)
        if value.value == other.amount.value
    ][:1]


def _gives(whole: Row, written: Row, parts: Sequence[Row]) -> bool:
    """Whether the parts behind add up to the whole or have their shares of it, and none is one of
    the number that is written."""
    shares = [(part, share) for part in parts if (share := part.one("share"))]
    fits = [
        (_is_share(part, share, whole), _is_share(part, share, written)) for part, share in shares
    ]
    if any(theirs for _, theirs in fits):
        return False
    if any(ours for ours, _ in fits):
        return True
    stretches = [parts[:end] for end in range(_FEWEST, len(parts) + 1)]
    amounts = [[part.amount for part in stretch] for stretch in stretches]
    return any(adds_up(whole.amount, one) for one in amounts) and not any(
        adds_up(written.amount, one) for one in amounts
    )


def _is_share(part: Row, share: Term, whole: Row) -> bool:
    amounts = [printed(part.amount), printed(whole.amount)]
    return equal(amounts, [printed(share.amount)], percent)


def _of_kinds(table: Table) -> Iterator[Remark]:
    """公布动态130条，公告45条，三类合计175条: three are counted, two are listed."""
    levels = [row for row in table.rows if row.head.kind == "level" and not row.head.piece.depth]
    for number, row in enumerate(levels):
        counted = _KINDS.match(row.head.lead)
        parts = [r for r in levels[:number] if alike(r.unit, row.unit)]
        many = read_numeral(counted["many"]) if counted else None
        if counted is None or many is None or len(parts) < _FEWEST:
            continue
        runs = {
            end: [part.amount for part in parts[-end:]] for end in range(_FEWEST, len(parts) + 1)
        }
        summed = [end for end, run in runs.items() if adds_up(row.amount, run)]
        if summed and many not in summed and row.amount.value >= _LARGE * row.amount.step:
            details = {"said": counted["many"], "found": str(summed[-1])}
            passage, end = row.head.sentence.passage, row.amount.end
            yield Remark("proof-count", Severity.WARNING, passage, row.head.start, end, details)
