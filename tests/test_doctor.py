"""体检 on this machine and on three that lack something: what it says, and what to do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from drafter.desk.errands.doctor import Check, State, examined
from tests.conftest import absent

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=BEIJING)


def doctor(
    folder: Path, settings: dict[str, str] | None = None, wrapper: tuple[str, ...] = ()
) -> tuple[int, dict[str, Check]]:
    """The exit code, and the checks by name."""
    command = [*wrapper, sys.executable, "-m", "drafter", "-C", str(folder), "doctor", "--json"]
    done = subprocess.run(
        command, capture_output=True, env={**os.environ, **(settings or {})}, encoding="utf-8"
    )
    checks = [
        Check(c["name"], State(c["state"]), c["words"], c["advice"])
        for c in json.loads(done.stdout)
    ]
    return done.returncode, {check.name: check for check in checks}


def test_a_sound_machine_can_be_worked_on(tmp_path: Path, soffice: object) -> None:
    checks = {check.name: check for check in examined(tmp_path, NOW)}
    assert [n for n, c in checks.items() if c.state is State.BAD] == []
    assert checks["生成PDF"].words == "用LibreOffice"
    assert checks["试填一份表"].words == "下发、填写、读回，613无误"
    assert checks["日期时间"] == Check("日期时间", State.GOOD, "2026年12月1日09:30")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("now", "state", "advice"),
    [
        (NOW.replace(year=1999), State.BAD, "校准"),
        (NOW.astimezone(timezone.utc), State.NOTE, "北京"),  # noqa: UP017
    ],
)
def test_a_clock_that_is_wrong_is_to_be_set(
    tmp_path: Path, now: datetime, state: State, advice: str
) -> None:
    (check,) = (c for c in examined(tmp_path, now) if c.name == "日期时间")
    assert check.state is state
    assert advice in check.advice


def test_without_the_official_fonts_it_names_what_stands_in(tmp_path: Path) -> None:
    if not shutil.which("fc-list"):
        absent("未安装fontconfig / fontconfig is not installed")
    (tmp_path / "none").mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(f"<fontconfig><dir>{tmp_path / 'none'}</dir></fontconfig>")
    code, checks = doctor(tmp_path, {"FONTCONFIG_FILE": str(settings)})
    assert code == 0
    for name in ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"):
        check = checks[f"字体{name}"]
        assert (check.state, check.words) == (State.NOTE, "没有安装")
        assert "请安装这个字体" in check.advice


def test_in_a_folder_that_is_read_only_it_says_where_to_go(tmp_path: Path) -> None:
    closed = tmp_path / "光盘"
    closed.mkdir()
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    if not shutil.which("unshare"):
        absent("没有unshare / there is no unshare")
    alone = ("unshare", "--mount", *(() if os.geteuid() == 0 else ("--map-root-user",)))
    code, checks = doctor(closed, wrapper=(*alone, "sh", "-c", script, str(closed)))
    assert code == 1
    assert checks["写入"].state is State.BAD
    assert "光盘”不能写入" in checks["写入"].words
    assert "移到能写入的地方" in checks["写入"].advice


def test_without_libreoffice_it_says_what_falls_out(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("fc-list", "fc-match"):
        if path := shutil.which(name):
            (programs / name).symlink_to(path)
    code, checks = doctor(tmp_path, {"PATH": str(programs)})
    assert code == 0
    assert (checks["生成PDF"].state, checks["生成PDF"].words) == (State.NOTE, "没有LibreOffice")
    assert "公开时不生成PDF，其余照常" in checks["生成PDF"].advice
