"""An empty sheet added to an .xlsx behind the others, in its own XML."""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO
from itertools import count

from lxml import etree

from drafter.workbook.extensions import parsed, rewritten
from drafter.workbook.gate import key, opened
from drafter.workbook.limits import Limits
from drafter.workbook.openxml import workbook_parts
from drafter.workbook.ranges import serialized
from drafter.workbook.refusal import BROKEN, RefusedError

_TYPES = "[content_types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def with_sheet(content: bytes, name: str, limits: Limits) -> bytes:
    """The workbook with an empty sheet of that name. Raises RefusedError."""
    with opened(content, limits) as archive:
        book, relations = map(key, workbook_parts(archive, limits))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        members = {key(one): archive.read(one) for one in archive.namelist()}
    if not {book, relations, _TYPES} <= members.keys():
        raise RefusedError(BROKEN)
    folder = posixpath.join(posixpath.dirname(book), "worksheets")
    part = next(p for n in count(1) if (p := f"{folder}/sheet{n}.xml") not in members)
    root, links, types = (parsed(members[one]) for one in (book, relations, _TYPES))
    space = etree.QName(root).namespace or ""
    _relate(root, links, name, part)
    override = etree.SubElement(types, f"{{{etree.QName(types).namespace}}}Override")
    override.set("PartName", f"/{part}")
    override.set("ContentType", _TYPE)
    sheet = etree.Element(f"{{{space}}}worksheet", nsmap={None: space})
    etree.SubElement(sheet, f"{{{space}}}sheetData")
    trees = {book: root, relations: links, _TYPES: types, part: sheet}
    return rewritten(content, {one: serialized(tree) for one, tree in trees.items()})


def _relate(root: etree._Element, links: etree._Element, name: str, part: str) -> None:
    """The sheet among the workbook's sheets and relations, as the others are."""
    sheets = root.find("{*}sheets")
    like = next((one for one in links if one.get("Type", "").endswith("/worksheet")), None)
    if sheets is None or not len(sheets) or like is None:
        raise RefusedError(BROKEN)
    used = {one.get("Id", "") for one in links}
    relation = next(r for n in count(1) if (r := f"rId{n}") not in used)
    link = etree.SubElement(links, f"{{{etree.QName(links).namespace}}}Relationship")
    for attribute, text in (("Id", relation), ("Type", like.get("Type")), ("Target", f"/{part}")):
        link.set(attribute, text or "")
    sheet = etree.SubElement(sheets, f"{{{etree.QName(sheets).namespace}}}sheet")
    number = max(int(one.get("sheetId", "0")) for one in sheets[:-1]) + 1
    named = next(one for one in sheets[0].attrib if str(one).endswith("}id"))
    for attribute, text in (("name", name), ("sheetId", str(number)), (str(named), relation)):
        sheet.set(attribute, text)
