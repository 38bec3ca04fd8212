"""What stands against publishing: everything is listed, with what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from msgspec import Struct
from msgspec.structs import replace

from drafter.draft.record import FindingRecord, Manifest
from drafter.model.finding import Finding, Place, Severity
from drafter.model.sentence import line
from drafter.publish.matters import open_matters
from drafter.word.drawn import drawn
from drafter.word.ooxml import parse
from drafter.word.package import Part, pack, unpack
from tests.building import catalogue_bytes, fill_form, workspace
from tests.conftest import Convert
from tests.review.showing import with_everything
from tests.template.scattered import PUBLISHED

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    援助.民事 | 民事案件 | 件 | 整数 | 县司法局
"""
TEXT = "Title|{{ 报告.标题 }} \n |办理{{ 援助.总数 }}件。 \n |其中民事{{ 援助.民事 }}件。"
BODY = "word/document.xml"


class Draft(Struct, frozen=True):
    """A draft as it stands: its report's parts, its record, today's findings."""

    parts: Mapping[str, bytes]
    manifest: Manifest
    findings: tuple[Finding, ...]


def drafted(folder: Path, **values: object) -> Draft:
    """A draft of these figures; of none where nothing came."""
    made = workspace(folder, catalogue_bytes(INDICATORS), TEXT)
    if values:
        fill_form(made, "县司法局", {f"援助.{name}": value for name, value in values.items()})
    found = made.check().findings
    done = made.draft()
    parts = unpack((done.folder / "报告.docx").read_bytes(), "报告.docx")
    return Draft(parts, done.manifest, found)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return drafted(tmp_path_factory.mktemp("平安县"), 总数=613, 民事=350)


def of(
    draft: Draft,
    change: Callable[[str], str] = str,
    part: str = BODY,
    current: bool = True,
    edits: tuple[Finding, ...] = (),
) -> list[str]:
    """What stands against the draft after a part of its report was changed by hand."""
    parts = {**draft.parts, part: change(draft.parts[part].decode()).encode()}
    made = open_matters(draft.findings, draft.manifest, parts, "第1稿", current, edits)
    return [line(finding) for finding in made]


def test_a_sound_draft_has_nothing_against_it(sound: Draft) -> None:
    assert of(sound) == []


def test_a_footer_that_somebody_changed_in_the_draft_is_told(sound: Draft) -> None:
    found = of(sound, lambda text: text.replace("— ", "共办案999件— ", 1), "word/footer1.xml")
    assert found == [
        "错误 第1稿/报告.docx › 页脚 “共办案999件— —”与生成时不同，改动没有核对；"
        "请在数据或模板中改，重新生成"
    ]


def test_a_draft_of_other_data_is_out_of_date(sound: Draft) -> None:
    assert of(sound, current=False) == [
        "错误 第1稿 第1稿不是按现在的数据、目录、模板和程序生成的；请运行 drafter draft 后公开新稿"
    ]


def test_a_missing_submission_is_told_with_every_placeholder_that_it_leaves(tmp_path: Path) -> None:
    assert of(drafted(tmp_path)) == [
        "错误 县司法局.xlsx 未收到报表，请催报",
        "错误 第1稿/报告.docx › 第2段 还有“【待补：县司法局·法律援助案件】”；请补报，或在模板中为它加判断",
        "错误 第1稿/报告.docx › 第3段 还有“【待补：县司法局·民事案件】”；请补报，或在模板中为它加判断",
    ]


def test_what_does_not_apply_must_not_be_printed(tmp_path: Path) -> None:
    assert of(drafted(tmp_path, 总数=613, 民事="不适用")) == [
        "错误 第1稿/报告.docx › 第3段 还有“【不适用：民事案件】”；请补报，或在模板中为它加判断"
    ]


HAND = {
    "a paragraph reworded": (
        lambda text: text.replace("办理", "共办理"),
        ["错误 第1稿/报告.docx › 第2段 “共办理613件。”与生成时不同，改动没有核对；请在数据或模板中改，重新生成"],
    ),
    "a figure changed": (
        lambda text: text.replace(">350<", ">351<"),
        ["错误 第1稿/报告.docx › 第3段 “其中民事351件。”与生成时不同，改动没有核对；请在数据或模板中改，重新生成"],
    ),
    "a paragraph taken out": (
        lambda text: text[: text.rindex("<w:p>")] + text[text.index("<w:sectPr>") :],
        ["错误 第1稿/报告.docx › 第3段 生成时的“其中民事350件。”不见了，改动没有核对；请在数据或模板中改，重新生成"],
    ),
    "a tracked deletion": (
        lambda text: text.replace("</w:p>", '<w:del w:id="9" w:author="a"/></w:p>', 1),
        ["错误 第1稿/报告.docx 有1处修订没有接受或拒绝；请在数据或模板中改，重新生成"],
    ),
    "hidden text": (
        lambda text: text.replace("</w:p>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内情</w:t></w:r></w:p>", 1),
        [
            "错误 第1稿/报告.docx › 第1段 “平安县2024年法治政府建设年度报告内情”与生成时不同，改动没有核对；请在数据或模板中改，重新生成",
            "错误 第1稿/报告.docx › 第1段 有隐藏的文字“内情”；请在模板中删去或取消隐藏",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", HAND)
def test_an_edit_by_hand_that_nobody_verified_is_told(what: str, sound: Draft) -> None:
    change, said = HAND[what]
    assert of(sound, change) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("{{ 援助.总数 }}", "还有没有填写的标签“{{ 援助.总数 }}"),
        ("｛｛援助.总数｝｝", "还有没有填写的标签“｛｛援助.总数｝｝"),
        ("{% endif %}", "还有没有填写的标签“{% endif %}"),
        ("见D:\\台账\\1.xlsx", "写有电脑上的路径“D:\\台账\\1.xlsx"),
        ("见\\\\server\\共享", "写有电脑上的路径“\\\\server\\共享"),
        ("见file:///home/wang", "写有电脑上的路径“file:///home/wang"),
    ],
)
def test_tags_and_paths_are_told_wherever_they_stand(left: str, said: str, sound: Draft) -> None:
    found = of(sound, lambda text: text.replace("— ", f"{left}— ", 1), "word/footer1.xml")
    assert any(one.startswith(f"错误 第1稿/报告.docx › 页脚 {said}") for one in found)


@pytest.mark.parametrize("place", PUBLISHED)
@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("{{ 援助.总数 }}", "还有没有填写的标签"),
        ("｛％ if 援助.总数 ％｝", "还有没有填写的标签"),
        ("【待补：县司法局·案件】", "请补报，或在模板中为它加判断"),
    ],
)
def test_tags_and_placeholders_are_told_outside_of_paragraphs_too(
    place: str, left: str, said: str, sound: Draft
) -> None:
    change, where = PUBLISHED[place]
    parts = change(sound.parts, left)
    written = replace(sound.manifest, drawn=drawn(parse(parts[BODY]), parts))
    left_over = replace(sound, parts=parts, manifest=written)
    (found,) = of(left_over)
    assert found.startswith("错误 第1稿/报告.docx › ")
    assert all(words in found for words in (where, left, said))
    assert "!" not in found


@pytest.mark.parametrize("plain", ["https://www.gov.cn/home/a", "比例1:2", "完成率50%}", "12348"])
def test_web_addresses_and_the_like_are_no_paths(plain: str, sound: Draft) -> None:
    (found,) = of(sound, lambda text: text.replace("— ", f"{plain}— ", 1), "word/footer1.xml")
    assert "与生成时不同" in found


@pytest.mark.parametrize("code", ["AUTHOR", " FILENAME \\p ", "DOCPROPERTY 经手人", "SAVEDATE"])
def test_a_field_that_tells_who_or_where_is_told(code: str, sound: Draft) -> None:
    found = of(sound, lambda text: text.replace(" PAGE ", code), "word/footer1.xml")
    assert found[0].startswith("错误 第1稿/报告.docx 有会显示姓名、文件名或日期的域（")


def test_the_page_number_is_a_field_like_any_other_and_stays(sound: Draft) -> None:
    other = " PAGE \\* MERGEFORMAT "
    assert of(sound, lambda text: text.replace(" PAGE ", other), "word/footer1.xml") == []


def test_what_the_review_of_edits_leaves_open_stands_against_it(sound: Draft) -> None:
    place = Place("张三改.docx", "正文", "第2段")
    edit = Finding("publish-edited", Severity.ERROR, place, details={"text": "共办理613件。"})
    assert of(sound, edits=(edit,)) == [line(edit)]


def test_an_error_that_the_draft_has_of_its_own_is_told(sound: Draft) -> None:
    record = FindingRecord(
        code="proof", severity=Severity.ERROR, file="报告.docx", sheet="正文", cell="第2段", indicator="",
        message="分项之和不等于合计；请核对",
    )  # fmt: skip
    manifest = replace(sound.manifest, findings=(record,))
    assert of(replace(sound, manifest=manifest)) == [
        "错误 报告.docx › 正文第2段 分项之和不等于合计；请核对"
    ]


@pytest.fixture(scope="module")
def charted(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    """A draft with two charts, a formula and a picture."""
    folder = tmp_path_factory.mktemp("平安县图")
    text = f'{TEXT}\n |{{{{ 图(援助.总数, 援助.民事, 标题="甲") }}}}\n |{{{{ 图(援助.民事, 援助.总数, 标题="乙") }}}}'
    made = workspace(folder, catalogue_bytes(INDICATORS), text)
    made.folders.template.write_bytes(with_everything(made.folders.template.read_bytes()))
    fill_form(made, "县司法局", {"援助.总数": 613, "援助.民事": 350})
    found = made.check().findings
    done = made.draft()
    parts = unpack((done.folder / "报告.docx").read_bytes(), "报告.docx")
    return Draft(parts, done.manifest, found)


def charts_of(draft: Draft) -> list[str]:
    return [name for name in draft.parts if "charts/drafter" in name and name.endswith(".xml")]


def test_a_chart_that_somebody_changed_in_the_draft_is_told_with_its_numbers(
    charted: Draft,
) -> None:
    assert of(charted) == []
    part = charts_of(charted)[0]
    (line,) = of(charted, lambda text: text.replace(">350<", ">530<"), part)
    assert line.startswith("错误 第1稿/报告.docx › 图表 “")
    assert "530" in line
    assert "与生成时不同，改动没有核对" in line


def test_a_chart_that_shows_its_numbers_in_another_format_is_told(charted: Draft) -> None:
    part = charts_of(charted)[0]
    axis = re.search(r'<c:valAx>.*?formatCode="', charted.parts[part].decode(), re.DOTALL)
    assert axis is not None
    (line,) = of(charted, lambda text: text.replace(axis[0], f"{axis[0]}0,;"), part)
    assert line.startswith("错误 第1稿/报告.docx › 图表 “")
    assert "数字格式0," in line


def test_two_charts_in_each_others_place_are_told(charted: Draft) -> None:
    first, second = charts_of(charted)
    names = {first: second, second: first}
    parts = {names.get(name, name): content for name, content in charted.parts.items()}
    assert of(replace(charted, parts=parts)) == [
        "错误 第1稿/报告.docx › 图表 段落或图表的次序与生成时不同，改动没有核对；请在模板中改，重新生成"
    ]


@pytest.mark.parametrize(
    ("part", "old", "new", "place"),
    [
        (BODY, "<m:t>613</m:t>", "<m:t>631</m:t>", "公式"),
        (BODY, "法律援助案件613件、", "法律援助案件631件、", "替代文字"),
        (BODY, "艺术字48件", "艺术字84件", "艺术字"),
        ("word/diagrams/data1.xml", "图示里51件", "图示里15件", "图示"),
        ("word/_rels/document.xml.rels", "example.org", "example.com", "链接"),
        ("word/footnotes.xml", "脚注里52件", "脚注里25件", "脚注1"),
        ("word/header.xml", "页眉里54件", "页眉里45件", "页眉"),
    ],
)
def test_whatever_else_shows_a_number_is_told_where_the_review_places_it(
    charted: Draft, part: str, old: str, new: str, place: str
) -> None:
    (line,) = of(charted, lambda text: text.replace(old, new), part)
    assert line.startswith(f"错误 第1稿/报告.docx › {place} “")


def test_what_libreoffice_saves_of_charts_and_notes_is_the_same(
    charted: Draft, tmp_path: Path, soffice: Convert
) -> None:
    """Another program's save of the draft shows nothing else."""
    source = tmp_path / "报告.docx"
    source.write_bytes(pack(Part.of(n, c) for n, c in charted.parts.items()))
    saved = unpack(soffice(source, "docx").read_bytes(), "报告.docx")
    shown = [
        line
        for line in of(replace(charted, parts=saved))
        if "图" in line or "脚注" in line or "替代文字" in line
    ]
    assert shown == []
