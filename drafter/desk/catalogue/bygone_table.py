"""A table of earlier years' figures, a row for each; and the list of what a report seems to say,
which is such a table once somebody has gone through it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.desk.files.folders import read_file
from drafter.model.errors import WorkspaceError
from drafter.workbook.reader import Reader, Sheet, Unreadable

if TYPE_CHECKING:
    from drafter.desk.catalogue.bygone_rows import Bygone

KEY, LABEL, YEAR, NUMBER, UNIT = "指标编号", "指标", "年度", "数值", "单位"
TAKEN, SOURCE, DOUBT, SENTENCE, STANDING = "采用", "出处", "说明", "原句", "现有数"
_NAMES = {KEY: (KEY, "编号"), LABEL: (LABEL, "指标名称", "名称"), NUMBER: (NUMBER, "数", "值")}
_YES = ("是", "采用", "√", "✓", "对", "y", "yes", "1")
_HEAD_WITHIN, _MOST_BYTES, _MOST_ROWS = 10, 4 << 20, 5_000
_NO_HEAD = "没有“指标”（或“指标编号”）、“年度”、“数值”这几栏；请在第一行写上栏名"
_GUIDE = "“采用”一栏填“是”的才写入；数不对的，改“数值”一栏。填好后再导入这份表。"
_WIDTHS = {KEY: 24, LABEL: 24, YEAR: 7, NUMBER: 12, UNIT: 8, TAKEN: 7, STANDING: 10, DOUBT: 22}


class Written(Struct, frozen=True):
    """A row as it was filled in: its number, what names the indicator, the year, the cell with the
    figure, the unit beside it, where that is from; of a list, what stood there when it was made."""

    row: int
    name: str
    year: str
    value: object
    unit: str = ""
    source: str = ""
    replaces: str = ""


def table_rows(path: Path, reader: Reader) -> list[Written]:
    """The rows of an .xlsx, .xls, .ods or .csv; of a list only those that were ticked. Raises
    WorkspaceError where it is no such table."""
    lines = _csv(path) if path.suffix.lower() == ".csv" else _sheet(path, reader)
    for at, line in enumerate(lines[:_HEAD_WITHIN]):
        columns = _columns(line)
        if columns.keys() >= {YEAR, NUMBER} and columns.keys() & {KEY, LABEL}:
            return list(_rows(lines, at, columns))
    raise WorkspaceError(f"{path.name}：{_NO_HEAD}")


def _columns(line: Sequence[object]) -> dict[str, int]:
    """The columns of a head by what they are called here."""
    texts = [str(cell).strip() for cell in line]
    names = (KEY, LABEL, YEAR, NUMBER, UNIT, TAKEN, SOURCE, STANDING)
    columns = {n: [texts.index(t) for t in _NAMES.get(n, (n,)) if t in texts] for n in names}
    return {name: places[0] for name, places in columns.items() if places}


def _rows(
    lines: Sequence[Sequence[object]], head: int, columns: Mapping[str, int]
) -> Iterator[Written]:
    for number, line in enumerate(lines[head + 1 :], start=head + 2):
        cells = {name: line[at] if at < len(line) else "" for name, at in columns.items()}
        texts = {name: _text(cell) for name, cell in cells.items()}
        name = texts.get(KEY) or texts.get(LABEL, "")
        ticked = TAKEN not in columns or texts[TAKEN].lower() in _YES
        if ticked and name and texts[NUMBER]:
            others = (texts.get(column, "") for column in (UNIT, SOURCE, STANDING))
            yield Written(number, name, texts[YEAR], cells[NUMBER], *others)


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole and isinstance(cell, float) else cell).strip()


def _sheet(path: Path, reader: Reader) -> list[Sequence[object]]:
    book = reader.read(path)
    if isinstance(book, Unreadable):
        raise WorkspaceError(f"{book.file}：{book.reason}")
    sheets: list[Sheet] = [sheet for sheet in book.sheets.values() if sheet.rows]
    named = [s for s in sheets if any(YEAR in row for row in s.rows[:_HEAD_WITHIN])]
    return [list(row) for row in (named or sheets)[0].rows] if sheets else []


def _csv(path: Path) -> list[Sequence[object]]:
    content = read_file(path)
    if len(content) > _MOST_BYTES or content.count(b"\n") > _MOST_ROWS:
        raise WorkspaceError(f"{path.name}：超过{_MOST_ROWS}行，没有读；请分几次导入")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            return [list(row) for row in csv.reader(StringIO(text.replace("\0", "")))]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise WorkspaceError(f"{path.name}：编码不能识别；请另存为.xlsx")


def as_list(rows: Sequence[Bygone]) -> bytes:
    """The rows as an .xlsx that can be gone through and imported; the same rows, the same bytes."""
    from xlsxwriter.workbook import Workbook

    from drafter.catalogue.forms.form import CREATED
    from drafter.disk.zips import alike

    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": "往年数", "created": CREATED})
    sheet = book.add_worksheet("往年数")
    bold = book.add_format({"bold": True, "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    heads = (KEY, LABEL, YEAR, NUMBER, UNIT, TAKEN, STANDING, DOUBT, SENTENCE, SOURCE)
    sheet.write_string(0, 0, _GUIDE)
    for column, name in enumerate(heads):
        sheet.write_string(1, column, name, bold)
        sheet.set_column(column, column, _WIDTHS.get(name, 50))
    for at, one in enumerate(rows, start=2):
        texts = (one.key, one.label, str(one.year), one.text, one.unit, "", one.standing,
                 one.doubt or str(one.state), one.sentence, one.source)  # fmt: skip
        for column, text in enumerate(texts):
            sheet.write_string(at, column, text, cell)
    last = max(len(rows) + 1, 2)
    sheet.data_validation(2, 5, last, 5, {"validate": "list", "source": ["是"]})
    sheet.freeze_panes(2, 2)
    book.close()
    return alike(stream.getvalue())
