"""体检: whether this machine has what a year's work needs, and what to do where it has not."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from msgspec import Struct

from drafter.desk.errands.installed_fonts import fonts
from drafter.disk.unfinished import scratch, unfinished
from drafter.model.errors import DrafterError
from drafter.model.figure import Figure, text
from drafter.model.finding import Kind
from drafter.publish.pdf import NO_PIKEPDF, printer

_EARLIEST = date(2026, 11, 27)  # when this version was made
_OFFSET = timedelta(hours=8)
_SCARCE, _SHORT = 200 << 20, 1 << 30  # bytes: a year with all its drafts takes some 100 MB
_REGION, _ANSWER = "平安县", "613"
_WRITE = "请把文件夹移到能写入的地方，或去掉“只读”、写保护，再办理"


class State(StrEnum):
    """How it stands with one of the things."""

    GOOD = "正常"
    NOTE = "注意"
    BAD = "有问题"


class Check(Struct, frozen=True):
    """One of the things: how it is, and what to do where that is not well."""

    name: str
    state: State
    words: str
    advice: str = ""


def examined(folder: Path, now: datetime) -> tuple[Check, ...]:
    """All of them, for work in the folder; `now` is the system's time with its zone."""
    folder = folder.resolve()
    return (
        _python(),
        *_fonts(),
        _printer(),
        _written(folder),
        _clock(now),
        _space(folder),
        _tried(now.year),
    )


def _python() -> Check:
    bits = 64 if sys.maxsize > 1 << 32 else 32
    return Check("Python", State.GOOD, f"{platform.python_version()}（{bits}位）")


def _fonts() -> Iterator[Check]:
    advice = "请安装这个字体；没有它，稿子内容不变，只是这台电脑上显示、打印的字形不同"
    for font in fonts():
        missing = f"没有安装，用{font.stand_in}代替" if font.stand_in else "没有安装"
        words = "已安装" if font.installed else missing
        state = State.GOOD if font.installed else State.NOTE
        yield Check(f"字体{font.name}", state, words, "" if font.installed else advice)


def _printer() -> Check:
    name = "生成PDF"
    program = printer()
    if program is None:
        advice = "公开时不生成PDF，其余照常；要PDF的，请安装LibreOffice"
        windows = "、Word、WPS" if sys.platform == "win32" else ""
        return Check(name, State.NOTE, f"没有LibreOffice{windows}", advice)
    if find_spec("pikepdf") is None:
        return Check(name, State.NOTE, *NO_PIKEPDF)
    return Check(name, State.GOOD, f"用{program.name}")


def _written(folder: Path) -> Check:
    try:
        with unfinished(folder) as trial:
            (trial / "试写").write_bytes(b"1" * 4096)
    except OSError as error:
        why = error.strerror or str(error)
        return Check("写入", State.BAD, f"“{folder}”不能写入（{why}）", _WRITE)
    return Check("写入", State.GOOD, f"“{folder}”能写入")


def _clock(now: datetime) -> Check:
    words = f"{now:%Y年%-m月%-d日%H:%M}" if os.name == "posix" else f"{now:%Y年%m月%d日%H:%M}"
    if now.date() < _EARLIEST:
        return Check("日期时间", State.BAD, words, "日期不对，记录会写错；请校准电脑的日期和时间")
    if now.utcoffset() != _OFFSET:
        advice = "时区不是北京时间，记录的时刻会差几小时；请把时区设为北京（UTC+8）"
        return Check("日期时间", State.NOTE, words, advice)
    return Check("日期时间", State.GOOD, words)


def _space(folder: Path) -> Check:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check("剩余空间", State.BAD, f"查不出（{error.strerror or error}）", _WRITE)
    words = f"{free / (1 << 30):.1f}GB"
    if free < _SHORT:
        state = State.BAD if free < _SCARCE else State.NOTE
        return Check("剩余空间", state, words, "请清理磁盘，或把文件夹移到别的磁盘")
    return Check("剩余空间", State.GOOD, words)


def _tried(year: int) -> Check:
    """A form of the kit issued, filled in, read back and checked, in a folder of its own."""
    advice = "程序不完整，或被安全软件拦截；请重新解压、安装，把drafter加入安全软件的信任名单"
    try:
        with scratch() as folder:
            answer = _round_trip(folder / _REGION, year)
    except (DrafterError, OSError) as error:
        return Check("试填一份表", State.BAD, f"没有完成：{error}", advice)
    if answer != _ANSWER:
        words = f"填{_ANSWER}，读出{answer or '空'}"
        return Check("试填一份表", State.BAD, words, advice)
    return Check("试填一份表", State.GOOD, f"下发、填写、读回，{_ANSWER}无误")


def _round_trip(folder: Path, year: int) -> str:
    """What was read of the first number that the first department is asked for."""
    from drafter.catalogue.forms.layout import lay_out
    from drafter.desk.catalogue.new_workspace import new_workspace
    from drafter.desk.files.folders import write_file
    from drafter.desk.files.sheet_edit import edit
    from drafter.desk.year.workspace import open_workspace
    from drafter.workbook.editing import Change

    new_workspace(folder, _REGION, year)
    workspace = open_workspace(folder)
    form = workspace.forms().files[0]
    layout = lay_out(workspace.check().catalogue, form.stem)
    key = next(i.key for _, group in layout.groups for i in group if i.kind is Kind.INTEGER)
    spot = layout.spots[key]
    filled = edit(form, (Change(spot.sheet, spot.row, spot.column, _ANSWER, number=True),))
    write_file(folder / "inputs" / str(year) / form.name, filled)
    entry = workspace.check().ledger.entries[key]
    return text(entry, 0) if isinstance(entry, Figure) else ""
