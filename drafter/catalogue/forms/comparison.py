"""This year beside last year, live: the change, and a question where it is a large one."""

from __future__ import annotations

from fractions import Fraction

from drafter.catalogue.forms.layout import EXPLANATION, LAST_YEAR, VALUE
from drafter.catalogue.indicator import Indicator
from drafter.model.figure import Entry, Figure
from drafter.model.finding import Kind, address
from drafter.model.quantity import decimal


def comparable(past: Entry | None) -> bool:
    """Whether last year's figure is an exact number, which a formula can calculate with."""
    return isinstance(past, Figure) and past.quantity is not None and not past.quantity.hedge


def change(row: int, indicator: Indicator) -> str:
    """The formula of the change: +12.5%, or 百分点 of a rate; blank until both are numbers."""
    now, before = address(row, VALUE), address(row, LAST_YEAR)
    if indicator.kind is Kind.RATE:
        difference = f'TEXT(({now}-{before})*100,"+0.0;-0.0")&"个百分点"'
    else:
        share = f'TEXT(({now}-{before})/ABS({before}),"+0.0%;-0.0%")'
        difference = f'IF({before}=0,"上年为0",{share})'
    both = f"AND(ISNUMBER({now}),ISNUMBER({before}))"
    return f'IFERROR(IF({both},IF({now}={before},"持平",{difference}),""),"")'


def question(row: int, bound: Fraction | None) -> str:
    """The formula that asks about a change beyond the bound until it is explained; "" for none.

    The same as the check of what comes back: a base of zero or less is not compared.
    """
    if bound is None:
        return ""
    now, before, note = (address(row, column) for column in (VALUE, LAST_YEAR, EXPLANATION))
    beyond = f"ABS({now}-{before})>{before}*{decimal(bound)}+0.0000001"
    ready = f'AND(ISNUMBER({now}),ISNUMBER({before}),{note}="")'
    return f'IFERROR(IF({ready},IF(AND({before}>0,{beyond}),"{warning(bound)}",""),""),"")'


def warning(bound: Fraction) -> str:
    """The sentence that asks about the change."""
    return f"✗ 比上年增减超过{decimal(bound * 100, 2)}%，请核对；属实的请在“说明”栏写明原因。"
