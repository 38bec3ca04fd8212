"""Short passages: every planted defect is found, as what it is; nothing is said of sound ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.model import sentence as told
from drafter.proof.proof import finding, proofread
from drafter.proof.text.passage import passages

DATA = Path(__file__).parents[1] / "data/proof"
FAULTY = [line.split("|") for line in (DATA / "faulty.txt").read_text("utf-8").splitlines()]
SOUND = (DATA / "sound.txt").read_text("utf-8").splitlines()


def lines(text: str) -> list[str]:
    """What the user reads of a text whose lines are written with \\n."""
    remarks = proofread(passages(text.replace("\\n", "\n").split("\n")))
    return [
        f"{r.severity} {r.passage.place}“{r.quote}”：{told.sentence(finding(r, ''))}"
        for r in remarks
    ]


def codes(text: str) -> set[str]:
    return {r.code for r in proofread(passages(text.replace("\\n", "\n").split("\n")))}


@pytest.mark.parametrize(("code", "text"), FAULTY, ids=[text[:20] for _, text in FAULTY])
def test_a_planted_defect_is_found(code: str, text: str) -> None:
    assert codes(text) == set(code.split("、"))


@pytest.mark.parametrize("text", SOUND, ids=[text[:20] for text in SOUND])
def test_a_sound_passage_is_passed_over(text: str) -> None:
    assert lines(text) == []


def test_there_are_enough_of_both() -> None:
    assert len(FAULTY) >= 60
    assert len(SOUND) >= 100
    assert {code for codes, _ in FAULTY for code in codes.split("、")} >= set(PLANTED)


PLANTED = [
    "proof-sum",
    "proof-respectively",
    "proof-rate",
    "proof-rate-all",
    "proof-rate-over",
    "proof-change",
    "proof-points",
    "proof-times-less",
    "proof-flow-sum",
    "proof-flow-more",
    "proof-flow-rest",
    "proof-two-values",
    "proof-two-classifiers",
    "proof-two-names",
    "proof-count",
    "proof-ordinal",
    "proof-hedge-twice",
    "proof-hedge-place",
    "proof-hedge-whole",
    "proof-period-names",
    "proof-date",
    "proof-period-backwards",
    "proof-until",
    "proof-sentence-twice",
    "proof-pair",
    "proof-pair-crossed",
    "proof-mark-twice",
    "proof-half-width",
    "proof-placeholder",
    "proof-word-twice",
]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "办理法律援助案件613件（其中民事350件、刑事260件）。",
            "错误 第1段“办理法律援助案件613件（其中民事350件、刑事260件”："
            "两项相加为610（350 + 260），总数写作613件；疑为353误作350，或263误作260",
        ),
        (
            "受理1732件，调处成功1698件，调处成功率97%。",
            "错误 第1段“受理1732件，调处成功1698件，调处成功率97%”：调处成功率写作97%，"
            "1698÷1732=98.04%；疑为98误作97，或1678误作1698",
        ),
        (
            "收到建议70件，已办复69件，办复率98.5%。",
            "提示 第1段“收到建议70件，已办复69件，办复率98.5%”：办复率写作98.5%，是截尾；"
            "四舍五入应为98.6%（69÷70=98.571%）；请全文统一",
        ),
        (
            "收到申请38件，受理37件。",
            "提示 第1段“收到申请38件，受理37件”："
            "共38件，后列各数为37（37），尚有1件没有交代；请写明去向",
        ),
        (
            "办理56件，较上年的45件下降24.4%。",
            "错误 第1段“办理56件，较上年的45件下降24.4%”："
            "写作“下降24.4%”，升降方向相反：（56－45）÷45=24.44%；请核对",
        ),
    ],
)  # fmt: skip
def test_a_finding_shows_quote_and_working(text: str, line: str) -> None:
    assert lines(text) == [line]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("城区2023年法治政府建设报告\n现将2022年法治政府建设情况报告如下。", "proof-year"),
        ("城区2023年法治政府建设报告\n一、做法\n2022年以来，全区办理案件56件。", "proof-year"),
        (
            "城区2023年法治政府建设报告\n一、下一年度安排\n2023年，将重点做好以下工作。",
            "proof-plan-year",
        ),
        ("城区2023年法治政府建设报告\n二、2023年工作安排\n抓好落实。", "proof-plan-year"),
        ("做好以下工作：一是抓学习，推动见效。", "proof-ordinal-alone"),
        ("全区613余件案件全部办结。", "proof-hedge-exact"),
        ("学习《关于印发《办法》的通知》。", "proof-pair-nested"),
        ("受理30件，其中民事40件。", "proof-part-exceeds"),
        ("全年办理案件２３件。", "proof-full-width"),
        ("共5个乡镇被评为优秀，分别为城关镇、东河镇、西岭镇、南坪乡。", "proof-count"),
        ("办结率９８．５％，居前列。", "proof-full-width"),
        ("受理56件，其中一审20件，占37%。", "proof-rate"),
        ("办理60件，同比增加10件，增长22%。", "proof-change"),
        ("办理56件，较上年的45件下降24.4%。", "proof-change-way"),
    ],
)
def test_rarer_defects_are_found(text: str, code: str) -> None:
    assert code in codes(text)


def test_the_comma_behind_wide_digits_is_none_of_them() -> None:
    texts = ("办结率９８．５％，居前列。", "共办理１，９９２件。")
    signs = [r.details["signs"] for r in proofread(passages(texts)) if "full" in r.code]
    assert signs == ["９８．５％", "１，９９２"]
