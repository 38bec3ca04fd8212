"""What each part of a structure has moved by: 由18.2∶36.4∶45.4调整为17.1∶36.9∶46.0."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.account.account import Account
from drafter.proof.hypotheses.gaps import between
from drafter.proof.rows.clause import POINTS
from drafter.proof.rows.proportion import PROPORTION, part_term, parts
from drafter.proof.rows.row import Table, Term
from drafter.proof.text.passage import Remark

_LEAST, _BEFORE, _LEAD = 3, 30, 40
_OLD = pattern("(?:由|从|上年|去年|上一年)[^，；]*$|(?:与|同|比|较)[^，；]*的$")
_CLAUSE = pattern("[，。；：]")
# 一产, 第一产业, 第一、二产业: the parts of the structure by their number.
_ORDINALS = pattern("第?[一二三](?:[、和与及]?第?[一二三]){0,2}(?:次)?产业?")
_COUNTED = "一二三"
_OTHER = pattern("增速|增长率|增幅|贡献|拉动|投资|就业|从业|税|利润|效率")
_OF_WHAT = pattern("(?P<names>[^，。；：]+?)(?:人数|数量|案件|的)*(?:结构|比例|占比|之比|比)")


class Structure(Struct, frozen=True):
    """Parts in order as the text has them, once before and once now; their names."""

    before: tuple[Term, ...]
    now: tuple[Term, ...]
    names: tuple[str, ...]
    end: int


def structures(account: Account) -> Iterator[Remark]:
    """Points that a part has not moved by, or moved by the other way.

    >>> from drafter.proof.trying import remarks
    >>> text = "三次产业结构由上年的9.5∶47.2∶43.3调整为8.8∶46.5∶44.7，一产比重下降{}个百分点。"
    >>> remarks(structures, text.format("0.7"))
    []
    >>> remarks(structures, text.format("2.7"))
    ['错误 写作“一产比重下降2.7个百分点”，9.5%－8.8%=0.7个百分点；疑为0.7误作2.7，或6.8误作8.8']
    """
    for tables in account.paragraphs:
        open_one: Structure | None = None
        for table in tables:
            mine = _structure(table)
            open_one = mine or open_one
            if open_one:
                yield from _moves(open_one, table)


def _structure(table: Table) -> Structure | None:
    """The two proportions of the sentence that are the same thing, before and now."""
    sentence = table.sentence
    matches = [
        m for m in PROPORTION.finditer(sentence.passage.plain, sentence.start, sentence.end)
        if len([*parts(m, "%")]) >= _LEAST
    ]  # fmt: skip
    if len(matches) != 2:
        return None
    one, other = matches
    leads = [
        sentence.passage.plain[max(sentence.start, m.start() - _BEFORE) : m.start()]
        for m in matches
    ]
    old = [bool(_OLD.search(lead)) for lead in (leads[0], leads[1][-(other.start() - one.end()) :])]
    first, second = (
        tuple(part_term(part, sentence) for part in parts(match, "%")) for match in matches
    )
    if len(first) != len(second) or old[0] == old[1]:
        return None
    before, now = (first, second) if old[0] else (second, first)
    named = _OF_WHAT.search(_CLAUSE.split(leads[0])[-1])
    return Structure(before, now, _names(named["names"] if named else ""), other.end())


def _names(words: str) -> tuple[str, ...]:
    return tuple(part for part in re.split("[、和与及]", words) if part)


def _moves(structure: Structure, table: Table) -> Iterator[Remark]:
    """Each claim of points against the part that its words name."""
    waiting = list[int]()
    for term in table.terms:
        if term.amount.unit not in POINTS:
            continue
        clause = _CLAUSE.split(term.lead)[-1]
        waiting = [] if _OTHER.search(clause) else _parts(structure, clause) or waiting
        if not waiting or _ahead(term, structure, table):
            continue
        part, waiting = waiting[0], waiting[1:]
        words = clause[: len(clause) - len(term.words)][-_LEAD:]
        now, old = structure.now[part], structure.before[part]
        yield from between(now, old, term, term.reading.sign, words)


def _ahead(term: Term, structure: Structure, table: Table) -> bool:
    """Whether a claim stands before the structure."""
    return structure.now[0].sentence is table.sentence and term.amount.start < structure.end


def _parts(structure: Structure, clause: str) -> list[int]:
    """The parts that a clause names, by number or by name."""
    if len(structure.now) == len(_COUNTED) and (ordinals := _ORDINALS.findall(clause)):
        return [_COUNTED.index(sign) for sign in "".join(ordinals) if sign in _COUNTED]
    if len(structure.names) != len(structure.now):
        return []
    spots = [(clause.find(name), part) for part, name in enumerate(structure.names)]
    return [part for at, part in sorted(spots) if at >= 0]
