"""Who answers whose comment, and what is settled, goes with the comments."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx

from drafter.desk.review.reviewing import Review
from drafter.desk.year.workspace import Drafted
from drafter.draft.dress import TRACED
from drafter.draft.record import REPORT
from drafter.word.adopted_threads import states, without_stale_threads
from drafter.word.comments import without_remarks
from drafter.word.ooxml import parse, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.building import catalogue_bytes, fill_form, workspace
from tests.commands import drafter
from tests.review.documents import document, read, rejected
from tests.review.test_everything import redlined
from tests.review.test_joining import INDICATORS, TEMPLATE, county, opened_draft, taken_back
from tests.word.validity import flaws

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid" '
    'xmlns:w16cex="http://schemas.microsoft.com/office/word/2018/wordml/cex"'
)
PEOPLE = "http://schemas.microsoft.com/office/2011/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
OFFICE = "http://schemas.microsoft.com/office"
KINDS = {
    "comments": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "commentsExtended": PEOPLE,
    "commentsIds": f"{OFFICE}/2016/09/relationships",
    "commentsExtensible": f"{OFFICE}/2018/08/relationships",
    "people": PEOPLE,
}
ROOTS = {
    "comments": "w:comments",
    "commentsExtended": "w15:commentsEx",
    "commentsIds": "w16cid:commentsIds",
    "commentsExtensible": "w16cex:commentsExtensible",
    "people": "w15:people",
}

# A remark a line: who, what; `>` answers the one before it, ✓ is settled.
THREAD = """
    王五 请核对民事案件数
    > 李四 已核对，无误
    ✓ 王五 此句可删
"""


def threaded(content: bytes, at: str, thread: str = THREAD) -> bytes:
    """The file with the remarks at those words, as Word writes them."""
    parts = dict(unpack(content, "稿.docx"))
    comments = entries = places = ids = times = ""
    before = ""
    for number, line in enumerate(thread.strip().split("\n")):
        sign, _, rest = line.strip().rpartition(" ")[0].rpartition(" ")
        who, said = rest or sign, line.rpartition(" ")[2]
        sign = sign if rest else ""
        paragraphs = f'<w:p w14:paraId="0000AA{number:02d}"><w:r><w:t>{said}</w:t></w:r></w:p>'
        comments += f'<w:comment w:id="{number}" w:author="{who}" w:date="2023-11-20T00:00:00Z">{paragraphs}</w:comment>'
        parent = f' w15:paraIdParent="{before}"' if sign == ">" else ""
        before = before if parent else f"0000AA{number:02d}"
        done = int(sign == "✓")
        entries += f'<w15:commentEx w15:paraId="0000AA{number:02d}"{parent} w15:done="{done}"/>'
        ids += f'<w16cid:commentId w16cid:paraId="0000AA{number:02d}" w16cid:durableId="7B0000{number:02d}"/>'
        times += f'<w16cex:commentExtensible w16cex:durableId="7B0000{number:02d}" w16cex:dateUtc="2023-11-19T16:00:00Z"/>'
        places += f'<w:commentRangeStart w:id="{number}"/><w:commentRangeEnd w:id="{number}"/><w:r><w:commentReference w:id="{number}"/></w:r>'
    people = "".join(
        f'<w15:person w15:author="{who}"><w15:presenceInfo w15:providerId="None" w15:userId="{who}"/></w15:person>'
        for who in ("王五", "李四")
    )
    for kind, inside in {
        "comments": comments,
        "commentsExtended": entries,
        "commentsIds": ids,
        "commentsExtensible": times,
        "people": people,
    }.items():
        root = ROOTS[kind]
        parts[f"word/{kind}.xml"] = f"<{root} {SPACES}>{inside}</{root}>".encode()
        _related(parts, kind)
    body = parts["word/document.xml"].decode()
    run = next(r for r in re.findall(r"<w:r>.*?</w:r>|<w:r .*?</w:r>", body) if at in r)
    parts["word/document.xml"] = body.replace(run, run + places, 1).encode()
    return pack(Part.of(name, part) for name, part in parts.items())


def _related(parts: dict[str, bytes], kind: str) -> None:
    for name, end, added in (
        ("[Content_Types].xml", "</Types>", f'<Override PartName="/word/{kind}.xml" ContentType="{WORD}.{kind}+xml"/>'),
        ("word/_rels/document.xml.rels", "</Relationships>", f'<Relationship Id="rId{kind}" Type="{KINDS[kind]}/{kind}" Target="{kind}.xml"/>'),
    ):  # fmt: skip
        if added not in (text := parts[name].decode()):
            parts[name] = text.replace(end, added + end).encode()


def told(content: bytes) -> list[str]:
    """The remarks as they are drawn above."""
    answers = states(unpack(content, "稿.docx"))
    texts = {remark: f"{remark[0]} {remark[2]}" for remark in answers}
    return [
        f"> {text} ({texts[parent]})" if parent else f"✓ {text}" if done else text
        for remark, text in texts.items()
        for parent, done in (answers[remark],)
    ]


def lasting(content: bytes) -> list[str]:
    """The lasting id of each comment in order, and when it was written."""
    parts = unpack(content, "稿.docx")
    texts = (parts[f"word/{name}.xml"].decode() for name in KINDS)
    comments, _, ids, times, _ = texts
    paragraphs = re.findall(r'paraId="(\w+)"', comments)
    durable = dict(re.findall(r'paraId="(\w+)" \w+:durableId="(\w+)"', ids))
    written = dict(re.findall(r'durableId="(\w+)" \w+:dateUtc="([^"]+)"', times))
    return [f"{durable[paragraph]} {written[durable[paragraph]]}" for paragraph in paragraphs]


DRAWN = [
    "王五 请核对民事案件数",
    "> 李四 已核对，无误 (王五 请核对民事案件数)",
    "✓ 王五 此句可删",
]


def test_threads_are_read_as_they_are_drawn() -> None:
    assert told(threaded(document("全年办理案件。"), "全年")) == DRAWN


def with_root_changed(content: bytes, old: str, new: str) -> bytes:
    """The file with other words in its body."""
    parts = dict(unpack(content, "稿.docx"))
    body = parts["word/document.xml"].decode()
    assert old in body
    parts["word/document.xml"] = body.replace(old, new).encode()
    return pack(Part.of(name, part) for name, part in parts.items())


def report(draft: Drafted) -> bytes:
    return (draft.folder / REPORT).read_bytes()


def test_threads_live_on_in_the_drafts_after_a_copy_was_taken(tmp_path: Path) -> None:
    opened = county(tmp_path)
    edited = with_root_changed(report(opened.draft()), "群众满意", "群众很满意")
    copy = threaded(edited, "全年办理民事案件")
    second = taken_back(opened, copy, tmp_path)
    assert told(report(second)) == DRAWN
    fill_form(opened, "县司法局", {"援助.民事": 357, "援助.刑事": 263})
    third = opened.draft()
    assert told(report(third)) == DRAWN
    assert flaws(report(third)) == []
    assert lasting(report(third)) == [f"7B0000{n:02d} 2023-11-19T16:00:00Z" for n in range(3)]
    people = parse(unpack(report(third), REPORT)["word/people.xml"])
    assert [person.get(f"{{{people.nsmap['w15']}}}author") for person in people] == ["李四", "王五"]


def test_an_answer_to_a_remark_of_the_program_stands_for_itself(tmp_path: Path) -> None:
    opened = county(tmp_path)
    traced = (opened.draft().folder / TRACED).read_bytes()
    assert b"commentReference" in unpack(traced, TRACED)["word/document.xml"]
    thread = "drafter 来源\n> 李四 数已核"
    copy = threaded(report(opened.drafted()), "全年办理民事案件", thread)
    assert told(report(taken_back(opened, copy, tmp_path))) == ["李四 数已核"]


def test_a_redline_has_the_threads_of_the_new_file() -> None:
    old, new = document("全年办理案件。"), threaded(document("全年办结案件。"), "全年")
    made = redlined(old, new)
    assert told(made) == DRAWN
    assert flaws(made) == []
    assert read(rejected(made)).story.lines[0].text == "全年办理案件。"


def test_that_a_remark_of_both_files_was_settled_is_told(tmp_path: Path) -> None:
    for name, sign in (("旧.docx", ""), ("新.docx", "✓ ")):
        content = threaded(document("全年办理案件。"), "全年", f"{sign}王五 请核对")
        (tmp_path / name).write_bytes(content)
    paths = tmp_path / "旧.docx", tmp_path / "新.docx", "-o", tmp_path / "对比.docx"
    said = drafter("redline", *paths, folder=tmp_path).stdout
    assert "旧稿已有的批注，在新稿中改了答复关系或“已解决”，对比稿中仍如旧稿，请看新稿。" in said
    assert told((tmp_path / "对比.docx").read_bytes()) == ["王五 请核对"]


def test_what_stands_behind_remarks_that_are_gone_goes() -> None:
    parts = dict(unpack(threaded(document("全年。"), "全年"), "稿.docx"))
    first = re.compile(rb'<w:comment w:id="0".*?</w:comment>')
    parts["word/comments.xml"] = first.sub(b"", parts["word/comments.xml"])
    left = pack(Part.of(n, c) for n, c in without_stale_threads(parts).items())
    assert told(left) == ["李四 已核对，无误", "✓ 王五 此句可删"]
    assert unpack(left, "稿.docx")["word/commentsExtended.xml"].count(b"commentEx ") == 2


IN_TABLE = TEMPLATE.replace(
    "|完", "Table|事项|件数|甲|乙|丙\n    Table|民事|{{ 援助.民事 }}|1|2|3\n    |完"
)
WORDS = ("全年办理", "350", "办理刑事", "事项", "工作情况")


def remarked(draft: Drafted, *words: str) -> bytes:
    """The draft with a remark of 王五 at each of the words."""
    copy = opened_draft(draft)
    cells = (
        p for t in copy.tables for row in t.rows for cell in row.cells for p in cell.paragraphs
    )
    lines = [*copy.paragraphs, *cells]
    for word in words:
        run = next(run for line in lines for run in line.runs if word in run.text)
        copy.add_comment([run], f"请核{word}", "王五", "王")
    copy.save(stream := BytesIO())
    return stream.getvalue()


def places(draft: Drafted) -> list[tuple[str, str]]:
    """Each remark and the words at which it stands."""
    return [(remark.text, remark.at) for remark in read(report(draft)).remarks]


def test_remarks_live_on_where_nobody_edited_a_word(tmp_path: Path) -> None:
    """At words, at a figure that changes, in a table, in a paragraph that the template loses."""
    opened = workspace(tmp_path, catalogue_bytes(INDICATORS), IN_TABLE)
    fill_form(opened, "县司法局", {"援助.民事": 350, "援助.刑事": 263})
    second = taken_back(opened, remarked(opened.draft(), *WORDS), tmp_path)
    assert (second.manifest.edits, len(second.manifest.remarks)) == ((), 5)
    assert opened.draft().number == second.number
    fill_form(opened, "县司法局", {"援助.民事": 357, "援助.刑事": 263})
    path = opened.folders.template
    path.write_bytes(with_root_changed(path.read_bytes(), "办理刑事案件", "受理"))
    template = docx.Document(str(path))
    doomed = next(p for p in template.paragraphs if "工作情况" in p.text)
    doomed._p.getparent().remove(doomed._p)
    template.save(str(path))
    sent = opened.draft(stage="征求意见稿")
    assert places(sent) == []
    fill_form(opened, "县司法局", {"援助.民事": 358, "援助.刑事": 263})
    third = opened.draft(stage="初稿")
    words = dict(places(third))
    assert sorted(words) == sorted(f"请核{word}" for word in WORDS)
    assert (words["请核350"], words["请核事项"]) == ("358", "事项")
    assert flaws(report(third)) == []


def test_what_became_of_remarks_in_a_later_copy_counts_and_in_an_older_one_does_not(
    tmp_path: Path,
) -> None:
    opened = county(tmp_path)
    first = report(opened.draft())
    taken_back(opened, threaded(first, "全年办理民事案件"), tmp_path)
    parts = dict(unpack(report(opened.drafted()), REPORT))
    entries = parts["word/commentsExtended.xml"]
    parts["word/commentsExtended.xml"] = entries.replace(b'done="0"', b'done="1"')
    gone = {remark for remark in states(parts) if remark[2] == "此句可删"}
    later = pack(Part.of(n, c) for n, c in without_remarks(parts, gone).items())
    taken_back(opened, later, tmp_path)
    settled = ["✓ 王五 请核对民事案件数", "> 李四 已核对，无误 (王五 请核对民事案件数)"]
    assert told(report(opened.drafted())) == settled
    edited = with_root_changed(first, "群众满意", "群众很满意")
    taken_back(opened, edited, tmp_path)
    assert told(report(Review(opened).withdraw([1]))) == settled


def test_a_remark_that_begins_between_paragraphs_begins_in_the_next(tmp_path: Path) -> None:
    opened = county(tmp_path)
    copy = remarked(opened.draft(), "办理刑事")
    parts = dict(unpack(copy, REPORT))
    root = parse(parts["word/document.xml"])
    start = next(root.iter(w("commentRangeStart")))
    start.getparent().addprevious(start)  # type: ignore[union-attr]
    parts["word/document.xml"] = serialize(root)
    taken = taken_back(opened, pack(Part.of(n, c) for n, c in parts.items()), tmp_path)
    assert places(taken) == [("请核办理刑事", "办理刑事案件")]
    assert flaws(report(taken)) == []
