"""The kits that drafter comes with: each a catalogue and a template."""

from __future__ import annotations

from pathlib import Path

from drafter.desk.files.folders import CATALOGUE, TEMPLATE
from drafter.model.errors import WorkspaceError

_PACKAGE = Path(__file__).parents[2]


def shipped(name: str, kit: str = "") -> Path:
    """The kit's file inside an installed wheel, or the checkout's own. Raises WorkspaceError."""
    path = _shipped() / kit / Path(name).name
    if not path.is_file():
        raise WorkspaceError(f"安装不完整，缺少{Path(name).name}；请重新安装drafter")
    return path


def kits() -> list[str]:
    """The kits beside the main one: folders with a catalogue and a template."""
    files = [Path(name).name for name in (CATALOGUE, TEMPLATE)]
    folders = (path for path in _shipped().iterdir() if path.is_dir())
    return sorted(f.name for f in folders if all((f / name).is_file() for name in files))


def _shipped() -> Path:
    packed = _PACKAGE / "shipped"
    return packed if packed.is_dir() else _PACKAGE.parent / Path(CATALOGUE).parent
