"""审签的顺序: who has signed the last draft, whose turn it is, and who may not; its lock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from drafter.catalogue.signing_order import Post, signing_order
from drafter.desk.files.folders import digest
from drafter.desk.files.typed import one_line, person
from drafter.desk.records.filings import Opinion, Signature
from drafter.desk.records.locks import lock_of
from drafter.desk.records.makings import makers
from drafter.desk.records.records import Records
from drafter.desk.records.review_filings import Lock
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.draft.record import REPORT
from drafter.model.dates import official_moment
from drafter.model.errors import WorkspaceError

PUBLIC = "公开稿"


class Turn(StrEnum):
    """How a post stands."""

    SIGNED = "已同意"
    OBJECTED = "有意见"
    DUE = "待审签"
    LATER = "未到"


class Seat(Struct, frozen=True):
    """A post of the order, how it stands with the draft, and its signature there."""

    post: Post
    turn: Turn
    signature: Signature | None = None


class Approval(Struct, frozen=True):
    """The last draft on its way: the posts in their order, none where none is laid down; the lock
    that holds; who had it made or edited it, and so does not sign what is published."""

    draft: Drafted
    seats: tuple[Seat, ...]
    lock: Lock | None
    makers: tuple[str, ...]

    @property
    def due(self) -> Seat | None:
        """Whose turn it is, None where it is nobody's."""
        return next((seat for seat in self.seats if seat.turn is Turn.DUE), None)

    @property
    def complete(self) -> bool:
        """Whether all have agreed."""
        return bool(self.seats) and all(seat.turn is Turn.SIGNED for seat in self.seats)

    @property
    def objected(self) -> Seat | None:
        """Who did not agree, so that the draft goes no further."""
        return next((seat for seat in self.seats if seat.turn is Turn.OBJECTED), None)

    def refusal(self, who: str, role: str) -> str:
        """Why this person may not sign as this now, "" where he may."""
        if self.draft.manifest.stage == PUBLIC and who in self.makers:
            return f"{who}参与了本稿的拟写、修改，公开稿应由其他人审签"
        seat = next((one for one in self.seats if one.post.name == role), None)
        if not self.seats:
            return ""
        if seat is None:
            named = "→".join(one.post.name for one in self.seats)
            return f"本稿的审签顺序是{named}，请选其中一个"
        if seat.post.person not in ("", who):
            return f"{role}由{seat.post.person}审签"
        if seat.turn is Turn.LATER:
            return self._before(seat)
        return "" if seat.post.person == who else self._twice(who, role)

    def _twice(self, who: str, role: str) -> str:
        """One signs for one post, unless the order itself names him for both."""
        others = (one for one in self.seats if one.post.name != role and one.signature)
        other = next((one for one in others if one.signature and one.signature.who == who), None)
        return f"{who}已作为{other.post.name}审签，{role}应由其他人审签" if other else ""

    def _before(self, seat: Seat) -> str:
        if objected := self.objected:
            return f"{objected.post.name}有意见，请先改稿，生成新稿后重新审签"
        assert self.due is not None
        return f"按审签顺序，{seat.post.name}之前应先由{self.due.post.name}审签"


def approval(texts: Mapping[str, str], draft: Drafted, records: Records) -> Approval:
    """How the last draft stands; `texts` are the rows of the 报告 sheet."""
    content = digest(draft.folder / REPORT)
    mine = [s for s in records.filed(Signature) if (s.id, s.digest) == (draft.manifest.id, content)]
    seats = _seats(signing_order(texts, draft.manifest.stage), mine)
    return Approval(draft, tuple(seats), lock_of(records), tuple(makers_of(draft, records)))


def _seats(posts: Sequence[Post], signatures: Sequence[Signature]) -> Iterator[Seat]:
    """What a post said last counts. Whoever comes behind one that has not agreed waits."""
    free = True
    for post in posts:
        signature = next((s for s in reversed(signatures) if s.role == post.name), None)
        if signature and free:
            agreed = signature.opinion is Opinion.AGREED
            yield Seat(post, Turn.SIGNED if agreed else Turn.OBJECTED, signature)
            free = agreed
        else:
            yield Seat(post, Turn.DUE if free else Turn.LATER)
            free = False


def makers_of(draft: Drafted, records: Records) -> Iterator[str]:
    """Who had the draft made, or edited it."""
    names = makers(records, draft.manifest)
    yield from dict.fromkeys([*names, *(edit.by for edit in draft.manifest.edits)])


def check_publisher(workspace: Workspace, draft: Drafted, who: str) -> None:
    """Raises WorkspaceError where somebody made the draft or edited it: another has to confirm it
    for publishing."""
    if who.strip() in makers_of(draft, workspace.records(draft.manifest.year)):
        raise WorkspaceError(f"{who.strip()}参与了本稿的拟写、修改，保密审查应由其他人办理")


@alone
def lock(workspace: Workspace, who: str = "") -> Lock:
    """Lock the last draft: it goes on its way to be signed. Raises WorkspaceError where one is."""
    draft = workspace.drafted()
    records = workspace.records(draft.manifest.year)
    if there := lock_of(records):
        raise WorkspaceError(f"第{there.draft}稿已经锁定")
    return _file(workspace, records, draft, who)


@alone
def unlock(workspace: Workspace, reason: str, who: str = "") -> Lock:
    """Unlock the draft, so that the next can be made. Raises WorkspaceError without a reason."""
    why = one_line(reason)
    if not why:
        raise WorkspaceError("请写明解锁的理由")
    draft = workspace.drafted()
    records = workspace.records(draft.manifest.year)
    if lock_of(records) is None:
        raise WorkspaceError("现在没有锁定的稿子")
    return _file(workspace, records, draft, who, why)


def _file(
    workspace: Workspace, records: Records, draft: Drafted, who: str, reason: str = ""
) -> Lock:
    lock = Lock(
        draft=draft.number,
        id=draft.manifest.id,
        locked=not reason,
        reason=reason,
        who=person(who),
        when=official_moment(workspace.clock()),
        ledger=digest(draft.folder / LEDGER),
    )
    return records.file(lock)
