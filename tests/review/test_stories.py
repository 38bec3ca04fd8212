"""The review is blind to nothing that shows: headers, notes, text boxes, links, charts, symbols."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.desk.files.folders import TEMPLATE
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.model import sentence as told
from drafter.review.compare.cause import Records
from drafter.review.compare.comparison import compare
from drafter.review.compare.explaining import explain
from drafter.review.merge.merging import merge
from drafter.review.redline.redlining import redline
from drafter.review.returned.findings import found_in
from drafter.review.returned.verification import verify
from drafter.review.story.document import identities, pack_document, read_document
from drafter.review.story.units import addresses
from drafter.review.story.version import Version
from drafter.word.ooxml import PACKAGE_RELATIONSHIPS, RELATIONSHIPS, parse, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.building import catalogue_bytes, fill_form, workspace
from tests.conftest import Convert
from tests.laws import cases
from tests.review.documents import accepted, document, marks, read, rejected, shown, with_root
from tests.review.showing import DECLARED, NOTES, SHOWN, changed, texts, with_everything
from tests.review.test_edits import CHARTED
from tests.template.filling import with_word_part
from tests.word.validity import flaws

INDICATORS = """
    援助.民事 | 民事案件 | 件 | 整数 | 区司法局
    援助.刑事 | 刑事案件 | 件 | 整数 | 区司法局
"""
NOBODY = Records(None, None)
SEEDS = st.integers(0, 2**32)
FEW = cases(60)


class Drawn(Version):
    """A draft that hypothesis does not print."""

    def __repr__(self) -> str:
        return "Drawn()"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """A draft with a chart, and with one of everything else in which Word shows text."""
    folder = tmp_path_factory.mktemp("稿") / "县"
    opened = workspace(folder, catalogue_bytes(INDICATORS), CHARTED)
    fill_form(opened, "区司法局", {"援助.民事": 350, "援助.刑事": 263})
    draft = opened.draft()
    content = with_everything((draft.folder / REPORT).read_bytes())
    return Drawn.of(content, draft.manifest, REPORT)


def said(base: Version, content: bytes) -> tuple[list[str], list[str]]:
    """What diff and verify say of a copy."""
    copy = read_document(content, "改.docx")
    copy = copy.known_as(identities(base.manifest, copy.embedded))
    changes = [p for p in compare(base.document.story, copy.story) if p.kind != "同"]
    shown = [
        f"{c.passage.place}：{''.join(f'[{p.old}→{p.new}]' for p in c.parts if p.cause)}"
        for c in explain(changes, NOBODY)
    ]
    found = verify(base.document, copy, base.manifest)
    return shown, [told.line(finding) for finding in found_in("改.docx", found)]


@FEW
@given(SEEDS)
def test_no_text_of_any_part_changes_unseen(drawn: Version, seed: int) -> None:
    random, parts = Random(seed), dict(drawn.document.parts)
    places = seen(parts)
    assert len(places) > 30
    part, number = random.choice(places)
    text = random.choice(["631", "甲乙", "约7%", ""])
    changes, findings = said(drawn, changed(parts, part, number, text))
    assert changes, (part, number)
    assert findings, (part, number)


def seen(parts: dict[str, bytes]) -> list[tuple[str, int]]:
    """The texts of all parts; programs count pages anew, so that page numbers are none."""
    roots = {name: list(parse(parts[name]).iter(*SHOWN)) for name, _ in texts(parts)}
    return [
        (name, number)
        for name, number in texts(parts)
        if not ("footer" in name and (roots[name][number].text or "").isdigit())
    ]


def written(parts: dict[str, bytes]) -> list[tuple[str, int]]:
    """Those that Word tracks word by word: charts and SmartArt it does not, formulas as a whole."""
    roots = {name: list(parse(parts[name]).iter(*SHOWN)) for name, _ in texts(parts)}
    found = (place for place in seen(parts) if place[0].count("/") == 1)
    return [(name, number) for name, number in found if "/math}" not in roots[name][number].tag]


def replaced(old: bytes, new: bytes, part: str = "word/document.xml") -> Callable[[Version], bytes]:
    """A copy in which some bytes of a part are others."""

    def copy(base: Version) -> bytes:
        parts = dict(base.document.parts)
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
        return pack(Part.of(name, content) for name, content in parts.items())

    return copy


@pytest.mark.parametrize(
    ("copy", "change", "finding"),
    [
        (
            replaced(b"example.org", b"example.com", "word/_rels/document.xml.rels"),
            "[〔链接：https://example.org/〕→〔链接：https://example.com/〕]",
            "链接地址已更换",
        ),
        (replaced(b"\x89PNG", b"\x89PNg", "word/media/p.png"), "[〔图〕→〔图〕（已更换）]", "图片、图表、符号、公式或链接地址已更换"),
        (replaced(b"F0A8", b"F0FE"), "[☐→☑]", "改为“完成情况：☑☐”"),
        (replaced("☐".encode(), "☑".encode()), "[☐→☑]", "改为"),
        (replaced("艺术字48".encode(), "艺术字49".encode()), "48件〕→", "没有部门报送"),
        (replaced(b'"900000"', b'"1800000"'), "（已更换）", "已更换"),
    ],
    ids=["link", "picture", "symbol", "checkbox", "word-art", "size"],
)  # fmt: skip
def test_what_is_no_text_is_told_too(
    drawn: Version, copy: Callable[[Version], bytes], change: str, finding: str
) -> None:
    changes, findings = said(drawn, copy(drawn))
    assert any(change in line for line in changes), changes
    assert any(finding in line for line in findings), findings


def test_where_it_stands_is_told_in_words(drawn: Version) -> None:
    parts = dict(drawn.document.parts)
    told_places = {
        said(drawn, changed(parts, *place, "631"))[0][0].partition("：")[0] for place in seen(parts)
    }
    assert {"页眉", "脚注1", "尾注1", "第11段文本框"} <= told_places


@FEW
@given(SEEDS)
def test_a_change_anywhere_is_tracked_both_ways(drawn: Version, seed: int) -> None:
    random, parts = Random(seed), dict(drawn.document.parts)
    places = written(parts)
    part, number = random.choice(places)
    old = pack(Part.of(name, content) for name, content in parts.items())
    new = changed(parts, part, number, random.choice(["631", "甲乙"]))
    made, _ = redline(read(old), read(new), "张三", "", NOBODY)
    assert shown(rejected(made)) == shown(old)
    assert shown(accepted(made)) == shown(new)
    assert [flaw for flaw in flaws(made) if flaw not in flaws(old)] == []


# LibreOffice makes a text box of word art in VML, and prints a block's control several times.
LIBREOFFICE_REWRITES = ("艺术字48件", "块控件49件")


def without(base: Version, text: str) -> bytes:
    """The draft without the block that holds the text."""
    root = parse(base.document.parts["word/document.xml"])
    (body,) = root
    for block in [b for b in body if text.encode() in serialize(b)]:
        body.remove(block)
    return with_root(pack_document(base.document.parts), root)


@pytest.mark.libreoffice
def test_a_mere_save_by_libreoffice_changes_nothing(
    drawn: Version, soffice: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "稿.docx"
    for block in LIBREOFFICE_REWRITES:
        drawn = Version.of(without(drawn, block), drawn.manifest, REPORT)
    path.write_bytes(pack_document(drawn.document.parts))
    changes, findings = said(drawn, soffice(path, "docx").read_bytes())
    assert (changes, findings) == ([], [])


LINKED = "见{_fig_0001:613}件。\n尾"
NOISE = (
    ("<w:proofErr w:type='spellStart'/>", "", 'w:history="1"'),
    ("", "<w:proofErr w:type='spellEnd'/>", ""),
)


@pytest.mark.parametrize(
    "around",
    [
        '<w:hyperlink w:anchor="甲" HISTORY>{}</w:hyperlink>',
        '<w:sdt><w:sdtPr><w:tag w:val="甲"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>',
        '<w:smartTag w:uri="u" w:element="e">{}</w:smartTag>',
        '<w:customXml w:uri="u" w:element="e">{}</w:customXml>',
        '<w:dir w:val="ltr">{}</w:dir>',
        '<w:fldSimple w:instr=" REF 甲 ">{}</w:fldSimple>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF 甲</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
    ids=["link", "control", "tag", "xml", "direction", "field", "complex field"],
)
def test_a_figure_in_a_link_is_a_figure_like_any_other(around: str) -> None:
    """A save that only adds what programs add is no edit: new data reach the figure."""
    base, theirs, ours = (
        linked(around, value, *noise)
        for value, noise in (("613", NOISE[0]), ("613", NOISE[1]), ("620", NOISE[0]))
    )
    merged = merge(read(base).story, read(theirs).story, read(ours).story)
    assert (merged.conflicts, merged.story.marks) == ((), {"_fig_0001": "620"})
    made, count = redline(read(base), read(ours), "张三", "", NOBODY)
    assert count == 1
    for settled, wanted in ((rejected(made), base), (accepted(made), ours)):
        assert (shown(settled), marks(settled)) == (shown(wanted), marks(wanted))
    assert redline(read(base), read(theirs), "张三", "", NOBODY)[1] == 0


def linked(around: str, value: str, before: str, behind: str, history: str) -> bytes:
    """A document with a figure in a link or the like, as programs save it."""
    content = document(LINKED.replace("613", value))
    parts = unpack(content, "x.docx")
    text = parts["word/document.xml"].decode()
    start, end = text.index("<w:bookmarkStart"), text.index("件。")
    end = text.rindex("<w:r>", 0, end)
    inner = text[start:end].replace("<w:r>", f"{before}<w:r>").replace("</w:r>", f"</w:r>{behind}")
    wrapped = around.replace("HISTORY", history).format(inner)
    parts["word/document.xml"] = (text[:start] + wrapped + text[end:]).encode()
    return pack(Part.of(name, part) for name, part in parts.items())


@FEW
@given(SEEDS)
def test_what_either_side_changed_anywhere_is_in_the_merge(drawn: Version, seed: int) -> None:
    random, parts = Random(seed), dict(drawn.document.parts)
    places = written(parts)
    mine, other = random.sample(places, 2)
    base = read(pack_document(parts))
    theirs, ours = read(changed(parts, *mine, "631")), read(changed(parts, *other, "约7%"))
    merged = merge(base.story, theirs.story, ours.story)
    text = "\n".join(line.text for line in merged.story.lines)
    told_of = "".join(f"{c.theirs}{c.ours}" for _, c in merged.conflicts)
    assert "631" in text
    assert "约7%" in text + told_of


def test_both_copies_of_a_text_box_are_written_alike(drawn: Version) -> None:
    """Word reads the one, older programs the other."""
    old = pack_document(drawn.document.parts)
    parts = unpack(old, "x.docx")
    body = parts["word/document.xml"].decode()
    at = body.index("框里47件")
    parts["word/document.xml"] = (body[:at] + "框里620件" + body[at + len("框里47件") :]).encode()
    new = pack(Part.of(name, content) for name, content in parts.items())
    made, _ = redline(read(old), read(new), "张三", "", NOBODY)
    for settled, words in ((accepted(made), "框里620件"), (rejected(made), "框里47件")):
        root = parse(unpack(settled, "x.docx")["word/document.xml"])
        boxes = ["".join(box.itertext()) for box in root.iter(w("txbxContent"))]
        assert boxes == [words, words]


def test_a_figure_in_a_note_follows_the_data_and_an_edit_there_is_told(tmp_path: Path) -> None:
    """Marks of all parts are one set: a note's figure is never taken for another one's."""
    opened = noted(tmp_path / "县")
    fill_form(opened, "区司法局", {"援助.民事": 350, "援助.刑事": 263})
    review, copy = Review(opened), tmp_path / "改.docx"
    copy.write_bytes(replaced_in(opened.draft().folder / REPORT, "审议", "讨论"))
    review.merge(copy, signing=Signing(by="李四"), take=True)
    fill_form(opened, "区司法局", {"援助.民事": 357, "援助.刑事": 263})
    third = opened.draft()
    assert [(m.words, m.figure.state) for m in third.manifest.marks] == [
        ("263", "有值"), ("357", "有值")
    ]  # fmt: skip
    assert [(e.place, e.old, e.new) for e in third.manifest.edits] == [("第2段", "审议", "讨论")]
    copy.write_bytes(replaced_in(third.folder / REPORT, "357", "375"))
    assert [f.spot.label for f in review.verify(copy).verification.differing] == ["脚注1"]
    review.merge(copy, signing=Signing(by="王五"), take=True)
    edits = opened.drafted().manifest.edits
    assert [(e.place, e.old, e.new) for e in edits] == [
        ("脚注1", "357", "375"), ("第2段", "审议", "讨论")
    ]  # fmt: skip


def noted(folder: Path) -> Workspace:
    """A workspace whose template has a figure in a footnote."""
    opened = workspace(
        folder, catalogue_bytes(INDICATORS), "|办理刑事{{ 援助.刑事 }}件。\n|供会议审议。"
    )
    path = folder / TEMPLATE
    text = "<w:p><w:r><w:t>民事{{ 援助.民事 }}件。</w:t></w:r></w:p>"
    part = NOTES.format(kind="footnote", spaces=DECLARED, text=text)
    parts = unpack(with_word_part(path.read_bytes(), "footnotes", part), "x.docx")
    body = parts["word/document.xml"].decode()
    end = body.index("</w:r>", body.index("件。")) + len("</w:r>")
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    parts["word/document.xml"] = (body[:end] + reference + body[end:]).encode()
    path.write_bytes(pack(Part.of(name, content) for name, content in parts.items()))
    return opened


def replaced_in(path: Path, old: str, new: str) -> bytes:
    """A copy of the draft with other words, wherever they stand."""
    parts = unpack(path.read_bytes(), path.name)
    stories = {n: c for n, c in parts.items() if n.startswith("word/") and n.endswith(".xml")}
    made = {name: part.replace(old.encode(), new.encode()) for name, part in stories.items()}
    return pack(Part.of(name, content) for name, content in {**parts, **made}.items())


@pytest.mark.parametrize("part", ["footnotes", "footer1"])
def test_a_link_put_in_a_note_or_a_footer_leads_where_it_did(tmp_path: Path, part: str) -> None:
    """Each part has relations of its own; a draft has those of the edits in it."""
    opened = noted(tmp_path / "县")
    fill_form(opened, "区司法局", {"援助.民事": 350, "援助.刑事": 263})
    parts = unpack((opened.draft().folder / REPORT).read_bytes(), REPORT)
    root = parse(parts[f"word/{part}.xml"])
    link = '<w:hyperlink {} r:id="rId1"><w:r><w:t>见附件</w:t></w:r></w:hyperlink>'
    list(root.iter(w("p")))[-1].append(parse(link.format(DECLARED).encode()))
    parts[f"word/{part}.xml"] = serialize(root)
    parts[f"word/_rels/{part}.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"><Relationship Id="rId1" TargetMode="External" '
        f'Type="{RELATIONSHIPS}/hyperlink" Target="https://example.org/"/></Relationships>'
    ).encode()
    copy = tmp_path / "改.docx"
    copy.write_bytes(pack(Part.of(name, content) for name, content in parts.items()))
    Review(opened).merge(copy, signing=Signing(by="李四"), take=True)
    fill_form(opened, "区司法局", {"援助.民事": 351, "援助.刑事": 263})
    for draft in (opened.drafted(), opened.draft()):
        content = (draft.folder / REPORT).read_bytes()
        lines = read_document(content, REPORT).story.lines
        assert [a for line in lines for a in addresses(line.pieces)] == ["https://example.org/"]
        assert flaws(content) == []
