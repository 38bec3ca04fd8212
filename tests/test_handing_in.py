"""What a department hands in is taken, answered at once, confirmed and locked; and what undoes it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from drafter.desk.departments.deadlines import late_returns
from drafter.desk.departments.delivery import deliver
from drafter.desk.departments.departments import remind
from drafter.desk.departments.departments import send_back as send_all_back
from drafter.desk.departments.letters import write_letters
from drafter.desk.overview.overview import department_rows
from drafter.desk.records.dealings import Dealing
from drafter.desk.returns import handing_in
from drafter.desk.returns.filling import explain
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.model.sentence import line
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, workspace
from tests.commands import drafter

NAME = "县司法局"
INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    诉讼.受理 | 受理案件 | 件 | 整数 | 县法院
"""
RULES = """
    援助.总数 = 援助.民事 + 援助.刑事
    诉讼.受理 >= 援助.总数
"""
SOUND = {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 263, "诉讼.案件": 21}
WRONG = {**SOUND, "援助.总数": 615}
OTHER = {**SOUND, "援助.总数": 614, "援助.民事": 351}
TODAY = datetime(2024, 11, 12, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def _built(folder: Path) -> Workspace:
    due = "    报送期限 2024年11月10日\n"
    content = catalogue_bytes(INDICATORS, RULES, settings=SETTINGS + due)
    return workspace(folder, content, clock=lambda: TODAY)


opened = once(_built)


def form(opened: Workspace, values: dict[str, int], department: str = NAME) -> Path:
    """A filled in form, not yet handed in, under a name that tells nothing."""
    place = opened.folders.root / f"inputs/2024/{department}.xlsx"
    standing = place.read_bytes() if place.is_file() else None
    target = opened.folders.root / f"报表{len(list(opened.folders.root.glob('报表*')))}.xlsx"
    fill_form(opened, department, values).rename(target)
    if standing is not None:
        place.write_bytes(standing)
    return target


def root(opened: Workspace) -> Path:
    return opened.folders.root


def states(opened: Workspace) -> dict[str, str]:
    return {row.department: row.state for row in department_rows(opened.check())}


def test_what_is_handed_in_is_on_record_and_its_own_findings_are_there_at_once(
    opened: Workspace,
) -> None:
    wrong = form(opened, WRONG)
    mine = handing_in.hand_in(opened, NAME, wrong, "李四")
    assert mine.delivered is not None
    assert (mine.delivered.file, mine.delivered.name) == (wrong.name, "县司法局.xlsx")
    assert [line(finding) for finding in mine.findings] == [
        "错误 县司法局.xlsx › 填报表!D7 援助.总数：填报615，应为613（350 + 263）；请核对合计与各分项"
    ]
    assert (opened.folders.root / "inputs/2024/县司法局.xlsx").read_bytes() == wrong.read_bytes()
    receipt = mine.receipt
    assert receipt is not None
    assert opened.records(2024).original(receipt).read_bytes() == wrong.read_bytes()
    better = handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    assert better.findings == ()
    assert [r.number for r in better.receipts] == [1, 2]
    assert mine.state == better.state == "已报"


def test_rules_with_other_departments_come_with_the_check_of_the_year(opened: Workspace) -> None:
    handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    court = {"诉讼.案件": 20, "诉讼.受理": 100}
    mine = handing_in.hand_in(opened, "县法院", form(opened, court, "县法院"), "王五")
    assert mine.findings == ()
    assert {f.code for f in opened.check().findings} == {"figures-conflict", "rule-broken"}


def test_nobodys_and_another_departments_form_is_not_taken(
    opened: Workspace, tmp_path: Path
) -> None:
    other = handing_in.hand_in(opened, NAME, form(opened, {"诉讼.受理": 3}, "县法院"), "李四")
    assert other.delivered is not None
    assert other.delivered.reason == "这是县法院的表，应为县司法局的表；请核对后重新报送"
    (tmp_path / "白.xlsx").write_bytes(b"PK")
    broken = handing_in.hand_in(opened, NAME, tmp_path / "白.xlsx", "李四")
    assert broken.delivered is not None
    assert broken.delivered.reason
    assert (other.state, broken.state, opened.folders.inputs(2024)) == ("未报", "未报", [])
    with pytest.raises(WorkspaceError, match="指标目录中没有“县教育局”"):
        handing_in.own(opened, "县教育局")


def test_confirmed_is_locked_until_the_bureau_unlocks_it(opened: Workspace) -> None:
    first = handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    confirmed = handing_in.confirm(opened, NAME, first.standing.sha256, "李局长")
    assert (confirmed.state, states(opened)) == ("已确认", {NAME: "已确认", "县法院": "未报"})
    another = form(opened, OTHER)
    refused = handing_in.hand_in(opened, NAME, another, "李四")
    assert refused.delivered is not None
    assert refused.delivered.reason.startswith("县司法局已经确认，不能再报")
    assert (
        "解锁"
        in deliver(opened, [another.rename(another.with_name("县司法局.xlsx"))], print)[0].reason
    )
    with pytest.raises(WorkspaceError, match="请写明解锁的理由"):
        handing_in.unlock(opened, NAME, "张三", " ")
    handing_in.unlock(opened, NAME, "张三", "补报12月数据")
    assert states(opened)[NAME] == "已报"
    changed = handing_in.hand_in(opened, NAME, form(opened, OTHER), "李四")
    assert (changed.state, changed.standing.changed) == ("已报", True)
    again = handing_in.confirm(opened, NAME, changed.standing.sha256, "李局长")
    assert (again.state, again.standing.changed) == ("已确认", False)
    deeds = [(d.deed, d.who) for d in opened.records(2024).filed(Dealing)]
    assert deeds == [("确认", "李局长"), ("解锁", "张三"), ("确认", "李局长")]


def test_only_what_was_looked_at_is_confirmed(opened: Workspace) -> None:
    first = handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    handing_in.hand_in(opened, NAME, form(opened, OTHER), "李四")
    with pytest.raises(WorkspaceError, match="又有变动（现为第2次报送"):
        handing_in.confirm(opened, NAME, first.standing.sha256, "李局长")
    with pytest.raises(WorkspaceError, match="还没有能采用的报表（未报）"):
        handing_in.confirm(opened, "县法院", "", "王五")


def test_what_changes_beside_the_portal_is_told_and_asks_for_another_confirmation(
    opened: Workspace,
) -> None:
    first = handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    handing_in.confirm(opened, NAME, first.standing.sha256, "李局长")
    fill_form(opened, NAME, OTHER)
    now = handing_in.own(opened, NAME)
    assert (now.state, now.standing.changed, now.standing.locked) == ("已报", True, True)
    assert handing_in.confirm(opened, NAME, now.standing.sha256, "李局长").state == "已确认"


def test_what_was_sent_back_is_so_until_another_version_comes(opened: Workspace) -> None:
    first = handing_in.hand_in(opened, NAME, form(opened, OTHER), "李四")
    own = first.standing.sha256
    handing_in.confirm(opened, NAME, own, "李局长")
    back = handing_in.send_back(opened, NAME, own, "张三", "总数与分项不符")
    assert (back.state, states(opened)[NAME]) == ("退回", "退回")
    with pytest.raises(WorkspaceError, match="被退回；请改正后重新报送"):
        handing_in.confirm(opened, NAME, own, "李局长")
    mended = handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    assert mended.state == "已报"
    assert handing_in.confirm(opened, NAME, mended.standing.sha256, "李局长").state == "已确认"


def test_an_error_is_mended_or_explained_before_it_is_confirmed(opened: Workspace) -> None:
    first = handing_in.hand_in(opened, NAME, form(opened, WRONG), "李四")
    with pytest.raises(WorkspaceError, match="还有1处错误没有改正，也没有写说明"):
        handing_in.confirm(opened, NAME, first.standing.sha256, "李局长")
    explained = explain(opened, NAME, first.standing.sha256, {"援助.总数": "含结转2件"}, "李四").own
    assert handing_in.confirm(opened, NAME, explained.standing.sha256, "李局长").state == "已确认"


def test_who_was_put_off_is_late_from_then_on_only(opened: Workspace) -> None:
    assert handing_in.own(opened, NAME).late == 2
    mine = handing_in.extend(opened, NAME, "2024-11-20", "张三", "系统升级")
    assert (mine.until, mine.late, mine.state) == (date(2024, 11, 20), -8, "未报")
    texts = {one.department: one.text for one in remind(opened)}
    assert "报送期限为2024年11月20日（已延期），还有8天" in texts[NAME]
    assert "报送期限为2024年11月10日，已超过2天" in texts["县法院"]
    with pytest.raises(WorkspaceError, match="不是日期"):
        handing_in.extend(opened, NAME, "11月20日", "张三", "系统升级")


def test_what_goes_out_names_the_day_to_which_a_department_was_put_off(opened: Workspace) -> None:
    drafter(
        "extend", NAME, "--until", "2024年11月20日", "--reason", "系统升级", folder=root(opened)
    )
    letters = {one.notice.department: one.notice for one in write_letters(opened)}
    assert letters[NAME].purpose == "提醒函"
    assert "报送期限为2024年11月20日（已延期），还有8天" in letters[NAME].text
    assert "报送期限为2024年11月10日，现已超过2天" in letters["县法院"].text
    handing_in.hand_in(opened, NAME, form(opened, WRONG), "李四")
    (returned,) = send_all_back(opened)
    assert "请于2024年11月20日前" in returned.reply.text
    drafter("extend", NAME, "--until", "2024-11-11", "--reason", "又提前", folder=root(opened))
    (returned,) = send_all_back(opened)
    assert "请尽快" in returned.reply.text


def test_what_the_browser_does_about_a_return_the_commands_do_too(opened: Workspace) -> None:
    def deal(*arguments: str) -> tuple[int, str]:
        run = drafter(*arguments, folder=root(opened))
        return run.returncode, run.stdout + run.stderr

    assert "还没有能采用的报表（未报）" in deal("confirm", NAME, "--by", "李局长")[1]
    handing_in.hand_in(opened, NAME, form(opened, OTHER), "李四")
    handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    assert "没有第3次报送" in deal("confirm", NAME, "--by", "李局长", "-n", "3")[1]
    code, told = deal("confirm", NAME, "--by", "李局长", "-n", "1")
    assert (code, "又有变动（现为第2次报送" in told) == (2, True)
    code, told = deal("confirm", NAME, "--by", "李局长", "-n", "2")
    assert (code, "确认；李局长" in told, "现为：已确认，第2次报送" in told) == (0, True, True)
    assert "请写明退回的理由" in deal("return", NAME, "--reason", " ")[1]
    assert "请写明部门" in deal("return", "--reason", "不全")[1]
    assert "解锁：补报；张三" in deal("unlock", NAME, "--reason", "补报", "--by", "张三")[1]
    assert "没有锁定，不用解锁" in deal("unlock", NAME, "--reason", "补报")[1]
    fill_form(opened, NAME, OTHER)
    assert f"{NAME} 已报（确认后有变动）" in " ".join(deal("status")[1].split())
    assert "退回：不全；张三" in deal("return", NAME, "--reason", "不全", "--by", "张三")[1]
    assert states(opened)[NAME] == "退回"
    deeds = [(d.deed, d.who) for d in opened.records(2024).filed(Dealing)]
    assert deeds == [("确认", "李局长"), ("解锁", "张三"), ("退回", "张三")]


def test_a_draft_does_not_hang_on_who_confirmed(opened: Workspace) -> None:
    first = handing_in.hand_in(opened, NAME, form(opened, SOUND), "李四")
    draft = opened.draft()
    handing_in.confirm(opened, NAME, first.standing.sha256, "李局长")
    assert not opened.draft().made
    assert draft.made


def test_who_is_late_is_listed_by_their_own_day(opened: Workspace) -> None:
    late = [(x.department, x.state, x.days) for x in late_returns(opened.check(), TODAY.date())]
    assert late == [(NAME, "未报", 2), ("县法院", "未报", 2)]
    handing_in.extend(opened, NAME, "2024-11-11", "张三", "系统升级")
    handing_in.hand_in(opened, "县法院", form(opened, {"诉讼.案件": 20}, "县法院"), "王五")
    late = [(x.department, x.state, x.days) for x in late_returns(opened.check(), TODAY.date())]
    assert late == [(NAME, "未报", 1)]
