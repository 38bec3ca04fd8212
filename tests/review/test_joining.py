"""Edits by hand are woven into what the program writes today, never the other way round."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Cm, Pt

from drafter.carrying import carry
from drafter.report.comments import without_comments
from drafter.report.draft import Draft
from drafter.report.dress import REPORT
from drafter.report.package import unpack
from drafter.reviewing import Review
from drafter.run import Drafted, Workspace
from tests.building import catalogue_bytes, fill_form, workspace
from tests.report.validity import flaws
from tests.review.resubmitting import resubmit_three

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
            run.text = run.text.replace(old, new)
    document.save(str(folder / "改.docx"))
    taken = Review(county).merge(folder / "改.docx", take=True).taken
    assert taken is not None
    return taken


def test_with_no_edit_the_carried_draft_is_the_composed_one(district: Workspace) -> None:
    first = district.draft()
    resubmit_three(district)
    second = district.draft()
    files = {path.name: path.read_bytes() for path in second.folder.iterdir()}
    plain = without_comments(unpack(files[REPORT], REPORT))
    carried = carry(first.folder, first.manifest, Draft(plain, second.manifest, ()))
    assert {n: c for n, c in carried.files.items() if not n.startswith("机器稿")} == files


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
