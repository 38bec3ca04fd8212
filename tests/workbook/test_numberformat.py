"""What number formats show, as Excel's documentation has it."""

from __future__ import annotations

from time import process_time

import pytest

from drafter.workbook.numberformat import displayed, misleading


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        (";;;", 613, ""),
        ("0;-0;;@", 0, ""),
        ('"无"', 5, "无"),
        ("0,", 28000, "28"),
        ("0.0,,", 12345678, "12.3"),
        ("0!.0,", 28000, "2.8"),
        ('0\\.0,"万"', 28765, "2.9万"),
        ('[>=10000]0!.0,"万";0', 28000, "2.8万"),
        ('"约"0"余"', 613, "约613余"),
        ('General"人"', 5, "5人"),
        ('G/通用格式"件"', 80, "80件"),
        ('0"%"', 97, "97%"),
        ("000-0000", 6301234, "630-1234"),
        ("#,##0_);(#,##0)", -5, "-5"),
        (r"0\!.0,\万", 28000, "28!.0万"),  # what LibreOffice makes of 0!.0,"万", and shows
    ],
)
def test_what_misleads_is_worked_out(code: str, value: float, shown: str) -> None:
    assert displayed(code, value) == shown


@pytest.mark.parametrize(
    ("code", "value"),
    [
        *(("General", 5), ("0", 613), ("#,##0.00", 613.5), ("[Red]0", 4), ("@", 5), ("10", 5)),
        *(("￥0", 5), ("[$¥-804]#,##0.00", 5), ("0;-0;;@", 5), ('[>=10000]0!.0,"万";0', 500)),
        *(('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0), ("0.00E+00", 5), ("# ?/?", 5)),
    ],
)
def test_usual_formats_are_no_matter(code: str, value: float) -> None:
    assert displayed(code, value) is None


@pytest.mark.parametrize(
    ("shown", "value", "kept"),
    [
        *(("28", 28000, "28"), ("2.8万", 28000, "2.8万"), ("28!.0万", 28000, "28!.0万")),
        *(("", 613, ""), ("约613余", 613, "约613余"), ("613", 613, None), ("1,234", 1234, None)),
        *((" -  ", 0, None), (" (12)", -12, None), ("4.00", -4, None), ("-¥5.50", -5.5, None)),
        *(("98%", 0.975, None), ("US$5.50", 5.5, None), ("2.80E+04", 28000, None)),
        *(("2 1/2", 2.5, None), ("9" * 9999, 5, "9" * 9999)),
    ],
)
def test_of_what_an_ods_says_is_shown_what_misleads_is_kept(
    shown: str, value: float, kept: str | None
) -> None:
    assert misleading(shown, value) == kept


@pytest.mark.parametrize("code", [";" * 200, "[" * 255, '"' * 255, "!" * 255, "0," * 127, "_" * 99])
def test_odd_formats_cost_nothing(code: str) -> None:
    start = process_time()
    displayed(code, 613)
    assert process_time() - start < 0.1
