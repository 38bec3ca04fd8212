"""What was said of each draft, worked out once for as long as nobody says more."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from msgspec import Struct, field

from drafter.desk.opinions.talk import Talk, talk
from drafter.desk.records.record_kinds import FOLDERS
from drafter.desk.records.review_filings import Comment, Tick
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace

_MOST = 20  # drafts
_State = tuple[tuple[int, int], ...]


class Minutes(Struct):
    """The talks of drafts, each with the state of the records that it was worked out from."""

    _talks: dict[tuple[str, str], tuple[_State, Talk]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def talk(self, workspace: Workspace, draft: Drafted) -> Talk:
        """What was said of the draft until now."""
        key, year = (str(draft.folder), draft.manifest.id), draft.manifest.year
        state = _state(workspace.folders.root / "records" / str(year))
        with self._lock:
            kept = self._talks.pop(key, None)
        if kept is None or kept[0] != state:
            kept = state, talk(workspace.records(year), draft)
        with self._lock:
            self._talks[key] = kept
            if len(self._talks) > _MOST:
                del self._talks[next(iter(self._talks))]
        return kept[1]


def _state(records: Path) -> _State:
    """Records are never changed: how many there are, and when the last came."""
    return tuple(_last(records / FOLDERS[kind]) for kind in (Comment, Tick))


def _last(folder: Path) -> tuple[int, int]:
    try:
        return sum(1 for _ in folder.iterdir()), folder.stat().st_mtime_ns
    except OSError:
        return 0, 0
