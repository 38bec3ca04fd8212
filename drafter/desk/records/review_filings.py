"""Records of what reviewers do to a draft: comments, ticks, locks; rounds of opinions."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from drafter.desk.records.filings import SHA256, Ledger
from drafter.disk.names import safe_name
from drafter.model.record import Filed

_REPORT = "法治政府建设年度报告"  # of letters from before they said what they are about


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
    ledger: Ledger = ""

    @property
    def deed(self) -> str:
        """What was done."""
        return "锁定" if self.locked else "解锁"

    @property
    def line(self) -> str:
        """第3稿由李四于2023年11月20日09:30解锁：主要负责人有意见"""
        reason = f"：{self.reason}" if self.reason else ""
        return f"第{self.draft}稿由{self.who}于{self.when}{self.deed}{reason}"


class HandUp(Filed, frozen=True, kw_only=True):
    """A locked draft was handed up to the level above, the how-manieth time, as a pack of that name
    and head; `day` is that of the letter."""

    draft: int
    id: str
    number: int
    file: str
    head: Annotated[str, Meta(pattern=SHA256)]
    day: str
    who: str
    when: str


class Making(Filed, frozen=True, kw_only=True):
    """Who had a draft made."""

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


class Purpose(StrEnum):
    """What a letter to a department is for: its form is overdue, or will be due."""

    URGE = "催报函"
    REMIND = "提醒函"


class Notice(Filed, frozen=True, kw_only=True):
    """A letter to a department: its number in a calendar year, what it says, whose it is."""

    year: int
    number: int
    symbol: str
    sender: str
    purpose: Purpose
    department: str
    lines: tuple[str, ...]
    day: str
    who: str
    when: str
    report: str = _REPORT

    @property
    def reference(self) -> str:
        """城司函〔2023〕5号"""
        return f"{self.symbol}〔{self.year}〕{self.number}号"

    @property
    def subject(self) -> str:
        """关于催报法治政府建设年度报告数据的函"""
        verb = "催报" if self.purpose is Purpose.URGE else "按期报送"
        return f"关于{verb}{self.report}数据的函"

    @property
    def file(self) -> str:
        """催报函〔2023〕5号　区卫生健康局.docx"""
        return safe_name(f"{self.purpose}〔{self.year}〕{self.number}号　{self.department}.docx")

    @property
    def text(self) -> str:
        """The letter to be copied into a message."""
        body = "\n".join(f"　　{line}" for line in self.lines)
        return f"{self.reference}\n{self.department}：\n{body}\n{self.sender}\n{self.day}\n"


class Look(Filed, frozen=True, kw_only=True):
    """Somebody has looked at how the year stands: the last draft, the departments by how they
    stood, how many errors were open."""

    draft: int
    id: str
    states: dict[str, str]
    errors: int
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
