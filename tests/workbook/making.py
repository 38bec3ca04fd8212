"""Workbooks as zips of XML, whole or changed part by part, for tests that break them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{short}="{_ODF}:{long}:1.0"'
    for short, long in (
        *(("office", "office"), ("table", "table"), ("text", "text"), ("style", "style")),
        *(("draw", "drawing"), ("meta", "meta"), ("manifest", "manifest")),
    )
)


def good_xlsx() -> bytes:
    """A form in small, as XlsxWriter makes it: shared strings, styles, properties, two sheets."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("填报表")
    sheet.write_row(0, 0, ["编号", "指标", "数值"])
    for row in range(1, 20):
        sheet.write_row(row, 0, [f"甲.数{row}", f"第{row}项", row * 7])
    sheet.write(5, 3, 0.97, book.add_format({"num_format": "0%"}))
    sheet.merge_range("A22:C22", "填表人")
    book.add_worksheet("_meta").hide()
    book.set_custom_property("部门", "县司法局")
    book.close()
    return stream.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    """The zip's members by name."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """A zip of the parts, its bytes always the same."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            method = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), content, method, compresslevel=1)
    return stream.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """The workbook with parts added or replaced; None takes one out."""
    merged = {**members(content), **parts}
    return zipped({name: part for name, part in merged.items() if part is not None}, ("mimetype",))


def worksheet(rows: str, before: str = "", after: str = "") -> bytes:
    """A sheet part around its rows."""
    text = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    return text.encode()


def with_rows(rows: str, before: str = "", after: str = "") -> bytes:
    """The good workbook with other rows in its first sheet."""
    return changed(good_xlsx(), {SHEET: worksheet(rows, before, after)})


def document(body: str, styles: str = "") -> bytes:
    """content.xml around the sheets' tables."""
    text = (
        f"<office:document-content {_SPACES}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return text.encode()


def sheet_of(rows: str, name: str = "填报表") -> str:
    """One sheet's table around its rows."""
    return f'<table:table table:name="{name}">{rows}</table:table>'


def row_of(*cells: str) -> str:
    """One row around its cells."""
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def text_cell(text: str, more: str = "") -> str:
    """A cell with a text."""
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {more}><text:p>{text}</text:p></table:table-cell>"


def number_cell(value: object, more: str = "") -> str:
    """A cell with a number."""
    kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {more}><text:p>{value}</text:p></table:table-cell>"


def opendocument(content: bytes | None = None, more: Mapping[str, bytes] | None = None) -> bytes:
    """An .ods; without content, a good one."""
    rows = [row_of(text_cell(f"第{n}项"), number_cell(n * 7)) for n in range(1, 20)]
    parts = {
        "mimetype": ODS,
        "content.xml": document(sheet_of("".join(rows))) if content is None else content,
        "styles.xml": f"<office:document-styles {_SPACES}/>".encode(),
        "meta.xml": f"<office:document-meta {_SPACES}/>".encode(),
        "META-INF/manifest.xml": f"<manifest:manifest {_SPACES}/>".encode(),
        **(more or {}),
    }
    return zipped(parts, ("mimetype",))


def manifest(inside: str) -> bytes:
    """META-INF/manifest.xml."""
    return f"<manifest:manifest {_SPACES}>{inside}</manifest:manifest>".encode()
