"""What paragraphs refer to comes with them: notes, lists, comments, bookmarks, and what those need."""

from __future__ import annotations

import pytest

from drafter.review.compare.cause import Records
from drafter.review.redline.redlining import redline
from drafter.standard.new_document import new_document
from drafter.word.ooxml import W as WORD
from drafter.word.ooxml import parse, w
from drafter.word.package import Part, pack, unpack
from tests.review.documents import accepted, read, rejected, root_of
from tests.template.filling import with_word_part
from tests.word.validity import flaws

SPACE = f'xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def redlined(old: bytes, new: bytes) -> bytes:
    made, _ = redline(read(old), read(new), "张三", "", Records(None, None))
    assert flaws(made) == []
    return made


def p(text: str, more: str = "", form: str = "") -> str:
    return f"<w:p>{form}<w:r><w:t>{text}</w:t></w:r>{more}</w:p>"


def related(content: bytes, owner: str, **targets: str) -> bytes:
    """The file with relations from a part to addresses, and to pictures."""
    parts = unpack(content, "x")
    rels = ""
    for number, leads in targets.items():
        kind, mode = ("hyperlink", ' TargetMode="External"') if ":" in leads else ("image", "")
        rels += f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{leads}"{mode}/>'
        if not mode:
            parts[f"word/{leads}"] = b"\x89PNG"
            types = parts["[Content_Types].xml"].decode()
            png = '<Default Extension="png" ContentType="image/png"/><Override'
            parts["[Content_Types].xml"] = types.replace("<Override", png, 1).encode()
    parts[f"word/_rels/{owner}.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{rels}</Relationships>'.encode()
    )
    return pack(Part.of(name, part) for name, part in parts.items())


def noted(kind: str, said: str, note: str) -> bytes:
    body = p(said, f'<w:r><w:{kind}Reference w:id="1"/></w:r>') + p("尾")
    part = f'<w:{kind}s {SPACE}><w:{kind} w:id="1">{note}</w:{kind}></w:{kind}s>'
    return with_word_part(new_document(body), f"{kind}s", part)


LINKED = '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>见网站</w:t></w:r></w:hyperlink></w:p>'
DRAWN = '<w:p><w:r><w:t>图</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata r:id="rId2"/></v:shape></w:pict></w:r></w:p>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
@pytest.mark.parametrize("had", [False, True], ids=["none before", "one before"])
def test_a_note_comes_with_its_link_and_its_picture(kind: str, had: bool) -> None:
    new = related(
        noted(kind, "甲", LINKED + DRAWN), f"{kind}s.xml",
        rId1="https://example.org/", rId2="media/p.png",
    )  # fmt: skip
    old = noted(kind, "乙", p("旧注")) if had else new_document(p("甲") + p("尾"))
    parts = unpack(redlined(old, new), "x")
    name = next(n for n in parts if n.endswith(f"_rels/{kind}s.xml.rels"))
    relations = parse(parts[name])
    assert {r.get("Target") for r in relations} == {"https://example.org/", "media/p.png"}
    assert parts["word/media/p.png"] == b"\x89PNG"


def numbering(*kinds: str, lists: str) -> str:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{0}"/><w:lvlText w:val="{1}"/></w:lvl>'
    made = ""
    for number, kind in enumerate(kinds):
        form, text = kind.split(" ")
        made += f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="0000000{number}"/>{level.format(form, text)}</w:abstractNum>'
    for number, told in enumerate(lists.split(" "), start=1):
        kind, again = told[0], told[1:] == "!"
        start = (
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
            if again
            else ""
        )
        made += f'<w:num w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{start}</w:num>'
    return f"<w:numbering {SPACE}>{made}</w:numbering>"


def listed(items: str, part: str) -> bytes:
    """`1甲 1乙 丙`: paragraphs, each by the list whose number stands before it."""
    body = ""
    for item in items.split(" "):
        form = f'<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{item[0]}"/></w:numPr></w:pPr>'
        body += p(item[1:], form=form) if item[0].isdigit() else p(item)
    return with_word_part(new_document(body), "numbering", part)


def labels(content: bytes) -> list[str]:
    """The paragraphs with their numbers, counted as Word counts: by definition, anew where told."""
    root, parts = root_of(content), unpack(content, "x")
    defined = parse(parts["word/numbering.xml"])
    kinds = {n.get(w("numId")): n for n in defined.iter(w("num"))}
    formats = {
        a.get(w("abstractNumId")): a.find(f"{w('lvl')}/{w('lvlText')}")
        for a in defined.iter(w("abstractNum"))
    }
    counts: dict[str, int] = {}
    begun: set[str] = set()
    made = []
    for paragraph in root.iter(w("p")):
        text = "".join(t.text or "" for t in paragraph.iter(w("t")))
        number = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        if number is not None and (num := kinds.get(number.get(w("val")))) is not None:
            kind = num.find(w("abstractNumId")).get(w("val"))
            if num.find(w("lvlOverride")) is not None and num.get(w("numId")) not in begun:
                counts[kind] = 0
            begun.add(num.get(w("numId")))
            counts[kind] = counts.get(kind, 0) + 1
            text = formats[kind].get(w("val")).replace("%1", str(counts[kind])) + text
        made.append(text)
    return made


ONE = numbering("decimal %1.", lists="0")
TWO = numbering("decimal %1.", lists="0 0!")
OTHER = numbering("decimal (%1)", "decimal %1.", lists="0 1")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (listed("头 1甲 1乙 尾", ONE), listed("头 1甲 1乙 措施 2丙 2丁 尾", TWO)),
        (listed("头 1甲 1乙 尾", ONE), listed("头 1甲 1乙 措施 1丙 1丁 尾", OTHER)),
        (listed("头 1甲 1乙 尾", OTHER), listed("头 2甲甲 2乙乙 尾", TWO)),
        (listed("头 1甲 1乙 尾", OTHER), listed("头 甲 2乙 尾", OTHER)),
        (listed("头 1甲 1乙 中 2丙 尾", TWO), listed("头 1甲 新 1乙 1增 中 2丙 2丁 尾", TWO)),
        (listed("头 尾", ONE), listed("头 1甲 2乙 1丙 尾", OTHER)),
    ],
)
def test_lists_that_come_are_counted_as_where_they_come_from(old: bytes, new: bytes) -> None:
    made = redlined(old, new)
    assert labels(accepted(made)) == labels(new)
    assert labels(rejected(made)) == labels(old)


def formula(text: str) -> str:
    return f'<m:oMath xmlns:m="{MATH}"><m:r><m:t>{text}</m:t></m:r></m:oMath>'


def formulas(content: bytes) -> list[str]:
    return ["".join(map(str, e.itertext())) for e in root_of(content).iter(f"{{{MATH}}}oMath")]


def test_a_formula_is_tracked_as_a_whole() -> None:
    old, new = (new_document(p("式", formula(text)) + p("尾")) for text in ("a=613", "a=620"))
    made = redlined(old, new)
    assert (formulas(rejected(made)), formulas(accepted(made))) == (["a=613"], ["a=620"])


def marked(name: str, text: str, number: int = 5) -> str:
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'<w:p>{start}<w:r><w:t>{text}</w:t></w:r><w:bookmarkEnd w:id="{number}"/></w:p>'


def bookmarked(content: bytes) -> dict[str, str]:
    """The bookmarks with the words in them."""
    made, open_ = {}, {}
    for node in root_of(content).iter(w("bookmarkStart"), w("bookmarkEnd"), w("t")):
        if node.tag == w("bookmarkStart"):
            open_[node.get(w("id"))] = node.get(w("name"))
            made[node.get(w("name"))] = ""
        elif node.tag == w("bookmarkEnd"):
            del open_[node.get(w("id"))]
        else:
            for name in open_.values():
                made[name] += node.text or ""
    return made


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (p("开头") + p("结尾"), p("开头") + marked("_Ref1", "附件1 主要指标表") + p("结尾")),
        (p("开头") + marked("_Ref1", "附件1") + p("尾"), p("开头") + marked("_Ref1", "附件2", 9) + p("尾")),
        (marked("_Ref1", "附件一览表") + p("中间一段") + p("尾"), p("中间一段") + marked("_Ref1", "附件一览表") + p("尾")),
        (p("开头") + p("尾"), '<w:bookmarkStart w:id="3" w:name="全文"/>' + p("开头") + p("新段落") + '<w:bookmarkEnd w:id="3"/>' + p("尾")),
        (p("开头") + p("尾"), p("开头", '<w:bookmarkEnd w:id="3"/>') + p("尾", '<w:bookmarkStart w:id="4" w:name="半个"/>')),
    ],
)  # fmt: skip
def test_the_bookmarks_of_the_new_document_come(old: str, new: str) -> None:
    made = redlined(new_document(old), new_document(new))
    wanted = {name: text for name, text in bookmarked_or_none(new).items() if text}
    assert {n: t for n, t in bookmarked(accepted(made)).items() if n in wanted} == wanted


def bookmarked_or_none(body: str) -> dict[str, str]:
    try:
        return bookmarked(new_document(body))
    except KeyError:
        return {}


def commented(text: str, said: str) -> bytes:
    body = f'<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>{text}</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    part = f'<w:comments {SPACE}><w:comment w:id="0" w:author="王五" w:date="2023-11-20T00:00:00Z">{p(said)}</w:comment></w:comments>'
    return with_word_part(new_document(body + p("尾")), "comments", part)


@pytest.mark.parametrize(
    ("old", "new", "remarks"),
    [
        (new_document(p("甲段") + p("尾")), commented("甲段", "请核"), ["请核"]),
        (commented("甲段", "请核"), commented("甲段改", "请核"), ["请核"]),
        (commented("甲段", "请核"), commented("甲段", "已核"), ["请核", "已核"]),
    ],
)
def test_comments_of_the_new_document_come(old: bytes, new: bytes, remarks: list[str]) -> None:
    made = redlined(old, new)
    assert [remark.text for remark in read(made).remarks] == remarks


def test_what_is_not_needed_does_not_come() -> None:
    """The same note in a paragraph that both have stays the old one's."""
    note = noted("footnote", "甲", p("注"))
    parts = unpack(redlined(note, note), "x")
    assert len(parse(parts["word/footnotes.xml"])) == 1
    assert set(parts) == set(unpack(note, "x"))
