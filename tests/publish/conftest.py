"""The sample as it is published, and a browser to look at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.findings import deciding
from drafter.desk.publishing import publishing
from tests import building

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, soffice: object, pages: None) -> Path:
    """output/2023/公开 of 城中区, its one finding accepted."""
    opened = building.sample(tmp_path_factory.mktemp("城中区"))
    deciding.accept(opened, "法治考核.单位总数", "已核对", by="张三")
    opened.draft()
    prepared = publishing.prepare(opened, None, str)
    day = publishing.checked_day(opened, "2023年11月20日")
    return publishing.publish(opened, prepared, "李四", day, str).folder
