"""Forms handed in at the desk: whose each is, what it takes the place of, and what is not taken."""

from __future__ import annotations

import random
import resource
import shutil
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest

from drafter.desk.catalogue.catalogue_editing import Amendment, amend, renamed
from drafter.desk.catalogue.catalogue_rows import DEPARTMENTS, catalogue_rows
from drafter.desk.departments.delivery import Delivered, deliver
from drafter.desk.files.parcels import pack
from drafter.desk.year.workspace import Workspace
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, workspace
from tests.conftest import Convert

NAMES = ("县司法局", "县法院", "县公安局")
INDICATORS = "\n".join(f"{name}.总数 | {name}案件 | 件 | 整数 | {name}" for name in NAMES)


def built(folder: Path) -> Workspace:
    return workspace(folder / "平安县", catalogue_bytes(INDICATORS), "|{{ 县法院.总数 }}")


opened = once(built)


def form(opened: Workspace, name: str, number: object) -> bytes:
    """The department's form, filled in at the department."""
    content = opened.folders.catalogue.read_bytes()
    there = workspace(opened.folders.root.parent / "部门", content, "|甲")
    return fill_form(there, name, {f"{name}.总数": number}).read_bytes()


def handed(opened: Workspace, files: Mapping[str, bytes]) -> dict[str, Delivered]:
    """What became of the files, by name; each was sent in a folder of its own."""
    paths = []
    for number, (name, content) in enumerate(files.items()):
        path = opened.folders.root.parent / "sent" / str(number) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        paths.append(path)
    delivered = deliver(opened, paths, lambda _: None)
    shutil.rmtree(opened.folders.root.parent / "sent")
    return {one.file: one for one in delivered}


def standing(opened: Workspace, year: int = 2024) -> list[str]:
    return [path.name for path in opened.folders.inputs(year)]


def reported(opened: Workspace) -> dict[str, str]:
    return {s.department: s.state for s in opened.check().submissions}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip with names in UTF-8."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


class Gbk(zipfile.ZipInfo):
    """A member as Chinese Windows names it: in GBK, without the flag of UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits


def gbk(files: Mapping[str, bytes]) -> bytes:
    """A zip with names in GBK."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = Gbk("a")
            member.filename = name
            archive.writestr(member, content)
    return stream.getvalue()


def test_several_forms_are_put_in_under_their_departments_names(opened: Workspace) -> None:
    sent = {f"{name}（报送稿）.xlsx": form(opened, name, 5) for name in NAMES}
    sent["填报表(1).xlsx"] = sent.pop("县公安局（报送稿）.xlsx")
    assert {one.name for one in handed(opened, sent).values()} == {f"{n}.xlsx" for n in NAMES}
    assert set(reported(opened).values()) == {"已报"}


def test_a_mended_form_takes_the_place_of_the_one_before_which_is_on_record(
    opened: Workspace,
) -> None:
    first = form(opened, "县法院", 5)
    handed(opened, {"县法院.xlsx": first})
    second = handed(opened, {"县法院(更正).xlsx": form(opened, "县法院", 6)})
    assert second["县法院(更正).xlsx"].replaced == "县法院.xlsx"
    assert standing(opened) == ["县法院.xlsx"]
    records = opened.records(2024)
    assert records.original(records.receipts("县法院")[0]).read_bytes() == first


def test_the_same_file_again_is_not_taken_again(opened: Workspace) -> None:
    content = form(opened, "县法院", 5)
    both = handed(opened, {"县法院.xlsx": content, "县法院 - 副本.xlsx": content})
    assert both["县法院 - 副本.xlsx"].reason == "与同时送来的另一份相同"
    assert handed(opened, {"法院.xlsx": content})["法院.xlsx"].reason == "与已收的相同"
    assert standing(opened) == ["县法院.xlsx"]


def test_two_different_forms_at_once_are_both_kept_and_one_is_to_be_chosen(
    opened: Workspace,
) -> None:
    sent = {"县法院.xlsx": form(opened, "县法院", 5), "县法院改.xlsx": form(opened, "县法院", 6)}
    handed(opened, sent)
    assert standing(opened) == ["县法院.xlsx", "县法院改.xlsx"]
    assert reported(opened)["县法院"] == "待选定"


def test_a_name_that_the_desk_passes_over_is_not_kept(opened: Workspace) -> None:
    sent = {"~$县法院.xlsx": form(opened, "县法院", 5), ".县法院.xlsx": form(opened, "县法院", 6)}
    handed(opened, sent)
    assert len(standing(opened)) == 2


def rename(opened: Workspace, old: str, new: str) -> None:
    sheets = catalogue_rows(opened)
    (line,) = sheets[DEPARTMENTS].named("部门", old)
    amendment = Amendment(DEPARTMENTS, line.number, {**line.texts, "部门": new})
    amend(opened, renamed(sheets, [amendment]))


def test_the_forms_of_a_department_follow_its_new_name(opened: Workspace) -> None:
    before, mended = form(opened, "县法院", 5), form(opened, "县法院", 6)
    handed(opened, {"县法院.xlsx": before})
    rename(opened, "县法院", "县人民法院")
    assert reported(opened)["县人民法院"] == "已报"
    assert not opened.check().inbox.findings
    again = handed(opened, {"报表.xlsx": mended})["报表.xlsx"]
    assert (again.department, again.name, again.replaced, again.reason) == (
        "县人民法院", "县人民法院.xlsx", "县法院.xlsx", "",
    )  # fmt: skip
    (submission,) = [s for s in opened.check().submissions if s.department == "县人民法院"]
    assert not [f for f in submission.findings if f.code == "form-outdated"]


def test_a_name_that_another_department_has_now_is_that_one_s(opened: Workspace) -> None:
    content = form(opened, "县法院", 5)
    rename(opened, "县法院", "县人民法院")
    rename(opened, "县公安局", "县法院")
    assert handed(opened, {"a.xlsx": content})["a.xlsx"].department == "县法院"
    rename(opened, "县法院", "县公安局")
    assert opened.catalogue().named["县公安局"] == "县公安局"
    assert "县法院" not in opened.catalogue().named
    assert opened.catalogue().departments[2].earlier == ("县法院",)


def test_a_form_of_a_department_that_is_not_in_the_list_is_refused_as_such(
    opened: Workspace,
) -> None:
    content = form(opened, "县法院", 5)
    sheets = catalogue_rows(opened)
    (line,) = sheets[DEPARTMENTS].named("部门", "县法院")
    (asked,) = sheets["指标"].named("填报部门", "县法院")
    moved = Amendment("指标", asked.number, {"填报部门": "县司法局"})
    amend(opened, [moved, Amendment(DEPARTMENTS, line.number, dict.fromkeys(line.texts, ""))])
    refused = handed(opened, {"报表.xlsx": content})["报表.xlsx"]
    assert refused.reason == (
        "这是平安县县法院的填报表，部门名单中没有县法院，未读取；"
        "部门改过名的，请在名单的“曾用名”中写上原名"
    )


def foreign(folder: Path, settings: str) -> bytes:
    other = workspace(folder, catalogue_bytes(INDICATORS, settings=settings), "|甲")
    return form(other, "县法院", 9)


def test_a_form_that_nobody_would_read_takes_no_good_one_s_place(
    opened: Workspace, tmp_path: Path
) -> None:
    good = form(opened, "县法院", 5)
    handed(opened, {"县法院.xlsx": good})
    elsewhere = foreign(tmp_path / "临县", SETTINGS.replace("平安县", "临县"))
    ancient = foreign(tmp_path / "旧", SETTINGS.replace("2024", "2021"))
    told = {
        name: handed(opened, {"县法院.xlsx": content})["县法院.xlsx"].reason
        for name, content in {
            "place": elsewhere, "year": ancient, "whose": form(opened, "县司法局", 7),
            "none": b"PK\x03\x04", "pdf": b"%PDF-1.7\n", "text": "数据".encode(),
        }.items()
    }  # fmt: skip
    assert told["place"].startswith("这是临县的表，不是平安县的表")
    assert told["year"].startswith("这是2021年度的表，应报2024年度")
    assert told["whose"].startswith("这是县司法局的表，应为县法院的表")
    assert told["pdf"].startswith("这是PDF文件")
    assert all(told.values())
    assert (opened.folders.root / "inputs/2024/县法院.xlsx").read_bytes() == good
    assert standing(opened) == ["县法院.xlsx"]


def test_last_year_s_form_goes_to_last_year_s_and_takes_nobody_s_place(
    opened: Workspace, tmp_path: Path
) -> None:
    past = foreign(tmp_path / "上年", SETTINGS.replace("2024", "2023"))
    assert handed(opened, {"县法院.xlsx": past})["县法院.xlsx"].name == "2023/县法院.xlsx"
    assert opened.check().ledger.last_year["县法院.总数"]
    assert handed(opened, {"县法院.xlsx": past})["县法院.xlsx"].reason == "与已收的相同"
    other = foreign(tmp_path / "又", SETTINGS.replace("2024", "2023").replace("10月31", "9月30"))
    assert "没有代替" in handed(opened, {"县法院.xlsx": other})["县法院.xlsx"].reason
    assert (standing(opened), standing(opened, 2023)) == ([], ["县法院.xlsx"])


def test_a_broken_file_that_stands_there_gives_way(opened: Workspace) -> None:
    path = opened.folders.root / "inputs/2024/县法院.xlsx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"PK\x03\x04 broken")
    path.with_name("县法院说明.docx").write_bytes(b"PK\x03\x04")
    handed(opened, {"县法院.xlsx": form(opened, "县法院", 5)})
    assert reported(opened)["县法院"] == "已报"


@pytest.mark.slow
def test_an_old_format_takes_the_place_of_a_new_one(opened: Workspace, soffice: Convert) -> None:
    handed(opened, {"县法院.xlsx": form(opened, "县法院", 5)})
    source = opened.folders.root.parent / "县法院.xlsx"
    source.write_bytes(form(opened, "县法院", 6))
    content = soffice(source, "xls").read_bytes()
    assert handed(opened, {"县法院.et": content})["县法院.et"].replaced == "县法院.xlsx"
    assert standing(opened) == ["县法院.xls"]


@pytest.mark.parametrize("folder", ["", "各部门/", "..\\..\\", "C:\\表\\"])
def test_a_zip_is_unpacked_whatever_its_paths_and_its_letters(
    opened: Workspace, folder: str, tmp_path: Path
) -> None:
    sent = {f"{folder}{name}.xlsx": form(opened, name, 5) for name in NAMES}
    for path in (gbk(sent), zipped({**sent, "__MACOSX/._a": b"x", "各部门/": b""})):
        told = handed(opened, {"收回.zip": path})
        assert set(told) == {f"{name}.xlsx" for name in NAMES}
    assert standing(opened) == sorted(f"{name}.xlsx" for name in NAMES)
    folders = {path.parent.name for path in tmp_path.rglob("县*.xlsx")}
    assert folders <= {"2024", "下发"}


def inflating(name: str, megabytes: int) -> bytes:
    """A small zip whose member inflates to that much; never in memory at once."""
    stream = BytesIO()
    archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open(name, "w") as member:
        for _ in range(megabytes):
            member.write(bytes(1 << 20))
    return stream.getvalue()


def test_what_a_zip_must_not_be_is_refused_in_a_sentence_and_the_rest_is_taken(
    opened: Workspace,
) -> None:
    good = {"县法院.xlsx": form(opened, "县法院", 5)}
    many = zipped({f"{n}.xlsx": b"" for n in range(10_000)})
    bomb = inflating("县司法局.xlsx", 512)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = handed(
        opened,
        {
            **good,
            "多.zip": many,
            "弹.zip": bomb,
            "坏：的.zip": b"PK\x03\x04x",
            "套.zip": zipped({"内.zip": zipped(good)}),
        },
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # KB
    assert told["多.zip"].reason == "里面有10000个文件，超过300个，没有接收"
    assert told["弹.zip"].reason == "里面的文件太大，没有接收；请分几次送"
    assert told["坏：的.zip"].reason.startswith("压缩包已损坏或加了密码")
    assert told["内.zip"].reason.startswith("这是压缩包")
    assert standing(opened) == ["县法院.xlsx"]


@pytest.mark.slow
def test_a_zip_of_which_anything_is_changed_is_taken_or_refused_in_a_sentence(
    opened: Workspace,
) -> None:
    content = zipped({f"{name}.xlsx": form(opened, name, 5) for name in NAMES})
    chance = random.Random(20)
    for _ in range(60):
        changed = bytearray(content)
        for _ in range(chance.choice([1, 1, 5])):
            place = chance.choice([chance.randrange(len(content)), -chance.randrange(1, 300)])
            changed[place] = chance.randrange(256)
        for one in handed(opened, {"收回.zip": bytes(changed)}).values():
            assert one.name or one.reason
            assert "Word" not in one.reason


def test_what_is_packed_is_the_same_for_the_same_files_and_can_be_sent_back(
    opened: Workspace,
) -> None:
    files = list(opened.forms().files)
    assert pack(files) == pack(files)
    told = handed(opened, {"填报表.zip": pack(files)})
    assert {one.department for one in told.values()} == set(NAMES)
