"""The law of lint: whatever stops a draft, lint has said first — templates and data are random."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.stages import printed
from drafter.model.errors import TemplateError
from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Kind, Severity
from drafter.model.quantity import Quantity
from drafter.model.sentence import line
from drafter.standard.new_document import new_document
from drafter.template.lint.lint import lint, stop_at_unknown
from drafter.template.template import Template
from drafter.template.wording import FILTERS
from drafter.word.ooxml import escape
from tests.building import read_text_catalogue
from tests.laws import cases

INDICATORS = """
    案.总 | 案件总数 | 件 | 整数 | 甲局
    案.民 | 民事案件 | 件 | 整数 | 甲局
    案.率 | 成功率 | % | 比率 | 甲局 | 案.民 / 案.总
    款.额 | 金额 | 万元 | 金额 | 甲局
    文.短 | 短文 |  | 文本 | 甲局
    文.长 | 长文 |  | 长文本 | 甲局
    日.期 | 日期 |  | 日期 | 甲局
    表.单 | 清单 |  | 明细表 | 甲局
"""
TABLES = """
    表.单 | 名称 |  | 文本 |
    表.单 | 数量 | 项 | 整数 |
    表.单 | 日期 |  | 日期 |
"""


@cache
def catalogue() -> Catalogue:
    with TemporaryDirectory() as folder:
        return read_text_catalogue(Path(folder), INDICATORS, tables=TABLES)


KEYS = [row.split("|")[0].strip() for row in INDICATORS.strip().splitlines()]
OTHERS = (
    *(
        "报告.年度",
        "报告.标题",
        "行.名称",
        "行.数量",
        "行.日期",
        "loop.index",
        "loop.last",
        "loop",
        "行",
    ),
    *("案", "报告", "主要指标", "序号", "图", "项", "无此.名", "3", "0", "'字'", "1.5", "[1, 2]"),
)
NAMES = st.sampled_from([*KEYS, *KEYS, *OTHERS])
BUILT_IN = (
    "default",
    "first",
    "last",
    "length",
    "list",
    "reverse",
    "sort",
    "sum",
    "trim",
    "unique",
)
CALLED = st.sampled_from([*FILTERS, *BUILT_IN, "join", "string"])
TESTS = st.sampled_from(["待补", "不适用", "可比", "number", "string", "defined", "even", "none"])


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    arguments = st.lists(inner, max_size=2).map(", ".join)
    return st.one_of(
        st.builds("{}|{}".format, inner, CALLED),
        st.builds("{}|{}({})".format, inner, CALLED, arguments),
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*/~"), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["==", "<", ">=", "in"]), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} if {})".format, inner, inner),
        st.builds("({} is {})".format, inner, TESTS),
        st.builds("(not {})".format, inner),
        st.builds("({})[{}]".format, inner, inner),
        st.builds("图({})".format, arguments),
    )


EXPRESSIONS = st.recursive(NAMES, _grown, max_leaves=4)
PRINTED = EXPRESSIONS.map("{{{{ {} }}}}".format)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{{% if {} %}}{}{{% else %}}{}{{% endif %}}".format, EXPRESSIONS, inner, inner),
        st.builds("{{% for 行 in {} %}}{}{{% endfor %}}".format, EXPRESSIONS, inner),
        st.builds("{{% for 行 in 表.单 if {} %}}{}{{% endfor %}}".format, EXPRESSIONS, inner),
        st.builds("{{% for 行 in 表.单 %}}{}{{% endfor %}}".format, inner),
        st.builds("{{% set 项 = {} %}}{}".format, EXPRESSIONS, inner),
        st.builds("{}{}".format, inner, inner),
    )


TEMPLATES = st.recursive(PRINTED, _nested, max_leaves=4)
BLANKS = st.sampled_from([Blank.MISSING, Blank.NOT_APPLICABLE])
AMOUNTS = st.one_of(
    BLANKS,
    st.integers(0, 10**9).map(Quantity.exact),
    st.fractions(0, 10**5, max_denominator=100).map(Quantity.exact),
    st.integers(1, 9).map(lambda tens: Quantity.more_than(10 * tens)),
)
WORDS = st.one_of(BLANKS, st.text("甲乙丙。\n1", min_size=1, max_size=9))


def _figure(kind: Kind, unit: str, label: str) -> st.SearchStrategy[Figure]:
    values = {
        Kind.TEXT: WORDS,
        Kind.LONG_TEXT: WORDS,
        Kind.DATE: st.one_of(BLANKS, st.dates()),
    }.get(kind, AMOUNTS)
    return values.map(lambda value: Figure(value, "", label, unit, kind, awaited=("甲局",)))


def _entry(one: Indicator) -> st.SearchStrategy[Entry]:
    if one.kind is not Kind.TABLE:
        figure = _figure(one.kind, one.unit, one.label)
        return figure.map(lambda f: Figure(f.value, one.key, one.label, one.unit, one.kind))
    row = st.fixed_dictionaries({c.name: _figure(c.kind, c.unit, c.name) for c in one.columns})
    filled = st.lists(row, max_size=3).map(lambda rows: Table(one.key, one.label, tuple(rows)))
    blank = BLANKS.map(lambda blank: Table(one.key, one.label, blank=blank, awaited=("甲局",)))
    return st.one_of(filled, blank)


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Entry]:
    return {key: draw(_entry(one)) for key, one in catalogue().indicators.items()}


def stops(content: bytes, entries: dict[str, Entry], before: dict[str, Entry]) -> str:
    """Why no draft is made of it; "" where one is."""
    try:
        template = Template(content, "模板.docx")
        stop_at_unknown(template, catalogue())
        template.fill(entries, printed(catalogue().settings), before=before)
    except TemplateError as error:
        return str(error)
    return ""


def errors(content: bytes) -> list[str]:
    findings = lint(content, "模板.docx", catalogue()).findings
    return [line(finding) for finding in findings if finding.severity is Severity.ERROR]


def document(text: str) -> bytes:
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return new_document(f"<w:p>{run}</w:p>")


@pytest.mark.slow
@cases(150)
@given(TEMPLATES, answers(), answers())
def test_what_stops_a_draft_lint_has_said(
    text: str, entries: dict[str, Entry], before: dict[str, Entry]
):
    content = document(text)
    if reason := stops(content, entries, before):
        assert errors(content), reason


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "{% for 行 in 表.单 %}{{ loop.index|汉字 }}{% endfor %}",
            "无法填写：此过滤器只能用于指标数据；次序请写成 {{ loop.index|序数 }}",
        ),
        ("{% if 案.总 > 100 %}{{ 表.单[0] }}{% endif %}", "无法填写：不能取“0”"),
        ("{{ 案.总 if 案.民 else [案.总] }}", "无法填写：这是一组数据，不能直接写入正文"),
        ("{{ 案.总 == 案.民 }}", "无法填写：这是一个判断（是或否），不能写入正文"),
        ("{{ 案.总 if 案.民 }}", "无法填写：没有“"),
        ("{{ (案.总 + 案.民)|上年 }}", "无法填写：“上年”只能用于指标"),
        ("{{ 1 / 0 }}", "无法填写：除数是0"),
    ],
)
def test_what_only_filling_finds_is_said_before_there_is_data(typed: str, said: str):
    (found,) = errors(document(typed))
    assert said in found


def test_each_tag_that_cannot_be_filled_is_told_once_in_every_branch():
    typed = "{% if 案.总 %}{{ 案.总 == 1 }}{% elif 案.民 %}{{ 案.民 == 1 }}{% else %}{{ [1] }}{% endif %}"
    assert len(errors(document(typed))) == 3


@pytest.mark.parametrize(
    "typed",
    [
        "{% if 案.总 %}{{ 案.总|汉字 }}{% else %}{{ 文.短|成句 }}{% endif %}",
        "{% for 行 in 表.单 if 行.数量 > 1 %}{{ loop.index|序数 }}{{ 行.名称 }}{% endfor %}",
        "{{ 案.总|同比 if 案.总 is 可比 else '上年未统计' }}",
        "{% set 项 = 案.总 - 案.民 %}{{ 项 }}{{ (案.民 / 案.总)|比率 }}",
        "{{ 表.单|列举 }}{{ 表.单|length }}{{ 图(案.总, 案.民) }}",
    ],
)
def test_a_template_that_can_be_filled_meets_with_silence(typed: str):
    assert errors(document(typed)) == []
