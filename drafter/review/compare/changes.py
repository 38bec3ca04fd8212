"""What changed between two documents: nouns alone, so that whoever prints them loads no reader of
Word files."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from drafter.model.finding import Kind
from drafter.review.compare.cause import Cause, Why
from drafter.review.story.verdict import Fate, Spot
from drafter.word.excerpt import differing


class Sign(StrEnum):
    """What becomes of a stretch, unit or block; an anchor stays or comes."""

    KEEP = "="
    DROP = "-"
    ADD = "+"
    STAY = "@"
    COME = "*"


KEEP, DROP, ADD, STAY, COME = Sign


class Segment(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of text kept (`=`), gone (`-`) or come (`+`); the marks around it, old and new."""

    sign: Sign
    text: str
    old_mark: str = ""
    new_mark: str = ""


class Passage(Struct, frozen=True, forbid_unknown_fields=True):
    """A line in both documents, or in one; its places there, and what changed in it.

    `counterpart` is the place of the line from which, or to which, it was moved.
    """

    kind: Fate
    old: Spot | None
    new: Spot | None
    segments: tuple[Segment, ...]
    counterpart: Spot | None = None

    @property
    def place(self) -> str:
        """Its place in the new document, or in the old one if it was removed."""
        spot = self.new or self.old
        return spot.label if spot else ""

    def text(self, sign: Sign) -> str:
        """The line's text in the old document (`-`) or in the new one (`+`)."""
        return "".join(s.text for s in self.segments if s.sign in (KEEP, sign))


class FigureChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure in both drafts, as it is told (613件, 99.2%), and its exact values. `difference` and
    `rate` are "" where there is none to be told."""

    key: str
    label: str
    kind: Kind
    unit: str
    old: str
    new: str
    old_value: str
    new_value: str
    difference: str
    rate: str
    cause: Cause
    section: str = ""
    paragraph: int = 0

    @property
    def is_text(self) -> bool:
        """Whether it is a department's text, not a number."""
        return self.kind in (Kind.TEXT, Kind.LONG_TEXT)

    @property
    def shown(self) -> tuple[str, str]:
        """Both values in a line each; of long texts what differs."""
        old, new = differing(self.old, self.new)
        return old or "（无）", new or "（无）"


def count(changes: Sequence[FigureChange]) -> str:
    """变动的数3个，变动的文字内容5项: how many of each kind."""
    texts = sum(change.is_text for change in changes)
    words = f"变动的数{len(changes) - texts}个"
    return f"{words}，变动的文字内容{texts}项" if texts else words


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Text that stayed (`cause` is None), or a change: what went, what came, and why."""

    old: str
    new: str
    cause: Cause | None = None
    figure: str = ""


class Explained(Struct, frozen=True, forbid_unknown_fields=True):
    """A passage in parts; the section that it stands in; `whys` are its causes, each once."""

    passage: Passage
    section: str
    parts: tuple[Part, ...]

    @property
    def whys(self) -> tuple[Why, ...]:
        """The kinds of causes in it."""
        return tuple(dict.fromkeys(part.cause.why for part in self.parts if part.cause))

    @property
    def is_same(self) -> bool:
        """Whether nothing changed here."""
        return self.passage.kind is Fate.SAME


class Comparison(Struct, frozen=True, forbid_unknown_fields=True):
    """What the page shows: the names of both documents, changed figures, and all the text."""

    title: str
    old: str
    new: str
    figures: Sequence[FigureChange]
    passages: Sequence[Explained]

    @property
    def changes(self) -> list[Explained]:
        """The passages in which something changed."""
        return [passage for passage in self.passages if not passage.is_same]

    @property
    def count(self) -> str:
        """变动的数3个，有变动的段落5处"""
        return f"{count(self.figures)}，有变动的段落{len(self.changes)}处"

    @property
    def whys(self) -> list[Why]:
        """The kinds of causes, in their order."""
        met = {figure.cause.why for figure in self.figures}
        met |= {why for passage in self.changes for why in passage.whys}
        return [why for why in Why if why in met]


class Loss(NamedTuple):
    """What kind of thing, how it was, how somebody made it; the body's paragraph, 0 for none."""

    kind: str
    old: str
    new: str
    paragraph: int = 0

    @property
    def sentence(self) -> str:
        """What the redline does not show, and where to look."""
        if self.kind == "批注":
            return "旧稿已有的批注，在新稿中改了答复关系或“已解决”，对比稿中仍如旧稿，请看新稿。"
        if self.kind == "字样":
            where = f"第{self.paragraph}段" if self.paragraph else "页眉、表格等处"
            where += f"等{self.new}段" if self.new != "1" else ""
            return f"{where}的字体、字号或加粗等有变动，没有修订标记，对比稿中仍如旧稿。"
        if self.kind == "公式":
            return "公式有修订，请用Word接受或拒绝：LibreOffice不处理，会把新旧公式都留下。"
        if self.kind == "链接":
            where = f"第{self.paragraph}段的链接" if self.paragraph else "链接"
            return (
                f"{where}由{self.old or '（无）'}改为{self.new or '（无）'}，对比稿中是先删后增。"
            )
        if self.new:
            return f"新增的{self.kind}“{self.new}”不能修订，对比稿中没有，请另行增加。"
        return f"删去的{self.kind}“{self.old}”不能修订，对比稿中仍有，请另行删去。"
