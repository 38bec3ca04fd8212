"""平安市, a made-up city of four districts and two counties: each fills in forms, drafts, signs, locks
and hands up; the city drafts from their packs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from drafter.desk.publishing.approval import lock
from drafter.desk.publishing.handing_up import HandedUp, hand_up
from drafter.desk.publishing.signing import sign
from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, workspace

DISTRICTS = {
    "城东区": "01",
    "城西区": "02",
    "城南区": "03",
    "城北区": "04",
    "河口县": "21",
    "山前县": "22",
}
REGIONS = "\n".join(f"3301{code} | {name} | 平安市" for name, code in DISTRICTS.items())
OWN = """
    援助.案件   | 法律援助案件 | 件 | 整数 | 区司法局 | | 约 附
    调解.受理   | 受理纠纷     | 件 | 整数 | 区司法局
    调解.成功   | 调解成功     | 件 | 整数 | 区司法局
    调解.成功率 | 调解成功率   |    | 比率 |          | 调解.成功 / 调解.受理 | 附
    执法.案件   | 行政处罚案件 | 件 | 整数 | 区城管局、区水利局 | | 汇总合计 附
"""
CITYS = """
    援助.案件   | 法律援助案件 | 件 | 整数 | 各区县   | | 约 汇总合计 附
    调解.受理   | 受理纠纷     | 件 | 整数 | 各区县   | | 汇总合计
    调解.成功   | 调解成功     | 件 | 整数 | 各区县   | | 汇总合计
    调解.成功率 | 调解成功率   |    | 比率 |          | 调解.成功 / 调解.受理 | 汇总由公式重算 附
    执法.案件   | 行政处罚案件 | 件 | 整数 | 市城管局 | | 汇总合计 附
    立法.件数   | 制定规章     | 件 | 整数 | 市司法局
"""
TEMPLATE = """
    Title|{{ 报告.标题 }}
    |全市办理法律援助案件{{ 援助.案件 }}件，调解成功率{{ 调解.成功率 }}，行政处罚{{ 执法.案件 }}件，制定规章{{ 立法.件数 }}件。
"""
# Each district's answers: 援助.案件, 调解.受理, 调解.成功, 执法.案件 of 城管局 and of 水利局.
ANSWERS: Mapping[str, tuple[Any, ...]] = {
    "城东区": (120, 400, 380, 70, 10),
    "城西区": ("80余", 300, 270, 50, 5),
    "城南区": (60, 200, 190, 30, "不适用"),
    "城北区": (90, 100, 60, 20, 4),
    "河口县": (40, 500, 495, 15, 1),
    "山前县": (30, 100, 80, 10, 2),
}


def clock() -> datetime:
    """The time at every desk."""
    return datetime(2024, 11, 20, 9, 30, tzinfo=UTC)


def settings(region: str) -> str:
    """The 报告 sheet of a region."""
    return SETTINGS.replace("平安县", region).replace(
        "级别          县", f"级别          {region[-1]}"
    )


def district(folder: Path, name: str, indicators: str = OWN) -> Workspace:
    """A district's workspace with all forms in, drafted."""
    content = catalogue_bytes(indicators, settings=settings(name))
    opened = workspace(folder / name, content, "|{{ 援助.案件 }}件", clock)
    answer(opened, ANSWERS[name])
    opened.draft()
    return opened


def answer(opened: Workspace, answers: tuple[Any, ...]) -> None:
    """Its departments' forms."""
    aid, taken, settled, fined, water = answers
    counts = {"援助.案件": aid, "调解.受理": taken, "调解.成功": settled}
    fill_form(opened, "区司法局", counts)
    fill_form(opened, "区城管局", {"执法.案件": fined})
    fill_form(opened, "区水利局", {"执法.案件": water})


def handed_up(opened: Workspace) -> HandedUp:
    """Its last draft signed, locked and handed up."""
    lock(opened, "张三")
    sign(opened, None, "李四", "局长", "同意")
    return hand_up(opened, "张三")


def city(folder: Path, indicators: str = CITYS, regions: str = REGIONS) -> Workspace:
    """The city's workspace; its own departments have answered."""
    content = catalogue_bytes(indicators, settings=settings("平安市"), regions=regions)
    opened = workspace(folder / "平安市", content, TEMPLATE, clock)
    fill_form(opened, "市城管局", {"执法.案件": 217})
    fill_form(opened, "市司法局", {"立法.件数": 3})
    return opened


def deliver(pack: Path, opened: Workspace, name: str) -> Path:
    """The pack in the city's folder, under that name."""
    folder = opened.folders.root / "inputs/2024/下级"
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(pack, folder / name))
