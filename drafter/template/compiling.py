"""All parts of a template compiled, and everything that is wrong with their tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import CodeType

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.template import footnotes
from drafter.template.bare_parts import PLAIN_PARTS, compile_plain
from drafter.template.mistakes import compiled
from drafter.template.part import Read, compile_part, read_part
from drafter.template.sandbox import Sandbox
from drafter.template.source import PartSource
from drafter.word.customary import STORIES, named
from drafter.word.slip import BODY, Slip
from drafter.word.texts import PARAGRAPH, Text, openings, texts

_STORIES = named("officedocument", "header", "footer", "comments")


class CompiledPart(Struct, frozen=True):
    """A part's source, and the code that fills it."""

    source: PartSource
    code: CodeType


class Compiled(Struct, frozen=True):
    """The parts that have tags; all parts as where nothing is filled; what is to be said."""

    parts: Mapping[str, CompiledPart]
    static: Mapping[str, bytes]
    slips: tuple[Slip, ...]


def compile_parts(parts: Mapping[str, bytes], sandbox: Sandbox) -> Compiled:
    """The template compiled. Its slips are errors where it cannot be filled."""
    compiled_parts, static, slips = dict[str, CompiledPart](), dict[str, bytes](), list[Slip]()
    for name, content in parts.items():
        source, static[name] = _compile(name, content, parts)
        if source is not None:
            code = compiled(sandbox, source)
            slips += source.slips
            if code is not None:
                compiled_parts[name] = CompiledPart(source, code)
    return Compiled(compiled_parts, static, (*slips, *_unfilled(parts)))


def _unfilled(parts: Mapping[str, bytes]) -> list[Slip]:
    """Tags where none is filled in: in formulas, shapes, SmartArt, link addresses, attributes."""
    slips = dict[tuple[object, ...], Slip]()
    for text in texts(parts):
        for tag in openings(text.text)[_filled(text) :]:
            details = {"where": text.where, "text": tag}
            spot = (text.part, text.paragraph)
            slip = Slip("template-elsewhere", Severity.ERROR, *spot, details=details)
            slips.setdefault((*spot, *details.values()), slip)
    return list(slips.values())


def _filled(text: Text) -> int:
    """How many of a text's tags are filled in: a paragraph's all, elsewhere those in one piece."""
    if text.where == PARAGRAPH and STORIES.fullmatch(text.part):
        return len(openings(text.text))
    pieces = text.pieces if PLAIN_PARTS.fullmatch(text.part) else ()
    return sum(len(openings(piece)) for piece in pieces)


def _compile(
    name: str, content: bytes, parts: Mapping[str, bytes]
) -> tuple[PartSource | None, bytes]:
    if _STORIES.fullmatch(name):
        return compile_part(name, content, _notes_of(name, parts))
    if name in footnotes.PARTS.values():
        return None, footnotes.accepted(content, name)
    if PLAIN_PARTS.fullmatch(name):
        return compile_plain(name, content), content
    return None, content


def _notes_of(name: str, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    if name != BODY:
        return {}
    return {kind: parts[part] for kind, part in footnotes.PARTS.items() if part in parts}


def read_parts(parts: Mapping[str, bytes]) -> Iterator[Read]:
    """The parts that people write in, as read: for lint."""
    for name, content in parts.items():
        if _STORIES.fullmatch(name):
            yield read_part(name, content, _notes_of(name, parts))
