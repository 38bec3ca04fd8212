"""inputs/2023: the issued forms, filled in from the published figures as departments would."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from drafter.desk.year.workspace import open_workspace

ROOT = Path(__file__).parents[1]
FIGURES, TEXTS = ROOT / "tests/data/figures.csv", ROOT / "tools/sample/文字.csv"
ROWS = ROOT / "tools/sample/明细.csv"
# The parts of rates that the list gives in its notes, and the two rates that are reported as such.
PARTS: dict[str, float] = {
    "助企暖企.办结问题数": 95,
    "行政诉讼.负责人出庭件数": 20,
    "建议提案.办复件数": 167,
    "政务公开.依申请公开办结件数": 4,
    "互联网监管.已录入企业数": 214,
    "互联网监管.执法人员录入率": 1,
    "互联网监管.行业覆盖率": 1,
}


def main() -> None:
    """Issue the forms, fill each in, and put it where the departments' workbooks arrive."""
    issued = open_workspace(ROOT).forms()
    inputs = ROOT / "inputs/2023"
    inputs.mkdir(parents=True, exist_ok=True)
    for form in issued.files:
        fill(form, inputs / form.name)


def fill(form: Path, target: Path) -> None:
    """The form with its values entered; protection, validation and names stay."""
    book = load_workbook(form, rich_text=True)
    values, tables = _values(), _tables()
    for sheet in book:
        _fill_rows(sheet, values)
        _fill_table(sheet, tables)
    book.save(target)


def _values() -> dict[str, Any]:
    found: dict[str, Any] = dict(PARTS)
    for row in _records(FIGURES):
        if row["unit"] != "%" and not row["indicator"].endswith("明细"):
            number = row["value"]
            exact = int(number) if number.isdigit() else float(number)
            found[row["indicator"]] = f"{number}余" if row["approximate"] else exact
    return found | {row["指标"]: row["内容"] for row in _records(TEXTS)}


def _tables() -> dict[str, list[list[Any]]]:
    found: dict[str, list[list[Any]]] = {}
    for row in _records(FIGURES):
        if row["indicator"].endswith("明细"):
            department = row["note"].removeprefix("table row: ")
            found.setdefault(row["indicator"], []).append([department, int(row["value"])])
    for row in _records(ROWS):
        cells = [row[name] for name in ("一", "二", "三") if row[name]]
        found.setdefault(row["指标"], []).append(cells)
    return found


def _fill_rows(sheet: Worksheet, values: dict[str, Any]) -> None:
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, 1).value)
        if key in values:
            sheet.cell(row, 4).value = values[key]


def _fill_table(sheet: Worksheet, tables: dict[str, list[list[Any]]]) -> None:
    for row in range(1, sheet.max_row + 1):
        key = str(sheet.cell(row, 1).value or "").removeprefix("明细表:")
        for at, cells in enumerate(tables.get(key, ()), start=row + 1):
            for column, value in enumerate(cells, start=3):
                sheet.cell(at, column).value = value


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


if __name__ == "__main__":
    main()
