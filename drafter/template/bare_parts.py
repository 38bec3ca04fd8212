"""Parts that hold bare text: document properties, chart titles. Their tags print text, no runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.template.blocks import MERGES, Typed, pair
from drafter.template.source import (
    PLAIN,
    PartSource,
    Spot,
    Tokens,
    expression,
    statement,
    text_of,
)
from drafter.template.tags import Tag, TagError, find_tags
from drafter.word.customary import named
from drafter.word.ooxml import Element, parse
from drafter.word.slip import Slip
from drafter.word.tidy import tidy

PLAIN_PARTS = named("core-properties", "extended-properties", "custom-properties", "chart")
_BRACE = pattern("[{}｛｝﹛﹜]")


def compile_plain(name: str, content: bytes) -> PartSource:
    """The part's source; empty where it has no tags. Its slips tell what is wrong with them."""
    source, tokens = PartSource(name), Tokens()
    root = parse(content)
    tidy(root, keep_ids=True)
    for node in list(_texts(root)):
        try:
            tags = find_tags(node.text or "")
        except TagError as error:
            source.slips.append(Slip(error.kind, Severity.ERROR, name, details=error.details))
            continue
        if tags:
            source.slips += _levels(name, tags)
            _replace(node, tags, tokens, (name, 0, 0, 0))
    if tokens.outputs and not source.slips:
        source.text, source.spots = tokens.assemble(text_of(root))
        source.codes = tokens.outputs
    return source


def _texts(root: Element) -> Iterator[Element]:
    for node in root.iter():
        if isinstance(node.tag, str) and not len(node) and _BRACE.search(node.text or ""):
            yield node


def _levels(name: str, tags: list[Tag]) -> list[Slip]:
    typed = [Typed(tag, name, 0, 0, 0, tag.level) for tag in tags]
    _, slips = pair(t for t in typed if t.tag.mark == "{%" and t.tag.word != "set")
    merged = [t for t in typed if t.level or t.tag.word in MERGES]
    return slips + [t.slip("template-no-table", level=t.level or t.tag.word) for t in merged]


def _replace(node: Element, tags: list[Tag], tokens: Tokens, spot: Spot) -> None:
    """The element's text with tokens for its tags."""
    text, at, last = node.text or "", 0, None
    for tag in tags:
        before = text[at : tag.start]
        if last is None:
            node.text = before
        else:
            last.tail = before
        at = tag.end
        last = tokens.made(_code(tag), spot)
        node.append(last)
    if last is not None:
        last.tail = text[at:]


def _code(tag: Tag) -> str:
    if tag.mark == "{#":
        return ""
    return statement(tag.code) if tag.mark == "{%" else expression(f"({tag.code})|{PLAIN}")


def plain_tags(parts: Mapping[str, bytes]) -> Iterator[Typed]:
    """The tags in the parts that hold bare text; those that cannot be read left out."""
    for name in filter(PLAIN_PARTS.fullmatch, parts):
        for node in _texts(parse(parts[name])):
            try:
                tags = find_tags(node.text or "")
            except TagError:
                continue
            yield from (Typed(tag, name, 0, 0, 0, tag.level) for tag in tags)
