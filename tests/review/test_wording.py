"""Words around figures, labels of tables and dates, changed by hand: asked before publication."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.draft.record import REPORT
from drafter.model.finding import Finding
from drafter.review.edits.answers import edits_to_answer
from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.review.test_departures import Made, rewritten, taken
from tests.template.test_annex import ANNEX, CHART, LAST, county
from tools.build import template

BODY = """
    |平安县2024年法治政府建设工作报告
    |一、法律援助工作
    |2024年，全县办理法律援助案件{{ 援助.总数 }}件，比上年有所增长，其中民事案件{{ 援助.民事 }}件。
    |二、行政复议工作
    |深入开展宣传，机制更加健全，行政复议方面，受理{{ 复议.受理 }}件、审结{{ 复议.审结 }}件，审结率不低于{{ 复议.审结率 }}。
    |统计期为2024年1月1日至12月31日。认真落实各项制度。
    |2024年3月召开会议。制定制度12项，修订3项。
"""
AID, CIVIL, REVIEW, DONE, RATE = (
    f"“{name}”"
    for name in ("法律援助案件", "民事案件", "受理行政复议", "审结行政复议", "行政复议审结率")
)
OTHER = "标题、表中文字或日期"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A draft with a title, figures in sentences, a table with a caption, and a chart."""
    opened = county(tmp_path_factory.mktemp("稿") / "县", LAST)
    lines = [line.strip() for line in BODY.strip().splitlines()]
    tail = ["|图1　主要指标", CHART, "|注：数据来自各部门。"]
    opened.folders.template.write_bytes(template([*lines, *ANNEX[:-1], *tail]))
    draft = opened.draft()
    return Made((draft.folder / REPORT).read_bytes(), draft.manifest)


def edited(made: Made, *changes: tuple[str, str]) -> list[Finding]:
    """What is open after these words of the body were changed by hand, each where it stands first."""
    parts = unpack(made.content, REPORT)
    root = parse(parts["word/document.xml"])
    for old, new in changes:
        text = next(t for t in root.iter(w("t")) if old in (t.text or ""))
        text.text = (text.text or "").replace(old, new, 1)
    parts["word/document.xml"] = serialize(root)
    copy = pack(Part.of(name, part) for name, part in parts.items())
    return edits_to_answer(taken(made, copy).manifest, ())


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    """(where, old words, new words) of each."""
    assert {f.code for f in findings} <= {"edit-wording"}
    return [
        (f.details["where"].removesuffix("前后的文字"), f.details["old"], f.details["new"])
        for f in findings
    ]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("全县办理", "全县办理近", AID),
        ("法律援助案件", "法律援助超过", AID),
        ("件，比上年", "件以上，比上年", AID),
        ("件，比上年有所增长", "件，比上年有所下降", f"{AID}、{CIVIL}"),
        ("其中民事", "其中行政", CIVIL),
        ("2024年，全县", "2023年，全县", f"{AID}、{CIVIL}"),
        ("2024年，全县", "全县", f"{AID}、{CIVIL}"),
        ("2024年，全县", "2024年上半年，全县", f"{AID}、{CIVIL}"),
        ("行政复议方面", "行政诉讼方面", f"{REVIEW}、{DONE}、{RATE}"),
        ("，审结率不低于", "，审结率低于", RATE),
        ("，审结率不低于", "，月均审结率不低于", RATE),
        ("2024年法治政府", "2023年法治政府", OTHER),
        ("2024年法治政府", "法治政府", OTHER),
        ("12月31日", "11月30日", OTHER),
        ("至12月31日", "", OTHER),
        ("本年", "去年", OTHER),
        ("审结行政复议", "审结行政诉讼", OTHER),
        ("图1　主要指标", "图1　主要指标（单位：万件）", OTHER),
        ("注：", "注：2023年", OTHER),
    ],
)
def test_what_says_something_else_of_a_figure_is_asked(
    made: Made, old: str, new: str, where: str
) -> None:
    ((label, before, after),) = told(edited(made, (old, new)))
    assert label == where
    assert before != after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("深入开展宣传", "广泛深入开展宣传教育"),
        ("机制更加健全", "工作机制更趋完善"),
        ("认真落实", "全面落实"),
        ("召开会议", "召开推进会议"),
        ("二、行政复议工作", "二、扎实推进行政复议工作"),
    ],
)
def test_a_matter_of_style_apart_from_figures_asks_nothing(made: Made, old: str, new: str) -> None:
    assert told(edited(made, (old, new))) == []


def test_of_two_labels_swapped_both_are_told(made: Made) -> None:
    findings = told(edited(made, ("受理行政复议", "审结"), ("审结行政复议", "受理行政复议")))
    assert {words for _, *both in findings for words in both} == {
        "受理行政复议", "审结", "审结行政复议",
    }  # fmt: skip


def test_what_two_edits_change_in_one_clause_is_one_matter(made: Made) -> None:
    assert told(edited(made, ("全县办理", "全县共办理"), ("件，比上年", "件多，比上年"))) == [
        (AID, "全县办理法律援助案件450件", "全县共办理法律援助案件450件多")
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("民事案件占七成。", "七成"),
        ("成功率翻一番。", "翻一番"),
        ("调解成功的过半。", "过半"),
        ("占百分之三十。", "百分之三十"),
        ("平均15日办结。", "15"),
        ("走访三百户。", "三百"),
        ("同比增长近两倍。", "两倍"),
    ],
)
def test_a_number_in_words_that_nobody_submitted_is_asked(
    made: Made, words: str, number: str
) -> None:
    (finding,) = edited(made, ("认真落实", f"{words}认真落实"))
    assert (finding.code, finding.details["numbers"]) == ("edit-number", number)


@pytest.mark.parametrize(
    "words", ["一成不变的做法", "三成员单位", "上半场", "进一步", "一体化", "2024年5月"]
)
def test_what_only_looks_like_a_number_asks_nothing(made: Made, words: str) -> None:
    assert edited(made, ("认真落实", f"{words}认真落实")) == []


def test_numbers_of_the_template_s_own_that_were_swapped_are_asked(made: Made) -> None:
    findings = edited(made, ("制定制度12项，修订3项", "制定制度3项，修订12项"))
    assert {f.code for f in findings} == {"edit-number"}
    assert sorted("、".join(f.details["numbers"] for f in findings).split("、")) == ["12", "3"]


def test_a_sentence_with_a_number_of_the_template_s_own_may_be_moved(made: Made) -> None:
    moved = (("制定制度12项，修订3项。", ""), ("认真落实", "制定制度12项，修订3项。认真落实"))
    assert edited(made, *moved) == []


def home(root: Element, words: str) -> Element:
    """The paragraph that holds the words."""
    text = next(t for t in root.iter(w("t")) if words in (t.text or ""))
    return next(text.iterancestors(w("p")))


def moved(root: Element) -> None:
    """The paragraph on 行政复议 above its heading, so that it is one on 法律援助."""
    home(root, "二、").addprevious(home(root, "深入开展"))


def beheaded(root: Element) -> None:
    """Its heading gone."""
    heading = home(root, "二、")
    heading.getparent().remove(heading)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("edit", "now"), [(moved, "一、法律援助工作"), (beheaded, "一、法律援助工作")]
)
def test_figures_below_another_heading_are_asked(
    made: Made, edit: Callable[[Element], None], now: str
) -> None:
    findings = edits_to_answer(taken(made, rewritten(made.content, edit)).manifest, ())
    assert told(findings) == [(f"{REVIEW}、{DONE}、{RATE}所在的部分", "二、行政复议工作", now)]


def columns_swapped(table: Element) -> None:
    """The second and the third cell of each row change places."""
    for row in table.iter(w("tr")):
        cells = row.findall(w("tc"))
        cells[1].addprevious(cells[2])


def rows_swapped(table: Element) -> None:
    """The last row stands before the one that it was behind."""
    rows = table.findall(w("tr"))
    rows[-2].addprevious(rows[-1])


@pytest.mark.parametrize(("edit", "kind"), [(columns_swapped, "各列"), (rows_swapped, "各行")])
def test_columns_or_rows_that_change_places_are_one_matter(
    made: Made, edit: Callable[[Element], None], kind: str
) -> None:
    copy = rewritten(made.content, lambda root: edit(next(root.iter(w("tbl")))))
    ((where, before, after),) = told(edits_to_answer(taken(made, copy).manifest, ()))
    assert where.endswith(f"所在的表中{kind}的次序")
    assert (sorted(before.split("、")), before != after) == (sorted(after.split("、")), True)


def test_columns_that_change_places_and_a_label_that_reads_otherwise_are_two(made: Made) -> None:
    def edit(root: Element) -> None:
        columns_swapped(next(root.iter(w("tbl"))))
        label = next(t for t in root.iter(w("t")) if t.text == "审结行政复议")
        label.text = "审结行政诉讼"

    findings = told(edits_to_answer(taken(made, rewritten(made.content, edit)).manifest, ()))
    assert [(before, after) for where, before, after in findings if where == OTHER] == [
        ("审结行政复议", "审结行政诉讼")
    ]
    assert len(findings) == 2


def test_tables_that_change_places_below_one_heading_ask_nothing(tmp_path: Path) -> None:
    opened = county(tmp_path / "县", LAST)
    tables = [
        "|一、工作情况", "|先说案件。", "Table|案件|本年|上年|增减|备注",
        "Table|民事|{{ 援助.民事 }}|{{ 援助.总数 }}|无|一", "|再说复议。",
        "Table|复议|本年|上年|增减|备注", "Table|受理|{{ 复议.受理 }}|{{ 复议.审结 }}|无|二", "|完",
    ]  # fmt: skip
    opened.folders.template.write_bytes(template(tables))
    draft = opened.draft()
    made = Made((draft.folder / REPORT).read_bytes(), draft.manifest)

    def edit(root: Element) -> None:
        first, second = root.iter(w("tbl"))
        behind = second.getprevious()
        first.addprevious(second)
        behind.addnext(first)  # type: ignore[union-attr]

    assert edits_to_answer(taken(made, rewritten(made.content, edit)).manifest, ()) == []


def test_a_column_that_went_is_told_once_beside_its_figures(made: Made) -> None:
    def edit(root: Element) -> None:
        for row in next(root.iter(w("tbl"))).iter(w("tr")):
            row.remove(row.findall(w("tc"))[3])

    findings = edits_to_answer(taken(made, rewritten(made.content, edit)).manifest, ())
    (words,) = [f for f in findings if f.code == "edit-wording"]
    assert (words.details["old"].split("、")[0], words.details["new"]) == ("上年", "（无）")
    assert [f.code for f in findings if f is not words] == ["edit-deleted"]
