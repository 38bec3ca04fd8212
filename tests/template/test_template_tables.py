"""Tables, notes, lists and identifiers: what a loop repeats stays valid, and what it counts is right."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from drafter.model.figure import Entry
from drafter.standard.new_document import new_document
from drafter.template.template import Filled
from drafter.word.ooxml import Element, serialize, w
from drafter.word.package import Part, pack, unpack
from tests.template.filling import (
    cells,
    detail,
    document_of,
    figures,
    fill,
    packed,
    root_of,
    template,
    with_word_part,
)

LISTS: Mapping[str, Entry] = {
    **figures("案.有 | 5 | 整数 | 件\n案.无 | 0 | 整数 | 件"),
    "清单.亮点": detail("清单.亮点", "标题 | 次数\n公调对接 | 3\n一站式 | 12", {"次数": "次"}),
    "清单.一条": detail("清单.一条", "标题\n甲"),
    "清单.空": detail("清单.空", "标题 | 次数"),
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def p(text: str, form: str = "") -> str:
    return f'<w:p>{form}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(text: str, form: str = "") -> str:
    return f"<w:tc>{f'<w:tcPr>{form}</w:tcPr>' if form else ''}{p(text)}</w:tc>"


def tbl(*rows: str, widths: tuple[int, ...] = (3000,)) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl><w:p/>"


def tr(*made: str, form: str = "") -> str:
    return f"<w:tr>{form}{''.join(made)}</w:tr>"


def filled(body: str) -> Filled:
    return fill(new_document(body), LISTS)


def words(root: Element) -> list[list[str]]:
    rows = (row.iter(w("tc")) for row in root.iter(w("tr")))
    return [["".join(t.text or "" for t in cell.iter(w("t"))) for cell in row] for row in rows]


def merges(root: Element) -> list[list[str]]:
    return [
        [m.get(w("val"), "") if (m := c.find(f"{w('tcPr')}/{w('vMerge')}")) is not None else "-" for c in r.iter(w("tc"))]
        for r in root.iter(w("tr"))
    ]  # fmt: skip


@pytest.mark.parametrize(("table", "columns"), [("清单.亮点", 3), ("清单.一条", 2), ("清单.空", 1)])
def test_columns_repeat_and_the_grid_fits_and_the_table_is_as_wide_as_it_was(
    table: str, columns: int
):
    loop = tc(f"{{%tc for 行 in {table} %}}") + tc("{{ 行.标题 }}") + tc("{%tc endfor %}")
    root = root_of(
        filled(tbl(tr(tc("标题行")), tr(tc("事项"), loop), widths=(2000, 500, 3000, 500)))
    )
    grid = [int(column.get(w("w"), "0")) for column in root.iter(w("gridCol"))]
    assert len(grid) == columns
    assert 5900 <= sum(grid) <= 6000
    spans = [span.get(w("val")) for span in root.iter(w("gridSpan"))]
    assert spans == ([str(columns)] if columns > 1 else [])


def test_cells_of_a_loops_rows_are_one_with_vm():
    rows = [
        tr(tc("{%tr for 行 in 清单.亮点 %}")),
        tr(tc("亮点{% vm %}"), tc("{{ 行.标题 }}")),
        tr(tc("{%tr endfor %}")),
    ]
    root = root_of(filled(tbl(*rows, widths=(1000, 2000))))
    assert words(root) == [["亮点", "公调对接"], ["", "一站式"]]
    assert merges(root) == [["restart", "-"], ["continue", "-"]]


def test_the_cells_that_a_row_repeats_are_one_with_hm():
    loop = tc("{%tc for 行 in 清单.亮点 %}") + tc("{% hm %}合计") + tc("{%tc endfor %}")
    root = root_of(filled(tbl(tr(loop), tr(tc("甲"), tc("乙")), widths=(1000, 1000))))
    assert words(root) == [["合计"], ["甲", "乙"]]
    assert [span.get(w("val")) for span in root.iter(w("gridSpan"))] == ["2"]


def test_a_merge_whose_beginning_was_left_out_begins_where_it_goes_on():
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc("{%tr if 案.无 %}")),
        tr(tc("甲", start)),
        tr(tc("{%tr endif %}")),
        tr(tc("乙", on)),
        tr(tc("丙", on)),
    ]
    assert merges(root_of(filled(tbl(*rows)))) == [["restart"], [""]]


def test_a_merge_in_a_template_stays_as_it_is():
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tr(tc("甲", start), tc("{{ 案.有 }}")),
        tr(tc("", on), tc("乙", '<w:gridSpan w:val="1"/>')),
    ]
    root = root_of(filled(tbl(*rows, widths=(1000, 1000))))
    assert [row[0] for row in merges(root)] == ["restart", ""]


def test_header_rows_stay_header_rows():
    head = "<w:trPr><w:tblHeader/></w:trPr>"
    rows = [
        tr(tc("表头"), form=head),
        tr(tc("{%tr for 行 in 清单.亮点 %}{{ 行.标题 }}{%tr endfor %}")),
    ]
    root = root_of(filled(tbl(*rows)))
    assert words(root) == [["表头"], ["公调对接"], ["一站式"]]
    assert len(list(root.iter(w("tblHeader")))) == 1


def test_nested_tables_repeat_within_rows():
    inner = tbl(
        tr(tc("{%tr for 项 in 清单.亮点 %}")), tr(tc("{{ 项.次数 }}")), tr(tc("{%tr endfor %}"))
    )
    rows = [
        tr(tc("{%tr for 行 in 清单.亮点 %}")),
        tr(f"<w:tc>{p('{{ 行.标题 }}')}{inner}</w:tc>"),
        tr(tc("{%tr endfor %}")),
    ]
    (made,) = document_of(filled(tbl(*rows))).tables
    assert [cell.tables[0].cell(1, 0).text for row in made.rows for cell in row.cells] == [
        "12",
        "12",
    ]


def test_rows_and_cells_may_be_conditional():
    rows = [
        ["甲", "乙"],
        ["{%tr if 案.无 %}", ""],
        ["丙", "丁"],
        ["{%tr else %}", ""],
        ["戊", "己"],
        ["{%tr endif %}", ""],
    ]
    (made,) = document_of(fill(template(rows), LISTS)).tables
    assert cells(made) == [["甲", "乙"], ["戊", "己"]]


def _repeated(inside: str) -> Element:
    body = (
        p("{%p for 行 in 清单.亮点 %}")
        + f"<w:p>{inside}<w:r><w:t>{{{{ 行.标题 }}}}</w:t></w:r></w:p>"
        + p("{%p endfor %}")
    )
    return root_of(filled(body + p("尾")))


def test_bookmarks_in_a_loop_have_numbers_and_names_of_their_own():
    mark = '<w:bookmarkStart w:id="3" w:name="甲"/><w:bookmarkEnd w:id="3"/>'
    found = [(m.get(w("id")), m.get(w("name"))) for m in _repeated(mark).iter(w("bookmarkStart"))]
    assert [name for _, name in found if not str(name).startswith("_")] == ["甲", "甲_2"]
    assert len({number for number, _ in found}) == len(found)


def test_a_bookmark_of_which_a_block_leaves_out_one_end_is_gone():
    start, end = '<w:bookmarkStart w:id="3" w:name="甲"/>', '<w:bookmarkEnd w:id="3"/>'
    body = (
        p("{%p if 案.无 %}")
        + f"<w:p>{start}<w:r><w:t>中</w:t></w:r></w:p>"
        + p("{%p endif %}")
        + f"<w:p>{end}</w:p>"
    )
    assert not list(root_of(filled(body)).iter(w("bookmarkStart"), w("bookmarkEnd")))


DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
    '<wp:docPr id="1" name="图"/></wp:inline></w:drawing></w:r>'
)


def test_drawings_and_content_controls_in_a_loop_have_numbers_of_their_own():
    control = '<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt>'
    root = _repeated(DRAWING + control)
    assert [d.get("id") for d in root.iter("{*}docPr")] == ["1", "2"]
    assert [i.get(w("val")) for i in root.iter(w("id"))] == ["7", "1"]


def test_what_a_loop_repeats_has_numbers_that_no_other_part_uses():
    marked = '<w:bookmarkStart w:id="{0}" w:name="签{0}"/><w:r><w:t>x</w:t></w:r><w:bookmarkEnd w:id="{0}"/>'
    form = (p("{%p for 行 in 清单.亮点 %}"), p("{{ 行.次数 }}") + p("{%p endfor %}"))
    body = f"<w:p>{DRAWING}{marked.format(1)}</w:p>".join(form)
    head = f"<w:p>{DRAWING}{marked.format(2)}</w:p>".join(form).replace('id="1"', 'id="2"')
    content = with_word_part(
        new_document(body), "header", f'<w:hdr xmlns:w="{WORD}">{head}</w:hdr>'
    )
    made = fill(content, LISTS)
    roots = [root_of(made), root_of(made, "word/header.xml")]
    for kind, attribute in ((w("bookmarkStart"), w("id")), ("{*}docPr", "id")):
        used = [element.get(attribute) for root in roots for element in root.iter(kind)]
        assert len(set(used)) == len(used) >= 4


def with_notes(body: str, kind: str, *notes: str) -> bytes:
    """A template with a part of notes; the first note has number 1."""
    texts = "".join(
        f'<w:{kind} w:id="{n}">{p(text)}</w:{kind}>' for n, text in enumerate(notes, start=1)
    )
    separator = f'<w:{kind} w:type="separator" w:id="0"><w:p/></w:{kind}>'
    part = f'<w:{kind}s xmlns:w="{WORD}">{separator}{texts}</w:{kind}s>'
    return with_word_part(new_document(body), f"{kind}s", part)


def note(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_in_a_loop_is_as_many_notes_and_knows_the_loops_row(kind: str):
    body = (
        p("{%p for 行 in 清单.亮点 %}")
        + f"<w:p><w:r><w:t>{{{{ 行.标题 }}}}</w:t></w:r>{note(kind, 1)}</w:p>"
        + p("{%p endfor %}")
    )
    body += f"<w:p><w:r><w:t>尾</w:t></w:r>{note(kind, 2)}</w:p>"
    made = fill(with_notes(body, kind, "共{{ 行.次数 }}次", "统计至{{ 报告.年度 }}年"), LISTS)
    notes = root_of(made, f"word/{kind}s.xml")
    found = [
        ("".join(t.text or "" for t in n.iter(w("t"))), n.get(w("id"))) for n in notes.iter(w(kind))
    ]
    assert found == [("", "0"), ("共3次", "1"), ("共12次", "2"), ("统计至2024年", "3")]
    assert [r.get(w("id")) for r in root_of(made).iter(w(f"{kind}Reference"))] == ["1", "2", "3"]


def test_a_note_whose_block_is_left_out_is_gone():
    body = f"<w:p><w:r><w:t>甲{{% if 案.无 %}}</w:t></w:r>{note('footnote', 1)}<w:r><w:t>{{% endif %}}</w:t></w:r>{note('footnote', 2)}</w:p>"
    notes = root_of(fill(with_notes(body, "footnote", "一", "二"), LISTS), "word/footnotes.xml")
    assert ["".join(t.text or "" for t in n.iter(w("t"))) for n in notes.iter(w("footnote"))] == [
        "",
        "二",
    ]


def test_a_comment_is_filled_and_stands_once():
    anchor = (
        '<w:commentRangeStart w:id="1"/><w:r><w:t>甲</w:t></w:r><w:commentRangeEnd w:id="1"/>'
        + note("comment", 1)
    )
    body = p("{%p for 行 in 清单.亮点 %}") + f"<w:p>{anchor}</w:p>" + p("{%p endfor %}") + p("尾")
    made = fill(with_notes(body, "comment", "核对{{ 案.有 }}件"), LISTS)
    assert len(list(root_of(made).iter(w("commentReference")))) == 1
    (comment,) = [
        c for c in root_of(made, "word/comments.xml").iter(w("comment")) if c.get(w("id")) == "1"
    ]
    assert "".join(t.text or "" for t in comment.iter(w("t"))) == "核对5件"


def numbered(text: str) -> str:
    return p(text, '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')


def with_list(body: str) -> bytes:
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    part = f'<w:numbering xmlns:w="{WORD}"><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    return with_word_part(new_document(body), "numbering", part)


def lists(body: str) -> tuple[list[str], list[str]]:
    """The list number of each paragraph, and all lists of the numbering part."""
    made = fill(with_list(body), LISTS)
    used = [n.get(w("val"), "") for n in root_of(made).iter(w("numId"))]
    return used, [n.get(w("numId"), "") for n in root_of(made, "word/numbering.xml").iter(w("num"))]


def test_a_loop_over_the_items_of_a_list_counts_on():
    body = p("{%p for 行 in 清单.亮点 %}") + numbered("{{ 行.标题 }}") + p("{%p endfor %}")
    assert lists(body) == (["1", "1"], ["1"])


def test_a_list_within_a_loop_starts_anew_with_each_turn():
    items = numbered("甲") + numbered("乙")
    body = p("{%p for 行 in 清单.亮点 %}") + p("{{ 行.标题 }}") + items + p("{%p endfor %}")
    assert lists(body) == (["1", "1", "2", "2"], ["1", "2"])


def test_a_list_that_goes_on_after_the_loop_counts_on():
    body = (
        p("{%p for 行 in 清单.亮点 %}")
        + p("{{ 行.标题 }}")
        + numbered("甲")
        + p("{%p endfor %}")
        + numbered("乙")
    )
    assert lists(body) == (["1", "1", "1"], ["1"])


def test_core_properties_are_filled():
    parts = unpack(new_document(p("甲"), "{{ 报告.年度 }}年{{ 案.有 }}件 & <乙>"), "模板.docx")
    made = fill(pack(Part.of(name, content) for name, content in parts.items()), LISTS)
    assert document_of(made).core_properties.title == "2024年5件 & <乙>"


def test_a_template_that_is_a_draft_loses_the_old_marks_even_where_no_tag_stands():
    mark = '<w:bookmarkStart w:id="0" w:name="_fig_0001"/><w:r><w:t>613</w:t></w:r><w:bookmarkEnd w:id="0"/>'
    root = root_of(fill(new_document(f"<w:p>{mark}</w:p>")))
    assert b"_fig_" not in serialize(root)
    assert packed(filled(f"<w:p>{mark}</w:p>")).count(b"_fig_") == 0
