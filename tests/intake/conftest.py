"""What the tests of returned forms start from."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, workspace
from tests.conftest import absent
from tests.intake.sending import INDICATORS, TABLES

Office = Callable[[Path, list[list[Any]], Path], None]
collect_ignore = ["office.py"]  # it runs under another Python
_PYTHON = "/usr/bin/python3"  # Debian's, which python3-uno belongs to
_SCRIPT = Path(__file__).with_name("office.py")


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """A workspace with one department."""
    return workspace(tmp_path, catalogue_bytes(INDICATORS, tables=TABLES))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A function (form, edits, target): the form opened in LibreOffice, edited, and saved there."""
    known = [_PYTHON, "-c", "import uno"]
    if not shutil.which("soffice") or subprocess.run(known, capture_output=True).returncode:
        absent("未安装LibreOffice或python3-uno / LibreOffice or python3-uno is not installed")
    command = [_PYTHON, str(_SCRIPT), str(tmp_path_factory.mktemp("office"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as driver:
        assert driver.stdin is not None
        assert driver.stdout is not None
        to, answers = driver.stdin, driver.stdout

        def edit(form: Path, edits: list[list[Any]], target: Path) -> None:
            task = {"open": str(form), "edits": edits, "save": str(target)}
            to.write(json.dumps(task).encode() + b"\n")
            to.flush()
            answer = answers.readline().decode().strip()
            assert answer == "done", (answer, edits)

        yield edit
        to.close()
        driver.wait(60)
