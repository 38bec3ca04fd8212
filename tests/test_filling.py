"""What is filled in online is the very workbook; two people on one form lose nothing."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook

from drafter.desk.returns import handing_in
from drafter.desk.returns.filling import explain, filling, save, try_out
from drafter.desk.returns.sheetful import Sheetful
from drafter.desk.returns.window import window
from drafter.desk.year.workspace import Workspace
from drafter.intake.form import read_form
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Entry, Figure, Table
from drafter.model.sentence import line
from tests.building import catalogue_bytes, fill_form, once, sample, workspace

NAME = "县司法局"
INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    援助.比率 | 办结率 | | 比率 | 县司法局 | 直接填报 |
    援助.日期 | 成立日期 | | 日期 | 县司法局
    援助.情况 | 工作情况 | | 长文本 | 县司法局
    援助.站点 | 法律援助站 | | 明细表 | 县司法局 | | 选
"""
TABLES = """
    援助.站点 | 名称 | | 文本
    援助.站点 | 受理 | 件 | 整数
"""
RULES = "援助.总数 = 援助.民事 + 援助.刑事"
WRONG = Sheetful(
    values={
        "援助.总数": "615", "援助.民事": "350", "援助.刑事": "263", "援助.比率": "97.5%",
        "援助.日期": "2024-03-05", "援助.情况": "第一段。\n第二段。",
    },
    rows={"援助.站点": tuple((f"第{n}站", str(n), "") for n in range(1, 46))},
    person="李四",
    phone="0898-1234",
)  # fmt: skip
SUM = "错误 县司法局.xlsx › 填报表!D7 援助.总数：填报615，应为613（350 + 263）；请核对合计与各分项"


opened = once(lambda folder: workspace(folder, catalogue_bytes(INDICATORS, RULES, TABLES)))
city = once(sample)


def with_value(sheetful: Sheetful, key: str, words: str) -> Sheetful:
    return Sheetful(
        {**sheetful.values, key: words},
        sheetful.notes,
        sheetful.rows,
        sheetful.any,
        sheetful.person,
        sheetful.phone,
    )


def spoken(entry: Entry) -> object:
    """What an entry says, whatever cell it stands in."""
    if isinstance(entry, Table):
        return entry.blank, [[figure.value for figure in row.values()] for row in entry.rows]
    assert isinstance(entry, Figure)
    return entry.value, [source.explanation for source in entry.sources]


def test_what_saving_would_leave_out_of_an_uploaded_file_is_said_before(opened: Workspace) -> None:
    path = fill_form(opened, NAME, {"援助.总数": 1})
    book = load_workbook(path)
    book.create_sheet("附表").append(["明细", 7])
    book.save(path)
    stands = filling(opened, NAME)
    assert stands.dropped == ("附表",)
    saved = save(opened, NAME, stands.began, stands.sheetful, "李四")
    assert saved.dropped == ()
    (first, *_), records = handing_in.own(opened, NAME).receipts, opened.records(2024)
    assert "附表" in load_workbook(records.original(first)).sheetnames


def test_what_is_saved_is_the_workbook_that_everybody_reads(opened: Workspace) -> None:
    saved = save(opened, NAME, "", WRONG, "李四")
    path = opened.folders.root / "inputs/2024/县司法局.xlsx"
    book = load_workbook(path)
    assert [book["填报表"][cell].value for cell in ("D7", "D10", "D11", "C3")] == [
        615,
        0.975,
        "2024年3月5日",
        "李四",
    ]
    checked = opened.check()
    assert [line(finding) for finding in checked.findings] == [SUM]
    assert [line(finding) for finding in saved.own.findings] == [SUM]
    (submission,) = checked.submissions
    assert submission.contact == "李四　0898-1234"
    table = submission.entries["援助.站点"]
    assert isinstance(table, Table)
    assert len(table.rows) == 45
    again = filling(opened, NAME)
    assert again.sheetful.rows == WRONG.rows
    assert again.sheetful.values == {**WRONG.values, "援助.日期": "2024年3月5日"}
    assert save(opened, NAME, again.began, again.sheetful, "李四").began == again.began


def test_what_is_tried_is_what_is_found_when_it_is_saved(opened: Workspace) -> None:
    odd = with_value(WRONG, "援助.民事", "约350")
    tried = try_out(opened, NAME, odd)
    assert not opened.folders.inputs(2024)
    saved = save(opened, NAME, "", odd, "李四")
    assert [*map(line, tried.findings)] == [*map(line, saved.own.findings)]
    mine, read = tried.checked.submissions[0].entries, saved.own.checked.submissions[0].entries
    assert {key: spoken(one) for key, one in mine.items()} == {
        key: spoken(one) for key, one in read.items()
    }


def test_every_form_of_the_sample_says_the_same_after_it_was_saved_online(city: Workspace) -> None:
    before = {s.department: s for s in city.check().submissions}
    for department in before:
        current = filling(city, department)
        changed = Sheetful(
            current.sheetful.values,
            current.sheetful.notes,
            current.sheetful.rows,
            current.sheetful.any,
            "换了人",
            "1",
        )
        assert save(city, department, current.began, changed, "李四").own.receipt
    after = {s.department: s for s in city.check().submissions}
    for department, submission in before.items():
        old, new = submission.entries, after[department].entries
        assert {k: spoken(e) for k, e in old.items()} == {k: spoken(e) for k, e in new.items()}
        assert after[department].contact == "换了人　1"


def test_the_second_of_two_people_sees_both_values_and_overwrites_nothing(
    opened: Workspace,
) -> None:
    began = save(opened, NAME, "", WRONG, "李四").began
    first = with_value(with_value(WRONG, "援助.总数", "613"), "援助.民事", "351")
    second = with_value(with_value(WRONG, "援助.刑事", "265"), "援助.民事", "352")
    assert second.values["援助.日期"] == "2024-03-05"  # the same day as the form says otherwise
    theirs = save(opened, NAME, began, first, "李四")
    late = save(opened, NAME, began, second, "王五")
    assert [(c.label, c.mine, c.theirs, c.mine_alone) for c in late.clashes] == [
        ("法律援助案件", "615", "613", False),
        ("民事案件", "352", "351", False),
        ("刑事案件", "265", "263", True),
    ]
    assert late.own.standing.sha256 == late.began == theirs.began
    assert len(opened.records(2024).receipts()) == 2
    settled = with_value(first, "援助.刑事", "265")
    assert not save(opened, NAME, late.began, settled, "王五").clashes
    assert filling(opened, NAME).sheetful.values["援助.刑事"] == "265"


def test_an_explanation_beside_a_finding_is_written_into_the_form(opened: Workspace) -> None:
    began = save(opened, NAME, "", WRONG, "李四").began
    done = explain(opened, NAME, began, {"援助.总数": "含上年结转2件"}, "李四")
    assert [line(f) for f in done.own.findings] == [f"{SUM}（已说明：含上年结转2件）"]
    path = opened.folders.root / "inputs/2024/县司法局.xlsx"
    assert load_workbook(path)["填报表"]["F7"].value == "含上年结转2件"
    assert filling(opened, NAME).sheetful.rows == WRONG.rows


def test_what_is_confirmed_is_not_saved_over(opened: Workspace) -> None:
    began = save(opened, NAME, "", with_value(WRONG, "援助.总数", "613"), "李四").began
    handing_in.confirm(opened, NAME, began, "李局长")
    with pytest.raises(WorkspaceError, match="没有保存：县司法局已经确认"):
        save(opened, NAME, began, WRONG, "李四")


def test_what_was_uploaded_goes_on_online(opened: Workspace) -> None:
    values = {"援助.总数": 613, "援助.民事": "350余", "援助.刑事": 263, "援助.比率": 0.5}
    fill_form(opened, NAME, values, {"援助.站点": [["甲站", 7, "估计"]]})
    current = filling(opened, NAME)
    assert current.sheetful.values["援助.民事"] == "350余"
    assert current.sheetful.values["援助.比率"] == "50%"
    assert current.sheetful.rows == {"援助.站点": (("甲站", "7", "估计"),)}
    assert [f.indicator.key for f in current.fields if f.empty] == ["援助.日期", "援助.情况"]


@pytest.mark.parametrize(
    "words", ["=1+1", "<script>alert(1)</script>", "&#0;", "\x00\ufffe", "１２"]
)
def test_what_is_typed_is_text_and_nothing_else(opened: Workspace, words: str) -> None:
    sheetful = Sheetful(values={"援助.情况": words, "援助.总数": words})
    save(opened, NAME, "", sheetful, "李四")
    with window(opened, NAME) as mine:
        book = mine.reader.read(opened.folders.root / "inputs/2024/县司法局.xlsx")
        assert read_form(mine.catalogue, NAME, book).department == NAME  # type: ignore[arg-type]
    cell = load_workbook(opened.folders.root / "inputs/2024/县司法局.xlsx")["填报表"]["D7"]
    assert cell.data_type != "f"


def test_too_much_is_refused(opened: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="超过20000字"):
        save(opened, NAME, "", Sheetful(values={"援助.情况": "字" * 20_001}), "李四")
    rows = tuple(("站", "1", "") for _ in range(401))
    with pytest.raises(WorkspaceError, match="超过400行"):
        save(opened, NAME, "", Sheetful(rows={"援助.站点": rows}), "李四")
