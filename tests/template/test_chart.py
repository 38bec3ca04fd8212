"""图(…): a native chart with its data, in which what is missing is a gap and says so."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from drafter.model.figure import Entry
from drafter.standard.new_document import new_document
from drafter.template.chart import (
    KINDS,
    Chart,
    Series,
    chart_parts,
    inline,
    number_format,
    with_charts,
)
from drafter.template.template import Filled
from drafter.word.ooxml import Element, parse
from drafter.word.package import Part, pack, unpack
from tests.conftest import Convert
from tests.template.filling import (
    detail,
    document_of,
    figures,
    fill,
    packed,
    refused,
    root_of,
    template,
)
from tests.word.validity import flaws

FIGURES = """
    援助.民事 | 350 | 整数 | 件
    援助.刑事 | 263 | 整数 | 件
    援助.行政 | 待补 | 整数 | 件
    援助.人数 | 5 | 整数 | 人
    援助.率   | 98% | 比率
    举措.党委 | 抓落实 | 长文本
"""
ENTRIES: Mapping[str, Entry] = {
    **figures(FIGURES),
    "清单.亮点": detail(
        "清单.亮点",
        "部门 | 受理 | 办结\n=cmd() | 3 | 2\n教<育>& | 12 | 11",
        {"受理": "件", "办结": "件"},
    ),
    "清单.空": detail("清单.空", "部门 | 受理"),
}
CHART, BOOK = "word/charts/drafter1.xml", "word/embeddings/drafter1.xlsx"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def drawn(*tags: str) -> Filled:
    return fill(template(*(f"{{{{ 图({tag}) }}}}" for tag in tags)), ENTRIES)


def cached(filled: Filled, part: str = CHART) -> dict[str, list[str]]:
    """The chart's series by name, each with its categories and values as Word shows them at once."""
    root, found = root_of(filled, part), {}
    for series in root.iter(f"{C}ser"):
        texts = {
            kind: [(v.text or "") for v in series.find(f"{C}{kind}").iter(f"{C}v")]  # type: ignore[union-attr]
            for kind in ("tx", "cat", "val")
        }
        found[texts["tx"][0]] = [*texts["cat"], *texts["val"]]
    return found


def test_figures_become_a_chart_with_their_labels_and_values():
    filled = drawn("援助.民事, 援助.刑事, 标题=“案件构成”")
    assert cached(filled) == {"案件构成": ["民事", "刑事", "350", "263"]}
    assert [(mark.name, mark.words) for mark in filled.marks] == [
        ("_cht_0001", "350"),
        ("_cht_0002", "263"),
    ]


@pytest.mark.parametrize(
    ("kind", "element"),
    [("柱形图", "barChart"), ("条形图", "barChart"), ("折线图", "lineChart"), ("饼图", "pieChart")],
)
def test_there_are_four_kinds(kind: str, element: str):
    root = root_of(drawn(f"援助.民事, 援助.刑事, 类型='{kind}'"), CHART)
    assert next(root.iter(f"{C}{element}"), None) is not None


def test_a_tables_columns_become_series():
    assert cached(drawn("清单.亮点, '部门', '受理', '办结'")) == {
        "受理": ["=cmd()", "教<育>&", "3", "12"],
        "办结": ["=cmd()", "教<育>&", "2", "11"],
    }


def test_the_embedded_workbook_holds_the_data_and_text_stays_text():
    filled = drawn("清单.亮点, '部门', '受理', '办结'")
    part = filled.parts[BOOK]
    content = part if isinstance(part, bytes) else part.content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "受理", "办结"],
        ["=cmd()", 3, 2],
        ["教<育>&", 12, 11],
    ]
    assert sheet["A2"].data_type == "s"


def test_a_missing_figure_is_a_gap_and_its_placeholder_stands_behind_the_chart():
    filled = drawn("援助.民事, 援助.行政")
    assert cached(filled) == {"件": ["民事", "行政（待补）", "350"]}
    assert document_of(filled).paragraphs[0].text == "【待补：县司法局：行政】"
    assert next(root_of(filled, CHART).iter(f"{C}dispBlanksAs")).get("val") == "gap"


def test_a_table_without_rows_is_an_empty_chart():
    assert cached(drawn("清单.空, '部门', '受理'")) == {"": ["空"]}


def test_two_charts_have_numbers_and_parts_of_their_own():
    filled = drawn("援助.民事", "援助.刑事")
    numbers = [d.get("id") for d in root_of(filled).iter("{*}docPr")]
    assert len(set(numbers)) == 2
    assert cached(filled, "word/charts/drafter2.xml") == {"件": ["刑事", "263"]}
    assert packed(filled) == packed(drawn("援助.民事", "援助.刑事"))


def test_the_chart_says_in_words_what_it_shows():
    (properties,) = root_of(drawn("援助.民事, 援助.刑事, 标题='案件'")).iter("{*}docPr")
    assert properties.get("descr") == "案件。民事350件、刑事263件"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("图()", "“图”的括号中应写几个数字指标，或一个明细表和它的列名"),
        ("图('甲')", "“图”的括号中应写几个数字指标，或一个明细表和它的列名"),
        ("图(举措.党委)", "“党委”不是数，不能作图"),
        ("图(援助.民事, 援助.人数)", "单位不同（件、人），不能画在一张图里"),
        ("图(援助.民事, 援助.率)", "单位不同（件、比率），不能画在一张图里"),
        ("图(援助.民事, 类型='雷达图')", "没有“雷达图”这种图，可写：柱形图"),
        ("图(援助.民事, 颜色='红')", "“图”没有“颜色”这一项，可写：标题、类型、宽、高"),
        ("图(援助.民事, 宽=9999)", "“宽”应是20到250的整数（毫米）"),
        ("图(援助.民事, 标题=5)", "“标题”应写引号中的文字"),
        ("图(清单.亮点)", "明细表作图要写列名：先写名称列，再写数字列"),
        ("图(清单.亮点, '部门', '件数')", "明细表“亮点”没有“件数”列，可写：部门、受理、办结"),
        ("图(清单.亮点, '受理', '部门')", "“部门”不是数，不能作图"),
        ("图", "“图”后面要写括号和指标"),
        ("图 ~ ''", "“图”后面要写括号和指标"),
        ("图(援助.民事) ~ ''", "图要单独写成一个标签"),
    ],
)
def test_what_cannot_be_drawn_is_told(typed: str, sentence: str):
    assert f"无法填写：{sentence}" in refused(template(f"{{{{ {typed} }}}}"), ENTRIES)


def test_libreoffice_draws_it(tmp_path: Path, soffice: Convert, pages: None):
    path = tmp_path / "图.docx"
    path.write_bytes(
        packed(drawn("援助.民事, 援助.刑事, 标题='案件构成'", "清单.亮点, '部门', '受理'"))
    )
    text = subprocess.run(
        ["pdftotext", str(soffice(path, "pdf")), "-"], capture_output=True, check=True
    ).stdout.decode()
    for words in ("案件构成", "民事", "350", "263", "=cmd()", "12"):
        assert words in text


def test_the_chart_is_well_formed_and_its_parts_are_in_the_order_of_the_schema():
    root = parse(packed_part(drawn("援助.民事")))
    order = [str(child.tag).rpartition("}")[2] for child in root]
    assert order == ["lang", "roundedCorners", "chart", "externalData"]


def packed_part(filled: Filled) -> bytes:
    part = filled.parts[CHART]
    return part if isinstance(part, bytes) else part.content


YEARS = ("2022", "2023", "2024")
REVIEW = (
    Series("申请", "件", (120, 150, 201)),
    Series("审结", "件", (100, None, 180)),
)


def chart(kind: str = "柱形图", *series: Series, title: str = "复议案件") -> Chart:
    return Chart(kind, title, YEARS, series or REVIEW)


def drawing(made: Chart) -> Element:
    return parse(chart_parts(made, 1)[CHART])


def document(*charts: Chart) -> bytes:
    """A document in standard format that shows the charts, a paragraph each."""
    named = {f"rIdChart{n}": made for n, made in enumerate(charts, start=1)}
    body = "".join(
        f"<w:p><w:r>{inline(made, name, n)}</w:r></w:p>"
        for n, (name, made) in enumerate(named.items(), start=1)
    )
    parts = with_charts(unpack(new_document(body), "图.docx"), "word/document.xml", named)
    return pack(Part.of(name, content) for name, content in parts.items())


# ECMA-376 part 1, 21.2.2: what an element may hold, in its order.
_AXIS = "majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt"
_SHOWN = "showLegendKey showVal showCatName showSerName showPercent showBubbleSize"
_SERIES = "idx order tx spPr invertIfNegative pictureOptions marker explosion dPt dLbls trendline"
SCHEMA = {
    "chartSpace": "date1904 lang roundedCorners style chart spPr txPr externalData printSettings",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay spPr txPr",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "pieChart": "varyColors ser dLbls firstSliceAng",
    "ser": f"{_SERIES} errBars cat val smooth shape",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr",
    "dLbls": f"numFmt spPr txPr dLblPos {_SHOWN} separator showLeaderLines leaderLines",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt "
    f"{_AXIS} auto lblAlgn lblOffset tickLblSkip noMultiLvlLbl",
    "valAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt "
    f"{_AXIS} crossBetween majorUnit minorUnit",
    "scaling": "logBase orientation max min",
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_element_of_a_chart_stands_where_the_schema_wants_it(kind: str):
    for made in (chart(kind), chart(kind, Series("率", "%", (0.9, None, 1)), title="")):
        for element in drawing(made).iter("*"):
            name = str(element.tag).rpartition("}")[2]
            if name in SCHEMA and element.tag == C + name:
                order = SCHEMA[name].split()
                at = [order.index(str(child.tag).rpartition("}")[2]) for child in element]
                assert at == sorted(at), name


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_to_what_a_reader_takes_for_granted(kind: str):
    root = drawing(chart(kind))
    wanted = {
        "chart": ("autoTitleDeleted", "plotVisOnly", "dispBlanksAs"),
        "title": ("overlay",),
        "legend": ("overlay",),
        "catAx": ("delete",),
        "valAx": ("delete",),
        "dLbls": tuple(_SHOWN.split()),
    }
    missing = [
        (owner, name)
        for owner, names in wanted.items()
        for element in root.iter(C + owner)
        for name in names
        if element.find(C + name) is None
    ]
    assert missing == []
    assert all(e.find(f"{C}smooth") is not None for e in root.iterfind(f".//{C}lineChart/{C}ser"))


def test_a_document_with_charts_opens_in_python_docx_and_has_no_flaws():
    made = document(chart(), chart("饼图", REVIEW[0]))
    assert flaws(made) == []
    opened = docx.Document(BytesIO(made))
    assert [shape.width.mm for shape in opened.inline_shapes] == [150, 150]
    part = opened.part.related_parts["rIdChart1"]
    assert str(part.partname) == f"/{CHART}"
    assert [str(p.partname) for p in (r.target_part for r in part.rels.values())] == [f"/{BOOK}"]


def test_the_same_chart_gives_the_same_bytes():
    assert chart_parts(chart(), 3) == chart_parts(chart(), 3)


def test_a_year_is_a_name_and_not_a_number():
    categories = [next(iter(names)).tag for names in drawing(chart()).iter(f"{C}cat")]
    assert categories == [f"{C}strRef"] * 2


@pytest.mark.parametrize("kind", ["柱形图", "条形图", "折线图"])
def test_what_is_below_zero_is_drawn_below_zero(kind: str):
    down = drawing(chart(kind, Series("增减", "件", (12, -30, 5))))
    assert next(down.iter(f"{C}min"), None) is None


@pytest.mark.parametrize(("kind", "axis"), [("柱形图", "l"), ("条形图", "b")])
def test_bars_stand_on_zero_and_the_scale_is_on_the_axis_of_values(kind: str, axis: str):
    (values,) = drawing(chart(kind, Series("率", "%", (0.9, 0.98, 1)))).iter(f"{C}valAx")
    assert next(values.iter(f"{C}min")).get("val") == "0"
    assert values.find(f"{C}axPos").get("val") in (axis, "t")  # type: ignore[union-attr]
    assert values.find(f"{C}numFmt").get("formatCode") == "0%"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("unit", "values", "form"),
    [
        ("件", (350, 263, None), "0"),
        ("件", (1e12, 0), "0"),
        ("万元", (12.5, 3), "0.0"),
        ("万元", (1 / 3, 3), "0.00"),
        ("%", (0.98, 1), "0.0%"),
        ("%", (0.9996, 1), "0.00%"),
        ("%", (0.0004, 0), "0.00%"),
        ("%", (None,), "0.0%"),
    ],
)
def test_numbers_are_shown_as_officials_write_them(
    unit: str, values: tuple[float | None, ...], form: str
):
    assert number_format(Series("", unit, values)) == form


def test_a_chart_in_a_loop_is_titled_by_the_loops_row():
    texts = (
        "{%p for 行 in 清单.亮点 %}",
        "{{ 图(援助.民事, 标题=行.部门 ~ 行.受理 ~ “件”) }}",
        "{%p endfor %}",
    )
    filled = fill(template(*texts), ENTRIES)
    names = [next(iter(cached(filled, f"word/charts/drafter{n}.xml"))) for n in (1, 2)]
    assert names == ["=cmd()3件", "教<育>&12件"]


def test_more_charts_than_a_report_can_need_are_refused_with_their_place():
    loops = (
        "{% for a in 清单.多 %}{% for b in 清单.多 %}{{ 图(援助.民事) }}{% endfor %}{% endfor %}"
    )
    many = detail("清单.多", "标题\n" + "\n".join("甲乙丙丁戊己庚辛"))
    said = refused(template(loops), {**ENTRIES, "清单.多": many})
    assert said.startswith("模板.docx › 正文第1段：无法填写：图超过50张，请检查循环的范围")


def test_a_pie_with_a_missing_slice_names_it_in_the_legend():
    whole, lacking = chart("饼图", REVIEW[0]), chart("饼图", REVIEW[1])
    assert next(drawing(whole).iter(f"{C}legend"), None) is None
    assert next(drawing(lacking).iter(f"{C}legend"), None) is not None


def test_what_is_said_of_the_chart_is_exact_and_tells_what_is_missing():
    made = Chart("柱形图", "", ("甲", "乙", "丙"), (Series("", "元", (12345678901234, None, 0.1)),))
    assert 'descr="图。甲12345678901234元、乙无数据、丙0.1元"' in inline(made, "rId9", 9)


HOSTILE = (
    "=1+1",
    "{=x}",
    "@x",
    "http://甲",
    "<b>&amp;",
    'lang="en-US"',
    "\x00\ud800",
    "1e5",
    "nan",
)


def test_hostile_text_is_text():
    for kind in KINDS:
        made = Chart(kind, "=cmd|x!A0 <t>&", HOSTILE, (Series("=A1", '"件', (1,) * len(HOSTILE)),))
        assert flaws(document(made)) == []
        texts = [element.text for element in drawing(made).iter("*")]
        assert {"=cmd|x!A0 <t>&", "=A1", "\ufffd\ufffd", *HOSTILE[:6]} <= set(texts)
        sheet = load_workbook(BytesIO(chart_parts(made, 1)[BOOK])).active
        assert sheet is not None
        assert {cell.data_type for cell in sheet["A"][1:]} == {"s"}
        assert sheet["B1"].data_type == "s"
