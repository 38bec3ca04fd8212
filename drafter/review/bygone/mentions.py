"""The numbers of a report, each with the words around it and what ties it to another time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from drafter.model.pattern import pattern
from drafter.proof.numbers.amounts import Amount
from drafter.proof.rows.scope import several_years
from drafter.proof.text.document import Document
from drafter.proof.text.passage import Passage
from drafter.proof.text.words import alternatives
from drafter.review.bygone.slots import NUMBER, numbered

_CLAUSE = pattern("[，。；：！？（）\n]")
_YEAR = pattern(r"20\d\d(?=年)")
_HEDGE = pattern(
    r"(?:大约|(?<![民公契合条签])约|将近|接近|(?<![附最邻就靠相])近|超过|超|逾|不足|不到|至少)$"
)
_BEHIND = pattern("以上|左右|上下")
_PLAN = pattern("下一步|下一年|下一阶段|明年|打算|今后|展望|(?:工作|重点)(?:计划|安排)")
_TIMES = pattern(
    "下一步|下一年|明年|去年|上年|同期|往年|历年|上半年|下半年|季度|计划|目标|力争|预计|至今"
)
_LONGEST = 120


class Mention(Struct, frozen=True):
    """A number as it is printed, with the words that make it a round one; the text before it and
    behind it, other numbers as one sign; its sentence; where it stands; why it may not be the
    year's own, "" where nothing says so; the word that makes it an increase or a share, or ""."""

    written: str
    before: str
    after: str
    sentence: str
    place: str
    apart: str = ""
    growth: str = ""

    @property
    def clause(self) -> str:
        """The words of its own clause before it."""
        return re.split(f"{_CLAUSE.pattern}|{NUMBER}", self.before)[-1]


def mentions(passages: Sequence[Passage], year: int) -> list[Mention]:
    """The numbers of the text in order, without what is planned."""
    plans = _plans(passages, year)
    return [
        mention
        for passage in passages
        if not passage.section.startswith(plans)
        for mention in _mentions(passage, year)
    ]


def year_of(passages: Sequence[Passage]) -> int | None:
    """The year that the text reports on, by its title."""
    return Document.of(passages).year


def _plans(passages: Sequence[Passage], year: int) -> tuple[str, ...]:
    """The sections that say what is to be done: （四）2024年工作安排."""
    headed = {p.section: p.heading for p in passages if p.section}
    return tuple(
        section
        for section, heading in headed.items()
        if _PLAN.search(heading) or any(int(one) > year for one in _YEAR.findall(heading))
    )


def _mentions(passage: Passage, year: int) -> Iterator[Mention]:
    text, places = numbered(passage.plain)
    for amount, at in places:
        before, after = text[:at], text[at + 1 :]
        if not amount.in_words:
            growth = _growth().search(before)
            hedge = _HEDGE.search(before)
            behind = _BEHIND.match(passage.plain, amount.end)
            number = passage.plain[amount.start : amount.end]
            yield Mention(
                f"{hedge[0] if hedge else ''}{number}{behind[0] if behind else ''}",
                _HEDGE.sub("", before),
                after,
                _sentence(passage.plain, amount),
                passage.place,
                _apart(re.split("[。！？；\n]", passage.plain[: amount.start])[-1], year),
                growth[1] if growth else "",
            )


def _sentence(text: str, amount: Amount) -> str:
    start = max((m.end() for m in re.finditer("[。！？\n]", text[: amount.start])), default=0)
    end = next((m.start() for m in re.finditer("[。！？\n]", text[amount.end :])), len(text))
    start = max(start, amount.start - _LONGEST)
    return text[start : min(amount.end + end, amount.end + _LONGEST)].strip()


def _apart(words: str, year: int) -> str:
    """What in the words before a number says that it is not the whole year's."""
    other = [one for one in _YEAR.findall(words) if int(one) != year]
    if other:
        return f"句中有“{other[-1]}年”"
    if period := _TIMES.search(words):
        return f"句中有“{period[0]}”"
    return "句中说的是几年合计" if several_years(words) else ""


def _growth() -> re.Pattern[str]:
    """What stands right before a number that is an increase or a share, not an amount."""
    return re.compile(rf"({alternatives('升', '降')}|同比|环比|占比?)了?(?:约|近|超过|超|逾)?$")
