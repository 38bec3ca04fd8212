"""主要指标 in a template: the indicators of the 附件, this year's figures beside last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from drafter.model.figure import Entry, Figure
from drafter.model.finding import Blank, Kind
from drafter.template.changes import FROM_NOTHING, SAME, change, last_year
from drafter.template.values import Citations, Names, Shown, UnknownNameError

NAME = "主要指标"
COLUMNS = ("指标", "单位", "本年", "上年", "增减")
NONE = "—"


class MainFigures(Struct, frozen=True):
    """A row for each of the indicators that the catalogue puts into the 附件."""

    keys: Sequence[str]
    entries: Mapping[str, Entry]
    citations: Citations

    def __iter__(self) -> Iterator[Names]:
        figures = (self.entries.get(key) for key in self.keys)
        for figure in figures:
            if isinstance(figure, Figure):
                yield Names(self._row(figure), f"“{NAME}”")

    def __len__(self) -> int:
        return sum(isinstance(self.entries.get(key), Figure) for key in self.keys)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __str__(self) -> str:
        raise UnknownNameError(f"“{NAME}”不能直接写入正文，请逐行循环")

    def _row(self, figure: Figure) -> dict[str, object]:
        now = Shown(figure, self.citations)
        then = _told_briefly(last_year(now))
        cells: tuple[object, ...] = (
            figure.label,
            figure.unit,
            _answer(now),
            _answer(then),
            _changed(now, then),
        )
        return dict(zip(COLUMNS, cells, strict=True))


def _told_briefly(then: Shown) -> Shown:
    """Last year's figure; where it is awaited, the row says already what it is."""
    if then.figure.value is not Blank.MISSING:
        return then
    return Shown(replace(then.figure, awaited=("上年数",)), then.citations)


def _answer(value: Shown) -> object:
    """The figure; — where it does not apply, or cannot be compared with this year's."""
    return NONE if value.figure.value in (Blank.NOT_APPLICABLE, Blank.INCOMPARABLE) else value


def _changed(now: Shown, then: Shown) -> object:
    """增长12.5%, 下降3%, 提高2个百分点, 持平; — where there is nothing to compare with, or why what
    is there cannot be."""
    if then.figure.value is Blank.INCOMPARABLE and now.figure.is_known:
        return change(now, then)
    if now.figure.quantity is None or then.figure.quantity is None:
        return NONE
    both_printed = now.figure.kind is Kind.RATE
    compared = change(now, then, now.citations.places if both_printed else 1)
    words = {SAME: "持平", FROM_NOTHING: NONE}.get(compared.words, compared.words)
    return compared.saying(words.removeprefix("同比").removeprefix("与上年"), "")


def main_kinds() -> dict[str, Kind]:
    """What the columns hold, for who checks a template before there is any data."""
    return {name: Kind.INTEGER if name in ("本年", "上年") else Kind.TEXT for name in COLUMNS}
