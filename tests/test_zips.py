"""Zips that drafter writes are of no system: a year's work on Windows gives the bytes of Linux."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from drafter.desk.departments.departments import send_back
from drafter.desk.files.parcels import pack
from drafter.desk.year.backup import back_up
from drafter.desk.year.workspace import Workspace
from tests.building import sample


def written(workspace: Workspace) -> dict[str, bytes]:
    """All that a year writes, by place; a zip of its forms too."""
    root = workspace.folders.root
    forms = workspace.forms()
    workspace.draft()
    send_back(workspace)
    files = {p.relative_to(root).as_posix(): p for p in (root / "output").rglob("*") if p.is_file()}
    return {**{name: p.read_bytes() for name, p in files.items()}, "zip": pack(forms.files)}


def test_a_year_writes_the_same_bytes_where_zipfile_names_another_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = written(sample(tmp_path / "here"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "settings"))
    # The standard library's zips name the system that it runs on (zipfile.ZipInfo).
    monkeypatch.setattr(sys, "platform", "win32")
    there = written(sample(tmp_path / "there"))
    assert len(here) > 20
    assert {name for name in here if here[name] != there.get(name)} == set()


def test_a_backup_names_no_system_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = sample(tmp_path / "here")
    monkeypatch.setattr(sys, "platform", "win32")
    backup = back_up(opened, tmp_path / "备份.zip")
    with zipfile.ZipFile(backup.path) as archive:
        assert {member.create_system for member in archive.infolist()} == {3}
