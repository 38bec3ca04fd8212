"""图(…) in a template: figures, or the rows of a table, become a native chart.

{{ 图(法律援助.民事案件数, 法律援助.刑事案件数, 标题="法律援助案件构成", 类型="饼图") }}
{{ 图(权责清单.新增明细, "部门", "事项数", 类型="条形图") }}
{{ 图(法律援助.案件总数|历年, 标题="近五年法律援助案件") }}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from drafter.model.figure import Figure
from drafter.model.finding import Blank
from drafter.template.chart import KINDS, Chart, Series
from drafter.template.course import FILTER, Course
from drafter.template.values import Rows, Shown, UnknownNameError, uncited

_OPTIONS = ("标题", "类型", "宽", "高")
_MOST, _WIDTH, _HEIGHT = 60, 150, 80
_MARK = "（口径变动）"
_SIZES, _LONGEST = range(20, 251), 200


class Drawn(Struct, frozen=True):
    """A chart, and the figures that it shows."""

    chart: Chart
    figures: tuple[Figure, ...]

    def __str__(self) -> str:
        raise UnknownNameError("图要单独写成一个标签，如 {{ 图(主题.甲, 主题.乙) }}")


class Charts:
    """The function 图."""

    def __str__(self) -> str:
        raise UnknownNameError('“图”后面要写括号和指标，如 {{ 图(主题.甲, 主题.乙, 标题="…") }}')

    def drawn(self, *values: object, **options: object) -> Drawn:
        """The chart of these figures, or of a table's columns. Raises UnknownNameError."""
        wrong = next((name for name in options if name not in _OPTIONS), None)
        if wrong is not None:
            raise UnknownNameError(f"“图”没有“{wrong}”这一项，可写：{'、'.join(_OPTIONS)}")
        if any(isinstance(value, Course) for value in values):
            return _over_years(values, options)
        if values and isinstance(values[0], Rows):
            return _of_table(values[0], values[1:], options)
        return _of_figures(values, options)


def _of_figures(values: Sequence[object], options: Mapping[str, object]) -> Drawn:
    figures = [value.figure for value in values if isinstance(value, Shown)]
    if not figures or len(figures) < len(values):
        raise UnknownNameError("“图”的括号中应写几个数字指标，或一个明细表和它的列名")
    _check(figures)
    labels = [_label(figure.label or figure.key, figure) for figure in figures]
    series = Series(_text(options, "标题") or figures[0].unit, figures[0].unit, _amounts(figures))
    return Drawn(_chart(labels, [series], options), tuple(figures))


def _over_years(values: Sequence[object], options: Mapping[str, object]) -> Drawn:
    """A series for each indicator, its years along the axis; those that do not compare with the
    year before are marked."""
    courses = [value for value in values if isinstance(value, Course)]
    if len(courses) < len(values):
        raise UnknownNameError(f"“图”中各项都要写“|{FILTER}”，或都不写")
    figures = [one for course in courses for one in course.figures.values() if one]
    _check(figures)
    years = range(min(y for c in courses for y in c.figures), max(courses[0].figures) + 1)
    noted = {year for course in courses for year in course.notes}
    labels = [f"{year}年{_MARK if year in noted else ''}" for year in years]
    series = [_course_series(course, years) for course in courses]
    kind = {"类型": "折线图"} if len(years) > 1 else {}
    return Drawn(_chart(labels, series, {**kind, **options}), tuple(figures))


def _course_series(course: Course, years: range) -> Series:
    now = course.figures[years.stop - 1]
    assert now is not None
    row = [course.figures.get(year) for year in years]
    amounts = tuple(None if one is None else _amounts([one])[0] for one in row)
    return Series(now.label or now.key, now.unit, amounts)


def _of_table(rows: Rows, names: Sequence[object], options: Mapping[str, object]) -> Drawn:
    """The first named column gives the names, the others a series each."""
    if len(names) < 2 or not all(isinstance(name, str) for name in names):
        raise UnknownNameError(
            '明细表作图要写列名：先写名称列，再写数字列，如 图(清单.甲, "部门", "件数")'
        )
    table = rows.table
    headings = list(table.rows[0]) if table.rows else []
    wrong = next((name for name in names if table.rows and name not in headings), None)
    if wrong is not None:
        raise UnknownNameError(f"明细表“{table.label}”没有“{wrong}”列，可写：{'、'.join(headings)}")
    if not table.rows:
        blank = Blank.MISSING if table.awaited else Blank.NOT_APPLICABLE
        missing = Figure(blank, table.key, table.label, awaited=table.awaited)
        return Drawn(_chart([table.label], [Series("", "", (None,))], options), (missing,))
    first, *others = (str(name) for name in names)
    columns = [[row[name] for row in table.rows] for name in others]
    _check([figure for column in columns for figure in column])
    labels = [str(Shown(row[first], rows.citations).words) for row in table.rows]
    series = [
        Series(name, column[0].unit, _amounts(column))
        for name, column in zip(others, columns, strict=True)
    ]
    return Drawn(_chart(labels, series, options), tuple(f for column in columns for f in column))


def _check(figures: Sequence[Figure]) -> None:
    if len(figures) > _MOST:
        raise UnknownNameError(f"一张图最多{_MOST}个数，现有{len(figures)}个")
    wrong = next((figure for figure in figures if not figure.kind.counts), None)
    if wrong is not None:
        raise UnknownNameError(f"“{wrong.label or wrong.key}”不是数，不能作图")
    units = list(dict.fromkeys(figure.unit or str(figure.kind) for figure in figures))
    if len(units) > 1:
        raise UnknownNameError(f"单位不同（{'、'.join(units)}），不能画在一张图里")


def _label(name: str, figure: Figure) -> str:
    return f"{name}（{figure.value.value}）" if isinstance(figure.value, Blank) else name


def _amounts(figures: Sequence[Figure]) -> tuple[float | None, ...]:
    return tuple(None if f.quantity is None else float(f.quantity.value) for f in figures)


def _chart(labels: Sequence[str], series: Sequence[Series], options: Mapping[str, object]) -> Chart:
    kind = _text(options, "类型") or "柱形图"
    if kind not in KINDS:
        raise UnknownNameError(f"没有“{kind}”这种图，可写：{'、'.join(KINDS)}")
    size = [_size(options, "宽", _WIDTH), _size(options, "高", _HEIGHT)]
    return Chart(kind, _text(options, "标题"), tuple(labels), tuple(series), *size)


def _text(options: Mapping[str, object], name: str) -> str:
    value = options.get(name, "")
    if isinstance(value, Shown):
        return value.words
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise UnknownNameError(f"“{name}”应写引号中的文字，不超过{_LONGEST}字")
    return uncited(value)


def _size(options: Mapping[str, object], name: str, usual: int) -> int:
    """In millimetres."""
    value = options.get(name, usual)
    if not isinstance(value, int) or value not in _SIZES:
        raise UnknownNameError(f"“{name}”应是{_SIZES.start}到{_SIZES.stop - 1}的整数（毫米）")
    return value
