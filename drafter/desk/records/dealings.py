"""What was done about a department's return: it was confirmed, sent back, unlocked, put off; and
how the return stands by that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from drafter.desk.records.filings import SHA256
from drafter.intake.submission import Submission
from drafter.model.record import Filed

CONFIRMED, RECEIVED, RETURNED = "已确认", "已报", "退回"
SETTLED = (RECEIVED, CONFIRMED)  # the states of a return about which nothing need be done


class Deed(StrEnum):
    """What can be done about a return."""

    CONFIRM = "确认"
    RETURN = "退回"
    UNLOCK = "解锁"
    EXTEND = "延期"


class Dealing(Filed, frozen=True, kw_only=True):
    """Who did what about which version (`sha256`; "" where nothing had come), when and why; `until`
    is the new date (2024-11-05) of what was put off."""

    deed: Deed
    department: str
    sha256: Annotated[str, Meta(pattern=rf"\A\Z|{SHA256}")]
    who: str
    when: str
    reason: str = ""
    until: Annotated[str, Meta(pattern=r"\A\Z|\A[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")] = ""

    @property
    def line(self) -> str:
        """退回：数据不全；张三，2024年11月5日09:30"""
        reason = f"：{self.reason}" if self.reason else ""
        until = f"至{self.until}" if self.until else ""
        return f"{self.deed}{until}{reason}；{self.who}，{self.when}"


class Attachment(Filed, frozen=True, kw_only=True):
    """A file that a department attached to bear out an indicator, or its whole return (""): `what`
    it is, its name and hash; or that an earlier one, by its serial, is withdrawn."""

    department: str
    indicator: str = ""
    what: str = ""
    file: str
    sha256: Annotated[str, Meta(pattern=SHA256)]
    size: int
    who: str
    when: str
    withdraws: int = 0


class Division(Filed, frozen=True, kw_only=True):
    """Which 科室 of the department fills in which indicator, by key, as somebody divided it."""

    department: str
    sections: dict[str, str]
    who: str
    when: str


class Standing(Struct, frozen=True):
    """How a department's return stands: `sha256` is the version that is read, `confirmation` the
    last one, `last` what was done last, extensions apart; `until` the date to which it was put
    off."""

    sha256: str = ""
    confirmation: Dealing | None = None
    last: Dealing | None = None
    until: date | None = None

    @property
    def locked(self) -> bool:
        """Whether no other version is taken before the bureau unlocks it."""
        return self.last is not None and self.last.deed is Deed.CONFIRM

    @property
    def confirmed(self) -> bool:
        """Whether the version that is read is the one that was confirmed."""
        return self.locked and not self.changed

    @property
    def changed(self) -> bool:
        """Whether it was confirmed, and is another by now: 确认后有变动."""
        return self.confirmation is not None and self.confirmation.sha256 != self.sha256

    @property
    def returned(self) -> Dealing | None:
        """That this version was sent back, and no other came since."""
        last = self.last if self.last and self.last.deed is Deed.RETURN else None
        return last if last and last.sha256 == self.sha256 else None

    def state(self, submission: Submission) -> str:
        """已确认, or 退回 by the bureau; else what the form's own content makes of it."""
        if submission.state != RECEIVED:
            return submission.state
        return RETURNED if self.returned else CONFIRMED if self.confirmed else RECEIVED


def standings(
    dealings: Iterable[Dealing], submissions: Iterable[Submission]
) -> dict[str, Standing]:
    """How each return stands, by department; the dealings oldest first."""
    by_department: dict[str, list[Dealing]] = {}
    for dealing in dealings:
        by_department.setdefault(dealing.department, []).append(dealing)
    return {s.department: _standing(s, by_department.get(s.department, [])) for s in submissions}


def _standing(submission: Submission, dealings: Iterable[Dealing]) -> Standing:
    last: dict[Deed, Dealing] = {}
    latest = None
    for dealing in dealings:
        last[dealing.deed] = dealing
        latest = latest if dealing.deed is Deed.EXTEND else dealing
    extension = last.get(Deed.EXTEND)
    until = date.fromisoformat(extension.until) if extension and extension.until else None
    return Standing(submission.sha256, last.get(Deed.CONFIRM), latest, until)


def extensions(standings: Mapping[str, Standing]) -> dict[str, date]:
    """The dates to which departments were put off."""
    return {name: one.until for name, one in standings.items() if one.until}
