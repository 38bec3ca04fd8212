"""What a verification found, as findings: each a sentence in sentences/, with its place."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.model.finding import Finding, Place, Severity
from drafter.model.sentence import in_order
from drafter.review.story.verdict import (
    Fate,
    Number,
    State,
    TextChange,
    Verification,
    Verified,
    Wording,
)
from drafter.word.excerpt import differing, short
from drafter.word.slip import AUTHOR

_FIGURES = {
    State.EDITED: "review-edited",
    State.UNIT: "review-unit",
    State.DELETED: "review-deleted",
    State.MOVED: "review-moved",
}
_TEXTS = {
    Fate.CHANGED: "review-text",
    Fate.INSERTED: "review-text-added",
    Fate.REMOVED: "review-text-deleted",
    Fate.MOVED: "review-text-moved",
    Fate.REPLACED: "review-object",
}


def found_in(file: str, verification: Verification) -> list[Finding]:
    """The findings, gravest first."""
    return in_order([*_all(file, verification)])


def _all(file: str, verification: Verification) -> Iterator[Finding]:
    for figure in verification.figures:
        yield from _figure(file, figure)
    yield from (_number(file, number, verification) for number in verification.numbers)
    yield from (_wording(file, wording) for wording in verification.wordings)
    yield from (_text(file, text) for text in verification.texts)
    for remark in verification.remarks:
        if remark.author != AUTHOR:
            details = {"author": remark.author or "未署名", "text": short(remark.text)}
            details["at"] = short(remark.at)
            yield Finding("review-comment", Severity.HINT, Place(file), details=details)
    if verification.tracked:
        details = {"count": str(verification.tracked)}
        yield Finding("review-tracked", Severity.HINT, Place(file), details=details)


def _figure(file: str, figure: Verified) -> Iterator[Finding]:
    place = Place(file, cell=figure.spot.label)
    key = figure.figure.key if figure.figure else ""
    before, after = differing(figure.old, figure.new)
    details = {
        "label": figure.label,
        "old": before,
        "new": after,
        "submitted": figure.submitted,
    }
    if figure.state is not State.SAME:
        code = _FIGURES[figure.state]
        weight = Severity.WARNING if figure.is_text else Severity.ERROR
        weight = Severity.HINT if figure.state is State.MOVED else weight
        yield Finding(code, weight, place, key, details=details)
    if figure.recovered:
        yield Finding("review-mark-lost", Severity.HINT, place, key, details=details)


def _number(file: str, number: Number, verification: Verification) -> Finding:
    place = Place(file, cell=number.spot.label)
    details = {"number": number.text, "excerpt": number.excerpt, "like": ""}
    if number.repeats:
        figure = next(f for f in verification.figures if f.mark == number.repeats)
        details["label"] = figure.label
        return Finding("review-twice", Severity.ERROR, place, details=details)
    if number.like:
        details["like"] = f"（与“{number.like}”的数相同，但没有溯源标记）"
    return Finding("review-number", Severity.ERROR, place, details=details)


def _wording(file: str, wording: Wording) -> Finding:
    old, new = differing(wording.old, wording.new)
    details = {"where": wording.where, "old": old or "（无）", "new": new or "（无）"}
    return Finding(
        "review-wording", Severity.WARNING, Place(file, cell=wording.spot.label), details=details
    )


def _text(file: str, text: TextChange) -> Finding:
    old = text.old_spot.label if text.old_spot else ""
    place = Place(file, cell=text.new_spot.label if text.new_spot else f"{old}（原稿）")
    before, after = differing(text.old, text.new)
    details = {"old": before, "new": after, "place": old}
    return Finding(_TEXTS[text.kind], Severity.HINT, place, details=details)
