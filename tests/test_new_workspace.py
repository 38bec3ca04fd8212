"""A new workspace with the departments of the place, whoever the kit asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import drafter
from drafter.catalogue.catalogue import Department
from drafter.cli.main import main
from drafter.desk.catalogue.new_workspace import Plan, Wish, make, planned
from drafter.desk.catalogue.staffing import homeless, pasted_departments
from drafter.model.errors import WorkspaceError
from drafter.model.finding import Severity

LIST = "县司法局\n县委办\n县政府办公室\n县政务服务局\n"


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("县司法局\n县法院\n", ["县司法局  ", "县法院  "]),
        ("1\t县司法局\t张三\t0971-1234567\n", ["县司法局 张三 0971-1234567"]),
        ("县司法局 0971-1234567 张三", ["县司法局 张三 0971-1234567"]),
        ("部门，联系人\n县司法局，张三\n", ["县司法局 张三 "]),
        ("1.县司法局\n（二）县法院；\n3、县检察院", ["县司法局  ", "县法院  ", "县检察院  "]),
        ("县司法局、县法院；县检察院", ["县司法局  ", "县法院  ", "县检察院  "]),
        ("\n \n", []),
    ],
)
def test_a_list_is_read_as_it_is_pasted(text: str, departments: list[str]) -> None:
    read, mistake = pasted_departments(text)
    assert [f"{d.name} {d.contact} {d.phone}" for d in read] == departments
    assert not mistake


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("县司法局\n县司法局", "“县司法局”写了两次，请删去一个"),
        ("县/司法局", "“县/司法局”不能作部门名称；名称不超过31个字，不含 / : * ? 等符号"),
        ("待定", "“待定”不能作部门名称；名称不超过31个字，不含 / : * ? 等符号"),
    ],
)
def test_what_is_wrong_with_a_list_is_said(text: str, mistake: str) -> None:
    assert pasted_departments(text)[1] == mistake


@pytest.mark.parametrize(
    ("name", "listed", "near"),
    [
        ("县政务服务监督管理局", "县市场监督管理局", ""),
        ("县政务服务监督管理局", "县政务服务局", "县政务服务局"),
        ("县法院", "县人民法院", "县人民法院"),
        ("县法院", "县司法局", ""),
        ("县民政局", "县人民政府办公室", ""),
        ("县水务局", "县水利局", ""),
        ("县人力资源和社会保障局", "县人社局", "县人社局"),
        ("县发展和改革局", "县发改委", "县发改委"),
        ("县委办公室", "县委依法治县办公室", ""),
        ("县司法局", "平安县司法局", "平安县司法局"),
        ("县应急管理局", "县城市管理局", ""),
    ],
)
def test_only_a_longer_or_shorter_name_is_near(name: str, listed: str, near: str) -> None:
    (one,) = homeless({name: 1}, [Department(listed)])
    assert one.nearest == near


def plan(**homes: str) -> Plan:
    return planned(Wish("平安县", "2024", departments=LIST, homes=homes))


def test_what_the_kit_asks_of_others_has_to_be_placed(tmp_path: Path) -> None:
    offered = {one.name: one.nearest for one in plan().homeless}
    assert offered["县政务服务监督管理局"] == "县政务服务局"
    assert offered["县应急管理局"] == ""
    with pytest.raises(WorkspaceError, match="县应急管理局（13项指标）"):
        make(tmp_path / "平安县", plan())
    assert not (tmp_path / "平安县").exists()


def test_what_nobody_is_asked_yet_is_awaited_and_sound(tmp_path: Path) -> None:
    homes = {one.name: one.nearest or "待定" for one in plan().homeless}
    homes["县法院"] = "县司法局"
    make(tmp_path / "平安县", plan(**homes))
    workspace = drafter.open(tmp_path / "平安县")
    catalogue = workspace.catalogue()
    assert {path.stem for path in workspace.forms().files} == set(LIST.split())
    assert catalogue.indicators["行政诉讼.案件总数"].departments == ("县司法局",)
    nobodys = [i for i in catalogue.indicators.values() if i.asked and not i.departments]
    assert nobodys[0].awaited == f"部门待定·{nobodys[0].label}"
    assert not [f for f in workspace.lint().findings if f.severity is Severity.ERROR]
    assert {s.department for s in workspace.check().submissions} == set(LIST.split())


def test_a_form_that_asked_for_what_nobody_is_asked_now_is_read_all_the_same(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "平安县"
    make(folder, planned(Wish("平安县", "2024")))
    workspace = drafter.open(folder)
    form = next(path for path in workspace.forms().files if path.stem == "县法院")
    homes = {"县法院": "待定"}
    listed = "\n".join(d.name for d in workspace.catalogue().departments if d.name != "县法院")
    make(tmp_path / "再建", planned(Wish("平安县", "2024", departments=listed, homes=homes)))
    (tmp_path / "再建/inputs/2024/县司法局.xlsx").write_bytes(form.read_bytes())
    findings = drafter.open(tmp_path / "再建").check().findings
    assert [f.code for f in findings if f.place.file == "县司法局.xlsx"]


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("../平安县", "2024"), "region"),
        (Wish("=平安县", "2024"), "region"),
        (Wish("平安", "2024"), "level"),
        (Wish("平安县", "24"), "year"),
        (Wish("平安县", "二〇二四"), "year"),
        (Wish("平安县", "2024", departments=LIST, homes={"县法院": "县公安局"}), "homes"),
    ],
)
def test_what_is_wrong_is_said_at_its_question(wish: Wish, field: str) -> None:
    assert list(planned(wish).mistakes) == [field]


def test_a_text_is_never_a_formula(tmp_path: Path) -> None:
    wish = Wish("平安县", "2024", departments="县司法局 =1+1", contact="=2", homes={})
    homes = {one.name: "待定" for one in planned(wish).homeless}
    formula = Wish("平安县", "2024", departments="县司法局 =1+1", contact="=2", homes=homes)
    make(tmp_path, planned(formula))
    catalogue = drafter.open(tmp_path).catalogue()
    assert catalogue.departments[0].contact == "=1+1"
    assert catalogue.settings.texts["联系人"] == "=2"


def test_the_command_takes_the_list_and_says_who_has_no_place(tmp_path: Path) -> None:
    listed = tmp_path / "名单.txt"
    listed.write_bytes(LIST.encode("gb18030"))
    command = ["new", str(tmp_path / "平安县"), "--region", "平安县", "--year", "2024"]
    refused = CliRunner().invoke(main, [*command, "--departments", str(listed)])
    assert refused.exit_code == 2
    assert "--assign 原部门=名单中的部门" in refused.output
    homes = [
        part
        for one in plan().homeless
        for part in ("--assign", f"{one.name}={one.nearest or '待定'}")
    ]
    done = CliRunner().invoke(main, [*command, "--departments", "-", *homes], input=LIST)
    assert done.exit_code == 0, done.output
    departments = drafter.open(tmp_path / "平安县").catalogue().departments
    assert [d.name for d in departments] == LIST.split()
