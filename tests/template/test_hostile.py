"""Hundreds of broken and hostile templates: an answer with a place, or a document that lost nothing."""

from __future__ import annotations

from functools import cache

import pytest

from drafter.model.errors import TemplateError
from drafter.template.template import Template
from drafter.word.ooxml import w
from tests.template.filling import SETTINGS, detail, edited, fill, refused, root_of, template
from tests.template.hostile import ENTRIES, document, static, story, torn

BROKEN, TORN = 330, 120


def refusal(content: bytes) -> TemplateError | None:
    """What the template is refused with; None where it is filled."""
    try:
        Template(content, "模板.docx").fill(ENTRIES, SETTINGS)
    except TemplateError as error:
        return error
    return None


@pytest.mark.parametrize("seed", range(BROKEN))
def test_no_character_of_a_generated_template_is_lost_silently(seed: int):
    blocks = story(seed)
    content = document(blocks, seed)
    error = refusal(content)
    if error is not None:
        assert seed % 3, blocks
        assert error.findings
        assert all(f.place.cell.startswith("第") for f in error.findings), str(error)
        return
    texts = [t.text or "" for t in root_of(fill(content, ENTRIES)).iter(w("t"))]
    assert static(blocks) <= set("".join(texts)), blocks


@cache
def whole() -> bytes:
    """A document with tags in a loop, a table and a header."""
    return edited(
        lambda d: (
            d.add_paragraph("{%p for 行 in 清单.一条 %}甲{{ 行.标题 }}{%p endfor %}"),
            d.add_table(2, 2).cell(0, 0).add_paragraph("{{ 案.数 }}"),
            setattr(d.sections[0].header.paragraphs[0], "text", "{{ 报告.年度 }}"),
        )
    )


@pytest.mark.parametrize("seed", range(TORN))
def test_a_torn_document_is_refused_or_filled(seed: int):
    error = refusal(torn(whole(), seed))
    assert error is None or str(error).startswith("模板.docx")


LOOPS = """
    {% for a in 清单.多 %}{% for b in 清单.多 %}{% for c in 清单.多 %}{% for d in 清单.多 %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}
    {% set 长 = '一二三四五六七八九十' %}{% set 长 = 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 %}{% set 长 = 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 %}{% set 长 = 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 %}{% set 长 = 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 %}{% for a in 清单.多 %}{% for b in 清单.多 %}{{ 长 }}{% endfor %}{% endfor %}
    {% set 甲 = [1, 2, 3, 4, 5, 6, 7, 8] %}{% set 甲 = 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 %}{% set 甲 = 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 %}{% set 甲 = 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 %}{% set 甲 = 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 + 甲 %}
    {% set 数 = 9999999999999999999 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}
    {% set 数 = 案.数 + 1 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}{% set 数 = 数 * 数 %}
    {% set 文 = '一二三四五六七八九十' %}{% set 文 = 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 %}{% set 文 = 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 %}{% set 文 = 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 %}{% set 文 = 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 + 文 %}
    {{ 案.数|小数(999999999) }}{{ 9 ** 9 }}
    {% for a in '一二三' %}{% endfor %}
    {{ [清单.多|list, 清单.多|list] }}
    {{ 1e400 }}
"""


@pytest.mark.parametrize("loop", [line.strip() for line in LOOPS.strip().splitlines()])
def test_what_would_never_end_is_stopped_with_its_place(loop: str):
    many = detail("清单.多", "\n".join(["标题", *(str(n) for n in range(60))]))
    said = refused(template(loop), {**ENTRIES, "清单.多": many})
    assert said.startswith("模板.docx › 正文第1段：无法填写：")
