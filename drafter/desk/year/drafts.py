"""The drafts on disk. A draft is known by its record, which says its year and number: a folder that
only looks like one is passed over, and that is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.catalogue.stages import STAGE
from drafter.desk.files.folders import CATALOGUE, Folders, digest, read_file
from drafter.desk.files.program import own_digest
from drafter.desk.year.hand_edits import is_current
from drafter.desk.year.of_record import folder_of_record
from drafter.desk.year.on_record import alteration
from drafter.desk.year.results import Drafted
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Place, Severity
from drafter.model.record import ShapeError, decoded
from drafter.model.sentence import in_place

if TYPE_CHECKING:
    from drafter.desk.records.records import Records

LEDGER = "ledger.json"


class _Head(Struct, frozen=True):
    """What a record says of its draft before anything is looked at."""

    year: int
    inputs: Mapping[str, str]


def last_draft(folders: Folders, year: int) -> tuple[Drafted | None, tuple[Finding, ...]]:
    """The last draft, and what looks like a later one and is none."""
    misnamed = folders.misnamed(year)
    passed = [_passed("draft-misnamed", path, Severity.WARNING) for path in misnamed]
    for _, folder in reversed(folders.drafts(year)):
        draft = read_draft(folder)
        if isinstance(draft, Drafted):
            return draft, tuple(_instead(finding, draft) for finding in passed)
        passed.append(draft)
    return None, tuple(passed)


def unchanged(folders: Folders, records: Callable[[int], Records], stage: str) -> Drafted | None:
    """The last draft of the last year, or of one that is over, where nothing changed of all that it
    was made of, and there is nothing to say. The catalogue, which says the year, is among that: it
    need not be read."""
    year = _last_year(folders)
    last, passed = last_draft(folders, year)
    if last is None or passed or last.manifest.other_stage != stage:
        return None
    current = is_current(last.manifest, ingredients(folders, records(year), year, stage))
    return last if current else None


def ingredients(folders: Folders, records: Records, year: int, other: str) -> dict[str, str]:
    """Each file that a draft depends on, with its hash; the program's; the stage where it is
    another than the catalogue's."""
    files = sources(folders, year)
    hashes = {folders.name(path): digest(path) for path in files if path.is_file()}
    kept = records.state(frozenset(hashes.values()))
    stage = {STAGE: other} if other else {}
    return {**hashes, **kept, **stage, "程序": own_digest()}


def sources(folders: Folders, year: int) -> list[Path]:
    """The files that a draft of the year depends on."""
    own, forms = (folders.catalogue, folders.template), folders.inputs(year)
    older = (p for n in earlier_years(folders, year - 1) for p in _series_sources(folders, n))
    return [*own, *forms, *folders.packs(year), *past_sources(folders, year - 1), *older]


def earlier_years(folders: Folders, year: int) -> list[int]:
    """The years before that one of which there is something, the first one first."""
    years = {*folders.years("inputs"), *folders.years("output")}
    return sorted(one for one in years if one < year)


def _series_sources(folders: Folders, year: int) -> list[Path]:
    """The files that a year's part in the series comes from: the record of its draft of record with
    the catalogue of its time; without it the forms."""
    folder = folder_of_record(folders, year)
    if folder is None:
        return folders.inputs(year)
    return [folder / LEDGER, folders.set_aside(year) / Path(CATALOGUE).name]


def past_sources(folders: Folders, year: int) -> list[Path]:
    """The files that an earlier year's figures come from: the record of its draft of record, and
    the forms that stand in for one that is lost."""
    folder = folder_of_record(folders, year)
    return [*([folder / LEDGER] if folder else []), *folders.inputs(year)]


def sound_drafts(folders: Folders, year: int) -> Iterator[Drafted]:
    """The drafts of a year whose records can be read, the last first."""
    drafts = (read_draft(folder) for _, folder in reversed(folders.drafts(year)))
    return (draft for draft in drafts if isinstance(draft, Drafted))


def numbered_folder(folders: Folders, year: int, number: int) -> Path:
    """The folder of that draft. Raises WorkspaceError, which names those that there are."""
    there = dict(folders.drafts(year))
    if number not in there:
        named = "、".join(f"第{n}稿" for n in there)
        raise WorkspaceError(f"output/{year}中没有第{number}稿，现有{named or '零稿'}")
    return there[number]


def catalogue_year(folders: Folders) -> int:
    """The year that the catalogue says, where a draft was made of it as it stands; otherwise 0. The
    record of the last draft is read for no more than that."""
    if folders.over:
        return folders.over
    year = _last_year(folders)
    if not year or not folders.catalogue.is_file():
        return 0
    _, folder = folders.drafts(year)[-1]
    try:
        head = decoded(_Head, read_file(folder / LEDGER))
        same = head.inputs.get(CATALOGUE) == digest(folders.catalogue)
    except (WorkspaceError, ShapeError):
        return 0
    return year if same and head.year == year else 0


def _last_year(folders: Folders) -> int:
    """The last year that has folders of drafts; the one that is over; 0 where none has."""
    drafted = (year for year in folders.years("output") if folders.drafts(year))
    return folders.over or next(drafted, 0)


def draft_in(folder: Path) -> Drafted:
    """The draft in the folder. Raises WorkspaceError where there is none."""
    draft = read_draft(folder)
    if isinstance(draft, Finding):
        raise WorkspaceError(in_place(draft))
    return draft


def free_number(folders: Folders, year: int, last: Drafted | None) -> int:
    """The number of the next draft: the first after the last one under which nothing stands."""
    output = folders.output(year)
    numbers = count(last.number + 1 if last else 1)
    return next(n for n in numbers if not (output / f"第{n}稿").exists())


def read_draft(folder: Path) -> Drafted | Finding:
    """The draft in the folder; or why it is none."""
    from drafter.draft.record import Manifest
    from drafter.model.record import read_record

    content = b""
    try:
        content = read_file(folder / LEDGER)
        manifest = read_record(Manifest, content)
    except WorkspaceError:
        manifest = "缺失或打不开"
    if isinstance(manifest, str):
        return _passed("draft-damaged", folder, Severity.ERROR, manifest)
    if (folder.parent.name, folder.name) != (str(manifest.year), f"第{manifest.number}稿"):
        own = f"{manifest.year}年第{manifest.number}稿"
        return _passed("draft-copied", folder, Severity.WARNING, own)
    if reason := alteration(folder, manifest.id, content):
        return _passed("draft-damaged", folder, Severity.ERROR, reason)
    return Drafted(manifest.number, folder, False, manifest)


def _instead(finding: Finding, draft: Drafted) -> Finding:
    """What was passed over, with the draft that is taken in its place."""
    return replace(finding, details={**finding.details, "instead": f"，现用第{draft.number}稿"})


def _passed(code: str, path: Path, severity: Severity, reason: str = "") -> Finding:
    """`path` is output/2023/第1稿, in whatever folder."""
    details = {"reason": reason, "folder": "/".join(path.parts[-3:-1]), "instead": ""}
    return Finding(code, severity, Place("/".join(path.parts[-3:])), details=details)
