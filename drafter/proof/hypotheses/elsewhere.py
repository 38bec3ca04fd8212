"""Parts whose total another sentence tells: 民事518件、刑事347件、行政9件。上述874件……"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.divisions import in_one_set, unlike
from drafter.proof.account.fact import Fact, facts, latest, ties
from drafter.proof.account.series import members
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.misprint import LENGTH, ONE
from drafter.proof.rows.verdict import near, sum_remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_REACH, _MOST, _NOUN = 4, 12, 2
_FEW, _SMALL = 3, 200
_TAKEN_UP = pattern("上述|以上|前述|这")
_KINDS = pattern(r"(?:按|从)[^，。：]{1,12}(?:分|看|划分|统计)")
_TOGETHER = pattern("(?:以上|上述)(?P<many>[两二三四五六七八九])[项类个种者]")
_COMMON = pattern("[共约达为件个人次家名项全年度]")


def elsewhere(account: Account) -> Iterator[Remark]:
    """Divisions that do not make the total of a sentence before or behind them.

    >>> from drafter.proof.trying import remarks
    >>> text = "按性质分，民事518件、刑事347件、行政{}件。上述874件法律援助案件全部评查。"
    >>> remarks(elsewhere, text.format(9)), remarks(elsewhere, text.format(4))
    ([], ['警告 三项相加为869（518 + 347 + 4），总数写作874件；疑为9误作4'])
    """
    now, by_sentence = latest(account), defaultdict[int, list[Fact]](list)
    for fact in facts(account):
        if fact.row.head.kind == "level":
            by_sentence[fact.order].append(fact)
    whole = {
        id(one.totals[0].head) for one in account.lists
        if adds_up(one.totals[0].amount, [part.amount for part in one.parts])
    }  # fmt: skip
    for order in list(by_sentence):
        for run in _divisions(by_sentence[order], by_sentence.get(order + 1, ())):
            totals = _totals(run, order, by_sentence, now)
            yield from _judge(run, [one for one in totals if id(one.row.head) not in whole])


def _divisions(sentence: Sequence[Fact], following: Sequence[Fact]) -> Iterator[list[Fact]]:
    """The numbers of one classifier in a sentence, where their names divide a whole, or the next
    sentence counts them."""
    for unit in dict.fromkeys(fact.family for fact in sentence):
        run = [f for f in sentence if f.family == unit]
        plain = not any(f.inner or f.definite or f.row.amount.hedged for f in run)
        plain = plain and not unlike([f.row.label for f in run])
        counted = any(_counted(fact, run) for fact in following)
        if plain and 1 < len(run) <= _MOST and (counted or _divides(run)):
            yield run


def _divides(run: Sequence[Fact]) -> bool:
    """Whether the names are those of parts, and the total is not among them."""
    rows, endings = [fact.row for fact in run], {fact.name[-_NOUN:] for fact in run}
    if len(endings) == 1 and all(len(fact.name) > _NOUN for fact in run):
        return True
    if len(run) > _NOUN and _parallel(run):
        return True
    values = [fact.row.amount.value for fact in run]
    if any(near(one, Fraction(sum(values) - one)) for one in (values[0], values[-1])) and (
        len(run) > _NOUN
    ):
        return False
    rest = bool(mentions("兜底").search(rows[-1].label))
    return rest or _whole(run) or bool(_KINDS.search(rows[0].head.lead))


def _parallel(run: Sequence[Fact]) -> bool:
    """Whether all names begin or end alike: 来自公民的, 来自企业的; 村级, 镇级, 行业性."""
    names = [re.sub("有$|的$|为$", "", fact.row.head.words.strip("，、")) for fact in run]
    starts, ends = {name[:_NOUN] for name in names}, {name[-1:] for name in names}
    kinds = ends <= {*"类级性型"}
    return all(len(name) > 1 for name in names) and (len(starts) == 1 or kinds)


def _whole(run: Sequence[Fact]) -> bool:
    return in_one_set([fact.row.label for fact in run], distinct=True)


def _totals(
    run: Sequence[Fact], order: int, by_sentence: Mapping[int, Sequence[Fact]], now: str
) -> Iterator[Fact]:
    """The numbers of the sentences around that may be the run's total, the nearest first."""
    here, largest = run[0].row.head.sentence.passage, max(f.row.amount.value for f in run)
    for distance in (d for n in range(1, _REACH + 1) for d in (n, -n)):
        for fact in by_sentence.get(order + distance, ()):
            passage = fact.row.head.sentence.passage
            close = passage.part == here.part and abs(passage.number - here.number) <= 1
            telling = distance == -1 and passage is here and (_whole(run) or _parallel(run))
            like = fact.family == run[0].family and (telling or 2 * fact.row.amount.value > largest)
            if close and like and not fact.inner and fact.planned == run[0].planned:
                beside = telling and (_whole(run) or len(run) > _NOUN)
                summed = _sums_up(fact, run) if distance == 1 and passage is here else False
                sure = distance < 0 or fact.definite or fact.again or summed
                about = sure and (beside or summed or _is_about(fact, run))
                if about and not ties(fact, now) - ties(run[0], now):
                    yield fact


def _sums_up(fact: Fact, run: Sequence[Fact]) -> bool:
    """Whether the next sentence says what all parts are together: 以上三类合计, 全年共办结."""
    first = fact.row.order == 0 and bool(mentions("合计").search(fact.row.head.words))
    return _counted(fact, run) or (first and _whole(run))


def _counted(fact: Fact, run: Sequence[Fact]) -> bool:
    """Whether the words count the parts: 以上三类合计."""
    counted = _TOGETHER.match(fact.row.head.lead)
    return counted is not None and read_numeral(counted["many"]) == len(run)


def _is_about(fact: Fact, run: Sequence[Fact]) -> bool:
    """Whether a total counts the same things: by the noun that all parts end with, or by one of its
    own in the names of what is a whole by its words."""
    endings, words = {part.name[-_NOUN:] for part in run}, fact.said
    if len(endings) == 1 and next(iter(endings)) in words:
        return True
    names = "｜".join(part.row.label for part in run)
    pairs = {words[at : at + _NOUN] for at in range(len(words) - 1)}
    named = any(pair in names for pair in pairs if not _COMMON.search(pair))
    whole = _whole(run)
    rest = bool(mentions("兜底").search(run[-1].row.label))
    return (whole and (fact.definite or named)) or (named and (rest or len(endings) > 1))


def _judge(run: Sequence[Fact], totals: Sequence[Fact]) -> Iterator[Remark]:
    """A remark on the nearest total, where none fits any stretch of the parts."""
    parts = [fact.row.amount for fact in run]
    stretches = [parts[a:b] for a in range(len(parts)) for b in range(a + _NOUN, len(parts) + 1)]
    if not totals or any(adds_up(t.row.amount, s) for t in totals for s in stretches):
        return
    total = totals[0]
    few = len(parts) <= _FEW and total.row.amount.value < _SMALL
    few = few and not _KINDS.search(run[0].row.head.lead)
    few = few and not members([fact.row.label for fact in run])
    taken_up = total.again or _TAKEN_UP.search(total.row.head.words)
    if few and not (taken_up or _sums_up(total, run)):
        return  # so small a sum is met by chance
    rest = bool(mentions("兜底").search(run[-1].row.label))
    sums = sum_slips(total.row.amount, parts)
    sure = rest or (len(parts) > _NOUN and (_whole(run) or _parallel(run)))
    misprints = [slip for slip in sums if slip.weight <= (LENGTH if sure else ONE)]
    if misprints and not total.row.amount.hedged:
        rows = [fact.row for fact in run]
        yield sum_remark(Severity.WARNING, total.row, rows, misprints)
