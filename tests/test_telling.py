"""A value is told everywhere as the report prints it: its words, kind, unit and rounding."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from drafter.catalogue.catalogue import Catalogue
from drafter.cli.trace import print_traced
from drafter.draft.compose import Draft, Origin, compose
from drafter.draft.record import REPORT, FigureRecord, FigureState
from drafter.draft.trace import trace
from drafter.ledger.ledger import Ledger
from drafter.model.figure import Entry
from drafter.model.finding import Kind
from drafter.publish.differences import differences
from drafter.publish.opendata import published_figures
from drafter.review.compare.cause import Records
from drafter.review.compare.changes import FigureChange
from drafter.review.compare.comparison import compare
from drafter.review.compare.figures import figure_changes
from drafter.review.story.version import Version
from drafter.template.template import Template
from drafter.template.wording import FILTERS
from drafter.word.marks import FIGURE_MARK
from tests.building import SETTINGS, read_text_catalogue
from tests.template.filling import detail, figure, template

INDICATORS = """
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局 | | 约
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局 | | 约
    援助.补贴 | 办案补贴 | 万元 | 金额 | 县司法局 | | 下限-100
    援助.满意率 | 群众满意率 | % | 比率 | 县司法局 | 直接填报
    援助.办结率 | 案件办结率 | % | 比率 | 县司法局 | 直接填报
    援助.情况 | 工作情况 | | 长文本 | 县司法局
    援助.清单 | 案件清单 | | 明细表 | 县司法局
"""
TABLES = "援助.清单 | 案由 | | 文本 \n 援助.清单 | 件数 | 件 | 整数"
PLACES = f"{SETTINGS.rstrip()}\n比率小数位 1"
ONE, ALL, FEE = "援助.民事", "援助.总数", "援助.补贴"
RATE, OTHER = "援助.满意率", "援助.办结率"
# What the report says of the figures: every filter, and plain arithmetic.
EXPRESSIONS = (
    *(ONE, FEE, RATE, f"{ONE}|万", f"{ALL}|万(1)", f"{ALL}|亿(2)", f"{ONE}|汉字", f"{ONE}|序数"),
    *(f"{FEE}|小数(1)", f"{RATE}|小数(2)", f"({ONE} / {ALL})|比率", f"{ONE}|占比({ALL})"),
    *(f"{ONE}|占比({ALL}, 2)", f"{ONE}|上年", f"{ONE}|同比", f"{FEE}|同比", f"{RATE}|同比"),
    *(f"{ONE}|同比({ALL})", f"{RATE}|百分点({OTHER})", f"{ONE}|至({ALL})", f"{RATE}|至({OTHER})"),
    *(f"{ONE}|概数({ALL})", f'{ONE}|有无("收到", "件", "未收到")', f"{ALL} - {ONE}"),
    *(f"{ONE} / {ALL}", f"{RATE} - {OTHER}", f"{FEE} / {ONE}", "援助.清单|length"),
    *(f'各区县|前("{ONE}")', f'各区县|前("{RATE}")'),
    *('援助.清单|列举("案")', '援助.清单|括注("案")', "援助.情况|成句", "援助.情况|分段"),
)
NUMBERS = st.one_of(
    st.integers(0, 12).map(str),
    st.integers(0, 10**9).map(str),
    st.integers(1, 99).map(lambda tens: f"{tens * 10}余"),
)
MONEY = st.decimals(-99, 10**6, places=3).map(str)
RATES = st.decimals(0, 100, places=3).map("{}%".format)


class Year(NamedTuple):
    """What came in one year."""

    one: str
    all: str
    fee: str
    rate: str
    other: str

    @property
    def entries(self) -> dict[str, Entry]:
        """As the ledger has it."""
        return {
            ONE: figure(ONE, self.one, unit="件"),
            ALL: figure(ALL, self.all, unit="件"),
            FEE: figure(FEE, self.fee, "金额", "万元"),
            RATE: figure(RATE, self.rate, "比率", "%"),
            OTHER: figure(OTHER, self.other, "比率", "%"),
            "援助.情况": figure("援助.情况", "开展宣传。\n办理案件", "长文本"),
            "援助.清单": detail("援助.清单", f"案由|件数\n劳动争议|{self.one}", {"件数": "件"}),
        }


YEARS = st.builds(Year, NUMBERS, NUMBERS, MONEY, RATES, RATES)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder: Path = tmp_path_factory.mktemp("目录")
    return read_text_catalogue(folder, INDICATORS, "", TABLES, PLACES)


@pytest.fixture(scope="module")
def report() -> Template:
    """Each expression in a paragraph of its own; what is a list in a loop."""
    lines = [f"第{n}项工作{{{{ {x} }}}}，已逐项抓好落实。" for n, x in enumerate(EXPRESSIONS[:-1])]
    loop = f"{{%p for 段 in {EXPRESSIONS[-1]} %}}", "{{ 段 }}", "{%p endfor %}"
    return Template(template(*lines, *loop), "报告模板.docx")


def test_the_report_of_these_tests_uses_every_filter() -> None:
    used = {part.partition("(")[0] for words in EXPRESSIONS for part in words.split("|")[1:]}
    # 历年 gives rows, a year each, whose figures are those of other drafts.
    assert used | {"历年"} == set(FILTERS)


def drafted(catalogue: Catalogue, report: Template, now: Year, before: Year) -> Draft:
    ledger = Ledger(now.entries, before.entries, (), {"城东区": now.entries})
    return compose(catalogue, ledger, report, Origin("run", "program", {}))


def version(draft: Draft) -> Version:
    """The report as a reader has it."""
    return Version.of(draft.files[REPORT], draft.manifest, REPORT)


laws = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@laws
@given(YEARS, YEARS)
def test_what_is_told_of_a_mark_is_what_the_report_prints(
    catalogue: Catalogue,
    report: Template,
    capsys: pytest.CaptureFixture[str],
    now: Year,
    before: Year,
) -> None:
    draft = drafted(catalogue, report, now, before)
    printed = version(draft).document.story.marks
    published = published_figures(catalogue, draft.manifest)
    assert len(printed) == len(draft.manifest.marks)
    for mark in draft.manifest.marks:
        words = printed[mark.name]
        assert mark.figure.text == words
        if mark.name.startswith(FIGURE_MARK) and mark.figure.state is FigureState.KNOWN:
            print_traced("", trace(draft.manifest, f"第{mark.paragraph}段"))
            headings = [x for x in capsys.readouterr().out.splitlines() if not x.startswith(" ")]
            assert any(words in heading for heading in headings)
            rows = [figure for figure in published if words in figure.text.split("；")]
            assert rows or mark.figure.kind == Kind.TEXT
    assert all(figure.label for figure in published)


@laws
@given(YEARS, YEARS, YEARS)
def test_a_change_is_told_from_what_was_printed_to_what_is_printed(
    catalogue: Catalogue, report: Template, now: Year, then: Year, before: Year
) -> None:
    old, new = (drafted(catalogue, report, year, before) for year in (then, now))
    records = Records(old.manifest, new.manifest)
    stories = (version(draft).document.story for draft in (old, new))
    changes = figure_changes(records, compare(*stories))
    for mine, theirs in zip(old.manifest.marks, new.manifest.marks, strict=True):
        known = [change for change in changes if is_of(change, theirs.figure)]
        if mine.words != theirs.words:
            assert any(mine.words in c.old and theirs.words in c.new for c in known)
    kept = differences(old.manifest, new.manifest, ("第1稿", "第2稿"))
    numbers = [change for change in changes if change.key in (ONE, ALL, FEE, RATE, OTHER)]
    assert all(f"{change.old} → {change.new}" in kept for change in numbers)


def is_of(change: FigureChange, figure: FigureRecord) -> bool:
    return (change.key, change.label) == (figure.key, figure.name)
