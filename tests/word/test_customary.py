"""Parts are found by relation, strict files are read: every command sees the same document."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import chdir
from copy import deepcopy
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import docx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from drafter.cli.main import main
from drafter.desk.files.folders import TEMPLATE
from drafter.model.errors import TemplateError
from drafter.review.compare.cause import Records
from drafter.review.redline.redlining import redline
from drafter.word.ooxml import parse, w
from drafter.word.package import Part, pack, unpack
from drafter.word.relations import owner_of, relations, resolved
from tests.building import sample
from tests.laws import cases
from tests.review.documents import read, root_of, with_root
from tests.standard.mangled import DOCUMENTS
from tests.word.renaming import renamed, strict

SEEDS = st.integers(0, 10**9)
NUMBERED = ("word/header", "word/footer", "customXml/item")
SINGLE = (
    *(f"word/{name}.xml" for name in ("document", "styles", "settings", "numbering", "footnotes")),
    *("word/fontTable.xml", "word/comments.xml", "word/theme/theme1.xml", "docProps/core.xml"),
)


@cache
def rich() -> bytes:
    """A document with two headers, footers, notes, lists, comments, a picture and properties."""
    document = docx.Document(BytesIO(DOCUMENTS["脚注"]))
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = "平安县人民政府文件"
    section.first_page_header.paragraphs[0].text = "首页页眉"
    section.footer.paragraphs[0].text = "受理50件，办结49件，办结率97%。"
    document.add_comment(document.paragraphs[0].runs, "请核对", "王五")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def parts_of(content: bytes) -> Counter[tuple[str, bytes]]:
    """Each part as canonical XML by what it is; "" where it is nothing that has a name."""
    found = Counter[tuple[str, bytes]]()
    for name, part in unpack(content, "甲.docx").items():
        if owner_of(name) is None and name.endswith(".xml") and not name.startswith("["):
            single = name if name in SINGLE else ""
            kind = next((kind for kind in NUMBERED if name.startswith(kind)), single)
            found[kind, etree.tostring(parse(part), method="c14n", exclusive=True)] += 1
    return found


@cache
def rich_parts() -> Counter[tuple[str, bytes]]:
    """The parts of the rich document."""
    return parts_of(rich())


@cases(25)
@given(SEEDS)
def test_whatever_parts_are_called_they_are_read_as_what_they_are(seed: int):
    assert parts_of(renamed(rich(), seed)) == rich_parts()


@cases(25)
@given(SEEDS)
def test_every_relation_leads_where_it_led(seed: int):
    before, after = unpack(rich(), "甲.docx"), unpack(renamed(rich(), seed), "乙.docx")
    led = {r.id: before.get(r.target) for r in relations(before, "word/document.xml")}
    assert {r.id: after.get(r.target) for r in relations(after, "word/document.xml")} == led


def test_a_strict_file_is_read_as_the_usual_one():
    assert b"purl.oclc.org/ooxml" not in b"".join(unpack(strict(rich()), "甲.docx").values())
    assert parts_of(strict(rich())) == rich_parts()


STRICT = '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main" w:conformance="strict"><w:body>{}</w:body></w:document>'  # fmt: skip


@pytest.mark.parametrize(
    ("strict_xml", "usual"),
    [
        ('<w:ind w:start="21pt" w:endChars="200"/>', '<w:ind w:left="420" w:rightChars="200"/>'),
        ('<w:jc w:val="end"/>', '<w:jc w:val="right"/>'),
        ('<w:sz w:val="16pt"/>', '<w:sz w:val="32"/>'),
        ('<w:pgSz w:w="21cm" w:h="297mm"/>', '<w:pgSz w:w="11906" w:h="16838"/>'),
        ('<w:tblW w:w="50%" w:type="pct"/>', '<w:tblW w:w="2500" w:type="pct"/>'),
        ('<w:textDirection w:val="rl"/>', '<w:textDirection w:val="tbRl"/>'),
        ("<w:tcMar><w:start/></w:tcMar>", "<w:tcMar><w:left/></w:tcMar>"),
        ("<w:t>purl.oclc.org 50% 12pt</w:t>", "<w:t>purl.oclc.org 50% 12pt</w:t>"),
        ("<w:t>甲<!-- 乙 -->丙</w:t>", "<w:t>甲<!-- 乙 -->丙</w:t>"),
    ],
)
def test_strict_values_become_the_usual_ones(strict_xml: str, usual: str):
    parts = unpack(rich(), "甲.docx") | {"word/document.xml": STRICT.format(strict_xml).encode()}
    content = pack(Part.of(name, part) for name, part in parts.items())
    root = parse(unpack(content, "甲.docx")["word/document.xml"])
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:document {space}><w:body>{usual}</w:body></w:document>"
    assert etree.tostring(root) == etree.tostring(etree.fromstring(body))


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("footer1.xml", "word/footer1.xml"),
        ("./footer1.xml", "word/footer1.xml"),
        ("/word/x.xml", "word/x.xml"),
        ("../customXml/item1.xml", "customXml/item1.xml"),
        ("../../x.xml", ""),
        ("#甲", ""),
    ],
)
def test_a_target_means_one_part_in_whatever_form(target: str, name: str):
    assert resolved("word/document.xml", target) == name


def test_a_workbook_under_a_documents_name_is_none():
    parts = unpack(rich(), "甲.docx")
    kind, other = b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"
    types = parts["[Content_Types].xml"].replace(kind, other)
    content = pack(Part.of(n, p) for n, p in (parts | {"[Content_Types].xml": types}).items())
    with pytest.raises(TemplateError, match="不是Word文档"):
        unpack(content, "甲.docx")


def said(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


@cache
def answers(content: bytes) -> list[object]:
    """What the commands for one file say of it, and of what restyle makes of it."""
    with TemporaryDirectory() as folder, chdir(folder):
        Path("稿.docx").write_bytes(content)
        told = [said(command, "稿.docx") for command in ("text", "proof", "lint", "restyle")]
        (restyled,) = (path for path in Path().glob("*.docx") if path.name != "稿.docx")
        return [*told, said("text", str(restyled)), parts_of(restyled.read_bytes())]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("as_strict", [False, True], ids=["usual", "strict"])
def test_every_command_says_the_same_of_it(seed: int, as_strict: bool):
    other = renamed(strict(rich()) if as_strict else rich(), seed)
    assert answers(rich()) == answers(other)
    assert "97%" in str(answers(rich())[1])


@pytest.mark.parametrize("seed", range(3))
def test_the_review_sees_no_difference(tmp_path: Path, seed: int):
    old, new, out = (str(tmp_path / f"{name}.docx") for name in ("旧", "新", "对比"))
    Path(old).write_bytes(rich())
    Path(new).write_bytes(renamed(strict(rich()), seed))
    assert said("diff", old, new)[1] == "旧.docx → 新.docx\n\n变动的数0个，有变动的段落0处。\n"
    assert said("redline", old, new, "-o", out)[0] == 0
    assert parts_of(Path(out).read_bytes()) == rich_parts()


def test_a_redline_leaves_what_shows_the_same_as_it_was():
    """Words stand in runs as Word cut them, and a note hangs on one of them."""
    root = root_of(rich())
    for run in [run for run in root.iter(w("r")) if run.findtext(w("t"))]:
        rest = deepcopy(run)
        for half, part in ((run, slice(1)), (rest, slice(1, None))):
            next(half.iter(w("t"))).text = run.findtext(w("t"), "")[part]
        run.addnext(rest)
    content = with_root(rich(), root)
    made, count = redline(read(content), read(content), "张三", "", Records(None, None))
    assert (count, parts_of(made)) == (0, parts_of(content))


@pytest.mark.slow
def test_a_year_goes_its_way_whatever_parts_are_called(tmp_path: Path):
    """The template and the draft that comes back are written by other programs, strict at that."""
    sample(tmp_path)
    template, returned = tmp_path / TEMPLATE, tmp_path / "回.docx"
    said("-C", str(tmp_path), "draft")
    report = tmp_path / "output/2023/第1稿/报告.docx"
    usual = said("text", str(report))
    shutil.rmtree(tmp_path / "output")
    template.write_bytes(renamed(strict(template.read_bytes()), 1))
    said("-C", str(tmp_path), "draft")
    assert said("text", str(report)) == usual
    returned.write_bytes(renamed(strict(report.read_bytes()), 2))
    code, answer = said("-C", str(tmp_path), "verify", str(returned))
    assert (code, "所有的数都与报送一致。" in answer) == (0, True)
    assert said("-C", str(tmp_path), "merge", str(returned), "--take", "--by", "李四")[0] == 0
    assert "没有手改" in said("-C", str(tmp_path), "edits")[1]
