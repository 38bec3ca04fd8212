"""What drafter keeps on disk, and what it does when somebody else wrote there: told, and the rest
is read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drafter.desk.departments import departments as desk
from drafter.desk.findings import deciding
from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Finding
from drafter.model.sentence import line
from tests.building import catalogue_bytes, fill_form, once, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
"""
RULES = "援助.总数 = 援助.民事 | 警告"
Change = Callable[[dict[str, Any]], object]


@once
def opened(folder: Path) -> Workspace:
    """A year with a version received and two decisions."""
    made = workspace(folder, catalogue_bytes(INDICATORS, RULES), "|{{ 援助.总数 }}件")
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 600, "诉讼.案件": 21})
    fill_form(made, "县法院", {"诉讼.案件": 20})
    deciding.accept(made, "援助.总数", "以台账为准", "张三")
    deciding.accept(made, "诉讼.案件", "以法院为准", "张三", "县法院")
    return made


def lines(opened: Workspace, code: str) -> list[str]:
    return [line(f) for f in opened.check().findings if f.code.startswith(code)]


def rewritten(path: Path, change: Change) -> None:
    record = json.loads(path.read_bytes())
    change(record)
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


DECISION = "records/2024/决定/00001.json"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "是空文件"),
        (b" \n", "是空文件"),
        (b"{", "不是完整的JSON"),
        (b"\xff\xfe{\x00}", "不是完整的JSON"),
        (b"[" * 100_000, "不是完整的JSON"),
        (b"[]", "内容不对"),
        (b"null", "内容不对"),
    ],
)
def test_a_record_that_is_no_json_object_is_told_and_the_rest_is_read(
    opened: Workspace, content: bytes, reason: str
) -> None:
    (opened.folders.root / DECISION).write_bytes(content)
    assert lines(opened, "record") == [
        f"错误 {DECISION} {reason}，没有采用；请从备份恢复，没有备份的移出这个文件夹，再重新决定"
    ]
    assert [d.about for d in opened.records(2024).decisions()] == ["诉讼.案件"]
    assert lines(opened, "rule") != []  # what that decision had closed is open again


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda r: r.update(备注="x"), "多出“备注”"),
        (lambda r: r.pop("by"), "缺少“by”"),
        (lambda r: r.update(by=3), "“by”的内容不对"),
        (lambda r: r.update(by=None), "“by”的内容不对"),
        (lambda r: r.update(ruling="批准"), "“ruling”的内容不对"),
        (lambda r: r.update(ground="一条"), "“ground”的内容不对"),
        (lambda r: r.update(ground=[]), "“ground”的内容不对"),
        (lambda r: r.update(ground=["甲", 1]), "“ground.1”的内容不对"),
    ],
)
def test_a_record_of_another_shape_says_what_is_wrong_with_it(
    opened: Workspace, change: Change, reason: str
) -> None:
    rewritten(opened.folders.root / DECISION, change)
    (told,) = lines(opened, "record")
    assert told.startswith(f"错误 {DECISION} {reason}，没有采用")


def test_a_receipt_opens_no_path_of_its_own(opened: Workspace) -> None:
    path = opened.folders.root / "records/2024/收件/00001.json"
    rewritten(path, lambda r: r.update(sha256="../../../etc/passwd"))
    (told,) = lines(opened, "record")
    assert "“sha256”的内容不对" in told
    assert desk.history(opened, "县法院") != []


@pytest.mark.parametrize(
    "name", ["00009.json", "99999.json", "９９９９９.json", "00001 (2).json", "1.json"]
)
def test_a_copy_of_a_record_is_none(opened: Workspace, name: str) -> None:
    shutil.copy(opened.folders.root / DECISION, opened.folders.root / "records/2024/决定" / name)
    assert lines(opened, "record") == [
        f"错误 records/2024/决定/{name} 不是drafter所写的记录，没有采用；请移出这个文件夹"
    ]
    assert len(opened.records(2024).decisions()) == 2


def test_no_record_is_written_over_one_that_cannot_be_read(opened: Workspace) -> None:
    (opened.folders.root / "records/2024/决定/00002.json").write_bytes(b"{")
    deciding.accept(opened, "诉讼.案件", "以司法局为准", "张三", "县司法局")
    names = sorted(path.name for path in (opened.folders.root / "records/2024/决定").iterdir())
    assert names == ["00001.json", "00002.json", "00003.json"]
    assert (opened.folders.root / "records/2024/决定/00002.json").read_bytes() == b"{"


def test_a_draft_is_made_again_when_a_record_breaks_and_when_it_is_mended(
    opened: Workspace,
) -> None:
    path = opened.folders.root / DECISION
    sound = path.read_bytes()
    assert opened.draft().number == 1
    path.write_bytes(b"{")
    broken = opened.draft()
    assert (broken.number, broken.made) == (2, True)
    assert "record-unreadable" in [f.code for f in broken.manifest.findings]
    path.write_bytes(sound)
    assert opened.draft().number == 3


@pytest.mark.parametrize("change", [lambda p: p.write_bytes(b"broken"), Path.unlink])
def test_an_original_that_was_changed_is_not_taken_for_what_was_sent(
    opened: Workspace, change: Callable[[Path], object]
) -> None:
    records = opened.records(2024)
    receipt = records.receipts("县法院")[0]
    change(records.original(receipt))
    (version,) = desk.history(opened, "县法院")
    assert version.unread


def test_an_original_that_was_swapped_for_another_form_is_told(opened: Workspace) -> None:
    records = opened.records(2024)
    shutil.copy(*[records.original(records.receipts(d)[0]) for d in ("县司法局", "县法院")])
    (version,) = desk.history(opened, "县法院")
    assert version.unread == "留存的原件与收到时不同，没有采用；请从备份恢复"


# Drafts


def drafted(opened: Workspace, total: int = 613) -> Path:
    fill_form(opened, "县司法局", {"援助.总数": total, "援助.民事": 600, "诉讼.案件": 21})
    return opened.draft().folder


def passed(opened: Workspace) -> list[str]:
    return [line(finding) for finding in opened.status().passed]


@pytest.mark.parametrize("name", ["第９稿", "第99999稿", "第01稿", "第٣稿", "第九稿", "第 3 稿"])
def test_a_folder_that_only_looks_like_a_draft_is_passed_over_and_told(
    opened: Workspace, name: str
) -> None:
    first = drafted(opened)
    shutil.copytree(first, first.with_name(name))
    words = {
        "第99999稿": "记录中写的是2024年第1稿，没有算作稿子；请移出output/2024",
    }
    otherwise = "名称不是drafter所起（应如“第1稿”），没有算作稿子；请移出output/2024"
    assert passed(opened) == [f"警告 output/2024/{name} {words.get(name, otherwise)}"]
    assert drafted(opened, 614).name == "第2稿"


def test_a_folder_without_a_record_is_no_draft_even_standing_alone(opened: Workspace) -> None:
    (opened.folders.output(2024) / "第99999稿").mkdir(parents=True)
    assert opened.status().draft is None
    assert drafted(opened).name == "第1稿"


def test_a_draft_of_another_year_is_passed_over(opened: Workspace) -> None:
    first = drafted(opened)
    rewritten(first / "ledger.json", lambda r: r.update(year=2023))
    assert passed(opened) == [
        "警告 output/2024/第1稿 记录中写的是2023年第1稿，没有算作稿子；请移出output/2024"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "是空文件"), (b"{}", "缺少“format”"), (b"{", "不是完整的JSON"), (None, "缺失或打不开")],
)
def test_a_damaged_draft_stops_neither_the_next_nor_questions_about_others(
    opened: Workspace, content: bytes | None, reason: str
) -> None:
    drafted(opened)
    record = drafted(opened, 614) / "ledger.json"
    record.write_bytes(content) if content is not None else record.unlink()
    assert passed(opened) == [
        f"错误 output/2024/第2稿 ledger.json{reason}，没有算作稿子，其中的手改也没有沿用，"
        "现用第1稿；请从备份恢复，没有备份的移出output/2024"
    ]
    assert opened.trace("援助.总数").figures[0].text == "613"
    assert opened.draft().folder.name == "第3稿"
    assert [Review(opened).diff().old, Review(opened).diff().new] == ["第1稿", "第3稿"]
    with pytest.raises(WorkspaceError, match=f"第2稿：ledger.json{reason}"):
        opened.trace("援助.总数", 2)


@pytest.mark.parametrize("value", ["六百", "1/0", "9" * 5000, "٣", "1e9"])
def test_a_value_that_is_no_number_is_not_counted_with(opened: Workspace, value: str) -> None:
    record = drafted(opened) / "ledger.json"
    rewritten(record, lambda r: r["entries"][0].update(value=value))
    (told,) = passed(opened)
    assert "ledger.json“entries.0.value”的内容不对" in told


def test_a_damaged_last_draft_is_told_before_anything_is_published(opened: Workspace) -> None:
    from drafter.desk.publishing.publishing import prepare

    drafted(opened)
    (drafted(opened, 614) / "ledger.json").write_bytes(b"{")
    findings: tuple[Finding, ...] = prepare(opened, None, str).findings
    assert "draft-damaged" in [finding.code for finding in findings]
