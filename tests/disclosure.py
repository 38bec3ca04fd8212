"""The second kit, filled in: a county's 政府信息公开工作年度报告 with invented figures that are sound."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl

from drafter.desk.catalogue.new_workspace import Wish, make, planned
from drafter.desk.year.workspace import Workspace, open_workspace
from tests.building import EQUIPMENT

KIT, YEAR = "政府信息公开", 2024
FIGURES = Path(__file__).parent / "data" / f"{KIT}.csv"
_TEXT = "围绕群众关切主动公开信息，依法办好每一件申请。"
_LONG = "文字材料"


def figures(column: str = "本年") -> dict[str, float]:
    """The figures of a year by key."""
    with FIGURES.open(encoding="utf-8", newline="") as stream:
        return {row["指标"]: float(row[column]) for row in csv.DictReader(stream)}


def opened(folder: Path, year: int = YEAR) -> Workspace:
    """A new workspace of the kit."""
    make(folder, planned(Wish("平安县", str(year), kit=KIT)))
    return _open(folder)


def _open(folder: Path) -> Workspace:
    return open_workspace(folder, equipment=EQUIPMENT)


def handed_in(folder: Path, year: int, values: Mapping[str, float]) -> Iterator[Path]:
    """The issued forms filled in and put where they arrive."""
    target = folder / "inputs" / str(year)
    target.mkdir(parents=True, exist_ok=True)
    for form in _open(folder).forms().files:
        fill(form, target / form.name, values)
        yield target / form.name


def fill(form: Path, target: Path, values: Mapping[str, float]) -> None:
    """The form with its values entered at the cells that its names point to."""
    book = openpyxl.load_workbook(form, rich_text=True)
    for name, defined in book.defined_names.items():
        sheet, cell = str(defined.attr_text).replace("'", "").replace("$", "").rsplit("!", 1)
        if name in values:
            number = values[name]
            book[sheet][cell] = int(number) if number == int(number) else number
        elif sheet == _LONG:
            book[sheet][cell] = _TEXT
    first = book["填报表"]
    first["C3"], first["F3"] = "张三", "0772-2800000"
    book.save(target)


def two_years(folder: Path) -> Workspace:
    """A workspace of the kit with the forms of the year before and of this one."""
    before = folder.parent / f"{folder.name}上年"
    opened(before, YEAR - 1)
    list(handed_in(before, YEAR - 1, figures("上年")))
    opened(folder)
    shutil.copytree(before / f"inputs/{YEAR - 1}", folder / f"inputs/{YEAR - 1}")
    list(handed_in(folder, YEAR, figures()))
    return _open(folder)
