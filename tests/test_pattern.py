"""Patterns are compiled when they are first used, each of them, and then are what re makes of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import drafter
from drafter.model.pattern import pattern
from tests.test_architecture import MODULES, module

# What functions of the house compile while it is imported; test_architecture sees what modules do.
_HOUSE = """
import gc, importlib, re, sys
compiled, compile = [], re.compile
def listing(text, flags=0):
    caller = sys._getframe(1)
    if caller.f_globals["__name__"].startswith("drafter.") and caller.f_code.co_name != "<module>":
        compiled.append(text)
    return compile(text, flags)
re.compile = listing
for name in sys.argv[1:]: importlib.import_module(name)
print(len(compiled))
from drafter.model.pattern import pattern
ours = [one for one in gc.get_objects() if type(one) is type(pattern("x"))]
for one in ours: one.search
print(len(compiled))
"""


def test_every_pattern_of_the_house_compiles_and_none_when_it_is_imported() -> None:
    names = [module(path) for path in MODULES if "portal" not in path.parts]
    arguments = [sys.executable, "-c", _HOUSE, *names]
    done = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    imported, used = (int(number) for number in done.stdout.split())
    assert imported == 0
    assert used > 400


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (lambda days: days.search("于6月3日").span(), (1, 5)),
        (lambda days: days.match("6月3日").groups(), ("6", "3")),
        (lambda days: days.fullmatch("6月3日止"), None),
        (lambda days: [m[0] for m in days.finditer("6月3日，7月4日")], ["6月3日", "7月4日"]),
        (lambda days: days.findall("6月3日，7月4日"), [("6", "3"), ("7", "4")]),
        (lambda days: days.sub(r"\2/\1", "6月3日"), "3/6"),
        (lambda days: days.subn("某日", "6月3日，7月4日"), ("某日，某日", 2)),
        (lambda days: days.split("自6月3日起"), ["自", "6", "3", "起"]),
        (lambda days: days.pattern, r"(\d+)月(\d+)日"),
    ],
)
def test_a_pattern_answers_as_that_of_re(call, shown) -> None:  # type: ignore[no-untyped-def]
    text = r"(\d+)月(\d+)日"
    assert call(pattern(text)) == call(re.compile(text)) == shown


def test_flags_and_bytes() -> None:
    assert pattern(b"<P>.", re.IGNORECASE | re.DOTALL).match(b"<p>\n")
    assert not pattern(b"<P>.").match(b"<p>\n")


def test_a_pattern_that_is_wrong_or_asked_for_what_it_has_not_says_so() -> None:
    with pytest.raises(re.error, match="unterminated"):
        pattern("(").search("")
    with pytest.raises(AttributeError, match="scanned"):
        pattern("x").scanned  # noqa: B018


def test_no_match_is_asked_which_pattern_it_is_of() -> None:
    # A match knows re's own pattern, never the one that was written: the comparison is always false.
    program = Path(drafter.__file__).parent
    asking = [file for file in program.rglob("*.py") if ".re is " in file.read_text("utf-8")]
    assert asking == []
