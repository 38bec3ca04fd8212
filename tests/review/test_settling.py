"""A redline accepted or rejected by LibreOffice itself is the new file, or the old one, there."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.conftest import absent
from tests.laws import NIGHT
from tests.review.everything import MATH, P, built
from tests.review.test_everything import pair, redlined

pytestmark = [pytest.mark.libreoffice, pytest.mark.slow]
_PYTHON = "/usr/bin/python3"  # Debian's, which python3-uno belongs to
_ROOT = Path(__file__).parents[2]
_CASES = 300 if NIGHT else 24


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
        there, settled = office.shows(quiet(target)), office.shows(quiet(made), command)
        if there is None or settled is None:
            continue
        there, settled = (comparable(lines, made) for lines in (there, settled))
        if there != settled:
            wrong.append(f"{command}: {sorted({*there} ^ {*settled})}")
    return wrong


def quiet(content: bytes) -> bytes:
    """The file without its comments: LibreOffice without its window files dies of showing one."""
    parts = dict(unpack(content, "稿.docx"))
    body = parse(parts["word/document.xml"])
    for mark in list(body.iter(*_REMARKS)):
        home = mark.getparent() if mark.tag == _REMARKS[-1] else mark
        home.getparent().remove(home)
    parts["word/document.xml"] = serialize(body)
    return pack(Part.of(name, part) for name, part in parts.items())


def comparable(lines: list[str], made: bytes) -> list[str]:
    """The lines without what LibreOffice does not settle in such a redline."""
    body = parse(unpack(made, "稿.docx")["word/document.xml"])
    tracked = {str(e.tag) for change in body.iter(*_CHANGES) for e in change.iter()}
    broken = any(_has(paragraph[0], w("sectPr")) for paragraph in _ended(body))
    former = f"{w('pPr')}/{w('pPrChange')}/{w('pPr')}/{w('numPr')}"
    relisted = any(p.find(former) is not None for p in body.iter(w("p")))
    for pattern, left in (
        (r"\[formula .*?\]", f"{{{MATH}}}oMath" in tracked),
        (r"\[box .*?\]", "{urn:schemas-microsoft-com:vml}textbox" in tracked),
        (r"^(Header|Footer) .*", broken or next(body.iter(*_TAGS), None) is not None),
        (r"^[^|]*\|\d+(?=\|)|(?<=\|)(wide|tall)(?=\|)", broken),
        (r"^[^|]*(?=\|)", relisted),
    ):
        lines = [re.sub(pattern, "", line) for line in lines] if left else lines
    return [line for line in lines if line]


_CHANGES = tuple(map(w, ("ins", "del", "moveFrom", "moveTo")))
_REMARKS = tuple(map(w, ("commentRangeStart", "commentRangeEnd", "commentReference")))
_TAGS = tuple(w(f"customXml{way}RangeStart") for way in ("Ins", "Del"))
_LEFT_BEHIND = tuple(map(w, ("footnoteReference", "endnoteReference", "txbxContent")))


def beyond(made: bytes) -> bool:
    """Whether a redline has a change that LibreOffice cannot settle."""
    body = parse(unpack(made, "稿.docx")["word/document.xml"])
    ended = list(_ended(body))
    marks = [mark for mark in body.iter(*_CHANGES) if mark.getparent().tag == w("trPr")]
    rows = (mark.getparent().getparent() for mark in marks)
    boxes = (box for box in body.iter(w("sdt")) if _has(box, w("p")))
    changing = (*boxes, *body.iter(w("fldSimple")))
    gone = [change for change in body.iter(w("del")) if _has(change, *_LEFT_BEHIND)]
    return (
        (_begins_with_table(body) and _has(body, *_LEFT_BEHIND[:2]))
        or any(_unsettled(paragraph, ended) for paragraph in ended)
        or any(_has(row, w("tbl")) for row in rows)
        or any(_has(element, *_CHANGES) for element in changing)
        or any(_comes_drawn(change.getnext()) for change in gone)
    )


def _begins_with_table(body: Element) -> bool:
    """Whether a table is the first block: where a note goes, an empty paragraph comes before it."""
    return body[0][0].tag == w("tbl")


def _comes_drawn(change: Element | None) -> bool:
    drawn = (w("drawing"), w("pict"), f"{{{MATH}}}oMath")
    return change is not None and change.tag == w("ins") and _has(change, *drawn)


def _ended(body: Element) -> Iterator[Element]:
    """The paragraphs whose ends are tracked."""
    for mark in body.iter(w("rPr")):
        if mark.getparent().tag == w("pPr") and _has(mark, *_CHANGES):
            yield mark.getparent().getparent()


def _unsettled(paragraph: Element, ended: list[Element]) -> bool:
    """Whether its end goes or comes before a table or control, in a paragraph with a note or a text
    box, or together with a formula, control or link.
    """
    first, behind = paragraph, paragraph.getnext()
    while (before := first.getprevious()) is not None and before in ended:
        first = before
    content = [child for child in paragraph if child.tag != w("pPr")]
    held = {e.tag for child in content for e in child.iter() if isinstance(e.tag, str)}
    goes = not any(child.tag == w("r") for child in first)
    return (
        not held.isdisjoint(_LEFT_BEHIND)
        or (goes and not held.isdisjoint((f"{{{MATH}}}oMath", w("sdt"), w("hyperlink"))))
        or (behind is not None and behind.tag in (w("tbl"), w("sdt"), w("customXml")))
    )


def _has(element: Element, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None


def pairs() -> Iterator[tuple[int, bytes, bytes]]:
    for seed in count():
        old, new = pair(seed)
        if not beyond(redlined(old, new)):
            yield seed, old, new


def test_libreoffice_accepts_to_the_new_file_and_rejects_to_the_old(office: Office) -> None:
    wrong = {}
    for seed, old, new in islice(pairs(), _CASES):
        if ways := settles(office, old, new):
            wrong[seed] = ways
    assert (wrong, office.crashes) == ({}, [])


def test_what_is_typed_through_the_end_of_a_paragraph_settles(office: Office) -> None:
    """Word tracks the end that was typed; that of the new paragraph is the old one's."""
    kept, last = P("甲", align="center"), P("尾")
    typed = [P("甲加", align="right"), P("新一", list="1"), P("新二", align="right"), last]
    for old, new in (([kept, last], typed), (typed, [kept, last])):
        assert settles(office, built([*old], 1), built([*new], 2)) == []


@pytest.mark.parametrize(
    "kind", ["note", "endnote", "picture", "link", "control", "symbol", "mark", "refer"]
)
def test_a_paragraph_with_more_than_text_comes_and_goes(office: Office, kind: str) -> None:
    kept, last = P("甲", align="right"), P("尾", align="center")
    more = [kept, P("中", [(kind, "内文")], list="1"), last]
    for old, new in (([kept, last], more), (more, [kept, last])):
        assert settles(office, built([*old], 1), built([*new], 2)) == []


def test_each_note_keeps_its_text_in_libreoffice(office: Office) -> None:
    """LibreOffice takes notes by their order in the part, not by id."""
    kept, last = P("后段", [("note", "后注")]), P("尾")
    old, new = (
        built([P("前段"), kept, last], 1),
        built([P("前段", [("note", "前注")]), kept, last], 2),
    )
    assert settles(office, old, new) == []
