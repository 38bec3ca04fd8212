"""What may outlive a run: the reader's process, what it read, the compiled templates, and what was
found in a text that has not changed."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from msgspec import Struct

from drafter.desk.files.folders import Folders, read_file, write_file
from drafter.desk.files.program import own_digest
from drafter.disk.sealed import own_key, sealed, unsealed
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding
from drafter.model.pattern import pattern
from drafter.model.record import decoded, encoded

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.template.template import Template
    from drafter.workbook.answers import Answers
    from drafter.workbook.reader import Reader

_MOST_TEMPLATES = 16  # in one process
_LARGEST = 64 << 20  # bytes of a file in the cache
_MOST_WORKSPACES = 4
_MOST_KEPT = 64  # of what is found once
T = TypeVar("T")
_CACHED = pattern(r"[0-9a-f]{64}\.(compiled|answers|held|proofread|row)")


class Equipment:
    """The reader, and the templates compiled so far. Use it as a context; a server or a batch gives
    it to one workspace after another, in one thread, so that none starts them anew."""

    def __init__(self, reader: Reader | None = None) -> None:
        """A reader that is given is its owner's to stop."""
        self._given = reader
        self._templates: dict[str, Template] = {}
        self._answers: dict[Path, Answers] = {}
        self._once: dict[Hashable, Any] = {}

    def beside(self) -> Equipment:
        """Another, for a thread of its own: what one of both read, the other need not open."""
        other = Equipment()
        other._answers = self._answers
        return other

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

    @contextmanager
    def reading(self, folders: Folders) -> Iterator[Reader]:
        """The reader at work in a workspace: what it read there before, in this process or in an
        earlier one, it does not open again."""
        reader, root = self.reader, folders.root
        cache = _Cache.of(folders, _sum((own_digest(), reader.limits)), "answers")
        if (answers := self._answers.pop(root, None)) is None:
            from drafter.workbook.answers import Answers

            answers = Answers((cache and cache.content()) or b"")
        self._answers[root], before = answers, reader.answers
        if len(self._answers) > _MOST_WORKSPACES:
            del self._answers[next(iter(self._answers))]
        reader.answers = answers
        try:
            yield reader
        finally:
            reader.answers = before
            if cache and answers.grown:
                cache.keep(answers.to_bytes())
                answers.grown = False

    def once(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` gives, which hangs on nothing but the key; the last few are kept."""
        value: T = self._once.pop(key) if key in self._once else find()
        self._once[key] = value
        if len(self._once) > _MOST_KEPT:
            del self._once[next(iter(self._once))]
        return value

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

    def fitting(
        self, folders: Folders, catalogue: Catalogue, hashes: Mapping[str, str]
    ) -> Template:
        """The workspace's template, held against the catalogue; `hashes` are both files', by
        name. Raises TemplateError where it names what the catalogue does not have."""
        template = self.template(folders)

        def held() -> Sequence[Finding]:
            from drafter.template.lint.lint import stop_at_unknown

            stop_at_unknown(template, catalogue)
            return ()

        own = [hashes[folders.name(file)] for file in (folders.catalogue, folders.template)]
        self.findings(folders, "held", own, held)
        return template

    def findings(
        self, folders: Folders, kind: str, ground: object, work: Callable[[], Sequence[Finding]]
    ) -> Sequence[Finding]:
        """The findings that the work gives, which hang on its ground alone: worked out where the
        last ground of the kind was another, or an earlier program's."""
        if (last := self.last(folders, kind, ground, tuple[Finding, ...])) is not None:
            return last
        findings = work()
        self.keep(folders, kind, ground, findings)
        return findings

    def last(self, folders: Folders, kind: str, ground: object, shape: type[T]) -> T | None:
        """What was kept of the kind, where it was on this very ground and by this program."""
        cache = _Cache.of(folders, _sum((own_digest(), ground)), kind)
        content = cache.content() if cache else None
        return decoded(shape, content) if content else None

    def keep(self, folders: Folders, kind: str, ground: object, value: object) -> None:
        """Keep the value, which hangs on its ground alone, in place of the kind's last one."""
        if cache := _Cache.of(folders, _sum((own_digest(), ground)), kind):
            cache.keep(encoded(value))


class _Cache(Struct, frozen=True):
    """A file of the workspace's cache, which is only believed under this user's own seal."""

    path: Path
    key: bytes

    @classmethod
    def of(cls, folders: Folders, name: str, kind: str) -> _Cache | None:
        """The file of that name; None where the user can have no seal."""
        key = own_key(folders.root)
        return None if key is None else cls(folders.cache / f"{name}.{kind}", key)

    def content(self) -> bytes | None:
        """What this user's drafter kept under that name; None for nothing."""
        return unsealed(self.key, self.path.stem, _found(self.path))

    def keep(self, content: bytes) -> None:
        """Write the file in place of those of earlier files and programs. A cache that cannot be
        written is done without."""
        path = self.path
        if path.parent.is_symlink():
            return
        with suppress(WorkspaceError, OSError):
            write_file(path, sealed(self.key, path.stem, content), lasting=False)
            for other in path.parent.glob(f"*{path.suffix}"):
                if _CACHED.fullmatch(other.name) and other != path:
                    other.unlink(missing_ok=True)


def _sum(what: object, content: bytes = b"") -> str:
    return hashlib.sha256(repr(what).encode() + content).hexdigest()


def _name(content: bytes, file: str) -> str:
    """What the compiled template hangs on: the template, the program, Python and the libraries."""
    from jinja2 import __version__
    from lxml.etree import LXML_VERSION
    from msgspec import __version__ as structs

    versions = (own_digest(), sys.version, __version__, LXML_VERSION, structs)
    return _sum((file, versions), content)


def _cached(folders: Folders, name: str, content: bytes, file: str) -> Template:
    from drafter.template.prepared import restored
    from drafter.template.template import Template

    cache = _Cache.of(folders, name, "compiled")
    if cache is None:
        return Template(content, file)
    if kept := cache.content():
        return Template.of(restored(kept), file)
    template = Template(content, file)
    cache.keep(template.prepared.stored())
    return template


def _found(path: Path) -> bytes:
    try:
        return read_file(path) if path.stat().st_size <= _LARGEST else b""
    except (OSError, WorkspaceError):
        return b""
