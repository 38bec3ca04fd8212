"""The gate: what a file is by its bytes, and whether it is safe to hand to the reader."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from io import BytesIO

from drafter.workbook.limits import Limits
from drafter.workbook.scan import RefusedError, Scan, Scanner

_CHUNK = 1 << 16
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_KINDS = (
    (b"\xd0\xcf\x11\xe0", "这是旧版.xls/.et文件或加了密码的文件；请取消密码，另存为.xlsx后报送"),
    (b"%PDF", "这是PDF文件；请报送填报表（.xlsx）"),
    (b"\x89PNG", "这是图片；请报送填报表（.xlsx）"),
    (b"\xff\xd8\xff", "这是图片；请报送填报表（.xlsx）"),
    (b"<", "这是网页或XML文件；请用Excel或WPS另存为.xlsx后报送"),
)


@dataclass(slots=True)
class Passed:
    """What the gate learned of a workbook on the way: by sheet, by name, by property."""

    errors: dict[str, dict[str, str]] = field(default_factory=dict)
    uncached: dict[str, dict[str, str]] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)


def admit(content: bytes, limits: Limits) -> Passed:
    """What the scan found in a workbook that may be read. Raises RefusedError with the reason."""
    if not content:
        raise RefusedError("文件是空的；请重新报送")
    if not content.startswith(b"PK\x03\x04"):
        kinds = (reason for magic, reason in _KINDS if content.startswith(magic))
        raise RefusedError(next(kinds, "不是Excel工作簿；请用下发的表填报后报送"))
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_members(archive, limits)
            return _assemble(_scan_parts(archive, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise RefusedError("文件已损坏，打不开；请重新保存后报送") from error


def _check_members(archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    if len(members) > limits.members:
        raise RefusedError(
            f"文件内含{len(members)}个部件，超过{limits.members}个，未打开；请另存后报送"
        )
    names = [member.filename for member in members]
    if len(set(names)) != len(names) or any(map(_strange, names)):
        raise RefusedError("文件内部结构异常（部件名重复或越界），未打开；请用Excel或WPS另存后报送")
    if any(member.compress_type not in _METHODS for member in members):
        raise RefusedError("压缩方式不常见，未打开；请用Excel或WPS另存为.xlsx后报送")
    if "xl/workbook.xml" not in names:
        kind = "Word文档" if "word/document.xml" in names else "压缩包"
        raise RefusedError(f"这是{kind}，不是Excel工作簿；请报送填报表（.xlsx）")


def _strange(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or "\0" in name or ":" in name


def _scan_parts(archive: zipfile.ZipFile, limits: Limits) -> dict[str, Scan]:
    scans, room = {}, limits.inflated
    for member in archive.infolist():
        scanner = None
        if member.filename.endswith((".xml", ".rels", ".vml")):
            scanner = Scanner(member.filename, limits)
        room -= _inflate(archive, member, scanner, room)
        if scanner:
            scans[member.filename] = scanner.scan
    return scans


def _inflate(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, scanner: Scanner | None, room: int
) -> int:
    """The bytes the member really holds, whatever size it claims; fed to its scanner on the way."""
    size = 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise RefusedError("文件展开后过大，未打开；请删去图片和空白格式行后另存报送")
            if scanner:
                scanner.feed(chunk)
    if scanner:
        scanner.feed(b"", last=True)
    return size


def _assemble(scans: dict[str, Scan]) -> Passed:
    book = scans["xl/workbook.xml"]
    relations = scans.get("xl/_rels/workbook.xml.rels", Scan()).relations
    passed = Passed(properties=scans.get("docProps/custom.xml", Scan()).properties)
    for name, relation, _ in book.sheets:
        part = posixpath.normpath(posixpath.join("/xl", relations.get(relation, ""))).lstrip("/")
        sheet = scans.get(part, Scan())
        passed.errors[name], passed.uncached[name] = sheet.errors, sheet.uncached
    passed.names = {name: at for name, text in book.names.items() if (at := _target(text))}
    return passed


def _target(text: str) -> tuple[str, str] | None:
    """(sheet, cell) of a defined name that names one cell; None for ranges, #REF! and formulas."""
    sheet, mark, cell = text.rpartition("!")
    plain = cell.replace("$", "")
    if not mark or not plain.isascii() or not plain.isalnum():
        return None
    return sheet.strip("'").replace("''", "'"), plain
