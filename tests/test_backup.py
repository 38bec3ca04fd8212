"""A backup is put back byte for byte; an altered or hostile one is refused, and nothing is left."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from drafter.cli.main import main
from drafter.desk.year.backup import back_up, restore
from drafter.desk.year.workspace import Workspace, open_workspace
from drafter.model.errors import WorkspaceError
from drafter.publish.chain import LIST, listing
from tests.building import catalogue_bytes, fill_form, once, workspace

NAME = "县司法局"
INDICATORS = f"援助.总数 | 法律援助案件 | 件 | 整数 | {NAME}"


def _built(folder: Path) -> Workspace:
    made = workspace(folder / "平安县", catalogue_bytes(INDICATORS), "|办理{{ 援助.总数 }}件。")
    fill_form(made, NAME, {"援助.总数": 7})
    made.draft()
    return made


opened = once(_built)


def sums(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in ("templates", "inputs", "records", "output")
        for path in (root / name).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_a_workspace_is_put_back_as_it_was(opened: Workspace, tmp_path: Path) -> None:
    file, target = tmp_path / "备份.zip", tmp_path / "恢复"
    root = str(opened.folders.root)
    run = CliRunner().invoke(main, ["-C", root, "backup", str(file)])
    assert run.exit_code == 0, run.output
    run = CliRunner().invoke(main, ["restore", str(file), str(target)])
    assert run.exit_code == 0, run.output
    assert sums(target) == sums(opened.folders.root)
    assert not open_workspace(target).draft().made
    again = CliRunner().invoke(main, ["restore", str(file), str(target)])
    assert (again.exit_code, "不是空文件夹" in again.output) == (2, True)
    with pytest.raises(WorkspaceError, match="已存在"):
        back_up(opened, file)


def _packed(
    members: dict[str, bytes], listed: dict[str, bytes] | None = None
) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)
            archive.writestr(LIST, listing((listed or members).items()).to_bytes())

    return write


CATALOGUE = {"templates/指标目录.xlsx": b"x"}
HOSTILE = {
    "climbs": _packed({**CATALOGUE, "records/../../外.txt": b"x"}),
    "absolute": _packed({**CATALOGUE, "/tmp/外.txt": b"x"}),
    "backslash": _packed({**CATALOGUE, "records\\..\\外.txt": b"x"}),
    "drive": _packed({**CATALOGUE, "records/C:外.txt": b"x"}),
    "elsewhere": _packed({**CATALOGUE, "外/a.txt": b"x"}),
    "two names": _packed({**CATALOGUE, "records/a.txt": b"x", "records/A.txt": b"y"}),
    "unlisted": _packed({**CATALOGUE, "records/a.txt": b"x"}, CATALOGUE),
    "altered": _packed({**CATALOGUE, "records/a.txt": b"x"}, {**CATALOGUE, "records/a.txt": b"y"}),
    "bomb": _packed(
        {**CATALOGUE, "records/a.txt": b"0" * 9_000_000}, {**CATALOGUE, "records/a.txt": b"0"}
    ),
    "no catalogue": _packed({"records/a.txt": b"x"}),
    "no zip": lambda path: path.write_bytes(b"PK\3\4" + bytes(99)) and None,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_backup_is_refused_and_leaves_nothing(tmp_path: Path, kind: str) -> None:
    file, target = tmp_path / "备份.zip", tmp_path / "里/恢复"
    HOSTILE[kind](file)
    with pytest.raises(WorkspaceError, match="没有恢复"):
        restore(file, target)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [file]
    assert not target.exists()


def test_a_link_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "备份.zip"
    link = zipfile.ZipInfo("records/a.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("templates/指标目录.xlsx", b"x")
        archive.writestr(link, b"/etc/passwd")
        archive.writestr(
            LIST, listing({**CATALOGUE, "records/a.txt": b"/etc/passwd"}.items()).to_bytes()
        )
    with pytest.raises(WorkspaceError, match="含有链接"):
        restore(file, tmp_path / "恢复")


def test_every_altered_byte_of_a_backup_is_refused_or_without_effect(
    opened: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "备份.zip"
    back_up(opened, file)
    whole, wanted = file.read_bytes(), sums(opened.folders.root)
    for turn, at in enumerate(range(11, len(whole), len(whole) // 60)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
        target = tmp_path / f"恢复{turn}"
        try:
            restore(file, target)
        except WorkspaceError:
            assert not target.exists()
        else:
            assert sums(target) == wanted
