"""Whatever is dropped on whichever place: an answer in a sentence, and the desk goes on."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import docx
import pytest

from tests.building import sample
from tests.portal.conftest import Served, served
from tests.portal.visitor import Visitor

pytestmark = pytest.mark.slow
PLACES = {
    "/departments/received/": {},
    "/returned/sent/": {},
    "/catalogue/replaced/": {},
    "/tools/file/": {"service": "proof"},
}


@cache
def many_paragraphs() -> bytes:
    """A small file with 160,000 paragraphs."""
    return changed(
        "word/document.xml",
        lambda text: text.replace(b"<w:body>", b"<w:body>" + b"<w:p/>" * 160_000),
    )


def changed(name: str, change: object) -> bytes:
    """A Word file with one part changed."""
    plain, stream = BytesIO(), BytesIO()
    docx.Document().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)  # type: ignore[operator]
    return stream.getvalue()


@cache
def bomb() -> bytes:
    """A zip whose member inflates to 256 MB."""
    stream = BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("区司法局.xlsx", "w", force_zip64=True) as member,
    ):
        for _ in range(256):
            member.write(bytes(1 << 20))
    return stream.getvalue()


FILES = {
    "空.docx": lambda: b"",
    "乱.xlsx": lambda: bytes(range(256)) * 100,
    "段落.docx": many_paragraphs,
    "实体.docx": lambda: changed(
        "word/document.xml", lambda text: b'<!DOCTYPE x [<!ENTITY a "b">]>' + text
    ),
    "炸弹.zip": bomb,
    "炸弹.docx": bomb,
    "../../../../tmp/出走.docx": lambda: b"PK\x03\x04",
    "名\u202exslx.exe": lambda: b"MZ",
    "x" * 400 + ".xlsx": lambda: b"x",
}


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Visitor]]:
    """The sample's desk, and somebody who came in."""
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    with served(folder) as serving:
        yield serving, Visitor(serving)


@pytest.mark.parametrize("name", FILES, ids=range(len(FILES)))
@pytest.mark.parametrize("place", PLACES)
def test_it_is_answered_in_a_sentence(
    visited: tuple[Served, Visitor], place: str, name: str
) -> None:
    desk, visitor = visited
    before = {
        path
        for path in desk.folder.rglob("*")
        if "records" not in path.parts and ".cache" not in path.parts
    }
    visitor.get("/departments/")
    page = visitor.post(place, PLACES[place], [(name, FILES[name]())])
    assert visitor.status in (200, 409), (visitor.status, page)
    text = page.partition("<main")[2]
    assert "程序出错" not in text
    assert 'class="trouble"' in text or 'class="notice"' in text, text
    after = {
        path
        for path in desk.folder.rglob("*")
        if "records" not in path.parts and ".cache" not in path.parts
    }
    assert after == before
    assert "区司法局" in visitor.get("/departments/")
