"""Forms come in at the desk as browsers send them: a hundred at once, in a zip, and what is not one."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from drafter.desk.files.parcels import pack
from tests.building import catalogue_bytes, workspace
from tests.portal.conftest import served
from tests.portal.visitor import Visitor
from tests.test_delivery import inflating, zipped

pytestmark = pytest.mark.slow
NAMES = [f"县第{n}局" for n in range(100)]
INDICATORS = "\n".join(f"{name}.总数 | {name}案件 | 件 | 整数 | {name}" for name in NAMES)
RECEIVED = "/departments/received/"


def test_a_hundred_forms_and_hostile_files_come_in_and_the_desk_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "tmp"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    made = workspace(tmp_path / "平安县", catalogue_bytes(INDICATORS), "|{{ 县第0局.总数 }}")
    forms = made.forms().files
    with served(made.folders.root) as desk:
        visitor = Visitor(desk)
        visitor.get("/departments/")
        sent = [(f"C:\\报表\\..\\{path.name}", path.read_bytes()) for path in forms[:60]]
        page = visitor.post(RECEIVED, files=sent)
        assert page.count("：收入，") == 60
        page = visitor.post(RECEIVED, files=[("其余.zip", pack(forms[60:]))])
        assert page.count("：收入，") == 40
        assert len(made.folders.inputs(2024)) == 100
        hostile = [
            ("../../县第0局.docx", b"PK\x03\x04" + bytes(1000)),
            ("多.zip", zipped({f"{n}.xlsx": b"" for n in range(10_000)})),
            ("弹.zip", inflating("县第1局.xlsx", 512)),
            ("县第1局<script>.xlsx", b"%PDF-1.4"),
            ("县第2局.xlsx", b""),
        ]
        page = visitor.post(RECEIVED, files=hostile)
        assert page.count("：没有收入。") == 5
        assert "里面有10000个文件" in page
        assert "<script>" not in page.partition("<main")[2]
        assert "应报100个部门" in visitor.get("/departments/")
    assert len(made.folders.inputs(2024)) == 100
    assert list(passing.rglob("*.*")) == []


def test_addresses_that_name_nothing_of_ours_are_refused_in_a_sentence(tmp_path: Path) -> None:
    made = workspace(tmp_path / "平安县", catalogue_bytes(INDICATORS), "|{{ 县第0局.总数 }}")
    made.forms()
    with served(made.folders.root) as desk:
        visitor = Visitor(desk)
        for path, status, words in (
            ("departments/of/县第0所/", 409, "指标目录中没有“县第0所”"),
            ("departments/of/县第0所/history/", 409, "指标目录中没有“县第0所”"),
            ("departments/forms/..%2f..%2f..%2ftemplates%2f指标目录.xlsx", 404, "没有这一页"),
            ("departments/returns/县第0局.xlsx", 404, "没有这一页"),
            ("departments/returns.zip", 200, ""),
            (f"findings/?page={'9' * 6000}&standing=乱&department=<b>", 200, "没有这样的意见"),
        ):
            page = visitor.get(f"/{quote(path, safe='/?=&%<>')}")
            assert (visitor.status, words in page) == (status, True), path
        visitor.get("/findings/")
        page = visitor.post("/findings/accepted/", {"mark": ["0 <b>某条", "1"], "reason": "属实"})
        assert "没有决定：&lt;b&gt;某条。这一条已有变化" in page
        assert made.records(2024).decisions() == []
