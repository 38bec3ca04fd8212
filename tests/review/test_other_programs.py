"""LibreOffice and pandoc as oracles: they accept and reject our changes as we do, and keep the marks."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from random import Random

import pytest

from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.workspace import Drafted, Workspace
from drafter.draft.record import REPORT
from drafter.review.compare.cause import Records
from drafter.review.edits.joining import join
from drafter.review.redline.redlining import redline
from drafter.review.story.document import read_document
from drafter.review.story.version import Version
from drafter.word.ooxml import parse
from tests.conftest import Convert, absent
from tests.review.documents import accepted, document, marks, read, rejected, root_of, with_root
from tests.review.returned import KINDS, Copy
from tests.review.strategies import edited, lines, rows_apart
from tests.word.validity import flaws

CASES = 60
NOBODY = Records(None, None)


@pytest.fixture(scope="module")
def pandoc() -> None:
    if shutil.which("pandoc") is None:
        absent("未安装pandoc / pandoc is not installed")


def told_by_pandoc(path: Path, way: str = "accept") -> str:
    """The text without spaces, as pandoc reads it with all changes accepted or rejected."""
    command = [
        "pandoc",
        f"--track-changes={way}",
        "-f",
        "docx",
        "-t",
        "plain",
        "--wrap=none",
        str(path),
    ]
    shown = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return re.sub(r"[\s\-]", "", shown)


def drawn(seed: int) -> tuple[list[str], list[str]]:
    """A document and an edited copy, without what pandoc shows in ways of its own."""
    random = Random(seed)
    base = rows_apart(lines(random))
    other = rows_apart(edited(random, base))
    old, new = ([re.sub("[◆#]", "", line) for line in side] for side in (base, other))
    return old, new


def test_pandoc_accepts_and_rejects_a_redline_as_we_do(pandoc: None, tmp_path: Path) -> None:
    for seed in range(CASES):
        old, new = (document(side) for side in drawn(seed))
        made, _ = redline(read(old), read(new), "张三", "2023-11-20T00:00:00Z", NOBODY)
        files = {name: tmp_path / f"{name}.docx" for name in ("old", "new", "made")}
        for name, content in (("old", old), ("new", new), ("made", made)):
            files[name].write_bytes(content)
        assert told_by_pandoc(files["made"], "accept") == told_by_pandoc(files["new"]), seed
        assert told_by_pandoc(files["made"], "reject") == told_by_pandoc(files["old"]), seed


@pytest.mark.libreoffice
def test_libreoffice_shows_three_tracked_changes(
    two_drafts: Workspace, soffice: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "对比.docx"
    Review(two_drafts).redline(
        "1", "2", path, Signing(author="张三", moment="2023-11-20T09:00:00Z")
    )
    assert flaws(path.read_bytes()) == []
    with zipfile.ZipFile(soffice(path, "odt")) as archive:
        content = parse(archive.read("content.xml"))
    regions = list(content.iter("{*}changed-region"))
    kinds = [region[0].tag.rpartition("}")[2] for region in regions]
    assert sorted(kinds) == ["deletion"] * 3 + ["insertion"] * 3
    gone = [
        "".join(region[0].itertext()) for region in regions if region[0].tag.endswith("deletion")
    ]
    assert [next(w for w in ("934", "6483", "1500余") if w in text) for text in sorted(gone)]
    authors = {"".join(e.itertext()) for r in regions for e in r.iter("{*}creator")}
    assert authors == {"张三"}
    said = "".join("".join(note.itertext()) for note in content.iter("{*}annotation"))
    assert "区政府办公室.xlsx › 填报表!D15　6483→6520" in said


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("endings", [["docx"], ["odt", "docx"]], ids=["docx", "odt"])
def test_a_redline_that_libreoffice_has_saved_still_leads_both_ways(
    endings: list[str], soffice_all: Convert, tmp_path: Path
) -> None:
    wanted = {}
    for seed in range(12):
        old, new = (document(side) for side in drawn(seed))
        made, _ = redline(read(old), read(new), "张三", "2023-11-20T00:00:00Z", NOBODY)
        (tmp_path / f"{seed}.docx").write_bytes(made)
        wanted[seed] = (texts(old), texts(new))
    folder = tmp_path
    for ending in endings:
        folder = soffice_all(folder, ending)
    for seed, (old_texts, new_texts) in wanted.items():
        content = (folder / f"{seed}.docx").read_bytes()
        assert texts(rejected(content)) == old_texts, seed
        assert texts(accepted(content)) == new_texts, seed


def texts(content: bytes) -> str:
    """All text in order."""
    return "".join(line.text for line in read(content).story.lines)


def copies(drafted: Drafted, folder: Path) -> dict[str, bytes]:
    """Copies of the draft with an edit of each kind."""
    content = (drafted.folder / REPORT).read_bytes()
    made = {}
    for kind in KINDS:
        copy = Copy(root_of(content), drafted.manifest, 7)
        kind(copy)
        made[kind.__name__] = with_root(content, copy.root)
        (folder / f"{kind.__name__}.docx").write_bytes(made[kind.__name__])
    return made


@pytest.mark.libreoffice
@pytest.mark.slow
@pytest.mark.parametrize("endings", [["docx"], ["odt", "docx"]], ids=["docx", "odt"])
def test_the_laws_hold_after_libreoffice_has_saved_theirs(
    endings: list[str],
    drafted: Drafted,
    soffice_all: Convert,
    tmp_path: Path,
) -> None:
    originals = copies(drafted, tmp_path)
    folder = tmp_path
    for ending in endings:
        folder = soffice_all(folder, ending)
    for name, original in originals.items():
        path = folder / f"{name}.docx"
        base = Version.of((drafted.folder / REPORT).read_bytes(), drafted.manifest, REPORT)
        ours = Version.of((drafted.folder / REPORT).read_bytes(), drafted.manifest, REPORT)
        theirs = read_document(path.read_bytes(), path.name)
        joined = join(base, theirs, ours)
        assert joined.conflicts == []
        told = "".join(line.text for line in joined.merged.story.lines)
        assert told == texts(original), name
        content = joined.document("张三", "", Records(drafted.manifest, drafted.manifest))
        assert texts(accepted(content)) == texts(original), name
        kept = {k: v for k, v in marks(original).items() if k in base.document.story.marks}
        merged_marks = marks(accepted(content))
        assert {k: merged_marks.get(k) for k in kept} == kept, name


@pytest.mark.libreoffice
@pytest.mark.parametrize("endings", [["docx"], ["odt", "docx"]], ids=["docx", "odt"])
def test_an_untouched_copy_that_libreoffice_has_saved_differs_in_nothing(
    endings: list[str], begun: Workspace, soffice: Convert, tmp_path: Path
) -> None:
    path = begun.drafted().folder / REPORT
    for ending in endings:
        path = soffice(path, ending)
    review = Review(begun)
    found = review.diff("1", str(path))
    assert (found.figures, found.changes) == ([], [])
    assert review.redline("1", str(path), tmp_path / "对比.docx", Signing()) == (0, [])
    merge_ = review.merge(path, tmp_path / "合并.docx", take=True)
    assert merge_.taken is not None
    assert merge_.taken.manifest.edits == ()


@pytest.mark.libreoffice
@pytest.mark.slow
def test_ours_reaches_a_file_that_libreoffice_has_saved(
    two_drafts: Workspace, soffice: Convert, pandoc: None, tmp_path: Path
) -> None:
    """base is theirs but for LibreOffice; so the merge is ours: text, and the value of every mark."""
    first, second = two_drafts.drafted(1), two_drafts.drafted(2)
    saved = soffice(soffice(first.folder / REPORT, "odt"), "docx")
    target = tmp_path / "合并.docx"
    merge_ = Review(two_drafts).merge(saved, target)
    assert merge_.conflicts == ()
    content = target.read_bytes()
    ours = (second.folder / REPORT).read_bytes()
    own = set(flaws(saved.read_bytes()))  # LibreOffice's order of properties, not ours
    assert [flaw for flaw in flaws(content) if flaw not in own] == []
    assert texts(accepted(content)) == texts(ours)
    assert texts(rejected(content)) == texts((first.folder / REPORT).read_bytes())
    assert marks(accepted(content)) == marks(ours)
    assert told_by_pandoc(target) == told_by_pandoc(second.folder / REPORT)
