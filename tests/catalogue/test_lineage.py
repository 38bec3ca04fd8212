"""沿革: what an indicator was the year before; every mistake in it is named at its cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.lineage import Deed, Step
from drafter.catalogue.sheet import read_catalogue
from tests.building import catalogue_bytes, read, said

ONE = "甲.一 | 一 | 件 | 整数 | 县司法局"
TWO = f"{ONE}\n甲.二 | 二 | 件 | 整数 | 县司法局"


def read_with(
    folder: Path, indicators: str, lineages: dict[str, str], gone: str = ""
) -> tuple[Catalogue | None, list[str]]:
    """The catalogue and its mistakes; the department that is gone is not on the list of them."""
    path = folder / "指标目录.xlsx"
    path.write_bytes(catalogue_bytes(indicators, lineages=lineages))
    if gone:
        book = openpyxl.load_workbook(path)
        row = next(row for row in book["部门"] if row[0].value == gone)
        book["部门"].delete_rows(row[0].row)
        book.save(path)
    made, mistakes = read_catalogue(read(path))
    return made, [line.replace("指标目录.xlsx › ", "") for line in said(mistakes)]


def steps(folder: Path, text: str) -> tuple[Step, ...]:
    made, mistakes = read_with(folder, ONE, {"甲.一": text})
    assert made is not None, mistakes
    return made.indicators["甲.一"].lineage


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("改名 甲.旧", (Step(Deed.RENAMED, 2024, ("甲.旧",)),)),
        ("改名：甲.旧", (Step(Deed.RENAMED, 2024, ("甲.旧",)),)),
        ("合并 甲.三+甲.四", (Step(Deed.MERGED, 2024, ("甲.三", "甲.四")),)),
        ("合并甲.三 ＋ 甲.四、甲.五", (Step(Deed.MERGED, 2024, ("甲.三", "甲.四", "甲.五")),)),
        ("拆分 自 甲.总", (Step(Deed.SPLIT, 2024, ("甲.总",)),)),
        ("拆分自甲.总", (Step(Deed.SPLIT, 2024, ("甲.总",)),)),
        ("新增", (Step(Deed.NEW, 2024),)),
        (
            "2022年新增；2023年改名 甲.旧\n口径变动 含调解",
            (
                Step(Deed.NEW, 2022),
                Step(Deed.RENAMED, 2023, ("甲.旧",)),
                Step(Deed.REDEFINED, 2024, (), "含调解"),
            ),
        ),
    ],
)
def test_steps_are_read_in_the_ways_in_which_they_are_written(
    tmp_path: Path, text: str, expected: tuple[Step, ...]
) -> None:
    assert steps(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("更名 甲.旧", "沿革“更名 甲.旧”读不懂：应以改名、合并、拆分、新增、停用、口径变动开头"),
        ("改名", "沿革“改名”写得不对：“改名”后面写上年的一个编号，如“改名 法律援助.总数”"),
        ("改名 旧", "沿革“改名 旧”写得不对：“改名”后面写上年的一个编号，如“改名 法律援助.总数”"),
        (
            "合并 甲.三",
            "沿革“合并 甲.三”写得不对：“合并”后面写上年的几个编号，如“合并 甲.民事+甲.刑事”",
        ),
        (
            "合并 甲.三+甲.三",
            "沿革“合并 甲.三+甲.三”写得不对：“合并”后面写上年的几个编号，如“合并 甲.民事+甲.刑事”",
        ),
        ("新增 甲.旧", "沿革“新增 甲.旧”写得不对：“新增”后面不写编号"),
        ("新增；改名 甲.旧", "沿革中2024年写了新增、改名，一项指标一年只能有一种来历"),
        ("2025年新增", "沿革“2025年新增”的年份晚于本年度2024"),
        ("改名 甲.二", "“甲.二”今年还在用，不能再改名；由它分出来的写“拆分 自 甲.二”"),
    ],
)
def test_a_mistake_is_told_at_its_cell(tmp_path: Path, text: str, words: str) -> None:
    made, mistakes = read_with(tmp_path, TWO, {"甲.一": text})
    assert made is None
    assert [line.partition(" ")[2] for line in mistakes] == [f"指标!P2 {words}"]


def test_what_two_are_renamed_from_is_refused_at_the_second(tmp_path: Path) -> None:
    lineages = {"甲.一": "改名 甲.旧", "甲.二": "改名 甲.旧"}
    _, mistakes = read_with(tmp_path, TWO, lineages)
    words = "“甲.旧”已改名为“甲.一”；一项分为几项的写“拆分 自 甲.旧”"
    assert mistakes == [f"错误 指标!P3 {words}"]


def test_a_key_that_begins_anew_may_give_its_old_figure_away(tmp_path: Path) -> None:
    made, mistakes = read_with(tmp_path, TWO, {"甲.一": "新增", "甲.二": "改名 甲.一"})
    assert made is not None, mistakes


def test_what_is_stopped_is_asked_of_nobody_and_may_name_a_department_that_is_gone(
    tmp_path: Path,
) -> None:
    indicators = f"{ONE}\n甲.二 | 二 | 件 | 整数 | 县旅游局"
    stopped = {"甲.二": "2023年停用 不再统计"}
    made, mistakes = read_with(tmp_path, indicators, stopped, gone="县旅游局")
    assert made is not None, mistakes
    assert list(made.indicators) == ["甲.一"]
    assert made.stopped["甲.二"].lineage == (Step(Deed.STOPPED, 2023, (), "不再统计"),)
    assert [i.key for i in made.asked_of("县司法局")] == ["甲.一"]
