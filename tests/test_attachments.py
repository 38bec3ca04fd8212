"""What departments attach is kept as it came, known by its bytes, bounded, and asked for."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook as Book
from openpyxl import load_workbook

from drafter.desk.departments import attachments
from drafter.desk.departments.attachments import attach, content_of, withdraw
from drafter.desk.returns import handing_in
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.model.sentence import line
from tests.building import catalogue_bytes, once, workspace

NAME = "县司法局"
INDICATORS = (
    f"援助.总数 | 法律援助案件 | 件 | 整数 | {NAME}\n诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院"
)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj"


def _built(folder: Path) -> Workspace:
    book = load_workbook(BytesIO(catalogue_bytes(INDICATORS)))
    sheet = book["指标"]
    sheet.cell(1, sheet.max_column + 1).value = "佐证材料"
    sheet.cell(2, sheet.max_column).value = "名册、文件"
    stream = BytesIO()
    book.save(stream)
    return workspace(folder, stream.getvalue())


opened = once(_built)


def file(folder: Path, content: bytes, name: str = "名册.html") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def word() -> bytes:
    stream = BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def excel() -> bytes:
    stream = BytesIO()
    Book().save(stream)
    return stream.getvalue()


def packed(**members: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_what_is_asked_for_is_told_until_it_is_attached(opened: Workspace, tmp_path: Path) -> None:
    own = handing_in.own(opened, NAME)
    assert [line(f) for f in own.attached.missing] == [
        "警告 县司法局.xlsx 援助.总数：“法律援助案件”还缺佐证材料：名册；请在“我的填报”中上传",
        "警告 县司法局.xlsx 援助.总数：“法律援助案件”还缺佐证材料：文件；请在“我的填报”中上传",
    ]
    kept = attach(opened, NAME, file(tmp_path, PDF), "援助.总数", "名册", "李四")
    assert (kept.file, kept.serial) == ("名册.pdf", 1)
    own = handing_in.own(opened, NAME)
    assert [f.details["what"] for f in own.attached.missing] == ["文件"]
    assert content_of(opened.records(2024), NAME, 1) == ("名册.pdf", PDF)
    withdraw(opened, NAME, 1, "李四")
    assert len(handing_in.own(opened, NAME).attached.missing) == 2
    with pytest.raises(WorkspaceError, match="没有这份"):
        content_of(opened.records(2024), NAME, 1)
    assert opened.records(2024).attachment(kept.sha256).read_bytes() == PDF
    assert opened.records(2024).log().breaches == ()


def test_another_departments_material_is_not_there(opened: Workspace, tmp_path: Path) -> None:
    attach(opened, NAME, file(tmp_path, PDF), "", "", "李四")
    with pytest.raises(WorkspaceError, match="没有这份"):
        content_of(opened.records(2024), "县法院", 1)
    with pytest.raises(WorkspaceError, match="没有这份"):
        withdraw(opened, "县法院", 1, "王五")
    with pytest.raises(WorkspaceError, match="这项指标"):
        attach(opened, "县法院", file(tmp_path, PDF), "援助.总数", "名册", "王五")


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, ".pdf"),
        (b"\x89PNG\r\n", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (word(), ".docx"),
        (excel(), ".xlsx"),
    ],
)
def test_a_file_is_what_its_bytes_are(
    opened: Workspace, tmp_path: Path, content: bytes, ending: str
) -> None:
    assert attach(opened, NAME, file(tmp_path, content), "", "", "李四").file == f"名册{ending}"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>", b"<svg xmlns='x'/>", b"MZ\x90", b"", b"GIF89a",
        packed(a=b"x"), b"PK\x03\x04" + bytes(60), b"PK\x05\x06" + b"\xff" * 18,
    ],
)  # fmt: skip
def test_anything_else_is_refused(opened: Workspace, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(WorkspaceError, match="佐证材料只收"):
        attach(opened, NAME, file(tmp_path, content, "a.pdf"), "", "", "李四")


def test_too_much_is_refused(
    opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(WorkspaceError, match="超过10MB"):
        attach(opened, NAME, file(tmp_path, PDF + bytes(10 << 20)), "", "", "李四")
    monkeypatch.setattr(attachments, "MOST_OF_ALL", 100)
    attach(opened, NAME, file(tmp_path, PDF + bytes(60)), "", "", "李四")
    with pytest.raises(WorkspaceError, match="合计超过"):
        attach(opened, NAME, file(tmp_path, PDF + bytes(61)), "", "", "李四")
