"""Accept-all is the new file and reject-all the old one in everything that shows.

The documents hold notes with links, lists that begin anew, numbered styles, formulas, pictures,
section breaks, tables in tables, merged cells, controls, tags, symbols, comments, text boxes.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from drafter.review.compare.cause import Records
from drafter.review.redline.redlining import redline
from drafter.review.story.document import read_document
from drafter.word.ooxml import parse, serialize
from drafter.word.package import Part, pack, unpack
from drafter.word.revisions import settle
from tests.laws import cases
from tests.review.everything import C, P, T, built, drawn, edited, view
from tests.word.validity import flaws

_STORIES = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")


def redlined(old: bytes, new: bytes) -> bytes:
    documents = (read_document(content, "稿.docx") for content in (old, new))
    made, _ = redline(*documents, "张三", "2023-11-20T00:00:00Z", Records(None, None))
    return made


def settled(content: bytes, accepted: bool) -> bytes:
    """The file with every change accepted or rejected, in notes too."""
    parts = dict(unpack(content, "稿.docx"))
    for name in [name for name in _STORIES if name in parts]:
        root = parse(parts[name])
        settle(root, accepted)
        parts[name] = serialize(root)
    return pack(Part.of(name, part) for name, part in parts.items())


def pair(seed: int) -> tuple[bytes, bytes]:
    """A document and an edited copy, whose ids and list numbers are others."""
    random = Random(seed)
    base = drawn(random)
    return built(base, seed), built(edited(random, base), seed + 1)


@pytest.mark.slow
@cases()
@given(st.integers(0, 2**32))
@example(784)  # a moved paragraph with a section break, before a table that goes
def test_all_that_shows_is_the_old_after_rejecting_and_the_new_after_accepting(seed: int) -> None:
    old, new = pair(seed)
    made = redlined(old, new)
    assert flaws(made) == []
    assert view(settled(made, False)) == view(old)
    assert view(settled(made, True)) == view(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([P("前文"), P("后文")], [P("前文", breaks="portrait"), T([["甲", "乙"], ["1", "2"]]), P("", breaks="landscape"), P("后文")]),
        ([P("前文", breaks="landscape"), P("后文")], [P("前文"), P("后文")]),
        ([P("前文", breaks="landscape"), P("后文")], [P("前文改", breaks="portrait"), P("后文")]),
        ([P("前文"), P("中"), P("后文")], [P("前文", breaks="landscape"), P("后文")]),
        ([P("甲", align="center"), P("尾")], [P("甲", align="right"), P("尾")]),
        ([P("甲"), P("乙", list="1"), P("尾")], [P("甲", list="1"), P("乙"), P("尾")]),
        ([P("甲", style="编号"), P("尾")], [P("甲", list="3"), P("尾")]),
    ],
)  # fmt: skip
def test_a_break_a_number_or_an_alignment_comes_and_goes(old: list[P], new: list[P]) -> None:
    before, after = built(old, 1), built(new, 2)
    made = redlined(before, after)
    assert flaws(made) == []
    assert (view(settled(made, False)), view(settled(made, True))) == (view(before), view(after))


@pytest.mark.parametrize("kind", ["sdt", "customXml"])
def test_what_joins_the_last_paragraph_of_a_control_that_goes_is_tracked_in_it(kind: str) -> None:
    held: list[P | T | C] = [P("甲"), P("乙", align="right")]
    came: list[P | T | C] = [P("新增", [("box", "框里有字")]), P("又增")]
    boxed = built([P("前文"), C(kind, [P("甲"), P("乙", align="right")]), P("后文")], 1)
    plain = built([P("前文"), *held, *came, P("后文")], 2)
    for old, new in ((boxed, plain), (plain, boxed)):
        made = redlined(old, new)
        assert flaws(made) == []
        assert (view(settled(made, False)), view(settled(made, True))) == (view(old), view(new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:jc w:val="center"/>', '<w:jc w:val="right"/>'),
        ('<w:numPr><w:numId w:val="1"/></w:numPr>', '<w:numPr><w:numId w:val="2"/></w:numPr>'),
        ('<w:jc w:val="center"/>', ""),
    ],
)
def test_a_style_that_means_something_else_here_is_said_in_the_paragraph(
    old: str, new: str
) -> None:
    before, after = (_styled(form) for form in (old, new))
    made = redlined(before, after)
    assert flaws(made) == []
    from drafter.review.redline.looks import Looks, shown

    def looks(content: bytes) -> list[object]:
        document = read_document(content, "稿.docx")
        styles = Looks.of(document.parts)
        return [shown(styles.effective(line.properties)) for line in document.story.lines]

    assert looks(settled(made, False)) == looks(before)
    assert [{**x, "numPr": bool(x["numPr"])} for x in looks(settled(made, True))] == [  # type: ignore[dict-item]
        {**x, "numPr": bool(x["numPr"])}
        for x in looks(after)  # type: ignore[dict-item]
    ]


def _styled(form: str) -> bytes:
    parts = dict(unpack(built([P("甲", style="编号"), P("尾")], 0), "稿.docx"))
    styles = parts["word/styles.xml"].decode()
    head, _, tail = styles.partition('<w:name w:val="编号"/>')
    own = f'<w:name w:val="编号"/><w:pPr>{form}</w:pPr>{tail.partition("</w:pPr>")[2]}'
    parts["word/styles.xml"] = (head + own).encode()
    return pack(Part.of(name, part) for name, part in parts.items())


def test_a_field_whose_words_come_before_it_too_stays_whole() -> None:
    field = P("全年", [("refer", "法律援助613件案件")])
    before = built([field, P("尾")], 1)
    after = built([P("全年法律援助案件依法行政", [*field.inside]), P("尾")], 2)
    made = redlined(before, after)
    for content in (made, settled(made, False), settled(made, True)):
        assert unpack(content, "稿.docx")["word/document.xml"].count(b" REF ") == 1


def test_the_pages_of_the_last_section_are_tracked() -> None:
    before = built([P("甲"), P("尾")], 1)
    parts = dict(unpack(before, "稿.docx"))
    body = parts["word/document.xml"].decode()
    wide = body.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"')
    parts["word/document.xml"] = wide.encode()
    after = pack(Part.of(name, part) for name, part in parts.items())
    made = redlined(before, after)
    assert flaws(made) == []
    assert (view(settled(made, False)), view(settled(made, True))) == (view(before), view(after))
    footers = [settled(made, way).count(b"footer1.xml") for way in (True, False)]
    assert footers[0] == footers[1] > 0
