"""图: a native Word chart, with its data in an embedded workbook so that it can be edited.

XlsxWriter writes the chart (ECMA-376 part 1, 21.2) with its values in it, so that Word, WPS and
LibreOffice show it at once; the embedded workbook is what “编辑数据” opens.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from drafter.report.ooxml import RELATIONSHIPS, escape, quote
from drafter.report.relations import with_related_part

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawing
    from xlsxwriter.workbook import Workbook

KINDS = {
    "柱形图": "column", "柱状图": "column", "柱形": "column", "条形图": "bar", "条形": "bar",
    "折线图": "line", "折线": "line", "饼图": "pie", "饼形图": "pie",
}  # fmt: skip
# Greys and blues of different depth: told apart in black and white too.
_COLOURS = ("#1F4E79", "#7F9DB9", "#404040", "#A6A6A6", "#2E75B6", "#D0CECE", "#8497B0", "#595959")
_FONT, _SIZE = "仿宋_GB2312", 10.5
_MILLIMETRE = 36_000
_SHEET = "数据"
# What Excel takes for granted and others do not: square corners, the font of Chinese characters,
# that a value which is missing is not zero.
_FOR_WORD = {
    '<c:lang val="en-US"/>': '<c:lang val="zh-CN"/><c:roundedCorners val="0"/>',
    'lang="en-US"': 'lang="zh-CN"',
    '<c:plotVisOnly val="1"/>': '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/>',
    f'<a:latin typeface="{_FONT}"/>': f'<a:latin typeface="{_FONT}"/><a:ea typeface="{_FONT}"/>',
}
_LABELS = re.compile(r'<c:showVal val="1"/>(?:<c:showCatName val="1"/>)?')


@dataclass(frozen=True, slots=True)
class Series:
    """One row of bars, line or pie: its name, the unit, a value (or none) for each category."""

    name: str
    unit: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a kind of KINDS; width and height in millimetres."""

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    width: int = 150
    height: int = 80


def inline(chart: Chart, relation: str, number: int) -> str:
    """The drawing that shows the chart of that relation; `number` is its id in the document."""
    size = f'cx="{chart.width * _MILLIMETRE}" cy="{chart.height * _MILLIMETRE}"'
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0"'
        f' distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{number}" name="图{number}"'
        f' descr="{quote(_description(chart))}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/chart">'
        f'<c:chart xmlns:c="{drawing}/chart" xmlns:r="{RELATIONSHIPS}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _description(chart: Chart) -> str:
    """What the chart shows, for those who cannot see it."""
    said = []
    for series in chart.series:
        pairs = zip(chart.categories, series.values, strict=True)
        told = "、".join(f"{name}{_words(value, series.unit)}" for name, value in pairs)
        said.append(f"{series.name}：{told}" if len(chart.series) > 1 else told)
    return f"{chart.title or '图'}。{'；'.join(said)}"


def _words(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value * 100:.12g}%" if unit == "%" else f"{value:.12g}{unit}"


def with_charts(
    parts: Mapping[str, bytes], owner: str, charts: Mapping[str, Chart]
) -> dict[str, bytes]:
    """The package with the owner's charts, each under the relation by which the owner names it."""
    changed = dict(parts)
    for relation, chart in charts.items():
        number = next(n for n in range(1, 10_000) if f"word/charts/drafter{n}.xml" not in changed)
        name, book = f"word/charts/drafter{number}.xml", f"word/embeddings/drafter{number}.xlsx"
        changed = with_related_part(changed, owner, relation, name, "chart", _chart_part(chart))
        changed = with_related_part(changed, name, "rId1", book, "package", _workbook(chart))
    return changed


def _chart_part(chart: Chart) -> bytes:
    """XlsxWriter's chart, pointing to the workbook that is embedded beside it."""
    with zipfile.ZipFile(BytesIO(_workbook(chart, drawn=True))) as archive:
        xml = archive.read("xl/charts/chart1.xml").decode()
    xml = _LABELS.sub(_explicit, xml)
    for old, new in _FOR_WORD.items():
        xml = xml.replace(old, new)
    body, settings, _ = xml.partition("<c:printSettings>")
    body = body if settings else body.removesuffix("</c:chartSpace>")
    data = '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    return (body + data).encode()


def _explicit(found: re.Match[str]) -> str:
    """What a label shows and what not: readers differ on what is meant by saying nothing."""
    shown = {"LegendKey": 0, "Val": 1, "CatName": int("showCatName" in found[0]), "SerName": 0}
    shown |= {"Percent": 0, "BubbleSize": 0}
    return "".join(f'<c:show{name} val="{on}"/>' for name, on in shown.items())


def _workbook(chart: Chart, drawn: bool = False) -> bytes:
    """The data as an .xlsx of fixed bytes: names in column A, a column for each series."""
    from datetime import datetime

    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 — fixed bytes
    sheet, percent = book.add_worksheet(_SHEET), book.add_format({"num_format": "0.##%"})
    for row, name in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, _plain(name))
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, _plain(series.name))
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, percent if series.unit == "%" else None)
    if drawn:
        _draw(book, chart)
    book.close()
    return stream.getvalue()


def _plain(text: str) -> str:
    """Text that XML can hold, in an Excel cell's length."""
    return escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")[:200]


def _draw(book: Workbook, chart: Chart) -> None:
    """The chart in the workbook: of one series no legend, values at every bar."""
    made = book.add_chart({"type": KINDS[chart.kind]})
    last = len(chart.categories)
    for column, series in enumerate(chart.series, start=1):
        made.add_series(
            {
                "name": [_SHEET, 0, column],
                "categories": [_SHEET, 1, 0, last, 0],
                "values": [_SHEET, 1, column, last, column],
                "fill": {"color": _COLOURS[(column - 1) % len(_COLOURS)]},
                "line": {"color": _COLOURS[(column - 1) % len(_COLOURS)]},
                "points": _points(chart),
                "marker": {"type": "circle", "size": 6} if KINDS[chart.kind] == "line" else None,
                "data_labels": _labels(chart, series),
                "gap": 80,
            }
        )
    if chart.title:
        made.set_title({"name": _plain(chart.title), "name_font": _font(12), "overlay": False})
    else:
        made.set_title({"none": True})
    if len(chart.series) > 1 or KINDS[chart.kind] == "pie":
        made.set_legend({"position": "bottom", "font": _font()})
    else:
        made.set_legend({"none": True})
    if KINDS[chart.kind] != "pie":
        _axes(made, chart)
    book.worksheets()[0].insert_chart("E2", made)


def _axes(made: Drawing, chart: Chart) -> None:
    ticks = {"major_tick_mark": "none", "minor_tick_mark": "none", "num_font": _font()}
    grid = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
    rates = any(series.unit == "%" for series in chart.series)
    made.set_x_axis({**ticks, "line": {"color": "#7F7F7F"}})
    form = "0%" if rates else "General"
    made.set_y_axis({**ticks, "num_format": form, "major_gridlines": grid, "min": 0})


def _points(chart: Chart) -> list[dict[str, object]] | None:
    """A pie's slices, each in a colour of its own."""
    if KINDS[chart.kind] != "pie":
        return None
    return [{"fill": {"color": _COLOURS[n % len(_COLOURS)]}} for n in range(len(chart.categories))]


def _labels(chart: Chart, series: Series) -> dict[str, object]:
    form = "0.##%" if series.unit == "%" else "General"
    labels: dict[str, object] = {"value": True, "font": _font(), "num_format": form}
    if KINDS[chart.kind] == "line":
        labels["position"] = "above"
    if KINDS[chart.kind] == "pie":
        labels |= {
            "category": True,
            "separator": "\n",
            "position": "outside_end",
            "leader_lines": True,
        }
    return labels


def _font(size: float = _SIZE) -> dict[str, object]:
    return {"name": _FONT, "size": size, "bold": False, "color": "#000000"}
