"""A form of 100 rows read by drafter, gate and process included, beside openpyxl's two passes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from openpyxl import load_workbook

from drafter.catalogue.sheet import INDICATOR_COLUMNS, RULE_COLUMNS, TABLE_COLUMNS
from drafter.run import open_workspace
from drafter.workbook.reader import Reader, Unreadable
from drafter.workspace import CATALOGUE, TEMPLATE, write_file
from tools.build import catalogue, template

ROWS, FILES, MANY = 100, 45, (45, 250, 1000)
ROUNDS, RUNS = 5, 3
_DEPARTMENT = "县司法局"
_SETTINGS = (
    *(("地区", "平安县"), ("级别", "县"), ("年度", "2024"), ("标题", "年度报告")),
    *(("统计起始日期", "2024年1月1日"), ("截止日期", "2024年10月31日")),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Wall seconds for the same files, medians of rounds in which both take turns.

    `grown` is drafter's time by number of files, each the median of its runs.
    """

    files: int
    openpyxl: float
    drafter: float
    grown: dict[int, float]

    @property
    def ratio(self) -> float:
        """How many files drafter reads while openpyxl reads one, both passes."""
        return self.openpyxl / self.drafter


def compare(many: Sequence[int] = MANY) -> Compared:
    """Both read 45 copies by turns; then drafter reads more and more."""
    with tempfile.TemporaryDirectory() as folder:
        form = filled_form(Path(folder) / "workspace")
        copies = [Path(shutil.copy(form, f"{folder}/{n}.xlsx")) for n in range(max(many))]
        rounds = [
            (_by_openpyxl(copies[:FILES]), _by_drafter(copies[:FILES])) for _ in range(ROUNDS)
        ]
        theirs, ours = (median(seconds) for seconds in zip(*rounds, strict=True))
        grown = {n: median(_by_drafter(copies[:n]) for _ in range(RUNS)) for n in many}
    return Compared(FILES, theirs, ours, grown)


def filled_form(root: Path) -> Path:
    """A form of 100 indicators as drafter issues it, its values entered."""
    keys = [f"主题{n % 10}.指标{n}" for n in range(ROWS)]
    asked = [
        [
            key,
            f"第{n}项工作办理件数",
            "件",
            "整数",
            _DEPARTMENT,
            *[""] * (len(INDICATOR_COLUMNS) - 5),
        ]
        for n, key in enumerate(keys)
    ]
    tables: dict[str, Sequence[Sequence[str]]] = {
        "报告": [("项目", "内容"), *_SETTINGS],
        "部门": [("部门", "联系人", "联系电话"), (_DEPARTMENT, "", "")],
        "指标": [INDICATOR_COLUMNS, *asked],
        "明细表": [TABLE_COLUMNS],
        "校验规则": [RULE_COLUMNS],
    }
    write_file(root / CATALOGUE, catalogue(tables))
    write_file(root / TEMPLATE, template(["|{{ 报告.标题 }}"]))
    form = next(f for f in open_workspace(root).forms().files if f.stem == _DEPARTMENT)
    book = load_workbook(form)
    for number, row in enumerate(book["填报表"].iter_rows(), 1):
        if row[0].value in keys:
            row[3].value = number * 7
    book.save(form)
    return form


def _by_openpyxl(files: Sequence[Path]) -> float:
    """Two passes, because one shows formulas and the other one values."""
    start = perf_counter()
    for file in files:
        for values in (False, True):
            load_workbook(file, data_only=values).close()
    return perf_counter() - start


def _by_drafter(files: Sequence[Path]) -> float:
    """The worker's start and end included."""
    start = perf_counter()
    with Reader() as reader:
        refused = [book for book in map(reader.read, files) if isinstance(book, Unreadable)]
    if refused:
        raise ValueError(f"{refused[0].file}: {refused[0].reason}")
    return perf_counter() - start


def rows(found: Compared) -> list[tuple[str, str, str, str]]:
    """What was read, seconds in all, milliseconds a form, times drafter's."""
    told = [(f"openpyxl, two passes, {found.files} forms", found.openpyxl, found.files)]
    told += [(f"drafter, {found.files} forms", found.drafter, found.files)]
    told += [(f"drafter, {files} forms", took, files) for files, took in found.grown.items()][1:]
    base = found.drafter / found.files
    return [
        (name, f"{took:.3f} s", f"{took / n * 1000:.2f} ms", f"{took / n / base:.1f}")
        for name, took, n in told
    ]


if __name__ == "__main__":
    for row in rows(compare()):
        print(" | ".join(row))
