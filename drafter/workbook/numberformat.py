"""What a number format (ECMA-376 part 1, 18.8.31) makes of a number, where it misleads.

Worked out are words beside the digits, thousands left out, and nothing shown.
Grouping, colours and currency signs change no meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from drafter.model.pattern import pattern

_LONGEST = 255  # of a number format, in Excel
_TOKEN = pattern(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digit>[0#?])|(?P<general>General|G/通用格式)|(?P<odd>[/@eE])|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = pattern(r'(?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;])*')
_CONDITION = pattern(r"(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)")
_NUMBER = pattern(
    r"-?(?:[A-Z]{0,3}[¥￥$€])?[-+]?(?P<digits>\d[\d,]{0,40}(?:\.\d{0,40})?)(?P<percent>%?)",
    re.ASCII,
)
_ODD = pattern(r"-?[\d.]{1,40}E[-+]?\d{1,3}|-?[\d ]{0,40}/ ?\d{1,9}", re.ASCII)
_UNSPOKEN = " ¥￥$€+　"
_HOLDS = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}


def displayed(code: str, value: float) -> str | None:
    """What the cell shows; None where the format is a usual one or is not understood."""
    if code.isdigit() or len(code) > _LONGEST:
        return None
    section, signed = _section(code, value)
    pieces = list(_pieces(section))
    if any(kind == "odd" for kind, _ in pieces):
        return None
    words = [text for kind, text in pieces if kind == "word"]
    scale = _scale(pieces)
    if not words and not scale and any(kind in ("digit", "general") for kind, _ in pieces):
        return None
    amount = Fraction(f"{abs(value):.15g}") / 1000**scale
    return _bookkept(_written(pieces, amount, signed and value < 0), value)


def misleading(shown: str, value: float) -> str | None:
    """The text that a program stored as shown; None where it is the number or not understood."""
    text = _bookkept(shown.strip(), value)
    if text is None or _ODD.fullmatch(text):
        return None
    number = _NUMBER.fullmatch(text)
    return None if number and not _is_apart(number, value) else text


def _is_apart(number: re.Match[str], value: float) -> bool:
    """Whether the digits are not the value's, rounded; a minus may be a colour instead."""
    amount = Fraction(number["digits"].replace(",", ""))
    hundred = 100 if number["percent"] else 1
    places = len(number["digits"].partition(".")[2])
    return abs(amount - abs(Fraction(f"{value:.15g}")) * hundred) > Fraction(1, 2 * 10**places)


def _bookkept(shown: str, value: float) -> str | None:
    """Bookkeepers' signs are usual: - for zero, and brackets for less."""
    if shown == "-" and not value:
        return None
    return f"-{shown[1:-1]}" if value < 0 and shown[:1] + shown[-1:] == "()" else shown


def _section(code: str, value: float) -> tuple[str, bool]:
    """The part of the format that applies, and whether the minus sign is still to be written."""
    parts = _split(code)
    tests = [_CONDITION.search("".join(re.findall(r"\[([^\]]*)\]", part))) for part in parts]
    if any(tests):
        fits = (
            part
            for part, test in zip(parts, tests, strict=True)
            if test is None or _HOLDS[test[1]](value, float(test[2]))
        )
        return next(fits, parts[-1]), True
    if len(parts) == 1:
        return parts[0], True
    if value < 0:
        return parts[1], False
    return parts[2] if len(parts) > 2 and value == 0 else parts[0], False


def _split(code: str) -> list[str]:
    parts, rest = [], code
    while True:
        match = _SECTION.match(rest)
        section = match[0] if match else ""
        parts.append(section)
        if len(section) >= len(rest):
            return parts
        rest = rest[len(section) + 1 :]


def _pieces(section: str) -> Iterator[tuple[str, str]]:
    """digit, point, comma, percent, general, odd; word for each literal that says something."""
    marks = {".": "point", ",": "comma", "%": "percent"}
    for token in _TOKEN.finditer(section):
        for kind in ("digit", "general", "odd"):
            if token[kind]:
                yield kind, token[0]
        literal = token["quoted"] or token["escaped"] or token["other"] or ""
        if token["other"] in marks:
            yield marks[token["other"]], token["other"]
        elif literal.strip(_UNSPOKEN):
            yield "word", literal.strip()


def _scale(pieces: list[tuple[str, str]]) -> int:
    """How often 1000 is left out: commas behind the last digit."""
    kinds = [kind for kind, _ in pieces if kind != "word"]
    last = max((n for n, kind in enumerate(kinds) if kind == "digit"), default=len(kinds))
    behind = kinds[last + 1 :]
    return len(behind) - len([kind for kind in behind if kind != "comma"]) if behind else 0


def _written(pieces: list[tuple[str, str]], amount: Fraction, minus: bool) -> str:
    """The digits with the words before, among and behind them."""
    digits = [n for n, (kind, _) in enumerate(pieces) if kind in ("digit", "general")]
    if not digits:
        return "".join(text for kind, text in pieces if kind == "word")
    first, last = digits[0], digits[-1]
    before = "".join(text for kind, text in pieces[:first] if kind == "word")
    behind = "".join(text for kind, text in pieces[last:] if kind in ("word", "percent"))
    number = _number(pieces[first : last + 1], amount)
    if "percent" in (kind for kind, _ in pieces):
        number = _number(pieces[first : last + 1], amount * 100)
    return f"{'-' if minus else ''}{before}{number}{behind}"


def _number(pieces: list[tuple[str, str]], amount: Fraction) -> str:
    kinds = [kind for kind, _ in pieces]
    if "general" in kinds:
        return f"{float(amount):.15g}"
    places = " ".join(kinds).partition("point")[2]
    count = places.split().count("digit")
    rounded = int(amount * 10**count + Fraction(1, 2))
    digits = str(rounded).zfill(count + 1)
    if "word" in kinds:
        return _spelled(pieces, digits)
    return f"{digits[: len(digits) - count]}.{digits[len(digits) - count :]}" if count else digits


def _spelled(pieces: list[tuple[str, str]], digits: str) -> str:
    """Words among the digits, as in 0!.0 or 000-0000, set from the right."""
    digits = digits.zfill(sum(kind == "digit" for kind, _ in pieces))
    written, left = "", digits
    slots = sum(kind == "digit" for kind, _ in pieces)
    for kind, text in reversed(pieces):
        if kind in ("word", "point"):
            written = text + written
        elif kind == "digit":
            slots -= 1
            taken = left[-1:] if slots else left
            left = left[: len(left) - len(taken)]
            written = taken + written
    return written
