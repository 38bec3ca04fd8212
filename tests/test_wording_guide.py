"""The guide's examples of official wording are what the template engine makes of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from drafter.model.figure import Entry, Figure, Table
from drafter.model.finding import Blank, Kind, Place, Source
from drafter.model.series import Series
from drafter.template.template import Template
from drafter.template.wording import FILTERS, TESTS
from tests.template.filling import document_of, figure, template

GUIDE = (Path(__file__).parents[1] / "docs/使用手册.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("### （六）过滤器")[2].partition("### （七）图")[0]
ROWS = [
    [cell.strip().replace("\0", "|") for cell in line.replace("\\|", "\0").strip("|").split("|")]
    for line in SECTION.splitlines()
    if line.startswith("| ") and not line.startswith("| 过滤器")
]
EXAMPLES = [(re.findall("`(.+?)`", typed)[0], values, words) for _, typed, values, words in ROWS]
_HERE = Source(Place("县司法局.xlsx", "填报表", "D5"), "县司法局", "")


def entry(key: str, said: str) -> Entry:
    """What stands in the column 值: a number, a rate, a text by paragraphs, a table's rows."""
    name = key.partition(".")[2]
    if name.endswith("明细"):
        rows = [re.fullmatch(r"(.+?)(\d+)(.)", row) for row in said.split("、")]
        made = tuple(
            {
                "部门": figure("部门", row[1], "文本"),
                "事项数": figure("事项数", row[2], "整数", row[3]),
            }
            for row in rows
            if row
        )
        return Table(key, name, made, (_HERE,))
    if reason := re.fullmatch("不可比（(.+)）", said):
        return Figure(Blank.INCOMPARABLE, key, name, "件", Kind.INTEGER, awaited=(reason[1],))
    if said in ("待补", "不适用"):
        awaited = (f"县司法局·{name}",) if said == "待补" else ()
        return Figure(Blank(said), key, name, "件", Kind.INTEGER, (_HERE,), awaited=awaited)
    kind = "比率" if said.endswith("%") else "小数" if "." in said else "整数"
    return figure(key, said.replace("／", "\\n"), kind if said[0].isdigit() else "长文本")


def printed(text: str, values: str) -> str:
    """What a paragraph with the example's tags says, this year and last being as they are told."""
    now, then, years = dict[str, Entry](), dict[str, Entry](), dict[int, dict[str, Entry]]()
    for told in values.split("；"):
        key, _, said = told.partition("：")
        year = re.match(r"(\d{4})年", key)
        earlier = years.setdefault(int(year[1]), {}) if year else then
        known = earlier if year or key.startswith("上年") else now
        key = re.sub(r"^(上年|\d{4}年)", "", key)
        known[key] = entry(key, said)
    series = Series(years)
    compiled = Template(template(text), "模板.docx")
    filled = compiled.fill(now, {}, before=then, series=series, year=max(years, default=0) + 1)
    return document_of(filled).paragraphs[0].text


@pytest.mark.parametrize(
    ("text", "values", "words"), EXAMPLES, ids=[f"{t} {v}" for t, v, _ in EXAMPLES]
)
def test_the_example_prints_what_the_guide_says(text: str, values: str, words: str):
    assert printed(text, values) == words.replace("（空）", "")


@pytest.mark.parametrize("name", [*FILTERS, *TESTS])
def test_every_filter_and_test_has_an_example(name: str):
    used = re.compile(rf"\|{name}(?![\w])|is {name}")
    # What districts are asked stands with the districts, and is tried with them.
    below = re.findall(r"`\{\{ (各区县.+?) \}\}`", GUIDE.replace("\\|", "|"))
    assert any(used.search(text) for text in (*(text for text, _, _ in EXAMPLES), *below))
