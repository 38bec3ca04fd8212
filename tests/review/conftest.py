"""The sample's workspace with a draft, for the tests of the review."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import drafter
from drafter.desk.workspace import Drafted, Workspace
from drafter.draft.record import REPORT
from drafter.review.story.version import Version

ROOT = Path(__file__).parents[2]
collect_ignore = ["settling.py"]  # it runs under another Python


def sample(folder: Path) -> Workspace:
    """A copy of the sample's workspace."""
    for name in ("templates", "inputs"):
        shutil.copytree(ROOT / name, folder / name)
    return drafter.open(folder)


@pytest.fixture(scope="session")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Drafted:
    """The sample's first draft."""
    return sample(tmp_path_factory.mktemp("城中区")).draft()


@pytest.fixture
def version(drafted: Drafted) -> Version:
    """The draft as read; its tree may be changed."""
    content = (drafted.folder / REPORT).read_bytes()
    return Version.of(content, drafted.manifest, REPORT)


@pytest.fixture
def district(tmp_path: Path) -> Workspace:
    """A copy of the sample, its own for one test."""
    return sample(tmp_path / "城中区")
