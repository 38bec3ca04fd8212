"""One figure told twice in other words: 盘活土地2.26万亩 … 概括地说，盘活土地2.62万亩."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.fact import Fact, agrees, facts, latest, ties
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import LENGTH, ONE, Slip, meant_by
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.rows.copies import is_copied
from drafter.proof.rows.row import Term
from drafter.proof.rows.scope import apart
from drafter.proof.text.passage import Remark
from drafter.proof.text.steps import role
from drafter.proof.text.words import alternatives, mentions

_GRAM, _LATEST, _NEAR = 4, 12, 60
_SHARED, _NAMED, _PAIR = 4, 3, 2
_LONG, _TELLING = 6, 3
_ROUNDED = 0.06  # of a number of two digits
_THINGS = pattern(r"^(?:案件|事项|工作|情况)$")
_NICKNAME = pattern(r"[“‘]$")
_MEASURES = pattern(
    r"^(?:具体|政策|惠企|重点|硬|有力|支持|改革|工作)*"
    r"(?:措施|举措|政策|意见|规定|任务|办法|清单|条款)"
)


class Match(Struct, frozen=True):
    """What two names have in common, and what stands before and behind it in each."""

    core: str
    before: tuple[str, str]
    behind: tuple[str, str]


def restated(account: Account) -> Iterator[Remark]:
    """Figures that the text tells again, with another number.

    >>> from drafter.proof.trying import remarks
    >>> remarks(restated, "审查文件213件，提出意见587条。\\n对五百七十八条审查意见逐一反馈。")
    ['警告 同一项数，第1段写作587条，前后不一；疑为587误作578']
    >>> remarks(restated, "全年调处矛盾纠纷1.83万件。\\n各级人民调解组织调处矛盾纠纷18312件。")
    []
    >>> remarks(restated, "全市政府性基金预算收入69.31亿元。\\n市级政府性基金预算收入63.91亿元。")
    []
    """
    now, earlier = latest(account), list[Fact]()
    everything = facts(account)
    for fact in everything:
        remarks = list(_nickname(fact, earlier))
        if not remarks and fact.resumed:
            remarks = list(_resumed(fact, earlier))
        elif not remarks:
            told_again = fact.again or fact.definite
            remarks = list(_again(fact, earlier, now) if told_again else _scaled(fact, earlier))
        yield from remarks[:1]
        earlier.append(fact)


def _again(fact: Fact, earlier: Sequence[Fact], now: str) -> Iterator[Remark]:
    """The figure that this one repeats with another number; none where any one agrees."""
    near = [
        one
        for one in earlier[-_NEAR:]
        if one.family == fact.family and one.order != fact.order and one.planned == fact.planned
    ]
    fits = [(one, match) for one in near if (match := _match(one, fact))]
    if any(agrees(one, fact) and len(match.core) >= _PAIR for one, match in fits):
        return
    for one, match in sorted(fits, key=lambda fit: -len(fit[1].core)):
        slip = (
            None
            if one.row.amount.hedged or fact.row.amount.hedged
            else slip_between(one.row.amount, fact.row.amount)
        )
        if slip and _speaks(one, fact, match, slip, now):
            yield two_values(fact.row.head, one.row.head, slip)
            return


def _scaled(fact: Fact, earlier: Sequence[Fact]) -> Iterator[Remark]:
    """罚没款2.57万元, where the paragraph has just told 罚没款入库2.57亿元."""
    mine = fact.row.amount.written
    bare = mine.rstrip("万亿")
    for one in earlier[-_GRAM:]:
        written = one.row.amount.written
        if written == mine or written.rstrip("万亿") != bare:
            continue
        near = one.row.head.sentence.passage is fact.row.head.sentence.passage
        like = near and one.order != fact.order and one.family == fact.family
        telling = _signs(fact) >= _TELLING and not fact.row.amount.hedged
        if like and telling and _match(one, fact):
            yield two_values(
                fact.row.head, one.row.head, slip_between(one.row.amount, fact.row.amount)
            )


def _resumed(fact: Fact, earlier: Sequence[Fact]) -> Iterator[Remark]:
    """办结的75件中, where what was closed is another number a sentence or two before."""
    done = next(reversed(_verb().findall(fact.name)), fact.name)
    near = [
        one
        for one in earlier[-_LATEST:]
        if one.family == fact.family and 0 < fact.order - one.order <= _PAIR and not one.resumed
    ]
    named = [one for one in near if done in one.said and role(one.said) == role(fact.said)]
    if named and not any(agrees(one, fact) for one in near):
        one, slip = named[-1], slip_between(named[-1].row.amount, fact.row.amount)
        copied = is_copied(one.row.amount) or is_copied(fact.row.amount)
        sure = (slip and slip.weight <= LENGTH) or copied
        if sure and not apart(one.row.head, fact.row.head) and not fact.row.amount.hedged:
            yield two_values(fact.row.head, one.row.head, slip)


def _match(one: Fact, other: Fact) -> Match | None:
    """What the names share: that before the number, or behind it where it stands there."""
    if other.definite:
        bare = len(other.name) < _PAIR  # 这44个候选区, of 遴选出44个候选区
        behind = _shared(one.behind, other.behind) if bare else None
        ours = _fronted(one.name) if len(one.name) >= _PAIR else one.behind
        return behind or _shared(ours, other.behind)
    ours = _fronted(one.name) if len(one.name) >= _PAIR else one.behind
    return _shared(ours, _fronted(other.name) if len(other.name) >= _PAIR else other.behind)


@lru_cache(maxsize=16384)
def _shared(ours: str, theirs: str) -> Match | None:
    """The longest that two names share; None where it is not two characters."""
    if not any(ours[at : at + _PAIR] in theirs for at in range(len(ours) - 1)):
        return None
    common = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    end, other_end = common.a + common.size, common.b + common.size
    before = ours[: common.a], theirs[: common.b]
    behind = _THINGS.sub("", ours[end:]), _THINGS.sub("", theirs[other_end:])
    return Match(ours[common.a : end], before, behind)


@lru_cache(maxsize=4096)
def _fronted(name: str) -> str:
    """The name with its doing before the thing: 受理案件 for 案件共受理."""
    doing = re.search(rf"[共]?({alternatives('做法')})$", name)
    rest = name[: doing.start()] if doing else ""
    return doing[1] + rest if doing and len(rest) > _NAMED and not _verb().match(rest) else name


def _speaks(one: Fact, fact: Fact, match: Match, slip: Slip, now: str) -> bool:
    """Whether words and slip together leave no doubt that the two are one."""
    count = min(_signs(one), _signs(fact))
    inner = (one.inner or fact.inner) and not (count > _GRAM and slip.weight <= ONE)
    planned = {"计划", "目标", "力争"} & (ties(one, now) ^ ties(fact, now))
    if (
        inner
        or planned
        or apart(one.row.head, fact.row.head)
        or _opposed(match, fact.name if fact.definite else "")
    ):
        return False
    if fact.again:
        return len(match.core) >= _NAMED
    sure = len(match.core) >= _NAMED and not match.behind[0]
    if ties(one, now) != ties(fact, now) and not sure:
        return False
    lost = sure and count >= _TELLING and slip.weight <= LENGTH
    taken_up = len(fact.name) < _PAIR and count >= _TELLING  # 对578条审查意见
    return lost or (slip.weight <= ONE and (sure or taken_up))


def _signs(fact: Fact) -> int:
    return len(re.sub(r"\D", "", fact.row.amount.written).lstrip("0"))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('做法')})")


def _opposed(match: Match, clause: str) -> bool:
    """Whether a word that tells one thing from another stands in one name alone; `clause` is what
    says of the second which is meant: 在受理的."""
    ours, theirs = match.before
    tellers, again = {*mentions("对立").findall(ours)}, {*mentions("对立").findall(theirs + clause)}
    return not tellers <= again if clause else tellers != again


def slip_between(ours: Amount, theirs: Amount) -> Slip | None:
    """The likeliest slip that parts the two."""
    slips = [
        Slip(weight, 0, theirs.written.replace(",", ""), shown)
        for weight, shown, value in meant_by(theirs, within=_close(ours))
        if _meets(value, printed(ours))
    ]
    slips += [
        Slip(weight, 1, ours.written.replace(",", ""), shown)
        for weight, shown, value in meant_by(ours, within=_close(theirs))
        if _meets(value, printed(theirs))
    ]
    return min(slips, key=lambda slip: (not slip.scaled, slip.weight), default=None)


def _close(amount: Amount) -> tuple[float, float]:
    """Between which values another printing of the number lies."""
    value, slack = float(amount.value), abs(float(amount.value)) * _ROUNDED + float(amount.step)
    return value - slack, value + slack


def _meets(one: Printed, other: Printed) -> bool:
    return one.half_up.low <= other.half_up.high and other.half_up.low <= one.half_up.high


def _nickname(fact: Fact, earlier: Sequence[Fact]) -> Iterator[Remark]:
    """稳增长“18条”：……提出6个方面16条措施"""
    head, passage = fact.row.head, fact.row.head.sentence.passage
    part = head.words.endswith("等") or passage.plain[fact.row.amount.end :][:1] in "”’"
    if part or not _MEASURES.match(fact.behind):
        return
    for one in earlier[-_LATEST:]:
        words, place = one.row.head.words, one.row.head.sentence.passage
        quoted = _NICKNAME.search(words) and passage.plain[one.row.amount.end :][:1] in "”’"
        if quoted and place is passage and one.row.unit == fact.row.unit:
            if not agrees(one, fact):
                yield two_values(
                    fact.row.head, one.row.head, slip_between(one.row.amount, fact.row.amount)
                )
            return


def two_values(head: Term, other: Term, slip: Slip | None, wording: str = "") -> Remark:
    """The remark that a number is told before as another; `wording` is how, where not as itself."""
    guess = f"疑为{slip.meant}误作{slip.written}" if slip and slip.weight <= LENGTH else "请核对"
    first = other.sentence.passage.place
    details = {"other": wording or other.said, "first": first, "guess": guess}
    start, end = min(head.start, head.amount.end - 1), head.amount.end
    passage = head.sentence.passage
    return Remark(
        "proof-two-values", Severity.WARNING, passage, start, end, details, head.amount.start
    )
