"""Classifiers that count the same things: 件 and 起."""

from __future__ import annotations

from functools import lru_cache

_GENERAL = ("座", "处", "所", "家", "条", "台", "套", "间", "支", "个", "项")
NO_COUNT = ("‰", "级", "岁", "个月", "小时", "分钟", "周年")  # these measure; they never add up
FAMILIES = ("件起宗例封单案", "人名位", "次场", "家户", "份部", "头匹只")


@lru_cache(maxsize=512)
def alike(one: str, other: str) -> bool:
    """Whether two classifiers count the same things.

    >>> alike("件", "起"), alike("件", "件（次）"), alike("人", "次")
    (True, False, False)
    """
    return one == other or any(one in f and other in f for f in FAMILIES if one and other)


@lru_cache(maxsize=128)
def family(unit: str) -> str:
    """A name that all classifiers have which count the same things.

    >>> family("起") == family("件"), family("人") == family("次")
    (True, False)
    """
    return next((one for one in FAMILIES if unit in one), unit) if unit else ""


def holds(whole: str, part: str, among: bool) -> bool:
    """Whether a total's classifier holds the parts': 684个，其中水库5座、淤地坝20座."""
    return alike(whole, part) or (among and whole in ("个", "项") and part in _GENERAL)
