"""Figures that stand alongside those of a list: where one column adds up, the other does too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.account.listed import OF_WHICH
from drafter.proof.evidence.equation import Equation, slips
from drafter.proof.evidence.numbers import Number, numbers
from drafter.proof.numbers.misprint import EXCHANGED, ONE
from drafter.proof.numbers.units import alike, family
from drafter.proof.rows.clause import falls, moves
from drafter.proof.rows.copies import is_copied
from drafter.proof.rows.row import Row, Table, Term
from drafter.proof.rows.verdict import near, remark, several, worked
from drafter.proof.text.passage import Remark

_BESIDE = ("change", "earlier")
_FEWEST, _MOST, _TELLING, _NAME, _FIGURES = 2, 8, 30, 2, 3
_TOTAL = pattern("[总共]|合计|[两三四五]项|相抵|净")
_MOVED = pattern("(?:同比|比[^，]{0,6}|较[^，]{0,6})?[增减下上降升净][\u4e00-\u9fff]{0,3}$")
_LEVEL, _ABREAST = "level", "abreast"

Signed = tuple[int, Number]


class Line(Struct, frozen=True):
    """What is told of one thing: by column, each number with its sign."""

    columns: Mapping[str, tuple[int, Term]]


class Ledger(Struct, frozen=True, dict=True):
    """The sentences of a paragraph; their numbers are worked out once they are asked for."""

    tables: Sequence[Table]

    def signed(self, entries: Sequence[tuple[int, Term]]) -> list[Signed]:
        """The numbers of the terms with their signs; none where one of them is hedged."""
        kept: dict[int, Number] | None = self.__dict__.get("by term")
        if kept is None:
            by_term = {id(number.term): number for number in numbers(self.tables)}
            kept = self.__dict__["by term"] = by_term
        result = [(sign, kept[id(term)]) for sign, term in entries if id(term) in kept]
        return result if len(result) == len(entries) else []


def alongside(account: Account) -> Iterator[Remark]:
    """Columns that do not add up where those beside them do.

    >>> from drafter.proof.trying import remarks
    >>> text = "受理诉求814件，比上年减少32件。其中线上497件，增加{}件；线下317件，减少91件。"
    >>> remarks(alongside, text.format(59)), remarks(alongside, text.format(95))
    ([], ['警告 两项相加为-4（- 95 + 91），总数写作32件；疑为59误作95'])
    >>> text = "审结案件50件54人。提起公诉{}件42人。不起诉12件12人。"
    >>> remarks(alongside, text.format(38)), remarks(alongside, text.format(83))
    ([], ['警告 两项相加为95（83 + 12），总数写作50件；疑为38误作83'])
    >>> text = "完成交易158项，成交金额8120万元，节约资金96万元。"
    >>> text += "市级完成61项，成交金额5240万元，节约资金64万元；县级完成97项，成交金额{}万元，"
    >>> text += "节约资金32万元。"
    >>> remarks(alongside, text.format(2880)), remarks(alongside, text.format(5240))
    ([], ['警告 两项相加为10480万（5240万 + 5240万），总数写作8120万元；请核对'])
    """
    for tables in account.paragraphs:
        if len(tables) == 1 and len(tables[0].rows) <= _FEWEST:
            continue
        ledger, lines = Ledger(tables), [*_lines(tables)]
        odd = [one for table in tables for one in _movements(table, ledger)]
        odd += [one for total, parts in _lists(lines) for one in _odd(ledger, total, parts)]
        odd += _among_items(ledger, [one for table in tables for one in _items(table)])
        doubted = set[int]()
        for equation in odd:
            places = {number.order for number in equation.operands}
            if not places & doubted:
                doubted |= places
                yield _told(equation)


def _movements(table: Table, ledger: Ledger) -> Iterator[Equation]:
    """医院增加1170个，其中公立医院减少76个，民营医院增加1246个: changes of parts, each with its
    sign, and that of the whole before or behind them."""
    moved = [
        (-1 if falls(row.head.words) else 1, row.head)
        for row in table.rows
        if row.head.kind in (_LEVEL, "change") and not row.head.piece.depth
        and not row.amount.hedged and moves(row.head.words)
    ]  # fmt: skip
    like = [one for _, one in moved if alike(one.amount.unit, moved[0][1].amount.unit)]
    if not _FEWEST < len(moved) == len(like) <= _MOST:
        return
    run = ledger.signed(moved)
    if not run:
        return
    for total, parts in ((run[0], run[1:]), (run[-1], run[:-1])):
        gap = total[0] * total[1].value - sum(sign * number.value for sign, number in parts)
        operands = (total[1], *(number for _, number in parts))
        one = Equation.of("sum", operands, (total[0], *(-sign for sign, _ in parts)), gap)
        if one.holds:
            return
        misprints = slips(one)
        if misprints and misprints[0].weight <= ONE and _tells(one) and _is_whole(one):
            yield one


def _is_whole(one: Equation) -> bool:
    """Whether the first number is by its words what all others make."""
    whole, *parts = (number.term for number in one.operands)
    if _TOTAL.search(whole.lead) or OF_WHICH.search(parts[0].lead):
        return True
    name = _MOVED.sub("", whole.words)[-_FEWEST:]
    return len(name) == _FEWEST and all(name in part.words for part in parts)


def _among_items(ledger: Ledger, items: Sequence[Line]) -> Iterator[Equation]:
    """The one column of a list that does not add up, of which no further item has a number."""
    for total, parts in _lists(items):
        odd = [*_odd(ledger, total, parts, _FIGURES)]
        if len(odd) == 1 and not _may_lack(odd[0]):
            ends = [items.index(parts[0]) - 1, items.index(parts[-1]) + 1]
            beside = [items[at] for at in ends if 0 <= at < len(items) and items[at] is not total]
            shared = [k for k in total.columns if all(k in part.columns for part in parts)]
            if not any(k in line.columns for line in beside for k in shared):
                yield odd[0]


def _may_lack(one: Equation) -> bool:
    """Whether so little is missing that a further item may have it, with nothing in the others."""
    least = min(number.value for number in one.operands[1:])
    misprints = slips(one)
    exchanged = bool(misprints) and misprints[0].weight == EXCHANGED
    return 0 < one.gap * one.signs[0] < least and not exchanged


def _items(table: Table) -> Iterator[Line]:
    """What a sentence tells between ；, the first number by its classifier, the others also by
    their names: 市级完成项目9项，成交金额20万元；县级完成项目6项，成交金额12万元."""
    columns = dict[str, tuple[int, Term]]()
    for row in table.rows:
        if row.head.kind != _LEVEL or row.head.piece.depth or moves(row.head.words):
            continue
        if columns and row.head.piece.joint == "；":
            yield Line(columns)
            columns = {}
        name = row.head.words.strip("，、")[-_NAME:] if columns else ""
        columns.setdefault(family(row.unit) + name, (1, row.head))
    if columns:
        yield Line(columns)


def _lines(tables: Sequence[Table]) -> Iterator[Line]:
    for table in tables:
        second = {id(row.head) for one, row in pairwise(table.rows) if _is_abreast(one, row)}
        for row, behind in pairwise([*table.rows, None]):
            assert row is not None
            plain = row.head.kind == _LEVEL and not row.head.piece.depth
            if plain and id(row.head) not in second:
                beside = dict[str, Term]({_LEVEL: row.head})
                beside |= {k: term for k in _BESIDE if (term := row.one(k))}
                if behind is not None and id(behind.head) in second:
                    beside[_ABREAST] = behind.head
                yield Line({kind: (_sign(kind, term), term) for kind, term in beside.items()})


def _sign(kind: str, term: Term) -> int:
    return term.reading.sign if kind == "change" else 1


def _is_abreast(one: Row, row: Row) -> bool:
    """Whether a bare number stands right behind another of another classifier: 50件54人."""
    bare = not (row.head.piece.joint or row.head.words) and bool(row.unit)
    return bare and row.head.kind == one.head.kind == _LEVEL and not alike(one.unit, row.unit)


def _lists(lines: Sequence[Line]) -> Iterator[tuple[Line, Sequence[Line]]]:
    """Each line with the runs right behind it and right before it, that have two columns or more
    in common."""
    for at, total in enumerate(lines):
        if len(total.columns) < _FEWEST:
            continue
        for step, beside in (
            (1, lines[at + 1 : at + _MOST]),
            (-1, lines[max(0, at - _MOST) : at][::-1]),
        ):
            shared, run = {*total.columns}, list[Line]()
            for line in beside:
                shared &= line.columns.keys()
                if len(shared) < _FEWEST:
                    break
                run.append(line)
                if len(run) >= _FEWEST:
                    yield total, run[::step]


def _odd(
    ledger: Ledger, total: Line, parts: Sequence[Line], figures: int = _FEWEST
) -> Iterator[Equation]:
    """The columns that do not add up, where another of so many figures does."""
    shared = [k for k in total.columns if all(k in part.columns for part in parts)]
    if len(shared) < _FEWEST:
        return
    equations = {k: one for k in shared if (one := _equation(ledger, k, total, parts))}
    if not any(one.holds and _tells(one, figures) for one in equations.values()):
        return
    for one in equations.values():
        if not one.holds and _explained(one):
            yield one


def _equation(ledger: Ledger, kind: str, total: Line, parts: Sequence[Line]) -> Equation | None:
    """The column as an equation; None where it counts different things, or roughly."""
    entries = [line.columns[kind] for line in (total, *parts)]
    if not all(alike(entries[0][1].amount.unit, term.amount.unit) for _, term in entries[1:]):
        return None
    signed = ledger.signed(entries)
    if not signed:
        return None
    own, *others = signed
    gap = own[0] * own[1].value - sum(sign * number.value for sign, number in others)
    operands = (own[1], *(number for _, number in others))
    return Equation.of("sum", operands, (own[0], *(-sign for sign, _ in others)), gap)


def _tells(one: Equation, least: int = _FEWEST) -> bool:
    """Whether so long a total hardly adds up by chance."""
    total = one.operands[0]
    figures = max(len(number.digits.replace(".", "").strip("0")) for number in one.operands)
    return figures >= least and total.value >= _TELLING * max(one.slack, total.step / 2)


def _explained(one: Equation) -> bool:
    total = Fraction(one.operands[0].value)
    close = near(total, total - Fraction(one.gap))
    return close or bool(slips(one)) or any(is_copied(n.term.amount) for n in one.operands)


def _told(one: Equation) -> Remark:
    terms = [number.term for number in one.operands]
    signs = [-sign * one.signs[0] for sign in one.signs[1:]]
    parts = [*zip(signs, terms[1:], strict=True)]
    shown = " ".join(("+ " if sign > 0 else "- ") + term.amount.written for sign, term in parts)
    added = sum((sign * term.amount.value for sign, term in parts), Fraction(0))
    details = {
        "count": several(len(parts)),
        "total": terms[0].said,
        "parts": shown.removeprefix("+ "),
        "sum": worked(added, terms[1].amount),
    }
    return remark("proof-sum", Severity.WARNING, terms, details, slips(one))
