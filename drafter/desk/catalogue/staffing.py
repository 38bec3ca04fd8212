"""The departments of a new workspace: a list as it was pasted, and which of them takes over what
the kit asks of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.catalogue.catalogue import Department
from drafter.catalogue.indicator_row import LATER
from drafter.catalogue.sheet import unfit_name
from drafter.model.pattern import pattern

_BETWEEN = pattern(r"[\t,，|\s]+")
_SEVERAL = pattern(r"[\n；;、]+")
_ORDINAL = pattern(r"^\s*[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.．、)）]\s*")
_PHONE = pattern(r"[\d\-—－转()（）+]{5,30}")
_HEADINGS = ("部门", "单位", "部门名称", "单位名称", "序号")
_SORT = pattern(r"(?<=...)(?:委员会|办公室|局|委|办)$")  # of office, which abbreviations change
MOST_DEPARTMENTS = 300


class Homeless(Struct, frozen=True):
    """A department of the kit that the list does not have: how many indicators the kit asks it, and
    the nearest of the list, "" where none is near."""

    name: str
    indicators: int
    nearest: str


def pasted_departments(text: str) -> tuple[tuple[Department, ...], str]:
    """(the departments, what is wrong with the list): one a line, contact and telephone behind it
    where they were copied along; what stands in one line with 、 between is several."""
    read = [_department(line) for line in _lines(text) if line.strip()]
    departments = [d for d in read if d.name and d.name not in _HEADINGS]
    return tuple(departments), _mistake(departments)


def _lines(text: str) -> Iterator[str]:
    """Each department's own; the mark behind a list's numeral parts nothing."""
    for line in text.splitlines():
        yield from _SEVERAL.split(_ORDINAL.sub("", line))


def _department(line: str) -> Department:
    name, *others = [part for part in _BETWEEN.split(line.strip()) if part] or [""]
    if name.isdecimal() and others:
        name, *others = others
    phone = next((part for part in others if _PHONE.fullmatch(part)), "")
    contact = next((part for part in others if part != phone), "")
    return Department(name, contact, phone)


def _mistake(departments: Sequence[Department]) -> str:
    names = [department.name for department in departments]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        return f"“{twice}”写了两次，请删去一个"
    if unfit := next((name for name in names if unfit_name(name) or name == LATER), ""):
        return f"“{unfit}”不能作部门名称；名称不超过31个字，不含 / : * ? 等符号"
    if len(names) > MOST_DEPARTMENTS:
        return f"部门超过{MOST_DEPARTMENTS}个，请核对"
    return ""


def homeless(asked: Mapping[str, int], departments: Sequence[Department]) -> tuple[Homeless, ...]:
    """The kit's departments that the list does not have; `asked`: of how many indicators each."""
    names = [department.name for department in departments]
    if not names:
        return ()
    return tuple(
        Homeless(name, count, _nearest(name, names))
        for name, count in asked.items()
        if name not in names
    )


def _nearest(name: str, names: Sequence[str]) -> str:
    """The only one of the names that is short for the name, or that the name is short for: offices
    that share no more than their ending (监督管理局) are not near."""
    near = [one for one in names if _short(name, one) or _short(one, name)]
    return near[0] if len(near) == 1 else ""


def _short(name: str, whole: str) -> bool:
    """Whether the name's characters are the whole's, in their order, some left out."""
    rest = iter(_core(whole))
    return all(char in rest for char in _core(name))


def _core(name: str) -> str:
    return _SORT.sub("", name.replace("人民", ""))
