"""Forms that are handed in at the desk, one or many: whose they are, and put into inputs.

A department's form takes the place of the one before it, which is on record; two different forms
of one department that come at once are both put in, and the bureau chooses. Last year's form, which
this year's is compared with, goes to last year's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from drafter.desk.files.folders import MOST_KEPT, read_file, write_file
from drafter.desk.files.progress import Progress
from drafter.desk.year.workspace import Workspace
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.disk.unfinished import scratch
from drafter.model.errors import DrafterError
from drafter.model.sentence import sentence

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Catalogue
    from drafter.desk.year.results import Checked
    from drafter.intake.inbox import Letter

_ARCHIVE = ".zip"
LOCKED = "{department}已经确认，不能再报；确需改动的，请先由牵头单位写明理由解锁"
_STRANGE = "不是drafter下发的填报表，请用下发的表填报"


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
    from drafter.desk.files import parcels
    from drafter.worker.calls import Apart

    for number, file in enumerate(files):
        if file.suffix.lower() != _ARCHIVE:
            yield file
            continue
        try:
            with Apart(parcels.__name__, file.name) as apart:
                packed = apart.call(parcels.unpack, file)
        except DrafterError as error:
            refused.append(Delivered(file.name, reason=str(error).removeprefix(f"{file.name}：")))
            continue
        for place, member in enumerate(packed):
            path = folder / f"{number}-{place}" / safe_name(member.name)
            path.parent.mkdir()
            path.write_bytes(member.content)
            yield path


def _placed(
    workspace: Workspace, checked: Checked, letters: Sequence[Letter]
) -> Iterator[Delivered]:
    """What became of each: placed, or why not. Of files that are the same, one."""
    year, own = checked.catalogue.settings.year, _last_year(checked.catalogue)
    inputs = workspace.folders.root / "inputs"
    objections = {letter.path: _objection(checked, letter) for letter in letters}
    good = [letter for letter in letters if not objections[letter.path]]
    firsts: dict[str, Letter] = {}
    for letter in letters:
        file, department = letter.path.name, letter.department
        same = firsts.setdefault(letter.sha256 or str(letter.path), letter)
        if reason := objections[letter.path]:
            yield Delivered(file, department, reason=reason)
        elif same is not letter:
            yield Delivered(file, department, same.path.name, reason="与同时送来的另一份相同")
        elif _is_of(own, letter):
            yield _put_past(checked.catalogue, inputs / str(year - 1), letter)
        else:
            rivals = {x.sha256 for x in good if x.department == department and not _is_of(own, x)}
            yield _put(inputs / str(year), letter, _standing(checked, department), len(rivals) > 1)


def take(workspace: Workspace, checked: Checked, letter: Letter) -> Delivered:
    """What became of the form of this year that a department itself hands in: in its place, or why
    not."""
    from drafter.intake.form import wrong_form

    catalogue, department, file = checked.catalogue, letter.department, letter.path.name
    if reason := _objection(checked, letter):
        return Delivered(file, department, reason=reason)
    assert letter.form is not None
    if other := wrong_form(catalogue, department, letter.form):
        return Delivered(file, department, reason=sentence(other.findings[0]))
    inputs = workspace.folders.root / "inputs" / str(catalogue.settings.year)
    return _put(inputs, letter, _standing(checked, department), rivals=False)


def _last_year(catalogue: Catalogue) -> Catalogue:
    settings = catalogue.settings
    return replace(catalogue, settings=replace(settings, year=settings.year - 1))


def _is_of(catalogue: Catalogue, letter: Letter) -> bool:
    """Whether it is a form of the department, and of this place and year."""
    from drafter.intake.form import wrong_form

    return letter.form is not None and not wrong_form(catalogue, letter.department, letter.form)


def _objection(checked: Checked, letter: Letter) -> str:
    """Why it is not taken, "" where it is: it cannot be read, or is none of ours, or somebody
    else's. A form that nobody would read must not take the place of one that is good."""
    from drafter.intake.form import wrong_form
    from drafter.intake.inbox import stray

    catalogue = checked.catalogue
    if letter.form is None:
        return getattr(letter.content, "reason", _STRANGE)
    if not letter.department:
        return sentence(stray(catalogue, letter))
    if letter.path.stat().st_size > MOST_KEPT:
        return "文件太大，没有接收"
    refusal = wrong_form(catalogue, letter.department, letter.form)
    if refusal is None:
        return _lock(checked, letter)
    if _is_of(_last_year(catalogue), letter):
        return ""
    return sentence(refusal.findings[0])


def _lock(checked: Checked, letter: Letter) -> str:
    """Why another version than the confirmed one is not taken."""
    standing = checked.standings.get(letter.department)
    if standing is None or not standing.locked or standing.sha256 == letter.sha256:
        return ""
    return LOCKED.format(department=letter.department)


def _standing(checked: Checked, department: str) -> list[Letter]:
    """The department's files that stand in inputs; where any of them is a form, its forms."""
    letters = checked.inbox.letters if checked.inbox else ()
    mine = [letter for letter in letters if letter.department == department]
    return [letter for letter in mine if letter.form] or mine


def _put(folder: Path, letter: Letter, standing: Sequence[Letter], rivals: bool) -> Delivered:
    """The form in its place: that of the only one before it; beside it where both may count."""
    file, content = letter.path.name, read_file(letter.path)
    same = next((x for x in standing if x.sha256 == letter.sha256), None)
    if same:
        return Delivered(file, letter.department, same.path.name, reason="与已收的相同")
    if rivals or len(standing) > 1:
        path = _free(folder, letter)
        write_file(path, content)
        return Delivered(file, letter.department, path.name)
    path = folder / f"{letter.department}{_ending(letter)}"
    write_file(path, content)
    old = standing[0].path if standing else None
    if old and old != path:
        old.unlink()
    return Delivered(file, letter.department, path.name, old.name if old else "")


def _put_past(catalogue: Catalogue, folder: Path, letter: Letter) -> Delivered:
    """Last year's form, which is there to be compared with; none takes another's place, for there
    is no record of them."""
    name = f"{letter.department}{_ending(letter)}"
    mine = {name for name, owner in catalogue.named.items() if owner == letter.department}
    there = [path for path in folder.glob("*") if path.stem in mine]
    if not there:
        write_file(folder / name, read_file(letter.path))
        return Delivered(letter.path.name, letter.department, f"{folder.name}/{name}")
    if read_file(there[0]) == read_file(letter.path):
        place = f"{folder.name}/{there[0].name}"
        return Delivered(letter.path.name, letter.department, place, reason="与已收的相同")
    reason = f"这是{folder.name}年度的表，{folder.name}年度的已有一份，没有代替"
    return Delivered(letter.path.name, letter.department, reason=reason)


def _ending(letter: Letter) -> str:
    """The ending that says what the file is, whatever its name says."""
    return str(letter.form.kind) if letter.form else letter.path.suffix.lower()


def _free(folder: Path, letter: Letter) -> Path:
    """A name that nothing there has, its own where it can; no name that is passed over."""
    stem = letter.path.stem.lstrip("~$. ") or letter.department
    names = (
        f"{stem}（{n}）{_ending(letter)}" if n else f"{stem}{_ending(letter)}" for n in count()
    )
    return next(folder / name for name in names if not (folder / name).exists())
