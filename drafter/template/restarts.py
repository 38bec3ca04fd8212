"""Numbered lists in loops: a list that stands whole in a loop starts anew with each turn.

Only where the loop also holds another paragraph before the list: a loop over the items themselves
counts on. Word restarts a list through a w:num of its own (ECMA-376 part 1, 17.9.15, 17.9.27).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from lxml import etree

from drafter.model.dataclass import dataclass, field
from drafter.template.blocks import Block
from drafter.template.levels import between, shows
from drafter.template.source import Tokens, expression
from drafter.word.ooxml import Element, W, parse, serialize, w

PART = "word/numbering.xml"
RESTART, LIST = "_restart", "_list"


def restart_lists(root: Element, blocks: Sequence[Block], tokens: Tokens) -> bool:
    """Put the code for restarts into the tree; whether any list restarts.

    `blocks` come in the order of their ends, so the innermost loop that holds a list takes it.
    """
    everywhere = Counter(filter(None, map(list_of, root.iter(w("p")))))
    taken = set[str]()
    for block in blocks if everywhere else ():
        first, last = block.parts[0], block.parts[-1]
        if first.tag.word != "for" or first.token is None or last.token is None:
            continue
        body = between(first.token, last.token)
        for number in _whole_lists(everywhere, body):
            if number not in taken:
                taken.add(number)
                first.token.addnext(tokens.made(expression(f"{number}|{RESTART}")))
                _number(body, number, tokens)
    return bool(taken)


def _whole_lists(everywhere: Counter[str], body: Iterable[Element]) -> list[str]:
    """The lists all of whose items are in the loop's body, behind a paragraph of another kind."""
    behind, inside, other = dict[str, bool](), dict[str, int](), False
    for paragraph in (p for element in body for p in element.iter(w("p")) if shows(p)):
        number = list_of(paragraph)
        if number:
            behind.setdefault(number, other)
            inside[number] = inside.get(number, 0) + 1
        other = True
    return [n for n, is_behind in behind.items() if is_behind and everywhere[n] == inside[n]]


def list_of(paragraph: Element) -> str:
    """The number of the list of which the paragraph is an item; "" for none."""
    element = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    number = "" if element is None else element.get(w("val"), "")
    return number if number.isdigit() and number != "0" else ""


def _number(body: Iterable[Element], number: str, tokens: Tokens) -> None:
    for element in body:
        for item in element.iter(w("numId")):
            if item.get(w("val")) == number:
                item.set(w("val"), tokens.attribute(expression(f"{number}|{LIST}")))


def first_free(numbering: bytes) -> int:
    """The first list number that is free."""
    used = [int(n.get(w("numId"), "0")) for n in parse(numbering).iter(w("num"))]
    return max(used, default=0) + 1


def with_lists(numbering: bytes, copies: Iterable[tuple[int, int]]) -> bytes:
    """The numbering part with (a new list, the list of which it is the copy), starting anew."""
    root = parse(numbering)
    by_number = {num.get(w("numId")): num for num in root.iter(w("num"))}
    last = next(iter(reversed(list(by_number.values()))), root)
    for number, original in copies:
        if str(original) not in by_number:
            continue
        copy = _copy(root, by_number[str(original)], number)
        last.addnext(copy)
        last = copy
    return serialize(root)


def _copy(root: Element, original: Element, number: int) -> Element:
    abstract = original.find(w("abstractNumId"))
    identifier = "" if abstract is None else abstract.get(w("val"), "")
    copy = etree.Element(w("num"), nsmap={"w": W})
    copy.set(w("numId"), str(number))
    etree.SubElement(copy, w("abstractNumId")).set(w("val"), identifier)
    for level, start in _starts(root, identifier):
        override = etree.SubElement(copy, w("lvlOverride"))
        override.set(w("ilvl"), level)
        etree.SubElement(override, w("startOverride")).set(w("val"), start)
    return copy


def _starts(root: Element, abstract: str) -> list[tuple[str, str]]:
    """(level, first number) of each level of the abstract list."""
    definitions = [a for a in root.iter(w("abstractNum")) if a.get(w("abstractNumId")) == abstract]
    levels = [level for a in definitions for level in a.iter(w("lvl"))]
    return [(level.get(w("ilvl"), "0"), _start(level)) for level in levels] or [("0", "1")]


def _start(level: Element) -> str:
    start = level.find(w("start"))
    return "1" if start is None else start.get(w("val"), "1")


@dataclass(slots=True)
class Lists:
    """The numbered lists of one filling: the number each goes by now, and those made anew."""

    free: int
    current: dict[int, int] = field(default_factory=dict)
    made: list[tuple[int, int]] = field(default_factory=list)

    def restart(self, number: int) -> None:
        """The list begins anew; the first time it is the template's own."""
        if number not in self.current:
            self.current[number] = number
            return
        self.current[number] = self.free
        self.made.append((self.free, number))
        self.free += 1

    def now(self, number: int) -> int:
        """The number by which the list goes now."""
        return self.current.get(number, number)
