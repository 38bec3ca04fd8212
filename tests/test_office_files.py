"""Word and Excel take every file that drafter writes: what two validators of others say of them.

openxml-audit holds a file to the rules of Microsoft's Open XML SDK; docx-integrity looks for ids and
relations that lead nowhere.
"""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx_integrity import ERROR, check
from openxml_audit import OpenXmlValidator, ValidationSeverity

import drafter
from drafter.desk.departments import departments
from drafter.desk.errands.formatting import check_file, restyle_file
from drafter.desk.errands.proofing import proof_file
from drafter.desk.findings import deciding
from drafter.desk.publishing import publishing
from drafter.desk.review.reviewing import Review, Signing
from drafter.desk.year.workspace import Workspace
from drafter.standard.new_document import new_document, paragraph
from drafter.word.package import Part, pack, unpack
from tests.building import sample
from tests.review.resubmitting import resubmit_three
from tests.template.filling import packed
from tests.template.test_chart import BOOK, drawn

ROOT = Path(__file__).parents[1]
FIRST, SECOND, THIRD = (f"output/2023/第{number}稿" for number in (1, 2, 3))
FILES = {
    "a catalogue": "平安县/templates/指标目录.xlsx",
    "a template": "平安县/templates/报告模板.docx",
    "a form": "output/2023/下发/区司法局.xlsx",
    "a form with tables": "output/2023/下发/区法院.xlsx",
    "a draft": f"{FIRST}/报告.docx",
    "a traced draft": f"{FIRST}/报告(溯源版).docx",
    "where figures come from": f"{FIRST}/溯源.xlsx",
    "the findings": f"{FIRST}/核查.xlsx",
    "an annotated form": "output/2023/退回/区司法局.xlsx",
    "a redline": "对比.docx",
    "a merge": "合并.docx",
    "a draft with edits by hand": f"{THIRD}/报告.docx",
    "its traced draft": f"{THIRD}/报告(溯源版).docx",
    "its machine draft": f"{THIRD}/机器稿.docx",
    "where its figures come from": f"{THIRD}/溯源.xlsx",
    "its findings": f"{THIRD}/核查.xlsx",
    "a file in standard format": "来文（公文格式）.docx",
    "a file marked for its format": "来文（批注）.docx",
    "a file marked for its text": "来文（校对）.docx",
    "a report with a chart": "图.docx",
    "the data of a chart": "图.xlsx",
    "the published report": "output/2023/公开/城中区2023年法治政府建设工作报告.docx",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of every kind, made as a year goes: forms, drafts, review, publication."""
    folder = tmp_path_factory.mktemp("城中区")
    drafter.new(folder / "平安县", "平安县", 2024)
    opened = sample(folder)
    opened.forms()
    opened.draft()
    departments.send_back(opened)
    reviewed(opened)
    marked(folder / "来文.docx")
    chart = packed(drawn("援助.民事,援助.刑事"))
    (folder / "图.docx").write_bytes(chart)
    (folder / "图.xlsx").write_bytes(unpack(chart, "图.docx")[BOOK])
    published(opened)
    return folder


def reviewed(opened: Workspace) -> None:
    """Other figures come, and a copy of the first draft edited by hand."""
    root, review = opened.folders.root, Review(opened)
    document = docx.Document(str(root / FIRST / "报告.docx"))
    run = next(run for p in document.paragraphs for run in p.runs if "厘清权责边界" in run.text)
    run.text = run.text.replace("厘清权责边界", "进一步厘清权责边界")
    document.save(str(root / "改.docx"))
    resubmit_three(opened)
    opened.draft()
    review.redline("1", "2", root / "对比.docx", Signing())
    signing = Signing(by="李四", day="2023年11月21日")
    review.merge(root / "改.docx", root / "合并.docx", signing, take=True)


def marked(path: Path) -> None:
    """A report of another hand, put in order and marked."""
    lines = (
        "某县2023年法治政府建设工作报告",
        "一、总体情况",
        "全年办理案件613件，其中民事350件、刑事262件,办结率99%。",
    )
    path.write_bytes(new_document("".join(paragraph(line) for line in lines)))
    restyle_file(path)
    check_file(path, mark=True)
    proof_file(path, mark=True)


def published(opened: Workspace) -> None:
    """The last draft as it goes out, what stands against it accepted."""
    deciding.accept(opened, "法治考核.单位总数", "已核对", by="张三")
    opened.draft()
    prepared = publishing.prepare(opened, None, str)
    day = publishing.checked_day(opened, "2023年11月22日")
    publishing.publish(opened, prepared, "李四", day, str)


def errors(path: Path) -> list[str]:
    """What openxml-audit calls an error in the file."""
    complaints = OpenXmlValidator(max_errors=0).validate(path).errors
    return [str(error) for error in complaints if error.severity is ValidationSeverity.ERROR]


def dangling(path: Path) -> list[str]:
    """What docx-integrity calls an error in the file."""
    return [str(finding) for finding in check(path) if finding.severity >= ERROR]


@pytest.mark.parametrize("kind", FILES)
def test_the_rules_of_the_open_xml_sdk_hold(office: Path, kind: str) -> None:
    assert errors(office / FILES[kind]) == []


@pytest.mark.parametrize("kind", [kind for kind in FILES if FILES[kind].endswith(".docx")])
def test_every_id_and_relation_leads_somewhere(office: Path, kind: str) -> None:
    assert dangling(office / FILES[kind]) == []


def test_every_file_of_a_year_is_among_them(office: Path) -> None:
    """Forms are of one kind, and so are numbered drafts."""
    written = {p for ending in ("docx", "xlsx") for p in office.glob(f"output/**/*.{ending}")}
    kinds = {(office / file).name for file in FILES.values()}
    forms = {p.name for p in (office / "output/2023/下发").iterdir()}
    assert {p.name for p in written} - forms <= kinds


PLANTED = {
    "an element in the wrong place": ("<w:body>", "<w:body><w:tc/>", "element 'tc'"),
    "a value that is none": ('w:type="linesAndChars"', 'w:type="squares"', "squares"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_caught(office: Path, tmp_path: Path, fault: str) -> None:
    before, after, complaint = PLANTED[fault]
    copy = replaced(office / FILES["a draft"], tmp_path, before, after)
    assert complaint in "".join(errors(copy))


def test_a_planted_reference_to_nothing_is_caught(office: Path, tmp_path: Path) -> None:
    drawing = '<w:p><w:r><w:drawing r:embed="rId999"/></w:r></w:p>'
    copy = replaced(office / FILES["a draft"], tmp_path, "<w:body>", f"<w:body>{drawing}")
    assert "rId999" in "".join(dangling(copy))


def replaced(path: Path, folder: Path, before: str, after: str) -> Path:
    """A copy with the first of those words in its body replaced."""
    parts = dict(unpack(path.read_bytes(), path.name))
    body = parts["word/document.xml"].decode()
    assert before in body
    parts["word/document.xml"] = body.replace(before, after, 1).encode()
    copy = folder / path.name
    copy.write_bytes(pack(Part.of(name, part) for name, part in parts.items()))
    return copy
