"""What covered all rows of a sheet covers the rows that were added below them too."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from drafter.model.pattern import pattern
from drafter.workbook.extensions import parsed
from drafter.workbook.gate import key

Element = etree._Element
_RANGE = pattern(r"(\$?[A-Z]{1,3}\$?)([0-9]+):(\$?[A-Z]{1,3}\$?)([0-9]+)")
_WORKBOOK = "xl/workbook.xml"
_TABLE = "/table"
# Names of Excel's own that follow the rows: what is printed, what is filtered.
_FOLLOWING = ("_xlnm.Print_Area", "_xlnm._FilterDatabase")


def stretched(
    members: Mapping[str, bytes], sheet: str, part: str, root: Element, last: int, grown: int
) -> dict[str, bytes]:
    """The other parts that change; the sheet's own ranges are changed in place."""
    for element, name in _ranges(root):
        element.set(name, _longer(element.get(name, ""), last, grown))
    for element in root.iter("{http://schemas.microsoft.com/office/excel/2006/main}sqref"):
        element.text = _longer(element.text or "", last, grown)
    changed: dict[str, bytes] = {}
    for name in _tables(members, part):
        table = parsed(members[name])
        for element, attribute in _ranges(table):
            element.set(attribute, _longer(element.get(attribute, ""), last, grown))
        changed[name] = serialized(table)
    return changed | _names(members, sheet, last, grown)


def _ranges(root: Element) -> Iterator[tuple[Element, str]]:
    """The elements that say which cells they are for, and the attribute that does."""
    if root.get("ref"):
        yield root, "ref"
    for element in root.iter("{*}dimension", "{*}autoFilter", "{*}sortState"):
        yield element, "ref"
    for element in root.iter("{*}dataValidation", "{*}conditionalFormatting", "{*}protectedRange"):
        yield element, "sqref"


def _longer(ranges: str, last: int, grown: int) -> str:
    """The ranges, those that ended with the last row longer; a single row does not grow."""

    def grow(match: re.Match[str]) -> str:
        left, top, right, bottom = match.groups()
        ends = int(bottom) == last and int(top) < last
        return f"{left}{top}:{right}{grown if ends else bottom}"

    return _RANGE.sub(grow, ranges)


def _tables(members: Mapping[str, bytes], part: str) -> Iterator[str]:
    folder, name = posixpath.split(part)
    relations = members.get(key(f"{folder}/_rels/{name}.rels"))
    for relation in parsed(relations) if relations else ():
        target = key(posixpath.join(folder, relation.get("Target", "")))
        if relation.get("Type", "").endswith(_TABLE) and target in members:
            yield target


def _names(members: Mapping[str, bytes], sheet: str, last: int, grown: int) -> dict[str, bytes]:
    """The workbook's part where names of Excel's own end with the sheet's last row."""
    if key(_WORKBOOK) not in members:
        return {}
    root = parsed(members[key(_WORKBOOK)])
    places = [one.get("name") for one in root.iter("{*}sheet")]
    changed = False
    for name in root.iter("{*}definedName"):
        own = name.get("localSheetId", "").isdecimal() and sheet in places
        own = own and int(name.get("localSheetId", "0")) == places.index(sheet)
        longer = _longer(name.text or "", last, grown)
        if own and name.get("name") in _FOLLOWING and longer != name.text:
            name.text, changed = longer, True
    return {key(_WORKBOOK): serialized(root)} if changed else {}


def serialized(root: Element) -> bytes:
    """The part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
