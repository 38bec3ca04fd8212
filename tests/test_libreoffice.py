"""The sample through LibreOffice: the draft as pages, and forms and template that it has saved."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import drafter
from drafter.desk.year.results import Drafted
from tests.building import EQUIPMENT, paragraphs
from tests.conftest import Convert

ROOT = Path(__file__).parents[1]
LINES, WIDTH = 22, 28

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]


def poppler(*command: object) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, check=True)
    return done.stdout.decode()


def lines_of(pdf: Path, page: int) -> list[tuple[float, str]]:
    """The page's lines from top to bottom: height in points, and text without spaces."""
    html = poppler("pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-")
    words = re.findall(r'yMax="([\d.]+)">(.*?)</word>', html)
    rows: list[tuple[float, str]] = []
    for bottom, word in sorted(((float(y), text) for y, text in words), key=lambda word: word[0]):
        if rows and bottom - rows[-1][0] < 9:
            rows[-1] = (rows[-1][0], rows[-1][1] + word)
        else:
            rows.append((bottom, word))
    return rows


def test_the_draft_is_a4_with_22_lines_a_page_and_numbered(
    drafted: Drafted, soffice: Convert, pages: None
) -> None:
    pdf = soffice(drafted.folder / "报告.docx", "pdf")
    information = poppler("pdfinfo", pdf)
    assert "A4" in information
    count = int(re.search(r"Pages:\s+(\d+)", information)[1])  # type: ignore[index]
    assert count >= 8
    full = [lines_of(pdf, page) for page in range(2, count)]
    for number, rows in enumerate(full, start=2):
        assert rows[-1][1] == f"—{number}—"
        assert len(rows) - 1 in (LINES - 2, LINES - 1, LINES)
    assert LINES in [len(rows) - 1 for rows in full]
    longest = max(len(text) for rows in full for _, text in rows[:-1])
    assert longest >= WIDTH


def test_the_named_fonts_are_in_the_pages(drafted: Drafted, soffice: Convert, pages: None) -> None:
    fonts = poppler("pdffonts", soffice(drafted.folder / "报告.docx", "pdf"))
    assert "Fandol" in fonts
    assert "DejaVu" not in fonts


def test_forms_and_template_saved_by_libreoffice_make_the_same_report(
    drafted: Drafted, soffice: Convert, soffice_all: Convert, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    shutil.copytree(soffice_all(ROOT / "inputs/2023", "xlsx"), tmp_path / "inputs/2023")
    template = soffice(ROOT / "templates/报告模板.docx", "docx")
    shutil.copy(template, tmp_path / "templates/报告模板.docx")
    other = drafter.open(tmp_path, equipment=EQUIPMENT).draft()
    assert other.manifest.findings == drafted.manifest.findings
    ours, theirs = ((d.folder / "报告.docx").read_bytes() for d in (drafted, other))
    assert paragraphs(ours) == paragraphs(theirs)


def test_a_draft_saved_by_libreoffice_keeps_its_marks(drafted: Drafted, soffice: Convert) -> None:
    import docx

    saved = docx.Document(str(soffice(drafted.folder / "报告.docx", "docx")))
    name = docx.oxml.ns.qn("w:name")
    marks = {e.get(name) for e in saved.element.body.iter(docx.oxml.ns.qn("w:bookmarkStart"))}
    assert {mark.name for mark in drafted.manifest.marks} <= marks
