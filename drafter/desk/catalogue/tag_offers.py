"""What to copy into the template for an indicator: its tag, with the filter that fits its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.indicator import Column, Indicator
from drafter.model.finding import Kind
from drafter.model.quantity import doubled

_SHORT = (Kind.TEXT, Kind.DATE)
_NO_PAST = "。还没有上年的数，现在会印成【待补】；请先把上年的报表送到“部门”页"


class Offer(Struct, frozen=True):
    """Lines to copy, and what they print."""

    text: str
    use: str


class Offered(Struct, frozen=True):
    """An indicator, and the tags that are offered for it; the first is the usual one."""

    indicator: Indicator
    offers: tuple[Offer, ...]


def tag_offers(
    catalogue: Catalogue, word: str = "", past: Collection[str] | None = None
) -> dict[str, list[Offered]]:
    """For every indicator that has the word in its key or name, or in a key that it had before, by
    theme in the catalogue's order; `past` are those of which last year's figure is there, None
    where that is not known."""
    themes: dict[str, list[Offered]] = {}
    for indicator in catalogue.indicators.values():
        earlier = (key for step in indicator.lineage for key in step.keys)
        if any(word in name for name in (indicator.key, indicator.label, *earlier)):
            themes.setdefault(indicator.theme, []).append(
                Offered(indicator, tuple(_offers(indicator, past is None or indicator.key in past)))
            )
    return themes


def _offers(indicator: Indicator, past: bool) -> Iterator[Offer]:
    key, without = indicator.key, "" if past else _NO_PAST
    if indicator.kind is Kind.TABLE:
        yield from _of_table(indicator)
    elif indicator.kind is Kind.LONG_TEXT:
        yield Offer(f"{{{{p {key} }}}}", "各段文字，一段一段印出，单独成段")
    elif indicator.kind in _SHORT:
        yield Offer(f"{{{{ {key} }}}}", "照填报的印")
    else:
        unit = "" if indicator.kind is Kind.RATE else indicator.unit
        yield Offer(f"{{{{ {key} }}}}{unit}", "本年的数")
        yield Offer(f"{{{{ {key}|同比 }}}}", f"比上年增减，如同比增长12.5%{without}")
        if indicator.kind is not Kind.RATE and not doubled("亿", unit):
            yield Offer(f"{{{{ {key}|万 }}}}{unit}", "以万计，不足1万的不变")


def _of_table(table: Indicator) -> Iterator[Offer]:
    short = any(column.kind is Kind.TEXT for column in table.columns)
    if short and any(column.kind.counts for column in table.columns):
        yield Offer(f"{{{{ {table.key}|列举 }}}}", "排成一行，如民政3项、教育2项")
    cells = "，".join(f"{{{{ 行.{column.name} }}}}{_unit(column)}" for column in table.columns)
    loop = f"{{%p for 行 in {table.key} %}}\n{cells}。\n{{%p endfor %}}"
    yield Offer(loop, "一行一段，三行各占一段")


def _unit(column: Column) -> str:
    return "" if column.kind is Kind.RATE else column.unit
