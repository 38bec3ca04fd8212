"""An evidence pack shows what was altered in it, by name, whoever altered it and however."""

from __future__ import annotations

import hashlib
import json
import random
import struct
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO

import pytest

from drafter.model.sentence import sentence
from drafter.publish.attest import Attested, attest
from drafter.publish.chain import LIST, listing
from drafter.publish.evidence import GUIDE, SUMS, evidence
from drafter.word.package import Part, pack

FILES = {
    "公开记录.json": b'{"draft": 2}\n',
    "output/2024/公开/报告.docx": pack([Part.of("word/document.xml", b"<a>613</a>" * 30)]),
    "output/2024/第1稿/ledger.json": "记录".encode() * 40,
    "inputs/2024/县司法局.xlsx": pack([Part.of("xl/workbook.xml", b"<b/>" * 50)]),
    "records/2024/决定/00001.json": b"{}\n",
    "empty.txt": b"",
    "templates/报告模板.docx": bytes(range(256)),
}
MADE = evidence("平安县2024年报告", FILES)
ALL = [LIST, GUIDE, SUMS, *FILES]
Members = list[tuple[str, bytes]]


def told(attested: Attested) -> list[str]:
    return [sentence(finding) for finding in attested.findings]


def codes(attested: Attested) -> dict[str, str]:
    """What is told of each file."""
    return {finding.details["path"]: finding.code for finding in attested.findings}


def members() -> Members:
    with zipfile.ZipFile(BytesIO(MADE.content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def rebuilt(changed: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip as sound as the first, by somebody who knows how drafter writes them."""
    return pack((Part.stored(name, content) for name, content in changed), unix=True)


def test_a_pack_as_it_was_made_is_attested_with_its_head() -> None:
    attested = attest(MADE.content, "证据包.zip", {MADE.head})
    assert (told(attested), attested.head, attested.files) == ([], MADE.head, len(FILES) + 2)
    assert evidence("平安县2024年报告", FILES) == MADE


def test_the_list_and_the_sums_can_be_checked_without_drafter() -> None:
    held = dict(members())
    assert list(held) == ALL
    last = "0" * 64
    for entry in json.loads(held[LIST])["files"]:
        content = held[entry["path"]]
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        lines = f"{last}\n{entry['path']}\n{len(content)}\n{entry['sha256']}\n"
        last = hashlib.sha256(lines.encode()).hexdigest()
    assert last == MADE.head
    sums = dict(reversed(line.split("  ")) for line in held[SUMS].decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()}
    assert zipfile.ZipFile(BytesIO(MADE.content)).testzip() is None


# 1,000 trials: one file altered, removed, added, renamed or moved, in an archive otherwise sound


def altered(held: Members, chance: random.Random) -> tuple[str, str]:
    at = chance.choice([n for n, (_, content) in enumerate(held) if content])
    name, content = held[at]
    spot = chance.randrange(len(content))
    byte = (content[spot] + chance.randint(1, 255)) % 256
    held[at] = (name, content[:spot] + bytes([byte]) + content[spot + 1 :])
    return name, "pack-changed"


def removed(held: Members, chance: random.Random) -> tuple[str, str]:
    return held.pop(chance.randrange(len(held)))[0], "pack-missing"


def added(held: Members, chance: random.Random) -> tuple[str, str]:
    name = f"inputs/2024/{chance.randrange(10**6)}.xlsx"
    held.insert(chance.randint(0, len(held)), (name, chance.randbytes(20)))
    return name, "pack-added"


def renamed(held: Members, chance: random.Random) -> tuple[str, str]:
    at = chance.choice([n for n, (name, c) in enumerate(held) if name != LIST])
    name, content = held[at]
    held[at] = (f"{name}.bak", content)
    return name, "pack-renamed"


def moved(held: Members, chance: random.Random) -> tuple[str, str]:
    at, to = chance.sample(range(len(held)), 2)
    one = held.pop(at)
    held.insert(to, one)
    return (one[0] if abs(at - to) > 1 else ""), "pack-moved"


def repeated(held: Members, chance: random.Random) -> tuple[str, str]:
    one = chance.choice([m for m in held if m[0] != LIST])
    held.insert(chance.randint(0, len(held)), one)
    return one[0], "pack-twice"


Tampering = Callable[[Members, random.Random], tuple[str, str]]
TAMPERINGS: tuple[Tampering, ...] = (altered, removed, added, renamed, moved, repeated)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_one_file_tampered_with_is_named(tamper: Tampering) -> None:
    for seed in range(200):
        held = members()
        name, code = tamper(held, random.Random(seed))
        found = attest(rebuilt(held), "证据包.zip")
        assert found.findings, (seed, name)
        if name == LIST and code != "pack-moved":
            assert {"pack-list", "pack-entry"} & {f.code for f in found.findings}, seed
        elif name:
            assert codes(found)[name] == code, (seed, told(found))
        assert len(found.findings) <= 3, (seed, told(found))


@pytest.mark.parametrize("change", [1, 0x80, 0xFF])
def test_no_byte_of_the_archive_can_be_altered_unnoticed(change: int) -> None:
    """Every byte: of contents, headers, directory, end."""
    small = evidence("报告", {"甲.txt": b"613", "乙.txt": b"350"}).content
    for at in range(len(small)):
        content = bytearray(small)
        content[at] ^= change
        found = attest(bytes(content), "证据包.zip")
        assert found.findings, at


@pytest.mark.parametrize("name", ALL)
def test_a_byte_in_a_files_header_or_content_names_that_file(name: str) -> None:
    with zipfile.ZipFile(BytesIO(MADE.content)) as archive:
        one = archive.getinfo(name)
    for at in range(30 + len(name.encode()) + min(one.file_size, 40)):
        content = bytearray(MADE.content)
        content[one.header_offset + at] ^= 1
        found = attest(bytes(content), "证据包.zip")
        said = " ".join(told(found))
        renamed = [f for f in found.findings if f.code in ("pack-renamed", "pack-added")]
        assert name in said or renamed, (at, said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (MADE.content + b"\0" * 7, ["压缩包被改动：末尾有多余的7字节"]),
        (
            b"\0" * 7 + MADE.content,
            ["压缩包被改动：“清单.json”从第1字节起长度不合，夹有多余的数据或有缺失"],
        ),
        (b"", ["这不是drafter的证据包，无法核对"]),
        (b"PK\5\6" + b"\0" * 18, ["这不是drafter的证据包，无法核对"]),
        (FILES["inputs/2024/县司法局.xlsx"], ["这不是drafter的证据包，无法核对"]),
        (b"%PDF-1.7", ["这不是drafter的证据包，无法核对"]),
    ],
)
def test_bytes_before_and_behind_and_what_is_no_pack(content: bytes, said: list[str]) -> None:
    assert told(attest(content, "证据包.zip")) == said


def test_data_hidden_between_two_files_is_told_and_the_files_are_found_all_the_same() -> None:
    at = MADE.content.index(b"PK\3\4", 4000)
    found = attest(MADE.content[:at] + b"hidden" + MADE.content[at:], "证据包.zip")
    assert [f.code for f in found.findings] == ["pack-structure"]
    assert f"从第{at + 1}字节起长度不合" in told(found)[0]


def test_a_comment_of_the_archive_is_told() -> None:
    content = MADE.content[:-2] + struct.pack("<H", 3) + b"abc"
    at = len(MADE.content) - 1
    assert told(attest(content, "证据包.zip")) == [
        f"压缩包被改动：从第{at}字节起长度不合，夹有多余的数据或有缺失"
    ]


def test_an_entry_of_the_list_that_was_altered_is_told_and_its_file_is_not_blamed() -> None:
    held = members()
    listed = json.loads(held[0][1])
    listed["files"][4]["sha256"] = "0" * 64
    text = json.dumps(listed, ensure_ascii=False, indent=1) + "\n"
    found = attest(rebuilt([(LIST, text.encode()), *held[1:]]), "证据包.zip")
    assert told(found) == ["清单.json第5条（“output/2024/第1稿/ledger.json”）与链不符"]


def test_who_rebuilds_the_whole_pack_makes_another_head() -> None:
    other = evidence("平安县2024年报告", {**FILES, "empty.txt": b"1"})
    assert told(attest(other.content, "证据包.zip")) == []
    assert told(attest(other.content, "证据包.zip", {MADE.head})) == [
        f"总校验值{other.head}与记录的不符：整包可能被重做"
    ]


def test_a_pack_that_was_packed_again_is_told_and_its_files_are_compared() -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members():
            archive.writestr(name, content + b"!" * (name == "empty.txt"))
    found = attest(stream.getvalue(), "证据包.zip")
    assert [f.code for f in found.findings] == ["pack-changed", "pack-structure"]
    assert codes(found)["empty.txt"] == "pack-changed"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\a", "a\\..\\b"])
def test_a_name_that_leads_outside_is_told(name: str) -> None:
    found = attest(rebuilt([*members(), (name, b"x")]), "证据包.zip")
    assert "pack-name" in {f.code for f in found.findings}


def test_names_cannot_move_a_terminals_cursor() -> None:
    found = told(attest(rebuilt([*members(), ("\x1b[2J\u202e", b"x")]), "证据包.zip"))
    assert not any("\x1b" in line or "\u202e" in line for line in found)


def test_entries_that_overlap_do_not_fill_the_memory() -> None:
    held = rebuilt([("a", b"x" * 100_000)])
    start = held.index(b"PK\1\2")
    entry, end = held[start : held.index(b"PK\5\6")], held[held.index(b"PK\5\6") :]
    count = 60_000
    sizes = struct.pack("<2H2L", count, count, count * len(entry), start)
    bomb = b"\0" + held[1:start] + entry * count + end[:8] + sizes + end[20:]
    assert attest(bomb, "证据包.zip").findings


@pytest.mark.parametrize("seed", range(60))
def test_nothing_at_all_makes_it_crash(seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(MADE.content)
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(content))
        cut = chance.choice([1, 1, 1, 40])
        content[at : at + cut] = chance.randbytes(chance.choice([1, 1, 0, 30]))
    assert attest(bytes(content), "证据包.zip").findings


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"{}", b"[" * 100_000, b'{"format": "x", "files": [], "head": ""}', b"\xff\xfe",
     b'{"format": "drafter-pack/1", "files": [{"path": 1}], "head": "0"}'],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_told(text: bytes) -> None:
    found = attest(rebuilt([(LIST, text), *members()[1:]]), "证据包.zip")
    assert told(found) == ["清单.json读不出"]


def test_a_list_of_no_files_is_a_list() -> None:
    none = listing([])
    assert none.head == "0" * 64
    found = attest(rebuilt([(LIST, none.to_bytes())]), "证据包.zip")
    assert found.findings == ()
