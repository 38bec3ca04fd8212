"""Workbooks under Excel's own password ([MS-OFFCRYPTO] 1.3.2): Excel opens them without asking."""

from __future__ import annotations

from io import BytesIO

from drafter.disk.formats import COMPOUND
from drafter.model.pattern import pattern
from drafter.workbook.compound import Compound
from drafter.workbook.refusal import LOCKED, RefusedError

_PASSWORD = "VelvetSweatshop"
_PACKAGE, _INFO = "EncryptedPackage", "EncryptionInfo"
_SPINS = pattern(rb'spinCount="(\d{1,12})"')
_MOST_SPINS = 1_000_000  # Office makes 100,000 rounds of the hash; each million takes a second
_BOOKS = ("workbook", "book")


def unlocked(content: bytes) -> bytes:
    """The workbook as Excel opens it: decrypted where it is under Excel's own password.

    Raises RefusedError where an .xlsx has another one.
    """
    if not content.startswith(COMPOUND):
        return content
    compound = Compound(content)
    if _PACKAGE in compound.names:
        info = compound.read(_INFO) if _INFO in compound.names else b""
        spins = [int(count) for count in _SPINS.findall(info)]
        if max(spins, default=0) > _MOST_SPINS:
            raise RefusedError(LOCKED)
        return _decrypted(content)
    name = next((name for name in compound.names if name.casefold() in _BOOKS), "")
    return _decrypted(content) if name and _is_locked(compound.read(name)) else content


def _is_locked(stream: bytes) -> bool:
    """Whether FILEPASS follows the first record of a BIFF stream ([MS-XLS] 2.4.117)."""
    size = int.from_bytes(stream[2:4], "little")
    return stream[4 + size : 6 + size] == b"\x2f\x00"


def _decrypted(content: bytes) -> bytes:
    from msoffcrypto import OfficeFile

    plain = BytesIO()
    try:
        office = OfficeFile(BytesIO(content))
        verified = {"verify_password": True} if office.format == "ooxml" else {}
        office.load_key(password=_PASSWORD, **verified)
        office.decrypt(plain)
    except MemoryError:
        raise
    except Exception as error:  # of another password, or of what is none of Office's encryptions
        raise RefusedError(LOCKED) from error
    return plain.getvalue()
