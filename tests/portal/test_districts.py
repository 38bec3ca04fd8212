"""上报 and 各区县 on the desk: a draft is handed up on one desk, and taken in on the other."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from drafter.desk.publishing.approval import lock
from tests.city import city, district
from tests.portal.conftest import served
from tests.portal.visitor import Stranger

pytestmark = pytest.mark.slow


def test_a_pack_goes_from_one_desk_to_the_other(tmp_path: Path) -> None:
    below, above = district(tmp_path, "城东区"), city(tmp_path)
    lock(below, "张三")
    with served(below.folders.root) as desk:
        clerk = Stranger(desk)
        clerk.get(desk.opening.removeprefix(desk.root))
        assert "第1稿已锁定，可以上报" in clerk.get("/signatures/")
        page = clerk.post("/signatures/handed-up/")
        assert "第1次上报：第1稿" in page
        assert "城东区2024年度上报包.zip" in page
        pack = below.folders.root / "output/2024/上报/城东区2024年度上报包.zip"
    with served(above.folders.root) as desk:
        clerk = Stranger(desk)
        clerk.get(desk.opening.removeprefix(desk.root))
        assert "各区县（6个）" in clerk.get("/departments/")
        assert "6个区县中的0个已上报" in clerk.get("/departments/districts/")
        sent = [("城东.zip", pack.read_bytes()), ("坏.zip", pack.read_bytes()[:-9])]
        page = clerk.post("/departments/districts/received/", files=sent)
        assert "城东.zip：收入，城东区（城东区第1次上报.zip）" in page
        assert "坏.zip：没有收入。上报包" in page
        page = clerk.get("/departments/districts/")
        assert "6个区县中的1个已上报" in page
        assert "第1稿由张三于" in page
        assert "各区县的意见" in page
        assert "下级/城北区.zip" in page
        page = clerk.post("/departments/districts/written/")
        assert "已写出各区县主要指标.docx" in page
        above.draft()
        clerk.get("/")
        assert "城东区/区司法局.xlsx › 填报表!D7" in clerk.get(
            f"/drafts/1/traced/?q={quote('援助.案件')}"
        )
