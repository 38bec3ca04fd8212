"""A workbook that was read is not opened again: kept under the user's own seal, and for its very
bytes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from drafter.desk.files.equipment import Equipment
from drafter.desk.year.workspace import Workspace
from drafter.workbook.answers import Answers
from drafter.workbook.reader import Reader, Unreadable, Workbook
from tests.building import catalogue_bytes, fill_form, once, workspace

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"


@once
def opened(folder: Path) -> Workspace:
    """A year with one form; of its files none was read yet."""
    made = workspace(folder, catalogue_bytes(INDICATORS), "|{{ 援助.总数 }}件")
    fill_form(made, "县司法局", {"援助.总数": 613})
    shutil.rmtree(made.folders.cache)
    return made


def opens(opened: Workspace, equipment: Equipment | None = None) -> tuple[str, int]:
    """What the year's figure is, and how many files the reader's process opened for it."""
    equipped = equipment or Equipment(Counting())
    before = equipped.reader.asked
    checked = Workspace(opened.folders, equipment=equipped).check()
    asked = equipped.reader.asked - before
    equipped.reader.worker.stop()
    return str(checked.ledger.entries["援助.总数"].quantity.low), asked


class Counting(Reader):
    """A reader that counts what it leaves to its process."""

    asked = 0

    def _answered(self, *arguments: object) -> object:
        self.asked += 1
        return super()._answered(*arguments)


def test_what_was_read_is_not_opened_again_in_another_process(opened: Workspace) -> None:
    assert opens(opened) == ("613", 2)
    assert opens(opened) == ("613", 0)


def test_another_content_is_read(opened: Workspace) -> None:
    opens(opened)
    path = opened.folders.root / "inputs/2024/县司法局.xlsx"
    content = path.read_bytes()
    fill_form(opened, "县司法局", {"援助.总数": 614})
    assert opens(opened) == ("614", 1)
    path.write_bytes(content)
    assert opens(opened) == ("613", 0)


def test_in_one_process_each_workspace_keeps_its_own(opened: Workspace, tmp_path: Path) -> None:
    equipment = Equipment(Counting())
    other = workspace(tmp_path / "另", catalogue_bytes(INDICATORS), "|{{ 援助.总数 }}件")
    assert opens(opened, equipment)[1] == 2
    Workspace(other.folders, equipment=equipment).check()
    assert opens(opened, equipment)[1] == 0
    (kept,) = other.folders.cache.glob("*.answers")
    assert b"613" not in kept.read_bytes()


@pytest.mark.parametrize("damage", [b"", b"?" * 500, None])
def test_what_bears_another_seal_is_not_looked_into(
    opened: Workspace, damage: bytes | None
) -> None:
    opens(opened)
    (kept,) = opened.folders.cache.glob("*.answers")
    content = kept.read_bytes()
    kept.write_bytes(content.replace(b"613", b"614") if damage is None else damage)
    assert opens(opened) == ("613", 2)
    assert kept.read_bytes() == content


def test_nothing_is_kept_of_a_file_that_cannot_be_read(opened: Workspace) -> None:
    path = opened.folders.root / "inputs/2024/县司法局.xlsx"
    path.write_bytes(b"PK\x03\x04" + os.urandom(100))
    with Equipment() as equipment, equipment.reading(opened.folders) as reader:
        assert isinstance(reader.read(path), Unreadable)
        assert not reader.answers.grown
        assert isinstance(reader.read(opened.folders.catalogue), Workbook)
        assert reader.answers.grown


def test_the_answers_longest_unused_make_room() -> None:
    answers = Answers()
    for name in "甲乙丙":
        answers.add(name, bytes(20 << 20))
    assert ["甲" in answers, "乙" in answers, "丙" in answers] == [False, True, True]
    assert answers.of("乙") == bytes(20 << 20)
    answers.add("丁", bytes(20 << 20))
    assert ["乙" in answers, "丙" in answers, "丁" in answers] == [True, False, True]
    assert [*map(Answers(answers.to_bytes()).__contains__, "乙丁")] == [True, True]
