"""Forms made of the catalogue's questions: shown with what was answered, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.http import QueryDict
from msgspec import Struct

from drafter.catalogue.rows import BETWEEN
from drafter.desk.catalogue.catalogue_fields import Entry, Field
from drafter.desk.catalogue.catalogue_rows import Leaf, Line

_MOST_LISTED = 600
_NOBODY: Mapping[str, Sequence[str]] = {}
_NOTHING: Mapping[str, str] = {}


class Asked(Struct, frozen=True):
    """A question: its name in the form, what is answered so far, what is wrong with that; `shown`
    is what stands in the catalogue, `clash` what somebody else has put there since."""

    field: Field
    name: str
    value: str
    wrong: Sequence[str]
    shown: str = ""
    clash: str | None = None

    @property
    def names(self) -> list[str]:
        """The answer as a list of names."""
        return BETWEEN.split(self.value)


def asked(
    fields: Sequence[Field],
    texts: Mapping[str, str],
    wrong: Mapping[str, Sequence[str]] = _NOBODY,
    prefix: str = "",
    shown: Mapping[str, str] = _NOTHING,
    clashes: Mapping[str, str] = _NOTHING,
) -> list[Asked]:
    """The questions with their answers."""
    return [
        Asked(
            f, prefix + f.column, texts.get(f.column, ""), wrong.get(f.column, ()),
            shown.get(f.column, ""), clashes.get(f.column),
        )
        for f in fields
    ]  # fmt: skip


def answered(fields: Sequence[Field], form: QueryDict, prefix: str = "") -> dict[str, str]:
    """The texts by column, as they were answered."""
    return {f.column: _text(f, form, prefix + f.column) for f in fields}


def _text(field: Field, form: QueryDict, name: str) -> str:
    if field.entry is Entry.DEPARTMENTS:
        return "、".join(form.getlist(name))
    text = form.get(name, "").replace("\r\n", "\n").strip()
    return text if field.entry is Entry.LINES else " ".join(text.split())


def rows_answered(
    fields: Sequence[Field], form: QueryDict, most: int = 400
) -> Iterator[tuple[int, dict[str, str]]]:
    """(row, texts) of each row of a form that asks for several; new ones have row 0."""
    for place in range(most):
        prefix = f"{place}-"
        if f"{prefix}row" not in form:
            return
        row = form.get(f"{prefix}row", "")
        yield int(row) if row.isdecimal() and len(row) < 6 else 0, answered(fields, form, prefix)


class Merged(Struct, frozen=True):
    """A row that was sent: its number, its texts as they are to be; by column what somebody else
    has put where the sender too has put something new."""

    row: int
    texts: Mapping[str, str]
    clashes: Mapping[str, str]


def rows_merged(fields: Sequence[Field], form: QueryDict, leaf: Leaf) -> list[Merged]:
    """The rows of a form, each held against what was shown and what stands there now: only what the
    sender changed is changed, and where others have changed it meanwhile both are told."""
    return [
        _merged(fields, form, f"{place}-", row, typed, leaf.line(row))
        for place, (row, typed) in enumerate(rows_answered(fields, form))
    ]


def _merged(
    fields: Sequence[Field], form: QueryDict, prefix: str, row: int, typed: Mapping[str, str],
    line: Line | None,
) -> Merged:  # fmt: skip
    now = line.texts if line else {}
    first = fields[0].column
    moved = bool(row) and now.get(first, "") != form.get(f"{prefix}{first}-was", "")
    texts, clashes = dict[str, str](), dict[str, str]()
    for name, mine in typed.items():
        theirs, was = now.get(name, ""), form.get(f"{prefix}{name}-was", "")
        if form.get(f"{prefix}{name}-pick") == "theirs" or (row and mine == was):
            texts[name] = theirs
        else:
            texts[name] = mine
            if row and mine != theirs and (theirs != was or moved):
                clashes[name] = theirs
    return Merged(row, texts, clashes)


def too_many(themes: Mapping[str, Sequence[object]], word: str) -> bool:
    """Whether so many are listed that only the themes are, until one of them is asked for."""
    return not word and sum(map(len, themes.values())) > _MOST_LISTED
