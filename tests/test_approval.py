"""审签的顺序 and the lock: whose turn it is, who may not sign, and that nothing is made meanwhile."""

from __future__ import annotations

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import docx
import pytest

from drafter.catalogue.signing_order import Post, signing_order
from drafter.desk.opinions.commenting import comment_on_paragraph
from drafter.desk.overview.overview import overview
from drafter.desk.overview.steps import Act as Step
from drafter.desk.publishing.approval import (
    Approval,
    Turn,
    approval,
    check_publisher,
    lock,
    unlock,
)
from drafter.desk.publishing.brief import looked
from drafter.desk.publishing.signing import sign
from drafter.desk.records.filings import Signature
from drafter.desk.records.review_filings import Lock
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.model.errors import WorkspaceError
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, workspace
from tests.commands import drafter

ORDER = """
    审签顺序（送审稿）  科室→分管领导（李四）→主要负责人
    审签顺序（公开稿）  分管领导、主要负责人
"""


@once
def opened(folder: Path) -> Workspace:
    catalogue = catalogue_bytes(
        "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局", settings=SETTINGS + ORDER
    )
    made = workspace(folder, catalogue, "|办理{{ 援助.总数 }}件。")
    fill_form(made, "县司法局", {"援助.总数": 613})
    made.draft(stage="送审稿")
    return made


def standing(opened: Workspace) -> Approval:
    texts = opened.catalogue().settings.texts
    return approval(texts, opened.drafted(), opened.records(2024))


def turns(opened: Workspace) -> list[tuple[str, str]]:
    return [(seat.post.name, str(seat.turn)) for seat in standing(opened).seats]


@pytest.mark.parametrize(
    ("written", "posts"),
    [
        ("科室→分管领导", [Post("科室"), Post("分管领导")]),
        ("科室 -> 分管领导 （ 李四 ）", [Post("科室"), Post("分管领导", "李四")]),
        ("科室、分管领导，政府办；科室", [Post("科室"), Post("分管领导"), Post("政府办")]),
        ("→科室→", [Post("科室")]),
        ("无", []),
    ],
)
def test_an_order_is_read_as_it_is_written(written: str, posts: list[Post]) -> None:
    assert [*signing_order({"审签顺序": written}, "送审稿")] == posts
    both = {"审签顺序": "甲", "审签顺序（送审稿）": written}
    assert [*signing_order(both, "送审稿")] == posts
    assert [*signing_order(both, "讨论稿")] == [Post("甲")]


def test_each_signs_in_turn_and_nobody_before(opened: Workspace) -> None:
    assert turns(opened) == [("科室", "待审签"), ("分管领导", "未到"), ("主要负责人", "未到")]
    with pytest.raises(WorkspaceError, match="按审签顺序，主要负责人之前应先由科室审签"):
        sign(opened, None, "王五", "主要负责人", "同意", ordered=True)
    with pytest.raises(WorkspaceError, match="审签顺序是科室→分管领导→主要负责人，请选其中一个"):
        sign(opened, None, "王五", "打字员", "同意", ordered=True)
    sign(opened, None, "张三", "科室", "同意", ordered=True)
    with pytest.raises(WorkspaceError, match="分管领导由李四审签"):
        sign(opened, None, "王五", "分管领导", "同意", ordered=True)
    sign(opened, None, "李四", "分管领导", "同意", ordered=True)
    with pytest.raises(WorkspaceError, match="李四已作为分管领导审签，主要负责人应由其他人审签"):
        sign(opened, None, "李四", "主要负责人", "同意", ordered=True)
    with pytest.raises(WorkspaceError, match="张三已作为科室审签，主要负责人应由其他人审签"):
        sign(opened, None, "张三", "主要负责人", "同意", ordered=True)
    sign(opened, None, "王五", "主要负责人", "同意", ordered=True)
    sign(opened, None, "王五", "主要负责人", "修改后同意", ordered=True)
    sign(opened, None, "王五", "主要负责人", "同意", ordered=True)
    assert standing(opened).complete
    assert standing(opened).due is None
    assert len(opened.records(2024).filed(Signature)) == 5


def test_one_signs_for_two_posts_where_the_order_names_him_for_both(opened: Workspace) -> None:
    both = "科室（张三）→分管领导（张三）→主要负责人"
    way = standing(opened)
    texts = {**opened.catalogue().settings.texts, "审签顺序（送审稿）": both}
    sign(opened, None, "张三", "科室", "同意", ordered=True)
    named = approval(texts, way.draft, opened.records(2024))
    assert named.refusal("张三", "分管领导") == ""
    texts["审签顺序（送审稿）"] = both.replace("分管领导（张三）", "分管领导")
    free = approval(texts, way.draft, opened.records(2024))
    assert free.refusal("张三", "分管领导") == "张三已作为科室审签，分管领导应由其他人审签"


def test_who_objects_stops_the_draft_until_he_agrees_or_another_is_made(opened: Workspace) -> None:
    sign(opened, None, "张三", "科室", "修改后同意", ordered=True)
    with pytest.raises(WorkspaceError, match="科室有意见，请先改稿，生成新稿后重新审签"):
        sign(opened, None, "李四", "分管领导", "同意", ordered=True)
    sign(opened, None, "张三", "科室", "同意", ordered=True)
    assert turns(opened)[:2] == [("科室", "已同意"), ("分管领导", "待审签")]
    fill_form(opened, "县司法局", {"援助.总数": 614})
    opened.draft(stage="送审稿")
    assert turns(opened)[0] == ("科室", str(Turn.DUE))
    with pytest.raises(WorkspaceError, match="第1稿之后已有第2稿，请审签最后一稿"):
        sign(opened, 1, "张三", "科室", "同意", ordered=True)


def test_a_report_that_was_altered_is_to_be_signed_anew(opened: Workspace) -> None:
    sign(opened, None, "张三", "科室", "同意", ordered=True)
    report = opened.drafted().folder / REPORT
    report.write_bytes(report.read_bytes() + b"\0")
    assert turns(opened)[0] == ("科室", "待审签")


def test_without_an_order_anybody_signs_and_at_the_desk_in_any(opened: Workspace) -> None:
    sign(opened, None, "王五", "主要负责人", "同意")  # the clerk files what was signed on paper
    opened.draft(stage="讨论稿")
    assert standing(opened).seats == ()
    assert sign(opened, None, "王五", "", "同意", ordered=True).serial == 2


def test_who_made_the_draft_does_not_sign_what_is_published(opened: Workspace) -> None:
    opened.maker = "张三"
    drafted = opened.draft(stage="公开稿")
    with pytest.raises(WorkspaceError, match="张三参与了本稿的拟写、修改，公开稿应由其他人审签"):
        sign(opened, None, "张三", "分管领导", "同意", ordered=True)
    sign(opened, None, "李四", "分管领导", "同意", ordered=True)
    opened.maker = "李四"
    assert not opened.draft(stage="公开稿").made
    assert standing(opened).makers == ("张三",)
    fill_form(opened, "县司法局", {"援助.总数": 700})
    assert opened.draft(stage="公开稿").made
    with pytest.raises(WorkspaceError, match="张三参与了本稿"):
        sign(opened, None, "张三", "分管领导", "同意", ordered=True)
    with pytest.raises(WorkspaceError, match="李四参与了本稿"):
        check_publisher(opened, opened.drafted(), "李四")
    with pytest.raises(WorkspaceError, match="张三参与了本稿的拟写、修改，保密审查应由其他人办理"):
        check_publisher(opened, drafted, " 张三 ")
    check_publisher(opened, drafted, "李四")


def test_who_edits_or_takes_an_edit_does_not_sign_what_is_published(
    opened: Workspace, tmp_path: Path
) -> None:
    edited = tmp_path / "改.docx"
    opened.maker = "甲"
    first = opened.draft(stage="公开稿")
    document = docx.Document(str(first.folder / REPORT))
    next(p for p in document.paragraphs if "613" in p.text).add_run("（手改）")
    document.save(str(edited))
    fill_form(opened, "县司法局", {"援助.总数": 614})
    folder = str(opened.folders.root)
    command = ["-C", folder, "merge", str(edited), "--take", "--by", "乙"]
    assert drafter(*command).returncode in (0, 1)
    assert "手改" in docx.Document(str(opened.drafted().folder / REPORT)).paragraphs[0].text
    assert drafter("-C", folder, "edits", "--withdraw", "1").returncode == 0
    for name in ("甲", "乙"):
        with pytest.raises(WorkspaceError, match=f"{name}参与了本稿"):
            check_publisher(opened, opened.drafted(), name)
    check_publisher(opened, opened.drafted(), "丙")


def test_a_draft_made_by_command_is_in_the_log_with_who_made_it(opened: Workspace) -> None:
    fill_form(opened, "县司法局", {"援助.总数": 615})
    assert drafter("-C", str(opened.folders.root), "draft", "--by", "丁").returncode == 0
    fill_form(opened, "县司法局", {"援助.总数": 616})
    assert drafter("-C", str(opened.folders.root), "draft").returncode == 0
    log = opened.records(2024).log()
    made = [(entry.who, entry.about) for entry in log.entries if entry.what == "拟稿"]
    assert made == [("未署名", "第1稿"), ("丁", "第2稿"), ("未署名", "第3稿")]
    assert not log.breaches


def test_a_draft_that_is_there_has_its_maker_whenever_the_process_was_killed(
    opened: Workspace,
) -> None:
    code = "import sys; from drafter.desk.year.workspace import open_workspace as o\n"
    code += "w = o(sys.argv[1]); w.maker = '张三'; w.draft(stage='公开稿')"
    number = opened.drafted().number + 1
    folder = opened.folders.output(2024) / f"第{number}稿"
    run = subprocess.Popen([sys.executable, "-c", code, str(opened.folders.root)])
    while not folder.exists() and run.poll() is None:
        time.sleep(0.0005)
    run.kill()
    run.wait()
    assert (opened.drafted().number, standing(opened).makers) == (number, ("张三",))


def test_no_draft_is_made_while_one_is_locked(opened: Workspace) -> None:
    assert lock(opened, "李四").line.startswith("第1稿由李四于")
    assert opened.draft(stage="送审稿").number == 1  # nothing changed
    fill_form(opened, "县司法局", {"援助.总数": 614})
    with pytest.raises(WorkspaceError, match=r"第1稿正在审签，已由李四于.*锁定，没有生成新稿"):
        opened.draft(stage="送审稿")
    assert opened.drafted().number == 1
    assert overview(opened, opened.status()).step.act is Step.REVIEW
    with pytest.raises(WorkspaceError, match="第1稿已经锁定"):
        lock(opened)
    with pytest.raises(WorkspaceError, match="请写明解锁的理由"):
        unlock(opened, " ")
    unlock(opened, "主要负责人有意见", "李四")
    with pytest.raises(WorkspaceError, match="现在没有锁定的稿子"):
        unlock(opened, "再来")
    assert overview(opened, opened.status()).step.act is Step.DRAFT
    assert opened.draft(stage="送审稿").number == 2
    notes = [(one.what, one.about) for one in opened.records(2024).log().entries]
    assert [note for note in notes if "锁" in note[0]] == [
        ("锁定（锁定）", "第1稿"),
        ("锁定（解锁）", "第1稿"),
    ]
    assert [one.locked for one in opened.records(2024).filed(Lock)] == [True, False]


def test_the_command_locks_and_unlocks(opened: Workspace) -> None:
    folder = opened.folders.root
    locked = drafter("sign", "--lock", "--by", "李四", folder=folder)
    assert "第1稿由李四于" in locked.stdout
    fill_form(opened, "县司法局", {"援助.总数": 614})
    refused = drafter("draft", "--stage", "送审稿", folder=folder)
    assert refused.returncode == 2
    assert "drafter sign --unlock" in refused.stderr
    done = drafter("sign", "--unlock", "有意见", folder=folder)
    assert "解锁：有意见" in done.stdout
    assert drafter("draft", "--stage", "送审稿", folder=folder).returncode == 0


def test_what_reviewers_did_goes_into_the_evidence_pack_and_who_looked_does_not(
    opened: Workspace,
) -> None:
    sign(opened, None, "张三", "科室", "同意")
    comment_on_paragraph(opened, 1, 1, "压缩", "李四")
    lock(opened, "李四")
    looked(opened, opened.status(), "王县长")
    folder = opened.folders.root
    confirmed = ("--checked-by", "赵六", "--checked-on", "2024-11-19")
    done = drafter("publish", *confirmed, folder=folder)
    assert done.returncode == 0, done.stdout
    (pack,) = (folder / "output/2024/公开").glob("*.zip")
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
    kept = {name.split("/")[2] for name in names if name.startswith("records/2024/")}
    assert {"审签", "批注", "锁定"} <= kept
    assert "阅知" not in kept
    assert drafter("attest", str(pack), folder=folder).returncode == 0
