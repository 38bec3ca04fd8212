"""A template compiled once: kept under the user's own seal, and believed under no other."""

from __future__ import annotations

import marshal
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace

from drafter.desk.files import equipment
from drafter.desk.files.equipment import Equipment
from drafter.desk.files.folders import Folders
from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.disk.sealed import own_key, sealed
from drafter.model.errors import TemplateError
from drafter.template.prepared import restored
from drafter.template.template import Template
from tests.building import READER, catalogue_bytes, fill_form, workspace
from tests.template.test_annex import ANNEX, CHART

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
"""
TEXT = f"""
    |全年办理法律援助案件{{{{ 援助.总数 }}}}件，民事占{{{{ 援助.民事|占比(援助.总数) }}}}。
    |{{% if 援助.总数 > 600 %}}超过600件。{{% endif %}}
    {CHART}
"""
TEXT += "\n".join(ANNEX[:-1])
T = TypeVar("T")


@pytest.fixture
def county(tmp_path: Path) -> Folders:
    made = workspace(tmp_path, catalogue_bytes(INDICATORS), TEXT)
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 400})
    shutil.rmtree(made.folders.cache)
    return made.folders


def draft(folders: Folders, equipped: Equipment | None = None) -> Drafted:
    """A draft of the same data as the one before, if any: another stage is another draft."""
    opened = Workspace(folders, equipment=equipped or Equipment(READER))
    stage = ("", "征求意见稿")[len(folders.drafts(2024)) % 2]
    return opened.draft(stage=stage)


def calls(run: Callable[[], T]) -> tuple[T, set[str]]:
    """What the run gives, and the names of what was called in it."""
    called = set[str]()

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call":
            called.add(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        return run(), called
    finally:
        sys.setprofile(before)


def compiles(run: Callable[[], T]) -> tuple[T, bool]:
    """What the run gives, and whether a template was compiled in it."""
    outcome, called = calls(run)
    return outcome, "compile_parts" in called


def kept(folders: Folders) -> Path:
    (path,) = folders.cache.glob("*.compiled")
    return path


def files(drafted: Drafted) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in drafted.folder.iterdir()}


def test_a_second_draft_compiles_nothing_in_this_process_or_in_another(county: Folders) -> None:
    shared = Equipment(READER)
    assert compiles(lambda: draft(county, shared))[1]
    assert not compiles(lambda: draft(county, shared))[1]
    assert not compiles(lambda: draft(county))[1]
    kept(county).unlink()
    assert not compiles(lambda: draft(county, shared))[1]
    assert compiles(lambda: draft(county))[1]


def test_workspaces_with_the_same_template_share_it(county: Folders, tmp_path: Path) -> None:
    other = workspace(tmp_path / "other", catalogue_bytes(INDICATORS), TEXT).folders
    shared = Equipment(READER)
    draft(county, shared)
    assert not compiles(lambda: draft(other, shared))[1]
    assert [*other.cache.glob("*.compiled")] == []


def test_what_was_kept_makes_the_same_draft(county: Folders) -> None:
    first = files(draft(county))
    for path in county.output(2024).glob("第*稿/*"):
        path.unlink()
    for folder in county.output(2024).glob("第*稿"):
        folder.rmdir()
    drafted, compiled = compiles(lambda: draft(county))
    assert not compiled
    assert files(drafted) == first


def test_the_kept_template_names_the_tag_that_cannot_be_filled(tmp_path: Path) -> None:
    text = "|一。\n|共{{ 援助.总数 }}件，每{{ 援助.总数 / (援助.总数 - 援助.总数) }}件。"
    folders = workspace(tmp_path, catalogue_bytes(INDICATORS), text).folders
    content = folders.read_template()
    prepared = restored(Template(content, "报告模板.docx").prepared.stored())
    reasons = []
    for template in (Template(content, "报告模板.docx"), Template.of(prepared, "报告模板.docx")):
        with pytest.raises(TemplateError) as caught:
            template.fill({}, {})
        reasons.append((str(caught.value), caught.value.findings))
    assert reasons[0] == reasons[1]


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:40],
        lambda content: content[:-1],
        lambda content: content[:-2] + b"]}",
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda content: content + b"\n",
    ],
)
def test_a_damaged_file_is_compiled_anew_and_replaced(
    county: Folders, damage: Callable[[bytes], bytes]
) -> None:
    draft(county)
    damaged = damage(kept(county).read_bytes())
    kept(county).write_bytes(damaged)
    assert compiles(lambda: draft(county))[1]
    assert kept(county).read_bytes() != damaged
    assert not compiles(lambda: draft(county))[1]


def planted(folders: Folders, key: bytes) -> Path:
    """What the cache would hold, with code that makes a file, under that key's seal. The file."""
    content, file, sign = folders.read_template(), folders.template.name, folders.root / "run"
    code = compile(f"open({str(sign)!r}, 'w').close()", "<template>", "exec")
    prepared = Template(content, file).prepared
    evil = replace(prepared, codes=dict.fromkeys(prepared.codes, marshal.dumps(code)))
    name = equipment._name(content, file)
    folders.cache.mkdir(exist_ok=True)
    path = folders.cache / f"{name}.compiled"
    path.write_bytes(sealed(key, name, evil.stored()))
    return sign


def test_code_in_a_workspace_from_elsewhere_is_never_run(county: Folders) -> None:
    sign = planted(county, os.urandom(32))
    assert compiles(lambda: draft(county))[1]
    assert not sign.exists()


def test_the_same_code_under_the_users_own_seal_would_run(county: Folders) -> None:
    key = own_key(county.root)
    assert key is not None
    sign = planted(county, key)
    with pytest.raises(Exception):  # noqa: B017, PT011 it is no template's code
        draft(county)
    assert sign.exists()


def test_a_key_within_the_workspace_is_none(
    county: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(county.root / "config"))
    assert own_key(county.root) is None
    draft(county)
    assert not county.cache.exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners and modes there")
def test_a_key_that_others_can_read_is_none(
    county: Folders, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    key = own_key(county.root)
    assert key is not None
    assert (config / "drafter/key").stat().st_mode & 0o777 == 0o600
    assert own_key(county.root) == key
    (config / "drafter/key").chmod(0o644)
    assert own_key(county.root) is None


def test_without_a_folder_for_the_key_drafts_are_made_all_the_same(
    county: Folders, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path_factory.mktemp("config") / "file"
    config.touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    assert draft(county).made
    assert not county.cache.exists()


def test_a_cache_that_cannot_be_written_is_done_without(county: Folders) -> None:
    county.cache.touch()
    assert draft(county).made
    assert draft(county).made


def test_the_file_of_another_template_makes_way(county: Folders) -> None:
    draft(county)
    first = kept(county)
    county.template.write_bytes(
        workspace(county.root / "x", catalogue_bytes(INDICATORS), "|另一。").folders.read_template()
    )
    assert compiles(lambda: draft(county))[1]
    assert kept(county) != first
