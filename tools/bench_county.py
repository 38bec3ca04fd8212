"""A full county: 45 departments, 4,500 indicators, 900 rules, 600 slots; its forms filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from drafter.catalogue.indicator_row import INDICATOR_COLUMNS
from drafter.catalogue.sheet import RULE_COLUMNS, TABLE_COLUMNS
from drafter.desk.files.folders import CATALOGUE, TEMPLATE, Folders, write_file
from tools.build import catalogue, template

YEAR = 2024
_SYLLABLES = "平安兴宁永乐长清福德"
_SENTENCE = "全县各单位依法履行职责，{}，各项工作有序推进。"
_THEME, _A_PARAGRAPH, _A_RULE = 10, 4, 5  # indicators
_NAME = re.compile(r'<definedName name="([^"]+)">\'填报表\'!\$D\$([0-9]+)</definedName>')


@dataclass(frozen=True, slots=True)
class County:
    """How large a county is: its departments, the rows of each form, the slots of its report.

    A `terse` report has so few words to a slot that 8,000 of them are within what a template may
    hold: 200,000 characters, 8,000 tags.
    """

    departments: int = 45
    rows: int = 100
    slots: int = 600
    terse: bool = False
    mistaken: bool = False
    """Whether half of the sums are wrong."""
    number: int = 0
    """Which county of its nation it is: each has another name and other figures."""

    @property
    def region(self) -> str:
        """Its name."""
        return "".join(_SYLLABLES[int(digit)] for digit in f"{self.number + 1:02}") + "县"

    def department(self, number: int) -> str:
        """The name of one of its departments."""
        return f"{self.region if self.number else '县'}第{number}局"

    def key(self, department: int, row: int) -> str:
        """The key of a department's indicator; ten make a theme."""
        return f"工作{department}之{row // _THEME}.第{row}项"

    def amount(self, row: int) -> int:
        """What is filled in; every fifth from the third is the sum of the two before it."""
        turn, part = divmod(row, _A_RULE)
        one, two = 10 + turn + 37 * self.number, 20 + turn + 53 * self.number
        both = one + two + (self.mistaken and turn % 2)
        return (one, two, both, 7 * row + 11 * self.number, 3 * row + 13 * self.number)[part]


def write_county(county: County, root: Path) -> None:
    """Catalogue and template of the county as a workspace."""
    departments = range(county.departments)
    names = [county.department(d) for d in departments]
    asked = [
        [county.key(d, r), f"第{d}单位第{r}项工作办理件数", "件", "整数", names[d]]
        for d in departments
        for r in range(county.rows)
    ]
    tables: dict[str, Sequence[Sequence[str]]] = {
        "报告": [("项目", "内容"), *_settings(county)],
        "部门": [("部门", "联系人", "联系电话"), *((name, "", "") for name in names)],
        "指标": [INDICATOR_COLUMNS, *(row + [""] * (len(INDICATOR_COLUMNS) - 5) for row in asked)],
        "明细表": [TABLE_COLUMNS],
        "校验规则": [RULE_COLUMNS, *_rules(county)],
    }
    write_file(root / CATALOGUE, catalogue(tables))
    write_file(root / TEMPLATE, template(report_lines(county)))


def _settings(county: County) -> Iterator[tuple[str, str]]:
    yield from (("地区", county.region), ("级别", "县"), ("年度", str(YEAR)))
    yield "标题", f"{county.region}年度报告"
    yield from (("统计起始日期", "2024年1月1日"), ("截止日期", "2024年10月31日"))


def _rules(county: County) -> Iterator[tuple[str, str, str]]:
    for department in range(county.departments):
        for first in range(0, county.rows - _A_RULE + 1, _A_RULE):
            one, two, both = (county.key(department, first + n) for n in range(3))
            yield f"{both} = {one} + {two}", "错误", ""


def report_lines(county: County) -> Iterator[str]:
    """The template: slots over all departments in turn, four to a paragraph."""
    yield "Title|平安县年度报告" if county.terse else "Title|{{ 报告.标题 }}"
    yield "Heading1|一、主要工作"
    unit, frame = ("局", "{}。") if county.terse else ("单位办理", _SENTENCE)
    for start in range(0, county.slots, _A_PARAGRAPH):
        numbers = range(start, min(start + _A_PARAGRAPH, county.slots))
        places = [(n % county.departments, n // county.departments % county.rows) for n in numbers]
        clauses = (f"第{d}{unit}{{{{ {county.key(d, r)} }}}}件" for d, r in places)
        yield "|" + frame.format("，".join(clauses))


def fill_forms(county: County, folders: Folders) -> list[Path]:
    """The forms that were issued, filled in as they come back."""
    forms = sorted(folders.forms(YEAR).glob("*.xlsx"))
    filled = [folders.root / "inputs" / str(YEAR) / form.name for form in forms]
    for form, path in zip(forms, filled, strict=True):
        write_file(path, _filled(county, form.read_bytes()))
    return filled


def _filled(county: County, form: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(form)) as blank, ZipFile(stream, "w") as full:
        names = _NAME.findall(blank.read("xl/workbook.xml").decode())
        amounts = {f"D{at}": county.amount(int(re.findall(r"[0-9]+", k)[-1])) for k, at in names}
        for item in blank.infolist():
            content = blank.read(item)
            if item.filename == "xl/worksheets/sheet1.xml":
                content = _entered(content.decode(), amounts).encode()
            full.writestr(item, content)
    return stream.getvalue()


def _entered(sheet: str, amounts: dict[str, int]) -> str:
    """The sheet with the amounts in its empty cells."""
    empty = re.compile(r'<c r="(D[0-9]+)"( s="[0-9]+")/>')

    def cell(found: re.Match[str]) -> str:
        at, style = found.groups()
        return f'<c r="{at}"{style}><v>{amounts[at]}</v></c>' if at in amounts else found[0]

    return empty.sub(cell, sheet)
