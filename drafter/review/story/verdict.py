"""What is found of a draft that came back, and what both sides changed: nouns alone, so that who
prints them loads no reader of Word files."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from drafter.draft.record import FigureRecord
from drafter.word.excerpt import short
from drafter.word.marks import FIGURE_MARKS

Stretch = tuple[int, int, int]  # line, start, end


class Spot(NamedTuple):
    """A place: the number of the paragraph in the body from 1 (0 elsewhere), and its words."""

    number: int = 0
    label: str = ""


class Remark(Struct, frozen=True, forbid_unknown_fields=True):
    """A comment in the file: who, when, what, and the words that it stands at."""

    author: str
    date: str
    text: str
    at: str


class Number(Struct, frozen=True, forbid_unknown_fields=True):
    """A number with nothing behind it: where, and around what; `at` is its line, start and end.

    `repeats` names the draft's mark of which this is a copy; `like` a figure of the same value.
    """

    text: str
    spot: Spot
    excerpt: str
    at: Stretch
    repeats: str = ""
    like: str = ""


class Fate(StrEnum):
    """What became of a line; REPLACED is what stands in it beside its text."""

    SAME = "同"
    CHANGED = "改"
    REMOVED = "删"
    INSERTED = "增"
    MOVED = "移"
    REPLACED = "换"


class State(StrEnum):
    """What became of a figure."""

    SAME = "未改"
    EDITED = "已改"
    UNIT = "单位已改"
    DELETED = "已删"
    MOVED = "已移动"


class Verified(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of the draft in the file: old and new words, what was submitted, and where; `at` is
    in the draft for one that is deleted."""

    mark: str
    state: State
    old: str
    new: str
    figure: FigureRecord | None
    spot: Spot
    section: str
    excerpt: str
    at: Stretch
    recovered: bool = False

    @property
    def is_text(self) -> bool:
        """Whether it is a department's text, not a figure."""
        return not self.mark.startswith(FIGURE_MARKS)

    @property
    def submitted(self) -> str:
        """What the departments typed and was taken; the calculated value where none did."""
        words = self.figure.answers if self.figure else ()
        if self.figure and self.figure.workings:
            return f"{self.figure.phrase}（{self.figure.workings}）"
        return "、".join(words) or (self.figure.text if self.figure else self.old)

    @property
    def label(self) -> str:
        """The figure's name."""
        return self.figure.name if self.figure else "模板中计算"


class Wording(Struct, frozen=True, forbid_unknown_fields=True):
    """Other words around figures or in a table's labels, another time, another picture: what reads
    otherwise (`where`), where it was in the draft, where it is in the file."""

    where: str
    spot: Spot
    old: str
    new: str
    was: Stretch
    at: Stretch


class TextChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph that reads otherwise: its place in the draft and in the file, None for none."""

    kind: Fate
    old_spot: Spot | None
    new_spot: Spot | None
    old: str
    new: str


class Verification(Struct, frozen=True, forbid_unknown_fields=True):
    """All that was found; `figures` are all of the draft's, in order."""

    figures: tuple[Verified, ...]
    numbers: tuple[Number, ...]
    texts: tuple[TextChange, ...]
    remarks: tuple[Remark, ...]
    tracked: int
    wordings: tuple[Wording, ...] = ()

    @property
    def differing(self) -> list[Verified]:
        """The figures that differ from the draft."""
        return [figure for figure in self.figures if figure.state is not State.SAME]

    @property
    def summary(self) -> tuple[str, ...]:
        """How many figures stand, how many do not, what else was changed; a sentence a line."""
        different = len(self.differing)
        lines = [
            f"核对{len(self.figures)}处：未改{len(self.figures) - different}处，"
            f"有变动{different}处；"
            f"没有出处的数{len(self.numbers)}个；文字有改动{len(self.texts)}段。"
        ]
        if self.wordings:
            where = "数前后的文字、表中文字、标题或日期"
            lines.append(f"{where}有改动{len(self.wordings)}处，请逐处核对。")
        if self.sound:
            lines.append("所有的数都与报送一致。")
        return tuple(lines)

    @property
    def sound(self) -> bool:
        """Whether every figure stands as submitted and every number was submitted."""
        return not self.differing and not self.numbers


class Conflict(Struct, frozen=True, forbid_unknown_fields=True):
    """What both sides changed: the three texts. `mark` is that of the merge, "" for mere text."""

    base: str
    theirs: str
    ours: str
    mark: str = ""

    @property
    def shown(self) -> dict[str, str]:
        """The three texts by name, short, （无） for none."""
        texts = {"base": self.base, "theirs": self.theirs, "ours": self.ours}
        return {name: short(text) or "（无）" for name, text in texts.items()}

    @property
    def ground(self) -> str:
        """What it is known by: the three texts."""
        return hashlib.sha256(repr((self.base, self.theirs, self.ours)).encode()).hexdigest()[:16]
