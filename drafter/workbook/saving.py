"""What openpyxl saves, as the schema of SpreadsheetML asks for it."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from drafter.workbook.extensions import parsed, rewritten

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_STYLES = "xl/styles.xml"
# ISO/IEC 29500-1, 18.8.22: CT_Font. openpyxl begins with the name.
_FONT = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz"),
    *("color", "name", "family", "charset", "scheme"),
)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes, the elements of each font in the schema's order."""
    stream = BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as archive:
        styles = parsed(archive.read(_STYLES))
    for font in styles.iter("{*}font"):
        font[:] = sorted(font, key=lambda part: _FONT.index(etree.QName(part).localname))
    return rewritten(stream.getvalue(), {_STYLES: etree.tostring(styles, encoding="UTF-8")})
