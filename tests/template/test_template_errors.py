"""What is wrong with a template, where, and what to do: one sentence. Nothing unsafe is executed."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from docx.document import Document

from drafter.model import sentence as told
from drafter.model.errors import TemplateError
from drafter.template.template import Template
from tests.template.filling import detail, edited, figures, refused, template

AID = "法律援助.案件总数 | 613\n法律援助.成功率 | 98% | 比率"
ENTRIES = {**figures(AID), "清单.亮点": detail("清单.亮点", "标题\n公调对接")}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("{{ 法律援助.案件数 }}", "无法填写：“法律援助”没有“案件数”，是否为“案件总数”"),
        ("{{ 法律援组.案件总数 }}", "无法填写：没有“法律援组”这个主题"),
        ("{{ 案件总数 }}", "无法填写：没有“案件总数”这个名称"),
        ("{{ 案件总数 ~ '件' }}", "无法填写：没有“案件总数”这个名称"),
        ("{{ 报告.地域 }}", "无法填写：“报告”没有“地域”，是否为“地区”"),
        ("{{ 法律援助 }}", "无法填写：“法律援助”不能直接写入正文，请写明是其中哪一项"),
        ("{{ 法律援助 ~ '' }}", "无法填写：“法律援助”不能直接写入正文，请写明是其中哪一项"),
        ("{{ 清单.亮点 }}", "无法填写：明细表“亮点”不能直接写入正文，请逐行循环或用“列举”"),
        ("{{ 清单.亮点|list }}", "无法填写：这是一组数据，不能直接写入正文，请逐项循环"),
        ("{{ 法律援助.案件总数|列举 }}", "无法填写：“列举”只能用于明细表"),
        ("{{ '613'|万 }}", "无法填写：此过滤器只能用于指标数据"),
        ("{{ 序号 ~ '、' }}", "无法填写：“序号”只能单独写成{{ 序号 }}"),
        ("{{ 法律援助.案件总数|大写 }}", "写法有误：没有“大写”这个过滤器"),
        ("{{ 法律援助.案件总数|int }}", "写法有误：没有“int”这个过滤器"),
    ],
)
def test_a_mistake_in_an_expression_names_its_place(typed: str, sentence: str):
    assert refused(typed, ENTRIES) == f"模板.docx › 正文第1段：{sentence}（见“{typed}”）"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("共{{ 法律援助.案件总数", "标签没有结束，缺少“}}”"),
        ("共{% if 1 }}", "标签没有结束，缺少“%}”"),
        ("共{{ }}", "标签是空的，请写明指标或删去"),
        ("共{ 法律援助.案件总数 }}", "有“}}”而前面没有“{{”，请补上或删去"),
    ],
)
def test_a_tag_that_cannot_be_read_is_shown(typed: str, sentence: str):
    said = refused(template("首段", typed))
    assert said == f"模板.docx › 正文第2段：{sentence}（见“{typed}”）"


def test_a_slip_of_syntax_says_what_to_check():
    assert refused("{{ 法律援助.案件总数 + }}") == (
        "模板.docx › 正文第1段：写法有误：请检查括号、引号和运算符（见“{{ 法律援助.案件总数 + }}”）"
    )


def test_every_slip_is_told_not_only_the_first():
    content = template("{{ 甲 + }}", "{{ 乙|大写 }}", "{% if 1 = 1 %}{% endif %}", "{{ 丙 }}")
    with pytest.raises(TemplateError) as caught:
        Template(content, "模板.docx")
    assert str(caught.value).endswith("（共3处，这是第一处）")
    assert [told.in_place(finding) for finding in caught.value.findings] == [
        "模板.docx › 正文第1段：写法有误：请检查括号、引号和运算符（见“{{ 甲 + }}”）",
        "模板.docx › 正文第2段：写法有误：没有“大写”这个过滤器（见“{{ 乙|大写 }}”）",
        "模板.docx › 正文第3段：写法有误：比较是否相等要写两个等号“==”（见“{% if 1 = 1 %}{% endif %}”）",
    ]


def test_a_statement_that_is_not_one_of_ours_lists_those_that_are():
    said = refused("{% macro 甲() %}")
    assert said.startswith(
        "模板.docx › 正文第1段：不支持“macro”，可用：if、for、endif、endfor、elif、else、set"
    )


def test_an_if_without_its_end_is_named():
    assert refused(template("首段", "{% if 1 %}甲")) == (
        "模板.docx › 正文第2段：没有对应的endif；请补上{% endif %}（见“{% if 1 %}甲”）"
    )


def test_an_end_without_its_if_is_named():
    assert refused("甲{% endif %}") == (
        "模板.docx › 正文第1段：前面没有对应的if；请删去或补上if（见“甲{% endif %}”）"
    )


def test_more_tags_than_a_report_can_need_are_refused_with_the_place_of_the_first():
    said = refused(template(*["{{ 案.数 }}" * 500] * 17))
    assert said.startswith("模板.docx › 正文第17段：标签过多（超过8000个），请拆分")


def test_an_end_too_many_names_the_end_before_it():
    said = refused(template("{% if 1 %}甲{% endif %}", "乙{% endif %}"))
    assert said == (
        "模板.docx › 正文第2段：前面没有对应的if，之前的块已在第1段“{% endif %}”结束；请删去或补上if"
        "（见“乙{% endif %}”）"
    )


def test_ends_that_do_not_pair_are_both_named():
    said = refused(template("{%p if 1 %}", "甲{% for 行 in 清单.亮点 %}", "{%p endif %}"))
    assert said == (
        "模板.docx › 正文第2段：没有对应的endfor，直到第3段“{%p endif %}”都没有；请补上{% endfor %}"
        "（见“甲{% for 行 in 清单.亮点 %}”）"
    )


@pytest.mark.parametrize(
    "blocks",
    [
        ["{%p if 1 %}", "甲{% endif %}"],
        ["{%p if 1 %}", [["{%p endif %}"]]],
        ["甲{% if 1 %}", [["乙{% endif %}"]]],
        [[["{%tr if 1 %}"], ["甲"]], "之间", [["{%tr endif %}"]]],
        [[["{% if 1 %}甲", "乙{% endif %}"]]],
    ],
    ids=["two levels", "body and cell", "inline body and cell", "two tables", "two cells"],
)
def test_ends_in_different_places_are_refused(blocks: list[str | list[list[str]]]):
    said = refused(template(*blocks))
    assert "与第1段“" in said
    assert "不在同一层" in said
    assert "endif %}”）" in said


def test_a_row_tag_outside_a_table_is_refused():
    said = refused("{%tr if 1 %}{%tr endif %}")
    assert said.startswith("模板.docx › 正文第1段：“tr”标签只能写在表格里（见“{%tr if 1 %}")


def test_a_row_tag_with_text_on_both_sides_is_refused():
    said = refused(template([["甲{%tr if 1 %}乙"], ["{%tr endif %}"]]))
    assert said == (
        "模板.docx › 正文第1段（表1第1行第1列）：前后都有文字，无法判断作用于本行之前还是之后；"
        "请放在行的开头或末尾（见“甲{%tr if 1 %}乙”）（共2处，这是第一处）"
    )


def test_a_place_in_a_table_names_table_row_and_column():
    said = refused(template([["甲"]], [["一", "二"], ["三", "{{ 无此项 }}"]]))
    assert said.startswith("模板.docx › 正文第5段（表2第2行第2列）：无法填写：没有“无此项”这个名称")


def test_a_place_names_the_heading_above_and_the_text_around():
    text = (
        "今年以来，全区各级各部门办理法律援助案件{{ 无此项 }}件，群众满意度持续提高，接待群众来访。"
    )
    said = refused(template("一、总体情况", "（一）法律服务", text))
    assert said.endswith(
        "（见一（一）“…级各部门办理法律援助案件{{ 无此项 }}件，群众满意度持续提高，…”）"
    )


def test_a_place_in_a_header_names_the_header():
    def header(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "{{ 无此项 }}"

    assert refused(edited(header)).startswith("模板.docx › 页眉1第1段：")


PAYLOADS = """
    {{ ''.__class__ }}
    {{ ''.__class__.__mro__[1].__subclasses__() }}
    {{ ''['__class__'] }}
    {{ 报告.__init__ }}
    {{ 报告['__class__'] }}
    {{ 报告.look('地区') }}
    {{ 法律援助.案件总数.figure }}
    {{ 法律援助.案件总数.__class__ }}
    {{ 法律援助.案件总数.citations.cited }}
    {{ 清单.亮点.table }}
    {{ self }}
    {{ self.__init__.__globals__ }}
    {{ cycler }}
    {{ cycler.__init__.__globals__.os.popen('id').read() }}
    {{ lipsum() }}
    {{ namespace(a=1) }}
    {{ config }}
    {{ _place }}
    {{ _place.citations }}
    {{ range(10**9) }}
    {{ 'a'*10**9 }}
    {{ 9**9**9 }}
    {{ 'a'|replace('a', 'aa') }}
    {{ 5|round(-999999999) }}
    {{ '%999999999d' % 1 }}
    {{ ['a'] * 999999999 }}
    {{ ''|attr('__class__') }}
    {{ [报告]|map(attribute='__class__')|list }}
    {{ [法律援助.案件总数]|sort(attribute='__class__') }}
    {{ [法律援助.案件总数]|sum(attribute='figure') }}
    {{ '{0.__class__}'.format(1) }}
    {% for x in range(10**9) %}a{% endfor %}
    {% for x in 清单.亮点 recursive %}{{ loop(清单.亮点) }}{% endfor %}
    {% for x in 清单.亮点 %}{{ loop.__class__ }}{% endfor %}
    {% for x in 清单.亮点 %}{{ loop }}{% endfor %}
    {% for x in 清单.亮点 %}{{ loop.cycle('a') }}{% endfor %}
    {% set x = 报告.__class__ %}{{ x }}
    {% include 'x' %}
    {% import 'os' as os %}
    {% from 'os' import system %}
    {% extends 'x' %}
    {% block x %}{% endblock %}
    {% call x() %}{% endcall %}
    {% filter upper %}a{% endfilter %}
    {% raw %}{% endraw %}
    {% print(1) %}
    {% do x %}
    {{ 报告.__class__.__mro__ }}
    {{ 报告._known }}
    {{ 报告['_known'] }}
    {{ 报告.__getattribute__('look') }}
    {{ (报告).__dict__ }}
    {{ 法律援助._entries }}
    {{ 法律援助['_citations'] }}
    {{ 法律援助.案件总数['__init__'] }}
    {{ 法律援助.案件总数.saying('x') }}
    {{ 法律援助.案件总数.__format__('') }}
    {{ 清单.亮点[0] }}
    {{ 清单.亮点['__iter__'] }}
    {{ 清单.亮点.__iter__() }}
    {{ 图.drawn }}
    {{ 图.__call__(1) }}
    {{ 图.__class__.__base__.__subclasses__() }}
    {{ 图(法律援助.案件总数).chart }}
    {{ 序号.__class__ }}
    {{ 序号.format(1) }}
    {{ ().__class__.__bases__[0] }}
    {{ [].__class__.__base__.__subclasses__() }}
    {{ {}.__class__ }}
    {{ {'a': 1} }}
    {{ dict(a=1) }}
    {{ joiner() }}
    {{ undefined.__class__ }}
    {{ g }}
    {{ request.application.__globals__ }}
    {{ url_for.__globals__ }}
    {{ get_flashed_messages.__globals__ }}
    {{ environment }}
    {{ context }}
    {{ context.parent }}
    {{ caller() }}
    {{ varargs }}
    {{ __import__('os') }}
    {{ open('/etc/passwd') }}
    {{ exec('1') }}
    {{ ''|format }}
    {{ '%s'|format(1) }}
    {{ ''|map('upper') }}
    {{ [1]|map('string') }}
    {{ [1]|select('odd')|list }}
    {{ [1]|groupby('x') }}
    {{ 'a'|batch(2) }}
    {{ ''|xmlattr }}
    {{ ''|tojson }}
    {{ ''|pprint }}
    {{ ''|safe }}
    {{ ''|escape }}
    {{ ''|urlize }}
    {{ 'a'|center(999999999) }}
    {{ 'a'|indent(999999999) }}
    {{ 'a'|wordwrap(1) }}
    {{ 'a'|_place(0) }}
    {{ 'a'|_copy(0) }}
    {{ 法律援助.案件总数|_print(0) }}
    {{ 5|_restart }}
    {{ 5|_list }}
    {{ [1]|_turns(5) }}
    {{ 1 is filter('x') }}
    {{ 1 is callable }}
    {{ 1 is sameas(1) }}
    {{ '\u007b\u007b' ~ [] }}
    {{ [1]|list|string }}
    {{ 1 if 1.__class__ else 2 }}
    {% if ''.__class__ %}a{% endif %}
    {% if 报告['__class__'] %}a{% endif %}
    {% for c in ().__class__.__bases__ %}{% endfor %}
    {% for x in 法律援助 %}{% endfor %}
    {% for x in 报告 %}{% endfor %}
    {% for x in 法律援助.案件总数 %}{% endfor %}
    {% set loop = 报告.__init__ %}
    {% set x = cycler.__init__.__globals__ %}
    {% with a = 1 %}{% endwith %}
    {% autoescape false %}{% endautoescape %}
    {% trans %}{% endtrans %}
    {% continue %}
    {% debug %}
    {% macro a() %}{% endmacro %}
    {% set a %}b{% endset %}
"""


@pytest.mark.parametrize("payload", [line.strip() for line in PAYLOADS.strip().splitlines()])
def test_code_from_unknown_hands_is_refused_with_its_place(payload: str):
    said = refused(payload, ENTRIES)
    assert said.startswith("模板.docx › 正文第1段：")
    assert "（见“" in said
    assert "object at 0x" not in said


@pytest.mark.parametrize(
    ("unprinted", "reason"),
    [
        ("''.__class__", "不能取“__class__”"),
        ("报告.__class__", "“报告”没有“__class__”；请在指标目录的“报告”表中加上这一行"),
        ("法律援助.案件总数.figure", "不能取“figure”"),
        ("法律援助.案件总数['figure']", "不能取“figure”"),
        ("清单.亮点.table.rows", "不能取“table”"),
        ("_place.marks", "没有“_place”这个主题"),
        ("''.upper()", "不能取“upper”"),
        ("报告(1)", "模板中不能调用函数，请用过滤器，如 {{ 指标|万 }}"),
        ("9 ** 9 ** 9", "不支持“**”运算"),
        ("7 // 2", "不支持“//”运算"),
        ("'a' * 9", "不支持“*”运算"),
        ("range(9)", "没有“range”这个名称"),
    ],
)
def test_what_is_not_printed_is_refused_as_well(unprinted: str, reason: str):
    said = refused(f"{{% if {unprinted} %}}a{{% endif %}}", ENTRIES)
    assert f"无法填写：{reason}（见“{{% if {unprinted} %}}" in said


def _zip(**changes: bytes) -> bytes:
    """The simplest template, with these parts put in or replaced."""
    with zipfile.ZipFile(BytesIO(template("甲"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in {**parts, **changes}.items():
            archive.writestr(name, content)
    return stream.getvalue()


DOCTYPE = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
DAMAGED = "已损坏，请用Word或WPS另存后重试"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "不是Word文档或已损坏；请用Word或WPS另存为.docx"),
        (b"\xd0\xcf\x11\xe0 an old .doc", "不是Word文档或已损坏；请用Word或WPS另存为.docx"),
        (template("甲")[:-30], "不是Word文档或已损坏；请用Word或WPS另存为.docx"),
        (_zip(**{"a.bin": bytes((64 << 20) + 1)}), "展开后超过64MB，未打开；请压缩其中的图片"),
        (_zip(**{str(n): b"" for n in range(500)}), "内含511个部件，超过500个，未打开"),
    ],
    ids=["empty", "doc", "cut off", "bomb", "many parts"],
)
def test_a_file_that_is_no_sound_docx_is_refused(content: bytes, sentence: str):
    assert refused(content) == f"模板.docx：{sentence}"


@pytest.mark.parametrize(
    ("part", "content", "sentence"),
    [
        ("word/document.xml", DOCTYPE, f"正文：word/document.xml{DAMAGED}"),
        ("word/footer1.xml", b"<a>", f"页脚1：word/footer1.xml{DAMAGED}"),
        (
            "word/vbaProject.bin",
            b"x",
            "word/vbaProject.bin：含有宏（word/vbaProject.bin），不能使用；请在Word中删去后另存为.docx",
        ),
    ],
)
def test_a_part_that_is_damaged_or_runs_is_named(part: str, content: bytes, sentence: str):
    assert refused(_zip(**{part: content})) == f"模板.docx › {sentence}"


def test_a_zip_that_is_no_word_document_is_refused():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert refused(stream.getvalue()) == "模板.docx：不是Word文档；请用Word或WPS另存为.docx"


def test_text_joined_to_itself_again_and_again_is_stopped():
    doubled = "{% set 甲 = '一二三四五六七八' %}" + "{% set 甲 = 甲 ~ 甲 %}" * 40
    assert refused(doubled).startswith("模板.docx › 正文第1段：无法填写：拼接的文字超过100000个字")


def test_a_list_joined_to_text_is_refused():
    assert "请逐项循环" in refused("{{ '' ~ [1, 2] }}")
