"""Which department each received file is from: by the file's name, else by the form in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.forms.layout import FORMAT
from drafter.catalogue.rows import nearest
from drafter.intake.grid import identity
from drafter.model.finding import Finding, Place, Severity
from drafter.workbook.reader import Reader, Unreadable, Workbook

Content = Workbook | Unreadable


class Letter(Struct, frozen=True):
    """A file as received: its content, and the department it is from; "" for none."""

    path: Path
    content: Content
    department: str

    @property
    def form(self) -> Workbook | None:
        """The form in it; None where it could not be read, or is none of ours."""
        content = self.content
        if isinstance(content, Unreadable) or identity(content)["格式"] != FORMAT:
            return None
        return content

    @property
    def sha256(self) -> str:
        """The hash of its bytes; "" where it is no workbook."""
        return self.content.sha256 if isinstance(self.content, Workbook) else ""


class Choice(Struct, frozen=True):
    """The bureau's choice among several forms: the hash of the chosen one, the hashes of all of
    them, and the decision in words."""

    sha256: str
    among: str
    words: str


class Inbox(Struct, frozen=True):
    """All files received: the letter of each department that is to be read, and the findings.

    `rivals` are the departments that sent several forms of which none is chosen: none is read.
    """

    letters: tuple[Letter, ...]
    chosen: Mapping[str, Letter] = field(default_factory=dict)
    rivals: Mapping[str, tuple[Letter, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def open_inbox(
    catalogue: Catalogue,
    files: Iterable[Path],
    reader: Reader,
    choices: Mapping[str, Choice] | None = None,
) -> Inbox:
    """The files read and sorted. `choices` are the bureau's, by department; each holds only while
    the rivals are the files it was made among."""
    letters = tuple(_letter(catalogue, path, reader) for path in files)
    chosen: dict[str, Letter] = {}
    rivals: dict[str, tuple[Letter, ...]] = {}
    findings = [stray(catalogue, letter) for letter in letters if not letter.department]
    for department, mine in _by_department(letters).items():
        forms = list({x.sha256: x for x in mine if x.form}.values())
        choice = (choices or {}).get(department)
        picked = _picked(forms, choice)
        findings += [_renamed(x) for x in mine if _is_renamed(catalogue, x)]
        findings += _findings_of(mine, forms, picked, choice.words if choice else "")
        if len(forms) > 1 and not picked:
            rivals[department] = tuple(forms)
        else:
            chosen[department] = picked or (forms or mine)[0]
    return Inbox(letters, chosen, rivals, tuple(findings))


def concerning(catalogue: Catalogue, files: Iterable[Path], department: str) -> list[Path]:
    """The files that can be the department's: none of those that bear another's very name."""
    named = catalogue.named
    return [path for path in files if named.get(path.stem.strip(), department) == department]


def _by_department(letters: Iterable[Letter]) -> dict[str, list[Letter]]:
    groups: dict[str, list[Letter]] = {}
    for letter in letters:
        if letter.department:
            groups.setdefault(letter.department, []).append(letter)
    return groups


def _picked(forms: list[Letter], choice: Choice | None) -> Letter | None:
    if choice is None or choice.among != standing(forms):
        return None
    return next((form for form in forms if form.sha256 == choice.sha256), None)


def _findings_of(
    mine: list[Letter], forms: list[Letter], picked: Letter | None, decision: str
) -> list[Finding]:
    """The findings on a department's files: double, rivals, beside the form."""
    findings = [_second(letter, mine) for letter in mine if forms and letter not in forms]
    if picked:
        findings += [
            _set_aside(letter, picked, decision) for letter in forms if letter is not picked
        ]
    elif len(forms) > 1:
        findings += [_rival(letter, forms) for letter in forms]
    return findings


class Hashed(Protocol):
    """A file that is known by its hash."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""


def standing(files: Iterable[Hashed]) -> str:
    """The hashes of the files that a choice was made among, whatever their order."""
    return "、".join(sorted({file.sha256 for file in files}))


def _letter(catalogue: Catalogue, path: Path, reader: Reader) -> Letter:
    content, named = reader.read(path), catalogue.named
    stem = path.stem.strip()
    if stem in named:
        return Letter(path, content, named[stem])
    fields = {} if isinstance(content, Unreadable) else identity(content)
    ours = fields.get("格式") == FORMAT and fields["地区"] == catalogue.settings.region
    if ours and fields["部门"] in named:
        return Letter(path, content, named[fields["部门"]])
    within = [name for name in named if name in stem]
    longest = max(within, key=len, default="")
    return Letter(path, content, named.get(longest, ""))


def _is_renamed(catalogue: Catalogue, letter: Letter) -> bool:
    department = catalogue.named.get(letter.path.stem.strip())
    return department != letter.department and letter.form is not None


def _renamed(letter: Letter) -> Finding:
    place, department = Place(letter.path.name), letter.department
    details = {"department": department}
    return Finding("workbook-renamed", Severity.HINT, place, "", department, details)


def stray(catalogue: Catalogue, letter: Letter) -> Finding:
    """The finding on a file that is nobody's."""
    names = [department.name for department in catalogue.departments]
    file = letter.path.name
    if letter.form:
        fields = identity(letter.form)
        details = {"region": fields["地区"], "department": fields["部门"]}
        return Finding("form-nobody", Severity.WARNING, Place(file), details=details)
    if isinstance(letter.content, Unreadable):
        details = {"reason": letter.content.reason}
        return Finding("workbook-stray", Severity.WARNING, Place(file), details=details)
    details = {"hint": nearest(letter.path.stem, names)}
    return Finding("workbook-unexpected", Severity.WARNING, Place(file), details=details)


def _second(letter: Letter, mine: Iterable[Letter]) -> Finding:
    """The finding on a file beside the department's form: it is no form, or the same file again."""
    place, department = Place(letter.path.name), letter.department
    twin = next((x for x in mine if x is not letter and x.sha256 == letter.sha256 != ""), None)
    if twin:
        details = {"other": twin.path.name}
        return Finding("workbook-same", Severity.HINT, place, "", department, details)
    content = letter.content
    reason = content.reason if isinstance(content, Unreadable) else "不是drafter下发的填报表"
    details = {"reason": reason}
    return Finding("workbook-beside", Severity.WARNING, place, "", department, details)


def _rival(letter: Letter, forms: Iterable[Letter]) -> Finding:
    files = "、".join(form.path.name for form in forms)
    details = {"files": files, "department": letter.department}
    place = Place(letter.path.name)
    return Finding("workbook-twice", Severity.ERROR, place, "", letter.department, details)


def _set_aside(letter: Letter, picked: Letter, decision: str) -> Finding:
    place, details = Place(letter.path.name), {"chosen": picked.path.name}
    hint = Finding("workbook-aside", Severity.HINT, place, "", letter.department, details)
    return replace(hint, decision=decision)
