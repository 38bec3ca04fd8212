"""Equations that the words alone do not name: told where all that speaks for one is enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from drafter.model.finding import Severity
from drafter.model.quantity import decimal
from drafter.proof.account.account import Account
from drafter.proof.evidence.equation import Equation
from drafter.proof.evidence.numbers import Number
from drafter.proof.evidence.trials import stretches, tried
from drafter.proof.evidence.weights import evidence
from drafter.proof.evidence.witness import Tried
from drafter.proof.rows.row import Term
from drafter.proof.rows.verdict import remark, several, worked
from drafter.proof.text.passage import Remark

_CODES = {
    "sum": "proof-sum", "hundred": "proof-hundred", "same": "proof-two-values",
    "flow": "proof-flow-sum", "stock": "proof-flow-sum",
    "share": "proof-rate", "rest": "proof-rate", "both": "proof-rate", "joint": "proof-rate",
    "mean": "proof-average",
}  # fmt: skip


def solver(account: Account, remarks: Iterable[Remark]) -> Iterator[Remark]:
    """What else does not add up, the likeliest first; numbers already doubted are passed over."""
    doubted = _doubted(remarks)
    for stretch in stretches(account):
        passed = frozenset(n.order for n in stretch.numbers if _is_doubted(n, doubted))
        misfits = [(evidence(one), one) for one in tried(stretch, passed) if not one.holds]
        for weight, one in sorted(misfits, key=lambda pair: -pair[0]):
            if weight <= 0:
                break
            if not any(_is_doubted(number, doubted) for number in one.equation.operands):
                remark = _told(one)
                _add(doubted, remark)
                yield remark


Spans = dict[int, list[tuple[int, int]]]


def _doubted(remarks: Iterable[Remark]) -> Spans:
    """Where the numbers stand that other remarks are on."""
    spans: Spans = {}
    for one in remarks:
        if one.claim >= 0:
            _add(spans, one)
    return spans


def _add(spans: Spans, one: Remark) -> None:
    spans.setdefault(id(one.passage), []).append((one.start, one.end))


def _is_doubted(number: Number, spans: Spans) -> bool:
    passage, start = number.term.sentence.passage, number.term.amount.start
    return any(first <= start < end for first, end in spans.get(id(passage), ()))


def _told(one: Tried) -> Remark:
    terms = [number.term for number in one.equation.operands]
    kind = one.equation.kind
    if isinstance(one.equation, Equation) and kind in ("flow", "stock"):
        details = _balanced(terms, one.equation.signs)
    else:
        details = _DETAILS.get(kind, _changed)(kind, terms)
    code = _CODES.get(kind, "proof-change")
    return remark(code, Severity.WARNING, terms, details, one.slips)


Details = Mapping[str, str]


def _added(terms: Sequence[Term]) -> Fraction:
    return Fraction(sum(term.amount.value for term in terms))


def _parts(terms: Sequence[Term]) -> str:
    return " + ".join(term.amount.written for term in terms)


def _summed(_: str, terms: Sequence[Term]) -> Details:
    total, parts = terms[0], terms[1:]
    return {
        "count": several(len(parts)),
        "total": total.said,
        "parts": _parts(parts),
        "sum": worked(_added(parts), parts[0].amount),
    }


def _balanced(terms: Sequence[Term], signs: Sequence[int]) -> Details:
    into = [term for term, sign in zip(terms, signs, strict=True) if sign > 0]
    out = [term for term, sign in zip(terms, signs, strict=True) if sign < 0]
    like = terms[0].amount
    return {
        "total": worked(_added(into), like) + like.unit,
        "parts": _parts(out),
        "sum": worked(_added(out), like),
        "gap": worked(abs(_added(into) - _added(out)), like) + like.unit,
    }


def _hundred(_: str, terms: Sequence[Term]) -> Details:
    return {
        "count": several(len(terms)),
        "parts": _parts(terms),
        "sum": decimal(_added(terms)),
    }


def _same(_: str, terms: Sequence[Term]) -> Details:
    return {"other": terms[1].said, "first": terms[1].sentence.passage.place}


def _rated(kind: str, terms: Sequence[Term]) -> Details:
    claim, *given = terms
    name = claim.reading.subject if claim.kind == "rate" else "占比"
    return {"name": name, "said": claim.said, "working": _working(kind, given)}


def _mean(kind: str, terms: Sequence[Term]) -> Details:
    return {"said": terms[0].said, "working": _working(kind, terms[1:])}


def _changed(kind: str, terms: Sequence[Term]) -> Details:
    claim = terms[0]
    words = claim.words.strip("，、 ") + claim.said
    return {"said": words, "working": _working(kind, terms[1:])}


def _working(kind: str, given: Sequence[Term]) -> str:
    """What the other numbers give, as a clerk writes it."""
    values = [term.amount.value for term in given]
    shown = [term.amount.written for term in given]
    if kind == "joint":
        added = "+".join(shown[:-1])
        rate = _percent(Fraction(sum(values[:-1])), values[-1])
        return f"（{added}）÷{shown[-1]}={decimal(rate, 2)}%"
    work, pattern, mark = _WORKINGS[kind]
    value = work(values)
    writing = pattern.format(*shown)
    if mark is None:
        return f"{writing}={worked(value, given[0].amount)}"
    return f"{writing}={decimal(value, 2)}{mark}"


def _percent(part: Fraction, whole: Fraction) -> Fraction:
    return part * 100 / whole if whole else Fraction(0)


Values = Sequence[Fraction]
_WORKINGS: Mapping[str, tuple[Callable[[Values], Fraction], str, str | None]] = {
    "share": (lambda v: _percent(v[0], v[1]), "{}÷{}", "%"),
    "rest": (lambda v: _percent(v[1] - v[0], v[1]), "（{1}－{0}）÷{1}", "%"),
    "both": (lambda v: _percent(v[0], v[0] + v[1]), "{0}÷（{0}+{1}）", "%"),
    "rise": (lambda v: _percent(v[1], v[0] - v[1]), "{1}÷（{0}－{1}）", "%"),
    "fall": (lambda v: _percent(v[1], v[0] + v[1]), "{1}÷（{0}+{1}）", "%"),
    "more": (lambda v: _percent(v[0] - v[1], v[1]), "（{0}－{1}）÷{1}", "%"),
    "less": (lambda v: _percent(v[1] - v[0], v[1]), "（{1}－{0}）÷{1}", "%"),
    "mean": (lambda v: v[0] / v[1] if v[1] else v[0], "{}÷{}", ""),
    "gain": (lambda v: v[0] - v[1], "{}－{}", None),
    "loss": (lambda v: v[1] - v[0], "{1}－{0}", None),
}
_DETAILS = {
    "sum": _summed, "hundred": _hundred, "same": _same,
    "share": _rated, "rest": _rated, "both": _rated, "joint": _rated, "mean": _mean,
}  # fmt: skip
