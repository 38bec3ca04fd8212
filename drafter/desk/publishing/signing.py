"""审签: who signed which draft, for which stage; what a later draft has lost of it, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from drafter.catalogue.stages import NAMES
from drafter.desk.files.folders import digest
from drafter.desk.files.typed import LONGEST_NAME, one_line
from drafter.desk.publishing.approval import approval
from drafter.desk.records.filings import Opinion, Signature
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.drawer import Drawer
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.draft.record import REPORT, Manifest
from drafter.model.dates import official_moment
from drafter.model.errors import WorkspaceError
from drafter.review.compare.changes import FigureChange, count

Changes = Callable[[Drafted, Drafted], tuple[FigureChange, ...]]


class Standing(Struct, frozen=True):
    """A signature, and whether the last draft is what was signed; if not, the figures and how many
    paragraphs changed since. `altered` is a signed draft whose file is another by now; `known` is
    whether there is still a record to compare with."""

    signature: Signature
    holds: bool
    figures: tuple[FigureChange, ...] = ()
    paragraphs: int = 0
    altered: bool = False
    known: bool = True

    @property
    def loss(self) -> str:
        """What became of it, "" while it holds."""
        if self.holds:
            return ""
        if self.altered:
            return f"第{self.signature.draft}稿的{REPORT}在审签后被改动，须重新审签"
        if not self.known:
            return f"第{self.signature.draft}稿已不在，或记录不能采用，无从比较，须重新审签"
        changes = f"{count(self.figures)}，文字变动{self.paragraphs}段"
        return f"第{self.signature.draft}稿审签后又有变动：{changes}，须重新审签"


class Stage(Struct, frozen=True):
    """A stage, its drafts by number, and who signed one of them."""

    name: str
    drafts: tuple[int, ...]
    signatures: tuple[Signature, ...]

    @property
    def label(self) -> str:
        """The stage's name; of drafts that no stage was settled for, so."""
        return self.name or "未定稿次"


class Signed(Struct, frozen=True):
    """How the last draft stands: who signed it, which signatures it lost, the last first; the
    stages that have drafts, in their order."""

    draft: Drafted | None
    standings: tuple[Standing, ...]
    stages: tuple[Stage, ...]

    @property
    def holding(self) -> tuple[Standing, ...]:
        """The signatures that hold for the last draft."""
        return tuple(standing for standing in self.standings if standing.holds)

    @property
    def lost(self) -> tuple[Standing, ...]:
        """Those that do not."""
        return tuple(standing for standing in self.standings if not standing.holds)


@alone
def sign(
    workspace: Workspace,
    number: int | None,
    who: str,
    role: str,
    opinion: str,
    words: str = "",
    *,
    ordered: bool = False,
) -> Signature:
    """Record that somebody signed the draft of that number, or the last one. In the order that the
    catalogue lays down, where that is asked for; raises WorkspaceError for who is out of turn."""
    person, post = (one_line(text, LONGEST_NAME) for text in (who, role))
    if not person:
        raise WorkspaceError("请写明审签人的姓名")
    if opinion not in [*Opinion]:
        raise WorkspaceError(f"没有“{opinion}”这种意见，可用：{'、'.join(Opinion)}")
    draft = workspace.drafted(number)
    if ordered:
        _check_turn(workspace, draft, person, post)
    signature = Signature(
        draft=draft.number,
        id=draft.manifest.id,
        digest=digest(draft.folder / REPORT),
        stage=draft.manifest.stage,
        who=person,
        role=post,
        opinion=Opinion(opinion),
        words=one_line(words),
        when=official_moment(workspace.clock()),
        ledger=digest(draft.folder / LEDGER),
    )
    return workspace.records(draft.manifest.year).file(signature)


def _check_turn(workspace: Workspace, draft: Drafted, who: str, role: str) -> None:
    last = workspace.drafted()
    if draft.number != last.number:
        raise WorkspaceError(f"第{draft.number}稿之后已有第{last.number}稿，请审签最后一稿")
    texts = workspace.catalogue().settings.texts
    standing = approval(texts, draft, workspace.records(draft.manifest.year))
    if refusal := standing.refusal(who, role):
        raise WorkspaceError(refusal)


def signed(
    signatures: Sequence[Signature], drafts: Sequence[Drafted], drawer: Drawer | None = None
) -> Signed:
    """How these drafts stand, the last first, by the signatures on record."""
    changes = (drawer or Drawer()).changes
    last = drafts[0] if drafts else None
    by_number = {draft.number: draft for draft in drafts}
    standings = [
        _standing(s, by_number.get(s.draft), last, changes) for s in reversed(signatures) if last
    ]
    return Signed(last, tuple(standings), tuple(_stages(signatures, drafts)))


def _standing(
    signature: Signature, own: Drafted | None, last: Drafted, changes: Changes
) -> Standing:
    if own is None or own.manifest.id != signature.id:
        return Standing(signature, False, known=False)
    if digest(own.folder / REPORT) != signature.digest:
        return Standing(signature, False, altered=True)
    if own.number == last.number:
        return Standing(signature, True)
    paragraphs = _paragraphs(own.manifest, last.manifest)
    return Standing(signature, False, changes(own, last), paragraphs)


def _paragraphs(before: Manifest, now: Manifest) -> int:
    """How many paragraphs read otherwise, came or went."""
    old, new = ([p.text for p in manifest.paragraphs] for manifest in (before, now))
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in codes if tag != "equal")


def _stages(signatures: Sequence[Signature], drafts: Sequence[Drafted]) -> list[Stage]:
    """Those that have drafts, the known ones in their order, others behind."""
    names = dict.fromkeys([*NAMES, *(draft.manifest.stage for draft in reversed(drafts))])
    stages = (
        Stage(
            name,
            tuple(d.number for d in reversed(drafts) if d.manifest.stage == name),
            tuple(s for s in signatures if s.stage == name),
        )
        for name in names
    )
    return [stage for stage in stages if stage.drafts]
