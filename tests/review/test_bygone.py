"""Which number of an old report is which indicator's: what is certain, and why the rest is not."""

from __future__ import annotations

import pytest

from drafter.model.finding import Kind
from drafter.proof.text.passage import passages
from drafter.review.bygone.claims import Asked, claims
from drafter.review.bygone.mentions import mentions
from drafter.review.bygone.slots import slots
from drafter.template.tags import find_tags
from drafter.word.package import unpack
from tools.build import template

TEMPLATE = (
    "|办理法律援助案件{{ 援助.总数 }}件，其中民事{{ 援助.民事 }}件；播放{{ 宣传.播放|万 }}次。",
    "|{% if 复议.申请 %}收到行政复议申请{{ 复议.申请 }}件，受理{{ 复议.受理 }}件"
    "{% else %}未收到行政复议申请{% endif %}。",
    "|法律顾问出庭率{{ 顾问.出庭率 }}，{{ 顾问.出庭率|同比 }}。",
    "|新增事项{{ 清单.新增 }}项。",
)
LABELS = {
    "援助.总数": ("法律援助案件", "件", Kind.INTEGER),
    "援助.民事": ("法律援助民事案件", "件", Kind.INTEGER),
    "宣传.播放": ("普法视频播放", "次", Kind.INTEGER),
    "复议.申请": ("行政复议申请", "件", Kind.INTEGER),
    "复议.受理": ("受理行政复议", "件", Kind.INTEGER),
    "顾问.出庭率": ("法律顾问出庭率", "%", Kind.RATE),
    "清单.新增": ("新增事项", "项", Kind.INTEGER),
    "投入.经费": ("普法经费投入", "万元", Kind.MONEY),
}


@pytest.fixture(scope="module")
def asked() -> list[Asked]:
    places = slots(unpack(template(list(TEMPLATE)), "模板.docx"), {key: key for key in LABELS}, {})
    return [
        Asked(key, label, unit, (), kind, tuple(slot for slot in places if slot.key == key))
        for key, (label, unit, kind) in LABELS.items()
    ]


def read(asked: list[Asked], text: str, year: int = 2023) -> dict[str, list[str]]:
    """What is said of each indicator: the number; behind a bar why it is not certain."""
    told: dict[str, list[str]] = {}
    for one in claims(asked, mentions(passages(text.splitlines()), year)):
        told.setdefault(one.key, []).append(f"{one.text}|{one.doubt}" if one.doubt else one.text)
    return told


def test_the_places_of_a_template_have_the_words_around_them(asked: list[Asked]) -> None:
    by_key = {one.key: one.slots for one in asked}
    assert [slot.after.rstrip("。") for slot in by_key["复议.受理"]] == ["件\n未收到行政复议申请\n"]
    assert by_key["复议.受理"][0].before.startswith("收到行政复议申请")
    assert len(by_key["顾问.出庭率"]) == 1
    assert find_tags(TEMPLATE[2])[1].code.endswith("同比")


def test_the_templates_own_words_make_it_certain(asked: list[Asked]) -> None:
    text = (
        "办理法律援助案件６１３件，其中民事350件；播放2.8万余次。\n收到行政复议申请38件，受理37件。"
    )
    assert read(asked, text) == {
        "援助.总数": ["613"],
        "援助.民事": ["350"],
        "宣传.播放": ["28000余"],
        "复议.申请": ["38"],
        "复议.受理": ["37"],
    }


def test_other_words_are_for_a_person(asked: list[Asked]) -> None:
    found = read(asked, "全年共受理各类法律援助1613件。")
    assert found.get("援助.总数", ["1613|"])[0].startswith("1613|")


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("办理法律援助案件约600件。", "写法不是准数"),
        ("2022年办理法律援助案件598件。", "句中有“2022年”"),
        ("去年同期办理法律援助案件598件。", "句中有“去年”"),
        ("五年来累计办理法律援助案件2598件。", "句中说的是几年合计"),
        ("办理法律援助案件613件。\n全区办理法律援助案件631件。", "文中另有相近的数"),
        ("计划办理法律援助案件700件。", "句中有“计划”"),
    ],
)
def test_what_speaks_of_another_time_or_twice_is_not_certain(
    asked: list[Asked], text: str, doubt: str
) -> None:
    assert {one.partition("|")[2] for one in read(asked, text)["援助.总数"]} == {doubt}


@pytest.mark.parametrize(
    "text",
    [
        "二、2024年工作安排\n办理法律援助案件700件，其中民事400件。",
        "办理法律援助案件增长12件。",
        "办理法律援助案件613人。",
        "法律顾问出庭率提高3%。",
    ],
)
def test_plans_growth_and_other_units_are_no_figures(asked: list[Asked], text: str) -> None:
    assert read(asked, text) == {}


def test_what_is_called_an_increase_is_found_where_it_is_asked_for(asked: list[Asked]) -> None:
    assert read(asked, "权责清单新增事项3项。")["清单.新增"][0].startswith("3")


def test_rates_and_money_are_read_as_a_form_is(asked: list[Asked]) -> None:
    found = read(asked, "法律顾问出庭率98.5%，同比提高2个百分点。\n全年普法经费投入0.12亿元。")
    assert found["顾问.出庭率"] == ["98.5%"]
    assert found["投入.经费"][0].startswith("1200")
