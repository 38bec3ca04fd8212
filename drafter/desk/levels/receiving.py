"""The 上报包 in inputs/年度/下级: opened in the worker, kept as versions; one of each
district counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.rows import nearest
from drafter.desk.files.folders import BELOW, MOST_KEPT, digest
from drafter.desk.levels import opening
from drafter.desk.levels.opening import Opened
from drafter.desk.levels.pack import Cover
from drafter.desk.levels.retelling import retold
from drafter.desk.records.records import Arrival, Records
from drafter.intake.inbox import standing
from drafter.intake.submission import Submission
from drafter.model.decision import Decision, Ruling
from drafter.model.errors import DrafterError
from drafter.model.finding import Finding, Place, Severity
from drafter.model.sentence import sentence
from drafter.worker.calls import Apart

MISSING = "handed-missing"
NO_DISTRICTS = "指标目录没有“地区”表，或表中没有本级的下级；请先在目录中列明下级"


class Handed(Struct, frozen=True):
    """A file that was found there: what is in it, and the district that it is of; "" for none."""

    path: Path
    pack: Opened
    district: str

    @property
    def cover(self) -> Cover:
        """The cover of a pack that can be made use of."""
        assert self.pack.cover is not None
        return self.pack.cover

    @property
    def place(self) -> Place:
        """下级/城东区.zip"""
        return Place(f"{BELOW}/{self.path.name}")


class District(Struct, frozen=True):
    """A district: what it handed up as its submission; the pack that counts, None where none does;
    the packs that can be chosen from."""

    name: str
    submission: Submission
    counted: Handed | None = None
    rivals: tuple[Handed, ...] = ()
    compared: bool = False  # whether the head of its letter is on record, and is the pack's

    @property
    def head(self) -> str:
        """The head of the pack that counts, which stands on the letter; "" for none."""
        return self.counted.pack.head if self.counted else ""

    @property
    def state(self) -> str:
        """第2次上报（第3稿）, 未报, 待选定, or 退回: nothing of it can be used."""
        if self.counted:
            return f"第{self.counted.cover.serial}次上报（第{self.counted.cover.draft}稿）"
        return self.submission.state


class Below(Struct, frozen=True):
    """What the level below handed up: each district in the order of the sheet 地区; what is said of
    files that are no district's."""

    districts: tuple[District, ...] = ()
    findings: tuple[Finding, ...] = ()


def receive_packs(
    catalogue: Catalogue, files: Sequence[Path], records: Records, when: str
) -> Below:
    """What is in these files; those that are new are kept as versions received at that time."""
    if not files:
        return Below(tuple(_district(catalogue, name, [], {}) for name in catalogue.districts))
    with Apart(opening.__name__, BELOW, bounds=opening.BOUNDS) as apart:
        handed = [district_of(catalogue, path, apart) for path in files]
    kept = [one for one in handed if one.district and one.path.stat().st_size <= MOST_KEPT]
    records.receive([Arrival(x.path, digest(x.path), x.district) for x in kept], when)
    chosen = {d.about: d for d in records.decisions() if d.ruling is Ruling.FILE}
    districts = tuple(
        _district(catalogue, name, [x for x in handed if x.district == name], chosen)
        for name in catalogue.districts
    )
    return Below(districts, tuple(_nobodys(catalogue, x) for x in handed if not x.district))


def district_of(catalogue: Catalogue, path: Path, apart: Apart) -> Handed:
    """The pack in the file, opened in the worker, and which of the districts it is of."""
    try:
        pack = apart.call(opening.opened, path)
    except DrafterError as error:
        pack = Opened("", str(error).partition("：")[2] or "打不开")
    named = pack.cover.region if pack.cover else _named_in(catalogue, path.stem)
    return Handed(path, pack, named if named in catalogue.districts else "")


def _named_in(catalogue: Catalogue, stem: str) -> str:
    """The district whose name the file bears, for one that cannot be read."""
    return max((name for name in catalogue.districts if name in stem), key=len, default="")


def objection(catalogue: Catalogue, handed: Handed) -> str:
    """Why a pack cannot be made use of, as a sentence; "" where it can."""
    if not handed.district:
        return sentence(_nobodys(catalogue, handed))
    return "" if _is_sound(catalogue, handed) else sentence(_refused(catalogue, handed))


def _nobodys(catalogue: Catalogue, handed: Handed) -> Finding:
    if handed.pack.cover is None:
        return _told("handed-unread", handed, Severity.WARNING, reason=handed.pack.reason)
    region = handed.pack.cover.region
    hint = nearest(region, catalogue.districts)
    return _told("handed-nobody", handed, Severity.WARNING, region=region, hint=hint)


def _district(
    catalogue: Catalogue, name: str, mine: Sequence[Handed], chosen: Mapping[str, Decision]
) -> District:
    """The district with the pack that counts: the one that was chosen, or the last."""
    sound = [one for one in mine if _is_sound(catalogue, one)]
    findings = [_refused(catalogue, one) for one in mine if one not in sound]
    packs = {one.pack.sha256: one for one in reversed(sound)}
    findings += [
        _told("workbook-same", one, Severity.HINT, other=packs[one.pack.sha256].path.name)
        for one in sound
        if packs[one.pack.sha256] is not one
    ]
    head = catalogue.heads.get(name, "")
    stamped = [one for one in packs.values() if one.pack.head == head]
    counted, aside = _counted(stamped or list(packs.values()), chosen.get(name))
    if stamped:
        file = stamped[0].path.name
        others = (one for one in packs.values() if one not in stamped)
        aside += [_told("handed-unstamped", one, Severity.HINT, file=file) for one in others]
    elif head and packs:
        unlike = [_told("handed-head", one, Severity.ERROR) for one in packs.values()]
        counted, aside = None, unlike
    findings += aside
    if counted is None:
        findings += [] if mine else [_missing(name)]
        file = mine[0].place.file if mine else f"{BELOW}/{name}.zip"
        submission = Submission(name, file, findings=tuple(findings), rivals=len(packs))
        return District(name, submission, None, tuple(packs.values()))
    entries, differences = retold(catalogue, counted.pack, counted.place.file)
    findings += differences
    submission = Submission(name, counted.place.file, counted.pack.sha256, entries, tuple(findings))
    return District(name, submission, counted, tuple(packs.values()), bool(stamped))


def _is_sound(catalogue: Catalogue, handed: Handed) -> bool:
    return handed.pack.cover is not None and handed.cover.year == catalogue.settings.year


def _counted(
    packs: Sequence[Handed], choice: Decision | None
) -> tuple[Handed | None, list[Finding]]:
    """The pack that counts, and what is said of the others; none where two claim to be the last."""
    if choice and choice.ground[0] == standing(one.pack for one in packs):
        picked = next((one for one in packs if one.pack.sha256 == choice.chosen), None)
        if picked:
            return picked, _aside(packs, picked, choice.words)
    last = max((one.cover.serial for one in packs), default=0)
    latest = [one for one in packs if one.cover.serial == last]
    if len(latest) > 1:
        names = "、".join(one.path.name for one in latest)
        return None, [_told("handed-twice", x, Severity.ERROR, files=names) for x in latest]
    return (latest[0], _aside(packs, latest[0], "")) if latest else (None, [])


def _aside(packs: Iterable[Handed], picked: Handed, decision: str) -> list[Finding]:
    file = picked.path.name
    return [
        _told("workbook-aside", one, Severity.HINT, decision, chosen=file)
        if decision
        else _told("handed-earlier", one, Severity.HINT, number=str(one.cover.serial), file=file)
        for one in packs
        if one is not picked
    ]


def _refused(catalogue: Catalogue, handed: Handed) -> Finding:
    if handed.pack.cover is None:
        return _told("handed-unread", handed, Severity.ERROR, reason=handed.pack.reason)
    years = {"found": str(handed.cover.year), "expected": str(catalogue.settings.year)}
    return _told("handed-year", handed, Severity.ERROR, **years)


def _missing(name: str) -> Finding:
    return Finding(MISSING, Severity.ERROR, Place(f"{BELOW}/{name}.zip"), "", name)


def _told(
    code: str, handed: Handed, severity: Severity, decision: str = "", **details: str
) -> Finding:
    return Finding(code, severity, handed.place, "", handed.district, details, decision=decision)
