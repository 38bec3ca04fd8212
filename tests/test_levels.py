"""上报与汇总: a city of four districts and two counties, from the departments' cells to the city's
report; and packs that are late, doubled, of another catalogue, altered or forged."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from drafter.desk.departments.districts import said as said_of
from drafter.desk.departments.districts import side_by_side
from drafter.desk.files.folders import Folders
from drafter.desk.levels.opening import opened as opened_pack
from drafter.desk.levels.pack import ASKED, COVER, LOG, RECORD
from drafter.desk.publishing.approval import unlock
from drafter.desk.publishing.handing_up import hand_up
from drafter.desk.publishing.signing import sign
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.model.figure import Figure, text
from drafter.publish.attest import attest
from drafter.publish.chain import LIST, listing
from drafter.word.package import Part
from drafter.word.package import pack as pack_of
from tests.building import copied, fill_form, mistakes_of, paragraphs, said
from tests.city import (
    ANSWERS,
    CITYS,
    DISTRICTS,
    OWN,
    answer,
    city,
    clock,
    deliver,
    district,
    handed_up,
    settings,
)
from tests.commands import drafter
from tools.build import template

pytestmark = pytest.mark.slow


class Built:
    """The districts' packs, made once for the whole file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packs: dict[str, Path] = {}
        for name in DISTRICTS:
            self.packs[name] = handed_up(district(folder, name)).pack
        self.city = city(folder)

    def opened(self, folder: Path, *names: str) -> Workspace:
        """A city of its own that has received the packs of these districts."""
        opened = copied(self.city, folder / "平安市")
        for name in names:
            deliver(self.packs[name], opened, f"{name}.zip")
        return opened


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("city"))


def value(opened: Workspace, key: str) -> str:
    entry = opened.check().ledger.entries[key]
    assert isinstance(entry, Figure)
    return text(entry, 1)


def test_the_districts_add_up_to_the_citys_report(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    assert said(opened.check().findings) == []
    drafted = opened.draft()
    assert paragraphs((drafted.folder / "报告.docx").read_bytes())[1] == (
        "全市办理法律援助案件420余件，调解成功率92%，行政处罚217件，制定规章3件。"
    )
    sums = [sum(a[n] for a in ANSWERS.values()) for n in (1, 2)]
    assert value(opened, "调解.成功率") == f"{sums[1] / sums[0] * 100:.1f}%"


# What the city's template says of its districts


def lines(opened: Workspace, *texts: str) -> list[str]:
    """What these paragraphs of a template say."""
    opened.folders.template.write_bytes(template([f"|{text}" for text in texts]))
    drafted = opened.draft()
    return [p for p in paragraphs((drafted.folder / "报告.docx").read_bytes()) if p]


def test_the_template_names_loops_over_and_ranks_districts(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    assert lines(
        opened,
        "{% for 区 in 各区县 %}{{ 区.名称 }}{{ 区.援助.案件 }}件；{% endfor %}",
        '案件多的是{{ 各区县|前("援助.案件", 3) }}。',
        '调解成功率：{{ 各区县|前("调解.成功率") }}。',
        "城东区办理{{ 各区县.城东区.援助.案件 }}件，占全市{{ 各区县.城东区.援助.案件|占比(援助.案件) }}。",
        "共{{ 各区县|length }}个。",
    ) == [
        "城东区120件；城西区80余件；城南区60件；城北区90件；河口县40件；山前县30件；",
        "案件多的是城东区120件、城北区90件、城西区80余件。",
        "调解成功率：河口县99%、城东区95%、城南区95%、城西区90%、山前县80%、城北区60%。",
        "城东区办理120件，占全市约29%。",
        "共6个。",
    ]
    (own, _) = opened.trace("第4段").figures
    assert own.name == "城东区·法律援助案件"
    assert [str(s.place) for s in own.sources[0].through] == ["城东区/区司法局.xlsx › 填报表!D7"]


def test_an_order_without_a_district_is_not_known(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *[name for name in DISTRICTS if name != "城北区"])
    assert lines(
        opened,
        '案件多的是{{ 各区县|前("援助.案件", 3) }}。',
        "城北区{{ 各区县.城北区.援助.案件 }}件。",
    ) == [
        "案件多的是【待补：城北区·法律援助案件（6个区县中的5个）】。",
        "城北区【待补：城北区·法律援助案件】件。",
    ]


def test_a_template_that_names_no_district_of_ours_is_told_before_there_is_data(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path)
    text = '|{{ 各区县.城中区.援助.案件 }}{{ 各区县.城东区.援助.案数 }}{{ 各区县|前("援助.案数", 3) }}{{ 各区县 }}'
    opened.folders.template.write_bytes(template([text]))
    found = [line.split("：", 1)[-1] for line in said(opened.lint().findings)]
    assert any("城中区" in line and "城东区" in line for line in found), found
    assert sum("援助.案数" in line for line in found) == 2, found


# Handing up


def test_the_same_draft_signed_the_same_makes_the_same_pack_and_is_recorded_once(
    built: Built, tmp_path: Path
) -> None:
    opened = copied(Workspace(Folders(built.folder / "城东区"), clock), tmp_path / "城东区")
    first = built.packs["城东区"].read_bytes()
    again = hand_up(opened, "李四")
    assert (again.new, again.record.number, again.pack.read_bytes()) == (False, 1, first)
    sign(opened, None, "王五", "分管副区长", "同意")
    second = hand_up(opened)
    assert (second.new, second.record.number) == (True, 2)
    assert second.pack.read_bytes() != first
    assert opened.records(2024).log().breaches == ()


def test_only_a_locked_draft_is_handed_up(tmp_path: Path) -> None:
    opened = district(tmp_path, "城东区")
    with pytest.raises(WorkspaceError, match="没有锁定的稿子"):
        hand_up(opened)


def test_the_pack_holds_no_workbook_and_its_head_stands_on_the_letter(built: Built) -> None:
    pack = built.packs["城东区"]
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
    assert names[:5] == ["清单.json", "上报.json", "指标.json", "ledger.json", "日志.json"]
    assert {name.partition("/")[0] for name in names[5:]} == {"锁定", "审签"}
    letter = paragraphs((pack.parent / "上报函.docx").read_bytes())
    head = attest(pack.read_bytes(), pack.name).head
    assert head in [line.replace(" ", "") for line in letter]


# What comes from below: late, doubled, of another catalogue, altered


def findings(opened: Workspace) -> list[str]:
    return said(opened.check().findings)


def test_a_district_that_is_late_is_missing_loudly_and_counted(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, *[name for name in DISTRICTS if name != "城北区"])
    assert findings(opened) == ["错误 下级/城北区.zip 未收到上报包，请催报"]
    assert value(opened, "援助.案件") == "【待补：城北区·法律援助案件（6个区县中的5个）】"
    assert value(opened, "调解.成功率") == "【待补：城北区·调解成功率】"
    assert value(opened, "执法.案件") == "217"
    shown = drafter("trace", "援助.案件", folder=opened.draft().folder)
    assert "6个区县中的5个，现为330余（120 + 80余 + 60 + 40 + 30）" in shown.stdout
    assert "尚未收到：城北区·法律援助案件（6个区县中的5个）" in shown.stdout


def test_any_byte_that_is_changed_is_seen_and_the_whole_pack_refused_by_name(
    built: Built, tmp_path: Path
) -> None:
    content = built.packs["河口县"].read_bytes()
    step = len(content) // 40
    for at in range(7, len(content), step):
        path = tmp_path / "河口县.zip"
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        pack = opened_pack(path)
        assert pack.cover is None, at
        assert pack.reason


def test_a_pack_that_was_altered_is_missing_and_named(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    path = opened.folders.root / "inputs/2024/下级/河口县.zip"
    path.write_bytes(path.read_bytes().replace(b'"value":"40"', b'"value":"49"'))
    if path.read_bytes() == built.packs["河口县"].read_bytes():
        path.write_bytes(path.read_bytes().replace(b'"value": "40"', b'"value": "49"'))
    assert findings(opened) == [
        "错误 下级/河口县.zip 上报包与上报时不同（ledger.json被改动），未汇总；请重新上报"
    ]
    assert value(opened, "援助.案件") == "【待补：河口县·法律援助案件（6个区县中的5个）】"


@pytest.fixture(scope="session")
def anew(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """城西区's second pack, after one form was mended."""
    folder = tmp_path_factory.mktemp("anew")
    opened = copied(Workspace(Folders(built.folder / "城西区"), clock), folder / "城西区")
    unlock(opened, "更正")
    answer(opened, (86, *ANSWERS["城西区"][1:]))
    opened.draft()
    return handed_up(opened).pack


def test_of_a_district_that_sends_twice_the_last_counts_unless_another_is_chosen(
    built: Built, anew: Path, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    deliver(anew, opened, "改后.zip")
    assert findings(opened) == ["提示 下级/城西区.zip 是第1次上报的，已按最后上报的改后.zip汇总"]
    assert value(opened, "援助.案件") == "426"
    chosen = drafter("choose", "城西区", "城西区.zip", folder=opened.folders.root)
    assert chosen.returncode == 0, chosen.stderr
    assert value(opened, "援助.案件") == "420余"
    assert "城西区.zip为准" in findings(opened)[0]
    kept = [(r.department, r.number) for r in opened.records(2024).receipts("城西区")]
    assert kept == [("城西区", 1), ("城西区", 2)]


def test_the_same_pack_twice_is_read_once(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    deliver(built.packs["城东区"], opened, "城东区（副本）.zip")
    (found,) = findings(opened)
    assert found.startswith("提示 下级/")
    assert "完全相同，只读取一份" in found


def test_two_packs_that_claim_to_be_the_same_handing_up_count_neither(
    built: Built, anew: Path, tmp_path: Path
) -> None:
    """What somebody made of other data, and handed up as the first again."""
    other = district(tmp_path / "另", "城西区")
    answer(other, (7, *ANSWERS["城西区"][1:]))
    other.draft()
    opened = built.opened(tmp_path, *DISTRICTS)
    deliver(handed_up(other).pack, opened, "城西.zip")
    assert [line.partition("（")[0] for line in findings(opened)] == [
        f"错误 下级/{name} 收到同一次上报的不同的包" for name in ("城西.zip", "城西区.zip")
    ]
    assert value(opened, "援助.案件").startswith("【待补：城西区·")


def other_pack(folder: Path) -> Path:
    """山前县's pack, made by another version of the catalogue."""
    other = (
        OWN.replace("受理纠纷     | 件", "受理的纠纷   | 起")
        .replace("调解成功     | 件", "成功调解     | 件")
        .replace(
            "法律援助案件 | 件 | 整数 | 区司法局 | | 约 附",
            "法律援助案件 | 件 | 文本 | 区司法局 | |",
        )
        + "其他.自设 | 自设指标 | 件 | 整数 | 区司法局"
    )
    return handed_up(district(folder / "另", "山前县", other)).pack


def test_another_version_of_the_catalogue_is_mapped_by_key_and_differences_are_told(
    built: Built, tmp_path: Path
) -> None:
    pack = other_pack(tmp_path)
    opened = built.opened(tmp_path, *[name for name in DISTRICTS if name != "山前县"])
    deliver(pack, opened, "山前县.zip")
    told = [re.split(r"山前县\.zip (?:[\w.]+：)?", line)[1] for line in findings(opened)]
    assert told == [
        "“法律援助案件”在它的目录中是文本，本级是整数，或表的列不同，未汇总；请统一目录",
        "“受理纠纷”在它的目录中以“起”计，本级以“件”计，未汇总；请统一目录",
        "上报的稿子还有1条错误没有处理，请核对",
        "它的目录另有“自设指标”，本级没有，不汇总",
        "“受理纠纷、调解成功”在它的目录中叫别的名称，已按编号汇总",
    ]
    assert value(opened, "援助.案件").startswith("【待补：山前县·法律援助案件（6个区县中的5个）")
    assert value(opened, "调解.成功") == "1475"


def test_the_citys_own_figure_against_the_sum_of_its_districts_is_a_conflict(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    fill_form(opened, "市城管局", {"执法.案件": 230})
    claims = "市城管局填230（市城管局.xlsx › 填报表!D7），各区县汇总为217"
    sentence = f"执法.案件：各部门报的不一致：{claims}；请会商后改为一致"
    assert findings(opened) == [
        f"错误 下级 › 执法.案件 {sentence}",
        f"错误 市城管局.xlsx › 填报表!D7 {sentence}",
    ]
    arguments = ("accept", "执法.案件", "--from", "各区县", "--reason", "以各区县为准")
    assert drafter(*arguments, folder=opened.folders.root).returncode == 0
    assert value(opened, "执法.案件") == "217"
    assert opened.check().errors == 0


def test_a_figure_is_traced_through_its_district_to_the_departments_cell(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    drafted = opened.draft()
    (figure,) = opened.trace("执法.案件").figures
    place = "城东区/区水利局.xlsx › 填报表!D7"
    (east,) = [s for s in figure.sources if s.department == "城东区"]
    assert (east.said, str(east.through[1].place)) == ("80件", place)
    printed = drafter("trace", "城东区/区水利局.xlsx!D7", folder=opened.folders.root).stdout
    assert f"来自：城东区·区水利局　{place}　填报：10" in printed
    book = load_workbook(drafted.folder / "溯源.xlsx")
    used = {row[0]: row[-1] for row in book["指标台账"].iter_rows(values_only=True)}
    assert (used["援助.案件"], used["调解.受理"]) == ("正文", "（正文未用）")
    rows = book["正文数据"].iter_rows(values_only=True)
    assert any(
        row[5:9] == ("城东区·区水利局", "城东区/区水利局.xlsx", "填报表", "D7") for row in rows
    )
    every = [s for e in drafted.manifest.entries for s in e.sources if s.file.startswith("下级/")]
    assert len(every) > 24
    assert all(source.through for source in every)


# Forged packs


def forged(pack: Path, path: Path, **parts: Callable[[Any], Any]) -> Path:
    """The pack with parts changed, and all its hashes made anew, as whoever knows how would."""
    with zipfile.ZipFile(pack) as archive:
        files = {n: archive.read(n) for n in archive.namelist() if n != LIST}
    for name, change in parts.items():
        file = {"cover": COVER, "asked": ASKED, "record": RECORD, "log": LOG}[name]
        files[file] = json.dumps(change(json.loads(files[file])), ensure_ascii=False).encode()
    members = {LIST: listing(files.items()).to_bytes(), **files}
    path.write_bytes(pack_of([Part.stored(n, c) for n, c in members.items()], unix=True))
    return path


def changed(**fields: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda held: {**held, **fields}


def entries(**fields: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """The record with these fields of its first entry."""

    def change(held: dict[str, Any]) -> dict[str, Any]:
        first, *others = held["entries"]
        return {**held, "entries": [{**first, **fields}, *others]}

    return change


FORGERIES: list[tuple[dict[str, Callable[[Any], Any]], str]] = [
    ({"cover": changed(region="城西区")}, "封面与台账不是同一稿"),
    ({"cover": changed(draft=9)}, "封面与台账不是同一稿"),
    ({"cover": changed(format="drafter-hand-up/9")}, "是drafter-hand-up/9格式，请用同一版drafter上报"),
    ({"cover": changed(report="0" * 64)}, "审签的报告不是上报的这一稿"),
    ({"cover": changed(serial=-1)}, "其中的上报.json“serial”的内容不对"),
    ({"record": changed(year=2023), "cover": changed(year=2023)}, ""),
    ({"record": changed(extra=1)}, "其中的ledger.json多出“extra”"),
    ({"record": entries(key="甲.乙")}, "指标与台账对不上"),
    ({"record": entries(value="1e400000")}, "其中的ledger.json“entries.0.value”的内容不对"),
    ({"record": lambda held: {**held, "entries": held["entries"] * 2}}, "同一指标编号出现两次"),
    ({"asked": lambda held: held * 2}, "同一指标编号出现两次"),
    ({"asked": lambda held: []}, "指标与台账对不上"),
    ({"log": lambda held: held[:-1]}, "其中的审签/00001.json没有登记在日志中"),
    ({"log": lambda held: held[1:]}, "其中的日志.json第00002条与前一条不相接：前一条被改动、删去或插入"),
    ({"log": lambda held: [{**held[0], "who": "某人"}, *held[1:]]}, "其中的日志.json第00001条内容被改动"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "reason"), FORGERIES)
def test_a_forged_pack_that_contradicts_itself_is_refused(
    built: Built, tmp_path: Path, parts: dict[str, Callable[[Any], Any]], reason: str
) -> None:
    path = forged(built.packs["城东区"], tmp_path / "城东区.zip", **parts)
    assert opened_pack(path).reason == reason


def received(built: Built, folder: Path, **parts: Callable[[Any], Any]) -> Workspace:
    """The city with all packs, that of 城东区 forged."""
    opened = built.opened(folder, *DISTRICTS)
    path = opened.folders.root / "inputs/2024/下级/城东区.zip"
    forged(built.packs["城东区"], path, **parts)
    return opened


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (
            {"record": changed(year=2023), "cover": changed(year=2023)},
            "错误 下级/城东区.zip 这是2023年度的上报包，应报2024年度，未汇总",
        ),
        (
            {"record": entries(value="9" * 30, text="9" * 30)},
            f"错误 下级/城东区.zip 援助.案件：“法律援助案件”填的是“{'9' * 30}”，超过15位，不像是数；请核对",
        ),
        (
            {"record": entries(value="12.5", text="12.5")},
            "错误 下级/城东区.zip 援助.案件：“法律援助案件”填的是12.5，应为整数",
        ),
        (
            {"record": entries(value="-5", text="-5")},
            "错误 下级/城东区.zip 援助.案件：“法律援助案件”填的是-5，小于下限0",
        ),
        (
            {"record": entries(value="", text="很多")},
            "错误 下级/城东区.zip 援助.案件：“法律援助案件”填的是“很多”，不是数；请只填数字",
        ),
        (
            {"record": entries(state="待补", value="", text="【待补】", awaited=["区司法局·案件"])},
            "错误 下级/城东区.zip “法律援助案件”待补，请补齐后重新上报",
        ),
    ],
)  # fmt: skip
def test_what_a_pack_says_is_held_against_our_own_catalogue(
    built: Built, tmp_path: Path, parts: dict[str, Callable[[Any], Any]], sentence: str
) -> None:
    assert findings(received(built, tmp_path, **parts))[0] == sentence


def head_of(pack: Path) -> str:
    return attest(pack.read_bytes(), pack.name).head


def stamped(built: Built, folder: Path, heads: dict[str, str]) -> Workspace:
    """The city with all packs, and these heads copied from the letters."""
    regions = "\n".join(
        f"3301{code} | {name} | 平安市 | {heads.get(name, '')}" for name, code in DISTRICTS.items()
    )
    opened = city(folder, regions=regions)
    for name, pack in built.packs.items():
        deliver(pack, opened, f"{name}.zip")
    return opened


def test_a_pack_made_anew_as_a_whole_is_not_the_one_on_the_stamped_letter(
    built: Built, tmp_path: Path
) -> None:
    heads = {name: head_of(pack) for name, pack in built.packs.items()}
    spelled = " ".join(heads["城东区"][n : n + 8] for n in range(0, 64, 8)).upper()
    opened = stamped(built, tmp_path, {**heads, "城东区": spelled})
    assert findings(opened) == []
    shown = drafter("districts", folder=opened.folders.root).stdout
    assert shown.count("（与函相同）") == 6
    assert "没有与函核对" not in shown
    path = opened.folders.root / "inputs/2024/下级/城东区.zip"
    forged(built.packs["城东区"], path, record=entries(value="12", text="12"))
    assert findings(opened) == [
        "错误 下级/城东区.zip 总校验值与“地区”表中抄自上报函的不同，未汇总；请与盖章的函核对"
    ]
    assert value(opened, "援助.案件").startswith("【待补：城东区·")
    deliver(built.packs["城东区"], opened, "原件.zip")
    assert findings(opened) == [
        "提示 下级/城东区.zip 总校验值与“地区”表中抄自上报函的不同，已按相同的原件.zip汇总"
    ]
    assert value(opened, "援助.案件") == "420余"


def test_a_head_that_nobody_compared_is_told(built: Built, tmp_path: Path) -> None:
    opened = stamped(built, tmp_path, {"城东区": head_of(built.packs["城东区"])})
    told = "5个的总校验值还没有与函核对"
    assert told in drafter("check", folder=opened.folders.root).stdout
    assert told in drafter("districts", folder=opened.folders.root).stdout


def test_a_region_that_is_none_of_ours_is_left_out_and_named(built: Built, tmp_path: Path) -> None:
    strange = {"record": changed(region="城外区"), "cover": changed(region="城外区")}
    opened = received(built, tmp_path, **strange)
    assert findings(opened) == [
        "错误 下级/城东区.zip 未收到上报包，请催报",
        "警告 下级/城东区.zip 这是城外区的上报包，“地区”表中没有城外区是本级的下级，是否为“城东区”，未汇总",
    ]


def bomb() -> bytes:
    """A zip of some KB that inflates to 160 MB."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (LIST, COVER, ASKED, RECORD):
            with archive.open(name, "w", force_zip64=True) as part:
                for _ in range(40):
                    part.write(b"\0" * (1 << 20))
    return stream.getvalue()


def other_zip() -> bytes:
    """A zip that holds no parcel."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("甲.txt", "甲")
    return stream.getvalue()


HOSTILE = {
    "空的": lambda: b"",
    "不是压缩包": lambda: b"MZ" + b"\0" * 1000,
    "截断的": lambda: b"PK\3\4" + b"\xff" * 60,
    "炸弹": bomb,
    "别的压缩包": other_zip,
    "太大": lambda: b"PK" + b"\0" * (21 << 20),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words_and_the_rest_goes_on(
    built: Built, tmp_path: Path, name: str
) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    (opened.folders.root / f"inputs/2024/下级/{name}.zip").write_bytes(HOSTILE[name]())
    (found,) = findings(opened)
    assert found.startswith(f"警告 下级/{name}.zip 上报包")
    assert value(opened, "援助.案件") == "420余"


@pytest.mark.parametrize(
    ("regions", "sentence"),
    [
        ("01 | 甲县 | 乙县 \n 02 | 乙县 | 甲县", "“甲县”的上级绕回到它自己，请改正“上级”"),
        ("01 | 甲县 | 甲县", "“甲县”的上级绕回到它自己，请改正“上级”"),
        ("A1 | 甲县 | 平安市 \n A1 | 乙县 | 平安市", "“A1”与上文重复"),
        ("01 | 甲县 | 平安市 \n 02 | 甲县 | 平安市", "“甲县”与上文重复"),
        ("01 | 甲县 | 平定市", "“平定市”（甲县的上级）不在“地区”表中，是否为“平安市”"),
        ("01 | 甲县 | 平安市 | ab12", "“ab12”不是64位的总校验值，请照上报函抄全"),
        ("01 | ../甲县 | 平安市", "“../甲县”不能用作地区名"),
    ],
)
def test_a_mistake_among_the_regions_is_told(tmp_path: Path, regions: str, sentence: str) -> None:
    found = mistakes_of(tmp_path, CITYS, settings=settings("平安市"), regions=regions)
    assert any(line.endswith(sentence) for line in found), found


# Side by side


def test_the_districts_stand_side_by_side_with_rank_and_share(built: Built, tmp_path: Path) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    shown = drafter("districts", folder=opened.folders.root)
    assert shown.returncode == 0, shown.stderr
    assert "6个区县中的6个已上报" in shown.stdout
    folder = opened.folders.root / "output/2024/各区县"
    sheet = load_workbook(folder / "各区县主要指标.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:4] == ["区县", *(f"法律援助案件（件） {h}" for h in ("数值", "位次", "占比"))]
    assert rows[1][:4] == ["城东区", 120, 1, "约28.6%"]  # 城西区 says 80余
    assert rows[2][1:3] == ["80余", 3]
    assert [row[5] for row in rows[1:7]] == [2, 4, 2, 6, 1, 5]
    assert rows[1][6:] == [80, 1, pytest.approx(80 / 217)]
    assert rows[7] == ["平安市", "420余", "—", "—", pytest.approx(1475 / 1600), "—", 217, "—", "—"]
    document = docx.Document(str(folder / "各区县主要指标.docx"))
    cells = [[c.text for c in row.cells] for row in document.tables[0].rows]
    assert cells[0] == [
        "区县",
        *["法律援助案件（件）"] * 3,
        *["调解成功率"] * 2,
        *["行政处罚案件（件）"] * 3,
    ]
    assert cells[1][1:] == ["数值", "位次", "占比", "数值", "位次", "数值", "位次", "占比"]
    assert cells[2][:4] == ["城东区", "120", "1", "约28.6%"]
    assert cells[-1][:2] == ["平安市", "420余"]
    assert document.paragraphs[-1].text == "注：6个区县中的6个已上报；不适用的不排位次。"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    drafter("districts", folder=opened.folders.root)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_while_a_conflict_is_undecided_whole_ranks_and_shares_are_open(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, *DISTRICTS)
    fill_form(opened, "市城管局", {"执法.案件": 230})
    shown = drafter("districts", folder=opened.folders.root)
    claims = "市城管局填230（市城管局.xlsx › 填报表!D7），各区县汇总为217"
    words = f"行政处罚案件：{claims}，还没有决定，合计、位次、占比待定"
    assert shown.returncode == 1
    assert words in shown.stdout
    folder = opened.folders.root / "output/2024/各区县"
    rows = [*load_workbook(folder / "各区县主要指标.xlsx").active.iter_rows(values_only=True)]
    assert [row[6:] for row in rows[1:8]] == [
        *((fined, "待定", "待定") for fined in (80, 55, 30, 24, 16, 12)),
        ("待定", "—", "—"),
    ]
    assert rows[1][:4] == ("城东区", 120, 1, "约28.6%")
    assert words in [row[0] for row in rows]
    document = docx.Document(str(folder / "各区县主要指标.docx"))
    assert f"{words}。" in [paragraph.text for paragraph in document.paragraphs]
    arguments = ("accept", "执法.案件", "--from", "市城管局", "--reason", "以本级为准")
    drafter(*arguments, folder=opened.folders.root)
    assert drafter("districts", folder=opened.folders.root).returncode == 0
    rows = [*load_workbook(folder / "各区县主要指标.xlsx").active.iter_rows(values_only=True)]
    assert rows[1][6:] == (80, 1, pytest.approx(80 / 217))
    assert rows[7][6:] == (230, "—", "—")


def test_a_rank_that_an_approximate_figure_leaves_open_is_told_as_a_range(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, *(n for n in DISTRICTS if n != "城北区"))
    other = district(tmp_path / "另", "城北区")
    answer(other, (85, *ANSWERS["城北区"][1:]))
    other.draft()
    deliver(handed_up(other).pack, opened, "城北区.zip")
    column = next(c for c in side_by_side(opened.check()).columns if c.indicator.key == "援助.案件")
    ranks = {name: said_of(column, cell, 0)[1] for name, cell in column.cells.items()}
    assert ranks == {"城东区": "1", "城西区": "2~3", "城北区": "2~3",
                     "城南区": "4", "河口县": "5", "山前县": "6"}  # fmt: skip


def test_while_one_is_awaited_nobody_has_a_share_and_who_does_not_apply_has_no_rank(
    built: Built, tmp_path: Path
) -> None:
    opened = built.opened(tmp_path, "城东区", "城南区")
    column = next(c for c in side_by_side(opened.check()).columns if c.indicator.key == "援助.案件")
    assert [said_of(column, column.cells[n], 0) for n in ("城东区", "城南区", "城北区")] == [
        ("120", "1", "—"), ("60", "2", "—"), ("待补", "—", "—"),
    ]  # fmt: skip


# The page under docs


def played(built: Built, anew: Path, folder: Path) -> list[str]:
    """What is printed, command by command: one is late, one altered, one of another catalogue, one
    has sent twice; then the packs that were asked for come in."""
    opened = built.opened(folder, "城东区", "城西区", "城南区")
    deliver(anew, opened, "城西区（更正）.zip")
    deliver(other_pack(folder), opened, "山前县.zip")
    altered = deliver(built.packs["河口县"], opened, "河口县.zip")
    altered.write_bytes(altered.read_bytes().replace(b'"value": "40"', b'"value": "49"'))
    root = opened.folders.root
    shown = [printed(root, *command) for command in (["check"], ["districts"], ["draft"])]
    shown.append(printed(root, "trace", "援助.案件"))
    for name in ("城北区", "河口县", "山前县"):
        deliver(built.packs[name], opened, f"{name}.zip")
    shown += [printed(root, *command) for command in (["check"], ["draft"])]
    shown.append(printed(root, "trace", "调解.成功率"))
    report = paragraphs((root / "output/2024/第2稿/报告.docx").read_bytes())
    return [*shown, "\n".join(line for line in report if line)]


def printed(root: Path, *command: str) -> str:
    """The command and what it prints; hashes hang on the program, so they are cut."""
    shown = drafter(*command, folder=root).stdout
    lines = (line.rstrip() for line in re.sub("[0-9a-f]{64}", "……", shown).splitlines())
    return "\n".join([f"$ drafter {' '.join(command)}", *(line for line in lines if line)])


def test_the_page_under_docs_shows_what_is_printed(
    built: Built, anew: Path, tmp_path: Path
) -> None:
    page = (Path(__file__).parents[1] / "docs/上报与汇总示例.md").read_text(encoding="utf-8")
    blocks = [block.strip() for block in re.findall("```\n(.*?)```", page, re.DOTALL)]
    assert blocks == played(built, anew, tmp_path)
