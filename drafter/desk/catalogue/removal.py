"""Many indicators taken away at once, with what hangs on them: what is calculated of them, rules,
paragraphs of the template. It is shown as a whole first."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.desk.catalogue.catalogue_editing import Amendment, amend, without
from drafter.desk.catalogue.catalogue_rows import INDICATORS, RULES, Leaves, Line, catalogue_rows
from drafter.desk.catalogue.template_passages import Passage, elsewhere, passages
from drafter.desk.files.folders import digest
from drafter.desk.files.progress import Progress, silent
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.model.errors import WorkspaceError
from drafter.template.trimming import KEY as NAMED
from drafter.template.trimming import Fate

KEY = "指标编号"
_CHANGED = "目录或模板在您打开这一页之后有变化，没有删；请回到“删去多项指标”重新勾选"


class Removal(Struct, frozen=True):
    """What would go: the indicators that were ticked, those calculated of them, the rules; the
    template's paragraphs as they would read; what names them where it cannot be edited here.
    `seen` tells whether catalogue and template are still what they were."""

    chosen: tuple[Line, ...]
    followers: tuple[Line, ...]
    rules: tuple[Line, ...]
    passages: tuple[Passage, ...]
    elsewhere: tuple[str, ...]
    seen: str

    @property
    def keys(self) -> set[str]:
        """The keys of all indicators that would go."""
        return {line.texts[KEY] for line in (*self.chosen, *self.followers)}


class Removed(Struct, frozen=True):
    """How many indicators and rules went, how many paragraphs went and were changed."""

    indicators: int
    rules: int
    gone: int
    changed: int


def removal(workspace: Workspace, keys: Collection[str]) -> Removal:
    """What goes with the indicators. Raises DrafterError."""
    from drafter.word.package import unpack
    from drafter.word.safety import as_document

    seen, sheets = state(workspace), catalogue_rows(workspace)
    lines = [line for line in sheets[INDICATORS].lines if line.texts.get(KEY)]
    chosen = [line for line in lines if line.texts[KEY] in keys]
    followers = list(_followers(lines, {line.texts[KEY] for line in chosen}))
    gone = {line.texts[KEY] for line in (*chosen, *followers)}
    rules = [line for line in sheets[RULES].lines if _names(line, "规则") & gone]
    affected: Sequence[Passage] = ()
    apart: Sequence[str] = ()
    if workspace.folders.template.is_file():
        content, name = workspace.folders.read_template(), workspace.folders.template.name
        parts = as_document(unpack(content, name))
        fate = Fate(gone, {line.texts[KEY] for line in lines})
        affected, apart = passages(parts, fate), elsewhere(parts, fate)
    return Removal(
        tuple(chosen), tuple(followers), tuple(rules), tuple(affected), tuple(apart), seen
    )


def _followers(lines: Iterable[Line], gone: set[str]) -> Iterator[Line]:
    """The indicators that are calculated of these, of those, and so on."""
    left, sources = [line for line in lines if line.texts[KEY] not in gone], set(gone)
    while more := [line for line in left if _names(line, "计算公式") & sources]:
        yield from more
        sources |= {line.texts[KEY] for line in more}
        left = [line for line in left if line not in more]


def _names(line: Line, column: str) -> set[str]:
    return set(NAMED.findall(line.texts.get(column, "")))


def state(workspace: Workspace) -> str:
    """What tells whether catalogue and template are the same."""
    files = (workspace.folders.catalogue, workspace.folders.template)
    return hashlib.sha256("".join(digest(f) for f in files if f.is_file()).encode()).hexdigest()


@alone
def remove(
    workspace: Workspace, keys: Collection[str], texts: Mapping[tuple[str, int], str], seen: str,
    progress: Progress = silent,
) -> Removed:  # fmt: skip
    """Take them away; `texts` are the paragraphs of the template as they are to read. Raises
    CatalogueError or TemplateError with what would be wrong then, and nothing is written."""
    going = removal(workspace, keys)
    if seen != going.seen:
        raise WorkspaceError(_CHANGED)
    if not going.chosen:
        raise WorkspaceError("还没有勾选要删的指标；请勾选后再删")
    old = {(one.part, one.number): one.old for one in going.passages}
    new = {spot: text for spot, text in texts.items() if spot in old and text != old[spot]}
    amend(
        workspace, list(_amendments(catalogue_rows(workspace), going)), progress,
        template=_rewritten(workspace, new),
    )  # fmt: skip
    gone = sum(not text.strip() for text in new.values())
    return Removed(len(going.keys), len(going.rules), gone, len(new) - gone)


def _amendments(sheets: Leaves, going: Removal) -> Iterator[Amendment]:
    for line in (*going.chosen, *going.followers):
        yield from without(sheets, line)
    for line in going.rules:
        yield Amendment(RULES, line.number, dict.fromkeys(line.texts, ""))


def _rewritten(workspace: Workspace, texts: Mapping[tuple[str, int], str]) -> bytes:
    """The template with the texts; nothing where it stays as it is."""
    from drafter.desk.files import template_edit
    from drafter.worker.calls import Apart

    path = workspace.folders.template
    if not texts:
        return b""
    rows = tuple(template_edit.Rewriting(*spot, text) for spot, text in texts.items())
    with Apart(template_edit.__name__, path.name) as apart:
        return apart.call(template_edit.rewrite, path, rows)
