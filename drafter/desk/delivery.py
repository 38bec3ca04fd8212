"""Forms that are handed in at the desk, one or many: whose they are, and put into inputs.

A department's form takes the place of the one before it, which is on record; two different forms
of one department that come at once are both put in, and the bureau chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.folders import MOST_KEPT, read_file, write_file
from drafter.desk.progress import Progress
from drafter.desk.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.disk.unfinished import scratch
from drafter.model.errors import DrafterError

if TYPE_CHECKING:
    from drafter.desk.results import Checked
    from drafter.intake.inbox import Letter

_ARCHIVE = ".zip"
_STRANGE = "不是drafter下发的填报表，或看不出是哪个部门的；请用下发的表填报"


class Delivered(Struct, frozen=True):
    """A file as it was handed in, whose it is, and where it went (`name`, in inputs); `replaced`
    is the form that it took the place of. `reason` is why it was not taken, if it was not."""

    file: str
    department: str = ""
    name: str = ""
    replaced: str = ""
    reason: str = ""


@alone
def deliver(workspace: Workspace, files: Sequence[Path], progress: Progress) -> list[Delivered]:
    """Put the files into inputs/年度; of a zip those in it. What stands there already is put on
    record first, so that nothing is lost by being replaced."""
    from drafter.intake.inbox import open_inbox

    checked = workspace.check(progress)
    refused: list[Delivered] = []
    with scratch() as folder:
        single = [*_unpacked(files, folder, refused)]
        progress(f"识别{len(single)}份报表")
        with workspace.reading() as running:
            letters = open_inbox(checked.catalogue, single, running).letters
        return [*refused, *_placed(workspace, checked, letters)]


def _unpacked(files: Sequence[Path], folder: Path, refused: list[Delivered]) -> Iterator[Path]:
    """The files, those in a zip each in a folder of its own, since names may be the same."""
    from drafter.desk import parcels
    from drafter.worker.calls import Apart

    for number, file in enumerate(files):
        if file.suffix.lower() != _ARCHIVE:
            yield file
            continue
        try:
            with Apart(parcels.__name__, file.name) as apart:
                packed = apart.call(parcels.unpack, file)
        except DrafterError as error:
            refused.append(Delivered(file.name, reason=str(error).partition("：")[2]))
            continue
        for place, member in enumerate(packed):
            path = folder / f"{number}-{place}" / safe_name(member.name)
            path.parent.mkdir()
            path.write_bytes(member.content)
            yield path


def _placed(
    workspace: Workspace, checked: Checked, letters: Sequence[Letter]
) -> Iterator[Delivered]:
    folder = workspace.folders.root / "inputs" / str(checked.catalogue.settings.year)
    for letter in {(x.department, x.sha256 or x.path.name): x for x in letters}.values():
        file, department = letter.path.name, letter.department
        rivals = {x.sha256 for x in letters if x.department == department and x.form}
        if not department or letter.form is None:
            yield Delivered(file, department, reason=_reason(letter))
        elif letter.path.stat().st_size > MOST_KEPT:
            yield Delivered(file, department, reason="文件太大，没有接收")
        else:
            yield _put(folder, letter, _standing(checked, department), len(rivals) > 1)


def _reason(letter: Letter) -> str:
    """Why it was not taken: it cannot be read, or nobody was issued it."""
    return getattr(letter.content, "reason", _STRANGE)


def _standing(checked: Checked, department: str) -> list[Letter]:
    """The department's files that stand in inputs."""
    letters = checked.inbox.letters if checked.inbox else ()
    return [letter for letter in letters if letter.department == department]


def _put(folder: Path, letter: Letter, standing: Sequence[Letter], rivals: bool) -> Delivered:
    """The form in its place: that of the only one before it; beside it where both may count."""
    file, content = letter.path.name, read_file(letter.path)
    same = next((x for x in standing if x.sha256 == letter.sha256), None)
    if same:
        return Delivered(file, letter.department, same.path.name, reason="与已收的相同")
    if rivals or len(standing) > 1:
        path = _free(folder, letter.path)
        write_file(path, content)
        return Delivered(file, letter.department, path.name)
    path = folder / f"{letter.department}{letter.path.suffix.lower()}"
    write_file(path, content)
    old = standing[0].path if standing else None
    if old and old != path:
        old.unlink()
    return Delivered(file, letter.department, path.name, old.name if old else "")


def _free(folder: Path, path: Path) -> Path:
    """A name that nothing there has."""
    names = (f"{path.stem}（{n}）{path.suffix}" if n else path.name for n in count())
    return next(folder / name for name in names if not (folder / name).exists())
