"""催报函 and 提醒函: numbered through the calendar year, once a day, in the standard's format."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest

from drafter.desk.departments.letters import letter_document, letters_of, write_letters
from drafter.desk.records.review_filings import Notice, Purpose
from drafter.desk.year.workspace import Workspace
from drafter.model.errors import WorkspaceError
from drafter.standard.check import check_format
from drafter.word.package import unpack
from tests.building import SETTINGS, catalogue_bytes, fill_form, once, workspace
from tests.commands import drafter
from tests.word.validity import flaws

INDICATORS = """
    援助.总数 | 法律援助案件 | 件 | 整数 | 县司法局
    诉讼.案件 | 诉讼案件 | 件 | 整数 | 县法院
    执法.检查 | 专项检查 | 次 | 整数 | 县市场监管局
"""
MORE = """
    报送期限  2024年11月10日
    联系人    法治督察科
    联系电话  0971-1234567
    发文代字  平司函
"""


@once
def opened(folder: Path) -> Workspace:
    made = workspace(folder, catalogue_bytes(INDICATORS, settings=SETTINGS + MORE), "|完")
    fill_form(made, "县司法局", {"援助.总数": 613})
    return made


def on(opened: Workspace, year: int, month: int, day: int) -> Workspace:
    moment = datetime(year, month, day, 9, 30).astimezone()
    return Workspace(opened.folders, clock=lambda: moment, equipment=opened._equipment)


def numbers(opened: Workspace) -> list[tuple[str, str, str]]:
    found = (letter.notice for letter in reversed(letters_of(opened, 2024)))
    return [(n.department, str(n.purpose), n.reference) for n in found]


def test_who_is_late_is_urged_and_who_is_not_yet_is_reminded(opened: Workspace) -> None:
    before = write_letters(on(opened, 2024, 11, 7), ["县法院"])
    assert [letter.notice.purpose for letter in before] == [Purpose.REMIND]
    assert "报送期限为2024年11月10日，还有3天。" in before[0].notice.text
    after = write_letters(on(opened, 2024, 11, 13), who="张三")
    assert [letter.notice.department for letter in after] == ["县法院", "县市场监管局"]
    assert "现已超过3天，贵单位的填报表尚未收到。" in after[0].notice.text
    assert "（联系人：法治督察科　0971-1234567）" in after[0].notice.text
    assert numbers(opened) == [
        ("县法院", "提醒函", "平司函〔2024〕1号"),
        ("县法院", "催报函", "平司函〔2024〕2号"),
        ("县市场监管局", "催报函", "平司函〔2024〕3号"),
    ]
    assert [letter.path.name for letter in after] == [
        "催报函〔2024〕2号　县法院.docx",
        "催报函〔2024〕3号　县市场监管局.docx",
    ]
    assert all(letter.path.is_file() for letter in after)


def test_a_letter_of_today_is_not_written_twice_and_a_lost_file_is_written_again(
    opened: Workspace,
) -> None:
    today = on(opened, 2024, 11, 13)
    first = write_letters(today)
    content = first[0].path.read_bytes()
    first[0].path.unlink()
    assert write_letters(today) == first
    assert first[0].path.read_bytes() == content
    write_letters(on(opened, 2024, 11, 14))
    assert len(numbers(opened)) == 4


def test_a_new_calendar_year_begins_with_one_and_goes_on_over_reports(opened: Workspace) -> None:
    write_letters(on(opened, 2024, 12, 31), ["县法院"])
    (letter,) = write_letters(on(opened, 2025, 1, 2), ["县法院"])
    assert letter.notice.reference == "平司函〔2025〕1号"
    other = opened.records(2025)
    other.file(letter.notice)
    (more,) = write_letters(on(opened, 2025, 1, 3), ["县法院"])
    assert more.notice.number == 2


def test_who_has_sent_its_form_gets_no_letter(opened: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="县司法局已报送，或不在目录中，不用催报"):
        write_letters(on(opened, 2024, 11, 13), ["县司法局", "县法院"])
    assert opened.records(2024).filed(Notice) == []


def test_the_letter_is_a_sound_official_document(opened: Workspace) -> None:
    letters = write_letters(on(opened, 2024, 11, 13))
    content = letter_document(letters[0].notice)
    assert (flaws(content), check_format(unpack(content, "函.docx"))) == ([], [])
    texts = [p.text for p in docx.Document(BytesIO(content)).paragraphs if p.text]
    assert texts[:4] == [
        "平安县司法局",
        "平司函〔2024〕1号",
        "关于催报法治政府建设年度报告数据的函",
        "县法院：",
    ]
    assert texts[-2:] == ["平安县司法局", "2024年11月13日"]


def test_the_command_writes_them(opened: Workspace) -> None:
    done = drafter("remind", "--letters", folder=opened.folders.root)
    assert done.returncode == 0
    assert "县法院　平司函〔2026〕1号　output/2024/函件/催报函〔2026〕1号　县法院.docx" in (
        done.stdout.replace(f"〔{datetime.now().astimezone().year}〕", "〔2026〕")
    )
    assert "写出2份函。" in done.stdout
