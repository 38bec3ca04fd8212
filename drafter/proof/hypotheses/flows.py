"""What comes in must go somewhere: 受理37件，审结22件，正在审理15件; 应到, 实到, 缺席."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.model.quantity import decimal
from drafter.proof.account.abreast import columns
from drafter.proof.account.account import Account
from drafter.proof.account.divisions import opposite
from drafter.proof.evidence.parts import played
from drafter.proof.numbers.adding import adds_up, sum_slips
from drafter.proof.numbers.amounts import amounts
from drafter.proof.numbers.misprint import EXCHANGED, LENGTH, Slip
from drafter.proof.numbers.units import alike
from drafter.proof.rows.copies import copies
from drafter.proof.rows.row import Row, Table
from drafter.proof.rows.verdict import near, remark
from drafter.proof.text.passage import Remark
from drafter.proof.text.steps import Step, role, step
from drafter.proof.text.words import lines, mentions

_TOGETHER = pattern("共|共计|合计|总计|两项合计|共有")
_TWO_SIDED = pattern("^[，；]?(?:加上?|减去?|扣除|再加)|[收支][入出](?:总计|合计|总量)")
_CARRIED = pattern("[上去]年|年初|旧存")
_BRACKET = pattern("（[^（）]*）")
_HOLDS = pattern("[，、]?(?:其中|含|包括|包含)")
_OPENING = pattern("^(?:其中|共|全年|累计)+")
_ALMOST, _MOST, _NAME, _TELLING = Fraction(19, 20), 30, 4, 100


def flows(account: Account) -> Iterator[Remark]:
    """Cases that are lost or too many between two steps.

    >>> from drafter.proof.trying import remarks
    >>> remarks(flows, "受理37件，审结22件，正在审理14件。")
    ['错误 共37件，各去向相加为36（22 + 14），相差1件；疑为23误作22，或15误作14']
    >>> remarks(flows, "收到申请38件，受理37件。")
    ['提示 共38件，后列各数为37（37），尚有1件没有交代；请写明去向']
    >>> remarks(flows, "收到申请38件，受理37件，不予受理1件。应到代表90人，实到88人，缺席2人。")
    []
    """
    for table in (column for one in account.tables for column in columns(one)):
        if not table.terms:
            continue
        rows = _level(table)
        before = table.sentence.before
        opened = [r for r in rows if played(_said(r)) == "期初" and not _HOLDS.match(r.head.words)]
        if any(_TWO_SIDED.search(row.head.words) for row in rows):
            continue
        if rows and before and account.tables[table.number - 1].sentence is before:
            yield from _carried_on(_level(account.tables[table.number - 1]), rows)
        if len(rows) > 1:
            excused = bool(mentions("去向").search(_BRACKET.sub("", table.sentence.text)))
            yield from _equations(rows, excused, opened)
            yield from _denials(rows, opened)
            yield from _received(table, rows, excused, account.document.dated)
            yield from _outcomes(table, rows)


def _level(table: Table) -> list[Row]:
    """The levels outside of brackets, what is left net (净增, 自然减少), and what a bracket says is
    left: 审结34件（未结3件）."""
    rows = [
        r for r in table.rows
        if r.head.kind == "level" and r.unit
        and (not r.head.piece.depth or role(_said(r)) == "未结")
    ]  # fmt: skip
    held = {r.head.index for r in table.rows if r.one("growth")}
    net = [
        Row(t, 0)
        for t in table.terms
        if t.kind == "change" and re.search("净|自然", t.words) and not t.piece.depth
    ]
    net = [] if held else net
    rows = [row for row in rows if not _TOGETHER.fullmatch(row.label.strip("，、"))]
    return sorted([*rows, *net], key=lambda row: row.head.index)


Steps = tuple[Step, ...]


@cache
def _known() -> tuple[tuple[Steps, Steps, bool], ...]:
    """The equations: what comes in, where it goes, whether that is all."""
    steps = list[tuple[Steps, Steps, bool]]()
    for line in lines("等式"):
        whole, parts = (
            tuple(step(words) for words in side.split("+")) for side in re.split("[=≥]", line)
        )
        steps.append((whole, parts, "=" in line))
    return tuple(steps)


def _equations(rows: Sequence[Row], excused: bool, opened: Sequence[Row]) -> Iterator[Remark]:
    """Whole and parts that the words name, side by side."""
    labels = [_said(row) for row in rows]
    for wholes, parts, all_told in _known():
        patterns = (*wholes, *parts)
        if not _all_named(labels, patterns):
            continue
        for number in range(len(rows) - len(patterns) + 1):
            named = _in_order(rows[number : number + len(patterns)], patterns)
            if not named:
                continue
            total, follow = named[: len(wholes)], named[len(wholes) :]
            if any(_CARRIED.search(row.head.words) for row in follow):
                continue
            if any(row not in named and alike(row.unit, total[0].unit) for row in opened):
                continue  # an account from what was there to what is left
            fewer = _added(follow) < _added(total)
            if fewer and _goes_on(rows, number + len(patterns)):
                continue
            if not (fewer and (excused or not all_told)):
                yield from _judge(total[0], follow, rows[max(0, number - 1) : number])
            elif fewer and not excused:
                yield from _judge(total[0], follow, (), EXCHANGED)


def _all_named(labels: Sequence[str], patterns: Steps) -> bool:
    """Whether each step is named by any number: what few sentences do."""
    if len(labels) < len(patterns):
        return False
    text = "\n".join(labels)
    return all(step.is_in(text) for step in patterns)


def _carried_on(before: Sequence[Row], rows: Sequence[Row]) -> Iterator[Remark]:
    """应出席代表90人。会议出席88人，缺席2人: the whole in the sentence before, its last number
    or one that the first part names: 有效诉求90件，无效8件。有效诉求办结88件，在办2件."""
    labels = [_said(row) for row in rows]
    for wholes, parts, all_told in _known():
        first = _all_named(labels[: len(parts)], parts)
        named = _in_order(rows[: len(parts)], parts) if first else []
        if not named or not all_told or len(wholes) > 1:
            continue
        last = [row for row in before[-1:] if wholes[0].is_in(_said(row))]
        for whole in [row for row in before if _is_named(row, rows[0])] or last:
            if alike(whole.unit, rows[0].unit) and _added(named) != whole.amount.value:
                yield from _judge(whole, named, ())


def _is_named(whole: Row, part: Row) -> bool:
    """Whether the words of a part name its whole."""
    name = _OPENING.sub("", whole.head.words.strip("，、"))
    return len(name) >= _NAME and name in part.head.words


def _in_order(rows: Sequence[Row], patterns: Steps) -> list[Row]:
    """The rows as the equation names them, each by one step; [] where they do not fit."""
    ordered, left = list[Row](), list(rows)
    if not all(alike(row.unit, rows[0].unit) for row in rows):
        return []
    for number, word in enumerate(patterns):
        later = patterns[number + 1 :]
        fits = [r for r in left if word.is_in(_said(r))]
        sure = [r for r in fits if not any(other.is_in(_said(r)) for other in later)] or fits
        if not sure:
            return []
        ordered.append(sure[0])
        left.remove(sure[0])
    return ordered


def _goes_on(rows: Sequence[Row], number: int) -> bool:
    return any(alike(row.unit, rows[number - 1].unit) for row in rows[number : number + 1])


def _said(row: Row) -> str:
    return row.head.words + row.head.piece.tail[:8]


def _denials(rows: Sequence[Row], opened: Sequence[Row]) -> Iterator[Remark]:
    """受理逮捕376人，批准逮捕229人，不批准逮捕147人: a thing and its denial are the whole."""
    for number, (total, one, other) in enumerate(zip(rows, rows[1:], rows[2:], strict=False)):
        like = alike(total.unit, one.unit) and alike(one.unit, other.unit)
        if not like or not opposite(one.head.words, other.head.words) or "其中" in one.head.lead:
            continue
        if opposite(total.head.words, other.head.words):
            continue  # 采纳52条，部分采纳9条，未采纳4条
        fewer = _added([one, other]) < total.amount.value
        more_told = any(alike(row.unit, total.unit) for row in rows[number + 3 : number + 4])
        if "新" in total.head.words or "其中" in total.head.lead:
            continue
        received = role(_said(total)) == "收到"
        if other.head.piece.joint in ("，", "、") and not (fewer and (received or more_told)):
            yield from _judge(total, [one, other], opened)


def _judge(
    total: Row, parts: Sequence[Row], carried: Sequence[Row], heaviest: int = LENGTH
) -> Iterator[Remark]:
    rows = [total, *parts]
    gap = _added(parts) - total.amount.value
    if _adds_up(rows) or any(row.amount.value == gap for row in carried):
        return
    misprints = [slip for slip in _slips(rows) if slip.weight <= heaviest]
    likely = heaviest == LENGTH and total.amount.value >= _TELLING
    misprints = misprints or (copies(total, parts) if likely else [])
    close = heaviest == LENGTH and near(_added(parts), total.amount.value)
    if misprints or close:
        code = "proof-flow-more" if _added(parts) > total.amount.value else "proof-flow-sum"
        yield _told(code, Severity.ERROR, total, parts, misprints)


def _adds_up(rows: Sequence[Row]) -> bool:
    return adds_up(rows[0].amount, [row.amount for row in rows[1:]])


def _slips(rows: Sequence[Row]) -> list[Slip]:
    return sum_slips(rows[0].amount, [row.amount for row in rows[1:]])


def _added(parts: Sequence[Row]) -> Fraction:
    return Fraction(sum(row.amount.value for row in parts))


def _received(table: Table, rows: Sequence[Row], excused: bool, dated: bool) -> Iterator[Remark]:
    """收到38件，受理37件; where the text names the days that it covers, what came in at their end
    may wait: five working days are given for that (行政复议法, art. 30)."""
    steps: dict[str, list[Row]] = {}
    for row in rows:
        step = (
            "" if "其中" in row.head.lead else role(row.head.words[-14:] + row.head.piece.tail[:8])
        )
        steps.setdefault(step, []).append(row)
    received, accepted = steps.get("收到", []), steps.get("受理", [])
    if len(received) != 1 or len(accepted) != 1 or not alike(received[0].unit, accepted[0].unit):
        return
    whole = received[0]
    parts = [accepted[0], *(r for r in steps.get("不收", []) if alike(r.unit, whole.unit))]
    gap = whole.amount.value - _added(parts)
    beside = [
        r for r in steps.get("", []) if alike(r.unit, whole.unit) and _beside(whole, r, table)
    ]
    if gap < 0 and len(parts) == 1 and not (excused or beside):
        yield _told("proof-flow-more", Severity.WARNING, whole, parts, ())
    quiet = excused or dated or beside or _told_later(table, whole, gap)
    hedged = whole.amount.hedged or any(r.amount.hedged for r in parts)
    if gap > 0 and not quiet and not hedged and _added(parts) >= whole.amount.value * _ALMOST:
        yield _told("proof-flow-rest", Severity.HINT, whole, parts, ())


def _beside(whole: Row, row: Row, table: Table) -> bool:
    """Whether a number stands in the same stretch, before any semicolon: it may be the rest."""
    between = table.sentence.passage.plain[whole.head.amount.end : row.head.start]
    return row.order > whole.order and "；" not in between and "其中" not in between


def _told_later(table: Table, whole: Row, gap: Fraction) -> bool:
    """Whether the paragraph goes on to say what became of the rest: 移送处理1件."""
    after = table.sentence.passage.plain[table.sentence.end : table.sentence.end + 300]
    return any(
        a.value == gap and alike(a.unit, whole.unit) and not a.numeral for a in amounts(after)
    )


def _outcomes(table: Table, rows: Sequence[Row]) -> Iterator[Remark]:
    """审结22件，维持15件、驳回8件; behind 其中 the totals are checked."""
    if "其中" in table.sentence.text:
        return
    for number, closed in enumerate(rows):
        if role(closed.head.words[-14:] + closed.head.piece.tail[:8]) != "办结":
            continue
        parts = list[Row]()
        for row in rows[number + 1 : number + _MOST]:
            if (
                not mentions("结果").search(row.label)
                or not alike(row.unit, closed.unit)
                or role(_said(row))
            ):
                break
            parts.append(row)
        if len(parts) < 2 or any(row.amount.hedged for row in [closed, *parts]):
            continue
        added = _added(parts)
        if added > closed.amount.value:
            misprints = _slips([closed, *parts])
            yield _told("proof-flow-more", Severity.ERROR, closed, parts, misprints)
        elif closed.amount.value * _ALMOST <= added < closed.amount.value:
            yield _told("proof-flow-rest", Severity.HINT, closed, parts, ())


def _told(
    code: str, severity: Severity, whole: Row, parts: Sequence[Row], misprints: Sequence[Slip]
) -> Remark:
    added = _added(parts)
    details = {
        "total": whole.head.said,
        "parts": " + ".join(row.amount.written for row in parts),
        "sum": decimal(added),
        "gap": decimal(abs(whole.amount.value - added)) + whole.unit,
    }
    return remark(code, severity, [whole.head, *(row.head for row in parts)], details, misprints)
