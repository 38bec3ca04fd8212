"""Parts and their total: 45个单位，其中镇8个、部门27个……"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.closing import (
    attested,
    closed,
    complete,
    divided_again,
    ends_with_rest,
    holds,
    leave_as_much,
    leaves_open,
    make_all,
    parallel,
    rest_beside,
)
from drafter.proof.account.divisions import in_one_set, whole_set
from drafter.proof.account.listing import Listing
from drafter.proof.account.series import lacks_one
from drafter.proof.account.strangers import has_negative, is_no_part, of_one_thing, strangers
from drafter.proof.evidence.parts import played
from drafter.proof.numbers.adding import by_chance, sum_slips
from drafter.proof.numbers.misprint import APART, EXCHANGED, LENGTH, ONE, Slip
from drafter.proof.rows.copies import copies, repeated
from drafter.proof.rows.row import Row
from drafter.proof.rows.verdict import about, near, remark, sum_remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_ROUND_UP, _SOME, _HALF, _THIRD = Fraction(4, 5), Fraction(3, 4), Fraction(1, 2), Fraction(1, 3)
_MOST, _MANY, _MOST_INNER, _NEAREST = 40, 3, 12, 2
_TIMES, _FEW, _BARELY, _HARDLY = 3, 10, Fraction(8, 100), Fraction(3, 100)
_OF_THEM = pattern("[^，、。；]{0,8}中")  # 其中，326件文件中保留214件: the total again
_NAMED = ("of_which", "bracket", "colon", "namely", "kinds")
_UNSAID = ("noun", "plain", "follows")
_OFFICE = pattern("(?:部门|局|委|办|镇|街道|乡|院)$")
_INNER = pattern("包括|包含|含|分别|其中")


def sums(account: Account) -> Iterator[Remark]:
    """Totals that their parts do not make.

    >>> from drafter.proof.trying import remarks
    >>> remarks(sums, "办理案件613件，其中民事350件、刑事260件。")
    ['错误 两项相加为610（350 + 260），总数写作613件；疑为353误作350，或263误作260']
    >>> remarks(sums, "办理案件613件，增长5%，其中民事350件，占57.1%；刑事263件，占42.9%。")
    []
    >>> remarks(sums, "承办89件，其中A类61件，占68.5%；B类19件，占21.3%；D类3件，占3.4%。")
    ['错误 三项相加为83（61 + 19 + 3），总数写作89件；疑为67误作61，或9误作3']
    >>> remarks(sums, "受理120件，其中涉及农民工30件、残疾人5件。")
    []

    Of rounded numbers a small gap says little: few lists behind 其中 tell all.

    >>> text = "果园面积8.46万亩。其中，苹果面积{}万亩，增长2.1%；梨面积2.31万亩，下降0.8%。"
    >>> remarks(sums, text.format("5.83")), remarks(sums, text.format("1.65"))
    ([], ['警告 两项相加为3.96万（1.65万 + 2.31万），总数写作8.46万亩；疑为6.15万误作1.65万'])
    """
    for split in attested(account.lists):
        for one in (split, *divided_again(split)):
            yield from judge(one)


def judge(split: Listing) -> Iterator[Remark]:
    """A remark where no total and no end of the list fit, and a slip explains it."""
    readings = [(total, split.parts[:cut]) for total in split.totals for cut in split.cuts]
    near_by = len(split.cuts) * _NEAREST  # of numbers far before some make it by chance
    if any(holds(*one) for one in readings) or any(
        _holds_in_part(*one) for one in readings[:near_by]
    ):
        return
    total, parts = _likeliest(split)
    if split.cue in _UNSAID and strangers(total, parts):
        return
    odd = any(map(is_no_part, parts)) or has_negative([row.head for row in (total, *parts)])
    if odd or rest_beside(total, parts):
        return
    misprints = _slips(total, parts) if len(parts) > 1 else []
    finer = total.amount.step < min(part.amount.step for part in parts)
    if finer and not (complete(split) or any(slip.scaled for slip in misprints[:1])):
        return  # 3615.62万元 is not made of 1416万元 and 2000万元
    if played(total.head.words) == "期初" and played(parts[-1].head.words) == "期末":
        return  # an account: 年初68家，新设3家，注销5家，年末66家
    if len(parts) == 1:
        yield from _exceeding(split, total, parts)
        return
    severity = _weight(split, total, parts, misprints)
    plausible = misprints or split.cue == "together" or _barely(split, total, parts)
    if severity is not None and plausible:
        yield sum_remark(severity, total, parts, misprints)
    elif (lacks_one(parts) or not misprints) and _contradicts(split, total, parts):
        yield from _unexplained(total, parts)


def _contradicts(split: Listing, total: Row, parts: Sequence[Row]) -> bool:
    """Whether no reading is left: the parts are more, and none overlap; or fewer, and are all."""
    if any(row.amount.hedged for row in (total, *parts)) or split.open_end:
        return False
    if _OF_THEM.match(parts[0].head.sentence.passage.plain, parts[0].amount.end):
        return False
    if _value(parts) > total.amount.value:
        same = [part for part in parts if part.amount.value == total.amount.value]
        labels = "".join(part.label for part in (same or parts))
        return split.cue in _NAMED and not mentions("群体", "交叉").search(labels)
    copied = (complete(split) and copies(total, parts)) or repeated(total, parts)
    if (split.cue == "bracket" and whole_set(parts)) or (split.cue in _NAMED and copied):
        return True
    shared = all(part.one("share") for part in parts[:-1]) and split.cue in _NAMED
    if lacks_one(parts) or (shared and ends_with_rest(parts)):
        return True
    rest = mentions("兜底").search(parts[-1].label)
    return (split.cue == "of_which" and ends_with_rest(parts)) or (len(parts) > 2 and bool(rest))


def _unexplained(total: Row, parts: Sequence[Row]) -> Iterator[Remark]:
    """What no slip explains: figures copied from elsewhere, or a part left out."""
    copied, more = copies(total, parts), total.amount.value - _value(parts)
    rest = ends_with_rest(parts) and len(parts) > _MANY and more < 2 * _value(parts)
    left_out = more > 0 and (rest or 2 * more <= total.amount.value)
    if copied or left_out:
        yield sum_remark(Severity.WARNING, total, parts, copied)


def _barely(split: Listing, total: Row, parts: Sequence[Row]) -> bool:
    """Whether so little is amiss that no slip need explain it."""
    barely = _BARELY if complete(split) else _HARDLY
    return abs(total.amount.value - _value(parts)) <= barely * total.amount.value


def _likeliest(split: Listing) -> tuple[Row, Sequence[Row]]:
    """The total that a list is meant to make up, and the list: the nearest and the whole; of totals
    before the sentence and of ends of the list those that come closest."""
    totals = [total for total in split.totals if _can_hold(total, split.parts)] or split.totals
    choices = [(total, split.parts[:cut]) for total in totals for cut in split.cuts]
    if split.cue != "follows" and (split.cue != "kinds" or len(split.totals) == 1):
        return choices[0]
    whole = [one for one in choices if len(one[1]) == len(split.parts)]
    slipped = [one for one in whole if any(slip.weight <= ONE for slip in _slips(*one)[:1])]
    return min(slipped or choices, key=lambda one: abs(one[0].amount.value - _value(one[1])))


def _can_hold(total: Row, parts: Sequence[Row]) -> bool:
    """Whether a total that another sentence tells is as large as each part."""
    here = total.head.sentence is parts[0].head.sentence
    return here or all(part.amount.quantity.low <= total.amount.quantity.high for part in parts)


def _holds_in_part(total: Row, parts: Sequence[Row]) -> bool:
    """Whether the total is made up where one number is no part of it, or where numbers are the
    parts of the one before them: 普通高校2820所，本科1275所、高职1545所，成人高校252所."""
    if not _MANY <= len(parts) <= _MOST_INNER:
        return False
    less_one = (
        [*parts[:at], *parts[at + 1 :]]
        for at, part in enumerate(parts)
        if part.amount.value >= _FEW
    )  # a few too many are more likely a slip than a number that is no part
    inner = (
        [*parts[: at + 1], *parts[end:]]
        for at in range(len(parts) - 2)
        for end in range(at + 3, len(parts) + 1)
        if parts[at].amount.value >= _FEW and holds(parts[at], parts[at + 1 : end])
    )
    heads = [part for n, part in enumerate(parts) if not n or part.head.piece.joint == "；"]
    after = parts[1:] if _INNER.match(parts[0].head.words) else ()  # 包括已设立的5个，陆域44个
    behind = (
        total.head.sentence is parts[0].head.sentence and total.head.index > parts[0].head.index
    )
    opened = not behind and bool(_INNER.match(parts[1].head.words))
    readings = (*inner, *less_one, heads, *([after] if after else ()))
    return any(holds(total, some) if len(some) > 1 else opened for some in readings)


def _slips(total: Row, parts: Sequence[Row]) -> list[Slip]:
    return sum_slips(total.amount, [part.amount for part in parts])


def _weight(
    split: Listing, total: Row, parts: Sequence[Row], misprints: Sequence[Slip]
) -> Severity | None:
    """How much the misfit weighs; None where parts need not be all, or no slip explains it."""
    added, whole = _value(parts), total.amount.quantity
    lightest = misprints[0].weight if misprints else LENGTH + 1
    if split.cue == "follows":
        return Severity.WARNING if _follows(split, parts, lightest, whole.value) else None
    if split.cue in ("noun", "plain"):
        return Severity.WARNING if _plainly(split, parts, lightest, whole.value) else None
    if added > whole.high:
        crossed = mentions("交叉").search("".join(p.label for p in parts))
        if leave_as_much(total, parts) or (crossed and not complete(split)):
            return None
        sure = complete(split) and len(split.totals) == 1
        heaviest, alike = (LENGTH, about) if sure else (APART, near)
        plausible = lightest <= heaviest or alike(added, whole.value)
        others = any(row.amount.value >= added for row in split.totals[1:])
        beyond = (added > 2 * whole.value and not plausible) or (others and lightest > ONE)
        plausible = plausible and not (others and lightest > ONE)
        loud = Severity.WARNING if complete(split) and not beyond else None
        return Severity.ERROR if plausible else loud
    groups = any(mentions("群体", "交叉").search(p.label) for p in parts) and not whole_set(parts)
    groups = groups and not (lightest == EXCHANGED and len(parts) > _MANY)
    if split.open_end or (groups and not complete(split)) or whole.value <= 0:
        return None
    if any(slip.scaled for slip in misprints):
        return Severity.ERROR
    share = added / whole.value
    if leaves_open(total, parts):
        return None
    if complete(split):
        named = split.cue == "colon" and len(parts) > 2 and share >= _SOME
        sure = whole_set(parts) or not (groups or split.cue == "together")
        close = (about if sure else near)(added, whole.value)
        plausible = lightest <= (LENGTH if sure else APART) or (close and closed(split))
        return Severity.ERROR if plausible else Severity.WARNING if named else None
    joined = {part.head.piece.joint for part in parts[1:]} == {"、"}
    if by_chance(total.amount, [part.amount for part in parts], lightest, joined):
        return None
    if _telling(total, misprints) and share >= _THIRD:
        return Severity.WARNING
    if lightest <= ONE and share >= (_HALF if parallel(parts) else _ROUND_UP):
        return Severity.ERROR if len(parts) > 2 else Severity.WARNING
    return None


def _telling(total: Row, misprints: Sequence[Slip]) -> bool:
    """Whether so light a slip in a number so long is hardly met by chance: once in a hundred."""
    digits = len(re.sub(r"\D", "", total.amount.written).strip("0"))
    longest = {EXCHANGED: _MANY, ONE: _MANY + 1}
    return bool(misprints) and digits >= longest.get(misprints[0].weight, digits + 1)


def _follows(split: Listing, parts: Sequence[Row], lightest: int, whole: Fraction) -> bool:
    """Whether a sentence that is a list makes up the total of the sentence before: by its names, or
    by three numbers or more that a slip parts from it."""
    added = _value(parts)
    if split.open_end or not near(added, whole):
        return False
    if (whole_set(parts) and lightest <= ONE) or make_all(parts):
        return True
    return len(parts) > 2 and lightest <= ONE and not leave_as_much(split.totals[0], parts)


def _plainly(split: Listing, parts: Sequence[Row], lightest: int, whole: Fraction) -> bool:
    """Whether a list that no word calls one is one all the same: by its last part, by its names, or
    by a slip that is hard to come by."""
    added, labels = _value(parts), [row.label for row in (split.totals[0], *parts)]
    if split.open_end or in_one_set(labels, distinct=True):
        return False
    if mentions("余下", "兜底").search(parts[-1].label):
        return lightest <= ONE or near(added, whole)
    if whole_set(parts):
        likely = lightest == ONE and added <= 2 * whole <= 4 * added
        return lightest == EXCHANGED or likely or about(added, whole)
    if parallel(parts) and near(added, whole) and lightest <= ONE:
        return True
    few = (
        split.cue == "plain"
        and len(parts) == 2
        and not all(p.head.words in split.totals[0].label for p in parts)
    )
    exchanged = lightest == EXCHANGED and parts[-1].head.piece.joint == "、"
    return exchanged or (near(added, whole) and lightest <= (EXCHANGED if few else ONE))


def _exceeding(split: Listing, total: Row, parts: Sequence[Row]) -> Iterator[Remark]:
    """受理30件，其中民事40件: no number before can hold the part."""
    low = parts[0].amount.quantity.low
    open_above = total.amount.hedged and total.amount.written[-1] not in "余多"
    far = open_above or low > _TIMES * total.amount.value
    if (
        not far
        and total.head.sentence.passage is parts[0].head.sentence.passage
        and parts[0].unit
        and of_one_thing(total, parts[0])
        and not parts[0].head.piece.tail.startswith("的")
        and split.cue == "of_which"
        and all(row.amount.quantity.high < low for row in split.totals)
    ):
        terms = [total.head, parts[0].head]
        details = {"total": total.head.said, "parts": parts[0].head.said}
        yield remark("proof-part-exceeds", Severity.ERROR, terms, details)
    words = parts[0].head.words  # not 保健机构12个（三级保健院1个）
    named = _OFFICE.search(words) and not {*total.label} & {*words[:-1]}
    named = named and split.cue == "bracket" and not split.open_end
    if named and low < total.amount.quantity.low:
        yield sum_remark(Severity.WARNING, total, parts, _slips(total, parts))


def _value(parts: Sequence[Row]) -> Fraction:
    return Fraction(sum(part.amount.value for part in parts))
