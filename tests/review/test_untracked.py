"""What a redline cannot track is told, and a header that a program wrote out twice is no change."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.workspace import Workspace
from drafter.draft.dress import REPORT
from drafter.review.story.units import addresses
from tests.building import catalogue_bytes, fill_form, workspace
from tests.commands import drafter
from tests.conftest import Convert
from tests.review.documents import accepted, read, rejected
from tests.review.everything import P, built
from tests.review.test_joining import INDICATORS, TEMPLATE


def redlined(folder: Path, old: str, new: str) -> str:
    """What is said of the redline 对比.docx of the two."""
    paths = folder / old, folder / new, "-o", folder / "对比.docx"
    return drafter("redline", *paths, folder=folder).stdout


def linked(path: Path, address: str) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("见")
    relation = made.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, True)
    link = paragraph._p.makeelement(qn("w:hyperlink"), {qn("r:id"): relation})
    link.append(deepcopy(paragraph.runs[0]._r))
    paragraph._p.append(link)
    made.save(str(path))


def test_links_that_lead_elsewhere_are_told(tmp_path: Path) -> None:
    linked(tmp_path / "旧.docx", "https://example.org/1")
    linked(tmp_path / "新.docx", "https://example.org/2")
    told = redlined(tmp_path, "旧.docx", "新.docx")
    assert "1段有修订" in told
    assert (
        "第1段的链接由https://example.org/1改为https://example.org/2，对比稿中是先删后增。" in told
    )
    for side, address in ((accepted, "2"), (rejected, "1")):
        made = read(side((tmp_path / "对比.docx").read_bytes()))
        assert addresses(made.story.lines[0].pieces) == [f"https://example.org/{address}"]


def test_characters_that_look_otherwise_are_told(tmp_path: Path) -> None:
    """Once, however many; and no whole-paragraph alignment, which is tracked."""
    plain, bold = docx.Document(), docx.Document()
    for made in (plain, bold):
        for words in ("标题", "正文如此。", "落款"):
            made.add_paragraph(words)
    plain.save(str(tmp_path / "旧.docx"))
    bold.paragraphs[2].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    bold.save(str(tmp_path / "居右.docx"))
    assert "仍如旧稿" not in redlined(tmp_path, "旧.docx", "居右.docx")
    for paragraph in bold.paragraphs[1:]:
        paragraph.runs[0].bold = True
    bold.save(str(tmp_path / "新.docx"))
    told = redlined(tmp_path, "旧.docx", "新.docx")
    assert "第2段等2段的字体、字号或加粗等有变动，没有修订标记，对比稿中仍如旧稿。" in told


def test_formulas_that_change_are_told(tmp_path: Path) -> None:
    paths = tmp_path / "旧.docx", tmp_path / "新.docx"
    for path, amount in zip(paths, ("613", "620"), strict=True):
        path.write_bytes(built([P("公式", [("formula", amount)]), P("尾")], 1))
    told = redlined(tmp_path, "旧.docx", "新.docx")
    assert "公式有修订，请用Word接受或拒绝" in told
    assert "公式有修订" not in redlined(tmp_path, "旧.docx", "旧.docx")


def test_headers_that_come_or_go_are_told(tmp_path: Path) -> None:
    without, with_header = docx.Document(), docx.Document()
    for made in (without, with_header):
        made.add_paragraph("全文如此。")
    with_header.sections[0].header.paragraphs[0].text = "平安县司法局"
    without.save(str(tmp_path / "旧.docx"))
    with_header.save(str(tmp_path / "新.docx"))
    told = redlined(tmp_path, "旧.docx", "新.docx")
    assert "新增的页眉“平安县司法局”不能修订，对比稿中没有，请另行增加。" in told
    told = redlined(tmp_path, "新.docx", "旧.docx")
    assert "删去的页眉“平安县司法局”不能修订，对比稿中仍有，请另行删去。" in told


@pytest.mark.libreoffice
def test_a_header_that_two_pages_share_and_libreoffice_writes_twice_is_no_change(
    tmp_path: Path, soffice_all: Convert
) -> None:
    county = workspace(tmp_path / "县", catalogue_bytes(INDICATORS), TEMPLATE)
    fill_form(county, "县司法局", {"援助.民事": 350, "援助.刑事": 263})
    shared(county)
    (tmp_path / "稿").mkdir()
    copy = tmp_path / "稿" / "改.docx"
    copy.write_bytes((county.draft().folder / REPORT).read_bytes())
    saved = soffice_all(copy.parent, "docx") / "改.docx"
    review = Review(county)
    assert [change.kind for change in review.verify(saved).verification.texts] == []
    assert review.diff("1", str(saved)).changes == []
    assert review.redline("1", str(saved), tmp_path / "对比.docx", Signing())[1] == []
    review.merge(saved, take=True)
    assert county.drafted().manifest.edits == ()


def shared(county: Workspace) -> None:
    """Even pages have the header of the others."""
    template = docx.Document(str(county.folders.template))
    template.settings.odd_and_even_pages_header_footer = True
    section = template.sections[0]
    section.header.paragraphs[0].text = "民事{{ 援助.民事 }}件"
    (first,) = section._sectPr.findall(qn("w:headerReference"))
    even = deepcopy(first)
    even.set(qn("w:type"), "even")
    first.addnext(even)
    template.save(str(county.folders.template))
