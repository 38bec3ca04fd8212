"""Nobody waits for what he does not need: pages read while a draft is made, and are looked ahead for."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TypeVar

import pytest

from drafter.desk.catalogue.template_view import template_view
from drafter.desk.overview.overview import overview
from drafter.desk.year.workspace import Workspace, open_workspace
from drafter.portal.desk import Desk, UnderwayError
from drafter.portal.work import Outcome
from tests.building import sample
from tools.bench_county import County, fill_forms, write_county

_PATIENCE = 60  # seconds
MOST_READS = 8  # of small files, however many departments there are


@contextmanager
def opened(folder: Path) -> Iterator[Desk]:
    """A desk on the folder."""
    desk = Desk(folder, lambda _: None)
    try:
        yield desk
    finally:
        desk.close()


T = TypeVar("T")


def awaited(find: Callable[[], T]) -> T:
    """What is found once no page has to wait for it."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            return find()
        except UnderwayError:
            time.sleep(0.05)
    raise AssertionError


def test_pages_that_read_do_not_wait_for_what_is_being_written(tmp_path: Path) -> None:
    sample(tmp_path)
    written = Event()

    def long(*_: object) -> Outcome:
        written.wait(2 * _PATIENCE)
        return Outcome("/")

    with opened(tmp_path) as desk:
        job = desk.start("生成报告", long)
        assert awaited(desk.status).checked.submissions
        assert awaited(lambda: desk.known("检查", "view", template_view)).lines
        assert not job.over
        written.set()
        assert job.ended.wait(_PATIENCE)


def test_the_check_has_begun_before_anybody_opens_a_page(tmp_path: Path) -> None:
    sample(tmp_path)
    with opened(tmp_path) as desk:
        end = time.monotonic() + _PATIENCE
        while not desk.title and time.monotonic() < end:
            time.sleep(0.05)
        assert desk.title == "城中区　2023年度　法治政府建设年度报告"
        desk.status()


def test_a_folder_without_a_workspace_is_no_trouble(tmp_path: Path) -> None:
    with opened(tmp_path) as desk:
        assert desk.title == ""


def reads(run: Callable[[], object]) -> list[str]:
    """The files that Python opens meanwhile, in whichever thread."""
    paths, heard = list[str](), Event()

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and not heard.is_set():
            paths.append(str(arguments[0]))

    sys.addaudithook(hear)  # stays for good, deaf
    run()
    heard.set()
    return paths


@pytest.mark.slow
def test_a_county_s_overview_opens_no_workbook_and_few_files_when_nothing_changed(
    tmp_path: Path,
) -> None:
    size = County()
    write_county(size, tmp_path)
    workspace = open_workspace(tmp_path)
    workspace.forms()
    assert len(fill_forms(size, workspace.folders)) == 45
    workspace.draft()
    with opened(tmp_path) as desk:
        for _ in range(2):  # the first puts on record what came
            awaited(desk.status)
        paths = reads(lambda: overview(desk.workspace(), desk.status()))
    assert not [path for path in paths if Path(path).suffix in (".xlsx", ".docx", ".pdf", ".zip")]
    assert len(paths) <= MOST_READS, paths


def test_what_one_thread_read_the_other_does_not_open_again(tmp_path: Path) -> None:
    sample(tmp_path)
    with opened(tmp_path) as desk:
        awaited(desk.status)
        book = next((tmp_path / "inputs/2023").glob("*.xlsx"))
        os.utime(book)
        opens: list[list[str]] = []

        def check(workspace: Workspace, _: object) -> Outcome:
            asked = workspace.equipped()
            with asked as equipment, equipment.reading(workspace.folders) as reader:
                process = reader.worker.__dict__.get("_process")
                reader.read(book)
                opens.append([str(process), str(reader.worker.__dict__.get("_process"))])
            return Outcome("/")

        job = desk.start("读取", check)
        assert job.ended.wait(_PATIENCE)
        assert opens == [["None", "None"]], "the writer's own worker was never needed"
