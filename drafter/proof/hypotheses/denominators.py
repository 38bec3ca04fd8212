"""One total that the shares of several paragraphs are of: 占建议总数的61.7%, 占建议总数的33.3%."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.share_remarks import wrong_share
from drafter.proof.numbers.misprint import ONE, quotient_near, slips
from drafter.proof.numbers.printed import printed
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.bases import fits, holds, order
from drafter.proof.ratios.sharing import CORE, Pair, parts_with_shares
from drafter.proof.rows.row import Row
from drafter.proof.text.passage import Remark

_TOTAL = pattern("总[数量额]?$")
_TIMES = pattern("全[年省市县区国]|同期|上年")
_REACH, _SHORT = 6, 2


def denominators(account: Account) -> Iterator[Remark]:
    """Shares of a total by its name that the number of that name, some paragraphs before, does not
    give; and a total that is not what its shares in several paragraphs are of.

    >>> from drafter.proof.trying import remarks
    >>> text = "委员提交的{}件提案已全部答复。\\n联名的{}件，占提案总数的{}%。\\n"
    >>> text += "民生类154件，占提案总数的35.0%。"
    >>> remarks(denominators, text.format(440, 121, "27.5"))
    []
    >>> remarks(denominators, text.format(440, 121, "72.5"))
    ['错误 占比写作72.5%，121÷440=27.5%（440件在第1段）；疑为27.5误作72.5']
    >>> remarks(denominators, text.format(404, 121, "27.5"))
    ['错误 占比写作27.5%，121÷404=29.95%（404件在第1段）；疑为440误作404']
    """
    rows, groups = list[Row](), defaultdict[str, list[Pair]](list)
    for table in account.tables:
        for pair in parts_with_shares(table, ()):
            name = _name(pair)
            if name and pair.whole is None:
                groups[name].append(pair)
        rows += [row for row in table.rows if row.head.kind == "level"]
    for name, group in groups.items():
        yield from _judge(name, group, rows)


def _name(pair: Pair) -> str:
    """What the share is a total of: 建议 for 占建议总数的; none where it tells another time."""
    if not _TOTAL.search(pair.of) or _TIMES.search(pair.of):
        return ""
    name = _TOTAL.sub("", CORE.sub("", pair.of))
    return name if len(name) >= _SHORT else ""


def _judge(name: str, group: Sequence[Pair], rows: Sequence[Row]) -> Iterator[Remark]:
    """Each share against the largest number of the name; where it fits none of that name, and the
    others of the group do not fit this one better."""
    for pair in group:
        wholes = _wholes(name, pair, rows)
        if not wholes or any(fits(pair, printed(row.amount)) for row in wholes):
            continue
        whole = max(wholes, key=lambda row: row.amount.value)
        others = [one for one in group if one is not pair]
        amounts = [pair.row.amount, pair.share.amount, whole.amount]
        agreed = any(fits(one, printed(whole.amount)) for one in others)
        misprints = slips(amounts, holds, likely=quotient_near(1, 0, 2), broadly=True)
        mine = [slip for slip in misprints if slip.operand != len(amounts) - 1]
        misprints = mine if agreed else misprints
        if misprints and (agreed or misprints[0].weight <= ONE):
            yield wrong_share(Severity.ERROR, pair, whole.head, misprints)
            if not agreed:
                return


def _wholes(name: str, pair: Pair, rows: Sequence[Row]) -> list[Row]:
    """The numbers of the name, before the part and not far from it: 立案214740件, 7139件建议."""
    last = pair.row.head.sentence.passage.number
    return [
        row for row in rows
        if order(row) < order(pair.row) and last - row.head.sentence.passage.number <= _REACH
        and alike(row.unit, pair.row.unit) and not row.amount.hedged
        and row is not pair.row and not row.one("share")
        and (name in row.label or row.head.piece.tail.startswith(name))
    ]  # fmt: skip
