"""Forms made of the catalogue's questions: shown with what was answered, and read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.http import QueryDict
from msgspec import Struct

from drafter.catalogue.rows import BETWEEN
from drafter.desk.catalogue_fields import Entry, Field

_MOST_LISTED = 600
_NOBODY: Mapping[str, Sequence[str]] = {}


class Asked(Struct, frozen=True):
    """A question: its name in the form, what is answered so far, what is wrong with that."""

    field: Field
    name: str
    value: str
    wrong: Sequence[str]

    @property
    def names(self) -> list[str]:
        """The answer as a list of names."""
        return BETWEEN.split(self.value)


def asked(
    fields: Sequence[Field],
    texts: Mapping[str, str],
    wrong: Mapping[str, Sequence[str]] = _NOBODY,
    prefix: str = "",
) -> list[Asked]:
    """The questions with their answers."""
    return [
        Asked(f, prefix + f.column, texts.get(f.column, ""), wrong.get(f.column, ()))
        for f in fields
    ]


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


def too_many(themes: Mapping[str, Sequence[object]], word: str) -> bool:
    """Whether so many are listed that only the themes are, until one of them is asked for."""
    return not word and sum(map(len, themes.values())) > _MOST_LISTED
