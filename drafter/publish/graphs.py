"""A Word chart as the table of its numbers: what a screen reader can read."""

from __future__ import annotations

from drafter.publish.blocks import Cell, Table
from drafter.word.ooxml import Element

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def chart_table(root: Element) -> Table:
    """A table with a row a category and a column a series, as the chart keeps them."""
    series = list(root.iter(f"{_C}ser"))
    names = [_joined(one, "tx") or f"系列{n}" for n, one in enumerate(series, start=1)]
    categories = _points(series[0], "cat") if series else {}
    columns = [_points(one, "val") for one in series]
    count = max((at + 1 for points in (categories, *columns) for at in points), default=0)
    rows = [[Cell("th", "col", name) for name in ("项目", *names)]]
    for at in range(count):
        head = Cell("th", "row", categories.get(at, str(at + 1)))
        rows.append([head, *(Cell("td", "", points.get(at, "—")) for points in columns)])
    title = root.find(f".//{_C}chart/{_C}title")
    words = () if title is None else title.iter(_TEXT)
    return Table(rows, "".join(text.text or "" for text in words))


def _points(series: Element, name: str) -> dict[int, str]:
    held = series.find(f"{_C}{name}")
    points = () if held is None else held.iter(f"{_C}pt")
    return {int(p.get("idx", "0")): p.findtext(f"{_C}v") or "" for p in points}


def _joined(series: Element, name: str) -> str:
    held = series.find(f"{_C}{name}")
    return "" if held is None else "".join(v.text or "" for v in held.iter(f"{_C}v"))
