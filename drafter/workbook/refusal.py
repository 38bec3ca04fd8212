"""Why a file is not opened, in words for its sender."""

from __future__ import annotations

BROKEN = "文件已损坏，打不开；请重新保存后报送"
LOCKED = "工作簿加了密码，打不开；请在Excel或WPS中取消密码后重新保存报送"
STRANGE = "文件内部结构异常（部件名重复或越界），未打开；请用Excel或WPS另存后报送"
TOO_LARGE = "文件展开后过大，未打开；请删去图片和空白格式行后另存报送"
TOO_MANY = "表中空白格式行过多，未打开；请清除空白行的格式后另存报送"
TOO_LONG = "表中内容过多，超出填报表范围，未打开；请用下发的表填报"
DOCTYPE = "文件含有文档类型声明（DOCTYPE），可能是恶意文件，未打开；请用Excel或WPS另存后报送"


class RefusedError(Exception):
    """The file is not opened any further. The message is the reason, and says what to do."""


def outside(cell: str) -> RefusedError:
    """The refusal of a value far outside any form."""
    return RefusedError(f"{cell}处有内容，超出填报表范围；请清除该单元格及其周围后重新报送")


def damaged(part: str) -> RefusedError:
    """The refusal of a file of which one part is no XML."""
    return RefusedError(f"文件已损坏（{printable(part)}），请重新保存后报送")


def unclear(sheet: str, cell: str) -> RefusedError:
    """The refusal of a cell that can be read in two ways, or in none."""
    place = f"“{printable(sheet)}”{printable(cell)}处"
    return RefusedError(f"{place}的内容有误，读不准；请用Excel或WPS打开并另存后报送")


def printable(text: str) -> str:
    """A name from an untrusted file, short and without what could upset a terminal."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:60])
    return f"{shown}…" if len(text) > 60 else shown
