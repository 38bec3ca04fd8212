"""The commands as a clerk runs them: what is printed, and the exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from drafter.cli.main import COMMANDS
from drafter.desk.year.workspace import Workspace
from tests.building import catalogue_bytes, fill_form, once, workspace

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 区司法局
    援助.民事 | 民事案件     | 件 | 整数 | 区司法局
    援助.刑事 | 刑事案件     | 件 | 整数 | 区司法局
"""
RULES = "援助.总数 = 援助.民事 + 援助.刑事 | 错误"
TEMPLATE = "|办理法律援助案件{{ 援助.总数 }}件。"
FINDING_KEYS = ["code", "severity", "file", "sheet", "cell", "indicator", "message", "status"]


def drafter(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "drafter", "-C", str(folder), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@once
def sent(folder: Path) -> Workspace:
    opened = workspace(folder, catalogue_bytes(INDICATORS, RULES), TEMPLATE)
    fill_form(opened, "区司法局", {"援助.总数": 615, "援助.民事": 350, "援助.刑事": 263})
    return opened


@pytest.fixture
def district(sent: Workspace) -> Path:
    return sent.folders.root


def test_check_lists_the_errors_and_ends_with_1(district: Path) -> None:
    done = drafter("check", folder=district)
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "错误 区司法局.xlsx › 填报表!D7 援助.总数："
        "填报615，应为613（350 + 263）；请核对合计与各分项"
    )


def test_check_as_json_is_a_list_of_findings(district: Path) -> None:
    (finding,) = json.loads(drafter("check", "--json", folder=district).stdout)
    assert list(finding) == FINDING_KEYS
    assert (finding["severity"], finding["cell"]) == ("错误", "D7")


def test_check_of_a_sound_workspace_ends_with_0(district: Path) -> None:
    opened = workspace(district, catalogue_bytes(INDICATORS, RULES), TEMPLATE)
    fill_form(opened, "区司法局", {"援助.总数": 613, "援助.民事": 350, "援助.刑事": 263})
    assert drafter("check", folder=district).returncode == 0


def test_a_draft_of_a_year_in_which_nothing_came_says_so_in_one_line(tmp_path: Path) -> None:
    departments = "".join(
        f"指标.第{n} | 案件{n} | 件 | 整数 | {name}局\n" for n, name in enumerate("甲乙丙丁")
    )
    workspace(tmp_path, catalogue_bytes(departments), "|案件{{ 指标.第0 }}件。")
    assert drafter("draft", folder=tmp_path).stdout.splitlines()[1:] == [
        "正文引用数据和文字0处，来自0个部门；待补1项。",
        "下一步：丁局、丙局、乙局等4个部门未报；用 drafter forms 生成填报表下发，"
        "或用 drafter remind 催报，收齐后再运行 drafter draft。",
    ]


def test_a_draft_with_errors_is_made_and_only_strict_minds(district: Path) -> None:
    done = drafter("draft", folder=district)
    assert done.returncode == 0
    assert "已生成第1稿：output/2024/第1稿/报告.docx" in done.stdout
    assert drafter("draft", "--strict", folder=district).returncode == 1


def test_trace_and_status_speak_json_too(district: Path) -> None:
    drafter("draft", folder=district)
    traced = json.loads(drafter("trace", "援助.总数", "--json", folder=district).stdout)
    assert traced["figures"][0]["sources"][0]["cell"] == "D7"
    assert traced["uses"][0]["paragraph"] == 1
    status = json.loads(drafter("status", "--json", folder=district).stdout)
    assert status["departments"][0]["received"] is True
    assert status["draft"]["current"] is True
    assert list(status["findings"][0]) == FINDING_KEYS


def test_trace_of_something_unknown_says_so(district: Path) -> None:
    drafter("draft", folder=district)
    done = drafter("trace", "没有.这个", folder=district)
    assert done.returncode == 1
    assert "没有查到“没有.这个”" in done.stdout


def test_outside_a_workspace_one_line_says_what_to_do(tmp_path: Path) -> None:
    done = drafter("draft", folder=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "drafter new" in done.stderr


def test_all_mistakes_in_the_catalogue_are_listed_and_nothing_runs(tmp_path: Path) -> None:
    wrong = catalogue_bytes(
        "援助总数 | 法律援助案件 | 件 | 整树 | 区司法局\n援助.率 | 率 | % | 比率 | 区司法局"
    )
    workspace(tmp_path, wrong)
    done = drafter("check", folder=tmp_path)
    assert done.returncode == 2
    assert "指标!A2" in done.stderr
    assert "指标!F3" in done.stderr
    assert "无法运行：指标目录有" in done.stderr


def test_a_broken_template_names_the_paragraph_and_the_tag(district: Path) -> None:
    workspace(district, catalogue_bytes(INDICATORS, RULES), "|办理{{ 援助.总敠 }}件。")
    done = drafter("draft", folder=district)
    assert done.returncode == 2
    assert "正文第1段" in done.stderr
    assert "{{ 援助.总敠 }}" in done.stderr
    assert "是否为“援助.总数”" in done.stderr


def test_new_makes_a_county_from_the_kit(tmp_path: Path) -> None:
    target = tmp_path / "平安县"
    done = drafter("new", target, "--region", "平安县", "--year", 2024, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert drafter("forms", folder=target).returncode == 0
    names = {path.stem for path in (target / "output/2024/下发").iterdir()}
    assert "县司法局" in names
    assert not [name for name in names if name.startswith("区")]
    made = drafter("draft", folder=target)
    assert made.returncode == 0
    again = drafter("new", target, "--region", "平安县", "--year", 2024, folder=tmp_path)
    assert again.returncode == 2


def test_help_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys, drafter, drafter.cli.main\n"
        "try: drafter.cli.main.main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'lxml', 'openpyxl', 'django', 'pydantic', 'rich', 'jinja2', 'xlsxwriter'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_readme(name: str) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert f"drafter {name}" in readme
