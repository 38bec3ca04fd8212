"""汇总方式: several departments' answers as one; what is missing is counted and never summed over."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.catalogue.indicator import Indicator, Rollup
from drafter.catalogue.rules.exact import evaluate
from drafter.catalogue.rules.language import Reference, parse_formula
from drafter.ledger.rollup import DEPARTMENTS, DISTRICTS, rolled_up
from drafter.model.figure import Entry, Figure, Table, text
from drafter.model.finding import Blank, Kind, Place, Source
from drafter.model.quantity import Quantity, read
from tests.building import catalogue_bytes, mistakes_of, said, workspace
from tests.building import fill_form as fill
from tests.ledger.test_merge import value

UNITS = ("县城管局", "县环保局", "县水利局")


def indicator(way: Rollup, kind: Kind = Kind.INTEGER, key: str = "执法.案件") -> Indicator:
    return Indicator(key, "处罚案件", "件", kind, UNITS, Place("指标目录.xlsx"), rollup=way)


def part(name: str, said: object) -> Entry:
    source = Source(Place(f"{name}.xlsx", "填报表", "D7"), name, str(said))
    known = read(said) if said != "不适用" else Blank.NOT_APPLICABLE
    assert known is not None
    return Figure(known, "执法.案件", "处罚案件", "件", sources=(source,))


def whole(way: Rollup, *answers: object, kind: Kind = Kind.INTEGER) -> tuple[str, str]:
    """The whole as it is printed, and its workings; None for who says nothing."""
    pairs = zip(UNITS, answers, strict=True)
    parts = {unit: part(unit, said) for unit, said in pairs if said is not None}
    entry = rolled_up(indicator(way, kind), parts, UNITS, DEPARTMENTS)
    assert isinstance(entry, Figure)
    assert [s.department for s in entry.sources] == list(parts)
    return text(entry), entry.workings


@pytest.mark.parametrize(
    ("way", "answers", "expected"),
    [
        (Rollup.SUM, (20, 30, 40), ("90", "20 + 30 + 40")),
        (Rollup.END_SUM, (20, 30, 40), ("90", "20 + 30 + 40")),
        (Rollup.SUM, (20, "不适用", 40), ("60", "20 + 40")),
        (Rollup.SUM, ("不适用", "不适用", "不适用"), ("【不适用：处罚案件】", "")),
        (Rollup.SUM, ("80余", 20, 0), ("100余", "80余 + 20 + 0")),
        (Rollup.MOST, (20, 30, 40), ("40", "最大(20、30、40)")),
        (Rollup.LEAST, (20, "不适用", 40), ("20", "最小(20、40)")),
        (Rollup.MEAN, (20, 30, 40), ("30", "平均(20、30、40)")),
        (
            Rollup.SUM, (20, None, 40),
            ("【待补：县环保局·处罚案件（3个单位中的2个）】", "3个单位中的2个，现为60（20 + 40）"),
        ),
        (
            Rollup.MOST, (20, None, "不适用"),
            ("【待补：县环保局·处罚案件（3个单位中的2个）】", "3个单位中的2个，现为20"),
        ),
    ],
)  # fmt: skip
def test_parts_become_a_whole(
    way: Rollup, answers: tuple[object, ...], expected: tuple[str, str]
) -> None:
    assert whole(way, *answers) == expected


def test_many_that_are_missing_are_counted_and_the_first_are_named() -> None:
    names = [f"第{n}区" for n in range(12)]
    entry = rolled_up(indicator(Rollup.SUM), {"第0区": part("第0区", 5)}, names, DISTRICTS)
    assert isinstance(entry, Figure)
    assert text(entry) == "【待补：第1区、第2区、第3区等11个·处罚案件（12个区县中的1个）】"


def test_the_last_day_counts_where_the_greatest_is_asked_for() -> None:
    from datetime import date

    days = {u: Figure(date(2024, n, 1), kind=Kind.DATE) for n, u in enumerate(UNITS, start=3)}
    last = rolled_up(indicator(Rollup.MOST, Kind.DATE), days, UNITS, DEPARTMENTS)
    assert isinstance(last, Figure)
    assert last.value == date(2024, 5, 1)


def test_rows_of_tables_stand_one_after_another_with_who_is_awaited() -> None:
    row = {"部门": Figure("某所", kind=Kind.TEXT)}
    parts = {
        UNITS[0]: Table("执法.明细", "明细", (row,)),
        UNITS[1]: Table("执法.明细", "明细", (row,)),
    }
    table = rolled_up(indicator(Rollup.SUM, Kind.TABLE), parts, UNITS, DEPARTMENTS)
    assert isinstance(table, Table)
    assert (len(table.rows), table.awaited) == (2, ("县水利局·处罚案件（3个单位中的2个）",))


COUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)), min_size=1, max_size=20)


@given(COUNTS)
def test_a_rate_rolls_up_as_a_ratio_of_sums_never_as_a_mean_of_rates(
    counts: list[tuple[int, int]],
) -> None:
    names = [f"第{n}区" for n in range(len(counts))]
    sums: dict[str, Entry] = {}
    for at, key in enumerate(("调解.成功", "调解.受理")):
        parts: dict[str, Entry] = {
            name: Figure(Quantity.exact(pair[at])) for name, pair in zip(names, counts, strict=True)
        }
        sums[key] = rolled_up(indicator(Rollup.SUM, key=key), parts, names, DISTRICTS)

    def look_up(reference: Reference) -> Entry:
        return sums[reference.key]

    rate = evaluate(parse_formula("调解.成功 / 调解.受理"), look_up)
    ratio = Fraction(sum(a for a, _ in counts), sum(b for _, b in counts))
    assert rate.quantity == Quantity.exact(ratio)


AMOUNTS = st.lists(
    st.one_of(st.integers(0, 10**6).map(Quantity.exact), st.integers(10, 10**6).map(Quantity.more_than)),
    min_size=1, max_size=12,
)  # fmt: skip


@given(AMOUNTS)
def test_what_is_added_lies_between_the_least_and_the_most_that_its_parts_can_mean(
    amounts: list[Quantity],
) -> None:
    names = [f"第{n}区" for n in range(len(amounts))]
    parts: dict[str, Entry] = {n: Figure(a) for n, a in zip(names, amounts, strict=True)}
    for way, low, high in (
        (Rollup.SUM, sum(a.low for a in amounts), sum(a.high for a in amounts)),
        (Rollup.MOST, max(a.low for a in amounts), max(a.high for a in amounts)),
        (Rollup.LEAST, min(a.low for a in amounts), min(a.high for a in amounts)),
    ):
        entry = rolled_up(indicator(way), parts, names, DISTRICTS)
        assert isinstance(entry, Figure)
        assert entry.quantity is not None
        assert (entry.quantity.low, entry.quantity.high) == (low, high)
        assert low <= entry.quantity.value <= high


@given(AMOUNTS, st.data())
def test_a_missing_part_is_never_summed_over(amounts: list[Quantity], data: st.DataObject) -> None:
    names = [f"第{n}区" for n in range(len(amounts))]
    gone = data.draw(st.sampled_from(names))
    parts: dict[str, Entry] = {
        n: Figure(a) for n, a in zip(names, amounts, strict=True) if n != gone
    }
    way = data.draw(st.sampled_from([w for w in Rollup if w.gathers]))
    entry = rolled_up(indicator(way), parts, names, DISTRICTS)
    assert isinstance(entry, Figure)
    assert entry.value is Blank.MISSING
    assert gone in text(entry)


# Departments in one workspace


SHARED = "执法.案件 | 处罚案件 | 件 | 整数 | 县城管局、县环保局 | | 约 汇总合计"


def totalled(folder: Path, answers: dict[str, Any]) -> tuple[str, list[str]]:
    opened = workspace(folder, catalogue_bytes(SHARED))
    for department, amount in answers.items():
        fill(opened, department, {"执法.案件": amount})
    checked = opened.check()
    return value(checked, "执法.案件"), said(checked.findings)


def test_departments_that_add_up_are_no_conflict(tmp_path: Path) -> None:
    assert totalled(tmp_path, {"县城管局": 20, "县环保局": "80余"}) == ("100余", [])


def test_a_department_that_is_silent_makes_the_sum_missing(tmp_path: Path) -> None:
    assert totalled(tmp_path, {"县城管局": 20}) == (
        "【待补：县环保局·处罚案件（2个单位中的1个）】",
        ["错误 县环保局.xlsx 未收到报表，请催报"],
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("甲.率 | 率 | | 比率 | 甲局、乙局 | 直接填报 | 汇总平均", "比率不能相加、不能平均，请改报分子、分母并写计算公式"),
        ("甲.率 | 率 | | 比率 | 甲局、乙局 | 直接填报 | 汇总合计", "比率不能相加、不能平均，请改报分子、分母并写计算公式"),
        ("甲.数 | 数 | 件 | 整数 | 甲局、乙局 | | 汇总平均", "平均数不一定是整数，类型请用小数"),
        ("甲.数 | 数 | 件 | 整数 | 甲局、乙局 | | 汇总由公式重算", "没有计算公式"),
        ("甲.数 | 数 | 件 | 整数 | 甲局、乙局 | | 汇总不汇总", "几个部门填报的须有汇总方式"),
        ("甲.文 | 文 | | 文本 | 甲局、乙局 | | 汇总合计", "文本不能这样汇总"),
    ],
)  # fmt: skip
def test_a_way_that_does_not_fit_is_a_mistake(tmp_path: Path, row: str, sentence: str) -> None:
    way = row.partition(" 汇总")[2]
    (found,) = mistakes_of(tmp_path, row)
    assert found.endswith(f"汇总方式不能是“{way}”：{sentence}")
