"""Several years in a template: a chart along them, a loop, the table 近五年主要指标."""

from __future__ import annotations

import pytest

from drafter.model.errors import TemplateError
from drafter.model.figure import Entry
from drafter.model.series import Series
from drafter.template.template import Filled, Template
from tests.template.filling import cells, document_of, figure, template

YEAR = 2024
NOW = {"援助.总数": figure("援助.总数", "615", unit="件"), "援助.民事": figure("援助.民事", "350", unit="件")}  # fmt: skip
PAST: dict[int, dict[str, Entry]] = {
    2019: {"援助.总数": figure("援助.总数", "300", unit="件")},
    2021: {"援助.总数": figure("援助.总数", "400", unit="件")},
    2023: {
        "援助.总数": figure("援助.总数", "80余", unit="件"),
        "援助.民事": figure("援助.民事", "330", unit="件"),
    },
}
SERIES = Series(PAST, {"援助.总数": {2023: "统计口径有变动，与上年不可比"}})


def filled(*lines: str | list[list[str]]) -> Filled:
    made = Template(template(*lines), "模板.docx")
    return made.fill(NOW, {}, main=list(NOW), series=SERIES, year=YEAR)


def test_a_chart_runs_along_the_years_with_a_gap_and_a_mark() -> None:
    drawn = filled('{{ 图(援助.总数|历年, 标题="近五年法律援助案件") }}')
    names = [name for name in drawn.parts if "charts/drafter" in name and "rels" not in name]
    chart = str(drawn.parts[names[0]], "utf-8")  # type: ignore[arg-type]
    for label in ("2021年", "2022年", "2023年（口径变动）", "2024年"):
        assert f"<c:v>{label}</c:v>" in chart
    assert "2020年" not in chart
    assert "c:lineChart" in chart
    told = [(mark.figure.key, mark.figure.label, mark.words) for mark in drawn.marks]
    assert told == [
        ("2021年(援助.总数)", "2021年总数", "400"),
        ("上年(援助.总数)", "2023年总数", "80余"),
        ("援助.总数", "总数", "615"),
    ]


def test_two_indicators_share_a_chart_and_what_is_no_course_does_not() -> None:
    drawn = filled("{{ 图(援助.总数|历年(6), 援助.民事|历年) }}")
    assert [mark.words for mark in drawn.marks] == ["300", "400", "80余", "615", "330", "350"]
    with pytest.raises(TemplateError, match="各项都要写“\\|历年”"):
        filled("{{ 图(援助.总数|历年, 援助.民事) }}")


def test_the_years_can_be_gone_through_one_by_one() -> None:
    text = "{% for 年 in 援助.总数|历年 %}{{ 年.年度 }}年{{ 年.数 }}；{% endfor %}"
    words = "2021年400；2022年—；2023年80余；2024年615；"
    assert document_of(filled(text)).paragraphs[0].text == words


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ 援助.总数|历年 }}", "一组数据"),
        ("{{ 图(援助.总数|历年(1)) }}", "2至10"),
        ("{{ 图((援助.总数 + 1)|历年) }}", "不能用于算出的数"),
    ],
)
def test_what_cannot_be_is_told(tag: str, words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        filled(tag)


TABLE = [
    ["指标", *(f"{{{{ 近五年主要指标.{name} }}}}" for name in ("前四年", "前三年", "前二年", "上年", "本年")), "备注"],
    ["{%tr for 行 in 近五年主要指标 %}", *[""] * 6],
    ["{{ 行.指标 }}", "{{ 行.前四年 }}", "{{ 行.前三年 }}", "{{ 行.前二年 }}", "{{ 行.上年 }}", "{{ 行.本年 }}", "{{ 行.备注 }}"],
    ["{%tr endfor %}", *[""] * 6],
]  # fmt: skip


def test_the_table_of_five_years_names_its_years_and_what_changed() -> None:
    assert cells(document_of(filled(TABLE)).tables[0]) == [
        ["指标", "2020年", "2021年", "2022年", "2023年", "2024年", "备注"],
        ["总数", "—", "400", "—", "80余", "615", "2023年：统计口径有变动，与上年不可比"],
        ["民事", "—", "—", "—", "330", "350", ""],
    ]


@pytest.mark.parametrize(("past", "earlier"), [({}, "0"), (PAST, "2"), ({2019: PAST[2019]}, "0")])
def test_the_table_says_in_how_many_years_before_it_has_a_figure(
    past: dict[int, dict[str, Entry]], earlier: str
) -> None:
    made = Template(template("{{ 近五年主要指标.往年 }}"), "模板.docx")
    drawn = made.fill(NOW, {}, main=list(NOW), series=Series(past), year=YEAR)
    assert document_of(drawn).paragraphs[0].text == earlier
