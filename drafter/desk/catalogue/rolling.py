"""结转: the workspace goes on to the next year.

The catalogue and the template that the year was made with are set aside in its records, so that it
can be asked, compared and drafted as it was.
"""

from __future__ import annotations

from itertools import count
from pathlib import Path

from msgspec import Struct

from drafter.desk.catalogue.catalogue_editing import amend
from drafter.desk.catalogue.catalogue_rows import SETTINGS, Leaves, catalogue_rows
from drafter.desk.catalogue.next_year import next_year, without_heads
from drafter.desk.files.folders import CATALOGUE, Folders, read_file, replace_folder
from drafter.desk.files.progress import Progress, silent
from drafter.desk.records.log import Note
from drafter.desk.year.drafts import LEDGER, read_draft
from drafter.desk.year.of_record import ROLLED, folder_of_record, lost_record, rolled_note
from drafter.desk.year.on_record import SETTLED, settled
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.errors import WorkspaceError


class Rolled(Struct, frozen=True):
    """The year that has begun; where the last one's catalogue and template are; the folder of its
    draft of record, if it has one; the rows of 报告 that were written anew, with what they say now
    ("" where it is to be filled in); of how many regions the 总校验值 was emptied. `anew` is false
    where the year had begun already."""

    year: int
    aside: Path
    record: Path | None
    rows: tuple[tuple[str, str], ...]
    heads: int = 0
    anew: bool = True


@alone
def roll(
    workspace: Workspace, year: int, draftless: bool = False, progress: Progress = silent
) -> Rolled:
    """Go on to that year. A kill leaves the old year, or the new one. Raises WorkspaceError where
    it is not the next one; or where this one has no draft, unless that is what is wanted."""
    folders, current = workspace.folders, workspace.year()
    aside, record = folders.set_aside(year - 1), folder_of_record(folders, year - 1)
    if current == year and aside.is_dir():
        return Rolled(year, aside, record, (), anew=False)
    if year != current + 1:
        raise WorkspaceError(f"目录现为{current}年度，只能结转到{current + 1}年度")
    if gone := lost_record(folders, current):
        raise WorkspaceError(f"{folders.relative(gone)}是定稿，现已不在；请从备份恢复后再结转")
    if record is None and not draftless:
        raise WorkspaceError(
            f"{current}年度还没有稿子，结转后上年数只能取自inputs/{current}中的表；"
            "先运行 drafter draft，确实不做的加 --without-draft"
        )
    progress("留存当年的目录和模板")
    _set_aside(folders, aside, record)
    progress("改写报告设置")
    sheets = catalogue_rows(workspace)
    amendments = next_year(sheets)
    amend(workspace, amendments, progress)
    when = f"{workspace.clock():%Y-%m-%d %H:%M:%S}"
    workspace.records(current).note(Note("", ROLLED, rolled_note(year, record), when))
    rows = tuple(_rows(sheets, catalogue_rows(workspace)))
    return Rolled(year, aside, record, rows, len(without_heads(sheets)))


def _set_aside(folders: Folders, aside: Path, record: Path | None) -> None:
    """The catalogue, the template, and the hash of the draft that counts. What an earlier try left
    there, before the catalogue was changed again, is moved away."""
    files = {p.name: read_file(p) for p in (folders.catalogue, folders.template) if p.is_file()}
    if Path(CATALOGUE).name not in files:
        raise WorkspaceError(f"缺少{CATALOGUE}")
    if record and isinstance(draft := read_draft(record), Drafted):
        files[SETTLED] = settled(draft.number, read_file(record / LEDGER))
    old = (aside.with_name(f"{aside.name}（{number}）") for number in count(1))
    replace_folder(aside, files, next(path for path in old if not path.exists()))


def _rows(before: Leaves, after: Leaves) -> list[tuple[str, str]]:
    texts = {line.number: line.texts.get("内容", "") for line in before[SETTINGS].lines}
    return [
        (line.texts.get("项目", ""), line.texts.get("内容", ""))
        for line in after[SETTINGS].lines
        if line.texts.get("内容", "") != texts.get(line.number)
    ]
