"""drafter-…-linux.zip: unpacked and installed without a network, by a Python without packages."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.conftest import absent
from tools.release.linux import INSTALLER, linux
from tools.release.targets import LINUX, Target

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
SYSTEM = "/usr/bin:/bin"


def this_machine() -> Target:
    """The target that the system's own Python is of; a release has all of them."""
    command = ["/usr/bin/env", "python3", "-c", "import platform as p; print(p.python_version())"]
    version = subprocess.check_output(command, env={"PATH": SYSTEM}, text=True)
    own = next(target for target in LINUX if target.name.endswith(platform.machine()))
    return replace(own, pythons=(version.strip().rpartition(".")[0],))


def test_installed_without_a_network_it_drafts_the_sample(tmp_path: Path) -> None:
    if not shutil.which("unshare") or not shutil.which("python3", path=SYSTEM):
        absent("没有unshare或系统的Python / no unshare, or no Python of the system's")
    home = tmp_path / "home of 张三"
    home.mkdir()
    with zipfile.ZipFile(linux(tmp_path, [this_machine()])) as archive:
        archive.extractall(tmp_path)
    (folder,) = tmp_path.glob("drafter-*-linux")
    for name in ("templates", "inputs"):
        shutil.copytree(ROOT / name, home / "城中区" / name)
    settings = {"HOME": str(home), "PATH": SYSTEM, "LANG": "C.UTF-8"}

    def alone(*command: str | Path) -> str:
        offline = ["unshare", "--net", *(str(part) for part in command)]
        if os.geteuid():
            offline.insert(1, "--map-root-user")
        done = subprocess.run(
            offline, cwd=home, env=settings, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "drafter已装好" in alone("sh", folder / INSTALLER)
    entry = (home / ".local/share/applications/drafter.desktop").read_text(encoding="utf-8")
    assert Path(entry.partition('Exec="')[2].partition('"')[0]).is_file()
    command = home / ".local/bin/drafter"
    assert "已生成第1稿" in alone(command, "-C", "城中区", "draft")
    assert alone(command, "new", "平安县", "--region", "平安县", "--year", "2024")
    # Installed once more, as a newer version is: what was worked on is as it was.
    before = sorted(path.relative_to(home) for path in (home / "城中区").rglob("*"))
    assert "drafter已装好" in alone("sh", folder / INSTALLER)
    assert before == sorted(path.relative_to(home) for path in (home / "城中区").rglob("*"))
