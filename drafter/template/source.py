"""What one part of the template becomes: source text for Jinja, and all that filling it needs.

Static XML is passed through as it is: Jinja's delimiters are Unicode noncharacters here, so no text
of the document can be taken for code. Every tag stands on a line of its own, by which a runtime
error finds its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree
from msgspec import Struct, field

from drafter.model.pattern import pattern
from drafter.template.keeps import Keep
from drafter.template.levels import TOKEN
from drafter.template.slot import Slot
from drafter.word.ooxml import Element
from drafter.word.slip import Slip

BLOCK = ("\ufddb", "\ufddc")
EXPRESSION = ("\ufddd", "\ufdde")
REMARK = ("\ufddf", "\ufde0")
_IN_ATTRIBUTE = ("\ufdd9", "\ufdda")
_TOKEN = pattern(f'<{TOKEN}(?: xmlns="")? n="(\\d+)"/>|{_IN_ATTRIBUTE[0]}(\\d+){_IN_ATTRIBUTE[1]}')
ORDINALS = ("\ufdd4", "\ufdd5")  # around what is numbered when all is filled
PLACE, PRINT, COPY, PLAIN = "_place", "_print", "_copy", "_plain"  # how a slot is filled
BOARD, REST = "_board", "_rest"  # a paragraph's value where that is a 固定表, and where it is not
# What stands on a line by itself: the code, and where the clerk typed it.
Spot = tuple[str, int, int, int]
NOWHERE: Spot = ("", 0, 0, 0)


class Output(NamedTuple):
    """What a token stands for in the source, and where it was typed."""

    code: str
    spot: Spot


class PartSource(Struct):
    """A part's Jinja source, its slots by number, and the spot of each source line.

    `untidy` tells that a filled part needs settling, `joins` that tables may come to stand side by
    side; `notes` are the note parts that are filled with this one.
    """

    name: str
    text: str = ""
    slots: list[Slot] = field(default_factory=list)
    spots: dict[int, Spot] = field(default_factory=dict)
    keeps: list[Keep] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    codes: list[Output] = field(default_factory=list)
    notes: Mapping[str, str] = field(default_factory=dict)
    untidy: bool = False
    joins: bool = False

    def spot(self, line: int) -> Spot:
        """Where the tag on that line, or the last one before it, was typed."""
        before = [number for number in self.spots if number <= line]
        return (
            self.spots[max(before, default=min(self.spots, default=0))] if self.spots else NOWHERE
        )


class Tokens:
    """The tokens that stand in a tree for code, and the text that they become."""

    def __init__(self) -> None:
        self.outputs: list[Output] = []

    def made(self, code: str, spot: Spot = NOWHERE) -> Element:
        """An element that stands for the code."""
        return etree.Element(TOKEN, n=str(self._add(code, spot)))

    def attribute(self, code: str, spot: Spot = NOWHERE) -> str:
        """An attribute's value that stands for the code."""
        return f"{_IN_ATTRIBUTE[0]}{self._add(code, spot)}{_IN_ATTRIBUTE[1]}"

    def _add(self, code: str, spot: Spot) -> int:
        self.outputs.append(Output(code, spot))
        return len(self.outputs) - 1

    def assemble(self, xml: str) -> tuple[str, dict[int, Spot]]:
        """The XML with code for tokens, and the spot of each line that holds code."""
        pieces, spots, line, at, last = list[str](), dict[int, Spot](), 1, 0, NOWHERE
        for token in _TOKEN.finditer(xml):
            output = self.outputs[int(token[1] or token[2])]
            static = xml[at : token.start()]
            pieces += [static, output.code]
            line += static.count("\n") + output.code.count("\n")
            last = output.spot if output.spot != NOWHERE else last
            spots[line] = last
            at = token.end()
        return "".join([*pieces, xml[at:]]), spots


def statement(code: str) -> str:
    """Code of a statement, on a line of its own."""
    return f"{BLOCK[0]}\n{code} {BLOCK[1]}"


def expression(code: str) -> str:
    """Code of an expression, on a line of its own."""
    return f"{EXPRESSION[0]}\n{code} {EXPRESSION[1]}"


def text_of(root: Element) -> str:
    """The part as text."""
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return declaration + etree.tostring(root, encoding="unicode")
