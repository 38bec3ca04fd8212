"""The template as text to look at: each tag with what it stands for, each slip at its paragraph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.model.finding import Finding
from drafter.model.pattern import pattern

if TYPE_CHECKING:
    from drafter.desk.year.workspace import Workspace
    from drafter.template.blocks import Typed

_KEY = pattern(r"[^\W\d]\w*\.[^\W\d]\w*")


class Sort(StrEnum):
    """What a piece of the text is."""

    TEXT = "text"
    VALUE = "value"
    STATEMENT = "statement"
    REMARK = "remark"


_SORTS = {"{{": Sort.VALUE, "{%": Sort.STATEMENT, "{#": Sort.REMARK}


class Word(Struct, frozen=True):
    """A stretch of a tag, and the indicator whose name it is."""

    text: str
    indicator: Indicator | None = None


class Piece(Struct, frozen=True):
    """Text, or a tag as it was typed, by its words."""

    sort: Sort
    words: tuple[Word, ...]


class Line(Struct, frozen=True):
    """A paragraph: its part's name and number, its pieces, and what is wrong in it."""

    part: str
    number: int
    pieces: tuple[Piece, ...]
    findings: tuple[Finding, ...]
    heading: bool


class View(Struct, frozen=True):
    """The template's paragraphs, and what is wrong elsewhere: `findings` is all of it."""

    catalogue: Catalogue
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]

    @property
    def used(self) -> set[str]:
        """The keys of the indicators that its tags name."""
        words = (word for line in self.lines for piece in line.pieces for word in piece.words)
        return {word.indicator.key for word in words if word.indicator}

    @property
    def elsewhere(self) -> list[Finding]:
        """What stands at no paragraph that is shown."""
        placed = {id(finding) for line in self.lines for finding in line.findings}
        return [finding for finding in self.findings if id(finding) not in placed]


def template_view(workspace: Workspace) -> View:
    """The workspace's template held against its catalogue. Raises DrafterError."""
    from drafter.template.lint.lint import lint

    catalogue = workspace.catalogue()
    template = workspace.folders.template.name
    linted = lint(workspace.folders.read_template(), template, catalogue)
    places: dict[tuple[str, int], list[Finding]] = {}
    for slip, finding in zip(linted.slips, linted.findings, strict=True):
        places.setdefault((slip.part, slip.paragraph), []).append(finding)
    lines = tuple(_lines(linted.parts, catalogue, places))
    return View(catalogue, lines, linted.findings)


def _lines(
    parts: Mapping[str, bytes],
    catalogue: Catalogue,
    places: Mapping[tuple[str, int], Sequence[Finding]],
) -> Iterator[Line]:
    from drafter.template.compiling import read_parts
    from drafter.word.outline import NUMBERED
    from drafter.word.pieces import paragraph_text
    from drafter.word.place import part_name

    for read in read_parts(parts):
        tags = {one.paragraph: one.tags for one in read.written}
        for paragraph, spot in read.numbers.items():
            text, findings = paragraph_text(paragraph), tuple(places.get(spot, ()))
            inside = paragraph.getroottree().getroot() is read.root
            if inside and (text.strip() or findings):
                pieces = tuple(_pieces(text, tags.get(paragraph, ()), catalogue))
                heading = any(pattern.match(text) for pattern in NUMBERED[:2])
                yield Line(part_name(spot[0]), spot[1], pieces, findings, heading)


def _pieces(text: str, tags: Sequence[Typed], catalogue: Catalogue) -> Iterator[Piece]:
    at = 0
    for typed in tags:
        if text[at : typed.start]:
            yield Piece(Sort.TEXT, (Word(text[at : typed.start]),))
        words = tuple(_words(text[typed.start : typed.end], catalogue))
        yield Piece(_SORTS[typed.tag.mark], words)
        at = typed.end
    if text[at:]:
        yield Piece(Sort.TEXT, (Word(text[at:]),))


def _words(tag: str, catalogue: Catalogue) -> Iterator[Word]:
    at = 0
    for match in _KEY.finditer(tag):
        if indicator := catalogue.indicators.get(match[0]):
            yield Word(tag[at : match.start()])
            yield Word(match[0], indicator)
            at = match.end()
    yield Word(tag[at:])
