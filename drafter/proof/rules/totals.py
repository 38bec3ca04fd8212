"""Totals and their parts: 45个单位，其中镇8个、部门27个……"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal
from drafter.proof.amounts import Amount
from drafter.proof.parts import Split, splits
from drafter.proof.passage import Remark
from drafter.proof.sentence import Piece, Sentence

# Groups that overlap: together they may be more than the whole.
_CROSSING = re.compile(
    "女|党员|少数民族|农民工|残疾|未成年|老年|儿童|军人|困难|青年|学生|涉|以上|以下|博士|硕士|首|属于|疑难|复杂"
)
# Groups that are named for their own sake: a list of them need not be all.
_GROUPS = re.compile(
    "女|党员|少数民族|农民工|残疾|未成年|老年|儿童|军人|退役|困难|特殊|青年|学生|涉及|涉企|涉农|涉|重点|重大|重要|"
    "典型|优秀|以上|以下|疑难|复杂|新增|新建|专职|律师|教师|博士|硕士|本科|大专|规上|示范|首|属于|省级|国家级|市级"
)
# Sets whose members together are the whole.
_WHOLES = (
    ("民事", "刑事", "行政"),
    ("新增", "变更", "取消", "调整", "下放", "承接", "划转"),
    ("保留", "修改", "废止", "失效", "继续有效", "修订"),
    ("维持", "驳回", "撤销", "变更", "确认违法", "责令", "终止", "调解", "和解", "撤回", "中止"),
    ("男", "女"),
    ("专职", "兼职"),
    ("一审", "二审", "再审"),
    ("胜诉", "败诉"),
    ("线上", "线下"),
    ("镇", "街道", "乡", "村", "社区"),
    ("建议", "提案"),
    ("成功", "不成", "失败"),
    ("优秀", "良好", "合格", "不合格", "优", "良"),
)


def totals(sentence: Sentence) -> Iterator[Remark]:
    """Totals that their parts do not add up to.

    办理法律援助案件613件，其中民事350件、刑事260件 → 350 + 260 = 610
    受理120件，其中涉及农民工30件、残疾人5件 → silent, such groups are never all
    """
    for split in splits(sentence):
        yield from _judge(split)


def _judge(split: Split) -> Iterator[Remark]:
    sums = [_sum(split.parts[:cut]) for cut in split.cuts]
    if any(_same(total, added, split) for total in split.totals for added in sums):
        return
    parts = split.parts[: split.cuts[0]]
    added, total = _sum(parts), split.totals[0]
    whole = _amount(total).quantity
    if added.low > whole.high:
        if len(parts) == 1 and not _fits_any(added, split):
            yield _remark("proof-part-exceeds", Severity.ERROR, split, total, parts, added)
        elif len(parts) > 1 and not _crossing(parts):
            yield _remark("proof-sum", Severity.ERROR, split, total, parts, added)
    elif (weight := _short(split, parts, added, whole)) is not None:
        yield _remark("proof-sum", weight, split, total, parts, added)


def _fits_any(added: Quantity, split: Split) -> bool:
    """Whether one of the numbers before is large enough to hold the part."""
    return any(_amount(total).quantity.high >= added.low for total in split.totals)


def _short(
    split: Split, parts: Sequence[Piece], added: Quantity, whole: Quantity
) -> Severity | None:
    """How much it weighs that parts are less than the total; None where they need not be all."""
    grouped = any(_GROUPS.search(part.said) for part in parts) and not _whole_set(parts)
    if split.rest or grouped or whole.value <= 0:
        return None
    share = added.value / whole.value
    if len(parts) == 1:
        named = split.closed and re.search("(部门|局|委|办|镇|街道|乡|院)$", parts[0].words.strip())
        return Severity.WARNING if named else None
    if split.closed:
        return Severity.ERROR
    if len(parts) > 2 and share >= Fraction(4, 5):
        return Severity.ERROR
    if _whole_set(parts) and share >= Fraction(3, 5):
        return Severity.ERROR if share >= Fraction(17, 20) else Severity.WARNING
    return Severity.WARNING if share >= Fraction(9, 10) else None


def _crossing(parts: Sequence[Piece]) -> bool:
    return any(_CROSSING.search(part.said) for part in parts) and not _whole_set(parts)


def _whole_set(parts: Sequence[Piece]) -> bool:
    """Whether the parts are named after one division: 民事 and 刑事, 新增 and 变更."""
    names = [part.said for part in parts]
    return any(all(any(w in name for w in words) for name in names) for words in _WHOLES)


def _amount(piece: Piece) -> Amount:
    assert piece.amount is not None
    return piece.amount


def _sum(parts: Sequence[Piece]) -> Quantity:
    total = Quantity.exact(0)
    for part in parts:
        total += _amount(part).quantity
    return total


def _same(total: Piece, added: Quantity, split: Split) -> bool:
    """Whether the parts can make the total, each number rounded as it is written."""
    whole, steps = _amount(total), [_amount(part).step for part in split.parts]
    broken = [step for step in (*steps, whole.step) if step.denominator > 1 or step > 1]
    slack = Fraction(sum(broken) or 0) / 2
    return added.low - slack <= whole.quantity.high and whole.quantity.low <= added.high + slack


def _remark(
    code: str,
    severity: Severity,
    split: Split,
    total: Piece,
    parts: Sequence[Piece],
    added: Quantity,
) -> Remark:
    amount, last = _amount(total), _amount(parts[-1])
    passage = split.sentence.passage
    start = min(total.start, parts[0].start)
    if total.start < split.sentence.start:
        start = parts[0].start
    skipped = len(passage.plain[start : amount.end]) - len(
        passage.plain[start : amount.end].lstrip("，、 ")
    )
    end = max(amount.end, last.end) if total.start >= parts[0].start else last.end
    details = {
        "total": amount.written + amount.unit,
        "parts": " + ".join(_amount(part).written for part in parts),
        "sum": decimal(added.value / _scale(parts)) + _scale_word(parts),
    }
    return Remark(code, severity, passage, start + skipped, end, details)


def _scale(parts: Sequence[Piece]) -> int:
    """10,000 where every part is written in 万."""
    return 10_000 if all("万" in _amount(part).written for part in parts) else 1


def _scale_word(parts: Sequence[Piece]) -> str:
    return "万" if _scale(parts) > 1 else ""
