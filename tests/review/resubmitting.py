"""A department sends its workbook again, with other figures in it."""

from __future__ import annotations

from openpyxl import load_workbook

from drafter.desk.year.workspace import Workspace


def resubmit(
    workspace: Workspace, department: str, key: str, value: object, note: str = ""
) -> None:
    """Put another value, and an explanation, into a workbook that came back."""
    path = workspace.folders.root / "inputs/2023" / f"{department}.xlsx"
    book = load_workbook(path)
    for sheet in book:
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, 1).value == key:
                sheet.cell(row, 4).value = value
                if note:
                    sheet.cell(row, 6).value = note
    book.save(path)


THREE = (
    ("区工业和信息化局", "助企暖企.帮扶企业数", 951, "补报17家"),
    ("区政府办公室", "政务公开.主动公开条数", 6520, ""),
    ("区司法局", "法律援助.热线咨询次数", "1600余", "热线10月数据补录"),
)


def resubmit_three(workspace: Workspace) -> None:
    """Three figures of three departments."""
    for department, key, value, note in THREE:
        resubmit(workspace, department, key, value, note)
