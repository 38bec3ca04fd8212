"""锁定: while a draft is being signed no other is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.desk.records.records import Records
    from drafter.desk.records.review_filings import Lock


def lock_of(records: Records) -> Lock | None:
    """The lock that holds, if any does."""
    from drafter.desk.records.review_filings import Lock

    last = records.filed(Lock)[-1:]
    return last[0] if last and last[0].locked else None


def refuse_locked(records: Records) -> None:
    """Raises WorkspaceError where a draft is locked."""
    if lock := lock_of(records):
        raise WorkspaceError(
            f"第{lock.draft}稿正在审签，已由{lock.who}于{lock.when}锁定，没有生成新稿；"
            "要改稿的，先在网页的“审签”栏解锁并写明理由，或用 drafter sign --unlock 解锁"
        )
