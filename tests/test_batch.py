"""Many workspaces at once: each comes to what it comes to alone, whatever becomes of the others."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook

from drafter.desk.batch.batch import batch, workspaces
from drafter.desk.batch.county import DONE, FAILED, SAME, Row
from drafter.desk.batch.executors import executor
from drafter.desk.findings.deciding import accept
from drafter.disk.lock import attempted, held
from drafter.model.errors import DrafterError, WorkspaceError
from tests.building import catalogue_bytes, fill_form, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
"""
RULE = "援助.总数 = 援助.民事 | 警告"
NAMES = [f"第{number}县" for number in range(6)]
DRAFT = "output/2024/第1稿"
PATIENCE = 120  # seconds


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county one of whose two departments has reported, 613 being 613."""
    made = workspace(
        tmp_path_factory.mktemp("county"), catalogue_bytes(INDICATORS, RULE), "|{{ 援助.总数 }}件"
    )
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 613})
    shutil.rmtree(made.folders.cache, ignore_errors=True)
    return made.folders.root


@pytest.fixture
def counties(county: Path, tmp_path: Path) -> Path:
    for name in NAMES:
        shutil.copytree(county, tmp_path / name)
    return tmp_path


def run(folder: Path, work: str = "draft", scheduler: str = "in-process") -> list[Row]:
    return batch(workspaces([folder]), work, executor(scheduler, 2))


def outcomes(rows: list[Row]) -> dict[str, str]:
    return {Path(row.folder).name: row.outcome for row in rows}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "drafter", "batch", *map(str, arguments)]


def drafts(folder: Path) -> dict[str, bytes]:
    """What stands in every draft below the folder."""
    files = (path for path in folder.glob("*/output/2024/第*稿/*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("scheduler", ["in-process", "processes"])
def test_a_draft_of_many_is_the_draft_of_one_byte_by_byte(
    counties: Path, county: Path, tmp_path: Path, scheduler: str
) -> None:
    rows = run(counties, scheduler=scheduler)
    assert outcomes(rows) == dict.fromkeys(NAMES, DONE)
    assert {(r.region, r.silent, r.errors, r.draft, r.awaited) for r in rows} == {
        ("平安县", 1, 0, 1, 0)
    }
    alone = tmp_path / "alone/独"
    shutil.copytree(county, alone)
    done = subprocess.run([sys.executable, "-m", "drafter", "-C", alone, "draft"], check=False)
    assert done.returncode == 0
    files = {Path(name).name: content for name, content in drafts(alone.parent).items()}
    assert len(files) == 5
    assert drafts(counties) == {
        f"{name}/{DRAFT}/{file}": content for name in NAMES for file, content in files.items()
    }


def test_a_county_that_fails_is_a_row_with_its_reason_and_the_others_go_on(counties: Path) -> None:
    (counties / "第1县/templates/指标目录.xlsx").write_bytes(b"=cmd")
    (counties / "第3县/templates/报告模板.docx").unlink()
    done = subprocess.run(
        command(counties, "-o", counties / "结果.csv", "--json"), capture_output=True, check=False
    )
    assert done.returncode == 1
    rows = {Path(row["folder"]).name: row for row in json.loads(done.stdout)}
    failed = {name: row["reason"] for name, row in rows.items() if row["outcome"] == FAILED}
    assert failed == {
        "第1县": "指标目录.xlsx：不是Excel工作簿；请打开另存为.xlsx，打不开的从备份恢复",
        "第3县": "缺少templates/报告模板.docx；请放回模板，或用 drafter new 新建后复制",
    }
    assert [row["outcome"] for row in rows.values()].count(DONE) == 4
    table = list(csv.DictReader((counties / "结果.csv").read_text("utf-8-sig").splitlines()))
    assert {row["工作目录"]: row["原因"] for row in table if row["原因"]} == {
        str(counties / name): reason for name, reason in failed.items()
    }
    assert [row["稿次"] for row in table] == ["1", "", "1", "", "1", "1"]


def test_the_table_for_people_is_a_workbook_of_texts(counties: Path) -> None:
    (counties / "第1县").rename(counties / "=1+1")
    out = counties / "结果.xlsx"
    done = subprocess.run(
        command(counties, "--scheduler", "in-process", "--do", "check", "-o", out), check=False
    )
    assert done.returncode == 0
    rows = [[cell.value for cell in row] for row in load_workbook(out).active.iter_rows()]
    assert rows[0][:4] == ["工作目录", "结果", "地区", "未报部门"]
    assert rows[1][:4] == [str(counties / "=1+1"), DONE, "平安县", "1"]
    assert all(
        cell.data_type in "sn" for row in load_workbook(out).active.iter_rows() for cell in row
    )


@pytest.mark.parametrize("work", ["check", "draft"])
def test_what_is_done_is_not_done_again_until_something_changes(counties: Path, work: str) -> None:
    assert outcomes(run(counties, work)) == dict.fromkeys(NAMES, DONE)
    before = drafts(counties)
    again = run(counties, work)
    assert outcomes(again) == dict.fromkeys(NAMES, SAME)
    assert {row.silent for row in again} == {1}
    assert drafts(counties) == before
    one = workspace(counties / NAMES[2], catalogue_bytes(INDICATORS, RULE), "|{{ 援助.总数 }}件")
    fill_form(one, "县司法局", {"援助.总数": 615, "援助.民事": 613})
    changed = run(counties, work)
    assert outcomes(changed) == {**dict.fromkeys(NAMES, SAME), NAMES[2]: DONE}
    assert [row.warnings for row in changed] == [0, 0, 1, 0, 0, 0]
    accept(one, "援助.总数", "以台账为准", "张三")
    decided = run(counties, work)
    assert outcomes(decided) == {**dict.fromkeys(NAMES, SAME), NAMES[2]: DONE}
    assert [row.warnings for row in decided] == [0] * 6


def test_a_folder_is_a_workspace_or_holds_some_and_each_counts_once(counties: Path) -> None:
    everything = [counties, counties / NAMES[1], counties / "第1县/../第2县"]
    assert [path.name for path in workspaces(everything)] == NAMES
    with pytest.raises(WorkspaceError, match="其中也没有工作目录"):
        workspaces([counties / NAMES[0] / "inputs"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--scheduler", "ray"], "应为in-process、processes或tcp://主机:端口"),
        (["-o", "表.doc"], "结果表应为.xlsx或.csv文件"),
        (["没有这个"], "没有这个：不是drafter工作目录"),
        (["--scheduler", "tcp://127.0.0.1:9"], "连不上Dask调度程序"),
    ],
)
def test_what_cannot_run_says_why_and_touches_nothing(
    counties: Path, arguments: list[str], reason: str
) -> None:
    done = subprocess.run(
        command(".", *arguments), cwd=counties, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 2
    assert reason in done.stderr
    assert drafts(counties) == {}


def awaited(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def below(pid: int) -> list[int]:
    """The processes for counties that the batch has."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children if "spawn_main" in _words(child)]


def _words(pid: str) -> str:
    with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
        return file.read()


def killed(pid: int) -> None:
    """Every process for counties that the batch has by now, killed."""
    awaited(lambda: below(pid))
    lost = below(pid)
    for child in lost:
        os.kill(child, signal.SIGKILL)
    awaited(lambda: not {*lost} & {*below(pid)})


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def free(county: Path) -> bool:
    """Whether nobody writes there: a draft that stands is followed by what its process keeps."""
    with attempted(county / "records/.写入锁") as mine:
        return mine


@contextmanager
def stuck(counties: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """A batch that has done all counties but one, and waits in that one for somebody who writes."""
    others = [counties / other for other in NAMES if other != name]
    with held(counties / name / "records/.写入锁", print):
        running = subprocess.Popen(
            command(counties, "--workers", "2", "--json"), stdout=subprocess.PIPE
        )
        awaited(lambda: all((other / DRAFT).is_dir() and free(other) for other in others))
        yield running


def answered(running: subprocess.Popen[bytes]) -> list[dict[str, object]]:
    out, _ = running.communicate(timeout=PATIENCE)
    rows: list[dict[str, object]] = json.loads(out)
    return rows


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_killed_in_the_middle_costs_its_county_a_retry_and_nothing_else(
    counties: Path,
) -> None:
    with stuck(counties, NAMES[0]) as running:
        killed(running.pid)
    assert [row["outcome"] for row in answered(running)] == [DONE] * 6
    assert running.returncode == 0
    assert {Path(name).parent.name for name in drafts(counties)} == {"第1稿"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_county_that_ends_its_process_each_time_is_a_failed_row(counties: Path) -> None:
    with stuck(counties, NAMES[0]) as running:
        for _ in range(3):
            killed(running.pid)
        rows = answered(running)
    assert [row["outcome"] for row in rows] == [FAILED, *[DONE] * 5]
    assert rows[0]["reason"] == "处理时进程中止，试了3次；请单独检查该工作目录"
    assert running.returncode == 1


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_batch_that_is_killed_goes_on_where_it_stopped_and_leaves_no_process(
    counties: Path,
) -> None:
    with stuck(counties, NAMES[5]) as running:
        children = below(running.pid)
        running.kill()
        running.communicate()
        before = drafts(counties)
        awaited(lambda: all(map(gone, children)))
    assert len(before) == 25
    rows = run(counties)
    assert outcomes(rows) == {**dict.fromkeys(NAMES, SAME), NAMES[5]: DONE}
    assert {name: drafts(counties)[name] for name in before} == before


_CLUSTER = """
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, *(w.pid for w in cluster.workers.values()), flush=True)
        input()
"""


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same_bytes_and_outlives_a_killed_worker(
    counties: Path, tmp_path: Path
) -> None:
    program = tmp_path / "cluster.py"
    program.write_text(_CLUSTER)
    (counties / "第1县/templates/指标目录.xlsx").write_bytes(b"no workbook")
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, program], text=True, **pipes) as cluster:  # type: ignore[call-overload]
        address, *nannies = cluster.stdout.readline().split()
        with held(counties / NAMES[0] / "records/.写入锁", print):
            running = subprocess.Popen(
                command(counties, "--scheduler", address, "--json"), stdout=subprocess.PIPE
            )
            done = [counties / name / DRAFT for name in NAMES[2:]]
            awaited(lambda: all(path.is_dir() for path in done))
            for nanny in nannies:
                os.kill(int(nanny), signal.SIGKILL)
        rows = answered(running)
        cluster.communicate("\n", timeout=PATIENCE)
    # What lay on a worker when it was killed is asked for again, and found to be there.
    assert [row["outcome"] == FAILED for row in rows] == [False, True, *[False] * 4]
    distributed = drafts(counties)
    for name in NAMES:
        shutil.rmtree(counties / name / "output", ignore_errors=True)
    run(counties)
    assert drafts(counties) == distributed
    assert len(distributed) == 25


def test_an_unknown_address_is_refused_before_anything_runs() -> None:
    with pytest.raises(DrafterError, match="应为in-process"):
        executor("127.0.0.1:8786", 0)
