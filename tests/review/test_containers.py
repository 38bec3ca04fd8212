"""What stands around text, and the changes of others to cells and formulas: read and written."""

from __future__ import annotations

import pytest

from drafter.review.compare.cause import Records
from drafter.review.redline.redlining import redline
from drafter.review.story.content import Table
from drafter.review.story.document import read_document, settled
from drafter.standard.new_document import new_document
from drafter.word.ooxml import serialize, w
from tests.review.documents import accepted, read, rejected, root_of, shown
from tests.word.validity import flaws

WHO = 'w:author="李" w:date="2023-11-20T09:00:00Z"'
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tagged(inside: str) -> str:
    return f'<w:customXml w:uri="urn:x" w:element="节">{inside}</w:customXml>'


def control(inside: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'
    )


def texts(content: bytes) -> list[str]:
    return [line.text for line in read(content).story.lines]


def boxes(content: bytes) -> list[str]:
    """What stands in each control and tag."""
    root = root_of(content)
    return ["".join(map(str, box.itertext())) for box in root.iter(w("sdt"), w("customXml"))]


PLAIN = p("开头") + p("办理613件。") + p("第二段") + p("结尾")
BOXED = [
    p("开头") + tagged(p("办理613件。") + p("第二段")) + p("结尾"),
    p("开头") + control(p("办理613件。") + p("第二段")) + p("结尾"),
    p("开头") + control(p("办理613件。") + tagged(p("第二段"))) + p("结尾"),
    p("开头") + control(p("办理613件。")) + tagged(p("第三段") + p("第四段")) + p("结尾"),
    tagged(p("开头") + p("办理620件。")) + p("第二段") + control(p("新段")) + p("结尾"),
]


@pytest.mark.parametrize("new", [PLAIN, *BOXED])
@pytest.mark.parametrize("old", [PLAIN, *BOXED])
def test_what_stands_around_blocks_goes_and_comes_and_its_text_stays(old: str, new: str) -> None:
    before, after = new_document(old), new_document(new)
    made, _ = redline(read(before), read(after), "张三", "", Records(None, None))
    assert flaws(made) == []
    assert texts(rejected(made)) == texts(before)
    assert texts(accepted(made)) == texts(after)
    assert boxes(rejected(made)) == boxes(before)


def test_text_in_a_tag_that_both_have_is_tracked_in_it() -> None:
    old, new = (p("头") + tagged(p(f"办理{n}件。")) + p("尾") for n in (613, 620))
    made, count = redline(
        read(new_document(old)), read(new_document(new)), "张三", "", Records(None, None)
    )
    assert count == 1
    assert boxes(made) == ["办理613620件。"]
    assert boxes(accepted(made)) == ["办理620件。"]


def table(last: str) -> str:
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/>{}</w:tcPr>{}</w:tc>'
    rows = (cell.format("", p("指标")) + cell.format("", p("613")) + cell.format(last, p("580")),)
    grid = '<w:gridCol w:w="2000"/>' * 3
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>" + p("尾")


@pytest.mark.parametrize(
    ("change", "accepted_cells", "rejected_cells"), [("cellDel", 2, 3), ("cellIns", 3, 2)]
)
def test_a_column_that_others_delete_or_insert_is_read_as_asked(
    change: str, accepted_cells: int, rejected_cells: int
) -> None:
    content = new_document(table(f'<w:{change} w:id="81" {WHO}/>'))
    for way, count in ((True, accepted_cells), (False, rejected_cells)):
        read_so = read_document(content, "改.docx", way)
        for document in (read_so, settled(read_so, way)):
            block = document.story.body.blocks[0]
            assert isinstance(block, Table)
            assert len(block.rows[0].cells) == count


def test_a_cell_that_others_delete_stays_in_a_file_that_is_merged() -> None:
    theirs = read(new_document(table(f'<w:cellDel w:id="81" {WHO}/>')))
    old, new = (read(new_document(table("").replace("613", n))) for n in ("613", "620"))
    from drafter.review.merge.merging import merge
    from drafter.review.redline.pen import Pen
    from drafter.review.redline.redline import Redline

    found = merge(old.story, theirs.story, new.story)
    Redline(Pen.for_roots(theirs.trees.values(), "drafter", "")).story(found.theirs, found.story)
    assert "580" in "".join(map(str, theirs.root.itertext()))


@pytest.mark.parametrize(
    ("now", "before", "accepted_kind", "rejected_kind"),
    [("cont", None, "continue", None), ("rest", "cont", "restart", "continue")],
)
def test_cells_that_others_merge_are_merged_or_not_as_asked(
    now: str, before: str | None, accepted_kind: str, rejected_kind: str | None
) -> None:
    former = f' w:vMergeOrig="{before}"' if before else ""
    content = new_document(table(f'<w:cellMerge w:id="81" {WHO} w:vMerge="{now}"{former}/>'))
    for way, kind in ((True, accepted_kind), (False, rejected_kind)):
        document = settled(read_document(content, "改.docx", way), way)
        kinds = [e.get(w("val")) for e in document.root.iter(w("vMerge"))]
        assert kinds == ([kind] if kind else [])
        assert b"cellMerge" not in serialize(document.root)


def formula(inside: str) -> str:
    return f'<w:p><w:r><w:t>式</w:t></w:r><m:oMath xmlns:m="{MATH}">{inside}</m:oMath></w:p>'


def test_a_formula_that_word_tracks_within_is_read_as_asked() -> None:
    """Word puts the change into each run, and into the properties of a fraction."""
    run = "<m:r><w:{0} w:id='{1}' {who}><w:rPr/><m:t>{2}</m:t></w:{0}></m:r>"
    drawn = formula(
        run.format("del", 1, "a", who=WHO) + run.format("ins", 2, "b", who=WHO)
    ) + formula(run.format("ins", 3, "c", who=WHO))
    texts_of = {True: ["b", "c"], False: ["a"]}
    for way, wanted in texts_of.items():
        document = settled(read_document(new_document(drawn + p("尾")), "改.docx", way), way)
        formulas = document.root.iter(f"{{{MATH}}}oMath")
        assert ["".join(map(str, e.itertext())) for e in formulas] == wanted


def test_a_file_whose_only_change_is_one_of_format_is_settled() -> None:
    change = f'<w:pPrChange w:id="1" {WHO}><w:pPr/></w:pPrChange>'
    body = f'<w:p><w:pPr><w:jc w:val="center"/>{change}</w:pPr><w:r><w:t>甲</w:t></w:r></w:p>'
    for way, count in ((True, 1), (False, 0)):
        document = settled(read_document(new_document(body + p("尾")), "改.docx", way), way)
        assert len(list(document.root.iter(w("jc")))) == count
        assert shown(new_document(body + p("尾")))
