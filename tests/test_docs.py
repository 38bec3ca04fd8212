"""The guide for clerks is true: every finding, filter and command stands in it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from drafter.model.sentence import SENTENCES
from drafter.template.wording import FILTERS, TESTS
from tests.building import sample

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "docs/使用手册.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", SENTENCES)
def test_every_finding_is_explained(code: str) -> None:
    assert f"| `{code}` |" in GUIDE


def test_no_finding_is_explained_that_does_not_exist() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \|", GUIDE, re.MULTILINE)) == set(SENTENCES)


@pytest.mark.parametrize("name", [*FILTERS, *TESTS])
def test_every_filter_and_test_is_shown(name: str) -> None:
    assert re.search(rf"[|｜]\s*{name}|is {name}", GUIDE)


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/使用手册.md",
        "docs/岗位手册.md",
        "docs/门户.md",
        "docs/architecture.md",
        "docs/threat-model.md",
        "docs/上报与汇总示例.md",
    ],
)
def test_links_and_pictures_are_there(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_readmes_commands_run_as_written(tmp_path: Path) -> None:
    written = [
        line
        for block in blocks("README.md", "")
        for line in block.splitlines()
        if line.startswith("drafter ")
    ]
    assert len(written) >= 3
    for line in written:
        command = [sys.executable, "-m", *line.split()]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, (line, done.stderr.decode())


def test_the_readmes_python_runs_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sample(tmp_path)
    monkeypatch.chdir(tmp_path)
    for block in blocks("README.md", "python"):
        exec(compile(block, "README.md", "exec"), {})
    assert "613 ['D" in capsys.readouterr().out


def headings() -> dict[str, str]:
    """The guide's parts by their numeral."""
    return dict(re.findall(r"^## ([一二三四五六七八九十]+)、(.+)$", GUIDE, re.MULTILINE))


def sections(numeral: str) -> set[str]:
    """The numerals of a part's sections."""
    part = re.split(rf"^## {numeral}、.*$", GUIDE, flags=re.MULTILINE)[1]
    return set(re.findall(r"^### （(.+?)）", re.split("^## ", part, flags=re.MULTILINE)[0], re.M))


REFERENCES = re.findall(r"第([一二三四五六七八九十]+)部分(?:“(.+?)”)?(?:（(.+?)）)?", GUIDE)


def test_every_reference_to_a_part_names_its_heading() -> None:
    assert len(REFERENCES) >= 6
    for numeral, heading, section in REFERENCES:
        assert heading == headings()[numeral].partition("：")[0], (numeral, heading)
        assert section in {"", *sections(numeral)}


def test_every_reference_within_a_part_leads_to_a_section_of_it() -> None:
    for numeral, _ in headings().items():
        part = re.split(rf"^## {numeral}、.*$", GUIDE, flags=re.MULTILINE)[1]
        here = re.split("^## ", part, flags=re.MULTILINE)[0]
        assert set(re.findall(r"见（([一二三四五六七八九十]+)）", here)) <= sections(numeral)


def test_the_list_of_parts_leads_to_the_parts() -> None:
    listed = re.findall(r"^- \[(.+?)\]\(#(.+?)\)$", GUIDE, re.MULTILINE)
    numbered = [f"{n}、{h}" for n, h in headings().items()]
    assert [name for name, _ in listed] == ["用浏览器办", *numbered]
    assert all(anchor == re.sub("[、：，]", "", name) for name, anchor in listed)
