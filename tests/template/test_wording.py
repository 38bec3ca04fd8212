"""Official wording: each filter with the words that it makes."""

from __future__ import annotations

import pytest

from drafter.template.wording import FILTERS, TESTS
from tests.template.filling import detail, figures, fill, marked, refused, say, template

MISSING = "【待补：县司法局：件数】"


def worded(raw: str, filters: str, kind: str = "整数") -> str:
    """What a figure that was reported so prints through the filters."""
    return say(f"{{{{ 案.件数|{filters} }}}}", f"案.件数 | {raw} | {kind} | 件")


@pytest.mark.parametrize(
    ("raw", "filters", "words"),
    [
        ("28000", "万", "2.8万"),
        ("28000余", "万", "2.8万余"),
        ("2.8万余", "万", "2.8万余"),
        ("12345", "万", "1.2345万"),
        ("12345", "万(1)", "约1.2万"),
        ("12350", "万(2)", "约1.24万"),
        ("9999", "万", "9999"),
        ("-28000", "万", "-2.8万"),
        ("10000", "万", "1万"),
        ("待补", "万", MISSING),
        ("345000000", "亿", "3.45亿"),
        ("3.45亿余", "亿", "3.45亿余"),
        ("99999999", "亿", "99999999"),
    ],
)
def test_myriads_have_yu_after_the_wan(raw: str, filters: str, words: str):
    assert worded(raw, filters) == words


@pytest.mark.parametrize(
    ("raw", "text", "words"),
    [
        ("2", "{{ 案.件数|汉字 }}次", "两次"),
        ("4", "{{ 案.件数|汉字 }}个", "四个"),
        ("10", "{{ 案.件数|汉字 }}个", "十个"),
        ("11", "{{ 案.件数|汉字 }}个", "11个"),
        ("80余", "{{ 案.件数|汉字 }}次", "80余次"),
        ("2.5", "{{ 案.件数|汉字 }}次", "2.5次"),
        ("待补", "{{ 案.件数|汉字 }}次", f"{MISSING}次"),
    ],
)
def test_small_counts_are_written_in_characters(raw: str, text: str, words: str):
    assert say(text, f"案.件数 | {raw}") == words


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (2, "二"), (12, "十二"), (20, "二十")])
def test_an_ordinal_number_is_never_liang(number: int, words: str):
    assert say(f"（{{{{ {number}|序数 }}}}）") == f"（{words}）"


@pytest.mark.parametrize(
    ("raw", "kind", "filters", "words"),
    [
        ("3.25", "小数", "小数(1)", "3.3"),
        ("3.24", "小数", "小数(1)", "3.2"),
        ("-3.25", "小数", "小数(1)", "-3.3"),
        ("2.5", "小数", "小数", "3"),
        ("98.76%", "比率", "小数(1)", "98.8%"),
        ("99.96%", "比率", "小数(1)", "99.96%"),
        ("待补", "小数", "小数(1)", MISSING),
    ],
)
def test_rounding_is_half_up(raw: str, kind: str, filters: str, words: str):
    assert worded(raw, filters, kind) == words


@pytest.mark.parametrize(
    ("done", "taken", "words"),
    [
        ("98", "100", "98%"),
        ("996", "1000", "99.6%"),
        ("99999", "100000", "99.999%"),
        ("613", "613", "100%"),
        ("0", "613", "0%"),
        ("1", "1000", "0.1%"),
        ("2", "3", "67%"),
        ("80余", "100", "约80%"),
        ("3", "0", "【不适用】"),
        ("待补", "100", "【待补：县司法局：办结】"),
    ],
)
def test_a_rate_is_never_all_or_nothing_unless_it_is(done: str, taken: str, words: str):
    assert say("{{ (案.办结 / 案.受理)|比率 }}", f"案.办结 | {done}\n案.受理 | {taken}") == words


@pytest.mark.parametrize(
    ("now", "then", "kind", "words"),
    [
        ("450", "400", "整数", "同比增长12.5%"),
        ("388", "400", "整数", "同比下降3%"),
        ("400", "400", "整数", "与上年持平"),
        ("5", "0", "整数", "上年为0"),
        ("0", "0", "整数", "与上年持平"),
        ("0", "5", "整数", "同比下降100%"),
        ("10001", "10000", "整数", "同比增长0.01%"),
        ("1000001", "1000000", "整数", "与上年基本持平"),
        ("80余", "50", "整数", "同比增长约60%"),
        ("98%", "95.5%", "比率", "同比提高2.5个百分点"),
        ("95.5%", "98%", "比率", "同比下降2.5个百分点"),
        ("98%", "98%", "比率", "与上年持平"),
        ("98.02%", "98%", "比率", "同比提高0.02个百分点"),
        ("90.00004%", "90%", "比率", "与上年基本持平"),
        ("400", "待补", "整数", "【待补：县司法局：上年】"),
        ("待补", "400", "整数", "【待补：县司法局：今年】"),
        ("400", "不适用", "整数", "【不适用：上年】"),
        ("不适用", "400", "整数", "【不适用：今年】"),
        ("80余", "85", "整数", "与上年基本持平"),
        ("5", "-4", "整数", "比上年增加9"),
        ("-5", "-4", "整数", "比上年减少1"),
    ],
)
def test_a_change_on_the_year_before(now: str, then: str, kind: str, words: str):
    figures_of_both = f"案.今年 | {now} | {kind}\n案.上年 | {then} | {kind}"
    assert say("{{ 案.今年|同比(案.上年) }}", figures_of_both) == words


def test_a_change_to_as_many_places_as_are_asked_for():
    text = "{{ 案.今年|同比(案.上年, 0) }}，{{ 案.今年|同比(案.上年, 2) }}"
    assert say(text, "案.今年 | 4\n案.上年 | 3") == "同比增长33%，同比增长33.33%"


def test_a_change_has_the_sources_of_both_years():
    (mark,) = fill(template("{{ 案.今|同比(案.昨) }}"), "案.今 | 450\n案.昨 | 400").marks
    assert (mark.words, mark.figure.workings) == ("同比增长12.5%", "(450 - 400) ÷ 400")
    assert [source.said for source in mark.figure.sources] == ["450", "400"]


ITEMS = {
    "权责.新增": detail("权责.新增", "部门 | 事项数\n民政 | 3\n教育 | 2", {"事项数": "项"}),
    "权责.单位": detail("权责.单位", "部门\n民政局\n教育局"),
    "权责.取消": detail("权责.取消", "部门 | 事项数", {"事项数": "项"}),
}


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("权责.新增|列举", "民政3项、教育2项"),
        ("权责.新增|列举('部门')", "民政部门3项、教育部门2项"),
        ("权责.新增|列举('部门', '，')", "民政部门3项，教育部门2项"),
        ("权责.单位|列举", "民政局、教育局"),
        ("权责.取消|列举", ""),
    ],
)
def test_a_table_listed_in_a_line(expression: str, words: str):
    assert say(f"（{{{{ {expression} }}}}）", ITEMS) == f"（{words}）"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("完善机制", "完善机制。"),
        ("完善机制。", "完善机制。"),
        ("完善机制；", "完善机制。"),
        ("完善机制。。 ", "完善机制。"),
        ("成效如何？", "成效如何？"),
    ],
)
def test_a_sentence_has_one_full_stop(text: str, words: str):
    assert worded(text, "成句", "文本") == words


def test_a_missing_text_ends_its_sentence_too():
    assert worded("待补", "成句", "长文本") == f"{MISSING}。"


def test_a_long_text_by_paragraphs_keeps_a_mark_for_each():
    content = template("{% for 段 in 案.举措|分段 %}[{{ 段 }}]{% endfor %}")
    filled = fill(content, "案.举措 | 一段。\\n\\n二段。 | 长文本")
    assert marked(filled) == {"_blk_0001": "一段。", "_blk_0002": "二段。"}


@pytest.mark.parametrize(
    ("raw", "words"), [("待补", "待补"), ("不适用", "不适用"), ("0", "有"), ("3", "有")]
)
def test_what_is_missing_and_what_does_not_apply_can_be_told_apart(raw: str, words: str):
    text = "{% if 案.数 is 待补 %}待补{% elif 案.数 is 不适用 %}不适用{% else %}有{% endif %}"
    assert say(text, f"案.数 | {raw}") == words


def test_filters_follow_one_another_and_say_the_last_words():
    assert worded("28000余", "汉字|万") == "2.8万余"


def test_a_number_of_no_indicator_has_no_wording():
    assert refused("{{ 3|汉字 }}").startswith(
        "模板.docx › 正文第1段：无法填写：此过滤器只能用于指标数据"
    )


def test_decimal_places_without_measure_take_no_time():
    thirds = figures("案.甲 | 2\n案.乙 | 3")
    assert say("{{ (案.甲 / 案.乙)|小数(999999999) }}", thirds) == "0.666666666667"


def test_every_filter_and_test_is_shown_here():
    shown = {"length", "万", "亿", "汉字", "序数", "小数", "比率", "列举", "同比", "分段", "成句"}
    shown |= {"括注", "有无", "上年", "百分点", "占比", "至", "概数", "前", "历年"}
    assert (set(FILTERS), set(TESTS)) == (shown, {"待补", "不适用", "可比"})
