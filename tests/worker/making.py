"""Word files as zips of XML, changed part by part, for tests that break them."""

from __future__ import annotations

from collections.abc import Mapping

from tests.workbook.making import changed, members

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BODY, RELATIONS, TYPES = (
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text: str) -> str:
    """A paragraph with one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def added(good: bytes, xml: str | bytes) -> bytes:
    """The good file with more at the end of its body."""
    more = xml.encode() if isinstance(xml, str) else xml
    body = members(good)[BODY]
    end = body.rindex(b"<w:sectPr")
    return changed(good, {BODY: body[:end] + more + body[end:]})


def edited(good: bytes, part: str, old: str, new: str) -> bytes:
    """The good file with one stretch of a part replaced."""
    content = members(good)[part].decode()
    assert old in content, (part, old)
    return changed(good, {part: content.replace(old, new, 1).encode()})


def related(good: bytes, *relations: str, parts: Mapping[str, bytes] | None = None) -> bytes:
    """The good file with more relations of its body, and more parts."""
    made = edited(good, RELATIONS, "</Relationships>", "".join(relations) + "</Relationships>")
    return changed(made, parts or {})


def relation(number: str, kind: str, target: str, outside: bool = False) -> str:
    """A relation of the office document's kinds."""
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{number}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def part(name: str, inside: str) -> bytes:
    """A part whose root is that WordprocessingML element."""
    return f'<w:{name} xmlns:w="{W}" xmlns:r="{_OFFICE}">{inside}</w:{name}>'.encode()
