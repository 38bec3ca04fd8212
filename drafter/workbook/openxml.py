"""An .xlsx or .xlsm, strict or transitional: its sheets, names and custom properties."""

from __future__ import annotations

import posixpath

from drafter.workbook.gate import Archive, opened
from drafter.workbook.limits import Limits, Room
from drafter.workbook.parts import Book, Properties, Relations, Strings, Styles
from drafter.workbook.raw import Contents, cell_target
from drafter.workbook.refusal import BROKEN, RefusedError, damaged
from drafter.workbook.worksheet import Shared, Worksheet

_WORKBOOK = "xl/workbook.xml"
_PROPERTIES = "docProps/custom.xml"


def read_openxml(content: bytes, limits: Limits) -> Contents:
    """What the workbook holds. One parse, by which everything is judged. Raises RefusedError."""
    room = Room(limits)
    with opened(content, limits) as archive:
        root, book = _book(archive, room)
        contents = Contents()
        _read_sheets(archive, book, room, contents)
        contents.names = {n: at for n, text in book.names.items() if (at := cell_target(text))}
        custom = root.kinds.get("custom-properties", _PROPERTIES)
        contents.properties = archive.read(custom, Properties(custom, room)).values
        archive.read_rest()
    return contents


def sheet_parts(archive: Archive, limits: Limits) -> dict[str, str]:
    """The part of each sheet, by the sheet's name."""
    _, book = _book(archive, Room(limits))
    _, relations = _relations(archive, book)
    return {sheet.name: relations.targets.get(sheet.relation, "") for sheet in book.sheets}


def workbook_parts(archive: Archive, limits: Limits) -> tuple[str, str]:
    """The part of the workbook itself, and that of its relations."""
    _, book = _book(archive, Room(limits))
    return book.part, _relations(archive, book)[0]


def _book(archive: Archive, room: Room) -> tuple[Relations, Book]:
    root = archive.read("_rels/.rels", Relations("_rels/.rels"))
    where = root.kinds.get("officeDocument", _WORKBOOK)
    book = archive.read(where, Book(where, room))
    if not book.sheets:
        raise RefusedError(BROKEN)
    return root, book


def _relations(archive: Archive, book: Book) -> tuple[str, Relations]:
    folder, name = posixpath.split(book.part)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    return where, archive.read(where, Relations(where))


def _read_sheets(archive: Archive, book: Book, room: Room, contents: Contents) -> None:
    where, relations = _relations(archive, book)
    texts, looks = (relations.kinds.get(kind, "") for kind in ("sharedStrings", "styles"))
    strings = archive.read(texts, Strings(texts, room)).strings
    styles = archive.read(looks, Styles(looks)).styles
    shared = Shared(room, strings, styles, book.from_1904)
    for sheet in book.sheets:
        part = relations.targets.get(sheet.relation, "")
        if not archive.has(part):
            raise damaged(part or where)
        read = archive.read(part, Worksheet(part, sheet.name, shared))
        if read.root == "worksheet":
            read.leaf.notes.hidden = sheet.hidden
            contents.add(sheet.name, read.leaf)
