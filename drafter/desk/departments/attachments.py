"""佐证材料: what departments attach to bear out their figures. It is kept under its hash as it
came, known by its bytes, and never opened here."""

from __future__ import annotations

import hashlib
import struct
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.desk.files.folders import read_file, write_file
from drafter.desk.files.typed import one_line, person
from drafter.desk.records.dealings import Attachment
from drafter.desk.records.records import Records
from drafter.desk.year.workspace import Workspace
from drafter.disk.formats import Format, format_of, format_within
from drafter.disk.lock import alone
from drafter.disk.names import safe_name
from drafter.model.dates import official_moment
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding, Place, Severity

MOST_OF_ONE, MOST_OF_ALL = 10 << 20, 200 << 20
ENDINGS = (".pdf", ".png", ".jpg", ".docx", ".xlsx")
_BROKEN = (zipfile.BadZipFile, struct.error, ValueError, OSError, RuntimeError, NotImplementedError)
_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
_DOCUMENTS = {Format.WORD: ".docx", Format.EXCEL: ".xlsx"}


class Attached(Struct, frozen=True):
    """What a department has attached and not withdrawn, and warnings for what its figures lack."""

    attachments: tuple[Attachment, ...]
    missing: tuple[Finding, ...]


def attached(catalogue: Catalogue, records: Records, department: str) -> Attached:
    """The department's."""
    own = tuple(_standing(records.filed(Attachment), department))
    return Attached(own, tuple(_missing(catalogue, department, own)))


@alone
def attach(
    workspace: Workspace, department: str, file: Path, indicator: str, what: str, who: str
) -> Attachment:
    """Keep the file as the department's material for an indicator, or for its whole return. Raises
    WorkspaceError for what is too large or of another kind than it may be."""
    content, name = read_file(file), safe_name(file.name) or "未命名"
    ending = _ending(content)
    if not ending:
        raise WorkspaceError(f"{name}：佐证材料只收{'、'.join(ENDINGS)}，没有接收")
    if len(content) > MOST_OF_ONE:
        raise WorkspaceError(f"{name}：超过{MOST_OF_ONE >> 20}MB，没有接收")
    catalogue = workspace.catalogue()
    if indicator and indicator not in {i.key for i in catalogue.asked_of(department)}:
        raise WorkspaceError(f"{department}没有“{indicator}”这项指标")
    records = workspace.records(catalogue.settings.year)
    own = [*_standing(records.filed(Attachment), department)]
    if sum(one.size for one in own) + len(content) > MOST_OF_ALL:
        raise WorkspaceError(f"佐证材料合计超过{MOST_OF_ALL >> 20}MB，没有接收；请先撤回不用的")
    attachment = Attachment(
        department=department,
        indicator=indicator,
        what=one_line(what, 40),
        file=f"{Path(name).stem}{ending}",
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        who=person(who),
        when=official_moment(workspace.clock()),
    )
    write_file(records.attachment(attachment.sha256), content)
    return records.file(attachment)


@alone
def withdraw(workspace: Workspace, department: str, serial: int, who: str) -> Attachment:
    """Take a material out of account; its bytes stay. Raises WorkspaceError where the department
    has no such one."""
    records = workspace.records(workspace.year())
    own = _of(records, department, serial)
    return records.file(
        Attachment(
            department=department,
            indicator=own.indicator,
            what=own.what,
            file=own.file,
            sha256=own.sha256,
            size=own.size,
            who=person(who),
            when=official_moment(workspace.clock()),
            withdraws=serial,
        )
    )


def content_of(records: Records, department: str, serial: int) -> tuple[str, bytes]:
    """(name, bytes) of a material. Raises WorkspaceError where the department has no such one, or
    where the bytes are others by now."""
    own = _of(records, department, serial)
    content = read_file(records.attachment(own.sha256))
    if hashlib.sha256(content).hexdigest() != own.sha256:
        raise WorkspaceError(f"{own.file}：存档的原件被改动过")
    return own.file, content


def _of(records: Records, department: str, serial: int) -> Attachment:
    standing = _standing(records.filed(Attachment), department)
    own = next((one for one in standing if one.serial == serial), None)
    if own is None:
        raise WorkspaceError("没有这份佐证材料")
    return own


def _standing(attachments: Iterable[Attachment], department: str) -> Iterator[Attachment]:
    mine = [one for one in attachments if one.department == department]
    withdrawn = {one.withdraws for one in mine}
    yield from (one for one in mine if not one.withdraws and one.serial not in withdrawn)


def _missing(catalogue: Catalogue, department: str, own: Iterable[Attachment]) -> Iterator[Finding]:
    """A warning for each material that the catalogue asks for and nobody attached."""
    there = {(one.indicator, one.what) for one in own}
    for indicator in catalogue.asked_of(department):
        for what in indicator.evidence:
            if (indicator.key, what) not in there:
                details = {"label": indicator.label, "what": what}
                place = Place(f"{department}.xlsx")
                yield Finding(
                    "evidence-missing", Severity.WARNING, place, indicator.key, department, details
                )


def _ending(content: bytes) -> str:
    """The ending of what the bytes are; "" for what is not taken. Of a zip only the names of its
    members are looked at."""
    kind = format_of(content)
    if kind is Format.PDF:
        return ".pdf"
    if kind is Format.PICTURE:
        return next((e for start, e in _PICTURES.items() if content.startswith(start)), "")
    if kind is not Format.ZIP:
        return ""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except _BROKEN:
        return ""
    return _DOCUMENTS.get(format_within(names), "")
