"""Edits by hand are woven into what the program writes today, never the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from drafter.desk.findings import deciding
from drafter.desk.publishing import publishing
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.drafts import LEDGER
from drafter.desk.year.hand_edits import carry
from drafter.desk.year.workspace import Drafted, Workspace
from drafter.draft.compose import Draft
from drafter.draft.record import REPORT
from drafter.word.comments import without_comments
from drafter.word.package import Part, pack, unpack
from tests.building import catalogue_bytes, fill_form, workspace
from tests.conftest import Convert
from tests.review.resubmitting import resubmit_three
from tests.word.validity import flaws

INDICATORS = """
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
"""
TEMPLATE = """
    |一、工作情况
    |全年办理民事案件{{ 援助.民事 }}件。
    |办理刑事案件{{ 援助.刑事 }}件，群众满意。
    |{{ 图(援助.民事, 援助.刑事) }}
    |完
"""


def county(folder: Path) -> Workspace:
    opened = workspace(folder, catalogue_bytes(INDICATORS), TEMPLATE)
    fill_form(opened, "县司法局", {"援助.民事": 350, "援助.刑事": 263})
    return opened


def opened_draft(draft: Drafted) -> Document:
    return docx.Document(str(draft.folder / REPORT))


def take(county: Workspace, folder: Path, **words: str) -> Drafted:
    """The last draft with these words replaced, taken."""
    document = opened_draft(county.drafted())
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        for old, new in words.items():
            if old in run.text:
                run.text = run.text.replace(old, new)
    document.save(str(folder / "改.docx"))
    taken = Review(county).merge(folder / "改.docx", take=True).taken
    assert taken is not None
    return taken


def test_with_no_edit_the_carried_draft_is_the_composed_one(begun: Workspace) -> None:
    first = begun.drafted()
    resubmit_three(begun)
    second = begun.draft()
    files = {path.name: path.read_bytes() for path in second.folder.iterdir()}
    plain = without_comments(unpack(files[REPORT], REPORT))
    carried = carry(first.folder, first.manifest, Draft(plain, second.manifest, ()), ())
    written = {**carried.files, LEDGER: carried.manifest.to_bytes()}
    assert {n: c for n, c in written.items() if not n.startswith("机器稿")} == files


def test_a_changed_template_changes_what_nobody_edited_and_the_edited_paragraph_too(
    tmp_path: Path,
) -> None:
    opened = county(tmp_path)
    opened.draft()
    take(opened, tmp_path, 群众满意="群众普遍满意")
    path = opened.folders.template
    template = docx.Document(str(path))
    template.sections[0].left_margin = Cm(4)
    template.sections[0].header.paragraphs[0].text = "民事{{ 援助.民事 }}件"
    template.styles["Normal"].font.size = Pt(15)
    for paragraph in template.paragraphs:
        paragraph.paragraph_format.left_indent = Cm(1)
        for run in paragraph.runs:
            run.font.italic = True
    template.save(str(path))
    fill_form(opened, "县司法局", {"援助.民事": 357, "援助.刑事": 263})
    third = opened.draft()
    document = opened_draft(third)
    assert round(document.sections[0].left_margin.cm, 2) == 4
    assert document.sections[0].header.paragraphs[0].text == "民事357件"
    assert document.styles["Normal"].font.size == Pt(15)
    edited = next(p for p in document.paragraphs if "群众普遍满意" in p.text)
    assert round(edited.paragraph_format.left_indent.cm, 2) == 1
    assert {run.font.italic for run in edited.runs} == {True}
    assert [f for f in flaws((third.folder / REPORT).read_bytes()) if "bookmark" in f] == []
    header = [m for m in third.manifest.marks if m.paragraph == 0]
    assert [(m.words, m.figure.edit) for m in header] == [("357", None)]


def with_two_sections(opened: Workspace) -> None:
    """The template in two sections, each with a header of its own; both have the first one's
    footers."""
    path = opened.folders.template
    template = docx.Document(str(path))
    template.sections[0].header.paragraphs[0].text = "民事{{ 援助.民事 }}件"
    header = template.add_section().header
    header.is_linked_to_previous = False
    header.paragraphs[0].text = "刑事{{ 援助.刑事 }}件"
    for section in template.sections:
        section.header.paragraphs[0].style = template.styles["Normal"]
    template.add_paragraph("末节。")
    template.save(str(path))


def headings(draft: Drafted) -> list[tuple[str, bool]]:
    """The header of each section, and whether it has page numbers."""
    sections = opened_draft(draft).sections
    return [(s.header.paragraphs[0].text, "—" in s.footer.paragraphs[0].text) for s in sections]


@pytest.mark.libreoffice
def test_a_mere_save_of_two_sections_by_libreoffice_is_no_edit(
    tmp_path: Path, soffice_all: Convert
) -> None:
    opened = county(tmp_path / "县")
    with_two_sections(opened)
    (tmp_path / "改").mkdir()
    (tmp_path / "改/改.docx").write_bytes((opened.draft().folder / REPORT).read_bytes())
    saved = soffice_all(tmp_path / "改", "docx") / "改.docx"
    verification = Review(opened).verify(saved).verification
    assert (verification.differing, verification.texts, verification.wordings) == ([], (), ())
    taken = taken_back(opened, saved.read_bytes(), tmp_path)
    assert taken.manifest.edits == ()
    assert headings(taken) == [("民事350件", True), ("刑事263件", True)]


@pytest.mark.parametrize("kept", [True, False])
def test_the_paragraph_that_ends_a_section_is_rewritten_and_the_headers_stay_the_data_s(
    tmp_path: Path, kept: bool
) -> None:
    """With its section's end, or with that gone; the copy saved by a program that numbers anew."""
    opened = county(tmp_path)
    with_two_sections(opened)
    copy = opened_draft(opened.draft())
    ending = next(p for p in copy.paragraphs if p._p.xpath("w:pPr/w:sectPr"))
    if not kept:
        ending._p.pPr.remove(ending._p.pPr.sectPr)
    ending.text = "改写的一段，与原来的没有一个字相同。"
    ending.style = copy.styles["Heading 1"]
    copy.sections[0].header.paragraphs[0]._p.set(qn("w:rsidR"), "00AA00BB")
    copy.save(str(tmp_path / "改.docx"))
    Review(opened).merge(tmp_path / "改.docx", take=True)
    fill_form(opened, "县司法局", {"援助.民事": 357, "援助.刑事": 264})
    draft = opened.draft()
    second = [("刑事264件", True)]
    assert headings(draft) == ([("民事357件", True), *second] if kept else second)
    assert flaws((draft.folder / REPORT).read_bytes()) == []


def test_a_figure_copied_with_its_mark_stays_the_data_s_where_it_stood(tmp_path: Path) -> None:
    opened = county(tmp_path)
    copy = opened_draft(opened.draft())
    heading, paragraph = copy.paragraphs[0], copy.paragraphs[1]
    start = next(paragraph._p.iter(qn("w:bookmarkStart")))
    heading.add_run("（民事")
    for element in (start, start.getnext(), start.getnext().getnext()):
        heading._p.append(deepcopy(element))
    heading.add_run("件）")
    copy.save(str(tmp_path / "改.docx"))
    Review(opened).merge(tmp_path / "改.docx", take=True)
    fill_form(opened, "县司法局", {"援助.民事": 357, "援助.刑事": 263})
    draft = opened.draft()
    assert [edit.change for edit in draft.manifest.edits] == ["增加“（民事350件）”"]
    assert opened_draft(draft).paragraphs[1].text == "全年办理民事案件357件。"
    assert [f.code for f in draft.manifest.findings if f.severity == "错误"] == ["edit-number"]


def taken_back(county: Workspace, copy: bytes, folder: Path) -> Drafted:
    """The copy that came back, taken."""
    (folder / "改.docx").write_bytes(copy)
    taken = Review(county).merge(folder / "改.docx", signing=Signing(by="李四"), take=True).taken
    assert taken is not None
    return taken


def charted(draft: Drafted) -> list[str]:
    """The numbers that the draft's chart shows."""
    parts = unpack((draft.folder / REPORT).read_bytes(), REPORT)
    (chart,) = [part for name, part in parts.items() if name.startswith("word/charts/drafter")]
    return re.findall(r"<c:v>([0-9]+)</c:v>", chart.decode())


@pytest.mark.libreoffice
def test_a_chart_shows_the_data_however_the_copy_was_saved(
    tmp_path: Path, soffice: Convert
) -> None:
    opened = county(tmp_path)
    saved = soffice(opened.draft().folder / REPORT, "docx")
    assert taken_back(opened, saved.read_bytes(), tmp_path).manifest.edits == ()
    fill_form(opened, "县司法局", {"援助.民事": 400, "援助.刑事": 263})
    third = opened.draft()
    assert charted(third) == ["400", "263"]
    assert third.manifest.edits == ()


def test_numbers_typed_into_a_chart_are_told_and_wait_for_an_answer(tmp_path: Path) -> None:
    opened = county(tmp_path)
    parts = unpack((opened.draft().folder / REPORT).read_bytes(), REPORT)
    (name,) = [name for name in parts if name.startswith("word/charts/drafter")]
    parts[name] = parts[name].replace(b"<c:v>350</c:v>", b"<c:v>365</c:v>")
    copy = pack(Part.of(name, part) for name, part in parts.items())
    taken = taken_back(opened, copy, tmp_path)
    assert [(e.lost, e.old, e.new, e.by) for e in taken.manifest.edits] == [
        ("图表", "350", "365", "李四")
    ]
    assert charted(taken) == ["350", "263"]
    against = [f for f in publishing.prepare(opened, None, str).findings if f.code == "edit-lost"]
    assert [f.details["new"] for f in against] == ["365"]
    deciding.accept(opened, "图表", "以报送为准", by="张三")
    opened.draft()
    assert "edit-lost" not in {f.code for f in publishing.prepare(opened, None, str).findings}


def test_a_page_and_a_format_that_somebody_changed_are_told_and_can_be_withdrawn(
    tmp_path: Path,
) -> None:
    opened = county(tmp_path)
    document = opened_draft(opened.draft())
    document.sections[0].left_margin = Cm(4)
    for run in document.paragraphs[1].runs:
        run.font.size = Pt(22)
    document.save(str(tmp_path / "改.docx"))
    taken = taken_back(opened, (tmp_path / "改.docx").read_bytes(), tmp_path)
    assert [(e.number, e.lost, e.old, e.new, e.paragraph) for e in taken.manifest.edits] == [
        (1, "版式", "左边距28毫米", "左边距40毫米", 0),
        (2, "格式", "字号16磅（三号）", "字号22磅（二号）", 2),
    ]
    assert Review(opened).withdraw([1, 2]).manifest.edits == ()


def with_footnotes(parts: Mapping[str, bytes], notes: str, at: str) -> dict[str, bytes]:
    """The template's parts with footnotes, of which the second is referred to behind the words."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    part = f'<w:footnotes xmlns:w="{space}">{notes}</w:footnotes>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    typed = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
    relation = '<Relationship Id="rIdNotes" Target="footnotes.xml" Type="http://schemas.'
    relation += 'openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>'
    reference = '</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>'
    changes = {
        "[Content_Types].xml": ("</Types>", typed),
        "word/_rels/document.xml.rels": ("</Relationships>", relation),
        "word/document.xml": (at, at + reference),
    }
    made = {n: parts[n].decode().replace(old, new).encode() for n, (old, new) in changes.items()}
    return {**parts, **made, "word/footnotes.xml": part}


def test_a_footnotes_figure_is_nobodys_edit(tmp_path: Path) -> None:
    opened = county(tmp_path)
    path = opened.folders.template
    parts = unpack(path.read_bytes(), "模板.docx")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>含民事{{ 援助.民事 }}件。</w:t></w:r></w:p></w:footnote>'
    parts = with_footnotes(parts, note, "群众满意。")
    path.write_bytes(pack(Part.of(name, part) for name, part in parts.items()))
    opened.draft()
    take(opened, tmp_path, 全年办理="今年共办理")
    fill_form(opened, "县司法局", {"援助.民事": 357, "援助.刑事": 263})
    third = opened.draft()
    assert [(e.old, e.new) for e in third.manifest.edits] == [("全年", "今年共")]
    noted = unpack((third.folder / REPORT).read_bytes(), REPORT)["word/footnotes.xml"].decode()
    assert "357" in re.sub("<[^>]*>", "", noted)
    assert [m.figure.edit for m in third.manifest.marks if m.words == "357"] == [None] * 3


def test_a_figure_that_the_template_calculates_stands_against_publishing_too(
    tmp_path: Path,
) -> None:
    text = "|民事比刑事多{{ 援助.民事 - 援助.刑事 }}件。"
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), text)
    fill_form(opened, "县司法局", {"援助.民事": 350, "援助.刑事": 263})
    opened.draft()
    take(opened, tmp_path, **{"87": "88"})
    against = [f for f in publishing.prepare(opened, None, str).findings if f.code == "edit-figure"]
    assert [(f.details["old"], f.details["new"]) for f in against] == [("87", "88")]
