"""What filling a template needs, compiled; as bytes too, so that it need not be compiled anew."""

from __future__ import annotations

import marshal
import pickle
from types import CodeType
from typing import cast

from msgspec import Struct

from drafter.model.finding import Finding
from drafter.template.free_ids import Taken
from drafter.template.source import PartSource
from drafter.word.package import Part


class Prepared(Struct, frozen=True):
    """The package as read, what is to be said of it, the parts that have tags and Python's code for
    each, the other parts deflated, the first free number of lists, what ids are taken."""

    parts: dict[str, bytes]
    notes: tuple[Finding, ...]
    sources: dict[str, PartSource]
    codes: dict[str, bytes]
    static: dict[str, Part]
    first_list: int
    taken: Taken

    def code(self, name: str) -> CodeType:
        """The code that fills the part. Only what this program wrote itself may come this far."""
        # Sealed by this user's key: desk/files/equipment.py.
        code = marshal.loads(self.codes[name])  # nosec B302
        return cast(CodeType, code)

    def stored(self) -> bytes:
        """All of it."""
        return pickle.dumps(self)


def restored(content: bytes) -> Prepared:
    """What `stored` gave. Reading it runs what stands in it: whoever calls has made sure that this
    very program wrote it for this very user."""
    # Sealed by this user's key: desk/files/equipment.py.
    return cast(Prepared, pickle.loads(content))  # nosec B301
