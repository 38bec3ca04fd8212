"""类别: what sort of thing a finding is about, for lists that are sorted and decided by it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Category(StrEnum):
    """The sorts, in the order in which lists have them."""

    FILE = "报表文件"
    UNFILLED = "未填"
    FORM = "表格改动"
    ANSWER = "填法"
    UNIT = "计量单位"
    BOUNDS = "上下限"
    SUM = "合计校验"
    CONFLICT = "部门不一致"
    SWING = "上年差异"
    HAND = "手改"
    RECORD = "目录记录"


_BEGINNINGS: Mapping[str, Category] = {
    "workbook": Category.FILE,
    "last": Category.FILE,
    "handed": Category.FILE,
    "form": Category.FORM,
    "sheet": Category.FORM,
    "row": Category.FORM,
    "fixed": Category.FORM,
    "table": Category.FORM,
    "value": Category.ANSWER,
    "text": Category.ANSWER,
    "unit": Category.UNIT,
    "derived": Category.BOUNDS,
    "sum": Category.SUM,
    "rule": Category.SUM,
    "figures": Category.CONFLICT,
    "year": Category.SWING,
    "edit": Category.HAND,
}
_SINGLE: Mapping[str, Category] = {
    **dict.fromkeys(("value-missing", "table-unfilled", "text-unfilled"), Category.UNFILLED),
    **dict.fromkeys(("value-low", "value-high"), Category.BOUNDS),
    **dict.fromkeys(("form-kind", "form-macros", "form-year", "form-foreign"), Category.FILE),
    **dict.fromkeys(("form-department", "form-nobody", "form-region"), Category.FILE),
    "evidence-missing": Category.FILE,
    "fixed-crossing": Category.SUM,
    "form-period": Category.FILE,
    **dict.fromkeys(("value-moved", "value-moved-empty", "value-merged"), Category.FORM),
    **dict.fromkeys(("value-overwritten", "value-hidden"), Category.FORM),
    "value-unit": Category.UNIT,
    "table-contradicts": Category.ANSWER,
}


def category(code: str) -> Category:
    """The sort of a finding of that code; what is nobody's form is about the records."""
    beginning = code.partition("-")[0]
    return _SINGLE.get(code) or _BEGINNINGS.get(beginning, Category.RECORD)
