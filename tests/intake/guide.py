"""The guide's table of how cells are filled in, as cases: what is typed, where, what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl.cell import Cell

GUIDE = Path(__file__).parents[2] / "docs/使用手册.md"
_START, _END = "### 怎么填，怎么理解", "\n## 六"
_SIGNS = {
    **{"换行": "\n", "空格": " ", "全角空格": "\u3000", "不换行空格": "\xa0", "零宽空格": "\u200b"},
    **{"字节顺序标记": "\ufeff", "从左向右": "\u202d", "从右向左": "\u202e", "方向结束": "\u202c"},
    **{"自造字": "\ue863", "一万零一个字": "字" * 10_001, "空白": ""},
}
_FORMATS = {
    **{"百分比格式": "0%", "日期格式": "yyyy-mm-dd", "时间格式": "h:mm", "千位分隔格式": "#,##0"},
    **{"货币格式": '"¥"#,##0.00', "文本格式": "@", "": "General"},
    **{"隐藏格式": ";;;", "缩千格式": "0,", "写作万格式": '0\\.0,"万"', "约余格式": '"约"0"余"'},
    **{"带单位格式": '0"件"', "带别的单位格式": '0"人"', "会计格式": '0_ ;-0_ ;"-"_ '},
}
_TYPED = re.compile(r"(数|日期|真|公式|错误|)`([^`]+)`(?:，(\w+格式))?|〔(空白|一万零一个字)〕")


@dataclass(frozen=True)
class Typed:
    """What stands in a cell: its kind in the guide's word, its text, its format."""

    kind: str
    text: str
    format: str = ""

    def put(self, cell: Cell) -> None:
        """Fill it in, as Excel stores it."""
        if not self.kind:
            cell.value = self.text or None
            cell.data_type = "s" if self.text else "n"
        elif self.kind == "错误":
            cell.value, cell.data_type = self.text, "e"
        else:
            cell.value = {"数": _number, "日期": date.fromisoformat, "真": "TRUE".__eq__}.get(
                self.kind, str
            )(self.text)
        if self.kind in ("数", "公式"):
            cell.number_format = _FORMATS[self.format]

    @property
    def shown(self) -> str:
        """The text without spaces around it."""
        return self.text.strip()


@dataclass(frozen=True)
class Case:
    """One row of the table, for one way of typing and one indicator."""

    typed: Typed
    indicator: str
    result: str
    read: str
    codes: tuple[str, ...]

    @property
    def expected(self) -> str:
        """How the answer is printed; "" where it is awaited."""
        return self.typed.shown if self.read == "〔同〕" else self.read

    @property
    def name(self) -> str:
        """The case, for a test's name."""
        shown = self.typed.text[:20].encode("unicode_escape").decode() if self.typed.text else "空"
        return f"{self.typed.kind}{shown} {self.typed.format} {self.indicator}"


def cases() -> list[Case]:
    """Every row of the guide's table, each way of typing with each indicator."""
    text = GUIDE.read_text(encoding="utf-8")
    part = text[text.index(_START) : text.index(_END)]
    return [case for line in part.splitlines() for case in _row(line)]


def _row(line: str) -> Iterator[Case]:
    cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    if len(cells) != 5 or cells[2] not in ("收", "问", "退"):
        return
    typed, indicators, result, read, codes = cells
    for match in _TYPED.finditer(typed):
        for indicator in indicators.split("；"):
            yield Case(_typed(match), indicator, result, read, tuple(re.findall("`(.*?)`", codes)))


def _typed(match: re.Match[str]) -> Typed:
    kind, text, shape, sign = match.groups(default="")
    if sign:
        return Typed("", _SIGNS[sign])
    return Typed(kind, re.sub("〔(.+?)〕", lambda found: _SIGNS[found[1]], text), shape)


def _number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdigit() else float(text)
