"""A text as the rules read it: numbered paragraphs, every sign in one width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.model.finding import Severity
from drafter.model.pattern import pattern
from drafter.word.outline import below
from drafter.word.slip import BODY

_SIGNS = str.maketrans(",:;()?!", "，：；（）？！")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_WIDE |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_WIDE |= {ord("％"): "%", ord("．"): ".", ord("～"): "~", ord("\u3000"): " ", ord("\xa0"): " "}
_WIDE |= {ord("﹪"): "%", ord("〜"): "~", ord("＋"): "+", ord("\t"): " "}
_THOUSANDS = pattern(r"(?<=\d),(?=\d{3}(?!\d))")
# １，９９２亿元, and 1，992亿元 where the hand had only the comma in full width.
_WIDE_THOUSANDS = pattern(
    "(?<=[０-９])，(?=[０-９]{3}(?![０-９]))"
    r"|(?<=\d)(?<!\d{4})(?<![\d.]\.\d)(?<!\.\d\d)(?<!\.\d{3})，(?=\d{3}(?![\d.％%‰、年]))"
)
_KEPT = "\ufdd0"


class Cell(Struct, frozen=True):
    """A place in a table: which table of its part, which row, the first of its columns."""

    table: int
    row: int
    column: int
    width: int = 1


class Passage(Struct, frozen=True):
    """One paragraph. `plain` is `text` sign by sign: digits half-width, punctuation full-width.

    `joined` are the paragraphs, by number with their length, that a change tracked makes one.
    """

    number: int
    text: str
    plain: str
    section: str = ""
    heading: str = ""
    part: str = BODY
    cell: Cell | None = None
    """Its place in a table, where numbers head rows and not sections."""
    joined: tuple[tuple[int, int], ...] = ()

    def spot(self, start: int, end: int) -> tuple[int, int, int]:
        """(paragraph, start, end) of a stretch as it stands in the file."""
        for number, length in self.joined:
            if start < length:
                return number, start, min(end, length)
            start, end = start - length, end - length
        return self.number, start, end

    @property
    def place(self) -> str:
        """第31段 二（二）6; outside of the body its words: 脚注1."""
        return f"第{self.number}段 {self.section}".rstrip() if self.number else self.section


class Remark(Struct, frozen=True):
    """Something to say about a stretch of a passage: a code of findings.SENTENCES with details."""

    code: str
    severity: Severity
    passage: Passage
    start: int
    end: int
    details: Mapping[str, str] = field(default_factory=dict)
    claim: int = -1
    """Where the number begins that is doubted first, -1 where the remark is on no number."""

    @property
    def quote(self) -> str:
        """The stretch, exactly as it stands in the text."""
        return self.passage.text[self.start : self.end]


_NO_CELLS: Mapping[int, Cell] = {}


def plain(text: str) -> str:
    """The text in one width, as long as it was: （５，０００件） and (5,000件) read the same.

    >>> plain("共５,０００件,其中民事1件;")
    '共5,000件，其中民事1件；'
    >>> plain("１，９９２亿元"), plain("比1979年的1，753亿元")
    ('1,992亿元', '比1979年的1,753亿元')
    >>> plain("增长8.5，100%达标；2024，120件"), plain("建成12，100%入住")
    ('增长8.5，100%达标；2024，120件', '建成12，100%入住')
    """
    if "，" in text:
        text = _WIDE_THOUSANDS.sub(",", text)
    narrow = _THOUSANDS.sub(_KEPT, text.translate(_WIDE))
    return narrow.translate(_SIGNS).replace(_KEPT, ",")


def passage(number: int, text: str, section: str = "", heading: str = "") -> Passage:
    """A paragraph of the body."""
    return Passage(number, text, plain(text), section, heading)


def passages(lines: Iterable[str], cells: Mapping[int, Cell] = _NO_CELLS) -> list[Passage]:
    """Lines of text as passages, each in its section; empty ones are counted. `cells` are the
    places in tables, by the number of the line."""
    path: list[tuple[str, str]] = []
    paragraphs = []
    for number, line in enumerate(lines, start=1):
        path = path if number in cells else below(path, line)
        section = "".join(label for label, _ in path)
        heading = path[-1][1] if path else ""
        one = passage(number, line, section, heading)
        paragraphs.append(replace(one, cell=cells[number]) if number in cells else one)
    return paragraphs
