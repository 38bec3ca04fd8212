"""Files that are not drafter's: read, kept, or refused with one reason; nothing of theirs is lost."""

from __future__ import annotations

import base64
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Cm

from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Workspace
from drafter.draft.record import REPORT
from drafter.model.errors import DrafterError
from drafter.review.compare.cause import Records
from drafter.review.merge.merging import merge
from drafter.review.redline.pen import Pen
from drafter.review.redline.redline import Redline
from drafter.review.redline.redlining import redline
from drafter.review.story.document import read_document
from drafter.standard.new_document import new_document
from drafter.word.ooxml import parse, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.review.documents import (
    BODY,
    accepted,
    document,
    read,
    rejected,
    root_of,
    shown,
    with_root,
)
from tests.template.filling import with_word_part
from tests.word.validity import flaws

DOT = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
NOBODY = Records(None, None)


def refusal(content: bytes) -> str:
    with pytest.raises(DrafterError) as caught:
        read_document(content, "改.docx")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def zipped(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "不是Word文档或已损坏"),
        (b"%PDF-1.7", "是PDF文件，不是.docx"),
        (document("甲")[:500], "不是Word文档或已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "旧版的.doc"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "是Excel工作簿"),
    ],
    ids=["empty", "pdf", "cut", "encrypted", "doc", "xlsx"],
)
def test_what_is_no_word_file_is_refused_with_one_reason(content: bytes, reason: str) -> None:
    assert reason in refusal(content)


def broken(body: str) -> bytes:
    parts = unpack(document("甲"), "x")
    return pack(Part.of(n, body.encode() if n == BODY else c) for n, c in parts.items())


@pytest.mark.parametrize(
    "body",
    [
        "<w:document",
        "<a/>",
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>',
        '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>',
        "<d>" * 5_000 + "</d>" * 5_000,
    ],
    ids=["cut", "other", "outside", "bomb", "deep"],
)
def test_a_body_that_is_no_document_is_refused(body: str) -> None:
    assert "已损坏" in refusal(broken(body))


def test_a_damaged_part_that_only_tells_something_costs_nothing() -> None:
    parts = {**unpack(document("甲"), "x"), "docProps/custom.xml": b"<", "word/comments.xml": b"<"}
    found = read_document(pack(Part.of(n, c) for n, c in parts.items()), "改.docx")
    assert (found.id, found.remarks, found.story.lines[0].text) == ("", (), "甲")


def rich(*edits: str) -> bytes:
    """A document with a picture, a link, a field, a list, a header, a comment; words edited."""
    made = docx.Document(BytesIO(document("甲段{_fig_0001:613}件\n乙段\n丙段")))
    made.paragraphs[1].add_run().add_picture(BytesIO(DOT), Cm(1))
    field = made.paragraphs[1].add_run("")._r
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "3"), ("end", "")):
        piece = field.makeelement(w("r"))
        if code and kind == "text":
            piece.append(piece.makeelement(w("t")))
            piece[0].text = code
        elif code:
            piece.append(piece.makeelement(w("instrText")))
            piece[0].text = code
        else:
            piece.append(piece.makeelement(w("fldChar"), {w("fldCharType"): kind}))
        field.addprevious(piece)
    relation = made.part.relate_to(
        "https://example.org/", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    link = field.makeelement(w("hyperlink"), {docx.oxml.ns.qn("r:id"): relation})
    link.append(link.makeelement(w("r")))
    link[0].append(link.makeelement(w("t")))
    link[0][0].text = "链接"
    field.addnext(link)
    made.sections[0].header.paragraphs[0].text = "页眉"
    made.add_comment(made.paragraphs[0].runs[0], "请核对", author="王五", initials="王")
    for old, new in (edit.split("→") for edit in edits):
        for run in (r for p in made.paragraphs for r in p.runs if old in r.text):
            run.text = run.text.replace(old, new)
    stream = BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_redline_keeps_pictures_fields_links_comments_and_headers() -> None:
    old, new = rich(), rich("甲→丁", "丙→戊")
    made, count = redline(read(old), read(new), "张三", "", NOBODY)
    assert count == 2
    assert shown(rejected(made)) == shown(old)
    assert shown(accepted(made)) == shown(new)
    before, after = unpack(old, "x"), unpack(made, "x")
    assert set(before) <= set(after)
    kept = [n for n in before if n.startswith(("word/media/", "word/header", "word/comments"))]
    assert len(kept) >= 3
    assert all(before[name] == after[name] for name in kept)
    for tag in ("drawing", "hyperlink", "fldChar", "commentReference"):
        counts = [len(list(root_of(c).iter(w(tag)))) for c in (old, made)]
        assert counts[0] == counts[1], tag


def test_a_picture_and_a_link_that_come_are_brought_with_their_parts() -> None:
    old, new = document("甲段{_fig_0001:613}件\n乙段\n丙段"), rich()
    made, _ = redline(read(old), read(new), "张三", "", NOBODY)
    parts = unpack(made, "x")
    assert [n for n in parts if n.startswith("word/media/")] != []
    assert b"https://example.org/" in parts["word/_rels/document.xml.rels"]
    assert flaws(made) == []
    assert shown(accepted(made))[0] == shown(new)[0]  # no program tracks that a header comes


REFERENCE = '<w:r><w:footnoteReference w:id="{n}"/></w:r>'


def test_footnotes_that_come_are_numbered_anew() -> None:
    old, new = (f"<w:p><w:r><w:t>{text}</w:t></w:r>{REFERENCE}</w:p>" for text in ("甲", "乙丙"))
    made, _ = redline(
        read(noted(f"{old}<w:p/>", 2, "旧注")), read(noted(f"<w:p/>{new}", 2, "新注")),
        "张三", "", NOBODY,
    )  # fmt: skip
    notes = parse(unpack(made, "x")["word/footnotes.xml"])
    assert ["".join(n.itertext()) for n in notes] == ["旧注", "新注"]
    references = [e.get(w("id")) for e in root_of(made).iter(w("footnoteReference"))]
    assert sorted(str(r) for r in references) == ["2", "3"]


def test_footnotes_come_to_a_document_that_had_none() -> None:
    body = "<w:p><w:r><w:t>正文</w:t></w:r>{n}</w:p><w:p><w:r><w:t>{more}</w:t></w:r></w:p>"
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    new = noted(body.replace("{n}", reference), 2, "新注")
    made, _ = redline(read(document("正文\n尾")), read(new), "张三", "", NOBODY)
    parts = unpack(made, "x")
    assert "新注" in parts["word/footnotes.xml"].decode()
    assert b"footnotes.xml" in parts["word/_rels/document.xml.rels"]


def noted(body: str, number: int, note: str) -> bytes:
    """A document with a footnote."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    text = f"<w:p><w:r><w:t>{note}</w:t></w:r></w:p>"
    notes = f'<w:footnotes {space}><w:footnote w:id="{number}">{text}</w:footnote></w:footnotes>'
    return with_word_part(new_document(body.format(n=number, more="尾")), "footnotes", notes)


def tracked(text: str, old: str, new: str) -> bytes:
    """A document in which somebody else has replaced a word, tracked."""
    content = document(text)
    root = root_of(content)
    run = next(r for r in root.iter(w("r")) if (r.findtext(w("t")) or "") == old)
    who = {w("author"): "王五", w("date"): "2023-11-18T00:00:00Z"}
    gone = run.makeelement(w("del"), {w("id"): "901", **who})
    come = run.makeelement(w("ins"), {w("id"): "902", **who})
    run.addprevious(gone)
    gone.append(run)
    run[0].tag = w("delText")
    made = run.makeelement(w("r"))
    made.append(made.makeelement(w("t")))
    made[0].text = new
    come.append(made)
    gone.addnext(come)
    return with_root(content, root)


def test_foreign_changes_are_read_as_accepted_or_as_rejected() -> None:
    content = tracked("办理{_fig_0001:613}件", "613", "620")
    assert read_document(content, "改.docx").story.lines[0].text == "办理620件"
    assert read_document(content, "改.docx", accepted=False).story.lines[0].text == "办理613件"
    assert read_document(content, "改.docx").tracked == 2


def test_a_merge_leaves_the_changes_of_others_as_they_are() -> None:
    base = document("办理{_fig_0001:613}件。{_fig_0002:5}次。\n尾")
    ours = document("办理{_fig_0001:613}件。{_fig_0002:6}次。\n尾")
    theirs = read(tracked("办理{_fig_0001:613}件。{_fig_0002:5}次。\n尾", "613", "620"))
    found = merge(read(base).story, theirs.story, read(ours).story)
    Redline(Pen.for_roots([theirs.root], "drafter", "")).story(found.theirs, found.story)
    changes = [
        (e.tag.rpartition("}")[2], e.get(w("author")), "".join(map(str, e.itertext())))
        for e in theirs.root.iter(w("ins"), w("del"))
    ]
    assert changes == [
        ("del", "王五", "613"),
        ("ins", "王五", "620"),
        ("del", "drafter", "5"),
        ("ins", "drafter", "6"),
    ]
    assert found.conflicts == ()


def test_a_file_from_elsewhere_is_no_draft_of_this_workspace(
    begun: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "别处.docx"
    path.write_bytes(document("别处的文件"))
    with pytest.raises(DrafterError, match="与本工作目录中各稿也都不相符"):
        Review(begun).verify(path)


def test_a_draft_that_lost_its_number_is_known_by_its_text(
    begun: Workspace, tmp_path: Path
) -> None:
    draft = begun.drafted()
    parts = unpack((draft.folder / REPORT).read_bytes(), "x")
    left = {n: c for n, c in parts.items() if not n.startswith(("docProps/custom", "customXml/"))}
    path = tmp_path / "改.docx"
    path.write_bytes(pack(Part.of(n, c) for n, c in left.items()))
    found = Review(begun).verify(path)
    assert (found.draft.number, round(found.guessed)) == (1, 100)
    assert found.verification.sound


def test_a_file_with_a_macro_is_verified_and_merged_but_never_taken(
    begun: Workspace, tmp_path: Path
) -> None:
    draft = begun.drafted()
    parts = unpack((draft.folder / REPORT).read_bytes(), "x")
    path = tmp_path / "改.docx"
    path.write_bytes(pack(Part.of(n, c) for n, c in {**parts, "word/vbaProject.bin": b"x"}.items()))
    review = Review(begun)
    assert review.verify(path).verification.sound
    assert review.merge(path, tmp_path / "合并.docx").taken is None
    with pytest.raises(DrafterError, match="宏"):
        review.merge(path, tmp_path / "合并.docx", take=True)


def test_nothing_is_written_over_the_input(begun: Workspace, tmp_path: Path) -> None:
    draft = begun.drafted()
    path = tmp_path / "改.docx"
    path.write_bytes((draft.folder / REPORT).read_bytes())
    with pytest.raises(DrafterError, match="未覆盖"):
        Review(begun).merge(path, path)
    assert path.read_bytes() == (draft.folder / REPORT).read_bytes()


def test_a_comment_of_the_reviewer_is_kept_in_the_draft_that_is_taken(
    begun: Workspace, tmp_path: Path
) -> None:
    draft = begun.drafted()
    made = docx.Document(str(draft.folder / REPORT))
    made.add_comment(made.paragraphs[3].runs[0], "请再斟酌", author="王五", initials="王")
    path = tmp_path / "改.docx"
    made.save(str(path))
    taken = Review(begun).merge(path, tmp_path / "合并.docx", take=True).taken
    assert taken is not None
    comments = docx.Document(str(taken.folder / REPORT)).comments
    assert [c.text for c in comments if c.author == "王五"] == ["请再斟酌"]
    assert serialize(root_of((taken.folder / REPORT).read_bytes()))
