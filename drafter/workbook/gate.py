"""The gate: whether an .xlsx or .ods is safe to hand to the reader, and what it says on the way."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

from drafter.workbook.limits import Limits
from drafter.workbook.notes import Passed, cell_target, sort_by_format
from drafter.workbook.refusal import BROKEN, TOO_LARGE, RefusedError
from drafter.workbook.scan import Scan
from drafter.workbook.stream import Stream

S = TypeVar("S", bound=Stream)
_CHUNK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_XML = (".xml", ".rels")
# How XML begins in UTF-8, and in UTF-16 of either order; a part need not be named as what it is.
_BEGINNINGS = (b"<", b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_STRANGE = "文件内部结构异常（部件名重复或越界），未打开；请用Excel或WPS另存后报送"


def admit(content: bytes, limits: Limits) -> Passed:
    """What the scan of an .xlsx found; only worksheets that were scanned stand in its notes.

    Raises RefusedError with the reason.
    """
    return _assemble(scanned(content, limits, lambda name: Scan(name, limits)))


def scanned(content: bytes, limits: Limits, scan: Callable[[str], S]) -> dict[str, S]:
    """Every XML part of a zip as scanned, all members inflated once. Raises RefusedError."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_members(archive, limits)
            return _scan_parts(archive, limits, scan)
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError),
    ) as error:
        raise RefusedError(BROKEN) from error


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.members:
        raise RefusedError(
            f"文件内含{len(members)}个部件，超过{limits.members}个，未打开；请另存后报送"
        )
    names = [member.filename for member in members]
    if len({name.casefold() for name in names}) != len(names) or any(map(_strange, names)):
        raise RefusedError(_STRANGE)
    if any(member.compress_type not in _METHODS for member in members):
        raise RefusedError("压缩方式不常见，未打开；请用Excel或WPS另存为.xlsx后报送")


def _strange(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or "\0" in name or ":" in name


def _scan_parts(archive: zipfile.ZipFile, limits: Limits, scan: Callable[[str], S]) -> dict[str, S]:
    scans, room = {}, limits.inflated
    for member in archive.infolist():
        scanner = scan(member.filename)
        room -= _inflate(archive, member, scanner, room)
        scans[member.filename] = scanner
    return scans


def _inflate(archive: zipfile.ZipFile, member: zipfile.ZipInfo, scanner: Stream, room: int) -> int:
    """The bytes the member really holds, whatever size it claims; XML is scanned on the way."""
    size, xml = 0, member.filename.casefold().endswith(_XML)
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            xml = xml or (not size and _looks_like_xml(member.filename, chunk))
            size += len(chunk)
            if size > room:
                raise RefusedError(TOO_LARGE)
            if xml:
                scanner.feed(chunk)
    if xml:
        scanner.feed(b"", last=True)
    return size


def _looks_like_xml(name: str, chunk: bytes) -> bool:
    """VML is left out: Excel writes it in a looser form, and nobody here reads it."""
    start = chunk[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(_BEGINNINGS) and not name.casefold().endswith(".vml")


def _assemble(scans: dict[str, Scan]) -> Passed:
    book = scans["xl/workbook.xml"]
    relations = _part(scans, "xl/_rels/workbook.xml.rels").relations
    codes = _part(scans, "xl/styles.xml").codes
    passed = Passed(properties=_part(scans, "docProps/custom.xml").properties)
    for name, relation, state in book.sheets:
        part = posixpath.normpath(posixpath.join("/xl", relations.get(relation, ""))).lstrip("/")
        sheet = _part(scans, part)
        if sheet.root != "worksheet":
            continue
        sort_by_format(sheet.notes, sheet.styled, codes)
        sheet.notes.hidden = state in ("hidden", "veryHidden")
        passed.notes[name] = sheet.notes
    passed.names = {name: at for name, text in book.names.items() if (at := cell_target(text))}
    return passed


def _part(scans: dict[str, Scan], name: str) -> Scan:
    return scans.get(name) or Scan(name, Limits())
