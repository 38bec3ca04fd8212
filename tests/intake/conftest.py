"""What the tests of returned forms start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.run import Workspace
from tests.building import catalogue_bytes, workspace
from tests.intake.sending import INDICATORS, TABLES


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """A workspace with one department."""
    return workspace(tmp_path, catalogue_bytes(INDICATORS, tables=TABLES))
