"""A table with most cells alike is the same table, whatever happened to its heading and around it;
and whatever was moved is one edit: a table, a row."""

from __future__ import annotations

from drafter.review.edits.edits import hunks
from tests.review.documents import document, read

REPORT = """
    一季度开展集中宣传。
    行政执法监督持续加强，评查案卷覆盖各乡镇。
    青少年教育基地投入使用，司法所建设达到标准。
    | 事项 | 件数 |
    | 民事 | 226 |
    | 刑事 | 391 |
    普法工作走深走实，法治文化阵地建成开放。
    | 事项 | 件数 |
    | 受理 | 250 |
    | 调成 | 482 |
    公证服务便民利企，仲裁机构规范运行良好。
    全文完。
"""
SUPERVISION = "行政执法监督持续加强，评查案卷覆盖各乡镇。"
LESSONS = "普法工作走深走实，法治文化阵地建成开放。"
FIRST = "| 事项 | 件数 |\n    | 民事 | 226 |\n    | 刑事 | 391 |\n    "


def edited(*replacements: tuple[str, str]) -> str:
    """The report with texts replaced, each once and in turn."""
    text = REPORT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def edits_between(old: str, new: str) -> list[tuple[str, str]]:
    """What is listed: (old, new) words of each."""
    changes = hunks(read(document(old)).story, read(document(new)).story)
    return [(hunk.old, hunk.new) for hunk in changes]


def edits(*replacements: tuple[str, str]) -> list[tuple[str, str]]:
    """What is listed after texts of the report are replaced."""
    return edits_between(REPORT, edited(*replacements))


def moved(line: str, before: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """The line taken out and put in anew before another."""
    return (f"{line}\n    ", ""), (before, f"{line}\n    {before}")


def test_a_heading_cell_is_edited_and_a_paragraph_moved_across_the_table() -> None:
    listed = edits(("事项", "类别"), *moved(SUPERVISION, LESSONS))
    assert sorted(listed) == sorted([("事项", "类别"), (SUPERVISION, SUPERVISION)])


def test_a_table_is_moved_and_its_heading_edited() -> None:
    """The table stands; the paragraph that it was moved across is listed."""
    table = FIRST.replace("事项", "类别")
    listed = edits(
        (FIRST, ""), (LESSONS, f"{LESSONS}\n    分隔。\n    {table.strip()}\n    再分隔。")
    )
    assert ("事项", "类别") in listed
    assert all("民事" not in words for edit in listed for words in edit)


def test_of_two_tables_with_equal_headings_the_first_is_deleted_and_the_other_edited() -> None:
    listed = edits((FIRST, "分隔。\n    "), ("250", "251"))
    assert ("事项\t件数\n民事\t226\n刑事\t391", "") in listed
    assert ("250", "251") in listed
    assert all("调成" not in words for edit in listed for words in edit)


def test_a_heading_row_is_deleted_and_a_paragraph_moved_across_the_table() -> None:
    listed = edits(("| 事项 | 件数 |\n    ", ""), *moved(SUPERVISION, LESSONS))
    assert sorted(listed) == sorted([("事项\t件数", ""), (SUPERVISION, SUPERVISION)])


SECOND = "| 事项 | 件数 |\n    | 受理 | 250 |\n    | 调成 | 482 |\n    "
LAST = "公证服务便民利企，仲裁机构规范运行良好。"


def table(drawn: str) -> str:
    """The text of a table as it is drawn."""
    rows = (line.strip(" |") for line in drawn.strip().split("\n"))
    return "\n".join(row.replace(" | ", "\t") for row in rows)


def test_a_table_is_moved_across_paragraphs() -> None:
    """One edit, not one a paragraph."""
    whole = f"一季度开展集中宣传。\n    {SUPERVISION}"
    words = table(FIRST)
    assert edits((FIRST, ""), (whole, f"{FIRST}{whole}")) == [(words, words)]


def test_two_tables_change_places() -> None:
    listed = edits((FIRST, "其一"), (SECOND, FIRST), ("其一", SECOND))
    assert len(listed) == 2
    assert all(old == new for old, new in listed)


def test_a_table_is_moved_and_one_of_its_numbers_edited() -> None:
    edited = FIRST.replace("226", "227")
    whole = f"一季度开展集中宣传。\n    {SUPERVISION}"
    words = table(FIRST)
    assert edits((FIRST, ""), (whole, f"{edited}{whole}")) == [(words, words), ("226", "227")]


def test_a_row_is_moved_across_others() -> None:
    long = "| 民事援助 | 226 |\n    | 刑事援助 | 391 |\n    | 行政援助 | 12 |\n    "
    turned = "| 行政援助 | 12 |\n    | 民事援助 | 226 |\n    | 刑事援助 | 391 |\n    "
    listed = edits_between(edited((FIRST, long)), edited((FIRST, turned)))
    assert listed == [("行政援助\t12", "行政援助\t12")]


def test_a_row_is_moved_and_edited() -> None:
    long = (
        "| 民事援助案件数 | 226 |\n    | 刑事援助案件数 | 391 |\n    | 行政援助案件数 | 12 |\n    "
    )
    turned = (
        "| 行政援助案件数 | 13 |\n    | 民事援助案件数 | 226 |\n    | 刑事援助案件数 | 391 |\n    "
    )
    listed = edits_between(edited((FIRST, long)), edited((FIRST, turned)))
    assert listed == [("行政援助案件数\t12", "行政援助案件数\t12"), ("12", "13")]


def test_a_short_row_is_moved() -> None:
    long = "| 甲 | 1 |\n    | 乙 | 2 |\n    | 丙 | 3 |\n    "
    turned = "| 丙 | 3 |\n    | 甲 | 1 |\n    | 乙 | 2 |\n    "
    listed = edits_between(edited((FIRST, long)), edited((FIRST, turned)))
    assert listed == [("丙\t3", "丙\t3")]
