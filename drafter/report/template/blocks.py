"""Blocks: every opening has its end, at the same level and in the same place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from drafter.errors import TemplateError
from drafter.report.ooxml import Element
from drafter.report.template.tags import Tag

OPENINGS = {"if": "endif", "for": "endfor"}
MIDDLES = {"elif": "if", "else": "if"}
STATEMENTS = (*OPENINGS, *OPENINGS.values(), *MIDDLES, "set")


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement, where it stands, and the element that it must share with its end."""

    tag: Tag
    place: str
    parent: Element


def check_blocks(statements: Iterable[Placed]) -> None:
    """Raises TemplateError, naming both ends, where blocks do not pair."""
    opened: list[Placed] = []
    for statement in statements:
        word = statement.tag.word
        if word not in STATEMENTS:
            known = "、".join(STATEMENTS)
            raise TemplateError(f"{statement.place}：不支持“{word}”，可用：{known}")
        if word in OPENINGS:
            opened.append(statement)
        elif word in MIDDLES:
            _same_place(_opening(opened, statement, MIDDLES[word]), statement)
        elif word in OPENINGS.values():
            _same_place(_opening(opened, statement, word.removeprefix("end")), statement)
            opened.pop()
    if opened:
        first = opened[-1]
        ending = OPENINGS[first.tag.word]
        raise TemplateError(f"{first.place}：“{first.tag.text}”没有对应的{ending}")


def _opening(opened: list[Placed], end: Placed, word: str) -> Placed:
    if not opened:
        raise TemplateError(f"{end.place}：“{end.tag.text}”前面没有对应的{word}")
    last = opened[-1]
    fits = last.tag.word == word or (end.tag.word == "else" and last.tag.word == "for")
    if not fits:
        raise TemplateError(f"{end.place}：“{end.tag.text}”与{last.place}的“{last.tag.text}”不配对")
    return last


def _same_place(first: Placed, second: Placed) -> None:
    if first.tag.level != second.tag.level or first.parent is not second.parent:
        raise TemplateError(
            f"{second.place}：“{second.tag.text}”与{first.place}的“{first.tag.text}”"
            "不在同一层（同一段、同一表格或同一级正文），请写在同一层"
        )
