"""What may outlive a run: the reader's process, and the compiled templates."""

from __future__ import annotations

import hashlib
import re
import sys
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from drafter.desk.folders import Folders, read_file, write_file
from drafter.desk.program import own_digest
from drafter.disk.sealed import own_key, sealed, unsealed
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.template.template import Template
    from drafter.workbook.reader import Reader

_MOST_TEMPLATES = 16  # in one process
_LARGEST = 64 << 20  # bytes of a file in the cache
_CACHED = re.compile(r"[0-9a-f]{64}\.compiled")


class Equipment:
    """The reader, and the templates compiled so far. Use it as a context; a server or a batch gives
    it to one workspace after another, in one thread, so that none starts them anew."""

    def __init__(self, reader: Reader | None = None) -> None:
        """A reader that is given is its owner's to stop."""
        self._given = reader
        self._templates: dict[str, Template] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._given is None and "reader" in self.__dict__:
            self.reader.worker.stop()

    @cached_property
    def reader(self) -> Reader:
        """The reader of workbooks."""
        from drafter.workbook.reader import Reader

        return self._given or Reader()

    def template(self, folders: Folders) -> Template:
        """The workspace's template: as compiled before, in this process or in an earlier one, or
        compiled now. Raises TemplateError, WorkspaceError."""
        content, file = folders.read_template(), folders.template.name
        name = _name(content, file)
        template = self._templates.pop(name, None) or _cached(folders, name, content, file)
        self._templates[name] = template
        if len(self._templates) > _MOST_TEMPLATES:
            del self._templates[next(iter(self._templates))]
        return template


def _name(content: bytes, file: str) -> str:
    """What the compiled template hangs on: the template, the program, Python and the libraries."""
    from jinja2 import __version__
    from lxml.etree import LXML_VERSION
    from msgspec import __version__ as structs

    versions = (own_digest(), sys.version, __version__, LXML_VERSION, structs)
    return hashlib.sha256(repr((file, versions)).encode() + content).hexdigest()


def _cached(folders: Folders, name: str, content: bytes, file: str) -> Template:
    """From the workspace's cache, which is only believed under this user's own seal."""
    from drafter.template.prepared import restored
    from drafter.template.template import Template

    path, key = folders.cache / f"{name}.compiled", own_key(folders.root)
    if key is None:
        return Template(content, file)
    if kept := unsealed(key, name, _found(path)):
        return Template.of(restored(kept), file)
    template = Template(content, file)
    with suppress(WorkspaceError, OSError):  # a cache that cannot be written is done without
        _keep(path, sealed(key, name, template.prepared.stored()))
    return template


def _found(path: Path) -> bytes:
    try:
        return read_file(path) if path.stat().st_size <= _LARGEST else b""
    except (OSError, WorkspaceError):
        return b""


def _keep(path: Path, content: bytes) -> None:
    """Write the file in place of those of earlier templates and programs."""
    if path.parent.is_symlink():
        return
    write_file(path, content)
    for other in path.parent.iterdir():
        if _CACHED.fullmatch(other.name) and other != path:
            other.unlink(missing_ok=True)
