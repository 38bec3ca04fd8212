"""The fonts of GB/T 9704 on this machine: there, or which others stand in for them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator

from msgspec import Struct

from drafter.standard.fonts import family

# As GB/T 9704 names them, and as their makers do in English.
WANTED = {
    "方正小标宋简体": ("方正小标宋简体", "fzxiaobiaosong-b05s", "fzxbsjw--gb1-0"),
    "仿宋_GB2312": ("仿宋_gb2312", "fangsong_gb2312"),
    "楷体_GB2312": ("楷体_gb2312", "kaiti_gb2312"),
    "黑体": ("黑体", "simhei"),
}
_FONTS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Fonts"
_SECONDS = 60


class Font(Struct, frozen=True):
    """A font that reports are printed in; where it is missing, what stands in for it, if known."""

    name: str
    installed: bool
    stand_in: str = ""


def fonts() -> list[Font]:
    """Those that the standard names, in its order."""
    installed = {name.strip().lower(): name.strip() for name in _installed()}
    return [_font(name, spellings, installed) for name, spellings in WANTED.items()]


def _font(name: str, spellings: tuple[str, ...], installed: dict[str, str]) -> Font:
    if any(spelling in installed for spelling in spellings):
        return Font(name, True)
    same = sorted(own for own in installed.values() if family(own) == family(name))
    return Font(name, False, same[0] if same else _matched(name))


if sys.platform == "win32":
    import winreg

    def _installed() -> Iterator[str]:
        """By the system's list and the user's own: “SimSun & NSimSun (TrueType)”."""
        for root in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            try:
                with winreg.OpenKey(root, _FONTS) as key:
                    for number in range(winreg.QueryInfoKey(key)[1]):
                        names = re.sub(r"\(.*\)", "", winreg.EnumValue(key, number)[0])
                        yield from names.split("&")
            except OSError:
                continue

    def _matched(_name: str) -> str:
        return ""
else:

    def _installed() -> Iterator[str]:
        """By fontconfig, each in all its languages."""
        for line in _asked("fc-list", "--format=%{family}\\n").splitlines():
            yield from line.split(",")

    def _matched(name: str) -> str:
        return _asked("fc-match", "--format=%{family[0]}", name)


def _asked(*command: str) -> str:
    """What fontconfig says; "" where there is none."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", errors="replace", timeout=_SECONDS
    )
    return done.stdout.strip()
