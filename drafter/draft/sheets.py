"""A worksheet of texts and links. XlsxWriter writes everything around them; its own cells, one call
each, take three times as long as making the draft."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape  # that of xml.sax loads urllib and http
from typing import NamedTuple

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.forms.paper import height

_MOST_LINKS = 60_000  # Excel has room for 65,530 a sheet
_MOST_SIGNS = 32_000  # and for 32,767 characters a cell
_TALLEST, _SIGNS_SHOWN = 400, 900
_A_LINE = 20.0
_A_PIXEL = 0.75  # points; Excel's rows are whole pixels high
_ADDRESS = len('<c r="')


class Linked(NamedTuple):
    """A cell's text, and where it leads; "" for nowhere."""

    text: str
    target: str


Cell = str | Linked
ENTRY = Linked("", "")  # a cell that is to be filled in


class TextSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter tells no types
    """A sheet whose cells are all text, below a head."""

    def fill(
        self,
        rows: Sequence[Sequence[Cell]],
        heads: dict[str, int],
        formats: tuple[Format, Format, Format, Format],
    ) -> None:
        """The rows below a head of those texts and widths, in the formats of head, text, link, and
        of what is to be filled in."""
        self._rows, self._heads, self._formats = rows, heads, formats
        self._leads: list[tuple[str, str]] = []
        self._openings = [f'<c r="{xl_col_to_name(column)}' for column in range(len(heads))]
        for column, width in enumerate(heads.values()):
            self.set_column(column, column, width)
        self.dim_rowmin, self.dim_rowmax = 0, len(rows)
        self.dim_colmin, self.dim_colmax = 0, len(heads) - 1

    def _write_sheet_data(self) -> None:
        head, *styles = (form._get_xf_index() for form in self._formats)
        heads = self._cells(1, [*self._heads], head, 0, 0)
        self.fh.write(f'<sheetData><row r="1">{"".join(heads)}')
        for number, row in enumerate(self._rows, start=2):
            cells = "".join(self._cells(number, row, *styles))
            self.fh.write(
                f'</row><row r="{number}" ht="{self._height(row)}" customHeight="1">{cells}'
            )
        self.fh.write("</row></sheetData>")

    def _cells(
        self, number: int, row: Sequence[Cell], plain: int, link: int, entry: int
    ) -> list[str]:
        text, cells = f'{number}" s="{plain}"', list[str]()
        for opening, cell in zip(self._openings, row, strict=True):
            if not isinstance(cell, Linked):
                cells.append(f"{opening}{text}{_content(cell)}")
                continue
            words, target = cell
            leads = words and target and len(self._leads) < _MOST_LINKS
            if leads:
                self._leads.append((f"{opening[_ADDRESS:]}{number}", target))
            style = link if leads else entry if cell is ENTRY else plain
            cells.append(f'{opening}{number}" s="{style}"{_content(words)}')
        return cells

    def _height(self, row: Sequence[Cell]) -> str:
        points = 0.0
        for cell, width in zip(row, self._heads.values(), strict=True):
            text = cell.text if isinstance(cell, Linked) else cell
            if 2 * len(text) >= width or "\n" in text:
                points = max(points, height(text[:_SIGNS_SHOWN], width))
        return f"{_A_PIXEL * int(min(_TALLEST, points or _A_LINE) / _A_PIXEL + 0.5):g}"

    def _write_hyperlinks(self) -> None:
        if not self._leads:
            return
        self.fh.write("<hyperlinks>")
        for number, (cell, target) in enumerate(self._leads, start=1):
            path, _, spot = target.partition("#")
            location = escape(spot, quote=False).replace('"', "&quot;")
            at = f' location="{location}"' if spot else ""
            self.fh.write(f'<hyperlink ref="{cell}" r:id="rId{number}"{at}/>')
            self.external_hyper_links.append(["/hyperlink", path, "External"])
        self.fh.write("</hyperlinks>")


@lru_cache(maxsize=512)
def _content(text: str) -> str:
    """What follows a cell's address and format."""
    words = text[:_MOST_SIGNS]
    if "_x" in words or not words.isprintable():
        words = Worksheet._escape_control_characters(words)
    words = escape(words, quote=False)
    space = ' xml:space="preserve"' if words != words.strip() else ""
    return f' t="inlineStr"><is><t{space}>{words}</t></is></c>'
