"""历年 in the catalogue: what is to be written there, held against what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from drafter.catalogue.bygone import SHEET, amount_in, key_then
from drafter.catalogue.catalogue import Catalogue
from drafter.catalogue.earlier import as_of
from drafter.catalogue.indicator import Indicator
from drafter.desk.catalogue.catalogue_editing import Amendment, amend
from drafter.desk.catalogue.catalogue_rows import Leaf, catalogue_rows
from drafter.desk.catalogue.setting_up import Replaced
from drafter.desk.files.progress import Progress, silent
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError

_BROKEN = f"指标目录的“{SHEET}”表缺少栏目，请先在Excel中改正：指标编号、年度、数、出处"


class State(StrEnum):
    """What becomes of a row."""

    NEW = "写入"
    SAME = "已有"
    OTHER = "与现有数不同"
    DOUBTFUL = "待确认"


class Bygone(Struct, frozen=True):
    """A figure of an earlier year by the key that it had then; the sentence that it was found in;
    `doubt` is why somebody has to confirm it, `standing` what 历年 says now, `replaces` what
    somebody saw there who wants this instead."""

    key: str
    label: str
    unit: str
    year: int
    text: str
    source: str
    sentence: str = ""
    doubt: str = ""
    standing: str = ""
    same: bool = False
    replaces: str = ""

    @property
    def state(self) -> State:
        """What becomes of it."""
        if self.standing and (self.same or self.standing != self.replaces):
            return State.SAME if self.same else State.OTHER
        return State.DOUBTFUL if self.doubt else State.NEW


class Taken(Struct, frozen=True):
    """The rows that were written, and under which name the catalogue before is kept."""

    rows: tuple[Bygone, ...]
    kept: str = ""


def indicators_then(catalogue: Catalogue, year: int) -> dict[str, Indicator]:
    """What was asked in that year, by the keys of that time."""
    return dict(as_of(catalogue, year).indicators)


def stands(catalogue: Catalogue, row: Bygone, indicator: Indicator) -> tuple[str, bool]:
    """(what 历年 says of it now, "" for nothing; whether that is the same)."""
    figure = catalogue.bygone.get(row.year, {}).get(row.key)
    if figure is None:
        return "", False
    standing = figure.sources[0].said
    if not indicator.kind.counts:
        return standing, standing == row.text
    return standing, figure.value == amount_in(row.text, indicator)


def take(
    workspace: Workspace, rows: Sequence[Bygone], replace: bool = False, progress: Progress = silent
) -> Taken:
    """Write the rows into 历年; a different number that stands there only where it is to be
    replaced. Raises CatalogueError where the catalogue could not be used then."""
    wanted = [one for one in _single(rows) if one.state is not State.SAME]
    wanted = [one for one in wanted if replace or one.state is not State.OTHER]
    if not wanted:
        return Taken(())
    leaf = catalogue_rows(workspace).get(SHEET)
    if leaf is None:
        raise WorkspaceError(_BROKEN)
    catalogue = workspace.catalogue()
    amendments = list(_amendments(catalogue, leaf, wanted))
    replaced: Replaced = amend(workspace, amendments, progress)
    return Taken(tuple(wanted), replaced.kept)


def _single(rows: Iterable[Bygone]) -> Iterator[Bygone]:
    """The rows; raises WorkspaceError where two say different numbers of the same thing."""
    taken = dict[tuple[str, int], Bygone]()
    for one in rows:
        first = taken.setdefault((one.key, one.year), one)
        if first is one:
            yield one
        elif first.text != one.text:
            raise WorkspaceError(
                f"{one.year}年“{one.label}”有两个数：{first.text}、{one.text}，没有写入；请只留一个"
            )


def _amendments(catalogue: Catalogue, leaf: Leaf, rows: Iterable[Bygone]) -> Iterator[Amendment]:
    for one in rows:
        indicators = indicators_then(catalogue, one.year)
        line = next(
            (
                line
                for line in leaf.lines
                if line.texts.get("年度", "").removesuffix("年") == str(one.year)
                and key_then(catalogue, line.texts.get("指标编号", ""), one.year, indicators)
                == one.key
            ),
            None,
        )
        texts = {"指标编号": one.key, "年度": str(one.year), "数": one.text, "出处": one.source}
        if line:
            texts["指标编号"] = line.texts["指标编号"]
        yield Amendment(leaf.name, line.number if line else 0, texts, line.mark if line else "")
