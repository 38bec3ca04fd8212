"""Paragraphs of the template written anew, in the worker."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from drafter.desk.files.folders import read_file


class Rewriting(Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph, by part and number, and what it is to say; "" where it goes."""

    part: str
    number: int
    text: str


def rewrite(path: Path, rows: tuple[Rewriting, ...]) -> bytes:
    """The template with them. Raises TemplateError for what is no Word document."""
    from drafter.template.rewriting import rewritten

    texts: dict[str, dict[int, str]] = {}
    for row in rows:
        texts.setdefault(row.part, {})[row.number] = row.text
    return rewritten(read_file(path), path.name, texts)
