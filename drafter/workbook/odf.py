"""OpenDocument's namespaces as expat writes them, and the small parts of an .ods."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.workbook.limits import Room
from drafter.workbook.stream import Attributes, Begin, Finish, Stream

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


class Meta(Stream):
    """meta.xml: the custom properties."""

    separator = " "

    def __init__(self, part: str, room: Room) -> None:
        super().__init__(part)
        self.values: dict[str, str] = {}
        self._room = room
        self._name = ""

    def begins(self, space: str) -> Mapping[str, Begin]:
        """user-defined."""
        return {f"{META}user-defined": self._begin_property}

    def finishes(self, space: str) -> Mapping[str, Finish]:
        """user-defined."""
        return {f"{META}user-defined": self._finish_property}

    def _begin_property(self, attributes: Attributes) -> None:
        self.collect()
        self._name = attributes.get(f"{META}name", "")

    def _finish_property(self) -> None:
        value = self.collected()
        self._room.take(len(self._name) + len(value))
        self.values[self._name] = value
