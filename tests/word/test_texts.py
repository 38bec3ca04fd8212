"""A tag that stands where none is filled in is told by lint, and stops the draft, by its place."""

from __future__ import annotations

import pytest

from drafter.catalogue.catalogue import Catalogue
from drafter.model.errors import TemplateError
from drafter.model.sentence import line
from drafter.standard.new_document import new_document
from drafter.template.lint.lint import lint
from drafter.template.template import Template
from drafter.word.package import Part, pack, unpack
from tests.building import read_text_catalogue
from tests.template.scattered import DROPPED, PUBLISHED

EVERYWHERE = PUBLISHED | DROPPED
TAGS = (
    "{{ 援助.总数 }}",
    "｛｛援助.总数｝｝",
    "{% if 援助.总数 %}",
    "｛％ if 援助.总数 ％｝",
    "{# 记 #}",
)


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_text_catalogue(
        tmp_path_factory.mktemp("目录"), "援助.总数 | 案件 | 件 | 整数 | 甲局"
    )


def with_text(place: str, text: str) -> bytes:
    parts = unpack(new_document("<w:p><w:r><w:t>正文</w:t></w:r></w:p>"), "模板.docx")
    changed = EVERYWHERE[place][0](parts, text)
    return pack(Part.of(name, part) for name, part in changed.items())


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", EVERYWHERE)
def test_a_tag_where_none_is_filled_in_is_told_and_stops_the_draft(
    place: str, tag: str, catalogue: Catalogue
):
    content, where = with_text(place, tag), EVERYWHERE[place][1]
    said = f"标签写在{where}里（{tag}），不会填写；请移到正文中，或删去"
    linted = lint(content, "模板.docx", catalogue).findings
    errors = [line(finding) for finding in linted if finding.code == "template-elsewhere"]
    assert len(errors) == 1
    assert errors[0].startswith("错误 模板.docx › ")
    assert said in errors[0]
    with pytest.raises(TemplateError) as stopped:
        Template(content, "模板.docx")
    assert any(said in line(finding) for finding in stopped.value.findings)


@pytest.mark.parametrize("plain", ["甲{乙}丙", "100%}", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"])
@pytest.mark.parametrize("place", EVERYWHERE)
def test_other_braces_are_no_tags(place: str, plain: str, catalogue: Catalogue):
    content = with_text(place, plain)
    codes = {finding.code for finding in lint(content, "模板.docx", catalogue).findings}
    assert "template-elsewhere" not in codes
    assert Template(content, "模板.docx").fill({}, {}).marks == ()


def test_a_chart_title_in_one_piece_is_filled_in():
    content = with_text("chart title", " {{ 报告.年度 }}")
    filled = Template(content, "模板.docx").fill({}, {"年度": "2024"})
    part = filled.parts["word/charts/chart1.xml"]
    assert b"2024" in (part.content if isinstance(part, Part) else part)
