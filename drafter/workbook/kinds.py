"""What a file is, by its bytes: its name says nothing."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection
from enum import StrEnum
from io import BytesIO

from drafter.workbook.compound import SIGNATURE, Compound
from drafter.workbook.gate import key
from drafter.workbook.refusal import BROKEN, LOCKED, RefusedError

ZIP = b"PK\x03\x04"
ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SEND = "请报送填报表（.xlsx）"
_AGAIN = "请用Excel或WPS另存为.xlsx后报送"
_PICTURE, _ARCHIVE = f"这是图片；{_SEND}", "这是压缩包；请解压后报送其中的填报表（.xlsx）"
_WEB = f"这是网页，不是Excel工作簿；{_AGAIN}"
_NOTHING = "不是Excel工作簿；请用下发的表填报后报送"
# Office's web edition numbers the part anew when it saves.
_WORKBOOK = re.compile(r"xl/workbook\d*\.xml")
# First bytes in lower case, without a byte order mark; the first that fits is told.
_MAGIC = {
    b"%pdf": f"这是PDF文件；{_SEND}",
    **dict.fromkeys((b"\x89png", b"\xff\xd8\xff", b"gif8", b"bm", b"ii*\0", b"mm\0*"), _PICTURE),
    **dict.fromkeys((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b"), _ARCHIVE),
    **dict.fromkeys((b"<!doctype html", b"<html", b"mime-version:"), _WEB),
    b"<": f"这是XML或网页文件，不是Excel工作簿；{_AGAIN}",
    b"{\\rtf": f"这是Word（RTF）文档；{_SEND}",
}
_STREAMS = {
    "EncryptedPackage": LOCKED,
    "WordDocument": f"这是Word文档，不是Excel工作簿；{_SEND}",
    "PowerPoint Document": f"这是演示文稿，不是Excel工作簿；{_SEND}",
}
_MEMBERS = {
    "word/document.xml": f"这是Word文档，不是Excel工作簿；{_SEND}",
    "ppt/presentation.xml": f"这是演示文稿，不是Excel工作簿；{_SEND}",
    "encrypted-package": LOCKED,
    "ofd.xml": f"这是OFD版式文件，不是Excel工作簿；{_SEND}",
    "xl/workbook.bin": f"这是.xlsb格式的工作簿；{_AGAIN}",
    "content.xml": f"这是OpenDocument文档，不是电子表格；{_SEND}",
}


class FileKind(StrEnum):
    """The kinds of workbook that are read."""

    XLSX = ".xlsx"
    XLSM = ".xlsm"
    XLS = ".xls"
    ODS = ".ods"


def kind_of(content: bytes) -> FileKind:
    """The kind of workbook. Raises RefusedError, which says what the file is instead."""
    if not content.strip(b"\0 \r\n\t"):
        raise RefusedError("文件是空的；请重新报送")
    if content.startswith(SIGNATURE):
        return _compound(content)
    if content.startswith(ZIP):
        return _zipped(content)
    if content[:1] == b"\x09" and content[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08"):
        return FileKind.XLS  # a bare BIFF stream, as old programs export it
    start = content[:64].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    reasons = (reason for magic, reason in _MAGIC.items() if start.startswith(magic))
    raise RefusedError(next(reasons, _other(content)))


def _other(content: bytes) -> str:
    """Why a file of no known kind is refused; comma-separated text has a reason of its own."""
    if b"\0" not in content[:4096] and content.count(b"\n") and content[:4096].count(b","):
        return "这是CSV文本，没有填报表的编号；请用下发的表填报后报送"
    return _NOTHING


def _compound(content: bytes) -> FileKind:
    names = Compound(content).names
    for name, reason in _STREAMS.items():
        if name in names:
            raise RefusedError(reason)
    if workbook_stream(names):
        return FileKind.XLS
    raise RefusedError(_NOTHING)


def workbook_stream(names: Collection[str]) -> str:
    """The stream that holds the workbook, of BIFF8 or of BIFF5; "" where there is none."""
    return next((name for name in names if name.casefold() == "workbook"), "") or next(
        (name for name in names if name.casefold() == "book"), ""
    )


def _zipped(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = {key(member.filename) for member in archive.infolist()}
            spreadsheet = "mimetype" in archive.namelist() and _is_spreadsheet(archive)
    except (
        *(zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError),
        zlib.error,
    ) as error:
        raise RefusedError(BROKEN) from error
    if any(map(_WORKBOOK.fullmatch, names)):
        macros = any(name.endswith("vbaproject.bin") for name in names)
        return FileKind.XLSM if macros else FileKind.XLSX
    if spreadsheet and "content.xml" in names:
        return FileKind.ODS
    raise RefusedError(_reason(names))


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as stream:
        return stream.read(100).startswith(ODS_TYPE)


def _reason(names: Collection[str]) -> str:
    return next((reason for name, reason in _MEMBERS.items() if name in names), _ARCHIVE)
