"""Figures of several years through renamings, mergers, splits and stops, against a plain account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from drafter.catalogue.catalogue import Catalogue, Settings
from drafter.catalogue.indicator import Indicator
from drafter.catalogue.lineage import Deed, Step
from drafter.catalogue.rules.language import parse_formula
from drafter.ledger.lineage import descended
from drafter.ledger.series import series
from drafter.ledger.unclaimed import unclaimed
from drafter.model.figure import Entry, Figure, past_words
from drafter.model.finding import Blank, Kind, Place, Source
from drafter.model.quantity import Quantity
from tests.building import said
from tests.laws import cases

FIRST = 2020
Amounts = dict[int, Quantity]


def indicator(key: str, *lineage: Step, **rest: object) -> Indicator:
    place = Place("指标目录.xlsx", "指标", "A2")
    given = {"label": key.partition(".")[2], "unit": "件", "kind": Kind.INTEGER} | rest
    return Indicator(key=key, departments=("县司法局",), place=place, lineage=lineage, **given)  # type: ignore[arg-type]


def catalogue(year: int, *indicators: Indicator) -> Catalogue:
    settings = Settings("平安县", "县", year, "", date(year, 1, 1), date(year, 12, 31), 0, {})
    return Catalogue(settings, (), {one.key: one for one in indicators}, ())


def figure(key: str, amount: Quantity | int | Blank, **rest: object) -> Figure:
    value = Quantity.exact(amount) if isinstance(amount, int) else amount
    given = {"label": key.partition(".")[2], "unit": "件"} | rest
    source = Source(Place("县司法局.xlsx", "填报表", "D7"), "县司法局", "")
    return Figure(value, key, sources=(source,), **given)  # type: ignore[arg-type]


class County:
    """A county whose indicators change at random: what its catalogues say of that, what was sent,
    and by plain addition what each indicator's figures of earlier years are."""

    def __init__(self, random: Random, years: int) -> None:
        self.random, self.free = random, 0
        self.catalogues: dict[int, Catalogue] = {}
        self.sent: dict[int, dict[str, Entry]] = {}
        self.breaks: dict[str, set[int]] = {}
        rows = {self.new_key(): ((), Amounts(), set[int]()) for _ in range(4)}
        for year in range(FIRST, FIRST + years):
            rows = self.turn(rows, year) if year > FIRST else rows
            self.settle(rows, year)

    def new_key(self) -> str:
        self.free += 1
        return f"甲.项{self.free}"

    def turn(
        self, rows: Mapping[str, tuple[tuple[Step, ...], Amounts, set[int]]], year: int
    ) -> dict[str, tuple[tuple[Step, ...], Amounts, set[int]]]:
        """The rows of the next year: each goes on in some way, and something is new."""
        turned: dict[str, tuple[tuple[Step, ...], Amounts, set[int]]] = {}
        waiting = [*rows]
        self.random.shuffle(waiting)
        while waiting:
            key = waiting.pop()
            steps, amounts, breaks = rows[key]
            deed = self.random.choice(["same", "same", *Deed])
            if deed == Deed.RENAMED:
                step = Step(Deed.RENAMED, year, (key,))
                turned[self.new_key()] = (*steps, step), amounts, breaks
            elif deed == Deed.MERGED and waiting:
                other = waiting.pop()
                both = {y: amounts[y] + rows[other][1][y] for y in amounts if y in rows[other][1]}
                step = Step(Deed.MERGED, year, (key, other))
                turned[self.new_key()] = (step,), both, breaks | rows[other][2]
            elif deed == Deed.SPLIT:
                for _ in range(2):
                    turned[self.new_key()] = (Step(Deed.SPLIT, year, (key,)),), {}, {year}
            elif deed == Deed.NEW:
                turned[key] = (Step(Deed.NEW, year),), {}, {year}
            elif deed == Deed.REDEFINED:
                broken = breaks | ({year} if year - 1 in amounts else set())
                turned[key] = (*steps, Step(Deed.REDEFINED, year)), amounts, broken
            elif deed != Deed.STOPPED:
                turned[key] = steps, amounts, breaks
        turned[self.new_key()] = (Step(Deed.NEW, year),), {}, {year}
        return turned

    def settle(
        self, rows: dict[str, tuple[tuple[Step, ...], Amounts, set[int]]], year: int
    ) -> None:
        """The year's catalogue, what was sent, and from then on the amounts with it."""
        self.catalogues[year] = catalogue(year, *(indicator(k, *rows[k][0]) for k in rows))
        self.sent[year] = {}
        for key, (steps, amounts, breaks) in rows.items():
            number = self.random.randrange(400)
            amount = self.random.choice([Quantity.exact, Quantity.more_than])(number)
            if self.random.random() < 0.9:
                self.sent[year][key] = figure(key, amount)
                rows[key] = steps, amounts | {year: amount}, breaks
        self.amounts = {key: row[1] for key, row in rows.items()}
        self.breaks = {key: row[2] for key, row in rows.items()}


@cases(200)
@given(st.randoms(use_true_random=False), st.integers(3, 5))
def test_what_stands_for_an_indicator_in_earlier_years_is_what_plain_addition_says(
    random: Random, years: int
) -> None:
    county = County(random, years)
    last = FIRST + years - 1
    now = county.catalogues[last]
    past = {year: entries for year, entries in county.sent.items() if year < last}
    shown = series(now, past, county.catalogues)
    for year in range(FIRST, last):
        there = {key: entry.value for key, entry in shown.entries[year].items()}  # type: ignore[union-attr]
        told = {key: own[year] for key, own in county.amounts.items() if year in own}
        assert there == told
    assert {key: set(own) for key, own in shown.notes.items()} == {
        key: own for key, own in county.breaks.items() if own
    }
    before = descended(now, past[last - 1])
    for key in now.indicators:
        entry, broken = before.get(key), last in county.breaks[key]
        if broken:
            assert isinstance(entry, Figure)
            assert entry.value is Blank.INCOMPARABLE
        else:
            amount = county.amounts[key].get(last - 1)
            assert (entry.value if isinstance(entry, Figure) else None) == amount


def test_a_key_that_was_renamed_twice_is_followed_by_the_last_catalogue_alone() -> None:
    steps = (Step(Deed.RENAMED, 2023, ("甲.一",)), Step(Deed.RENAMED, 2024, ("甲.二",)))
    past = {
        2022: {"甲.一": figure("甲.一", 10)},
        2023: {"甲.二": figure("甲.二", 20)},
    }
    shown = series(catalogue(2024, indicator("甲.三", *steps)), past)
    assert {y: past_words(own["甲.三"]) for y, own in shown.entries.items()} == {
        2022: "10",
        2023: "20",
    }


def words(now: Indicator, *past: Figure) -> str:
    """What stands beside the indicator for last year."""
    whole = {one.key: one for one in past}
    return past_words(descended(catalogue(2024, now), whole).get(now.key))


def test_another_unit_or_kind_is_not_compared_but_a_classifier_is() -> None:
    old = figure("甲.额", 30, unit="万元", kind=Kind.MONEY)
    changed = indicator("甲.额", unit="亿元", kind=Kind.MONEY)
    assert words(changed, old) == "计量单位由万元改为亿元，与上年不可比"
    rate = indicator("甲.额", unit="%", kind=Kind.RATE)
    assert words(rate, old) == "类型由金额改为比率，与上年不可比"
    pieces = figure("甲.一", 30, unit="件")
    assert words(indicator("甲.一", unit="起", classifiers=("件",)), pieces) == "30"
    assert words(indicator("甲.一", unit="起"), pieces) == "计量单位由件改为起，与上年不可比"


MERGED = Step(Deed.MERGED, 2024, ("甲.一", "甲.二"))


def test_what_cannot_be_added_is_not() -> None:
    one, hours = figure("甲.一", 3), figure("甲.二", 4, unit="小时")
    told = "由“一”“二”合并，上年各项计量单位或类型不同，不能相加"
    assert words(indicator("甲.三", MERGED), one, hours) == told
    texts = indicator("甲.三", MERGED, kind=Kind.TEXT, unit="")
    assert words(texts, one, hours) == "由“一”“二”合并，上年各项是文本，不能相加"


def test_a_part_that_nobody_sent_leaves_the_sum_open_and_one_that_does_not_apply_adds_nothing() -> None:  # fmt: skip
    one = figure("甲.一", 3)
    assert words(indicator("甲.三", MERGED), one) == ""
    assert words(indicator("甲.三", MERGED), one, figure("甲.二", Blank.NOT_APPLICABLE)) == "3"


def test_a_merged_rate_is_the_ratio_of_the_sums() -> None:
    won = indicator("丙.胜", Step(Deed.MERGED, 2024, ("甲.胜", "乙.胜")))
    heard = indicator("丙.审", Step(Deed.MERGED, 2024, ("甲.审", "乙.审")))
    step = Step(Deed.MERGED, 2024, ("甲.率", "乙.率"))
    formula = parse_formula("丙.胜 / 丙.审")
    rate = indicator("丙.率", step, unit="%", kind=Kind.RATE, formula=formula)
    past = {"甲.胜": 1, "乙.胜": 90, "甲.审": 10, "乙.审": 90}
    entries = {key: figure(key, amount) for key, amount in past.items()}
    before = descended(catalogue(2024, won, heard, rate), entries)["丙.率"]
    assert past_words(before) == "91%"
    assert isinstance(before, Figure)
    assert before.workings == "(1 + 90) ÷ (10 + 90)"


LABELS = {"援助.总数": "法律援助案件", "复议.受理": "受理行政复议", "执法.检查": "专项检查"}


def told(*indicators: Indicator) -> list[str]:
    findings = unclaimed(catalogue(2024, *indicators), LABELS)
    return [line.replace("警告 指标目录.xlsx › ", "") for line in said(findings)]


def test_what_was_asked_last_year_and_is_gone_is_told_with_what_it_seems_to_be_now() -> None:
    same_label = indicator("法援.案件", label="法律援助案件")
    near_key = indicator("复议.受理数", label="收到申请")
    assert told(same_label, near_key) == [
        "指标!A2 法援.案件：上年指标“法律援助案件”（援助.总数）今年没有了，似为改名为“法援.案件”；"
        "请在“沿革”中写明改名、合并或停用",
        "指标!A2 复议.受理数：上年指标“受理行政复议”（复议.受理）今年没有了，似为改名为“复议.受理数”；"
        "请在“沿革”中写明改名、合并或停用",
        "指标 上年指标“专项检查”（执法.检查）今年没有了；请在“沿革”中写明改名、合并或停用",
    ]


def test_what_is_accounted_for_is_not_told() -> None:
    assert (
        told(
            indicator("法援.案件", Step(Deed.RENAMED, 2024, ("援助.总数",))),
            indicator("复议.受理"),
            indicator("执法.联合", Step(Deed.SPLIT, 2024, ("执法.检查",))),
        )
        == []
    )


def test_a_lineage_that_last_year_knows_better_is_told() -> None:
    assert told(
        indicator("复议.受理", Step(Deed.NEW, 2024)),
        indicator("法援.案件", Step(Deed.RENAMED, 2024, ("援助.总计",))),
        indicator("援助.总数"),
        indicator("执法.检查", Step(Deed.NEW, 2022)),
    ) == [
        "指标!A2 复议.受理：“沿革”写“受理”为新增，上年已有这一项；请删去“新增”，或在前面写上年份",
        "指标!A2 法援.案件：“沿革”中的“援助.总计”不在上年的指标中，是否为“援助.总数”；请改正编号，"
        "以前年度的请在前面写上年份",
    ]
