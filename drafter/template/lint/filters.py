"""What each filter takes and what it gives, as far as that is known before there is any data."""

from __future__ import annotations

from msgspec.structs import replace

from drafter.catalogue.indicator import Column
from drafter.model.finding import Kind
from drafter.model.quantity import MYRIADS
from drafter.template.lint.things import ANYTHING, Sort, Thing

_NUMBERS = frozenset(
    {
        "万",
        "亿",
        "汉字",
        "小数",
        "同比",
        "比率",
        "上年",
        "百分点",
        "占比",
        "至",
        "概数",
        "有无",
        "历年",
    }
)
_COURSE = {
    "年度": Column("年度", "", Kind.TEXT),
    "数": Column("数", "", Kind.INTEGER),
    "备注": Column("备注", "", Kind.TEXT),
}
_TEXTS = frozenset({"分段", "成句"})
_TABLES = frozenset({"列举", "括注"})
_DISTRICTS = frozenset({"前"})
_KEEPING = frozenset({"汉字", "小数", "序数", "上年", "至", "概数"})


def taken(name: str) -> tuple[Sort, ...]:
    """The sorts that the filter takes; none where it takes anything."""
    kinds = (
        (_NUMBERS, Sort.NUMBER),
        (_TEXTS, Sort.TEXT),
        (_TABLES, Sort.TABLE),
        (_DISTRICTS, Sort.DISTRICTS),
    )
    return tuple(sort for names, sort in kinds if name in names)


def filtered(name: str, value: Thing) -> Thing:
    """What the filter gives for the value."""
    if name in MYRIADS:
        return replace(value, scale=name)
    if name in _KEEPING:
        return value
    if name in ("同比", "百分点", "有无", "列举", "括注", "前", "join", "成句", "string", "trim"):
        return Thing(Sort.TEXT, value.label)
    if name == "历年":
        return Thing(Sort.TABLE, value.label, columns=_COURSE)
    if name in ("length", "sum"):
        return Thing(Sort.NUMBER, value.label)
    if name in ("比率", "占比"):
        return Thing(Sort.NUMBER, value.label, units=("%",), rate=True)
    return value if name in ("default", "sort", "reverse", "list", "unique") else ANYTHING
