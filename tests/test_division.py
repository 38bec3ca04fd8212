"""科室分工: who fills in what, and who has not yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from drafter.desk.records.dealings import Division
from drafter.desk.returns.division import divide, divided
from drafter.desk.returns.filling import save
from drafter.model.errors import WorkspaceError
from tests.building import catalogue_bytes, workspace
from tests.test_filling import INDICATORS, NAME, RULES, TABLES, WRONG


def test_each_section_sees_what_it_has_not_filled_in(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS, RULES, TABLES))
    keys = [field.indicator.key for field in divided(opened, NAME).filling.fields]
    sections = {key: "法援科" if key.startswith("援助") else "办公室" for key in keys}
    now = divide(opened, NAME, {**sections, "别处.指标": "办公室"}, "赵敏")
    assert now.last is not None
    assert "别处.指标" not in now.last.sections
    before = {share.section: len(share.missing) for share in now.shares}
    save(opened, NAME, now.filling.began, WRONG, "赵敏")
    after = {share.section: len(share.missing) for share in divided(opened, NAME).shares}
    assert after["法援科"] < before["法援科"]
    assert [d.who for d in opened.records(opened.year()).filed(Division)] == ["赵敏"]


def test_a_name_that_is_too_long_divides_nothing(tmp_path: Path) -> None:
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS, RULES, TABLES))
    with pytest.raises(WorkspaceError, match="太长"):
        divide(opened, NAME, {"援助.总数": "科" * 41}, "赵敏")
    assert not opened.records(opened.year()).filed(Division)
