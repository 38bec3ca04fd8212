"""审签顺序: who signs a stage, in which order: rows of the 报告 sheet, which may be given for one
stage alone, as 审签顺序（送审稿）."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from drafter.catalogue.stages import staged_row
from drafter.model.pattern import pattern

ORDER = "审签顺序"
_BETWEEN = pattern(r"\s*(?:→|[-－—]+[>＞]|[>＞、，,；;\n])\s*")
_PERSON = pattern(r"(.+?)\s*[（(]\s*([^（）()]+?)\s*[）)]")


class Post(Struct, frozen=True):
    """Who signs: an office or a post; the person who alone may sign for it, "" for anybody."""

    name: str
    person: str = ""


def signing_order(texts: Mapping[str, str], stage: str) -> tuple[Post, ...]:
    """The posts that sign a draft of the stage, in their order; none where none is laid down.

    >>> signing_order({"审签顺序（送审稿）": "法治督察科→分管领导（李四）→政府办"}, "送审稿")[1]
    Post(name='分管领导', person='李四')
    """
    named: dict[str, Post] = {}
    for words in filter(None, _BETWEEN.split(staged_row(texts, ORDER, stage).strip())):
        match = _PERSON.fullmatch(words)
        post = Post(match[1], match[2]) if match else Post(words)
        named.setdefault(post.name, post)
    return tuple(named.values())
