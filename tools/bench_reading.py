"""A form of 100 rows read by drafter, gate and process included, beside openpyxl's two passes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook

from drafter.catalogue.indicator_row import INDICATOR_COLUMNS
from drafter.catalogue.sheet import RULE_COLUMNS, TABLE_COLUMNS
from drafter.desk.files.folders import CATALOGUE, TEMPLATE, write_file
from drafter.desk.year.workspace import open_workspace
from drafter.workbook.reader import Reader, Unreadable
from tools.build import catalogue, template

ROWS, FILES, MANY = 100, 45, (45, 250, 1000)
ROUNDS, RUNS = 3, 2
_DEPARTMENT = "县司法局"
_SETTINGS = (
    *(("地区", "平安县"), ("级别", "县"), ("年度", "2024"), ("标题", "年度报告")),
    *(("统计起始日期", "2024年1月1日"), ("截止日期", "2024年10月31日")),
)


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of the processor: this process and those that it waited for."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Compared:
    """The same files, medians of rounds in which both take turns.

    `grown` is drafter's time by number of files, each the median of its runs.
    """

    files: int
    openpyxl: Took
    drafter: Took
    grown: dict[int, Took]

    @property
    def ratio(self) -> float:
        """How many files drafter reads in the processor time that openpyxl takes for one."""
        return self.openpyxl.cpu / self.drafter.cpu


def compare(many: Sequence[int] = MANY) -> Compared:
    """Both read 45 copies by turns; then drafter reads more and more."""
    with tempfile.TemporaryDirectory() as folder:
        form = filled_form(Path(folder) / "workspace")
        copies = [copied(form, Path(folder) / f"{n}.xlsx") for n in range(max(many))]
        some = copies[:FILES]
        rounds = [(_took(_by_openpyxl, some), _took(_by_drafter, some)) for _ in range(ROUNDS)]
        theirs, ours = map(_median, zip(*rounds, strict=True))
        grown = {n: _median([_took(_by_drafter, copies[:n]) for _ in range(RUNS)]) for n in many}
    return Compared(FILES, theirs, ours, grown)


def copied(form: Path, path: Path) -> Path:
    """A copy under that path with other properties, by the path: the same bytes are opened once."""
    with ZipFile(form) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == "docProps/core.xml":
                content = content.replace(b"</dc:title>", f" {path.stem}</dc:title>".encode())
            target.writestr(item, content)
    return path


def _took(read: Callable[[Sequence[Path]], None], files: Sequence[Path]) -> Took:
    start, before = perf_counter(), os.times()
    read(files)
    return Took(perf_counter() - start, sum(os.times()[:4]) - sum(before[:4]))


def _median(took: Sequence[Took]) -> Took:
    return Took(median(one.wall for one in took), median(one.cpu for one in took))


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


def _by_openpyxl(files: Sequence[Path]) -> None:
    """Two passes, because one shows formulas and the other one values."""
    for file in files:
        for values in (False, True):
            load_workbook(file, data_only=values).close()


def _by_drafter(files: Sequence[Path]) -> None:
    """The worker's start and end included."""
    with Reader() as reader:
        refused = [book for book in map(reader.read, files) if isinstance(book, Unreadable)]
    if refused:
        raise ValueError(f"{refused[0].file}: {refused[0].reason}")


def rows(found: Compared) -> list[tuple[str, ...]]:
    """What was read, by the clock, processor time, that of a form, times drafter's for 45."""
    told = [(f"openpyxl, two passes, {found.files} forms", found.openpyxl, found.files)]
    told += [(f"drafter, {found.files} forms", found.drafter, found.files)]
    told += [(f"drafter, {n} forms", took, n) for n, took in found.grown.items() if n > found.files]
    base = found.drafter.cpu / found.files
    return [
        (name, *_seconds(took), f"{took.cpu / n * 1000:.2f} ms", f"{took.cpu / n / base:.2f}")
        for name, took, n in told
    ]


def _seconds(took: Took) -> tuple[str, str]:
    return f"{took.wall:.3f} s", f"{took.cpu:.3f} s"


if __name__ == "__main__":
    for row in rows(compare()):
        print(" | ".join(row))
