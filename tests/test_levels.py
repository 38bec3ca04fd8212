"""上报与汇总: a city of four districts and two counties, from the departments' cells to the city's
report; and packs that are late, doubled, of another catalogue, altered or forged."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.year.workspace import Workspace
from drafter.model.figure import Figure, text
from tests.building import copied, paragraphs, said
from tests.city import ANSWERS, DISTRICTS, city, deliver, district, handed_up


class Built:
    """The districts' packs, made once for the whole file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packs: dict[str, Path] = {}
        for name in DISTRICTS:
            self.packs[name] = handed_up(district(folder, name)).pack
        self.city = city(folder)

    def opened(self, folder: Path, *names: str) -> Workspace:
        """A city of its own that has received the packs of these districts."""
        opened = copied(self.city, folder / "平安市")
        for name in names:
            deliver(self.packs[name], opened, f"{name}.zip")
        return opened


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("city"))


def value(opened: Workspace, key: str) -> str:
    entry = opened.check().ledger.entries[key]
    assert isinstance(entry, Figure)
    return text(entry, 1)


def test_the_districts_add_up_to_the_citys_report(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    assert said(opened.check().findings) == []
    drafted = opened.draft()
    assert paragraphs((drafted.folder / "报告.docx").read_bytes())[1] == (
        "全市办理法律援助案件420余件，调解成功率92%，行政处罚217件，制定规章3件。"
    )
    sums = [sum(a[n] for a in ANSWERS.values()) for n in (1, 2)]
    assert value(opened, "调解.成功率") == f"{sums[1] / sums[0] * 100:.1f}%"
