"""Publishing the sample, the whole way a clerk goes: refused, decided, confirmed, published, attested."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest

from drafter.desk.files.folders import Folders
from drafter.desk.publishing import publishing
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.publish.archive import read_archive
from drafter.publish.attest import attest
from drafter.publish.chain import LIST
from tests.building import catalogue_bytes, fill_form, once, paragraphs, sample, workspace
from tests.commands import drafter
from tests.word.validity import flaws

ROOT = Path(__file__).parents[1]
TITLE = "城中区2023年法治政府建设工作报告"
CONFIRMED = ("--checked-by", "李四", "--checked-on", "2023年11月20日")
ERROR = (
    "错误 区司法局.xlsx › 填报表!D13 法治考核.单位总数："
    "填报45，应为43（8 + 27 + 2 + 1 + 1 + 4）；请核对合计与各分项"
)
EXPLAINED = "含挂牌督办单位两个，已与组织部门核对"

pytestmark = pytest.mark.libreoffice


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    out: str
    code: int


Run = Callable[..., Done]


def run(folder: Path, *arguments: object) -> Done:
    done = drafter(*arguments, folder=folder)
    return Done(done.stdout + done.stderr, done.returncode)


@dataclass(frozen=True)
class Way:
    """The workspace after the whole way, and what was said on each step."""

    folder: Path
    said: Mapping[str, Done]

    @property
    def published(self) -> Path:
        return self.folder / "output/2023/公开"

    def read(self, name: str) -> bytes:
        return (self.published / name).read_bytes()


@pytest.fixture(scope="module")
def way(tmp_path_factory: pytest.TempPathFactory, soffice: object) -> Way:
    folder = tmp_path_factory.mktemp("城中区")
    sample(folder)
    said = {"before a draft": run(folder, "publish", *CONFIRMED)}
    run(folder, "draft")
    said["with an error"] = run(folder, "publish", *CONFIRMED)
    run(folder, "accept", "法治考核.单位总数", "--reason", EXPLAINED, "--by", "张三")
    said["out of date"] = run(folder, "publish", *CONFIRMED)
    run(folder, "draft")
    said["an old draft"] = run(folder, "publish", "--draft", 1, *CONFIRMED)
    said["unconfirmed"] = run(folder, "publish")
    said["no date"] = run(folder, "publish", "--checked-by", "李四", "--checked-on", "某日")
    said["published"] = run(folder, "publish", *CONFIRMED)
    return Way(folder, said)


def test_without_a_draft_there_is_nothing_to_publish(way: Way) -> None:
    assert way.said["before a draft"] == Done("无法运行：还没有稿子；请先运行 drafter draft\n", 2)


def test_it_refuses_while_an_error_is_open_and_lists_it(way: Way) -> None:
    said = way.said["with an error"]
    assert said.code == 1
    assert said.out.splitlines() == [
        "第1稿还不能公开，有1件事未办结：",
        ERROR,
        "",
        "下一步：逐件更正；属实的用 drafter accept 指标 --reason 理由 决定；"
        "再依次运行 drafter draft、drafter publish。",
    ]


@pytest.mark.parametrize("when", ["out of date", "an old draft"])
def test_it_refuses_a_draft_that_is_not_of_todays_data(when: str, way: Way) -> None:
    assert way.said[when].code == 1
    assert "第1稿不是按现在的数据、目录、模板和程序生成的" in way.said[when].out


def test_nobody_is_asked_in_a_pipe(way: Way) -> None:
    assert way.said["unconfirmed"] == Done(
        "无法运行：公开前须经保密审查；请用 --checked-by 写明保密审查人\n", 2
    )
    assert way.said["no date"].out.startswith("无法运行：“某日”不是日期")


def test_then_it_publishes_and_says_what_to_keep(way: Way) -> None:
    said = way.said["published"]
    assert said.code == 0
    assert said.out.startswith("已生成公开文件：output/2023/公开（第2稿）\n")
    assert "标题下的“（初稿）”已去掉。" in said.out
    assert "保密审查：李四，2023年11月20日。" in said.out
    assert sorted(path.name for path in way.published.iterdir()) == sorted(
        [
            f"{TITLE}.docx",
            f"{TITLE}.pdf",
            f"{TITLE}.html",
            "figures.csv",
            "figures.json",
            "证据包.zip",
        ]
    )


def head_of(way: Way) -> str:
    found = re.search("总校验值：([0-9a-f]{64})", way.said["published"].out)
    assert found
    return found[1]


def test_the_confirmation_and_the_head_are_on_record(way: Way) -> None:
    (path,) = (way.folder / "records/2023/公开").iterdir()
    record = json.loads(path.read_bytes())
    assert (record["checked_by"], record["checked_on"]) == ("李四", "2023年11月20日")
    assert (record["draft"], record["head"]) == (2, head_of(way))


# The document

FORBIDDEN = (
    *("_fig", "_blk", "_cht", "customXml", "comment", "<w:ins ", "<w:del ", "rsid", "paraId", "urn:drafter"),
    *("docProps/custom", "docProps/app", "creator", "lastModifiedBy", "李四", "张三", "drafter"),
    *(EXPLAINED, "组织部门核对", ".xlsx", "填报表", "初稿", "inputs", "C:\\", "/tmp", "/root"),
)  # fmt: skip


def inside(document: bytes) -> str:
    """The names and contents of all parts, every zip in it opened."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        return "\n".join(
            [*archive.namelist(), *(archive.read(n).decode() for n in archive.namelist())]
        )


@pytest.mark.parametrize("forbidden", FORBIDDEN)
def test_the_published_document_holds_no(forbidden: str, way: Way) -> None:
    assert forbidden not in inside(way.read(f"{TITLE}.docx"))


@pytest.mark.parametrize(
    "forbidden", ["_fig", "李四", "张三", EXPLAINED, ".xlsx", "填报表", "初稿", "<script"]
)
@pytest.mark.parametrize("name", [f"{TITLE}.html", "figures.csv", "figures.json"])
def test_nor_does_any_other_published_file(name: str, forbidden: str, way: Way) -> None:
    assert forbidden not in way.read(name).decode("utf-8-sig")


def drafted(way: Way) -> list[str]:
    """The draft's paragraphs that have text, the draft mark left out."""
    texts = paragraphs((way.folder / "output/2023/第2稿/报告.docx").read_bytes())
    return [text for text in texts if text.strip() and text != "（初稿）"]


def test_the_document_is_sound_and_says_what_the_draft_says(way: Way) -> None:
    document = way.read(f"{TITLE}.docx")
    assert flaws(document) == []
    assert [text for text in paragraphs(document) if text.strip()] == drafted(way)
    told = docx.Document(BytesIO(document)).core_properties
    assert (told.title, told.author, told.created) == (TITLE, "", None)


def test_the_page_says_what_the_draft_says(way: Way) -> None:
    from lxml import html

    root = html.document_fromstring(way.read(f"{TITLE}.html").decode())
    (article,) = root.iter("article")
    blocks = [block.text_content() for block in article if block.tag != "nav"]
    assert blocks == drafted(way)
    values = {d.text_content(): d.get("value") for d in article.iter("data")}
    assert (values["613"], values["2.8万余"], values["98%"]) == ("613", "28000", "0.980369515012")


def test_the_open_data_have_each_figure_of_the_report(way: Way) -> None:
    told = json.loads(way.read("figures.json"))
    by_key = {figure["key"]: figure for figure in told["figures"]}
    assert len(told["figures"]) > 100
    rate = by_key["人民调解.调处成功率"]
    assert (rate["text"], rate["formula"]) == ("98%", "“矛盾纠纷调处成功”除以“受理矛盾纠纷”")
    assert by_key["法律援助.案件总数"]["department"] == "区司法局"


# The evidence


def test_the_pack_is_attested_by_the_record_and_by_its_head(way: Way) -> None:
    pack = way.published / "证据包.zip"
    done = run(way.folder, "attest", pack)
    assert done.code == 0
    assert "总校验值与工作目录的记录一致。" in done.out
    assert run(ROOT.parent, "attest", pack, "--head", head_of(way)).code == 0
    other = run(way.folder, "attest", pack, "--head", "0" * 64)
    assert other.code == 1
    assert "与记录的不符：整包可能被重做" in other.out
    assert (
        json.loads(run(way.folder, "attest", pack, "--head", "0" * 64, "--json").out)[0]["code"]
        == "pack-head"
    )


def test_the_pack_without_a_head_is_not_said_to_be_more_than_consistent(
    way: Way, tmp_path: Path
) -> None:
    pack = Path(shutil.copy(way.published / "证据包.zip", tmp_path))
    done = run(tmp_path, "attest", pack)
    assert done.code == 0
    assert "没有可以对照的总校验值：整包重做的看不出来" in done.out
    assert run(tmp_path, "attest", tmp_path / "没有.zip").code == 2


def test_the_pack_holds_all_that_the_publication_rests_on(way: Way) -> None:
    archive = read_archive(way.read("证据包.zip"), LIST)
    assert archive is not None
    held = {member.name: member.content for member in archive.members}
    for path in sorted((way.folder / "inputs/2023").iterdir()):
        assert held[f"inputs/2023/{path.name}"] == path.read_bytes()
    for name in ("第1稿/ledger.json", "第2稿/报告.docx", f"公开/{TITLE}.pdf", "公开/figures.csv"):
        assert held[f"output/2023/{name}"] == (way.folder / "output/2023" / name).read_bytes()
    assert {
        "templates/指标目录.xlsx",
        "templates/报告模板.docx",
        "records/2023/决定/00001.json",
    } <= set(held)
    assert sum(name.startswith("records/2023/原件/") for name in held) == 14
    assert json.loads(held["公开记录.json"])["checked_by"] == "李四"
    assert held["比对/第1稿-第2稿.txt"].decode().splitlines() == [
        "第1稿 → 第2稿", "", "【变动原因】", "新增：审定意见", "", "【正文】", "没有变动",
    ]  # fmt: skip


def test_the_guide_in_the_pack_works_without_drafter(way: Way, tmp_path: Path) -> None:
    with zipfile.ZipFile(way.published / "证据包.zip") as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(["sha256sum", "-c", "校验.txt"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0
    assert "sha256sum -c 校验.txt" in (tmp_path / "说明.txt").read_text()


def test_publishing_again_makes_the_same_bytes_and_no_new_record(way: Way) -> None:
    before = {path.name: path.read_bytes() for path in way.published.iterdir()}
    again = run(way.folder, "publish", *CONFIRMED)
    assert again.out.startswith("公开文件没有变化：output/2023/公开（第2稿）")
    assert {path.name: path.read_bytes() for path in way.published.iterdir()} == before
    assert len(list((way.folder / "records/2023/公开").iterdir())) == 1
    assert not (way.folder / "output/2023/以往公开").exists()


# A small workspace

INDICATORS = "援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局"


@once
def county(folder: Path) -> Workspace:
    day = datetime(2024, 11, 20, 9, tzinfo=UTC)
    made = workspace(folder, catalogue_bytes(INDICATORS), "|办理{{ 援助.总数 }}件。", lambda: day)
    fill_form(made, "县司法局", {"援助.总数": 613})
    made.draft()
    return made


def published(opened: Workspace, who: str = "李四") -> publishing.Published:
    prepared = publishing.prepare(opened, None, str)
    return publishing.publish(
        opened, prepared, who, publishing.checked_day(opened, "2024-11-19"), str
    )


def test_what_was_published_before_is_kept_whole(county: Workspace) -> None:
    first = published(county)
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    second = published(county, "王五")
    assert second.new
    kept = first.folder.with_name("以往公开") / "第1次"
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    heads = [publication.head for publication in county.records(2024).publications()]
    assert heads == [first.publication.head, second.publication.head]
    for folder in (first.folder, kept):
        assert attest((folder / "证据包.zip").read_bytes(), "", heads).findings == ()


def test_a_record_that_was_altered_is_found_out_by_the_pack(county: Workspace) -> None:
    """The pack holds what was decided and received; the folder may be changed afterwards."""
    done = published(county)
    content = (done.folder / "证据包.zip").read_bytes()
    other = content.replace(b'"\xe6\x9d\x8e\xe5\x9b\x9b"', b'"\xe7\x8e\x8b\xe4\xba\x94"')
    found = attest(other, "证据包.zip").findings
    assert [(f.code, f.details["path"]) for f in found] == [("pack-changed", "公开记录.json")]


def test_on_a_terminal_the_confirmation_is_asked_for(county: Workspace) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "drafter", "-C", str(county.folders.root), "publish"]
    running = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, text=True)
    os.write(ours, "李四\n2024年11月19日\n".encode())
    out, _ = running.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert "保密审查人: " in out
    assert "保密审查：李四，2024年11月19日。" in out


def test_a_day_to_come_is_no_confirmation(county: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="还没有到"):
        publishing.checked_day(county, "2024年11月21日")


def test_who_is_killed_while_publishing_leaves_no_half_a_folder(county: Workspace) -> None:
    """Killed at a random moment: the folder is there with all its files, or not at all."""
    root = county.folders.root
    output = Folders(root).output(2024) / "公开"
    command = [sys.executable, "-m", "drafter", "-C", str(root), "publish"]
    confirmed = ["--checked-by", "李四", "--checked-on", "2024-11-19"]
    for wait in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0):
        shutil.rmtree(output, ignore_errors=True)
        running = subprocess.Popen([*command, *confirmed], stdout=subprocess.DEVNULL)
        try:
            running.wait(wait)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        if output.exists():
            assert len(list(output.iterdir())) == 6
            assert attest((output / "证据包.zip").read_bytes(), "").findings == ()
    assert published(county).folder.is_dir()


def test_without_libreoffice_the_rest_is_published_and_that_is_said(
    county: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    done = published(county)
    assert done.no_pdf == "未安装LibreOffice；装好后再运行一次即可"
    assert not list(done.folder.glob("*.pdf"))
    assert len(list(done.folder.iterdir())) == 5


def test_titles_make_names_that_every_system_takes(county: Workspace) -> None:
    long = unicodedata.normalize("NFC", "平安县：2024/报告?" + "长" * 200)
    assert publishing._name(long) == ("平安县：2024报告" + "长" * 200)[:80]
    assert publishing._name("...") == "报告"
