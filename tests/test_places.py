"""Where a figure stands that is not in the body: the same words in the record, trace, open data."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest

from drafter.desk.drafts.leaf import leaf
from drafter.desk.drafts.paging import body_of
from drafter.desk.year.workspace import Workspace
from drafter.publish.blocks import Heading, Paragraph, Table, marks_in
from drafter.publish.opendata import published_figures
from drafter.word.outline import outline
from tests.building import workspace
from tests.template.filling import fill, root_of, template, with_word_part
from tests.template.test_annex import LAST, SETTINGS, THIS, catalogue, fill_form
from tests.template.test_annex import county as compared
from tests.word.test_validity import WORD

NOTE = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:t>民事{{ 援助.民事 }}件。</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A report with a figure in its header, one in a note, one in its annex."""
    opened = workspace(tmp_path_factory.mktemp("何处"), catalogue())
    document = docx.Document(
        BytesIO(template("一、总体", "援助{{ 援助.总数 }}件", "附件1", "主要指标"))
    )
    document.add_paragraph("复议{{ 复议.受理 }}件，率{{ 复议.审结率 }}")
    document.sections[0].header.paragraphs[0].text = "援助{{ 援助.总数 }}件"
    run = document.paragraphs[1].add_run()
    run._r.append(run._r.makeelement(f"{{{WORD}}}footnoteReference", {f"{{{WORD}}}id": "1"}))
    saved = BytesIO()
    document.save(saved)
    opened.folders.template.write_bytes(with_word_part(saved.getvalue(), "footnotes", NOTE))
    fill_form(opened, "县司法局", THIS)
    opened.draft()
    return opened


def places(county: Workspace, question: str) -> list[tuple[int, str]]:
    return [(u.paragraph.number, u.paragraph.section) for u in county.trace(question).uses]


def test_trace_lists_the_header_and_the_note(county: Workspace) -> None:
    assert places(county, "援助.总数") == [(2, "一"), (0, "页眉")]
    assert places(county, "援助.民事") == [(0, "脚注1")]


def test_the_annex_is_no_part_of_the_last_section(county: Workspace) -> None:
    assert places(county, "复议.受理") == [(5, "附件1")]
    (use,) = county.trace("复议.受理").uses
    assert use.paragraph.heading == "主要指标"


def test_a_cell_leads_to_all_that_comes_of_it_however_it_is_written(county: Workspace) -> None:
    (cell,) = county.trace("复议.受理").figures[0].sources
    expected = county.trace(str(cell.place))
    assert [figure.key for figure in expected.figures] == ["复议.受理", "复议.审结率"]
    assert [(u.paragraph.number, [m.words for m in u.marks]) for u in expected.uses] == [
        (5, [m.words for m in county.trace("第5段").uses[0].marks])
    ]
    for written in (
        f"{cell.file}!{cell.cell}",
        f"{cell.sheet}!{cell.cell.lower()}",
        f"'[{cell.file}]{cell.sheet}'!$D${cell.cell[1:]}",
        f"{cell.file} {cell.sheet}！{cell.cell}",
        f"县司法局!{cell.cell}",
    ):
        assert county.trace(written) == expected, written
    for other in (
        f"县教育局.xlsx!{cell.cell}",
        f"别的表!{cell.cell}",
        f"{cell.file}!D1",
        "!",
        "甲!乙",
    ):
        assert not county.trace(other), other


def test_the_page_of_a_draft_shows_each_figure_or_says_that_it_stands_elsewhere(
    county: Workspace,
) -> None:
    drafted = county.drafted()
    body = body_of(drafted)
    shown = leaf(drafted, body)
    inside = [name for name in marks_in(body.blocks) if name]
    notes = [piece.mark for note in body.notes for piece in note if piece.mark]
    elsewhere = [mark.name for mark in shown.elsewhere]
    marks = drafted.manifest.marks
    assert sorted([*inside, *notes, *elsewhere]) == sorted(mark.name for mark in marks)
    assert [mark.section for mark in shown.elsewhere] == ["页眉"]
    numbers = {m.name: m.paragraph for m in marks}
    for block in body.blocks:
        assert isinstance(block, Heading | Paragraph)
        assert all(numbers[p.mark] == block.number for p in block.pieces if p.mark)


def test_a_chart_has_all_its_figures(tmp_path: Path) -> None:
    drafted = compared(tmp_path, LAST).draft()
    shown = leaf(drafted, body_of(drafted))
    words = {mark.name: mark.words for mark in drafted.manifest.marks}
    charts = [b for b in shown.body.blocks if isinstance(b, Table) and b.marks]
    drawn = [[words[mark] for mark in chart.marks] for chart in charts]
    assert drawn == [["450", "400"], ["400", "450"]]
    assert shown.elsewhere == []


def test_the_open_data_name_the_same_places(county: Workspace) -> None:
    drafted = county.draft()
    figures = published_figures(county.catalogue(), drafted.manifest)
    assert {figure.key: figure.section for figure in figures} == {
        "援助.总数": "一；页眉",
        "援助.民事": "脚注1",
        "复议.受理": "附件1",
        "复议.审结率": "附件1",
    }


@pytest.mark.parametrize("line", ["附件：1.指标表", "附件中的数据", "附件说明"])
def test_only_the_word_alone_begins_an_annex(line: str) -> None:
    read = outline(root_of(fill(template("一、总体", line))))
    assert [paragraph.section for paragraph in read] == ["一", "一"]


def test_trace_finds_a_number_within_the_words_of_a_figure(tmp_path: Path) -> None:
    opened = compared(tmp_path, LAST)
    opened.draft()
    (figure,) = opened.trace("3个百分点").figures
    assert figure.label == "行政复议审结率同比"
    assert not opened.trace("0.5个百分点")
    assert [use.paragraph.heading for use in opened.trace("28.9%").uses] == [
        "2024年法治政府建设主要指标"
    ]


def test_points_are_those_between_the_rates_as_printed(tmp_path: Path) -> None:
    """799 of 800 is 99.875 %, 85 of 90 94.444 %: 5.43 apart, and printed 99.9 % and 94.4 %."""
    opened = compared(tmp_path, {**LAST, "复议.受理": 90, "复议.审结": 85})
    settings = f"{SETTINGS}\n    比率小数位 1\n"
    opened.folders.catalogue.write_bytes(catalogue(settings))
    fill_form(opened, "县司法局", {**THIS, "复议.受理": 800, "复议.审结": 799})
    opened.folders.template.write_bytes(
        template("审结率{{ 复议.审结率 }}，上年{{ 复议.审结率|上年 }}，{{ 复议.审结率|同比 }}")
    )
    paragraphs = opened.draft().manifest.paragraphs
    assert [p.text for p in paragraphs] == ["审结率99.9%，上年94.4%，同比提高5.5个百分点"]
