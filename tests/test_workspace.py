"""Files on disk: atomic, numbered, and reported in one line where the system refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from drafter.desk.files.folders import (
    Folders,
    find_workspace,
    write_file,
    write_files,
    write_folder,
)
from drafter.model.errors import WorkspaceError
from tests.building import SETTINGS, catalogue_bytes, fill_form, workspace
from tools.build import template

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 区司法局"


def test_a_file_is_written_whole_and_only_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "下发/甲.xlsx"
    assert write_file(path, b"1")
    assert not write_file(path, b"1")
    assert write_file(path, b"2")
    assert [p.name for p in path.parent.iterdir()] == ["甲.xlsx"]


def test_of_several_files_what_stops_one_leaves_those_before_it(tmp_path: Path) -> None:
    places = [tmp_path / f"收件/{number:05}.json" for number in range(1, 13)]
    (places[8] / "不让位").mkdir(parents=True)  # a folder that no file takes the place of
    with pytest.raises(WorkspaceError, match=r"00009\.json"):
        write_files([(place, place.name.encode()) for place in places], tmp_path)
    assert [place.is_file() for place in places] == [True] * 8 + [False] * 4
    assert [place.read_bytes().decode() for place in places[:8]] == [p.name for p in places[:8]]
    assert [p.name for p in tmp_path.iterdir()] == ["收件"]


def test_of_several_files_one_that_cannot_be_written_keeps_all_away(tmp_path: Path) -> None:
    def files() -> Iterator[tuple[Path, bytes]]:
        yield tmp_path / "原件/甲.xlsx", b"1"
        raise WorkspaceError("乙.xlsx：读取期间被改动")

    with pytest.raises(WorkspaceError, match="乙"):
        write_files(files(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_finished_leaves_nothing(tmp_path: Path) -> None:
    files = {"报告.docx": b"1", "没有这个目录/溯源.xlsx": b"2"}
    with pytest.raises(WorkspaceError):
        write_folder(tmp_path / "第1稿", files)
    assert list(tmp_path.iterdir()) == []


def test_an_existing_draft_is_never_overwritten(tmp_path: Path) -> None:
    write_folder(tmp_path / "第1稿", {"报告.docx": b"1"})
    with pytest.raises(WorkspaceError, match="已存在"):
        write_folder(tmp_path / "第1稿", {"报告.docx": b"2"})
    assert (tmp_path / "第1稿/报告.docx").read_bytes() == b"1"


def test_a_workspace_is_found_from_inside_it(tmp_path: Path) -> None:
    workspace(tmp_path, catalogue_bytes(INDICATORS))
    (tmp_path / "inputs/2024").mkdir(parents=True)
    assert find_workspace(tmp_path / "inputs/2024").root == tmp_path.resolve()


def test_drafts_are_numbered_and_counted_as_numbers(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    for number in (1, 2, 10, 9):
        (tmp_path / f"output/2024/第{number}稿").mkdir(parents=True)
    assert [number for number, _ in folders.drafts(2024)] == [1, 2, 9, 10]


def test_lock_files_and_hidden_files_are_not_inputs(tmp_path: Path) -> None:
    folder = tmp_path / "inputs/2024"
    folder.mkdir(parents=True)
    for name in ("甲.xlsx", "~$甲.xlsx", ".DS_Store"):
        (folder / name).write_bytes(b"")
    assert [path.name for path in Folders(tmp_path).inputs(2024)] == ["甲.xlsx"]


def test_a_changed_input_makes_the_next_draft(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), "|{{ 援助.总数 }}件")
    fill_form(opened, "区司法局", {"援助.总数": 1})
    assert opened.draft().number == 1
    fill_form(opened, "区司法局", {"援助.总数": 2})
    second = opened.draft()
    assert (second.number, second.made) == (2, True)
    assert [figure.text for figure in opened.trace("援助.总数").figures] == ["2"]
    assert [figure.text for figure in opened.trace("援助.总数", 1).figures] == ["1"]


def test_nothing_changed_is_known_before_any_workbook_is_read(tmp_path: Path) -> None:
    steps: list[str] = []
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS))
    first = opened.draft()
    assert (opened.draft(steps.append).folder, steps) == (first.folder, [])
    asked = catalogue_bytes(INDICATORS, settings=SETTINGS.replace("10月31日", "9月30日"))
    changes = {
        opened.folders.catalogue: asked,
        opened.folders.root / "inputs/2023/区司法局.xlsx": b"PK",
        opened.folders.root / "records/2024/决定/00001.json": b"{}",
        opened.folders.template: template(["|{{ 报告.标题 }}。"]),
    }
    for number, (path, content) in enumerate(changes.items(), start=2):
        write_file(path, content)
        assert opened.draft(steps.append).number == number
        assert opened.draft().number == number
    assert steps.count("读取指标目录") == len(changes)


def test_a_catalogue_of_another_year_is_read_although_a_later_draft_is_there(
    tmp_path: Path,
) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS))
    later = opened.draft()
    settings = SETTINGS.replace("2024", "2023")
    write_file(opened.folders.catalogue, catalogue_bytes(INDICATORS, settings=settings))
    earlier = opened.draft()
    assert [earlier.folder.parent.name, opened.draft().folder] == ["2023", earlier.folder]
    assert later.folder.parent.name == "2024"
