"""A new workspace from the shipped kit, with place, level, year and departments put in: planned, so
that it can be shown what will be made; then made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from drafter.catalogue.catalogue import Department
from drafter.catalogue.fixed_sheet import TABLES as FIXED
from drafter.catalogue.indicator_row import LATER
from drafter.catalogue.rows import BETWEEN
from drafter.catalogue.settings import LEVELS
from drafter.desk.catalogue.catalogue_rows import INDICATORS
from drafter.desk.catalogue.staffing import Homeless, homeless, pasted_departments
from drafter.desk.files.folders import ANNEX, CATALOGUE, TEMPLATE, read_file, write_file
from drafter.desk.files.kits import kits, shipped
from drafter.disk.names import safe_name
from drafter.disk.unfinished import PREFIX
from drafter.model.errors import WorkspaceError

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# A level word before what belongs to a level: 区司法局, 区本级, 区委, 本区; not 社区, 辖区, 片区.
_LEVEL_WORD = (
    r"(?<=[全我本]){old}(?!域)|(?<![社辖片地小园景校]){old}"
    r"(?=本级|级|直|委|政府|人大|政协|人民|司法|法院|检察|镇|[^\s]{{1,12}}局$)"
)
# Columns that the template and the rules refer to by name: they are the same everywhere.
_NAMES = ("指标编号", "列名", "计算公式", "规则", "项目", "表编号", "分段", "编号")
MAIN_KIT = "法治政府建设"
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_LONGEST_REGION = 20


class Wish(Struct, frozen=True):
    """What was answered: place, year, level ("" for the place's last character), the departments as
    they were pasted ("" for the kit's own), whom they ask, and until when they report. `homes`: to
    whom goes what the kit asks of a department of its own; LATER for nobody yet."""

    region: str
    year: str
    level: str = ""
    departments: str = ""
    contact: str = ""
    phone: str = ""
    due: str = ""
    homes: Mapping[str, str] = field(default_factory=dict)
    kit: str = ""


class Plan(Struct, frozen=True):
    """What will be made of a wish; `mistakes` says what is wrong with it, by field, and
    `homeless` which departments of the kit have to be placed, with those that are."""

    wish: Wish
    level: str
    departments: tuple[Department, ...]
    homeless: tuple[Homeless, ...]
    indicators: int
    later: int
    mistakes: Mapping[str, str]
    catalogue: bytes

    @property
    def unplaced(self) -> list[Homeless]:
        """The departments of the kit that nothing was said about."""
        return [one for one in self.homeless if one.name not in self.wish.homes]

    @property
    def ready(self) -> bool:
        """Whether it can be made."""
        return not self.mistakes and not self.unplaced

    @property
    def stem(self) -> str:
        """The name of its folder among others: 平安县2024年度."""
        return f"{self.wish.region}{self.wish.year}年度"


def planned(wish: Wish) -> Plan:
    """The plan of a wish, or what is wrong with it."""
    wish = replace(wish, kit="") if wish.kit == MAIN_KIT else wish
    level = wish.level or wish.region[-1:]
    departments, slip = pasted_departments(wish.departments)
    mistakes = {name: words for name, words in _slips(wish, level, slip) if words}
    if mistakes:
        return Plan(wish, level, departments, (), 0, 0, mistakes, b"")
    book = _book(wish.kit, wish.region, int(wish.year), level)
    asked = Counter(name for row in _asking(book) for name in _listed(row))
    strangers = homeless(asked, departments)
    names = {department.name for department in departments} | {LATER}
    if any(home not in names for home in wish.homes.values()):
        mistakes["homes"] = "指定的部门不在名单中，请重新选"
    cells = list(_asking(book))
    if departments:
        _move_in(cells, wish.homes)
        _staff(book["部门"], departments)
    _settle(book, wish)
    later = sum(cell.value == LATER for cell in cells)
    staff = departments or tuple(Department(str(row[0].value)) for row in _below(book["部门"]))
    return Plan(wish, level, staff, strangers, len(cells), later, mistakes, _saved(book))


def _slips(wish: Wish, level: str, departments: str) -> Iterator[tuple[str, str]]:
    """(field, what is wrong), "" where nothing is."""
    fit = safe_name(wish.region) == wish.region and len(wish.region) <= _LONGEST_REGION
    fit = fit and wish.region.isidentifier()
    yield "region", "" if fit else "请写地区名，如平安县"
    listed = "、".join(LEVELS)
    where = f"看不出“{wish.region}”是{listed}中的哪一级，请选定级别（命令：--level 县）"
    yield "level", "" if level in LEVELS else where
    whole = re.fullmatch("[0-9]{4}", wish.year)
    sound = whole and _FIRST_YEAR <= int(wish.year) <= _LAST_YEAR
    yield "year", "" if sound else f"年度{wish.year}不对，应为四位年份，如2024"
    yield "departments", departments
    shelf = [MAIN_KIT, *kits()]
    choice = f"没有套件“{wish.kit}”，可选：{'、'.join(shelf)}"
    yield "kit", "" if wish.kit in ("", *shelf) else choice


def make(folder: Path, plan: Plan) -> None:
    """Make the workspace in the folder. Raises WorkspaceError where the plan is not ready, or the
    folder holds something already."""
    if plan.mistakes:
        raise WorkspaceError(next(iter(plan.mistakes.values())))
    if plan.unplaced:
        raise WorkspaceError(_unplaced(plan.unplaced))
    if not is_free(folder):
        raise WorkspaceError(f"{folder}不是空目录，未写入；请换一个新目录")
    write_file(folder / TEMPLATE, read_file(shipped(TEMPLATE, plan.wish.kit)))
    if not plan.wish.kit:
        write_file(folder / ANNEX, read_file(shipped(ANNEX)))
    for name in (f"inputs/{plan.wish.year}", "output"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_file(folder / CATALOGUE, plan.catalogue)


def new_workspace(folder: Path, region: str, year: int, level: str = "") -> None:
    """A workspace with the kit's own departments. Raises WorkspaceError."""
    make(folder, planned(Wish(region, str(year), level)))


def _unplaced(unplaced: Iterable[Homeless]) -> str:
    named = "、".join(
        f"{one.name}（{one.indicators}项指标{f'，是否为{one.nearest}' if one.nearest else ''}）"
        for one in unplaced
    )
    return (
        f"名单中没有{named}；请逐个写明由谁填报，如 --assign 原部门=名单中的部门，"
        f"还没有定的写 --assign 原部门={LATER}"
    )


def is_free(folder: Path) -> bool:
    """Whether a workspace can be made there: it holds nothing of anybody's."""
    return not folder.exists() or (folder.is_dir() and not any(_strange(folder)))


def _strange(folder: Path) -> Iterator[Path]:
    """The files in it that are not what a run left that was killed before it wrote the catalogue,
    which is the last."""
    own = {folder / name for name in (TEMPLATE, ANNEX)}
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return (p for p in files if p not in own and not p.parent.name.startswith(PREFIX))


def _book(kit: str, region: str, year: int, level: str) -> Workbook:
    """The kit's catalogue for another place and year."""
    from openpyxl import load_workbook

    book = load_workbook(BytesIO(read_file(shipped(CATALOGUE, kit))))
    settings = _settings(book)
    old = {name: str(settings[name].value) for name in ("地区", "年度", "级别")}
    words = re.compile(_LEVEL_WORD.format(old=old["级别"]), re.MULTILINE)
    for sheet in book:
        heads = [str(cell.value) for cell in sheet[1]]
        for cell in (cell for row in _below(sheet) for cell in row):
            if isinstance(cell.value, str) and heads[cell.column - 1] not in _NAMES:
                moved = cell.value.replace(old["地区"], region).replace(old["年度"], str(year))
                cell.value = words.sub(level, moved) if level != old["级别"] else moved
    settings["地区"].value, settings["级别"].value = region, level
    settings["年度"].value = year
    return book


def _below(sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    """The rows below the head."""
    return sheet.iter_rows(min_row=2)


def _settings(book: Workbook) -> dict[str, Cell]:
    return {str(row[0].value): row[1] for row in _below(book["报告"])}


def _asking(book: Workbook) -> Iterator[Cell]:
    """The cells that say who is asked, of every indicator and every 固定表."""
    for sheet in (book[name] for name in (INDICATORS, FIXED) if name in book.sheetnames):
        at = [str(cell.value) for cell in sheet[1]].index("填报部门")
        yield from (row[at] for row in _below(sheet) if row[at].value)


def _listed(cell: Cell) -> list[str]:
    return [name for name in BETWEEN.split(str(cell.value)) if name]


def _move_in(cells: Iterable[Cell], homes: Mapping[str, str]) -> None:
    for cell in cells:
        names = dict.fromkeys(homes.get(name, name) for name in _listed(cell))
        certain = [name for name in names if name != LATER]
        _put(cell, "、".join(certain or names))


def _staff(sheet: Worksheet, departments: Iterable[Department]) -> None:
    """The rows of the sheet become those of the departments, in the look of the first."""
    from copy import copy

    looks = [copy(cell._style) for cell in next(_below(sheet))]
    sheet.delete_rows(2, sheet.max_row)
    for number, one in enumerate(departments, start=2):
        for column, text in enumerate((one.name, one.contact, one.phone), start=1):
            cell: Any = sheet.cell(number, column)
            cell._style = copy(looks[column - 1])
            _put(cell, text)


def _settle(book: Workbook, wish: Wish) -> None:
    """What only that place knows, as it was answered."""
    settings = _settings(book)
    own = {"报送期限": wish.due, "联系人": wish.contact, "联系电话": wish.phone}
    for name in own.keys() & settings.keys():
        _put(settings[name], own[name])


def _put(cell: Cell, text: str) -> None:
    """A text is a text, whatever it begins with."""
    cell.value = text or None
    if text:
        cell.data_type = "s"


def _saved(book: Workbook) -> bytes:
    from drafter.workbook.saving import saved

    return saved(book)
