"""What comes in must go somewhere: 收到38件，受理37件 leaves one unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.quantity import Quantity, decimal
from drafter.proof.amounts import Amount, amounts
from drafter.proof.document import Document
from drafter.proof.parts import alike, counted
from drafter.proof.passage import Remark
from drafter.proof.roles import OUTCOMES, RATES, role
from drafter.proof.sentence import Piece, Sentence

_EXCUSED = re.compile(
    "结转|旧存|上年|往年|去年|历年|合并|并案|撤回|补正|退回|重复|分别|其他|其余|咨询"
)
_TRIED = re.compile(
    "建议诉讼|引导诉讼|调解不成|调解未成|未调解成功|未成功|未达成|调解失败|正在调解|正在调处|终止调解|转入诉讼|移送"
)
_SETTLED = re.compile("(?:调解|调处|化解)(?:成功|完成)|成功(?:调解|调处|化解)|达成(?:调解)?协议")
_ALMOST, _MOST = Fraction(4, 5), 30

Steps = Mapping[str, list[Piece]]


def flows(document: Document) -> Iterator[Remark]:
    """Cases that are lost or too many between two steps.

    收到申请38件，受理37件 → 尚有1件没有交代
    收到申请38件，受理37件，不予受理1件 → silent
    受理37件，审结22件，正在审理14件 → 22 + 14 = 36

    Where the text names the days that its figures cover, what was received and not yet accepted on
    the last of them is no riddle: five working days are given for that (行政复议法, art. 30).
    """
    for sentence in document.sentences:
        yield from _steps(sentence, document.dated)


def _steps(sentence: Sentence, dated: bool) -> Iterator[Remark]:
    pieces = [
        p
        for p in sentence.pieces
        if counted(p) and p.depth == 0 and p.amount and not p.amount.numeral
    ]
    if len(pieces) < 2:
        return
    steps: dict[str, list[Piece]] = {}
    for piece in pieces:
        steps.setdefault(_step(piece), []).append(piece)
    excused = bool(_EXCUSED.search(sentence.text))
    yield from _received(sentence, steps, excused, dated)
    yield from _accepted(sentence, steps, excused)
    yield from _mediated(sentence, pieces)
    yield from _outcomes(sentence, pieces)
    if not excused:
        yield from _exceeding(sentence, pieces)


def _step(piece: Piece) -> str:
    """The step its own words name; 其中 and rates begin something else."""
    words = piece.words[-14:] + piece.tail[:8]
    return "" if "其中" in piece.words else role(words)


def _only(steps: Steps, name: str) -> Piece | None:
    pieces = steps.get(name, [])
    return pieces[0] if len(pieces) == 1 else None


def _received(sentence: Sentence, steps: Steps, excused: bool, dated: bool) -> Iterator[Remark]:
    received, accepted = _only(steps, "received"), _only(steps, "accepted")
    if not received or not accepted or not _joined(received, accepted):
        return
    parts = [accepted, *(p for p in steps.get("refused", []) if _joined(accepted, p))]
    others = [
        p for p in steps.get("", []) if _joined(accepted, p) and _refers(received, p, sentence)
    ]
    excused = excused or bool(others)
    whole, added = _quantity(received), _sum(parts)
    excused = excused or _told_later(sentence, received, whole.value - added.value)
    if added.low > whole.high and not excused:
        yield _remark("proof-flow-more", Severity.ERROR, sentence, received, parts, added)
    elif added.high < whole.low and not (excused or dated) and added.value >= whole.value * _ALMOST:
        yield _remark("proof-flow-rest", Severity.HINT, sentence, received, parts, added)


def _told_later(sentence: Sentence, received: Piece, gap: Fraction) -> bool:
    """Whether the paragraph goes on to say what became of the rest: 移送处理1件."""
    rest = amounts(sentence.passage.plain[sentence.end : sentence.end + 300])
    return any(a.value == gap and alike(a.unit, _unit(received)) and not a.numeral for a in rest)


def _refers(received: Piece, piece: Piece, sentence: Sentence) -> bool:
    """Whether a number stands in the same stretch, before any semicolon: it may be the rest."""
    between = sentence.passage.plain[received.end : piece.start]
    return piece.start > received.start and "；" not in between and "其中" not in between


def _accepted(sentence: Sentence, steps: Steps, excused: bool) -> Iterator[Remark]:
    accepted, closed, pending = (_only(steps, name) for name in ("accepted", "closed", "open"))
    if not accepted or not closed or not _joined(accepted, closed):
        return
    parts = [closed]
    if pending and _joined(closed, pending):
        parts.append(pending)
    whole, added = _quantity(accepted), _sum(parts)
    if excused or accepted.start > closed.start:
        return
    if added.low > whole.high:
        weight = Severity.ERROR if pending else Severity.WARNING
        yield _remark("proof-flow-more", weight, sentence, accepted, parts, added)
    elif len(parts) == 2 and added.high < whole.low:
        yield _remark("proof-flow-sum", Severity.ERROR, sentence, accepted, parts, added)


def _mediated(sentence: Sentence, pieces: Sequence[Piece]) -> Iterator[Remark]:
    """受理调解案件267件，调解成功264件，建议诉讼3件"""
    for whole, one, other in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if (
            _step(whole) != "accepted"
            or not _SETTLED.search(one.said)
            or not _TRIED.search(other.said)
        ):
            continue
        if not (_joined(whole, one) and _joined(one, other)):
            continue
        added, total = _sum([one, other]), _quantity(whole)
        if added.low > total.high:
            yield _remark("proof-flow-more", Severity.ERROR, sentence, whole, [one, other], added)
        elif added.high < total.low:
            yield _remark("proof-flow-rest", Severity.HINT, sentence, whole, [one, other], added)


def _outcomes(sentence: Sentence, pieces: Sequence[Piece]) -> Iterator[Remark]:
    """审结22件，维持15件、驳回8件; where 其中 stands, the totals are checked elsewhere."""
    if "其中" in sentence.text:
        return
    for number, closed in enumerate(pieces):
        if _step(closed) != "closed":
            continue
        parts = list[Piece]()
        for piece in pieces[number + 1 : number + _MOST]:
            if not (OUTCOMES.search(piece.said) and alike(_unit(piece), _unit(closed))) or _step(
                piece
            ):
                break
            parts.append(piece)
        if len(parts) < 2:
            continue
        added, total = _sum(parts), _quantity(closed)
        if added.low > total.high:
            yield _remark("proof-flow-more", Severity.ERROR, sentence, closed, parts, added)
        elif added.high < total.low and added.value >= total.value * _ALMOST:
            yield _remark("proof-flow-rest", Severity.HINT, sentence, closed, parts, added)


def _exceeding(sentence: Sentence, pieces: Sequence[Piece]) -> Iterator[Remark]:
    """提出意见15条，采纳16条; 受理320件，认定298件，不予认定32件"""
    for number, whole in enumerate(pieces[:-1]):
        parts = [pieces[number + 1]]
        if number + 2 < len(pieces) and _opposite(parts[0], pieces[number + 2]):
            parts.append(pieces[number + 2])
        if not all(_joined(whole, part) and part.joint in "，、" for part in parts):
            continue
        added, total = _sum(parts), _quantity(whole)
        if added.low > total.high and (len(parts) == 2 or _part_of(parts[0], whole)):
            yield _remark("proof-flow-more", Severity.WARNING, sentence, whole, parts, added)


def _opposite(one: Piece, other: Piece) -> bool:
    denied = re.search(
        r"(?:不予|未予|未|不)([\u4e00-\u9fff]{2,4}?)(?=[\u4e00-\u9fff]{0,2}$)", other.words.strip()
    )
    return bool(denied and denied[1] in one.words and denied[0] not in one.words)


def _part_of(part: Piece, whole: Piece) -> bool:
    """Whether the words name what a rate's numerator and denominator are."""
    if _step(whole) in ("received", "accepted", "closed") and _step(part):
        return False
    return any(
        upper and re.search(upper, part.words) and re.search(lower, whole.words)
        and not re.search(upper, whole.words) and not re.search(lower, part.words)
        for _, upper, lower in RATES
    )  # fmt: skip


def _joined(one: Piece, other: Piece) -> bool:
    """Whether the two count the same things."""
    return alike(_unit(one), _unit(other))


def _unit(piece: Piece) -> str:
    return _amount(piece).unit


def _amount(piece: Piece) -> Amount:
    assert piece.amount is not None
    return piece.amount


def _quantity(piece: Piece) -> Quantity:
    return _amount(piece).quantity


def _sum(parts: Sequence[Piece]) -> Quantity:
    total = Quantity.exact(0)
    for part in parts:
        total += _quantity(part)
    return total


def _remark(
    code: str,
    weight: Severity,
    sentence: Sentence,
    whole: Piece,
    parts: Sequence[Piece],
    added: Quantity,
) -> Remark:
    amount = _amount(whole)
    first = min((whole, *parts), key=lambda p: p.start)
    last = max((whole, *parts), key=lambda p: p.end)
    gap = abs(amount.value - added.value)
    details = {
        "total": amount.written + amount.unit,
        "parts": " + ".join(_amount(part).written for part in parts),
        "sum": decimal(added.value),
        "gap": decimal(gap) + amount.unit,
    }
    start = first.start + len(first.words) - len(first.words.lstrip(" ，、"))
    return Remark(code, weight, sentence.passage, start, last.end, details)
