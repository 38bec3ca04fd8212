"""lint of a file, restyle and the stages of a draft, as a clerk runs them."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from drafter.catalogue.stages import NAMES, staged
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import CatalogueError, WorkspaceError
from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import Part, pack, unpack
from tests.building import SETTINGS, catalogue_bytes, fill_form, workspace
from tests.commands import drafter
from tests.standard import mangled

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"
TEMPLATE = (Path(__file__).parents[1] / "tools/kit/模板.txt").read_text(encoding="utf-8")
HEAD, TAIL = TEMPLATE.splitlines()[:8], TEMPLATE.splitlines()[-7:]
BODY = "|办理法律援助案件{{ 援助.总数 }}件。"
ROWS = """
    稿次      初稿
    主送      市人民政府
    主送（征求意见稿）  各乡镇人民政府，县政府各部门：
    主送（初稿）  无
    落款机关  平安县人民政府
    落款机关（征求意见稿）  县司法局
    成文日期  2024-11-05
"""


def county(folder: Path, rows: str = ROWS, body: str = BODY) -> Workspace:
    lines = "\n".join([*HEAD, body, *TAIL])
    settings = SETTINGS.rstrip() + rows
    opened = workspace(folder, catalogue_bytes(INDICATORS, settings=settings), lines)
    fill_form(opened, "县司法局", {"援助.总数": 613})
    return opened


def texts(opened: Workspace, stage: str = "") -> list[str]:
    """The draft of that stage, a line a paragraph."""
    path = opened.draft(stage=stage).folder / "报告.docx"
    return [p.text for p in docx.Document(str(path)).paragraphs]


@pytest.mark.parametrize(
    ("stage", "mark", "recipient", "organ"),
    [
        ("", "（初稿）", "", "平安县人民政府"),
        ("初稿", "（初稿）", "", "平安县人民政府"),
        ("征求意见稿", "（征求意见稿）", "各乡镇人民政府，县政府各部门：", "县司法局"),
        ("送审稿", "（送审稿）", "市人民政府：", "平安县人民政府"),
        ("公开稿", "", "", "平安县人民政府"),
    ],
)
def test_a_stage_sets_mark_recipients_and_signature(
    stage: str, mark: str, recipient: str, organ: str, tmp_path: Path
):
    title, text = "平安县2024年法治政府建设年度报告", "办理法律援助案件613件。"
    head = [title, *filter(None, [mark]), "", *filter(None, [recipient])]
    assert texts(county(tmp_path), stage) == [*head, text, "", organ, "2024年11月5日"]


def test_a_catalogue_without_these_rows_prints_none_of_them(tmp_path: Path):
    opened = county(tmp_path, rows="\n    稿次  初稿\n")
    assert texts(opened, "送审稿")[1:] == ["（送审稿）", "", "办理法律援助案件613件。"]


def test_the_same_stage_makes_no_new_draft_and_another_one_does(tmp_path: Path):
    opened = county(tmp_path)
    made = [opened.draft(stage=s) for s in ("", "初稿", "送审稿", "送审稿", "公开稿")]
    assert [(d.number, d.made) for d in made] == [
        (1, True), (1, False), (2, True), (2, False), (3, True),
    ]  # fmt: skip
    assert [d.manifest.stage for d in made][2:] == ["送审稿", "送审稿", "公开稿"]
    assert opened.status().current
    assert json.loads((made[2].folder / "ledger.json").read_bytes())["stage"] == "送审稿"


def test_a_stage_that_does_not_exist_is_refused(tmp_path: Path):
    with pytest.raises(WorkspaceError) as caught:
        county(tmp_path).draft(stage="终稿")
    assert str(caught.value) == f"没有“终稿”这一稿，可用：{'、'.join(NAMES)}"


def test_a_stage_in_the_desks_own_words_is_printed_as_it_is():
    assert staged({"稿次": "讨论稿（二）"})["稿次"] == "讨论稿（二）"
    assert (
        staged({"稿次": "初稿", "稿次（讨论稿）": "讨论稿第二次"}, "讨论稿")["稿次"]
        == "讨论稿第二次"
    )


def test_a_date_that_is_none_is_a_mistake_of_the_catalogue(tmp_path: Path):
    with pytest.raises(CatalogueError, match="“成文日期”填的是“近日”，应为日期，如2023年11月5日"):
        county(tmp_path, rows="\n    成文日期  近日\n")


def test_the_draft_itself_is_held_against_the_standard(tmp_path: Path):
    opened = county(tmp_path, body="Signature|2024年01月05日\n    |一、总体情况")
    found = [f for f in opened.draft().manifest.findings if f.code.startswith("format-")]
    assert [(f.file, f.cell, f.message.partition("（见")[0]) for f in found] == [
        (
            "报告.docx",
            "第4段",
            "成文日期：现为“2024年01月05日”，公文格式（GB/T 9704）为“2024年1月5日”",
        ),
        ("报告.docx", "第5段", "一级标题：现为仿宋_GB2312，公文格式（GB/T 9704）为黑体"),
    ]


def test_a_sound_draft_has_no_finding_about_its_format(tmp_path: Path):
    assert not [f for f in county(tmp_path).draft().manifest.findings if "format" in f.code]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    path = tmp_path / "改过的稿子.docx"
    path.write_bytes(mangled.DOCUMENTS["加粗充当标题"])
    return path


def test_restyle_writes_a_copy_and_leaves_the_file_alone(edited: Path):
    before = edited.read_bytes()
    done = drafter("restyle", edited)
    made = edited.with_name("改过的稿子（公文格式）.docx")
    assert done.returncode == 0
    assert done.stdout.replace("\n", "") == f"已按公文格式排好，文字一字未动：{made}"
    assert edited.read_bytes() == before
    assert drafter("lint", made).stdout == "符合公文格式。\n"
    assert drafter("restyle", edited).returncode == 0


def test_restyle_never_writes_over_anything(edited: Path):
    other = edited.with_name("另一份.docx")
    other.write_bytes(b"PK")
    for target in (edited, other):
        done = drafter("restyle", edited, "-o", target)
        assert done.returncode == 2
        assert "已存在，未覆盖；请用 -o 另写一个文件名" in done.stderr
    assert other.read_bytes() == b"PK"


def test_restyle_of_no_document_says_why(tmp_path: Path):
    workbook = tmp_path / "目录.xlsx"
    workbook.write_bytes(catalogue_bytes(INDICATORS))
    for path, reason in (
        (workbook, "目录.xlsx：是Excel工作簿，不是Word文档；请换成.docx"),
        (tmp_path / "没有.docx", "没有这个文件，请核对文件名和所在的文件夹"),
    ):
        done = drafter("restyle", path)
        assert (done.returncode, done.stdout) == (2, "")
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1


def test_a_damaged_part_is_told_by_lint_and_restyle_alike(tmp_path: Path):
    parts = unpack(new_document(paragraph("某县报告", "Title")), "稿.docx")
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", b"")
    path = tmp_path / "稿.docx"
    path.write_bytes(pack(Part.of(name, part) for name, part in parts.items()))
    for command in ("lint", "restyle"):
        done = drafter(command, path)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert "稿.docx：已损坏，请用Word或WPS另存后重试" in done.stderr


def test_what_only_a_person_can_mend_is_listed(tmp_path: Path):
    path = tmp_path / "稿.docx"
    path.write_bytes(new_document(paragraph("某县报告", "Title") + paragraph("　　依法行政。")))
    done = drafter("restyle", path)
    assert done.stdout.splitlines()[0].startswith(
        "提示 稿.docx › 第2段 正文：现为用空格代替首行缩进"
    )
    (finding,) = json.loads(drafter("restyle", path, "--json").stdout)
    assert finding["code"] == "format-advised"


def test_lint_of_a_file_needs_no_workspace_and_can_mark_it(edited: Path):
    done = drafter("lint", edited, "--mark")
    assert done.returncode == 0
    assert "警告 改过的稿子.docx › 第6段 一级标题：现为" in done.stdout
    marked = edited.with_name("改过的稿子（批注）.docx").read_bytes()
    assert "word/comments.xml" in unpack(marked, "稿.docx")
