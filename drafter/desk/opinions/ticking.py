"""已核: a reviewer has checked a figure where it stands. A tick lapses when the figure, what it
rests on or its sentence changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from drafter.desk.files.typed import person
from drafter.desk.opinions.grounds import Grounds, differences, grounds
from drafter.desk.records.review_filings import Ground, Tick
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dates import official_moment
from drafter.model.errors import WorkspaceError


class Lapsed(Struct, frozen=True):
    """A tick that holds no more, the mark where its figure stands now ("" for nowhere), and why."""

    tick: Tick
    mark: str
    reason: str


class Ticked(Struct, frozen=True):
    """How a draft is ticked: by mark the ticks that hold; the lapsed ones of figures that nobody
    has ticked since."""

    holding: dict[str, list[Tick]]
    lapsed: tuple[Lapsed, ...]

    @property
    def lapses(self) -> dict[str, Lapsed]:
        """The lapsed ones by mark."""
        return {lapsed.mark: lapsed for lapsed in self.lapsed if lapsed.mark}

    def by(self, who: str) -> set[str]:
        """The marks that somebody has ticked."""
        return {mark for mark, ticks in self.holding.items() if any(t.who == who for t in ticks)}


@alone
def tick(workspace: Workspace, number: int | None, marks: Iterable[str], who: str = "") -> int:
    """Record that somebody has checked these figures of the draft; how many of them he had not."""
    return sum(_file(workspace, number, marks, person(who), withdrawn=False))


@alone
def withdraw(workspace: Workspace, number: int | None, marks: Iterable[str], who: str = "") -> int:
    """Take one's ticks on these figures back; how many there were."""
    return sum(_file(workspace, number, marks, person(who), withdrawn=True))


def _file(
    workspace: Workspace, number: int | None, marks: Iterable[str], who: str, *, withdrawn: bool
) -> Iterator[bool]:
    """For each mark whether anything had to be put on record. Raises WorkspaceError, and nothing is
    kept, where the draft has no such mark."""
    draft = workspace.drafted(number)
    records, resting = workspace.records(draft.manifest.year), grounds(draft.manifest)
    chosen = {mark: resting.ground(mark) for mark in marks}
    if not chosen:
        raise WorkspaceError("请先选数")
    standing = _standing(records.filed(Tick))
    for mark, ground in chosen.items():
        if ((who, ground) in standing) == withdrawn:
            filed = Tick(
                draft=draft.number,
                id=draft.manifest.id,
                mark=mark,
                ground=ground,
                withdrawn=withdrawn,
                who=who,
                when=official_moment(workspace.clock()),
            )
            records.file(filed)
            yield True


def _standing(ticks: Sequence[Tick]) -> dict[tuple[str, Ground], Tick]:
    """The ticks that nobody has taken back, by who gave them and on what."""
    last = {(one.who, one.ground): one for one in ticks}
    return {key: one for key, one in last.items() if not one.withdrawn}


def ticked(ticks: Sequence[Tick], resting: Grounds) -> Ticked:
    """Which of the ticks hold for a draft whose figures rest on this."""
    holding: dict[str, list[Tick]] = {}
    others: list[Tick] = []
    homes: dict[Ground, list[str]] = {}
    for name, ground in resting.by_mark.items():
        homes.setdefault(ground, []).append(name)
    for one in _standing(ticks).values():
        for mark in homes.get(one.ground, ()):
            holding.setdefault(mark, []).append(one)
        if one.ground not in homes:
            others.append(one)
    return Ticked(holding, tuple(_lapsed(others, holding, resting)))


def _lapsed(
    ticks: Sequence[Tick], holding: dict[str, list[Tick]], resting: Grounds
) -> Iterator[Lapsed]:
    """Of several on a figure the last."""
    last: dict[str, Lapsed] = {}
    for one in ticks:
        mark = resting.successor(one.ground)
        if mark is None:
            yield Lapsed(one, "", "稿中已没有这个数")
        elif mark.name not in holding:
            reason = "；".join(differences(one.ground, resting.by_mark[mark.name]))
            last[mark.name] = Lapsed(one, mark.name, reason)
    yield from last.values()
