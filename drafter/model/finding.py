"""The nouns that every stage shares: where a thing stands, what kind it is, what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from functools import lru_cache

from msgspec import Struct, field

from drafter.model.pattern import pattern


class Kind(StrEnum):
    """What an indicator's answer is."""

    INTEGER = "整数"
    DECIMAL = "小数"
    MONEY = "金额"
    RATE = "比率"
    DATE = "日期"
    TEXT = "文本"
    LONG_TEXT = "长文本"
    TABLE = "明细表"

    @property
    def counts(self) -> bool:
        """Whether the answer is a number, which departments must agree on."""
        return self in (Kind.INTEGER, Kind.DECIMAL, Kind.MONEY, Kind.RATE)


class Severity(StrEnum):
    """How much a finding weighs. An open error stops publishing, never drafting."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"


class Status(StrEnum):
    """What has been done about a finding: by nobody, by the department, by the bureau."""

    WAITING = "待处理"
    EXPLAINED = "已说明"
    ACCEPTED = "已采纳"
    VALUE_CHOSEN = "已取值"
    FILE_CHOSEN = "已取表"


class Blank(Enum):
    """Answers that are not a value, and not each other: nobody said; it does not apply; it is there
    for another year, and cannot be compared with this one's."""

    MISSING = "待补"
    NOT_APPLICABLE = "不适用"
    INCOMPARABLE = "不可比"


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """A cell of a workbook, or a paragraph of a part of a Word file; either may be unknown."""

    file: str
    sheet: str = ""
    cell: str = ""

    def __lt__(self, other: Place) -> bool:
        return (self.file, self.sheet, self.cell) < (other.file, other.sheet, other.cell)

    def __str__(self) -> str:
        between = "" if self.cell.startswith("第") else "!"
        spot = between.join(part for part in (self.sheet, self.cell) if part)
        return " › ".join(part for part in (self.file, spot) if part)


class Source(Struct, frozen=True):
    """Who said it, in which cell, in what words, and what they explained beside it; `overruled`
    where the bureau took another department's word. A district's has the cells behind it in
    `through`."""

    place: Place
    department: str
    said: str
    explanation: str = ""
    overruled: bool = False
    through: tuple[Source, ...] = ()


class Finding(Struct, frozen=True, forbid_unknown_fields=True):
    """核查意见: data. Its sentence is made from the code and details by findings.sentence.

    `explanation` is the department's; `decision` the bureau's, which closes the finding; `lapsed`
    one that the bureau took when the figures were others.
    """

    code: str
    severity: Severity
    place: Place
    indicator: str = ""
    department: str = ""
    details: Mapping[str, str] = field(default_factory=dict)
    explanation: str = ""
    decision: str = ""
    lapsed: str = ""

    @property
    def open(self) -> bool:
        """Whether something has to be done about it still."""
        return not self.decision

    @property
    def heading(self) -> str:
        """What its line begins with: its weight; once it is decided, the decision's kind."""
        return str(self.severity if self.open else self.status)

    @property
    def status(self) -> Status:
        """What has been done about it; what the bureau decided is named first in its decision."""
        if self.decision:
            return Status(self.decision.partition("：")[0])
        return Status.EXPLAINED if self.explanation and not self.lapsed else Status.WAITING

    @property
    def state(self) -> str:
        """What was said to it: the bureau's decision, or the department's explanation."""
        if self.lapsed:
            return f"{self.lapsed}；其后数据有变，请重新决定"
        return self.decision or (f"已说明：{self.explanation}" if self.explanation else "")

    @property
    def order(self) -> tuple[int, str, str, tuple[int, int], str]:
        """Errors first, what is decided last; then by file, sheet and cell in reading order."""
        rank = list(Severity).index(self.severity) if self.open else len(Severity)
        return (rank, self.place.file, self.place.sheet, position(self.place.cell), self.code)


_PARAGRAPH = pattern(r"第(\d+)段")


def position(cell: str) -> tuple[int, int]:
    """(row, column) of a cell address, counted from 1; (n, 0) for 第n段; (0, 0) for no address."""
    if paragraph := _PARAGRAPH.match(cell):
        return (int(paragraph[1]), 0)
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return (int(cell[len(letters) :] or 0), column)


def address(row: int, column: int) -> str:
    """The cell address of (row, column), both counted from 1: (12, 4) is D12."""
    return f"{_letters(column)}{row}"


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
