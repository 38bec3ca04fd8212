"""One fact told twice: its name, its figures but for a slip, and what hangs on it agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from drafter.proof.account import Account
from drafter.proof.fact import Fact, agrees, facts, latest
from drafter.proof.hypotheses.restated import slip_between, two_values
from drafter.proof.identity import SURE, objects, series, sureness
from drafter.proof.passage import Remark

_LATEST = 12


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
        if not any(agrees(one, fact) for one in others):
            yield from _echo(fact, others, now, common)
        for place in places:
            index[place].append(fact)


def _echo(
    fact: Fact, others: Sequence[Fact], now: str, common: frozenset[tuple[str, str]]
) -> Iterator[Remark]:
    """The surest of the figures that this one tells again with another number."""
    slips = [(one, slip) for one in others if (slip := slip_between(one, fact))]
    ranked = [(sureness(one, fact, slip, now, common), one, slip) for one, slip in slips]
    bits, one, slip = max(ranked, key=lambda rank: rank[0], default=(0.0, fact, None))
    if bits >= SURE and slip:
        yield two_values(fact, one, slip)
