"""Ways in which a wrong figure could have slipped into a report, and no longer can."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from drafter.desk.files.folders import TEMPLATE
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.model.quantity import decimal, read
from drafter.standard.new_document import new_document, paragraph
from tests.building import (
    SETTINGS,
    catalogue_bytes,
    fill_form,
    mistakes_of,
    once,
    paragraphs,
    said,
    workspace,
)

SHARED = """
    执法.明细 | 处罚明细 |    | 明细表 | 甲局、乙局
    执法.合计 | 处罚合计 | 件 | 整数   |        | 合计(执法.明细.件数)
    执法.情况 | 执法情况 |    | 长文本 | 甲局、乙局
"""
TABLES = "执法.明细 | 领域 | | 文本 \n 执法.明细 | 件数 | 件 | 整数"
LINES = """
    |共{{ 执法.合计 }}件（{{ 执法.明细|列举 }}），{{ 执法.明细|length }}项。
    |{{p 执法.情况 }}
"""


def text_of(drafted: Drafted) -> list[str]:
    return paragraphs((drafted.folder / "报告.docx").read_bytes())


@once
def shared(folder: Path) -> Workspace:
    opened = workspace(folder, catalogue_bytes(SHARED, tables=TABLES), LINES)
    fill_form(opened, "甲局", {"执法.情况": "甲段。"}, {"执法.明细": [["种子", 7], ["农药", 5]]})
    return opened


def test_a_total_of_two_departments_waits_for_the_second(shared: Workspace) -> None:
    assert text_of(shared.draft()) == [
        "共【待补：乙局·处罚合计】件（种子7件、农药5件、【待补：乙局·处罚明细】），"
        "【待补：乙局·处罚明细】项。",
        "甲段。",
        "【待补：乙局·执法情况】",
    ]
    fill_form(shared, "乙局", {"执法.情况": "乙段。"}, {"执法.明细": [["兽药", 3]]})
    assert text_of(shared.draft()) == [
        "共15件（种子7件、农药5件、兽药3件），3项。",
        "甲段。",
        "乙段。",
    ]


def test_a_total_over_a_cell_that_cannot_be_read_is_not_printed(shared: Workspace) -> None:
    fill_form(shared, "乙局", {"执法.情况": "无"}, {"执法.明细": [["兽药", "十几"]]})
    assert text_of(shared.draft())[0].startswith("共【待补：乙局·处罚合计】件")


def test_a_table_keeps_its_rows_when_a_bookmark_ends_after_them(tmp_path: Path) -> None:
    rows = ["领域", "{%tr for 行 in 执法.明细 %}", "{{ 行.领域 }}{{ 行.件数 }}", "{%tr endfor %}"]
    cells = "".join(f"<w:tr><w:tc>{paragraph(row)}</w:tc></w:tr>\n" for row in rows)
    table = f'<w:tbl><w:tblPr/><w:tblGrid/>{cells}<w:bookmarkEnd w:id="77"/></w:tbl>'
    opened = workspace(tmp_path, catalogue_bytes(SHARED, tables=TABLES))
    (tmp_path / TEMPLATE).write_bytes(new_document(table + paragraph("完")))
    for name in ("甲局", "乙局"):
        fill_form(opened, name, {"执法.情况": "无"}, {"执法.明细": [[f"{name}种子", 7]]})
    made = docx.Document(str(opened.draft().folder / "报告.docx")).tables[0]
    assert [row.cells[0].text for row in made.rows] == ["领域", "甲局种子7", "乙局种子7"]


def test_a_rate_above_all_is_reported_at_the_cell(tmp_path: Path) -> None:
    rate = """
        信访.办结 | 办结 | 件 | 整数 | 甲局
        信访.受理 | 受理 | 件 | 整数 | 甲局
        信访.办结率 | 办结率 | % | 比率 | | 信访.办结 / 信访.受理
    """
    opened = workspace(tmp_path, catalogue_bytes(rate), "|{{ 信访.办结率 }}")
    fill_form(opened, "甲局", {"信访.办结": 120, "信访.受理": 100})
    assert said(opened.check().findings) == [
        "错误 甲局.xlsx › 填报表!D7 信访.办结率："
        "“办结率”算得120%（120 ÷ 100），高于上限；请核对所用的数"
    ]
    document = docx.Document(str(opened.draft().folder / "报告.docx"))
    assert "高于上限" in next(iter(document.comments)).text


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("12 13", "件"), ("12\n3", "件"), ("10²", "件"), ("1234,567", "件"), ("57.95万", "万元")],
)
def test_what_may_be_two_numbers_or_another_unit_is_not_read(typed: str, unit: str) -> None:
    assert read(typed, unit) is None


def test_numbers_are_read_to_the_15_digits_that_excel_shows() -> None:
    amount = read(0.1 + 0.2)
    assert amount is not None
    assert decimal(amount.value) == "0.3"


def test_a_percentage_in_a_count_is_not_divided_by_a_hundred(tmp_path: Path) -> None:
    content = catalogue_bytes("信访.满意度 | 满意度 | % | 小数 | 甲局")
    opened = workspace(tmp_path, content, "|{{ 信访.满意度 }}")
    fill_form(opened, "甲局", {"信访.满意度": "97%"})
    assert "不是数" in said(opened.check().findings)[0]


def test_last_years_cells_are_named_by_last_years_folder(tmp_path: Path) -> None:
    asked = "信访.受理 | 受理 | 件 | 整数 | 甲局 \n 信访.增加 | 增加 | 件 | 小数 | | 信访.受理 - 上年(信访.受理)"
    before = catalogue_bytes(asked, settings=SETTINGS.replace("2024", "2023"))
    past = workspace(tmp_path / "旧", before)
    form = fill_form(past, "甲局", {"信访.受理": 50})
    opened = workspace(tmp_path, catalogue_bytes(asked), "|{{ 信访.增加 }}")
    (tmp_path / "inputs/2023").mkdir(parents=True)
    (tmp_path / "inputs/2023/甲局.xlsx").write_bytes(form.read_bytes())
    fill_form(opened, "甲局", {"信访.受理": 62})
    opened.draft()
    (figure,) = opened.trace("信访.增加").figures
    assert figure.text == "12"
    assert [(s.file, s.said) for s in figure.sources] == [
        ("甲局.xlsx", "62"),
        ("2023/甲局.xlsx", "50"),
    ]


def test_a_rule_typed_as_a_formula_is_told_to_lose_its_sign(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = tmp_path / "目录.xlsx"
    path.write_bytes(catalogue_bytes("甲.数 | 数 | 件 | 整数 | 甲局", "甲.数 >= 0 | 错误"))
    book = load_workbook(path)
    book["校验规则"]["A2"] = "=甲.数>=0"
    book.save(path)
    from drafter.catalogue.sheet import read_catalogue
    from tests.building import read as read_book

    _, mistakes = read_catalogue(read_book(path))
    assert any("规则和公式前不加“=”" in line for line in said(mistakes))


def test_keys_that_excel_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    found = mistakes_of(tmp_path, "甲.Ab | 一 | 件 | 整数 | 甲局 \n 甲.aB | 二 | 件 | 整数 | 甲局")
    assert found == ["指标!A3 “甲.aB”重复，已在A2出现"]


def test_rules_and_chains_too_long_to_follow_are_refused(tmp_path: Path) -> None:
    long = "甲.数 >= " + " + ".join(["1"] * 600)
    assert "请拆成几条" in mistakes_of(tmp_path, "甲.数 | 数 | 件 | 整数 | 甲局", long)[0]
    chain = "\n".join(f"甲.a{n} | 数 | 件 | 整数 | | 甲.a{n + 1} + 1" for n in range(1200))
    found = mistakes_of(tmp_path, f"{chain}\n甲.a1200 | 数 | 件 | 整数 | 甲局")
    assert any("引用层数过多" in line for line in found)


def test_the_longest_rule_is_checked(tmp_path: Path) -> None:
    rule = "甲.数 = " + "+".join(["1"] * 490)
    opened = workspace(tmp_path, catalogue_bytes("甲.数 | 数 | 件 | 整数 | 甲局", f"{rule} | 错误"))
    fill_form(opened, "甲局", {"甲.数": 490})
    assert said(opened.check().findings) == []


def test_the_longest_rule_over_answers_is_checked(tmp_path: Path) -> None:
    rule = "甲.数 = " + "+".join(["甲.项"] * 240)
    indicators = "甲.数 | 数 | 件 | 整数 | 甲局\n甲.项 | 项 | 件 | 整数 | 甲局"
    opened = workspace(tmp_path, catalogue_bytes(indicators, f"{rule} | 错误"))
    fill_form(opened, "甲局", {"甲.数": 241, "甲.项": 1})
    (finding,) = opened.check().findings
    assert finding.code == "sum-differs"


def test_a_loop_that_borrows_a_themes_name_hides_the_theme(tmp_path: Path) -> None:
    lines = "|{% for 执法 in 执法.明细 %}{{ 执法.领域 }}{{ 执法.件数 }}{% endfor %}"
    opened = workspace(tmp_path, catalogue_bytes(SHARED, tables=TABLES), lines)
    for name in ("甲局", "乙局"):
        fill_form(opened, name, {"执法.情况": "无"}, {"执法.明细": [[name, 7]]})
    assert text_of(opened.draft()) == ["甲局7乙局7"]


def test_a_number_given_in_another_unit_is_not_taken_for_this_one(tmp_path: Path) -> None:
    before = catalogue_bytes("执法.罚没 | 罚没金额 | 元 | 金额 | 甲局")
    opened = workspace(tmp_path, before, "|{{ 执法.罚没 }}万元")
    fill_form(opened, "甲局", {"执法.罚没": 500000})
    now = catalogue_bytes("执法.罚没 | 罚没金额 | 万元 | 金额 | 甲局")
    opened = workspace(tmp_path, now, "|{{ 执法.罚没 }}万元")
    assert said(opened.check().findings) == [
        "错误 甲局.xlsx › 填报表!D7 执法.罚没："
        "“罚没金额”的表上单位是“元”，目录现为“万元”，500000未读取；请用新表重报",
        "警告 甲局.xlsx 此表下发后指标目录已改动，已按编号读取；请核对有无新增指标",
    ]
    assert text_of(opened.draft()) == ["【待补：甲局·罚没金额】万元"]
