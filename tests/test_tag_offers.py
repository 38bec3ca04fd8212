"""The tags that are offered for each kind of indicator are such as the template takes."""

from __future__ import annotations

from pathlib import Path

import docx

from drafter.desk.catalogue.tag_offers import tag_offers
from drafter.model.finding import Severity
from drafter.template.lint.lint import lint
from tests.building import read_text_catalogue

INDICATORS = """
    援助.件数 | 案件 | 件 | 整数 | 司法局
    援助.办结率 | 办结率 |  | 比率 | 司法局 | 直接填报
    援助.经费 | 经费 | 万元 | 金额 | 司法局
    援助.日期 | 日期 |  | 日期 | 司法局
    援助.名称 | 名称 |  | 文本 | 司法局
    援助.举措 | 举措 |  | 长文本 | 司法局
    权责.明细 | 明细 |  | 明细表 | 司法局
    权责.清单 | 清单 |  | 明细表 | 司法局
"""
TABLES = """
    权责.明细 | 部门 |  | 文本
    权责.明细 | 事项数 | 项 | 整数
    权责.清单 | 任务 |  | 文本
    权责.清单 | 措施 |  | 长文本
"""


def test_every_offer_is_understood_by_the_template(tmp_path: Path) -> None:
    catalogue = read_text_catalogue(tmp_path, INDICATORS, tables=TABLES)
    every = [one for offered in tag_offers(catalogue).values() for one in offered]
    offers = [offer for one in every for offer in one.offers]
    document = docx.Document()
    for offer in offers:
        for line in offer.text.split("\n"):
            document.add_paragraph(line)
    document.save(str(tmp_path / "模板.docx"))
    findings = lint((tmp_path / "模板.docx").read_bytes(), "模板.docx", catalogue).findings
    named = [
        f
        for f in findings
        if f.code.startswith(("template", "tag")) and f.severity is not Severity.HINT
    ]
    assert not named
    texts = {one.indicator.key: one.offers[0].text for one in every}
    scaled = {one.indicator.key for one in every if any("|万" in o.text for o in one.offers)}
    assert scaled == {"援助.件数"}, "a unit of 万 is never printed twice"
    assert texts["援助.件数"] == "{{ 援助.件数 }}件"
    assert texts["援助.办结率"] == "{{ 援助.办结率 }}"
    assert texts["援助.举措"] == "{{p 援助.举措 }}"
    assert texts["权责.明细"] == "{{ 权责.明细|列举 }}"


def test_a_change_on_last_year_is_offered_with_a_word_where_there_is_no_last_year(
    tmp_path: Path,
) -> None:
    catalogue = read_text_catalogue(tmp_path, INDICATORS, tables=TABLES)
    offered = tag_offers(catalogue, "援助", {"援助.件数"})["援助"]
    uses = {
        one.indicator.key: offer.use
        for one in offered
        for offer in one.offers
        if "同比" in offer.text
    }
    assert {key for key, use in uses.items() if "还没有上年的数" in use} == uses.keys() - {
        "援助.件数"
    }
