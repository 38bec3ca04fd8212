"""Numbered lists in loops: a list that stands whole in a loop starts anew with each turn.

Only where the loop also holds another paragraph before the list: a loop over the items themselves
counts on. Word restarts a list through a w:num of its own (ECMA-376 part 1, 17.9.15, 17.9.27).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from drafter.template.levels import between, shows
from drafter.template.source import Tokens, expression
from drafter.word.numbering import Numbering, numbered
from drafter.word.ooxml import Element, parse, serialize, value, w
from drafter.word.order import made

if TYPE_CHECKING:
    from drafter.template.blocks import Block

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
    number, _ = numbered(paragraph)
    return number if number.isdigit() and number != "0" else ""


def _number(body: Iterable[Element], number: str, tokens: Tokens) -> None:
    for element in body:
        for item in element.iter(w("numId")):
            if item.get(w("val")) == number:
                item.set(w("val"), tokens.attribute(expression(f"{number}|{LIST}")))


def first_free(numbering: bytes) -> int:
    """The first list number that is free."""
    return max(map(int, Numbering.of(parse(numbering)).lists), default=0) + 1


def with_lists(numbering: bytes, copies: Iterable[tuple[int, int]]) -> bytes:
    """The numbering part with (a new list, the list of which it is the copy), starting anew."""
    root = parse(numbering)
    lists = Numbering.of(root)
    last = next(iter(reversed(list(lists.lists.values()))), root)
    for number, original in copies:
        if str(original) in lists.lists:
            copy = _copy(lists, str(original), str(number))
            last.addnext(copy)
            last = copy
    return serialize(root)


def _copy(lists: Numbering, original: str, number: str) -> Element:
    copy = made("num", numId=number)
    copy.append(made("abstractNumId", val=value(lists.lists[original], "abstractNumId")))
    levels = lists.levels(original)
    starts = {n: value(level, "start", absent="1", empty="1") for n, level in levels.items()}
    for level, start in (starts or {"0": "1"}).items():
        override = made("lvlOverride", ilvl=level)
        override.append(made("startOverride", val=start))
        copy.append(override)
    return copy


class Restarts(Struct):
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
