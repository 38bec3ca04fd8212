"""Numbers as a proportion: 专职32人、兼职128人，比例为1∶4; 每5件中有1件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, permutations
from math import inf

from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity, decimal
from drafter.proof.account.account import Account
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import APART, LENGTH, Slip, slips
from drafter.proof.numbers.printed import Printed, printed
from drafter.proof.numbers.units import family
from drafter.proof.rows.copies import stale
from drafter.proof.rows.proportion import PROPORTION, part_term, parts
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import about, remark
from drafter.proof.text.passage import Remark

_OF_WHAT = pattern(
    r"(?P<names>[^，。；：（）]{0,40}?)(?<![同环相对占])"
    r"(?:(?:之|人数|数量|的)*比(?:[例值率]|关系)*|结构|构成)(?:比例?)?"
    r"(?:[）]?由.{1,20})?[为是达到至约近接在保持稳定控制优化缩小降低提高升调整扩大了将续\s]*$"
)
# 城乡居民收入比为2.05, 性别比为105（以女性为100）: the second number is not written.
_QUOTIENT = pattern(
    r"\d(?<![\d.,∶：:].)(?:\.\d{1,2}|\d{1,2}(?:\.\d{1,2})?)(?![\d.,%‰∶：:]|[^\W\d_])"
)
_PERCENT = pattern(r"\d(?<![\d.,∶：:].)\d{0,2}(?:\.\d{1,2})?(?=%)")  # 存贷比为75%
_SEXES, _COUNTED = (
    pattern("(?<!出生人口)(?<!出生)性别$"),
    pattern("([两二三四五六])(?:类|者|项|种|级|个|方|次)[^，]*$"),
)
_OLD = pattern("(?:由|从|上年|去年|同期|20[0-9][0-9]年)的?$")
_WHENCE = pattern("(?:由|从)[^，]*[到至为]$")
_IN_FULL = {"乡": "农村", "存": "存款", "贷": "贷款"}
_JOINT = pattern("[、和与及对]|以及")
_CLAUSE, _BRACKET = pattern(r"[，。；（）]|(?<!\d)："), pattern("（[^（）]*）")
_MOST_RUNS, _PAIR, _LONGEST, _BACK = 24, 2, 60, 3


def proportions(account: Account) -> Iterator[Remark]:
    """Proportions that their numbers do not give.

    >>> from drafter.proof.trying import remarks
    >>> remarks(proportions, "专职人员与兼职人员比例为1∶3，专职32人、兼职128人。")
    ['错误 写作“1∶3”，32∶128=1∶4；疑为4误作3']
    >>> text = "男性4158人，女性4000人。性别比（女性为100）为{}。"
    >>> remarks(proportions, text.format("103.95")), remarks(proportions, text.format("108.95"))
    ([], ['错误 写作“108.95”，4158∶4000=1.04∶1；疑为103.95误作108.95'])
    >>> text = "城镇居民人均可支配收入42000元；农村居民人均可支配收入21000元。城乡居民收入比为{}。"
    >>> remarks(proportions, text.format("2.00")), remarks(proportions, text.format("2.90"))
    ([], ['错误 写作“2.90”，42000∶21000=2∶1；疑为2.00误作2.90'])
    >>> text = "城镇居民人均收入36000元；农村居民人均收入{}元。城乡收入比缩小，由2.08:1降为2.00:1。"
    >>> remarks(proportions, text.format(13000))
    ['错误 写作“2.00∶1”，36000∶13000=2.77∶1；疑为26000误作36000，或18000误作13000']
    >>> remarks(proportions, text.format(18000))
    []
    >>> remarks(proportions, "三级投入分别为600万元、300万元、100万元，投入比例为6∶3∶1。")
    []
    >>> remarks(proportions, "主队以3∶1获胜，观众1200人、志愿者300人。")
    []
    """
    for table in account.tables:
        sentence = table.sentence
        for form in (PROPORTION, _QUOTIENT, _PERCENT):
            for match in form.finditer(sentence.passage.plain, sentence.start, sentence.end):
                if (names := _named_before(table, match.start())) is not None:
                    claim = _terms(match, table, names)
                    yield from _judge(claim, names, table, _earlier(table, account))


def _earlier(table: Table, account: Account) -> list[Row]:
    """The numbers before a sentence, and the averages that the ones before it in its paragraph
    give: 人均收入."""
    near = account.tables[max(0, table.number - _BACK) : table.number]
    own = [one for one in near if one.sentence.passage is table.sentence.passage]
    averages = [row for one in own for row in one.rows if row.head.kind == "average"]
    return [*account.earlier(table), *averages]


def _named_before(table: Table, at: int) -> str | None:
    """What a proportion compares, by the words of its clause; None where they name none."""
    text = table.sentence.passage.plain[max(table.sentence.start, at - _LONGEST) : at]
    *before, clause = _CLAUSE.split(_BRACKET.sub("", text))
    then = before and _WHENCE.match(clause)  # 城乡收入比持续缩小，由2.31∶1降为2.24∶1
    match = None if _OLD.search(clause) else _OF_WHAT.search(before[-1] if then else clause)
    return match["names"] if match else None


def _terms(match: re.Match[str], table: Table, names: str) -> list[Term]:
    """The numbers of a proportion; each but a 1 as wide as it is rounded."""
    amounts = [replace(one, unit="" if one.written == "1" else "倍") for one in parts(match, "倍")]
    if len(amounts) == 1:
        percent = match.string.startswith("%", match.end()) or _SEXES.search(names)
        whole = Quantity.exact(100 if percent else 1)
        one = Amount(match.start(), match.end(), whole, "", Fraction(1), match[0], hedged=True)
        amounts.append(one)
    return [part_term(amount, table.sentence) for amount in amounts]


def _judge(
    claim: Sequence[Term], names: str, table: Table, earlier: Sequence[Row]
) -> Iterator[Remark]:
    runs = list(_runs([*earlier, *table.rows], len(claim)))
    stated = [printed(term.amount) for term in claim]
    named = [ordered for run in runs if (ordered := _by_name(run, names))]
    named.sort(key=lambda run: any(_is_behind(row, claim[0]) for row in run), reverse=True)
    likely = [tuple(run) for run in named] or runs
    if any(_holds([*stated, *_values(order)]) for run in likely for order in permutations(run)):
        return
    beside = [run for run in runs if _beside(run, names, table)]
    signs = named and len(claim) == _PAIR and not _JOINT.search(names)  # 生师比, of any two
    if signs and _of_any(stated, [*earlier, *table.rows]):
        return
    percent = table.sentence.passage.plain.startswith("%", claim[0].amount.end)
    for run in (named if percent else named or beside)[-1:]:
        if claim[-1].amount.hedged:
            run = min((run, run[::-1]), key=lambda one: _apart(claim, one))
        amounts = [term.amount for term in claim] + [row.amount for row in run]
        misprints = _slips(amounts, len(claim))
        copied = stale(amounts[len(claim) :])
        if misprints or (named and (copied or _near(claim, run))):
            severity = Severity.ERROR if named else Severity.WARNING
            yield _told(severity, claim, run, misprints)


def _runs(rows: Sequence[Row], size: int) -> Iterator[tuple[Row, ...]]:
    """Every run of so many numbers of one classifier."""
    levels = [r for r in rows if r.head.kind in ("level", "average") and r.unit]
    levels = [r for r in levels if not r.amount.percent and r.amount.quantity.low > 0]
    for unit in dict.fromkeys(family(row.unit) for row in levels):
        like = [row for row in levels if family(row.unit) == unit][-_MOST_RUNS:]
        yield from (tuple(like[at : at + size]) for at in range(len(like) - size + 1))


def _of_any(stated: Sequence[Printed], rows: Sequence[Row]) -> bool:
    """Whether any two numbers of one classifier have the proportion, however far apart."""
    return any(
        _holds([*stated, *_values(pair)])
        for pair in permutations(rows[-_MOST_RUNS:], _PAIR)
        if family(pair[0].unit) == family(pair[1].unit) != ""
    )


def _is_behind(row: Row, claim: Term) -> bool:
    """Whether a number stands behind a proportion: there it is less likely one of its numbers."""
    own = row.head.sentence is claim.sentence
    return own and row.amount.start > claim.amount.start


def _values(run: Sequence[Row]) -> list[Printed]:
    return [printed(row.amount) for row in run]


def _by_name(run: Sequence[Row], names: str) -> list[Row]:
    """The run in the order of the names that the words join, [] where one is not named."""
    parts = [part.strip("的之数量人员") or part for part in _JOINT.split(names) if part]
    if len(parts) == 1 < len(run):
        parts = [*_SEXES.sub("男女", parts[0])[-_PAIR if _SEXES.search(names) else 0 :][: len(run)]]
        parts = [_IN_FULL.get(part, part) for part in parts]
    if len(parts) != len(run):
        return []
    ordered = list[Row]()
    for part in parts:
        pairs = [part[at : at + _PAIR] for at in range(max(1, len(part) - 1))]
        fits = [[row for row in run if pair in row.label] for pair in pairs]
        telling = [rows[0] for rows in fits if len(rows) == 1]
        if not telling or any(row is not telling[0] for row in telling) or telling[0] in ordered:
            return []
        ordered.append(telling[0])
    return ordered


def _beside(run: Sequence[Row], names: str, table: Table) -> bool:
    """Whether the words speak of the only numbers of their kind in the sentence: 男女比例."""
    mine = [r for r in table.rows if family(r.unit) == family(run[0].unit)]
    mine = [r for r in mine if r.head.kind in ("level", "average")]
    counted = _COUNTED.search(names)
    if counted and read_numeral(counted[1]) == len(run) and run == tuple(mine[-len(run) :]):
        return all(row.head.piece.joint != "；" for row in run[1:])
    words = [row.head.words for row in run]
    bare = not any(words[1:])
    about = [bool({*label} & {*names}) for label in words]
    return len(mine) == len(run) and run[0] in mine and (all(about) or (bare and about[0]))


def _holds(values: Sequence[Printed]) -> bool:
    """Whether the second half of the values stand to one another as the first half."""
    half = len(values) // 2
    stated, given = [[v.half_up for v in side] for side in (values[:half], values[half:])]
    if any(one.low <= 0 for one in (*stated, *given)):
        return False
    return all(
        (a / b).low <= (c / d).high and (c / d).low <= (a / b).high
        for (a, b), (c, d) in zip(pairwise(stated), pairwise(given), strict=True)
    )


def _slips(amounts: Sequence[Amount], count: int) -> list[Slip]:
    """What explains it: slips of the proportion first, then of what it compares."""
    misprints = slips(amounts, _holds, LENGTH, broadly=True)
    own = [slip for slip in misprints if slip.operand < count]
    return own or [slip for slip in misprints if slip.weight <= APART]


def _apart(claim: Sequence[Term], run: Sequence[Row]) -> float:
    """How far a quotient is from what a pair gives, which words do not order: 存贷比 is of 存款."""
    stated = claim[0].amount.value / claim[-1].amount.value
    given = run[0].amount.value / run[-1].amount.value
    return float(max(stated / given, given / stated)) if stated else inf


def _near(claim: Sequence[Term], run: Sequence[Row]) -> bool:
    stated = claim[0].amount.value / claim[-1].amount.value if claim[-1].amount.value else 0
    return about(Fraction(stated), run[0].amount.value / run[-1].amount.value)


def _told(
    severity: Severity, claim: Sequence[Term], run: Sequence[Row], misprints: Sequence[Slip]
) -> Remark:
    one = min(row.amount.value for row in run)
    given = "∶".join(row.amount.written for row in run)
    working = "∶".join(decimal(row.amount.value / one, 2) for row in run)
    ratio = "∶".join(dict.fromkeys(term.amount.written for term in claim))
    details = {"said": ratio, "working": f"{given}={working}"}
    terms = [*(row.head for row in run), *claim]
    return remark("proof-change", severity, terms, details, misprints)
