"""One fact told twice: its name, its figures but for a slip, and what hangs on it agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from drafter.proof.account.account import Account
from drafter.proof.account.fact import Fact, agrees, facts, latest
from drafter.proof.account.identity import (
    SURE,
    Common,
    figures,
    likeness,
    objects,
    one_time,
    series,
    sureness,
)
from drafter.proof.hypotheses.restated import slip_between, two_values
from drafter.proof.rows.row import Row, Term
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_LATEST, _NAMED, _TELLING = 12, 3, 3


def echoes(account: Account) -> Iterator[Remark]:
    """Figures that are, by all signs together, told before with another number.

    >>> from drafter.proof.trying import remarks
    >>> remarks(echoes, "全年调处各类矛盾纠纷1.83万件。\\n各级人民调解组织调处矛盾纠纷13800件。")
    ['警告 同一项数，第1段写作1.83万件，前后不一；疑为18300误作13800']
    >>> text = "其中举报2146件，同比上升3.62%。\\n全年共受理举报{}件，同比上升3.62%。"
    >>> remarks(echoes, text.format(2146))
    []
    >>> remarks(echoes, text.format(2164))
    ['警告 同一项数，第1段写作2146件，前后不一；疑为2146误作2164']
    """
    everything, now = facts(account), latest(account)
    common, index = series(everything), defaultdict[tuple[str, str], list[Fact]](list)
    for fact in everything:
        if fact.row.amount.hedged:
            continue
        places = [(fact.family, key) for key in objects(fact) if (fact.family, key) not in common]
        earlier = {id(one): one for place in places for one in index[place][-_LATEST:]}
        others = [one for one in earlier.values() if one.order != fact.order]
        again = [one for one in others if agrees(one, fact)]
        if not again:
            yield from _echo(fact, others, now, common)
        for one in again[-1:] if figures(fact) >= _TELLING else ():
            length, long = likeness(one, fact, common), figures(fact) > _TELLING
            if length if long else length >= _NAMED and one_time(one, fact, now):
                yield from _moved_otherwise(one.row, fact.row)
        for place in places:
            index[place].append(fact)


def _echo(fact: Fact, others: Sequence[Fact], now: str, common: Common) -> Iterator[Remark]:
    """The surest of the figures that this one tells again with another number."""
    slips = [
        (one, slip) for one in others if (slip := slip_between(one.row.amount, fact.row.amount))
    ]
    ranked = [(sureness(one, fact, slip, now, common), one, slip) for one, slip in slips]
    bits, one, slip = max(ranked, key=lambda rank: rank[0], default=(0.0, fact, None))
    if bits >= SURE and slip:
        yield two_values(fact.row.head, one.row.head, slip)


def _moved_otherwise(one: Row, other: Row) -> Iterator[Remark]:
    """审结7018件，同比上升20.4%, where the same 7018件 are told with 2.04%."""
    for kind in ("growth", "change"):
        ours, theirs = one.one(kind), other.one(kind)
        if not ours or not theirs or _compared(ours) != _compared(theirs):
            continue
        turned = ours.reading.sign != theirs.reading.sign
        same = ours.amount.value == theirs.amount.value
        slip = None if same else slip_between(ours.amount, theirs.amount)
        if (same and turned) or (slip and not turned and ours.amount.unit == theirs.amount.unit):
            yield two_values(theirs, ours, slip, ours.words.strip("，、（ ") + ours.said)


def _compared(term: Term) -> frozenset[str]:
    """What a movement is compared with: 同比, 比年初."""
    return frozenset(mentions("比较", "时段", "多年", "不可比").findall(term.words))
