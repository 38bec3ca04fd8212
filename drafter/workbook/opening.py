"""What the worker does with an untrusted workbook: its cells, or an annotated copy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from drafter.workbook.kinds import FileKind, kind_of
from drafter.workbook.limits import Limits
from drafter.workbook.raw import Contents, Leaf, Notes
from drafter.workbook.refusal import RefusedError
from drafter.workbook.unlocking import unlocked

Answer = dict[str, Any]


def respond(path: str, sizes: Mapping[str, int], annotation: Answer | None = None) -> Answer:
    """The workbook's cells as JSON can carry them, or the annotated copy in base64; or the reason
    why it was not opened."""
    limits = Limits(**sizes)
    try:
        return _annotate(path, limits, annotation) if annotation else _read(path, limits)
    except RefusedError as refusal:
        return {"reason": str(refusal)}
    except MemoryError:
        return {"reason": "文件过大，内存不足，未打开；请清除空白格式行后另存报送"}
    except OSError as error:
        return {"reason": f"文件读不出来（{error.strerror}）；请关闭正在打开它的程序后重试"}


def _read(path: str, limits: Limits) -> Answer:
    with Path(path).open("rb") as stream:
        content = stream.read(limits.file + 1)
    if len(content) > limits.file:
        raise RefusedError(f"文件超过{limits.file >> 20}MB，未打开；请删去图片等无关内容后报送")
    plain = unlocked(content)
    kind = kind_of(plain)
    contents = _READERS[kind](plain, limits)
    return {
        "kind": str(kind),
        "sha256": hashlib.sha256(content).hexdigest(),
        "sheets": [_sheet(name, leaf) for name, leaf in contents.leaves.items()],
        "names": contents.names,
        "properties": contents.properties,
    }


def _annotate(path: str, limits: Limits, annotation: Answer) -> Answer:
    from drafter.workbook.annotate import Annotation, annotated
    from drafter.workbook.extensions import validations, with_validations

    content = unlocked(Path(path).read_bytes())
    if kind_of(content) not in (FileKind.XLSX, FileKind.XLSM):
        raise RefusedError("只有.xlsx可以加批注")
    _openxml(content, limits)  # openpyxl is given only what can be read
    try:
        extensions = validations(content, limits)
        copy = with_validations(annotated(content, Annotation.of(annotation)), extensions, limits)
    except MemoryError:
        raise
    except Exception as error:  # what openpyxl raises for odd workbooks is not bounded
        raise RefusedError(f"加不了批注（{type(error).__name__}）") from error
    return {"content": base64.b64encode(copy).decode("ascii")}


def _sheet(name: str, leaf: Leaf) -> Answer:
    """A sheet as JSON can carry it: dates stand beside the rows, by their indices."""
    dates = [
        (row, column, value.isoformat())
        for row, line in enumerate(leaf.rows)
        for column, value in enumerate(line)
        if isinstance(value, date)
    ]
    for row, column, _ in dates:
        leaf.rows[row][column] = ""
    notes = {name: getattr(leaf.notes, name) for name in Notes.__struct_fields__}
    return {"name": name, "rows": leaf.rows, "dates": dates, **notes}


def _openxml(content: bytes, limits: Limits) -> Contents:
    from drafter.workbook.openxml import read_openxml

    return read_openxml(content, limits)


def _opendocument(content: bytes, limits: Limits) -> Contents:
    from drafter.workbook.opendocument import read_opendocument

    return read_opendocument(content, limits)


def _binary(content: bytes, limits: Limits) -> Contents:
    from drafter.workbook.binary import read_binary

    return read_binary(content, limits)


_READERS = {
    FileKind.XLSX: _openxml,
    FileKind.XLSM: _openxml,
    FileKind.ODS: _opendocument,
    FileKind.XLS: _binary,
}
