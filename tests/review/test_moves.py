"""What was moved is one edit, and stays one: whatever is edited in it since, by whomever."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest

from drafter.catalogue.catalogue import Catalogue
from drafter.word.ooxml import Element, w
from tests.building import read_text_catalogue
from tests.review.desk import Desk, the_template
from tests.review.documents import root_of, with_root
from tests.review.editing import SENTENCES, retype, said
from tests.review.test_edit_law import INDICATORS

FIGURES = {"援助.民事": 226, "援助.刑事": 391, "调解.受理": 250, "调解.成功": 482}
MOVED = "".join(SENTENCES[0]).replace("{援助.民事}", "226").replace("{援助.刑事}", "391")
ROW = "成功丁\t482"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    return read_text_catalogue(tmp_path_factory.mktemp("目录"), INDICATORS)


@pytest.fixture
def desk(catalogue: Catalogue) -> Desk:
    made = Desk(catalogue, the_template(), dict(FIGURES))
    made.draft()
    return made


def taken(desk: Desk, by: str, change: Callable[[Element], None]) -> list[tuple[str, str, str]]:
    """What is listed after somebody changed a copy: old words, new words, who."""
    content = desk.report()
    root = root_of(content)
    change(root)
    desk.take(with_root(content, root), -1, by)
    return listed(desk)


def listed(desk: Desk) -> list[tuple[str, str, str]]:
    return sorted((edit.old, edit.new, edit.by) for edit in desk.edits)


def paragraph(root: Element, words: str) -> Element:
    return next(p for p in root.iter(w("p")) if words in said(p))


def row(root: Element, words: str) -> Element:
    return next(paragraph(root, words).iterancestors(w("tr")))


def moved(words: str, before: str) -> Callable[[Element], None]:
    return lambda root: paragraph(root, before).addprevious(paragraph(root, words))


def typed(old: str, new: str) -> Callable[[Element], None]:
    def change(root: Element) -> None:
        home = paragraph(root, old)
        start = said(home).index(old)
        retype(home, start, start + len(old), new)

    return change


def removed(words: str) -> Callable[[Element], None]:
    def change(root: Element) -> None:
        gone = paragraph(root, words)
        gone.getparent().remove(gone)  # type: ignore[union-attr]

    return change


def test_words_in_what_was_moved_are_edited(desk: Desk) -> None:
    taken(desk, "李四", moved("春季", "乡村"))
    edits = [(MOVED, MOVED, "李四"), ("春季", "冬日", "王五")]
    assert taken(desk, "王五", typed("春季", "冬日")) == sorted(edits)
    desk.figures["援助.民事"] += 1
    desk.draft()
    assert listed(desk) == sorted(edits)
    desk.withdraw({edit.number for edit in desk.edits if edit.by == "李四"})
    assert listed(desk) == [("春季", "冬日", "王五")]
    assert desk.lines()[0].startswith("全区依法办理民事援助案件227件。冬日")


def test_what_was_moved_is_moved_on(desk: Desk) -> None:
    taken(desk, "李四", moved("春季", "乡村"))
    assert taken(desk, "王五", moved("春季", "全文完")) == [(MOVED, MOVED, "王五")]


def test_what_was_moved_is_deleted(desk: Desk) -> None:
    taken(desk, "李四", moved("春季", "乡村"))
    assert taken(desk, "王五", removed("春季")) == [(MOVED, "", "王五")]


def test_a_figure_in_a_row_that_was_moved_is_edited(desk: Desk) -> None:
    taken(desk, "李四", lambda root: row(root, "民事甲").addprevious(row(root, "成功丁")))
    edits = [(ROW, ROW, "李四"), ("482", "483", "王五")]

    def change(root: Element) -> None:
        retype(list(row(root, "成功丁").iter(w("p")))[1], 0, 3, "483")

    assert taken(desk, "王五", change) == sorted(edits)
    desk.figures["调解.受理"] += 1
    desk.draft()
    assert listed(desk) == sorted(edits)


def test_a_row_of_a_table_that_was_moved_is_deleted(desk: Desk) -> None:
    def carried_up(root: Element) -> None:
        paragraph(root, "排查隐患").addprevious(next(root.iter(w("tbl"))))

    ((words, _, _),) = taken(desk, "李四", carried_up)
    gone = ("调解丙\t250", "", "王五")

    def change(root: Element) -> None:
        home = row(root, "调解丙")
        home.getparent().remove(home)  # type: ignore[union-attr]

    assert taken(desk, "王五", change) == sorted([(words, words, "李四"), gone])
    desk.withdraw({edit.number for edit in desk.edits if edit.by == "李四"})
    assert listed(desk) == [gone]


def test_rows_of_a_table_that_somebody_added_change_places(desk: Desk) -> None:
    """It is their table as it stands now."""
    rows = ["类别项目\t件数", "治安纠纷\t35", "邻里纠纷\t26"]

    def added(root: Element) -> None:
        home = paragraph(root, "排查隐患")
        copy = deepcopy(next(root.iter(w("tbl"))))
        lines = list(copy.iter(w("tr")))
        for line in lines[len(rows) :]:
            copy.remove(line)
        for line, words in zip(lines, rows, strict=False):
            for cell, text in zip(line.iter(w("p")), words.split("\t"), strict=True):
                retype(cell, 0, len(said(cell)), text)
        home.addprevious(copy)

    assert taken(desk, "李四", added) == [("", "\n".join(rows), "李四")]
    turned = taken(desk, "王五", lambda r: row(r, "治安纠纷").addprevious(row(r, "邻里纠纷")))
    assert turned == [("", "\n".join([rows[0], rows[2], rows[1]]), "王五")]
