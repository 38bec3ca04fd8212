"""What the repository ships is what its sources make."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from drafter.desk.catalogue.new_workspace import new_workspace
from drafter.desk.files.folders import CATALOGUE, TEMPLATE
from drafter.model.errors import WorkspaceError
from tools.build import catalogue, kit_tables, kit_template
from tools.messages import TARGET, WORDS
from tools.messages import catalogue as messages

ROOT = Path(__file__).parents[1]


def test_the_shipped_catalogue_is_built_from_its_tables() -> None:
    assert (ROOT / CATALOGUE).read_bytes() == catalogue(kit_tables())


def test_the_shipped_template_is_built_from_its_text() -> None:
    assert (ROOT / TEMPLATE).read_bytes() == kit_template()


def test_the_command_line_speaks_the_words_of_its_catalogue() -> None:
    assert TARGET.read_bytes() == messages(WORDS)


def test_a_new_county_has_its_own_level_words_but_the_same_keys(tmp_path: Path) -> None:
    new_workspace(tmp_path / "平安县", "平安县", 2025)
    book = load_workbook(tmp_path / "平安县" / CATALOGUE)
    settings = {row[0]: row[1] for row in book["报告"].iter_rows(values_only=True)}
    assert (settings["地区"], settings["级别"], settings["年度"]) == ("平安县", "县", 2025)
    assert settings["标题"] == "平安县2025年法治政府建设工作报告"
    assert settings["截止日期"] == "2025年11月5日"
    assert not settings["联系人"]
    names = [row[0] for row in book["部门"].iter_rows(min_row=2, values_only=True)]
    assert all(name.startswith("县") for name in names)
    rows = {row[0]: row[1] for row in book["指标"].iter_rows(min_row=2, values_only=True)}
    assert rows["行政诉讼.案件总数"] == "县本级行政诉讼案件"
    assert rows["助企暖企.区直单位数"] == "联点助企的县直单位"
    heads = [cell.value for cell in book["指标"][1]]
    texts = [
        (heads[column], value)
        for row in book["指标"].iter_rows(min_row=2, values_only=True)
        for column, value in enumerate(row)
        if isinstance(value, str) and "本" in value
    ]
    assert ("口径", "统计期内以本县行政机关为被告的行政诉讼案件") in texts
    assert not [value for _, value in texts if "本区" in value]
    assert rows["人民调解.联络站片区数"] == "设立矛盾纠纷调解联络站的片区"
    assert rows["社区矫正.公益活动次数"] == "社区矫正对象公益活动"


def test_the_template_names_no_place_and_no_year() -> None:
    text = "".join(p.text for p in docx.Document(str(ROOT / TEMPLATE)).paragraphs)
    assert not any(word in text for word in ("城中", "西宁", "青海", "2023", "2024"))


@pytest.mark.slow
def test_an_installed_wheel_brings_the_kit_along(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    command = [sys.executable, "-P", "-m", "drafter"]
    made = ["new", str(tmp_path / "平安县"), "--region", "平安县", "--year", "2024"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    for arguments in (made, ["-C", str(tmp_path / "平安县"), "draft"]):
        run = [*command, *arguments]
        done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()


def test_new_goes_on_where_it_was_killed_and_touches_nobodys_files(tmp_path: Path) -> None:
    folder = tmp_path / "平安县"
    new_workspace(folder, "平安县", 2024)
    (folder / CATALOGUE).unlink()
    new_workspace(folder, "平安县", 2024)
    assert (folder / CATALOGUE).is_file()
    with pytest.raises(WorkspaceError, match="不是空目录"):
        new_workspace(folder, "平安县", 2024)
