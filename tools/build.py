"""Catalogues and templates from text: the shipped kit, and the workspaces that tests make up."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.forms.form import CREATED
from drafter.desk.files.folders import ANNEX, CATALOGUE, TEMPLATE, write_file
from drafter.disk.zips import alike
from drafter.standard.new_document import new_document, paragraph, table

KIT = Path(__file__).parent / "kit"
SHEETS = ("报告", "部门", "指标", "明细表", "固定表", "固定表行列", "校验规则", "检查清单")
_OPTIONAL = ("固定表", "固定表行列", "检查清单")
_WIDTHS = {
    "指标编号": 26, "指标名称": 34, "填报部门": 22, "计算公式": 44, "填报说明": 36, "口径": 36,
    "规则": 70, "应写内容": 44, "所在部分": 30, "标题含": 50, "正文含": 50, "依据": 50,
    "表编号": 14, "表名": 34, "分段": 22, "名称": 60,
    "说明": 40, "内容": 34, "项目": 16, "部门": 24, "列名": 12, "联系人": 14, "联系电话": 16,
}  # fmt: skip
_CHOICES = {
    "类型": ["整数", "小数", "金额", "比率", "日期", "文本", "长文本", "明细表"],
    "允许约数": ["是", "否"],
    "允许不适用": ["是", "否"],
    "必填": ["是", "否"],
    "填无视为": ["0", "不适用"],
    "附件": ["是", "否"],
    "汇总方式": ["一致", "合计", "期末合计", "由公式重算", "最大", "最小", "平均", "不汇总"],
    "级别": ["错误", "警告", "提示"],
    "行列": ["行", "列", "表角"],
}
_SHARES = {5: (36, 10, 16, 18, 20), 7: (26, 11, 11, 11, 11, 11, 19)}
_PROMPTS = {
    "指标编号": "主题.名称，只用汉字、字母、数字、下划线。模板中用 {{ 主题.名称 }} 引用。",
    "计算公式": "由其他指标算出的写公式，如 甲.成功数 / 甲.受理数；部门直接报比率的写“直接填报”。",
    "填报部门": "多个部门用顿号隔开；数字须各部门一致。",
    "下限": "不填则整数不小于0，比率在0到1之间。",
    "其他量词": "正文中除计量单位外还可用的量词，如单位是“件”而有时写“起”的，填“起”。",
    "填无视为": "部门填“无”“—”“/”的按0还是按不适用读取。不填的，读取后请部门确认。",
    "同比幅度": "本年数比上年增减超过此幅度的请部门核对，如50%。不填的用“报告”表的同比幅度。",
    "允许约数": "填“是”则可报“80余”。不填为否。",
    "允许不适用": "不填为是。",
    "必填": "不填为是。",
    "填报说明": "只印在填报表上给部门看，不对外公开。",
    "口径": "统计的是什么、含不含什么。印在填报表上，并随数据公开；内部的话写在“填报说明”里。",
    "附件": "填“是”的列入附件“主要指标”，与上年对照。不填为否。",
    "所在部分": "只查标题含有这些词的部分；不填的查全文。",
    "标题含": "有一个标题含有其中一个词，就算写了。",
    "正文含": "没填“标题含”的，正文有一个词就算写了；填了的，正文有词而没有列为标题，只作提示。",
    "表编号": "只用汉字、字母、数字、下划线。每格的指标编号为 表编号.行编号_列编号。",
    "分段": "一张表分几段、各段行列不同的，写段名；不分段的不填。",
    "名称": "行、列的表头；有上级表头的写作 上级/本级，如 法人或其他组织/商业企业。",
    "规则": "如 甲.合计 = 甲.分项一 + 甲.分项二；可用 上年(指标)、合计(列)、计数(列)、不同数(列)。",
}


def catalogue(tables: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """指标目录.xlsx from rows of text by sheet, the header row first."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.set_properties({"title": "指标目录", "created": CREATED})
    line = {"border": 1, "border_color": "#B8C4D0", "valign": "vcenter", "text_wrap": True}
    head = book.add_format({**line, "bold": True, "bg_color": "#1F4E79", "font_color": "white"})
    cell = book.add_format(line)
    own = [name for name in SHEETS if name in tables or name not in _OPTIONAL]
    for name in dict.fromkeys((*own, *tables)):
        sheet, rows = book.add_worksheet(name), tables.get(name, [])
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                _write(sheet, number, column, text, cell if number else head)
        for column, title in enumerate(rows[0] if rows else ()):
            sheet.set_column(column, column, _WIDTHS.get(title, 10))
            _guide(sheet, name, column, title)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    book.close()
    return alike(stream.getvalue())


def _write(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    if text.isdigit() and len(text) < 9:
        sheet.write_number(row, column, int(text), style)
    else:
        sheet.write_string(row, column, text, style)


def _guide(sheet: Worksheet, name: str, column: int, title: str) -> None:
    rule: dict[str, object] = {"validate": "any"}
    if title in _CHOICES and not (name == "报告" and title == "级别"):
        rule = {"validate": "list", "source": _CHOICES[title]}
    if title in _PROMPTS:
        rule |= {"input_title": title, "input_message": _PROMPTS[title]}
    if len(rule) > 1:
        sheet.data_validation(1, column, 2000, column, rule)


def template(lines: Iterable[str], title: str = "报告模板") -> bytes:
    """A template in standard format from lines `style|text`; no style is body text.

    Lines of the style Table are its rows, cells separated by |.
    """
    written = (line.rstrip("\n").partition("|") for line in lines)
    body = ""
    for style, group in groupby(written, lambda line: line[0]):
        texts = [text for _, _, text in group]
        if style == "Table":
            rows = [text.split("|") for text in texts]
            body += table(rows, _SHARES[len(rows[0])])
        else:
            body += "".join(paragraph(text, style or "Normal") for text in texts)
    return new_document(body, title)


def kit_tables(kit: str = "") -> dict[str, list[list[str]]]:
    """A shipped catalogue's rows by sheet; those of the main kit where none is named."""
    tables = {}
    for name in SHEETS:
        path = KIT / kit / f"{name}.csv"
        if path.is_file() or name not in _OPTIONAL:
            with path.open(encoding="utf-8", newline="") as stream:
                tables[name] = list(csv.reader(stream))
    return tables


def kit_template(kit: str = "") -> bytes:
    """A shipped template."""
    return template((KIT / kit / "模板.txt").read_text(encoding="utf-8").splitlines())


def kit_annex() -> bytes:
    """The shipped example of a 附件, to be copied into a template."""
    lines = (KIT / "附件.txt").read_text(encoding="utf-8").splitlines()
    return template(lines, "附件示例")


def kits() -> list[str]:
    """The kits beside the main one."""
    return sorted(path.name for path in KIT.iterdir() if path.is_dir())


def main() -> None:
    """Write templates/: 指标目录.xlsx, 报告模板.docx and 附件示例.docx; the two files of every
    other kit in a folder of its own."""
    root = Path(__file__).parents[1]
    for kit in ("", *kits()):
        for name, content in (
            (CATALOGUE, catalogue(kit_tables(kit))),
            (TEMPLATE, kit_template(kit)),
        ):
            path = root / name
            write_file(path.parent / kit / path.name, content)
    write_file(root / ANNEX, kit_annex())


if __name__ == "__main__":
    main()
