"""A county's year in the middle: one department silent, one with two forms, errors, last year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 县司法局
    援助.比率 | 办结率 | | 比率 | 县司法局 | 直接填报 |
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县司法局、县法院
    诉讼.受理 | 受理案件 | 件 | 整数 | 县法院 | | 上限100
    诉讼.结案 | 结案数 | 件 | 整数 | 县法院 | | 上限100
    城建.许可 | 许可证 | 件 | 整数 | 县住建局
    信访.来访 | 来访 | 批 | 整数 | 县信访局
    审计.项目 | 审计项目 | 个 | 整数 | 县审计局
"""
RULES = "援助.总数 = 援助.民事 + 援助.刑事"
TEXT = "|办理{{ 援助.总数 }}件，诉讼{{ 诉讼.案件 }}件，来访{{ 信访.来访 }}批。"
LEGAL = {
    "援助.总数": 615, "援助.民事": 350, "援助.刑事": 263, "援助.比率": 0.98, "诉讼.案件": 21,
}  # fmt: skip
COURT = {"诉讼.案件": 20, "诉讼.受理": 480, "诉讼.结案": 470}


def county(folder: Path) -> Workspace:
    """县司法局 has a sum that is wrong and another number than 县法院, which is beyond a bound twice;
    县住建局 sent two forms, 县信访局 nothing, 县审计局 a sound one; last year's are there too."""
    due = f"    报送期限 {date.today().year + 1}年11月10日\n    联系人 督察科\n    经办人 张三\n"  # noqa: DTZ011
    for year in (2023, 2024):
        settings = (SETTINGS + due).replace("2024", str(year))
        opened = workspace(folder, catalogue_bytes(INDICATORS, RULES, settings=settings), TEXT)
        fill_form(opened, "县司法局", LEGAL if year == 2024 else {**LEGAL, "援助.总数": 560})
        fill_form(opened, "县法院", COURT)
        fill_form(opened, "县审计局", {"审计.项目": 12})
    path = fill_form(opened, "县住建局", {"城建.许可": 7})
    path.rename(path.with_name("县住建局（旧）.xlsx"))
    fill_form(opened, "县住建局", {"城建.许可": 8})
    return opened
