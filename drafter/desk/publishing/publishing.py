"""Publishing: what stands against it, the files that go out, the evidence; and attesting to it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.files.folders import digest, find_workspace, read_file, replace_folder
from drafter.desk.files.progress import Progress, silent
from drafter.desk.records.filings import Publication
from drafter.desk.records.records import Records
from drafter.desk.year.drafts import LEDGER, draft_in, numbered_folder, read_draft, sources
from drafter.desk.year.results import Drafted, Status
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.dates import official_date
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding
from drafter.model.record import plain

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.publish.attest import Attested

REPORT = "报告.docx"
FOLDER, EARLIER, PACK = "公开", "以往公开", "证据包.zip"
_CSV, _JSON, _RECORD, _DIFFERENCES = "figures.csv", "figures.json", "公开记录.json", "比对"
_LONGEST_NAME, _ROOM = 80, 16 << 20
_STAGE = "稿次"
GIVEN = "--head"


class Prepared(Struct, frozen=True):
    """A draft that is to be published, and what stands against it."""

    catalogue: Catalogue
    draft: Drafted
    parts: Mapping[str, bytes]
    findings: tuple[Finding, ...]


class Published(Struct, frozen=True):
    """What was written: the folder, the record of it, whether that is new; the draft mark that was
    taken out; why there is no PDF, or which fonts stand in for others in it."""

    folder: Path
    publication: Publication
    new: bool
    stage: str
    no_pdf: str
    substitutes: tuple[str, ...]


def prepare(
    workspace: Workspace,
    number: int | None,
    progress: Progress = silent,
    edits: Sequence[Finding] = (),
    status: Status | None = None,
) -> Prepared:
    """The draft (the last, or the numbered one) with everything that stands against publishing it;
    `edits` are what the review of hand edits leaves open, `status` how the year is known to stand.
    Raises WorkspaceError without a draft."""
    from drafter.publish.matters import open_matters
    from drafter.review.edits.answers import edits_to_answer
    from drafter.word.package import unpack

    status = status or workspace.status(progress)
    catalogue = status.checked.catalogue
    draft, current = status.draft, status.current
    if draft is not None and number not in (None, draft.number):
        draft = draft_in(numbered_folder(workspace.folders, catalogue.settings.year, number or 0))
        current = current and draft.manifest.run == _run(status.draft)
    if draft is None:
        raise WorkspaceError("还没有稿子；请先运行 drafter draft")
    parts = unpack(read_file(draft.folder / REPORT), f"{draft.folder.name}/{REPORT}")
    name, findings = draft.folder.name, (*status.checked.findings, *status.passed)
    decisions = workspace.records(catalogue.settings.year).decisions()
    hand_edits = [*edits, *edits_to_answer(draft.manifest, decisions)]
    matters = open_matters(findings, draft.manifest, parts, name, current, hand_edits)
    return Prepared(catalogue, draft, parts, tuple(matters))


def _run(draft: Drafted | None) -> str:
    return draft.manifest.run if draft else ""


def checked_day(workspace: Workspace, text: str) -> date:
    """The day of 保密审查 as it was typed. Raises WorkspaceError for none, and for one to come."""
    from drafter.catalogue.rows import as_date

    day = as_date(text)
    if day is None:
        raise WorkspaceError(f"“{text}”不是日期；请按“2023年11月5日”或“2023-11-5”填写")
    if day > workspace.clock().date():
        raise WorkspaceError(f"保密审查的日期“{text}”还没有到；请核对")
    return day


@alone
def publish(
    workspace: Workspace, prepared: Prepared, checked_by: str, day: date, progress: Progress
) -> Published:
    """Write output/年度/公开 whole, and a record of it. The same draft, confirmed by the same
    person on the same day, makes the same files. Raises WorkspaceError while something is open."""
    from drafter.publish.pdf import to_pdf

    who = " ".join(checked_by.split())
    if prepared.findings or not who:
        raise WorkspaceError("还有未办结的事项，或没有写明保密审查人，不能公开")
    if not workspace.is_current(prepared.draft, prepared.catalogue):
        raise WorkspaceError("核对之后数据、决定、目录或模板又有变动，没有公开；请重新运行")
    title = _name(prepared.draft.manifest.title)
    progress("整理公开文件")
    files, stage = _documents(prepared, title)
    progress("生成PDF")
    page = to_pdf(files[f"{title}.docx"], day)
    if page.content:
        files[f"{title}.pdf"] = page.content
    progress("生成证据包")
    publication = _publication(prepared, who, day, files)
    pack, head = _evidence(workspace, prepared, publication, files)
    when = f"{workspace.clock():%Y-%m-%d %H:%M:%S}"
    publication = replace(publication, head=head, when=when)
    output = workspace.folders.output(prepared.catalogue.settings.year)
    aside = (output / EARLIER / f"第{number}次" for number in count(1))
    free = next(path for path in aside if not path.exists())
    replace_folder(output / FOLDER, {**files, PACK: pack}, free)
    new = workspace.records(prepared.catalogue.settings.year).publish(publication)
    substitutes = tuple(page.substitutes)
    return Published(output / FOLDER, publication, new, stage, page.reason, substitutes)


def _name(title: str) -> str:
    """The title as a file's name on any system."""
    plain = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]', "", " ".join(title.split()))
    return plain[:_LONGEST_NAME].strip(" .") or "报告"


def _documents(prepared: Prepared, title: str) -> tuple[dict[str, bytes], str]:
    """The files that need no other program, by name, and the draft mark that was taken out."""
    from drafter.publish.clean import clean
    from drafter.publish.opendata import as_csv, as_json, published_figures
    from drafter.publish.webpage import webpage

    settings, manifest = prepared.catalogue.settings, prepared.draft.manifest
    stage = settings.texts.get(_STAGE, "")
    plain = clean(prepared.parts, manifest.title, stage)
    marked = clean(prepared.parts, manifest.title, stage, marks=True)
    figures = published_figures(prepared.catalogue, manifest)
    files = {
        f"{title}.docx": plain.document,
        f"{title}.html": webpage(marked.parts, manifest),
        _CSV: as_csv(figures),
        _JSON: as_json(figures, manifest, settings.period),
    }
    return files, plain.stage


def _publication(
    prepared: Prepared, who: str, day: date, files: Mapping[str, bytes]
) -> Publication:
    manifest = prepared.draft.manifest
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return Publication(
        draft=prepared.draft.number,
        id=manifest.id,
        title=manifest.title,
        checked_by=who,
        checked_on=official_date(day),
        files=sums,
        ledger=digest(prepared.draft.folder / LEDGER),
    )


def _evidence(
    workspace: Workspace, prepared: Prepared, publication: Publication, files: Mapping[str, bytes]
) -> tuple[bytes, str]:
    """(the pack, its head). Raises WorkspaceError where an input changed while this ran."""
    from drafter.publish.archive import MOST_BYTES, MOST_MEMBERS
    from drafter.publish.evidence import evidence

    folders, year = workspace.folders, prepared.catalogue.settings.year
    record = {n: v for n, v in plain(publication).items() if n not in ("head", "when", "serial")}
    members = {_RECORD: (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode()}
    output = folders.relative(folders.output(year))
    members |= {f"{output}/{FOLDER}/{name}": content for name, content in files.items()}
    inputs = [*sources(folders, year), *workspace.records(year).files()]
    members |= {folders.name(path): read_file(path) for path in inputs}
    digests = prepared.draft.manifest.inputs
    changed = [n for n in digests if n in members and digests[n] != _sum(members[n])]
    if changed:
        raise WorkspaceError(f"{changed[0]}：运行期间被改动；请保存并关闭后重新运行")
    members |= _drafts(workspace, year)
    if sum(map(len, members.values())) > MOST_BYTES - _ROOM or len(members) > MOST_MEMBERS - 10:
        raise WorkspaceError(f"证据包超过{MOST_BYTES >> 20}MB，不能生成；请移走inputs中无关的文件")
    pack = evidence(prepared.draft.manifest.title, members)
    return pack.content, pack.head


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _drafts(workspace: Workspace, year: int) -> dict[str, bytes]:
    """Every draft's record and report, and what changed from each to the next."""
    from drafter.publish.differences import differences

    files: dict[str, bytes] = {}
    last: Drafted | None = None
    for _, folder in workspace.folders.drafts(year):
        for path in (p for p in (folder / LEDGER, folder / REPORT) if p.is_file()):
            files[workspace.folders.relative(path)] = read_file(path)
        draft = read_draft(folder)
        if isinstance(draft, Finding):  # one without a sound record is kept as it is
            continue
        if last:
            names = last.folder.name, folder.name
            comparison = differences(last.manifest, draft.manifest, names)
            files[f"{_DIFFERENCES}/{'-'.join(names)}.txt"] = comparison.encode()
        last = draft
    return files


def attest(path: Path, head: str, here: Path) -> tuple[Attested, str]:
    """(what the pack attests to, against what its head was held): the head given, or those on
    record in the workspace around `here`. Raises WorkspaceError where there is no such file."""
    from drafter.desk.publishing import attesting
    from drafter.publish.archive import MOST_BYTES
    from drafter.publish.attest import too_large
    from drafter.worker.calls import Apart

    if not path.is_file():
        raise WorkspaceError(f"没有{path}这个文件")
    head = "".join(head.split()).lower()
    if head and not re.fullmatch("[0-9a-f]{64}", head):
        raise WorkspaceError("总校验值应为64位的十六进制数；请照公开时的记录填写")
    heads, whence = ({head}, GIVEN) if head else _recorded(here)
    if path.stat().st_size > MOST_BYTES:
        return too_large(path.name), whence
    with Apart(attesting.__name__, path.name, bounds=attesting.BOUNDS) as apart:
        return apart.call(attesting.attested, path, frozenset(heads)), whence


def _recorded(here: Path) -> tuple[set[str], str]:
    """The heads on record in the workspace that the folder is in."""
    try:
        folders = find_workspace(here)
    except WorkspaceError:
        return set(), ""
    years = folders.years("records")
    heads = {p.head for year in years for p in Records(folders.root, year).publications()}
    return heads, "工作目录的记录" if heads else ""
