"""What openpyxl saves, as the schema of SpreadsheetML asks for it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from drafter.workbook.extensions import parsed, rewritten
from drafter.workbook.gate import key

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_STYLES, _CORE = "xl/styles.xml", "docProps/core.xml"
# ISO/IEC 29500-1, 18.8.22: CT_Font. openpyxl begins with the name.
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes, the elements of each font in the schema's order. It was changed when it
    was created, as far as it says: openpyxl writes the time."""
    stream = BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        styles, core = parsed(archive.read(_STYLES)), parsed(archive.read(_CORE))
    for font in styles.iter("{*}font"):
        font[:] = sorted(font, key=lambda part: _FONT.index(etree.QName(part).localname))
    for changed in core.iterfind("{*}modified"):
        changed.text = core.findtext("{*}created")
    parts = {_STYLES: styles, _CORE: core}
    return rewritten(
        stream.getvalue(),
        {key(name): etree.tostring(root, encoding="UTF-8") for name, root in parts.items()},
    )
