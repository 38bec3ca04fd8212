"""A form filled in within its own XML: through openpyxl, which knows all of Excel, it takes ten times
as long, and most tests fill in forms."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from datetime import date
from io import BytesIO
from typing import Any

from lxml import etree
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"


class Form:
    """A form as drafter issues it, its sheets by title."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._strings = etree.fromstring(self._parts[_STRINGS])
        self._styles = etree.fromstring(self._parts[_STYLES])
        texts = ["".join(item.itertext()) for item in self._strings]
        looks = next(self._styles.iter(f"{_SPACE}cellXfs"))
        book = etree.fromstring(self._parts["xl/workbook.xml"])
        self.sheets = {
            sheet.get("name", ""): Sheet(self._parts[_name(number)], texts, looks)
            for number, sheet in enumerate(book.iter(f"{_SPACE}sheet"), 1)
        }
        self._texts = texts

    def saved(self) -> bytes:
        """The form as a file. What formulas came to is for Excel to work out."""
        for text in self._texts[len(self._strings) :]:
            item = etree.SubElement(etree.SubElement(self._strings, f"{_SPACE}si"), f"{_SPACE}t")
            item.text = text
            item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        sheets = {_name(n): sheet.part() for n, sheet in enumerate(self.sheets.values(), 1)}
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            shared = {_STRINGS: self._strings, _STYLES: self._styles}
            written = {name: etree.tostring(e, encoding="UTF-8") for name, e in shared.items()}
            for name, part in {**self._parts, **sheets, **written}.items():
                archive.writestr(name, part)
        return stream.getvalue()


def _name(number: int) -> str:
    """XlsxWriter numbers the sheets in their order."""
    return f"xl/worksheets/sheet{number}.xml"


class Sheet:
    """A sheet of a form. Texts are written into the list of the whole form."""

    def __init__(self, part: bytes, texts: list[str], looks: etree._Element) -> None:
        self._root, self._texts, self._looks = etree.fromstring(part), texts, looks
        self._rows = {int(row.get("r", "")): row for row in self._root.iter(f"{_SPACE}row")}

    def labels(self) -> list[tuple[int, str]]:
        """(row, text) of what stands in the first column."""
        cells = ((n, row.find(f"{_SPACE}c[@r='A{n}']")) for n, row in self._rows.items())
        return [
            (n, self._texts[int(c[0].text or "")])
            for n, c in cells
            if c is not None and c.get("t") == "s"
        ]

    def write(self, row: int, column: int, value: Any) -> None:
        """A number, a text, a day, a formula, an error, a truth; None empties the cell."""
        cell = self._cell(row, column)
        cell.attrib.pop("t", None)
        del cell[:]
        if isinstance(value, str) and value.startswith("="):
            etree.SubElement(cell, f"{_SPACE}f").text = value[1:]
        elif value in ERROR_CODES:
            cell.set("t", "e")
            etree.SubElement(cell, f"{_SPACE}v").text = value
        elif isinstance(value, str):
            cell.set("t", "s")
            etree.SubElement(cell, f"{_SPACE}v").text = str(len(self._texts))
            self._texts.append(value)
        elif isinstance(value, bool):
            cell.set("t", "b")
            etree.SubElement(cell, f"{_SPACE}v").text = str(int(value))
        elif value is not None:
            if isinstance(value, date):
                self._dates(cell)
            number = to_excel(value) if isinstance(value, date) else value
            etree.SubElement(cell, f"{_SPACE}v").text = repr(number).removesuffix(".0")

    def _dates(self, cell: etree._Element) -> None:
        """The cell in its look, but for its number, which is shown as a day."""
        look = deepcopy(self._looks[int(cell.get("s", "0"))])
        look.attrib.update({"numFmtId": "14", "applyNumberFormat": "1"})
        self._looks.append(look)
        cell.set("s", str(len(self._looks) - 1))

    def _cell(self, number: int, column: int) -> etree._Element:
        row, name = self._row(number), f"{get_column_letter(column)}{number}"
        if (cell := row.find(f"{_SPACE}c[@r='{name}']")) is not None:
            return cell
        row.attrib.pop("spans", None)
        before = [c for c in row if (len(c.get("r", "")), c.get("r", "")) < (len(name), name)]
        cell = etree.Element(f"{_SPACE}c", r=name)
        row.insert(len(before), cell)
        return cell

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            data = self._root.find(f"{_SPACE}sheetData")
            assert data is not None
            row = self._rows[number] = etree.Element(f"{_SPACE}row", r=str(number))
            data.insert(sum(int(other.get("r", "")) < number for other in data), row)
        return self._rows[number]

    def part(self) -> bytes:
        """The sheet's XML; a cell of an empty text is an empty one."""
        for cell in self._root.iter(f"{_SPACE}c"):
            if cell.get("t") == "s" and not self._texts[int(cell[0].text or "")]:
                del cell.attrib["t"], cell[:]
        for formula in self._root.iter(f"{_SPACE}f"):
            cell = formula.getparent()
            assert cell is not None
            cell.attrib.pop("t", None)
            del cell[1:]
        return etree.tostring(self._root, encoding="UTF-8", standalone=True)
