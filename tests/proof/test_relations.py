"""Every relation between numbers: sound passages are passed over, one slip of the hand is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from drafter.model.finding import Severity
from drafter.model.sentence import sentence
from drafter.proof.proof import finding, proofread
from drafter.proof.text.passage import passages

DATA = Path(__file__).parents[1] / "data/proof"
LINES = [
    n
    for f in ("relations", "wordings", "comparisons", "ratios", "lists")
    for n in (DATA / f"{f}.txt").read_text("utf-8").splitlines()
]
CASES = [line.split("|", 2) for line in LINES]


def loud(text: str) -> list[str]:
    """The errors and warnings as a user reads them."""
    remarks = proofread(passages(text.split("\\n")))
    serious = [r for r in remarks if r.severity in (Severity.ERROR, Severity.WARNING)]
    return [sentence(finding(remark, "")) for remark in serious]


@pytest.mark.parametrize(
    ("state", "text"), [case[1:] for case in CASES], ids=[f"{c[0]} {c[2][:16]}" for c in CASES]
)
def test_a_sound_passage_is_passed_over_and_a_slip_is_told(state: str, text: str) -> None:
    assert bool(loud(text)) == (state == "faulty")


def test_there_are_enough_of_both_and_of_every_relation() -> None:
    states = Counter(state for _, state, _ in CASES)
    assert states["sound"] >= 200
    assert states["faulty"] >= 200
    assert len({relation for relation, _, _ in CASES}) >= 15


def test_numbers_that_are_printed_rounded_may_add_up_by_rounding() -> None:
    text = "筹集资金{}万元，其中财政拨款12.3万元、社会捐助4.6万元。"
    assert [total for total in ("16.8", "16.9", "17.0") if loud(text.format(total))] == []
    assert loud(text.format("18.9"))


def test_what_is_planned_and_what_took_years_never_meets_last_years_figure() -> None:
    assert loud("去年新建农村公路1340公里。\\n二、今年工作安排\\n新建农村公路1430公里。") == []
    assert loud("五年来累计新建农村公路1340公里。\\n全年新建农村公路1430公里。") == []


def test_the_likeliest_slip_is_named_and_one_slip_is_told_once() -> None:
    text = "受理诉求1000件，其中咨询510件，占51%；投诉284件，占24.8%；其他242件，占24.2%。"
    found = proofread(passages([text]))
    assert {remark.details["guess"] for remark in found} == {"疑为248误作284"}
    assert len(found) == 1
