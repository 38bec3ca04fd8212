"""drafter lint: one slip of each kind, found where it stands, in the words that a clerk reads."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.document import Document
from msgspec.structs import replace

from drafter.catalogue.catalogue import Catalogue
from drafter.model import sentence as told
from drafter.model.errors import TemplateError
from drafter.template.lint.lint import lint, stop_at_unknown
from drafter.template.template import Template
from drafter.word.commented import with_remarks
from drafter.word.ooxml import Element, parse, w
from drafter.word.package import unpack
from drafter.word.pieces import paragraph_text
from tests.building import catalogue_bytes, read_text_catalogue, workspace
from tests.commands import drafter
from tests.conftest import Convert
from tests.template.filling import edited, saved, template

INDICATORS = """
    援助.总数   | 法律援助案件 | 件     | 整数   | 县司法局
    援助.民事   | 民事案件     | 件     | 整数   | 县司法局
    援助.成功率 | 调处成功率   |        | 比率   | 县司法局 | 直接填报
    宣传.次数   | 法治宣传     | 家（次） | 整数 | 县司法局
    举措.党委   | 党委举措     |        | 长文本 | 县委办
    清单.亮点   | 特色亮点     |        | 明细表 | 县司法局
"""
SUMS = """
    援助.经费   | 经费         | 万元   | 金额   | 县司法局
    援助.投资   | 投资         | 亿元   | 金额   | 县司法局
    清单.项目   | 项目         |        | 明细表 | 县司法局
"""
SUM_TABLES = """
    清单.项目 | 项目 |      | 文本
    清单.项目 | 金额 | 万元 | 金额
"""
TABLES = """
    清单.亮点 | 标题 |    | 文本
    清单.亮点 | 次数 | 次 | 整数
"""
USES = "{{ 援助.总数 }}{{ 援助.民事 }}{{ 援助.成功率 }}{{ 宣传.次数 }}{{ 举措.党委 }}{{ 清单.亮点|列举 }}"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_text_catalogue(tmp_path_factory.mktemp("目录"), INDICATORS, tables=TABLES)


def found(catalogue: Catalogue, *blocks: str | list[list[str]] | bytes) -> list[str]:
    """The findings of a template that uses all indicators, and then says this."""
    first = blocks[0]
    content = first if isinstance(first, bytes) else template(USES, *blocks)  # type: ignore[arg-type]
    lines = map(told.line, lint(content, "模板.docx", catalogue).findings)
    return [line.replace("模板.docx › 正文第2段", "") for line in lines]


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("{{ 援助.总件数 }}", "错误  指标目录中没有“援助.总件数”，是否为“援助.总数”"),
        ("{{ 援组.民事 }}", "错误  指标目录中没有“援组.民事”，是否为“援助.民事”"),
        ("{{ 总数 }}", "错误  指标目录和循环中没有“总数”"),
        ("{{ 报告.地域 }}", "错误  “报告”表没有“地域”，是否为“地区”"),
        ("{{ 援助 }}", "错误  “援助”是主题，不能直接写入正文，请写明是其中哪一项，或逐行循环"),
        ("{{ 清单.亮点 }}", "错误  “特色亮点”是明细表，不能直接写入正文，请写明是其中哪一项，或逐行循环"),
        ("{% for 行 in 清单.亮点 %}{{ 行.标提 }}{% endfor %}", "错误  明细表“特色亮点”没有“标提”，是否为“标题”"),
        ("{% for 行 in 援助.总数 %}{% endfor %}", "错误  “法律援助案件”是数，不能逐行循环"),
        ("{% for 行 in 清单.亮点 %}{% endfor %}{{ 行.标题 }}", "错误  指标目录中没有“行.标题”"),
        ("{{ 援助.总数.民事 }}", "错误  “法律援助案件”没有“民事”，请检查点号前后的名称"),
        ("{{ 举措.党委|万 }}", "错误  “万”只能用于数，“党委举措”是文字"),
        ("{{ 援助.总数|列举 }}", "错误  “列举”只能用于明细表，“法律援助案件”是数"),
        ("{{ 援助.总数|成句 }}", "错误  “成句”只能用于文字，“法律援助案件”是数"),
        ("{{ 援助.总数|大写 }}", "错误  写法有误：没有“大写”这个过滤器"),
        ("{{ 举措.党委 + 1 }}", "错误  “党委举措”是文字，不能参加计算"),
        ("{% if 援助.总数 > '5' %}{% endif %}", "错误  “法律援助案件”与数不能比较大小，请检查引号"),
        ("共{{ 援助.总数 }}起。", "警告  援助.总数：“法律援助案件”的计量单位是“件”，后面写的是“起”；请改为一致，或在目录的“其他量词”中写明"),
        ("共{{ 援助.总数 + 援助.民事 }}人。", "警告  “算得的数”的计量单位是“件”，后面写的是“人”；请改为一致，或在目录的“其他量词”中写明"),
        ("率{{ 援助.成功率 }}%。", "错误  比率印出时已带“%”，后面的“%”多余，请删去"),
        ("｛｛援助．总数｝｝件", "提示  标签中有全角符号（｛．｝），已按半角理解；建议改为半角"),
        ("{{\xa0援助.总数 }}件", "提示  标签中有全角符号（不间断空格），已按半角理解；建议改为半角"),
        ("{ { 援助.总数}}件", "错误  有“}}”而前面没有“{{”，请补上或删去"),
        ("{ % if 1 %}", "错误  大括号之间有空格，不会被当作标签；请删去空格"),
        ("共援助.总数件", "警告  援助.总数：“援助.总数”写在标签外面，会照原样印出；请写成{{ 援助.总数 }}"),
        ("编发简报12期，", "警告  未溯源数字“12期”直接写在模板里，查不到出处；部门报送的请改为标签，固定不变的可不改"),
        ("办结率达98.5%，", "警告  未溯源数字“98.5%”直接写在模板里，查不到出处；部门报送的请改为标签，固定不变的可不改"),
        ("播放2.8万余次", "警告  未溯源数字“2.8万余次”直接写在模板里，查不到出处；部门报送的请改为标签，固定不变的可不改"),
        ("占98%}的", "错误  有多余的标签结束符号，前面缺少“{%”或“{#”，请补上或删去"),
        ("{% if 援助.总数 %}甲", "错误  没有对应的endif；请补上{% endif %}"),
        ("甲{% endif %}", "错误  前面没有对应的if；请删去或补上if"),
    ],
)  # fmt: skip
def test_each_kind_of_slip_is_told_at_its_place(catalogue: Catalogue, typed: str, finding: str):
    said = found(catalogue, typed)
    assert said, "nothing found"
    assert said[0].partition("（见“")[0].replace("  ", " ") == finding.replace("  ", " ")
    assert "（见“" in said[0]


@pytest.mark.parametrize(
    "typed",
    [
        "共{{ 援助.总数 }}件，其中{{ 援助.民事 }}件，接待{{ 宣传.次数 }}家次、{{ 宣传.次数 }}家（次）。",
        "{{ 援助.总数|万 }}件，{{ 援助.成功率|小数(1) }}，{{ (援助.民事 / 援助.总数)|比率 }}",
        "{% for 行 in 清单.亮点 %}{{ 序号 }}{{ 行.标题 }}{{ 行.次数 }}次{{ loop.index }}{% endfor %}",
        "{% set 数 = 援助.总数 - 援助.民事 %}{{ 数 }}件，{{ 清单.亮点|length }}项",
        "{% if 援助.总数 is not 待补 and 举措.党委 != '无' %}{{p 举措.党委 }}{% endif %}",
        "{{ 报告.统计期 }}，{{ 报告.下一年度 }}年，{{ 援助.总数|同比(援助.民事) }}",
        "{{ 图(援助.总数, 援助.民事, 标题='案件') }}{{ 图(清单.亮点, '标题', '次数') }}",
        "{{ 援助.总数 if 援助.总数 else '无' }}",
        "3.12348热线24小时接听，2023年1月1日至11月5日，第3批、第12期，“1个中心”“3项制度”，《5件实事》",
    ],
)
def test_what_is_right_is_met_with_silence(catalogue: Catalogue, typed: str):
    assert found(catalogue, typed) == []


@pytest.mark.parametrize(
    ("typed", "finding"),
    [
        ("{{ 援助.经费|万 }}万元", "错误  “经费”的计量单位是“万元”，用“万”会印成“万万元”；请删去“|万”"),
        ("{{ 援助.经费|万(1) }}", "错误  “经费”的计量单位是“万元”，用“万”会印成“万万元”；请删去“|万”"),
        ("{{ 援助.经费|亿 }}", "错误  “经费”的计量单位是“万元”，用“亿”会印成“亿万元”；请删去“|亿”"),
        ("{{ 援助.投资|亿 }}亿元", "错误  “投资”的计量单位是“亿元”，用“亿”会印成“亿亿元”；请删去“|亿”"),
        ("{% set 数 = (援助.经费 + 援助.经费)|万 %}{{ 数 }}万元", "错误  “算得的数”的计量单位是“万元”，用“万”会印成“万万元”；请删去“|万”"),
        ("{% for 行 in 清单.项目 %}{{ 行.金额|万 }}万元{% endfor %}", "错误  “金额”的计量单位是“万元”，用“万”会印成“万万元”；请删去“|万”"),
        ("{{ 援助.总数|万 }}万件", "错误  “法律援助案件”印出时已带“万”，后面的“万”多余，请删去"),
        ("{{ 援助.总数|亿 }}万件", "错误  “法律援助案件”印出时已带“亿”，后面的“万”多余，请删去"),
        ("{{ (援助.总数 / 2)|万 }}万件", "错误  “算得的数”印出时已带“万”，后面的“万”多余，请删去"),
        ("{{ 援助.总数 }}万件", "警告  援助.总数：“法律援助案件”的计量单位是“件”，后面写的是“万件”；请改为一致，或在目录的“其他量词”中写明"),
        ("{{ 援助.经费 }}万元，{{ 援助.投资 }}亿元，{{ 援助.投资|万 }}亿元，{{ 援助.总数|万 }}件", ""),
    ],
)  # fmt: skip
def test_no_number_is_printed_in_myriads_twice(tmp_path: Path, typed: str, finding: str):
    known = read_text_catalogue(tmp_path, INDICATORS + SUMS, tables=TABLES + SUM_TABLES)
    uses = USES + "{{ 援助.经费 }}{{ 援助.投资 }}{{ 清单.项目|列举 }}"
    lines = map(told.line, lint(template(uses, typed), "模板.docx", known).findings)
    said = [line.replace("模板.docx › 正文第2段", "").partition("（见“")[0] for line in lines]
    assert " ".join(said).split() == finding.split()
    if finding.startswith("错误"):
        with pytest.raises(TemplateError):
            stop_at_unknown(Template(template(uses, typed), "模板.docx"), known)


def test_an_indicator_that_nothing_uses_is_told(tmp_path: Path):
    rules = "援助.总数 >= 援助.民事 | 错误"
    known = read_text_catalogue(tmp_path, INDICATORS, rules, TABLES)
    lines = [told.line(f) for f in lint(template("甲"), "模板.docx", known).findings]
    unused = "已要求部门填报，模板、公式和校验规则中都没有用到；不需要的请从目录中删去，往年报过的在“沿革”中写“停用”"
    assert lines == [
        f"提示 模板.docx {key}：“{label}”{unused}"
        for key, label in (
            ("援助.成功率", "调处成功率"), ("宣传.次数", "法治宣传"), ("举措.党委", "党委举措"),
            ("清单.亮点", "特色亮点"),
        )
    ]  # fmt: skip


def test_all_slips_come_at_once_in_the_order_of_the_text(catalogue: Catalogue):
    said = found(
        catalogue,
        "一、总体情况",
        "{{ 甲.乙 }}，{{ 援助.总数 }}起",
        [["事项", "{{ 行.标题 }}"]],
        "{% if 1 %}",
    )
    assert [line.partition("（见")[0] for line in said] == [
        "警告  一级标题：现为仿宋_GB2312，公文格式（GB/T 9704）为黑体",
        "错误 模板.docx › 正文第3段 指标目录中没有“甲.乙”",
        "警告 模板.docx › 正文第3段 援助.总数：“法律援助案件”的计量单位是“件”，后面写的是“起”；请改为一致，"
        "或在目录的“其他量词”中写明",
        "错误 模板.docx › 正文第5段（表1第1行第2列） 指标目录中没有“行.标题”",
        "错误 模板.docx › 正文第6段 没有对应的endif；请补上{% endif %}",
    ]
    assert said[1].endswith("（见一“{{ 甲.乙 }}，{{ 援助.总数 }}…”）")


def test_headers_footnotes_and_properties_are_looked_at(catalogue: Catalogue):
    def build(document: Document) -> None:
        document.add_paragraph(USES)
        document.sections[0].header.paragraphs[0].text = "{{ 援助.数 }}"
        document.core_properties.title = "{{ 报告.名 }}"

    places = [line.split("（")[0] for line in found(catalogue, edited(build))]
    assert places == [
        "错误 模板.docx › 文档属性 “报告”表没有“名”",
        "错误 模板.docx › 页眉1第1段 指标目录中没有“援助.数”，是否为“援助.总数”",
    ]


def test_a_tag_in_an_attribute_is_told(catalogue: Catalogue):
    def build(document: Document) -> None:
        document.add_paragraph(USES)
        link = document.element.makeelement(w("hyperlink"), {w("tooltip"): "{{ 援助.总数 }}"})
        document.paragraphs[0]._p.append(link)

    (said,) = found(catalogue, edited(build))
    assert said.startswith("错误 模板.docx › 正文第1段 标签写在链接里（{{ 援助.总数 }}），不会填写")


def test_the_shipped_template_is_met_with_silence():
    done = drafter("lint", folder=Path(__file__).parents[2])
    assert (done.returncode, done.stdout) == (0, "报告模板没有问题。\n")


def test_the_copy_with_comments_says_each_finding_where_it_stands(
    catalogue: Catalogue, tmp_path: Path, soffice: Convert
):
    content = template(USES, "办理{{ 援助.总件数 }}件，{{ 援助.总数 }}起。", "{{ 甲 }}")
    linted = lint(content, "模板.docx", catalogue)
    marked = with_remarks(linted.parts, linted.slips, linted.findings)
    before, after = parse(linted.parts["word/document.xml"]), _body(marked)
    assert _texts(after) == _texts(before)
    comments = docx.Document(str(_saved(tmp_path, marked))).comments
    assert [(comment.author, comment.text) for comment in comments] == [
        ("drafter", "错误：指标目录中没有“援助.总件数”，是否为“援助.总数”"),
        (
            "drafter",
            "警告：“法律援助案件”的计量单位是“件”，后面写的是“起”；请改为一致，或在目录的“其他量词”中写明",
        ),
        ("drafter", "错误：指标目录和循环中没有“甲”"),
    ]
    assert _commented(after) == ["{{ 援助.总件数 }}", "{{ 援助.总数 }}起", "{{ 甲 }}"]
    again = docx.Document(str(soffice(_saved(tmp_path, marked), "docx")))
    assert len(list(again.comments)) == 3


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "批注.docx"
    path.write_bytes(content)
    return path


def _body(content: bytes) -> Element:
    return parse(unpack(content, "批注.docx")["word/document.xml"])


def _texts(root: Element) -> list[str]:
    return [paragraph_text(paragraph) for paragraph in root.iter(w("p"))]


def _commented(root: Element) -> list[str]:
    """The text between each comment's two ends."""
    found = []
    for start in root.iter(w("commentRangeStart")):
        words, node = "", start.getnext()
        while node is not None and node.tag != w("commentRangeEnd"):
            words += "".join(text.text or "" for text in node.iter(w("t")))
            node = node.getnext()
        found.append(words)
    return found


def test_the_command_lists_marks_and_ends_with_1(tmp_path: Path):
    workspace(tmp_path, catalogue_bytes(INDICATORS, "", TABLES), f"|{USES}\n|共{{{{ 援助.数 }}}}件")
    done = drafter("lint", "--mark", folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "错误 报告模板.docx › 正文第2段 指标目录中没有“援助.数”，是否为“援助.总数”（见“共{{ 援助.数 }}件”）",
        "",
        "报告模板：错误1条、警告0条、提示0条。",
        "批注版：output/2024/报告模板（批注）.docx",
    ]
    assert (tmp_path / "output/2024/报告模板（批注）.docx").is_file()


def test_a_draft_is_refused_with_every_unknown_name(tmp_path: Path):
    workspace(
        tmp_path,
        catalogue_bytes(INDICATORS, "", TABLES),
        "|{{ 援助.数 }}\n|{% if 0 %}{{ 甲.乙 }}{% endif %}",
    )
    done = drafter("draft", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "错误 报告模板.docx › 正文第1段 指标目录中没有“援助.数”，是否为“援助.总数”（见“{{ 援助.数 }}”）",
        "错误 报告模板.docx › 正文第2段 指标目录中没有“甲.乙”（见“{% if 0 %}{{ 甲.乙 }}{% endif %}”）",
        "无法运行：报告模板有2处错误，请按上面所列改正后重新运行",
    ]


def test_the_catalogue_may_allow_another_classifier(catalogue: Catalogue):
    indicator = replace(catalogue.indicators["援助.总数"], classifiers=("起",))
    allowed = replace(catalogue, indicators={**catalogue.indicators, "援助.总数": indicator})
    content = template(USES, "共{{ 援助.总数 }}起、{{ 援助.总数 }}件。")
    assert lint(content, "模板.docx", allowed).findings == ()


def test_a_document_that_is_no_official_one_is_told_so(catalogue: Catalogue):
    document = docx.Document()
    document.add_paragraph(USES)
    first = lint(saved(document), "甲.docx", catalogue).findings[0]
    assert told.line(first).startswith("警告 甲.docx › 正文 纸张：现为216×279毫米")
