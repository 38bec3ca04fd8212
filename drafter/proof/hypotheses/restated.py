"""One figure told twice in other words: 盘活土地2.26万亩 … 概括地说，盘活土地2.62万亩."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account import Account
from drafter.proof.amounts import Amount
from drafter.proof.fact import Fact, agrees, facts, latest, many_valued, ties
from drafter.proof.misprint import EXCHANGED, LENGTH, ONE, Slip, meant_by
from drafter.proof.passage import Remark
from drafter.proof.printed import Printed, printed
from drafter.proof.scope import apart
from drafter.proof.words import alternatives, lines, mentions

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
    >>> remarks(restated, "全年调处各类矛盾纠纷1.83万件。\\n各级人民调解组织调处矛盾纠纷13800件。")
    ['警告 同一项数，第1段写作1.83万件，前后不一；疑为18300误作13800']
    >>> remarks(restated, "审查文件213件，提出意见587条。\\n对五百七十八条审查意见逐一反馈。")
    ['警告 同一项数，第1段写作587条，前后不一；疑为587误作578']
    >>> remarks(restated, "全年调处矛盾纠纷1.83万件。\\n各级人民调解组织调处矛盾纠纷18312件。")
    []
    >>> remarks(restated, "全市政府性基金预算收入69.31亿元。\\n市级政府性基金预算收入63.91亿元。")
    []
    """
    now, earlier = latest(account), list[Fact]()
    index = defaultdict[tuple[str, str], list[Fact]](list)
    everything = facts(account)
    common = many_valued(everything)
    for fact in everything:
        if fact.name in common and not (fact.again or fact.definite):
            continue
        remarks = list(_nickname(fact, earlier)) or list(_again(fact, earlier, index, now))
        yield from remarks[:1]
        earlier.append(fact)
        for gram in _grams(fact):
            index[fact.family, gram].append(fact)


def _grams(fact: Fact) -> set[str]:
    name = fact.name if len(fact.name) >= _GRAM else fact.said
    return {name[at : at + _GRAM] for at in range(len(name) - _GRAM + 1)}


def _again(
    fact: Fact, earlier: Sequence[Fact], index: dict[tuple[str, str], list[Fact]], now: str
) -> Iterator[Remark]:
    """The figure that this one repeats with another number; none where any one agrees."""
    if fact.again or fact.definite:
        near = [one for one in earlier[-_NEAR:] if one.family == fact.family]
    else:
        rivals = (one for gram in _grams(fact) for one in index[fact.family, gram][-_LATEST:])
        near = [*{id(one): one for one in rivals}.values()]
        ids = {id(one) for one in near}
        near += [o for o in earlier[-_GRAM:] if o.family == fact.family and id(o) not in ids]
    near = [one for one in near if one.order != fact.order and one.planned == fact.planned]
    fits = [(one, match) for one in near if (match := _match(one, fact))]
    if any(agrees(one, fact) and len(match.core) >= _PAIR for one, match in fits):
        return
    for one, match in sorted(fits, key=lambda fit: -len(fit[1].core)):
        slip = None if one.row.amount.hedged or fact.row.amount.hedged else _slip(one, fact)
        if slip and _speaks(one, fact, match, slip, now):
            yield _remark(fact, one, slip)
            return


def _match(one: Fact, other: Fact) -> Match | None:
    """What the names share: that before the number, or behind it where it stands there."""
    ours = _fronted(one.name) if len(one.name) >= _PAIR else one.behind
    named = len(other.name) >= _PAIR and not other.definite
    return _shared(ours, _fronted(other.name) if named else other.behind)


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
    if slip.scaled and count >= _TELLING:
        return one.row.head.sentence.passage is fact.row.head.sentence.passage or _same(
            one, fact, match, now
        )
    inner = (one.inner or fact.inner) and not (count > _GRAM and slip.weight <= ONE)
    if (
        inner
        or apart(one.row.head, fact.row.head)
        or _opposed(match, fact.name if fact.definite else "")
    ):
        return False
    if fact.again:
        return len(match.core) >= _NAMED
    if fact.definite:
        sure = len(match.core) >= _NAMED and not match.behind[0]
        if ties(one, now) != ties(fact, now) and not sure:
            return False
        lost = slip.weight <= LENGTH and count >= _TELLING and sure
        return lost or (slip.weight <= ONE and (sure or count >= _TELLING))
    return _same(one, fact, match, now) and _likely(one, fact, match, slip, count)


def _same(one: Fact, fact: Fact, match: Match, now: str) -> bool:
    """Whether both names are one name, and neither time nor office keeps them apart."""
    if len(match.core) < _SHARED or ties(one, now) != ties(fact, now):
        return False
    if fact.family == "%":
        return _same_rate(one, fact, match)
    whole = _verb().match(match.core) or not any(match.before)
    doings = [_doing(words) for words in match.before]
    begun = whole or (all(doings) and doings[0] == doings[1]) or _light(match.before)
    return (bool(begun) and not any(match.behind)) or _is_title(one, fact, match)


def _light(before: tuple[str, str]) -> bool:
    """Whether only one name has a doing before it, and no more: 开展执法检查 and 执法检查."""
    doing = "".join(before)
    return not all(before) and bool(_verb().fullmatch(doing))


def _same_rate(one: Fact, fact: Fact, match: Match) -> bool:
    """Whether two rates have one name, or one the end of the other's, and one precision."""
    names = {one.name, fact.name}
    precise = one.row.amount.step == fact.row.amount.step and one.row.amount.step < 1
    return precise and len(match.core) > _SHARED and match.core in names and not any(match.behind)


def _is_title(one: Fact, fact: Fact, match: Match) -> bool:
    """Whether what they share is a name in quotation marks: “高效办成一件事”."""
    quoted = re.compile(f"“{re.escape(match.core)}”")
    near = [
        f.row.head.sentence.passage.plain[max(0, f.row.head.start - 4) : f.row.amount.end]
        for f in (one, fact)
    ]
    return len(match.core) >= _LONG and all(quoted.search(text) for text in near)


def _likely(one: Fact, fact: Fact, match: Match, slip: Slip, count: int) -> bool:
    """Whether two numbers so named do not share their digits by chance."""
    length, doing = len(match.core), bool(_verb().match(match.core)) or any(match.before)
    ours, theirs = one.row.amount, fact.row.amount
    if count > _TELLING and ours.written[-1:] == theirs.written[-1:] and ours.step != theirs.step:
        return False
    if count > _TELLING:
        return slip.weight <= (LENGTH if length >= _LONG else ONE) or slip.scaled
    if slip.weight == EXCHANGED and count == _TELLING:
        return True
    if fact.family == "%" and any(match.before):
        return False
    if _often(match) or slip.weight > ONE or count < _PAIR:
        return False
    if slip.weight == EXCHANGED:
        return length >= _LONG
    return length >= (_LONG if count >= _TELLING else _LONG + 1) and (
        doing or _is_title(one, fact, match) or fact.family == "%"
    )


def _often(match: Match) -> bool:
    """Whether the doing is one that a year sees many times, each with its own number."""
    doing = alternatives("多次做")
    if _verb().match(match.core):
        return bool(re.match(doing, match.core))
    return any(re.search(rf"(?:{doing})$", words) for words in match.before)


def _signs(fact: Fact) -> int:
    return len(re.sub(r"\D", "", fact.row.amount.written).lstrip("0"))


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('做法')})")


@cache
def _doings() -> dict[str, str]:
    return {word: line.split()[0] for line in lines("同义") for word in line.split()}


def _doing(words: str) -> str:
    """The doing that the words end with, one for all of its names."""
    match = re.search(rf"(?:{alternatives('做法')})$", words)
    return _doings().get(match[0], match[0]) if match else ""


def _opposed(match: Match, clause: str) -> bool:
    """Whether a word that tells one thing from another stands in one name alone; `clause` is what
    says of the second which is meant: 在受理的."""
    ours, theirs = match.before
    tellers, again = {*mentions("对立").findall(ours)}, {*mentions("对立").findall(theirs + clause)}
    return not tellers <= again if clause else tellers != again


def _slip(one: Fact, other: Fact) -> Slip | None:
    """The likeliest slip that parts the two."""
    ours, theirs = one.row.amount, other.row.amount
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
    passage = fact.row.head.sentence.passage
    if not _MEASURES.match(fact.behind):
        return
    for one in earlier[-_LATEST:]:
        head = one.row.head
        quoted = _NICKNAME.search(head.words) and passage.plain[one.row.amount.end :][:1] in "”’"
        if quoted and head.sentence.passage is passage and one.row.unit == fact.row.unit:
            if not agrees(one, fact):
                yield _remark(fact, one, _slip(one, fact))
            return


def _remark(fact: Fact, one: Fact, slip: Slip | None) -> Remark:
    head = fact.row.head
    guess = f"疑为{slip.meant}误作{slip.written}" if slip and slip.weight <= LENGTH else "请核对"
    details = {"other": one.row.head.said, "first": one.place, "guess": guess}
    start, end = head.start, head.amount.end
    return Remark(
        "proof-two-values", Severity.WARNING, head.sentence.passage, min(start, end - 1), end,
        details, head.amount.start,
    )  # fmt: skip
