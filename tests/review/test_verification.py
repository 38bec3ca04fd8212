"""What is planted in a copy of the sample's draft is found; in an untouched copy nothing is."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from drafter.desk.year.workspace import Drafted
from drafter.draft.record import REPORT
from drafter.review.returned.findings import found_in
from drafter.review.returned.verification import verify
from drafter.review.story.document import read_document
from drafter.review.story.verdict import State, Verification
from drafter.review.story.version import Version
from tests.building import said
from tests.conftest import Convert
from tests.review.documents import root_of, with_root
from tests.review.returned import KINDS, Copy, Kind, Planted

EDITS = 50
Tried = Callable[[Kind, int], tuple[Planted, Verification]]


def verified(version: Version, content: bytes) -> Verification:
    return verify(version.document, read_document(content, "改.docx"), version.manifest)


def is_found(found: Verification, planted: Planted) -> bool:
    """Whether the verification tells of the edit, as what it is."""
    states = {f.mark: f for f in found.figures}
    if planted.expected == "找回":
        figure = states[planted.mark]
        return figure.recovered and figure.state is State.SAME
    if planted.expected in ("移", "改"):
        kept = not planted.mark or states[planted.mark].state is not State.DELETED
        return kept and planted.expected in [text.kind for text in found.texts]
    if planted.mark:
        return states[planted.mark].state == planted.expected
    return planted.expected in [number.text for number in found.numbers]


@pytest.fixture(scope="module")
def tried(drafted: Drafted) -> Tried:
    """A function (kind, seed) → what is planted in a copy, and what the verification tells of it."""
    content = (drafted.folder / REPORT).read_bytes()
    version = Version.of(content, drafted.manifest, REPORT)

    @cache
    def one(kind: Kind, seed: int) -> tuple[Planted, Verification]:
        copy = Copy(root_of(content), drafted.manifest, seed)
        return kind(copy), verified(version, with_root(content, copy.root))

    return one


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_fifty_edits_of_each_kind_are_all_found(kind: Kind, tried: Tried) -> None:
    missed = []
    for seed in range(EDITS):
        planted, found = tried(kind, seed)
        if not is_found(found, planted):
            missed.append((seed, planted))
    assert missed == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nothing_is_invented_beside_what_was_planted(kind: Kind, tried: Tried) -> None:
    for seed in range(0, EDITS, 5):
        _, found = tried(kind, seed)
        expected = {"two_swapped": 2, "sentence_moved": 0, "number_added": 0, "rewritten_around": 0}
        most = expected.get(kind.__name__, 0 if kind.__name__ == "mark_destroyed" else 1)
        assert len(found.differing) <= most, said(found_in("改.docx", found))
        assert len(found.numbers) == (kind.__name__ == "number_added")


def test_an_untouched_draft_is_sound(drafted: Drafted, version: Version) -> None:
    found = verified(version, (drafted.folder / REPORT).read_bytes())
    assert found_in("改.docx", found) == []
    assert found.sound


@pytest.mark.libreoffice
@pytest.mark.parametrize("endings", [["docx"], ["odt", "docx"]], ids=["docx", "odt"])
def test_a_draft_that_libreoffice_has_saved_is_sound(
    endings: list[str], drafted: Drafted, version: Version, soffice: Convert
) -> None:
    path: Path = drafted.folder / REPORT
    for ending in endings:
        path = soffice(path, ending)
    found = verified(version, path.read_bytes())
    assert said(found_in("改.docx", found)) == []


@pytest.mark.libreoffice
@pytest.mark.slow
def test_edits_of_every_kind_are_found_after_libreoffice_has_saved_them(
    drafted: Drafted, version: Version, soffice_all: Convert, tmp_path: Path
) -> None:
    content = (drafted.folder / REPORT).read_bytes()
    planted = {}
    for kind in KINDS:
        for seed in range(3):
            copy = Copy(root_of(content), drafted.manifest, seed)
            name = f"{kind.__name__}-{seed}"
            planted[name] = kind(copy)
            (tmp_path / f"{name}.docx").write_bytes(with_root(content, copy.root))
    saved = soffice_all(tmp_path, "docx")
    for name, edit in planted.items():
        found = verified(version, (saved / f"{name}.docx").read_bytes())
        assert is_found(found, edit), name


def test_what_the_reader_is_told(drafted: Drafted, version: Version) -> None:
    content = (drafted.folder / REPORT).read_bytes()
    copy = Copy(root_of(content), drafted.manifest, 0)
    mark = next(m for m in drafted.manifest.marks if m.figure.key == "法律援助.案件总数")
    copy.text(mark.name).text = "618"
    copy.behind(mark.name).text = "件（较上年多120件）" + (copy.behind(mark.name).text or "")[1:]
    found = verified(version, with_root(content, copy.root))
    lines = said(found_in("改.docx", found))
    assert lines[:2] == [
        "错误 改.docx › 第32段 法律援助.案件总数：“法律援助案件”由613手改为618；部门报的是613，请部门更正后重报",
        "错误 改.docx › 第32段 “120”没有部门报送（…助案件618件（较上年多120件），其中民事350件、…）"
        "（与“预约服务”的数相同，但没有溯源标记），请注明出处或由部门补报",
    ]


def test_a_sentence_that_stands_twice_is_told_at_the_copy(
    drafted: Drafted, version: Version
) -> None:
    content = (drafted.folder / REPORT).read_bytes()
    copy = Copy(root_of(content), drafted.manifest, 0)
    mark = next(m for m in drafted.manifest.marks if m.figure.key == "法律援助.案件总数")
    copy.behind(mark.name).text = (
        "件（办理法律援助案件613件）" + (copy.behind(mark.name).text or "")[1:]
    )
    found = verified(version, with_root(content, copy.root))
    errors = [line for line in said(found_in("改.docx", found)) if line.startswith("错误")]
    assert errors == ["错误 改.docx › 第32段 “法律援助案件”的数重复写了一处，没有溯源标记，请确认"]
    assert found.differing == []
