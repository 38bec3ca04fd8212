"""稿次: what sets a stage's draft apart: the mark under the title, the recipients, the 落款.

A stage is data: its texts are rows of the 报告 sheet, which may be given for one stage alone, as
主送（送审稿）; 无 there takes a text away.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from drafter.catalogue.catalogue import Settings

STAGE, RECIPIENT, ORGAN, DATE = "稿次", "主送", "落款机关", "成文日期"
TEXTS = (STAGE, RECIPIENT, ORGAN, DATE)
NOTHING = "无"


class Stage(Struct, frozen=True):
    """A stage of the report: whether its draft bears a mark and names recipients, and whether it
    stays in the office; what leaves it goes without comments."""

    name: str
    marked: bool = True
    addressed: bool = True
    internal: bool = False


STAGES = (
    Stage("初稿", internal=True),
    Stage("征求意见稿"),
    Stage("讨论稿"),
    Stage("送审稿"),
    Stage("审议稿"),
    Stage("公开稿", marked=False, addressed=False),
)
NAMES = tuple(stage.name for stage in STAGES)


def check_stage(stage: str) -> None:
    """Raises WorkspaceError where there is no such stage; "" is the catalogue's own."""
    if stage and stage not in NAMES:
        raise WorkspaceError(f"没有“{stage}”这一稿，可用：{'、'.join(NAMES)}")


def other_stage(texts: Mapping[str, str], stage: str) -> str:
    """The stage; "" where it is the catalogue's own."""
    return "" if stage == texts.get(STAGE) else stage


def leaves(stage: str) -> bool:
    """Whether a draft of the stage leaves the office. Without a stage it stays; with a 稿次 in the
    office's own words it is treated as leaving, because its use is unknown."""
    internal = (one.internal for one in STAGES if one.name == stage)
    return bool(stage) and not next(internal, False)


def staged(texts: Mapping[str, str], stage: str = "") -> dict[str, str]:
    """稿次, 主送, 落款机关 and 成文日期 as the stage prints them; "" for what it does not have.

    Without a stage, the catalogue's own counts; a 稿次 in other words prints everything.
    """
    name = stage or texts.get(STAGE, "")
    definition = next((one for one in STAGES if one.name == name), Stage(name))
    wordings = {row: staged_row(texts, row, name) for row in TEXTS[1:]}
    wordings[STAGE] = _own(texts, STAGE, name) or name
    shown = {STAGE: definition.marked, RECIPIENT: definition.addressed}
    return {row: text if shown.get(row, True) else "" for row, text in wordings.items()}


def staged_row(texts: Mapping[str, str], row: str, stage: str) -> str:
    """The row's text for the stage; its colon is the template's to print."""
    text = _own(texts, row, stage) or texts.get(row, "")
    return "" if text == NOTHING else text.rstrip("：:")


def _own(texts: Mapping[str, str], row: str, stage: str) -> str:
    """The row given for this stage alone."""
    return texts.get(f"{row}（{stage}）") or texts.get(f"{row}({stage})") or ""


def printed(settings: Settings, stage: str = "") -> dict[str, str]:
    """All that 报告 offers to a template: the sheet's rows as the stage prints them, and dates."""
    derived = {"统计期": settings.period, "下一年度": str(settings.year + 1)}
    return {**derived, **settings.texts, **staged(settings.texts, stage)}
