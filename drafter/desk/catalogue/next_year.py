"""The catalogue turned to the next year: 报告 with its year, title and dates a year later, 沿革
with the year that it is of, 地区 without last year's 总校验值."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from drafter.catalogue.calendar import LATER, START
from drafter.catalogue.lineage import LINEAGE, stamped
from drafter.catalogue.regions import HEAD
from drafter.catalogue.regions import SHEET as REGIONS
from drafter.catalogue.rows import as_date
from drafter.desk.catalogue.catalogue_editing import Amendment
from drafter.desk.catalogue.catalogue_rows import INDICATORS, SETTINGS, Leaf, Leaves
from drafter.model.dates import official_date
from drafter.model.errors import WorkspaceError

_SPOKEN = ("[〇○零]", *"一二三四五六七八九")
_WRITTEN = str.maketrans("0123456789", "〇一二三四五六七八九")


def next_year(sheets: Leaves) -> list[Amendment]:
    """The amendments. Raises WorkspaceError where the year cannot be told."""
    leaf = sheets[SETTINGS]
    year = next((line.texts.get("内容", "") for line in leaf.named("项目", "年度")), "")
    if not re.fullmatch("[0-9]{4}", year):
        raise WorkspaceError("“年度”没有填对，请先在报告设置中改正")
    settings = [
        Amendment(SETTINGS, line.number, {"内容": _later(line.texts, year)}, line.mark)
        for line in leaf.lines
    ]
    return [*settings, *_lineages(sheets[INDICATORS], int(year)), *without_heads(sheets)]


def without_heads(sheets: Leaves) -> list[Amendment]:
    """地区 without the heads that were copied from the letters of the year that is over."""
    lines = sheets[REGIONS].lines if REGIONS in sheets else ()
    headed = [line for line in lines if line.texts.get(HEAD)]
    return [Amendment(REGIONS, line.number, {HEAD: ""}, line.mark) for line in headed]


def _lineages(leaf: Leaf, year: int) -> Iterator[Amendment]:
    for line in leaf.lines:
        text = line.texts.get(LINEAGE, "")
        if (later := stamped(text, year)) != text:
            yield Amendment(INDICATORS, line.number, {LINEAGE: later}, line.mark)


def _later(texts: Mapping[str, str], year: str) -> str:
    name, text = texts.get("项目", ""), texts.get("内容", "")
    if name.startswith(LATER):
        return ""
    if (day := as_date(text)) and (name == START or str(day.year) == year):
        return official_date(_year_later(day))
    later = str(int(year) + 1)
    spoken = "".join(_SPOKEN[int(digit)] for digit in year)
    text = re.sub(spoken, later.translate(_WRITTEN), text)
    return re.sub(rf"(?<![0-9]){year}(?![0-9])", later, text)


def _year_later(day: date) -> date:
    """The same day of the next year; of a leap day the last of February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
