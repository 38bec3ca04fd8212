"""Wholes that their natural parts do not make: 农民工 = 外出 + 本地, by divisions.toml."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.account.parted import Named, Parted, counts, is_mean, pairs, parted, rest
from drafter.proof.numbers.adding import adds_up, chance, sum_slips
from drafter.proof.numbers.amounts import Amount
from drafter.proof.numbers.misprint import EXCHANGED, Slip
from drafter.proof.numbers.units import alike
from drafter.proof.rows.copies import copies, repeated
from drafter.proof.rows.row import Row
from drafter.proof.rows.verdict import about, sum_remark
from drafter.proof.text.passage import Remark

_FAR, _FEWEST, _BESIDE, _SELDOM = 3, 2, 3, 0.2
_OPENS = pattern("其中|：|分[^，]{1,10}[看，]|按[^，]{1,12}[分看，]|从[^，]{1,12}看")
_MEASURED = (
    "元",
    "吨",
    "公顷",
    "亩",
    "平方公里",
    "平方米",
    "立方米",
    "千瓦时",
    "千瓦",
    "公里",
    "米",
    "美元",
)
_WITHIN, _IN_ALL = pattern("^在?([^，]{2,12})中，"), pattern("共|合计|总")


def wholes(account: Account) -> Iterator[Remark]:
    """Wholes that their natural parts do not make.

    >>> from drafter.proof.trying import remarks
    >>> text = "年末农民工{}万人。其中，外出农民工61.2万人，增长1.3%；本地农民工{}万人，增长0.4%。"
    >>> remarks(wholes, text.format("101.8", "40.6")), remarks(wholes, text.format("101.8", "61.2"))
    ([], ['警告 两项相加为122.4万（61.2万 + 61.2万），总数写作101.8万人；疑为40.6万误作61.2万'])

    Of parts that are always told together none is left out.

    >>> text = "全年保费收入83.5亿元。其中，财产险30.1亿元，{}健康险12.4亿元，意外险2.7亿元。"
    >>> remarks(wholes, text.format("寿险38.3亿元，"))
    []
    >>> remarks(wholes, text.format(""))
    ['警告 三项相加为45.2亿（30.1亿 + 12.4亿 + 2.7亿），总数写作83.5亿元；请核对']
    """
    above: Mapping[str, Sequence[Named]] = {}
    for tables in account.paragraphs:
        if sum(len(table.rows) for table in tables) < _FEWEST:
            continue
        here = counts(tables)
        for unit, likes in here.items():
            yield from _misfits(likes, above.get(unit, ()))
        above = here


def _misfits(likes: Sequence[Named], above: Sequence[Named]) -> Iterator[Remark]:
    """Remarks on like numbers of a paragraph; above are those of the one before it."""
    runs = parted(likes)
    taken, doubted = {id(one) for run in runs for one in run.parts.values()}, set[int]()
    for run in runs:
        inside = {id(one) for one in run.parts.values()}
        total = None if inside & doubted else _total(run, likes, above, taken)
        if total and not _holds_around(run, likes, above):
            doubted |= inside
            yield from _judge(run, total)


def _total(
    run: Parted, likes: Sequence[Named], above: Sequence[Named], taken: set[int]
) -> Row | None:
    """The number that the parts are parts of, by its name or by where it stands."""
    first, inside = run.first, {id(one) for one in run.parts.values()}
    before = [one for one in likes if one.order < first.order and id(one) not in inside]
    depth, owner = first.row.head.piece.depth, first.row.head.piece.owner
    if depth:
        before = [n for n in before if n.sentence == first.sentence]
        own = [one for one in before if one.row.head.index == owner]
        before = own or [one for one in before if one.row.head.piece.depth < depth]
    else:
        before = [one for one in before if not one.row.head.piece.depth]
    if run.division.wholes:
        opens = not depth and first.row.head.sentence.before is None
        return _named_total(run, likes, [*(above if opens else ()), *before], taken)
    if depth:
        return before[-1].row if before else None
    return _any_total(run, before, taken)


def _named_total(
    run: Parted, likes: Sequence[Named], before: Sequence[Named], taken: set[int]
) -> Row | None:
    """The nearest number before the parts that has the name of their whole; or that right behind
    them which tells the same."""
    named = [n for n in reversed(before) if run.division.names(n.name) and id(n) not in taken]
    if named:
        return named[0].row
    after = next((one for one in likes if one.order == run.last.order + 1), None)
    if after is None or not run.division.names(after.name):
        return None
    same = _told_of_all(run) & {*pairs(after.name)}
    return after.row if same or _IN_ALL.search(after.name) else None


def _told_of_all(run: Parted) -> set[str]:
    """What the names of all parts have in common."""
    several = ({*pairs(rest(run.division, at, one))} for at, one in run.parts.items())
    return set.intersection(*several)


def _any_total(run: Parted, before: Sequence[Named], taken: set[int]) -> Row | None:
    """The nearest number that shares its name with all parts, or that the list is opened of."""
    first, same = run.first, _told_of_all(run)
    own = [n for n in reversed(before) if run.division.part(n.name) is None]
    own = [one for one in own if not is_mean(one, run.division)]
    own = [one for one in own if id(one) not in taken or same >= {*pairs(one.name)} > set()]
    opened = bool(_OPENS.search(first.row.head.lead))
    within = _WITHIN.search(first.row.head.lead)
    shared = [one for one in own if same & {*pairs(one.name)}]
    shared = [one for one in shared if not within or within[1] in one.name]
    if shared:
        return shared[0].row
    if opened and OF_WHICH.search(first.row.head.lead):
        own = [one for one in before[-1:] if one.order == first.order - 1]
        return own[0].row if own else None
    if not own or own[0].sentence != first.sentence:
        return None
    between = [one for one in before if own[0].order < one.order]
    beside = first.row.head.piece.joint in "，；、" and all(id(one) in taken for one in between)
    return own[0].row if opened or beside else None


def _holds_around(run: Parted, likes: Sequence[Named], above: Sequence[Named]) -> bool:
    """Whether any number around is what the parts make, alone or with what stands beside them."""
    inside = {id(one) for one in run.parts.values()}
    others = [one.row.amount for one in (*above, *likes) if id(one) not in inside]
    depth = run.first.row.head.piece.depth
    flat = [one for one in likes if one.row.head.piece.depth == depth or id(one) in inside]
    first, last = flat.index(run.first), flat.index(run.last)
    ours = [one.row.amount for one in run.parts.values()]
    if any(adds_up(one, ours) for one in others):
        return True
    for begin in range(max(0, first - _BESIDE), first + 1):
        for end in range(last + 1, min(len(flat), last + 1 + _BESIDE) + 1):
            some = [one.row.amount for one in flat[begin:end]]
            rest_ = [one for one in others if all(one is not part for part in some)]
            if len(some) > len(ours) and any(adds_up(one, some) for one in rest_):
                return True
    return False


def _judge(run: Parted, total: Row) -> Iterator[Remark]:
    """A remark where the parts do not make the total, and nothing says that more may be there."""
    rows = run.rows
    if any(row.amount.hedged for row in (total, *rows)) or not alike(total.unit, rows[-1].unit):
        return
    certain = [one.row.amount for at, one in run.parts.items() if at < run.division.always]
    if len(certain) > 1 and adds_up(total.amount, certain):
        return  # 国内航线 has 港澳台航线 in it here
    parts = [row.amount for row in rows]
    added, whole = Fraction(sum(part.value for part in parts)), total.amount.value
    if total.unit in _MEASURED and abs(added - whole) <= (len(parts) + 1) * total.amount.step / 2:
        return  # each rounded by itself: 35129元 of four kinds of income, of 35128元
    misprints = sum_slips(total.amount, parts) if not run.lacking else []
    copied, short = copies(total, rows), added < whole
    likely = bool(misprints) or bool(copied) or repeated(total, rows)
    impossible = bool(run.division.wholes) and whole < max(part.value for part in parts)
    if not (likely or run.lacking or impossible or about(added, whole)):
        return
    if run.lacking and not (short and (0 in run.parts or len(rows) > _FEWEST)):
        return
    if not run.lacking and short and not run.whole and not _telling(total, parts, misprints):
        return
    slips = copied if copied and repeated(total, rows) else misprints or copied
    yield sum_remark(Severity.WARNING, total, rows, slips)


def _telling(total: Row, parts: Sequence[Amount], misprints: Sequence[Slip]) -> bool:
    """Whether digits exchanged explain so much that no other part need be thought of."""
    exchanged = bool(misprints) and misprints[0].weight == EXCHANGED
    return exchanged and chance(total.amount, parts) < _SELDOM
