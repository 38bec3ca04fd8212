"""审签: a signature holds for the very content that was signed, and says what took it away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drafter.desk.publishing.signing import Signed, sign, signed
from drafter.desk.records.filings import Opinion, Signature
from drafter.desk.year.drafts import sound_drafts
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.model.errors import WorkspaceError
from tests.commands import drafter
from tests.template.test_annex import LAST, county, fill_form


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    made = county(tmp_path, LAST)
    made.draft()
    return made


def standing(opened: Workspace) -> Signed:
    drafts = list(sound_drafts(opened.folders, 2024))
    return signed(opened.records(2024).filed(Signature), drafts)


def test_a_signature_holds_while_the_draft_is_the_last_and_its_file_is_as_it_was(
    opened: Workspace,
) -> None:
    made = sign(opened, None, " 张三 ", "局长", "同意", "可以\n报送")
    assert (made.draft, made.who, made.opinion, made.words) == (
        1,
        "张三",
        Opinion.AGREED,
        "可以 报送",
    )
    (held,) = standing(opened).standings
    assert (held.holds, held.loss) == (True, "")
    assert held.signature.serial == 1
    report = opened.drafted().folder / REPORT
    report.write_bytes(report.read_bytes() + b"\0")
    (held,) = standing(opened).standings
    assert not held.holds
    assert held.loss == "第1稿的报告.docx在审签后被改动，须重新审签"


def test_a_later_draft_says_which_signatures_it_lost_and_which_figures_changed(
    opened: Workspace,
) -> None:
    sign(opened, None, "张三", "", "修改后同意")
    fill_form(opened, "县司法局", {"援助.总数": 460, "援助.民事": 400, "复议.受理": 50, "复议.审结": 49, "执法.检查": 5, "执法.约谈": "不适用"})  # fmt: skip
    opened.draft()
    sign(opened, None, "李四", "", "同意")
    both = standing(opened)
    assert [(s.signature.who, s.holds) for s in both.standings] == [("李四", True), ("张三", False)]
    (lost,) = both.lost
    assert [(f.label, f.old, f.new) for f in lost.figures] == [("法律援助案件", "450件", "460件")]
    assert lost.loss.startswith("第1稿审签后又有变动：变动的数1个，文字变动")
    assert lost.paragraphs > 0


def test_a_draft_of_another_stage_needs_a_signature_of_its_own(opened: Workspace) -> None:
    sign(opened, None, "张三", "", "同意")
    opened.draft(stage="送审稿")
    both = standing(opened)
    assert [(s.name, s.drafts, len(s.signatures)) for s in both.stages] == [
        ("送审稿", (2,), 0),
        ("", (1,), 1),
    ]
    (lost,) = both.lost
    assert "变动的数0个" in lost.loss


def test_what_is_no_signature_is_refused(opened: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="请写明审签人的姓名"):
        sign(opened, None, "  ", "", "同意")
    with pytest.raises(WorkspaceError, match="没有“好”这种意见，可用：同意、修改后同意、不同意"):
        sign(opened, None, "张三", "", "好")
    with pytest.raises(WorkspaceError, match="没有第7稿"):
        sign(opened, 7, "张三", "", "同意")
    with pytest.raises(WorkspaceError, match="最多40字"):
        sign(opened, None, "张" * 41, "", "同意")
    assert opened.records(2024).filed(Signature) == []


def test_a_record_that_was_tampered_with_is_told_and_not_made_use_of(opened: Workspace) -> None:
    sign(opened, None, "张三", "", "同意")
    (path,) = (opened.folders.root / "records/2024/审签").glob("*.json")
    path.write_text(path.read_text("utf-8").replace("同意", "都同意"), "utf-8")
    assert standing(opened).standings == ()
    (told,) = opened.records(2024).findings()
    assert told.code == "record-unreadable"
    assert told.details["again"] == "请本人重新审签"


def test_the_command_signs_and_lists(opened: Workspace) -> None:
    folder = opened.folders.root
    empty = drafter("sign", folder=folder)
    assert empty.returncode == 0
    assert "第1稿还没有审签" in empty.stdout
    done = drafter("sign", "--by", "张三", "--role", "局长", "--words", "可以报送", folder=folder)
    assert "已记下：第1稿　张三（局长）同意：可以报送；" in done.stdout
    assert "有效　第1稿　张三（局长）同意" in done.stdout
    told = json.loads(drafter("sign", "--json", folder=folder).stdout)
    assert [(s["who"], s["holds"], s["opinion"]) for s in told["signatures"]] == [("张三", True, "同意")]  # fmt: skip
    assert drafter("sign", "--role", "局长", folder=folder).returncode == 2
    assert drafter("sign", "--by", "张三", "--opinion", "好", folder=folder).returncode == 2
