"""The catalogue turned to the next year: 报告 with its year, title and dates a year later."""

from __future__ import annotations

import re
from collections.abc import Mapping

from drafter.catalogue.stages import DATE
from drafter.desk.catalogue.catalogue_editing import Amendment
from drafter.desk.catalogue.catalogue_rows import SETTINGS, Leaves
from drafter.model.errors import WorkspaceError

# What is settled for one year only.
_OWN = ("报送期限",)


def next_year(sheets: Leaves) -> list[Amendment]:
    """The amendments. Raises WorkspaceError where the year cannot be told."""
    leaf = sheets[SETTINGS]
    year = next((line.texts.get("内容", "") for line in leaf.named("项目", "年度")), "")
    if not re.fullmatch("[0-9]{4}", year):
        raise WorkspaceError("“年度”没有填对，请先在报告设置中改正")
    return [
        Amendment(SETTINGS, line.number, {"内容": _later(line.texts, year)}, line.mark)
        for line in leaf.lines
    ]


def _later(texts: Mapping[str, str], year: str) -> str:
    name, text = texts.get("项目", ""), texts.get("内容", "")
    if name in _OWN or name.startswith(DATE):
        return ""
    later = str(int(year) + 1)
    return re.sub(rf"(?<![0-9]){year}(?![0-9])", later, text)
