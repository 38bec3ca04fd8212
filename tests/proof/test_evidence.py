"""Equations that no word names: what holds is passed over, one slip in a long number is told."""

from __future__ import annotations

import pytest

from drafter.model.finding import Severity
from drafter.model.sentence import sentence
from drafter.proof.account.account import Account
from drafter.proof.evidence.trials import stretches, tried
from drafter.proof.evidence.weights import evidence
from drafter.proof.proof import finding, proofread
from drafter.proof.text.document import Document
from drafter.proof.text.passage import passages

PAIRS = [
    (
        "7月，全市热线平台共收到来电来信48,326件。市平台受理19,584件，占40.5%；三个县级平台分别"
        "受理18,257件、7,913件和2,572件。",
        "7,913",
        "7,193",
    ),
    (
        "全年新登记企业31,875户，其中制造业9,462户，增长8.2%；建筑业6,138户，下降3.1%；服务业"
        "16,275户，增长5.6%。",
        "9,462",
        "9,642",
    ),
    (
        "年末现行有效行政规范性文件214件。全年新制定37件，废止52件，截至年底现行有效199件。",
        "52件",
        "25件",
    ),
    (
        "受理劳动争议12,480件，同比上升6.4%。通过调解结案8,861件，全年调解结案率71%，其中服务业"
        "占全部受理争议的41.2%，为5,142件。",
        "5,142",
        "5,412",
    ),
    (
        "全年交通事故死亡6,215人。与上年相比，死亡人数减少483人，下降7.2%。",
        "7.2%",
        "2.7%",
    ),
    (
        "全年收到群众反映3,846件次。其中来信1,352件、来访218批次、网上反映2,276件。",
        "2,276",
        "2,726",
    ),
]

# A number of beside it stands in the place of another: no digit is wrong.
COPIES = [
    (
        "全年受理法律援助案件3,846件。其中，民事2,917件，增长4.4%；刑事854件，下降2.1%；行政75件。",
        "854件",
        "2,917件",
    ),
    (
        "市热线中心转办工单46,218件，其中城管28,305件、住建11,460件、交通6,453件。",
        "11,460",
        "28,305",
    ),
    (
        "全年立案1,268件，办结1,182件，办结率93.2%；移送128件，占立案数的10.1%。",
        "10.1%",
        "93.2%",
    ),
]


def loud(text: str) -> list[str]:
    """The errors and warnings as a user reads them."""
    serious = [r for r in proofread(passages([text])) if r.severity is not Severity.HINT]
    return [sentence(finding(remark, "")) for remark in serious]


@pytest.mark.parametrize(("text", "right", "wrong"), PAIRS + COPIES)
def test_what_holds_is_passed_over_and_one_slip_is_told(text: str, right: str, wrong: str) -> None:
    assert loud(text) == []
    assert loud(text.replace(right, wrong, 1))


def test_an_equation_that_its_words_name_weighs_more_than_one_that_chance_made() -> None:
    def weights(text: str) -> list[float]:
        account = Account.of(Document.of(passages([text])))
        misfits = [t for s in stretches(account) for t in tried(s) if not t.holds]
        return sorted((evidence(one) for one in misfits), reverse=True)

    named = weights("受理案件8,437件，其中民事5,216件、刑事2,174件、行政1,074件。")
    chance = weights(
        "走访企业8,437家，培训骨干2,174人，建成站点61个，服务商户5,216家、摊点3,248家。"
    )
    assert named[0] > 0
    assert all(weight < 0 for weight in chance)


def test_numbers_of_a_sum_that_holds_are_not_doubted_in_another() -> None:
    text = (
        "共受理4,826件，其中上年结转214件；已审结4,612件，其中维持3,105件、驳回1,187件、终止320件。"
    )
    assert loud(text) == []


def test_a_rate_above_a_hundred_is_no_part_of_what_stands_beside_it() -> None:
    text = (
        "重点工程完成投资1.2万亿元、投资完成率126.4%；三条铁路建成投用。"
        "513个产业项目完成投资2416亿元、投资完成率119.9%。"
    )
    assert loud(text) == []
