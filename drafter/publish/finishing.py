"""What LibreOffice leaves undone in a PDF, done after it: its language, descriptions, no date.

LibreOffice writes the time in three places: the document's information and metadata, which keep
their lengths, and the colour profile of PDF/A (ICC.1:2010, 7.2.8), which is deflated. It describes
no charts to those who listen (ISO 14289-1, 7.3). Where something gets longer, the cross-reference
table follows (ISO 32000-1, 7.5.4).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from datetime import date

_TIME = re.compile(rb"(?<=Date\(D:)\d{14}|(?<=Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_IDENTITY = re.compile(rb"/ID \[ <[0-9A-F]{32}>\s*<[0-9A-F]{32}> \]|/DocChecksum /[0-9A-F]{32}")
_PROFILE = re.compile(rb"<</N 3/Length (\d+) 0 R/Filter/FlateDecode>>\s*stream\r?\n")
_MADE_AT, _MADE_UNTIL = 24, 36
_SIGNATURE = (36, b"acsp")
_FIGURE = re.compile(rb"<</Type/StructElem\n/S/Figure\n(?!(?:(?!endobj)[\s\S]){0,400}/Alt)")
_MOST = 1 << 20

Edit = tuple[int, int, bytes]


def finished(content: bytes, day: date, descriptions: Sequence[str] = ()) -> bytes:
    """The PDF in Chinese, dated on the day, each figure described; what was made of the same
    document is the same bytes.

    LibreOffice takes the language of Latin letters for the document's. To change that in the .docx
    would let it break numbers at a line's end.
    """
    chinese = content.replace(b"/Lang(en-US)", b"/Lang(zh-CN)")
    stamps = {14: f"{day:%Y%m%d}000000".encode(), 19: f"{day:%Y-%m-%d}T00:00:00".encode()}
    dated = _TIME.sub(lambda found: stamps[len(found[0])], chinese)
    plain = _IDENTITY.sub(lambda found: re.sub(rb"[0-9A-F]{32}", b"0" * 32, found[0]), dated)
    return _edited(plain, sorted([*_profile(plain, day), *_described(plain, descriptions)]))


def _described(content: bytes, descriptions: Sequence[str]) -> list[Edit]:
    """The edits that describe the figures, if there are as many as descriptions."""
    figures = list(_FIGURE.finditer(content))
    if len(figures) != len(descriptions):
        return []
    told = [f"\ufeff{text or '图'}".encode("utf-16-be").hex().upper() for text in descriptions]
    return [
        (found.end(), found.end(), f"/Alt<{text}>\n".encode())
        for found, text in zip(figures, told, strict=True)
    ]


def _profile(content: bytes, day: date) -> list[Edit]:
    """The edits that date the colour profile, in order; none where there is no such profile."""
    found = _PROFILE.search(content)
    length = found and re.search(rb"\n%s 0 obj\s+(\d+)\s+endobj" % found[1], content)
    if not found or not length or length.start() < found.end():
        return []
    start, end = found.end(), found.end() + int(length[1])
    try:
        profile = zlib.decompressobj().decompress(content[start:end], _MOST)
    except zlib.error:
        return []
    at, signature = _SIGNATURE
    if not profile.startswith(signature, at):
        return []
    made = struct.pack(">6H", day.year, day.month, day.day, 0, 0, 0)
    deflated = zlib.compress(profile[:_MADE_AT] + made + profile[_MADE_UNTIL:], 9)
    return [(start, end, deflated), (*length.span(1), str(len(deflated)).encode())]


def _edited(content: bytes, edits: list[Edit]) -> bytes:
    """The content after the edits, every offset in its table of references moved with them."""
    table = content.rfind(b"\nxref\n") + 1
    if not edits or not table:
        return content

    def moved(offset: int) -> int:
        return offset + sum(len(new) - (end - at) for at, end, new in edits if end <= offset)

    body, tail = content[:table], content[table:]
    for at, end, new in reversed(edits):
        body = body[:at] + new + body[end:]
    tail = re.sub(rb"\d{10}(?= \d{5} n)", lambda found: b"%010d" % moved(int(found[0])), tail)
    return body + re.sub(rb"(?<=startxref\n)\d+", lambda found: b"%d" % moved(int(found[0])), tail)
