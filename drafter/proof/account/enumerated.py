"""Whole divisions that are named before their numbers: 第一、二、三产业分别为…."""

from __future__ import annotations

from drafter.model.pattern import pattern
from drafter.proof.account.series import members
from drafter.proof.rows.row import Term

_STOP = pattern(r"[，。；]|(?<!\d)：")
_AND = pattern("、|和|与|以及")
_THREE = pattern(
    "(?:第一|一)(?:产业)?、(?:第)?二(?:产业)?(?:、|和)(?:第)?三(?:次)?产业|三次产业|三大产业"
    "|东部?(?:地区)?、中部?(?:地区)?(?:、|和)西部"
)
_FOUR = pattern("东部?、中部?、西部?(?:、|和)东北|[一1]、[二2]、[三3](?:、|和)[四4]季度")
_EACH = pattern("均|率|速|价")  # 东、中、西部人均收入: they do not add up


def named_before(first: Term) -> int:
    """How many members the division has that the clause names as a whole before its first number;
    0 where it names none.

    >>> from drafter.proof.text.passage import passages
    >>> from drafter.proof.rows.hanging import table
    >>> from drafter.proof.text.sentence import sentences
    >>> def first(text):
    ...     return table(sentences(passages([text])[0])[0]).terms[0]
    >>> named_before(first("第一、二、三产业企业分别为20户、39户和447户。"))
    3
    >>> named_before(first("城东、城西和南关三所分别为20件、39件和44件。"))
    0
    """
    text = first.sentence.passage.plain[first.sentence.start : first.amount.start]
    clauses = _STOP.split(text)
    clause = clauses[-1]
    head, apart, _ = clause.rpartition("分别")
    taken_up = clause if "、" in clause else "，".join(clauses[-2:])  # 三次产业为…，贡献率分别为
    for count, form in ((4, _FOUR), (3, _THREE)):
        if form.search(taken_up):
            return count
    names = [name for name in _AND.split(head) if name] if apart else []
    return len(names) if members(names) else 0


def named_in_full(first: Term) -> bool:
    """Whether the numbers from this one on are those of a whole division, and may be added up."""
    return bool(named_before(first)) and not _EACH.search(first.words)
