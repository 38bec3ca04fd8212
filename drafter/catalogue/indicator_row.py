"""A row that says of an indicator what is asked, of whom, in what unit and within which bounds."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from drafter.catalogue.catalogue import Department
from drafter.catalogue.indicator import Indicator, Rollup
from drafter.catalogue.lineage import LINEAGE, stops
from drafter.catalogue.rows import Row, nearest
from drafter.catalogue.settings import LARGEST_SHARE
from drafter.model.finding import Kind
from drafter.model.pattern import pattern

INDICATOR_COLUMNS = (
    "指标编号",
    "指标名称",
    "计量单位",
    "类型",
    "填报部门",
    "计算公式",
    "下限",
    "上限",
    "允许约数",
    "允许不适用",
    "必填",
    "填报说明",
)
# A catalogue may do without these columns.
DEFINITION, CLASSIFIERS, NOTHING, SWING, ANNEX = "口径", "其他量词", "填无视为", "同比幅度", "附件"
NOTHINGS, EVIDENCE, ROLLUP = ("0", "不适用"), "佐证材料", "汇总方式"
DIRECT = "直接填报"
LATER = "待定"  # for the departments of what nobody is asked yet
DISTRICTS = "各区县"  # for those of what only the level below is asked
YES_NO = ("是", "否")
_KEY = pattern(r"[^\W\d]\w*\.[^\W\d]\w*")
_KINDS = tuple(Kind)


def is_key(text: str) -> bool:
    """Whether an indicator can bear the key."""
    return bool(_KEY.fullmatch(text))


def indicator_of(
    row: Row,
    key: str,
    departments: Mapping[str, Department],
    label: str = "指标名称",
    place: str = "指标编号",
) -> Indicator:
    """The indicator of that key as its row says; mistakes at their cells. `label` and `place` are
    the columns of its name and of its key."""
    kind = Kind(row.choice("类型", _KINDS, Kind.INTEGER))
    lower, upper = _bounds(row, kind)
    return Indicator(
        key=key,
        label=row.required(label),
        unit=unit_of(row, kind),
        kind=kind,
        departments=_asked_departments(row, departments),
        place=row.place(place),
        lower=lower,
        upper=upper,
        approximate=row.choice("允许约数", YES_NO, "否") == "是",
        inapplicable=row.choice("允许不适用", YES_NO, "是") == "是",
        required=row.choice("必填", YES_NO, "是") == "是",
        note=row.text("填报说明"),
        definition=row.text(DEFINITION),
        classifiers=tuple(row.list_in(CLASSIFIERS)),
        nothing=row.choice(NOTHING, NOTHINGS, "") if row.text(NOTHING) else "",
        swing=_swing(row, SWING),
        annexed=row.choice(ANNEX, YES_NO, "否") == "是",
        evidence=tuple(dict.fromkeys(row.list_in(EVIDENCE))),
        rollup=_rollup(row, kind),
    )


def _rollup(row: Row, kind: Kind) -> Rollup | None:
    """How several answers become one; a mistake where such answers cannot."""
    if not row.text(ROLLUP):
        return None
    way = Rollup(row.choice(ROLLUP, list(Rollup), Rollup.SAME))
    derived = row.text("计算公式") not in ("", DIRECT)
    if reason := _unfit(way, kind, derived, len(row.list_in("填报部门"))):
        row.mistake("catalogue-rollup", ROLLUP, value=way, reason=reason)
    return way


def _unfit(way: Rollup, kind: Kind, derived: bool, departments: int) -> str:
    """Why such an indicator cannot be rolled up in this way; "" where it can."""
    if derived:
        return "" if way in (Rollup.FORMULA, Rollup.NONE) else "有计算公式的按公式重算"
    if way is Rollup.FORMULA:
        return "没有计算公式"
    if way is Rollup.NONE and departments > 1:
        return "几个部门填报的须有汇总方式"
    if kind is Kind.RATE and (way.adds or way is Rollup.MEAN):
        return "比率不能相加、不能平均，请改报分子、分母并写计算公式"
    if way is Rollup.MEAN and kind is Kind.INTEGER:
        return "平均数不一定是整数，类型请用小数"
    fits = kind.counts or (way.adds and kind is Kind.TABLE)
    ordered = kind is Kind.DATE and way in (Rollup.MOST, Rollup.LEAST)
    return "" if fits or ordered or not way.gathers else f"{kind}不能这样汇总"


def _swing(row: Row, column: str) -> Fraction | None:
    """The share of last year's figure; 50 is a slip for 50%."""
    swing = row.number_in(column)
    if swing is not None and not 0 < swing <= LARGEST_SHARE:
        row.mistake("catalogue-swing", column, column=column, value=row.text(column))
    return swing


def unit_of(row: Row, kind: Kind) -> str:
    """The unit; a mistake where the kind needs one and there is none."""
    unit = row.text("计量单位")
    if kind.counts and kind is not Kind.RATE and not unit:
        row.mistake("catalogue-unit", "计量单位", kind=kind)
    return unit or ("%" if kind is Kind.RATE else "")


def _asked_departments(row: Row, departments: Mapping[str, Department]) -> tuple[str, ...]:
    names = row.list_in("填报部门")
    if stops(row.text(LINEAGE)):  # whoever filled it in may be gone as well
        return tuple(name for name in names if name in departments)
    if len(names) == 1 and names[0] in (LATER, DISTRICTS) and names[0] not in departments:
        return ()
    for name in names:
        if name not in departments and "部门" not in row.mistakes.unread:
            hint = nearest(name, list(departments))
            row.mistake("catalogue-department", "填报部门", value=name, hint=hint)
    if not names and row.text("计算公式") in ("", DIRECT):
        row.mistake("catalogue-empty", "填报部门", column="填报部门")
    return tuple(dict.fromkeys(names))


def _bounds(row: Row, kind: Kind) -> tuple[Fraction | None, Fraction | None]:
    """Lower and upper bound as stated, else those of the kind: counts from 0, rates from 0 to 1."""
    lower, upper = row.number_in("下限"), row.number_in("上限")
    if upper is not None and lower is not None and lower > upper:
        row.mistake("catalogue-bounds", "上限", lower=row.text("下限"), upper=row.text("上限"))
    least = Fraction(0) if lower is None and kind in (Kind.INTEGER, Kind.RATE) else lower
    return least, Fraction(1) if upper is None and kind is Kind.RATE else upper
