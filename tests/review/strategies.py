"""Documents as hypothesis draws them: a base, and copies edited in every way that people edit."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from hypothesis import strategies as st

WORDS = (
    "办理",
    "案件",
    "件",
    "，",
    "。",
    "法律援助",
    "增长",
    "2023年",
    "一是",
    "‖",
    "⇥",
    "◆",
    "A",
    " ",
)
VALUES = ("613", "620", "80余", "2.8万余", "98%", "1,234", "3", "民政局", "无")
LEAST, MOST = 1, 7


def line(random: Random, names: list[str]) -> str:
    """A paragraph with some marks of those that are left."""
    pieces = []
    for _ in range(random.randint(0, 6)):
        if names and random.random() < 0.35:
            pieces.append(f"{{{names.pop(0)}:{random.choice(VALUES)}}}")
        else:
            pieces.append(random.choice(WORDS))
    heading = "#" if random.random() < 0.15 else ""
    text = heading + "".join(pieces)
    return text if not text.startswith("|") else f"，{text}"


def lines(random: Random) -> list[str]:
    """Lines of a document: paragraphs, and here and there a table."""
    names = [f"_fig_{n:04d}" if n % 4 else f"_blk_{n:04d}" for n in range(1, 20)]
    made: list[str] = []
    for _ in range(random.randint(LEAST, MOST)):
        if random.random() < 0.2:
            width = random.randint(1, 3)
            for _ in range(random.randint(1, 3)):
                cells = [line(random, names).lstrip("#").replace("|", "") for _ in range(width)]
                made.append("| " + " | ".join(cell or " " for cell in cells))
            made.append(line(random, names))
        else:
            made.append(line(random, names))
    return made


Edit = Callable[[Random, list[str]], None]


def edited(random: Random, base: list[str]) -> list[str]:
    """A copy with a few edits; its last line is a paragraph still."""
    made = list(base)
    for _ in range(random.randint(0, 4)):
        random.choice(EDITS)(random, made)
    if not made or made[-1].startswith("|"):
        made.append(random.choice(WORDS))
    return made


def _at(random: Random, made: list[str]) -> int:
    return random.randrange(len(made)) if made else 0


def _value(random: Random, made: list[str]) -> None:
    """Another value in a mark."""
    at = _at(random, made)
    if made and ":" in made[at]:
        head, _, rest = made[at].partition(":")
        made[at] = f"{head}:{random.choice(VALUES)}}}{rest.partition('}')[2]}"


def _words(random: Random, made: list[str]) -> None:
    """Words put somewhere outside of a mark."""
    at = _at(random, made)
    if made and not made[at].startswith("|"):
        cut = made[at].find("{") if "{" in made[at] else len(made[at])
        made[at] = made[at][:cut] + random.choice(WORDS) + made[at][cut:]


def _delete(random: Random, made: list[str]) -> None:
    if len(made) > 1:
        made.pop(_at(random, made))


def _insert(random: Random, made: list[str]) -> None:
    made.insert(
        random.randint(0, len(made)), "".join(random.choices(WORDS, k=random.randint(0, 5)))
    )


def _move(random: Random, made: list[str]) -> None:
    if len(made) > 1:
        moved = made.pop(_at(random, made))
        made.insert(random.randint(0, len(made)), moved)


def _swap(random: Random, made: list[str]) -> None:
    """Two halves of a paragraph change places, marks and all."""
    at = _at(random, made)
    if made and not made[at].startswith(("|", "#")) and "}" in made[at]:
        head, _, rest = made[at].partition("}")
        made[at] = rest + head + "}"


def _unmark(random: Random, made: list[str]) -> None:
    """A mark is lost, its words stay."""
    at = _at(random, made)
    if made and "{" in made[at]:
        head, _, rest = made[at].partition("{")
        words, _, tail = rest.partition(":")[2].partition("}")
        made[at] = head + words + tail


def _row(random: Random, made: list[str]) -> None:
    rows = [n for n, text in enumerate(made) if text.startswith("|")]
    if rows:
        at = random.choice(rows)
        made.insert(at, "| " + " | ".join(["新行"] * made[at].count("|")))


EDITS: tuple[Edit, ...] = (_value, _words, _delete, _insert, _move, _swap, _unmark, _row)


def rows_apart(made: list[str]) -> list[str]:
    """Rows of one table have one width: a table of another width begins behind a paragraph."""
    apart: list[str] = []
    for text in made:
        both_rows = bool(apart) and apart[-1].startswith("|") and text.startswith("|")
        if both_rows and apart[-1].count("|") != text.count("|"):
            apart.append("")
        apart.append(text)
    return apart


documents = st.integers(0, 2**32).map(lambda seed: rows_apart(lines(Random(seed))))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A document and an edited copy; now and then two that have nothing in common."""
    random = Random(draw(st.integers(0, 2**32)))
    base = rows_apart(lines(random))
    other = lines(random) if random.random() < 0.15 else edited(random, base)
    return base, rows_apart(other)


@st.composite
def triples(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """A base and two edited copies."""
    random = Random(draw(st.integers(0, 2**32)))
    base = rows_apart(lines(random))
    return base, rows_apart(edited(random, base)), rows_apart(edited(random, base))
