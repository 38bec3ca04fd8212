"""Records of what happens to a draft outside: that a Word file came back, that somebody signed."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from msgspec import Meta

from drafter.model.record import Filed

SHA256 = r"\A[0-9a-f]{64}\Z"


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

    @property
    def line(self) -> str:
        """张三（局长）同意：可以报送；2023年11月20日 09:30"""
        role = f"（{self.role}）" if self.role else ""
        words = f"：{self.words}" if self.words else ""
        return f"{self.who}{role}{self.opinion}{words}；{self.when}"
