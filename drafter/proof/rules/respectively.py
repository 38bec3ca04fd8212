"""Numbers for names, 分别: as many as there are names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.proof.numbers.amounts import amounts
from drafter.proof.rules.counts import COUNT, names_before, number_of
from drafter.proof.rules.roster import AND
from drafter.proof.text.passage import Remark
from drafter.proof.text.sentence import Sentence

_CLASSES = pattern(rf"等?{COUNT}(?P<thing>[^，。；：、\d]{{2,12}})(?:，[^，。；：、\d]{{0,16}})?$")
_RESPECTIVE = pattern(r"(?:数量|数|件数)?分别(?:为|是|达到|达)")
_STOP = pattern("[，；。]")
_BACK = 160
_UNITS = (
    "元", "%", "件", "起", "份", "项", "条", "次", "场", "人", "名", "家", "个", "人次", "家次",
    "户",
)  # fmt: skip


def respectively(sentence: Sentence) -> Iterator[Remark]:
    """甲、乙、丙分别为12件、15件: three names, two numbers."""
    text, end = sentence.passage.plain, sentence.end
    if "分别" not in text:
        return
    for match in _RESPECTIVE.finditer(text, sentence.start, end):
        start, names = names_before(text, match.start())
        if text[max(0, start - 1) : start].isdecimal():
            continue  # 18—34岁、35—59岁分别为: names with numbers
        furthest = min(end, match.end() + _BACK)
        stop = _STOP.search(text, match.end(), furthest)
        last = stop.start() if stop else furthest
        values = _values(text[match.end() : last])
        yield from _of_classes(sentence, match.start(), last, values)
        most = len(names) + len(AND.findall("".join(names)))
        if values and most > 1 and not len(names) <= values <= most:
            details = {"names": str(len(names)), "values": str(values)}
            yield Remark(
                "proof-respectively", Severity.WARNING, sentence.passage, start, last, details
            )


def _of_classes(sentence: Sentence, start: int, last: int, values: int) -> Iterator[Remark]:
    """乳制品、肉制品等4大类食品，不合格率分别为…: as many numbers as there are classes."""
    text = sentence.passage.plain
    counted = _CLASSES.search(text, max(sentence.start, start - _BACK), start)
    if counted and values > 1 and number_of(counted["count"]) != values:
        details = {"names": counted["count"], "values": str(values)}
        passage = sentence.passage
        yield Remark(
            "proof-respectively", Severity.WARNING, passage, counted.start(), last, details
        )


def _values(stretch: str) -> int:
    """How many bare numbers stand there one after another, parted by 、 or 和."""
    numbers = [amount for amount in amounts(stretch) if amount.unit in _UNITS]
    gaps = "".join(_gaps(stretch, [(a.start, a.end) for a in numbers]))
    return len(numbers) if numbers and not re.sub(r"[、和及与以 ]", "", gaps) else 0


def _gaps(text: str, spans: list[tuple[int, int]]) -> Iterator[str]:
    at = 0
    for start, end in spans:
        yield text[at:start]
        at = end
    yield text[at:]
