"""Blocks: every opening has its end, at the same level and in the same place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from drafter.model.finding import Severity
from drafter.template.levels import lift
from drafter.template.tags import Tag
from drafter.word.ooxml import Element, w
from drafter.word.slip import Slip

OPENINGS = {"if": "endif", "for": "endfor"}
MIDDLES = {"elif": "if", "else": "if"}
_DEEPEST = 15
_LEVELS = {"": "行内", "p": "段", "tr": "行", "tc": "格"}
MERGES = {"vm": "vm", "纵向合并": "vm", "hm": "hm", "横向合并": "hm"}
STATEMENTS = (*OPENINGS, *OPENINGS.values(), *MIDDLES, "set", *MERGES)


class Typed(Struct):
    """A tag, where it was typed, and the level at which it is taken.

    `alone`: its paragraph holds nothing but statements. `token`: what stands for it in the tree.
    """

    tag: Tag
    part: str
    paragraph: int
    start: int
    end: int
    level: str
    alone: bool = False
    token: Element | None = None

    def slip(self, code: str, **details: str) -> Slip:
        """A slip at this tag."""
        spot = (self.part, self.paragraph, self.start, self.end)
        return Slip(code, Severity.ERROR, *spot, details={"tag": self.tag.text, **details})

    @property
    def where(self) -> str:
        """第3段“{%p if 1 %}”, for a message about another place."""
        return f"第{self.paragraph}段“{self.tag.text}”"


class Block(Struct, frozen=True):
    """An opening, its elif and else, and its end."""

    parts: tuple[Typed, ...]


def pair(statements: Iterable[Typed]) -> tuple[list[Block], list[Slip]]:
    """The blocks, in the order of their ends; a slip, naming both ends, where two do not pair."""
    blocks, slips = list[Block](), list[Slip]()
    opened, last = list[list[Typed]](), None
    for statement in statements:
        word, last = statement.tag.word, statement
        if word not in STATEMENTS:
            slips.append(
                statement.slip("template-statement", word=word, known="、".join(STATEMENTS))
            )
        elif word in OPENINGS:
            opened.append([statement])
            if len(opened) == _DEEPEST + 1:
                slips.append(statement.slip("template-too-deep"))
        elif word in MIDDLES or word in OPENINGS.values():
            slips += _fit(opened, statement, blocks)
    slips += [_unclosed(parts[0], last) for parts in opened if last]
    return blocks, slips


def _fit(opened: list[list[Typed]], statement: Typed, blocks: list[Block]) -> list[Slip]:
    """Put it into the block it belongs to; blocks within that are still open lack their end."""
    word = statement.tag.word
    openings = ("if", "for") if word == "else" else (MIDDLES.get(word) or word.removeprefix("end"),)
    slips = list[Slip]()
    fitting = [n for n, parts in enumerate(opened) if parts[0].tag.word in openings]
    if not fitting:
        return [_extra(opened, statement, blocks, openings[0])]
    while len(opened) > fitting[-1] + 1:
        slips.append(_unclosed(opened.pop()[0], statement))
    parts = opened[-1]
    if word in MIDDLES and parts[-1].tag.word == "else":
        return [*slips, statement.slip("template-ends-differ", other=parts[-1].where)]
    parts.append(statement)
    if word not in MIDDLES:
        blocks.append(Block(tuple(opened.pop())))
    return slips


def _extra(
    opened: Sequence[Sequence[Typed]], statement: Typed, blocks: Sequence[Block], opening: str
) -> Slip:
    """An end or a middle to which no opening belongs."""
    if opened:
        return statement.slip("template-ends-differ", other=opened[-1][0].where)
    before = blocks[-1].parts[-1].where if blocks else ""
    return statement.slip("template-end-extra", opening=opening, before=_after(before))


def _after(before: str) -> str:
    return f"，之前的块已在{before}结束" if before else ""


def _unclosed(first: Typed, last: Typed) -> Slip:
    until = f"，直到{last.where}都没有" if last is not first else ""
    return first.slip("template-end-missing", ending=OPENINGS[first.tag.word], until=until)


def settle_levels(blocks: Iterable[Block]) -> None:
    """An inline block whose tags each stand alone in a paragraph is one of paragraphs.

    So nobody who forgets a p gets empty lines for it.
    """
    for block in blocks:
        levels = {part.level for part in block.parts}
        several = len({(part.part, part.paragraph) for part in block.parts}) == len(block.parts)
        if levels == {""} and not several:
            continue
        if levels <= {"", "p"} and all(part.alone for part in block.parts if not part.level):
            for part in block.parts:
                part.level = "p"


def misplaced(blocks: Iterable[Block]) -> list[Slip]:
    """A slip for each block whose tags are not of one level and in one place of the tree."""
    slips = []
    for block in blocks:
        first = block.parts[0]
        wrong = next((part for part in block.parts[1:] if not _together(first, part)), None)
        if wrong is not None:
            slips.append(
                wrong.slip("template-ends-apart", other=first.where, level=_levels(first, wrong))
            )
    return slips


def _together(first: Typed, second: Typed) -> bool:
    if first.level != second.level or first.token is None or second.token is None:
        return False
    if first.token.getparent() is second.token.getparent():
        return True
    if first.level or not (lift(first.token) and lift(second.token)):
        return False
    mine, theirs = first.token.getparent(), second.token.getparent()
    if mine is theirs:
        return True
    paragraphs = mine is not None and theirs is not None and {mine.tag, theirs.tag} == {w("p")}
    return paragraphs and mine.getparent() is theirs.getparent()  # type: ignore[union-attr]


def _levels(first: Typed, second: Typed) -> str:
    mine, theirs = _LEVELS[first.level], _LEVELS[second.level]
    return "" if mine == theirs else f"（一个是{mine}标签，一个是{theirs}标签）"
