"""Names of files that come from outside: never a path, nothing that trips a system or a reader."""

from __future__ import annotations

from pathlib import PurePosixPath

from drafter.model.pattern import pattern

_UNFIT = pattern(
    r'[:*?"<>|\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]'
)
# What Windows keeps for devices, whatever the ending.
_DEVICE = pattern(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?")
_LONGEST = 180  # bytes; file systems take 255


def safe_name(name: str) -> str:
    """The last part of the name, cut to a length that every system takes, its ending kept; "" where
    nothing is left of it.

    >>> safe_name("C:\\\\报表\\\\区司法局.xlsx"), safe_name("../../etc/passwd"), safe_name("..")
    ('区司法局.xlsx', 'passwd', '')
    """
    path = PurePosixPath(_UNFIT.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" ."))
    if _DEVICE.fullmatch(path.name):
        return f"_{path.name}"
    room = _LONGEST - len(path.suffix.encode())
    return path.stem.encode()[: max(room, 0)].decode(errors="ignore") + path.suffix
