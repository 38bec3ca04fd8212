"""The review's commands as a reader runs them: what is printed, and the exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from tests.commands import drafter
from tests.conftest import absent
from tests.review.documents import document
from tests.review.resubmitting import resubmit_three
from tests.review.test_edits import edit


@pytest.fixture
def folder(begun: Workspace) -> Path:
    return begun.folders.root


@pytest.fixture
def changed(folder: Path, tmp_path: Path) -> Path:
    """The first draft, edited."""
    return edit(folder / "output/2023/第1稿" / REPORT, tmp_path / "改.docx", **{"9127": "9128"})


def test_diff_lists_figures_then_text(folder: Path, begun: Workspace) -> None:
    resubmit_three(begun)
    drafter("draft", folder=folder)
    done = drafter("diff", "--html", folder / "对比.html", folder=folder)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "第1稿 → 第2稿"
    assert "变动的数3个，有变动的段落3处。" in lines
    assert (folder / "对比.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    told = json.loads(drafter("diff", "1", "2", "--json", folder=folder).stdout)
    assert [f["cause"]["cells"][0]["place"] for f in told["figures"]] == [
        "区工业和信息化局.xlsx › 填报表!D10",
        "区政府办公室.xlsx › 填报表!D15",
        "区司法局.xlsx › 填报表!D55",
    ]


def test_diff_of_a_single_draft_says_what_to_do(folder: Path) -> None:
    done = drafter("diff", folder=folder)
    assert (done.returncode, done.stderr.strip()) == (
        2,
        "无法运行：只有一稿，无从比较；请写明要比较的两个文件",
    )


def test_diff_of_a_draft_and_its_edited_copy_names_the_hand(folder: Path, changed: Path) -> None:
    done = drafter("diff", "1", changed, folder=folder)
    assert "手改（由“9127”改为“9128”，王五，" in done.stdout


def test_redline_writes_the_file(folder: Path, changed: Path, tmp_path: Path) -> None:
    target = tmp_path / "对比.docx"
    done = drafter("redline", "1", changed, "-o", target, "--author", "张三", folder=folder)
    assert done.returncode == 0
    assert f"对比稿：{target}，1段有修订。" in done.stdout


def test_verify_ends_with_1_where_a_figure_was_edited(folder: Path, changed: Path) -> None:
    done = drafter("verify", changed, folder=folder)
    assert done.returncode == 1
    assert "由9127手改为9128；部门报的是9127" in done.stdout
    told = json.loads(drafter("verify", changed, "--json", folder=folder).stdout)
    states = [f["state"] for f in told["figures"]]
    assert (states.count("未改"), states.count("已改")) == (151, 1)


def test_verify_of_an_untouched_copy_ends_with_0(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copy(folder / "output/2023/第1稿" / REPORT, tmp_path / "未改.docx")
    done = drafter("verify", copy, folder=folder)
    assert done.returncode == 0
    assert "所有的数都与报送一致。" in done.stdout


def test_merge_take_edits_withdraw(folder: Path, changed: Path, tmp_path: Path) -> None:
    done = drafter(
        "merge", changed, "-o", tmp_path / "合.docx", "--take", "--by", "李四", folder=folder
    )
    assert done.returncode == 0
    assert "已作为第2稿" in done.stdout
    listed = drafter("edits", folder=folder).stdout
    assert "由“9127”改为“9128”　李四" in listed
    assert len(json.loads(drafter("edits", "--json", folder=folder).stdout)) == 1
    assert "没有第5处手改" in drafter("edits", "--withdraw", "5", folder=folder).stderr
    assert "已撤回，生成第3稿。" in drafter("edits", "--withdraw", "1", folder=folder).stdout
    assert "第3稿没有手改。" in drafter("edits", folder=folder).stdout


def test_text_prints_a_document_and_a_workbook(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(document("甲段613件\n| 子 | 丑 |\n尾"))
    assert (
        drafter("text", path, folder=folder).stdout
        == "甲段613件\n子　｜　丑\n尾\n— 〔页码〕 —\n— 〔页码〕 —\n"
    )
    sheet = drafter("text", folder / "inputs/2023/区检察院.xlsx", folder=folder).stdout
    assert "填报表!D7\t158" in sheet.splitlines()


def test_git_diff_shows_the_text_through_a_textconv(folder: Path, tmp_path: Path) -> None:
    if shutil.which("git") is None:
        absent("未安装git / git is not installed")
    import sys

    def git(*arguments: str) -> str:
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        textconv = f'diff.drafter.textconv="{sys.executable}" -m drafter text'
        command = ["git", *identity, "-c", textconv, "-c", "core.quotePath=false", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        return done.stdout.decode()

    git("init", "-q")
    (tmp_path / ".gitattributes").write_text("*.docx diff=drafter\n")
    path = tmp_path / "甲.docx"
    path.write_bytes(document("办理613件"))
    git("add", ".")
    git("commit", "-qm", "a")
    path.write_bytes(document("办理620件"))
    shown = git("diff")
    assert "-办理613件" in shown
    assert "+办理620件" in shown
