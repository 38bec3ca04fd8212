"""What ledger.json holds of edits by hand: who wrote what where, and what departs from the data."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from drafter.word.excerpt import differing


class Departure(StrEnum):
    """How an edited draft departs from what was submitted; WRITTEN is a number of nobody's, WORDING
    other words around figures, REMARK what the proofreader says of the edited text alone."""

    EDITED = "已改"
    UNIT = "单位已改"
    DELETED = "已删"
    WRITTEN = "另写"
    WORDING = "前后文字"
    REMARK = "校对"


class EditOf(StrEnum):
    """What an edit is of: a figure's value, text that was moved, words."""

    FIGURE = "数"
    MOVED = "移"
    WORDS = "文"


class PlaceRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place of an edit: what it is of, and where."""

    kind: EditOf = EditOf.WORDS
    was: tuple[int, int]
    now: tuple[int, int]


class EditRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An edit made by hand and accepted: what the program wrote, what stands there, who and when.

    `key` is that of the figure, or "" for an edit of the text around figures. Both texts are those
    of the day: `conflict` is what the program writes since. `places` are where it stands in the
    whole text of 机器稿 and in that of the draft, from and to, each paragraph's end counting one.
    `lost` is the kind of a change that no draft can carry on (版式, 图表); it waits for an answer.
    `around` are the characters before and behind a single one: they make a word of it.
    `decision` is what the bureau answered, at a figure that the edit gave its words.
    """

    number: int
    key: str = ""
    section: str = ""
    paragraph: int = 0
    old: str
    new: str
    by: str
    date: str
    conflict: str = ""
    places: tuple[PlaceRecord, ...] = ()
    lost: str = ""
    around: tuple[str, str] = ("", "")
    decision: str = ""

    @property
    def place(self) -> str:
        """第3段; outside of the body its words: 页眉, 脚注1."""
        return f"第{self.paragraph}段" if self.paragraph else self.section

    def sentence(self) -> str:
        """手改：由613改为620，张三，2023年11月20日"""
        return f"手改（{self.change}，{self.by}，{self.date}）"

    @property
    def change(self) -> str:
        """由“613”改为“620”, of long texts what differs, of single characters the words; 删去“…”,
        增加“…”, 移动“…”."""
        if self.old == self.new:
            return f"移动“{differing(self.old, '')[0]}”"
        old, new = self.words
        if not new:
            return f"删去“{old}”"
        return f"由“{old}”改为“{new}”" if old else f"增加“{new}”"

    @property
    def told(self) -> str:
        """What somebody did, and that no draft could carry it on, where none could."""
        return f"{self.lost}{self.change}（没有带入新稿）" if self.lost else self.change

    @property
    def now_reported(self) -> str:
        """What the data say since: of long texts what differs."""
        return differing(self.old, self.conflict)[1]

    @property
    def words(self) -> tuple[str, str]:
        """Old and new words: of long texts what differs, of single characters the words."""
        old, new = differing(self.old, self.new)
        return (old.join(self.around), new.join(self.around)) if any(self.around) else (old, new)


class DepartureRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the review calls an error in an edited draft: a figure that is not as the program wrote
    it, or a number that nobody submitted.

    `edit` is the number of the edit; `submitted` tells what the figure is by the data; `around` are
    the words around it, which tell it from another that reads the same; `decision` is what the
    bureau answered to a number that was written in.
    """

    state: Departure
    edit: int
    mark: str = ""
    key: str = ""
    label: str = ""
    place: str = ""
    old: str = ""
    new: str = ""
    submitted: str = ""
    around: str = ""
    decision: str = ""
