"""What hangs on a text alone is worked out once: a draft with the same text is not proofread anew."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import CATALOGUE, Folders, write_file
from drafter.disk.sealed import sealed
from drafter.model.errors import TemplateError
from drafter.model.record import encoded
from tests.building import READER, catalogue_bytes, fill_form, workspace
from tests.test_template_cache import calls, draft

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
"""
WRONG = "办理案件10件，其中民事7件、刑事4件。"
TEXT = f"|办理援助案件{{{{ 援助.总数 }}}}件、民事{{{{ 援助.民事 }}}}件。\n|{WRONG}"
WORKS = {"proofread", "stop_at_unknown"}


@pytest.fixture
def county(tmp_path: Path) -> Folders:
    """A first draft is made; its text has a sum that is wrong."""
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), TEXT)
    fill_form(opened, "县司法局", {"援助.总数": 613, "援助.民事": 400})
    assert remarks(opened.folders)[1] == WORKS
    return opened.folders


def remarks(folders: Folders) -> tuple[list[str], set[str]]:
    """The codes of a draft's findings on its own text, and which of WORKS were done for it."""
    drafted, called = calls(lambda: draft(folders))
    codes = [finding.code for finding in drafted.manifest.findings]
    return [code for code in codes if code.startswith("proof-")], called & WORKS


def test_a_draft_of_the_same_text_has_the_same_remarks_without_being_proofread(
    county: Folders,
) -> None:
    assert remarks(county) == (["proof-sum"], set())


def test_another_figure_is_another_text(county: Folders) -> None:
    opened = workspace(county.root, catalogue_bytes(INDICATORS), TEXT)
    fill_form(opened, "县司法局", {"援助.总数": 614, "援助.民事": 400})
    assert remarks(county) == (["proof-sum"], {"proofread"})
    assert remarks(county) == (["proof-sum"], set())


def test_another_catalogue_is_held_against_the_template(county: Folders) -> None:
    renamed = INDICATORS.replace("援助.民事", "援助.民事案件")
    write_file(county.root / CATALOGUE, catalogue_bytes(renamed))
    for _ in range(2):
        with pytest.raises(TemplateError, match=r"援助\.民事"):
            draft(county)


@pytest.mark.parametrize(
    "changed",
    [
        lambda content: b"",
        lambda content: content[:-1],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content.replace(b"proof-sum", b"proof-sam"),
    ],
)
def test_damaged_findings_are_not_believed(
    county: Folders, changed: Callable[[bytes], bytes]
) -> None:
    for kind in ("proofread", "held"):
        (path,) = county.cache.glob(f"*.{kind}")
        path.write_bytes(changed(path.read_bytes()))
    codes, works = remarks(county)
    assert codes == ["proof-sum"]
    assert "proofread" in works


def test_silence_from_elsewhere_is_not_believed(county: Folders) -> None:
    (path,) = county.cache.glob("*.proofread")
    path.write_bytes(sealed(os.urandom(32), path.stem, encoded(())))
    assert remarks(county) == (["proof-sum"], {"proofread"})


def test_a_shared_equipment_keeps_none_of_it_in_another_workspace(
    county: Folders, tmp_path: Path
) -> None:
    other = workspace(tmp_path / "other", catalogue_bytes(INDICATORS), TEXT).folders
    _, called = calls(lambda: draft(other, Equipment(READER)))
    assert called >= WORKS
