"""What a file is, by its bytes: its name says nothing."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from drafter.model.pattern import pattern

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]


class Format(StrEnum):
    """The formats that are told apart; those of documents are told by what a zip holds."""

    ZIP = "zip"
    COMPOUND = "compound"
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    PAGE = "page"
    XML = "xml"
    RTF = "rtf"
    WORD = "word"
    EXCEL = "excel"
    SLIDES = "slides"
    OFD = "ofd"
    OPEN_DOCUMENT = "opendocument"
    OTHER = ""


# First bytes, behind a byte order mark and white space; the first that fits is told.
_FIRST = {
    Format.PDF: rb"%pdf",
    Format.RTF: rb"\{\\rtf",
    Format.PICTURE: rb"\x89png|\xff\xd8\xff|gif8|bm.{4}\0{4}|ii\*\0|mm\0\*",
    Format.ARCHIVE: rb"rar!|7z\xbc\xaf|\x1f\x8b",
    Format.PAGE: rb"<!doctype html|<html|mime-version:",
    Format.XML: rb"<",
}
_PATTERNS = {kind: pattern(first, re.I | re.S) for kind, first in _FIRST.items()}
_HELD = {
    "word/document.xml": Format.WORD,
    "xl/workbook.xml": Format.EXCEL,
    "xl/workbook.bin": Format.EXCEL,
    "ppt/presentation.xml": Format.SLIDES,
    "ofd.xml": Format.OFD,
    "content.xml": Format.OPEN_DOCUMENT,
}


def format_of(content: bytes) -> Format:
    """The file's format by its first bytes."""
    if content.startswith((ZIP, COMPOUND[:4])):
        return Format.ZIP if content.startswith(ZIP) else Format.COMPOUND
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for kind, p in _PATTERNS.items() if p.match(start)), Format.OTHER)


def format_within(names: Collection[str]) -> Format:
    """The format of a zip that has members of these names, in small letters; ARCHIVE for one that
    is no document."""
    return next((kind for name, kind in _HELD.items() if name in names), Format.ARCHIVE)
