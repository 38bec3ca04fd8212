"""What came of files that were sent, kept for this server's life: shown and handed out by an id
that nobody can guess."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from pathlib import Path
from threading import Lock

from msgspec import Struct

from drafter.desk.errands.errands import Errand

_MOST = 30


class Result(Struct, frozen=True):
    """An errand, and the folder in which its copy is kept."""

    id: str
    errand: Errand
    folder: Path


class Results:
    """The last few results, in a temporary folder of their own."""

    def __init__(self) -> None:
        self._results: dict[str, Result] = {}
        self._root: Path | None = None
        self._lock = Lock()

    def keep(self, errand: Errand) -> Result:
        """The result, its copy moved to where it is kept."""
        with self._lock:
            self._root = self._root or Path(tempfile.mkdtemp(prefix="drafter-"))
            result = Result(secrets.token_urlsafe(16), errand, self._root / secrets.token_hex(8))
            result.folder.mkdir()
            if errand.copy:
                shutil.move(errand.copy, result.folder / errand.copy.name)
            self._results[result.id] = result
            if len(self._results) > _MOST:
                oldest = self._results.pop(next(iter(self._results)))
                shutil.rmtree(oldest.folder, ignore_errors=True)
        return result

    def result(self, identifier: str) -> Result | None:
        """The result of that id, while it is kept."""
        return self._results.get(identifier)

    def clear(self) -> None:
        """Remove all of them."""
        if self._root:
            shutil.rmtree(self._root, ignore_errors=True)
