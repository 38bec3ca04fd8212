"""Files that are no good workbook: each is refused in words for its sender, and costs only itself."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Timer

import docx
import openpyxl
import pytest

from drafter.workbook.limits import Limits
from drafter.workbook.reader import Reader, Unreadable, Workbook

BROKEN = "文件已损坏，打不开；请重新保存后报送"
STRANGE = "文件内部结构异常（部件名重复或越界），未打开；请用Excel或WPS另存后报送"
TOO_LARGE = "文件展开后过大，未打开；请删去图片和空白格式行后另存报送"
HAS_DOCTYPE = "文件含有文档类型声明（DOCTYPE），可能是恶意文件，未打开；请用Excel或WPS另存后报送"
needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")


def good() -> bytes:
    """A small workbook that reads well."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["法律援助案件", 613])
    return saved(book)


def saved(book: openpyxl.Workbook | docx.document.Document) -> bytes:
    """The bytes of a workbook or a document."""
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(changes: dict[str, bytes]) -> bytes:
    """The good workbook with members added or replaced."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(good())) as old, zipfile.ZipFile(stream, "w") as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in members.items():
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One reader, as a run has."""
    with Reader() as running:
        yield running


def refusal(reader: Reader, folder: Path, content: bytes) -> str:
    """Why the content is refused; the next file, a good one, must still be read."""
    path = folder / "县司法局.xlsx"
    path.write_bytes(content)
    answer = reader.read(path)
    assert_reads_on(reader, folder)
    assert isinstance(answer, Unreadable), answer
    return answer.reason


def assert_reads_on(reader: Reader, folder: Path) -> None:
    """The reader takes the next file as if nothing had happened."""
    path = folder / "县法院.xlsx"
    path.write_bytes(good())
    book = reader.read(path)
    assert isinstance(book, Workbook), book
    assert book.sheets["Sheet"].cell(1, 2) == 613


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的；请重新报送"),
        ("指标,数值\n".encode(), "这是CSV文本，没有填报表的编号；请用下发的表填报后报送"),
        (b"\x00\x01\x02\x03" * 99, "不是Excel工作簿；请用下发的表填报后报送"),
        (b"%PDF-1.7\n", "这是PDF文件；请报送填报表（.xlsx）"),
        (b"\x89PNG\r\n\x1a\n", "这是图片；请报送填报表（.xlsx）"),
        (b"\xff\xd8\xff\xe0", "这是图片；请报送填报表（.xlsx）"),
        (b"<html><table>", "这是网页，不是Excel工作簿；请用Excel或WPS另存为.xlsx后报送"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), BROKEN),
    ],
)
def test_a_file_that_is_something_else_is_told_what_it_is(
    reader: Reader, tmp_path: Path, content: bytes, reason: str
) -> None:
    assert refusal(reader, tmp_path, content) == reason


def test_a_word_document_is_told_from_a_workbook(reader: Reader, tmp_path: Path) -> None:
    document = saved(docx.Document())
    reason = refusal(reader, tmp_path, document)
    assert reason == "这是Word文档，不是Excel工作簿；请报送填报表（.xlsx）"


def test_a_zip_of_workbooks_is_told_from_a_workbook(reader: Reader, tmp_path: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("县司法局.xlsx", good())
    reason = refusal(reader, tmp_path, stream.getvalue())
    assert reason == "这是压缩包；请解压后报送其中的填报表（.xlsx）"


@pytest.mark.parametrize("part", [0.01, 0.2, 0.5, 0.9, 0.99])
def test_a_file_that_was_cut_short_is_broken(reader: Reader, tmp_path: Path, part: float) -> None:
    content = good()
    assert refusal(reader, tmp_path, content[: int(len(content) * part)]) == BROKEN


def test_a_file_that_was_garbled_inside_is_broken(reader: Reader, tmp_path: Path) -> None:
    content = bytearray(good())
    with zipfile.ZipFile(BytesIO(good())) as archive:
        start = archive.getinfo("xl/workbook.xml").header_offset + 60
    content[start : start + 40] = bytes(40)
    assert refusal(reader, tmp_path, bytes(content)) == BROKEN


def test_a_file_whose_directory_lost_a_part_is_broken(reader: Reader, tmp_path: Path) -> None:
    # As a comment of the member before it, the last entry is read over: zipfile does not count.
    content = bytearray(good())
    last = content.rindex(b"PK\1\2")
    before = content.rindex(b"PK\1\2", 0, last)
    length = len(content) - 22 - last
    content[before + 32 : before + 34] = struct.pack("<H", length)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert len(archive.namelist()) + 1 == content.count(b"PK\1\2")
    assert refusal(reader, tmp_path, bytes(content)) == BROKEN


def test_xml_that_breaks_off_names_the_part(reader: Reader, tmp_path: Path) -> None:
    content = repacked({"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"})
    reason = refusal(reader, tmp_path, content)
    assert reason == "文件已损坏（xl/worksheets/sheet1.xml），请重新保存后报送"


@cache
def bomb() -> bytes:
    """A part of eighty megabytes that deflates to nothing."""
    return b"<a>" + bytes([32]) * (80 << 20)


@pytest.mark.parametrize("name", ["xl/media/image1.png", "xl/worksheets/sheet9.xml"])
def test_a_file_that_inflates_beyond_measure_is_not_opened(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    content = repacked({name: bomb()})
    assert len(content) < 1 << 20
    assert refusal(reader, tmp_path, content) == TOO_LARGE


def test_a_file_that_lies_about_what_it_inflates_to_is_broken(
    reader: Reader, tmp_path: Path
) -> None:
    true, lie = struct.pack("<I", len(bomb())), struct.pack("<I", 1000)
    content = repacked({"xl/worksheets/sheet9.xml": bomb()})
    assert content.count(true) == 2
    assert refusal(reader, tmp_path, content.replace(true, lie)) == BROKEN


def test_a_file_of_ten_thousand_parts_is_not_opened(reader: Reader, tmp_path: Path) -> None:
    content = repacked({f"xl/media/{n}.png": b"" for n in range(10_000)})
    reason = refusal(reader, tmp_path, content)
    assert reason.startswith("文件内含10")
    assert reason.endswith("个部件，超过500个，未打开；请另存后报送")


def test_a_file_beyond_20_megabytes_is_not_read_to_its_end(reader: Reader, tmp_path: Path) -> None:
    reason = refusal(reader, tmp_path, b"PK\x03\x04" + bytes(21 << 20))
    assert reason == "文件超过20MB，未打开；请删去图片等无关内容后报送"


@pytest.mark.parametrize("name", ["../etc/x.xml", "/abs.xml", "C:/x.xml", "xl\\..\\..\\x.xml"])
def test_a_part_that_points_outside_the_file_is_refused(
    reader: Reader, tmp_path: Path, name: str
) -> None:
    assert refusal(reader, tmp_path, repacked({name: b"<a/>"})) == STRANGE


def test_a_part_that_is_there_twice_is_refused(reader: Reader, tmp_path: Path) -> None:
    content = repacked({"xl/workbook.xmk": b"<a/>"})
    twice = content.replace(b"xl/workbook.xmk", b"xl/workbook.xml")
    assert refusal(reader, tmp_path, twice) == STRANGE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize(
    "doctype", ['[<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]', 'SYSTEM "file:///nowhere"']
)
def test_a_part_with_a_document_type_is_refused(
    reader: Reader, tmp_path: Path, doctype: str, encoding: str
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a {doctype}><a>1</a>'
    content = repacked({"xl/sharedStrings.xml": text.encode(encoding)})
    assert refusal(reader, tmp_path, content) == HAS_DOCTYPE


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD1", "A5001", "GS1"])
def test_a_value_far_outside_the_form_is_named(reader: Reader, tmp_path: Path, cell: str) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0][cell] = 1
    reason = refusal(reader, tmp_path, saved(book))
    assert reason == f"{cell}处有内容，超出填报表范围；请清除该单元格及其周围后重新报送"


def test_a_format_far_outside_the_form_does_no_harm(reader: Reader, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(BytesIO(good()))
    book.worksheets[0]["XFD1048576"].number_format = "0.0"
    (tmp_path / "县司法局.xlsx").write_bytes(saved(book))
    answer = reader.read(tmp_path / "县司法局.xlsx")
    assert isinstance(answer, Workbook), answer
    assert answer.sheets["Sheet"].cell(1, 2) == 613


def test_a_file_that_is_not_there_says_so(reader: Reader, tmp_path: Path) -> None:
    answer = reader.read(tmp_path / "没有.xlsx")
    assert isinstance(answer, Unreadable)
    assert answer.reason.startswith("文件读不出来")
    assert_reads_on(reader, tmp_path)


@needs_pipes
def test_a_worker_that_is_killed_half_way_costs_one_file(reader: Reader, tmp_path: Path) -> None:
    assert_reads_on(reader, tmp_path)
    os.mkfifo(tmp_path / "管道.xlsx")
    Timer(0.3, reader.worker.start().kill).start()
    answer = reader.read(tmp_path / "管道.xlsx")
    reason = "文件使读取程序中止，未打开；请用Excel或WPS另存为新文件后报送"
    assert answer == Unreadable("管道.xlsx", reason)
    assert_reads_on(reader, tmp_path)


@needs_pipes
def test_a_file_that_never_ends_is_given_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    with Reader(Limits(wall=1)) as reader:
        answer = reader.read(tmp_path / "管道.xlsx")
        reason = "文件读取超时，未打开；请清除空白格式行后另存报送"
        assert answer == Unreadable("管道.xlsx", reason)
        assert_reads_on(reader, tmp_path)
