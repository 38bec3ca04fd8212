"""LibreOffice driven by its own Python (run with /usr/bin/python3): forms opened, edited, saved.

    python3 office.py PROFILE     one task a line as JSON: {"open", "edits", "save"}; an answer each

An edit is [what, sheet, …], rows, columns and addresses as people count and write them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.sheet.CellDeleteMode import UP
from com.sun.star.sheet.CellInsertMode import DOWN
from com.sun.star.table import TableSortField

FILTERS = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8", "xls": "MS Excel 97"}
_PATIENCE = 60


def named(**values: object) -> tuple[PropertyValue, ...]:
    made = []
    for name, value in values.items():
        made.append(PropertyValue())
        made[-1].Name, made[-1].Value = name, value
    return tuple(made)


def service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", context)


def _started(profile: str) -> tuple[Any, subprocess.Popen[bytes]]:
    """The office's context, and its process."""
    pipe = f"drafter{os.getpid()}"
    switches = [f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
    office = subprocess.Popen(["soffice", *switches, f"--accept=pipe,name={pipe};urp;"])
    resolver = service(uno.getComponentContext(), "bridge.UnoUrlResolver")
    for _ in range(_PATIENCE * 4):
        try:
            remote = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.25)
        else:
            return remote, office
    raise SystemExit("soffice did not answer")


def insert_rows(sheet: Any, row: int, count: int) -> None:
    sheet.Rows.insertByIndex(row - 1, count)


def delete_rows(sheet: Any, row: int, count: int) -> None:
    sheet.Rows.removeByIndex(row - 1, count)


def insert_columns(sheet: Any, column: int, count: int) -> None:
    sheet.Columns.insertByIndex(column - 1, count)


def delete_columns(sheet: Any, column: int, count: int) -> None:
    sheet.Columns.removeByIndex(column - 1, count)


def sort(sheet: Any, cells: str, column: int, ascending: bool) -> None:
    field = TableSortField()
    field.Field, field.IsAscending = column, ascending
    fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
    sheet.getCellRangeByName(cells).sort(named(SortFields=fields, ContainsHeader=False))


def cut(sheet: Any, cells: str, to: str) -> None:
    target = sheet.getCellRangeByName(to).CellAddress
    sheet.moveRange(target, sheet.getCellRangeByName(cells).RangeAddress)


def copy(sheet: Any, cells: str, to: str) -> None:
    target = sheet.getCellRangeByName(to).CellAddress
    sheet.copyRange(target, sheet.getCellRangeByName(cells).RangeAddress)


def push_down(sheet: Any, cells: str) -> None:
    sheet.insertCells(sheet.getCellRangeByName(cells).RangeAddress, DOWN)


def pull_up(sheet: Any, cells: str) -> None:
    sheet.removeRange(sheet.getCellRangeByName(cells).RangeAddress, UP)


def rename(sheet: Any, name: str) -> None:
    sheet.Name = name


def write(sheet: Any, cell: str, text: str) -> None:
    sheet.getCellRangeByName(cell).String = text


def number(sheet: Any, cell: str, value: float) -> None:
    sheet.getCellRangeByName(cell).Value = value


def merge(sheet: Any, cells: str) -> None:
    sheet.getCellRangeByName(cells).merge(True)


def hide_rows(sheet: Any, row: int, count: int) -> None:
    for at in range(row - 1, row - 1 + count):
        sheet.Rows.getByIndex(at).IsVisible = False


def hide_columns(sheet: Any, column: int, count: int) -> None:
    for at in range(column - 1, column - 1 + count):
        sheet.Columns.getByIndex(at).IsVisible = False


def hide_sheet(sheet: Any) -> None:
    sheet.IsVisible = False


EDITS = {
    edit.__name__: edit
    for edit in (
        *(insert_rows, delete_rows, insert_columns, delete_columns, sort, cut, copy, push_down),
        *(pull_up, rename, write, number, merge, hide_rows, hide_columns, hide_sheet),
    )
}


def _do(document: Any, edits: list[list[Any]]) -> None:
    for what, name, *details in edits:
        if what in ("move_sheet", "copy_sheet", "remove_sheet", "add_sheet"):
            _with_sheets(document.Sheets, what, name, *details)
            continue
        sheet = document.Sheets.getByName(name)
        if sheet.isProtected():
            sheet.unprotect("")
        EDITS[what](sheet, *details)


def _with_sheets(sheets: Any, what: str, name: str, *details: Any) -> None:
    if what == "move_sheet":
        sheets.moveByName(name, *details)
    elif what == "copy_sheet":
        sheets.copyByName(name, *details)
    elif what == "add_sheet":
        sheets.insertNewByName(name, *details)
    else:
        sheets.removeByName(name)


def _edited(document: Any, _: Any, task: dict[str, Any]) -> str:
    _do(document, task["edits"])
    saved = Path(task["save"])
    document.storeToURL(saved.as_uri(), named(FilterName=FILTERS[saved.suffix[1:]]))
    return "done"


def serve(profile: str, work: Callable[[Any, Any, dict[str, Any]], str]) -> None:
    """Answer tasks with what `work` makes of (document, context, task), until the input ends."""
    context, office = _started(profile)
    desktop = service(context, "frame.Desktop")
    try:
        for line in sys.stdin:
            task = json.loads(line)
            opened = Path(task["open"]).as_uri()
            document = desktop.loadComponentFromURL(opened, "_blank", 0, named(Hidden=True))
            try:
                print(work(document, context, task), flush=True)
            except Exception as error:  # told to the test, which fails with it
                print(f"{type(error).__name__}: {error}", flush=True)
            finally:
                document.close(True)
    finally:
        desktop.terminate()
        try:
            office.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            office.kill()


if __name__ == "__main__":
    serve(sys.argv[1], _edited)
