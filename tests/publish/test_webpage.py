"""The report as a web page: structure for those who listen, no script, nothing from elsewhere."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree, html

from drafter.draft.record import FORMAT, FigureRecord, FigureState, Manifest, MarkRecord
from drafter.model.finding import Kind
from drafter.publish.clean import clean
from drafter.publish.webpage import webpage
from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import unpack
from tests.template.filling import figures, fill, template

TITLE = "平安县2024年报告"


def manifest(**values: str) -> Manifest:
    """A record with these figures, by mark."""
    marks = tuple(
        MarkRecord(
            name=name, words=value, paragraph=1, section="",
            figure=FigureRecord(
                key="k", label="", unit="", kind=Kind.INTEGER, state=FigureState.KNOWN, text=value, value=value
            ),
        )
        for name, value in values.items()
    )  # fmt: skip
    return Manifest(
        format=FORMAT, id="", run="", region="平安县", year=2024, title=TITLE, program="", inputs={},
        entries=(), marks=marks, paragraphs=(), findings=(),
    )  # fmt: skip


def page(body: str, **values: str) -> str:
    """The page of a document with that body."""
    return page_of(new_document(body, TITLE), **values)


def page_of(document: bytes, **values: str) -> str:
    parts = clean(unpack(document, "报告.docx"), TITLE, marks=True).parts
    return webpage(parts, manifest(**values)).decode()


def article(text: str) -> list[str]:
    """The blocks of the article, its table of contents left out."""
    inside = text.partition("<article>\n")[2].partition("\n</article>")[0].splitlines()
    return [block for block in inside if block and not block.startswith("<nav")]


def test_headings_have_the_levels_of_their_styles() -> None:
    body = (
        paragraph("平安县报告", "Title")
        + paragraph("一、总体", "Heading1")
        + paragraph("（一）领导", "Heading2")
        + paragraph("1.部署。召开会议。", "Heading3")
        + paragraph("正文。")
        + paragraph("县政府", "Signature")
    )
    assert article(page(body)) == [
        "<h1>平安县报告</h1>",
        '<h2 id="s1">一、总体</h2>',
        '<h3 id="s2">（一）领导</h3>',
        '<h4 id="s3">1.部署。</h4>',
        "<p>召开会议。</p>",
        "<p>正文。</p>",
        '<p class="right">县政府</p>',
    ]


def test_no_level_is_left_out_even_where_the_document_does() -> None:
    body = (
        paragraph("报告", "Title")
        + paragraph("1.部署", "Heading3")
        + paragraph("一、其他", "Heading1")
    )
    assert re.findall(r"<h(\d)", page(body)) == ["1", "2", "2"]


def test_a_report_without_a_title_paragraph_is_headed_by_its_title() -> None:
    assert article(page(paragraph("正文。"))) == [f"<h1>{TITLE}</h1>", "<p>正文。</p>"]


def test_all_text_is_escaped() -> None:
    text = page(paragraph("<script>alert(1)</script> & “A&B” {{ 7*7 }}"))
    assert "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; “A&amp;B” {{ 7*7 }}</p>" in text
    assert "<script" not in text


def test_a_figure_is_data_with_its_exact_value() -> None:
    mark = '<w:bookmarkStart w:id="1" w:name="_fig_0001"/>{}<w:bookmarkEnd w:id="1"/>'
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    body = (
        f"<w:p>{run.format('播放')}{mark.format(run.format('2.8万余'))}{run.format('次。')}</w:p>"
    )
    assert (
        article(page(body, _fig_0001="28000"))[1]
        == '<p>播放<data value="28000">2.8万余</data>次。</p>'
    )
    assert "_fig" not in page(body, _fig_0001="28000")


def test_a_table_has_headers_with_their_scope_and_its_merged_cells() -> None:
    document = docx.Document(BytesIO(new_document("", TITLE)))
    table = document.add_table(3, 3)
    for at, text in enumerate(["事项", "今年", "去年", "收案", "38", "30", "结案", "", "20"]):
        table.cell(at // 3, at % 3).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    stream = BytesIO()
    document.save(stream)
    (block,) = [line for line in article(page_of(stream.getvalue())) if "<table" in line]
    assert re.sub("</?p[^>]*>", "", block) == (
        '<table><tr><th scope="col">事项</th><th scope="col">今年</th><th scope="col">去年</th></tr>'
        '<tr><th scope="row">收案</th><td rowspan="2">38</td><td>30</td></tr>'
        '<tr><th scope="row">结案</th><td>20</td></tr></table>'
    )


def test_a_chart_is_a_table_of_its_numbers() -> None:
    tag = '{{ 图(援助.民事, 援助.刑事, 标题="案件构成") }}'
    filled = fill(
        template(tag), figures("援助.民事 | 350 | 整数 | 件 \n 援助.刑事 | 263 | 整数 | 件")
    )
    parts = {n: p if isinstance(p, bytes) else p.content for n, p in filled.parts.items()}
    text = webpage(clean(parts, TITLE, marks=True).parts, manifest()).decode()
    assert "<caption>案件构成</caption>" in text
    assert '<th scope="row">民事</th><td>350</td>' in text


def test_numbers_that_word_counts_by_itself_are_written_out() -> None:
    document = docx.Document(BytesIO(docx_with_list()))
    assert [p.text for p in document.paragraphs][:3] == ["甲", "乙", "丙"]
    blocks = article(page_of(docx_with_list()))
    assert [re.sub("<[^>]*>", "", block) for block in blocks[1:4]] == ["1.甲", "2.乙", "3.丙"]


def docx_with_list() -> bytes:
    """python-docx's own template has numbered lists."""
    document = docx.Document()
    for text in ("甲", "乙", "丙"):
        document.add_paragraph(text, "List Number")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_links_lead_to_the_web_alone_and_pictures_are_in_the_page() -> None:
    from tests.publish.revealing import photograph

    document = docx.Document(BytesIO(new_document("", TITLE)))
    document.add_picture(BytesIO(photograph("PNG")))
    docx.oxml.ns.nsmap.keys()
    link = document.part.relate_to("https://www.gov.cn/", f"{qn('r:id')[1:-3]}/hyperlink", True)
    paragraph_ = document.add_paragraph()
    paragraph_._p.append(etree.fromstring(
        f'<w:hyperlink xmlns:w="{qn("w:p")[1:-2]}" xmlns:r="{qn("r:id")[1:-3]}" r:id="{link}">'
        "<w:r><w:t>中国政府网</w:t></w:r></w:hyperlink>"
    ))  # fmt: skip
    stream = BytesIO()
    document.save(stream)
    text = page_of(stream.getvalue())
    assert '<a href="https://www.gov.cn/">中国政府网</a>' in text
    assert 'src="data:image/png;base64,' in text


SAMPLES = [paragraph("报告", "Title") + paragraph("一、总体", "Heading1") + paragraph("正文。")]


@pytest.mark.parametrize("body", SAMPLES)
def test_the_page_loads_nothing_and_names_its_language(body: str) -> None:
    text = page(body)
    root = html.document_fromstring(text)
    assert root.get("lang") == "zh-CN"
    assert root.findtext(".//title") == TITLE
    assert not re.search(r"https?:|@import|url\(|<script|<link|<iframe|\son\w+=", text)
    assert "default-src 'none'" in text
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert [a.get("href") for a in root.iter("a")] == [f"#{i}" for i in ids]
    assert len(ids) == len(set(ids))
