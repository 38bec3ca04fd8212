"""Many decisions at once: several indicators, all of a department or a sort, as somebody read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.findings import deciding
from drafter.desk.findings.deciding import Opinion
from drafter.desk.year.workspace import Workspace
from drafter.model.decision import mark_of
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding
from tests.building import catalogue_bytes, fill_form, once, said, workspace
from tests.commands import drafter
from tests.test_desk import ticking

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局 | | 上限300
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    援助.清单 | 案件清单 | | 明细表 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    诉讼.受理 | 受理案件 | 件 | 整数 | 县法院 | | 上限100
"""
TABLES = "援助.清单 | 案由 | | 文本 \n 援助.清单 | 件数 | 件 | 整数"
LEGAL = {"援助.总数": 615, "援助.民事": 350, "援助.刑事": 263, "诉讼.案件": 21}


def built(folder: Path) -> Workspace:
    content = catalogue_bytes(INDICATORS, "援助.总数 = 援助.民事 + 援助.刑事", TABLES)
    made = workspace(folder, content, "|办理{{ 援助.总数 }}件。", ticking())
    fill_form(
        made, "县司法局", LEGAL, {"援助.清单": [["劳动争议", "5(含上年)"], ["婚姻", "5(含上年)"]]}
    )
    fill_form(made, "县法院", {"诉讼.案件": 20, "诉讼.受理": 480})
    return made


opened = once(built)


def run(opened: Workspace, *arguments: str, code: int = 0) -> str:
    done = drafter(*arguments, folder=opened.folders.root)
    assert done.returncode == code, done.stderr
    return done.stdout


def open_ones(opened: Workspace) -> list[Finding]:
    return [f for f in opened.check().findings if f.open]


def about(findings: list[Finding]) -> list[str]:
    return sorted({f.indicator for f in findings})


def test_several_indicators_are_accepted_for_one_reason_each_on_record(opened: Workspace) -> None:
    printed = run(opened, "accept", "援助.总数", "诉讼.受理", "--reason", "属实", "--by", "张三")
    assert "援助.总数：填报615" in printed
    assert [(d.about, d.reason, d.by) for d in opened.records(2024).decisions()] == [
        ("援助.总数", "属实", "张三"),
        ("诉讼.受理", "属实", "张三"),
    ]
    assert about(open_ones(opened)) == ["援助.民事", "援助.清单", "诉讼.案件"]


def test_all_of_a_department_is_accepted_but_for_what_needs_a_department_s_word(
    opened: Workspace,
) -> None:
    printed = run(opened, "accept", "--all-of", "县司法局", "--reason", "已核对台账", code=1)
    assert "没有决定：错误 县司法局.xlsx › 填报表!" in printed
    assert "诉讼.案件：" in printed
    assert "须逐个指标取一个部门的数" in printed
    assert about(open_ones(opened)) == ["诉讼.受理", "诉讼.案件"]


def test_all_of_a_sort_and_of_a_department_s_sort_are_accepted(opened: Workspace) -> None:
    run(opened, "accept", "--all-of", "上下限", "--all-of", "县法院", "--reason", "属实")
    assert "诉讼.受理" not in about(open_ones(opened))
    run(opened, "accept", "--all-of", "上下限", "--reason", "属实")
    assert about(open_ones(opened)) == ["援助.总数", "援助.清单", "诉讼.案件"]


@pytest.mark.parametrize(
    ("names", "whose", "why"),
    [
        (("援助.总数", "援助.名"), (), r"指标目录中没有“援助\.名”"),
        (("援助.总数", "援助.刑事"), (), r"“援助\.刑事”没有可以采纳的核查意见"),
        (("县法院", "援助.总数"), (), "可用 --all-of 县法院 一并采纳"),
        ((), ("上下线",), "不是部门，也不是意见的类别.*是否为“上下限”"),
        ((), ("手改",), "不是部门，也不是意见的类别"),
        ((), (), "请写明指标"),
    ],
)
def test_where_one_cannot_be_decided_nothing_is(
    opened: Workspace, names: tuple[str, ...], whose: tuple[str, ...], why: str
) -> None:
    with pytest.raises(WorkspaceError, match=why):
        deciding.accept_several(opened, names, whose, "属实")
    assert opened.records(2024).decisions() == []


def test_a_department_s_name_says_how_its_cells_are_accepted(opened: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"各指标有5条可以采纳的，可用 --all-of 县司法局"):
        deciding.accept(opened, "县司法局", "属实")


def opinion(finding: Finding, reason: str = "属实") -> Opinion:
    return Opinion(mark_of(finding), finding.indicator, reason, "张三")


def finding_on(opened: Workspace, indicator: str, department: str = "") -> Finding:
    found = (f for f in open_ones(opened) if f.indicator == indicator)
    return next(f for f in found if department in ("", f.department))


def test_two_that_read_the_same_are_closed_together(opened: Workspace) -> None:
    deciding.decide(opened, [opinion(finding_on(opened, "援助.清单"))])
    assert "援助.清单" not in about(open_ones(opened))


def test_an_opinion_on_one_side_of_a_conflict_takes_its_word(opened: Workspace) -> None:
    court = finding_on(opened, "诉讼.案件", "县法院")
    accepted = deciding.decide(opened, [opinion(court, "以法院台账为准")])
    assert [d.chosen for d in accepted.decisions] == ["县法院"]
    assert "诉讼.案件" not in about(open_ones(opened))


def test_opinions_on_both_sides_of_a_conflict_decide_nothing(opened: Workspace) -> None:
    both = [finding_on(opened, "诉讼.案件", name) for name in ("县法院", "县司法局")]
    accepted = deciding.decide(opened, [opinion(f) for f in both])
    assert [one.why[:13] for one in accepted.undecided] == ["同一指标取了两个部门的数，"] * 2
    assert opened.records(2024).decisions() == []


def test_an_opinion_on_what_has_changed_since_is_refused_by_name(opened: Workspace) -> None:
    earlier = finding_on(opened, "援助.总数"), finding_on(opened, "援助.民事")
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 616})
    accepted = deciding.decide(opened, [opinion(f) for f in earlier])
    assert [(one.name, "已有变化" in one.why) for one in accepted.undecided] == [
        ("援助.总数", True)
    ]
    assert [d.about for d in accepted.decisions] == ["援助.民事"]


def test_the_same_opinion_again_is_quiet_and_another_is_refused(opened: Workspace) -> None:
    total = finding_on(opened, "援助.总数")
    deciding.decide(opened, [opinion(total)])
    assert deciding.decide(opened, [opinion(total)]).undecided == ()
    other = deciding.decide(opened, [opinion(total, "另有理由")])
    assert "已采纳：属实；张三" in other.undecided[0].why
    assert len(opened.records(2024).decisions()) == 1


def test_a_decision_that_lost_its_ground_is_told_though_another_followed(opened: Workspace) -> None:
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 615, "援助.民事": 350})
    deciding.accept(opened, "援助.民事", "已核", "张三")
    total = finding_on(opened, "援助.总数")
    deciding.decide(opened, [opinion(total, "含行政2件")])
    fill_form(opened, "县司法局", {**LEGAL, "援助.总数": 616, "援助.民事": 350})
    line = next(line for line in said(opened.check().findings) if "616" in line)
    assert "已采纳：含行政2件；张三" in line
    assert "请重新决定" in line


def test_where_nobody_is_named_the_computer_s_user_signs_nothing(opened: Workspace) -> None:
    from drafter.desk.findings.deciding import clerk

    catalogue = opened.catalogue()
    assert "经办人" not in catalogue.settings.texts
    assert clerk(catalogue) == "未署名"
