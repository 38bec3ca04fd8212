"""A figure edited by hand, from the Word file that came back to what goes out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from drafter.desk.findings import deciding
from drafter.desk.findings.matters import ALL, hand_matters
from drafter.desk.publishing import publishing
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.publish.opendata import published_figures
from drafter.word.package import Part, pack, unpack
from tests.building import catalogue_bytes, fill_form, once, said, workspace
from tests.template.test_annex import ANNEX, CHART, LAST, county
from tools.build import template

TEXT = """
    |办理法律援助案件{{ 援助.总数 }}件，{{ 援助.总数|同比 }}，上年为{{ 援助.总数|上年 }}件。
    |民事案件占{{ 援助.民事|占比(援助.总数) }}。
"""
INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"


@once
def merged(folder: Path) -> Workspace:
    """The bureau has changed 613 to 620 in Word, and taken that as its next draft."""
    text = "|全年办理法律援助案件{{ 援助.总数 }}件。"
    day = datetime(2024, 11, 12, tzinfo=UTC)
    opened = workspace(folder, catalogue_bytes(INDICATORS), text, lambda: day)
    fill_form(opened, "县司法局", {"援助.总数": 613})
    document = docx.Document(str(opened.draft().folder / "报告.docx"))
    for run in (run for paragraph in document.paragraphs for run in paragraph.runs):
        run.text = run.text.replace("613", "620")
    document.save(str(folder / "改.docx"))
    Review(opened).merge(folder / "改.docx", signing=Signing(by="王五"), take=True)
    return opened


def test_an_edited_figure_stands_against_publishing_until_somebody_answers_for_it(
    merged: Workspace,
) -> None:
    assert merged.drafted().manifest.edits[0].date == "2024年11月12日"
    assert said(publishing.prepare(merged, None, str).findings) == [
        "错误 报告.docx › 第1段 援助.总数：“法律援助案件”由613手改为620（王五，2024年11月12日），"
        "部门报的是613件；请部门更正后重报，或用 drafter accept 采纳"
    ]
    deciding.accept(merged, "援助.总数", "县司法局来函更正", by="张三")
    merged.draft()
    assert publishing.prepare(merged, None, str).findings == ()


def test_a_department_that_sends_the_edited_figure_itself_ends_the_edit(merged: Workspace) -> None:
    fill_form(merged, "县司法局", {"援助.总数": 620})
    merged.draft()
    assert publishing.prepare(merged, None, str).findings == ()


@pytest.mark.parametrize(
    ("words", "finding", "about"),
    [
        (
            "件，另有98.6%办结。",
            "手改数：手改写入了98.6%（增加“，另有98.6%办结”，王五，2024年11月12日），没有部门报送，"
            "数据更新时也不会跟着变；"
            "请列入指标目录由部门报送，或核实后用 drafter accept 手改 列出后采纳",
            "手改数",
        ),
        (
            "万件。",
            "援助.总数：“法律援助案件”后的单位手改过：由613件改为613万件（王五，2024年11月12日），"
            "部门报的是613件；请改回，或核实后用 drafter accept 采纳",
            "援助.总数",
        ),
        (
            "起。",
            "援助.总数：“法律援助案件”后的单位手改过：由613件改为613起（王五，2024年11月12日），"
            "部门报的是613件；请改回，或核实后用 drafter accept 采纳",
            "援助.总数",
        ),
    ],
)
def test_what_verify_calls_an_error_stands_against_publishing_until_it_is_answered(
    tmp_path: Path, words: str, finding: str, about: str
) -> None:
    made = workspace(
        tmp_path, catalogue_bytes(INDICATORS), "|全年办理法律援助案件{{ 援助.总数 }}件。"
    )
    fill_form(made, "县司法局", {"援助.总数": 613})
    document = docx.Document(str(made.draft().folder / "报告.docx"))
    run = document.paragraphs[0].runs[-1]
    assert run.text == "件。"
    run.text = words
    document.save(str(tmp_path / "改.docx"))
    signing = Signing(by="王五", day="2024年11月12日")
    taken = Review(made).merge(tmp_path / "改.docx", signing=signing, take=True).taken
    expected = f"错误 报告.docx › 第1段 {finding}"
    assert said(publishing.prepare(made, None, str).findings) == [expected]
    assert taken is not None
    assert expected.endswith(taken.manifest.findings[-1].message)
    fill_form(made, "县司法局", {"援助.总数": 640})
    made.draft()
    assert said(publishing.prepare(made, None, str).findings) == [expected.replace("613", "640")]
    deciding.accept(made, about, "已电话核实", by="张三")
    made.draft()
    assert publishing.prepare(made, None, str).findings == ()


def test_a_number_written_by_hand_is_traced_to_who_wrote_and_who_accepted_it(
    tmp_path: Path,
) -> None:
    made = workspace(tmp_path, catalogue_bytes(INDICATORS), "|全年办理案件{{ 援助.总数 }}件。")
    fill_form(made, "县司法局", {"援助.总数": 613})
    take(made, "件。", "件，培训七十七人。")
    deciding.accept(made, "手改数", "已电话核实", by="张三")
    made.draft()
    for question in ("77", "七十七"):
        traced = made.trace(question)
        ((figure,), (use,)) = traced.figures, traced.uses
        assert figure.edit is not None
        assert (figure.text, figure.value, figure.edit.by) == ("七十七", "77", "王五")
        assert figure.decision.startswith("已采纳：已电话核实；张三，")
        assert use.paragraph.number == 1


@once
def annexed(folder: Path) -> Workspace:
    """A report with last year's figures in its text, and with the annex: a table and a chart."""
    made = county(folder, {**LAST, "援助.总数": 410, "执法.约谈": 2})
    lines = [line.strip() for line in TEXT.strip().splitlines()]
    made.folders.template.write_bytes(template([*lines, *ANNEX[:-1], CHART]))
    return made


def take(opened: Workspace, old: str, new: str) -> Workspace:
    """The figure changed by hand wherever it stands, and that taken as the next draft."""
    parts = unpack((opened.draft().folder / "报告.docx").read_bytes(), "报告.docx")
    body = parts["word/document.xml"].replace(f">{old}<".encode(), f">{new}<".encode())
    assert body != parts["word/document.xml"]
    file = opened.folders.root / "改.docx"
    changed = {**parts, "word/document.xml": body}
    file.write_bytes(pack(Part.of(name, part) for name, part in changed.items()))
    Review(opened).merge(file, signing=Signing(by="王五", day="2024年11月12日"), take=True)
    return opened


def test_what_rests_on_an_edited_figure_stands_against_publishing_until_it_is_answered(
    annexed: Workspace,
) -> None:
    """In the text, in the annex's table and in its chart; what goes out then says the same."""
    take(annexed, "450", "431")
    signed, sent = "由450手改为431（王五，2024年11月12日）", "部门报的是450件"
    rest = f"没有跟着改，{sent}；请一并改正，或核对后用 drafter accept 采纳"
    edited = (
        f"援助.总数：“法律援助案件”{signed}，{sent}；请部门更正后重报，或用 drafter accept 采纳"
    )
    elsewhere = f"第1段的“法律援助案件”{signed}，这里的"
    assert [
        line.removeprefix("错误 报告.docx › ")
        for line in said(publishing.prepare(annexed, None, str).findings)
    ] == [
        f"第1段 法律援助案件同比：{elsewhere}“法律援助案件同比”（同比增长9.8%）{rest}",
        f"第1段 {edited}",
        f"第2段 民事案件占法律援助案件比重：{elsewhere}“民事案件占法律援助案件比重”（89%）{rest}",
        f"第17段 {edited}",
        f"第19段 法律援助案件同比：{elsewhere}“法律援助案件同比”（增长9.8%）{rest}",
        f"第51段 援助.总数：{elsewhere}“法律援助案件”（450）{rest}",
    ]
    assert "手改" in comments(annexed.drafted())
    with pytest.raises(WorkspaceError, match=r"“援助\.总数”有3件手改待核定，请逐件看过"):
        deciding.accept(annexed, "援助.总数", "县司法局来函更正", by="张三")
    listed = hand_matters(annexed, 2024, ALL)
    assert [matter.name for matter in listed] == [f"2:{n}" for n in range(1, 7)]
    deciding.accept(annexed, ALL, "县司法局来函更正", by="张三", only="2:1-5")
    assert [m.name for m in hand_matters(annexed, 2024, ALL)] == ["2:6"]
    deciding.accept(annexed, ALL, "县司法局来函更正", by="张三", only="2：6")
    last = annexed.draft()
    assert publishing.prepare(annexed, None, str).findings == ()
    assert comments(last) == ""  # what was accepted is no remark
    figures = published_figures(annexed.catalogue(), last.manifest)
    assert [(f.text, f.value, f.note) for f in figures if f.key == "援助.总数"] == [
        ("431", "431", "数值或计量单位经审定更正，与填报部门所报不同"),
        ("450", "450", ""),  # the chart's
    ]


def comments(draft: Drafted) -> str:
    document = docx.Document(str(draft.folder / "报告.docx"))
    return "\n".join(comment.text for comment in document.comments)


def test_last_years_figure_that_was_edited_is_told_as_it_was_sent(annexed: Workspace) -> None:
    lines = said(publishing.prepare(take(annexed, "410", "411"), None, str).findings)
    assert lines[1].startswith(
        "错误 报告.docx › 第1段 上年(援助.总数)：“上年法律援助案件”由410手改为411"
    )
    assert "，部门报的是410件；" in lines[1]
    assert "上年法律援助案件" in lines[0]
    assert "“法律援助案件同比”（同比增长9.8%）没有跟着改" in lines[0]


def test_an_edit_of_words_leaves_every_comment_as_it_is(tmp_path: Path) -> None:
    """The figures are told of alike: rules, what is awaited, what was accepted."""
    made = workspace(
        tmp_path,
        catalogue_bytes(
            """
            援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
            援助.民事 | 民事案件 | 件 | 整数 | 县司法局
            援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
            调解.案件 | 调解案件 | 件 | 整数 | 县法院
            """,
            "援助.总数 = 援助.民事 + 援助.刑事",
        ),
        "|全年办理援助案件{{ 援助.总数 }}件，其中民事{{ 援助.民事 }}件，调解{{ 调解.案件 }}件。",
    )
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 262})
    deciding.accept(made, "援助.总数", "以台账为准", by="张三")
    first = made.draft()
    document = docx.Document(str(first.folder / "报告.docx"))
    document.paragraphs[0].runs[0].text = "全年共办理援助案件"
    document.save(str(tmp_path / "改.docx"))
    taken = Review(made).merge(tmp_path / "改.docx", take=True).taken
    assert taken is not None
    assert "全年共办理" in taken.manifest.paragraphs[0].text
    for name in ("报告.docx", "报告(溯源版).docx"):
        before, after = (
            [comment.text for comment in docx.Document(str(draft.folder / name)).comments]
            for draft in (first, taken)
        )
        assert after == before


TOTAL = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
"""
WITH_PARTS = "|全年办理法律援助案件{{ 援助.总数 }}件，其中民事案件{{ 援助.民事 }}件、刑事案件{{ 援助.刑事 }}件。"


def with_parts(folder: Path, text: str = WITH_PARTS) -> Workspace:
    """613 is 350 and 263; the text says so."""
    made = workspace(folder, catalogue_bytes(TOTAL), text)
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 263})
    return made


def test_what_the_proofreader_says_of_an_edit_stands_against_publishing_until_it_is_answered(
    tmp_path: Path,
) -> None:
    """Whatever was accepted of the figure itself; with other data it may be right, and is asked no more."""
    made = take(with_parts(tmp_path), "613", "603")
    deciding.accept(made, "援助.总数", "领导要求", by="张三")
    made.draft()
    remark = (
        "错误 报告.docx › 第1段 手改校对：手改以后的文字有校对意见：两项相加为613（350 + 263），"
        "总数写作603件；疑为340误作350，或253误作263（见“全年办理法律援助案件603件，其中民事案件350件、刑事案件263件”）；"
        "请改正，或核实后用 drafter accept 手改 列出后采纳"
    )
    assert said(publishing.prepare(made, None, str).findings) == [remark]
    deciding.accept(made, "手改校对", "另10件不分类", by="张三")
    last = made.draft()
    assert publishing.prepare(made, None, str).findings == ()
    assert [f.heading for f in last.manifest.findings if f.code == "edit-remark"] == ["已采纳"]
    fill_form(made, "县司法局", {"援助.总数": 603, "援助.民事": 350, "援助.刑事": 253})
    made.draft()
    assert publishing.prepare(made, None, str).findings == ()


def test_what_the_proofreader_says_of_the_programs_own_text_is_no_matter_of_an_edit(
    tmp_path: Path,
) -> None:
    """The department's parts do not make up its total; somebody edits another sentence."""
    made = with_parts(tmp_path, f"{WITH_PARTS}工作扎实推进。")
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 260})
    take(made, "件。工作扎实推进。", "件。工作有力推进。")
    findings = made.drafted().manifest.findings
    assert [f.code for f in findings if f.code in ("proof-sum", "edit-remark")] == ["proof-sum"]


def test_an_edited_text_is_proofread_anew(tmp_path: Path) -> None:
    """The parts no longer make up the total that somebody wrote; with other data they do again."""
    made = with_parts(tmp_path)

    def remarks(draft: Drafted) -> list[str]:
        lines = (f.message for f in draft.manifest.findings if f.code == "edit-remark")
        return [line.partition("（见")[0].partition("：")[2] for line in lines]

    assert remarks(made.draft()) == []
    take(made, "613", "620")
    assert remarks(made.drafted()) == ["两项相加为613（350 + 263），总数写作620件；疑为357误作350"]
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 270})
    assert remarks(made.draft()) == []
