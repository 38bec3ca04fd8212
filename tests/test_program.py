"""What a draft notes of the program that made it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.files.program import PACKAGE, program_digest


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
