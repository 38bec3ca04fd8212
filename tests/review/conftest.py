"""The sample's workspace with a draft, for the tests of the review."""

from __future__ import annotations

from pathlib import Path

import pytest

import drafter
from drafter.desk.year.workspace import Drafted, Workspace
from drafter.draft.record import REPORT
from drafter.review.story.version import Version
from tests import building
from tests.building import EQUIPMENT
from tests.review.resubmitting import resubmit_three

collect_ignore = ["settling.py"]  # it runs under another Python


@pytest.fixture
def version(drafted: Drafted) -> Version:
    """The draft as read; its tree may be changed."""
    content = (drafted.folder / REPORT).read_bytes()
    return Version.of(content, drafted.manifest, REPORT)


@pytest.fixture
def begun(drafted: Drafted, tmp_path: Path) -> Workspace:
    """A copy of the sample with its first draft, its own for one test."""
    return copied(drafted, tmp_path / "城中区")


@pytest.fixture(scope="session")
def two_drafts(drafted: Drafted, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample with three figures sent anew and a second draft, for tests that only read it."""
    workspace = copied(drafted, tmp_path_factory.mktemp("两稿") / "城中区")
    resubmit_three(workspace)
    workspace.draft()
    return workspace


def copied(drafted: Drafted, folder: Path) -> Workspace:
    """A copy of a draft's workspace."""
    return building.copied(drafter.open(drafted.folder, equipment=EQUIPMENT), folder)
