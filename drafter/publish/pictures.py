"""Pictures without what cameras and programs write into them: place, time, owner, program.

PNG: ISO/IEC 15948, 11.3 (ancillary chunks). JPEG: ISO/IEC 10918-1, annex B (APPn, COM). SVG: what
is not of SVG's own vocabulary.
"""

from __future__ import annotations

import struct

from lxml import etree

from drafter.word.ooxml import parse, serialize

KNOWN = ("png", "jpg", "jpeg", "gif", "bmp", "emf", "wmf", "svg")
_PNG = b"\x89PNG\r\n\x1a\n"
_TOLD_IN_PNG = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
_APP0, _APP2, _APP14, _APP15, _COMMENT, _SCAN = 0xE0, 0xE2, 0xEE, 0xEF, 0xFE, 0xDA
_ALONE = (0x01, *range(0xD0, 0xDA))
_DRAWN = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
_SPACE = "http://www.w3.org/XML/1998/namespace"


def plain_picture(content: bytes) -> bytes:
    """The picture without metadata; as it is where it is of no kind known here."""
    if content.startswith(_PNG):
        return _png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg(content)
    return content


def plain_drawing(content: bytes) -> bytes:
    """An SVG without metadata and without its editor's notes."""
    root = parse(content)
    for element in list(root.iter()):
        name = etree.QName(element) if isinstance(element.tag, str) else None
        foreign = name is None or name.namespace not in _DRAWN or name.localname == "metadata"
        if foreign and (parent := element.getparent()) is not None:
            parent.remove(element)
            continue
        for key in [k for k in element.attrib if str(k).startswith("{")]:
            if etree.QName(key).namespace not in (*_DRAWN, _SPACE):
                del element.attrib[key]
    etree.cleanup_namespaces(root)
    return serialize(root)


def _png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 12 <= len(content):
        size = struct.unpack_from(">I", content, at)[0]
        kind, end = content[at + 4 : at + 8], at + 12 + size
        if kind not in _TOLD_IN_PNG:
            kept.append(content[at:end])
        at = end
        if kind == b"IEND":
            break
    return b"".join(kept)


def _jpeg(content: bytes) -> bytes:
    """Without APP1 (Exif, XMP), APP13 (IPTC) and the like; JFIF, colour and Adobe's marker stay."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == _SCAN:
            return b"".join([*kept, content[at:]])
        size = 0 if marker in _ALONE else struct.unpack_from(">H", content, at + 2)[0]
        metadata = marker == _COMMENT or _APP0 < marker <= _APP15
        if not metadata or marker in (_APP2, _APP14):
            kept.append(content[at : at + 2 + size])
        at += 2 + size
    return content
