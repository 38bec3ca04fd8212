"""Data validation that Excel keeps as an extension ([MS-XLSX] 2.3.1.4): openpyxl drops it.

It refers to cells only, so that it can be put back unchanged.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

from lxml import etree

from drafter.disk.zips import member
from drafter.workbook.gate import key, opened
from drafter.workbook.limits import Limits
from drafter.workbook.openxml import sheet_parts

_VALIDATIONS = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}".casefold()


def validations(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The extension of each sheet that has one, by the sheet's name."""
    extensions = {}
    for name, part in _sheets(content, limits).items():
        for extension in parsed(part).iterfind("{*}extLst/{*}ext"):
            if extension.get("uri", "").casefold() == _VALIDATIONS:
                extensions[name] = etree.tostring(extension, with_tail=False)
    return extensions


def with_validations(content: bytes, extensions: Mapping[str, bytes], limits: Limits) -> bytes:
    """The workbook with the extensions put back, as the last element of each sheet."""
    changed = {}
    parts = _names(content, limits)
    for name, part in _sheets(content, limits).items():
        if name in extensions:
            root = parsed(part)
            space = root.nsmap[root.prefix]
            etree.SubElement(root, f"{{{space}}}extLst").append(parsed(extensions[name]))
            changed[key(parts[name])] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
    return rewritten(content, changed) if changed else content


def _names(content: bytes, limits: Limits) -> dict[str, str]:
    with opened(content, limits) as archive:
        return sheet_parts(archive, limits)


def _sheets(content: bytes, limits: Limits) -> dict[str, bytes]:
    """Each sheet's part, by the sheet's name."""
    names = _names(content, limits)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {key(name): name for name in archive.namelist()}
        return {name: archive.read(members[key(part)]) for name, part in names.items()}


def parsed(part: bytes) -> etree._Element:
    """The root element of the part; no external entity is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)
    return etree.fromstring(part, parser)


def rewritten(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The zip with those members changed, by their `key`; what it has not is added behind."""
    stream, new = BytesIO(), dict(changed)
    with (
        zipfile.ZipFile(BytesIO(content)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for old in before.infolist():
            data = new.pop(key(old.filename), None)
            entry = member(old.filename, zipfile.ZIP_DEFLATED)
            after.writestr(entry, before.read(old) if data is None else data)
        for name, data in new.items():
            after.writestr(member(name, zipfile.ZIP_DEFLATED), data)
    return stream.getvalue()
