"""What is compared on the desk: a draft, by its number, or a file that was sent, by its hash."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from drafter.desk.files.folders import digest
from drafter.desk.files.loose import loose
from drafter.desk.review.reviewing import AUTHOR, Review, Signing, moment
from drafter.desk.year.drafts import numbered_folder
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.draft.record import REPORT
from drafter.review.compare.changes import Comparison, Loss

_FOLDER = "对比"


class Operand(Struct, frozen=True):
    """One of two documents: as the review names it, as a reader does, and its content's hash."""

    argument: str
    name: str
    digest: str


class Pair(Struct, frozen=True):
    """Two documents to be compared, tracked changes in files from outside as accepted or not."""

    old: Operand
    new: Operand
    accepted: bool = True

    @property
    def file(self) -> str:
        """The name of the redline: 第1稿与第2稿（对比稿）.docx"""
        stems = "与".join(Path(one.name).stem for one in (self.old, self.new))
        return f"{stems}（对比稿）.docx"


class Redlined(Struct, frozen=True):
    """A redline as written: how many paragraphs it changes, and what Word cannot track in it."""

    path: Path
    count: int
    beyond: tuple[Loss, ...]


def operand(workspace: Workspace, year: int, word: str) -> Operand:
    """The document of that number or hash. Raises WorkspaceError where there is none."""
    if word.isascii() and word.isdecimal() and len(word) < 10:
        folder = numbered_folder(workspace.folders, year, int(word))
        return Operand(str(int(word)), f"第{int(word)}稿", digest(folder / REPORT))
    path = loose(workspace.folders, word)
    return Operand(str(path), path.name, word)


def compared(workspace: Workspace, pair: Pair) -> Comparison:
    """What changed from one to the other, and why."""
    return Review(workspace).diff(pair.old.argument, pair.new.argument, pair.accepted)


@alone
def redlined(workspace: Workspace, year: int, pair: Pair, author: str) -> Redlined:
    """Write the redline to output/年度/对比."""
    path = redlines(workspace, year) / pair.file
    signing = Signing(author=author or AUTHOR, moment=moment(workspace.clock()))
    both = pair.old.argument, pair.new.argument
    count, beyond = Review(workspace).redline(*both, path, signing, pair.accepted)
    return Redlined(path, count, tuple(beyond))


def redlines(workspace: Workspace, year: int) -> Path:
    """output/年度/对比"""
    return workspace.folders.output(year) / _FOLDER
