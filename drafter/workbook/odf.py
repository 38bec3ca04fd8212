"""OpenDocument's namespaces as expat writes them, and the small parts of an .ods."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.workbook.parts import Properties
from drafter.workbook.stream import Attributes, Begin, Stream

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXT = f"{_ODF}table:1.0 ", f"{_ODF}office:1.0 ", f"{_ODF}text:1.0 "
STYLE, DRAWING = f"{_ODF}style:1.0 ", f"{_ODF}drawing:1.0 "
META, _MANIFEST = f"{_ODF}meta:1.0 ", f"{_ODF}manifest:1.0 "
# LibreOffice repeats office:value-type in this namespace, where alone it may say error.
CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "


class Marks(Stream):
    """The manifest: whether any part is encrypted."""

    separator = " "

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.encrypted = False

    def begins(self, space: str) -> Mapping[str, Begin]:
        """encryption-data."""
        return {f"{_MANIFEST}encryption-data": self._begin_encrypted}

    def _begin_encrypted(self, _: Attributes) -> None:
        self.encrypted = True


class Meta(Properties):
    """meta.xml: the custom properties."""

    separator = " "
    named = f"{META}name"

    def tag(self, space: str) -> str:
        """user-defined."""
        return f"{META}user-defined"
