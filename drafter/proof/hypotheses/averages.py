"""Averages: 7月8日至14日受理71,184件，日均10,169件; 720件涉及16,330人，案均23人."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import APART, LENGTH, Likely, Slip, slips
from drafter.proof.numbers.printed import Printed, printed, rough
from drafter.proof.numbers.units import alike
from drafter.proof.ratios.divisors import Divisor, divisors
from drafter.proof.rows.copies import stale
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import about, remark
from drafter.proof.text.measures import factors
from drafter.proof.text.passage import Remark
from drafter.proof.text.words import mentions

_PAIR, _ERROR = 2, 1e-9
_EACH = pattern("均|每")
# What is paid to each is set, never worked out: 每人每月30元, 每个项目配套80万元, 700元/人/年.
_STANDARD = pattern(
    "标准|补助|补贴|奖补|奖励|给予|配套|每[人户][每月年]|托费|租金|单价|票价|最[低高]"
)
_SET = pattern("[^，。；]{0,2}的标准")  # 按每人1万元的标准
_A_MONTH = pattern("/[^，。；/]{1,2}/")
_CLOSE = Fraction(105, 100)  # 90 days or 92 of a quarter make no doubt
_YEARS = pattern("[两二三四五六七八九十]年来")
_IN_ALL = pattern("一?共|总共|合计")
_ALL = pattern("(?:总[量数额]|总计|合计|共计)(?:为|达到?|是)?$")
_MOVED = pattern("提高|增加|增长|提升|减少|下降")
_Pairs = list[tuple[Row, Divisor]]


def averages(account: Account) -> Iterator[Remark]:
    """Averages that the number of days, cases or people does not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(averages, "处理争议720件，涉及劳动者16,330人，案均涉及32人。")
    ['错误 平均数写作32人，16,330÷720=22.68；疑为23误作32']
    >>> remarks(averages, "7月8日至14日受理诉求71,184件，日均10,169件。")
    []
    >>> remarks(averages, "全年办理公证2196件，月均办理150件。")
    ['错误 平均数写作150件，2196÷12=183；请核对']
    >>> remarks(averages, "播种面积62.4万亩，总产31.2万吨，亩均产量550公斤。")
    ['错误 平均数写作550公斤，31.2万÷62.4万=500；疑为500误作550']
    """
    for table in account.tables:
        for term in table.terms:
            moved = mentions("上期").search(term.words) or _MOVED.search(term.words)
            tail = term.piece.tail
            moved = moved or _STANDARD.search(term.words) or _A_MONTH.match(tail)
            moved = moved or _SET.match(tail)
            if term.kind == "average" and not moved and not _is_factor(term):
                yield from _average(term, table, account)


def _is_factor(term: Term) -> bool:
    """Whether what each does is told first, and how much that makes: 每人联系4名，共24名."""
    behind = term.sentence.pieces[term.index + 1 : term.index + 2]
    return "均" not in term.words and any(
        piece.amount and piece.amount.unit == term.amount.unit and _IN_ALL.match(piece.words)
        for piece in behind
    )


def _average(term: Term, table: Table, account: Account) -> Iterator[Remark]:
    rows = [row for row in table.rows if row.head.index < term.index]
    text = table.sentence.passage.plain
    clause = text[table.sentence.start : term.amount.start]
    begins = max((n for n, row in enumerate(rows) if row.head.piece.joint == "；"), default=0)
    pairs = _pairs(term, rows[begins:], clause) or _pairs(term, rows, clause)
    pairs = pairs or _pairs(term, rows, text[: term.amount.start])
    if not pairs:
        passage = table.sentence.passage
        own = [r for r in account.earlier(table) if r.head.sentence.passage is passage]
        pairs = _pairs(term, [*own, *rows], text[: term.amount.start])
    if not pairs or any(_holds(total, by, term) for total, by in pairs):
        return
    most = max(_named(total, term) for total, _ in pairs)
    pairs = [pair for pair in pairs if _named(pair[0], term) == most or _sums_up(pair[0])]
    pairs = [pair for pair in pairs if _is_beside(pair[0], term)] or pairs
    wholes, numbers = {id(t) for t, _ in pairs}, {by.number for _, by in pairs}
    if len(wholes) > 1 and len(numbers) > 1:
        return
    alone = len(wholes) == 1 and max(numbers) <= min(numbers) * _CLOSE
    explained = [(slips, pair) for pair in pairs if (slips := _slips(*pair, term, alone))]
    misprints, (total, by) = min(
        explained, key=lambda one: one[0][0].weight, default=([], _nearest(pairs, term))
    )
    mean = _mean(total, by.number, term)
    if mean < 1 <= term.amount.step and "均" not in term.words:
        return  # 校长培养5名，10位名师每人培养3名
    if misprints and misprints[0].operand != 1 and not most and _is_named(term):
        return  # 年均船舶进出港36万艘次, where ships are counted
    other = not most and len(_EACH.split(term.words)[-1]) > _PAIR  # 人均纯收入, where funds stand
    copied = alone and not other and stale([total.amount, term.amount])
    likely = len(wholes) == 1 and not other and about(mean, term.amount.value)
    if misprints or copied or likely:
        scale = {"万": 10**4, "亿": 10**8}.get(term.amount.written[-1], 1)
        shown = decimal(mean / scale, 2)
        working = f"{total.amount.written}÷{decimal(by.number)}={shown}"
        if by.amount and by.number == by.amount.value:
            working = f"{total.amount.written}÷{by.amount.written}={shown}"
        details = {"said": term.said, "working": working}
        yield remark("proof-average", Severity.ERROR, [total.head, term], details, misprints)


def _pairs(term: Term, rows: Sequence[Row], text: str) -> _Pairs:
    """The totals that may be meant, each with what it may be shared by."""
    totals = [r for r in rows if r.head.kind == "level" and _factor(r, term)]
    if mentions("按年").search(term.words):
        over_years = bool(_YEARS.search(text))  # 五年来累计投入156亿元，年均31.2亿元
        totals = [total for total in totals if over_years or "累计" not in total.head.words]
    return [
        (total, by)
        for by in divisors(term, rows, text)
        for total in totals
        if by.number > 0 and total is not by.row
    ]


def _named(total: Row, term: Term) -> int:
    """How much of what is shared out the words of an average name: 每万人拥有律师, 律师1560人."""
    words = _EACH.split(term.words)[-1]
    return sum(words[at : at + _PAIR] in total.label for at in range(len(words) - 1))


def _sums_up(total: Row) -> bool:
    """Whether the words before a number say that it is all there is: 总量为."""
    return bool(_ALL.search(total.head.words))


def _is_beside(total: Row, term: Term) -> bool:
    """Whether nothing stands between a total and its average: 有效警情18250起，日均50起."""
    return total.head.sentence is term.sentence and total.head.index == term.index - 1


def _is_named(term: Term) -> bool:
    """Whether the words of an average name a thing of their own."""
    return len(_EACH.split(term.words)[-1]) > _PAIR * 2


def _factor(total: Row, term: Term) -> Fraction | None:
    """How many of the average's unit one of the total's is; None where they are of two kinds."""
    if alike(total.unit, term.amount.unit):
        return Fraction(1)
    return factors().get((total.unit, term.amount.unit))


def _mean(total: Row, number: Fraction, term: Term) -> Fraction:
    return total.amount.value * (_factor(total, term) or 1) / number


def _nearest(pairs: _Pairs, term: Term) -> tuple[Row, Divisor]:
    return min(
        pairs, key=lambda pair: abs(_mean(pair[0], pair[1].number, term) - term.amount.value)
    )


def _slips(total: Row, by: Divisor, term: Term, alone: bool) -> list[Slip]:
    """What explains it: slips of the average first, then of the total, then of what it is shared
    by; digits lost or doubled where no other pair of numbers can be meant."""
    share, factor = Fraction(1), Quantity.exact(_factor(total, term) or 1)
    amounts = [_plain(total.amount), _plain(term.amount)]
    if by.amount and by.amount.value:
        share = by.number / by.amount.value
        amounts.append(_plain(by.amount))

    def holds(values: Sequence[Printed]) -> bool:
        number = values[2].value * share if len(values) > _PAIR else by.number
        average = either_way(values[1].value, term.amount.step)
        return number > 0 and is_mean(values[0].half_up * factor, number, average)

    likely = _near(total.amount, float(factor.value), float(by.number), float(share), term)
    misprints = slips(amounts, holds, LENGTH if alone else APART, likely)
    misprints = [slip for slip in misprints if slip.meant.strip("0.万亿")]  # never of nothing
    return next(
        (own for n in (1, 0, 2) if (own := [slip for slip in misprints if slip.operand == n])), []
    )


def _near(total: Amount, factor: float, number: float, share: float, term: Term) -> Likely:
    """Whether a total shared out is about what is stated, as far as its rounding may reach: what is
    counted has none, another number is no less than its last place."""
    (low, high), step = rough(total), float(term.amount.step)
    rounding = 0 if printed(total).exact else 1 / 2

    def likely(values: Sequence[float]) -> bool:
        by = values[2] * share if len(values) > _PAIR else number
        if by <= 0:
            return False
        room = (values[0] * rounding + high - low) * factor / by + step
        return abs(values[0] * factor / by - values[1]) <= room * (1 + _ERROR)

    return likely


def _plain(amount: Amount) -> Amount:
    """约7.9亿 is printed as exactly as 7.9亿 is: a slip in it may be looked for."""
    about = amount.quantity.low < amount.value < amount.quantity.high
    exact = Quantity.exact(amount.value)
    return replace(amount, hedged=False, quantity=exact) if amount.hedged and about else amount


def _holds(total: Row, by: Divisor, term: Term) -> bool:
    factor = Quantity.exact(_factor(total, term) or 1)
    shared = printed(total.amount).half_up * factor
    if by.amount and by.amount.hedged and by.amount.value:
        shared = shared * Quantity.exact(by.amount.value) / by.amount.quantity
    return is_mean(shared, by.number, _whole_step(term))


def _whole_step(term: Term) -> Quantity:
    """What an average can stand for: rounded either way to its last place."""
    amount = term.amount
    return amount.quantity if amount.hedged else either_way(amount.value, amount.step)


def either_way(value: Fraction, step: Fraction) -> Quantity:
    """A value that may have been rounded up or cut to its last place."""
    least = step * Fraction(999, 1000)
    return Quantity(value, value - least, value + least)


def is_mean(total: Quantity, number: Fraction, stated: Quantity) -> bool:
    """Whether a total, shared by a number, is what is stated."""
    mean = total / Quantity.exact(number)
    return stated.low <= mean.high and mean.low <= stated.high
