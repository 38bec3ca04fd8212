"""Rows sorted, inserted, deleted, copied and cut in LibreOffice: no value goes to another's name.

Random edits, as a person makes them by hand, with the form's protection taken off. Whatever was
done: the value read for an indicator is the one that was given to it, or none, and it is said why.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import drafter
from drafter.desk.files.equipment import Equipment
from drafter.desk.year.results import Checked
from drafter.desk.year.workspace import Workspace
from drafter.model.figure import Figure, text
from drafter.model.finding import Blank
from tests.building import catalogue_bytes, fill_form, said, workspace
from tests.intake.conftest import Office

FORMS, EDITS_EACH = 90, (1, 4)
ENDINGS = ("xlsx", "ods", "xls")
INDICATORS = "\n".join(
    [
        *(f"甲.数{n} | 甲项{n} | 件 | 整数 | 县局" for n in range(1, 8)),
        *(f"乙.数{n} | 乙项{n} | 人 | 整数 | 县局" for n in range(1, 6)),
        "乙.合计 | 乙项合计 | 人 | 整数 | | 乙.数1 + 乙.数2",
        *(f"丙.文{n} | 材料{n} | | 长文本 | 县局" for n in range(1, 5)),
    ]
)
COUNTS = [*(f"甲.数{n}" for n in range(1, 8)), *(f"乙.数{n}" for n in range(1, 6))]
TEXTS = [f"丙.文{n}" for n in range(1, 5)]
GIVEN: dict[str, Any] = {
    **{key: 1000 + 37 * n for n, key in enumerate(COUNTS)},
    **{key: f"这是{key}的文字" for key in TEXTS},
}
FIRST, LAST = 6, 20  # rows of 填报表: two groups, twelve indicators, one that is calculated
Edit = list[Any]


def an_edit(dice: random.Random) -> Edit:
    """Something that people do to rows: mostly whole rows, sometimes the columns they can see."""
    sheet, first, last, right = dice.choice(
        [("填报表", FIRST, LAST, "G"), ("填报表", FIRST, LAST, "G"), ("文字材料", 4, 7, "E")]
    )
    row, other = dice.randint(first, last), dice.randint(first - 1, last + 4)
    left = dice.choice("AAAB")
    cells, column = f"{left}{row}:{right}{row}", dice.randint(0, 3)
    return dice.choice(
        [
            ["insert_rows", sheet, row, dice.randint(1, 3)],
            ["delete_rows", sheet, row, 1],
            ["sort", sheet, f"{left}{first}:{right}{last}", column, dice.random() < 0.5],
            ["sort", sheet, f"A{row}:{right}{max(row, other)}", column, dice.random() < 0.5],
            ["copy", sheet, cells, f"{left}{other}"],
            ["cut", sheet, cells, f"{left}{other}"],
            ["cut", sheet, f"D{row}:D{row}", f"D{other}"],
            ["cut", sheet, f"D{row}:D{row}", f"{dice.choice('CEFHK')}{other}"],
            ["push_down", sheet, f"D{row}:D{row}"],
            ["pull_up", sheet, f"D{row}:D{row}"],
            ["push_down", sheet, cells],
            ["insert_columns", sheet, dice.randint(1, 6), 1],
        ]
    )


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Path]]:
    """A workspace, its reader kept running, and the form as its department filled it in."""
    opened = workspace(tmp_path_factory.mktemp("下发"), catalogue_bytes(INDICATORS))
    filled = fill_form(opened, "县局", GIVEN)
    kept = filled.rename(opened.folders.root / "填好.xlsx")
    with Equipment() as equipment:
        yield drafter.open(opened.folders.root, equipment=equipment), kept


def check_one(
    opened: Workspace, office: Office, form: Path, edits: list[Edit], ending: str
) -> Checked:
    """The run after the form was edited and sent, alone in the inbox."""
    target = opened.folders.root / f"inputs/2024/县局.{ending}"
    target.unlink(missing_ok=True)
    office(form, edits, target)
    checked = opened.check()
    target.unlink()
    return checked


@pytest.mark.libreoffice
@pytest.mark.slow
def test_no_value_is_ever_read_as_anothers(given: tuple[Workspace, Path], office: Office) -> None:
    opened, form = given
    done, kept = 0, 0
    for seed in range(FORMS):
        dice = random.Random(seed)
        edits = [an_edit(dice) for _ in range(dice.randint(*EDITS_EACH))]
        checked = check_one(opened, office, form, edits, dice.choice(ENDINGS))
        kept += assert_nothing_moved(checked, edits)
        done += len(edits)
    assert done >= 200
    assert (
        kept >= FORMS * len(GIVEN) // 3
    )  # most values are still read: refusing all proves nothing


def assert_nothing_moved(checked: Checked, edits: list[Edit]) -> int:
    """Each value is its own, or is missing with a finding; how many were read."""
    kept = 0
    for key, value in GIVEN.items():
        figure = checked.ledger.entries[key]
        assert isinstance(figure, Figure)
        if figure.value is Blank.MISSING:
            told = [
                f for f in checked.findings if f.indicator in (key, "") and f.severity != "提示"
            ]
            assert told, (edits, key, said(checked.findings))
        else:
            assert text(figure) == str(value), (edits, key, said(checked.findings))
            kept += 1
    return kept
