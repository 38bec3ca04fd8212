"""Which number of a report is which indicator's: by the words that this year's template has around
its tag, and by the indicator's name and unit. What is not plain is for a person to decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from rapidfuzz import fuzz

from drafter.intake.amount import ASKED, Reading, understand
from drafter.intake.measure import Measure
from drafter.intake.rate import rate
from drafter.intake.words import plain
from drafter.model import quantity
from drafter.model.finding import Kind
from drafter.model.pattern import pattern
from drafter.model.quantity import Quantity
from drafter.proof.account.fact import bare
from drafter.review.bygone.mentions import Mention
from drafter.review.bygone.slots import Slot

_LETTERS = pattern(r"[\u4e00-\u9fffA-Za-z]")
_SIGNS = pattern(r"[^\u4e00-\u9fffA-Za-z0-9\ufdd3]")
_COUNTED = pattern("(?:总数|件数|次数|人数|人次|个数|家数|总量|数量|数)$")
_ENOUGH = 8  # letters around a number that are the same as around the tag
_WHOLE = 16  # so many are the template's own sentence, whatever it is called
_SAME = 4  # letters of a clause that names the same thing
_NAMED = 0.6  # so much of the name, by pairs of letters, stands near the number
_NEAR = 0.8  # of the best likeness: another number that may be meant as well
_LIKELY = 110.0
_MOST_OTHERS = 2
_TAIL, _HEAD = 12, 20


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator as it was in that year, and the places that the template has for it."""

    key: str
    label: str
    unit: str
    classifiers: tuple[str, ...]
    kind: Kind
    slots: tuple[Slot, ...] = ()


class Claim(Struct, frozen=True, forbid_unknown_fields=True):
    """A number for an indicator: as 历年 takes it, the sentence it stands in, its place; `doubt` is
    why a person has to say that it is, "" where it is certain."""

    key: str
    label: str
    unit: str
    text: str
    sentence: str
    place: str
    doubt: str = ""


class _Match(Struct, frozen=True):
    """How well a number fits an indicator: letters in common with the template, likeness of all
    words, share of the name near it; whether its clause names the same thing."""

    number: int
    text: str
    sure: bool
    wording: int
    likeness: float
    named: float
    same: bool

    @property
    def strong(self) -> bool:
        """Whether it may be certain."""
        worded = self.wording >= _ENOUGH or self.same
        return self.wording >= _WHOLE or (worded and self.named >= _NAMED)


def claims(asked: Sequence[Asked], mentions: Sequence[Mention]) -> list[Claim]:
    """What the report says of each indicator, in their order: one that is certain, or up to three
    that may be meant."""
    matches = {one.key: _matches(one, mentions) for one in asked}
    owners = dict[int, list[tuple[int, str]]]()
    for key, own in matches.items():
        for match in own:
            if match.strong:
                owners.setdefault(match.number, []).append((match.wording, key))
    return [claim for one in asked for claim in _claims(one, matches[one.key], mentions, owners)]


def _claims(
    asked: Asked,
    matches: Sequence[_Match],
    mentions: Sequence[Mention],
    owners: Mapping[int, Sequence[tuple[int, str]]],
) -> Iterator[Claim]:
    if not matches:
        return
    best = matches[0]
    doubt = _doubt(asked, best, matches, mentions, owners)
    if not doubt:
        yield _claim(asked, best, mentions, "")
        return
    shown = dict[str, _Match]()
    for match in matches:
        if match.likeness >= _LIKELY or match.named >= _NAMED or match.strong:
            shown.setdefault(match.text, match)
    for match in [*shown.values()][: _MOST_OTHERS + 1]:
        yield _claim(asked, match, mentions, doubt)


def _claim(asked: Asked, match: _Match, mentions: Sequence[Mention], doubt: str) -> Claim:
    mention = mentions[match.number]
    where = (mention.sentence, mention.place)
    return Claim(asked.key, asked.label, asked.unit, match.text, *where, doubt)


def _doubt(
    asked: Asked,
    best: _Match,
    matches: Sequence[_Match],
    mentions: Sequence[Mention],
    owners: Mapping[int, Sequence[tuple[int, str]]],
) -> str:
    """Why the best of them is not certain; "" where it is."""
    if not best.strong:
        return "与今年模板的措辞不同"
    if apart := mentions[best.number].apart:
        return apart
    if not best.sure:
        return "写法不是准数"
    for other in matches:
        near = other.strong or other.likeness >= best.likeness * _NEAR
        if near and other.text != best.text and best.wording < other.wording + _ENOUGH:
            return "文中另有相近的数"
    claimed = max((own for own in owners[best.number] if own[1] != asked.key), default=None)
    if claimed and claimed[0] + _SAME > best.wording:
        return "另一项指标也像是这个数"
    return ""


def _matches(asked: Asked, mentions: Sequence[Mention]) -> list[_Match]:
    """The numbers of its unit, the likeliest first."""
    measure = Measure(asked.unit, asked.classifiers)
    matches = [
        _match(asked, number, mention, reading)
        for number, mention in enumerate(mentions)
        if (reading := _reading(asked, mention, measure))
    ]
    return sorted(matches, key=lambda match: (match.strong, match.likeness), reverse=True)


def _reading(asked: Asked, mention: Mention, measure: Measure) -> Reading | None:
    """The number read as a form's cell is; None where it is of another unit, or an increase that
    the indicator is not."""
    words = (asked.label, *(slot.before for slot in asked.slots))
    if mention.growth and not any(mention.growth in text[-_HEAD:] for text in words):
        return None
    if asked.kind is Kind.RATE:
        return rate(mention.written, False) if "%" in mention.written else None
    behind = plain(mention.after[:_TAIL]).lstrip("万亿" if measure.scale > 1 else "")
    if "%" in mention.written or not any(map(behind.startswith, measure.words)):
        return None
    return understand(mention.written, measure)


def _match(asked: Asked, number: int, mention: Mention, reading: Reading) -> _Match:
    near = _near(mention)
    wordings = [_letters(slot, mention) for slot in asked.slots]
    likeness = max((_likeness(slot, mention) for slot in asked.slots), default=0.0)
    likeness += fuzz.partial_ratio(_core(asked.label), near[-len(asked.label) - _HEAD :])
    text, sure = written(asked.kind, reading.amount), reading.surety != ASKED
    named, same = _share(asked.label, near), _same(asked, mention)
    return _Match(number, text, sure, max(wordings, default=0), likeness, named, same)


def _near(mention: Mention) -> str:
    """The sentence up to the number, and the noun behind it."""
    head = re.split("[。！？\n]", mention.before)[-1][-60:]
    tail = re.split("[，。；：、（\n\ufdd3]", mention.after)[0][:_TAIL]
    return head + "\ufdd3" + tail


def _letters(slot: Slot, mention: Mention) -> int:
    """How many letters in a row, before and behind, are those around the template's tag."""
    before = _common(slot.before[::-1], mention.before[::-1])
    after = _common(slot.after, mention.after)
    return len(_LETTERS.findall(before)) + len(_LETTERS.findall(after))


def _common(one: str, other: str) -> str:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b or a == "\n":
            break
        length += 1
    return one[:length]


def _likeness(slot: Slot, mention: Mention) -> float:
    """How alike the words are: 0 to 210."""
    heads = [re.split("[。；\n]", text)[-1][-_HEAD:] for text in (slot.before, mention.before)]
    tails = [re.split("[。；，\n\ufdd3]", t)[0][:_TAIL] for t in (slot.after, mention.after)]
    letters = len(_common(slot.before[::-1], mention.before[::-1]))
    return fuzz.ratio(*heads) + fuzz.ratio(*tails) / 2 + 3 * min(letters, _HEAD)


def _share(label: str, near: str) -> float:
    """How much of the name, by pairs of letters, the words have."""
    words = [w for w in _SIGNS.split(_core(label)) if w]
    pairs = [w[n : n + 2] for w in words for n in range(max(1, len(w) - 1))]
    return sum(pair in near for pair in pairs) / len(pairs) if pairs else 0.0


def _same(asked: Asked, mention: Mention) -> bool:
    """Whether the clause names just what the indicator or the template's clause names."""
    clause = bare(mention.clause)
    names = {bare(_core(asked.label)), *(bare(_clause(slot)) for slot in asked.slots)}
    return len(clause) >= _SAME and clause in names


def _clause(slot: Slot) -> str:
    return re.split("[，。；：！？（）\n\ufdd3]", slot.before)[-1]


def _core(label: str) -> str:
    """The name without what says that it is a number: 法律援助案件 of 法律援助案件总数."""
    return _COUNTED.sub("", label) or label


def written(kind: Kind, amount: Quantity) -> str:
    """The number as 历年 takes it: 613, 80余, 98.5%, 约50, 近50."""
    text = quantity.percent(amount, 4) if kind is Kind.RATE else quantity.write(amount)
    less = amount.low < amount.value == amount.high
    return f"近{text.removeprefix('约')}" if less else text
