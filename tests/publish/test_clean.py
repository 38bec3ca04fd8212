"""The .docx that goes out says what it says, and nothing of how it came about."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from PIL import Image

from drafter.publish.clean import clean
from drafter.publish.pictures import plain_drawing, plain_picture
from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import unpack
from tests.building import paragraphs
from tests.publish.revealing import SECRETS, packed, photograph, revealing
from tests.template.filling import figures, fill, template
from tests.word.validity import flaws

TITLE = "平安县2024年报告"


def everything(document: bytes) -> str:
    """The names and contents of all parts as one text."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        held = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        return "\n".join([*archive.namelist(), *held])


@pytest.mark.parametrize("secret", SECRETS)
def test_no_part_holds(secret: str) -> None:
    assert secret in everything(packed(revealing()))
    assert secret not in everything(clean(revealing(), TITLE).document)


def test_the_text_is_the_same_but_for_the_draft_mark() -> None:
    done = clean(revealing(), TITLE)
    assert done.stage == "（送审稿）"
    assert paragraphs(done.document) == [
        "平安县2024年报告", "一、总体情况", "613件。", "增", "依法行政。", "见正文", "结束。",
    ]  # fmt: skip


def test_it_is_one_that_word_opens_and_the_same_bytes_each_time() -> None:
    first, second = (clean(revealing(), TITLE).document for _ in range(2))
    assert flaws(first) == []
    assert first == second


def test_a_bookmark_that_a_link_leads_to_stays() -> None:
    assert 'w:name="正文"' in everything(clean(revealing(), TITLE).document)


def test_the_properties_tell_the_title_and_nobody() -> None:
    told = docx.Document(BytesIO(clean(revealing(), TITLE).document)).core_properties
    assert (told.title, told.author, told.last_modified_by, told.comments) == (TITLE, "", "", "")
    assert (told.language, told.created) == ("zh-CN", None)


def test_word_is_told_to_keep_names_out_when_somebody_saves_it() -> None:
    assert "<w:removePersonalInformation/>" in everything(clean(revealing(), TITLE).document)


@pytest.mark.parametrize("stage", ["（初稿）", "(公开稿)", "（征求意见稿）", "（第三次修改稿）"])
def test_a_draft_mark_goes_whatever_it_says(stage: str) -> None:
    parts = revealing()
    parts["word/document.xml"] = parts["word/document.xml"].replace(
        "（送审稿）".encode(), stage.encode()
    )
    assert clean(parts, TITLE).stage == stage


def test_of_a_report_without_a_draft_mark_nothing_goes() -> None:
    body = paragraph("平安县报告", "Title") + paragraph("（一）总体情况", "Heading2")
    done = clean(unpack(new_document(body), "报告.docx"), TITLE)
    assert done.stage == ""
    assert paragraphs(done.document)[:2] == ["平安县报告", "（一）总体情况"]


def test_a_chart_loses_its_workbook_and_keeps_its_values() -> None:
    tag = '{{ 图(援助.民事, 援助.刑事, 标题="案件") }}'
    filled = fill(
        template(tag), figures("援助.民事 | 350 | 整数 | 件 \n 援助.刑事 | 263 | 整数 | 件")
    )
    parts = {n: p if isinstance(p, bytes) else p.content for n, p in filled.parts.items()}
    done = clean(parts, TITLE)
    assert any("embeddings" in name for name in parts)
    assert not any("embeddings" in name for name in done.parts)
    assert flaws(done.document) == []
    assert "350" in everything(done.document)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_photograph_does_not_tell_who_took_it(kind: str) -> None:
    taken = photograph(kind)
    plain = plain_picture(taken)
    assert any(secret in taken for secret in ("王五".encode(), "机密".encode()))
    for told in ("王五".encode(), "王五".encode("utf-16-le"), b"Wang", "机密".encode()):
        assert told not in plain
    before, after = (Image.open(BytesIO(picture)) for picture in (taken, plain))
    assert before.tobytes() == after.tobytes()


def test_a_drawing_loses_its_editors_notes() -> None:
    told = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape"'
        ' i:export-filename="D:\\机密.png"><metadata>王五</metadata><rect width="1"/></svg>'
    )
    plain = plain_drawing(told.encode()).decode()
    assert ("机密" in plain, "王五" in plain, "rect" in plain) == (False, False, True)


@pytest.mark.parametrize(
    "broken", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xd8\xff\xe1\xff", b"GIF8"]
)
def test_a_broken_picture_stays_as_it_is_or_gets_shorter(broken: bytes) -> None:
    assert broken.startswith(plain_picture(broken))
