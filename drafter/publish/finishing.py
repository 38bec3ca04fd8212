"""What LibreOffice leaves undone in a PDF, done after it: its language, descriptions, no date.

LibreOffice writes the time into the document's information, its metadata and the colour profile of
PDF/A (ICC.1:2010, 7.2.8). It describes no charts to those who listen (ISO 14289-1, 7.3).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO

import pikepdf
from msgspec import Struct
from pikepdf import Dictionary, Name, Object, ObjectStreamMode, Pdf, StreamDecodeLevel, String

from drafter.model.pattern import pattern

_CHINESE = "zh-CN"
_MADE_AT, _MADE_UNTIL = 24, 36
_SIGNATURE = (36, b"acsp")
_SUBSET = pattern(r"/[A-Z]{6}\+")


class Finished(Struct, frozen=True):
    """The PDF, and the fonts that it carries, by name."""

    content: bytes
    fonts: frozenset[str]


def finished(content: bytes, day: date, descriptions: Sequence[str] = ()) -> Finished:
    """The PDF in Chinese, dated on the day, each figure described if there are as many
    descriptions; the same document makes the same bytes. Raises pikepdf.PdfError for what is none.

    LibreOffice takes the language of Latin letters for the document's. To change that in the .docx
    would let it break numbers at a line's end.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        _speak_chinese(pdf)
        _describe(pdf, descriptions)
        _date(pdf, day)
        written = BytesIO()
        # As plain as LibreOffice writes it: a deflater's version is to change nothing.
        pdf.save(
            written,
            compress_streams=False,
            stream_decode_level=StreamDecodeLevel.none,
            object_stream_mode=ObjectStreamMode.disable,
            deterministic_id=True,
        )
        return Finished(written.getvalue(), frozenset(_fonts(pdf)))


def _speak_chinese(pdf: Pdf) -> None:
    for owner in _dictionaries(pdf):
        if str(owner.get(Name.Lang, "")) == "en-US":
            owner.Lang = String(_CHINESE)


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    return (held for held in pdf.objects if isinstance(held, Dictionary))


def _describe(pdf: Pdf, descriptions: Sequence[str]) -> None:
    """Figures come as LibreOffice wrote them, which is in the order of the text."""
    figures = [
        held
        for held in _dictionaries(pdf)
        if held.get(Name.S) == Name.Figure and Name.Alt not in held
    ]
    if len(figures) == len(descriptions):
        for figure, text in zip(figures, descriptions, strict=True):
            figure.Alt = String(text or "图")


def _date(pdf: Pdf, day: date) -> None:
    for moment in (Name.CreationDate, Name.ModDate):
        if moment in pdf.docinfo:
            zone = str(pdf.docinfo[moment])[16:]
            pdf.docinfo[moment] = String(f"D:{day:%Y%m%d}000000{zone}")
    if Name.Metadata in pdf.Root:
        written = pdf.Root.Metadata.read_bytes()
        time = rb"(?<=Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
        pdf.Root.Metadata.write(re.sub(time, f"{day}T00:00:00".encode(), written))
    for key in (Name.DocChecksum, Name.ID):  # drawn by lot
        if key in pdf.trailer:
            del pdf.trailer[key]
    for intent in pdf.Root.get(Name.OutputIntents, ()):
        _date_profile(intent.get(Name.DestOutputProfile), day)


def _date_profile(profile: Object | None, day: date) -> None:
    """The colour profile dated on the day; other bytes unchanged."""
    written = b"" if profile is None else profile.read_bytes()
    at, signature = _SIGNATURE
    if profile is not None and written.startswith(signature, at):
        time = struct.pack(">6H", day.year, day.month, day.day, 0, 0, 0)
        profile.write(written[:_MADE_AT] + time + written[_MADE_UNTIL:])


def _fonts(pdf: Pdf) -> Iterator[str]:
    for held in _dictionaries(pdf):
        for key in (Name.BaseFont, Name.FontName):
            name = str(held.get(key, ""))
            if _SUBSET.match(name):
                yield name.partition("+")[2]
