"""检查清单: what a report must contain, as the bureau keeps it in its catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from drafter.catalogue.checklist import read_checklist
from drafter.catalogue.rows import Mistakes
from drafter.desk.errands.proofing import proof_file
from drafter.desk.files.folders import CATALOGUE
from drafter.model import sentence as told
from drafter.model.duty import Duty
from drafter.proof.proof import finding
from drafter.proof.rules.checklist import checklist
from drafter.proof.text.document import Document
from drafter.proof.text.passage import passages
from drafter.workbook.limits import Limits
from drafter.workbook.opening import respond
from drafter.workbook.reader import workbook
from tools.build import catalogue, kit_tables

REPORT = Path(__file__).parents[1] / "data/proof/report.txt"
HEAD = ["应写内容", "所在部分", "标题含", "正文含", "级别", "依据"]


def read(
    tables: Mapping[str, Sequence[Sequence[str]]], folder: Path
) -> tuple[list[Duty], list[str]]:
    path = folder / "指标目录.xlsx"
    path.write_bytes(catalogue(tables))
    mistakes = Mistakes(path.name)
    sizes = {name: getattr(Limits(), name) for name in Limits.__struct_fields__}
    duties = list(read_checklist(workbook(path.name, respond(str(path), sizes)), mistakes))
    return duties, [told.line(one) for one in mistakes.findings]


def duties_of(tables: Mapping[str, Sequence[Sequence[str]]]) -> list[Duty]:
    """The rows of 检查清单 as the catalogue has them, without a file."""
    with TemporaryDirectory() as folder:
        return read(tables, Path(folder))[0]


def lines(text: str, *rows: str) -> list[str]:
    """What is remarked on the text by a list of these rows, cells parted by |."""
    duties = duties_of({"检查清单": [HEAD, *(row.split("|") for row in rows)]})
    document = Document.of(passages(text.split("\n")))
    return [
        f"{r.severity} {r.quote}：{told.sentence(finding(r, ''))}"
        for r in checklist(document, duties)
    ]


LONG = REPORT.read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "line"),
    [
        ("府院联动||府院|联席会议|警告|本级要求", "警告"),
        ("存在的不足||不足||警告|第二十五条", ""),
        ("行政复议|||复议|提示|纲要", ""),
        ("监督||监督机关|监督|警告|本级要求", "提示"),
        ("量子计算|||量子|提示|本级要求", "提示"),
        ("不足的原因|不足||原因、由于|提示|第二十五条", ""),
        ("不足的数量|不足||数量级|提示|第二十五条", "提示 三、存在的不足和原因"),
    ],
)  # fmt: skip
def test_a_row_is_held_against_headings_text_or_a_part(row: str, line: str) -> None:
    found = lines(LONG, row)
    assert len(found) == bool(line)
    assert all(one.startswith(line) for one in found)


def test_the_remark_names_what_is_missing_and_what_asks_for_it() -> None:
    (found,) = lines(LONG, "府院联动||府院||警告|本级要求第三条")
    assert found.endswith("没有写“府院联动”（本级要求第三条）；请补上，或在正文写明")


def test_a_row_without_words_or_with_another_weight_is_a_mistake(tmp_path: Path) -> None:
    rows = [HEAD, ["甲", "", "", "", "警告", "乙"], ["丙", "", "丁", "", "严重", "乙"]]
    _, mistakes = read({"检查清单": rows}, tmp_path)
    assert mistakes == [
        "错误 指标目录.xlsx › 检查清单!C2 “标题含或正文含”不能为空",
        "错误 指标目录.xlsx › 检查清单!E3 “严重”不是级别，可填：错误、警告、提示",
    ]


def test_without_a_workspace_the_shipped_list_counts_and_within_one_its_own(tmp_path: Path) -> None:
    text = "\n".join(line for line in LONG.split("\n") if line != "三、存在的不足和原因")
    elsewhere, home = tmp_path / "别处", tmp_path / "平安县"
    for folder in (elsewhere, home / "templates"):
        folder.mkdir(parents=True)
    (elsewhere / "报告.txt").write_text(text, encoding="utf-8")
    shipped = {told.sentence(f) for f in proof_file(elsewhere / "报告.txt").findings}
    assert any("存在的不足" in message for message in shipped)
    own = [HEAD, ["府院联动", "", "府院", "", "警告", "本级要求"]]
    (home / CATALOGUE).write_bytes(catalogue({**kit_tables(), "检查清单": own}))
    messages = {told.sentence(f) for f in proof_file(elsewhere / "报告.txt", here=home).findings}
    assert any("府院联动" in message for message in messages)
    assert not any("存在的不足" in message for message in messages)
