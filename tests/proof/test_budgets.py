"""Accounts of a budget: what is added to a number, what a budget is measured by, whose figure it
is."""

from __future__ import annotations

import pytest

from drafter.model.finding import Severity
from drafter.proof.proof import proofread
from drafter.proof.text.passage import passages

SOUND = [
    "县级一般公共预算收入完成41.37亿元，为预算的96.2%，增长2.1%；加上上级补助等收入88.46亿元，收入总计"
    "129.83亿元。县级一般公共预算支出97.25亿元，为预算的91.4%，下降3.3%。",
    "基金收入年初预算合计36.2亿元，实际完成38.1亿元，为预算的105.2%，其中土地出让收入21.4亿元，为预算的"
    "99.1%。",
    "政府性基金收入完成57,318万元，增长6%。加上上级补助收入62,105万元，债券转贷收入48,330万元，上年结余"
    "收入9,402万元，收入总计177,155万元。",
    "基金预算支出31.52亿元，加上调出资金、结转下年等支出4.26亿元，支出总计35.78亿元。收支平衡。",
    "基金预算支出2146万元，结转下年727万元，支出合计2873万元，当年收支平衡。",
    "全市国有资本经营预算收入59.31亿元。\n市级国有资本经营预算收入53.91亿元。",
    "经开区上级补助收入2.83亿元。\n高新区上级补助收入8.23亿元。",
    "猪肉产量21.6万吨，增长4.2%；牛肉产量0.74万吨，下降11.6%；羊肉产量0.58万吨，下降21.7%。",
    "经费收入50.86亿元，其中：场地租赁收入38.60亿元，设施使用费收入4.55亿元，"
    "专项工作机构和专项销售机构的业务费用收入7.06亿元。",
]  # fmt: skip
FAULTY = [
    "基金收入年初预算合计36.2亿元，实际完成38.1亿元，为预算的150.2%。",
    "加上级补助收入62,105万元，债券转贷收入48,330万元，上年结余收入9,402万元，收入总计120,837万元。",
    "全市国有资本经营预算收入59.31亿元。\n概括地说，全市国有资本经营预算收入53.91亿元。",
    "去年猪肉产量21.6万吨，今年猪肉产量24.3万吨，增长15.2%。",
]


def loud(text: str) -> list[str]:
    return [
        one.code
        for one in proofread(passages(text.split("\n")))
        if one.severity is not Severity.HINT
    ]


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_account_is_left_alone(text: str) -> None:
    assert loud(text) == []


@pytest.mark.parametrize("text", FAULTY)
def test_a_wrong_number_in_an_account_is_told(text: str) -> None:
    assert loud(text)


@pytest.mark.parametrize(
    "text",
    [
        "全年评审项目83个，审定51.37亿元，审减4.86亿元，审减率8.64%。",
        "预算评审2.17亿元，审减0.31亿元，审减率达14.3%。",
        "定位精度由过去的12米提高到现在的5米。",
        "政务事项网办率接近100%。",
        "门诊报销比例达到65%，超过80%的乡镇卫生院开通了直接结算。",
        "坚持“一要稳住、二要提升”的原则，从严控制支出。",
        "坚持实事求是是做好审计工作的前提。",
        "赔付支出52.8亿元，其中财产险赔付21.4亿元，健康险赔付4.1亿元，寿险赔付26.8亿元。",
        "汽车保有量48.3万辆，其中私人汽车43.72万辆，新能源汽车8.16万辆。",
        "一般贸易出口61.4亿元，增长3.2%。分重点商品看，机电产品出口38.7亿元，高新技术产品出口10.6亿元，"
        "农产品出口9.4亿元。",
        "进口额64.7亿元，增长10.3%；油料3.16亿元，增长4.4%；药品3.85亿元，下降14.8%。",
    ],
)
def test_words_that_only_look_wrong_are_left_alone(text: str) -> None:
    assert loud(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "预算评审2.17亿元，审减0.31亿元，审减率达41.3%。",
        "办结率由98.3%提高到91.7%。",
        "办结率95.2%，超过上年的97.6%。",
        "一要稳住收入，三要管住支出。",
        "赔付支出52.8亿元，其中财产险赔付21.4亿元，健康险赔付4.1亿元，其他赔付26.8亿元。",
        "受理案件48372件，其中民事31265件、刑事9417件、行政7960件。",
    ],
)
def test_what_is_wrong_beside_them_is_told(text: str) -> None:
    assert loud(text)
