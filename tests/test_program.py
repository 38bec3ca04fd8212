"""What a draft notes of the program that made it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drafter.desk.files.program import PACKAGE, own_digest, program_digest, program_status
from drafter.disk.sealed import own_key, own_path, sealed


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "review").mkdir()
    (tmp_path / "review/page.py").write_bytes(b"A = 1\nB = 2\n")
    (tmp_path / "review/page.css").write_bytes(b"td {}\n")
    return tmp_path


def test_the_package_is_the_whole_program() -> None:
    assert (PACKAGE / "__main__.py").is_file()
    assert (PACKAGE / "desk/files/program.py").is_file()


@pytest.mark.parametrize("name", ["review/page.py", "review/page.css", "review/new.py"])
def test_whatever_changes_in_a_room_the_program_is_another(package: Path, name: str) -> None:
    before = program_digest(package)
    with (package / name).open("ab") as stream:
        stream.write(b"/* */\n")
    assert program_digest(package) != before


def test_line_ends_and_bytecode_make_no_other_program(package: Path) -> None:
    before = program_digest(package)
    (package / "review/page.py").write_bytes(b"A = 1\r\nB = 2\r\n")
    (package / "review/__pycache__").mkdir()
    (package / "review/__pycache__/page.pyc").write_bytes(b"?")
    assert program_digest(package) == before


@pytest.mark.parametrize("content", [b"A = 1\nB = 3\n", b"A = 1\nB = 2\n"])
def test_a_file_written_anew_is_looked_at_again(package: Path, content: bytes) -> None:
    page, before = package / "review/page.py", program_status(package)
    was = page.stat()
    page.write_bytes(content)
    os.utime(page, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert program_status(package) != before


def test_what_the_program_hashes_to_is_kept_under_the_users_seal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    worked_out = program_digest()
    assert _asked() == worked_out
    key, path = own_key(PACKAGE), own_path("program")
    assert key
    assert path.is_file()
    path.write_bytes(sealed(key, program_status(), b"kept"))
    assert _asked() == "kept"
    for other in (
        sealed(b"?" * 32, program_status(), b"kept"),
        sealed(key, "", b"kept"),
        b"",
        b"?",
    ):
        path.write_bytes(other)
        assert _asked() == worked_out


def _asked() -> str:
    own_digest.cache_clear()
    return own_digest()
