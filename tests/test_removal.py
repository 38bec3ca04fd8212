"""Many indicators taken away at once: with them goes what hangs on them, and nothing else."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from drafter.desk.catalogue.removal import Removal, removal, remove
from drafter.desk.files.folders import CATALOGUE, TEMPLATE
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import ListedError, WorkspaceError
from tests.building import catalogue_bytes, once, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.占比 | 民事占比 | % | 比率 | | 援助.民事 / 援助.总数
    援助.占比差 | 占比与上年之差 | % | 比率 | | 援助.占比 - 上年(援助.占比)
    信访.来访 | 来访 | 批 | 整数 | 县信访局
    信访.名册 | 名册 | | 明细表 | 县信访局
"""
TABLES = "    信访.名册 | 姓名 | | 文本"
RULES = """
    援助.民事 <= 援助.总数
    信访.来访 >= 0
"""
ROWS = (
    ("指标", "本年", "上年"),
    ("援助", "{{ 援助.总数 }}", "{{ 援助.总数|上年 }}"),
    ("来访", "{{ 信访.来访 }}", "{{ 信访.来访|上年 }}"),
)
TEXT = (
    "一、援助",
    "民事占{{ 援助.占比 }}。",
    "二、信访",
    "来访{{ 信访.来访 }}批，援助{{ 援助.总数 }}件。",
    "{%p for 行 in 信访.名册 %}",
    "{{ 行.姓名 }}。",
    "{%p endfor %}",
)


@once
def opened(folder: Path) -> Workspace:
    made = workspace(folder, catalogue_bytes(INDICATORS, RULES, tables=TABLES))
    document = docx.Document()
    for text in TEXT:
        document.add_paragraph(text)
    table = document.add_table(rows=len(ROWS), cols=3)
    for row, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("完")
    document.save(str(folder / TEMPLATE))
    return made


def proposed(going: Removal) -> dict[tuple[str, int], str]:
    return {(one.part, one.number): one.new for one in going.passages}


def says(opened: Workspace) -> tuple[list[str], list[list[str]]]:
    """The template's paragraphs, and its table."""
    document = docx.Document(str(opened.folders.template))
    rows = [[c.text for c in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs], rows


def test_what_is_calculated_of_it_its_rules_paragraphs_headings_and_rows_go_too(
    opened: Workspace,
) -> None:
    going = removal(opened, ["援助.总数"])
    assert [line.texts["指标编号"] for line in going.followers] == ["援助.占比", "援助.占比差"]
    assert [line.texts["规则"] for line in going.rules] == ["援助.民事 <= 援助.总数"]
    removed = remove(opened, ["援助.总数"], proposed(going), going.seen)
    assert (removed.indicators, removed.rules) == (3, 1)
    paragraphs, rows = says(opened)
    assert paragraphs == ["二、信访", "来访{{ 信访.来访 }}批。", *TEXT[4:], "完"]
    assert rows == [[*ROWS[0]], [*ROWS[2]]]
    catalogue = opened.catalogue()
    assert list(catalogue.indicators) == ["援助.民事", "信访.来访", "信访.名册"]
    assert [rule.text for rule in catalogue.rules] == ["信访.来访 >= 0"]


def test_a_table_s_loop_goes_whole_with_its_columns(opened: Workspace) -> None:
    going = removal(opened, ["信访.名册"])
    assert [one.old for one in going.passages] == [*TEXT[4:]]
    remove(opened, ["信访.名册"], proposed(going), going.seen)
    paragraphs, _ = says(opened)
    assert paragraphs == [*TEXT[:4], "完"]
    assert "信访.名册" not in opened.catalogue().indicators


def test_nothing_goes_where_a_paragraph_would_still_name_it(opened: Workspace) -> None:
    root = opened.folders.root
    before = [(root / name).read_bytes() for name in (CATALOGUE, TEMPLATE)]
    going = removal(opened, ["援助.总数"])
    with pytest.raises(ListedError, match="没有保存") as refusal:
        remove(opened, ["援助.总数"], {}, going.seen)
    assert {finding.code for finding in refusal.value.findings} == {"template-unknown"}
    assert [(root / name).read_bytes() for name in (CATALOGUE, TEMPLATE)] == before


def test_nothing_goes_where_the_template_was_changed_since_it_was_shown(opened: Workspace) -> None:
    going = removal(opened, ["援助.总数"])
    document = docx.Document(str(opened.folders.template))
    document.paragraphs[0].text = "一、法律援助"
    document.save(str(opened.folders.template))
    with pytest.raises(WorkspaceError, match="有变化，没有删"):
        remove(opened, ["援助.总数"], proposed(going), going.seen)
    assert "援助.总数" in opened.catalogue().indicators
