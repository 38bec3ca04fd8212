"""Which numbers a total behind them sums up: 治安35件、刑事12件，共47件; 三年共调解4,563件."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from drafter.model.numeral import read_numeral
from drafter.model.pattern import pattern
from drafter.proof.numbers.adding import adds_up
from drafter.proof.numbers.units import alike
from drafter.proof.rows.row import Row
from drafter.proof.text.steps import is_closed
from drafter.proof.text.words import alternatives

_HOW_MANY = pattern(
    "(?P<many>[二三四五六七八九])(?:[项类者种市县区省地年所院镇乡村局队校]|个[^，]{1,4}(?:总|合|共))"
)
_DOING = pattern("(?:合计|共计|总计|共|总)(?P<doing>[\u4e00-\u9fff]{2,4})$")
_BARE = pattern("，(?:合计|共计|总计)(?:为|达)?")
_EACH = pattern("每[\u4e00-\u9fff]")
_RUNNING = pattern("累计(?P<doing>[\u4e00-\u9fff]{2})$")  # what earlier years did is in it too
_FEWEST, _MOST = 2, 40


def summed(rows: Sequence[Row], number: int) -> list[Row]:
    """The numbers before it that a total sums up, as many as its words count; else what 、 joins,
    or all that stand in its stretch. None where any of them make it already."""
    total = rows[number]
    if _is_product(rows, number):
        return []
    steps = is_closed(total.label) and not any(is_closed(row.label) for row in rows[:number])
    if steps or re.search("结余|余额", total.label):
        return []
    counted = _HOW_MANY.search(total.head.lead)
    many = read_numeral(counted["many"]) or 0 if counted else 0
    parts = _counted(rows[:number], total, many) if many else []
    parts = parts or _beside(rows, number)
    running = _RUNNING.search(total.head.words)
    if running and not all(running["doing"] in part.label for part in parts):
        return []
    if len(parts) < _FEWEST and _BARE.fullmatch(total.head.lead):
        parts = _counted(rows[:number], total, 0)
    joined = next((n for n, p in enumerate(reversed(parts), 1) if p.head.piece.joint == "，"), 0)
    count = many or (joined if joined > 1 else len(parts))
    holds = any(
        adds_up(total.amount, [part.amount for part in parts[-some:]])
        for some in range(2, len(parts) + 1)
    )
    same = any(part.head.words == total.head.words for part in parts)
    return parts[-count:] if 1 < count <= len(parts) and not (holds or same) else []


def _is_product(rows: Sequence[Row], number: int) -> bool:
    """Whether so many of each make the total: 10名导师每人培养3名教师，共30名."""
    total = rows[number].head
    return any(
        term.amount and _EACH.search(term.words)
        for term in total.sentence.pieces[max(0, total.index - 2) : total.index]
    )


def _counted(before: Sequence[Row], total: Row, many: int) -> list[Row]:
    """The last so many levels of the total's kind, of those that do what it does, across ；."""
    doing = _DOING.search(total.head.words)
    like = [
        row for row in before
        if row.head.kind == "level" and alike(row.unit, total.unit) and not row.head.piece.depth
        and (not doing or row.head.words.endswith(doing["doing"]))
    ]  # fmt: skip
    return like[-many:] if len(like) >= many else []  # all of them where none are counted


def _beside(rows: Sequence[Row], number: int) -> list[Row]:
    """The levels right before a total, back to the last ； or to another classifier."""
    total, parts = rows[number], list[Row]()
    for row in reversed(rows[max(0, number - _MOST) : number]):
        if row.head.kind != "level" or row.head.piece.depth > total.head.piece.depth:
            continue
        if not alike(row.unit, total.unit) or row.head.piece.depth < total.head.piece.depth:
            break
        parts.insert(0, row)
        if row.head.piece.joint not in ("、", "", "，"):
            break
    return parts


@cache
def together_words() -> re.Pattern[str]:
    """What a number that sums up those before it is called: 共计, 以上三类合计, 三所合计."""
    return re.compile(
        r"(?:^|，|等)(?:以上|上述)?(?:全年|年内)?"
        r"(?:[两二三四五六七八九几]?(?:[项类者种市县区省地年][^，]{0,4}|个[^，]{1,4})"
        r"|[两二三四五六七八九][所院镇乡村局队校][^，]{0,4})?(?:全年|年内)?"
        rf"(?:收入|支出|资金|经费)?(?:{alternatives('合计')})[^，、：（）别]{{0,4}}$"
    )
