"""Which number a share belongs to: 民事350件，占57.1%; 分别占总数560起和17人的33.2%、70.6%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.account.listing import AMONG
from drafter.proof.numbers.units import alike, family
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.text.words import mentions

CORE = pattern(r"案件|纠纷|数量|件数|人数|其中|的|数|共|各|约|类|占|为|达|，|：|、|；")

_DUE = pattern(
    "(?:年初|年度?|调整|变动|本级)预算|预算(?:[数额的为]|安排|调整|合计|（|$)|计划|任务|目标"
)
COUNTED = pattern("([人户件家个次])数")  # 农村低保人数 is none of its households
_REVISED = pattern("(?:调整|调增|调减|修订|变更|追加)(?:为|到|至|后为)$")
_DONE, _JOINTLY = pattern("完成|实现"), pattern("(?:累计|合计|共计?)占")
_SAME_TIME = pattern("^同期")
_PLACE = pattern("^(?:同期|全[国省市州县区社会]+|我[国省市州县区])|总(?=[额量数值]?$)")
_PRODUCT = pattern("GDP|(?:地区|国内)生产总值")
_SHORT = 3
_MADE = pattern("，?(?:共|计|约)?(?:为|有|达|达到|共计|计|共)(?:约)?")


class Pair(Struct, frozen=True):
    """A part with its share; the whole where the text writes it into the share."""

    row: Row
    share: Term
    whole: Term | None
    inner: bool
    """Whether 其中 or a bracket makes it a part of the number before."""

    @property
    def of(self) -> str:
        """The words for the whole: 占收到申请总数的; 生产总值 by one name."""
        return _PRODUCT.sub("生产总值", self.share.reading.of)


def parts_with_shares(table: Table, earlier: Sequence[Row]) -> Iterator[Pair]:
    """The parts of a sentence that have a share."""
    if not any(term.kind == "share" for term in table.terms):
        return
    bases = [term for term in table.terms if term.kind == "base"]
    joined = [*_joined(table)]
    for row in table.rows:
        share = row.one("share")
        alone = share and not any(share is one for one in joined)
        if share and alone and row.head.kind == "level" and not _JOINTLY.search(share.words):
            whole = next((b for b in bases if row.head.index < b.index < share.index), None)
            among = row.head.words.startswith("中") or AMONG.search(row.head.lead)
            inner = bool(OF_WHICH.search(row.head.lead) or among) or row.head.piece.depth > 0
            if "分别" not in share.words and not (whole and "分别" in whole.words):
                yield Pair(row, share, whole, inner)
    respective = (t for t in table.terms if t.kind in ("base", "share") and "分别" in t.words)
    taken = list[Row]()
    for first in [*islice(respective, 1), *joined]:
        pairs = list(_respective(table, bases, first, taken, earlier))
        taken += [pair.row for pair in pairs]
        yield from pairs
    for share in (term for term in table.terms if term.kind == "share"):
        loose = not any(share in row.hanging.get("share", ()) for row in table.rows)
        ahead = share.words == "占" and loose and _behind(share, table)
        if ahead:
            yield Pair(ahead, share, None, "其中" in share.lead)
        elif share.reading.subject or share.words.endswith("有"):
            named = _named(share, [*earlier, *table.rows])
            if named:
                inner = bool(OF_WHICH.search(named.head.lead))
                whole = next((b for b in bases if b.index == share.index - 1), None)
                yield Pair(named, share, whole, inner)
            elif behind := _behind(share, table):
                yield Pair(behind, share, None, "其中" in share.lead)


def _behind(share: Term, table: Table) -> Row | None:
    """The level that says how many a share is, right behind it: 投诉占22%，为1584件."""
    for row in table.rows:
        if row.head.kind == "level" and row.head.index == share.index + 1:
            bracket = row.head.piece.joint == "（" and not row.head.words
            of_it = row.head.words == "的" and share.words.endswith("占")
            return row if bracket or of_it or _MADE.fullmatch(row.head.words) else None
    return None


def _respective(
    table: Table,
    bases: Sequence[Term],
    first: Term,
    taken: Sequence[Row],
    earlier: Sequence[Row],
) -> Iterator[Pair]:
    """火灾186起、亡12人，分别占总数560起和17人的33.2%、70.6%; 刑事9件，民事6件，分别占60%、40%"""
    before = [r for r in table.rows if r.head.kind == "level" and r.head.index < first.index]
    before = [row for row in before if not any(row is one for one in taken)]
    last = before[-1].head.index if before else 0
    wholes = [base for base in bases if base.index > last]
    shares = _in_a_row([t for t in table.terms if t.amount.percent and t.index >= first.index])
    levels = [r for r in table.rows if r.head.kind == "level" and r.head.index < first.index]
    levels = levels[-len(shares) :]
    if len(levels) != len(shares) or len(wholes) not in (0, 1, len(shares)):
        return
    like = [] if wholes else _like_run([*earlier, *before], levels)
    if not any(_is_about(*one) for one in zip(levels, shares, like, strict=False)):
        like = []
    for number, (row, share) in enumerate(zip(levels, shares, strict=True)):
        if like:
            whole: Term | None = like[number].head
        else:
            whole = (
                wholes[min(number, len(wholes) - 1)] if wholes else _abreast(row, levels, before)
            )
        if len(shares) > 1 and (whole is None or alike(row.unit, whole.amount.unit)):
            yield Pair(row, share, whole, False)


def _joined(table: Table) -> Iterator[Term]:
    """The first of several shares that 和 or 、 joins, of as many numbers right before them, of
    several classifiers: 火灾391起、亡64人，占总数的59.1%和48.5%."""
    for share, following in pairwise(table.terms):
        if share.kind != "share" or not following.amount.percent:
            continue
        run = _in_a_row([t for t in table.terms if t.amount.percent and t.index >= share.index])
        levels = [t for t in table.terms if t.index < share.index][-len(run) :]
        several = len({family(t.amount.unit) for t in levels}) == len(levels) == len(run) > 1
        if several and all(t.kind == "level" for t in levels):
            yield share


def _abreast(row: Row, parts: Sequence[Row], rows: Sequence[Row]) -> Term | None:
    """The one number before parts of several classifiers that has this part's: 信访356批1068人次，
    其中集体访24批420人次，分别占…."""
    several = len({family(part.unit) for part in parts}) == len(parts) > 1
    ahead = [r for r in rows if r.head.index < parts[0].head.index and alike(r.unit, row.unit)]
    return ahead[0].head if several and len(ahead) == 1 else None


def _like_run(rows: Sequence[Row], parts: Sequence[Row]) -> Sequence[Row]:
    """The last numbers before the parts that have their classifiers in the same order, where these
    are several: 发生事故546起，造成95人死亡、211人受伤; …导致事故321起，….."""
    kinds = [family(part.unit) for part in parts]
    ahead = [row for row in rows if not any(row is part for part in parts)]
    ahead = [row for row in ahead if row.head.kind == "level" and not row.head.piece.depth]
    for first in range(len(ahead) - len(parts), -1, -1) if len({*kinds}) > 1 else ():
        run = ahead[first : first + len(parts)]
        if [family(row.unit) for row in run] == kinds:
            larger = all(r.amount.value >= p.amount.value for r, p in zip(run, parts, strict=True))
            return run if larger else []
    return []


def _is_about(part: Row, share: Term, whole: Row) -> bool:
    """Whether a share is that of its part, to its last place."""
    rate = part.amount.value * 100 / whole.amount.value if whole.amount.value else 0
    return abs(rate - share.amount.value) <= share.amount.step


def _in_a_row(terms: Sequence[Term]) -> list[Term]:
    """The percents up to the first that no 、 or 和 joins to the one before."""
    row = list(terms[:1])
    for term in terms[1:]:
        if term.piece.joint != "、" and not re.match("[和与及、]", term.words):
            break
        row.append(term)
    return row


def _named(share: Term, rows: Sequence[Row]) -> Row | None:
    """The one level with the name that the share has: 民事350件 … 民事案件占57.1%."""
    name = CORE.sub("", _DONE.sub("", share.reading.subject))
    fits = [
        row
        for row in rows
        if row.head.kind == "level"
        and (core := CORE.sub("", _DONE.sub("", row.label)))
        and name
        and (name in core or (core in name and not name.endswith(f"进{core}")))
    ]
    if (counted := COUNTED.search(share.reading.subject)) and len(fits) > 1:
        fits = [row for row in fits if family(row.unit) == family(counted[1])]
    return fits[0] if len(fits) == 1 and not fits[0].one("share") else None


def near_by(pair: Pair, whole: Row) -> bool:
    """Whether a whole stands in the part's paragraph, or has the name that the share asks for; a
    share of nothing named is one of what was received in all."""
    core = CORE.sub("", pair.of)
    same = whole.head.sentence.passage is pair.row.head.sentence.passage
    unnamed = not re.sub("全部|所有|总", "", core)
    match = mentions("总数").search(whole.label) if unnamed else is_named(core, whole.label)
    return same or bool(match)


def elsewhere(pair: Pair, rows: Sequence[Row]) -> bool:
    """Whether the whole that the words name stands in no number before."""
    core = _SAME_TIME.sub("", CORE.sub("", pair.of))
    others = [row for row in rows if row.head is not pair.share and row.head is not pair.row.head]
    named = any(is_named(core, row.label) or likeness(core, row.label) == 1 for row in others)
    return bool(mentions("别处总数").search(pair.of)) and not named


def is_due(words: str) -> bool:
    """Whether words name a budget or a plan: of what was to be done each thing has its own.

    >>> is_due("调整预算"), is_due("预算"), is_due("一般公共预算收入")
    (True, True, False)
    """
    return bool(_DUE.search(words))


def own_budget(row: Row, rows: Sequence[Row]) -> Row | None:
    """The number before the row, of those of its kind, where it is a budget: 预算43.5亿元，实际完成
    44.1亿元，其中税收30.6亿元 has none for 税收."""
    like = [one for one in rows if one.head.kind in ("level", "base") and alike(one.unit, row.unit)]
    at = next((n for n, one in enumerate(like) if one is row), len(like))
    budget = like[at - 1] if at else None
    return budget if budget and (is_due(budget.label) or _revised(like[:at])) else None


def _revised(rows: Sequence[Row]) -> bool:
    """Whether the last number is what the budget before it was set to: 预算合计172.3亿元，后经批准
    调整为119.8亿元."""
    last, sentence = rows[-1].head, rows[-1].head.sentence
    before = [r for r in rows[:-1] if r.head.sentence is sentence][-1:]
    return bool(_REVISED.search(last.words)) and any(is_due(r.label) for r in before)


def is_named(core: str, label: str) -> bool:
    """Whether words without fillers stand in a number's own: 一般公共预算收入, less its 共."""
    by_one_name = _PRODUCT.sub("生产总值", label)
    return core in by_one_name or core in CORE.sub("", by_one_name)


def likeness(core: str, label: str) -> float:
    """How much of a name without fillers, its place and 总 left out, stands in the words of a
    number: 全市利用内资总额 in 实际利用内资总额."""
    bare, words = _PLACE.sub("", core), _PLACE.sub("", CORE.sub("", label))
    if len(bare) < _SHORT:
        return float(bool(bare) and bare == words)
    pairs = {bare[at : at + 2] for at in range(len(bare) - 1)}
    return sum(pair in words for pair in pairs) / len(pairs)


def shares_word(one: str, other: str) -> bool:
    return any(one[at : at + 2] in other for at in range(len(one) - 1))
