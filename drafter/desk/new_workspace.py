"""A new workspace from the shipped kit, with place, level and year put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from drafter.catalogue.settings import LEVELS
from drafter.desk.folders import ANNEX, CATALOGUE, TEMPLATE, read_file, write_file
from drafter.disk.unfinished import PREFIX
from drafter.model.errors import WorkspaceError

_PACKAGE = Path(__file__).parents[1]
# A level word before what belongs to a level: 区司法局, 区本级, 区委; not 社区, 辖区, 片区.
_LEVEL_WORD = (
    r"(?<=[全我]){old}|(?<![社辖片地小园景校]){old}"
    r"(?=本级|级|直|委|政府|人大|政协|人民|司法|法院|检察|镇|[^\s]{{1,12}}局$)"
)
# Columns that the template and the rules refer to by name: they are the same everywhere.
_NAMES = ("指标编号", "列名", "计算公式", "规则", "项目")
_OWN = ("报送期限", "联系人", "联系电话")


def new_workspace(folder: Path, region: str, year: int, level: str = "") -> None:
    """Make the workspace. Raises WorkspaceError where the folder holds something already."""
    word = level or region[-1:]
    if word not in LEVELS:
        raise WorkspaceError(
            f"看不出“{region}”是{'、'.join(LEVELS)}中的哪一级，请加 --level，如 --level 县"
        )
    if not 1990 <= year <= 2200:
        raise WorkspaceError(f"年度{year}不对，应为四位年份，如2024")
    if folder.exists() and (not folder.is_dir() or any(_strange(folder))):
        raise WorkspaceError(f"{folder}不是空目录，未写入；请换一个新目录")
    catalogue = _catalogue(read_file(_kit(CATALOGUE)), region, year, word)
    for name in (TEMPLATE, ANNEX):
        write_file(folder / name, read_file(_kit(name)))
    for name in (f"inputs/{year}", "output"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_file(folder / CATALOGUE, catalogue)


def _strange(folder: Path) -> Iterator[Path]:
    """The files in it that are not what a run left that was killed before it wrote the catalogue,
    which is the last."""
    own = {folder / name for name in (TEMPLATE, ANNEX)}
    files = (path for path in folder.rglob("*") if not path.is_dir())
    return (p for p in files if p not in own and not p.parent.name.startswith(PREFIX))


def _kit(name: str) -> Path:
    """The kit inside an installed wheel, or the checkout's own templates."""
    packed = _PACKAGE / "shipped" / Path(name).name
    path = packed if packed.is_file() else _PACKAGE.parent / name
    if not path.is_file():
        raise WorkspaceError(f"安装不完整，缺少{Path(name).name}；请重新安装drafter")
    return path


def _catalogue(content: bytes, region: str, year: int, level: str) -> bytes:
    """The kit's catalogue for another place and year; what only that place knows is blank."""
    from openpyxl import load_workbook

    from drafter.workbook.saving import saved

    book = load_workbook(BytesIO(content))
    settings = {row[0].value: row[1] for row in book["报告"].iter_rows(min_row=2)}
    old = {name: str(settings[name].value) for name in ("地区", "年度", "级别")}
    words = re.compile(_LEVEL_WORD.format(old=old["级别"]), re.MULTILINE)
    for sheet in book:
        heads = [str(cell.value) for cell in sheet[1]]
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
            if isinstance(cell.value, str) and heads[cell.column - 1] not in _NAMES:
                moved = cell.value.replace(old["地区"], region).replace(old["年度"], str(year))
                cell.value = words.sub(level, moved) if level != old["级别"] else moved
    settings["地区"].value, settings["级别"].value = region, level
    settings["年度"].value = year
    for name in _OWN:
        if name in settings:
            settings[name].value = None
    return saved(book)
