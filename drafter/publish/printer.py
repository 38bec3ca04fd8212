"""What writes a PDF of a Word file where LibreOffice is missing: Word or WPS, on Windows.

They are asked through PowerShell, which every Windows has, by the names that they go by there.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from msgspec import Struct

MORE = "、Word或WPS" if sys.platform == "win32" else ""
# The name that each goes by (ProgID), and its name in print.
_PROGRAMS = {"Word.Application": "Word", "KWPS.Application": "WPS", "WPS.Application": "WPS"}
# [MS-OFFMACRO] Document.ExportAsFixedFormat: as PDF (17), for print, all pages, the text without
# marks, with properties, headings as bookmarks, structure tags, missing fonts as pictures, PDF/A.
_SCRIPT = """
$ErrorActionPreference = 'Stop'
$source, $target = {source}, {target}
$program = New-Object -ComObject '{program}'
try {{
  $program.Visible = $false
  $program.DisplayAlerts = 0
  $program.AutomationSecurity = 3
  $document = $program.Documents.Open($source, $false, $true, $false)
  $document.ExportAsFixedFormat($target, 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $true,
    $true, $true)
  $document.Close(0)
}} finally {{ $program.Quit() }}
"""


class Printer(Struct, frozen=True):
    """A program that writes PDFs: its name, and where it is, or what it goes by."""

    name: str
    program: str
    is_office: bool = False

    def command(self, source: Path, target: Path) -> list[str]:
        """What has Word or WPS write the one as the other."""
        script = _SCRIPT.format(
            program=self.program, source=_quoted(source), target=_quoted(target)
        )
        return [_shell(), "-NoProfile", "-NonInteractive", "-Command", script]


def _quoted(path: Path) -> str:
    """The path as PowerShell's text, in which nothing but the quote itself has a meaning."""
    return "'" + "".join(c * 2 if c in "'‘’‚‛" else c for c in str(path)) + "'"


def _shell() -> str:
    return shutil.which("powershell") or "powershell"


if sys.platform == "win32":
    import winreg

    def office() -> Printer | None:
        """Word or WPS, where one of them is installed."""
        if shutil.which("powershell") is None:
            return None
        for program, name in _PROGRAMS.items():
            try:
                winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, rf"{program}\CLSID"))
            except OSError:
                continue
            return Printer(name, program, is_office=True)
        return None
else:

    def office() -> Printer | None:
        """None: neither is to be led from outside here."""
        return None
