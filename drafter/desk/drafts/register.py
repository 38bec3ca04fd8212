"""The register of a year's drafts: when each was made, for which stage, what set it apart from the
one before, and what has changed since the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.year.drafts import LEDGER, ingredients
from drafter.desk.year.drawer import Drawer
from drafter.desk.year.hand_edits import is_current
from drafter.desk.year.results import Drafted
from drafter.model.dates import official_date

if TYPE_CHECKING:
    from drafter.desk.year.workspace import Workspace

_RECORD = (".json",)


class Listed(Struct, frozen=True):
    """A draft in the register; `changes` is what sets it apart from the one before it."""

    draft: Drafted
    when: str
    changes: str
    files: tuple[Path, ...]


class Register(Struct, frozen=True):
    """The drafts, the last first; `since` is what changed after the last was made."""

    drafts: tuple[Listed, ...]
    current: bool
    since: tuple[str, ...]


def register(workspace: Workspace, drafts: Sequence[Drafted], drawer: Drawer) -> Register:
    """The register of these drafts, the last first; the drawer knows what changed between them."""
    if not drafts:
        return Register((), False, ())
    before = [*drafts[1:], None]
    listed = tuple(_listed(*pair, drawer) for pair in zip(drafts, before, strict=True))
    last, year = drafts[0].manifest, drafts[0].manifest.year
    now = ingredients(workspace.folders, workspace.records(year), year, last.other_stage)
    current = is_current(last, now)
    return Register(listed, current, () if current else tuple(_since(last.inputs, now)))


def _since(before: dict[str, str], now: dict[str, str]) -> Iterator[str]:
    from drafter.draft.record import EDITS
    from drafter.publish.differences import changed_files

    return changed_files({name: d for name, d in before.items() if name != EDITS}, now)


def _listed(draft: Drafted, before: Drafted | None, drawer: Drawer) -> Listed:
    folder = draft.folder
    written = datetime.fromtimestamp((folder / LEDGER).stat().st_mtime).astimezone()
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.suffix not in _RECORD)
    when = f"{official_date(written.date())} {written:%H:%M}"
    return Listed(draft, when, _changes(draft, before, drawer), tuple(files))


def _changes(draft: Drafted, before: Drafted | None, drawer: Drawer) -> str:
    """与第1稿比：变动的数3个，手改2处"""
    if before is None:
        return ""
    from drafter.review.compare.changes import count

    figures = count(drawer.changes(before, draft))
    edits = f"，手改{len(draft.manifest.edits)}处" if draft.manifest.edits else ""
    return f"与第{before.number}稿比，{figures}{edits}"
