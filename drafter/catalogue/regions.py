"""The 地区 sheet: the regions below, whose 上报包 are awaited. A catalogue may do without it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from drafter.catalogue.rows import Mistakes, Row, nearest, rows
from drafter.model.pattern import pattern
from drafter.model.shown import shown
from drafter.workbook.reader import Workbook

SHEET = "地区"
COLUMNS = ("代码", "名称", "上级")
HEAD = "总校验值"  # a column that may be left out
_LONGEST, _MOST = 31, 5000
_HEAD = pattern("[0-9a-f]{64}")


class Region(Struct, frozen=True):
    """A region: its code, its name, and the name of the region that it belongs to; the head that
    somebody copied from its stamped letter; "" for none."""

    code: str
    name: str
    parent: str = ""
    head: str = ""


def read_regions(book: Workbook, mistakes: Mistakes) -> tuple[Region, ...]:
    """The rows of the sheet, each with the name of its 上级; none where there is no such sheet."""
    if SHEET not in book.sheets:
        return ()
    read = list(rows(book, SHEET, COLUMNS, mistakes))
    if len(read) > _MOST:
        read[_MOST].mistake("catalogue-region", "名称", value=SHEET, reason=f"超过{_MOST}个")
        return ()
    names = _names(read)
    regions = tuple(_region(row, names) for row in read)
    _refuse_doubles(read)
    _refuse_circles(read, {region.name: region.parent for region in regions})
    return regions


def districts(regions: Sequence[Region], own: str) -> tuple[Region, ...]:
    """Those that hand up to the region itself: its children; without 上级 all but itself."""
    return tuple(r for r in regions if r.name != own and r.parent in ("", own))


def _names(read: Iterable[Row]) -> Mapping[str, str]:
    """The name that each code, and each name, stands for."""
    named = [(row.text("代码"), row.text("名称")) for row in read]
    return {name: name for _, name in named} | {code: name for code, name in named if code}


def _region(row: Row, names: Mapping[str, str]) -> Region:
    name, parent = row.required("名称"), row.text("上级")
    if len(name) > _LONGEST or shown(name) != name or set(name) & set('\\/:*?"<>|[].'):
        row.mistake("catalogue-region", "名称", value=name, reason="不能用作地区名")
    head = "".join(row.text(HEAD).split()).lower()
    if head and not _HEAD.fullmatch(head):
        row.mistake(
            "catalogue-region", HEAD, value=head, reason="不是64位的总校验值，请照上报函抄全"
        )
    return Region(row.required("代码"), name, names.get(parent, parent), head)


def _refuse_doubles(read: Iterable[Row]) -> None:
    for column in ("代码", "名称"):
        earlier = set[str]()
        for row in read:
            if (text := row.text(column)) in earlier:
                row.mistake("catalogue-region", column, value=text, reason="与上文重复")
            earlier.add(text)


def _refuse_circles(read: Iterable[Row], parents: Mapping[str, str]) -> None:
    """A mistake at each row from which the way up comes back to itself."""
    for row in read:
        name = row.text("名称")
        way, above = {name}, parents.get(name, "")
        while above and above not in way:
            way.add(above)
            above = parents.get(above, "")
        if above and above == name:
            reason = "的上级绕回到它自己，请改正“上级”"
            row.mistake("catalogue-region", "上级", value=name, reason=reason)


def check_parents(read: Iterable[Region], own: str, mistakes: Mistakes) -> None:
    """A mistake for each 上级 that is neither in the sheet nor the region of the report."""
    regions = list(read)
    names = {region.name for region in regions} | {own}
    for region in regions:
        top = region.name == own
        if region.parent and region.parent not in names and not top:
            hint = nearest(region.parent, sorted(names))
            reason = f"（{region.name}的上级）不在“地区”表中{hint}"
            mistakes.add("catalogue-region", SHEET, value=region.parent, reason=reason)
