"""Which kind of workbook a file is, by its bytes; what else it is where it is none."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection
from enum import StrEnum
from io import BytesIO

from drafter.disk.formats import Format, format_of, format_within
from drafter.model.pattern import pattern
from drafter.workbook.compound import Compound
from drafter.workbook.gate import key
from drafter.workbook.refusal import BROKEN, LOCKED, RefusedError

ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_SEND = "请报送填报表（.xlsx）"
_AGAIN = "请用Excel或WPS另存为.xlsx后报送"
_NOTHING = "不是Excel工作簿；请用下发的表填报后报送"
# Office's web edition numbers the part anew when it saves.
_WORKBOOK = pattern(r"xl/workbook\d*\.xml")
_REFUSED = {
    Format.PDF: f"这是PDF文件；{_SEND}",
    Format.PICTURE: f"这是图片；{_SEND}",
    Format.ARCHIVE: "这是压缩包；请解压后报送其中的填报表（.xlsx）",
    Format.PAGE: f"这是网页，不是Excel工作簿；{_AGAIN}",
    Format.XML: f"这是XML或网页文件，不是Excel工作簿；{_AGAIN}",
    Format.RTF: f"这是Word（RTF）文档；{_SEND}",
    Format.WORD: f"这是Word文档，不是Excel工作簿；{_SEND}",
    Format.SLIDES: f"这是演示文稿，不是Excel工作簿；{_SEND}",
    Format.OFD: f"这是OFD版式文件，不是Excel工作簿；{_SEND}",
    Format.EXCEL: f"这是.xlsb格式的工作簿；{_AGAIN}",
    Format.OPEN_DOCUMENT: f"这是OpenDocument文档，不是电子表格；{_SEND}",
}
_STREAMS = {
    "EncryptedPackage": LOCKED,
    "WordDocument": _REFUSED[Format.WORD],
    "PowerPoint Document": _REFUSED[Format.SLIDES],
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
    if (kind := format_of(content)) is Format.COMPOUND:
        return _compound(content)
    if kind is Format.ZIP:
        return _zipped(content)
    if content[:1] == b"\x09" and content[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08"):
        return FileKind.XLS  # a bare BIFF stream, as old programs export it
    raise RefusedError(_REFUSED.get(kind) or _other(content))


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
    encrypted = "encrypted-package" in names
    raise RefusedError(LOCKED if encrypted else _REFUSED[format_within(names)])


def _is_spreadsheet(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as stream:
        return stream.read(100).startswith(ODS_TYPE)
