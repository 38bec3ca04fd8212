"""A redline accepted or rejected by LibreOffice itself is the new file, or the old one, there."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from random import Random

import pytest

from drafter.report.ooxml import Element, parse, w
from drafter.report.package import unpack
from tests.conftest import absent
from tests.laws import NIGHT
from tests.review.everything import C, P, T, built, drawn, edited
from tests.review.test_everything import redlined

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
_PYTHON = "/usr/bin/python3"  # Debian's, which python3-uno belongs to
_ROOT = Path(__file__).parents[2]
_CASES = 300 if NIGHT else 24
# What LibreOffice 7.4 itself cannot settle: docs/architecture.md, "LibreOffice's own accepting".
_BEYOND = ("remark", "box", "picture", "formula", "control", "refer")


class Office:
    """One LibreOffice; started anew when it has died, of which `crashes` are the files."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.crashes = folder, list[str]()
        self.start()

    def start(self) -> None:
        profile = self.folder / f"profile{len(self.crashes)}"
        command = [_PYTHON, "-m", "tests.review.settling", str(profile)]
        pipe = subprocess.PIPE
        self.driver = subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=_ROOT)

    def shows(self, content: bytes, command: str = "") -> list[str] | None:
        """What the document shows after the command; None where LibreOffice died of it."""
        path = self.folder / f"{len(list(self.folder.iterdir()))}.docx"
        path.write_bytes(content)
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.write(
            json.dumps({"open": str(path), "command": command}).encode() + b"\n"
        )
        self.driver.stdin.flush()
        if answer := self.driver.stdout.readline():
            lines: list[str] = json.loads(answer)
            return lines
        self.close()
        self.crashes.append(path.name)
        self.start()
        return None

    def close(self) -> None:
        assert self.driver.stdin is not None
        assert self.driver.stdout is not None
        self.driver.stdin.close()
        self.driver.wait(60)
        self.driver.stdout.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    known = [_PYTHON, "-c", "import uno"]
    if not shutil.which("soffice") or subprocess.run(known, capture_output=True).returncode:
        absent("未安装LibreOffice或python3-uno / LibreOffice or python3-uno is not installed")
    running = Office(tmp_path_factory.mktemp("settling"))
    yield running
    running.close()


def settles(office: Office, old: bytes, new: bytes) -> list[str]:
    """The ways in which the redline does not lead to the old or the new file."""
    made, wrong = redlined(old, new), []
    for command, target in (("RejectAll", old), ("AcceptAll", new)):
        there, settled = office.shows(target), office.shows(made, command)
        if there is not None and settled is not None and there != settled:
            wrong.append(f"{command}: {sorted({*there} ^ {*settled})}")
    return wrong


def plain(blocks: list[P | T | C]) -> list[P | T | C]:
    """The blocks without what LibreOffice cannot settle."""
    kept: list[P | T | C] = []
    for one in blocks:
        if isinstance(one, C) and one.kind == "sdt":
            kept += plain(list(one.blocks))
            continue
        if isinstance(one, P):
            one.inside = [piece for piece in one.inside if piece[0] not in _BEYOND]
            one.breaks = ""
        elif isinstance(one, T):
            one.nested = False
        else:
            plain(list(one.blocks))
        kept.append(one)
    return kept


_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo")))
_TAGS = tuple(w(f"customXml{way}RangeStart") for way in ("Ins", "Del"))


def beyond(made: bytes) -> bool:
    """Whether a redline has a change that LibreOffice cannot settle."""
    body = parse(unpack(made, "稿.docx")["word/document.xml"])
    return next(body.iter(*_TAGS), None) is not None or any(map(_unsettled, body.iter(w("p"))))


def _unsettled(paragraph: Element) -> bool:
    """Whether it goes or comes with a note in it, before a table, or behind changed words."""
    form = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    if form is None or not any(mark.tag in _CHANGES for mark in form):
        return False
    noted = next(paragraph.iter(w("footnoteReference"), w("endnoteReference")), None)
    before, behind = paragraph.getprevious(), paragraph.getnext()
    ended = before is not None and len(before) > 0 and before[-1].tag in _CHANGES
    return noted is not None or ended or (behind is not None and behind.tag == w("tbl"))


def pairs() -> Iterator[tuple[int, bytes, bytes]]:
    for seed in count():
        random = Random(seed)
        base = drawn(random)
        changed = edited(random, base)
        old, new = built(plain(base), seed), built(plain(changed), seed + 1)
        if not beyond(redlined(old, new)):
            yield seed, old, new


def test_libreoffice_accepts_to_the_new_file_and_rejects_to_the_old(office: Office) -> None:
    wrong = {}
    for seed, old, new in islice(pairs(), _CASES):
        if ways := settles(office, old, new):
            wrong[seed] = ways
    assert (wrong, office.crashes) == ({}, [])


def test_each_note_keeps_its_text_in_libreoffice(office: Office) -> None:
    """LibreOffice takes notes by their order in the part, not by id."""
    kept, last = P("后段", [("note", "后注")]), P("尾")
    old, new = (
        built([P("前段"), kept, last], 1),
        built([P("前段", [("note", "前注")]), kept, last], 2),
    )
    assert settles(office, old, new) == []
