"""How edits by hand are told: the figure's name, its value with kind and unit, what differs."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from drafter.cli.main import main
from drafter.desk.findings import deciding
from drafter.desk.publishing.publishing import prepare
from drafter.desk.year.workspace import Workspace
from drafter.word.package import Part, pack, unpack
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, said, workspace

INDICATORS = """
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.满意率 | 群众满意率 | % | 比率 | 县司法局 | 直接填报
"""
TEXT = """
    |办理{{ 援助.总数 }}件，民事案件占{{ 援助.民事|占比(援助.总数) }}，群众满意率{{ 援助.满意率 }}。
"""


@once
def county(folder: Path) -> Workspace:
    places = f"{SETTINGS.rstrip()}\n比率小数位 1"
    opened = workspace(folder, catalogue_bytes(INDICATORS, settings=places), TEXT)
    fill_form(opened, "县司法局", {"援助.民事": 350, "援助.总数": 613, "援助.满意率": "99.2%"})
    return opened


def run(county: Workspace, *words: str) -> str:
    return CliRunner().invoke(main, ["-C", str(county.folders.root), *words]).output


def taken(county: Workspace, old: str, new: str) -> None:
    """The draft with a word changed by hand, made the next one."""
    parts = unpack((county.draft().folder / "报告.docx").read_bytes(), "报告.docx")
    body = parts["word/document.xml"].decode()
    assert body.count(old) == 1
    parts["word/document.xml"] = body.replace(old, new).encode()
    file = county.folders.root / "改.docx"
    file.write_bytes(pack(Part.of(name, content) for name, content in parts.items()))
    run(county, "merge", str(file), "--take", "--by", "张三")


def open_edits(county: Workspace) -> list[str]:
    found = prepare(county, None, lambda _: None).findings
    return said([finding for finding in found if finding.code == "edit-figure"])


def test_a_rate_that_was_edited_is_told_with_one_per_cent_sign(county: Workspace) -> None:
    taken(county, "99.2%", "99.5%")
    (line,) = open_edits(county)
    assert "“群众满意率”由99.2%手改为99.5%（张三，" in line
    assert "），部门报的是99.2%；请部门更正后重报" in line


def test_a_calculated_figure_that_was_edited_stands_against_publishing_by_its_name(
    county: Workspace,
) -> None:
    taken(county, "57.1%", "60%")
    (line,) = open_edits(county)
    assert "民事案件占法律援助案件比重：“民事案件占法律援助案件比重”由57.1%手改为60%" in line
    assert "　由“57.1%”改为“60%”　张三　" in run(county, "edits")
    deciding.accept(county, "民事案件占法律援助案件比重", "四舍五入到十", "李四")
    assert open_edits(county) == []


def test_an_edit_is_listed_with_the_figure_s_name(county: Workspace) -> None:
    taken(county, "613", "620")
    assert "　法律援助案件（援助.总数）　由“613”改为“620”　张三　" in run(county, "edits")
