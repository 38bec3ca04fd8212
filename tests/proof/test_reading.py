"""Files that are proofread: Word documents, pages, texts in any encoding; unreadable ones named."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.desk.errands.formatting import check_file, restyle_file
from drafter.desk.errands.proofing import proof_file
from drafter.desk.errands.text import plain_text
from drafter.model import sentence as told
from drafter.model.errors import DrafterError
from drafter.proof.proof import proofread
from drafter.proof.text.reading import read

WRONG = "受理38件，办结37件，办结率100%。"


def document(*texts: str) -> docx.document.Document:
    made = docx.Document()
    for text in texts:
        made.add_paragraph(text)
    return made


def saved(made: docx.document.Document, path: Path) -> Path:
    made.save(str(path))
    return path


def texts(content: bytes, name: str) -> list[str]:
    return [passage.text for passage in read(content, name).passages if passage.text.strip()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_text_is_read_in_any_encoding(encoding: str) -> None:
    assert texts(f"标题\n{WRONG}".encode(encoding), "报告.txt") == ["标题", WRONG]


def test_a_page_is_read_block_by_block_without_its_scripts() -> None:
    page = f"""<html><head><meta charset="utf-8"><title>网页</title></head><body>
        <script>受理1件</script><h1>标题</h1><p>受理<b>38</b>件，<br>办结37件</p>
        <table><tr><td>甲</td><td>乙</td></tr></table><div>{WRONG}</div></body></html>"""
    assert texts(page.encode(), "报告.html") == [
        "标题",
        "受理38件，",
        "办结37件",
        "甲",
        "乙",
        WRONG,
    ]


def test_tables_headers_and_text_boxes_are_read_too(tmp_path: Path) -> None:
    made = document("正文。")
    made.add_table(1, 1).cell(0, 0).text = "表中。"
    made.sections[0].header.paragraphs[0].text = "页眉。"
    content = saved(made, tmp_path / "a.docx").read_bytes()
    assert texts(content, "a.docx") == ["正文。", "表中。", "页眉。"]


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    made = document("受理38件")
    paragraph = made.paragraphs[0]
    for kind, tag, text in (("w:del", "w:delText", "，删去"), ("w:ins", "w:t", "，补上")):
        change, run, said = OxmlElement(kind), OxmlElement("w:r"), OxmlElement(tag)
        said.text = text
        run.append(said)
        change.append(run)
        paragraph._p.append(change)
    content = saved(made, tmp_path / "a.docx").read_bytes()
    assert texts(content, "a.docx") == ["受理38件，补上"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "是空文件"),
        (b"%PDF-1.7", "是PDF文件"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 64, "是旧版的.doc"),
        (b"\x89PNG\r\n", "是图片"),
        (b"PK\x03\x04" + b"\0" * 50, "不是Word文档或已损坏"),
        (b"\x7fELF\x02\x01\x00\x00\xff\xff", "不是文字文件"),
        (("字" * 2_000_001).encode(), "超过200万字"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(content: bytes, reason: str) -> None:
    with pytest.raises(DrafterError, match=reason) as told:
        read(content, "文件.txt")
    assert "\n" not in str(told.value)


def test_an_entity_is_not_expanded() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><html><p>\xe7\x94\xb2&b;</p>'
    assert "aaaa" not in "".join(texts(bomb, "a.html"))


def test_marking_writes_a_copy_with_a_comment_at_each_quote(tmp_path: Path) -> None:
    path = saved(document("标题", f"今年以来，{WRONG}"), tmp_path / "报告.docx")
    before = path.read_bytes()
    proofed = proof_file(path, mark=True)
    assert path.read_bytes() == before
    assert proofed.marked == tmp_path / "报告（校对）.docx"
    copy = docx.Document(str(proofed.marked))
    assert [p.text for p in copy.paragraphs] == ["标题", f"今年以来，{WRONG}"]
    part = next(r.target_part for r in copy.part.rels.values() if r.reltype.endswith("/comments"))
    assert "37÷38=97.37%" in part.blob.decode()
    anchored = copy.element.xpath(
        "//w:commentRangeStart/following::w:t[following::w:commentRangeEnd]/text()"
    )
    assert "".join(anchored) == "受理38件，办结37件，办结率100%"


def test_only_word_files_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(WRONG, encoding="utf-8")
    with pytest.raises(DrafterError, match="--mark只用于"):
        proof_file(path, mark=True)


def run(*arguments: str, pasted: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "drafter", "proof", *arguments]
    return subprocess.run(command, input=pasted, capture_output=True, check=False)


def test_the_command_prints_a_list_and_its_exit_code_tells_of_errors() -> None:
    done = run("-", "--json", pasted=WRONG.encode())
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)
    assert set(found) >= {"code", "severity", "quote", "place", "message"}
    assert found["quote"] == "受理38件，办结37件，办结率100%"
    assert run("-", pasted="受理38件，办结37件，办结率97%。".encode()).returncode == 0
    assert run("-", pasted="近80余次。".encode()).returncode == 0
    gone = run("没有.docx")
    assert (gone.returncode, gone.stdout) == (2, b"")
    assert gone.stderr.decode().startswith("无法运行：")


def test_a_damaged_document_is_named() -> None:
    stream = BytesIO()
    document("甲").save(stream)
    content = stream.getvalue()
    with pytest.raises(DrafterError):
        read(content[: len(content) // 2], "报告.docx")


def joined(*lines: str) -> docx.document.Document:
    """Paragraphs whose ends, but for the last, are tracked as deleted."""
    made = document(*lines)
    for paragraph in made.paragraphs[: len(lines) - 1]:
        form = paragraph._p.get_or_add_pPr()
        form.append(OxmlElement("w:rPr"))
        form[-1].append(OxmlElement("w:del"))
    return made


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(0, len(WRONG)), max_size=4))
def test_paragraphs_that_a_tracked_change_joins_are_read_as_one(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(WRONG)]
    stream = BytesIO()
    joined(*(WRONG[a:b] for a, b in pairwise(edges))).save(stream)
    (remark,) = proofread(read(stream.getvalue(), "报告.docx").passages)
    assert remark.code == "proof-rate"
    number, start, end = remark.passage.spot(remark.start, remark.end)
    assert remark.quote.startswith(WRONG[edges[number - 1] + start : edges[number - 1] + end])


def test_a_comment_stands_where_the_joined_text_begins(tmp_path: Path) -> None:
    path = saved(joined("标题。受理38件，", "办结37件，", "办结率100%。"), tmp_path / "报告.docx")
    marked = proof_file(path, mark=True).marked
    assert marked is not None
    (comment,) = docx.Document(str(marked)).comments
    assert "办结率写作100%" in comment.text


CHUNK = "第1段：含有嵌入的其他文档（altChunk），其中的文字没有读到"


@pytest.mark.parametrize("text", ["正文。", ""], ids=["beside text", "alone"])
def test_an_embedded_document_is_told(tmp_path: Path, text: str) -> None:
    made = document(text)
    made.element.body.insert(1, OxmlElement("w:altChunk"))
    path = saved(made, tmp_path / "报告.docx")
    for findings in (
        proof_file(path).findings,
        restyle_file(path).findings,
        check_file(path).findings,
    ):
        assert any(CHUNK in told.in_place(one) for one in findings)
    with pytest.raises(DrafterError, match="altChunk"):
        plain_text(path)
