"""One measure in two units: 120公顷，折合1800亩; 3.6万亩（2400公顷）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import LENGTH, slips
from drafter.proof.numbers.printed import Printed
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import about, remark
from drafter.proof.text.measures import factors
from drafter.proof.text.passage import Remark

_SAME = pattern("[，（]?(?:折合|约合|折算|换算|相当于|合|即|折)?(?:为|成|约|人民币)*")


def conversions(account: Account) -> Iterator[Remark]:
    """Measures that are told again in another unit, and are not as many.

    >>> from drafter.proof.trying import remarks
    >>> remarks(conversions, "复垦土地120公顷，折合1080亩。")
    ['错误 写作“1080亩”，120公顷=1800亩；疑为1800误作1080']
    >>> remarks(conversions, "建成高标准农田3.6万亩（2400公顷），灌区270公顷、苗圃12亩。")
    []
    """
    for table in account.tables:
        for one, other in pairwise(table.terms):
            factor = factors().get((one.amount.unit, other.amount.unit)) or _same_unit(one, other)
            if factor and _says_the_same(one, other):
                yield from _judge(one, other, factor)


def _same_unit(one: Term, other: Term) -> Fraction | None:
    """1 where only 万 or 亿 parts the two: 共计13443.8万户，即1.34亿户."""
    scaled = {one.amount.written[-1:], other.amount.written[-1:]} == {"万", "亿"}
    return Fraction(1) if one.amount.unit == other.amount.unit and scaled else None


def _says_the_same(one: Term, other: Term) -> bool:
    """Whether nothing stands between the two but what says that they are one measure."""
    between = other.piece.joint + other.words
    plain = bool(between.strip("，")) and _SAME.fullmatch(between) is not None
    return plain and other.index == one.index + 1 and not one.piece.tail.strip("，（ ")


def _judge(one: Term, other: Term, factor: Fraction) -> Iterator[Remark]:
    amounts = [one.amount, other.amount]

    def holds(values: Sequence[Printed]) -> bool:
        ours, theirs = (
            _rounded(value, amount) for value, amount in zip(values, amounts, strict=True)
        )
        return ours[0] * factor <= theirs[1] and theirs[0] <= ours[1] * factor

    if any(amount.hedged for amount in amounts) or holds([_printed(a) for a in amounts]):
        return
    misprints = [slip for slip in slips(amounts, holds, LENGTH) if slip.operand]
    misprints = misprints or slips(amounts, holds, LENGTH)
    value = one.amount.value * factor
    by_word = bool((other.piece.joint + other.words).strip("，（"))  # 即, 折合: no slip is needed
    if misprints or by_word or about(value, other.amount.value):
        working = f"{one.said}={_in_unit(value, other.amount)}"
        details = {"said": other.said, "working": working}
        yield remark("proof-change", Severity.ERROR, [one, other], details, misprints)


def _printed(amount: Amount) -> Printed:
    return Printed.of(amount.value, amount.step, False)


def _rounded(value: Printed, amount: Amount) -> tuple[Fraction, Fraction]:
    """Between what a measure may be: rounded to the last place that is written, or cut off."""
    step = amount.step
    return value.value - step, value.value + step


def _in_unit(value: Fraction, like: Amount) -> str:
    scale = next((sign for sign in "亿万" if sign in like.written), "")
    return decimal(value / {"亿": 10**8, "万": 10**4}.get(scale, 1), 2) + scale + like.unit
