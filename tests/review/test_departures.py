"""What `verify` calls an error stands against publishing after `merge --take`, until answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.draft.record import REPORT, Manifest
from drafter.model import sentence
from drafter.model.decision import Decision, Ruling, ground
from drafter.model.finding import Finding, Severity
from drafter.review.edits.answers import edits_to_answer
from drafter.review.edits.joining import join
from drafter.review.edits.recording import Signature
from drafter.review.edits.taking import Taken
from drafter.review.returned.findings import found_in
from drafter.review.returned.verification import verify
from drafter.review.story.document import read_document
from drafter.review.story.version import Version
from drafter.word.ooxml import Element, parse, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.laws import cases
from tests.review.editing import retype, said
from tests.review.showing import SHOWN, texts, with_everything
from tests.template.test_annex import ANNEX, CHART, LAST, county
from tools.build import template

BODY = """
    |全年办理法律援助案件{{ 援助.总数 }}件，{{ 援助.总数|同比 }}，上年为{{ 援助.总数|上年 }}件。
    |民事案件{{ 援助.民事 }}件，占{{ 援助.民事|占比(援助.总数) }}；行政复议审结率{{ 复议.审结率 }}。
    |开展专项检查{{ 执法.检查|汉字 }}次，受理行政复议{{ 复议.受理 }}件，审结{{ 复议.审结 }}件。
"""
# Texts of showing.py that are figures here.
PLACES = ("41件", "42件", "43件", "47件", "49件", "52件", "53件", "54件")


@dataclass(frozen=True)
class Made:
    """The draft that people edit, and its record; too long for hypothesis to print."""

    content: bytes = field(repr=False)
    manifest: Manifest = field(repr=False)

    def version(self) -> Version:
        """The draft read anew: weaving changes the trees."""
        return Version.of(self.content, self.manifest, REPORT)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A draft with figures in body, annex, table, chart, header, notes, text box, link, control."""
    opened = county(tmp_path_factory.mktemp("稿") / "县", {**LAST, "援助.总数": 410})
    lines = [line.strip() for line in BODY.strip().splitlines()]
    parts = unpack(with_everything(template([*lines, *ANNEX[:-1], CHART])), REPORT)
    for name in [n for n in parts if n.startswith("word/") and n.endswith(".xml")]:
        for text in PLACES:
            parts[name] = parts[name].replace(text.encode(), "{{ 援助.民事 }}件".encode())
    opened.folders.template.write_bytes(pack(Part.of(n, c) for n, c in parts.items()))
    draft = opened.draft()
    return Made((draft.folder / REPORT).read_bytes(), draft.manifest)


def other_value(text: str, random: Random) -> str:
    """Other digits, as many."""
    return re.sub(r"\d", lambda _: str(random.randint(1, 9)), text)


def other_unit(text: str, random: Random) -> str:
    """Another word before the rest of the text, as behind a figure."""
    return random.choice(("万", "起", "万元", "吨", "%")) + text[1:]


def a_number_more(text: str, random: Random) -> str:
    """A number of nobody's, in digits or in characters."""
    at = random.randint(0, len(text))
    number = random.choice(("另有98件", "约7%", "六百余件", "3.5万", "（其中12起）"))
    return text[:at] + number + text[at:]


def words_gone(text: str, random: Random) -> str:
    """A stretch of the text deleted, or all of it."""
    start, end = sorted(random.choices(range(len(text) + 1), k=2))
    return random.choice((text[:start] + text[end:], ""))


def other_words(text: str, random: Random) -> str:
    """Words without any number."""
    return random.choice(("甲乙", f"据统计{text}", f"{text}左右", "若干"))


def other_meaning(text: str, random: Random) -> str:
    """The figure's own words changed: about, of whom, when, up or down."""
    changes = {
        "案件": "事项",
        "行政": "民事",
        "全年": "上半年",
        "增长": "下降",
        "上年": "前年",
        "本年": "去年",
    }
    words = [word for word in changes if word in text]
    if not words or random.random() < 0.3:
        return random.choice((f"近{text}", f"{text}以上", f"日均{text}"))
    word = random.choice(words)
    return text.replace(word, changes[word], 1)


Edit = Callable[[str, Random], str]
EDITS: tuple[Edit, ...] = (
    other_value, other_unit, a_number_more, words_gone, other_words, other_meaning,
)  # fmt: skip


def edited(content: bytes, random: Random) -> bytes:
    """A copy with up to three edits of its texts, wherever they stand, and at times a paragraph or a
    table's row gone or moved."""
    parts = unpack(content, REPORT)
    for _ in range(random.randint(1, 3)):
        part, number = random.choice([place for place in texts(parts) if _is_written(*place)])
        root = parse(parts[part])
        text = list(root.iter(*SHOWN))[number]
        if random.random() < 0.2:
            _rearrange(next(text.iterancestors(w(random.choice(("p", "tr")))), None), random)
        else:
            text.text = random.choice(EDITS)(text.text or "", random)
            if random.random() < 0.3:
                _drop_mark(text)
        parts[part] = serialize(root)
    return pack(Part.of(name, part) for name, part in parts.items())


def _is_written(part: str, _: int) -> bool:
    """Whether people write there; page numbers are the program's, charts the data's."""
    return part.count("/") == 1 and "footer" not in part


def _drop_mark(text: Element) -> None:
    """The mark around the text gone, as Word drops it where somebody types anew."""
    run = text.getparent()
    start, end = (None, None) if run is None else (run.getprevious(), run.getnext())
    if start is not None and start.tag == w("bookmarkStart") and end is not None:
        start.getparent().remove(start)  # type: ignore[union-attr]
        end.getparent().remove(end)  # type: ignore[union-attr]


def _rearrange(block: Element | None, random: Random) -> None:
    """The paragraph or row gone, or with the one behind it before it, if it is one of several."""
    home = None if block is None else block.getparent()
    behind = None if block is None else block.getnext()
    if home is None or block is None or behind is None or behind.tag != block.tag:
        return
    if random.random() < 0.5:
        home.remove(block)
    else:
        behind.addnext(block)


def verified(made: Made, copy: bytes) -> list[Finding]:
    """What `verify` calls an error in the copy, and other words around figures."""
    base = made.version()
    found = verify(base.document, read_document(copy, "改.docx"), made.manifest)
    return [f for f in found_in("改.docx", found) if f.severity is not Severity.HINT]


def taken(made: Made, copy: bytes) -> Taken:
    """The copy as the next draft."""
    joined = join(made.version(), read_document(copy, "改.docx"), made.version())
    return joined.taken(made.version(), Signature("王五", "2024年11月5日"))


ANSWERS = {
    "review-edited": {"edit-figure", "edit-unit"},
    "review-unit": {"edit-figure", "edit-unit"},
    "review-deleted": {"edit-deleted"},
    "review-number": {"edit-number"},
    "review-twice": {"edit-number"},
    # Where a number came or went with the words, that is told with all of the change.
    "review-wording": {"edit-wording", "edit-number", "edit-deleted"},
}


def stands(error: Finding, left: list[Finding]) -> bool:
    """Whether one of the findings tells of the same figure or number."""
    answers = [f for f in left if f.code in ANSWERS[error.code]]
    if error.code == "review-wording":
        same = ("where", "old", "new")
        return any(
            "numbers" in f.details or all(f.details[n] == error.details[n] for n in same)
            for f in answers
        )
    about = error.details.get("number") or error.details["label"]
    return any(about in f.details.get("numbers", f.details.get("label", "")) for f in answers)


@pytest.mark.slow
@cases(40)
@given(st.integers(0, 2**32))
def test_what_verify_calls_an_error_stands_until_it_is_answered(made: Made, seed: int) -> None:
    copy = edited(made.content, Random(seed))
    errors, draft = verified(made, copy), taken(made, copy)
    left = edits_to_answer(draft.manifest, ())
    missing = [sentence.line(error) for error in errors if not stands(error, left)]
    assert missing == [], [sentence.line(f) for f in left]
    decisions = [accepted(about, left) for about in dict.fromkeys(f.indicator for f in left)]
    assert [f for f in edits_to_answer(draft.manifest, decisions) if f.open] == []


def accepted(about: str, left: list[Finding]) -> Decision:
    """The bureau's word that what is told about this may stand."""
    return Decision(
        ruling=Ruling.ACCEPT, about=about,
        ground=tuple(ground(finding) for finding in left if finding.indicator == about),
        reason="已核实", by="张三", when="2024年11月6日09:30",
    )  # fmt: skip


def test_both_of_two_figures_swapped_with_their_marks_stand_against_publishing(made: Made) -> None:
    left = edits_to_answer(taken(made, rewritten(made.content, swap)).manifest, ())
    assert [changed(f) for f in left if f.code == "edit-wording"] == [
        ("“审结行政复议”", "审结49件", "受理行政复议49件"),
        ("“受理行政复议”", "受理行政复议50件", "审结50件"),
    ]


def test_words_that_were_changed_together_with_a_number_are_told_apart(made: Made) -> None:
    def gone_with_words(root: Element) -> None:
        paragraph = next(p for p in root.iter(w("p")) if "受理行政复议" in said(p))
        retype(
            paragraph, said(paragraph).index("受理行政复议"), said(paragraph).index("审结"), "未"
        )

    def come_with_words(root: Element) -> None:
        paragraph = next(p for p in root.iter(w("p")) if "民事案件" in said(p))
        at = said(paragraph).index("民事案件")
        retype(paragraph, at, at + 2, "约98件行政")

    for edit, code, words in (
        (gone_with_words, "edit-deleted", ("“审结行政复议”", "审结49件", "未审结49件")),
        (come_with_words, "edit-number", ("“民事案件”", "民事案件400件", "约98件行政案件400件")),
    ):
        left = edits_to_answer(taken(made, rewritten(made.content, edit)).manifest, ())
        assert code in {f.code for f in left}
        assert words in [changed(f) for f in left if f.code == "edit-wording"]


def test_a_number_that_came_alone_is_told_once(made: Made) -> None:
    copy = rewritten(made.content, lambda root: write(root, "开展专项检查", "另有98件，"))
    assert [f.code for f in edits_to_answer(taken(made, copy).manifest, ())] == ["edit-number"]


def test_another_picture_stands_against_publishing(made: Made) -> None:
    parts = unpack(made.content, REPORT)
    parts["word/media/p.png"] += b"x"
    copy = pack(Part.of(name, part) for name, part in parts.items())
    (left,) = edits_to_answer(taken(made, copy).manifest, ())
    assert (left.code, left.details["where"]) == ("edit-wording", "图片、图形或域")


def changed(finding: Finding) -> tuple[str, str, str]:
    """(figures, old words, new words) of other words around figures."""
    where = finding.details["where"].removesuffix("前后的文字")
    return where, finding.details["old"], finding.details["new"]


def test_a_number_accepted_once_is_not_accepted_where_it_is_written_again(made: Made) -> None:
    once = rewritten(made.content, lambda root: write(root, "民事案件", "另有98件，"))
    left = edits_to_answer(taken(made, once).manifest, ())
    decisions = [accepted("手改数", left)]
    assert not [f for f in edits_to_answer(taken(made, once).manifest, decisions) if f.open]
    twice = rewritten(once, lambda root: write(root, "开展专项检查", "另有98件，"))
    again = edits_to_answer(taken(made, twice).manifest, decisions)
    (still,) = [f for f in again if f.open]
    assert (still.code, still.place.cell) == ("edit-number", "第3段")


def test_a_number_accepted_in_one_place_is_not_accepted_where_it_alone_is_left(made: Made) -> None:
    """The first was accepted; the second was written later, and the first is gone again."""
    decisions = []
    for words in ("民事案件", "开展专项检查"):
        copy = rewritten(made.content, lambda root, words=words: write(root, words, "另有98件，"))
        left = edits_to_answer(taken(made, copy).manifest, decisions)
        assert [f.code for f in left if f.open] == ["edit-number"]
        decisions = decisions or [accepted("手改数", left)]


def test_a_figure_rewritten_in_characters_is_told_whole(made: Made) -> None:
    copy = rewritten(made.content, in_characters)
    draft = taken(made, copy).manifest
    assert [m.figure.value for m in draft.marks if m.words == "三百四十"] == ["340"]
    (told,) = edits_to_answer(draft, ())[:1]
    assert (told.code, told.details["new"]) == ("edit-figure", "三百四十")


def in_characters(root: Element) -> None:
    """The figure behind 行政复议 as 三百四十, in its mark."""
    text = next(t for t in root.iter(w("t")) if "受理行政复议" in (t.text or ""))
    run = next(text.iterancestors(w("r")))
    figure = next(e for e in run.itersiblings() if e.tag == w("r"))
    next(figure.iter(w("t"))).text = "三百四十"


def rewritten(content: bytes, edit: Callable[[Element], None]) -> bytes:
    """A copy with its body edited."""
    parts = unpack(content, REPORT)
    root = parse(parts["word/document.xml"])
    edit(root)
    parts["word/document.xml"] = serialize(root)
    return pack(Part.of(name, part) for name, part in parts.items())


def write(root: Element, before: str, words: str) -> None:
    """The words written before others."""
    text = next(t for t in root.iter(w("t")) if before in (t.text or ""))
    text.text = (text.text or "").replace(before, words + before)


def swap(root: Element) -> None:
    """审结 cut out with its mark and pasted before 受理, and that one where it was."""
    text = next(t for t in root.iter(w("t")) if "受理行政复议" in (t.text or ""))
    paragraph = next(text.iterancestors(w("p")))
    first, second = list(paragraph.iter(w("bookmarkStart")))[1:3]
    pieces = [[start, *islice(start.itersiblings(), 2)] for start in (first, second)]
    homes = [start.getprevious() for start in (first, second)]
    for home, moved in zip(homes, reversed(pieces), strict=True):
        for element in reversed(moved):
            home.addnext(element)  # type: ignore[union-attr]
