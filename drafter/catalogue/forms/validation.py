"""Excel's own prompts and checks at an input cell, in Chinese."""

from __future__ import annotations

from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from drafter.catalogue.indicator import Column, Indicator
from drafter.catalogue.rules import approximate
from drafter.model.finding import Kind
from drafter.model.quantity import decimal

_LONGEST_PROMPT, _LONGEST_TITLE = 250, 30
_LONGEST_FORMULA = 255  # Excel refuses a longer one in data validation


def guard(sheet: Worksheet, cell: str, indicator: Indicator) -> None:
    """Data validation with a prompt at the cell. 余 and 不适用 pass where they are allowed; the
    bounds of 余 are left to the check beside it where the formula would be too long."""
    formulas = (f"={accepted(cell, indicator, bounded)}" for bounded in (True, False))
    short = next((one for one in formulas if len(one) <= _LONGEST_FORMULA), "")
    rule = {
        "validate": "custom",
        "value": short,
        "input_title": indicator.label[:_LONGEST_TITLE],
        "input_message": _prompt(indicator)[:_LONGEST_PROMPT],
        "error_title": "请核对",
        "error_message": f"{_expected(indicator)}。"[:_LONGEST_PROMPT],
    }
    if indicator.kind is Kind.TEXT or not short:
        rule = {"validate": "any", **{k: rule[k] for k in ("input_title", "input_message")}}
    sheet.data_validation(cell, rule)


def type_check(cell: str, indicator: Indicator) -> str:
    """A formula that warns of an error, or of a value the indicator cannot have."""
    error = f'IF(ISERROR({cell}),"✗ 此格是错误值，请改正公式或直接填写。"'
    if indicator.kind is Kind.TEXT:
        return f'{error},"")'
    warning = f"✗ {_expected(indicator)}。"
    return f'{error},IF({cell}="","",IF({accepted(cell, indicator)},"","{warning}")))'


def guard_column(sheet: Worksheet, cells: str, column: Column) -> None:
    """Data validation of a table column; texts take anything."""
    if column.kind.counts:
        rule = {
            "validate": "integer" if column.kind is Kind.INTEGER else "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": "请核对",
            "error_message": f"“{column.name}”请只填数字，不带单位。",
        }
        sheet.data_validation(cells, rule)


def accepted(cell: str, indicator: Indicator, bounded: bool = True) -> str:
    """The formula that tells whether the cell holds what the indicator can be, 余 too where it is
    `bounded`."""
    choices = [f"AND({','.join((f'ISNUMBER({cell})', *_fitting(cell, indicator)))})"]
    if indicator.approximate:
        number = approximate.least(cell)
        tests = (f"{number}>0", *(_fitting(number, indicator) if bounded else ()))
        choices.append(f"AND({approximate.more_than(cell)},{','.join(tests)})")
    if indicator.inapplicable:
        choices.append(f'{cell}="不适用"')
    return f"OR({','.join(f'IFERROR({choice},FALSE)' for choice in choices)})"


def _fitting(number: str, indicator: Indicator) -> list[str]:
    """What has to hold of the number."""
    tests = []
    if indicator.kind is Kind.INTEGER:
        tests.append(f"{number}=INT({number})")
    if indicator.lower is not None:
        tests.append(f"{number}>={decimal(indicator.lower)}")
    if indicator.upper is not None:
        tests.append(f"{number}<={decimal(indicator.upper)}")
    return tests


def _expected(indicator: Indicator) -> str:
    nature = {Kind.INTEGER: "整数", Kind.RATE: "百分数（如98%）", Kind.DATE: "日期"}
    prompt = f"此格应填{nature.get(indicator.kind, '数字')}"
    prompt += _bounds(indicator.lower, indicator.upper) if indicator.kind is not Kind.RATE else ""
    prompt += "，约数填“80余”" if indicator.approximate else ""
    return prompt + ("，不适用的填“不适用”" if indicator.inapplicable else "")


def _bounds(lower: Fraction | None, upper: Fraction | None) -> str:
    if upper is None:
        return f"（不小于{decimal(lower)}）" if lower else ""
    return f"（{decimal(lower or Fraction(0))}至{decimal(upper)}）"


def _prompt(indicator: Indicator) -> str:
    unit = f"单位：{indicator.unit}。" if indicator.unit and indicator.kind is not Kind.RATE else ""
    rest = "" if indicator.kind is Kind.TEXT else _expected(indicator) + "。"
    return unit + rest + (indicator.guide or ("请填写文字。" if not rest else ""))
