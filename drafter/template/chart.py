"""图: a native Word chart, with its data in an embedded workbook so that it can be edited.

XlsxWriter writes the chart (ECMA-376 part 1, 21.2) with its values in it, so that Word, WPS and
LibreOffice show it at once; the embedded workbook is what “编辑数据” opens.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.disk.zips import alike
from drafter.model import quantity
from drafter.template.drawing import data_relation, for_word
from drafter.word.ooxml import RELATIONSHIPS, escape, quote
from drafter.word.relations import with_part, with_typed_part

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawing
    from xlsxwriter.workbook import Workbook

KINDS = {
    "柱形图": "column", "柱状图": "column", "柱形": "column", "条形图": "bar", "条形": "bar",
    "折线图": "line", "折线": "line", "饼图": "pie", "饼形图": "pie",
}  # fmt: skip
# Four depths that a black-and-white print tells apart; a second four are hatched.
_COLOURS = ("#1F3864", "#9DB8D9", "#2E75B6", "#DDE3EA")
_HATCHED = "wide_upward_diagonal"
_DASHES, _MARKERS = (
    ("solid", "dash", "round_dot", "long_dash"),
    ("circle", "square", "diamond", "triangle"),
)
_EDGE = {"color": "#404040", "width": 0.5}
_FONT, _SIZE, _TITLE = "仿宋_GB2312", 10.5, 12
_MILLIMETRE = 36_000
_SHEET, _LONGEST = "数据", 200


class Series(Struct, frozen=True):
    """One row of bars, line or pie: its name, the unit, a value (or none) for each category."""

    name: str
    unit: str
    values: tuple[float | None, ...]


class Chart(Struct, frozen=True):
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
    rows = []
    for series in chart.series:
        pairs = zip(chart.categories, series.values, strict=True)
        row = "、".join(f"{name}{_words(value, series.unit)}" for name, value in pairs)
        rows.append(f"{series.name}：{row}" if len(chart.series) > 1 else row)
    return f"{chart.title or '图'}。{'；'.join(rows)}"


def _words(value: float | None, unit: str) -> str:
    if value is None:
        return "无数据"
    amount = _exact(value)
    return quantity.decimal(amount * 100 if unit == "%" else amount) + unit


def _exact(value: float) -> Fraction:
    """The number to 15 digits, as Excel knows it."""
    return Fraction(f"{value:.15g}")


def with_charts(
    parts: Mapping[str, bytes], owner: str, charts: Mapping[str, Chart]
) -> dict[str, bytes]:
    """The package with the owner's charts, each under the relation by which the owner names it."""
    changed = dict(parts)
    for relation, chart in charts.items():
        number = next(n for n in range(1, 10_000) if _name(n) not in changed)
        name, book = _name(number), _book(number)
        new_parts = chart_parts(chart, number)
        content = new_parts.pop(name)
        changed = with_typed_part(changed | new_parts, book, new_parts[book], "package")
        changed = with_part(changed, owner, name, content, "chart", relation)
    return changed


def chart_parts(chart: Chart, number: int) -> dict[str, bytes]:
    """The chart, its relations and its workbook by their names in the package."""
    return {
        _name(number): _drawing(chart),
        f"word/charts/_rels/drafter{number}.xml.rels": data_relation(
            f"../embeddings/drafter{number}.xlsx"
        ),
        _book(number): _workbook(chart),
    }


def _name(number: int) -> str:
    return f"word/charts/drafter{number}.xml"


def _book(number: int) -> str:
    return f"word/embeddings/drafter{number}.xlsx"


def _drawing(chart: Chart) -> bytes:
    """XlsxWriter's chart, pointing to the workbook that is embedded beside it."""
    with zipfile.ZipFile(BytesIO(_workbook(chart, drawn=True))) as archive:
        drawn = archive.read("xl/charts/chart1.xml")
    return for_word(drawn, _plain(chart.title), _FONT)


def _workbook(chart: Chart, drawn: bool = False) -> bytes:
    """The data as an .xlsx of fixed bytes: names in column A, a column for each series."""
    from datetime import datetime

    from xlsxwriter import Workbook

    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(stream, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 — fixed bytes
    sheet = book.add_worksheet(_SHEET)
    for row, name in enumerate(chart.categories, start=1):
        sheet.write_string(row, 0, _plain(name))
    for column, series in enumerate(chart.series, start=1):
        sheet.write_string(0, column, _plain(series.name))
        form = book.add_format({"num_format": number_format(series)})
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value, form)
    if drawn:
        _draw(book, chart)
    book.close()
    return alike(stream.getvalue())


def number_format(series: Series) -> str:
    """How Excel shows the values: whole numbers without places, a rate below 100% never as 100%."""
    values = [_exact(value) for value in series.values if value is not None]
    if series.unit == "%":
        return _places(next((n for n in range(1, 6) if _fair(values, n)), 6)) + "%"
    exact = (n for n in range(5) if all(quantity.rounded(a, n) == a for a in values))
    return _places(next(exact, 2))


def _fair(rates: Iterable[Fraction], places: int) -> bool:
    ends = (0, 1)
    return all(
        rate in ends or quantity.rounded(rate * 100, places) / 100 not in ends for rate in rates
    )


def _places(places: int) -> str:
    return "0." + "0" * places if places else "0"


def _plain(text: str) -> str:
    """Text that XML can hold, short enough for a chart."""
    plain = escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def _draw(book: Workbook, chart: Chart) -> None:
    """The chart in the workbook: of one series no legend, values at every bar."""
    drawing = book.add_chart({"type": KINDS[chart.kind]})
    last = len(chart.categories)
    for column, series in enumerate(chart.series, start=1):
        cells = {
            "name": [_SHEET, 0, column],
            "categories": [_SHEET, 1, 0, last, 0],
            "values": [_SHEET, 1, column, last, column],
        }
        drawing.add_series(cells | _look(chart, column - 1) | _labels(chart, series, column - 1))
    if chart.title:
        drawing.set_title({"name": "图", "name_font": _font(_TITLE)})
    else:
        drawing.set_title({"none": True})
    legend = {"position": "bottom", "font": _font()}
    drawing.set_legend(legend if _needs_legend(chart) else {"none": True})
    if KINDS[chart.kind] != "pie":
        _axes(drawing, chart)
    book.worksheets()[0].insert_chart("E2", drawing)


def _needs_legend(chart: Chart) -> bool:
    """Several series do; and a pie in which a slice is missing, for only there its name is seen."""
    if KINDS[chart.kind] == "pie":
        return any(None in series.values for series in chart.series)
    return len(chart.series) > 1


def _axes(drawing: Drawing, chart: Chart) -> None:
    """The unit and a fine grid; lying bars are read from the top, as a table is."""
    ticks = {"major_tick_mark": "none", "minor_tick_mark": "none", "num_font": _font()}
    lying = KINDS[chart.kind] == "bar"
    names = {**ticks, "line": {"color": "#7F7F7F"}, "label_position": "low", "reverse": lying}
    values = {**ticks, **_scale(chart), "line": {"none": True}, **_unit(chart)}
    values["label_position"] = "high" if lying else "next_to"
    grid = {"major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}}
    first, second = drawing.set_x_axis, drawing.set_y_axis
    if lying:
        first, second = second, first
    first({**names, "major_gridlines": {"visible": False}})
    second({**values, **grid})


def _scale(chart: Chart) -> dict[str, object]:
    """Bars stand on zero, lines show their difference; above rates of 100% is room for labels."""
    amounts = [value for series in chart.series for value in series.values if value is not None]
    rates = any(series.unit == "%" for series in chart.series)
    scale: dict[str, object] = {"num_format": "0%" if rates else "General"}
    if KINDS[chart.kind] == "line" or min(amounts, default=0) < 0:
        return scale
    full = {"max": 1.1, "major_unit": 0.2} if rates and 0.5 < max(amounts, default=0) <= 1 else {}
    return scale | {"min": 0} | full


def _unit(chart: Chart) -> dict[str, object]:
    """The unit beside the axis; rates carry theirs."""
    units = dict.fromkeys(series.unit for series in chart.series if series.unit not in ("", "%"))
    if not units:
        return {}
    upright = 0 if KINDS[chart.kind] == "bar" else 271
    font = {**_font(), "rotation": upright}
    return {"name": _plain(f"单位：{'、'.join(units)}"), "name_font": font}


def _look(chart: Chart, number: int) -> dict[str, object]:
    """The colours of a series, or of a pie's slices."""
    if KINDS[chart.kind] == "line":
        colour = {"color": _COLOURS[(0, 2, 1)[number % 3]]}
        dash = _DASHES[number % len(_DASHES)]
        marker = {
            "type": _MARKERS[number % len(_MARKERS)],
            "size": 6,
            "fill": colour,
            "border": colour,
        }
        return {"line": {**colour, "width": 2, "dash_type": dash}, "marker": marker}
    if KINDS[chart.kind] == "pie":
        return {"points": [_filled(n) for n in range(len(chart.categories))]}
    return {**_filled(number), "gap": 80}


def _filled(number: int) -> dict[str, object]:
    colour = _COLOURS[number % len(_COLOURS)]
    if number // len(_COLOURS) % 2 == 0:
        return {"fill": {"color": colour}, "border": _EDGE}
    ink = "#FFFFFF" if number % 2 == 0 else _EDGE["color"]
    hatch = {"pattern": _HATCHED, "fg_color": ink, "bg_color": colour}
    return {"pattern": hatch, "border": _EDGE}


def _labels(chart: Chart, series: Series, number: int) -> dict[str, dict[str, object]]:
    """Every value; in a pie with the name, in place of a legend; those of lines keep apart."""
    labels = {"value": True, "font": _font(), "num_format": number_format(series)}
    if KINDS[chart.kind] == "line":
        labels["position"] = "below" if number % 2 else "above"
    if KINDS[chart.kind] == "pie":
        labels |= {"category": True, "separator": "\n", "position": "outside_end"}
        labels |= {"leader_lines": True, "num_format": _with_unit(series)}
    return {"data_labels": labels}


def _with_unit(series: Series) -> str:
    form, unit = number_format(series), _plain(series.unit).replace('"', "")
    return form if unit in ("", "%") else f'{form}"{unit}"'


def _font(size: float = _SIZE) -> dict[str, object]:
    return {"name": _FONT, "size": size, "bold": False, "color": "#000000"}
