"""The log: every record is entered, and what is altered, gone or slipped in is told."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter.cli.main import main
from drafter.desk.records.log import START, Note
from drafter.desk.returns import handing_in
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, once, workspace

NAME = "县司法局"
INDICATORS = f"援助.总数 | 法律援助案件 | 件 | 整数 | {NAME}"
opened = once(lambda folder: workspace(folder, catalogue_bytes(INDICATORS)))


def year(opened: Workspace) -> Path:
    return opened.folders.root / "records/2024"


def worked(opened: Workspace) -> None:
    """A form comes, is confirmed, unlocked, and comes again: two receipts, two dealings."""
    fill_form(opened, NAME, {"援助.总数": 7})
    now = handing_in.own(opened, NAME)
    handing_in.confirm(opened, NAME, now.standing.sha256, "李局长")
    handing_in.unlock(opened, NAME, "张三", "补报")
    fill_form(opened, NAME, {"援助.总数": 8})
    handing_in.own(opened, NAME)


def breaches(opened: Workspace) -> list[tuple[str, str]]:
    return [(b.name, b.what) for b in opened.records(2024).log().breaches]


def test_every_record_is_entered_without_what_it_says(opened: Workspace) -> None:
    worked(opened)
    log = opened.records(2024).log()
    assert [(e.who, e.what, e.about, e.record) for e in log.entries] == [
        (NAME, "收件", NAME, "收件/00001.json"),
        ("李局长", "报送（确认）", NAME, "报送/00001.json"),
        ("张三", "报送（解锁）", NAME, "报送/00002.json"),
        (NAME, "收件", NAME, "收件/00002.json"),
    ]
    assert log.breaches == ()
    assert log.entries[0].before == START
    assert "补报" not in (year(opened) / "日志/00003.json").read_text()
    opened.records(2024).note(Note("系统", "备份", "2024", "2024年11月1日"))
    assert opened.records(2024).log().entries[-1].what == "备份"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("日志/00002.json", {"00002.json": "内容被改动", "00003.json": "不相接"}),
        ("报送/00002.json", {"报送/00002.json": "登记之后被改动"}),
        ("收件/00001.json", {"收件/00001.json": "登记之后被改动"}),
    ],
)
def test_what_was_altered_is_named(opened: Workspace, name: str, what: dict[str, str]) -> None:
    worked(opened)
    path = year(opened) / name
    content = json.loads(path.read_text())
    content["when"] = "2024年1月1日"
    path.write_text(json.dumps(content))
    named = breaches(opened)
    assert [n for n, _ in named] == [*what]
    assert all(words in said for words, (_, said) in zip(what.values(), named, strict=True))


def test_what_is_gone_or_slipped_in_is_named(opened: Workspace) -> None:
    worked(opened)
    whole = opened.records(2024).log()
    (year(opened) / "日志/00002.json").unlink()
    assert [n for n, _ in breaches(opened)] == ["00003.json", "报送/00001.json"]
    shutil.copy(year(opened) / "报送/00001.json", year(opened) / "报送/00003.json")
    assert ("报送/00003.json", "没有登记：写入时中断，或由别的程序放入") in breaches(opened)
    (year(opened) / "报送/00002.json").unlink()
    assert ("报送/00002.json", "有登记，而文件不在") in breaches(opened)
    assert opened.records(2024).log().head == whole.head


def test_forms_that_come_together_are_entered_one_after_another(tmp_path: Path) -> None:
    names = [f"县第{number}局" for number in range(12)]
    asked = "\n".join(f"工作.第{n}项 | 办理 | 件 | 整数 | {name}" for n, name in enumerate(names))
    opened = workspace(tmp_path, catalogue_bytes(asked))
    for number, name in enumerate(names):
        fill_form(opened, name, {f"工作.第{number}项": number})
    opened.check()
    log = opened.records(2024).log()
    assert [e.record for e in log.entries] == [f"收件/{n:05}.json" for n in range(1, 13)]
    assert [e.about for e in log.entries] == sorted(names)
    assert log.breaches == ()
    receipts = opened.records(2024).receipts()
    assert all(opened.records(2024).original(r).stat().st_size == r.size for r in receipts)


def test_a_log_that_begins_late_enters_what_is_there(opened: Workspace) -> None:
    worked(opened)
    shutil.rmtree(year(opened) / "日志")
    opened.records(2024).note(Note("张三", "下发", "", "2024年11月1日"))
    log = opened.records(2024).log()
    assert [e.what for e in log.entries] == ["补登"] * 4 + ["下发"]
    assert log.breaches == ()


def test_the_command_prints_and_verifies_it(opened: Workspace) -> None:
    worked(opened)
    run = CliRunner().invoke(main, ["-C", str(opened.folders.root), "log"])
    assert run.exit_code == 0, run.output
    assert "李局长" in run.output
    assert f"共4条，前后相接，与记录相符；末条校验值{opened.records(2024).log().head}" in "".join(
        run.output.split("\n")
    )
    (year(opened) / "报送/00002.json").unlink()
    run = CliRunner().invoke(main, ["-C", str(opened.folders.root), "log"])
    assert run.exit_code == 1
    assert "报送/00002.json：有登记，而文件不在" in run.output
