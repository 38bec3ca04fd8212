"""Records of what comes and goes: versions of forms, Word files, signatures, what was published."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from drafter.model.record import Filed

SHA256 = r"\A[0-9a-f]{64}\Z"
# The hash of a draft's ledger.json; records of before have none.
Ledger = Annotated[str, Meta(pattern=rf"\A\Z|{SHA256}")]


class Receipt(Filed, frozen=True, kw_only=True):
    """A version as it came: `number` counts a department's versions from 1."""

    file: str
    department: str
    sha256: Annotated[str, Meta(pattern=SHA256)]
    size: int
    when: str
    number: Annotated[int, Meta(ge=1)]

    @property
    def label(self) -> str:
        """第2次报送（2023年11月6日 09:30）"""
        return f"第{self.number}次报送（{self.when}）"


class Publication(Filed, frozen=True, kw_only=True):
    """What was published: of which draft, who confirmed 保密审查 and on which day, the SHA-256 of
    each file by name and of the draft's record, and the head of the evidence pack."""

    draft: int
    id: str
    title: str
    checked_by: str
    checked_on: str
    files: dict[str, str]
    head: Annotated[str, Meta(pattern=rf"\A\Z|{SHA256}")] = ""
    when: str = ""
    ledger: Ledger = ""


class Returned(Filed, frozen=True, kw_only=True):
    """A Word file that came back: the name that it bore, its content's hash, when it came."""

    file: str
    sha256: Annotated[str, Meta(pattern=SHA256)]
    size: int
    when: str


class Opinion(StrEnum):
    """What one says who signs."""

    AGREED = "同意"
    AGREED_IF = "修改后同意"
    REFUSED = "不同意"


class Signature(Filed, frozen=True, kw_only=True):
    """Who signed which draft, as what, with which opinion: it holds for the very content of the
    report (`digest`), and for no other."""

    draft: int
    id: str
    digest: Annotated[str, Meta(pattern=SHA256)]
    stage: str
    who: str
    role: str
    opinion: Opinion
    words: str = ""
    when: str
    ledger: Ledger = ""

    @property
    def line(self) -> str:
        """张三（局长）同意：可以报送；2023年11月20日 09:30"""
        role = f"（{self.role}）" if self.role else ""
        words = f"：{self.words}" if self.words else ""
        return f"{self.who}{role}{self.opinion}{words}；{self.when}"
