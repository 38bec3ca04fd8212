"""Records of what reviewers do to a draft: comments, ticks, locks; rounds of opinions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from drafter.desk.filings import SHA256
from drafter.model.record import Filed


class Ground(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a figure says where it stands, and on what that rests: its words; department, cell and
    answer of each source; its sentence, with a 〓 for each figure."""

    key: str
    label: str
    words: str
    sources: tuple[str, ...] = ()
    sentence: str = ""


class Subject(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody speaks of: a paragraph of a draft with its words then, or a figure in it."""

    draft: int
    id: str
    paragraph: int = 0
    words: str = ""
    mark: str = ""
    ground: Ground | None = None


class Act(StrEnum):
    """What a record does in a thread of comments."""

    RAISED = "批注"
    ANSWERED = "答复"
    RESOLVED = "办结"
    REOPENED = "重提"


class Comment(Filed, frozen=True, kw_only=True):
    """What somebody said of a draft, or did about that: `thread` is the number of the comment that
    it belongs to, 0 for one that opens a thread and so has a subject."""

    thread: int = 0
    act: Act
    subject: Subject | None = None
    words: str = ""
    who: str
    when: str


class Lock(Filed, frozen=True, kw_only=True):
    """A draft is locked while it is being signed, or unlocked again: no other is made meanwhile."""

    draft: int
    id: str
    locked: bool
    reason: str = ""
    who: str
    when: str

    @property
    def line(self) -> str:
        """第3稿由李四于2023年11月20日09:30解锁：主要负责人有意见"""
        reason = f"：{self.reason}" if self.reason else ""
        deed = "锁定" if self.locked else "解锁"
        return f"第{self.draft}稿由{self.who}于{self.when}{deed}{reason}"


class Making(Filed, frozen=True, kw_only=True):
    """Who had a draft made, in an office where several may."""

    draft: int
    id: str
    who: str
    when: str


class Round(Filed, frozen=True, kw_only=True):
    """A draft was sent to departments for their opinions until a day: the hash of the copy."""

    draft: int
    id: str
    departments: tuple[str, ...]
    until: str
    sha256: Annotated[str, Meta(pattern=SHA256)]
    who: str
    when: str


class View(Filed, frozen=True, kw_only=True):
    """What a department says of a paragraph (0: of the whole) of the draft of a round: the words
    that stand there, what it proposes and why. Without any of these it has no opinion; `withdraws`
    is the number of one that it takes back."""

    round: int
    department: str
    paragraph: int = 0
    words: str = ""
    proposal: str = ""
    reason: str = ""
    withdraws: int = 0
    who: str
    when: str


class Outcome(StrEnum):
    """What becomes of an opinion."""

    ADOPTED = "采纳"
    PARTLY = "部分采纳"
    DECLINED = "未采纳"


class Ruling(Filed, frozen=True, kw_only=True):
    """What the bureau makes of a view, and why."""

    view: int
    outcome: Outcome
    reason: str = ""
    who: str
    when: str


class Tick(Filed, frozen=True, kw_only=True):
    """Somebody has checked a figure of a draft, or takes that back."""

    draft: int
    id: str
    mark: str
    ground: Ground
    withdrawn: bool = False
    who: str
    when: str
