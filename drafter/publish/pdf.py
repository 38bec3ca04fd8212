"""The report as a tagged PDF, by LibreOffice, or on Windows by Word or WPS; nothing in it of today.

PDF/A-2 for the archive and PDF/UA-1 for screen readers (LibreOffice's export options of 7.4).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from drafter.disk.unfinished import scratch
from drafter.model.pattern import pattern
from drafter.publish.printer import MORE, Printer, office
from drafter.word.ooxml import parse
from drafter.word.package import unpack
from drafter.word.slip import BODY

_SECONDS = 180
_NO_PROGRAM = f"未安装LibreOffice{MORE}；装好后再运行一次即可"
NO_PIKEPDF = ("缺少pikepdf", "请运行 pip install pikepdf，或重新完整安装drafter")
_PROGRAMS = ("soffice", "libreoffice")
_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)")
_OPTIONS: dict[str, bool | int] = {
    "UseTaggedPDF": True,
    "PDFUACompliance": True,
    "SelectPdfVersion": 2,
    "ExportBookmarks": True,
    "DisplayPDFDocumentTitle": True,
    "ExportNotes": False,
}
# What the fonts of GB/T 9704 are called inside a PDF.
_OFFICIAL = pattern(r"FZXBS|FangSong|KaiTi|SimHei|SimSun|NSimSun|TimesNewRoman", re.IGNORECASE)


class Page(Struct, frozen=True):
    """The PDF, or why there is none; `substitutes` stand in for the official fonts."""

    content: bytes
    reason: str = ""
    fonts: frozenset[str] = frozenset()

    @property
    def substitutes(self) -> list[str]:
        """The embedded fonts that are not those of GB/T 9704."""
        return sorted(name for name in self.fonts if not _OFFICIAL.search(name))


def to_pdf(document: bytes, day: date) -> Page:
    """The document as pages, dated on the day: the same document, LibreOffice and fonts make the
    same bytes. No PDF, and the reason, where what makes it is missing or fails."""
    own = printer()
    if own is None:
        return Page(b"", _NO_PROGRAM)
    if find_spec("pikepdf") is None:
        return Page(b"", "；".join(NO_PIKEPDF))
    with scratch() as folder:
        try:
            return _converted(own, folder, document, day)
        except subprocess.TimeoutExpired:
            return Page(b"", f"{own.name}超过{_SECONDS}秒没有完成")
        except OSError as error:
            return Page(b"", f"{own.name}不能运行（{error.strerror or error}）")


def printer() -> Printer | None:
    """What makes a PDF on this machine: LibreOffice, else what Windows has."""
    program = _program()
    return Printer("LibreOffice", program) if program else office()


def _program() -> str | None:
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    windows = (Path(os.environ.get(name, "")) for name in _FOLDERS if os.environ.get(name))
    installed = (folder / "LibreOffice/program/soffice.com" for folder in windows)
    return program or next((str(path) for path in installed if path.is_file()), None)


def _converted(own: Printer, folder: Path, document: bytes, day: date) -> Page:
    source, converted = folder / "report.docx", folder / "report.pdf"
    source.write_bytes(document)
    command = own.command(source, converted) if own.is_office else _headless(own.program, source)
    nowhere = subprocess.DEVNULL
    subprocess.run(command, capture_output=True, stdin=nowhere, timeout=_SECONDS, check=False)
    if not converted.is_file():
        return Page(b"", f"{own.name}没有写出PDF")
    return _finished(converted.read_bytes(), day, document, own.name)


def _headless(program: str, source: Path) -> list[str]:
    """LibreOffice without windows, with settings of its own."""
    profile = (source.parent / "profile").as_uri()
    switches = [f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    target = ["--convert-to", _filter(), "--outdir", str(source.parent), str(source)]
    return [program, *switches, *target]


def _finished(content: bytes, day: date, document: bytes, name: str) -> Page:
    from pikepdf import PdfError

    from drafter.publish.finishing import finished

    try:
        pdf = finished(content, day, _descriptions(document))
    except PdfError:
        return Page(b"", f"{name}写出的PDF不完整")
    return Page(pdf.content, fonts=pdf.fonts)


def _filter() -> str:
    kinds = {bool: "boolean", int: "long"}
    options = {
        name: {"type": kinds[type(value)], "value": str(value).lower()}
        for name, value in _OPTIONS.items()
    }
    return f"pdf:writer_pdf_Export:{json.dumps(options, separators=(',', ':'))}"


def _descriptions(document: bytes) -> list[str]:
    """The descriptions of the document's drawings, in their order."""
    root = parse(unpack(document, "报告.docx")[BODY])
    drawings = root.iter("{*}inline", "{*}anchor")
    shown = (d for d in drawings if next(d.iterancestors("{*}Fallback"), None) is None)
    return [d.get("descr", "") for drawing in shown for d in drawing.iter("{*}docPr")]
