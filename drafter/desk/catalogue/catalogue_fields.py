"""What can be set of an indicator, a rule, a department: asked in words, with what is possible."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from drafter.catalogue.indicator import Rollup
from drafter.catalogue.indicator_row import (
    ANNEX,
    CLASSIFIERS,
    DEFINITION,
    DIRECT,
    NOTHING,
    NOTHINGS,
    ROLLUP,
    SWING,
)
from drafter.catalogue.lineage import LINEAGE
from drafter.catalogue.sheet import EARLIER
from drafter.model.finding import Kind, Severity


class Entry(StrEnum):
    """How something is filled in."""

    LINE = "line"
    LINES = "lines"
    CHOICE = "choice"
    DEPARTMENTS = "departments"
    UNIT = "unit"
    FORMULA = "formula"


class Field(Struct, frozen=True):
    """A column of the catalogue: the question that stands for it, a hint, how it is filled in; the
    choices with what they mean; whether it is written as a number; what an empty cell means."""

    column: str
    question: str
    hint: str = ""
    entry: Entry = Entry.LINE
    choices: tuple[tuple[str, str], ...] = ()
    number: bool = False
    default: str = ""


def _yes(column: str, question: str, default: str, yes: str, no: str) -> Field:
    words = {"是": yes, "否": no}
    others = tuple((one, words[one]) for one in words if one != default)
    choices = (("", words[default]), *others)
    return Field(column, question, entry=Entry.CHOICE, choices=choices, default=default)


_KINDS = (
    (Kind.INTEGER, "整数，如件数、人数、次数"),
    (Kind.DECIMAL, "小数，如公里、亩"),
    (Kind.MONEY, "金额，如万元"),
    (Kind.RATE, "比率，如98%"),
    (Kind.DATE, "日期"),
    (Kind.TEXT, "短文字，如名称"),
    (Kind.LONG_TEXT, "长文字，一段或几段"),
    (Kind.TABLE, "明细表，一行一项"),
)
KINDS = tuple((str(kind), words) for kind, words in _KINDS)
_ROLLUPS = (
    (Rollup.SAME, "各家必须一致"),
    (Rollup.SUM, "相加"),
    (Rollup.END_SUM, "期末数相加，如在册人数"),
    (Rollup.FORMULA, "分子、分母先汇总，再按公式算"),
    (Rollup.MOST, "取最大的"),
    (Rollup.LEAST, "取最小的"),
    (Rollup.MEAN, "取平均"),
    (Rollup.NONE, "不汇总"),
)
COLUMN_KINDS = KINDS[:-1]
KEY = Field("指标编号", "编号", "主题.名称，如法律援助.案件总数；模板和规则用它，定了就不能改")
INDICATOR = (
    Field("指标名称", "填报表上叫什么", "如办理法律援助案件"),
    Field("类型", "填什么", entry=Entry.CHOICE, choices=KINDS, default=Kind.INTEGER),
    Field("计量单位", "单位", "件、人次、万元等；比率和文字不用填", Entry.UNIT),
    Field("填报部门", "由谁填报", "可以选几个；怎样成为一个数，看汇总方式", Entry.DEPARTMENTS),
    Field(
        "计算公式", "由别的指标算出的，怎么算",
        "部门填报的不写。如：人民调解.成功件数 / 人民调解.受理件数；"
        f"比率要部门直接填的写“{DIRECT}”",
        Entry.FORMULA,
    ),
    Field("下限", "最小是多少", "不填的，整数不小于0", number=True),
    Field("上限", "最大是多少", "不填的不限", number=True),
    _yes("允许约数", "可不可以报“80余”", "否", "可以报约数", "只能报准数"),
    _yes("允许不适用", "可不可以报“不适用”", "是", "可以", "不可以，没有的填0"),
    _yes("必填", "必须填吗", "是", "必须填", "选填，不填按不适用"),
    Field("填报说明", "给填报部门的说明", "印在填报表上，不公开", Entry.LINES),
    Field(DEFINITION, "统计口径", "含什么、不含什么；印在填报表上，随数据公开", Entry.LINES),
    Field(CLASSIFIERS, "还可以用的量词", "如单位是件、有时写起的，填起"),
    Field(
        NOTHING, "部门填“无”“/”的怎么读", entry=Entry.CHOICE,
        choices=(("", "读取后请部门确认"), *((one, f"按{one}读") for one in NOTHINGS)),
    ),
    Field(
        ROLLUP, "几个部门、各区县报的怎样汇总", entry=Entry.CHOICE,
        choices=(("", "部门须一致，不汇总各区县"), *((str(one), words) for one, words in _ROLLUPS)),
    ),
    Field(SWING, "比上年增减超过多少要部门核对", "如30%；不填的按“报告设置”中的"),
    _yes(ANNEX, "列入附件“主要指标”吗", "否", "列入", "不列入"),
    Field(
        LINEAGE, "同上年的指标是什么关系",
        "编号没有变的不用填。改名 旧编号；合并 甲.民事+甲.刑事；拆分 自 甲.总数；新增；停用；"
        "口径变动 说明",
        Entry.LINES,
    ),
)  # fmt: skip
TABLE = (
    Field("列名", "列名"),
    Field("类型", "填什么", entry=Entry.CHOICE, choices=COLUMN_KINDS, default=Kind.TEXT),
    Field("计量单位", "单位", entry=Entry.UNIT),
    Field("填报说明", "说明"),
)
RULE = (
    Field(
        "规则", "必须成立的关系",
        "如：法律援助.案件总数 = 法律援助.民事案件数 + 法律援助.刑事案件数", Entry.FORMULA,
    ),
    Field(
        "级别", "不成立的算什么", entry=Entry.CHOICE,
        choices=tuple((str(one), str(one)) for one in Severity), default=Severity.ERROR,
    ),
    Field("说明", "不成立时告诉部门什么", "不填的自动写成一句话", Entry.LINES),
)  # fmt: skip
DEPARTMENT = (
    Field("部门", "部门"),
    Field("联系人", "联系人"),
    Field("联系电话", "电话"),
    Field(EARLIER, "曾用名"),
)
SETTING = (Field("项目", "项目"), Field("内容", "内容", number=True))
