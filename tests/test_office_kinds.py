"""What drafter writes less often, by the same two validators: other kits, districts, letters, consulting."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.catalogue.new_workspace import Wish, make, planned
from drafter.desk.departments.districts import write_tables
from drafter.desk.departments.letters import write_letters
from drafter.desk.files.kits import kits
from drafter.desk.opinions.adoption_table import write_table
from drafter.desk.opinions.consulting import consult, consultations
from drafter.desk.year.workspace import open_workspace
from tests.building import EQUIPMENT, sample
from tests.city import city, deliver, district, handed_up
from tests.disclosure import two_years
from tests.test_office_files import dangling, errors

pytestmark = pytest.mark.slow
KINDS = {
    "the kits": "套件/*/templates/*",
    "the kits' forms": "套件/*/output/2024/下发/*",
    "forms with 固定表": "信息公开/output/*/下发/*.xlsx",
    "a draft with 固定表": "信息公开/output/*/第1稿/*.docx",
    "where its figures come from": "信息公开/output/*/第1稿/*.xlsx",
    "an example of annexes": "城中区/templates/附件示例.docx",
    "letters": "城中区/output/*/函件/*.docx",
    "a draft that departments are asked about": "城中区/output/*/征求意见/第1轮/*（征求意见稿）.docx",
    "the table of their opinions": "城中区/output/*/征求意见/第1轮/意见采纳情况表.docx",
    "what a district hands up": "城东区/output/2024/**/上报函.docx",
    "a city's draft": "平安市/output/2024/第1稿/*.docx",
    "districts side by side": "平安市/output/2024/各区县/*",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with files of all these kinds."""
    folder = tmp_path_factory.mktemp("各种文件")
    for kit in kits():
        make(folder / "套件" / kit, planned(Wish("平安县", "2024", kit=kit)))
        open_workspace(folder / "套件" / kit, equipment=EQUIPMENT).forms()
    disclosed(folder / "信息公开")
    asked(folder / "城中区")
    compared(folder)
    return folder


def disclosed(folder: Path) -> None:
    """A year of 政府信息公开, drafted."""
    opened = two_years(folder)
    opened.forms()
    opened.draft()


def asked(folder: Path) -> None:
    """The sample, of which one department has sent nothing; the others are asked for opinions."""
    opened = sample(folder)
    next(folder.glob("inputs/2023/*.xlsx")).unlink()
    write_letters(opened)
    opened.draft(stage="征求意见稿")
    consult(opened, "2099-01-01", who="张三")
    write_table(opened, consultations(opened.records(2023))[0])


def compared(folder: Path) -> None:
    """A city that drafts from what a district hands up."""
    pack = handed_up(district(folder, "城东区")).pack
    opened = city(folder)
    deliver(pack, opened, "城东区.zip")
    opened.draft()
    write_tables(opened)


@pytest.mark.parametrize("kind", KINDS)
def test_the_rules_of_the_open_xml_sdk_hold(written: Path, kind: str) -> None:
    files = [*written.glob(KINDS[kind])]
    assert files
    assert {path.name: errors(path) for path in files} == {path.name: [] for path in files}


@pytest.mark.parametrize("kind", KINDS)
def test_every_id_and_relation_leads_somewhere(written: Path, kind: str) -> None:
    for path in written.glob(KINDS[kind]):
        assert path.suffix != ".docx" or dangling(path) == [], path
