"""Links from a draft's workbooks to what they name: the cell of a form, the place in the report.

They are relative, so that they hold wherever the workspace is moved to as a whole. A place in the
report is a bookmark: that of the figure, or of the paragraph, put there for a finding to lead to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from drafter.draft.record import Manifest
from drafter.model.finding import Place, position
from drafter.template.free_ids import taken
from drafter.word.bookmarks import bookmark, drop_bookmarks
from drafter.word.ooxml import parse, serialize, w
from drafter.word.slip import BODY

_PARAGRAPH = "_par_"
_HOME = "../../.."  # from a draft's folder to the workspace
# What has a meaning of its own in an address; anything else, Chinese too, stands as it is.
_SPECIAL = {ord(sign): f"%{ord(sign):02X}" for sign in ' "#%<>?[]^`{|}'}


class Targets(Struct, frozen=True):
    """Where each file lies, by the name that places have for it; each paragraph's bookmark."""

    report: str
    files: Mapping[str, str]
    paragraphs: Mapping[int, str]

    @classmethod
    def of(cls, manifest: Manifest, report: str) -> Targets:
        """Those of a draft with that Word file; last year's forms are 2022/区司法局.xlsx."""
        own = f"inputs/{manifest.year}/"
        paths = [path for path in manifest.inputs if "/" in path]
        files = {path.removeprefix(own).removeprefix("inputs/"): path for path in paths}
        files |= {path.removeprefix("templates/"): path for path in paths}
        return cls(report, files, bookmarks(manifest, report))

    def to(self, place: Place) -> str:
        """The link to a place; "" where there is nothing to lead to."""
        number, column = position(place.cell) if place.cell else (0, 0)
        if place.file == self.report:
            return self.mark(self.paragraphs.get(number, ""))
        if place.file not in self.files:
            return ""
        path = f"{_HOME}/{self.files[place.file].translate(_SPECIAL)}"
        sheet = place.sheet.replace("'", "''")
        return f"{path}#'{sheet}'!{place.cell}" if sheet and column else path

    def mark(self, name: str) -> str:
        """The link to a bookmark of the report."""
        return f"{self.report}#{name}" if name else ""


def bookmarks(manifest: Manifest, report: str) -> dict[int, str]:
    """A bookmark in each paragraph that has a mark, or of which a finding speaks."""
    names = {mark.paragraph: mark.name for mark in reversed(manifest.marks) if mark.paragraph}
    cited = {position(f.cell)[0] for f in manifest.findings if f.file == report and f.cell}
    return {number: f"{_PARAGRAPH}{number:04d}" for number in cited if number} | names


def with_paragraph_marks(parts: Mapping[str, bytes], names: Sequence[str]) -> dict[str, bytes]:
    """The parts with those bookmarks at their paragraphs' start, and no others of the kind."""
    root = parse(parts[BODY])
    drop_bookmarks(root, _is_ours)
    paragraphs = dict(enumerate(root.iter(w("p")), start=1))
    numbers = _free(parts)
    for name in filter(_is_ours, names):
        paragraph = paragraphs.get(int(name.removeprefix(_PARAGRAPH)))
        if paragraph is not None:
            at = int(paragraph.find(w("pPr")) is not None)
            paragraph[at:at] = bookmark(name, next(numbers))
    return {**parts, BODY: serialize(root)}


def _is_ours(name: str) -> bool:
    return name.startswith(_PARAGRAPH) and name.removeprefix(_PARAGRAPH).isdecimal()


def _free(parts: Mapping[str, bytes]) -> Iterator[str]:
    first = taken(parts).mark
    return map(str, range(first, first + 10**6))
