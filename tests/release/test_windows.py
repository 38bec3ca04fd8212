"""drafter-…-win64.zip: unpacked and opened as an office does it, and the same bytes as on Linux."""

from __future__ import annotations

import hashlib
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from drafter.workbook.editing import Change, edited
from drafter.workbook.limits import Limits
from tests.portal.conftest import Served, served
from tests.portal.visitor import Stranger, Visitor
from tests.release.wine import Desk, Wine, wine
from tools.release.bundle import SUMS, digest
from tools.release.licences import FOLDER
from tools.release.windows import MANUAL, windows

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
OPEN = "打开drafter.bat"
WRONG = ROOT / "inputs/2023/区司法局.xlsx"
OF_THE_DAY = {"证据包.zip"}  # in which the records are, with their times


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wine]:
    with wine(tmp_path_factory) as there:
        yield there


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return windows(tmp_path_factory.mktemp("release"))


@pytest.fixture(scope="module")
def unpacked(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in the zip, on a stick of somebody's."""
    place = tmp_path_factory.mktemp("u") / "U盘 (1)"
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(place)
    return place / bundle.stem


def mended() -> bytes:
    """The sample's one form with a mistake, without it."""
    return edited(WRONG.read_bytes(), [Change("填报表", 13, 4, "43", number=True)], Limits())


def worked(visitor: Stranger, folder: Path) -> dict[str, str]:
    """A year at the desk, from the forms to the pack; what is written, by its hash."""
    visitor.get("/departments/")
    visitor.post("/departments/issued/")
    sent = [(path.name, path.read_bytes()) for path in sorted((ROOT / "inputs/2023").iterdir())]
    assert visitor.post("/departments/received/", files=sent).count("：收入，") == 14
    visitor.post("/drafts/made/")
    assert "填报45，应为43" in visitor.get("/findings/")
    visitor.get("/departments/")
    assert "：收入，" in visitor.post("/departments/received/", files=[(WRONG.name, mended())])
    visitor.post("/drafts/made/")
    visitor.get("/publish/")
    checked = {"draft": "2", "checked_by": "李四", "checked_on": "2023年11月20日"}
    page = visitor.post("/publish/now/", checked)
    assert "已生成公开文件（第2稿）" in page
    (head,) = re.findall(r'<code class="copy"[^>]*>(\w{64})', page)
    pack = (folder / "output/2023/公开/证据包.zip").read_bytes()
    visitor.get("/tools/")
    page = visitor.post("/tools/attest/", {"head": head}, [("证据包.zip", pack)])
    assert "均与清单相符，没有改动" in page
    assert "与填写的一致" in page
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (folder / "output").rglob("*")
        if path.is_file() and path.suffix != ".pdf" and path.name not in OF_THE_DAY
    }


def test_the_whole_year_from_a_double_click_and_every_file_as_on_linux(
    system: Wine, unpacked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = unpacked / "工作目录"
    shutil.copytree(ROOT / "templates", own / "templates")
    opened = Desk(system.started(unpacked, OPEN, "--no-browser"))
    visitor = Stranger(cast(Served, opened))
    visitor.get(opened.ticket)
    there = worked(visitor, own)
    assert "没有生成PDF" in visitor.get("/publish/") or not list(own.rglob("*.pdf"))
    # A run is known by its program too: the same one runs here.
    shutil.copytree(unpacked / "program/lib/drafter", tmp_path / "program/drafter")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "program"))
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    with served(tmp_path) as desk:
        here = worked(Visitor(desk), tmp_path)
    assert len(here) > 25
    assert {name for name in here | there if here.get(name) != there.get(name)} == set()


def test_two_copies_are_open_at_once_on_a_folder_each(
    system: Wine, unpacked: Path, tmp_path: Path
) -> None:
    folders = [tmp_path / name for name in ("甲 县", "乙县")]
    for folder in folders:
        shutil.copytree(ROOT / "templates", folder / "templates")
    desks = [Desk(system.started(unpacked, OPEN, str(f), "--no-browser")) for f in folders]
    for opened in desks:
        visitor = Stranger(cast(Served, opened))
        assert "总览" in visitor.get(opened.ticket)
    assert desks[0].root != desks[1].root


def test_what_cannot_be_opened_says_what_to_do(
    system: Wine, unpacked: Path, tmp_path: Path
) -> None:
    code, printed = system.run(unpacked, OPEN, r"Q:\nowhere", "--no-browser")
    assert code == 2
    assert r"“Q:\nowhere”不能写入，drafter没有打开。请把drafter的文件夹移到能写入的地方" in printed
    alone = tmp_path / OPEN  # as a double-click within the zip unpacks it
    shutil.copy(unpacked / OPEN, alone)
    words = "drafter还在压缩包里，没有打开。请先把压缩包全部解压到一个文件夹".encode("gbk")
    process = system.started(tmp_path, OPEN)
    printed, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert words in alone.read_bytes()


def test_the_command_line_has_the_program_and_its_checkup(
    system: Wine, unpacked: Path, tmp_path: Path
) -> None:
    code, printed = system.run(unpacked, r"program\commands\drafter.bat", "doctor")
    assert code == 0
    assert "没有LibreOffice、Word、WPS" in printed
    assert "下发、填写、读回，613无误" in printed


def test_each_file_is_listed_with_its_hash_and_each_part_with_its_licence(unpacked: Path) -> None:
    listed = dict(
        reversed(line.split("  ", 1))
        for line in (unpacked / SUMS).read_text(encoding="utf-8").splitlines()
    )
    for name in (MANUAL, OPEN, "program/python/python.exe", "program/lib/drafter/__init__.py"):
        assert digest(unpacked / name) == listed[name]
    parts = (unpacked / FOLDER / "清单.txt").read_text(encoding="utf-8").splitlines()
    assert len(parts) >= 20
    for line in parts:
        part, licence, texts = line.split("\t")
        assert licence
        assert any((unpacked / FOLDER / part / text).is_file() for text in texts.split("、")), part
    page = (unpacked / MANUAL).read_text(encoding="utf-8")
    assert page.count('src="data:image/png;base64,') == len(re.findall("<img ", page)) > 10


def test_a_backup_of_0_1_0_from_linux_goes_on_there(
    system: Wine, unpacked: Path, tmp_path: Path
) -> None:
    command = r"program\commands\drafter.bat"
    folder = tmp_path / "恢复"
    backup = str(ROOT / "tests/data/workspace-0.1.0.zip")
    code, printed = system.run(unpacked, command, "restore", backup, str(folder))
    assert (code, "已恢复56个文件" in printed) == (0, True)
    code, printed = system.run(unpacked, command, "-C", str(folder), "log")
    assert (code, "前后相接，与记录相符" in printed) == (0, True)
    pack = folder / "output/2024/公开/证据包.zip"
    code, printed = system.run(unpacked, command, "attest", str(pack))
    assert (code, "没有改动" in printed) == (0, True)
    # A Word that is installed and writes nothing: all else goes out, and the reason is said.
    assert system.run(unpacked, "reg", "add", r"HKCR\Word.Application\CLSID", "/f")[0] == 0
    code, printed = system.run(unpacked, command, "-C", str(folder), "draft")
    assert (code, "已生成第5稿" in printed) == (0, True)
    checked = ("--checked-by", "赵六", "--checked-on", "2024-12-01")
    code, printed = system.run(unpacked, command, "-C", str(folder), "publish", *checked)
    assert code == 0, printed
    assert "Word没有写出PDF" in printed
    assert list((folder / "output/2024/公开").glob("*.docx"))
