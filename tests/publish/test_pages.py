"""The published PDF, page by page, and the published web page in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from drafter.publish.clean import clean
from drafter.publish.finishing import finished
from drafter.publish.pdf import to_pdf
from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import unpack
from tests.template.filling import figures, fill, template
from tests.test_libreoffice import LINES, WIDTH, lines_of, poppler

TITLE = "城中区2023年法治政府建设工作报告"
DAY = date(2023, 11, 20)
_HEADING = re.compile(r"([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d\.)")
_SHOWING = {"Tj", "TJ", "'", '"', "Do", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"}

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]


@pytest.fixture(scope="module")
def pdf(sample: Path) -> Path:
    return sample / f"{TITLE}.pdf"


@pytest.fixture(scope="module")
def opened(pdf: Path) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(pdf) as held:
        yield held


# The page of GB/T 9704


def test_a_page_has_22_lines_of_28_characters(pdf: Path) -> None:
    assert "A4" in poppler("pdfinfo", pdf)
    count = int(re.findall(r"Pages:\s+(\d+)", poppler("pdfinfo", pdf))[0])
    full = [lines_of(pdf, page)[:-1] for page in range(2, count)]
    assert {len(rows) for rows in full} <= {LINES - 2, LINES - 1, LINES}
    assert LINES in [len(rows) for rows in full]
    assert WIDTH <= max(len(text) for rows in full for _, text in rows) <= WIDTH + 6


def runs(pdf: Path) -> list[tuple[str, str, str]]:
    """(font, size, text) of each run, from the first page to the last."""
    xml = poppler("pdftohtml", "-xml", "-i", "-stdout", pdf)
    fonts = dict[str, tuple[str, str]]()
    for number, size, family in re.findall(
        r'<fontspec id="(\d+)" size="(\d+)" family="([^"]*)"', xml
    ):
        fonts[number] = (family.partition("+")[2] or family, size)
    told = re.findall(r'<text [^>]*font="(\d+)"[^>]*>(.*?)</text>', xml)
    return [(*fonts[number], unescape(re.sub("<[^>]*>", "", text))) for number, text in told]


LEVELS = {
    "the title": ("工作报告", "NotoSerif"),
    "一、": ("需要报告的重点事项", "NotoSans"),
    "（一）": ("推进法治政府建设存在的不足和原因", "FandolKai"),
    "1.": ("强化组织保障，落实主体责任", "FandolFang"),
    "the text": ("的坚强领导下", "FandolFang"),
    "the page number": ("—", "FandolSong"),
}


@pytest.mark.parametrize("level", LEVELS)
def test_each_level_has_its_font(level: str, pdf: Path) -> None:
    words, font = LEVELS[level]
    found = {family for family, _, text in runs(pdf) if words in text}
    assert found
    assert all(family.startswith(font) for family in found), found


def test_no_other_font_is_used(pdf: Path) -> None:
    lines = poppler("pdffonts", pdf).splitlines()[2:]
    names = {line.split()[0].partition("+")[2] for line in lines}
    assert {re.split("CJK|-", name)[0] for name in names} == {
        "FandolFang", "FandolKai", "FandolSong", "NotoSans", "NotoSerif",
    }  # fmt: skip
    assert all(re.search(r"\byes yes yes\b", line) for line in lines)


def test_page_numbers_are_on_the_outer_side(pdf: Path) -> None:
    for page in range(1, 9):
        html = poppler("pdftotext", "-bbox", "-f", page, "-l", page, pdf, "-")
        (edge,) = re.findall(rf'xMin="([\d.]+)"[^>]*>{page}</word>', html[html.rindex("—") - 600 :])
        assert (float(edge) > 300) is (page % 2 == 1), page


def test_no_heading_is_the_last_line_of_a_page_and_no_number_is_torn(pdf: Path) -> None:
    lines = [text for page in range(1, 9) for _, text in lines_of(pdf, page)[:-1]]
    last = [lines_of(pdf, page)[-2][1] for page in range(1, 8)]
    assert not any(_HEADING.match(text) and not text.endswith("。") for text in last)
    torn = [(a, b) for a, b in pairwise(lines) if a[-1].isdigit() and b[0].isdigit()]
    assert torn == []


def test_the_draft_mark_is_not_on_the_page(pdf: Path) -> None:
    assert "初稿" not in poppler("pdftotext", "-l", 1, pdf, "-")


# Accessible: what of ISO 14289-1 (PDF/UA) a machine can tell from the file's structure


def test_it_is_tagged_titled_and_in_chinese(opened: pikepdf.Pdf, pdf: Path) -> None:
    assert re.search(r"Tagged:\s+yes", poppler("pdfinfo", pdf))
    assert opened.Root.MarkInfo.Marked == True  # noqa: E712
    assert str(opened.Root.Lang) == "zh-CN"
    assert opened.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
    with opened.open_metadata() as told:
        assert told["dc:title"] == TITLE
        assert told["pdfuaid:part"] == "1"
        assert (told["pdfaid:part"], told["pdfaid:conformance"]) == ("2", "B")


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The structure's elements in reading order."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node
        yield from elements(node.get("/K", pikepdf.Array()))
    elif isinstance(node, pikepdf.Dictionary) and "/K" in node:
        yield from elements(node.K)


def kinds(opened: pikepdf.Pdf) -> list[str]:
    """What each element is, after the document's own names are mapped to the standard's."""
    roles = opened.Root.StructTreeRoot.get("/RoleMap", {})
    return [str(roles.get(str(e.S), e.S)) for e in elements(opened.Root.StructTreeRoot.K)]


def test_headings_go_down_one_level_at_a_time(opened: pikepdf.Pdf) -> None:
    levels = [int(kind[2:]) for kind in kinds(opened) if re.fullmatch(r"/H\d", kind)]
    assert (levels.count(1), levels.count(2), levels.count(3)) == (2, 4, 11)
    assert all(later <= level + 1 for level, later in zip([0, *levels], levels, strict=False))
    standard = {"/Document", "/P", "/H1", "/H2", "/H3", "/Span"}
    assert set(kinds(opened)) <= standard


def test_everything_on_a_page_is_tagged_or_an_artifact(opened: pikepdf.Pdf) -> None:
    for page in opened.pages:
        depth, numbers = [], set()
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                depth.append(str(operands[0]))
                if name == "BDC" and isinstance(operands[1], pikepdf.Dictionary):
                    numbers |= {int(operands[1]["/MCID"])} if "/MCID" in operands[1] else set()
            elif name == "EMC":
                depth.pop()
            elif name in _SHOWING:
                assert depth, name
        assert numbers
        assert "/StructParents" in page
        parents = pikepdf.NumberTree(opened.Root.StructTreeRoot.ParentTree)
        assert len(parents[int(page.StructParents)]) == len(numbers)


def test_every_font_is_embedded_and_says_what_its_signs_mean(opened: pikepdf.Pdf) -> None:
    fonts = [f for page in opened.pages for f in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        held = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(held.FontDescriptor.keys())


def test_a_chart_has_a_description_in_the_pdf() -> None:
    tag = '{{ 图(援助.民事, 援助.刑事, 标题="案件构成") }}'
    filled = fill(
        template(tag), figures("援助.民事 | 350 | 整数 | 件 \n 援助.刑事 | 263 | 整数 | 件")
    )
    parts = {n: p if isinstance(p, bytes) else p.content for n, p in filled.parts.items()}
    page = to_pdf(clean(parts, "报告").document, DAY)
    with pikepdf.open(BytesIO(page.content)) as held:
        drawn = [e for e in elements(held.Root.StructTreeRoot.K) if str(e.S) == "/Figure"]
        assert [str(e.Alt) for e in drawn] == ["案件构成。民事350件、刑事263件"]
        assert held.check_pdf_syntax() == []


def test_it_names_nobody_and_runs_nothing(opened: pikepdf.Pdf, pdf: Path) -> None:
    assert set(opened.docinfo.keys()) == {"/Title", "/Creator", "/Producer", "/CreationDate"}
    assert str(opened.docinfo.CreationDate).startswith("D:20231120000000")
    assert not {"/JavaScript", "/OpenAction", "/AA"} & set(opened.Root.get("/Names", {}).keys())
    for secret in ("李四", "张三", "drafter", "/tmp", "初稿", "xlsx"):
        for form in (secret.encode(), secret.encode("utf-16-be")):
            assert form not in pdf.read_bytes()


def test_the_same_document_makes_the_same_pages_byte_for_byte() -> None:
    body = paragraph("报告", "Title") + paragraph("正文613件。")
    document = clean(unpack(new_document(body), "报告.docx"), "报告").document
    first, second = (to_pdf(document, DAY).content for _ in range(2))
    assert first == second
    other = finished(first, date(2024, 1, 2)).content
    with pikepdf.open(BytesIO(other)) as held:
        assert str(held.docinfo.CreationDate).startswith("D:20240102000000")
    assert pikepdf.open(BytesIO(first)).check_pdf_syntax() == []


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"/CreationDate(D:20240102030405Z)"])
def test_what_is_no_pdf_is_not_taken_for_one(content: bytes) -> None:
    with pytest.raises(pikepdf.PdfError):
        finished(content, DAY)


def test_a_figure_without_its_own_description_is_left_alone_where_counts_differ() -> None:
    body = paragraph("报告", "Title") + paragraph("正文。")
    document = clean(unpack(new_document(body), "报告.docx"), "报告").document
    page = to_pdf(document, DAY).content
    assert b"/Alt" not in finished(page, DAY, ["没有这张图"]).content


# The web page


def test_axe_finds_nothing_wrong_on_the_web_page(sample: Path, chromium: Browser) -> None:
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((sample / f"{TITLE}.html").as_uri())
    result = Axe().run(page).response
    assert result["violations"] == []
    assert result["incomplete"] == []
    passed = {rule["id"] for rule in result["passes"]}
    assert {
        "heading-order",
        "html-has-lang",
        "document-title",
        "color-contrast",
        "region",
    } <= passed
    context.close()


def test_the_page_asks_for_nothing_and_its_policy_holds(sample: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    address = (sample / f"{TITLE}.html").as_uri()
    page.goto(address)
    assert (asked, errors) == ([address], [])
    assert page.evaluate("document.scripts.length") == 0
    headings = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
    assert [headings.count(f"H{level}") for level in (1, 2, 3, 4)] == [1, 2, 4, 11]
    page.close()


def test_the_page_prints_without_its_contents_list(sample: Path, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto((sample / f"{TITLE}.html").as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"
    page.close()
